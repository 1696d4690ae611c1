"""From an expert's work on panels to a record and a suggested level, with sums made by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from jiebang.rulebook.edition import load, shipped_text
from jiebang.rulebook.quality import Touched, Work, minutes_of, record, since, suggest

POLICY = load(shipped_text("jinan-2023")).experts.quality
TODAY = date(2023, 10, 10)
NINE = datetime(2023, 10, 10, 9, tzinfo=UTC)
WORK = Work(closed_on=TODAY, sheets=12, late=0, lapsed=0, length=12 * 150, distance=Decimal(60),
            compared=12, minutes=(20, 30, 70))  # fmt: skip


def of(*work, complaints=()):
    return record(work, complaints, since=since(TODAY, POLICY))


def test_a_record_adds_up_the_panels_of_the_years_that_count():
    old = replace(WORK, closed_on=date(2020, 10, 9), sheets=99)
    more = replace(WORK, sheets=4, lapsed=1, length=200, distance=Decimal(4), compared=4,
                   minutes=(5,))  # fmt: skip
    found = of(old, WORK, more, complaints=[TODAY, date(2019, 1, 1)])
    assert (found.panels, found.sheets, found.lapsed, found.complaints) == (2, 16, 1, 1)
    assert (found.length, found.distance, found.minutes) == (125, Decimal("4.00"), 25)


def test_careful_work_keeps_the_highest_level():
    assert (suggest(of(WORK), POLICY).level, suggest(of(WORK), POLICY).points) == (1, 100)


def test_points_come_off_for_each_whole_unit_beyond_what_is_free():
    # late 4 of 16: 25 %, 20 above 5: 20 points; 90 characters, 30 short of 120: 5 points;
    # 13 from the others, 5 above 8: 10 points
    late = replace(WORK, lapsed=4, length=12 * 90, distance=Decimal(12 * 13))
    found = suggest(of(late), POLICY)
    assert found.deductions == (
        ("late_percent", Decimal("25.00"), 20), ("comment_short", Decimal("90.00"), 5),
        ("deviation", Decimal("13.00"), 10),
    )  # fmt: skip
    assert (found.points, found.level) == (65, 4)


def test_an_upheld_complaint_costs_more_than_a_level():
    assert suggest(of(WORK, complaints=[TODAY]), POLICY).level == 3


def test_nothing_is_suggested_of_a_newcomer():
    few = replace(WORK, sheets=9, length=9 * 150, compared=9)
    assert suggest(of(few), POLICY).level is None
    assert of().distance is None


def test_a_sheet_took_at_most_the_time_since_what_came_before_it():
    def touched(item, first, signed):
        return Touched(item, NINE + timedelta(minutes=first), NINE + timedelta(minutes=signed))

    sheets = [touched("A-01", 30, 60), touched("A-02", 62, 62), touched("A-03", 400, 410)]
    assert minutes_of(NINE, sheets, sitting=240) == {"A-01": 60, "A-02": 2}
    interleaved = [touched("A-01", 10, 90), touched("A-02", 50, 91)]
    assert minutes_of(NINE, interleaved, sitting=240) == {"A-01": 90, "A-02": 81}
