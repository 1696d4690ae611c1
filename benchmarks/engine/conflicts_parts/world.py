"""An invented country: units of all sizes with owners and second names, people with careers and
fellows, items on lists with two sides. Seeded; sizes are arguments."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from jiebang.engine.conflicts import Fact, Graph, Item, Policy, Rule, Verdict

ON = date(2026, 5, 20)
DAY = timedelta(days=1)
HARD, ASK, NOTE = Verdict.HARD, Verdict.ASK, Verdict.NOTE

POLICY = Policy(
    (
        Rule("employer", HARD, tie=("employed", "part_time"), months=0),
        Rule("employer_group", ASK, tie=("employed", "part_time"), months=0, chain=2,
             chain_least=5000),
        Rule("former_employer", ASK, tie=("employed", "part_time", "studies"), months=36),
        Rule("interest", HARD, tie=("shareholder", "director", "legal_representative"),
             months=12, tie_least=500, chain=2, chain_least=2000),
        Rule("works", HARD, via=("coauthor", "coproject"), via_least=2, months=36),
        Rule("teacher", HARD, via=("teacher",)),
        Rule("kin", HARD, via=("kin",)),
        Rule("kin_unit", ASK, via=("kin",), tie=("employed", "shareholder", "director"), months=0),
        Rule("own", HARD),
        Rule("rival", HARD, group=True),
        Rule("office", HARD, tie=("employed",), ends=("office",), months=0),
        Rule("named", HARD, ends=("named",), end_most=3),
        Rule("named_beyond", NOTE, ends=("named",)),
    ),
    {"matched": ASK},
)  # fmt: skip


@dataclass(frozen=True)
class World:
    graph: Graph
    items: tuple[str, ...]
    candidates: tuple[str, ...]
    policy: Policy = POLICY


class Maker:
    def __init__(self, candidates: int, items: int, seed: int) -> None:
        self.dice = np.random.default_rng(seed)
        self.candidates, self.items = candidates, items
        self.units = max(candidates // 8, 20)
        self.people = candidates + items * 2
        weight = 1 / (np.arange(self.units) + 25.0)
        self.unit_share = np.cumsum(weight / weight.sum())

    def some_units(self, count: int) -> list[int]:
        """Large units often, small ones seldom."""
        found = np.searchsorted(self.unit_share, self.dice.random(count))
        return list(np.minimum(found, self.units - 1).tolist())

    def some(self, count: int, low: int, high: int) -> list[int]:
        return list(self.dice.integers(low, high, count).tolist())

    def facts(self) -> Iterator[Fact]:
        yield from self.of_units()
        yield from self.of_people()
        yield from self.of_fellows()
        yield from self.of_items()

    def of_units(self) -> Iterator[Fact]:
        """A fifth has a second name, a fifth an owner, a few were renamed or merged."""
        for unit in range(self.units):
            if unit % 5 == 0:
                yield Fact("alias", f"u{unit}b", f"u{unit}", "names", confidence="matched")
            if unit % 50 == 7:
                yield Fact("renamed", f"u{unit}old", f"u{unit}", "register",
                           ON - 900 * DAY, confidence="confirmed")  # fmt: skip
        children = self.some(self.units // 5, self.units // 10, self.units)
        owners = self.some(self.units // 5, 0, self.units)
        for owner, child, share in zip(owners, children, self.some(len(owners), 10, 101),
                                       strict=True):  # fmt: skip
            yield Fact("owns", f"u{owner}", f"u{child}", "register", confidence="confirmed",
                       amount=100 * share)  # fmt: skip

    def of_people(self) -> Iterator[Fact]:
        now, before = self.some_units(self.people), self.some_units(self.people)
        since, left = self.some(self.people, 30, 9000), self.some(self.people, 30, 5000)
        for n in range(self.people):
            name = f"u{now[n]}b" if n % 4 == 0 and now[n] % 5 == 0 else f"u{now[n]}"
            yield Fact("employed", f"p{n}", name, "own statement", ON - since[n] * DAY)
            if n % 5 < 2:
                yield Fact("employed", f"p{n}", f"u{before[n]}", "own statement",
                           ON - (left[n] + 900) * DAY, ON - left[n] * DAY)  # fmt: skip
            if n % 2:
                yield Fact("studies", f"p{n}", f"u{before[n] // 20}", "own statement", None,
                           ON - 2 * left[n] * DAY)  # fmt: skip
        for kind, every in (("part_time", 10), ("shareholder", 30), ("director", 50)):
            count = self.people // every
            for n, unit in zip(self.some(count, 0, self.people), self.some_units(count),
                               strict=True):  # fmt: skip
                share = unit % 40 * 50 if kind == "shareholder" else None
                yield Fact(kind, f"p{n}", f"u{unit}", "register", confidence="confirmed",
                           amount=share)  # fmt: skip

    def of_fellows(self) -> Iterator[Fact]:
        """Fellows are near each other in number: a field is a neighbourhood."""
        count = self.people * 3
        firsts, offsets = self.some(count, 0, self.people), self.some(count, 1, 40)
        days, works = self.some(count, 0, 4000), self.some(count, 1, 4)
        for a, offset, day, many in zip(firsts, offsets, days, works, strict=True):
            yield Fact("coauthor", f"p{a}", f"p{(a + offset) % self.people}", "index of papers",
                       ON - day * DAY, amount=many)  # fmt: skip
        for kind, every in (("teacher", 3), ("kin", 40)):
            count = self.people // every
            for a, b in zip(self.some(count, 0, self.people), self.some(count, 0, self.people),
                            strict=True):  # fmt: skip
                yield Fact(kind, f"p{a}", f"p{b}", "own statement")
        for n in range(0, self.candidates, 200):
            yield Fact("same_person", f"p{n}", f"p{n + 1}x", "identity", confidence="confirmed")

    def of_items(self) -> Iterator[Fact]:
        for g in range(max(self.items // 40, 1)):
            yield Fact("office", f"o{g % 5}", f"g{g}", "order")
        for n in range(0, self.people, max(self.people // 150, 1)):
            yield Fact("employed", f"p{n}", f"o{n % 5}", "register")
        units, people = self.some_units(self.items * 4), self.some(self.items * 8, 0, self.people)
        for n in range(self.items):
            yield Fact("party", f"u{units[4 * n]}", f"i{n}", "form", side="requester")
            for unit in units[4 * n + 1 : 4 * n + 2 + n % 3]:
                yield Fact("party", f"u{unit}", f"i{n}", "form", side="proposer")
            for person in people[8 * n : 8 * n + 5]:
                yield Fact("member", f"p{person}", f"i{n}", "form", side="proposer")
            for place, person in enumerate(people[8 * n + 5 : 8 * n + 5 + n % 4], 1):
                yield Fact("named", f"p{person}", f"i{n}", "form", amount=place, side="proposer")


def world(candidates: int, items: int, seed: int = 20260520) -> World:
    maker = Maker(candidates, items, seed)
    listed = [Item(f"i{n}", f"g{n // 40}") for n in range(items)]
    graph = Graph(maker.facts(), listed)
    return World(graph, tuple(i.id for i in listed), tuple(f"p{n}" for n in range(candidates)))
