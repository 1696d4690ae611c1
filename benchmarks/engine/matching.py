"""Assignment: the optimum, its proof, its speed and its spread, against other methods."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
from harness import Row, timed
from matchings import references
from matchings.instances import Fits, aamas, dense, of_matrix, pool, profiles, records
from matchings.national import rows as national
from matchings.whole import rows as whole_processes

from jiebang.engine.matching import (
    LINEAR,
    SOLVERS,
    Cover,
    Infeasible,
    Instance,
    Integers,
    Marginals,
    Measures,
    Prices,
    Sides,
    measures,
    perturbed,
    solve_with,
    verify,
    widest,
)
from jiebang.engine.matching.flow import solve_straight

UNIT = 10_000
CPLUSPLUS = "the authors' C++, published"
MIN_MAX = "MinMax's method, our plain form"
RANDOMIZED = "Randomized's method by GLOP, our plain form"
PIECES = "its pieces by HiGHS, our plain form"


def rows() -> Iterator[Row]:
    solve(of_matrix(dense(20, 40), seats=2, load=4))  # the libraries are loaded once
    for part in (
        national,
        conference,
        city,
        sparse,
        tight,
        practice,
        spread,
        besides,
        shortage,
        mutations,
    ):
        yield from part()


def solve(p: Instance, name: str = "flow") -> Marginals:
    answer = SOLVERS[name](p)
    assert isinstance(answer, Marginals)
    return answer


def proved(p: Instance) -> tuple[float, float, Marginals]:
    """Seconds of solving, seconds of the proof's check, and the answer, which must be proved."""
    solving, answer = timed(lambda: solve(p))
    checking, faults = timed(lambda: verify(p, answer))
    assert faults == (), faults
    return solving, checking, answer


def faster(
    what: str, p: Instance, reference: float, name: str, bar: float | None = None
) -> tuple[Row, Marginals]:
    solving, checking, answer = proved(p)
    total = solving + checking
    ours = f"{total:.2f} s (proof {checking:.2f})"
    text = f">= {bar:g}x" if bar else ""
    met = reference / total >= bar if bar else None
    return Row(
        what, ours, f"{name} {reference:.1f} s = {reference / total:.0f}x", text, met
    ), answer


def conference() -> Iterator[Row]:
    fits = aamas()
    if fits is None:
        return
    p = of_matrix(fits, seats=3, load=12)
    slow, value = timed(lambda: references.program(p)[0])
    row, answer = faster("AAMAS 2015, exact", p, slow, "HiGHS, our plain form")
    yield row
    yield Row("  objective", f"{answer.objective / UNIT}", f"HiGHS {value / UNIT:.2f}",
              "1406.25", answer.objective == 14_062_500)  # fmt: skip
    rules = {"seats": 3, "load": 12, "scale": 10, "cap": 8}
    yield from _perturbed("AAMAS 2015", of_matrix(fits, **rules), "0.118")
    rules = {"seats": 3, "load": 12, "scale": 1000, "cap": 800}
    p = of_matrix(fits, **rules, objective=perturbed("0.118", 1000))
    row, answer = faster("  against the authors'", p, 19.2, CPLUSPLUS)
    yield row
    found = measures(p, answer.flow)
    same = abs(found.fit / UNIT - 1334.1) < 0.01
    yield Row("  quality and entropy", f"{found.fit / UNIT:.2f}, {found.entropy:.0f}",
              "1334.10, 1411 published", "the same", same)  # fmt: skip


def city() -> Iterator[Row]:
    fits = dense()
    slow, value = timed(lambda: references.min_max(fits, 3, 6))
    p = of_matrix(fits, seats=3, load=6)
    row, answer = faster("911 x 2,435 dense, exact", p, slow, MIN_MAX)
    yield row
    yield Row("  objective", str(answer.objective), f"plain form {value}", "the same",
              answer.objective == value)  # fmt: skip
    yield faster("  against OpenReview's", p, 162, "MinMax, published", 100)[0]
    yield from whole_processes(fits)
    yield from _capped(dense(600, 1600))
    p = of_matrix(fits, seats=3, load=6, scale=2, cap=1)
    yield faster("911 x 2,435 dense, cap 1/2", p, 326, "Randomized, published", 120)[0]
    rules = {"seats": 3, "load": 6, "scale": 10, "cap": 9}
    small = of_matrix(dense(200, 500), **rules)
    yield from _perturbed("200 x 500", small, "0.2", 80)
    p = of_matrix(fits, **rules, objective=perturbed("0.2", 10))
    yield faster("911 x 2,435 perturbed, cap .9, beta .2", p, 635, CPLUSPLUS, 80)[0]


def _capped(fits: Any) -> Iterator[Row]:
    slow, value = timed(lambda: references.randomized(fits, 3, 6, 0.5))
    p = of_matrix(fits, seats=3, load=6, scale=2, cap=1)
    row, answer = faster("600 x 1,600 dense, cap 1/2", p, slow, RANDOMIZED, 120)
    yield row
    yield Row("  objective", str(answer.objective), f"plain form {2 * value:.0f}", "the same",
              answer.objective == round(2 * value))  # fmt: skip


def _perturbed(name: str, plain: Instance, beta: str, bar: float | None = None) -> Iterator[Row]:
    """On the grid of the pieces, where the two programs are the same."""
    slow, value = timed(lambda: references.perturbed_program(plain, float(beta)))
    curve = perturbed(beta, plain.scale)
    p = replace(plain, objective=curve)
    row, answer = faster(f"{name} perturbed, beta {beta}", p, slow, PIECES, bar)
    yield row
    one = curve.slopes[0] / (1 - float(beta) / 10) * plain.scale
    yield Row("  objective", f"{answer.objective / one:.1f}", f"plain form {value:.1f}", "the same",
              abs(answer.objective / one - value) < 1e-6 * value)  # fmt: skip


def sparse() -> Iterator[Row]:
    p = pool(5_000, 20_000).instance(seats=5, load=6, scale=2, cap=1)
    slow, (value, _) = timed(lambda: references.program(p))
    row, answer = faster("5,000 x 20,000 top 200, cap 1/2", p, slow, "HiGHS, our plain form")
    yield row
    yield Row("  objective", str(answer.objective), f"HiGHS {value * 2:.0f}", "the same",
              answer.objective == round(value * 2))  # fmt: skip
    p = pool(20_000, 100_000).instance(seats=5, load=6, scale=2, cap=1)
    yield faster("20,000 x 100,000 top 200, cap 1/2", p, 75, "HiGHS, published")[0]


def tight() -> Iterator[Row]:
    """Seats for 93 percent of all loads."""
    p = pool(5_000, 4_500).instance(seats=5, load=6)
    solving, checking, answer = proved(p)
    ours = measures(p, answer.flow)
    seconds, flow = timed(lambda: references.greedy(p))
    seated = np.bincount(p.item, weights=flow, minlength=p.items)
    theirs = measures(p, flow)
    yield Row(
        "tight 5,000 x 4,500: empty seats", "0", f"greedy {int((5 - seated).sum())}", "0", True
    )
    yield Row("  worst panel", f"{ours.worst:.0f}", f"greedy {theirs.worst:.0f}", "above greedy",
              ours.worst > theirs.worst)  # fmt: skip
    yield Row("  time", f"{solving + checking:.2f} s", f"greedy {seconds:.2f} s")


def practice() -> Iterator[Row]:
    """Uniform within the discipline, five draws, against our best at cap one half. A seat that
    practice leaves empty has no fit. Abstracts are judged by the plain likeness by which the figure
    was shown; by ours, which knows disciplines, whoever is of the discipline fits better, and so
    does practice."""
    yield from _practised("invented profiles", [profiles()], 3)
    for items, documents, seats in ((200, 3, 5), (250, 1, 5), (250, 3, 3)):
        splits = [records(items, documents, seed) for seed in range(1, 5)]
        found = [split for split in splits if split is not None]
        if found:
            people = found[0].fits.shape[1]
            what = f"{items} CSL abstracts, {people} people of {documents}, k {seats}"
            rounds = [(s.plain, s.field, s.field_of) for s in found]
            yield from _practised(f"{what}, plain likeness", rounds, seats)
            rounds = [(s.fits, s.field, s.field_of) for s in found]
            yield from _practised(f"{what}, our likeness", rounds, seats, bar=False)


def _practised(
    what: str, rounds: list[tuple[Fits, Integers, Integers]], seats: int, *, bar: bool = True
) -> Iterator[Row]:
    """Sums over all rounds. Beside them what no method exceeds: ours is the proved optimum under
    the cap, and the second row the proved optimum without one."""
    ours, theirs, best, empty, wanted = 0.0, 0.0, 0.0, 0.0, 0
    for fits, field, field_of in rounds:
        p = of_matrix(fits, seats=seats, load=6, scale=2, cap=1)
        ours += proved(p)[2].objective / p.scale
        best += proved(of_matrix(fits, seats=seats, load=6))[2].objective
        draws = [references.within_field(fits, field, field_of, seats, 6, s) for s in range(5)]
        theirs += float(np.mean([total for total, _ in draws]))
        empty += float(np.mean([left for _, left in draws]))
        wanted += int(p.seats.sum())
    ratio, seat = ours / theirs, ours / wanted / (theirs / (wanted - empty))
    practised = f"practice, {theirs / best:.2f} of the best, {100 * empty / wanted:.0f} % empty"
    yield Row(f"fit against practice, {what}, cap 1/2",
              f"{ratio:.2f}x, 0 empty; {seat:.2f}x a filled seat", practised,
              ">= 1.45x" if bar else "", ratio >= 1.45 if bar else None)  # fmt: skip
    own = np.concatenate([np.bincount(of, minlength=field.max() + 1)[field]
                          for _, field, of in rounds])  # fmt: skip
    few = 100 * float(np.mean(own <= seats))
    yield Row("  what no method exceeds, even without a cap", f"{best / theirs:.2f}x",
              f"{own.mean():.1f} people in an item's discipline, {few:.0f} % of items have no more"
              " of them than seats")  # fmt: skip


def spread() -> Iterator[Row]:
    """At the quality and the cap of perturbed maximization, whose optimum is proved."""
    fits = aamas()
    cases: list[tuple[str, Any, int, str]] = [("911 x 2,435", dense(), 90, "0.2")]
    if fits is not None:
        cases.append(("AAMAS 2015", fits, 80, "0.118"))
    for name, matrix, cap, beta in cases:
        rules = {"seats": 3, "load": 6 if cap == 90 else 12, "scale": 100, "cap": cap}
        pm = of_matrix(matrix, **rules, objective=perturbed(beta, 100))
        flow = solve(pm).flow
        theirs, quality = measures(pm, flow), LINEAR.value(pm.fit, flow)
        seconds, found = timed(partial(widest, pm, quality))
        instance, answer = found
        assert verify(instance, answer) == ()
        yield from _randomness(name, measures(instance, answer.flow), theirs, seconds)


def _randomness(name: str, ours: Measures, theirs: Measures, seconds: float) -> Iterator[Row]:
    entropy, squares = ours.entropy / theirs.entropy, ours.squares / theirs.squares
    pm = "perturbed maximization"
    yield Row(f"{name}: entropy at equal quality and cap", f"{ours.entropy:.0f} = {entropy:.2f}x",
              f"{pm} {theirs.entropy:.0f}", ">= 1.09x", entropy >= 1.09)  # fmt: skip
    yield Row("  L2 (sum of squares)", f"{ours.squares:.0f} = {squares:.3f}x",
              f"{pm} {theirs.squares:.0f}", "<= 0.99x", squares <= 0.99)  # fmt: skip
    yield Row("  pairs that may happen; time of the search",
              f"{ours.support}; {seconds:.1f} s", f"{theirs.support}")  # fmt: skip


def besides() -> Iterator[Row]:
    """Rules that are no tree, on the dense round: 2,000 couples apart, one of a kind on each."""
    p, dice = of_matrix(dense(), seats=3, load=6), np.random.default_rng(1)
    left, right = dice.integers(0, p.candidates, (2, 2000))
    left, right = left[left != right], right[left != right]
    for name, cover in (
        ("2,000 couples apart", ()),
        ("and one of 15 % of people on each panel",
         (Cover("kind", dice.random(p.candidates) < 0.15, np.ones(p.items, np.int64)),)),
    ):  # fmt: skip
        seconds, found = timed(partial(solve_with, p, Sides(left, right, cover=cover)))
        lost = 100 * (1 - found.answer.objective / found.bound)
        yield Row(f"911 x 2,435, {name}", f"{seconds:.1f} s, {len(found.shortages)} not kept",
                  f"{lost:.3f} % below the best without", "all kept",
                  not found.shortages)  # fmt: skip


def shortage() -> Iterator[Row]:
    p = of_matrix(dense(1000, 400), seats=3, load=6)
    seconds, answer = timed(lambda: solve_straight(p))
    assert isinstance(answer, Infeasible)
    yield Row("why 1,000 items cannot be filled", f"{seconds:.2f} s, {answer.short} seats short",
              "", "<= 5 s", seconds <= 5 and answer.short == 600)  # fmt: skip


def mutations() -> Iterator[Row]:
    """Random changes of flow, objective or prices, which must all be refused."""
    p = pool(500, 2_000, top=50).instance(quotas=True, seats=3, load=6, scale=2, cap=1)
    answer, dice, refused = solve(p), np.random.default_rng(1), 0
    assert answer.prices is not None
    for number in range(1000):
        flow, item, value = answer.flow.copy(), answer.prices.item.copy(), answer.objective
        if number % 3 == 0:
            flow[dice.integers(p.pairs)] += dice.choice([-1, 1])
        elif number % 3 == 1:
            item[dice.integers(p.items)] += int(dice.integers(1, 10**6))
        else:
            value += int(dice.choice([-1, 1]) * dice.integers(1, 10**6))
        prices = Prices(item, answer.prices.candidate, answer.prices.groups)
        refused += verify(p, Marginals(flow, value, prices)) != ()
    yield Row("altered flows, prices, objectives refused", f"{refused} of 1000", "", "all",
              refused == 1000)  # fmt: skip
