"""What is made as large as possible: a concave gain of each pair's flow, in whole numbers.

Every objective answers two questions exactly: what a flow is worth (`value`), and what a pair could
be worth at most when each part of a seat costs a price (`best`, the convex conjugate). The second
is all that a proof of optimality needs; see certificate.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Linear:
    """The sum of fit times flow: the best expected fit."""

    def value(self, fit: Integers, flow: Integers) -> int:
        return int(np.dot(fit, flow))

    def best(self, fit: Integers, cap: Integers, price: Integers) -> int:
        return int(np.dot(np.maximum(fit - price, 0), cap))


@dataclass(frozen=True, slots=True)
class Pieces:
    """Fit times a concave curve of the flow, in straight pieces.

    widths: parts of a seat, together at least the scale; slopes: the gain of one part in each
    piece as a multiple of fit, falling. No fit may be negative. After "perturbed maximization": Xu,
    Jecmen, Song, Fang, "A One-Size-Fits-All Approach to Improving Randomness in Paper Assignment"
    (NeurIPS 2023).
    """

    widths: tuple[int, ...]
    slopes: tuple[int, ...]

    def __post_init__(self) -> None:
        if len(self.widths) != len(self.slopes) or not self.widths or min(self.widths) < 1:
            raise ValueError("a curve has as many widths, from 1, as slopes")
        if sorted(self.slopes, reverse=True) != list(self.slopes):
            raise ValueError("the slopes of a curve fall")

    def within(self, cap: Integers) -> list[Integers]:
        """How much of each piece lies below each pair's cap."""
        starts = np.cumsum((0, *self.widths[:-1]))
        return [
            np.clip(cap - start, 0, width)
            for start, width in zip(starts, self.widths, strict=True)
        ]  # fmt: skip

    def value(self, fit: Integers, flow: Integers) -> int:
        used = np.flatnonzero(flow != 0)
        parts = zip(self.slopes, self.within(flow[used]), strict=True)
        return sum(slope * int(np.dot(fit[used], part)) for slope, part in parts)

    def best(self, fit: Integers, cap: Integers, price: Integers) -> int:
        gaining = np.flatnonzero(self.slopes[0] * fit > price)  # else no later piece gains either
        fit, price = fit[gaining], price[gaining]
        parts = zip(self.slopes, self.within(cap[gaining]), strict=True)
        return sum(int(np.dot(np.maximum(slope * fit - price, 0), part)) for slope, part in parts)


@dataclass(frozen=True, slots=True)
class Quadratic:
    """weight · fit · x − bend · x²: good fit, spread over as many as are nearly as good.

    With weight 2·scale and bend τ this is 2·scale² times the sum of s·p − τ·p²/2, p = x / scale.
    """

    weight: int
    bend: int

    def __post_init__(self) -> None:
        if self.weight < 0 or self.bend < 1:
            raise ValueError("a weight from 0 and a bend from 1")

    def value(self, fit: Integers, flow: Integers) -> int:
        return self.weight * int(np.dot(fit, flow)) - self.bend * int(np.dot(flow, flow))

    def best(self, fit: Integers, cap: Integers, price: Integers) -> int:
        gain = self.weight * fit - price
        gaining = np.flatnonzero(gain >= self.bend)  # else not even the first part
        gain, cap = gain[gaining], cap[gaining]
        at = np.clip((gain + self.bend) // (2 * self.bend), 0, cap)
        return int(np.dot(gain, at)) - self.bend * int(np.dot(at, at))

    def average(self, fit: Integers, at: Integers, width: Integers | int) -> Integers:
        """What each of the next `width` parts gains, on average."""
        found: Integers = self.weight * fit - self.bend * (2 * at + width)
        return found


@dataclass(frozen=True, slots=True)
class Curve:
    """weight · fit · x less the first x of `costs`, which rise: a concave gain of any shape.

    costs: of each part of a seat, from the first to at least the largest cap.
    """

    weight: int
    costs: tuple[int, ...]

    def __post_init__(self) -> None:
        if self.weight < 0 or not self.costs:
            raise ValueError("a weight from 0, and what each part costs")
        if sorted(self.costs) != list(self.costs):
            raise ValueError("the costs of a curve rise")

    def _sums(self) -> Integers:
        """(parts + 1,) what the first parts cost together."""
        return np.concatenate(([0], np.cumsum(np.array(self.costs, np.int64))))

    def value(self, fit: Integers, flow: Integers) -> int:
        return self.weight * int(np.dot(fit, flow)) - int(self._sums()[flow].sum())

    def best(self, fit: Integers, cap: Integers, price: Integers) -> int:
        gain = self.weight * fit - price
        gaining = np.flatnonzero(gain > self.costs[0])  # else not even the first part
        gain, cap = gain[gaining], cap[gaining]
        at = np.minimum(np.searchsorted(np.array(self.costs), gain), cap)
        return int(np.dot(gain, at)) - int(self._sums()[at].sum())

    def average(self, fit: Integers, at: Integers, width: Integers | int) -> Integers:
        """What each of the next `width` parts gains, on average, rounded up. Behind the last part
        is one like it."""
        sums, last = self._sums(), len(self.costs) - 1
        start = np.minimum(at, last)
        stop = np.clip(at + width, start + 1, last + 1)
        found: Integers = self.weight * fit - (sums[stop] - sums[start]) // (stop - start)
        return found


Bent = Quadratic | Curve
Objective = Linear | Pieces | Bent

LINEAR = Linear()


def perturbed(beta: Fraction | str, scale: int, pieces: int = 10) -> Pieces:
    """p − β·p² of perturbed maximization in equal pieces; β from 0 to 1/2, scale a multiple of
    pieces. ValueError otherwise."""
    bend = Fraction(beta)
    if not 0 <= bend <= Fraction(1, 2) or pieces < 1 or scale % pieces:
        raise ValueError("beta is between 0 and 1/2, scale a multiple of pieces")
    slopes = [1 - bend * (2 * k + 1) / pieces for k in range(pieces)]
    whole = int(np.lcm.reduce([s.denominator for s in slopes]))
    return Pieces((scale // pieces,) * pieces, tuple(int(s * whole) for s in slopes))


def smooth(tau: int, scale: int) -> Quadratic:
    """The capped quadratic: a pair's probability falls by 1/τ for each unit of fit it is worse."""
    return Quadratic(2 * scale, tau)


def scattered(tau: int, scale: int, tilt: float = 0.035) -> Curve:
    """The quadratic with some entropy: 2·scale² times s·p − τ·(p²/2 + tilt·p·ln p).

    Where the sum of squares is least, entropy still grows at no cost of first order: a small tilt
    brings many more pairs in, each with a small chance, and hardly raises the sum of squares.
    """
    if tau < 1 or tilt < 0:
        raise ValueError("a bend from 1 and a tilt from 0")
    chance = np.arange(scale + 1) / scale
    bend = chance**2 / 2 + tilt * chance * np.log(np.maximum(chance, 1 / scale))
    costs = np.rint(2 * scale**2 * tau * np.diff(bend)).astype(np.int64)
    return Curve(2 * scale, tuple(np.maximum.accumulate(costs).tolist()))
