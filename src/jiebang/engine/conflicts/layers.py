"""The facts strong enough for one level of verdict, as sparse matrices between components.

Whoever is the same person, or the same unit, is one component. All matrices are of truth values:
products of them are "there is a path", without counting and without overflow.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, diags_array, identity
from scipy.sparse.csgraph import connected_components

from jiebang.engine.calendar import add_months
from jiebang.engine.conflicts.facts import CONFIDENCE, KINDS
from jiebang.engine.conflicts.graph import KIND_CODES, LASTING, NOWHERE, Graph, Ints
from jiebang.engine.conflicts.policy import Policy, Rule

Sparse = Any
WEAK = "name"
"""Who may be the same by this class of evidence is one step away, and never two: else two units
that one badly written name may mean would be one."""
SAME_UNIT = tuple(name for name, kind in KINDS.items() if kind.role == "same" and kind.a == "unit")


class Layer:
    """What of a graph may carry a verdict of `level` (1 note, 2 ask, 3 hard) on a date."""

    def __init__(self, graph: Graph, policy: Policy, on: date, level: int) -> None:
        self.graph, self.policy, self.on = graph, policy, on
        ceilings = np.array([policy.ceiling(name) for name in CONFIDENCE])
        self.strong = ceilings[graph.columns.confidence] >= level
        self.person_count, self.person_of = self._components(("same_person",), len(graph.persons))
        self.unit_count, self.unit_of = self._components(SAME_UNIT, len(graph.units))
        self._made: dict[tuple[Any, ...], Sparse] = {}

    def rows_of(self, kinds: Iterable[str]) -> Ints:
        codes = [KIND_CODES[kind] for kind in kinds]
        return np.flatnonzero(self.strong & np.isin(self.graph.columns.kind, codes))

    def _components(self, kinds: Iterable[str], size: int) -> tuple[int, Ints]:
        rows, columns = self.same_rows(kinds, weak=False), self.graph.columns
        joined = _truth(columns.a[rows], columns.b[rows], (size, size))
        count, labels = connected_components(joined, directed=False)
        return int(count), labels.astype(np.int64)

    def same_rows(self, kinds: Iterable[str], *, weak: bool) -> Ints:
        rows = self.rows_of(kinds)
        named = self.graph.columns.confidence[rows] == CONFIDENCE.index(WEAK)
        return np.asarray(rows[named == weak])

    def maybe(self, kinds: tuple[str, ...], of: Ints, size: int) -> Sparse:
        """Components × components that are one if a question is answered so."""
        rows, columns = self.same_rows(kinds, weak=True), self.graph.columns
        made = _truth(of[columns.a[rows]], of[columns.b[rows]], (size, size))
        return made + made.T.tocsr()

    def people(self, rule: Rule) -> Sparse:
        """Person components × those that stand for them: themselves or, with `via`, their fellows;
        one of the steps may be a question."""
        maybe = self.maybe(("same_person",), self.person_of, self.person_count)
        if rule.via:
            vias = self.vias(rule)
            return vias + maybe @ vias + vias @ maybe
        return identity(self.person_count, dtype=bool, format="csr") + maybe

    def counts(self, rows: Ints, months: int | None) -> Ints:
        """Those of the facts that last, or ended no longer than `months` ago."""
        return np.asarray(rows[self.graph.columns.ends[rows] >= first_day(self.on, months)])

    def ties(self, rule: Rule) -> Sparse:
        """Person components × unit components."""
        rows, columns = self.tie_rows(rule), self.graph.columns
        return _truth(self.person_of[columns.a[rows]], self.unit_of[columns.b[rows]],
                      (self.person_count, self.unit_count))  # fmt: skip

    def tie_rows(self, rule: Rule) -> Ints:
        rows = self.counts(self.rows_of(rule.tie), rule.months)
        return np.asarray(rows[self.graph.columns.amount[rows] >= rule.tie_least])

    def vias(self, rule: Rule) -> Sparse:
        """Person components × person components: enough common works, or an unweighed tie. Two
        records of one person may be fellows of each other: that never weakens what was found."""
        rows, columns = self.via_rows(rule), self.graph.columns
        a, b = self.person_of[columns.a[rows]], self.person_of[columns.b[rows]]
        weight = via_weights(columns.amount[rows])
        shape = (self.person_count, self.person_count)
        total = csr_matrix((weight, (a, b)), shape=shape)
        total = total + total.T - diags_array(total.diagonal(), dtype=np.int64)
        return _truth_of(total, max(rule.via_least, 1))

    def via_rows(self, rule: Rule) -> Ints:
        return self.counts(self.rows_of(rule.via), rule.months)

    def reach(self, rule: Rule) -> Sparse:
        """Unit components × unit components: up to a common owner and down, in `chain` steps; the
        first step or the last may be a question about who is who."""
        key = ("reach", rule.chain, rule.chain_least)
        if key not in self._made:
            self._made[key] = self._reach(rule)
        return self._made[key]

    def _reach(self, rule: Rule) -> Sparse:
        rows, columns = self.owning_rows(rule), self.graph.columns
        size = self.unit_count
        down = _truth(self.unit_of[columns.a[rows]], self.unit_of[columns.b[rows]], (size, size))
        up = down.T.tocsr()
        here = identity(size, dtype=bool, format="csr")
        found, risen = here, here
        falls = [here]
        for _ in range(rule.chain):
            falls.append(falls[-1] @ down)
        for steps in range(rule.chain + 1):
            for more in range(rule.chain - steps + 1):
                found = found + risen @ falls[more]
            risen = risen @ up
        maybe = self.maybe(SAME_UNIT, self.unit_of, size)
        return found + maybe @ found + found @ maybe

    def owning_rows(self, rule: Rule) -> Ints:
        graph, columns = self.graph, self.graph.columns
        rows = self.counts(self.rows_of(("owns",)), self.policy.chain_months)
        rows = rows[columns.amount[rows] >= rule.chain_least]
        barred = [graph.units[u] for u in self.policy.not_through if u in graph.units]
        return np.asarray(rows[~np.isin(columns.a[rows], barred)])

    def ends(self, rule: Rule) -> Sparse:
        """Components (of units with a tie, else of persons) × all items of the graph."""
        key = ("ends", bool(rule.tie), rule.ends, rule.sides, rule.group, rule.end_most)
        if key not in self._made:
            self._made[key] = self._ends(rule)
        return self._made[key]

    def _ends(self, rule: Rule) -> Sparse:
        graph, columns = self.graph, self.graph.columns
        of, size = (self.unit_of, self.unit_count) if rule.tie else (
            self.person_of, self.person_count)  # fmt: skip
        rows = self.end_rows(rule)
        office = columns.kind[rows] == KIND_CODES["office"]
        at_item, at_group = rows[~office], rows[office]
        groups = np.flatnonzero(graph.group_of >= 0)
        listed = _truth(graph.group_of[groups], groups,
                        (len(graph.group_numbers), len(graph.items)))  # fmt: skip
        direct = _truth(of[columns.a[at_item]], columns.b[at_item], (size, len(graph.items)))
        if rule.group:
            direct = direct + (direct @ listed.T.tocsr()) @ listed
        return direct + _truth(of[columns.a[at_group]], columns.b[at_group],
                               (size, len(graph.group_numbers))) @ listed  # fmt: skip

    def end_rows(self, rule: Rule) -> Ints:
        columns = self.graph.columns
        rows = self.rows_of(rule.ends)
        rows = rows[columns.b[rows] != NOWHERE]
        if rule.sides:
            known = [self.graph.sides[side] for side in rule.sides if side in self.graph.sides]
            rows = rows[np.isin(columns.sides[rows], known)]
        if rule.end_most is None:
            return np.asarray(rows)
        amount = columns.amount[rows]
        return np.asarray(rows[(amount <= rule.end_most) | (amount == LASTING)])


def first_day(on: date, months: int | None) -> int:
    """Ordinal of the first last day that still counts."""
    return 0 if months is None else add_months(on, -months).toordinal()


def via_weights(amounts: Ints) -> Ints:
    """An unknown number of works weighs as much as any policy can ask for; none stays one."""
    return np.clip(amounts, 1, 1 << 40)


def _truth(a: Ints, b: Ints, shape: tuple[int, int]) -> Sparse:
    return csr_matrix((np.ones(len(a), dtype=bool), (a, b)), shape=shape)


def _truth_of(total: Sparse, least: int) -> Sparse:
    total = csr_matrix(total)
    keep = total.data >= least
    made = csr_matrix((keep, total.indices, total.indptr), shape=total.shape)
    made.eliminate_zeros()
    return made
