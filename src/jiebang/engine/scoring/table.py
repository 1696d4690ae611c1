"""Score tables and one reviewer's sheet. All arithmetic is exact; rounding is half up to 0.01."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

CENT = Decimal("0.01")


def half_up(value: Fraction) -> Decimal:
    """To two decimals; exactly half a hundredth goes away from zero."""
    hundredths = (abs(value) * 200 + 1) // 2
    return Decimal(hundredths if value >= 0 else -hundredths).scaleb(-2)


def exact(value: Decimal) -> Fraction:
    return Fraction(*value.as_integer_ratio())


@dataclass(frozen=True, slots=True)
class Criterion:
    """`weight` in points of 100, scores from 0 to `maximum`. `floor`: an item whose mean score here
    stays below it is out. `comment_length`: least characters of a comment, 0 for none needed."""

    code: str
    weight: int
    maximum: int
    floor: Decimal | None = None
    comment_length: int = 0

    def __post_init__(self) -> None:
        if not self.code or self.weight < 0 or self.maximum < 1 or self.comment_length < 0:
            raise ValueError(f"criterion {self.code!r} is out of bounds")
        if self.floor is not None and not 0 <= self.floor <= self.maximum:
            raise ValueError(f"criterion {self.code!r}: floor beyond the maximum")


@dataclass(frozen=True, slots=True)
class ScoreTable:
    """A criterion of weight 0 does not count towards the total; it can still be a knock-out."""

    criteria: tuple[Criterion, ...]

    def __post_init__(self) -> None:
        codes = [c.code for c in self.criteria]
        if len(set(codes)) != len(codes):
            raise ValueError("the same criterion twice")
        total = sum(c.weight for c in self.criteria)
        if total != 100:
            raise ValueError(f"weights sum to {total}, not 100")


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one reviewer gave one item, by criterion code."""

    reviewer: str
    scores: Mapping[str, Decimal]
    comments: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fault:
    """`code`: missing, unknown, out_of_range, too_fine, comment_short. `limit` is what was allowed:
    the maximum, or the least length."""

    code: str
    criterion: str
    limit: int


def check_sheet(table: ScoreTable, sheet: Sheet) -> tuple[Fault, ...]:
    """Everything that keeps a sheet from being signed; empty when it may be."""
    faults = [Fault("unknown", c, 0) for c in sheet.scores if c not in _codes(table)]
    for c in table.criteria:
        score = sheet.scores.get(c.code)
        if score is None:
            faults.append(Fault("missing", c.code, c.maximum))
        elif not score.is_finite() or not 0 <= score <= c.maximum:
            faults.append(Fault("out_of_range", c.code, c.maximum))
        elif score != score.quantize(CENT, ROUND_HALF_UP):
            faults.append(Fault("too_fine", c.code, c.maximum))
        if len("".join(sheet.comments.get(c.code, "").split())) < c.comment_length:
            faults.append(Fault("comment_short", c.code, c.comment_length))
    return tuple(faults)


def _codes(table: ScoreTable) -> set[str]:
    return {c.code for c in table.criteria}


def sheet_total(table: ScoreTable, sheet: Sheet) -> Decimal:
    """Σ weight × score ÷ maximum, rounded once at the end; 0.00 to 100.00."""
    parts = (exact(sheet.scores[c.code]) * c.weight / c.maximum for c in table.criteria)
    return half_up(sum(parts, Fraction()))
