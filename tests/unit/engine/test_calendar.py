"""Working days and windows. The year below is invented: one holiday week, one make-up Sunday."""

from __future__ import annotations

from datetime import date

import pytest

from jiebang.engine.calendar import Calendar, MissingYear, Window, add_months

HOLIDAYS = frozenset(date(2023, 10, day) for day in range(2, 7))
CALENDAR = Calendar(
    years=frozenset({2023}), holidays=HOLIDAYS, makeup=frozenset({date(2023, 10, 8)})
)


def test_a_weekday_works_a_weekend_and_a_holiday_do_not_and_a_make_up_sunday_does():
    days = {2: False, 6: False, 7: False, 8: True, 9: True, 14: False}
    assert {d: CALENDAR.is_working(date(2023, 10, d)) for d in days} == days


def test_the_day_of_publication_does_not_count():
    friday = date(2023, 9, 1)
    assert CALENDAR.add_working_days(friday, 1) == date(2023, 9, 4)
    assert CALENDAR.add_working_days(friday, 5) == date(2023, 9, 8)
    assert CALENDAR.add_working_days(friday, 0) == friday


def test_holidays_and_the_make_up_day_are_counted_as_what_they_are():
    assert CALENDAR.add_working_days(date(2023, 9, 29), 1) == date(2023, 10, 8)
    assert CALENDAR.add_working_days(date(2023, 9, 29), 3) == date(2023, 10, 10)
    assert CALENDAR.add_working_days(date(2023, 10, 10), -3) == date(2023, 9, 29)
    assert CALENDAR.next_working_day(date(2023, 10, 2)) == date(2023, 10, 8)
    assert CALENDAR.next_working_day(date(2023, 10, 9)) == date(2023, 10, 9)


def test_both_ends_are_counted_between_two_days():
    assert CALENDAR.working_days_between(date(2023, 9, 29), date(2023, 10, 9)) == 3
    assert CALENDAR.working_days_between(date(2023, 10, 9), date(2023, 9, 29)) == 0


def test_a_window_starts_the_day_after_and_is_in_working_or_natural_days():
    friday = date(2023, 9, 1)
    working = CALENDAR.window(friday, 5, "working")
    assert working == Window(date(2023, 9, 2), date(2023, 9, 8))
    assert CALENDAR.window(friday, 5, "natural") == Window(date(2023, 9, 2), date(2023, 9, 6))
    assert [working.contains(date(2023, 9, d)) for d in (1, 2, 8, 9)] == [False, True, True, False]


def test_a_year_without_data_is_an_error_that_names_it():
    with pytest.raises(MissingYear) as caught:
        CALENDAR.add_working_days(date(2023, 12, 29), 5)
    assert caught.value.year == 2024


@pytest.mark.parametrize(("days", "unit"), [(0, "working"), (-1, "natural"), (3, "lunar")])
def test_a_window_of_no_days_or_of_an_unknown_kind_is_refused(days: int, unit: str):
    with pytest.raises(ValueError, match="day"):
        CALENDAR.window(date(2023, 9, 1), days, unit)


def test_a_day_cannot_be_both_off_and_on():
    day = frozenset({date(2023, 10, 7)})
    with pytest.raises(ValueError, match="cannot be a holiday"):
        Calendar(years=frozenset({2023}), holidays=day, makeup=day)


def test_months_end_where_the_month_ends():
    assert add_months(date(2023, 1, 31), 1) == date(2023, 2, 28)
    assert add_months(date(2023, 12, 15), 2) == date(2024, 2, 15)
    assert add_months(date(2024, 2, 29), -12) == date(2023, 2, 28)
    assert add_months(date(2023, 3, 31), 24) == date(2025, 3, 31)
