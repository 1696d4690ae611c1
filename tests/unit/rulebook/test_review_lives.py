"""Experts, panels, seats and reviews: every step × state × role."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from jiebang.engine.lifecycle import NEW
from jiebang.rulebook import conflict, expert, panel, review, seat
from jiebang.rulebook.roles import Role

NOW = datetime(2023, 10, 10, 8, tzinfo=UTC)
OPEN_FACTS = {
    "expert": expert.Facts(already=False, id_taken=False, id_fault="", accepted=True,
                           unit_known=True, unit_confirmed=True, too_old=False, stale=True),
    "panel": panel.Facts(
        now=NOW, items=2, committed=frozenset(), revealed=frozenset(), number_due_at=NOW,
        due_at=NOW, short=0, minimum_valid=5, open_reviews=0, open_seats=0, signed=0,
        questioned=0, spread_checked=True, prolongs_left=1, settled=False,
        to_meet=0, unmet=0, unmasked=0,
    ),
    "seat": seat.Facts(now=NOW, answer_by=NOW + timedelta(hours=1), reviewing=True, promised=False,
                       remind_at=NOW, nudge=True),
    "conflict": conflict.Facts(waivable=True, signed_as=conflict.HEAD, closed=False),
    "review": review.Facts(now=NOW, due_at=NOW, reviewing=True, seated=True),
}  # fmt: skip
# With all conditions met, some steps exclude each other: what remains refused, and why.
REFUSED = {
    ("expert", "confirm_unit"): ["unit_confirmed_already"],
    ("expert", "refuse_unit"): ["unit_confirmed_already"],
    ("panel", "announce"): ["seal_missing", "number_may_be_known"],
    ("panel", "draw"): ["number_not_entered", "reveal_missing"],
    ("panel", "move_item"): ["no_other_group"],
    ("panel", "propose_fixed"): ["fixed_choice_not_allowed"],
    ("panel", "refuse_fixed"): ["no_fixed_choice"],
    ("panel", "approve_fixed"): ["no_fixed_choice"],
    ("panel", "take_commitment"): ["no_outsider_waits"],
    ("panel", "take_reveal"): ["number_not_entered", "no_outsider_waits"],
    ("panel", "open_as_drawer"): ["number_not_entered"],
    ("panel", "open_as_supervisor"): ["number_not_entered"],
    ("panel", "void_silent"): ["reveals_may_come"],
    ("panel", "prolong"): ["reviews_not_short"],
    ("panel", "meet"): ["panel_need_not_meet"],
    ("panel", "resume"): ["reviews_not_short"],
    ("panel", "export_fees"): ["fees_not_settled"],
    ("seat", "expire"): ["invitation_open"],
    ("conflict", "sign_as_head"): ["conflict_other_signs"],
    ("conflict", "confirm_after"): ["panel_still_works"],
    ("conflict", "confirm_decided"): ["panel_still_works", "nothing_decided_yet"],
    ("conflict", "keep_sheets"): ["panel_still_works", "no_sheet_counts"],
    ("conflict", "set_aside"): ["panel_still_works", "no_sheet_counts"],
    ("conflict", "review_again"): ["panel_still_works", "no_sheet_counts", "enough_are_left"],
    ("conflict", "refuse_waiver_after"): ["panel_still_works"],
}
LIVES = (expert.EXPERT, panel.PANEL, seat.SEAT, review.REVIEW, conflict.CONFLICT)


@pytest.mark.parametrize("life", LIVES, ids=lambda life: life.name)
def test_each_step_is_for_its_roles_in_its_states_and_for_nobody_else(life):
    facts = OPEN_FACTS[life.name]
    for row in life.transitions:
        for state in [NEW, *life.states]:
            for role in Role:
                found = life.decide(row.name, state=state, roles={role}, facts=facts)
                codes = [r.code for r in found.reasons]
                if role not in row.by:
                    assert codes == ["wrong_role"]
                elif state not in row.source:
                    assert codes == ["wrong_state"]
                else:
                    assert codes == REFUSED.get((life.name, row.name), [])


WAYS = {
    "expert": {
        ("", "register", "registered"), ("", "take_over", "accepted"),
        ("registered", "update", "registered"),
        ("returned", "update", "registered"), ("accepted", "update", "registered"),
        ("registered", "accept", "accepted"), ("registered", "return_for_changes", "returned"),
        ("accepted", "freeze", "frozen"), ("frozen", "thaw", "accepted"),
        ("registered", "refuse_unit", "returned"), ("accepted", "freeze_stale", "frozen"),
        ("frozen", "reconfirm", "accepted"),
        ("registered", "remove", "removed"), ("returned", "remove", "removed"),
        ("accepted", "remove", "removed"), ("frozen", "remove", "removed"),
        ("registered", "merge", "removed"), ("returned", "merge", "removed"),
        ("accepted", "merge", "removed"), ("frozen", "merge", "removed"),
    },
    "panel": {
        ("", "convene", "convened"), ("convened", "prepare", "prepared"),
        ("prepared", "announce", "announced"), ("announced", "draw", "reviewing"),
        ("convened", "approve_fixed", "reviewing"), ("announced", "void_silent", "convened"),
        ("prepared", "void_round", "convened"), ("announced", "void_round", "convened"),
        ("reviewing", "redraw", "convened"), ("reviewing", "close", "closed"),
        ("reviewing", "meet", "meeting"), ("meeting", "close", "closed"),
        ("meeting", "resume", "reviewing"), ("closed", "reopen", "reviewing"),
        ("convened", "join", "joined"), ("joined", "draw_along", "reviewing"),
        ("joined", "leave", "convened"),
    },
    "seat": {
        ("", "list", "reserve"), ("reserve", "invite", "invited"),
        ("invited", "accept", "accepted"), ("invited", "decline", "declined"),
        ("invited", "expire", "expired"), ("invited", "withdraw", "withdrawn"),
        ("accepted", "withdraw", "withdrawn"), ("reserve", "release", "withdrawn"),
        ("accepted", "replace", "withdrawn"), ("invited", "withdraw_conflict", "withdrawn"),
        ("accepted", "withdraw_conflict", "withdrawn"), ("reserve", "drop_reserve", "withdrawn"),
        ("invited", "release", "withdrawn"), ("accepted", "release", "withdrawn"),
    },
    "review": {
        ("", "assign", "open"), ("open", "sign", "signed"),
        ("open", "declare_conflict", "conflicted"), ("signed", "question", "questioned"),
        ("questioned", "confirm", "signed"), ("questioned", "reopen", "open"),
        ("open", "lapse", "lapsed"), ("signed", "lapse", "lapsed"),
        ("questioned", "lapse", "lapsed"),
    },
    "conflict": {
        ("", "ask", "asked"), ("", "ask_late", "asked"), ("", "find", "barred"),
        ("", "find_late", "barred"), ("", "find_after", "late"), ("", "find_decided", "barred"),
        ("asked", "clear", "cleared"), ("asked", "confirm", "barred"),
        ("asked", "confirm_after", "late"), ("asked", "confirm_decided", "barred"),
        ("late", "keep_sheets", "kept"), ("late", "set_aside", "aside"),
        ("late", "review_again", "aside"), ("late", "settle", "barred"),
        ("asked", "propose_waiver", "proposed"), ("late", "propose_waiver", "proposed"),
        ("barred", "propose_waiver", "proposed"), ("proposed", "sign_as_head", "waived"),
        ("proposed", "sign_as_supervisor", "waived"), ("proposed", "refuse_waiver", "barred"),
        ("proposed", "refuse_waiver_after", "late"), ("asked", "lift", "gone"),
        ("barred", "lift", "gone"), ("late", "lift", "gone"), ("kept", "lift", "gone"),
        ("cleared", "lift", "gone"), ("proposed", "lift", "gone"), ("waived", "lift", "gone"),
    },
}  # fmt: skip


@pytest.mark.parametrize("life", LIVES, ids=lambda life: life.name)
def test_these_are_all_the_ways_from_state_to_state(life):
    ways = {(str(s), t.name, str(t.target)) for t in life.transitions if t.target for s in t.source}
    assert ways == WAYS[life.name]


def panel_codes(name, state, role, **changes):
    known = {f: getattr(OPEN_FACTS["panel"], f) for f in OPEN_FACTS["panel"].__slots__}
    facts = panel.Facts(**(known | changes))
    found = panel.PANEL.decide(name, state=state, roles={role}, facts=facts)
    return [r.code for r in found.reasons]


def test_a_draw_is_announced_when_all_have_sealed_and_nobody_can_know_the_number():
    both = frozenset({"drawer", "supervisor"})
    codes = [
        panel_codes("announce", "prepared", Role.DRAWER, committed=c, number_due_at=at)
        for c in (both, frozenset({"drawer"})) for at in (NOW + timedelta(seconds=1), NOW)
    ]  # fmt: skip
    assert codes == [
        [], ["number_may_be_known"], ["seal_missing"], ["seal_missing", "number_may_be_known"],
    ]  # fmt: skip


def test_a_round_is_void_when_time_is_up_and_something_is_missing():
    both, late = frozenset({"drawer", "supervisor"}), NOW - timedelta(seconds=1)
    cases = [
        {"opens_until": NOW}, {"opens_until": NOW + timedelta(seconds=1)}, {"opens_until": None},
        {"opens_until": late, "revealed": both}, {"opens_until": late, "number_known": True},
        {"opens_until": late, "revealed": both, "number_known": True},
    ]  # fmt: skip
    codes = [panel_codes("void_silent", "announced", Role.CLOCK, **c) for c in cases]
    assert [not c for c in codes] == [True, False, False, True, True, False]


def test_nobody_seals_or_opens_twice():
    mine = frozenset({"drawer", "supervisor"})
    assert panel_codes("seal_as_drawer", "prepared", Role.DRAWER, committed=mine) == [
        "already_sealed"
    ]
    known = {"revealed": mine, "number_known": True}
    assert panel_codes("open_as_drawer", "announced", Role.DRAWER, **known) == ["already_opened"]


def test_nobody_opens_before_supervision_has_read_the_number_too():
    known = {"number_known": True, "committed": frozenset({"drawer", "supervisor", "notary"}),
             "parties": frozenset({"drawer", "supervisor", "notary"})}  # fmt: skip
    codes = [panel_codes("take_reveal", "announced", Role.SUPERVISOR, revealed=frozenset(x),
                         **known) for x in ((), ("supervisor",))]  # fmt: skip
    assert codes == [["number_unchecked"], []]


def test_outside_parties_open_before_the_one_whose_secret_nobody_knows():
    known = {"number_known": True, "committed": frozenset({"drawer", "supervisor", "notary"}),
             "parties": frozenset({"drawer", "supervisor", "notary"})}  # fmt: skip
    opened = ((), ("supervisor",), ("supervisor", "notary"))
    codes = [panel_codes("open_as_drawer", "announced", Role.DRAWER, revealed=frozenset(x),
                         **known) for x in opened]  # fmt: skip
    assert codes == [["number_unchecked", "outsiders_open_first"], ["outsiders_open_first"], []]


def test_a_review_closes_when_all_is_in_or_time_is_up_and_enough_is_valid():
    later = NOW + timedelta(days=1)
    cases = [
        {"open_reviews": 1, "due_at": later}, {"open_seats": 1, "due_at": later},
        {"open_reviews": 1, "due_at": NOW}, {"short": 1}, {"spread_checked": False},
        {"questioned": 1, "due_at": later}, {"questioned": 1, "due_at": NOW},
    ]  # fmt: skip
    assert [panel_codes("close", "reviewing", Role.CLOCK, **c) for c in cases] == [
        ["reviews_open"], ["reviews_open"], [], ["reviews_missing"], ["spread_unchecked"],
        ["outliers_open"], [],
    ]  # fmt: skip


def test_a_draw_stands_once_somebody_has_signed():
    found = panel_codes("redraw", "reviewing", Role.SUPERVISOR, signed=1)
    assert found == ["reviews_signed"]


def test_an_invitation_is_answered_before_its_second_and_expires_at_it():
    def codes(name, role, at):
        facts = seat.Facts(
            now=at, answer_by=NOW, reviewing=True, promised=False, remind_at=None, nudge=False
        )
        found = seat.SEAT.decide(name, state="invited", roles={role}, facts=facts)
        return [r.code for r in found.reasons]

    before = NOW - timedelta(seconds=1)
    assert [codes("accept", Role.EXPERT, t) for t in (before, NOW)] == [[], ["invitation_expired"]]
    assert [codes("expire", Role.CLOCK, t) for t in (before, NOW)] == [["invitation_open"], []]


def conflict_codes(name, state="late", **changes):
    known = {"waivable": False, "signed_as": "", "closed": True, "sheets": 2, "left": 5, "need": 5}
    facts = conflict.Facts(**(known | changes))
    found = conflict.CONFLICT.decide(name, state=state, roles={Role.HEAD}, facts=facts)
    return [r.code for r in found.reasons]


def test_sheets_are_set_aside_as_long_as_enough_are_left_and_nothing_is_decided():
    steps = ("keep_sheets", "set_aside", "review_again")
    cases = {
        "enough": {}, "too few": {"left": 4}, "decided": {"decided": True},
        "lapsed": {"sheets": 0}, "at work": {"closed": False},
    }  # fmt: skip
    assert {k: [conflict_codes(s, **v) for s in steps] for k, v in cases.items()} == {
        "enough": [[], [], ["enough_are_left"]],
        "too few": [[], ["too_few_left"], []],
        "decided": [[], ["decided_meanwhile"], ["decided_meanwhile", "enough_are_left"]],
        "lapsed": [["no_sheet_counts"], ["no_sheet_counts"],
                   ["no_sheet_counts", "enough_are_left"]],
        "at work": [["panel_still_works"], ["panel_still_works"],
                    ["panel_still_works", "enough_are_left"]],
    }  # fmt: skip
