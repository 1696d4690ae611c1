"""A result in two or more stages: each stage has its own sheets and rule, then a weight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from jiebang.engine.scoring.aggregation import (
    Requester,
    Result,
    Rule,
    Step,
    combine,
    refuse_requester,
    score_item,
)
from jiebang.engine.scoring.table import ScoreTable, Sheet, exact, half_up


@dataclass(frozen=True, slots=True)
class Stage:
    """`weight` in points of 100. The rule's requester weight must be 0: the requester's share comes
    once, over all stages."""

    code: str
    weight: int
    table: ScoreTable
    sheets: tuple[Sheet, ...]
    rule: Rule


@dataclass(frozen=True, slots=True)
class Staged:
    """`result` has the weighted value as `panel` and ranks like that of a single stage; its totals
    and criteria are empty, its steps are those of all stages in order with their stage's code.
    `stages` are the single results by code."""

    result: Result
    stages: tuple[tuple[str, Result], ...]


def score_stages(
    stages: Sequence[Stage], *, requester_weight: int = 0, requester: Requester | None = None
) -> Staged:
    """Stage values (rounded as shown) by their weights, then the requester's share. ValueError for
    weights that do not sum to 100, a code given twice, or a stage whose rule has a requester."""
    if sum(s.weight for s in stages) != 100 or any(s.weight < 0 for s in stages):
        raise ValueError("weights of stages are not negative and sum to 100")
    if len({s.code for s in stages}) != len(stages):
        raise ValueError("the same stage twice")
    if any(s.rule.requester_weight for s in stages):
        raise ValueError("the requester's weight counts once, over all stages")
    whole = Rule("mean", requester_weight=requester_weight)
    refuse_requester(whole, requester)
    results = tuple((s.code, score_item(s.table, s.sheets, s.rule)) for s in stages)
    value = sum((exact(r.panel) * s.weight for s, (_, r) in zip(stages, results, strict=True)),
                Fraction())  # fmt: skip
    joined = Step(
        "stages", tuple(r.panel for _, r in results), half_up(value / 100),
        weights=tuple((s.weight, 100) for s in stages),
    )  # fmt: skip
    last = combine(joined.result, whole, requester)
    steps = [replace(step, stage=code) for code, result in results for step in result.steps]
    result = Result(
        final=last[-1].result if last else joined.result,
        panel=joined.result,
        totals=(),
        outliers=tuple(sorted({who for _, r in results for who in r.outliers})),
        failed=tuple(dict.fromkeys(c for _, r in results for c in r.failed)),
        vetoed=requester is not None and requester.veto,
        criteria=(),
        steps=(*steps, joined, *last),
    )
    return Staged(result, results)
