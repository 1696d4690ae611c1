"""All that the programme says about one expert's review of one item, and how reviews become a
result (process.md 3.6, 3.7; R075–R082)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any

from jiebang.engine import scoring
from jiebang.engine.decision import Reason
from jiebang.engine.lifecycle import Lifecycle, born, keep, row
from jiebang.rulebook.edition import Edition
from jiebang.rulebook.edition.mechanisms import score_rule, score_table
from jiebang.rulebook.edition.model import Aggregation, Table
from jiebang.rulebook.forms import (
    REASON,
    WITH_REASON,
    Field,
    FormSpec,
    Kind,
    Option,
    Problem,
    Section,
    ask,
)
from jiebang.rulebook.roles import Role

R = Role


class State(StrEnum):
    OPEN = "open"  # 评审中
    CONFLICTED = "conflicted"  # 已回避
    SIGNED = "signed"  # 已签署
    QUESTIONED = "questioned"  # 待复核说明
    LAPSED = "lapsed"  # 失效


COUNTED = (State.SIGNED, State.QUESTIONED)
LIVE = (State.OPEN, *COUNTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    now: datetime
    due_at: datetime | None
    reviewing: bool
    seated: bool


def panel_reviewing(f: Facts) -> Reason | None:
    return None if f.reviewing else Reason("panel_not_reviewing")


def still_seated(f: Facts) -> Reason | None:
    return None if f.seated else Reason("seat_not_held")


CONFLICT = ask(
    "conflict", "申报回避",
    Field(name="relation", kind=Kind.CHOICE, label="关系", label_en="Relation", required=True,
          options=(
              Option("unit", "同单位、曾任职或兼职", "Same, former or part-time unit"),
              Option("family", "近亲属", "Near relative"),
              Option("teaching", "师生关系", "Teacher and student"),
              Option("cooperation", "近年合作", "Worked together lately"),
              Option("interest", "经济利益", "Economic interest"),
              Option("competition", "竞争关系", "Competitor"),
              Option("other", "其他可能影响公正的关系", "Other"))),
    Field(name="remark", kind=Kind.PROSE, label="说明", label_en="Remark", max_length=500),
    title_en="Declare a conflict",
)  # fmt: skip

S = State
REVIEW = Lifecycle(
    "review",
    State,
    (
        born(S.OPEN, name="assign", by={R.CLOCK}, quiet=True),
        keep(S.OPEN, name="save", by={R.EXPERT}, needs=[panel_reviewing, still_seated],
             quiet=True),
        row(S.SIGNED, S.OPEN, name="sign", by={R.EXPERT}, needs=[panel_reviewing, still_seated],
            duty=True, quiet=True),
        row(S.CONFLICTED, S.OPEN, name="declare_conflict", by={R.EXPERT},
            needs=[panel_reviewing, still_seated], asks=CONFLICT,
            tells={R.SECRETARY, R.SUPERVISOR}, harm=True),
        row(S.QUESTIONED, S.SIGNED, name="question", by={R.CLOCK}, tells={R.EXPERT}, quiet=True),
        row(S.SIGNED, S.QUESTIONED, name="confirm", by={R.EXPERT}, needs=[panel_reviewing],
            asks=ask("confirm_score", "确认评分", REASON, title_en="Stand by the score"),
            duty=True),
        row(S.OPEN, S.QUESTIONED, name="reopen", by={R.EXPERT}, needs=[panel_reviewing]),
        row(S.LAPSED, S.OPEN, S.SIGNED, S.QUESTIONED, name="lapse", by={R.CLOCK},
            asks=WITH_REASON, quiet=True),
    ),
)  # fmt: skip


# -- the score sheet --------------------------------------------------------------------------


def sheet_form(table: Table) -> FormSpec:
    """One score and one comment for each criterion of the edition's table, then an opinion."""
    sections = tuple(
        Section(c.code, c.label, (
            Field(name=f"score_{c.code}", kind=Kind.DECIMAL, label="评分", label_en="Score",
                  required=True, unit=f"/ {c.max} 分", minimum=Decimal(0), maximum=Decimal(c.max),
                  help=c.help, help_en=c.help_en),
            Field(name=f"comment_{c.code}", kind=Kind.PROSE, label="评语", label_en="Comment",
                  required=c.comment_required, min_length=c.comment_length, max_length=2000),
        ), c.label_en)
        for c in table.criteria
    )  # fmt: skip
    opinion = Section("opinion", "总体意见", (
        Field(name="opinion", kind=Kind.PROSE, label="总体意见", label_en="Overall opinion",
              required=True, min_length=10, max_length=4000),
    ), "Overall opinion")  # fmt: skip

    def sound(values: Mapping[str, Any]) -> list[Problem]:
        faults = scoring.check_sheet(score_table(table), sheet_of("", values, table))
        return [_problem(f) for f in faults]

    return FormSpec("sheet", table.title, (*sections, opinion), table.title_en, checks=(sound,))


def _problem(fault: scoring.Fault) -> Problem:
    part = "comment" if fault.code == "comment_short" else "score"
    params = {"need": fault.limit, "limit": fault.limit}
    return Problem(f"{part}_{fault.criterion}", Reason(f"sheet_{fault.code}", params))


def sheet_of(reviewer: str, values: Mapping[str, Any], table: Table) -> scoring.Sheet:
    """The sheet in what was filled in by `sheet_form`."""
    given = {c.code: values.get(f"score_{c.code}") for c in table.criteria}
    return scoring.Sheet(
        reviewer,
        {code: Decimal(str(v)) for code, v in given.items() if v not in (None, "")},
        {c.code: values.get(f"comment_{c.code}") or "" for c in table.criteria},
    )


# -- from sheets to a result ------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Requester:
    """What the publisher said of an item: None is silence."""

    score: Decimal | None
    veto: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """An item with its signed sheets; `second` are those given after it was heard."""

    code: str
    sheets: tuple[scoring.Sheet, ...]
    requester: Requester | None
    submitted: int
    second: tuple[scoring.Sheet, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """`sheets`: of how many experts one counts, with a second one after a hearing or without."""

    code: str
    sheets: int
    result: scoring.Result
    place: int | None
    decided_by: str
    passed: bool
    weight: int


def publisher_weight(stated: int, items: Sequence[Judged]) -> int:
    """The edition's weight; none at all where the publisher was silent on any item, so that all
    items of a panel are measured alike (R043, R081)."""
    if any(i.requester is None or (i.requester.score is None and not i.requester.veto)
           for i in items):  # fmt: skip
        return 0
    return stated


def outcomes(
    edition: Edition, panel: str, items: Sequence[Judged], *, table: str
) -> tuple[Outcome, ...]:
    """Every item's result and place, best first, by the edition alone; `table`: the code of the
    one that the sheets are of."""
    aggregation, by_table = edition.aggregation, score_table(edition.tables[table])
    stated = score_rule(edition, panel)
    weight = publisher_weight(stated.requester_weight, items)
    rule = replace(stated, requester_weight=weight)
    sheets = {i.code: len(i.sheets) for i in items}
    results = {i.code: _result(edition, by_table, rule, i) for i in items}
    places = scoring.rank([_entry(i, results[i.code], aggregation) for i in items])
    return tuple(
        Outcome(
            code=p.id, sheets=sheets[p.id], result=results[p.id], place=p.place,
            decided_by=p.decided_by,
            passed=p.place is not None and results[p.id].final >= aggregation.pass_mark,
            weight=weight,
        )
        for p in places
    )  # fmt: skip


FIRST, SECOND = "first", "second"  # stages: the sheets written apart, and those after the hearing


def _result(edition: Edition, table: scoring.ScoreTable, rule: scoring.Rule,
            item: Judged) -> scoring.Result:  # fmt: skip
    """One stage, or two by the edition's weights where the item was heard (R080, R084)."""
    said = _asked(item, edition.aggregation)
    if not item.second:
        return scoring.score_item(table, item.sheets, rule, said)
    apart, later = replace(rule, requester_weight=0), edition.defence.weight
    staged = scoring.score_stages(
        [scoring.Stage(FIRST, 100 - later, table, item.sheets, apart),
         scoring.Stage(SECOND, later, table, item.second, apart)],
        requester_weight=rule.requester_weight, requester=said,
    )  # fmt: skip
    weights = {FIRST: Decimal(100 - later), SECOND: Decimal(later)}
    means: dict[str, Decimal] = {}
    for code, result in staged.stages:
        for criterion, value in result.criteria:
            means[criterion] = means.get(criterion, Decimal(0)) + value * weights[code] / 100
    return replace(staged.result, criteria=tuple(
        (c, scoring.half_up(Fraction(value))) for c, value in means.items()
    ))  # fmt: skip


def _asked(item: Judged, aggregation: Aggregation) -> scoring.Requester | None:
    if item.requester is None:
        return None
    veto = item.requester.veto and aggregation.publisher_veto
    return scoring.Requester(item.requester.score, veto)


def _entry(item: Judged, result: scoring.Result, aggregation: Aggregation) -> scoring.Entry:
    by_criterion = dict(result.criteria)
    ties = [by_criterion.get(c, Decimal(0)) for c in aggregation.tie_criteria]
    if aggregation.tie_publisher:
        said = item.requester.score if item.requester else None
        ties.append(said if said is not None else Decimal(0))
    return scoring.Entry(item.code, result, tuple(ties),
                         item.submitted if aggregation.tie_earlier else 0)  # fmt: skip
