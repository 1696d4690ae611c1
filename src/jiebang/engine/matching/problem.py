"""What is to be filled, by whom, under which limits; and what an answer looks like.

Everything is an array of integers, so that optimality can be proved without rounding. Seats, loads
and limits count whole seats; flows and caps count parts of a seat, `scale` parts to one: a flow of
300 at scale 1000 is a probability of 0.3. At scale 1 an answer is an assignment.

The limits of one item's panel form a tree (organisation inside city inside province inside panel),
the bihierarchy class of Budish, Che, Kojima and Milgrom, "Designing Random Allocation Mechanisms"
(American Economic Review 2013): every feasible flow can be drawn so that every limit holds in every
outcome.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from jiebang.engine.matching.levels import Level, integers
from jiebang.engine.matching.objective import LINEAR, Curve, Integers, Objective, Pieces

FIT_SCALE = 10_000
"""Fits are whole numbers: a similarity of 0.25 is 2500."""

_MOST = 2**31 - 1
_PART = 2**16
_TOLD = 5


@dataclass(frozen=True, eq=False)
class Instance:
    """An assignment problem. `Instance.build` sorts, fills in and accepts plain lists.

    seats: (items,) wanted on each item, all to be filled. load: (candidates,) most seats of each;
    least: fewest. item, candidate, fit: (pairs,) who may sit where, sorted by item, then candidate,
    each pair once; a pair that is not listed cannot happen. cap: (pairs,) most parts of a seat,
    0 to scale. levels: from the finest (organisation) to the coarsest (province), each inside the
    next. objective: what to make of fit and flow. ValueError names whatever contradicts itself.
    """

    seats: Integers
    load: Integers
    item: Integers
    candidate: Integers
    fit: Integers
    cap: Integers
    least: Integers
    scale: int = 1
    levels: tuple[Level, ...] = ()
    objective: Objective = LINEAR
    item_names: tuple[str, ...] = ()
    candidate_names: tuple[str, ...] = ()

    @classmethod
    def build(
        cls,
        *,
        seats: Any,
        load: Any,
        item: Any,
        candidate: Any,
        fit: Any,
        items: int | None = None,
        candidates: int | None = None,
        cap: Any = None,
        least: Any = 0,
        scale: int = 1,
        levels: Sequence[Level] = (),
        objective: Objective = LINEAR,
        item_names: Sequence[str] = (),
        candidate_names: Sequence[str] = (),
    ) -> Instance:
        """From arrays in any order. A single number for seats, load, least or cap stands for all;
        `items` and `candidates` are then needed unless names are given."""
        item, candidate = integers(item, "item"), integers(candidate, "candidate")
        n = _length("items", items, seats, item_names)
        m = _length("candidates", candidates, load, candidate_names)
        fit = integers(fit, "fit", len(item))
        cap = integers(scale if cap is None else cap, "cap", len(item))
        if len(candidate) != len(item):
            raise ValueError(f"candidate: {len(candidate)} entries for {len(item)} pairs")
        if not _rising(item, candidate):
            order = np.lexsort((candidate, item))
            item, candidate, fit, cap = (a[order] for a in (item, candidate, fit, cap))
        return cls(
            integers(seats, "seats", n), integers(load, "load", m), item, candidate, fit, cap,
            integers(least, "least", m), scale, tuple(levels), objective, tuple(item_names),
            tuple(candidate_names),
        )  # fmt: skip

    def __post_init__(self) -> None:
        for part, length in (
            ("seats", None), ("load", None), ("item", None), ("candidate", self.pairs),
            ("fit", self.pairs), ("cap", self.pairs), ("least", len(self.load)),
        ):  # fmt: skip
            object.__setattr__(self, part, integers(getattr(self, part), part, length))
        if self.item_names and len(self.item_names) != self.items:
            raise ValueError(f"item_names: {len(self.item_names)} for {self.items} items")
        if self.candidate_names and len(self.candidate_names) != self.candidates:
            raise ValueError(
                f"candidate_names: {len(self.candidate_names)} for {self.candidates} candidates"
            )
        _check_numbers(self)
        _check_pairs(self)
        _check_levels(self)

    @property
    def items(self) -> int:
        return len(self.seats)

    @property
    def candidates(self) -> int:
        return len(self.load)

    @property
    def pairs(self) -> int:
        return len(self.item)

    def parts(self) -> Iterator[slice]:
        """The pairs part by part: what is worked out of one stays in a processor's cache, where a
        row of all pairs would have to be fetched from memory for every step."""
        return (slice(at, min(at + _PART, self.pairs)) for at in range(0, self.pairs, _PART))

    def item_name(self, item: int) -> str:
        return self.item_names[item] if self.item_names else f"item {item}"

    def candidate_name(self, candidate: int) -> str:
        return self.candidate_names[candidate] if self.candidate_names else f"candidate {candidate}"


@dataclass(frozen=True, eq=False)
class GroupPrices:
    """Prices of one layer's limits: rows of (item, group, price), sorted, prices above 0 only."""

    item: Integers
    group: Integers
    price: Integers


@dataclass(frozen=True, eq=False)
class Prices:
    """What a part of a seat costs, in the objective's units: the proof of optimality.

    item: (items,) of filling a seat. candidate: (candidates,) of using a load, negative where a
    least load forces it. groups: one GroupPrices for each level.
    """

    item: Integers
    candidate: Integers
    groups: tuple[GroupPrices, ...] = ()


@dataclass(frozen=True, eq=False)
class Marginals:
    """flow: (pairs,) parts of a seat over `scale`, in the order of the instance's pairs.
    objective: the exact value by the instance's objective. prices: None where the way of solving
    gives no proof."""

    flow: Integers
    objective: int
    prices: Prices | None = None


@dataclass(frozen=True, slots=True)
class Cause:
    """A least set of items that cannot be seated together, and what they lack.

    kind: pairs (fewer eligible than seats), groups (limits of a layer), load (candidates are too
    few for the items together), least (candidates whose least load finds no seat). items: names.
    need, have: parts of a seat, over `scale`. levels: layers whose limits bind. candidates: names
    of the exhausted ones, at most 20 of `candidate_count`.
    """

    kind: str
    items: tuple[str, ...]
    need: int
    have: int
    levels: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()
    candidate_count: int = 0
    scale: int = 1

    @property
    def short(self) -> int:
        return self.need - self.have

    def told(self) -> str:
        """One line of English, in seats."""
        some = ", ".join(self.items[:_TOLD]) + (
            f" and {len(self.items) - _TOLD} more" if len(self.items) > _TOLD else ""
        )
        who = ", ".join(self.candidates[:_TOLD]) + (
            f" and {self.candidate_count - _TOLD} more" if self.candidate_count > _TOLD else ""
        )
        need, have, short = (n / self.scale for n in (self.need, self.have, self.short))
        if self.kind == "least":
            return f"{who} must have {need:g} seats and can have {have:g}, {short:g} short"
        why = f"; limits that bind: {', '.join(self.levels)}" if self.levels else ""
        used = f"; used up: {who}" if who else ""
        return f"{some}: {need:g} seats wanted, {have:g} possible, {short:g} short{why}{used}"


@dataclass(frozen=True, slots=True)
class Infeasible:
    """No flow fills every seat; every independent cause. `short`: parts missing in all."""

    causes: tuple[Cause, ...]
    short: int


def _length(what: str, given: int | None, array: Any, names: Sequence[str]) -> int:
    if given is not None:
        return given
    if names:
        return len(names)
    if np.ndim(array) == 0:
        raise ValueError(f"{what}: how many?")
    return len(array)


def _rising(item: Integers, candidate: Integers) -> bool:
    """Whether pairs are sorted by item, then candidate, and none is there twice."""
    step = np.diff(item)
    return bool(((step > 0) | ((step == 0) & (np.diff(candidate) > 0))).all())


def _refuse(wrong: Any, says: Any) -> None:
    """ValueError about the first place that is wrong."""
    if wrong.any():
        raise ValueError(says(int(np.flatnonzero(wrong)[0])))


def _refuse_outside(array: Integers, low: int, high: int, says: Any) -> None:
    """ValueError about the first number below `low` or above `high`."""
    if array.size and (array.min() < low or array.max() > high):
        _refuse((array < low) | (array > high), says)


def _check_numbers(p: Instance) -> None:
    if not 1 <= p.scale <= 10**6:
        raise ValueError(f"scale {p.scale} is outside 1 to 1000000")
    if isinstance(p.objective, Curve) and len(p.objective.costs) < p.scale:
        raise ValueError(f"costs of {len(p.objective.costs)} parts for a scale of {p.scale}")
    for what, array, name in (
        ("seats", p.seats, p.item_name),
        ("load", p.load, p.candidate_name),
        ("least", p.least, p.candidate_name),
    ):
        _refuse(
            (array < 0) | (array > _MOST),
            lambda i, w=what, a=array, n=name: f"{n(i)}: {w} {a[i]} is outside 0 to {_MOST}",
        )
    _refuse(
        p.least > p.load,
        lambda i: f"{p.candidate_name(i)}: least load {p.least[i]} is above load {p.load[i]}",
    )


def _check_pairs(p: Instance) -> None:
    for what, array, count in (("item", p.item, p.items), ("candidate", p.candidate, p.candidates)):
        _refuse_outside(
            array, 0, count - 1,
            lambda i, w=what, a=array, n=count: f"pair {i}: {w} {a[i]} is outside 0 to {n - 1}",
        )  # fmt: skip
    if not _rising(p.item, p.candidate):
        _refuse(
            (np.diff(p.item) == 0) & (np.diff(p.candidate) == 0),
            lambda i: f"{_pair(p, i)}: the same pair twice",
        )
        raise ValueError("pairs are not sorted by item and candidate")
    _refuse_outside(
        p.cap, 0, p.scale,
        lambda i: f"{_pair(p, i)}: cap {p.cap[i]} is outside 0 to {p.scale}",
    )  # fmt: skip
    _refuse_outside(
        p.fit, -_MOST, _MOST, lambda i: f"{_pair(p, i)}: fit {p.fit[i]} is outside 32 bits"
    )
    if isinstance(p.objective, Pieces):
        _refuse_outside(
            p.fit, 0, _MOST,
            lambda i: f"{_pair(p, i)}: a fit below 0 has no place on a curve",
        )  # fmt: skip


def _pair(p: Instance, at: int) -> str:
    return f"{p.item_name(int(p.item[at]))} and {p.candidate_name(int(p.candidate[at]))}"


def _check_levels(p: Instance) -> None:
    for level in p.levels:
        if len(level.group_of) != p.candidates:
            raise ValueError(
                f"{level.name}: groups of {len(level.group_of)} for {p.candidates} candidates"
            )
        _refuse(
            (level.override_item < 0) | (level.override_item >= p.items),
            lambda i, at=level: (
                f"{at.name}: a limit for item {at.override_item[i]},"
                f" which is outside 0 to {p.items - 1}"
            ),
        )
        _refuse(
            level.override_group < 0,
            lambda i, at=level: f"{at.name}: a limit for group {at.override_group[i]}",
        )
    for fine, coarse in zip(p.levels, p.levels[1:], strict=False):
        _check_nested(p, fine, coarse)


def _check_nested(p: Instance, fine: Level, coarse: Level) -> None:
    """All of a finer group lie in one coarser group."""
    inside = np.flatnonzero(fine.group_of >= 0)
    first = np.zeros(fine.groups, np.int64)
    first[fine.group_of[inside][::-1]] = inside[::-1]
    stands_for = first[fine.group_of[inside]]

    def says(at: int) -> str:
        one, other = int(stands_for[at]), int(inside[at])
        where = [
            coarse.group_name(g) if g >= 0 else f"no {coarse.name}"
            for g in map(int, (coarse.group_of[one], coarse.group_of[other]))
        ]
        return (
            f"{p.candidate_name(one)} and {p.candidate_name(other)} share"
            f" {fine.group_name(int(fine.group_of[one]))} but are in {where[0]} and {where[1]}:"
            f" {fine.name} must lie inside {coarse.name}"
        )

    _refuse(coarse.group_of[inside] != coarse.group_of[stands_for], says)
