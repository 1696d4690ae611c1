"""Agreement, who tips the result, and what deserves a second look."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest

from jiebang.engine.scoring import (
    Criterion,
    Flip,
    Limits,
    Panelled,
    Rule,
    ScoreTable,
    Sheet,
    Signal,
    Signed,
    agreement,
    flips,
    ratings,
    reviewer_signals,
    sheet_signals,
)
from jiebang.engine.scoring.collusion import discoveries

D = Decimal
TABLE = ScoreTable((Criterion("a", 50, 10), Criterion("b", 50, 10)))

# Shrout and Fleiss 1979, table 2: six targets, four judges. ICC(1) is 0.17.
JUDGED = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]


def test_agreement_is_that_of_the_published_example():
    cells = [(f"i{i}", f"r{j}", v) for i, row in enumerate(JUDGED) for j, v in enumerate(row)]
    found = agreement(ratings(cells))
    assert found.icc == pytest.approx(0.1657, abs=1e-4)
    assert (found.items, found.sheets, found.notes) == (6, 24, ("few_items",))
    pairs = [(a, b) for row in JUDGED for k, a in enumerate(row) for b in row[k + 1 :]]
    values = [v for row in JUDGED for v in row]
    seen = np.mean([(a - b) ** 2 for a, b in pairs])
    chance = np.mean([(a - b) ** 2 for k, a in enumerate(values) for b in values[k + 1 :]])
    assert found.alpha == pytest.approx(1 - seen / chance)
    assert -0.15 < found.low < found.icc < found.high < 0.65


def test_agreement_is_not_invented():
    alone = agreement(ratings([("a", "r", 1), ("b", "s", 2)]))
    assert (alone.icc, alone.alpha, alone.notes) == (None, None, ("few_items", "single_sheets"))
    same = agreement(ratings((i, r, 5) for i in "abc" for r in "rs"))
    assert (same.icc, same.notes) == (None, ("few_items", "no_variation"))
    full = agreement(ratings((i, r, v) for i, v in (("a", 1), ("b", 2)) for r in "rs"))
    assert (full.icc, full.low, full.high, full.alpha) == (1.0, 1.0, 1.0, 1.0)


def totals(**given: str) -> tuple[tuple[str, Decimal], ...]:
    return tuple((who, D(v)) for who, v in sorted(given.items()))


def test_a_reviewer_whose_absence_changes_the_winner_is_named_with_the_change():
    items = [Panelled("x", totals(p="70", q="72", s="95")),
             Panelled("y", totals(p="80", q="78", s="72"))]  # fmt: skip
    assert flips(items, Rule("mean"), top=1) == (
        Flip("s", "removed", ("y",), ("x",), D(0)),
    )  # fmt: skip
    assert flips(items, Rule("mean"), top=2) == ()


def test_recentring_moves_only_where_the_reviewer_sat():
    items = [Panelled("x", totals(p="80", q="80", s="90")),
             Panelled("y", totals(p="82", q="82")),
             Panelled("z", totals(p="60", q="60", s="70"))]  # fmt: skip
    assert flips(items, Rule("mean"), top=1) == (
        Flip("s", "removed", ("y",), ("x",), D(0)),
        Flip("s", "recentred", ("y",), ("x",), D("-10.00")),
    )


def signed(item: str, who: str, a: str, b: str, comment: str = "", minutes: str = "") -> Signed:
    return Signed(item, Sheet(who, {"a": D(a), "b": D(b)}, {"a": comment}),
                  D(minutes) if minutes else None)  # fmt: skip


def test_full_marks_one_pattern_and_one_total_are_told_apart():
    given = [signed(i, "full", "10", "10") for i in "wxyz"]
    given += [signed(i, "pattern", "7", "8") for i in "wxyz"]
    given += [signed(i, "total", str(n), str(10 - n)) for n, i in enumerate("wxyz")]
    given += [signed(i, "fine", str(n), str(n + 2)) for n, i in enumerate("wxyz")]
    given += [signed(i, "short", "10", "10") for i in "wx"]
    assert sheet_signals(TABLE, given, Limits()) == (
        Signal("full_marks", ("full",), ("w", "x", "y", "z"), {"sheets": 4}),
        Signal("same_pattern", ("pattern",), ("w", "x", "y", "z"),
               {"scores": (D(7), D(8)), "sheets": 4, "of": 4}),
        Signal("same_total", ("total",), ("w", "x", "y", "z"),
               {"total": D("50.00"), "sheets": 4}),
    )  # fmt: skip


def test_comments_found_again_and_sheets_in_no_time_are_told():
    text = "技术路线清楚, 指标响应完整, 进度安排可行。"
    given = [
        signed("x", "r", "1", "2", text, "12"),
        signed("y", "r", "3", "5", f"{text}经费略高", "2.5"),
        signed("z", "r", "5", "6", "与需求关系不大, 团队经验不足, 建议补充。", "3"),
        signed("x", "s", "5", "6", text),
    ]
    assert sheet_signals(TABLE, given, Limits(minutes=D(3))) == (
        Signal("copied_comment", ("r",), ("x", "y"),
               {"criterion": "a", "share": 100, "length": 18}),
        Signal("fast", ("r",), ("y",), {"minutes": D("2.5"), "limit": D(3)}),
    )  # fmt: skip


def test_a_total_far_from_the_mean_of_its_item_is_to_be_confirmed():
    given = [signed("x", "r", "9", "9"), signed("x", "s", "9", "9"), signed("x", "t", "2", "2")]
    assert sheet_signals(TABLE, given, Limits(outlier=D(40))) == (
        Signal("outlier", ("t",), ("x",),
               {"distance": D("46.67"), "mean": D("66.67"), "total": D("20.00")}),
    )  # fmt: skip


def test_the_step_up_procedure_keeps_what_the_table_of_limits_keeps():
    p = np.array([0.041, 0.001, 0.03, 0.6, 0.012])
    assert discoveries(p, 0.05) == [1, 4, 2]
    assert discoveries(p, 0.05, tests=50) == [1]
    assert discoveries(np.array([]), 0.05) == []


def crowd(lift: float, seed: int = 4) -> list[tuple[str, str, float]]:
    """200 items in front of 60 reviewers; r00, r01 and r02 sit together on ten of them."""
    dice = np.random.default_rng(seed)
    lenient = dice.normal(0, 5, 60)
    rows = []
    for i in range(200):
        own = i % 20 == 0
        others = dice.choice(np.arange(3, 60), 2 if own else 5, replace=False)
        quality = dice.normal(70, 8)
        for j in (*(range(3) if own else ()), *others):
            value = quality + lenient[j] + dice.normal(0, 5) + lift * (j < 3)
            rows.append((f"i{i:03}", f"r{j:02}", float(round(value))))
    for j in range(3):
        rows += [(f"i{i:03}", f"r{j:02}", 70.0 + lenient[j]) for i in range(1 + j, 200, 20)]
    return rows


def test_three_who_lift_what_they_share_are_a_ring_and_without_lift_nobody_is():
    told = [s for s in reviewer_signals(ratings(crowd(12))) if s.code == "ring"]
    assert [s.reviewers for s in told] == [("r00", "r01", "r02")]
    assert set(told[0].items) >= {f"i{i:03}" for i in range(0, 200, 20)}
    assert 6 < told[0].evidence["lift"] < 18
    assert reviewer_signals(ratings(crowd(0))) == ()


def test_a_reviewer_who_rolls_dice_is_unrelated_to_the_items():
    dice = np.random.default_rng(2)
    rows = [(i, r, dice.uniform(40, 100) if r == "r09" else v) for i, r, v in crowd(0)]
    told = reviewer_signals(ratings(rows))
    assert [(s.code, s.reviewers) for s in told] == [("unrelated", ("r09",))]
    assert abs(told[0].evidence["slope"]) < 0.8
    assert told[0].evidence["consistency"] > 2 * told[0].evidence["usual"]


def test_a_panel_that_shows_nothing_gives_no_signal():
    assert reviewer_signals(ratings((i, r, 80) for i in "abc" for r in "rst")) == ()
    assert reviewer_signals(ratings([("a", "r", 1), ("b", "r", 9)])) == ()
