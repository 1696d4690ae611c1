"""What an expert is paid for a review (process.md 3.11; R087). Amounts are after tax, in fen; the
tax on top is finance's to work out, so no law on it is written here."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from jiebang.rulebook.edition.model import Fees

FEN = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What one expert did: items reviewed online, half days sat. `senior`: a senior title;
    `part`: takes part in a project under review or in running the programme."""

    senior: bool
    academician: bool
    part: bool
    items: int
    half_days: int


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the arithmetic: `code` names it, `count` × `fen` = `sum`."""

    code: str
    count: int
    fen: int

    @property
    def sum(self) -> int:
        return self.count * self.fen


@dataclass(frozen=True, slots=True)
class Fee:
    fen: int
    lines: tuple[Line, ...]
    refused: str = ""  # why nothing is paid


def fee(policy: Fees, work: Work) -> Fee:
    """By the edition's table: so much an item online, capped; half days, whole days, and from a
    certain day on a lower rate."""
    if work.part:
        return Fee(0, (), "takes_part")
    if not work.items and not work.half_days:
        return Fee(0, (), "no_work")
    lines = [line for line in (*_online(policy, work), *_sitting(policy, work)) if line.count]
    return Fee(sum(line.sum for line in lines), tuple(lines))


def _day(policy: Fees, work: Work) -> int:
    """A whole day, fen."""
    yuan = policy.day_senior if work.senior else policy.day_other
    return _part(yuan * FEN, policy.academician_percent if work.academician else 100)


def _online(policy: Fees, work: Work) -> list[Line]:
    cap = (policy.item_cap_senior if work.senior else policy.item_cap_other) * FEN
    each = min(_part(_day(policy, work), policy.item_percent), cap)
    return [Line("item", work.items, each)]


def _sitting(policy: Fees, work: Work) -> list[Line]:
    days, half = divmod(work.half_days, 2)
    full = min(days, policy.full_days)
    day = _day(policy, work)
    return [
        Line("day", full, day),
        Line("later_day", days - full, _part(day, policy.later_day_percent)),
        Line("half_day", half, _part(day, policy.half_day_percent)),
    ]


def _part(fen: int, percent: int) -> int:
    """Rounded to whole yuan, half up."""
    yuan = Decimal(fen * percent) / (100 * FEN)
    return int(yuan.quantize(Decimal(1), ROUND_HALF_UP)) * FEN
