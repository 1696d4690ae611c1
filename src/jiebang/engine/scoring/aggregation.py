"""From sheets to one final score, with every step of the arithmetic.

Each step starts from the rounded figures shown before it, so a person with a pocket calculator
arrives at the same result: total per sheet → outliers → value of the panel → requester's share.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from jiebang.engine.scoring.table import (
    Criterion,
    ScoreTable,
    Sheet,
    check_sheet,
    exact,
    half_up,
    sheet_total,
)


class ScoringError(ValueError):
    """`code`: incomplete_sheet, same_reviewer, too_few_sheets, requester_missing,
    requester_out_of_range."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code, self.detail = code, detail


@dataclass(frozen=True, slots=True)
class Rule:
    """`trim_from`: from how many sheets on "trimmed" drops one highest and one lowest (3 or more).
    `requester_weight`: percent of the final score that the requester's score makes up.
    `outlier_limit`: a total further than this from the mean of all totals is flagged."""

    method: str
    requester_weight: int = 0
    trim_from: int = 5
    outlier_limit: Decimal | None = None
    minimum_sheets: int = 1

    def __post_init__(self) -> None:
        if self.method not in METHODS:
            raise ValueError(f"no method {self.method!r}; there are {sorted(METHODS)}")
        if not 0 <= self.requester_weight <= 100:
            raise ValueError("requester_weight is between 0 and 100")
        if self.trim_from < 3 or self.minimum_sheets < 1:
            raise ValueError("trimming starts at 3 sheets, scoring at 1")
        if self.outlier_limit is not None and self.outlier_limit < 0:
            raise ValueError("outlier_limit is a distance")


@dataclass(frozen=True, slots=True)
class Requester:
    """The say of the side that asked: 0 to 100 points, or a veto (which needs no score)."""

    score: Decimal | None
    veto: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the calculation. `kind`: total, dropped, mean, median, floor, combine, stages.

    `inputs` are the figures used, `weights` belong to them pairwise as (numerator, denominator);
    `who` is the reviewer of a total or a dropped sheet, `criterion` the one of a floor, `stage`
    the stage a line belongs to where there are several.
    """

    kind: str
    inputs: tuple[Decimal, ...]
    result: Decimal
    who: str = ""
    criterion: str = ""
    weights: tuple[tuple[int, int], ...] = ()
    stage: str = ""

    def formula(self) -> str:
        """In signs alone, to be shown in any language: (80.00 + 91.00) ÷ 2 = 85.50"""
        result = f"{self.result:.2f}"
        if self.weights:
            terms = (
                f"{_plain(value)} × {a}" + (f" ÷ {b}" if b != 1 else "")
                for value, (a, b) in zip(self.inputs, self.weights, strict=True)
            )
            return f"{' + '.join(terms)} = {result}"
        if self.kind == "dropped":
            return result
        figures = [f"{value:.2f}" for value in self.inputs]
        if self.kind == "median":
            return f"({', '.join(figures)}) → {result}"
        return f"({' + '.join(figures)}) ÷ {len(figures)} = {result}"


def _plain(value: Decimal) -> str:
    return f"{value:f}"


@dataclass(frozen=True, slots=True)
class Result:
    """`panel` is the reviewers' value, `final` has the requester's share in it (both 0-100).

    `failed` lists criteria below their floor; with it or a veto the item has no place.
    `criteria` are the mean scores by criterion, in points of its maximum.
    """

    final: Decimal
    panel: Decimal
    totals: tuple[tuple[str, Decimal], ...]
    outliers: tuple[str, ...]
    failed: tuple[str, ...]
    vetoed: bool
    criteria: tuple[tuple[str, Decimal], ...]
    steps: tuple[Step, ...]


def score_item(
    table: ScoreTable, sheets: Sequence[Sheet], rule: Rule, requester: Requester | None = None
) -> Result:
    """Aggregate the signed sheets of one item. Independent of their order."""
    sheets = sorted(sheets, key=lambda s: s.reviewer)
    _refuse_unusable(table, sheets, rule, requester)
    totals = tuple((s.reviewer, sheet_total(table, s)) for s in sheets)
    steps = [_total_step(table, s, t) for s, (_, t) in zip(sheets, totals, strict=True)]
    floors = [_criterion_step(c, sheets) for c in table.criteria]
    panel_steps = METHODS[rule.method](totals, rule)
    panel = panel_steps[-1].result
    final_steps = combine(panel, rule, requester)
    failed = tuple(
        c.code
        for c, step in zip(table.criteria, floors, strict=True)
        if c.floor is not None and step.result < c.floor
    )
    needed = [f for c, f in zip(table.criteria, floors, strict=True) if c.floor is not None]
    return Result(
        final=final_steps[-1].result if final_steps else panel,
        panel=panel,
        totals=totals,
        outliers=outliers(totals, rule.outlier_limit),
        failed=failed,
        vetoed=requester is not None and requester.veto,
        criteria=tuple((step.criterion, step.result) for step in floors),
        steps=(*steps, *needed, *panel_steps, *final_steps),
    )


def _refuse_unusable(
    table: ScoreTable, sheets: Sequence[Sheet], rule: Rule, requester: Requester | None
) -> None:
    if len(sheets) < rule.minimum_sheets:
        raise ScoringError("too_few_sheets", f"{len(sheets)} of {rule.minimum_sheets}")
    if len({s.reviewer for s in sheets}) != len(sheets):
        raise ScoringError("same_reviewer")
    for sheet in sheets:
        if check_sheet(table, sheet):
            raise ScoringError("incomplete_sheet", sheet.reviewer)
    refuse_requester(rule, requester)


def refuse_requester(rule: Rule, requester: Requester | None) -> None:
    """ScoringError where the rule gives the requester weight and there is neither score nor veto,
    or the score is out of bounds."""
    if requester is not None and requester.score is not None:
        if not requester.score.is_finite() or not 0 <= requester.score <= 100:
            raise ScoringError("requester_out_of_range")
    elif rule.requester_weight and not (requester and requester.veto):
        raise ScoringError("requester_missing")


def outliers(totals: Sequence[tuple[str, Decimal]], limit: Decimal | None) -> tuple[str, ...]:
    """Reviewers whose total lies further than `limit` from the exact mean of all totals."""
    if limit is None:
        return ()
    middle = mean([value for _, value in totals])
    return tuple(who for who, value in totals if abs(exact(value) - middle) > exact(limit))


def mean(values: Sequence[Decimal]) -> Fraction:
    return sum(map(exact, values), Fraction()) / len(values)


def _total_step(table: ScoreTable, sheet: Sheet, total: Decimal) -> Step:
    counted = [c for c in table.criteria if c.weight]
    return Step(
        kind="total",
        who=sheet.reviewer,
        inputs=tuple(sheet.scores[c.code] for c in counted),
        weights=tuple((c.weight, c.maximum) for c in counted),
        result=total,
    )


def _criterion_step(criterion: Criterion, sheets: Sequence[Sheet]) -> Step:
    scores = tuple(s.scores[criterion.code] for s in sheets)
    return Step("floor", scores, half_up(mean(scores)), criterion=criterion.code)


Totals = tuple[tuple[str, Decimal], ...]


def _mean(totals: Totals, rule: Rule) -> list[Step]:
    values = tuple(value for _, value in totals)
    return [Step("mean", values, half_up(mean(values)))]


def _trimmed(totals: Totals, rule: Rule) -> list[Step]:
    """Of equal totals the one of the first reviewer by id is dropped; the value is the same."""
    if len(totals) < rule.trim_from:
        return _mean(totals, rule)
    lowest = min(totals, key=lambda t: (t[1], t[0]))
    rest = tuple(t for t in totals if t != lowest)
    highest = min(rest, key=lambda t: (-t[1], t[0]))
    kept = tuple(t for t in rest if t != highest)
    dropped = [Step("dropped", (value,), value, who=who) for who, value in (highest, lowest)]
    return [*dropped, *_mean(kept, rule)]


def _median(totals: Totals, rule: Rule) -> list[Step]:
    values = tuple(sorted(value for _, value in totals))
    middle = values[(len(values) - 1) // 2 : len(values) // 2 + 1]
    return [Step("median", values, half_up(mean(middle)))]


METHODS: dict[str, Callable[[Totals, Rule], list[Step]]] = {
    "mean": _mean,
    "trimmed": _trimmed,
    "median": _median,
}


def combine(panel: Decimal, rule: Rule, requester: Requester | None) -> list[Step]:
    """The requester's share added; nothing where it has no weight or no score."""
    weight = rule.requester_weight
    if not weight or requester is None or requester.score is None:
        return []
    share = exact(panel) * (100 - weight) + exact(requester.score) * weight
    return [
        Step(
            kind="combine",
            inputs=(panel, requester.score),
            weights=((100 - weight, 100), (weight, 100)),
            result=half_up(share / 100),
        )
    ]
