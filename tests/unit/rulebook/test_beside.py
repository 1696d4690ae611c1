"""What stands beside a result, on panels where one can see what has to come out."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from jiebang.engine import scoring
from jiebang.rulebook import beside
from jiebang.rulebook.edition import load, shipped_text

D = Decimal
EDITION = load(shipped_text("jinan-2023"))


def item(code, totals, *, out=False, final=None):
    """Totals of experts 01, 02 …; the rule is a trimmed mean from five sheets on."""
    given = tuple((f"{n:02d}", D(t)) for n, t in enumerate(totals, 1) if t is not None)
    values = sorted(t for _, t in given)
    kept = values[1:-1] if len(values) >= 5 else values
    mean = scoring.half_up(scoring.aggregation.mean(kept)) if kept else D(0)
    return beside.Item(code=code, totals=given, final=D(final) if final else mean, out=out,
                       weight=0)  # fmt: skip


def figures(*items, places=1, seed=7):
    return beside.figures(EDITION, "acceptance", items, places=places, seed=seed)


CLEAR = (item("A-01", (90, 92, 91, 89, 93)), item("A-02", (70, 72, 71, 69, 73)))


def test_two_viewers_with_one_seed_see_the_same():
    assert figures(*CLEAR) == figures(*reversed(CLEAR))


def test_a_wide_gap_is_no_close_call_and_nobody_tips_it():
    found = figures(*CLEAR)
    assert [(s["item"], s["low"], s["high"], s["verdict"]) for s in found["standings"]] == [
        ("A-01", 1, 1, "in"), ("A-02", 2, 2, "out"),
    ]  # fmt: skip
    assert (found["flips"], beside.closest(found["standings"])) == ([], [])


def test_items_that_nearly_tie_are_too_close_to_call():
    near = (item("A-01", (80, 85, 76, 90, 81)), item("A-02", (81, 84, 77, 88, 81)))
    assert beside.closest(figures(*near)["standings"]) == ["A-01", "A-02"]


def test_the_interval_of_agreement_is_as_wide_as_the_edition_says():
    items = [item("A-01", (80, 85, 76, 90, 81)), item("A-02", (61, 74, 70, 68, 66)),
             item("A-03", (71, 78, 69, 80, 77))]  # fmt: skip
    widths = []
    for percent in (60, 95):
        wide = replace(EDITION, beside=replace(EDITION.beside, interval_percent=percent))
        found = beside.figures(wide, "acceptance", items, places=1, seed=7)["agreement"]
        widths.append(float(found["high"]) - float(found["low"]))
    assert widths[0] < widths[1]


def test_an_expert_without_whom_another_would_win_is_named_by_number():
    three = (item("A-01", (70, 71, 100, None)), item("A-02", (74, 75, 76, None)))
    found = [f for f in figures(*three)["flips"] if f["how"] == "removed"]
    assert found == [
        {"number": "03", "how": "removed", "enters": ["A-02"], "leaves": ["A-01"], "shift": "0"}
    ]


def test_leniency_is_told_by_number_in_points():
    shifted = [item(f"A-{n:02d}", (b - 6, b, b + 1, b + 5)) for n, b in enumerate((60, 70, 84), 1)]
    told = {e["number"]: e["leniency"] for e in figures(*shifted)["experts"]}
    assert [round(float(told[n])) for n in ("01", "02", "03", "04")] == [-6, 0, 1, 5]


def test_what_cannot_be_told_is_said():
    alone = figures(item("A-01", (80, 81, 82)))
    assert (alone["cannot"]["code"], alone["standings"]) == ("one_item", [])
    apart = figures(item("A-01", (80, 82, None, None)), item("A-02", (None, None, 70, 75)))
    assert apart["cannot"] == {"code": "unconnected", "sets": [["A-01"], ["A-02"]]}
    assert figures(item("A-01", ()))["cannot"]["code"] == "no_sheets"


def test_an_item_that_is_out_takes_no_place_in_the_order():
    found = figures(*CLEAR, item("A-03", (99, 99, 98, 99, 99), out=True))
    assert [s["item"] for s in found["standings"]] == ["A-01", "A-02"]
    assert [c["item"] for c in found["calibration"]] == ["A-03", "A-01", "A-02"]


def test_after_a_defence_these_totals_do_not_make_the_result_and_nobody_is_said_to_tip_it():
    assert figures(CLEAR[0], item("A-02", (70, 72, 71, 69, 73), final="88.00"))["flips"] is None


def test_of_a_screening_a_share_is_the_line():
    assert [beside.line(EDITION, "screening", n, 1) for n in (2, 10, 30)] == [1, 3, 9]
    assert beside.line(EDITION, "bid", 3, 2) == 2
