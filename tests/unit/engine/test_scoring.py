"""Score tables, aggregation, places: small cases a reader can check by hand."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from jiebang.engine.scoring import (
    Criterion,
    Entry,
    Fault,
    Place,
    Requester,
    Result,
    Rule,
    ScoreTable,
    ScoringError,
    Sheet,
    check_sheet,
    half_up,
    rank,
    score_item,
    sheet_total,
)

D = Decimal
TABLE = ScoreTable(
    (
        Criterion("response", 60, 30, comment_length=5),
        Criterion("plan", 40, 100, floor=D(60)),
    )
)


def sheet(reviewer: str, response: str, plan: str) -> Sheet:
    return Sheet(
        reviewer,
        {"response": D(response), "plan": D(plan)},
        {"response": "所有指标均有响应"},
    )


SHEETS = (
    sheet("r1", "30", "100"),
    sheet("r2", "24", "80"),
    sheet("r3", "27", "90"),
    sheet("r4", "21", "70"),
    sheet("r5", "15", "50"),
)


def test_a_total_weighs_each_score_by_its_share_of_the_maximum():
    assert sheet_total(TABLE, sheet("r", "20", "70.5")) == D("68.20")


def test_exactly_half_a_hundredth_rounds_up():
    table = ScoreTable((Criterion("all", 100, 80),))
    assert sheet_total(table, Sheet("r", {"all": D("0.02")})) == D("0.03")
    assert (half_up(Fraction(1, 200)), half_up(Fraction(-1, 200))) == (D("0.01"), D("-0.01"))
    assert half_up(Fraction(1, 201)) == D("0.00")


def test_weights_that_do_not_sum_to_a_hundred_are_refused():
    with pytest.raises(ValueError, match="sum to 90"):
        ScoreTable((Criterion("a", 60, 10), Criterion("b", 30, 10)))
    with pytest.raises(ValueError, match="same criterion"):
        ScoreTable((Criterion("a", 60, 10), Criterion("a", 40, 10)))


def test_a_sheet_is_told_everything_that_is_wrong_with_it():
    wrong = Sheet("r", {"response": D(31), "style": D(1)}, {"response": " 好 的 "})
    assert check_sheet(TABLE, wrong) == (
        Fault("unknown", "style", 0),
        Fault("out_of_range", "response", 30),
        Fault("comment_short", "response", 5),
        Fault("missing", "plan", 100),
    )
    fine = Sheet("r", {"response": D("1.005"), "plan": D("NaN")}, {"response": "五个字以上"})
    assert [f.code for f in check_sheet(TABLE, fine)] == ["too_fine", "out_of_range"]
    assert check_sheet(TABLE, SHEETS[0]) == ()


def test_the_three_methods_on_the_same_sheets():
    skewed = (*SHEETS[:4], sheet("r5", "0", "0"))
    values = {m: score_item(TABLE, skewed, Rule(m)).panel for m in ("mean", "trimmed", "median")}
    assert values == {"mean": D("68.00"), "trimmed": D("80.00"), "median": D("80.00")}


def test_trimming_waits_for_enough_sheets():
    rule = Rule("trimmed", trim_from=5)
    assert score_item(TABLE, SHEETS[:4], rule).panel == D("85.00")
    assert score_item(TABLE, SHEETS[:3], Rule("trimmed", trim_from=3)).panel == D("90.00")


def test_the_median_of_an_even_number_is_the_mean_of_the_two_in_the_middle():
    assert score_item(TABLE, SHEETS[:4], Rule("median")).panel == D("85.00")


def test_the_requester_makes_up_its_percentage_of_the_final_score():
    rule = Rule("mean", requester_weight=30)
    result = score_item(TABLE, SHEETS[:4], rule, Requester(D("62.5")))
    assert (result.panel, result.final) == (D("85.00"), D("78.25"))
    assert result.steps[-1].formula() == "85.00 × 70 ÷ 100 + 62.5 × 30 ÷ 100 = 78.25"


def test_without_weight_the_requester_changes_nothing_but_may_still_veto():
    result = score_item(TABLE, SHEETS, Rule("mean"), Requester(D(0), veto=True))
    assert (result.final, result.vetoed) == (result.panel, True)


def test_a_veto_needs_no_score_even_where_a_score_has_weight():
    result = score_item(TABLE, SHEETS, Rule("mean", requester_weight=20), Requester(None, True))
    assert (result.final, result.vetoed) == (D("78.00"), True)


def test_a_criterion_below_its_floor_on_average_is_a_knock_out():
    low = (sheet("r1", "30", "59"), sheet("r2", "30", "60"))
    result = score_item(TABLE, low, Rule("mean"))
    assert result.failed == ("plan",)
    assert result.criteria == (("response", D("30.00")), ("plan", D("59.50")))
    even = (sheet("r1", "30", "60"), sheet("r2", "30", "60"))
    assert score_item(TABLE, even, Rule("mean")).failed == ()


def test_an_outlier_lies_further_from_the_mean_than_the_limit_not_on_it():
    totals_mean_80 = (sheet("r1", "24", "80"), sheet("r2", "30", "100"), sheet("r3", "18", "60"))
    on, beyond = (
        score_item(TABLE, totals_mean_80, Rule("mean", outlier_limit=D(limit))).outliers
        for limit in ("20", "19.99")
    )
    assert (on, beyond) == ((), ("r2", "r3"))


def test_the_steps_can_be_redone_by_hand():
    result = score_item(TABLE, SHEETS[::-1], Rule("trimmed"))
    assert [(s.kind, s.who or s.criterion, s.formula()) for s in result.steps] == [
        ("total", "r1", "30 × 60 ÷ 30 + 100 × 40 ÷ 100 = 100.00"),
        ("total", "r2", "24 × 60 ÷ 30 + 80 × 40 ÷ 100 = 80.00"),
        ("total", "r3", "27 × 60 ÷ 30 + 90 × 40 ÷ 100 = 90.00"),
        ("total", "r4", "21 × 60 ÷ 30 + 70 × 40 ÷ 100 = 70.00"),
        ("total", "r5", "15 × 60 ÷ 30 + 50 × 40 ÷ 100 = 50.00"),
        ("floor", "plan", "(100.00 + 80.00 + 90.00 + 70.00 + 50.00) ÷ 5 = 78.00"),
        ("dropped", "r1", "100.00"),
        ("dropped", "r5", "50.00"),
        ("mean", "", "(80.00 + 90.00 + 70.00) ÷ 3 = 80.00"),
    ]
    median = score_item(TABLE, SHEETS[:2], Rule("median")).steps[-1]
    assert median.formula() == "(80.00, 100.00) → 90.00"


@pytest.mark.parametrize(
    ("sheets", "rule", "requester", "code"),
    [
        ((), Rule("mean"), None, "too_few_sheets"),
        (SHEETS[:2], Rule("mean", minimum_sheets=3), None, "too_few_sheets"),
        (SHEETS[:1] * 2, Rule("mean"), None, "same_reviewer"),
        ((Sheet("r", {}),), Rule("mean"), None, "incomplete_sheet"),
        (SHEETS, Rule("mean", requester_weight=10), None, "requester_missing"),
        (SHEETS, Rule("mean", requester_weight=10), Requester(None), "requester_missing"),
        (SHEETS, Rule("mean"), Requester(D(101)), "requester_out_of_range"),
    ],
)
def test_what_cannot_be_scored_is_refused_with_a_code(
    sheets: tuple[Sheet, ...], rule: Rule, requester: Requester | None, code: str
):
    with pytest.raises(ScoringError) as caught:
        score_item(TABLE, sheets, rule, requester)
    assert caught.value.code == code


@pytest.mark.parametrize(
    "wrong",
    [
        {"method": "mode"},
        {"method": "mean", "requester_weight": 101},
        {"method": "trimmed", "trim_from": 2},
        {"method": "mean", "minimum_sheets": 0},
        {"method": "mean", "outlier_limit": D(-1)},
    ],
)
def test_a_rule_out_of_bounds_is_refused(wrong: dict[str, object]):
    with pytest.raises(ValueError, match=r"."):
        Rule(**wrong)  # type: ignore[arg-type]


def entry(id_: str, final: str, *ties: str, submitted: int = 0, **changes: object) -> Entry:
    fields = {
        "final": D(final),
        "panel": D(final),
        "totals": (),
        "outliers": (),
        "failed": (),
        "vetoed": False,
        "criteria": (),
        "steps": (),
    }
    result = Result(**(fields | changes))  # type: ignore[arg-type]
    return Entry(id_, result, tuple(map(D, ties)), submitted)


def test_places_follow_score_then_ties_then_time_then_id_and_say_which_decided():
    entries = [
        entry("e", "80", "9", "7", submitted=2),
        entry("d", "80", "9", "7", submitted=2),
        entry("c", "80", "9", "7", submitted=1),
        entry("b", "80", "9", "8", submitted=9),
        entry("a", "90", "0", "0", submitted=9),
        entry("z", "80", "10", "0", submitted=9),
        entry("v", "99", "9", "9", vetoed=True),
        entry("f", "99", "9", "9", failed=("plan",)),
    ]
    expected = (
        Place("a", 1, "first"),
        Place("z", 2, "score"),
        Place("b", 3, "tie_1"),
        Place("c", 4, "tie_2"),
        Place("d", 5, "submitted"),
        Place("e", 6, "id"),
        Place("f", None, "floor"),
        Place("v", None, "veto"),
    )
    assert rank(entries) == expected
    assert rank(entries[::-1]) == expected


def test_unequal_tie_scores_or_a_repeated_item_are_refused():
    with pytest.raises(ValueError, match="different number"):
        rank([entry("a", "1", "1"), entry("b", "1")])
    with pytest.raises(ValueError, match="twice"):
        rank([entry("a", "1"), entry("a", "1")])
