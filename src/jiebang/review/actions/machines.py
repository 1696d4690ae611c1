"""The three lives of the review room bound to their tables. What their steps do is beside this."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from jiebang.platform.lifecycle import Machine, Reach
from jiebang.review.models import (
    Beside,
    DrawRound,
    DrawSecret,
    Panel,
    PanelItem,
    Review,
    ScoreResult,
    Seat,
    SeatFee,
)
from jiebang.review.queries.conflicts import to_recheck
from jiebang.review.queries.drawn import terms_of
from jiebang.review.queries.facts import (
    drawable_along,
    edition,
    panel_facts,
    review_facts,
    seat_facts,
    table,
)
from jiebang.review.queries.groups import moving
from jiebang.rulebook import drawing
from jiebang.rulebook.ceremony import preparing
from jiebang.rulebook.edition.drawing import Draw
from jiebang.rulebook.forms import FormSpec, Option
from jiebang.rulebook.panel import DRAWER, PANEL, SUPERVISOR
from jiebang.rulebook.panel import State as PanelState
from jiebang.rulebook.review import REVIEW, sheet_form
from jiebang.rulebook.review import State as ReviewState
from jiebang.rulebook.roles import Role
from jiebang.rulebook.seat import SEAT
from jiebang.rulebook.seat import State as SeatState

CITY = {r: (Reach(r),) for r in (Role.OFFICER, Role.HEAD, Role.SUPERVISOR, Role.SECRETARY,
                                 Role.DRAWER, Role.FINANCE, Role.CLOCK)}  # fmt: skip


def _secret(party: str, **more: object) -> Exists:
    return Exists(DrawSecret.objects.filter(panel_id=OuterRef("pk"), round=OuterRef("round"),
                                            party=party, **more))  # fmt: skip


def _round(**more: object) -> Q:
    rows = DrawRound.objects.filter(panel_id=OuterRef("pk"), number=OuterRef("round"), **more)
    return Q(Exists(rows))


def _number_ahead(now: datetime) -> Q:
    return _round(number_at__gt=now) & Q(_secret(DRAWER)) & Q(_secret(SUPERVISOR))


def _number_out(now: datetime) -> Q:
    return _round(number_at__lte=now, number_value="")


def _entered() -> Q:
    return _round(number_value__gt="")


def _unopened() -> Q:
    """The number is missing or a party is; the step looks again itself."""
    silent = DrawSecret.objects.filter(panel_id=OuterRef("pk"), round=OuterRef("round"),
                                       opened_at=None)  # fmt: skip
    return _round(number_value="") | Q(Exists(silent))


def _all_in_or_due(now: datetime) -> Q:
    going = Review.objects.filter(seat__panel_id=OuterRef("pk"), state=ReviewState.OPEN)
    invited = Seat.objects.filter(panel_id=OuterRef("pk"), round=OuterRef("round"),
                                  state=SeatState.INVITED)  # fmt: skip
    return Q(due_at__lte=now) | (~Q(Exists(going)) & ~Q(Exists(invited)))


def _outliers_answered(now: datetime) -> Q:
    waiting = Review.objects.filter(seat__panel_id=OuterRef("pk"), state=ReviewState.QUESTIONED)
    return Q(due_at__lte=now) | ~Q(Exists(waiting))


def _scored(now: datetime) -> Q:
    return Q(spread_checked=True) & _all_in_or_due(now) & _outliers_answered(now)


def _draw_rules(p: Panel) -> Draw:
    return edition(p).draw


def _terms_form(p: Panel) -> FormSpec:
    rules = edition(p)
    return drawing.form(rules.panels[p.kind], rules.experts.kinds, rules.fields, rules.draw.mode)


def _preparing(p: Panel) -> FormSpec:
    others = [Option(pk, title, title) for pk, title in drawable_along(p)]
    return preparing(_draw_rules(p).numbers, others)


panel = Machine(
    lifecycle=PANEL,
    model=Panel,
    facts=panel_facts,
    reach=CITY,
    title=lambda p: p.title,
    related=("batch",),
    told=("title", "due_at"),
    parts=((PanelItem, "panel"), (DrawRound, "panel"), (DrawSecret, "panel"),
           (ScoreResult, "panel"), (SeatFee, "panel"), (Beside, "panel")),
    deadline=lambda p: p.due_at,
    forms={
        "prepare": _preparing,
        "set_terms": _terms_form,
        "move_item": moving,
    },
    initial={"set_terms": lambda p: drawing.filled(terms_of(p))},
    moments=("due_at", "nudge_at", "meets_until", "opens_until"),
    private=frozenset({"corrections"}),
    ready={
        "seal_as_drawer": lambda now: ~Q(_secret(DRAWER)),
        "seal_as_supervisor": lambda now: ~Q(_secret(SUPERVISOR)),
        "announce": _number_ahead,
        "enter_number": _number_out,
        "open_as_drawer": lambda now: Q(_secret(SUPERVISOR, opened_at__isnull=False))
        & ~Q(_secret(DRAWER, opened_at__isnull=False)),
        "open_as_supervisor": lambda now: _entered()
        & ~Q(_secret(SUPERVISOR, opened_at__isnull=False)),
        "approve_fixed": lambda now: ~Q(proposal={}),
        "void_silent": lambda now: Q(opens_until__lte=now) & _unopened(),
        "draw": lambda now: Q(_secret(DRAWER, opened_at__isnull=False))
        & Q(_secret(SUPERVISOR, opened_at__isnull=False)),
        "prolong": lambda now: Q(due_at__lte=now, prolongs_left__gt=0),
        "settle_fees": lambda now: Q(fees_settled_at=None),
        "appraise": lambda now: Q(beside=None),
        "screen": lambda now: Q(screened_at=None),
        "recheck_conflicts": to_recheck,
        "check_spread": lambda now: Q(spread_checked=False) & _all_in_or_due(now),
        "meet": _scored,
        "resume": lambda now: Q(),
        "close": _scored,
    },
)  # fmt: skip


def _to_nudge(now: datetime) -> Q:
    waiting = Review.objects.filter(seat_id=OuterRef("pk"), state=ReviewState.OPEN)
    untold = Q(nudged_at=None) | Q(nudged_at__lt=F("panel__nudge_at"))
    return Q(panel__nudge_at__lte=now) & untold & Q(Exists(waiting))


def _terms(s: Seat) -> dict[str, str]:
    """What an invitation says: how many items, answer by, sheets by (R070)."""

    def local(at: datetime | None) -> str:
        return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""

    items = len(s.items) or s.panel.items.count()
    return {"items": str(items), "answer_by": local(s.answer_by), "due_at": local(s.panel.due_at)}


seat = Machine(
    lifecycle=SEAT,
    model=Seat,
    facts=seat_facts,
    reach={
        Role.EXPERT: (Reach("expert", "expert_id"),),
        **{r: (Reach(r),) for r in (Role.SECRETARY, Role.SUPERVISOR, Role.CLOCK)},
    },
    title=lambda s: s.panel.title,
    says=_terms,
    related=("panel",),
    told=("panel__title", "answer_by"),
    deadline=lambda s: s.answer_by,
    moments=("answer_by", "remind_at"),
    ready={
        "remind": lambda now: Q(remind_at__lte=now),
        "nudge": _to_nudge,
        "expire": lambda now: Q(answer_by__lte=now),
        "accept": lambda now: Q(panel__state=PanelState.REVIEWING),
    },
)  # fmt: skip


def sheet_form_of(r: Review) -> FormSpec:
    return sheet_form(table(r.seat.panel))


review = Machine(
    lifecycle=REVIEW,
    model=Review,
    facts=review_facts,
    reach={
        Role.EXPERT: (Reach("expert", "seat__expert_id"),),
        **{r: (Reach(r),) for r in (Role.SECRETARY, Role.SUPERVISOR, Role.CLOCK)},
    },
    title=lambda r: f"{r.item.code} {r.seat.panel.title}",
    related=("seat__panel", "item"),
    told=("item__code", "seat__panel__title", "seat__panel__due_at"),
    deadline=lambda r: r.seat.panel.due_at,
    forms={"save": sheet_form_of, "sign": sheet_form_of},
    drafts=frozenset({"save"}),
    ready={
        step: lambda now: Q(seat__panel__state=PanelState.REVIEWING) for step in ("sign", "confirm")
    },
)
