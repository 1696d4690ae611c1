"""Two stages, one result; and the level of a reviewer."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from jiebang.engine.scoring import (
    Criterion,
    Deduction,
    Entry,
    Grade,
    Measure,
    Place,
    Requester,
    Rule,
    ScoreTable,
    ScoringError,
    Sheet,
    Stage,
    Work,
    quality_level,
    rank,
    score_stages,
)

D = Decimal
TABLE = ScoreTable((Criterion("all", 100, 100, floor=D(50)),))


def sheets(*scores: str) -> tuple[Sheet, ...]:
    return tuple(Sheet(f"r{n}", {"all": D(s)}) for n, s in enumerate(scores, 1))


def stages(first: tuple[Sheet, ...], second: tuple[Sheet, ...]) -> tuple[Stage, ...]:
    rule = Rule("mean", outlier_limit=D(15))
    return Stage("online", 40, TABLE, first, rule), Stage("meeting", 60, TABLE, second, rule)


def test_two_stages_are_weighed_after_each_is_rounded_and_then_the_requester_has_its_share():
    given = stages(sheets("80", "81", "81"), sheets("90", "70"))
    staged = score_stages(given, requester_weight=20, requester=Requester(D(100)))
    assert [(s.stage, s.kind, s.formula()) for s in staged.result.steps if s.kind != "total"] == [
        ("online", "floor", "(80.00 + 81.00 + 81.00) ÷ 3 = 80.67"),
        ("online", "mean", "(80.00 + 81.00 + 81.00) ÷ 3 = 80.67"),
        ("meeting", "floor", "(90.00 + 70.00) ÷ 2 = 80.00"),
        ("meeting", "mean", "(90.00 + 70.00) ÷ 2 = 80.00"),
        ("", "stages", "80.67 × 40 ÷ 100 + 80.00 × 60 ÷ 100 = 80.27"),
        ("", "combine", "80.27 × 80 ÷ 100 + 100 × 20 ÷ 100 = 84.22"),
    ]
    assert (staged.result.panel, staged.result.final) == (D("80.27"), D("84.22"))
    assert [(code, r.panel) for code, r in staged.stages] == [
        ("online", D("80.67")), ("meeting", D("80.00")),
    ]  # fmt: skip


def test_a_floor_or_an_outlier_of_any_stage_counts_and_staged_results_are_ranked():
    low = score_stages(stages(sheets("40", "41"), sheets("99"))).result
    wide = score_stages(stages(sheets("60", "100"), sheets("80"))).result
    assert (low.failed, wide.outliers) == (("all",), ("r1", "r2"))
    assert rank([Entry("a", low), Entry("b", wide)]) == (
        Place("b", 1, "first"), Place("a", None, "floor"),
    )  # fmt: skip


def test_stages_that_make_no_whole_are_refused():
    one, two = stages(sheets("80"), sheets("80"))
    with pytest.raises(ValueError, match="sum to 100"):
        score_stages([one])
    with pytest.raises(ValueError, match="same stage"):
        score_stages([one, Stage("online", 60, TABLE, sheets("80"), Rule("mean"))])
    with pytest.raises(ValueError, match="counts once"):
        score_stages([one, Stage("x", 60, TABLE, sheets("80"), Rule("mean", requester_weight=5))])
    with pytest.raises(ScoringError, match="requester_missing"):
        score_stages([one, two], requester_weight=20)


MEASURES = (
    Measure("late_percent", Fraction(0), Fraction(10), points=5, most=20),
    Measure("comment_short", Fraction(60), Fraction(20), points=5, most=10),
    Measure("deviation", Fraction(8), Fraction(1), points=2, most=20),
    Measure("complaints", Fraction(0), Fraction(1), points=30, most=60),
)
GRADES = (Grade("A", 90), Grade("B", 70), Grade("C", 0))


def test_a_level_is_a_hundred_less_what_each_measure_takes():
    work = Work(sheets=8, late=2, comment_length=Fraction(35), deviation=Fraction(19, 2),
                complaints=1)  # fmt: skip
    level = quality_level(work, MEASURES, GRADES, least_sheets=5)
    assert level.deductions == (
        Deduction("late_percent", Fraction(25), 10),
        Deduction("comment_short", Fraction(35), 5),
        Deduction("deviation", Fraction(19, 2), 2),
        Deduction("complaints", Fraction(1), 30),
    )
    assert (level.code, level.points) == ("C", 53)


def test_a_newcomer_has_no_level_and_what_is_unknown_takes_nothing():
    level = quality_level(Work(0), MEASURES, GRADES, least_sheets=5)
    assert (level.code, level.points) == (None, 100)
    careful = Work(sheets=5, comment_length=Fraction(200))
    assert quality_level(careful, MEASURES, GRADES, least_sheets=5).code == "A"
    with pytest.raises(ValueError, match="starts at 0"):
        quality_level(careful, MEASURES, GRADES[:2], least_sheets=5)
    with pytest.raises(ValueError, match="out of bounds"):
        Measure("smile", Fraction(0), Fraction(1), 1, 1)
