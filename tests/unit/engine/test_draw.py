"""The draw, case by case."""

from __future__ import annotations

from dataclasses import replace

import pytest

from jiebang.engine.draw import (
    Candidate,
    Cause,
    DrawInput,
    Exclusion,
    Infeasible,
    Quota,
    Reveal,
    Rules,
    Source,
    Transcript,
    VoidCause,
    VoidRound,
    check,
    check_feasible,
    commit,
    commit_reveal,
    draw,
    next_reserve,
    passed_over,
)

OFFICE = Reveal("office", b"\x01" * 32, b"sealed in an envelope")
NOTARY = Reveal("notary", b"\x02" * 32, b"read from the drum 0815")
TECHNICAL = (("kind", "technical"),)
FINANCE = (("kind", "finance"),)


def frozen(candidates: tuple[Candidate, ...], rules: Rules, **changes: object) -> DrawInput:
    fields = {
        "subject": "item-1",
        "round": 1,
        "candidates": candidates,
        "exclusions": (),
        "rules": rules,
        "sources": tuple(
            Source(r.source, commit_reveal(r.salt, r.value)) for r in (OFFICE, NOTARY)
        ),
    }
    return DrawInput(**(fields | changes))  # type: ignore[arg-type]


def people(count: int, strata: tuple[tuple[str, str], ...] = TECHNICAL) -> tuple[Candidate, ...]:
    kind = strata[0][1][0]
    return tuple(
        Candidate(f"{kind}{n}", f"unit-{kind}{n}", n % 2 == 0, strata) for n in range(count)
    )


def drawn(draw_input: DrawInput) -> Transcript:
    result = draw(draw_input, (OFFICE, NOTARY))
    assert isinstance(result, Transcript)
    return result


def test_seats_and_reserves_together_are_the_eligible_candidates_in_one_order():
    transcript = drawn(frozen(people(8), Rules(seats=3, reserves=5)))
    assert transcript.panel == transcript.order[:3]
    assert transcript.reserves == transcript.order[3:]
    assert sorted(transcript.order) == [f"t{n}" for n in range(8)]


def test_the_same_input_and_reveals_always_give_the_same_record():
    draw_input = frozen(people(5), Rules(seats=2))
    assert drawn(draw_input).to_json() == drawn(draw_input).to_json()
    assert drawn(draw_input).panel == ("t1", "t4")


def test_an_excluded_candidate_is_on_record_with_the_reason_and_in_no_list():
    out = Exclusion("t0", "same_unit")
    transcript = drawn(frozen(people(4), Rules(seats=3), exclusions=(out,)))
    assert transcript.input.exclusions == (out,)
    assert sorted(transcript.order) == ["t1", "t2", "t3"]


def test_the_only_finance_candidate_is_seated_wherever_the_ranking_puts_them():
    rules = Rules(seats=3, quotas=(Quota("kind", "finance", 1),))
    for n in range(30):
        one = Candidate(f"f{n}", "bank", False, FINANCE)
        transcript = drawn(frozen((*people(12), one), rules))
        assert one.id in transcript.panel
        assert check(transcript) == ()


def test_one_person_may_fill_two_quotas_when_seats_are_few():
    both = Candidate("b", "u-b", True, (("kind", "finance"), ("field", "biology")))
    rules = Rules(
        seats=1,
        away_percent=100,
        quotas=(Quota("kind", "finance", 1), Quota("field", "biology", 1)),
    )
    assert drawn(frozen((*people(5), both), rules)).panel == ("b",)


def test_who_is_passed_over_is_told_why():
    first = tuple(Candidate(f"t{n}", "one-unit", False, TECHNICAL) for n in range(6))
    last = Candidate("f0", "bank", False, FINANCE)
    rules = Rules(seats=2, per_unit=1, quotas=(Quota("kind", "finance", 1),))
    transcript = drawn(frozen((*first, last), rules))
    assert {p.reason for p in passed_over(transcript)} <= {"unit_full"}
    none_left = Rules(seats=1, quotas=(Quota("kind", "finance", 1),))
    transcript = drawn(frozen((*first, last), none_left))
    assert {p.reason for p in passed_over(transcript)} == {"seats_needed"}


def test_the_away_share_is_rounded_up_to_whole_seats():
    rules = Rules(seats=5, away_percent=50)
    assert rules.needs() == (Quota("away", "yes", 3),)


@pytest.mark.parametrize(
    ("candidates", "rules", "causes"),
    [
        (people(2), Rules(seats=3), (Cause("seats", (), 3, 2),)),
        (
            tuple(Candidate(f"t{n}", "one", True) for n in range(9)),
            Rules(seats=3, per_unit=2),
            (Cause("seats", (), 3, 2),),
        ),
        (
            people(6),
            Rules(seats=3, quotas=(Quota("kind", "finance", 2),)),
            (Cause("quota", (Quota("kind", "finance", 2),), 2, 0),),
        ),
        (
            people(6),
            Rules(seats=4, away_percent=100),
            (Cause("quota", (Quota("away", "yes", 4),), 4, 3),),
        ),
        (
            people(4) + people(4, FINANCE),
            Rules(seats=3, quotas=(Quota("kind", "finance", 2), Quota("kind", "technical", 2))),
            (
                Cause(
                    "combination",
                    (Quota("kind", "finance", 2), Quota("kind", "technical", 2)),
                    4,
                    3,
                ),
            ),
        ),
        (people(5), Rules(seats=3, reserves=4), (Cause("reserves", (), 4, 2),)),
    ],
    ids=["too few", "one unit", "no finance", "not enough away", "quotas collide", "few reserves"],
)
def test_an_impossible_draw_names_what_is_short_and_by_how_many(
    candidates: tuple[Candidate, ...], rules: Rules, causes: tuple[Cause, ...]
):
    draw_input = frozen(candidates, rules)
    assert check_feasible(draw_input) == Infeasible(causes)
    assert draw(draw_input, (OFFICE, NOTARY)) == Infeasible(causes)


def test_quotas_of_one_unit_cannot_both_be_met_when_the_unit_sends_only_one():
    candidates = (
        Candidate("a", "one", False, FINANCE),
        Candidate("b", "one", False, (("kind", "law"),)),
        *people(5),
    )
    quotas = (Quota("kind", "finance", 1), Quota("kind", "law", 1))
    assert check_feasible(frozen(candidates, Rules(seats=3, quotas=quotas))) == Infeasible(
        (Cause("combination", quotas, 2, 1),)
    )
    assert check_feasible(frozen(candidates, Rules(seats=3, per_unit=2, quotas=quotas))) is None


@pytest.mark.parametrize(
    ("reveals", "causes"),
    [
        ((OFFICE,), (VoidCause("missing", "notary"),)),
        (
            (OFFICE, Reveal("notary", NOTARY.salt, b"some other value")),
            (VoidCause("mismatch", "notary"),),
        ),
        ((OFFICE, NOTARY, NOTARY), (VoidCause("repeated", "notary"),)),
        (
            (OFFICE, NOTARY, Reveal("passer-by", b"\0" * 32, b"\0" * 16)),
            (VoidCause("unknown", "passer-by"),),
        ),
        (
            (OFFICE, Reveal("notary", NOTARY.salt + NOTARY.value[:1], NOTARY.value[1:])),
            (VoidCause("mismatch", "notary"),),
        ),
    ],
    ids=["missing", "mismatch", "repeated", "unknown", "border between salt and value moved"],
)
def test_a_round_with_a_missing_or_wrong_reveal_is_void(
    reveals: tuple[Reveal, ...], causes: tuple[VoidCause, ...]
):
    with pytest.raises(VoidRound) as caught:
        draw(frozen(people(5), Rules(seats=2)), reveals)
    assert caught.value.causes == causes


def test_a_secret_too_short_to_be_one_cannot_be_committed():
    with pytest.raises(ValueError, match="32 bytes"):
        commit_reveal(b"short", b"long enough to be a secret")
    with pytest.raises(ValueError, match="16 bytes"):
        commit_reveal(b"\0" * 32, b"8")


def test_the_commitment_changes_with_every_part_of_the_input():
    base = frozen(people(4), Rules(seats=2))
    variants = [
        base,
        frozen(people(5), Rules(seats=2)),
        frozen(people(4), Rules(seats=3)),
        frozen(people(4), Rules(seats=2), subject="item-2"),
        frozen(people(4), Rules(seats=2), round=2),
        frozen(people(4), Rules(seats=2), exclusions=(Exclusion("t0", "kin"),)),
        frozen(people(4), Rules(seats=2), sources=base.sources[:1]),
    ]
    assert len({commit(v) for v in variants}) == len(variants)


@pytest.mark.parametrize(
    "change",
    [
        {"candidates": people(2) + people(1)},
        {"exclusions": (Exclusion("nobody", "kin"),)},
        {"sources": ()},
        {"round": 0},
    ],
    ids=["same id twice", "stranger excluded", "no randomness", "round zero"],
)
def test_an_input_that_contradicts_itself_is_refused(change: dict[str, object]):
    with pytest.raises(ValueError, match=r"."):
        frozen(**({"candidates": people(3), "rules": Rules(seats=1)} | change))  # type: ignore[arg-type]


def test_a_transcript_is_read_only_from_its_own_bytes():
    text = drawn(frozen(people(3), Rules(seats=1))).to_json()
    for other in (text[:-1], text.replace(":", ": "), "[]", "{}", "null", text.replace("t0", "t1")):
        with pytest.raises(ValueError, match=r"."):
            Transcript.from_json(other)


def test_the_certificate_names_the_part_that_was_tampered_with():
    good = drawn(frozen(people(6), Rules(seats=2)))
    tampered: dict[str, dict[str, object]] = {
        "commit": {"commit": "0" * 64},
        "seed": {"seed": b"\0" * 32},
        "order": {
            "order": good.order[:2] + good.order[:1:-1],
            "reserves": good.reserves[::-1],
        },
        "panel": {"panel": good.order[1:3], "reserves": good.order[:1] + good.order[3:]},
        "reserves": {"reserves": good.reserves[::-1]},
    }
    for part, changes in tampered.items():
        faults = check(replace(good, **changes))  # type: ignore[arg-type]
        assert [fault.split(":")[0] for fault in faults] == [part]


def test_a_reserve_takes_a_seat_only_if_the_quota_of_the_one_who_left_is_kept():
    candidates = (*people(10), *people(2, FINANCE))
    rules = Rules(seats=3, quotas=(Quota("kind", "finance", 1),))
    transcript = drawn(frozen(candidates, rules))
    leaver = next(i for i in transcript.panel if i.startswith("f"))
    other = next(i for i in ("f0", "f1") if i != leaver)
    sitting = set(transcript.panel) - {leaver}
    assert next_reserve(transcript, occupied=sitting, declined={leaver}) == other
    assert next_reserve(transcript, occupied=sitting, declined={leaver, other}) == Infeasible(
        (Cause("quota", rules.quotas, 1, 0),)
    )


def test_a_reserve_is_called_only_for_a_seat_that_is_open_and_accounted_for():
    transcript = drawn(frozen(people(6), Rules(seats=2)))
    first, second = transcript.panel
    with pytest.raises(ValueError, match="no seat is open"):
        next_reserve(transcript, occupied={first, second}, declined=set())
    with pytest.raises(ValueError, match="neither sitting nor declined"):
        next_reserve(transcript, occupied={first}, declined=set())
    with pytest.raises(ValueError, match="different drawn candidates"):
        next_reserve(transcript, occupied={first, "stranger"}, declined={second})
    assert next_reserve(transcript, occupied={first}, declined={second}) == transcript.reserves[0]
