"""What an expert sees of an item: its masked text, the own sheet. And what those see who may read
the sheets afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet

from jiebang.platform import reading
from jiebang.platform.accounts.actor import Actor
from jiebang.registry import queries as registry
from jiebang.review.models import Panel, Review
from jiebang.review.queries.facts import edition, policy, table
from jiebang.review.queries.panels import phase_of, seen_by
from jiebang.rulebook import blind
from jiebang.rulebook.edition.model import Table
from jiebang.rulebook.forms import FormSpec
from jiebang.rulebook.panel import PanelKind
from jiebang.rulebook.panel import State as PanelState
from jiebang.rulebook.review import COUNTED, sheet_form
from jiebang.rulebook.review import State as ReviewState
from jiebang.rulebook.roles import Role


@dataclass(frozen=True, slots=True)
class Indicator:
    """One of the challenge's indicators and what the item says to it. `verdict` is the word,
    `code` what the form calls it: meets, exceeds, short."""

    number: int
    name: str
    target: str
    promised: str
    verdict: str
    code: str
    evidence: str


ANSWERS, COLUMNS = "responses", ("indicator", "required_value", "promised", "compliance",
                                 "evidence")  # fmt: skip


def indicators(sections: Iterable[Mapping[str, Any]], p: Panel) -> tuple[Indicator, ...]:
    """The rows of the answers, out of what the expert reads: masked like the rest."""
    fields = [f for s in sections for f in s["fields"] if f["name"] == ANSWERS]
    if p.kind != PanelKind.BID or not fields:
        return ()
    names = [c["name"] for c in fields[0]["columns"]]
    codes = _verdicts(p)
    found = []
    for n, row in enumerate(fields[0]["value"], 1):
        cells = {k: str(v or "") for k, v in zip(names, row, strict=True)}
        name, target, promised, verdict, evidence = (cells.get(c, "") for c in COLUMNS)
        found.append(Indicator(n, name, target, promised, verdict, codes.get(verdict, ""),
                               evidence))  # fmt: skip
    return tuple(found)


def _verdicts(p: Panel) -> Mapping[str, str]:
    columns = edition(p).forms["bid"][ANSWERS].columns
    return {o.label: o.code for c in columns if c.name == "compliance" for o in c.options}


@dataclass(frozen=True, slots=True)
class ReviewView:
    """What is under review and the expert's sheet on it. `sections` is the masked snapshot."""

    id: str
    state: str
    version: int
    seat_id: str
    panel_id: str
    kind: str
    subject_life: str
    subject_id: str
    panel: str
    code: str
    title: str
    due_at: datetime | None
    sections: tuple[Mapping[str, Any], ...]
    spec: FormSpec
    table: Table
    values: Mapping[str, Any]
    saved_at: datetime | None
    signed_at: datetime | None
    total: Decimal | None
    digest: str
    remark: str
    confirmation: str
    neighbours: tuple[tuple[str, str, str], ...]
    number: int
    own: bool
    expert: str
    indicators: tuple[Indicator, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetView:
    """A sheet as read by those who may, after the close: no name unless they may know it."""

    review_id: str
    code: str
    number: int
    expert: str
    state: str
    total: Decimal | None
    scores: tuple[tuple[str, str, str], ...]
    opinion: str
    confirmation: str
    digest: str
    signed_at: datetime | None


def review(pk: str, actor: Actor) -> ReviewView | None:
    """Own review as long as the seat is held; others' only for whom the rulebook lets read."""
    r = reading.among(_whole(), pk)
    if r is None:
        return None
    own = actor.holds(Role.EXPERT, str(r.seat.expert_id))
    seen = _seen(actor, r, own)
    if "scores" not in seen or (own and r.state in (ReviewState.CONFLICTED, ReviewState.LAPSED)):
        return None
    return _view(r, own, seen, _posts(actor))


@reading.by_id
def _whole() -> QuerySet[Review]:
    """A sheet with what its page and its rules look at."""
    panel = ("state", "kind", "title", "round", "due_at", "subject_life", "subject_id",
             "score_table", "batch__edition")  # fmt: skip
    return reading.narrow(
        Review, "item__code", "item__life", "item__title", "item__snapshot", "seat__state",
        "seat__round", "seat__number", "seat__expert", *(f"seat__panel__{path}" for path in panel),
    )  # fmt: skip


READERS = (Role.OFFICER, Role.HEAD, Role.LEADER, Role.SECRETARY, Role.SUPERVISOR)


def _seen(actor: Actor, r: Review, own: bool) -> frozenset[str]:
    mine = [Role.EXPERT] if own else []
    return blind.visible_to("review", [*_posts(actor), *mine], phase_of(r.seat.panel), own=mine)


def _posts(actor: Actor) -> list[Role]:
    return [role for role in READERS if actor.holds(role)]


def _view(r: Review, own: bool, seen: frozenset[str], roles: Iterable[Role]) -> ReviewView:
    p: Panel = r.seat.panel
    rules = table(p)
    near = r.seat.reviews.values_list("item__code", "pk", "state")
    sections = r.item.snapshot if _reads(r, roles, own) else []
    name = ""
    if "expert" in seen and not own:
        name = registry.expert_names([str(r.seat.expert_id)])[str(r.seat.expert_id)][0]
    return ReviewView(
        id=str(r.pk), state=r.state, version=r.version, seat_id=str(r.seat_id),
        panel_id=str(p.pk), kind=p.kind, subject_life=p.subject_life, subject_id=p.subject_id,
        panel=p.title, code=r.item.code, title="" if policy(p).blind else r.item.title,
        due_at=p.due_at, sections=tuple(sections), spec=sheet_form(rules), table=rules,
        values=r.values, saved_at=r.saved_at, signed_at=r.signed_at, total=r.total,
        digest=r.digest, remark=r.remark, confirmation=r.confirmation,
        neighbours=tuple((str(pk), code, state) for code, pk, state in sorted(near)),
        number=r.seat.number, own=own, expert=name, indicators=indicators(sections, p),
    )  # fmt: skip


def _reads(r: Review, roles: Iterable[Role], own: bool) -> bool:
    """The text under review is gone from an expert's pages once the panel has closed."""
    mine = [Role.EXPERT] if own else []
    seen = blind.visible_to(r.item.life, [*roles, *mine], phase_of(r.seat.panel), own=mine)
    return bool({"masked", "content"} & seen)


def panel_of_seat(pk: str, actor: Actor) -> str | None:
    """The panel of a seat, for whom may see that panel."""
    p = Panel.objects.filter(seats__pk=pk).first()
    return str(p.pk) if p and "items" in seen_by(actor, p) else None


def panel_of_review(pk: str, actor: Actor) -> str | None:
    p = Panel.objects.filter(seats__reviews__pk=pk).first()
    return str(p.pk) if p and "items" in seen_by(actor, p) else None


def sheets(panel_id: str, actor: Actor) -> list[SheetView]:
    """All signed sheets of a closed panel, item by item."""
    p = Panel.objects.filter(pk=panel_id).first()
    seen = seen_by(actor, p) if p else blind.NOTHING
    if p is None or not {"scores", "comments"} <= seen:
        return []
    rows = Review.objects.filter(Q(state__in=COUNTED), seat__panel=p, seat__round=p.round)
    rows = rows.select_related("seat", "item").defer("item__sections", "item__snapshot")
    rows = list(rows.order_by("item__code", "seat__number"))
    names = {}
    if "expert_names" in seen:
        names = registry.expert_names({str(r.seat.expert_id) for r in rows})
    rules = table(p)
    return [_sheet(r, rules, names) for r in rows]


def opinions_on(subject_id: str) -> list[str]:
    """The overall opinions signed on one item, without who wrote them (R088). The decision on when
    the units of an item may read them is the caller's."""
    rows = Review.objects.filter(item__subject_id=str(subject_id), state__in=COUNTED)
    rows = rows.filter(seat__panel__state=PanelState.CLOSED).order_by("seat__number")
    return [text for r in rows if (text := str(r.values.get("opinion") or ""))]


def _sheet(r: Review, rules: Table, names: Mapping[str, tuple[str, str]]) -> SheetView:
    return SheetView(
        review_id=str(r.pk), code=r.item.code, number=r.seat.number,
        expert=names.get(str(r.seat.expert_id), ("", ""))[0], state=r.state, total=r.total,
        scores=tuple(
            (c.code, str(r.values.get(f"score_{c.code}") or ""),
             str(r.values.get(f"comment_{c.code}") or ""))
            for c in rules.criteria
        ),
        opinion=str(r.values.get("opinion") or ""), confirmation=r.confirmation, digest=r.digest,
        signed_at=r.signed_at,
    )  # fmt: skip
