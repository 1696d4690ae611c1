"""What an edition says of scores beyond the result: what is told beside it, what counts as a sign
that a sheet deserves a second look, and how an expert's record becomes a level."""

from __future__ import annotations

from decimal import Decimal

from jiebang.engine.scoring.quality import FIGURES

from . import leaves as read
from .leaves import section


@section
class Beside:
    """What stands beside the result, never instead of it."""

    interval_percent: int = read.percent(50, 99)  # of the intervals of ranks and agreement
    sure_percent: int = read.percent(50, 99)  # less sure, either way, is too close to call
    line_percent: int = read.percent(1, 100)  # of a screening: the first so many are looked at
    members: bool = read.flag()  # the panel's own experts see it after the close


@section
class Signals:
    """Hints for supervision, no verdicts."""

    least_sheets: int = read.whole(2, 100)  # fewer make no pattern
    pattern_percent: int = read.percent(50, 100)  # of an expert's sheets with one row of scores
    copied_percent: int = read.percent(50, 100)  # of a comment found again under another item
    comment_length: int = read.whole(4, 500)  # shorter comments are not compared
    sheet_minutes: int = read.whole(0, 240)  # a sheet in less is improbable; 0: not looked at
    discovery_permille: int = read.whole(1, 100)  # signs over many panels: so many may be false


@section
class Measure:
    """So many points off for each whole unit by which a figure is beyond what is free."""

    figure: str = read.chosen(*FIGURES)
    free: Decimal = read.number("0", "10000")
    unit: Decimal = read.number("0.01", "10000")
    points: int = read.percent()
    most: int = read.percent()


@section
class Grade:
    level: int = read.whole(1, 5)  # 1 is the highest
    least: int = read.percent()  # points of 100


@section
class Quality:
    """How an expert's record of the last years becomes a suggested level."""

    years: int = read.whole(1, 10)
    least_sheets: int = read.whole(1, 500)  # fewer: nothing is suggested
    sitting_minutes: int = read.whole(10, 1440)  # a longer gap between two sheets is no work
    measures: tuple[Measure, ...] = read.many(Measure, least=1, key="figure")
    grades: tuple[Grade, ...] = read.many(Grade, least=1, most=5, key="level")
