"""R&D money spent, by source, with evidence (process.md 4.3–4.5; R102, R108)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from jiebang.engine.decision import Reason
from jiebang.engine.lifecycle import Lifecycle, born, row
from jiebang.rulebook.forms import WITH_REASON, Field, Kind, Option, ask
from jiebang.rulebook.roles import Role

R = Role


class State(StrEnum):
    REPORTED = "reported"  # 待核实
    SENT_BACK = "sent_back"  # 退回修改
    CONFIRMED = "confirmed"  # 已核实
    WITHDRAWN = "withdrawn"


class Source(StrEnum):
    OWN = "own"  # 发榜方研发投入
    MATCHED = "matched"  # 揭榜方自筹
    BANK = "bank"  # 银行贷款
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    now: datetime
    contract_running: bool
    amount: int
    period_in_order: bool
    evidence: int


def contract_is_running(f: Facts) -> Reason | None:
    return None if f.contract_running else Reason("contract_not_in_force")


def something_spent(f: Facts) -> Reason | None:
    return None if f.amount > 0 else Reason("nothing_spent")


def period_in_order(f: Facts) -> Reason | None:
    return None if f.period_in_order else Reason("period_out_of_order")


def evidence_described(f: Facts) -> Reason | None:
    return None if f.evidence else Reason("evidence_missing")


SOURCES = (
    Option("own", "发榜方研发投入", "Publisher's own R&D"),
    Option("matched", "揭榜方自筹", "Matched by the bidder"),
    Option("bank", "银行贷款", "Bank loan"),
    Option("other", "其他来源", "Other"),
)
REPORT = ask(
    "spending", "研发投入填报",
    Field(name="source", kind=Kind.CHOICE, label="资金来源", label_en="Source", required=True,
          options=SOURCES),
    Field(name="amount", kind=Kind.MONEY, label="金额", label_en="Amount", unit="万元",
          required=True, minimum=0),
    Field(name="from_on", kind=Kind.DATE, label="起始日期", label_en="From", required=True),
    Field(name="until_on", kind=Kind.DATE, label="截止日期", label_en="Until", required=True),
    Field(name="paid_to_bidder", kind=Kind.YESNO, label="系发榜方支付给揭榜方的款项",
          label_en="Paid by the publisher to the bidder"),
    Field(name="evidence", kind=Kind.PROSE, label="凭证说明", label_en="Vouchers", required=True,
          min_length=5, max_length=2000, help="专账、转账凭证、发票等编号。",
          help_en="Numbers of accounts, transfers, invoices."),
    Field(name="files", kind=Kind.FILE, label="凭证材料", label_en="Evidence files"),
    title_en="Report R&D spending",
)  # fmt: skip

S = State
SPENDING = Lifecycle(
    "spending",
    State,
    (
        born(S.REPORTED, name="report", by={R.PUBLISHER, R.LEAD, R.PARTNER},
             needs=[contract_is_running, something_spent, period_in_order, evidence_described],
             asks=REPORT, tells={R.OFFICER}, quiet=True),
        row(S.CONFIRMED, S.REPORTED, name="confirm", by={R.OFFICER},
            needs=[something_spent, evidence_described], tells={R.MEMBER}, duty=True),
        row(S.SENT_BACK, S.REPORTED, name="send_back", by={R.OFFICER}, asks=WITH_REASON,
            tells={R.MEMBER}),
        row(S.REPORTED, S.SENT_BACK, name="correct", by={R.MEMBER}, needs=[contract_is_running],
            asks=REPORT, tells={R.OFFICER}, duty=True),
        row(S.WITHDRAWN, S.REPORTED, S.SENT_BACK, name="withdraw", by={R.MEMBER},
            asks=WITH_REASON, harm=True),
    ),
)  # fmt: skip
