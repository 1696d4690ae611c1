"""What stands beside the result, on any panel: no warning, no order of input, no invented order."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from jiebang.engine.scoring import (
    CannotTell,
    Panelled,
    Rule,
    agreement,
    calibrate,
    components,
    flips,
    ratings,
    reviewer_signals,
    standings,
)


@st.composite
def rated(draw: st.DrawFn) -> list[tuple[str, str, float]]:
    """Up to 6 items and reviewers, holes, few different scores: every degenerate panel."""
    n, m = draw(st.integers(1, 6)), draw(st.integers(1, 6))
    scores = (
        st.sampled_from([0, 50, 70, 71, 80, 100]) if draw(st.booleans()) else st.integers(0, 100)
    )
    cells = draw(st.sets(st.tuples(st.integers(0, n - 1), st.integers(0, m - 1)), min_size=1))
    return [(f"i{i}", f"r{j}", float(draw(scores))) for i, j in sorted(cells)]


@settings(max_examples=120, deadline=None)
@given(rated(), st.randoms(use_true_random=False))
def test_any_panel_is_calibrated_or_told_why_not(rows, dice):
    found = ratings(rows)
    answer = calibrate(found)
    shuffled = list(rows)
    dice.shuffle(shuffled)
    again = calibrate(ratings(shuffled))
    if isinstance(answer, CannotTell):
        assert answer == again
        return
    assert answer.items == again.items
    assert len(components(found)) == 1
    places = standings(answer, top=2, seed=1, number=100)
    assert {p.id for p in places} == {i for i, _, _ in rows}
    assert all(1 <= p.low <= p.high <= len(places) for p in places)
    assert abs(sum(p.top for p in places) - min(2, len(places))) < 1e-9
    assert all(i.error > 0 and np.isfinite(i.value) for i in answer.items)


@settings(max_examples=60, deadline=None)
@given(rated())
def test_agreement_and_signals_hold_on_any_panel(rows):
    told = agreement(ratings(rows))
    if told.icc is not None:
        assert told.low - 1e-9 <= told.icc <= min(told.high + 1e-9, 1 + 1e-9)
        assert told.alpha <= 1 + 1e-9
    assert all(0 <= s.evidence["p"] <= 0.005 for s in reviewer_signals(ratings(rows)))


@settings(max_examples=60, deadline=None)
@given(rated(), st.integers(1, 3))
def test_a_removal_flips_exactly_when_the_first_by_fractions_change(rows, top):
    """The rule is the mean; scores are small whole numbers, so that no rounding decides."""
    panels: dict[str, list[tuple[str, int]]] = {}
    for item, who, score in rows:
        panels.setdefault(item, []).append((who, int(score) // 10))

    def first(left: str) -> set[str]:
        means = {
            item: Fraction(sum(s for _, s in kept), len(kept))
            for item, given in panels.items()
            for kept in [[g for g in given if g[0] != left] or given]
        }
        return set(sorted(means, key=lambda i: (-means[i], i))[:top])

    items = [Panelled(i, tuple((w, Decimal(s)) for w, s in g)) for i, g in panels.items()]
    told = {f.reviewer: f for f in flips(items, Rule("mean"), top=top) if f.how == "removed"}
    before = first("")
    for who in {w for _, w, _ in rows}:
        after = first(who)
        assert (who in told) == (after != before)
        if who in told:
            assert (set(told[who].enters), set(told[who].leaves)) == (
                after - before, before - after,
            )  # fmt: skip
