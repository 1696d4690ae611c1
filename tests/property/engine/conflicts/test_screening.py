"""Laws of screening: equal to the plain search, monotone, incremental, explained."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from jiebang.engine.conflicts import (
    KINDS,
    Conflicts,
    Fact,
    Graph,
    Policy,
    Verdict,
    Waiver,
    screen,
    update,
)
from tests.property.engine.conflicts.worlds import ITEMS, NODES, ON, POLICIES, part, some_facts

CANDIDATES = [*NODES["person"], "unknown"]
WANTED = ["i3", "i0", "i1", "i2"]
reference = part("reference")


def screened(facts: list[Fact], policy: Policy, waivers: tuple[Waiver, ...] = ()) -> Conflicts:
    return screen(Graph(facts, ITEMS), WANTED, CANDIDATES, policy, on=ON, waivers=waivers)


@given(some_facts(), POLICIES)
def test_matrices_find_what_the_plain_search_finds_rule_by_rule(
    facts: list[Fact], policy: Policy
) -> None:
    found = screened(facts, policy)
    plain = reference.plain_screen(found.graph, WANTED, CANDIDATES, policy, ON)
    told = {}
    for pair in found.pairs():
        by_rule: dict[str, Verdict] = {}
        for reason in pair.reasons:
            by_rule[reason.rule] = max(by_rule.get(reason.rule, Verdict.NONE), reason.verdict)
        told[pair.candidate, pair.item] = by_rule
        assert pair.found == max(by_rule.values())
    assert told == plain


@given(some_facts(), POLICIES)
def test_every_path_leads_from_the_candidate_to_the_item_along_facts_that_are_there(
    facts: list[Fact], policy: Policy
) -> None:
    for pair in screened(facts, policy).pairs():
        for reason in pair.reasons:
            nodes = reason.nodes()
            assert nodes[0] == ("person", pair.candidate)
            assert nodes[-1] == ("item", pair.item)
            assert [s.nodes()[0] for s in reason.steps[1:]] == list(nodes[1:-1])
            for step in reason.steps:
                assert step.kind == "listed" or set(step.facts) <= set(facts)
                first = step.facts[0]
                assert {first.a, first.b} == {step.start, step.end}
                assert {k for k, _ in step.nodes()} == {KINDS[step.kind].a, KINDS[step.kind].b}


@given(some_facts(20), some_facts(10), POLICIES, st.data())
def test_more_evidence_never_weakens_a_verdict_not_even_under_waivers(
    facts: list[Fact], more: list[Fact], policy: Policy, data: st.DataObject
) -> None:
    before = screened(facts, policy)
    waivers = some_waivers(before, data)
    before, after = screened(facts, policy, waivers), screened(facts + more, policy, waivers)
    for candidate in CANDIDATES:
        for item in WANTED:
            assert after.verdict(candidate, item) >= before.verdict(candidate, item)
            found, later = before.pair(candidate, item), after.pair(candidate, item)
            if found is not None:
                assert later is not None
                assert later.found >= found.found


@given(some_facts(25), some_facts(8), POLICIES, st.data())
def test_an_update_is_a_new_screening(
    facts: list[Fact], more: list[Fact], policy: Policy, data: st.DataObject
) -> None:
    start = screened(facts, policy)
    there = sorted(set(facts), key=lambda fact: fact.key)
    gone = data.draw(st.lists(st.sampled_from(there), unique=True, max_size=6)) if there else []
    before = screened(facts, policy, some_waivers(start, data))
    done = update(before, more, gone)
    kept = [fact for fact in facts if fact not in gone]
    anew = screened(kept + more, policy, before.waivers)
    assert done.conflicts.same_as(anew)
    assert list(done.conflicts.pairs()) == list(anew.pairs())
    changes = {(c.candidate, c.item): (c.before, c.after) for c in done.changes}
    assert changes == {
        (c, i): (before.verdict(c, i), anew.verdict(c, i))
        for c in CANDIDATES
        for i in WANTED
        if before.verdict(c, i) != anew.verdict(c, i)
    }


@given(some_facts(), POLICIES, st.randoms(use_true_random=False))
def test_the_order_of_facts_changes_nothing(
    facts: list[Fact], policy: Policy, dice: st.random.Random
) -> None:
    mixed = facts + facts[:3]
    dice.shuffle(mixed)
    first, second = screened(facts, policy), screened(mixed, policy)
    assert first.same_as(second)
    assert list(first.pairs()) == list(second.pairs())


def some_waivers(conflicts: Conflicts, data: st.DataObject) -> tuple[Waiver, ...]:
    """Waivers of some of the reasons of some of the pairs."""
    pairs = list(conflicts.pairs())
    if not pairs:
        return ()
    made = []
    for pair in data.draw(st.lists(st.sampled_from(pairs), max_size=2)):
        keys = sorted({reason.key for reason in pair.reasons})
        covers = data.draw(st.lists(st.sampled_from(keys), min_size=1, unique=True))
        signers = ("chair", "inspector")
        made.append(Waiver(pair.candidate, pair.item, tuple(covers), signers, date(2026, 5, 19)))
    return tuple(made)
