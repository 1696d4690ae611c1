"""Milestones: values with evidence, the publisher's opinion, a verdict (process.md 2.11; R109)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from jiebang.engine.decision import Reason
from jiebang.engine.lifecycle import Lifecycle, born, keep, row
from jiebang.rulebook.forms import REASON, Field, Kind, Option, ask
from jiebang.rulebook.roles import Role

R = Role


class State(StrEnum):
    PLANNED = "planned"  # 待考核
    SUBMITTED = "submitted"  # 已提交
    RECTIFY = "rectify"  # 限期整改
    PASSED = "passed"  # 通过
    FAILED = "failed"  # 不通过
    DROPPED = "dropped"  # 合同终止,不再考核


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    now: datetime
    contract_alive: bool
    earlier_unsettled: int
    opined: bool


def contract_is_alive(f: Facts) -> Reason | None:
    return None if f.contract_alive else Reason("contract_not_in_force")


def earlier_settled(f: Facts) -> Reason | None:
    """Milestones are tested in order."""
    if not f.earlier_unsettled:
        return None
    return Reason("earlier_milestone_unsettled", {"number": f.earlier_unsettled})


def publisher_has_opined(f: Facts) -> Reason | None:
    return None if f.opined else Reason("publisher_opinion_missing")


TEST_METHODS = (
    Option("on_site", "现场考核", "On site"),
    Option("simulation", "仿真评测", "Simulation"),
    Option("application", "应用环境检测", "In the application's environment"),
    Option("third_party", "第三方检测", "Third-party test"),
)
SUBMISSION = ask(
    "submission", "提交里程碑材料",
    Field(name="summary", kind=Kind.PROSE, label="完成情况", label_en="What was done",
          required=True, min_length=10, max_length=4000),
    Field(name="method", kind=Kind.CHOICE, label="考核方式", label_en="Test method",
          required=True, options=TEST_METHODS),
    Field(name="values", kind=Kind.TABLE, label="阶段指标值", label_en="Values so far",
          required=True, columns=(
              Field(name="indicator", kind=Kind.TEXT, label="指标", label_en="Indicator",
                    required=True, max_length=200),
              Field(name="value", kind=Kind.TEXT, label="实测值", label_en="Measured",
                    required=True, max_length=200),
              Field(name="evidence", kind=Kind.TEXT, label="佐证", label_en="Evidence",
                    required=True, max_length=300))),
    Field(name="files", kind=Kind.FILE, label="佐证材料", label_en="Evidence files"),
    title_en="Submit the milestone",
)  # fmt: skip
OPINION = ask(
    "publisher_opinion", "发榜方意见",
    Field(name="will", kind=Kind.CHOICE, label="意见", label_en="Opinion", required=True,
          options=(Option("agree", "同意", "Agrees"), Option("rectify", "建议整改", "Rectify"),
                   Option("disagree", "不同意", "Disagrees"))),
    REASON,
    title_en="The publisher's opinion",
)  # fmt: skip
VERDICT = ask(
    "verdict", "考核结论",
    Field(name="tested_on", kind=Kind.DATE, label="考核日期", label_en="Tested on",
          required=True),
    Field(name="testers", kind=Kind.TEXT, label="考核组", label_en="Who tested", required=True,
          max_length=300),
    REASON,
    title_en="Verdict",
)  # fmt: skip

S = State
MILESTONE = Lifecycle(
    "milestone",
    State,
    (
        born(S.PLANNED, name="plan", by={R.CLOCK}, quiet=True),
        row(S.SUBMITTED, S.PLANNED, S.RECTIFY, name="submit", by={R.LEAD, R.PUBLISHER},
            needs=[contract_is_alive, earlier_settled], asks=SUBMISSION,
            tells={R.PUBLISHER, R.OFFICER}, duty=True),
        keep(S.SUBMITTED, name="opine", by={R.PUBLISHER}, asks=OPINION, tells={R.OFFICER, R.LEAD},
             duty=True),
        row(S.PASSED, S.SUBMITTED, name="pass", by={R.OFFICER},
            needs=[contract_is_alive, publisher_has_opined], asks=VERDICT,
            tells={R.LEAD, R.PUBLISHER, R.HEAD, R.FINANCE}, duty=True),
        row(S.RECTIFY, S.SUBMITTED, name="rectify", by={R.OFFICER},
            needs=[contract_is_alive, publisher_has_opined], asks=VERDICT,
            tells={R.LEAD, R.PUBLISHER}),
        row(S.FAILED, S.SUBMITTED, S.RECTIFY, name="fail", by={R.OFFICER},
            needs=[contract_is_alive, publisher_has_opined], asks=VERDICT,
            tells={R.LEAD, R.PUBLISHER, R.HEAD}, harm=True),
        row(S.DROPPED, S.PLANNED, S.SUBMITTED, S.RECTIFY, name="drop", by={R.CLOCK}, quiet=True),
        keep(S.PLANNED, name="move", by={R.CLOCK}, quiet=True),
    ),
)  # fmt: skip
