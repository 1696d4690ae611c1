"""The draw: what twenty thousand panels cost, whether chances are kept, what the replay rejects."""

from __future__ import annotations

import random
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from harness import ROOT, Row, peak_mb, timed

from jiebang.engine.draw import Reveal, Source, commit_reveal
from jiebang.engine.draw.fit import (
    Announcement,
    FitInput,
    announce,
    ball_sheet,
    draw_fit,
    lottery,
    pseudonym,
    seal,
)
from jiebang.engine.matching import (
    LINEAR,
    Instance,
    Level,
    Marginals,
    Objective,
    own_group,
    smooth,
    solve,
)

sys.path.insert(0, str(ROOT))
KEY = bytes(32)
SECRET = Reveal("office", bytes(32), b"sealed in an envelope")
SOURCE = Source("office", commit_reveal(SECRET.salt, SECRET.value))
SEEDS, ROUNDS = 2000, 100
SPREAD = 5000
"""A chance falls by one for half a unit of fit."""


def rows() -> Iterator[Row]:
    yield from _chances()
    yield from _forgeries()
    yield from _ceremony()
    yield from _round(PROVINCE, "spread", smooth(SPREAD, 1000))
    yield from _round(NATIONAL, "capped at 1/2", LINEAR)


# A national round ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Shape:
    items: int
    candidates: int
    top: int
    units: int
    cities: int
    provinces: int
    seats: int = 5
    reserves: int = 2
    load: int = 6


NATIONAL = Shape(20_000, 100_000, 200, 8_000, 300, 31)
PROVINCE = Shape(2_000, 10_000, 100, 2_000, 60, 12)


def problem(shape: Shape, objective: Objective) -> Instance:
    """Best candidates at random, fits from a beta distribution; one seat a unit, at most two from
    the item's own city and three from its province."""
    dice = np.random.default_rng(1)
    n = shape.items * shape.top
    chosen = [dice.choice(shape.candidates, shape.top, replace=False) for _ in range(shape.items)]
    unit = dice.integers(0, shape.units, shape.candidates)
    city = dice.integers(0, shape.cities, shape.units)[unit]
    province = dice.integers(0, shape.provinces, shape.cities)[city]
    own = (
        dice.integers(0, shape.cities, shape.items),
        dice.integers(0, shape.provinces, shape.items),
    )
    levels = [
        Level("unit", unit, 1, names=tuple(f"unit {g}" for g in range(shape.units))),
        own_group("city", city, own[0], 2, names=[f"city {g}" for g in range(shape.cities)]),
        own_group(
            "province", province, own[1], 3, names=[f"p {g}" for g in range(shape.provinces)]
        ),
    ]
    return Instance.build(
        seats=[shape.seats + shape.reserves] * shape.items, load=shape.load,
        candidates=shape.candidates, item=np.repeat(np.arange(shape.items), shape.top),
        candidate=np.concatenate(chosen), fit=(10_000 * dice.beta(2, 5, n)).astype(np.int64),
        cap=500, scale=1000, levels=levels, objective=objective,
        item_names=[pseudonym(KEY, "item", str(i)) for i in range(shape.items)],
        candidate_names=[pseudonym(KEY, "candidate", str(c)) for c in range(shape.candidates)],
    )  # fmt: skip


def freeze(shape: Shape, instance: Instance, **more: Any) -> FitInput:
    return FitInput.build(
        subject="benchmark", round=1, instance=instance, reserves=shape.reserves, sources=[SOURCE],
        sealed_key=seal(KEY), program="benchmark", **more,
    )  # fmt: skip


def announced(frozen: FitInput) -> Announcement:
    answer = solve(frozen.instance)
    assert isinstance(answer, Marginals)
    return announce(frozen, answer)


def _round(shape: Shape, name: str, objective: Objective) -> Iterator[Row]:
    instance = problem(shape, objective)
    freezing, frozen = timed(lambda: freeze(shape, instance))
    solving, answer = timed(lambda: solve(frozen.instance))
    announcing, made = timed(lambda: announce(frozen, answer))
    drawing, transcript = timed(lambda: draw_fit(made, [SECRET]))
    what = f"{shape.items:,} panels of 5 + 2, {shape.candidates:,} people, {name}"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "transcript.jsonl"
        path.write_bytes(transcript.to_text().encode())
        size = path.stat().st_size / 1e6
        script = [sys.executable, str(ROOT / "tools" / "verify_draw.py"), str(path)]
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        replaying, done = timed(
            lambda: subprocess.run(script, check=False, capture_output=True, text=True)  # noqa: S603
        )
    same = done.returncode == 0
    spent = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
    yield Row(f"{what}: replayed alone", f"{replaying:.1f} s ({spent:.1f} CPU), {size:.0f} MB",
              "rounding alone 2.2 s, published", "<= 5 s, same bytes",
              same and replaying <= 5)  # fmt: skip
    whole = freezing + solving + announcing + drawing + replaying
    parts = f"{freezing:.1f}+{solving:.1f}+{announcing:.1f}+{drawing:.1f}+{replaying:.1f}"
    yield Row(f"{what}: the whole round", f"{whole:.1f} s, {peak_mb():.0f} MB",
              parts, "<= 45 s, <= 1.5 GB", whole <= 45 and peak_mb() <= 1500)  # fmt: skip


# Chances ---------------------------------------------------------------------------------------


def _chances() -> Iterator[Row]:
    from tests.property.engine.fit_rounds import fit_round  # noqa: PLC0415

    errors, broken, above = [], 0, 0
    for number in range(ROUNDS):
        made, _ = fit_round(number, items=8, spread=20_000)
        p, flow = made.frozen.instance, made.marginals.flow
        ready, counts = lottery(made.frozen, flow), np.zeros(p.pairs)
        for seed in range(SEEDS):
            pairs = ready.drawn((number * SEEDS + seed).to_bytes(32, "big"))
            counts[pairs] += 1
            broken += violations(p, pairs)
        live = flow % p.scale > 0
        chance = flow[live] / p.scale
        errors.append((counts[live] - SEEDS * chance) / np.sqrt(SEEDS * chance * (1 - chance)))
        above += int((flow > p.cap).sum()) + int((counts[flow == 0] > 0).sum())
    z = np.concatenate(errors)
    yield Row(f"standardised error of {len(z):,} marginals, {SEEDS:,} seeds each",
              f"mean {z.mean():+.3f}, variance {z.var():.3f}", "a normal: 0, 1",
              "variance .97 to 1.03", bool(0.97 <= z.var() <= 1.03))  # fmt: skip
    yield Row("pairs above their cap", str(above), "", "0", above == 0)
    yield Row(f"quotas broken in {SEEDS * ROUNDS:,} draws of 8 panels", str(broken), "", "0",
              broken == 0)  # fmt: skip


def violations(p: Instance, pairs: Any) -> int:
    """Seats, loads and limits of groups not kept by one outcome, counted directly."""
    wrong = int((np.bincount(p.item[pairs], minlength=p.items) != p.seats).sum())
    wrong += int((np.bincount(p.candidate[pairs], minlength=p.candidates) > p.load).sum())
    for level in p.levels:
        group = level.group_of[p.candidate[pairs]]
        cells = p.item[pairs] * level.groups + group
        keys, held = np.unique(cells[group >= 0], return_counts=True)
        wrong += int((held > level.limits(*np.divmod(keys, level.groups))).sum())
    return wrong


# Forgeries and balls ---------------------------------------------------------------------------


def _forgeries() -> Iterator[Row]:
    from tests.property.engine.mutations import load_verifier, mutate, rejects  # noqa: PLC0415
    from tests.property.engine.test_draw_fit import text_of  # noqa: PLC0415

    verifier, dice = load_verifier(), random.Random(29)  # noqa: S311 -- repeatable
    texts = [text_of(number) for number in range(1000)]
    verified = sum(not rejects(verifier, text) for text in texts)
    rejected = sum(rejects(verifier, mutate(text, dice)) for text in texts)
    yield Row("random draws, plain and by fit, that the replay verifies", f"{verified} of 1000",
              "", "1000", verified == 1000)  # fmt: skip
    yield Row("altered transcripts that the replay rejects", f"{rejected} of 1000", "", "1000",
              rejected == 1000)  # fmt: skip


def _ceremony() -> Iterator[Row]:
    shape = Shape(20, 200, 40, 60, 12, 4)
    made = announced(freeze(shape, problem(shape, smooth(SPREAD, 1000)), balls=1000))
    spent, _ = timed(lambda: ball_sheet(made, [SECRET]))
    yield Row("a ceremony with balls: 1000 sets of 20 panels", f"{spent:.1f} s")
