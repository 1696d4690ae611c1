"""Public money in tranches: a condition, an approval, a bank receipt (process.md 4; R102–R106)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from jiebang.engine import money
from jiebang.engine.decision import Reason
from jiebang.engine.lifecycle import Lifecycle, born, row
from jiebang.rulebook.edition.model import Funding, Tranche
from jiebang.rulebook.forms import WITH_REASON, Field, Kind, ask
from jiebang.rulebook.roles import Role

R = Role


class State(StrEnum):
    PLANNED = "planned"  # 条件未成就
    DUE = "due"  # 待审批
    APPROVED = "approved"  # 待拨付
    PAID = "paid"  # 已拨付
    RETURNED = "returned"  # 已退回
    CANCELLED = "cancelled"  # 不再拨付


class Condition(StrEnum):
    CONTRACT = "contract"
    MILESTONE = "milestone"
    ACCEPTANCE = "acceptance"
    PUBLISHER_PAYMENT = "publisher_payment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    now: datetime
    condition: str
    condition_met: bool
    contract_alive: bool


def condition_is_met(f: Facts) -> Reason | None:
    return None if f.condition_met else Reason("condition_not_met", {"condition": f.condition})


# The sums --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Planned:
    """One tranche of a contract, in fen."""

    code: str
    label: str
    label_en: str
    share: int
    fen: int
    condition: str
    milestone: int


def tranche_plan(public_money: int, tranches: Sequence[Tranche]) -> tuple[Planned, ...]:
    """The edition's tranches over a sum: to the fen, they add up to it."""
    sums = money.split(public_money, [t.share for t in tranches])
    return tuple(
        Planned(t.code, t.label, t.label_en, t.share, fen, t.condition, t.milestone or 0)
        for t, fen in zip(tranches, sums, strict=True)
    )


def support(funding: Funding, bases: Mapping[str, int]) -> money.Amount:
    """What the edition's formula gives, under its cap, with the lines of the calculation.

    `bases` are sums in fen by what they are: contract, payment, total.
    """
    if funding.formula == "percent":
        return money.amount(
            money.Percent(funding.of, int((funding.percent or 0) * 100)), bases, [funding.cap]
        )
    if funding.formula == "tiers":
        tiers = tuple(money.Tier(t.up_to, int(t.percent * 100)) for t in funding.tiers)
        return money.amount(money.Tiers(funding.of, tiers), bases, [funding.cap])
    return money.amount(money.Fixed(funding.amount or 0), bases, [funding.cap])


@dataclass(frozen=True, slots=True)
class Ratios:
    """Whole per cents of 4.4; None where the divisor is nothing."""

    own_to_public: int | None
    publisher_to_total: int | None
    public_to_total: int | None


def ratios(public: int, own: int, matched: int) -> Ratios:
    total = public + own + matched
    return Ratios(_percent(own + matched, public), _percent(own, total), _percent(public, total))


def _percent(part: int, whole: int) -> int | None:
    return part * 100 // whole if whole else None


PAY = ask(
    "pay", "登记拨付",
    Field(name="paid_on", kind=Kind.DATE, label="实拨日期", label_en="Paid on", required=True),
    Field(name="receipt_number", kind=Kind.TEXT, label="银行回单号", label_en="Bank receipt no.",
          required=True, max_length=60),
    Field(name="payee", kind=Kind.TEXT, label="收款方账户名", label_en="Payee's account name",
          required=True, max_length=120, help="须与项目承担单位名称一致。",
          help_en="Must be the name of a unit of the project."),
    Field(name="files", kind=Kind.FILE, label="银行回单", label_en="Bank receipt"),
    title_en="Record the payment",
)  # fmt: skip
RETURN = ask(
    "return_money", "登记退回",
    Field(name="returned_on", kind=Kind.DATE, label="退回日期", label_en="Returned on",
          required=True),
    Field(name="returned", kind=Kind.MONEY, label="退回本金", label_en="Principal", unit="万元",
          required=True, minimum=0),
    Field(name="interest", kind=Kind.MONEY, label="利息", label_en="Interest", unit="万元",
          required=True, minimum=0),
    Field(name="receipt_number", kind=Kind.TEXT, label="入账凭证号", label_en="Receipt no.",
          required=True, max_length=60),
    title_en="Record the return",
)  # fmt: skip

S = State
PAYMENT = Lifecycle(
    "payment",
    State,
    (
        born(S.PLANNED, name="plan", by={R.CLOCK}, quiet=True),
        row(S.DUE, S.PLANNED, name="fall_due", by={R.CLOCK}, needs=[condition_is_met],
            tells={R.HEAD, R.OFFICER}, quiet=True),
        row(S.APPROVED, S.DUE, name="approve", by={R.HEAD}, needs=[condition_is_met],
            tells={R.FINANCE}, duty=True),
        row(S.PLANNED, S.DUE, S.APPROVED, name="hold", by={R.HEAD}, asks=WITH_REASON,
            tells={R.FINANCE, R.LEAD, R.PUBLISHER}, harm=True),
        row(S.DUE, S.PLANNED, name="release", by={R.HEAD}, needs=[condition_is_met],
            asks=WITH_REASON),
        row(S.PAID, S.APPROVED, name="pay", by={R.FINANCE}, asks=PAY,
            tells={R.LEAD, R.PUBLISHER, R.OFFICER}, duty=True),
        row(S.RETURNED, S.PAID, name="return_money", by={R.FINANCE}, asks=RETURN,
            tells={R.HEAD, R.OFFICER, R.LEAD, R.PUBLISHER}, harm=True),
        row(S.CANCELLED, S.PLANNED, S.DUE, S.APPROVED, name="cancel", by={R.CLOCK},
            tells={R.FINANCE}, quiet=True),
    ),
)  # fmt: skip
