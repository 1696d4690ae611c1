"""Which candidates must not come near which items: all pairs at once, only those that exist.

Each pair keeps, for every rule of the policy, the strongest verdict it reaches by that rule (two
bits each). Why, is looked up when somebody asks: see `paths`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from jiebang.engine.conflicts.facts import CONFIDENCE, STRENGTHS, Reason, Verdict, Waiver
from jiebang.engine.conflicts.graph import Graph, Ints
from jiebang.engine.conflicts.layers import Layer, Sparse
from jiebang.engine.conflicts.paths import Explainer
from jiebang.engine.conflicts.policy import Policy, Rule

BLOCK = 8192
"""Candidates at a time: bounds the memory of products, changes no result."""


@dataclass(frozen=True, slots=True)
class Pair:
    """`verdict` after waivers, `found` before them; every reason, strongest first, and every
    waiver that covers one of them, whoever signed."""

    candidate: str
    item: str
    verdict: Verdict
    found: Verdict
    reasons: tuple[Reason, ...]
    waivers: tuple[Waiver, ...]


@dataclass(frozen=True, eq=False)
class Conflicts:
    """`start` (n+1), `at` (pairs): numbers of items by candidate, ascending, as in a CSR matrix;
    `levels` (pairs): two bits a rule; `found`, `verdicts` (pairs): Verdict before and after
    waivers. Compare two of them by `same_as`."""

    graph: Graph
    policy: Policy
    on: date
    items: tuple[str, ...]
    candidates: tuple[str, ...]
    waivers: tuple[Waiver, ...]
    start: Ints
    at: NDArray[np.int32]
    levels: NDArray[np.uint64]
    found: NDArray[np.uint8]
    verdicts: NDArray[np.uint8] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "verdicts", self._waived())

    def __len__(self) -> int:
        return len(self.at)

    @cached_property
    def candidate_numbers(self) -> dict[str, int]:
        return {name: n for n, name in enumerate(self.candidates)}

    @cached_property
    def item_numbers(self) -> dict[str, int]:
        return {name: n for n, name in enumerate(self.items)}

    @cached_property
    def explainer(self) -> Explainer:
        return Explainer(self.graph, self.policy, self.on)

    def verdict(self, candidate: str, item: str) -> Verdict:
        """After waivers. KeyError for who was not screened."""
        place = self._place(candidate, item)
        return Verdict.NONE if place is None else Verdict(int(self.verdicts[place]))

    def pair(self, candidate: str, item: str) -> Pair | None:
        """With every reason, or None where there is none. KeyError for who was not screened."""
        place = self._place(candidate, item)
        return None if place is None else self._pair(candidate, item, place)

    def pairs(self, at_least: Verdict = Verdict.NOTE) -> Iterator[Pair]:
        """Every pair found to be at least so, in the order of candidates and items."""
        for number, candidate in enumerate(self.candidates):
            for place in range(self.start[number], self.start[number + 1]):
                if self.found[place] >= at_least:
                    yield self._pair(candidate, self.items[self.at[place]], place)

    def matrix(self, at_least: Verdict = Verdict.ASK) -> Sparse:
        """Candidates × items, true where the verdict after waivers is at least so; scipy CSR."""
        shape = (len(self.candidates), len(self.items))
        made = csr_matrix((self.verdicts >= at_least, self.at, self.start), shape=shape)
        made.eliminate_zeros()
        return made

    def same_as(self, other: Conflicts) -> bool:
        return (self.candidates, self.items) == (other.candidates, other.items) and all(
            np.array_equal(getattr(self, name), getattr(other, name))
            for name in ("start", "at", "levels", "found", "verdicts")
        )

    def _place(self, candidate: str, item: str) -> int | None:
        row, column = self.candidate_numbers[candidate], self.item_numbers[item]
        low, high = self.start[row], self.start[row + 1]
        place = int(low + np.searchsorted(self.at[low:high], column))
        return place if place < high and self.at[place] == column else None

    def _pair(self, candidate: str, item: str, place: int) -> Pair:
        reasons = self._reasons(candidate, item, place)
        keys = {reason.key for reason in reasons}
        signed = self._waivers_by.get((candidate, item), ())
        waivers = tuple(waiver for waiver in signed if keys.intersection(waiver.covers))
        verdict, found = Verdict(int(self.verdicts[place])), Verdict(int(self.found[place]))
        return Pair(candidate, item, verdict, found, reasons, waivers)

    def _reasons(self, candidate: str, item: str, place: int) -> tuple[Reason, ...]:
        packed = int(self.levels[place])
        rules = [r for n, r in enumerate(self.policy.rules) if packed >> (2 * n) & 3]
        return self.explainer.reasons(candidate, item, rules)

    @cached_property
    def _waivers_by(self) -> dict[tuple[str, str], tuple[Waiver, ...]]:
        found: dict[tuple[str, str], tuple[Waiver, ...]] = {}
        for waiver in self.waivers:
            key = (waiver.candidate, waiver.item)
            found[key] = (*found.get(key, ()), waiver)
        return found

    def _waived(self) -> NDArray[np.uint8]:
        """A waiver lifts a pair no further than to its reasons that stay open. Notes need none."""
        verdicts = self.found.copy()
        waivable = {rule.code for rule in self.policy.rules if rule.waivable}
        for (candidate, item), waivers in self._waivers_by.items():
            if candidate not in self.candidate_numbers or item not in self.item_numbers:
                continue
            place = self._place(candidate, item)
            if place is None or self.found[place] < Verdict.ASK:
                continue
            covered = {key for waiver in waivers for key in waiver.covers}
            reasons = self._reasons(candidate, item, place)
            left = [r.verdict for r in reasons if r.key not in covered or r.rule not in waivable]
            verdicts[place] = max([Verdict.WAIVED, *left])
        return verdicts


def screen(
    graph: Graph,
    items: Iterable[str],
    candidates: Iterable[str],
    policy: Policy,
    *,
    on: date,
    waivers: Iterable[Waiver] = (),
) -> Conflicts:
    """All conflicts of `candidates` (ids of persons, known to the graph or not) with `items` (ids,
    of the graph) on a day. ValueError for an item unknown or anything twice."""
    items, candidates = tuple(items), tuple(candidates)
    strangers = [item for item in items if item not in graph.item_numbers]
    if strangers:
        raise ValueError(f"items that the graph does not hold: {strangers[:5]}")
    if len(set(items)) < len(items) or len(set(candidates)) < len(candidates):
        raise ValueError("the same item or candidate twice")
    start, at, levels = rows_of(graph, items, candidates, policy, on)
    return Conflicts(graph, policy, on, items, candidates, tuple(waivers), start, at, levels,
                     strongest(levels, policy))  # fmt: skip


def with_waivers(conflicts: Conflicts, waivers: Iterable[Waiver]) -> Conflicts:
    """The same findings under other waivers."""
    return replace(conflicts, waivers=tuple(waivers))


def rows_of(
    graph: Graph, items: Sequence[str], candidates: Sequence[str], policy: Policy, on: date
) -> tuple[Ints, NDArray[np.int32], NDArray[np.uint64]]:
    """(start, at, levels) as in Conflicts."""
    persons = np.array([graph.persons.get(name, -1) for name in candidates], dtype=np.int64)
    columns = np.array([graph.item_numbers[item] for item in items], dtype=np.int64)
    products = _products(graph, columns, policy, on)
    counts, at, levels = [np.zeros(1, np.int64)], [np.zeros(0, np.int32)], [np.zeros(0, np.uint64)]
    for first in range(0, len(persons), BLOCK):
        block = persons[first : first + BLOCK]
        total = _block(block, products, len(columns))
        counts.append(np.diff(total.indptr).astype(np.int64))
        at.append(total.indices.astype(np.int32))
        levels.append(total.data.astype(np.uint64))
    return np.cumsum(np.concatenate(counts)), np.concatenate(at), np.concatenate(levels)


@dataclass(frozen=True, slots=True)
class _Product:
    """The factors of one rule at one level; `weight` is added to the pairs that they reach."""

    person_of: Ints
    factors: tuple[Sparse, ...]
    weight: int


def _products(graph: Graph, columns: Ints, policy: Policy, on: date) -> list[_Product]:
    ceilings = sorted({policy.ceiling(c) for c in _classes(graph)})
    layers = {level: Layer(graph, policy, on, level) for level in ceilings}
    found = []
    for number, rule in enumerate(policy.rules):
        times: dict[int, int] = {}
        for level in range(1, rule.level + 1):
            carried = min((c for c in ceilings if c >= level), default=None)
            if carried is not None:
                times[carried] = times.get(carried, 0) + 1
        for carried, count in times.items():
            layer = layers[carried]
            factors = _factors(layer, rule, columns)
            if all(factor.nnz for factor in factors):
                found.append(_Product(layer.person_of, factors, count << (2 * number)))
    return found


def _classes(graph: Graph) -> list[str]:
    return [CONFIDENCE[n] for n in np.unique(graph.columns.confidence)]


def _factors(layer: Layer, rule: Rule, columns: Ints) -> tuple[Sparse, ...]:
    """From person components to the columns asked for; the last two multiplied beforehand."""
    ends = layer.ends(rule)[:, columns]
    if rule.tie:
        return layer.people(rule), layer.ties(rule), layer.reach(rule) @ ends
    return layer.people(rule), ends


def _block(persons: Ints, products: Sequence[_Product], width: int) -> Sparse:
    """Candidates × items, the levels of all rules packed into one number."""
    total = csr_matrix((len(persons), width), dtype=np.int64)
    known = np.flatnonzero(persons >= 0)
    for product in products:
        found = _rows(product, persons, known)
        for factor in product.factors[1:]:
            found = found @ factor
        if found.nnz:
            total = total + found.astype(np.int64) * product.weight
    total.sort_indices()
    return total


def _rows(product: _Product, persons: Ints, known: Ints) -> Sparse:
    """The rows of the candidates in the first factor; empty for those without any fact."""
    chosen = csr_matrix(
        (np.ones(len(known), dtype=bool), (known, product.person_of[persons[known]])),
        shape=(len(persons), product.factors[0].shape[0]),
    )
    return chosen @ product.factors[0]


def strongest(levels: NDArray[np.uint64], policy: Policy) -> NDArray[np.uint8]:
    """The strongest verdict over all rules."""
    best = np.zeros(len(levels), dtype=np.uint8)
    for number in range(len(policy.rules)):
        np.maximum(best, (levels >> np.uint64(2 * number)).astype(np.uint8) & 3, out=best)
    return np.array(STRENGTHS, dtype=np.uint8)[best]
