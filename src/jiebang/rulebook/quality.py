"""How carefully an expert has worked, and the level that follows from it (R089). The figures are
sums over panels that have closed; the level is a suggestion, changed by the pool's keeper."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from statistics import median

from jiebang.engine import scoring
from jiebang.rulebook.edition.mechanisms import quality_grades, quality_measures
from jiebang.rulebook.edition.scores import Quality
from jiebang.rulebook.forms import REASON, WITH_REASON, Field, Kind, ask

SET_LEVEL = ask(
    "set_level", "调整专家等级",
    Field(name="level", kind=Kind.INTEGER, label="专家等级(1 至 5,1 为最高)",
          label_en="Level, 1 to 5, 1 highest", required=True, minimum=1, maximum=5),
    REASON,
    title_en="Change the level",
)  # fmt: skip
UPHOLD = WITH_REASON


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One expert's work on one panel. `sheets` are signed; `late` of them after the review had been
    prolonged or was due; `lapsed` were never signed in time. `length`: characters of comment in
    all. `distance`: sum of the distances in points of the totals from the mean of the others, over
    `compared` sheets. `minutes` of the sheets for which they are known."""

    closed_on: date
    sheets: int
    late: int
    lapsed: int
    length: int
    distance: Decimal
    compared: int
    minutes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """The sums of the years that count. `minutes`: of a sheet, the middle one; None, as
    `distance`, where nothing is known."""

    panels: int
    sheets: int
    late: int
    lapsed: int
    length: int  # characters a sheet
    distance: Decimal | None
    minutes: int | None
    complaints: int


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`level` is None for a newcomer. `deductions`: (figure, its value, points off)."""

    level: int | None
    points: int
    deductions: tuple[tuple[str, Decimal, int], ...]


def record(work: Iterable[Work], complaints: Iterable[date], *, since: date) -> Record:
    counted = [w for w in work if w.closed_on >= since]
    sheets = sum(w.sheets for w in counted)
    compared = sum(w.compared for w in counted)
    minutes = [m for w in counted for m in w.minutes]
    distance = sum((w.distance for w in counted), Decimal(0))
    return Record(
        panels=len(counted), sheets=sheets, late=sum(w.late for w in counted),
        lapsed=sum(w.lapsed for w in counted),
        length=sum(w.length for w in counted) // sheets if sheets else 0,
        distance=(distance / compared).quantize(Decimal("0.01")) if compared else None,
        minutes=round(median(minutes)) if minutes else None,
        complaints=sum(on >= since for on in complaints),
    )  # fmt: skip


def suggest(found: Record, policy: Quality) -> Suggestion:
    """By the edition's deductions; what was not signed in time counts as late."""
    work = scoring.Work(
        sheets=found.sheets + found.lapsed, late=found.late + found.lapsed,
        comment_length=Fraction(found.length), complaints=found.complaints,
        deviation=None if found.distance is None else Fraction(found.distance),
    )  # fmt: skip
    level = scoring.quality_level(work, quality_measures(policy), quality_grades(policy),
                                  least_sheets=policy.least_sheets)  # fmt: skip
    return Suggestion(
        int(level.code) if level.code else None, level.points,
        tuple((d.figure, _decimal(d.value), d.points) for d in level.deductions if d.points),
    )  # fmt: skip


def _decimal(value: Fraction) -> Decimal:
    return (Decimal(value.numerator) / value.denominator).quantize(Decimal("0.01"))


def since(today: date, policy: Quality) -> date:
    """The first day that counts."""
    try:
        return today.replace(year=today.year - policy.years)
    except ValueError:  # 29 February
        return today.replace(year=today.year - policy.years, day=28)


# -- how long a sheet took --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Touched:
    """When the draft of a sheet was first kept (or it was signed), and when it was last signed."""

    item: str
    first_at: datetime
    signed_at: datetime


def minutes_of(accepted_at: datetime, sheets: Sequence[Touched], *, sitting: int) -> dict[str, int]:
    """At most so many minutes went into each sheet: from what the expert did before it to its
    signature. Unknown, and so left out, where that is longer than a sitting."""
    found = {}
    for sheet in sheets:
        before = [accepted_at, *(s.first_at for s in sheets), *(s.signed_at for s in sheets)]
        start = max((at for at in before if at < sheet.first_at), default=accepted_at)
        minutes = (sheet.signed_at - start).total_seconds() / 60
        if 0 <= minutes <= sitting:
            found[sheet.item] = int(minutes)
    return found
