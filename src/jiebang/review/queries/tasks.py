"""What an expert has to do: invitations, and the items of the panels they sit on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Case, Count, Q, QuerySet, When, Window
from django.db.models.functions import RowNumber

from jiebang.platform import reading
from jiebang.platform.accounts.actor import Actor
from jiebang.platform.paging import Page, paged
from jiebang.review.models import PanelItem, Review, Seat
from jiebang.review.queries.facts import policy
from jiebang.rulebook.panel import State as PanelState
from jiebang.rulebook.review import State as ReviewState
from jiebang.rulebook.roles import Role
from jiebang.rulebook.seat import State as SeatState

SHOWN_SEATS = (SeatState.INVITED, SeatState.ACCEPTED)
UNFINISHED = (ReviewState.OPEN, ReviewState.QUESTIONED)
PANELS, FIRST = 20, 6  # on a page of the desk: panels, and items of each


@dataclass(frozen=True, slots=True)
class TaskView:
    """One item on an expert's desk."""

    review_id: str
    code: str
    title: str
    state: str
    total: Decimal | None
    saved_at: datetime | None
    signed_at: datetime | None


@dataclass(frozen=True, slots=True)
class SeatTask:
    """One invitation or panel on an expert's desk. `reviews` may be the first of `mine` only."""

    seat_id: str
    version: int
    panel_id: str
    kind: str
    title: str
    state: str
    panel_state: str
    items: int
    answer_by: datetime | None
    due_at: datetime | None
    mine: int
    done: int
    reviews: tuple[TaskView, ...]


def desk(actor: Actor, *, closed: bool = False, number: int = 1) -> Page[SeatTask]:
    """The panels an expert was called to, open or closed, each with its first items; what is not
    finished stands before what is."""
    over = Q(panel__state=PanelState.CLOSED)
    rows = _seats(actor).filter(over if closed else ~over)
    seats = paged(rows.order_by("state", "-invited_at", "pk"), number, lambda s: s, size=PANELS)
    found, items = _first(seats.items), _items(seats.items)
    return Page(tuple(_task(s, found.get(s.pk, ()), items) for s in seats.items),
                seats.total, seats.nav)  # fmt: skip


def closed_count(actor: Actor) -> int:
    mine = Seat.objects.filter(expert_id__in=actor.scopes(Role.EXPERT), state__in=SHOWN_SEATS)
    return mine.filter(panel__state=PanelState.CLOSED).count()


def tasks(actor: Actor) -> list[SeatTask]:
    """All that an expert was called to and that is not closed, with all items."""
    rows = _seats(actor).exclude(panel__state=PanelState.CLOSED)
    seats = list(rows.order_by("state", "-invited_at", "pk"))
    found, items = _all(seats), _items(seats)
    return [_task(s, found.get(s.pk, ()), items) for s in seats]


def seat_task(pk: str, actor: Actor) -> SeatTask | None:
    rows = reading.narrow(Seat, *AROUND).filter(expert_id__in=actor.scopes(Role.EXPERT))
    s = reading.among(rows.exclude(state=SeatState.RESERVE), pk)
    return _task(s, _all([s]).get(s.pk, ()), _items([s])) if s else None


AROUND = tuple(
    f"panel__{path}" for path in ("kind", "title", "state", "round", "due_at", "batch__edition")
)
SHEET = (
    "seat_id", "of", "done", "item__code", "item__title", "pk", "state", "total", "saved_at",
    "signed_at",
)  # fmt: skip


def _seats(actor: Actor) -> QuerySet[Seat]:
    rows = reading.narrow(Seat, *AROUND)
    return rows.filter(expert_id__in=actor.scopes(Role.EXPERT), state__in=SHOWN_SEATS)


def _sheets(seats: Iterable[Seat]) -> QuerySet[Review]:
    """The sheets of these seats, each with how many its seat has and how many are done."""
    finished = ~Q(state__in=UNFINISHED)
    return Review.objects.filter(seat__in=list(seats)).annotate(
        of=Window(Count("pk"), partition_by="seat_id"),
        done=Window(Count(Case(When(finished, then=1))), partition_by="seat_id"),
    )


def _all(seats: Iterable[Seat]) -> Mapping[Any, list[Any]]:
    return _by_seat(_sheets(seats))


def _first(seats: Iterable[Seat]) -> Mapping[Any, list[Any]]:
    later = Case(When(state__in=UNFINISHED, then=0), default=1)
    turn = Window(RowNumber(), partition_by="seat_id", order_by=[later, "item__code"])
    return _by_seat(_sheets(seats).annotate(turn=turn).filter(turn__lte=FIRST))


def _by_seat(rows: QuerySet[Review]) -> Mapping[Any, list[Any]]:
    found: dict[Any, list[Any]] = {}
    for seat, *sheet in rows.values_list(*SHEET):
        found.setdefault(seat, []).append(sheet)
    return found


def _items(seats: Iterable[Seat]) -> Mapping[Any, int]:
    """How many items a panel has, where a seat covers them all."""
    whole = {s.panel_id for s in seats if not s.items}
    rows = PanelItem.objects.filter(panel__in=whole).values_list("panel_id")
    return dict(rows.annotate(n=Count("pk"))) if whole else {}


def _task(s: Seat, sheets: Iterable[Any], items: Mapping[Any, int]) -> SeatTask:
    hidden = policy(s.panel).blind
    found = sorted(sheets, key=lambda sheet: sheet[2])
    mine, done = found[0][:2] if found else (0, 0)
    return SeatTask(
        seat_id=str(s.pk), version=s.version, panel_id=str(s.panel_id), kind=s.panel.kind,
        title=s.panel.title, state=s.state, panel_state=s.panel.state,
        items=len(s.items) or items.get(s.panel_id, 0), answer_by=s.answer_by,
        due_at=s.panel.due_at, mine=mine, done=done,
        reviews=tuple(
            TaskView(str(pk), code, "" if hidden else title, *rest)
            for _of, _done, code, title, pk, *rest in found
        ),
    )  # fmt: skip
