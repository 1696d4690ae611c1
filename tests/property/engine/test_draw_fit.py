# ruff: noqa: S311 - dice for tests, repeatable on purpose
"""Laws of the draw by fit, against counting and against the second program."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from types import ModuleType

import numpy as np
import pytest

from jiebang.engine.draw import Transcript, draw
from jiebang.engine.draw.fit import (
    FitInput,
    FitTranscript,
    announce,
    check_fit,
    draw_fit,
    lottery,
    next_reserve,
)
from jiebang.engine.matching import NO_LIMIT, solve
from tests.property.engine.draws import random_round
from tests.property.engine.fit_rounds import class_round, fit_round
from tests.property.engine.mutations import load_verifier, mutate, rejects


@pytest.fixture(scope="module")
def verifier() -> ModuleType:
    return load_verifier()


def drawn(number: int) -> FitTranscript:
    result = draw_fit(*fit_round(number))
    assert isinstance(result, FitTranscript)
    return result


def text_of(number: int) -> str:
    """A transcript of either kind, by turns."""
    if number % 2:
        return drawn(number).to_text()
    for at in range(number * 1000, number * 1000 + 1000):
        result = draw(*random_round(at))
        if isinstance(result, Transcript):
            return result.to_json()
    raise AssertionError


def test_what_one_program_draws_the_other_replays_and_both_read_back_the_same_bytes(
    verifier: ModuleType,
):
    for number in range(60):
        transcript = drawn(number)
        text = transcript.to_text()
        record = verifier.read(text.encode())
        assert verifier.differences(record, transcript.announced.commitment()) == []
        again = FitTranscript.from_text(text)
        assert again.to_text() == text
        assert check_fit(again) == ()


def test_a_hundred_altered_transcripts_are_rejected(verifier: ModuleType):
    dice = random.Random(11)
    texts = [mutate(drawn(n % 25).to_text(), dice) for n in range(100)]
    assert [rejects(verifier, text) for text in texts] == [True] * 100


@pytest.mark.slow
def test_a_thousand_draws_of_both_kinds_are_verified_and_a_thousand_altered_ones_rejected(
    verifier: ModuleType,
):
    dice = random.Random(13)
    for number in range(1000):
        text = text_of(number)
        assert not rejects(verifier, text)
        assert rejects(verifier, mutate(text, dice))


def test_both_checks_reject_the_same_alterations_of_the_result():
    dice = random.Random(17)
    for number in range(60):
        text = mutate(drawn(number % 20).to_text(), dice)
        try:
            faults = check_fit(FitTranscript.from_text(text))
        except ValueError:
            continue
        assert faults != ()


def test_whoever_alters_the_input_and_replays_all_of_it_is_betrayed_by_the_announced_hash(
    verifier: ModuleType,
):
    announced, reveals = fit_round(3)
    frozen = announced.frozen
    problem = replace(frozen.instance, fit=frozen.instance.fit + 1)
    forged = announce(replace(frozen, instance=problem), solve(problem))  # type: ignore[arg-type]
    result = draw_fit(forged, reveals)
    assert isinstance(result, FitTranscript)
    record = verifier.read(result.to_text().encode())
    assert verifier.differences(record) == []
    assert len(verifier.differences(record, announced.commitment())) == 1


def test_every_draw_fills_every_seat_within_every_limit_and_within_floor_and_ceiling_of_every_sum():
    for number in range(40):
        announced, _ = fit_round(number)
        p, flow = announced.frozen.instance, announced.marginals.flow
        ready = lottery(announced.frozen, flow)
        for seed in range(5):
            pairs = ready.drawn(seed.to_bytes(32, "big"))
            whole = np.zeros(p.pairs, np.int64)
            whole[pairs] = p.scale
            assert (np.bincount(p.item[pairs], minlength=p.items) == p.seats).all()
            sums = [(np.arange(p.pairs), None), (p.candidate, p.load)]
            for level in p.levels:
                group = level.group_of[p.candidate]
                free = level.limits(p.item, group) == NO_LIMIT
                cells = np.where(free, -1, p.item * level.groups + group)
                limits = level.limits(*np.divmod(np.arange(p.items * level.groups), level.groups))
                sums.append((cells, limits))
            for cells, limits in sums:
                inside = cells >= 0
                expected = np.bincount(cells[inside], flow[inside]) / p.scale
                held = np.bincount(cells[inside], whole[inside]) / p.scale
                assert (np.floor(expected) <= held).all()
                assert (held <= np.ceil(expected)).all()
                if limits is not None:
                    assert (held <= np.minimum(limits, NO_LIMIT)[: len(held)]).all()


def test_each_pair_is_drawn_as_often_as_announced():
    seeds, errors = 100, []
    for number in range(20):
        announced, _ = fit_round(number, items=6, spread=20_000)
        p, flow = announced.frozen.instance, announced.marginals.flow
        ready, counts = lottery(announced.frozen, flow), np.zeros(p.pairs)
        for seed in range(seeds):
            counts[ready.drawn((number * seeds + seed).to_bytes(32, "big"))] += 1
        live, chance = flow % p.scale > 0, flow / p.scale
        assert (counts[~live] == seeds * chance[~live]).all()
        error = counts[live] - seeds * chance[live]
        errors.append(error / np.sqrt(seeds * chance[live] * (1 - chance[live])))
    z = np.concatenate(errors)
    assert len(z) > 1000
    assert abs(z.mean()) < 0.05
    assert 0.87 < z.var() < 1.13
    assert abs(z).max() < 4.5


def test_the_order_of_items_candidates_and_groups_in_the_input_changes_no_byte():
    announced, _ = fit_round(21)
    frozen, dice = announced.frozen, np.random.default_rng(2)
    p = frozen.instance
    items, people = dice.permutation(p.items), dice.permutation(p.candidates)
    at, who = np.argsort(items), np.argsort(people)
    pairs = dice.permutation(p.pairs)
    levels = []
    for level in p.levels:
        groups = dice.permutation(level.groups)
        place = np.append(np.argsort(groups), -1)
        levels.append(
            replace(
                level, group_of=place[level.group_of[people]],
                override_item=at[level.override_item],
                override_group=place[level.override_group],
                names=tuple(level.names[g] for g in groups),
            )
        )  # fmt: skip
    shuffled = type(p).build(
        seats=p.seats[items], load=p.load[people], item=at[p.item[pairs]],
        candidate=who[p.candidate[pairs]], fit=p.fit[pairs], cap=p.cap[pairs], scale=p.scale,
        items=p.items, candidates=p.candidates, levels=levels, objective=p.objective,
        item_names=[p.item_names[i] for i in items],
        candidate_names=[p.candidate_names[c] for c in people],
    )  # fmt: skip
    again = FitInput.build(
        subject=frozen.subject, round=1, instance=shuffled, reserves=frozen.reserves[items],
        sources=tuple(reversed(frozen.sources)), sealed_key=frozen.sealed_key,
        program=frozen.program, beside=tuple(reversed(frozen.beside)),
    )  # fmt: skip
    assert announce(again, announced.marginals).lines == announced.lines


def test_the_first_of_each_class_are_seated_and_a_reserve_is_of_the_class_of_whoever_left():
    announced, reveals = class_round()
    seats: Counter[str] = Counter()
    for seed in range(50):
        panel = lottery(announced.frozen, announced.marginals.flow).panels(bytes([seed] * 32))[0]
        assert Counter(name[0] for name in panel.seated) == {"t": 2, "f": 1}
        assert Counter(name[0] for name in panel.reserves) == {"t": 1, "f": 1}
        seats.update(panel.seated)
    assert len(seats) > 6
    transcript = draw_fit(announced, reveals)
    assert isinstance(transcript, FitTranscript)
    panel = transcript.panels[0]
    for left in panel.seated:
        called = next_reserve(transcript, "item", left)
        assert called is not None
        assert called[0] == left[0]
        assert next_reserve(transcript, "item", left, {called}) is None
