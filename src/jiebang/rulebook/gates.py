"""Eligibility rules by name: facts in, a verdict with value and limit out (R014).

Every rule an edition chooses is shown, passed or not. What is not known yet is "unknown": it
stops nobody, and an officer looks. No rule sees the region or registration date of a bidder, or
the age, degree or title of anybody (R009): the facts below do not hold them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from enum import StrEnum
from typing import Any

from jiebang.engine.decision import Reason
from jiebang.rulebook.edition import Edition


class Verdict(StrEnum):
    PASS = "pass"  # noqa: S105 - a verdict, not a password
    FAIL = "fail"
    UNKNOWN = "unknown"


class Unit(StrEnum):
    """How a value and its limit are to be written."""

    YESNO = "yesno"
    REGION = "region"
    COUNT = "count"
    MONEY = "money"  # fen
    PERCENT = "percent"
    MONTHS = "months"
    MOMENT = "moment"
    RELATION = "relation"


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandFacts:
    """What the demand gates may look at; None is what nobody has said yet."""

    today: dt.date
    region: str | None  # where the publishing unit is registered
    legal_person: bool | None
    other_demands: int  # open demands of the unit in this batch beside this one
    revenue: int | None  # last year
    rnd_last: int | None
    rnd_before: int | None
    total: int | None
    own: int | None
    fiscal: int | None
    period_months: int | None
    publicly_funded: bool | None
    unfinished_projects: int | None
    bad_records: tuple[dt.date, ...] | None
    promise_signed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BidFacts:
    """What the bid gates may look at: the bid's own completeness, never who the people are."""

    now: dt.datetime
    closes_at: dt.datetime
    kind: str  # of the challenge
    units_in_other_bids: int
    indicators: int
    answered: int
    budget_total: int | None
    budget_by_year: int | None
    budget_by_subject: int | None
    challenge_money: int
    partners: int
    confirmed: int
    relation: str | None  # as the related-party test says: none, to_check, related
    final_user_bids: bool | None
    promise_signed: bool


@dataclass(frozen=True, slots=True)
class Judged:
    """One rule's finding; `passed` is None where the facts do not say."""

    value: Any
    limit: Any
    passed: bool | None


@dataclass(frozen=True, slots=True)
class GateResult:
    code: str
    value: Any
    limit: Any
    unit: Unit
    verdict: Verdict
    reason: Reason | None


@dataclass(frozen=True, slots=True)
class Rule:
    code: str
    label: str
    label_en: str
    unit: Unit
    judge: Callable[[Edition, Any, Any], Judged]


DEMAND_GATES: dict[str, Rule] = {}
BID_GATES: dict[str, Rule] = {}
Judge = Callable[[Edition, Any, Any], Judged]


def _rule(
    rules: dict[str, Rule], label: str, label_en: str, unit: Unit
) -> Callable[[Judge], Judge]:
    def register(judge: Judge) -> Judge:
        code = judge.__name__.removeprefix("bid_")
        rules[code] = Rule(code, label, label_en, unit, judge)
        return judge

    return register


def evaluate(edition: Edition, facts: DemandFacts) -> tuple[GateResult, ...]:
    """Every gate of the edition, in its order."""
    return tuple(_result(DEMAND_GATES[g.code], edition, g.limits, facts) for g in edition.gates)


def evaluate_bid(edition: Edition, facts: BidFacts) -> tuple[GateResult, ...]:
    """Every bid gate; they are the same in all editions, their limits are not."""
    return tuple(_result(rule, edition, None, facts) for rule in BID_GATES.values())


def failed(results: Iterable[GateResult]) -> tuple[str, ...]:
    """The codes of the rules that failed."""
    return tuple(r.code for r in results if r.verdict is Verdict.FAIL)


def blocked(results: Iterable[GateResult]) -> tuple[Reason, ...]:
    """Why the thing may not go on: the reasons of the rules that failed."""
    return tuple(r.reason for r in results if r.verdict is Verdict.FAIL and r.reason)


def _result(rule: Rule, edition: Edition, limits: Any, facts: Any) -> GateResult:
    found = rule.judge(edition, limits, facts)
    if found.passed is None:
        reason = Reason("gate_unknown", {"gate": rule.code})
        return GateResult(rule.code, found.value, found.limit, rule.unit, Verdict.UNKNOWN, reason)
    if found.passed:
        return GateResult(rule.code, found.value, found.limit, rule.unit, Verdict.PASS, None)
    params = {"value": found.value, "limit": found.limit, "unit": str(rule.unit)}
    reason = Reason(f"gate_{rule.code}", params)
    return GateResult(rule.code, found.value, found.limit, rule.unit, Verdict.FAIL, reason)


def _at_least(value: Any, limit: Any) -> Judged:
    return Judged(value, limit, None if value is None else value >= limit)


def _at_most(value: Any, limit: Any) -> Judged:
    return Judged(value, limit, None if value is None else value <= limit)


def _must_be(wanted: bool, value: bool | None) -> Judged:
    return Judged(value, wanted, None if value is None else value is wanted)


def _share(part: int | None, whole: int | None, percent: Decimal) -> Judged:
    """`part` is at least so many per cent of `whole`; the value shown is cut, never rounded up."""
    if part is None or whole is None:
        return Judged(None, percent, None)
    if whole == 0:
        return Judged(None, percent, part > 0 or percent == 0)
    shown = (Decimal(part) * 100 / whole).quantize(Decimal("0.01"), ROUND_DOWN)
    return Judged(shown, percent, part * 100 >= percent * whole)


# Demands ---------------------------------------------------------------------------------------


@_rule(DEMAND_GATES, "本市注册", "Registered in the city", Unit.REGION)
def city_registered(edition: Edition, _limits: Any, f: DemandFacts) -> Judged:
    city = edition.city.region
    return Judged(f.region, city, None if f.region is None else f.region[:4] == city[:4])


@_rule(DEMAND_GATES, "独立法人资格", "Independent legal person", Unit.YESNO)
def legal_person(_edition: Edition, _limits: Any, f: DemandFacts) -> Judged:
    return _must_be(True, f.legal_person)


@_rule(DEMAND_GATES, "同批次限报项数", "Demands per unit in a batch", Unit.COUNT)
def demands_per_unit(edition: Edition, _limits: Any, f: DemandFacts) -> Judged:
    return _at_most(f.other_demands + 1, edition.collection.demands_per_unit)


@_rule(DEMAND_GATES, "近两年有研发投入", "R&D in the last two years", Unit.MONEY)
def rnd_two_years(_edition: Edition, _limits: Any, f: DemandFacts) -> Judged:
    """Fails only when both years are known to be nothing."""
    known = [x for x in (f.rnd_last, f.rnd_before) if x is not None]
    if sum(known) > 0:
        return Judged(sum(known), 0, True)
    return Judged(sum(known) if known else None, 0, False if len(known) == 2 else None)


@_rule(DEMAND_GATES, "研发投入强度", "R&D intensity", Unit.PERCENT)
def rnd_intensity_steps(_edition: Edition, limits: Any, f: DemandFacts) -> Judged:
    """The share of revenue asked falls as the revenue rises."""
    if f.revenue is None:
        return Judged(None, limits.steps[-1].percent, None)
    step = next(s for s in limits.steps if s.revenue_below is None or f.revenue < s.revenue_below)
    return _share(f.rnd_last, f.revenue, step.percent)


@_rule(DEMAND_GATES, "最低总投入", "Least total investment", Unit.MONEY)
def minimum_total(_edition: Edition, limits: Any, f: DemandFacts) -> Judged:
    return _at_least(f.total, limits.amount)


@_rule(DEMAND_GATES, "自筹资金占总投入比例", "Own money in the total", Unit.PERCENT)
def own_fund_ratio(_edition: Edition, limits: Any, f: DemandFacts) -> Judged:
    return _share(f.own, f.total, limits.percent)


@_rule(DEMAND_GATES, "自筹资金与财政资金之比", "Own money to public money", Unit.PERCENT)
def own_to_fiscal(_edition: Edition, limits: Any, f: DemandFacts) -> Judged:
    if f.fiscal == 0 and f.own is not None:
        return Judged(None, limits.percent, True)
    return _share(f.own, f.fiscal, limits.percent)


@_rule(DEMAND_GATES, "最长完成时限", "Longest time to complete", Unit.MONTHS)
def period_max(_edition: Edition, limits: Any, f: DemandFacts) -> Judged:
    return _at_most(f.period_months, limits.months)


@_rule(DEMAND_GATES, "未获其他财政资金支持", "No other public funding", Unit.YESNO)
def publicly_funded(_edition: Edition, _limits: Any, f: DemandFacts) -> Judged:
    return _must_be(False, f.publicly_funded)


@_rule(DEMAND_GATES, "在研同类项目数", "Unfinished projects of the programme", Unit.COUNT)
def unfinished_project(_edition: Edition, limits: Any, f: DemandFacts) -> Judged:
    return _at_most(f.unfinished_projects, limits.limit)


@_rule(DEMAND_GATES, "近年无不良信用记录", "Clean record in recent years", Unit.COUNT)
def clean_credit(_edition: Edition, limits: Any, f: DemandFacts) -> Judged:
    """Records younger than the limit in years; older ones no longer count."""
    if f.bad_records is None:
        return Judged(None, 0, None)
    since = _years_before(f.today, limits.years)
    return _at_most(sum(1 for on in f.bad_records if on > since), 0)


@_rule(DEMAND_GATES, "承诺书已签署", "Promise signed", Unit.YESNO)
def promise_signed(_edition: Edition, _limits: Any, f: DemandFacts) -> Judged:
    return _must_be(True, f.promise_signed)


# Bids ------------------------------------------------------------------------------------------


@_rule(BID_GATES, "截止时间前提交", "Before the deadline", Unit.MOMENT)
def bid_deadline(_edition: Edition, _limits: Any, f: BidFacts) -> Judged:
    return Judged(f.now, f.closes_at, f.now < f.closes_at)


@_rule(BID_GATES, "一个单位只参加一份揭榜", "One bid per unit", Unit.COUNT)
def bid_one_per_unit(edition: Edition, _limits: Any, f: BidFacts) -> Judged:
    found = _at_most(f.units_in_other_bids, 0)
    return found if edition.bidding.units_once else Judged(found.value, None, True)


@_rule(BID_GATES, "逐项响应榜单指标", "Every indicator answered", Unit.COUNT)
def bid_indicators_answered(_edition: Edition, _limits: Any, f: BidFacts) -> Judged:
    return _at_least(f.answered, f.indicators)


@_rule(BID_GATES, "预算平衡", "The budget adds up", Unit.MONEY)
def bid_budget_adds_up(_edition: Edition, _limits: Any, f: BidFacts) -> Judged:
    """Both tables make the total; the value shown is the one that does not."""
    parts = (f.budget_by_year, f.budget_by_subject)
    if f.budget_total is None or None in parts:
        return Judged(None, f.budget_total, None)
    wrong = [p for p in parts if p != f.budget_total]
    return Judged(wrong[0] if wrong else f.budget_total, f.budget_total, not wrong)


@_rule(BID_GATES, "预算不超过榜单金额", "Within the challenge's money", Unit.MONEY)
def bid_budget_within(_edition: Edition, _limits: Any, f: BidFacts) -> Judged:
    return _at_most(f.budget_total, f.challenge_money)


@_rule(BID_GATES, "联合体成员全部确认", "Every member has confirmed", Unit.COUNT)
def bid_consortium_confirmed(_edition: Edition, _limits: Any, f: BidFacts) -> Judged:
    return _at_least(f.confirmed, f.partners)


@_rule(BID_GATES, "联合体成员数", "Partners in the consortium", Unit.COUNT)
def bid_consortium_max(edition: Edition, _limits: Any, f: BidFacts) -> Judged:
    return _at_most(f.partners, edition.consortium.partners_max)


@_rule(BID_GATES, "与发榜单位无关联关系", "Not related to the publisher", Unit.RELATION)
def bid_related_party(_edition: Edition, _limits: Any, f: BidFacts) -> Judged:
    """Related bars the bid; to_check waits for a named officer's written decision (R048)."""
    verdicts = {"none": True, "related": False}
    return Judged(f.relation, "none", verdicts.get(f.relation or ""))


@_rule(BID_GATES, "最终用户不揭榜", "The final user does not bid", Unit.YESNO)
def bid_final_user(edition: Edition, _limits: Any, f: BidFacts) -> Judged:
    """R051: only where others than a company set the problem, and the kind does not allow it."""
    kind = edition.kind(f.kind)
    if kind.set_by == "company" or kind.final_user_may_bid:
        return Judged(f.final_user_bids, None, True)
    return _must_be(False, f.final_user_bids)


@_rule(BID_GATES, "承诺书已签署", "Promise signed", Unit.YESNO)
def bid_promise(_edition: Edition, _limits: Any, f: BidFacts) -> Judged:
    return _must_be(True, f.promise_signed)


def _years_before(on: dt.date, years: int) -> dt.date:
    try:
        return on.replace(year=on.year - years)
    except ValueError:  # 29 February
        return on.replace(year=on.year - years, day=28)
