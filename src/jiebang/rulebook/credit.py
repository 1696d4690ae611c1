"""Bank credit: what is offered, what is approved, what is drawn — three numbers (R127, R128)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from jiebang.engine.decision import Reason
from jiebang.engine.lifecycle import Lifecycle, born, keep, row
from jiebang.rulebook.forms import REMARK, WITH_REASON, Field, Kind, Option, ask
from jiebang.rulebook.roles import Role

R = Role


class State(StrEnum):
    OFFERED = "offered"  # 授信意向
    ACCEPTED = "accepted"  # 企业已接受
    APPROVED = "approved"  # 授信批复
    DECLINED = "declined"  # 企业谢绝
    WITHDRAWN = "withdrawn"  # 银行撤回
    CLOSED = "closed"  # 结清


class ConsentState(StrEnum):
    GIVEN = "given"
    WITHDRAWN = "withdrawn"


# Offers that count in the announced package of a batch.
ANNOUNCED = frozenset({State.OFFERED, State.ACCEPTED, State.APPROVED, State.CLOSED})

# What a bank may be shown of a unit that agreed, and nothing beside (R128).
SHAREABLE = (
    Option("name", "单位名称", "Name"),
    Option("code", "统一社会信用代码", "Credit code"),
    Option("region", "所在地区", "Region"),
    Option("challenge", "榜单名称与领域", "The challenge's title and field"),
    Option("public_money", "财政支持金额", "Public money"),
    Option("contact", "联系人与电话", "Contact and telephone"),
)
ALWAYS_SHARED = frozenset({"name"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Sums in fen. `consented`: the unit agreed to be shown to banks for this challenge."""

    now: datetime
    today: date
    consented: bool
    offered: int
    approved: int
    drawn: int
    valid_until_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentFacts:
    now: datetime
    takes_part: bool
    already: bool


def unit_consented(f: Facts) -> Reason | None:
    return None if f.consented else Reason("credit_without_consent")


def something_offered(f: Facts) -> Reason | None:
    return None if f.offered > 0 else Reason("nothing_offered")


def nothing_drawn(f: Facts) -> Reason | None:
    return Reason("credit_drawn", {"have": f.drawn, "unit": "money"}) if f.drawn else None


def still_valid(f: Facts) -> Reason | None:
    late = f.valid_until_on is not None and f.today > f.valid_until_on
    return Reason("offer_lapsed", {"until": f.valid_until_on}) if late else None


def within_offer(approved: int, offered: int) -> Reason | None:
    if 0 < approved <= offered:
        return None
    sums = {"have": approved, "limit": offered, "unit": "money"}
    return Reason("approved_above_offer", sums)


def within_approval(drawn: int, approved: int) -> Reason | None:
    if 0 <= drawn <= approved:
        return None
    sums = {"have": drawn, "limit": approved, "unit": "money"}
    return Reason("drawn_above_approval", sums)


def takes_part(f: ConsentFacts) -> Reason | None:
    return None if f.takes_part else Reason("unit_takes_no_part")


def not_given_yet(f: ConsentFacts) -> Reason | None:
    return Reason("consent_already_given") if f.already else None


OFFER = ask(
    "offer", "授信意向",
    Field(name="offered", kind=Kind.MONEY, label="授信意向额度", unit="万元", required=True,
          label_en="Ceiling offered", minimum=0),
    Field(name="announced_on", kind=Kind.DATE, label="公布日期", label_en="Announced on",
          required=True),
    Field(name="valid_until_on", kind=Kind.DATE, label="有效期至", label_en="Valid until"),
    Field(name="product", kind=Kind.TEXT, label="产品", label_en="Product", max_length=100),
    Field(name="remark", kind=Kind.PROSE, label="备注", label_en="Remark", max_length=1000),
    title_en="Offer credit",
)  # fmt: skip
APPROVE = ask(
    "approve", "授信批复",
    Field(name="approved", kind=Kind.MONEY, label="授信批复额度", unit="万元", required=True,
          label_en="Approved", minimum=0),
    Field(name="number", kind=Kind.TEXT, label="批复文号", label_en="Approval no.", required=True,
          max_length=60),
    Field(name="approved_on", kind=Kind.DATE, label="批复日期", label_en="Approved on",
          required=True),
    title_en="Record the approval",
)  # fmt: skip
BALANCE = ask(
    "balance", "用信余额",
    Field(name="drawn", kind=Kind.MONEY, label="用信余额", label_en="Balance drawn", unit="万元",
          required=True, minimum=0),
    Field(name="as_of_on", kind=Kind.DATE, label="统计日期", label_en="As of", required=True),
    title_en="Report the balance drawn",
)  # fmt: skip
CONSENT = ask(
    "consent", "同意向银行共享信息",
    Field(name="fields", kind=Kind.MULTICHOICE, label="同意共享的信息", options=SHAREABLE,
          label_en="What may be shown", required=True,
          help="仅用于授信对接；不含技术内容，可随时撤回。",
          help_en="For credit only; nothing technical; can be withdrawn at any time."),
    Field(name="contact", kind=Kind.TEXT, label="联系人与电话", label_en="Contact, telephone",
          max_length=100),
    title_en="Agree to be shown to banks",
)  # fmt: skip

S = State
CREDIT = Lifecycle(
    "credit",
    State,
    (
        born(S.OFFERED, name="offer", by={R.BANK}, needs=[unit_consented, something_offered],
             asks=OFFER, tells={R.MEMBER, R.OFFICER}, quiet=True),
        row(S.ACCEPTED, S.OFFERED, name="accept", by={R.MEMBER}, needs=[still_valid],
            tells={R.BANK}, duty=True),
        row(S.DECLINED, S.OFFERED, name="decline", by={R.MEMBER}, asks=ask(
            "decline", "谢绝", REMARK, title_en="Decline"), tells={R.BANK}),
        row(S.WITHDRAWN, S.OFFERED, S.ACCEPTED, name="withdraw", by={R.BANK}, asks=WITH_REASON,
            tells={R.MEMBER, R.OFFICER}, harm=True),
        row(S.APPROVED, S.OFFERED, S.ACCEPTED, name="approve", by={R.BANK},
            needs=[unit_consented], asks=APPROVE, tells={R.MEMBER, R.OFFICER}, duty=True),
        keep(S.APPROVED, name="report_balance", by={R.BANK}, asks=BALANCE),
        row(S.CLOSED, S.APPROVED, name="close", by={R.BANK}, needs=[nothing_drawn],
            tells={R.MEMBER}),
    ),
)  # fmt: skip

C = ConsentState
CONSENT_LIFE = Lifecycle(
    "consent",
    ConsentState,
    (
        born(C.GIVEN, name="give", by={R.UNIT_ADMIN, R.MEMBER}, needs=[takes_part, not_given_yet],
             asks=CONSENT, quiet=True),
        row(C.WITHDRAWN, C.GIVEN, name="withdraw", by={R.UNIT_ADMIN, R.MEMBER}),
        row(C.GIVEN, C.WITHDRAWN, name="give_again", by={R.UNIT_ADMIN, R.MEMBER},
            needs=[takes_part], asks=CONSENT),
    ),
)  # fmt: skip
