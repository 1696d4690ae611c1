"""Signs that a sheet or an expert deserves a second look: for supervision, with names. Hints, no
verdicts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.db.models import F, QuerySet

from jiebang.engine import scoring
from jiebang.platform.accounts.actor import Actor
from jiebang.platform.paging import Page, paged
from jiebang.programme import queries as programme
from jiebang.programme.queries.editions import newest
from jiebang.registry import queries as registry
from jiebang.review.models import Beside, Panel, PanelItem, Review, Seat
from jiebang.review.queries.facts import table
from jiebang.review.queries.panels import seen_by
from jiebang.rulebook import beside
from jiebang.rulebook.panel import State
from jiebang.rulebook.review import COUNTED
from jiebang.rulebook.roles import Role


@dataclass(frozen=True, slots=True)
class PanelSigns:
    """`counted`: how often each kind of sign was found; None until the clock has looked."""

    id: str
    title: str
    kind: str
    closed_at: datetime | None
    counted: Mapping[str, int] | None


@dataclass(frozen=True, slots=True)
class Who:
    expert: str
    name: str
    unit: str
    number: str  # on the panel; "" over many panels


@dataclass(frozen=True, slots=True)
class SignView:
    """`items`: (panel id, code, title)."""

    code: str
    who: tuple[Who, ...]
    items: tuple[tuple[str, str, str], ...]
    evidence: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PanelSignsView:
    id: str
    title: str
    kind: str
    looked: bool
    signs: tuple[SignView, ...]
    criteria: Mapping[str, tuple[str, str]]  # code → 中文, English


@dataclass(frozen=True, slots=True)
class AcrossView:
    """Signs over many panels. `permille`: of what is shown, so many may be false."""

    panels: int
    sheets: int
    experts: int
    permille: int
    signs: tuple[SignView, ...]


def panels_with_signs(
    actor: Actor, *, batch: str = "", kind: str = "", number: int = 1
) -> Page[PanelSigns] | None:
    if not actor.holds(Role.SUPERVISOR):
        return None
    rows = (
        _closed(batch, kind)
        .select_related("beside")
        .only("title", "kind", "closed_at", "beside__signals")
    )
    return paged(rows.order_by("-closed_at", "pk"), number, _row)


def _closed(batch: str, kind: str) -> QuerySet[Panel]:
    rows = Panel.objects.filter(state=State.CLOSED)
    return rows.filter(**{k: v for k, v in {"batch_id": batch, "kind": kind}.items() if v})


def _row(p: Panel) -> PanelSigns:
    found = getattr(p, "beside", None)
    counted = Counter(s["code"] for s in found.signals) if found else None
    return PanelSigns(str(p.pk), p.title, p.kind, p.closed_at, counted)


def panel_signs(panel_id: str, actor: Actor) -> PanelSignsView | None:
    p = Panel.objects.filter(pk=panel_id, state=State.CLOSED).first()
    if p is None or "signals" not in seen_by(actor, p):
        return None
    found = Beside.objects.filter(panel=p).values_list("signals", flat=True).first()
    titles = dict(PanelItem.objects.filter(panel=p).values_list("code", "title"))
    people = _by_number(p) if found else {}
    return PanelSignsView(
        str(p.pk), p.title, p.kind, found is not None,
        tuple(_sign(s, str(p.pk), people, titles) for s in found or ()),
        {c.code: (c.label, c.label_en) for c in table(p).criteria},
    )  # fmt: skip


def _by_number(p: Panel) -> dict[str, Who]:
    seats = Seat.objects.filter(panel=p, round=p.round).values_list("number", "expert_id")
    names = registry.expert_names({str(expert) for _n, expert in seats})
    return {f"{n:02d}": Who(str(e), *names[str(e)], f"{n:02d}") for n, e in seats}


def _sign(s: Mapping[str, Any], panel: str, people: Mapping[str, Who],
          titles: Mapping[str, str]) -> SignView:  # fmt: skip
    return SignView(
        s["code"], tuple(people[n] for n in s["experts"]),
        tuple((panel, code, titles.get(code, "")) for code in s["items"]), s["evidence"],
    )  # fmt: skip


# -- over many panels -------------------------------------------------------------------------

Given = tuple[tuple[str, str, Decimal], ...]  # (panel and item, expert, total)


def signs_across(actor: Actor, *, batch: str = "", kind: str = "") -> AcrossView | None:
    """Scores unrelated to the items, and rings; from all sheets that counted in these panels."""
    if not actor.holds(Role.SUPERVISOR):
        return None
    rows = Review.objects.filter(seat__panel__in=_closed(batch, kind), state__in=COUNTED,
                                 seat__round=F("seat__panel__round"))  # fmt: skip
    told = list(rows.values_list("seat__panel_id", "item__code", "seat__expert_id", "total"))
    given = tuple(sorted((f"{p} {code}", str(e), total) for p, code, e, total in told))
    permille = _permille(batch)
    signs = reviewer_signs(given, permille)
    names = registry.expert_names({who for s in signs for who in s["experts"]})
    titles = _titles({i for s in signs for i in s["items"]})
    return AcrossView(
        len({p for p, *_ in told}), len(given), len({e for _i, e, _t in given}), permille,
        tuple(
            SignView(s["code"], tuple(Who(e, *names[e], "") for e in s["experts"]),
                     tuple(titles[i] for i in s["items"]), s["evidence"])
            for s in signs
        ),
    )  # fmt: skip


def _permille(batch: str) -> int:
    """Of the batch's edition, else of the newest."""
    edition = programme.edition_of(batch) if batch else newest()
    return edition.signals.discovery_permille if edition else 1


@lru_cache(maxsize=32)
def reviewer_signs(given: Given, permille: int) -> tuple[Mapping[str, Any], ...]:
    """Follows from the sheets alone, so that it is worked out once for the same sheets."""
    if not given:
        return ()
    found = scoring.reviewer_signals(scoring.ratings(given), rate=permille / 1000)
    return tuple(beside.plain(s) for s in found)


def _titles(items: set[str]) -> dict[str, tuple[str, str, str]]:
    """By "panel code": the panel, the code, the panel's title."""
    panels = {i.partition(" ")[0] for i in items}
    titles = {
        str(pk): t for pk, t in Panel.objects.filter(pk__in=panels).values_list("pk", "title")
    }
    return {i: (i.partition(" ")[0], i.partition(" ")[2], titles[i.partition(" ")[0]])
            for i in items}  # fmt: skip
