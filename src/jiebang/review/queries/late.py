"""What comes to light when a panel has finished: whose sheets are in doubt, and what the result is
without them. Everybody who reads the result reads this; the path stays with supervision."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet

from jiebang.platform import reading
from jiebang.platform.accounts.actor import Actor
from jiebang.platform.accounts.queries import names
from jiebang.platform.prepared import Prepared
from jiebang.programme.queries import subjects
from jiebang.review.models import Conflict, Panel, Review, Seat
from jiebang.review.queries import judging
from jiebang.review.queries.facts import policy
from jiebang.review.queries.panels import SEES, phase_of
from jiebang.rulebook import blind
from jiebang.rulebook.conflict import State
from jiebang.rulebook.panel import PanelKind
from jiebang.rulebook.panel import State as PanelState
from jiebang.rulebook.review import COUNTED
from jiebang.rulebook.seat import GONE

Decided = Callable[[Panel], bool]
_decided: dict[str, Decided] = {}
SHOWN = (State.LATE, State.KEPT, State.ASIDE)


def decides(kind: str) -> Callable[[Decided], Decided]:
    """Marks the function that knows whether what came out of such a panel has been decided upon;
    for the rooms above this one."""

    def mark(found: Decided) -> Decided:
        _decided[kind] = found
        return found

    return mark


@decides(PanelKind.SCREENING)
def _selected(p: Panel) -> bool:
    return subjects.demands_decided(p.items.values_list("subject_id", flat=True))


def decided(p: Panel) -> bool:
    return _decided[p.kind](p)


# -- what is left without an expert ----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Without:
    """`numbers`: the expert's on the panel; `sheets`: (item, total) that count; `left`: the fewest
    that an item would have of `need`; `before`, `after`: item, place and final score with and
    without, `after` empty where too few would be left for a result."""

    numbers: tuple[int, ...]
    sheets: tuple[tuple[str, str], ...]
    left: int
    need: int
    before: tuple[Mapping[str, Any], ...]
    after: tuple[Mapping[str, Any], ...]

    def told(self) -> dict[str, Any]:
        """As the record keeps it."""
        return {"numbers": list(self.numbers), "sheets": [list(s) for s in self.sheets],
                "left": self.left, "need": self.need, "before": list(self.before),
                "after": list(self.after)}  # fmt: skip


def without(p: Panel, expert_id: Any) -> Without:
    rows = Review.objects.filter(seat__panel=p, seat__round=p.round, seat__expert_id=expert_id,
                                 state__in=COUNTED)  # fmt: skip
    told = rows.order_by("item__code").values_list("item__code", "total", "seat__number")
    sheets = [(code, str(total), number) for code, total, number in told]
    numbers = tuple(sorted({number for _code, _total, number in sheets}))
    left, need = judging.fewest(judging.judged(p, numbers)), policy(p).minimum_valid
    return Without(
        numbers, tuple((code, total) for code, total, _number in sheets), left, need,
        tuple(judging.standing(judging.result_without(p, ()))),
        tuple(judging.standing(judging.result_without(p, numbers))) if left >= need else (),
    )  # fmt: skip


# -- who has to decide ------------------------------------------------------------------------


def undecided() -> Q:
    """Findings that wait for the head of the office: the panel has finished, the sheets count."""
    sheets = Review.objects.filter(
        seat__panel_id=OuterRef("panel_id"), seat__round=OuterRef("panel__round"),
        seat__expert_id=OuterRef("expert_id"), state__in=COUNTED,
    )  # fmt: skip
    return Q(state=State.LATE, panel__state=PanelState.CLOSED) & Exists(sheets)


def unanswered() -> Q:
    """Questions that still matter: before the draw, and about who sits or waits to be called."""
    seats = Seat.objects.filter(
        panel_id=OuterRef("panel_id"), round=OuterRef("panel__round"),
        expert_id=OuterRef("expert_id"),
    ).exclude(state__in=GONE)  # fmt: skip
    drawn = (PanelState.REVIEWING, PanelState.MEETING, PanelState.CLOSED)
    return ~Q(panel__state__in=drawn) | Exists(seats)


def late_undecided(subject_id: str) -> int:
    """Of the panels on a challenge, batch or acceptance."""
    return Conflict.objects.filter(undecided(), panel__subject_id=str(subject_id)).count()


# -- views --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LateView:
    """`numbers` tell the expert on the panel. `after` is empty where there would be no result.
    `may_read`: whether the finding itself has a page for this viewer."""

    id: str
    panel: str
    numbers: tuple[int, ...]
    item: str
    rule: str
    state: str
    found_at: datetime
    by: str
    reason: str
    decided_at: datetime | None
    sheets: tuple[tuple[str, str], ...]
    left: int
    need: int
    before: tuple[Mapping[str, Any], ...]
    after: tuple[Mapping[str, Any], ...]
    decided: bool
    may_read: bool


@reading.by_id
def _whole() -> QuerySet[Panel]:
    return reading.narrow(Panel, "batch__edition", without=("masks", "verdict"))


def late(panel_id: str, actor: Actor) -> tuple[LateView, ...]:
    """What came to light about a finished panel, for whoever reads its result."""
    p = reading.among(_whole(), panel_id)
    if p is None or p.state != PanelState.CLOSED:
        return ()
    seen = blind.visible_to("conflict", [r for r in SEES if actor.holds(r)], phase_of(p))
    return _views(p, may_read="item" in seen) if "late" in seen else ()


_last_on = Prepared(
    lambda subject: Panel.objects.filter(subject_id=subject, state=PanelState.CLOSED)
    .order_by("-closed_at").values_list("pk")[:1],
    CharField(),
)  # fmt: skip


def late_on(subject_id: str, actor: Actor) -> tuple[LateView, ...]:
    """The same of the panel whose result is the ranking of a challenge."""
    for (last,) in _last_on(str(subject_id)):
        return late(str(last), actor)
    return ()


def _views(p: Panel, *, may_read: bool) -> tuple[LateView, ...]:
    after_close = Q(state=State.BARRED, created_at__gte=p.closed_at)
    rows = Conflict.objects.filter(Q(state__in=SHOWN) | after_close, panel=p)
    found = list(rows.order_by("created_at", "item", "pk"))
    people = names(pk for c in found for pk in c.signers)
    over = decided(p) if found else False
    seats = _numbers(p, found)
    effects = {c.expert_id: without(p, c.expert_id).told() for c in found if not c.effect}
    return tuple(
        _view(c, c.effect or effects[c.expert_id], people, seats.get(c.expert_id, ()),
              over=over, may_read=may_read)
        for c in found
    )  # fmt: skip


def _numbers(p: Panel, found: Iterable[Conflict]) -> dict[Any, tuple[int, ...]]:
    rows = Seat.objects.filter(panel=p, round=p.round, expert__in=[c.expert_id for c in found])
    return {expert: (n,) for expert, n in rows.values_list("expert_id", "number")}


def _view(c: Conflict, effect: Mapping[str, Any], people: Mapping[int, str],
          numbers: tuple[int, ...], *, over: bool, may_read: bool) -> LateView:  # fmt: skip
    return LateView(
        id=str(c.pk), panel=str(c.panel_id), numbers=numbers, item=c.item, rule=c.rule,
        state=c.state, found_at=c.created_at,
        by="、".join(people.get(pk, "") for pk in c.signers),
        reason=c.reason if c.effect else "", decided_at=c.decided_at if c.effect else None,
        sheets=tuple((code, total) for code, total in effect["sheets"]), left=effect["left"],
        need=effect["need"], before=tuple(effect["before"]), after=tuple(effect["after"]),
        decided=over, may_read=may_read,
    )  # fmt: skip
