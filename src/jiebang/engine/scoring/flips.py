"""Whose sheet decides who is among the first m: the rule computed again, exactly, without one
reviewer at a time, or with that reviewer's leniency against the others on the same items taken out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from jiebang.engine.scoring.aggregation import METHODS, Requester, Rule, Totals, combine
from jiebang.engine.scoring.table import exact, half_up


@dataclass(frozen=True, slots=True)
class Panelled:
    """An item with the totals of its sheets; `tie` are compared after the final score, the lower
    first; then the id. Items that are out (veto, floor) are not given."""

    id: str
    totals: Totals
    requester: Requester | None = None
    tie: tuple[Decimal | int, ...] = ()


@dataclass(frozen=True, slots=True)
class Flip:
    """`how`: removed, recentred. `enters` and `leaves` are the items that change places across the
    line, by id; `shift` is what the reviewer's totals were moved by (0 when removed)."""

    reviewer: str
    how: str
    enters: tuple[str, ...]
    leaves: tuple[str, ...]
    shift: Decimal


def flips(items: Sequence[Panelled], rule: Rule, *, top: int) -> tuple[Flip, ...]:
    """Every reviewer and way that changes the first `top`, by reviewer. A reviewer without whom an
    item would fall below one sheet is not removed from it; the rule's least number of sheets is
    not asked for again."""
    before = set(first(items, rule, top))
    found = []
    for who in sorted({w for item in items for w, _ in item.totals}):
        shift = -leniency(items, who)
        for how, changed in (("removed", _without(items, who)),
                             ("recentred", _moved(items, who, shift))):  # fmt: skip
            after = set(first(changed, rule, top))
            if after != before:
                enters, leaves = sorted(after - before), sorted(before - after)
                found.append(Flip(who, how, tuple(enters), tuple(leaves),
                                  shift if how == "recentred" else Decimal(0)))  # fmt: skip
    return tuple(found)


def first(items: Sequence[Panelled], rule: Rule, top: int) -> tuple[str, ...]:
    """Ids of the first `top` by the rule, best first."""

    def key(item: Panelled) -> tuple[object, ...]:
        return (-final(item, rule), item.tie, item.id)

    return tuple(item.id for item in sorted(items, key=key)[:top])


def final(item: Panelled, rule: Rule) -> Decimal:
    """The score of the rule from totals alone."""
    panel = METHODS[rule.method](item.totals, rule)[-1].result
    steps = combine(panel, rule, item.requester)
    return steps[-1].result if steps else panel


def leniency(items: Sequence[Panelled], who: str) -> Decimal:
    """Mean of the reviewer's totals minus the mean of the others' on the same items, half up."""
    gaps = []
    for item in items:
        others = [exact(v) for w, v in item.totals if w != who]
        own = [exact(v) for w, v in item.totals if w == who]
        gaps += [v - sum(others, Fraction()) / len(others) for v in own if others]
    return half_up(sum(gaps, Fraction()) / len(gaps)) if gaps else Decimal("0.00")


def _without(items: Sequence[Panelled], who: str) -> tuple[Panelled, ...]:
    def rest(item: Panelled) -> Totals:
        return tuple(t for t in item.totals if t[0] != who) or item.totals

    return tuple(replace(item, totals=rest(item)) for item in items)


def _moved(items: Sequence[Panelled], who: str, shift: Decimal) -> tuple[Panelled, ...]:
    return tuple(
        replace(item, totals=tuple((w, v + shift if w == who else v) for w, v in item.totals))
        for item in items
    )
