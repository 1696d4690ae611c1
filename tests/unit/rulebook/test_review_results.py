"""From sheets to places by the edition's rule, against sums made by hand."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from jiebang.rulebook.edition import load, shipped_text
from jiebang.rulebook.review import Judged, Requester, outcomes, sheet_form, sheet_of

D = Decimal
EDITION = load(shipped_text("jinan-2023"))
TABLE = EDITION.tables["bid"]
MAXIMA = {c.code: c.max for c in TABLE.criteria}


def sheet(who, **scores):
    """Full marks but for what is named."""
    values = {f"score_{c}": str(scores.get(c, m)) for c, m in MAXIMA.items()}
    values |= {f"comment_{c}": "依据充分" * 10 for c in MAXIMA}
    return sheet_of(who, values, TABLE)


def judged(edition, stage, items):
    return outcomes(edition, stage, items, table=stage)


def item(code, responses, requester=None, submitted=0):
    """Sheets that differ in the first criterion only (25 points of 100)."""
    sheets = tuple(sheet(f"{n:02d}", response=r) for n, r in enumerate(responses, 1))
    return Judged(code=code, sheets=sheets, requester=requester, submitted=submitted)


def asked(score, veto=False):
    return Requester(score=D(score) if score is not None else None, veto=veto)


def test_seven_sheets_lose_one_high_and_one_low_and_the_publisher_weighs_a_fifth():
    # totals 99 95 94 93 92 91 80; without 99 and 80: (95+94+93+92+91)/5 = 93; 93×80%+60×20% = 86.4
    found = judged(EDITION, "bid", [item("A-01", (24, 20, 19, 18, 17, 16, 5), asked("60"))])[0]
    assert (found.result.panel, found.result.final) == (D("93.00"), D("86.40"))
    assert [s.formula() for s in found.result.steps[-2:]] == [
        "(95.00 + 94.00 + 93.00 + 92.00 + 91.00) ÷ 5 = 93.00",
        "93.00 × 80 ÷ 100 + 60 × 20 ÷ 100 = 86.40",
    ]


def test_four_sheets_are_plainly_averaged_and_too_few_are_none():
    four = replace(EDITION.panels["bid"], minimum_valid=4)
    edition = replace(EDITION, panels={**EDITION.panels, "bid": four})
    found = judged(edition, "bid", [item("A-01", (20, 19, 18, 17), asked("100"))])[0]
    # totals 95 94 93 92: 93.5; 93.5×0.8+100×0.2 = 94.8
    assert (found.result.panel, found.result.final) == (D("93.50"), D("94.80"))


def test_the_weight_is_the_editions():
    for weight, final in ((0, "95.00"), (20, "86.00"), (30, "81.50")):
        aggregation = replace(EDITION.aggregation, publisher_weight=weight)
        edition = replace(EDITION, aggregation=aggregation)
        found = judged(edition, "bid", [item("A-01", (20,) * 7, asked("50"))])[0]
        assert (found.weight, found.result.final) == (weight, D(final))


def test_a_silent_publisher_weighs_nothing_on_any_bid_of_the_challenge():
    found = judged(EDITION, "bid", [
        item("A-01", (20,) * 7, asked("100")), item("A-02", (21,) * 7, asked(None)),
    ])  # fmt: skip
    assert [(o.code, o.weight, o.result.final) for o in found] == [
        ("A-02", 0, D("96.00")), ("A-01", 0, D("95.00")),
    ]  # fmt: skip


def test_a_veto_takes_a_bid_out_where_the_edition_knows_vetoes():
    items = [item("A-01", (25,) * 7, asked("10", veto=True)), item("A-02", (20,) * 7, asked("90"))]
    found = judged(EDITION, "bid", items)
    assert [(o.code, o.place, o.decided_by, o.passed) for o in found] == [
        ("A-02", 1, "first", True), ("A-01", None, "veto", False),
    ]  # fmt: skip
    without = replace(EDITION, aggregation=replace(EDITION.aggregation, publisher_veto=False))
    assert [o.place for o in judged(without, "bid", items)] == [1, 2]


def test_a_mean_below_a_knock_out_mark_is_out():
    found = judged(EDITION, "bid", [item("A-01", (9,) * 7, asked("90"))])[0]
    assert (found.place, found.decided_by, found.result.failed) == (None, "floor", ("response",))


def test_equal_scores_go_by_key_criterion_then_publisher_then_time():
    same = (20,) * 7
    by_time = judged(EDITION, "bid", [
        item("A-01", same, asked("80"), submitted=200),
        item("A-02", same, asked("80"), submitted=100),
    ])  # fmt: skip
    assert [(o.code, o.decided_by) for o in by_time] == [("A-02", "first"), ("A-01", "submitted")]


def test_screening_knows_no_publisher():
    table = EDITION.tables["screening"]
    values = {f"score_{c.code}": str(c.max) for c in table.criteria}
    values |= {f"comment_{c.code}": "必要" * 10 for c in table.criteria}
    sheets = tuple(sheet_of(f"{n:02d}", values, table) for n in range(5))
    found = judged(EDITION, "screening", [
        Judged(code="A-01", sheets=sheets, requester=None, submitted=0)
    ])[0]  # fmt: skip
    assert (found.result.final, found.place, found.weight) == (D("100.00"), 1, 0)


def problems(**changes):
    spec = sheet_form(TABLE)
    values = {"opinion": "总体可行,建议予以支持。"}
    values |= {f"score_{c}": str(m) for c, m in MAXIMA.items()}
    values |= {f"comment_{c}": "响应充分,依据可信,路线清楚,分工明确,计划可行。" for c in MAXIMA}
    return [(p.path, p.reason.code) for p in spec.clean(values | changes).problems]


def test_a_sheet_keeps_its_bounds_and_its_required_comments():
    assert problems() == []
    assert problems(score_response="25.01") == [("score_response", "number_too_large")]
    assert problems(score_response="-1") == [("score_response", "number_too_small")]
    assert problems(score_response="") == [("score_response", "field_required")]
    assert problems(score_response="9.999") == [("score_response", "sheet_too_fine")]
    assert problems(comment_response="太短") == [("comment_response", "text_too_short")]
    assert problems(comment_response="好 " * 15) == [("comment_response", "sheet_comment_short")]
    assert problems(comment_budget="") == []
