"""The server's clock is the machine's, except in a demonstration."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from jiebang.platform import clock
from jiebang.platform.holidays import calendar


def test_a_demonstrations_clock_can_be_moved_and_goes_on_from_there(settings):
    settings.JIEBANG_DEMO = True
    moment = datetime(2023, 8, 2, 9, 30, tzinfo=UTC)
    clock.move_to(moment)
    assert timedelta() <= clock.now() - moment < timedelta(minutes=5)


def test_a_real_clock_cannot_be_moved_nor_does_it_heed_a_file_left_behind(settings):
    settings.JIEBANG_DEMO = True
    clock.move_to(datetime(2023, 8, 2, tzinfo=UTC))
    settings.JIEBANG_DEMO = False
    with pytest.raises(RuntimeError):
        clock.move_to(datetime(2023, 8, 2, tzinfo=UTC))
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(minutes=5)


def test_time_has_a_zone():
    assert clock.now().utcoffset() == timedelta()


def test_the_states_holidays_and_the_days_worked_for_them_are_known():
    year = calendar()
    new_year, worked = datetime(2023, 1, 23).date(), datetime(2023, 1, 28).date()  # noqa: DTZ001
    assert (new_year in year.holidays, worked in year.makeup, 2023 in year.years) == (
        True,
        True,
        True,
    )
    assert year.holidays & year.makeup == frozenset()
