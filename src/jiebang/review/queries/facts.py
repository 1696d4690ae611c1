"""What the rules may look at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Max, Q, UUIDField
from django.utils import timezone

from jiebang.platform.prepared import Prepared
from jiebang.programme import queries as programme
from jiebang.review.models import Attachment, DrawRound, Panel, PanelItem, Review, Seat
from jiebang.review.queries.agreement import to_meet, unmet
from jiebang.rulebook import expert as expert_rules
from jiebang.rulebook.attachment import State as AttachmentState
from jiebang.rulebook.conflict import UNSETTLED
from jiebang.rulebook.edition import Edition
from jiebang.rulebook.edition.model import Panel as PanelPolicy
from jiebang.rulebook.edition.model import Table
from jiebang.rulebook.expert import Load
from jiebang.rulebook.panel import Facts as PanelFacts
from jiebang.rulebook.panel import PanelKind
from jiebang.rulebook.panel import State as PanelState
from jiebang.rulebook.review import COUNTED
from jiebang.rulebook.review import Facts as ReviewFacts
from jiebang.rulebook.review import State as ReviewState
from jiebang.rulebook.seat import LIVE as LIVE_SEATS
from jiebang.rulebook.seat import Facts as SeatFacts
from jiebang.rulebook.seat import State as SeatState


def edition(p: Panel) -> Edition:
    return programme.edition_of(p.batch)


def policy(p: Panel) -> PanelPolicy:
    return edition(p).panels[p.kind]


def table(p: Panel) -> Table:
    return edition(p).tables[p.score_table]


_sheets = Prepared(
    lambda panel: Review.objects.filter(seat__panel_id=panel).values_list(
        "item_id", "seat__round", "seat__number", "state"
    ),
    UUIDField(),
)


def sheets_of(p: Panel) -> list[tuple[int, int, int, str]]:
    """(item, round, number of the seat, state) of every sheet; read once for a row in hand."""
    if not hasattr(p, "_sheets"):
        p._sheets = _sheets(p.pk)
    return p._sheets


def current_round(p: Panel) -> DrawRound | None:
    return p.rounds.filter(number=p.round).first()


def panel_facts(p: Panel, now: datetime) -> PanelFacts:
    if p.state in (PanelState.REVIEWING, PanelState.MEETING, PanelState.CLOSED):
        return _at_work(p, now)
    parties = p.secrets.filter(round=p.round).values_list("party", "opened_at")
    told = p.rounds.filter(number=p.round).values_list("number_at", "number_value").first()
    number_at, value = told or (None, "")
    rules = edition(p)
    unborn = getattr(p, "born_with", ())
    return _facts(
        p, now,
        items=len(unborn) or p.items.count(),
        committed=frozenset(party for party, _ in parties),
        revealed=frozenset(party for party, opened in parties if opened),
        number_due_at=number_at, number_known=bool(value),
        parties=frozenset(rules.draw.parties), opens_until=p.opens_until,
        proposed=bool(p.proposal), may_fix=rules.panels[p.kind].fixed_choice,
        groups=len(waiting_groups(p)),
        unmasked=_unmasked(p),
    )  # fmt: skip


def _unmasked(p: Panel) -> int:
    """Files still to be masked, of panels drawn along with this one too."""
    if p._state.adding:
        return 0
    along = Q(item__panel__state=PanelState.JOINED, item__panel__rounds__lead__panel=p.pk)
    here = Q(item__panel=p.pk)
    rows = Attachment.objects.filter(here | along if p.round else here)
    return rows.filter(state=AttachmentState.WAITING).distinct().count()


def drawable_along(p: Panel) -> list[tuple[str, str]]:
    """(id, title) of the other panels of the batch that wait to be drawn."""
    rows = Panel.objects.filter(batch=p.batch_id, state=PanelState.CONVENED, proposal={})
    rows = rows.exclude(pk=p.pk).filter(items__isnull=False).distinct()
    return [(str(pk), title) for pk, title in rows.order_by("title", "pk")
            .values_list("pk", "title")]  # fmt: skip


def waiting_groups(p: Panel) -> list[tuple[str, str]]:
    """(id, title) of the panels of one screening that still wait to be drawn, this one among them:
    items may move between them."""
    if p.kind != PanelKind.SCREENING or p.state != PanelState.CONVENED:
        return [(str(p.pk), p.title)]
    rows = Panel.objects.filter(kind=p.kind, subject_id=p.subject_id, field=p.field,
                                score_table=p.score_table, state=PanelState.CONVENED)  # fmt: skip
    return [(str(pk), title) for pk, title in rows.order_by("title", "pk")
            .values_list("pk", "title")]  # fmt: skip


def _at_work(p: Panel, now: datetime) -> PanelFacts:
    states = [state for _item, _round, _seat, state in sheets_of(p)]
    items = list(p.items.values_list("pk", flat=True))
    valid = Counter(item for item, _round, _seat, state in sheets_of(p) if state in COUNTED)
    need = policy(p).minimum_valid
    seats = p.seats.filter(round=p.round, state=SeatState.INVITED)
    return _facts(
        p, now, items=len(items), short=sum(valid[pk] < need for pk in items), minimum_valid=need,
        open_reviews=states.count(ReviewState.OPEN), open_seats=seats.count(),
        signed=sum(valid.values()), questioned=states.count(ReviewState.QUESTIONED),
        to_meet=to_meet(p), unmet=unmet(p), conflicts_asked=_conflicts_asked(p),
    )  # fmt: skip


def _conflicts_asked(p: Panel) -> int:
    """Open questions about experts who sit on the panel now."""
    if p.state == PanelState.CLOSED:
        return 0
    sitting = p.seats.filter(round=p.round, state__in=LIVE_SEATS).values("expert_id")
    return p.conflicts.filter(state__in=UNSETTLED, expert_id__in=sitting).count()


def _facts(p: Panel, now: datetime, **known: Any) -> PanelFacts:
    nothing: dict[str, Any] = {
        "items": 0, "committed": frozenset(), "revealed": frozenset(), "number_due_at": None,
        "short": 0, "minimum_valid": 0, "open_reviews": 0, "open_seats": 0, "signed": 0,
        "questioned": 0, "to_meet": 0, "unmet": 0, "unmasked": 0,
    }  # fmt: skip
    return PanelFacts(now=now, due_at=p.due_at, spread_checked=p.spread_checked,
                      prolongs_left=p.prolongs_left, settled=p.fees_settled_at is not None,
                      **{**nothing, **known})  # fmt: skip


def review_counts(panel_id: Any) -> Mapping[int, Mapping[str, int]]:
    """By item: reviews that count, that are open, that wait for an explanation."""
    rows = PanelItem.objects.filter(panel_id=panel_id).annotate(
        valid=Count("reviews", filter=Q(reviews__state__in=COUNTED)),
        open=Count("reviews", filter=Q(reviews__state=ReviewState.OPEN)),
        questioned=Count("reviews", filter=Q(reviews__state=ReviewState.QUESTIONED)),
    )
    return {r["pk"]: r for r in rows.values("pk", "code", "valid", "open", "questioned")}


def seat_facts(s: Seat, now: datetime) -> SeatFacts:
    return SeatFacts(
        now=now, answer_by=s.answer_by, promised=bool(s.promise_version),
        reviewing=s.panel.state == PanelState.REVIEWING and s.round == s.panel.round,
        remind_at=s.remind_at, nudge=_to_nudge(s, now),
    )  # fmt: skip


def _to_nudge(s: Seat, now: datetime) -> bool:
    at = s.panel.nudge_at
    if s.state != SeatState.ACCEPTED or at is None or now < at:
        return False
    told = s.nudged_at is not None and s.nudged_at >= at
    return not told and s.reviews.filter(state=ReviewState.OPEN).exists()


def review_facts(r: Review, now: datetime) -> ReviewFacts:
    seat = r.seat
    return ReviewFacts(
        now=now, due_at=seat.panel.due_at, seated=seat.state == SeatState.ACCEPTED,
        reviewing=seat.panel.state == PanelState.REVIEWING and seat.round == seat.panel.round,
    )  # fmt: skip


def load_of_experts(now: datetime, experts: Collection[str] | None = None) -> dict[str, Load]:
    """What each expert (or each of some) holds, was given in twelve months, and when the last panel
    closed. Whoever is invited counts as if the answer were yes."""
    some = Q() if experts is None else Q(expert__in=experts)
    invited = _invited(some)
    live = Q(state=ReviewState.OPEN)
    year = Q(created_at__gt=now - timedelta(days=365)) & Q(state__in=(ReviewState.OPEN, *COUNTED))
    rows = Review.objects.filter(Q() if experts is None else Q(seat__expert__in=experts))
    rows = rows.values("seat__expert_id").annotate(
        held=Count("pk", filter=live), year=Count("pk", filter=year),
        closed=Max("seat__panel__closed_at", filter=Q(state__in=COUNTED)),
    )  # fmt: skip
    found = {
        str(r["seat__expert_id"]): Load(
            held=r["held"], year=r["year"],
            rested_since=timezone.localdate(r["closed"]) if r["closed"] else None,
        )
        for r in rows.order_by()
    }  # fmt: skip
    for expert, items in invited.items():
        had = found.get(expert, Load())
        found[expert] = replace(had, held=had.held + items, year=had.year + items)
    return found


def _invited(some: Q) -> Counter[str]:
    """By expert, the items of invitations that wait for an answer."""
    rows = Seat.objects.filter(some, state=SeatState.INVITED).annotate(whole=Count("panel__items"))
    found: Counter[str] = Counter()
    for expert, items, whole in rows.values_list("expert_id", "items", "whole").order_by():
        found[str(expert)] += len(items) or whole
    return found


def over_limits(p: Panel, experts: Mapping[str, str], now: datetime) -> frozenset[str]:
    """Of these (code → expert) those who hold too much for another panel like this (R071)."""
    if not experts:
        return frozenset()
    load, rules, items = load_of_experts(now, list(experts.values())), edition(p), p.items.count()
    return frozenset(
        code for code, expert in experts.items()
        if expert_rules.over_limits(load.get(expert, Load()), items, panel=policy(p),
                                    policy=rules.experts)
    )  # fmt: skip
