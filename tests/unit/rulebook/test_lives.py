"""Every life: who may do what from where, and on what conditions, held for all of them alike."""

from __future__ import annotations

import inspect
from importlib import import_module
from itertools import product
from pkgutil import iter_modules

import pytest

import jiebang.rulebook
from jiebang.engine.lifecycle import NEW, Lifecycle
from jiebang.rulebook.lives import LIVES, guard_codes, guard_name
from jiebang.rulebook.roles import Role
from tests.satisfying import facts_where

lives = pytest.mark.parametrize("life", LIVES.values(), ids=LIVES)
ROWS = [(life, row) for life in LIVES.values() for row in life.transitions]
rows = pytest.mark.parametrize(("life", "row"), ROWS, ids=[life.event(r.name) for life, r in ROWS])
CONDITIONS = [(life, row, guard) for life, row in ROWS for guard in row.needs]
conditions = pytest.mark.parametrize(
    ("life", "row", "guard"),
    CONDITIONS,
    ids=[f"{life.event(row.name)}-{guard_name(guard)}" for life, row, guard in CONDITIONS],
)

# Where a life may rest for ever. Every other state must have a way out.
ENDS = {
    "organisation": {"closed"},
    "membership": {"left", "refused"},
    "expert": {"removed"},
    "relation_fact": {"withdrawn"},
    "edition": {"adopted"},
    "batch": {"closed"},
    "demand": {"declined", "eliminated", "listed", "refused", "withdrawn"},
    "challenge": {"awarded", "not_awarded", "withdrawn"},
    "question": {"answered", "set_aside"},
    "bid": {"abandoned", "invalid", "lapsed", "not_selected", "selected"},
    "panel": set(),  # a closed one may have to work again
    "seat": {"declined", "expired", "withdrawn"},
    "review": {"conflicted", "lapsed"},
    "conflict": {"gone", "aside"},
    "defence": {"opened", "waived"},
    "hearing": {"absent", "dropped", "heard"},
    "ballot": {"lapsed", "opened", "recused"},
    "consensus": set(),  # a panel that is reviewed again speaks again
    "voice": {"void"},
    "attachment": set(),
    "award": {"cancelled", "confirmed", "rejected"},
    "objection": {"dismissed", "refused", "upheld", "withdrawn"},
    "complaint": {"concluded", "set_aside"},
    "contract": {"completed", "failed", "given_up", "terminated"},
    "milestone": {"dropped", "failed", "passed"},
    "spending": {"confirmed", "withdrawn"},
    "payment": {"cancelled", "returned"},
    "consent": set(),
    "credit": {"closed", "declined", "withdrawn"},
    "change": {"approved", "refused", "withdrawn"},
    "termination": {"concluded", "refused", "withdrawn"},
    "acceptance": {"concluded", "failed", "passed", "withdrawn"},
    "use": {"withdrawn"},
    "followup": {"confirmed"},
    "subscription": {"ended"},
}


def test_every_life_in_the_rulebook_is_listed():
    found = {
        value.name
        for module in iter_modules(jiebang.rulebook.__path__)
        for value in vars(import_module(f"jiebang.rulebook.{module.name}")).values()
        if isinstance(value, Lifecycle)
    }
    assert found == set(LIVES)


@rows
def test_some_facts_satisfy_every_condition_of_a_step(life, row):
    assert facts_where(life, [(g, True) for g in row.needs]) is not None


@lives
def test_a_step_is_allowed_exactly_where_and_to_whom_the_table_says(life):
    allowed, written = set(), set()
    for row in life.transitions:
        facts = facts_where(life, [(g, True) for g in row.needs])
        for state, role in product([NEW, *life.states], Role):
            decision = life.decide(row.name, state=state, roles={role}, facts=facts)
            if decision.allowed:
                allowed.add((row.name, str(state), role))
        written |= {(row.name, str(s), r) for s, r in product(row.source, row.by)}
    assert allowed == written


@lives
def test_nobody_without_a_role_may_do_anything(life):
    for row in life.transitions:
        facts = facts_where(life, [(g, True) for g in row.needs])
        for state in [NEW, *life.states]:
            decision = life.decide(row.name, state=state, roles=frozenset(), facts=facts)
            assert [r.code for r in decision.reasons] == ["wrong_role"]


@conditions
def test_a_condition_that_fails_alone_refuses_with_its_own_reason_alone(life, row, guard):
    wishes = [(g, g is not guard) for g in row.needs]
    facts = facts_where(life, wishes)
    assert facts is not None, "no facts let this condition fail while the others hold"
    (state, *_), (role, *_) = sorted(row.source), sorted(row.by)
    decision = life.decide(row.name, state=state, roles={role}, facts=facts)
    assert len(decision.reasons) == 1
    assert decision.reasons[0].code in guard_codes(guard)


@rows
def test_whoever_fails_every_condition_hears_every_reason(life, row):
    facts = facts_where(life, [(g, False) for g in row.needs])
    if facts is None:  # some conditions of this step exclude each other
        failing = [g for g in row.needs if facts_where(life, [(g, False)]) is not None]
        assert len(failing) == len(row.needs)
        return
    (state, *_), (role, *_) = sorted(row.source), sorted(row.by)
    decision = life.decide(row.name, state=state, roles={role}, facts=facts)
    assert [r.code in guard_codes(g) for r, g in zip(decision.reasons, row.needs, strict=True)] == [
        True for _ in row.needs
    ]


def reachable(life: Lifecycle) -> set[str]:
    found = {NEW}
    while True:
        further = {
            r.target for r in life.transitions if r.target is not None and r.source & found
        } - found
        if not further:
            return found - {NEW}
        found |= further


@lives
def test_every_state_can_be_reached_from_birth(life):
    assert reachable(life) == set(life.states)


@lives
def test_a_life_ends_only_where_it_is_meant_to(life):
    leaving = {s for r in life.transitions if r.target is not None for s in r.source - {r.target}}
    assert set(life.states) - leaving == ENDS[life.name]


@lives
def test_names_are_written_in_small_letters_with_underscores(life):
    names = [life.name, *life.states, *(r.name for r in life.transitions)]
    assert [n for n in names if not n.replace("_", "a").isalnum() or n != n.lower()] == []


@lives
def test_a_birth_has_no_other_source_and_an_edit_no_target(life):
    mixed = [r.name for r in life.transitions if NEW in r.source and r.source != {NEW}]
    homeless = [r.name for r in life.transitions if NEW in r.source and r.target is None]
    assert (mixed, homeless) == ([], [])


@lives
def test_a_harmful_step_belongs_to_people(life):
    assert [r.name for r in life.transitions if r.harm and r.by == {Role.CLOCK}] == []


@lives
def test_a_duty_belongs_to_somebody_who_can_see_it(life):
    assert [r.name for r in life.transitions if r.duty and r.by <= {Role.CLOCK}] == []


@lives
def test_every_condition_says_why_not(life):
    silent = [guard_name(g) for r in life.transitions for g in r.needs if not guard_codes(g)]
    assert silent == []


def test_a_made_condition_is_named_with_what_it_was_made_for():
    named = {guard_name(g) for r in LIVES["panel"].transitions for g in r.needs}
    assert {"not_yet_sealed_by(drawer)", "not_yet_sealed_by(supervisor)"} <= named


def test_the_facts_of_a_life_are_frozen():
    for life in LIVES.values():
        for row in life.transitions:
            for guard in row.needs:
                hints = inspect.get_annotations(guard, eval_str=True)
                first = next(iter(hints.values()))
                for kind in getattr(first, "__args__", (first,)):
                    protocol = getattr(kind, "_is_protocol", False)
                    assert protocol or kind.__dataclass_params__.frozen
