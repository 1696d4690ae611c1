"""Working days over a table of holidays that comes in as data, and windows counted in days.

Which days are off is announced year by year; asking about a year that is not in the table is an
error, never a guess.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

SATURDAY = 5


class MissingYear(LookupError):
    """The table has no data for this year."""

    def __init__(self, year: int) -> None:
        super().__init__(f"no holidays are known for {year}")
        self.year = year


@dataclass(frozen=True, slots=True)
class Window:
    """First and last day, both included."""

    first_on: date
    last_on: date

    def contains(self, on: date) -> bool:
        return self.first_on <= on <= self.last_on


@dataclass(frozen=True, slots=True)
class Calendar:
    """`holidays` are days off, `makeup` are Saturdays and Sundays worked in exchange."""

    years: frozenset[int]
    holidays: frozenset[date] = frozenset()
    makeup: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        if self.holidays & self.makeup:
            raise ValueError("a day cannot be a holiday and a make-up working day")

    def is_working(self, on: date) -> bool:
        if on.year not in self.years:
            raise MissingYear(on.year)
        return on in self.makeup or (on.weekday() < SATURDAY and on not in self.holidays)

    def next_working_day(self, on: date) -> date:
        """`on` itself if it is one."""
        while not self.is_working(on):
            on = add_days(on, 1)
        return on

    def add_working_days(self, on: date, days: int) -> date:
        """The day on which `days` working days after `on` have been counted; negative counts back.

        The day itself never counts: one working day after a Friday is the Monday. 0 gives `on`.
        """
        step = 1 if days > 0 else -1
        for _ in range(abs(days)):
            on = add_days(on, step)
            while not self.is_working(on):
                on = add_days(on, step)
        return on

    def working_days_between(self, first_on: date, last_on: date) -> int:
        """Working days from the first to the last day, both included; 0 when they are reversed."""
        span = range((last_on - first_on).days + 1)
        return sum(self.is_working(add_days(first_on, n)) for n in span)

    def window(self, published_on: date, days: int, unit: str) -> Window:
        """A period of `days` counted from the day after publication. `unit`: working, natural."""
        if days < 1:
            raise ValueError("a window has at least one day")
        if unit == "working":
            last_on = self.add_working_days(published_on, days)
        elif unit == "natural":
            last_on = add_days(published_on, days)
        else:
            raise ValueError(f"days are working or natural, not {unit!r}")
        return Window(add_days(published_on, 1), last_on)


def add_days(on: date, days: int) -> date:
    return on + timedelta(days=days)


def add_months(on: date, months: int) -> date:
    """The same day of a later (or earlier) month, or that month's last day."""
    years, month = divmod(on.month - 1 + months, 12)
    year = on.year + years
    return date(year, month + 1, min(on.day, calendar.monthrange(year, month + 1)[1]))
