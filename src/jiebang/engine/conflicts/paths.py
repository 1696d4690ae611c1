"""Why a candidate and an item conflict: every path, found from the two ends of one pair.

The same thresholds as the matrices, another way of search: persons who are the candidate, their
common works, their ties, a chain of owners (Dijkstra over steps of ownership, then over names),
what meets the item.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from jiebang.engine.conflicts.facts import STRENGTHS, Fact, Reason, Step
from jiebang.engine.conflicts.graph import Adjacency, Graph, Ints
from jiebang.engine.conflicts.layers import SAME_UNIT, Layer, via_weights
from jiebang.engine.conflicts.policy import Policy, Rule

Steps = tuple[Step, ...]
Found = tuple[Steps, tuple[Fact, ...]]
"""A way so far, and the facts of it that make the case."""
Mask = NDArray[np.bool_]
Made = TypeVar("Made")


class Explainer:
    """Paths in one graph under one policy on one day; remembers what it looked up."""

    def __init__(self, graph: Graph, policy: Policy, on: date) -> None:
        self.graph, self.policy, self.on = graph, policy, on
        self._made: dict[tuple[object, ...], object] = {}

    def reasons(self, candidate: str, item: str, rules: Iterable[Rule]) -> tuple[Reason, ...]:
        """Each piece of evidence once, at the strongest verdict it reaches; strongest first."""
        person = self.graph.persons.get(candidate)
        if person is None:
            return ()
        found: dict[tuple[str, tuple[Fact, ...]], Reason] = {}
        for rule in rules:
            for level in range(rule.level, 0, -1):
                for steps, evidence in self._paths(rule, level, person, item):
                    reason = Reason(rule.code, STRENGTHS[level], steps, evidence)
                    found.setdefault((rule.code, evidence), reason)
        return tuple(sorted(found.values(), key=lambda r: (-r.verdict, r.rule, r.key)))

    def _paths(self, rule: Rule, level: int, person: int, item: str) -> Iterator[Found]:
        ends = self._ends(rule, level, item)
        for who, (steps, evidence) in self._people(rule, level, person):
            if not rule.tie:
                for row in ends.get(who, ()):
                    fact = self.graph.facts[row]
                    yield (*steps, *self._tail(fact, item)), (*evidence, fact)
            else:
                yield from self._through_units(rule, level, who, (steps, evidence), item)

    def _through_units(
        self, rule: Rule, level: int, who: int, so_far: Found, item: str
    ) -> Iterator[Found]:
        steps, evidence = so_far
        ends = self._ends(rule, level, item)
        for row in self._at(self.graph.at_person, who, self._mask("tie", rule, level)):
            tie = self.graph.facts[row]
            chains = self._chains(rule, level, int(self.graph.columns.b[row]))
            here = (*steps, Step(tie.a, tie.b, tie.kind, (tie,)))
            for unit in chains.keys() & ends.keys():
                for at in ends[unit]:
                    end = self.graph.facts[at]
                    yield (*here, *chains[unit], *self._tail(end, item)), (*evidence, tie, end)

    def _tail(self, fact: Fact, item: str) -> Steps:
        """From the person or unit to the item; by way of the list where it met another item."""
        first = Step(fact.a, fact.b, fact.kind, (fact,))
        if fact.b == item and fact.kind != "office":
            return (first,)
        group = self.graph.items[self.graph.item_numbers[item]].group
        listed = Step(group, item, "listed", (Fact("listed", item, group),))
        if fact.kind == "office":
            return (first, listed)
        return (first, Step(fact.b, group, "listed", (Fact("listed", fact.b, group),)), listed)

    # -- people ---------------------------------------------------------------------------------

    def _people(self, rule: Rule, level: int, person: int) -> Iterator[tuple[int, Found]]:
        """Who stands for the candidate: see Layer.people."""
        surely, perhaps = self._same_persons(level, person), self._maybe_persons(level, person)
        if not rule.via:
            for who, steps in (perhaps | surely).items():
                yield who, (steps, ())
            return
        for who, (steps, facts) in self._fellows(rule, level, surely):
            yield who, (steps, facts)
            for other, more in self._maybe_persons(level, who).items():
                yield other, ((*steps, *more), facts)
        for start in self._one_each(level, perhaps):
            near = {who: perhaps[who] for who in self._same_persons(level, start)}
            yield from self._fellows(rule, level, near)

    def _one_each(self, level: int, people: Iterable[int]) -> list[int]:
        component = self._layer(level).person_of
        return list({int(component[who]): who for who in people}.values())

    def _same_persons(self, level: int, person: int) -> dict[int, Steps]:
        """All who are this person, each with the shortest row of facts that says so."""
        return self._once(("same", level, person), lambda: self._walk_same(level, person))

    def _walk_same(self, level: int, person: int) -> dict[int, Steps]:
        mask = self._same_mask(("same_person",), level, weak=False)
        found: dict[int, Steps] = {person: ()}
        queue = [person]
        for who in queue:
            for row in self._sorted(self._at(self.graph.at_person, who, mask)):
                step, other = self._across(row, who)
                if other not in found:
                    found[other] = (*found[who], step)
                    queue.append(other)
        return found

    def _maybe_persons(self, level: int, person: int) -> dict[int, Steps]:
        """All who may be this person, by one question and whatever is certain."""
        mask = self._same_mask(("same_person",), level, weak=True)
        found: dict[int, Steps] = {}
        for who, steps in self._same_persons(level, person).items():
            for row in self._sorted(self._at(self.graph.at_person, who, mask)):
                step, other = self._across(row, who)
                for one, more in self._same_persons(level, other).items():
                    found.setdefault(one, (*steps, step, *more))
        return found

    def _fellows(
        self, rule: Rule, level: int, starts: dict[int, Steps]
    ) -> Iterator[tuple[int, Found]]:
        """Those one hop away, under all their spellings, with the facts that together suffice."""
        mask, component = self._mask("via", rule, level), self._layer(level).person_of
        hops: dict[int, dict[int, int]] = {}
        for who in starts:
            for row in self._at(self.graph.at_person, who, mask):
                other = self._other(row, who)
                hops.setdefault(int(component[other]), {}).setdefault(int(row), who)
        amounts = self.graph.columns.amount
        for rows in hops.values():
            if via_weights(amounts[list(rows)]).sum() < rule.via_least:
                continue
            ordered = self._sorted(rows)
            facts = tuple(self.graph.facts[row] for row in ordered)
            who = rows[ordered[0]]
            step, other = self._across(ordered[0], who)
            step = Step(step.start, step.end, step.kind, facts)
            for fellow, more in self._same_persons(level, other).items():
                yield fellow, ((*starts[who], step, *more), facts)

    # -- units ----------------------------------------------------------------------------------

    def _chains(self, rule: Rule, level: int, unit: int) -> dict[int, Steps]:
        """Every unit within reach, by the fewest steps of ownership, then the fewest names."""
        key = ("chains", level, rule.chain, rule.chain_least, unit)
        return self._once(key, lambda: self._walk_chains(rule, level, unit))

    def _walk_chains(self, rule: Rule, level: int, unit: int) -> dict[int, Steps]:
        """States: unit, whether the chain goes down already, and whether a question was used
        (1 before any step of ownership, 2 after one, which ends the chain)."""
        weak = self._same_mask(SAME_UNIT, level, weak=True)
        owns = self._mask("owns", rule, level)
        mask = weak | owns | self._same_mask(SAME_UNIT, level, weak=False)
        settled: dict[tuple[int, bool, int], Steps] = {}
        order = 0
        heap: list[tuple[int, int, int, tuple[int, bool, int], Steps]] = [
            (0, 0, order, (unit, False, 0), ())
        ]
        while heap:
            owned, length, _, state, steps = heapq.heappop(heap)
            if state in settled:
                continue
            settled[state] = steps
            at, falling, asked = state
            for row in self._sorted(self._at(self.graph.at_unit, at, mask)):
                step, other = self._across(row, at)
                down = bool(owns[row]) and int(self.graph.columns.a[row]) == at
                cost = owned + bool(owns[row])
                if cost > rule.chain or (owns[row] and (asked == 2 or (falling and not down))):
                    continue
                if weak[row] and asked:
                    continue
                order += 1
                used = (1 if owned == 0 else 2) if weak[row] else asked
                after = (other, falling or down, used)
                heapq.heappush(heap, (cost, length + 1, order, after, (*steps, step)))
        best: dict[int, Steps] = {}
        for (at, _, _), steps in settled.items():
            best.setdefault(at, steps)
        return best

    # -- looking up -----------------------------------------------------------------------------

    def _ends(self, rule: Rule, level: int, item: str) -> dict[int, list[int]]:
        """Facts that meet the item (by its list too, where the rule says so), by person or unit."""
        number = self.graph.item_numbers[item]
        group = int(self.graph.group_of[number])
        where: object = ("g", group) if rule.group and group >= 0 else number
        return self._once(("ends", rule.code, level, where),
                          lambda: self._look_ends(rule, level, number, group))  # fmt: skip

    def _look_ends(self, rule: Rule, level: int, number: int, group: int) -> dict[int, list[int]]:
        mask = self._mask("end", rule, level)
        items = [number]
        if rule.group and group >= 0:
            items = [int(n) for n in np.flatnonzero(self.graph.group_of == group)]
        rows = [row for n in items for row in self._at(self.graph.at_item, n, mask)]
        if group >= 0:
            rows += list(self._at(self.graph.at_group, group, mask))
        found: dict[int, list[int]] = {}
        for row in rows:
            found.setdefault(int(self.graph.columns.a[row]), []).append(int(row))
        return found

    def _layer(self, level: int) -> Layer:
        return self._once(("layer", level),
                          lambda: Layer(self.graph, self.policy, self.on, level))  # fmt: skip

    def _mask(self, what: str, rule: Rule, level: int) -> Mask:
        """Which facts count for a part of a rule; `what`: tie, via, owns, end."""

        def make() -> Mask:
            layer = self._layer(level)
            look = {"tie": layer.tie_rows, "via": layer.via_rows, "owns": layer.owning_rows,
                    "end": layer.end_rows}  # fmt: skip
            return self._as_mask(look[what](rule))

        return self._once(("mask", what, rule.code, level), make)

    def _same_mask(self, kinds: tuple[str, ...], level: int, *, weak: bool) -> Mask:
        def make() -> Mask:
            return self._as_mask(self._layer(level).same_rows(kinds, weak=weak))

        return self._once(("same", kinds, level, weak), make)

    def _as_mask(self, rows: Ints) -> Mask:
        mask = np.zeros(len(self.graph.facts), dtype=np.bool_)
        mask[rows] = True
        return mask

    def _once(self, key: tuple[object, ...], make: Callable[[], Made]) -> Made:
        if key not in self._made:
            self._made[key] = make()
        return self._made[key]  # type: ignore[return-value]

    @staticmethod
    def _at(adjacency: Adjacency, node: int, mask: Mask) -> Ints:
        rows = adjacency.at(node)
        return rows[mask[rows]]

    def _sorted(self, rows: Iterable[int]) -> list[int]:
        """In the order of what the facts say, so that the same facts give the same path."""
        return sorted((int(row) for row in rows), key=lambda row: self.graph.facts[row].key)

    def _other(self, row: int, node: int) -> int:
        a, b = int(self.graph.columns.a[row]), int(self.graph.columns.b[row])
        return b if a == node else a

    def _across(self, row: int, node: int) -> tuple[Step, int]:
        fact, other = self.graph.facts[row], self._other(row, node)
        a_first = int(self.graph.columns.a[row]) == node
        start, end = (fact.a, fact.b) if a_first else (fact.b, fact.a)
        return Step(start, end, fact.kind, (fact,)), other
