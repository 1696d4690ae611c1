# ruff: noqa: S311 - dice for tests, repeatable on purpose
"""Laws of the draw, against brute force and against the second program."""

from __future__ import annotations

import itertools
import random
import sys
from pathlib import Path
from types import ModuleType

import pytest

from jiebang.engine.draw import (
    Candidate,
    Infeasible,
    Rules,
    Transcript,
    broken_rules,
    check,
    check_feasible,
    draw,
    next_reserve,
    ticket,
)
from jiebang.engine.draw.feasibility import shortfall
from tests.property.engine.draws import random_round
from tests.property.engine.mutations import VERIFIER, load_verifier, mutate, rejects


@pytest.fixture(scope="module")
def verifier() -> ModuleType:
    return load_verifier()


def drawn(count: int, *, start: int = 0, most: int = 40) -> list[Transcript]:
    """The first `count` transcripts of feasible rounds."""
    found: list[Transcript] = []
    for number in itertools.count(start):
        result = draw(*random_round(number, most=most))
        if isinstance(result, Transcript):
            found.append(result)
        if len(found) == count:
            return found
    raise AssertionError


def first_panel(people: list[Candidate], rules: Rules) -> tuple[str, ...] | None:
    """Brute force: combinations come in the order of the ranking."""
    for panel in itertools.combinations(people, rules.seats):
        if not any(broken_rules(list(panel), rules)):
            return tuple(c.id for c in panel)
    return None


def test_the_panel_is_the_first_feasible_one_in_the_ranking_and_infeasible_means_none_exists():
    seen = {True: 0, False: 0}
    for number in range(600):
        draw_input, reveals = random_round(number, most=11)
        result = draw(draw_input, reveals)
        feasible = isinstance(result, Transcript)
        seen[feasible] += 1
        if isinstance(result, Transcript):
            people = {c.id: c for c in draw_input.candidates}
            ranking = [people[i] for i in result.order]
            assert result.panel == first_panel(ranking, draw_input.rules)
        elif not any(c.kind == "reserves" for c in result.causes):
            assert first_panel(list(draw_input.eligible()), draw_input.rules) is None
    assert min(seen.values()) > 100


def test_every_combination_named_is_impossible_and_stops_being_so_without_any_one_of_its_quotas():
    met = 0
    for number in range(1200):
        draw_input, _ = random_round(number, most=14)
        free, rules = draw_input.eligible(), draw_input.rules
        for cause in getattr(check_feasible(draw_input), "causes", ()):
            assert cause.short > 0
            if cause.kind == "combination":
                met += 1
                assert shortfall((), free, rules, cause.quotas) == cause.short
                for quota in cause.quotas:
                    rest = [q for q in cause.quotas if q != quota]
                    assert shortfall((), free, rules, rest) == 0
    assert met > 20


def test_the_shortfall_equals_brute_force_over_all_choices():
    for number in range(250):
        draw_input, _ = random_round(number, most=9)
        free, rules = draw_input.eligible(), draw_input.rules
        cap = Rules(seats=rules.seats, per_unit=rules.per_unit)
        expected = min(
            sum(max(q.minimum - sum(map(q.counts, choice)), 0) for q in rules.needs())
            for size in range(rules.seats + 1)
            for choice in itertools.combinations(free, size)
            if not any(f.startswith("unit") for f in broken_rules(list(choice), cap))
        )
        assert shortfall((), free, rules, rules.needs()) == expected


def test_two_hundred_draws_pass_the_certificate_and_replay_to_the_same_in_the_second_program(
    verifier: ModuleType,
):
    for transcript in drawn(200, start=10_000):
        assert check(transcript) == ()
        record = verifier.read(transcript.to_json().encode())
        assert verifier.differences(record, transcript.commit) == []
        assert Transcript.from_json(transcript.to_json()) == transcript


def test_two_hundred_mutated_transcripts_are_rejected_by_the_second_program(verifier: ModuleType):
    dice = random.Random(7)
    texts = [mutate(t.to_json(), dice) for t in drawn(200, start=20_000)]
    assert [rejects(verifier, text) for text in texts] == [True] * 200


def test_the_second_program_runs_alone_and_tells_by_its_exit_status(
    tmp_path: Path, verifier: ModuleType, capsys: pytest.CaptureFixture[str]
):
    transcript = drawn(1)[0]
    good, bad, broken = tmp_path / "good.json", tmp_path / "bad.json", tmp_path / "broken.json"
    good.write_text(transcript.to_json(), encoding="utf-8")
    bad.write_text(transcript.to_json().replace(transcript.seed.hex(), "0" * 64), encoding="utf-8")
    broken.write_text(transcript.to_json()[:-9], encoding="utf-8")
    assert verifier.main([str(good), "--commit", transcript.commit]) == 0
    assert verifier.main([str(good), "--commit", "0" * 64]) == 1
    assert verifier.main([str(bad)]) == 1
    assert verifier.main([str(broken)]) == 2
    assert "differs: seed is 000" in capsys.readouterr().out
    imported = {n.split(".")[0] for n in _imports(VERIFIER.read_text(encoding="utf-8"))}
    assert imported <= sys.stdlib_module_names


def _imports(source: str) -> list[str]:
    return [
        line.split()[1] for line in source.splitlines() if line.startswith(("import ", "from "))
    ]


def test_neither_the_order_of_input_nor_a_name_of_a_unit_moves_anybody_in_the_ranking():
    draw_input, reveals = random_round(11)
    again, _ = random_round(11)
    shuffled = type(again)(
        subject=again.subject,
        round=again.round,
        candidates=tuple(reversed(again.candidates)),
        exclusions=tuple(reversed(again.exclusions)),
        rules=again.rules,
        sources=tuple(reversed(again.sources)),
    )
    assert draw(shuffled, tuple(reversed(reveals))) == draw(draw_input, reveals)


def test_every_rank_is_equally_likely_for_every_candidate():
    counts = [0] * 6
    for n in range(6000):
        order = sorted(range(6), key=lambda i: ticket(n.to_bytes(32, "big"), f"c{i}"))
        counts[order.index(0)] += 1
    assert all(abs(c - 1000) < 130 for c in counts)  # four and a half standard deviations


def test_reserves_follow_in_published_order_and_the_panel_keeps_its_rules_after_every_call():
    dice = random.Random(3)
    for transcript in drawn(120, start=30_000, most=20):
        people = {c.id: c for c in transcript.input.candidates}
        rules = transcript.input.rules
        sitting, declined = set(transcript.panel), set()
        while sitting:
            leaver = dice.choice(sorted(sitting))
            sitting.remove(leaver)
            declined.add(leaver)
            reserve = next_reserve(transcript, occupied=sitting, declined=declined)
            fitting = [
                i
                for i in transcript.order
                if i not in sitting | declined
                and not any(broken_rules([people[j] for j in sitting | {i}], rules))
            ]
            if isinstance(reserve, Infeasible):
                assert fitting == []
                assert reserve.causes != ()
                break
            assert reserve == fitting[0]
            sitting.add(reserve)


def test_when_two_seats_are_open_the_first_call_leaves_room_for_the_second():
    for transcript in drawn(120, start=40_000, most=16):
        if transcript.input.rules.seats < 2:
            continue
        people = {c.id: c for c in transcript.input.candidates}
        sitting = set(transcript.panel[2:])
        declined = set(transcript.panel[:2])
        called = []
        for _ in range(2):
            reserve = next_reserve(transcript, occupied=sitting, declined=declined)
            if isinstance(reserve, Infeasible):
                assert called == []
                break
            called.append(reserve)
            sitting.add(reserve)
        else:
            panel = [people[i] for i in sitting]
            assert list(broken_rules(panel, transcript.input.rules)) == []
