"""The state's holiday table, year by year, from the `chinesecalendar` package.

A year it does not have is an error (`engine.calendar.MissingYear`), never a guess.
"""

from __future__ import annotations

from functools import lru_cache

from chinese_calendar import constants

from jiebang.engine.calendar import Calendar


@lru_cache(maxsize=1)
def calendar() -> Calendar:
    """Holidays and make-up working days known to this installation."""
    holidays, makeup = frozenset(constants.holidays), frozenset(constants.workdays)
    years = frozenset(d.year for d in holidays)
    return Calendar(years=years, holidays=holidays, makeup=makeup - holidays)
