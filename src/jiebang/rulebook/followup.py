"""After acceptance: results in use, and the years that follow (process.md 2.13, 5.4; R123)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from jiebang.engine.decision import Reason
from jiebang.engine.lifecycle import Lifecycle, born, row
from jiebang.rulebook.forms import WITH_REASON, Field, Kind, ask
from jiebang.rulebook.roles import Role

R = Role


class State(StrEnum):
    PLANNED = "planned"  # 未到期
    DUE = "due"  # 待填报
    REPORTED = "reported"  # 已填报
    CONFIRMED = "confirmed"  # 已核实


class UseState(StrEnum):
    REPORTED = "reported"  # 待核实
    SENT_BACK = "sent_back"
    PUBLISHED = "published"  # 已公开
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    now: datetime
    today: date
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class UseFacts:
    now: datetime
    today: date
    since_on: date
    contract_running: bool


def day_has_come(f: Facts) -> Reason | None:
    return None if f.today >= f.due_on else Reason("not_due_yet", {"from": f.due_on})


def use_has_begun(f: UseFacts) -> Reason | None:
    return Reason("use_ahead") if f.since_on > f.today else None


def contract_has_run(f: UseFacts) -> Reason | None:
    return None if f.contract_running else Reason("contract_not_in_force")


REPORT = ask(
    "followup", "跟踪填报",
    Field(name="sales", kind=Kind.MONEY, label="新增销售收入", label_en="Sales", unit="万元",
          required=True, minimum=0),
    Field(name="tax", kind=Kind.MONEY, label="新增税收", label_en="Tax", unit="万元",
          required=True, minimum=0),
    Field(name="jobs", kind=Kind.INTEGER, label="新增就业", label_en="Jobs", unit="人",
          required=True, minimum=0),
    Field(name="patents_applied", kind=Kind.INTEGER, label="专利申请", unit="件", required=True,
          label_en="Patents applied for", minimum=0),
    Field(name="patents_granted", kind=Kind.INTEGER, label="专利授权", unit="件", required=True,
          label_en="Patents granted", minimum=0),
    Field(name="standards", kind=Kind.INTEGER, label="标准", label_en="Standards", unit="项",
          required=True, minimum=0),
    Field(name="technical_contracts", kind=Kind.MONEY, label="技术合同成交额", unit="万元",
          label_en="Technical contracts", required=True, minimum=0),
    Field(name="products", kind=Kind.PROSE, label="新产品、新工艺、首台(套)", max_length=2000,
          label_en="New products, processes, first sets"),
    Field(name="story", kind=Kind.PROSE, label="应用与产业化情况", label_en="Use and industry",
          required=True, min_length=10, max_length=3000),
    Field(name="needs", kind=Kind.PROSE, label="后续支持需求", label_en="Support still needed",
          max_length=1000),
    title_en="Follow-up report",
)  # fmt: skip
USE = ask(
    "use", "成果应用",
    Field(name="title", kind=Kind.TEXT, label="成果名称", label_en="Result", required=True,
          max_length=120),
    Field(name="place", kind=Kind.TEXT, label="应用地点或单位", label_en="Where", required=True,
          max_length=200),
    Field(name="since_on", kind=Kind.DATE, label="应用起始日期", label_en="Since",
          required=True),
    Field(name="effect", kind=Kind.PROSE, label="应用效果", label_en="Effect", required=True,
          min_length=10, max_length=2000),
    Field(name="first_of_kind", kind=Kind.YESNO, label="首台(套)、首批次、首版次",
          label_en="First of its kind"),
    Field(name="files", kind=Kind.FILE, label="证明材料", label_en="Evidence files"),
    title_en="A result in use",
)  # fmt: skip

S = State
FOLLOWUP = Lifecycle(
    "followup",
    State,
    (
        born(S.PLANNED, name="plan", by={R.CLOCK}, quiet=True),
        row(S.DUE, S.PLANNED, name="fall_due", by={R.CLOCK}, needs=[day_has_come],
            tells={R.PUBLISHER, R.LEAD}, quiet=True),
        row(S.REPORTED, S.DUE, name="report", by={R.PUBLISHER, R.LEAD}, asks=REPORT,
            tells={R.OFFICER}, duty=True),
        row(S.DUE, S.REPORTED, name="send_back", by={R.OFFICER}, asks=WITH_REASON,
            tells={R.PUBLISHER, R.LEAD}),
        row(S.CONFIRMED, S.REPORTED, name="confirm", by={R.OFFICER}, tells={R.PUBLISHER, R.LEAD},
            duty=True),
    ),
)  # fmt: skip

U = UseState
USE_LIFE = Lifecycle(
    "use",
    UseState,
    (
        born(U.REPORTED, name="report", by={R.PUBLISHER, R.LEAD},
             needs=[contract_has_run, use_has_begun], asks=USE, tells={R.OFFICER}, quiet=True),
        row(U.PUBLISHED, U.REPORTED, name="publish", by={R.OFFICER}, tells={R.PUBLISHER, R.LEAD},
            duty=True),
        row(U.SENT_BACK, U.REPORTED, name="send_back", by={R.OFFICER}, asks=WITH_REASON,
            tells={R.PUBLISHER, R.LEAD}),
        row(U.REPORTED, U.SENT_BACK, name="correct", by={R.PUBLISHER, R.LEAD}, asks=USE,
            tells={R.OFFICER}, duty=True),
        row(U.WITHDRAWN, U.REPORTED, U.SENT_BACK, U.PUBLISHED, name="withdraw", by={R.OFFICER},
            asks=WITH_REASON, tells={R.PUBLISHER, R.LEAD}, harm=True),
    ),
)  # fmt: skip
