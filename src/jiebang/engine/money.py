"""Money is a whole number of fen; 万元 and 元 exist only at the edges, exact."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction

FEN_PER_YUAN = 100
FEN_PER_WAN = 1_000_000
_WHOLE = 10_000

_AMOUNT = re.compile(r"-?([0-9]{1,3}(,[0-9]{3})+|[0-9]+)(\.[0-9]+)?")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．，－", "0123456789.,-")


class MoneyError(ValueError):
    """`code`: not_a_number, too_fine, negative, too_large."""

    def __init__(self, code: str, given: object) -> None:
        super().__init__(f"{code}: {given}")
        self.code = code


def from_wan(amount: str | Decimal) -> int:
    """Fen from 万元: at most six decimals, thousands separators allowed, never below zero."""
    return _fen(amount, FEN_PER_WAN)


def from_yuan(amount: str | Decimal) -> int:
    """Fen from 元: at most two decimals."""
    return _fen(amount, FEN_PER_YUAN)


def _fen(amount: str | Decimal, unit: int) -> int:
    try:
        value = amount if isinstance(amount, Decimal) else Decimal(_digits(amount))
    except InvalidOperation:
        raise MoneyError("not_a_number", amount) from None
    if not value.is_finite():
        raise MoneyError("not_a_number", amount)
    if value.adjusted() > 20:
        raise MoneyError("too_large", amount)
    fen = Fraction(value) * unit
    if fen.denominator != 1:
        raise MoneyError("too_fine", amount)
    if fen < 0:
        raise MoneyError("negative", amount)
    return int(fen)


def _digits(text: str) -> str:
    plain = text.strip().translate(_FULL_WIDTH)
    if not _AMOUNT.fullmatch(plain):
        raise MoneyError("not_a_number", text)
    return plain.replace(",", "")


def to_wan(fen: int) -> Decimal:
    """Exact 万元."""
    return Decimal(fen).scaleb(-6)


def to_yuan(fen: int) -> Decimal:
    """Exact 元."""
    return Decimal(fen).scaleb(-2)


def format_wan(fen: int, places: int = 0) -> str:
    """万元 with thousands separators: every decimal needed, and at least `places`. No rounding."""
    text = f"{to_wan(fen):,.6f}"
    head, tail = text.split(".")
    tail = tail.rstrip("0").ljust(places, "0")
    return f"{head}.{tail}" if tail else head


# In words --------------------------------------------------------------------------------------

_NUMERALS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿")


def in_capitals(fen: int) -> str:
    """The amount in 元角分 in capital numerals, as on a Chinese voucher: 壹佰万元整.

    Below 万亿元; MoneyError beyond.
    """
    if fen < 0:
        raise MoneyError("negative", fen)
    yuan, rest = divmod(fen, FEN_PER_YUAN)
    if yuan >= _WHOLE ** len(_GROUPS):
        raise MoneyError("too_large", fen)
    jiao, cents = divmod(rest, 10)
    head = f"{_integer(yuan)}元" if yuan or not rest else ""
    if not rest:
        return f"{head}整"
    middle = f"{_NUMERALS[jiao]}角" if jiao else ("零" if yuan else "")
    tail = f"{_NUMERALS[cents]}分" if cents else "整"
    return head + middle + tail


def _integer(number: int) -> str:
    if not number:
        return _NUMERALS[0]
    text, gap = "", False
    for index in range(len(_GROUPS) - 1, -1, -1):
        group = number // _WHOLE**index % _WHOLE
        if group:
            text += ("零" if text and (gap or group < 1000) else "") + _group(group)
            text += _GROUPS[index]
        gap = not group
    return text


def _group(number: int) -> str:
    """1 to 9999."""
    text, gap = "", False
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if digit:
            text += ("零" if gap and text else "") + _NUMERALS[digit] + _PLACES[place]
        gap = not digit
    return text


# Shares ----------------------------------------------------------------------------------------


def split(fen: int, weights: Sequence[int]) -> tuple[int, ...]:
    """Shares in proportion to the weights that sum to `fen` exactly (largest remainder; of equal
    remainders the first in order gets the fen)."""
    total = sum(weights)
    if fen < 0 or total <= 0 or min(weights) < 0:
        raise ValueError("shares need a sum not below zero and weights above it")
    shares = [fen * w // total for w in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: -(fen * weights[i] % total))
    for i in by_remainder[: fen - sum(shares)]:
        shares[i] += 1
    return tuple(shares)


# Formulas of support ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Fixed:
    fen: int


@dataclass(frozen=True, slots=True)
class Percent:
    """`base` names one of the sums given to `amount`: a contract, an actual payment, a total."""

    base: str
    basis_points: int


@dataclass(frozen=True, slots=True)
class Tier:
    """The part of the base up to `up_to` fen (None: without end) counts at this rate."""

    up_to: int | None
    basis_points: int


@dataclass(frozen=True, slots=True)
class Tiers:
    """Each slice of the base at the rate of its own tier, like an income tax."""

    base: str
    tiers: tuple[Tier, ...]

    def __post_init__(self) -> None:
        ends = [t.up_to for t in self.tiers]
        bounded = [e for e in ends[:-1] if e is not None]
        last = ends[-1] if ends else 0
        if not ends or len(bounded) != len(ends) - 1 or bounded != sorted(set(bounded)):
            raise ValueError("tiers rise, and only the last may be without end")
        if last is not None and bounded and last <= bounded[-1]:
            raise ValueError("tiers rise, and only the last may be without end")


Formula = Fixed | Percent | Tiers


@dataclass(frozen=True, slots=True)
class Slice:
    """One line of the calculation: `base` fen at `basis_points` give `fen`."""

    base: int
    basis_points: int
    fen: int


@dataclass(frozen=True, slots=True)
class Amount:
    """`fen` after caps; `uncapped` before; `slices` show where it comes from."""

    fen: int
    uncapped: int
    slices: tuple[Slice, ...] = ()


def amount(formula: Formula, bases: Mapping[str, int], caps: Sequence[int] = ()) -> Amount:
    """What a formula yields; parts of a fen are dropped. KeyError when the named base is missing.

    Caps are sums in fen; the lowest holds.
    """
    if isinstance(formula, Fixed):
        return _capped(formula.fen, caps, ())
    base = bases[formula.base]
    if base < 0:
        raise MoneyError("negative", base)
    tiers = formula.tiers if isinstance(formula, Tiers) else (Tier(None, formula.basis_points),)
    slices = tuple(_tier_slices(base, tiers))
    return _capped(sum(s.fen for s in slices), caps, slices)


def _tier_slices(base: int, tiers: tuple[Tier, ...]) -> list[Slice]:
    slices, below = [], 0
    for tier in tiers:
        top = base if tier.up_to is None else min(base, tier.up_to)
        if top > below:
            slices.append(_slice(top - below, tier.basis_points))
            below = top
    return slices


def _slice(base: int, basis_points: int) -> Slice:
    return Slice(base, basis_points, base * basis_points // _WHOLE)


def _capped(fen: int, caps: Sequence[int], slices: tuple[Slice, ...]) -> Amount:
    return Amount(min((fen, *caps)), fen, slices)
