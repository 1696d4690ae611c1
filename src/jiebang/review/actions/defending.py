"""Defence sessions: listed by the spread of the scores, ordered by lot, scored under seal."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from jiebang.engine import scoring
from jiebang.engine.transparency import digest
from jiebang.platform import entropy, sealing
from jiebang.platform.accounts.actor import CLOCK
from jiebang.platform.lifecycle import Act, Machine, Reach, refuse
from jiebang.programme.actions.programme import moment
from jiebang.review.actions.machines import CITY, review
from jiebang.review.models import Ballot, Defence, Hearing, Review, Seat
from jiebang.review.queries.defending import (
    ballot_facts,
    committed,
    defence_facts,
    hearing_facts,
    rules_of,
)
from jiebang.review.queries.facts import policy, review_counts, table
from jiebang.review.queries.lots import members, seed_of
from jiebang.rulebook.ballot import BALLOT
from jiebang.rulebook.ballot import LIVE as LIVE_BALLOTS
from jiebang.rulebook.ballot import State as BallotState
from jiebang.rulebook.defence import (
    DEFENCE,
    DEFENCE_ORDER,
    HEARING,
    HearingState,
    State,
    by_lot,
    speakers_form,
)
from jiebang.rulebook.edition.mechanisms import score_table
from jiebang.rulebook.forms import FormSpec
from jiebang.rulebook.review import COUNTED, sheet_form, sheet_of
from jiebang.rulebook.roles import Role


def _local(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""


def _all_sealed_or_due(now: datetime) -> Q:
    waiting = Ballot.objects.filter(hearing__defence_id=OuterRef("pk"), state=BallotState.OPEN,
                                    hearing__state=HearingState.HEARD)  # fmt: skip
    return Q(score_by__lte=now) | ~Q(Exists(waiting))


defence = Machine(
    lifecycle=DEFENCE,
    model=Defence,
    facts=defence_facts,
    reach=CITY,
    title=lambda d: d.panel.title,
    says=lambda d: {"starts_at": _local(d.starts_at), "place": d.place},
    related=("panel__batch",),
    deadline=lambda d: d.score_by or d.starts_at or d.panel.meets_until,
    moments=("starts_at", "score_by"),
    ready={"begin": lambda now: Q(starts_at__lte=now), "open": _all_sealed_or_due},
)
hearing = Machine(
    lifecycle=HEARING,
    model=Hearing,
    facts=hearing_facts,
    reach={
        Role.LEAD: (Reach("member", "lead_id"),),
        **{r: (Reach(r),) for r in (Role.SECRETARY, Role.SUPERVISOR, Role.CLOCK)},
    },
    title=lambda h: h.defence.panel.title,
    says=lambda h: {"starts_at": _local(h.defence.starts_at), "place": h.defence.place,
                    "turn": str(h.place or "")},
    related=("defence__panel__batch", "item"),
    deadline=lambda h: h.defence.starts_at,
    forms={"name_speakers": lambda h: speakers_form(rules_of(h.defence.panel))},
    initial={"name_speakers": lambda h: {"speakers": h.speakers}},
    ready={"name_speakers": lambda now: Q(speakers_at=None)},
)  # fmt: skip


def second_form(b: Ballot) -> FormSpec:
    return sheet_form(table(b.seat.panel))


ballot = Machine(
    lifecycle=BALLOT,
    model=Ballot,
    facts=ballot_facts,
    reach={
        Role.EXPERT: (Reach("expert", "seat__expert_id"),),
        **{r: (Reach(r),) for r in (Role.SECRETARY, Role.SUPERVISOR, Role.CLOCK)},
    },
    title=lambda b: f"{b.hearing.item.code} {b.seat.panel.title}",
    says=lambda b: {"starts_at": _local(b.hearing.defence.starts_at),
                    "place": b.hearing.defence.place},
    related=("seat__panel__batch", "hearing__item", "hearing__defence"),
    deadline=lambda b: b.hearing.defence.score_by,
    forms={"save": second_form, "seal": second_form},
    drafts=frozenset({"save"}),
    ready={"seal": lambda now: Q(hearing__state=HearingState.HEARD)},
)  # fmt: skip


# -- the session ------------------------------------------------------------------------------


@defence.builder("list")
def _list(act: Act) -> Defence:
    """Given: panel, and the items in dispute with their deviations: (item, spread, lead)."""
    return Defence(panel=act.given["panel"])


@defence.effect("list")
def _take(d: Defence, act: Act) -> dict[str, Any]:
    for item, spread, lead in act.given["items"]:
        hearing.create("list", actor=CLOCK, now=act.now, defence=d, item=item, spread=spread,
                       lead=lead)  # fmt: skip
    return {"items": {item.code: str(spread) for item, spread, _lead in act.given["items"]}}


@hearing.builder("list")
def _hearing(act: Act) -> Hearing:
    given = act.given
    return Hearing(defence=given["defence"], item=given["item"], spread=given["spread"],
                   lead_id=given["lead"] or None)  # fmt: skip


@defence.effect("convene", "move")
def _arrange(d: Defence, act: Act) -> dict[str, Any]:
    hours = rules_of(d.panel).notice_hours
    starts_at = moment(act.given["starts_at"])
    if starts_at < act.now + timedelta(hours=hours):
        refuse("defence_too_soon", hours=hours)
    d.starts_at, d.place = starts_at, act.given["place"]
    d.video_link = act.given["video_link"] or ""
    d.save()
    return {"starts_at": starts_at.isoformat(), "place": d.place}


@defence.effect("convene")
def _call(d: Defence, act: Act) -> dict[str, Any]:
    """The turn of each item by lot from the seed of the panel's draw; every member of the panel
    gets a sheet to be sealed after the hearing."""
    hearings = {h.item.code: h for h in d.hearings.select_related("item")}
    order = by_lot(seed_of(d.panel), DEFENCE_ORDER, hearings)
    for place, code in enumerate(order, 1):
        h = hearings[code]
        hearing.perform(h.pk, "call", actor=CLOCK, now=act.now, place=place)
        for member in members(d.panel, h.item_id):
            ballot.create("issue", actor=CLOCK, now=act.now, hearing=h, seat=member)
    return {"order": list(order)}


@hearing.effect("call")
def _turn(h: Hearing, act: Act) -> dict[str, Any]:
    h.place = act.given["place"]
    return {"place": h.place}


@ballot.builder("issue")
def _issue(act: Act) -> Ballot:
    return Ballot(hearing=act.given["hearing"], seat=act.given["seat"])


@defence.effect("move")
def _recall(d: Defence, act: Act) -> None:
    for machine, rows in ((hearing, d.hearings.filter(state=HearingState.CALLED)),
                          (ballot, _ballots(d, BallotState.OPEN))):  # fmt: skip
        for pk in list(rows.order_by("pk").values_list("pk", flat=True)):
            machine.perform(pk, "recall", actor=CLOCK, now=act.now)


def _ballots(d: Defence, *states: str) -> Any:
    return Ballot.objects.filter(hearing__defence=d, state__in=states)


@defence.effect("end")
def _end(d: Defence, act: Act) -> dict[str, Any]:
    d.score_by = act.now + timedelta(hours=rules_of(d.panel).score_hours)
    return {"score_by": d.score_by.isoformat()}


@defence.effect("give_time")
def _more(d: Defence, act: Act) -> dict[str, Any]:
    after = moment(act.given["score_by"])
    if d.score_by is not None and after <= d.score_by:
        refuse("deadline_not_later", at=d.score_by.isoformat())
    d.score_by = after
    return {"score_by": after.isoformat(), "reason": act.given["reason"]}


@defence.effect("waive")
def _waive(d: Defence, act: Act) -> dict[str, Any]:
    """The first sheets alone count; sealed ones are never opened."""
    d.remark = act.given["reason"]
    for pk, state in list(d.hearings.order_by("pk").values_list("pk", "state")):
        if state in (HearingState.LISTED, HearingState.CALLED):
            step = "call_off" if state == HearingState.CALLED else "drop"
            hearing.perform(pk, step, actor=CLOCK, now=act.now)
    _lapse(_ballots(d, *LIVE_BALLOTS), act)
    return {"reason": d.remark}


@defence.effect("open")
def _open(d: Defence, act: Act) -> dict[str, Any]:
    """All sealed sheets are opened in one breath; who did not seal in time has none."""
    _lapse(_ballots(d, BallotState.OPEN), act)
    opened = list(_ballots(d, BallotState.SEALED).order_by("pk").values_list("pk", flat=True))
    for pk in opened:
        ballot.perform(pk, "open", actor=CLOCK, now=act.now)
    return {"opened": len(opened)}


def _lapse(rows: Any, act: Act) -> None:
    for pk in list(rows.order_by("pk").values_list("pk", flat=True)):
        ballot.perform(pk, "lapse", actor=CLOCK, now=act.now)


# -- one hearing ------------------------------------------------------------------------------


@hearing.effect("name_speakers")
def _speakers(h: Hearing, act: Act) -> dict[str, Any]:
    h.speakers, h.speakers_at = act.given["speakers"], act.now
    return {"speakers": len(h.speakers)}


@hearing.effect("start_talk")
def _talk(h: Hearing, act: Act) -> None:
    h.talk_at = act.now


@hearing.effect("start_questions")
def _questions(h: Hearing, act: Act) -> None:
    h.questions_at = act.now


@hearing.effect("close")
def _heard(h: Hearing, act: Act) -> None:
    h.closed_at = act.now


@hearing.effect("mark_absent")
def _absent(h: Hearing, act: Act) -> dict[str, Any]:
    h.remark = act.given["reason"]
    _lapse(h.ballots.filter(state__in=LIVE_BALLOTS), act)
    return {"reason": h.remark}


# -- sealed sheets ----------------------------------------------------------------------------


def place_of(b: Ballot) -> str:
    return f"ballot:{b.pk}"


@ballot.effect("save")
def _save(b: Ballot, act: Act) -> None:
    b.draft, b.saved_at = _under_key(b, {"values": dict(act.given)}), act.now


def _under_key(b: Ballot, what: dict[str, Any]) -> str:
    return sealing.seal(json.dumps(what, ensure_ascii=False).encode(), place_of(b))


@ballot.effect("seal")
def _seal(b: Ballot, act: Act) -> dict[str, Any]:
    """Only the commitment is known; what it commits to is checked when it is opened."""
    values, salt = dict(act.given), entropy.new_salt()
    b.draft, b.saved_at = _under_key(b, {"values": values, "salt": salt}), act.now
    b.sealed_at, b.commitment = act.now, committed(b, values, salt)
    return {"commitment": b.commitment}


@ballot.effect("open")
def _opened(b: Ballot, act: Act) -> dict[str, Any]:
    found = json.loads(sealing.unseal(b.draft, place_of(b)))
    b.values, b.salt, b.draft = found["values"], found["salt"], ""
    if committed(b, b.values, b.salt) != b.commitment:
        refuse("seal_broken")
    rules = table(b.seat.panel)
    b.total = scoring.sheet_total(score_table(rules), sheet_of("", b.values, rules))
    return {"salt": b.salt, "total": str(b.total), "digest": digest(b.values)}


@ballot.effect("lapse", "recuse")
def _forget(b: Ballot, act: Act) -> None:
    b.draft = ""


@ballot.effect("recuse")
def _recuse(b: Ballot, act: Act) -> dict[str, Any]:
    """Who finds only now that the item has to be avoided has no say on it any more, as long as
    enough first sheets remain; else the first sheet stands and supervision knows."""
    b.relation, b.remark = act.given["relation"], act.given["remark"] or ""
    item, p = b.hearing.item_id, b.seat.panel
    lapsed = False
    if review_counts(p.pk)[item]["valid"] > policy(p).minimum_valid:
        for pk in list(_first_sheets(b.seat, item)):
            review.perform(pk, "lapse", actor=CLOCK, now=act.now, reason="答辩时申报回避")
            lapsed = True
    return {"relation": b.relation, "first_sheet": "lapsed" if lapsed else "kept"}


def _first_sheets(seat: Seat, item: int) -> Any:
    rows = Review.objects.filter(seat=seat, item_id=item, state__in=COUNTED)
    return rows.values_list("pk", flat=True)


__all__ = ["State", "ballot", "defence", "hearing", "place_of"]
