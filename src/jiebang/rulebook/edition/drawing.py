"""What an edition says of drawing panels: how, whose randomness, how much is left to officers."""

from __future__ import annotations

from decimal import Decimal
from math import comb, log2

from . import leaves as read
from .leaves import section

PARTIES = ("drawer", "supervisor", "notary", "bidder")
MODES = ("plain", "fit")


@section
class NumberPart:
    """So many whole numbers in a row; `distinct` ones are drawn without putting back, and written
    the smallest first."""

    count: int = read.whole(1, 40)
    low: int = read.whole(0, 99)
    high: int = read.whole(1, 999)
    distinct: bool = read.flag()


@section
class NumberForm:
    """A number that becomes public: its parts, and the bits of chance that are vouched for."""

    code: str = read.code()
    label: str = read.text(limit=80)
    label_en: str = read.text(limit=80)
    bits: int = read.whole(1, 256)
    digits: int = read.whole(1, 3)  # of each number, with leading zeros
    parts: tuple[NumberPart, ...] = read.many(NumberPart, least=1, most=4, key="")

    @property
    def groups(self) -> int:
        return sum(p.count for p in self.parts)

    @property
    def bits_possible(self) -> float:
        """As many as the form can hold when every value is as likely as any other."""
        return sum(
            log2(comb(p.high - p.low + 1, p.count) or 1) if p.distinct
            else p.count * log2(p.high - p.low + 1)
            for p in self.parts
        )  # fmt: skip


@section
class Draw:
    mode: str = read.chosen(*MODES)
    parties: tuple[str, ...] = read.texts(*PARTIES, least=2)
    numbers: tuple[NumberForm, ...] = read.many(NumberForm, least=1, most=20)
    number_bits_least: int = read.whole(1, 256)  # of a public number that may be named
    reveal_hours: int = read.whole(1, 720)  # after the number: who is silent then voids the round
    fit_cap_share: Decimal = read.number("0.05", "1")  # the largest chance of anybody on a panel
    fit_scale: int = read.whole(10, 10_000)  # parts of a seat in which chances are counted
    fit_spread: int = read.whole(0, 1_000_000)  # more spreads chances further; 0: the best fit only
    fit_tilt: Decimal = read.number("0", "1")  # more lets in many more, each with a small chance
    weight_text: int = read.percent()  # of what a fit is made of: results against the text,
    weight_field: int = read.percent()  # fields of work,
    weight_keywords: int = read.percent()  # and declared keywords

    def number(self, code: str) -> NumberForm:
        for form in self.numbers:
            if form.code == code:
                return form
        raise KeyError(code)

    @property
    def fit_cap(self) -> int:
        """The largest chance, in parts of a seat."""
        return int(self.fit_cap_share * self.fit_scale)
