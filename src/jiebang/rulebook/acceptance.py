"""Acceptance: indicator by indicator, the publisher first, then a drawn panel (R117–R122)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from jiebang.engine.decision import Reason
from jiebang.engine.lifecycle import Lifecycle, born, keep, row
from jiebang.rulebook.contract import number_in
from jiebang.rulebook.forms import REASON, WITH_REASON, Field, FormSpec, Kind, Option, Section, ask
from jiebang.rulebook.roles import Role

R = Role


class State(StrEnum):
    REQUESTED = "requested"  # 待发榜方意见
    IN_REVIEW = "in_review"  # 验收评审
    RECTIFYING = "rectifying"  # 限期整改
    PASSED = "passed"  # 通过验收
    CONCLUDED = "concluded"  # 结题
    FAILED = "failed"  # 未通过验收
    WITHDRAWN = "withdrawn"


OVER = frozenset({State.PASSED, State.CONCLUDED, State.FAILED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Shares in whole per cents of the indicators; `share` is what was reached."""

    now: datetime
    today: date
    contract_alive: bool
    earliest_on: date
    until_on: date
    another_open: bool
    papers_missing: tuple[str, ...]
    opinion_needed: bool
    opined: bool
    panel_closed: bool
    share: int
    pass_share: int
    discuss_share: int
    rectifications: int
    rectify_times: int
    rectify_until_on: date | None


# The comparison --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Compared:
    """One line of the table: `percent` is how much of the target was reached, at most 100 in
    the total but shown as it is; None where it cannot be computed and a person said yes or no."""

    name: str
    unit: str
    direction: str
    target: str
    done: str
    percent: int | None
    reached: bool
    evidence: str


def compared(name: str, unit: str, direction: str, target: str, done: str,
             reached: bool, evidence: str) -> Compared:  # fmt: skip
    """`reached` is what was declared: it decides only where numbers cannot."""
    want, have = number_in(target), number_in(done)
    percent = _percent(direction, want, have)
    if percent is not None:
        reached = percent >= 100
    return Compared(name, unit, direction, target, done, percent, reached, evidence)


def _percent(direction: str, want: Decimal | None, have: Decimal | None) -> int | None:
    """Rounded down, so that 99.6 per cent is not a hundred."""
    if want is None or have is None or direction not in ("at_least", "at_most", "exactly"):
        return None
    if direction == "exactly":
        return 100 if want == have else 0
    if (have >= want) if direction == "at_least" else (have <= want):
        beyond = direction == "at_least" and want > 0
        return max(100, int(have * 100 / want)) if beyond else 100
    if want <= 0 or have <= 0:
        return 0
    return min(99, int(have * 100 / want if direction == "at_least" else want * 100 / have))


def share_reached(rows: Sequence[Compared]) -> int:
    """How much of the table is reached: the mean, rounded down, each indicator to 100 at most
    (R119 〔安阳〕; how the 90 and 80 per cent are taken is ours where a city is silent)."""
    if not rows:
        return 0
    each = [
        min(100, r.percent) if r.percent is not None else (100 if r.reached else 0) for r in rows
    ]
    return sum(each) // len(each)


class Advice(StrEnum):
    PASS = "pass"  # noqa: S105 -- a verdict
    DISCUSS = "discuss"
    FAIL = "fail"


def advice(share: int, pass_share: int, discuss_share: int) -> Advice:
    """What the edition's thresholds say of a share."""
    if share >= pass_share:
        return Advice.PASS
    return Advice.DISCUSS if share >= discuss_share else Advice.FAIL


PAPERS = (
    Option("report", "工作总结和技术报告", "Work and technical report"),
    Option("accounts", "经费决算", "Final accounts"),
    Option("audit", "专项审计报告", "Audit report"),
    Option("user", "用户使用报告", "Users' report"),
    Option("tests", "检测报告原件", "Test reports"),
    Option("technical_contract", "技术合同登记证明", "Technical contract registration"),
)


def papers_needed(public_money: int, audit_above: int) -> tuple[str, ...]:
    """The package by amount (R118): above the edition's sum an audit is needed."""
    base = ("report", "accounts", "user")
    return (*base, "audit") if public_money > audit_above else base


# Guards ----------------------------------------------------------------------------------------


def contract_is_alive(f: Facts) -> Reason | None:
    return None if f.contract_alive else Reason("contract_not_in_force")


def within_window(f: Facts) -> Reason | None:
    if f.today < f.earliest_on:
        return Reason("acceptance_too_early", {"from": f.earliest_on})
    return Reason("acceptance_too_late", {"until": f.until_on}) if f.today > f.until_on else None


def only_one(f: Facts) -> Reason | None:
    return Reason("acceptance_under_way") if f.another_open else None


def papers_complete(f: Facts) -> Reason | None:
    return Reason("papers_missing", {"papers": f.papers_missing}) if f.papers_missing else None


def publisher_has_opined(f: Facts) -> Reason | None:
    missing = f.opinion_needed and not f.opined
    return Reason("publisher_opinion_missing") if missing else None


def panel_is_closed(f: Facts) -> Reason | None:
    return None if f.panel_closed else Reason("panel_not_closed")


def share_suffices(f: Facts) -> Reason | None:
    if f.share >= f.pass_share:
        return None
    return Reason("share_too_low", {"have": f.share, "need": f.pass_share})


def rectification_left(f: Facts) -> Reason | None:
    if f.rectifications < f.rectify_times:
        return None
    return Reason("rectification_used", {"limit": f.rectify_times})


def rectification_in_time(f: Facts) -> Reason | None:
    late = f.rectify_until_on is not None and f.today > f.rectify_until_on
    return Reason("rectification_over", {"until": f.rectify_until_on}) if late else None


RESULTS = Field(
    name="results", kind=Kind.TABLE, label="指标完成对照表", label_en="Indicator by indicator",
    required=True, rows_fixed="indicators", columns=(
        Field(name="name", kind=Kind.TEXT, label="指标", label_en="Indicator", given=True),
        Field(name="target", kind=Kind.TEXT, label="任务书指标值", label_en="Target", given=True),
        Field(name="done", kind=Kind.TEXT, label="实际完成值", label_en="Done", required=True,
              max_length=200),
        Field(name="reached", kind=Kind.YESNO, label="定性指标已达到",
              label_en="Reached (where no number)"),
        Field(name="evidence", kind=Kind.TEXT, label="佐证材料", label_en="Evidence",
              required=True, max_length=300),
    ),
)  # fmt: skip
REQUEST = FormSpec(
    "acceptance",
    "验收申请",
    (
        Section("results", "指标完成情况", (RESULTS,), "Results"),
        Section("papers", "验收材料", (
            Field(name="papers", kind=Kind.MULTICHOICE, label="已提供材料", options=PAPERS,
                  label_en="Papers provided", required=True),
            Field(name="files", kind=Kind.FILE, label="验收材料文件", label_en="Files"),
            Field(name="summary", kind=Kind.PROSE, label="完成情况概述", label_en="Summary",
                  required=True, min_length=20, max_length=4000),
            Field(name="public_spent", kind=Kind.MONEY, label="财政资金决算", unit="万元",
                  label_en="Public money spent", required=True, minimum=0),
            Field(name="total_spent", kind=Kind.MONEY, label="项目总决算", unit="万元",
                  label_en="All money spent", required=True, minimum=0),
        ), "Papers"),
    ),
    "Ask for acceptance",
)  # fmt: skip
OPINION = ask(
    "acceptance_opinion", "发榜方验收意见",
    Field(name="will", kind=Kind.CHOICE, label="意见", label_en="Opinion", required=True,
          options=(Option("satisfied", "满足使用要求", "Meets the need"),
                   Option("partly", "部分满足", "Partly"),
                   Option("unsatisfied", "不满足", "Does not"))),
    Field(name="in_use", kind=Kind.YESNO, label="成果已应用", label_en="In use already"),
    REASON,
    title_en="The publisher's opinion",
)  # fmt: skip
CHECKED = ask(
    "checked", "核定指标",
    Field(name="checked", kind=Kind.TABLE, label="专家组核定值", label_en="As the panel found",
          required=True, rows_fixed="indicators", columns=RESULTS.columns),
    title_en="Record what the panel found",
)  # fmt: skip

S = State
ACCEPTANCE = Lifecycle(
    "acceptance",
    State,
    (
        born(S.REQUESTED, name="request", by={R.LEAD, R.PUBLISHER},
             needs=[contract_is_alive, within_window, only_one, papers_complete], asks=REQUEST,
             tells={R.PUBLISHER, R.OFFICER}, quiet=True),
        keep(S.REQUESTED, name="opine", by={R.PUBLISHER}, asks=OPINION, tells={R.OFFICER, R.LEAD},
             duty=True),
        row(S.IN_REVIEW, S.REQUESTED, name="open_review", by={R.OFFICER},
            needs=[contract_is_alive, publisher_has_opined],
            tells={R.LEAD, R.PUBLISHER}, duty=True),
        keep(S.IN_REVIEW, name="close_panel", by={R.CLOCK}, tells={R.OFFICER, R.HEAD}, quiet=True),
        keep(S.IN_REVIEW, name="panel_again", by={R.CLOCK}, tells={R.OFFICER, R.HEAD}, quiet=True),
        keep(S.IN_REVIEW, name="record_findings", by={R.OFFICER}, asks=CHECKED, quiet=True),
        row(S.PASSED, S.IN_REVIEW, name="pass", by={R.HEAD},
            needs=[panel_is_closed, share_suffices],
            asks=WITH_REASON, tells={R.LEAD, R.PUBLISHER, R.PARTNER, R.FINANCE, R.OFFICER},
            duty=True),
        row(S.RECTIFYING, S.IN_REVIEW, name="order_rectification", by={R.HEAD},
            needs=[panel_is_closed, rectification_left], asks=WITH_REASON,
            tells={R.LEAD, R.PUBLISHER}),
        row(S.REQUESTED, S.RECTIFYING, name="request_again", by={R.LEAD, R.PUBLISHER},
            needs=[rectification_in_time], asks=REQUEST, tells={R.PUBLISHER, R.OFFICER},
            duty=True, quiet=True),
        row(S.CONCLUDED, S.IN_REVIEW, S.RECTIFYING, name="conclude", by={R.HEAD},
            needs=[panel_is_closed], asks=ask(
                "conclude", "结题",
                Field(name="diligence", kind=Kind.PROSE, label="尽职认定依据", required=True,
                      label_en="Why diligence is found", min_length=10, max_length=2000),
                REASON, title_en="Conclude"),
            tells={R.LEAD, R.PUBLISHER, R.PARTNER, R.OFFICER}, harm=True),
        row(S.FAILED, S.IN_REVIEW, S.RECTIFYING, name="fail", by={R.HEAD}, needs=[panel_is_closed],
            asks=WITH_REASON, tells={R.LEAD, R.PUBLISHER, R.PARTNER, R.OFFICER}, harm=True),
        row(S.WITHDRAWN, S.REQUESTED, name="withdraw", by={R.LEAD, R.PUBLISHER}, asks=WITH_REASON,
            tells={R.OFFICER}),
    ),
)  # fmt: skip
