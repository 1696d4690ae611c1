"""Bids and the texts they share passages with, for those who check bids (R044).

A row belongs to the bid that was compared; it is shown from both sides.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, Q, QuerySet, UUIDField

from jiebang.engine.transparency import digest
from jiebang.platform import reading
from jiebang.platform.accounts.actor import Actor
from jiebang.platform.paging import Page, paged
from jiebang.platform.prepared import Prepared
from jiebang.programme.models import Bid, BidLikeness, BidText, BidUnit, Demand
from jiebang.programme.queries.bid import SHOWN, of_units
from jiebang.programme.queries.editions import edition, edition_of
from jiebang.programme.queries.texts import demand_text
from jiebang.rulebook.bid import HANDED_IN
from jiebang.rulebook.blind import Phase, visible_to
from jiebang.rulebook.challenge import OPENED
from jiebang.rulebook.roles import Role

Key = tuple[str, str]
"""Life and id."""


@dataclass(frozen=True, slots=True)
class Side:
    """A bid or a demand as a list names it; `text` and `stale` only where the text is shown.
    `stale`: the text is no longer the one that was compared."""

    life: str
    id: str
    number: str
    title: str
    unit: str
    year: int
    units: frozenset[str] = field(default=frozenset(), repr=False)
    text: str = ""
    stale: bool = False


@dataclass(frozen=True, slots=True)
class Other:
    """What shares passages with the bid in hand. `share` of the bid stands in the other,
    `share_other` of the other in the bid."""

    side: Side
    percent: int
    share: int
    share_other: int
    longest: int
    equal: int
    warned: bool
    same_unit: bool


@dataclass(frozen=True, slots=True)
class Nearest:
    """The line on a bid's page. `waits`: not compared yet."""

    waits: bool
    percent: int
    warn: int
    others: int
    number: str
    life: str


@dataclass(frozen=True, slots=True)
class LikenessView:
    bid: Side
    batch_id: str
    batch: str
    challenge_id: str
    challenge: str
    publisher_id: str
    edition_id: str
    compared_at: datetime | None
    warn: int
    show: int
    unread: tuple[tuple[str, str], ...]
    others: tuple[Other, ...]
    finding: Mapping[str, Any]
    question: str
    asked_at: datetime | None
    explanation: str
    explained_at: datetime | None
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PairView:
    """`passages`: start, end, start in the other, end there, equal symbols; in the bid's order."""

    bid: Side
    other: Side
    percent: int
    share: int
    share_other: int
    warn: int
    passages: tuple[tuple[int, int, int, int, int], ...]


@dataclass(frozen=True, slots=True)
class WarnedRow:
    one: Side
    other: Side
    percent: int
    longest: int
    finding: str
    same_unit: bool


def may_know(actor: Actor) -> bool:
    """Whether somebody in these posts may know at all what opened bids share (rulebook.blind)."""
    posts = actor.roles & set(Role)
    return "likeness" in visible_to("bid", posts, Phase.OPENED)


def _for(actor: Actor) -> Q:
    """Opened bids whose likeness the actor may know: never those of one's own units."""
    if not may_know(actor):
        return Q(pk__in=[])
    mine = actor.scopes(Role.MEMBER)
    return _OPENED & ~of_units(mine) if mine else _OPENED


READ = (*SHOWN, "challenge__batch__year", "challenge__batch__title", "read__unread", "read__digest")


def _bid(pk: str, actor: Actor) -> Bid | None:
    """The bid with what its rules look at, so that its page reads it once."""
    unit = (f"organisation__{name}" for name in ("name", "kind", "region"))
    rows = reading.narrow(Bid, *READ).filter(_for(actor))
    return reading.among(
        rows.prefetch_related(Prefetch("units", reading.narrow(BidUnit, *unit))), pk
    )


def _compared(rows: QuerySet[Bid], pk: Any) -> QuerySet[Any]:
    return rows.filter(pk=pk).values_list("compared_at", "challenge__batch__edition_id")


_OPENED = Q(state__in=HANDED_IN, challenge__state__in=OPENED)
_compared_opened = Prepared(lambda pk: _compared(Bid.objects.filter(_OPENED), pk), UUIDField())
_alike = Prepared(
    lambda pk, other: BidLikeness.objects.filter(
        Q(bid_id=pk) | Q(other_life="bid", other_id=other)
    ).order_by("-percent", "pk").values_list("percent", "bid_id", "other_life", "other_id"),
    UUIDField(), BidLikeness._meta.get_field("other_id"),
)  # fmt: skip


def nearest(pk: str, actor: Actor) -> Nearest | None:
    """Two statements; None for whoever may not know."""
    always = may_know(actor) and not actor.scopes(Role.MEMBER)  # the same question for them all
    found = _compared_opened(pk) if always else _compared(Bid.objects.filter(_for(actor)), pk)
    if not found:
        return None
    (row,) = found
    warn = edition(row[1]).bidding.similarity_warn
    values = _alike(pk, pk)
    if not values:
        return Nearest(row[0] is None, 0, warn, 0, "", "")
    percent, bid, life, other = values[0]
    key = (life, str(other)) if str(bid) == str(pk) else ("bid", str(bid))
    others = {(v[2], v[3]) if str(v[1]) == str(pk) else ("bid", v[1]) for v in values}
    return Nearest(row[0] is None, percent, warn, len(others), _sides([key])[key].number, key[0])


def likeness(pk: str, actor: Actor) -> LikenessView | None:
    b = _bid(pk, actor)
    if b is None:
        return None
    policy = edition(b.challenge.batch.edition_id).bidding
    units = frozenset(str(u.organisation_id) for u in b.units.all() if u.in_force)
    own = _bid_side(b, units)
    read = getattr(b, "read", None)
    return LikenessView(
        bid=own, batch_id=str(b.challenge.batch_id), batch=b.challenge.batch.title,
        challenge_id=str(b.challenge_id), challenge=b.challenge.title,
        publisher_id=str(b.challenge.organisation_id), edition_id=str(b.challenge.batch.edition_id),
        compared_at=b.compared_at, warn=policy.similarity_warn,
        show=policy.similarity_show, unread=tuple(tuple(u) for u in read.unread) if read else (),
        others=_others(own, policy.similarity_warn), finding=b.likeness_finding,
        question=b.question, asked_at=b.asked_to_explain_at, explanation=b.explanation,
        explained_at=b.explained_at, units=tuple(sorted(units)),
    )  # fmt: skip


def _of(pk: str) -> Q:
    return Q(bid_id=pk) | Q(other_life="bid", other_id=pk)


def _others(own: Side, warn: int) -> tuple[Other, ...]:
    """Each other once, as this bid's own comparison found it where there are two; the percentage
    is the larger of both, as everywhere."""
    rows = BidLikeness.objects.filter(_of(own.id)).defer("passages").order_by("pk")
    found: dict[Key, tuple[bool, BidLikeness]] = {}
    most: dict[Key, int] = {}
    for row in rows:
        mine = str(row.bid_id) == own.id
        key = (row.other_life, str(row.other_id)) if mine else ("bid", str(row.bid_id))
        most[key] = max(row.percent, most.get(key, 0))
        if mine or key not in found:
            found[key] = (mine, row)
    sides = _sides(found)
    made = [
        Other(
            sides[key], most[key], row.share if mine else row.share_other,
            row.share_other if mine else row.share, row.longest, row.equal, most[key] >= warn,
            bool(sides[key].units & own.units),
        )
        for key, (mine, row) in found.items()
    ]  # fmt: skip
    return tuple(sorted(made, key=lambda o: (-o.percent, o.side.number)))


def pair(pk: str, life: str, other: str, actor: Actor) -> PairView | None:
    """Both texts with what they share, the bid in hand first."""
    mine = Bid.objects.filter(_for(actor), pk=pk)
    policy = mine.values_list("challenge__batch__edition_id", flat=True).first()
    if policy is None or life not in ("bid", "demand"):
        return None
    if life == "bid" and not Bid.objects.filter(_for(actor), pk=other).exists():
        return None
    both = Q(bid_id=pk, other_life=life, other_id=other)
    if life == "bid":
        both |= Q(bid_id=other, other_life="bid", other_id=pk)
    rows = sorted(BidLikeness.objects.filter(both), key=lambda r: str(r.bid_id) != str(pk))
    if not rows:
        return None
    row, turned = rows[0], str(rows[0].bid_id) != str(pk)
    digests = (row.other_digest, row.digest) if turned else (row.digest, row.other_digest)
    own_key, key = ("bid", str(pk)), (life, str(other))
    sides = _sides([own_key, key], texts={own_key: digests[0], key: digests[1]})
    passages = sorted((c, d, a, b_, n) if turned else (a, b_, c, d, n)
                      for a, b_, c, d, n in row.passages)  # fmt: skip
    shares = (row.share_other, row.share) if turned else (row.share, row.share_other)
    warn = edition(policy).bidding.similarity_warn
    return PairView(
        sides[own_key], sides[key], max(r.percent for r in rows), *shares, warn, tuple(passages)
    )


def warned(batch_id: str, actor: Actor, *, number: int = 1) -> Page[WarnedRow]:
    """The pairs of a batch that reach the edition's limit, the nearest first; a pair of two bids
    once."""
    limit = edition_of(batch_id).bidding.similarity_warn
    mine = Bid.objects.filter(_for(actor), challenge__batch_id=batch_id)
    rows = BidLikeness.objects.filter(bid__in=mine.values("pk"), percent__gte=limit)
    both = rows.filter(other_life="bid").values_list("bid_id", "other_id", "percent", "pk")
    known = {(bid, other): (percent, pk) for bid, other, percent, pk in both}
    twice = [pk for (bid, other), (percent, pk) in known.items()
             if (percent, pk) < known.get((other, bid), (0, 0))]  # fmt: skip
    shown = rows.exclude(pk__in=twice).defer("passages").select_related("bid")
    found = paged(shown.order_by("-percent", "pk"), number, lambda row: row)
    keys = [("bid", str(r.bid_id)) for r in found.items]
    keys += [(r.other_life, str(r.other_id)) for r in found.items]
    sides = _sides(keys)
    return Page(tuple(_warned(r, sides) for r in found.items), found.total, found.nav)


def _warned(row: BidLikeness, sides: Mapping[Key, Side]) -> WarnedRow:
    one, other = sides["bid", str(row.bid_id)], sides[row.other_life, str(row.other_id)]
    finding = row.bid.likeness_finding.get("finding", "")
    return WarnedRow(one, other, row.percent, row.longest, finding, bool(one.units & other.units))


def _sides(keys: Iterable[Key], texts: Mapping[Key, str] | None = None) -> dict[Key, Side]:
    """At most four statements. `texts`: digests of those whose text is wanted too."""
    wanted = set(keys)
    units = _units(wanted)
    bids = Bid.objects.filter(pk__in=[pk for life, pk in wanted if life == "bid"])
    bids = bids.select_related("challenge__batch", "lead", *(["read"] if texts else []))
    if not texts:
        bids = bids.only("number", "title", "challenge__title", "challenge__batch__year",
                         "lead__name")  # fmt: skip
    found = {("bid", str(b.pk)): _bid_side(b, units["bid", str(b.pk)], texts) for b in bids}
    ids = [pk for life, pk in wanted if life == "demand"]
    rows = Demand.objects.filter(pk__in=ids).select_related("batch", "organisation")
    for d in (rows if texts else rows.defer("content", "text")) if ids else ():
        found["demand", str(d.pk)] = _demand_side(d, texts)
    return found


def _bid_side(b: Bid, units: frozenset[str], texts: Mapping[Key, str] | None = None) -> Side:
    key = ("bid", str(b.pk))
    text, stale = "", False
    if texts and key in texts:
        read: BidText | None = getattr(b, "read", None)
        stale = read is None or read.digest != texts[key]
        text = "" if read is None else read.text
    return Side(*key, b.number, b.title or b.challenge.title, b.lead.name,
                b.challenge.batch.year, units, text, stale)  # fmt: skip


def _demand_side(d: Demand, texts: Mapping[Key, str] | None) -> Side:
    key = ("demand", str(d.pk))
    text = demand_text(d) if texts else ""
    stale = bool(texts) and digest(text) != texts[key]
    units = frozenset({str(d.organisation_id)})
    return Side(*key, d.number, d.title, d.organisation.name, d.batch.year, units, text, stale)


def _units(keys: Iterable[Key]) -> dict[Key, frozenset[str]]:
    """The units in force of every bid among these."""
    found: dict[Key, set[str]] = {k: set() for k in keys if k[0] == "bid"}
    rows = BidUnit.objects.filter(bid_id__in=[pk for _life, pk in found], in_force=True)
    for bid, unit in rows.values_list("bid_id", "organisation_id"):
        found["bid", str(bid)].add(str(unit))
    return {key: frozenset(units) for key, units in found.items()}
