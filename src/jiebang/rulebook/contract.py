"""Task book and contract: made from data, signed in time, never lower than the bid (R097–R101)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from jiebang.engine.decision import Reason
from jiebang.engine.lifecycle import Lifecycle, born, keep, row
from jiebang.rulebook.forms import REASON, WITH_REASON, Field, FormSpec, Kind, Problem, Section, ask
from jiebang.rulebook.roles import Role

R = Role


class State(StrEnum):
    DRAFT = "draft"  # 起草
    SIGNING = "signing"  # 待签约
    IN_FORCE = "in_force"  # 在研
    OVERDUE = "overdue"  # 逾期未验收
    COMPLETED = "completed"  # 通过验收或结题
    FAILED = "failed"  # 未通过验收
    TERMINATED = "terminated"  # 终止、撤销
    GIVEN_UP = "given_up"  # 视为放弃


class Part(StrEnum):
    """Who is a party, and who only takes part."""

    BUREAU = "bureau"
    DISTRICT = "district"
    PUBLISHER = "publisher"
    LEAD = "lead"
    PARTNER = "partner"


ALIVE = frozenset({State.IN_FORCE, State.OVERDUE})
RUNNING = ALIVE | {State.COMPLETED, State.FAILED, State.TERMINATED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """`lower` and `unanswered` name indicators; sums are fen; `unsigned` counts whole parties."""

    now: datetime
    today: date
    sign_by_on: date
    warn_on: date
    warned: bool
    lower: tuple[str, ...]
    unanswered: tuple[str, ...]
    milestones: int
    milestones_min: int
    milestones_max: int
    tranche_without_milestone: int
    public_money: int
    counterpart: int
    counterpart_needed: int
    terms_missing: tuple[str, ...]
    unsigned: int
    bureau_unsigned: bool
    district_unsigned: bool
    registered: bool
    acceptance_until_on: date | None
    acceptance_open: bool


# The indicators --------------------------------------------------------------------------------

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Indicator:
    """One line of the task book. Values are text as people wrote them."""

    name: str
    unit: str
    direction: str  # at_least, at_most, exactly, text
    current: str
    target: str  # the challenge's
    bid: str  # what the winner promised
    value: str  # what the contract binds to
    method: str


def number_in(text: str) -> Decimal | None:
    """The first number of what was written, such as 95 of "≥95%"."""
    found = _NUMBER.search(str(text).replace(",", "").replace("，", ""))
    return Decimal(found.group()) if found else None


def below_bid(indicator: Indicator) -> Reason | None:
    """Why the contract's value is lower than the bid's (R097): numbers by their direction, all
    else word for word."""
    have, need = number_in(indicator.value), number_in(indicator.bid)
    params = {"indicator": indicator.name, "have": indicator.value, "need": indicator.bid,
              "direction": indicator.direction, "unit": indicator.unit}  # fmt: skip
    if indicator.direction in ("at_least", "at_most") and need is not None:
        if have is None:
            return Reason("indicator_not_a_number", params)
        worse = have < need if indicator.direction == "at_least" else have > need
        return Reason("indicator_below_bid", params) if worse else None
    if indicator.direction == "exactly" and need is not None and have is not None:
        return Reason("indicator_below_bid", params) if have != need else None
    return None if indicator.bid.strip() in indicator.value else Reason("indicator_differs", params)


def indicators_not_lower(f: Facts) -> Reason | None:
    return Reason("indicators_lower", {"indicators": f.lower}) if f.lower else None


def indicators_filled(f: Facts) -> Reason | None:
    return Reason("indicators_unanswered", {"indicators": f.unanswered}) if f.unanswered else None


def milestones_within(f: Facts) -> Reason | None:
    if f.milestones_min <= f.milestones <= f.milestones_max:
        return None
    limits = {"have": f.milestones, "need": f.milestones_min, "limit": f.milestones_max}
    return Reason("milestones_outside", limits)


def tranches_have_milestones(f: Facts) -> Reason | None:
    missing = f.tranche_without_milestone
    return Reason("tranche_without_milestone", {"number": missing}) if missing else None


def counterpart_enough(f: Facts) -> Reason | None:
    if f.counterpart >= f.counterpart_needed:
        return None
    sums = {"have": f.counterpart, "need": f.counterpart_needed, "unit": "money"}
    return Reason("counterpart_too_low", sums)


def terms_written(f: Facts) -> Reason | None:
    return Reason("terms_missing", {"terms": f.terms_missing}) if f.terms_missing else None


def in_time(f: Facts) -> Reason | None:
    return Reason("signing_over", {"until": f.sign_by_on}) if f.today > f.sign_by_on else None


def time_is_over(f: Facts) -> Reason | None:
    return None if f.today > f.sign_by_on else Reason("signing_not_over", {"until": f.sign_by_on})


def time_to_warn(f: Facts) -> Reason | None:
    if f.warned:
        return Reason("already_warned")
    return None if f.today >= f.warn_on else Reason("too_early_to_warn", {"from": f.warn_on})


def bureau_has_not_signed(f: Facts) -> Reason | None:
    return None if f.bureau_unsigned else Reason("already_signed")


def district_has_not_signed(f: Facts) -> Reason | None:
    return None if f.district_unsigned else Reason("already_signed")


def all_signed(f: Facts) -> Reason | None:
    return Reason("signatures_missing", {"count": f.unsigned}) if f.unsigned else None


def acceptance_window_over(f: Facts) -> Reason | None:
    over = f.acceptance_until_on is not None and f.today > f.acceptance_until_on
    return None if over else Reason("window_not_over", {"until": f.acceptance_until_on})


def no_acceptance_under_way(f: Facts) -> Reason | None:
    return Reason("acceptance_under_way") if f.acceptance_open else None


# Forms -----------------------------------------------------------------------------------------

TERMS = (
    Field(name="ip", kind=Kind.PROSE, label="知识产权与成果归属", required=True, max_length=3000,
          label_en="Intellectual property"),
    Field(name="duties", kind=Kind.PROSE, label="各方职责", label_en="Duties of the parties",
          required=True, max_length=4000),
    Field(name="use_of_money", kind=Kind.PROSE, label="经费使用与拨付", required=True,
          label_en="Use and payment of money", max_length=3000),
    Field(name="acceptance", kind=Kind.PROSE, label="验收方式", label_en="How it is accepted",
          required=True, max_length=3000),
    Field(name="breach", kind=Kind.PROSE, label="违约责任与奖惩", required=True, max_length=3000,
          label_en="Breach, rewards and penalties"),
    Field(name="secrecy", kind=Kind.PROSE, label="保密条款", label_en="Secrecy", max_length=2000),
)  # fmt: skip
INDICATORS = Field(
    name="indicators", kind=Kind.TABLE, label="考核指标", label_en="Indicators", required=True,
    rows_fixed="indicators", columns=(
        Field(name="name", kind=Kind.TEXT, label="指标", label_en="Indicator", given=True),
        Field(name="target", kind=Kind.TEXT, label="榜单要求", label_en="Required", given=True),
        Field(name="bid", kind=Kind.TEXT, label="揭榜承诺", label_en="Promised in the bid",
              given=True),
        Field(name="value", kind=Kind.TEXT, label="任务书指标值", label_en="Binding value",
              required=True, max_length=200, help="不得低于揭榜承诺。",
              help_en="Never lower than the bid."),
        Field(name="method", kind=Kind.TEXT, label="考核方式", label_en="How it is tested",
              required=True, max_length=200),
    ),
)  # fmt: skip
MILESTONES = Field(
    name="milestones", kind=Kind.TABLE, label="里程碑计划", label_en="Milestones", required=True,
    rows_min=1, columns=(
        Field(name="name", kind=Kind.TEXT, label="里程碑", label_en="Milestone", required=True,
              max_length=80),
        Field(name="month", kind=Kind.INTEGER, label="完成月份", label_en="Due in month",
              required=True, minimum=1, maximum=120, unit="第…月"),
        Field(name="goal", kind=Kind.TEXT, label="考核目标", label_en="Goal", required=True,
              max_length=400),
        Field(name="evidence", kind=Kind.TEXT, label="证明方式", label_en="Shown by",
              required=True, max_length=200),
    ),
)  # fmt: skip
REVISE = FormSpec(
    "revise",
    "编制任务书",
    (
        Section("plan", "基本事项", (
            Field(name="start_on", kind=Kind.DATE, label="开始日期", label_en="Starts on",
                  required=True),
            Field(name="end_on", kind=Kind.DATE, label="结束日期", label_en="Ends on",
                  required=True),
            Field(name="own_money", kind=Kind.MONEY, label="发榜方研发投入", unit="万元",
                  label_en="Publisher's own R&D money", required=True, minimum=0),
            Field(name="matched_money", kind=Kind.MONEY, label="揭榜方及其他投入", unit="万元",
                  label_en="Matched by the bidder and others", required=True, minimum=0),
        ), "Plan"),
        Section("indicators", "考核指标", (INDICATORS,), "Indicators"),
        Section("milestones", "里程碑", (MILESTONES,), "Milestones"),
        Section("terms", "条款", TERMS, "Terms"),
    ),
    "Write the task book",
)  # fmt: skip
REGISTRATION = ask(
    "registration", "技术合同登记",
    Field(name="number", kind=Kind.TEXT, label="登记编号", label_en="Registration no.",
          required=True, max_length=60),
    Field(name="amount", kind=Kind.MONEY, label="合同金额", label_en="Contract sum", unit="万元",
          required=True, minimum=0),
    Field(name="technology_amount", kind=Kind.MONEY, label="技术交易额", unit="万元",
          label_en="of which technology", required=True, minimum=0),
    Field(name="registered_on", kind=Kind.DATE, label="登记日期", label_en="Registered on",
          required=True),
    title_en="Technical contract registration",
)  # fmt: skip
NEW_DATE = Field(name="until_on", kind=Kind.DATE, label="新的期限", label_en="New date",
                 required=True)  # fmt: skip


def revise_form(indicators: Sequence[Indicator]) -> FormSpec:
    """The form for one contract: each value is held against the bid's, at its own place."""
    return replace(REVISE, checks=(_dates_in_order, _months_in_order, _not_lower(indicators)))


def _dates_in_order(values: Mapping[str, Any]) -> Sequence[Problem]:
    if values["start_on"] < values["end_on"]:
        return []
    return [Problem("end_on", Reason("period_out_of_order"))]


def _months_in_order(values: Mapping[str, Any]) -> Sequence[Problem]:
    months = [int(m["month"]) for m in values["milestones"]]
    if months == sorted(set(months)):
        return []
    return [Problem("milestones", Reason("milestones_out_of_order"))]


def _not_lower(
    indicators: Sequence[Indicator],
) -> Callable[[Mapping[str, Any]], Sequence[Problem]]:
    def check(values: Mapping[str, Any]) -> Sequence[Problem]:
        rows = values["indicators"]
        if len(rows) != len(indicators):
            counts = {"have": len(rows), "need": len(indicators)}
            return [Problem("indicators", Reason("indicator_rows", counts))]
        found = [
            (n, below_bid(replace(i, value=str(r["value"]))))
            for n, (i, r) in enumerate(zip(indicators, rows, strict=True))
        ]
        return [Problem(f"indicators.{n}.value", why) for n, why in found if why]

    return check


S = State
CONTRACT = Lifecycle(
    "contract",
    State,
    (
        born(S.DRAFT, name="draft", by={R.CLOCK}, tells={R.PUBLISHER, R.LEAD, R.OFFICER},
             quiet=True),
        keep(S.DRAFT, name="revise", by={R.PUBLISHER, R.LEAD, R.OFFICER}, needs=[in_time],
             quiet=True),
        row(S.SIGNING, S.DRAFT, name="send_for_signing", by={R.OFFICER}, duty=True,
            needs=[in_time, indicators_filled, indicators_not_lower, milestones_within,
                   tranches_have_milestones, counterpart_enough, terms_written],
            tells={R.MEMBER, R.HEAD, R.LEADER}),
        row(S.DRAFT, S.SIGNING, name="take_back", by={R.OFFICER}, asks=WITH_REASON,
            tells={R.PUBLISHER, R.LEAD, R.PARTNER}),
        keep(S.SIGNING, name="sign", by={R.MEMBER}, needs=[in_time], tells={R.OFFICER}, duty=True),
        keep(S.SIGNING, name="sign_for_bureau", by={R.HEAD, R.LEADER},
             needs=[in_time, bureau_has_not_signed], tells={R.OFFICER}, duty=True),
        keep(S.SIGNING, name="sign_for_district", by={R.DISTRICT},
             needs=[in_time, district_has_not_signed], tells={R.OFFICER}),
        keep(S.DRAFT, S.SIGNING, name="warn", by={R.CLOCK}, needs=[time_to_warn],
             tells={R.PUBLISHER, R.LEAD, R.PARTNER, R.OFFICER}, quiet=True),
        keep(S.DRAFT, S.SIGNING, name="extend_signing", by={R.HEAD}, needs=[in_time],
             asks=ask("extend_signing", "延长签约期限", NEW_DATE, REASON,
                      title_en="Extend the time for signing"),
             tells={R.PUBLISHER, R.LEAD, R.OFFICER}),
        row(S.GIVEN_UP, S.DRAFT, S.SIGNING, name="give_up", by={R.CLOCK}, needs=[time_is_over],
            tells={R.PUBLISHER, R.LEAD, R.OFFICER, R.HEAD}, quiet=True),
        row(S.IN_FORCE, S.SIGNING, name="enter_into_force", by={R.CLOCK}, needs=[all_signed],
            tells={R.PUBLISHER, R.LEAD, R.PARTNER, R.OFFICER, R.FINANCE}, quiet=True),
        keep(*RUNNING, name="register_contract", by={R.LEAD, R.PUBLISHER, R.OFFICER},
             asks=REGISTRATION),
        keep(*ALIVE, name="amend", by={R.CLOCK}, tells={R.PUBLISHER, R.LEAD, R.PARTNER},
             quiet=True),
        row(S.OVERDUE, S.IN_FORCE, name="fall_overdue", by={R.CLOCK},
            needs=[acceptance_window_over, no_acceptance_under_way],
            tells={R.PUBLISHER, R.LEAD, R.OFFICER, R.HEAD}, quiet=True),
        row(S.IN_FORCE, S.OVERDUE, name="allow_late_acceptance", by={R.HEAD}, asks=ask(
            "allow_late_acceptance", "准予延期申请验收", NEW_DATE, REASON,
            title_en="Allow a late request for acceptance"), tells={R.PUBLISHER, R.LEAD}),
        row(S.COMPLETED, *ALIVE, name="complete", by={R.CLOCK}, quiet=True),
        row(S.FAILED, *ALIVE, name="fail", by={R.CLOCK}, quiet=True),
        row(S.TERMINATED, *ALIVE, name="terminate", by={R.CLOCK},
            tells={R.PUBLISHER, R.LEAD, R.PARTNER, R.FINANCE}, quiet=True),
    ),
)  # fmt: skip
