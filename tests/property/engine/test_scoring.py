"""Scoring against exact fractions."""

from __future__ import annotations

import math
import statistics
from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from jiebang.engine.scoring import (
    Criterion,
    Requester,
    Rule,
    ScoreTable,
    Sheet,
    score_item,
    sheet_total,
)

HUNDREDTH = Fraction(1, 100)


def rounded(value: Fraction) -> Fraction:
    """Half up, the schoolbook way."""
    return math.floor(value / HUNDREDTH + Fraction(1, 2)) * HUNDREDTH


def exact(value: Decimal) -> Fraction:
    return Fraction(value)


@st.composite
def scored_items(draw: st.DrawFn) -> tuple[ScoreTable, list[Sheet]]:
    cuts = sorted(draw(st.sets(st.integers(1, 99), max_size=4)))
    weights = [b - a for a, b in zip([0, *cuts], [*cuts, 100], strict=True)]
    criteria = tuple(
        Criterion(f"c{n}", weight, draw(st.integers(1, 100))) for n, weight in enumerate(weights)
    )
    sheets = [
        Sheet(
            f"r{n}",
            {c.code: Decimal(draw(st.integers(0, c.maximum * 100))).scaleb(-2) for c in criteria},
        )
        for n in range(draw(st.integers(1, 8)))
    ]
    return ScoreTable(criteria), sheets


def panel_by_fractions(method: str, totals: list[Fraction], trim_from: int) -> Fraction:
    if method == "median":
        return rounded(statistics.median(totals))
    if method == "trimmed" and len(totals) >= trim_from:
        totals = sorted(totals)[1:-1]
    return rounded(sum(totals, Fraction()) / len(totals))


@settings(max_examples=300, deadline=None)
@given(
    scored_items(),
    st.sampled_from(["mean", "trimmed", "median"]),
    st.integers(3, 7),
    st.integers(0, 100),
    st.integers(0, 10_000),
    st.integers(0, 5_000),
    st.randoms(use_true_random=False),
)
def test_the_result_equals_exact_fractions_rounded_at_the_stated_places(
    item, method, trim_from, weight, points, limit, dice
):
    table, sheets = item
    said = Fraction(points, 100)
    rule = Rule(method, weight, trim_from, outlier_limit=Decimal(limit).scaleb(-2))
    result = score_item(table, sheets, rule, Requester(Decimal(points).scaleb(-2)))
    totals = [
        rounded(
            sum(
                (exact(s.scores[c.code]) * c.weight / c.maximum for c in table.criteria), Fraction()
            )
        )
        for s in sheets
    ]
    panel = panel_by_fractions(method, totals, trim_from)
    assert [exact(value) for _, value in result.totals] == totals
    assert exact(result.panel) == panel
    assert exact(result.final) == rounded((panel * (100 - weight) + said * weight) / 100)
    middle = sum(totals, Fraction()) / len(totals)
    far = [f"r{n}" for n, t in enumerate(totals) if abs(t - middle) > Fraction(limit, 100)]
    assert list(result.outliers) == far
    shuffled = list(sheets)
    dice.shuffle(shuffled)
    assert score_item(table, shuffled, rule, Requester(Decimal(points).scaleb(-2))) == result


@settings(max_examples=150, deadline=None)
@given(scored_items())
def test_a_better_score_never_lowers_a_total_and_totals_stay_between_0_and_100(item):
    table, sheets = item
    first = sheets[0]
    better = Sheet(
        "r", {c.code: (first.scores[c.code] + c.maximum) / 2 // 1 for c in table.criteria}
    )
    better = Sheet("r", {k: max(v, first.scores[k]) for k, v in better.scores.items()})
    assert 0 <= sheet_total(table, first) <= sheet_total(table, better) <= 100
