"""Laws of deciding, over all lives: no facts, states or roles can be found that break them."""

from __future__ import annotations

from dataclasses import fields, replace

from hypothesis import given
from hypothesis import strategies as st

from jiebang.engine.lifecycle import NEW
from jiebang.rulebook.lives import LIVES, guard_codes
from jiebang.rulebook.roles import APART, Role, kept_apart
from tests.satisfying import candidates, kind_of_facts

ROLES = st.frozensets(st.sampled_from(Role))


@st.composite
def situations(draw):
    """A life, a state or none yet, and facts: any that can be written down."""
    life = draw(st.sampled_from(list(LIVES.values())))
    state = draw(st.sampled_from([NEW, *life.states]))
    kind = kind_of_facts(life)
    if kind is None:
        return life, state, object()
    given_facts = {f.name: draw(st.sampled_from(candidates(kind, f.name))) for f in fields(kind)}
    return life, state, kind(**given_facts)


def codes(decision):
    return [r.code for r in decision.reasons]


@given(situations(), ROLES)
def test_a_decision_is_the_table_and_its_conditions_and_nothing_else(situation, roles):
    life, state, facts = situation
    for row in life.transitions:
        decision = life.decide(row.name, state=state, roles=roles, facts=facts)
        if not roles & row.by:
            assert codes(decision) == ["wrong_role"]
        elif state not in row.source:
            assert codes(decision) == ["wrong_state"]
        else:
            assert decision.reasons == tuple(r for g in row.needs if (r := g(facts)))


@given(situations(), ROLES, ROLES)
def test_another_role_never_takes_a_permission_away(situation, roles, more):
    life, state, facts = situation
    for row in life.transitions:
        if life.decide(row.name, state=state, roles=roles, facts=facts).allowed:
            assert life.decide(row.name, state=state, roles=roles | more, facts=facts).allowed


@given(situations(), ROLES)
def test_what_is_offered_is_what_the_table_lists_with_the_same_decision(situation, roles):
    life, state, facts = situation
    offered = [(r.name, d) for r, d in life.offered(state=state, roles=roles, facts=facts)]
    assert offered == [
        (row.name, life.decide(row.name, state=state, roles=roles, facts=facts))
        for row in life.transitions
        if state in row.source and roles & row.by
    ]


@given(situations(), st.sampled_from(Role))
def test_somebody_is_waited_for_only_where_a_step_is_offered(situation, role):
    life, state, facts = situation
    duties = [
        row.name for row, _ in life.offered(state=state, roles={role}, facts=facts) if row.duty
    ]
    assert bool(duties) == (state in life.duties(role))


@given(situations())
def test_a_condition_gives_only_reasons_that_its_source_names(situation):
    life, _, facts = situation
    for row in life.transitions:
        for guard in row.needs:
            reason = guard(facts)
            assert reason is None or reason.code in guard_codes(guard)


@given(situations())
def test_looking_at_facts_leaves_them_as_they_are(situation):
    life, state, facts = situation
    if kind_of_facts(life) is None:
        return
    before = replace(facts)
    for row in life.transitions:
        life.decide(row.name, state=state, roles=row.by, facts=facts)
    assert facts == before


# Posts that one person may never hold together (R007, the three administrators) ------------------


@given(st.lists(st.sampled_from(Role), max_size=12))
def test_posts_taken_one_by_one_never_end_in_a_forbidden_pair(wanted):
    held: frozenset[str] = frozenset()
    for post in wanted:
        if kept_apart(held, post) is None:
            held |= {post}
    assert [group for group in APART if len(group & held) > 1] == []


@given(ROLES, st.sampled_from(Role))
def test_a_refused_post_names_exactly_the_posts_in_its_way(held, post):
    reason = kept_apart(held, post)
    clash = {p for group in APART if post in group for p in group & held} - {post}
    if not clash:
        assert reason is None
    else:
        assert (reason.code, reason.params) == (
            "posts_kept_apart",
            {"post": post, "held": tuple(sorted(clash))},
        )


@given(st.sampled_from(Role), st.sampled_from(Role))
def test_being_kept_apart_works_both_ways(one, other):
    assert (kept_apart(frozenset({one}), other) is None) == (
        kept_apart(frozenset({other}), one) is None
    )
