"""Changes of a running contract, and its end before time (process.md 2.11; R112–R115)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from jiebang.engine.calendar import add_days
from jiebang.engine.decision import Reason
from jiebang.engine.lifecycle import Lifecycle, born, keep, row
from jiebang.rulebook.edition.model import ChangeKind
from jiebang.rulebook.forms import REASON, WITH_REASON, Field, Kind, Option, ask
from jiebang.rulebook.roles import Role

R = Role


class State(StrEnum):
    REQUESTED = "requested"  # 待审批
    APPROVED = "approved"  # 已批准
    REFUSED = "refused"  # 不予批准
    WITHDRAWN = "withdrawn"


class TerminationState(StrEnum):
    REQUESTED = "requested"  # 提出
    SETTLING = "settling"  # 清算中
    SETTLED = "settled"  # 清算完成,待审定
    CONCLUDED = "concluded"  # 终止或撤销
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """`kind` is the edition's row for the change asked for."""

    now: datetime
    today: date
    contract_alive: bool
    kind: ChangeKind
    cause_on: date
    end_on: date
    approved_before: int
    open_before: int
    months: int
    opined: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TerminationFacts:
    now: datetime
    contract_alive: bool
    another_open: bool
    settled: bool


def contract_is_alive(f: Facts | TerminationFacts) -> Reason | None:
    return None if f.contract_alive else Reason("contract_not_in_force")


def before_end_window(f: Facts) -> Reason | None:
    last_on = add_days(f.end_on, -f.kind.days_before_end)
    return Reason("change_too_late", {"until": last_on}) if f.today > last_on else None


def after_cause_window(f: Facts) -> Reason | None:
    if not f.kind.days_after_cause:
        return None
    last_on = add_days(f.cause_on, f.kind.days_after_cause)
    return Reason("cause_too_old", {"until": last_on}) if f.today > last_on else None


def cause_has_come(f: Facts) -> Reason | None:
    return Reason("cause_ahead") if f.cause_on > f.today else None


def times_left(f: Facts) -> Reason | None:
    if f.approved_before + f.open_before < f.kind.times_max:
        return None
    return Reason("change_used", {"limit": f.kind.times_max})


def months_within(f: Facts) -> Reason | None:
    limit = f.kind.months_max
    if limit is None:
        return None
    if 0 < f.months <= limit:
        return None
    return Reason("extension_months", {"have": f.months, "limit": limit})


def publisher_has_opined(f: Facts) -> Reason | None:
    return None if f.opined else Reason("publisher_opinion_missing")


def no_other_termination(f: TerminationFacts) -> Reason | None:
    return Reason("termination_open") if f.another_open else None


def settlement_recorded(f: TerminationFacts) -> Reason | None:
    return None if f.settled else Reason("settlement_missing")


REQUEST = ask(
    "change", "变更申请",
    Field(name="kind", kind=Kind.CHOICE, label="变更类型", label_en="Kind of change",
          required=True),
    Field(name="cause_on", kind=Kind.DATE, label="事由发生日期", label_en="Date of the cause",
          required=True),
    Field(name="months", kind=Kind.INTEGER, label="延期月数(仅延期填写)", unit="月",
          label_en="Months (extensions only)", minimum=0, maximum=60),
    Field(name="new_value", kind=Kind.PROSE, label="变更后内容", label_en="New content",
          required=True, max_length=4000),
    REASON,
    Field(name="files", kind=Kind.FILE, label="证明材料", label_en="Evidence files"),
    title_en="Ask for a change",
)  # fmt: skip
OPINION = ask(
    "change_opinion", "发榜方意见",
    Field(name="will", kind=Kind.CHOICE, label="意见", label_en="Opinion", required=True,
          options=(Option("agree", "同意", "Agrees"), Option("disagree", "不同意", "Disagrees"))),
    REASON,
    title_en="The publisher's opinion",
)  # fmt: skip
TERMINATION = ask(
    "termination", "终止或撤销申请",
    Field(name="kind", kind=Kind.CHOICE, label="类型", label_en="Kind", required=True, options=(
        Option("terminate", "终止(已实施)", "Termination: work had begun"),
        Option("revoke", "撤销(未实施或弄虚作假)", "Revocation: not begun, or fraud"))),
    REASON,
    Field(name="files", kind=Kind.FILE, label="证明材料", label_en="Evidence files"),
    title_en="Ask to end the contract",
)  # fmt: skip
# R115: the conditions are those of Shenzhen's rule, as a template (verify).
SETTLEMENT = ask(
    "settlement", "清算",
    Field(name="group", kind=Kind.TEXT, label="清算组成员", label_en="Settlement group",
          required=True, max_length=300),
    Field(name="used", kind=Kind.MONEY, label="财政资金已合规使用", unit="万元", required=True,
          label_en="Public money used by the rules", minimum=0),
    Field(name="unused", kind=Kind.MONEY, label="结余资金", label_en="Unused", unit="万元",
          required=True, minimum=0),
    Field(name="irregular", kind=Kind.MONEY, label="违规使用资金", label_en="Irregular",
          unit="万元", required=True, minimum=0),
    Field(name="interest", kind=Kind.MONEY, label="应退利息", label_en="Interest", unit="万元",
          required=True, minimum=0),
    Field(name="interest_note", kind=Kind.TEXT, label="利息计算说明", max_length=300,
          label_en="How the interest is worked out"),
    Field(name="equipment", kind=Kind.TABLE, label="设备处置", label_en="Equipment", columns=(
        Field(name="item", kind=Kind.TEXT, label="设备", label_en="Item", required=True,
              max_length=100),
        Field(name="value", kind=Kind.MONEY, label="净值", label_en="Value", unit="万元"),
        Field(name="goes_to", kind=Kind.TEXT, label="去向", label_en="Goes to", required=True,
              max_length=100))),
    Field(name="diligent", kind=Kind.YESNO, label="认定尽职免责", label_en="Diligence found",
          help="勤勉尽责而未达预期的，不计入失信。",
          help_en="Honest effort that failed leaves the record clean."),
    Field(name="finding", kind=Kind.PROSE, label="清算与审计意见", label_en="Findings",
          required=True, min_length=10, max_length=4000),
    title_en="Record the settlement",
)  # fmt: skip


def to_return(kind: str, paid: int, unused: int, irregular: int, interest: int) -> int:
    """Fen to give back: everything with interest when revoked, else what is unused or was used
    against the rules (R106)."""
    return paid + interest if kind == "revoke" else unused + irregular


def settlement_adds_up(paid: int, used: int, unused: int, irregular: int) -> Reason | None:
    have = used + unused + irregular
    sums = {"have": have, "need": paid, "unit": "money"}
    return None if have == paid else Reason("settlement_sum", sums)


S = State
CHANGE = Lifecycle(
    "change",
    State,
    (
        born(S.REQUESTED, name="request", by={R.LEAD, R.PUBLISHER},
             needs=[contract_is_alive, cause_has_come, before_end_window, after_cause_window,
                    times_left, months_within],
             asks=REQUEST, tells={R.PUBLISHER, R.OFFICER}, quiet=True),
        keep(S.REQUESTED, name="opine", by={R.PUBLISHER}, asks=OPINION, tells={R.OFFICER, R.LEAD},
             duty=True),
        row(S.APPROVED, S.REQUESTED, name="approve", by={R.HEAD},
            needs=[contract_is_alive, publisher_has_opined], asks=ask(
                "approve_change", "批准变更",
                Field(name="remark", kind=Kind.PROSE, label="审批意见", label_en="Remark",
                      max_length=2000), title_en="Approve the change"),
            tells={R.LEAD, R.PUBLISHER, R.PARTNER, R.OFFICER}, duty=True),
        row(S.REFUSED, S.REQUESTED, name="refuse", by={R.HEAD}, asks=WITH_REASON,
            tells={R.LEAD, R.PUBLISHER}),
        row(S.WITHDRAWN, S.REQUESTED, name="withdraw", by={R.MEMBER}, asks=WITH_REASON),
    ),
)  # fmt: skip

T = TerminationState
TERMINATION_LIFE = Lifecycle(
    "termination",
    TerminationState,
    (
        born(T.REQUESTED, name="request", by={R.LEAD, R.PUBLISHER, R.OFFICER},
             needs=[contract_is_alive, no_other_termination], asks=TERMINATION,
             tells={R.LEAD, R.PUBLISHER, R.OFFICER, R.HEAD}, quiet=True),
        row(T.SETTLING, T.REQUESTED, name="open_settlement", by={R.HEAD}, asks=WITH_REASON,
            tells={R.LEAD, R.PUBLISHER, R.OFFICER, R.FINANCE}, duty=True),
        row(T.REFUSED, T.REQUESTED, name="refuse", by={R.HEAD}, asks=WITH_REASON,
            tells={R.LEAD, R.PUBLISHER}),
        row(T.SETTLED, T.SETTLING, name="record_settlement", by={R.OFFICER}, asks=SETTLEMENT,
            tells={R.LEADER, R.HEAD}, duty=True),
        row(T.SETTLING, T.SETTLED, name="settle_again", by={R.LEADER}, asks=WITH_REASON,
            tells={R.OFFICER}),
        row(T.CONCLUDED, T.SETTLED, name="conclude", by={R.LEADER},
            needs=[contract_is_alive, settlement_recorded], asks=WITH_REASON,
            tells={R.LEAD, R.PUBLISHER, R.PARTNER, R.FINANCE}, duty=True, harm=True),
        row(T.WITHDRAWN, T.REQUESTED, name="withdraw", by={R.MEMBER, R.OFFICER}, asks=WITH_REASON),
    ),
)  # fmt: skip
