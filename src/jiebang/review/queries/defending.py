"""What the rules of a defence and of a group opinion may look at."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from jiebang.programme import queries as programme
from jiebang.review.models import Ballot, Consensus, Defence, Hearing, Panel, Voice
from jiebang.review.queries.facts import policy
from jiebang.review.queries.lots import members
from jiebang.rulebook import ballot, consensus, defence
from jiebang.rulebook.edition.hearings import Defence as DefencePolicy
from jiebang.rulebook.seat import State as SeatState


def rules_of(p: Panel) -> DefencePolicy:
    return programme.edition_of(p.batch).defence


def defence_facts(d: Defence, now: datetime) -> defence.Facts:
    hearings = {h.pk: h.state for h in d.hearings.all()}
    ballots = Ballot.objects.filter(hearing__in=hearings).values_list("hearing_id", "state")
    sealed = {pk: 0 for pk, state in hearings.items() if state == defence.HearingState.HEARD}
    waiting = 0
    for pk, state in ballots:
        waiting += pk in sealed and state == ballot.State.OPEN
        sealed[pk] = sealed.get(pk, 0) + (state == ballot.State.SEALED)
    least = policy(d.panel).minimum_valid
    return defence.Facts(
        now=now, starts_at=d.starts_at, score_by=d.score_by, waiting=waiting, minimum=least,
        unheard=sum(s in defence.UNHEARD for s in hearings.values()),
        short=sum(sealed[pk] < least for pk, s in hearings.items()
                  if s == defence.HearingState.HEARD),
    )  # fmt: skip


def hearing_facts(h: Hearing, now: datetime) -> defence.HearingFacts:
    d = h.defence
    closes = None
    if d.starts_at is not None:
        closes = d.starts_at - timedelta(hours=rules_of(d.panel).speakers_close_hours)
    before = 0
    if d.state == defence.State.SITTING:
        earlier = d.hearings.filter(place__lt=h.place or 0, state__in=defence.UNHEARD)
        before = earlier.count()
    return defence.HearingFacts(now=now, sitting=d.state == defence.State.SITTING, before=before,
                                list_closes_at=closes)  # fmt: skip


def ballot_facts(b: Ballot, now: datetime) -> ballot.Facts:
    return ballot.Facts(
        now=now, heard=b.hearing.state == defence.HearingState.HEARD,
        scoring=b.hearing.defence.state in defence.GOING,
        seated=b.seat.state == SeatState.ACCEPTED,
    )  # fmt: skip


def committed(b: Ballot, values: Mapping[str, Any], salt: str) -> str:
    return ballot.commitment(values, salt, ballot=str(b.pk), seat=str(b.seat_id),
                             hearing=str(b.hearing_id))  # fmt: skip


def consensus_facts(c: Consensus, now: datetime) -> consensus.Facts:
    asked = Voice.objects.filter(opinion=c, turn=c.turn, state=consensus.VoiceState.ASKED)
    return consensus.Facts(
        now=now, due_at=c.panel.meets_until, waiting=asked.count(),
        defending=Hearing.objects.filter(item_id=c.item_id,
                                         defence__state__in=defence.GOING).exists(),
        next_chair=c.state == consensus.State.DRAFTING
        and any(str(s.pk) not in gone(c) for s in members(c.panel, c.item_id)),
    )  # fmt: skip


def gone(c: Consensus) -> set[str]:
    """Seats that are or were chair of this opinion."""
    return {str(c.chair_id), *(str(was["seat"]) for was in c.passed)}


class NoFacts:
    """A voice has no condition of its own."""


def voice_facts(v: Voice, now: datetime) -> NoFacts:
    return NoFacts()
