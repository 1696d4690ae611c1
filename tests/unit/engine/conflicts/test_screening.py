"""What counts as a conflict: one small world a rule."""

from __future__ import annotations

from datetime import date

import pytest

from jiebang.engine.conflicts import (
    Conflicts,
    Fact,
    Graph,
    Item,
    Policy,
    PolicyError,
    Rule,
    Verdict,
    Waiver,
    policy_from,
    screen,
    update,
    with_waivers,
)

ON = date(2026, 5, 20)
HARD, ASK, NOTE, NONE = Verdict.HARD, Verdict.ASK, Verdict.NOTE, Verdict.NONE
PARTY = Fact("party", "u", "i", "form", side="proposer")


def found(facts: list[Fact], *rules: Rule, **policy: object) -> Conflicts:
    items = [Item("i", "g"), Item("j", "g"), Item("k")]
    given = Policy(rules, **policy)  # type: ignore[arg-type]
    return screen(Graph(facts, items), ["i", "j", "k"], ["c"], given, on=ON)


def verdicts(conflicts: Conflicts) -> dict[str, Verdict]:
    return {pair.item: pair.verdict for pair in conflicts.pairs()}


@pytest.mark.parametrize(
    ("until", "months", "verdict"),
    [
        (None, 0, HARD),
        (date(2026, 5, 20), 0, HARD),
        (date(2026, 5, 19), 0, NONE),
        (date(2023, 5, 20), 36, HARD),
        (date(2023, 5, 19), 36, NONE),
        (date(1990, 1, 1), None, HARD),
    ],
)
def test_a_post_counts_for_the_months_after_its_end_that_the_policy_says(
    until: date | None, months: int | None, verdict: Verdict
) -> None:
    post = Fact("employed", "c", "u", "statement", until=until)
    rule = Rule("employer", HARD, tie=("employed",), months=months)
    assert found([post, PARTY], rule).verdict("c", "i") == verdict


@pytest.mark.parametrize(("share", "verdict"), [(500, HARD), (499, NONE), (None, HARD)])
def test_a_share_counts_from_the_threshold_and_an_unknown_one_always(
    share: int | None, verdict: Verdict
) -> None:
    facts = [Fact("shareholder", "c", "u", amount=share), PARTY]
    rule = Rule("shares", HARD, tie=("shareholder",), tie_least=500)
    assert found(facts, rule).verdict("c", "i") == verdict


def test_both_sides_of_an_item_count_and_a_rule_may_look_at_one() -> None:
    facts = [Fact("employed", "c", "u"), Fact("party", "u", "i", side="requester"),
             Fact("party", "u", "j", side="proposer")]  # fmt: skip
    both = Rule("employer", HARD, tie=("employed",))
    one = Rule("requester", ASK, tie=("employed",), sides=("requester",))
    assert verdicts(found(facts, both)) == {"i": HARD, "j": HARD}
    assert verdicts(found(facts, one)) == {"i": ASK}


@pytest.mark.parametrize(("chain", "verdict"), [(1, NONE), (2, HARD)])
def test_owners_join_up_to_a_common_one_and_down_again(chain: int, verdict: Verdict) -> None:
    facts = [Fact("employed", "c", "a"), Fact("owns", "m", "a", amount=6000),
             Fact("owns", "m", "u", amount=10000), PARTY]  # fmt: skip
    rule = Rule("group", HARD, tie=("employed",), chain=chain, chain_least=5000)
    assert found(facts, rule).verdict("c", "i") == verdict


def test_two_owners_of_one_unit_are_not_joined_by_it() -> None:
    facts = [Fact("employed", "c", "a"), Fact("owns", "a", "m"), Fact("owns", "u", "m"), PARTY]
    assert len(found(facts, Rule("group", HARD, tie=("employed",), chain=3))) == 0


def test_an_owner_of_many_can_be_told_to_join_nobody() -> None:
    facts = [Fact("employed", "c", "a"), Fact("owns", "state", "a"), Fact("owns", "state", "u"),
             PARTY]  # fmt: skip
    rule = Rule("group", HARD, tie=("employed",), chain=2)
    assert verdicts(found(facts, rule)) == {"i": HARD}
    assert verdicts(found(facts, rule, not_through=frozenset({"state"}))) == {}


def test_common_works_add_up_within_the_months() -> None:
    works = [Fact("coauthor", "c", "t", on=date(2024, 1, 1), amount=1),
             Fact("coproject", "t", "c", on=date(2025, 1, 1), amount=1),
             Fact("coauthor", "c", "t", on=date(2020, 1, 1), amount=9)]  # fmt: skip
    member = Fact("member", "t", "i")
    rule = Rule("works", HARD, via=("coauthor", "coproject"), via_least=2, months=36)
    pair = found([*works, member], rule).pair("c", "i")
    assert pair is not None
    assert [set(step.facts) for step in pair.reasons[0].steps] == [set(works[:2]), {member}]
    assert len(found([*works[1:], member], rule)) == 0


def test_named_persons_count_up_to_the_cap_and_beyond_it_are_noted() -> None:
    named = [Fact("named", "c", "i", amount=3), Fact("named", "c", "j", amount=4)]
    rules = (Rule("named", HARD, ends=("named",), end_most=3),
             Rule("named_beyond", NOTE, ends=("named",)))  # fmt: skip
    assert verdicts(found(named, *rules)) == {"i": HARD, "j": NOTE}


def test_who_proposes_on_a_list_judges_nothing_on_it_and_whose_office_it_is_neither() -> None:
    rival = found([Fact("member", "c", "i")], Rule("rival", HARD, group=True))
    assert verdicts(rival) == {"i": HARD, "j": HARD}
    pair = rival.pair("c", "j")
    assert pair is not None
    assert pair.reasons[0].nodes() == (
        ("person", "c"), ("item", "i"), ("group", "g"), ("item", "j"))  # fmt: skip
    office = [Fact("employed", "c", "o"), Fact("office", "o", "g")]
    rule = Rule("office", HARD, tie=("employed",), ends=("office",), months=0)
    assert verdicts(found(office, rule)) == {"i": HARD, "j": HARD}


def test_a_path_is_as_weak_as_its_weakest_edge_and_a_stronger_path_wins() -> None:
    post = Fact("employed", "c", "a")
    weak = Fact("alias", "a", "u", confidence="name")
    rule = Rule("employer", HARD, tie=("employed",))
    assert verdicts(found([post, weak, PARTY], rule)) == {"i": ASK}
    sure = Fact("renamed", "a", "u", confidence="confirmed")
    assert verdicts(found([post, weak, sure, PARTY], rule)) == {"i": HARD}


def test_one_name_that_may_mean_two_units_does_not_make_them_one() -> None:
    facts = [Fact("employed", "c", "a"), Fact("alias", "m", "a", confidence="name"),
             Fact("alias", "m", "u", confidence="name"), PARTY]  # fmt: skip
    assert len(found(facts, Rule("employer", HARD, tie=("employed",)))) == 0


def test_a_chain_of_owners_may_end_with_one_question_and_not_go_on_after_it() -> None:
    facts = [Fact("employed", "c", "a"), Fact("owns", "m", "a"),
             Fact("alias", "m", "u", confidence="name"), PARTY,
             Fact("owns", "u", "v"), Fact("party", "v", "j")]  # fmt: skip
    rule = Rule("group", HARD, tie=("employed",), chain=2)
    assert verdicts(found(facts, rule)) == {"i": ASK}


def test_an_update_reaches_candidates_through_owners_and_fellows() -> None:
    facts = [Fact("kin", "c", "t"), Fact("employed", "t", "a"), Fact("owns", "m", "a"),
             Fact("renamed", "m", "n"), Fact("owns", "n", "u")]  # fmt: skip
    rule = Rule("kin_group", HARD, via=("kin",), tie=("employed",), chain=2)
    for missing in (*facts, PARTY):
        before = found([fact for fact in [*facts, PARTY] if fact != missing], rule)
        done = update(before, [missing])
        assert [(c.before, c.item, c.after) for c in done.changes] == [(NONE, "i", HARD)]
        assert [c.item for c in update(done.conflicts, (), [missing]).safe] == ["i"]


def test_a_waiver_covers_what_it_names_and_nothing_that_came_later() -> None:
    rule = Rule("employer", HARD, tie=("employed", "director"))
    before = found([Fact("employed", "c", "u"), PARTY], rule)
    pair = before.pair("c", "i")
    assert pair is not None
    keys = tuple(reason.key for reason in pair.reasons)
    waiver = Waiver("c", "i", keys, ("chair", "inspector"), ON, "minutes 7")
    waived = with_waivers(before, [waiver])
    told = waived.pair("c", "i")
    assert told is not None
    assert (told.verdict, told.found, told.waivers) == (Verdict.WAIVED, HARD, (waiver,))
    later = update(waived, [Fact("director", "c", "u")])
    assert [(c.item, c.before, c.after) for c in later.unsafe] == [("i", Verdict.WAIVED, HARD)]


def test_a_rule_may_be_beyond_waiving() -> None:
    rule = Rule("kin", HARD, via=("kin",), waivable=False)
    before = found([Fact("kin", "c", "t"), Fact("member", "t", "i")], rule)
    pair = before.pair("c", "i")
    assert pair is not None
    waiver = Waiver("c", "i", (pair.reasons[0].key,), ("chair", "inspector"), ON)
    assert with_waivers(before, [waiver]).verdict("c", "i") == HARD


@pytest.mark.parametrize("signers", [("chair", "chair"), ("chair", "c"), ("chair", "")])
def test_a_waiver_needs_two_signers_who_are_not_the_candidate(signers: tuple[str, str]) -> None:
    with pytest.raises(ValueError, match="two different signers"):
        Waiver("c", "i", ("key",), signers, ON)


def test_an_update_tells_what_became_unsafe_and_what_became_safe() -> None:
    post = Fact("employed", "c", "u")
    rule = Rule("employer", HARD, tie=("employed",))
    before = found([post, PARTY], rule)
    done = update(before, [Fact("party", "u", "j")], [PARTY])
    assert [(c.candidate, c.item) for c in done.unsafe] == [("c", "j")]
    assert [(c.candidate, c.item) for c in done.safe] == [("c", "i")]
    with pytest.raises(ValueError, match="1 facts to remove are not there"):
        update(done.conflicts, removed=[PARTY])


def test_the_same_name_alone_cannot_be_made_a_verdict() -> None:
    with pytest.raises(PolicyError, match="ask at most"):
        Policy((Rule("member", HARD),), {"name": HARD})


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({}, "rules: a list of rules"),
        ({"rules": [{"verdict": "hard"}]}, r"rules\[1\]: a rule needs a code and a verdict"),
        ({"rules": [{"code": "a", "verdict": "hard", "ti": []}]}, "a: unknown: ti"),
        ({"rules": [{"code": "a", "verdict": "hard", "tie": ["kin"]}]}, "no such kind of fact"),
        ({"rules": [{"code": "a", "verdict": "hard", "months": -1}]}, "a whole number from 0"),
        ({"rules": [{"code": "a", "verdict": "hard", "months": True}]}, "a whole number from 0"),
        ({"rules": [{"code": "a", "verdict": "hard"}] * 2}, "every code once"),
        ({"rules": [{"code": "a", "verdict": "hard", "ends": ["party"]}]}, "persons without"),
    ],
)  # fmt: skip
def test_a_policy_says_what_is_wrong_with_it(data: dict[str, object], said: str) -> None:
    with pytest.raises(PolicyError, match=said):
        policy_from(data)
