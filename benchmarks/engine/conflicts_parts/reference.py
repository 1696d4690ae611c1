"""Our plain form of conflict screening: breadth-first search from every candidate, fact by fact.

Sets and dictionaries only, no matrix, no library of graphs, nothing of the engine but its data
classes; written to be read next to the policy's words, and slow.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from jiebang.engine.calendar import add_months
from jiebang.engine.conflicts import CONFIDENCE, KINDS, Fact, Graph, Policy, Rule, Verdict

LEVELS = (Verdict.NONE, Verdict.NOTE, Verdict.ASK, Verdict.HARD)


class Plain:
    """The facts of one level of verdict, by node."""

    def __init__(self, graph: Graph, policy: Policy, on: date, level: int) -> None:
        strong = {c for c in CONFIDENCE if policy.ceiling(c) >= level}
        self.facts = [f for f in graph.facts if f.confidence in strong]
        self.policy, self.on = policy, on
        self.group = {item.id: item.group for item in graph.items}
        self.by: dict[tuple[str, str], list[Fact]] = defaultdict(list)
        for fact in self.facts:
            self.by[KINDS[fact.kind].a, fact.a].append(fact)
            self.by[KINDS[fact.kind].b, fact.b].append(fact)
        self.listed: dict[str, list[str]] = defaultdict(list)
        for item, group in self.group.items():
            if group:
                self.listed[group].append(item)

    def lasts(self, fact: Fact, months: int | None) -> bool:
        end = fact.until or (fact.on if KINDS[fact.kind].event else None)
        return end is None or months is None or end >= add_months(self.on, -months)

    def same(self, kind: str, start: str) -> set[str]:
        found, queue = {start}, [start]
        for node in queue:
            for other in self.across(kind, node, weak=False):
                if other not in found:
                    found.add(other)
                    queue.append(other)
        return found

    def across(self, kind: str, node: str, *, weak: bool) -> set[str]:
        found = set()
        for fact in self.by[kind, node]:
            shape = KINDS[fact.kind]
            if shape.role == "same" and shape.a == kind and (fact.confidence == "name") == weak:
                found |= {fact.a, fact.b} - {node}
        return found

    def maybe(self, kind: str, start: str) -> set[str]:
        """Who is `start` if one question is answered so."""
        near = {o for n in self.same(kind, start) for o in self.across(kind, n, weak=True)}
        return {one for other in near for one in self.same(kind, other)}

    def fellows(self, rule: Rule, person: str) -> set[str]:
        works: dict[str, set[Fact]] = defaultdict(set)
        for me in self.same("person", person):
            for fact in self.by["person", me]:
                if fact.kind in rule.via and self.lasts(fact, rule.months):
                    other = fact.b if fact.a == me else fact.a
                    works[min(self.same("person", other))].add(fact)
        found: set[str] = set()
        for other, facts in works.items():
            weights = (1 << 40 if f.amount is None else max(f.amount, 1) for f in facts)
            if sum(weights) >= rule.via_least:
                found |= self.same("person", other)
        return found

    def people(self, rule: Rule, person: str) -> set[str]:
        if not rule.via:
            return self.same("person", person) | self.maybe("person", person)
        found = self.fellows(rule, person)
        found |= {m for f in found for m in self.maybe("person", f)}
        return found | {f for m in self.maybe("person", person) for f in self.fellows(rule, m)}

    def near(self, rule: Rule, unit: str) -> set[str]:
        found = self.owned(rule, unit)
        first = {u for m in self.maybe("unit", unit) for u in self.owned(rule, m)}
        last = {m for u in found for m in self.maybe("unit", u)}
        return found | first | last

    def owned(self, rule: Rule, unit: str) -> set[str]:
        """Up to a common owner, then down, breadth first over (unit, steps, falling)."""
        seen = {(u, 0, False) for u in self.same("unit", unit)}
        queue = list(seen)
        for at, steps, falling in queue:
            if steps == rule.chain:
                continue
            for fact in self.by["unit", at]:
                if fact.kind != "owns" or fact.a in self.policy.not_through:
                    continue
                if not self.lasts(fact, self.policy.chain_months):
                    continue
                if fact.amount is not None and fact.amount < rule.chain_least:
                    continue
                for here, other, falls in ((fact.a, fact.b, True), (fact.b, fact.a, False)):
                    if here == at and (falls or not falling):
                        for u in self.same("unit", other):
                            state = (u, steps + 1, falls)
                            if state not in seen:
                                seen.add(state)
                                queue.append(state)
        return {u for u, _, _ in seen}

    def items_at(self, rule: Rule, kind: str, node: str) -> set[str]:
        found: set[str] = set()
        for fact in self.by[kind, node]:
            if fact.kind not in rule.ends or (rule.sides and fact.side not in rule.sides):
                continue
            beyond = rule.end_most is not None and fact.amount is not None
            if beyond and fact.amount > rule.end_most:
                continue
            if fact.kind == "office":
                found |= set(self.listed[fact.b])
            elif fact.b in self.group:
                found.add(fact.b)
                if rule.group and self.group[fact.b]:
                    found |= set(self.listed[self.group[fact.b]])
        return found

    def reached(self, rule: Rule, candidate: str) -> set[str]:
        people = self.people(rule, candidate)
        if not rule.tie:
            return set().union(*(self.items_at(rule, "person", p) for p in people))
        units: set[str] = set()
        for person in people:
            for fact in self.by["person", person]:
                enough = fact.amount is None or fact.amount >= rule.tie_least
                if fact.kind in rule.tie and enough and self.lasts(fact, rule.months):
                    units |= self.near(rule, fact.b)
        return set().union(*(self.items_at(rule, "unit", u) for u in units))


def plain_layers(graph: Graph, policy: Policy, on: date) -> dict[int, Plain]:
    return {level: Plain(graph, policy, on, level) for level in (1, 2, 3)}


def plain_screen(
    graph: Graph,
    items: Iterable[str],
    candidates: Iterable[str],
    policy: Policy,
    on: date,
    layers: dict[int, Plain] | None = None,
) -> dict[tuple[str, str], dict[str, Verdict]]:
    """(candidate, item) → code of rule → strongest verdict, before waivers."""
    layers = layers or plain_layers(graph, policy, on)
    wanted = set(items)
    found: dict[tuple[str, str], dict[str, Verdict]] = defaultdict(dict)
    for candidate in candidates:
        for rule in policy.rules:
            for level in range(1, rule.level + 1):
                for item in layers[level].reached(rule, candidate) & wanted:
                    found[candidate, item][rule.code] = LEVELS[level]
    return dict(found)
