"""Small worlds in which everything meets: few ids, all kinds of fact, all kinds of rule."""

from __future__ import annotations

import importlib.util
import sys
from datetime import date, timedelta
from pathlib import Path
from types import ModuleType

from hypothesis import strategies as st

from jiebang.engine.conflicts import CONFIDENCE, KINDS, Fact, Item, Policy, Rule, Verdict

ON = date(2026, 5, 20)
PARTS = Path(__file__).parents[4] / "benchmarks" / "engine" / "conflicts_parts"
NODES = {
    "person": [f"p{n}" for n in range(4)],
    "unit": [f"u{n}" for n in range(4)],
    "item": ["i0", "i1", "i2", "i3"],
    "group": ["g0", "g1"],
}
ITEMS = (Item("i0", "g0"), Item("i1", "g0"), Item("i2", "g1"), Item("i3"))
OFTEN = ["employed", "owns", "party", "alias", "same_person", "coauthor", "kin", "member"]
FACTS = sorted(set(KINDS) - {"listed"}) + 3 * OFTEN
TIES = ("employed", "shareholder", "director")
SIDES = ("requester", "proposer", "")

RULES = (
    Rule("employer", Verdict.HARD, tie=("employed", "part_time"), months=0, chain=2,
         chain_least=5000),
    Rule("former", Verdict.ASK, tie=("employed", "studies"), months=36),
    Rule("shares", Verdict.HARD, tie=("shareholder", "director"), tie_least=500, months=12,
         chain=3, sides=("proposer",)),
    Rule("works", Verdict.HARD, via=("coauthor", "coproject", "coinventor"), via_least=3,
         months=36),
    Rule("one_work", Verdict.NOTE, via=("coauthor",), months=60),
    Rule("kin", Verdict.HARD, via=("kin", "teacher")),
    Rule("kin_unit", Verdict.ASK, via=("kin",), tie=TIES, months=0, chain=1),
    Rule("self", Verdict.HARD),
    Rule("rival", Verdict.ASK, group=True),
    Rule("rival_unit", Verdict.NOTE, tie=("employed",), months=0, group=True,
         sides=("proposer",)),
    Rule("office", Verdict.HARD, tie=("employed",), ends=("office",), months=0),
    Rule("named", Verdict.HARD, ends=("named",), end_most=2, sides=("requester", "proposer")),
    Rule("named_beyond", Verdict.NOTE, ends=("named",)),
)  # fmt: skip

POLICIES = st.builds(
    Policy,
    rules=st.lists(st.sampled_from(RULES), min_size=1, max_size=5, unique=True).map(tuple),
    ceilings=st.fixed_dictionaries(
        {},
        optional={
            "matched": st.sampled_from([Verdict.NOTE, Verdict.ASK, Verdict.HARD]),
            "declared": st.sampled_from([Verdict.ASK, Verdict.HARD]),
            "name": st.sampled_from([Verdict.NOTE, Verdict.ASK]),
        },
    ),
    chain_months=st.sampled_from([0, 24, None]),
    not_through=st.sampled_from([frozenset(), frozenset({"u0"})]),
)


@st.composite
def a_fact(draw: st.DrawFn) -> Fact:
    kind = draw(st.sampled_from(FACTS))
    shape = KINDS[kind]
    days = st.sampled_from([None, None, None, 1, 300, 900, 1500, 2500])
    on, length = draw(days), draw(days)
    begun = None if on is None else ON - timedelta(days=on)
    ended = None if length is None else (begun or date(2021, 1, 1)) + timedelta(days=length)
    amount = draw(st.sampled_from([None, None, None, 0, 1, 2, 3, 499, 500, 5000]))
    return Fact(
        kind, draw(st.sampled_from(NODES[shape.a])), draw(st.sampled_from(NODES[shape.b])),
        draw(st.sampled_from(["register", "own statement"])), begun, ended,
        draw(st.sampled_from(CONFIDENCE)), amount, draw(st.sampled_from(SIDES)),
    )  # fmt: skip


def some_facts(most: int = 30) -> st.SearchStrategy[list[Fact]]:
    return st.lists(a_fact(), min_size=most // 3, max_size=most)


def part(name: str) -> ModuleType:
    """A module of the measurement: the plain form and the generators are kept there."""
    known = f"conflicts_parts_{name}"
    if known not in sys.modules:
        spec = importlib.util.spec_from_file_location(known, PARTS / f"{name}.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[known] = module
        spec.loader.exec_module(module)
    return sys.modules[known]
