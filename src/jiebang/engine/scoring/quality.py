"""How carefully a reviewer worked, and the level that a stated policy derives from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Work:
    """One reviewer's record over a period. `late`: sheets after their due time; `deviation`: mean
    distance in points of the totals from the mean of the other reviewers, None when unknown;
    `comment_length`: mean characters a sheet; `complaints`: those that were upheld."""

    sheets: int
    late: int = 0
    comment_length: Fraction = Fraction(0)
    deviation: Fraction | None = None
    complaints: int = 0


@dataclass(frozen=True, slots=True)
class Measure:
    """A deduction of `points` for each `unit` by which `figure` is beyond `free`, at most `most`.
    `figure`: late_percent, comment_short (characters below `free`), deviation, complaints."""

    figure: str
    free: Fraction
    unit: Fraction
    points: int
    most: int

    def __post_init__(self) -> None:
        if self.figure not in FIGURES or self.unit <= 0 or self.points < 0 or self.most < 0:
            raise ValueError(f"measure {self.figure!r} is out of bounds")


@dataclass(frozen=True, slots=True)
class Grade:
    """A level from `least` points of 100 on."""

    code: str
    least: int


@dataclass(frozen=True, slots=True)
class Deduction:
    figure: str
    value: Fraction
    points: int


@dataclass(frozen=True, slots=True)
class Level:
    """`code` is None with fewer sheets than the policy asks for: nothing is said of a newcomer."""

    code: str | None
    points: int
    deductions: tuple[Deduction, ...]


FIGURES = ("late_percent", "comment_short", "deviation", "complaints")


def quality_level(
    work: Work, measures: Sequence[Measure], grades: Sequence[Grade], *, least_sheets: int
) -> Level:
    """100 points less every deduction, and the highest grade reached. ValueError unless one grade
    starts at 0."""
    if not any(g.least == 0 for g in grades):
        raise ValueError("one grade starts at 0")
    deductions = tuple(d for m in measures if (d := _deduction(work, m)) is not None)
    points = max(100 - sum(d.points for d in deductions), 0)
    reached = max((g for g in grades if g.least <= points), key=lambda g: g.least)
    return Level(reached.code if work.sheets >= least_sheets else None, points, deductions)


def _deduction(work: Work, measure: Measure) -> Deduction | None:
    """Whole units count; None where the figure is unknown."""
    value = _figure(work, measure.figure)
    if value is None:
        return None
    over = measure.free - value if measure.figure == "comment_short" else value - measure.free
    units = max(over // measure.unit, 0)
    return Deduction(measure.figure, value, min(int(units) * measure.points, measure.most))


def _figure(work: Work, figure: str) -> Fraction | None:
    if not work.sheets and figure != "complaints":
        return None
    if figure == "late_percent":
        return Fraction(100 * work.late, work.sheets)
    if figure == "comment_short":
        return work.comment_length
    return work.deviation if figure == "deviation" else Fraction(work.complaints)
