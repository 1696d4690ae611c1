"""Defences, hearings, sealed sheets and group opinions: every step × state × role; the lots."""

from __future__ import annotations

import hashlib
import hmac
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from jiebang.engine.lifecycle import NEW
from jiebang.rulebook import ballot, consensus, defence
from jiebang.rulebook.roles import Role

NOW = datetime(2023, 10, 10, 8, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
LIVES = (defence.DEFENCE, defence.HEARING, ballot.BALLOT, consensus.CONSENSUS, consensus.VOICE)
FACTS = {
    "defence": defence.Facts(now=NOW, starts_at=NOW, unheard=0, waiting=0, short=0, minimum=5,
                             score_by=LATER),
    "hearing": defence.HearingFacts(now=NOW, sitting=True, before=0, list_closes_at=LATER),
    "ballot": ballot.Facts(now=NOW, heard=True, scoring=True, seated=True),
    "consensus": consensus.Facts(now=NOW, due_at=LATER, defending=False, waiting=0,
                                 next_chair=True),
    "voice": None,
}  # fmt: skip


@pytest.mark.parametrize("life", LIVES, ids=lambda life: life.name)
def test_each_step_is_for_its_roles_in_its_states_and_for_nobody_else(life):
    for row in life.transitions:
        for state in [NEW, *life.states]:
            for role in Role:
                found = life.decide(row.name, state=state, roles={role}, facts=FACTS[life.name])
                codes = [r.code for r in found.reasons]
                wrong = "wrong_role" if role not in row.by else "wrong_state"
                fits = role in row.by and state in row.source
                assert codes == ([] if fits else [wrong])


WAYS = {
    "defence": {
        ("", "list", "listed"), ("listed", "convene", "called"), ("called", "begin", "sitting"),
        ("sitting", "end", "scoring"), ("scoring", "open", "opened"),
        ("listed", "waive", "waived"), ("called", "waive", "waived"),
        ("scoring", "waive", "waived"),
    },
    "hearing": {
        ("", "list", "listed"), ("listed", "call", "called"), ("called", "start_talk", "talking"),
        ("talking", "start_questions", "asking"), ("asking", "close", "heard"),
        ("called", "mark_absent", "absent"), ("listed", "drop", "dropped"),
        ("called", "call_off", "dropped"),
    },
    "ballot": {
        ("", "issue", "open"), ("open", "seal", "sealed"), ("sealed", "open", "opened"),
        ("open", "recuse", "recused"), ("open", "lapse", "lapsed"), ("sealed", "lapse", "lapsed"),
    },
    "consensus": {
        ("", "open", "drafting"), ("drafting", "circulate", "circulated"),
        ("circulated", "take_back", "drafting"), ("circulated", "conclude", "concluded"),
        ("drafting", "revise", "drafting"), ("circulated", "revise", "drafting"),
        ("concluded", "revise", "drafting"),
    },
    "voice": {
        ("", "ask", "asked"), ("asked", "agree", "agreed"), ("asked", "differ", "differed"),
        ("asked", "lapse", "silent"), ("asked", "withdraw", "void"), ("agreed", "withdraw", "void"),
        ("differed", "withdraw", "void"), ("silent", "withdraw", "void"),
    },
}  # fmt: skip


@pytest.mark.parametrize("life", LIVES, ids=lambda life: life.name)
def test_these_are_all_the_ways_from_state_to_state(life):
    ways = {(str(s), t.name, str(t.target)) for t in life.transitions if t.target for s in t.source}
    assert ways == WAYS[life.name]


@pytest.mark.parametrize(
    ("name", "changes", "expected"),
    [
        ("begin", {"starts_at": LATER}, ["defence_not_yet"]),
        ("end", {"unheard": 1}, ["hearings_open"]),
        ("open", {"waiting": 2}, ["sheets_unsealed"]),
        ("open", {"waiting": 2, "score_by": NOW}, []),
        ("open", {"waiting": 2, "score_by": NOW, "short": 1}, ["sealed_missing"]),
    ],
)
def test_a_session_goes_on_when_its_conditions_hold(name, changes, expected):
    known = {f: getattr(FACTS["defence"], f) for f in defence.Facts.__slots__}
    life, row = defence.DEFENCE, defence.DEFENCE[name]
    found = life.decide(name, state=next(iter(row.source)), roles=set(row.by),
                        facts=defence.Facts(**(known | changes)))  # fmt: skip
    assert [r.code for r in found.reasons] == expected


def test_the_lot_is_the_plain_hmac_that_the_public_page_names():
    seed = bytes(range(32))
    expected = hmac.new(seed, b"defence\nA-01", hashlib.sha256).hexdigest()
    assert defence.lot(seed, "defence", "A-01") == expected


def test_the_order_by_lot_does_not_depend_on_how_the_items_were_listed():
    codes = [f"A-{n:02}" for n in range(1, 9)]
    one = defence.by_lot(b"seed", "defence", codes)
    assert defence.by_lot(b"seed", "defence", reversed(codes)) == one
    assert sorted(one) == codes
    assert defence.by_lot(b"other", "defence", codes) != one
    assert defence.by_lot(b"seed", "chair", codes) != one


@pytest.mark.parametrize(
    ("totals", "shown", "over"),
    [
        (["70", "70", "70"], "0.00", False),
        (["55", "85"], "15.00", False),  # exactly at the limit
        (["54.99", "85"], "15.01", True),
        (["90", "90", "90", "50", "50", "50", "50"], "19.79", True),
    ],
)
def test_an_item_is_disputed_when_the_deviation_is_above_the_limit(totals, shown, over):
    values = [Decimal(t) for t in totals]
    assert (str(defence.spread(values)), defence.disputed(values, Decimal(15))) == (shown, over)
