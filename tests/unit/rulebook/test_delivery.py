"""The sums, thresholds and comparisons of the delivery room's rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from jiebang.engine.money import format_wan
from jiebang.rulebook import change
from jiebang.rulebook.acceptance import advice, compared, papers_needed, share_reached
from jiebang.rulebook.change import settlement_adds_up, to_return
from jiebang.rulebook.contract import Indicator, below_bid, number_in, revise_form
from jiebang.rulebook.credit import within_approval, within_offer
from jiebang.rulebook.edition import load, shipped, shipped_text
from jiebang.rulebook.edition.model import Funding, Tier
from jiebang.rulebook.payment import ratios, support, tranche_plan

WAN = 1_000_000  # fen
NOON = datetime(2023, 9, 1, 4, tzinfo=UTC)
AT_LEAST = Indicator("送料速度", "次/分", "at_least", "", "16", "18", "18", "现场测试")


def funding(**changes) -> Funding:
    return replace(load(shipped_text("jinan-2023")).funding, **changes)


def jilin() -> Funding:
    tiers = tuple(Tier(up_to=up_to and up_to * WAN, percent=percent) for up_to, percent in
                  ((500, 30), (1000, 25), (2000, 20), (None, 15)))  # fmt: skip
    return funding(formula="tiers", of="total", tiers=tiers, cap=300 * WAN)


def test_the_jilin_table_gives_550_before_its_cap_and_300_after():
    found = support(jilin(), {"total": 2500 * WAN})
    assert [format_wan(s.fen) for s in found.slices] == ["150", "125", "200", "75"]
    assert (found.uncapped, found.fen) == (550 * WAN, 300 * WAN)


def test_a_percentage_and_a_fixed_sum_stay_below_their_cap():
    by_contract = funding(formula="percent", of="contract", percent=30, cap=200 * WAN)
    assert support(by_contract, {"contract": 500 * WAN}).fen == 150 * WAN
    assert support(by_contract, {"contract": 900 * WAN}).fen == 200 * WAN
    assert support(funding(), {}).fen == 100 * WAN


@pytest.mark.parametrize("code", shipped())
@pytest.mark.parametrize("fen", [1, 99, 100 * WAN, 33_333_333, 123_456_789])
def test_tranches_add_up_to_the_fen(code, fen):
    plan = tranche_plan(fen, load(shipped_text(code)).tranches)
    assert sum(t.fen for t in plan) == fen
    assert sum(t.share for t in plan) == 100


def test_ratios_say_nothing_of_nothing():
    assert ratios(100, 150, 50).own_to_public == 200
    assert (ratios(0, 10, 0).own_to_public, ratios(0, 0, 0).public_to_total) == (None, None)


@pytest.mark.parametrize(
    ("direction", "bid", "value", "code"),
    [
        ("at_least", "18", "18", None),
        ("at_least", "18", "≥18.5 次/分", None),
        ("at_least", "18", "17.99", "indicator_below_bid"),
        ("at_least", "≥18", "不低于行业水平", "indicator_not_a_number"),
        ("at_most", "0.3", "0.3", None),
        ("at_most", "0.3", "0.31", "indicator_below_bid"),
        ("exactly", "2", "2", None),
        ("exactly", "2", "3", "indicator_below_bid"),
        ("text", "通过第三方检测", "通过第三方检测并形成企业标准", None),
        ("text", "通过第三方检测", "通过检测", "indicator_differs"),
        ("at_least", "达到国际先进", "达到国际先进", None),
    ],
)
def test_a_contract_is_never_lower_than_the_bid(direction, bid, value, code):
    found = below_bid(replace(AT_LEAST, direction=direction, bid=bid, value=value))
    assert (found.code if found else None) == code


def test_the_form_says_at_which_line_a_value_is_lower():
    spec = revise_form([AT_LEAST, replace(AT_LEAST, name="误差", direction="at_most", bid="0.3")])
    terms = {k: "条款" for k in ("ip", "duties", "use_of_money", "acceptance", "breach")}
    raw = {
        "start_on": "2023-09-01", "end_on": "2025-08-31", "own_money": "1", "matched_money": "0",
        "indicators": [{"value": "19", "method": "测"}, {"value": "0.4", "method": "测"}],
        "milestones": [{"name": "样机", "month": "6", "goal": "完成", "evidence": "报告"}], **terms,
    }  # fmt: skip
    problems = spec.clean(raw).problems
    assert [(p.path, p.reason.code) for p in problems] == [
        ("indicators.1.value", "indicator_below_bid")
    ]


def test_the_first_number_of_what_was_written_is_read():
    assert [str(number_in(t)) for t in ("≥95%", "1,200 小时", "-40℃")] == ["95", "1200", "-40"]
    assert number_in("达到国际先进") is None


def row(direction: str, target: str, done: str, reached: bool = False):
    return compared("指标", "", direction, target, done, reached, "报告")


@pytest.mark.parametrize(
    ("direction", "target", "done", "percent", "reached"),
    [
        ("at_least", "16", "16", 100, True),
        ("at_least", "16", "15.99", 99, False),
        ("at_least", "16", "20", 125, True),
        ("at_most", "0.3", "0.28", 100, True),
        ("at_most", "0.3", "0.4", 75, False),
        ("at_most", "0", "0.1", 0, False),
        ("exactly", "2", "2", 100, True),
        ("exactly", "2", "3", 0, False),
        ("text", "通过检测", "通过检测", None, True),
    ],
)
def test_what_is_done_is_held_against_the_target(direction, target, done, percent, reached):
    found = row(direction, target, done, reached=reached)
    assert (found.percent, found.reached) == (percent, reached)


def test_a_number_short_of_its_target_is_not_reached_whatever_was_declared():
    assert row("at_least", "16", "15", reached=True).reached is False


def test_overdoing_one_indicator_does_not_pay_for_another():
    rows = [row("at_least", "10", "30"), row("at_least", "10", "6")]
    assert share_reached(rows) == 80
    assert share_reached([]) == 0


@pytest.mark.parametrize(
    ("share", "said"),
    [(100, "pass"), (90, "pass"), (89, "discuss"), (80, "discuss"), (79, "fail"), (0, "fail")],
)
def test_the_verdict_follows_the_editions_thresholds(share, said):
    rule = load(shipped_text("jinan-2023")).acceptance
    assert advice(share, rule.pass_share, rule.discuss_share) == said


def test_an_audit_is_asked_above_the_editions_sum_only():
    limit = load(shipped_text("jinan-2023")).acceptance.audit_above
    assert "audit" not in papers_needed(limit, limit)
    assert papers_needed(limit + 1, limit)[-1] == "audit"


def test_what_goes_back_depends_on_how_a_contract_ends():
    assert to_return("revoke", 500, 100, 50, 7) == 507
    assert to_return("terminate", 500, 100, 50, 7) == 150
    assert settlement_adds_up(500, 350, 100, 50) is None
    assert settlement_adds_up(500, 350, 100, 0).params["have"] == 450


def test_credit_is_drawn_within_what_was_approved_and_approved_within_what_was_offered():
    assert (within_offer(300, 300), within_approval(0, 300)) == (None, None)
    assert within_offer(301, 300).code == "approved_above_offer"
    assert within_offer(0, 300).code == "approved_above_offer"
    assert within_approval(301, 300).code == "drawn_above_approval"


def test_a_change_has_its_own_window_before_the_end_and_after_its_cause():
    kind = load(shipped_text("jinan-2023")).change("extension")
    f = change.Facts(now=NOON, today=date(2023, 9, 1), contract_alive=True, kind=kind,
                     cause_on=date(2023, 8, 2), end_on=date(2023, 10, 31), approved_before=0,
                     open_before=0, months=12, opined=True)  # fmt: skip
    guards = (change.before_end_window, change.after_cause_window, change.times_left,
              change.months_within)  # fmt: skip
    assert [g(f) for g in guards] == [None] * 4
    late = replace(f, end_on=date(2023, 10, 30), cause_on=date(2023, 8, 1), approved_before=1,
                   months=13)  # fmt: skip
    assert [g(late).code for g in guards] == [
        "change_too_late", "cause_too_old", "change_used", "extension_months"
    ]  # fmt: skip


def test_a_share_just_below_a_threshold_is_not_rounded_up_to_it():
    assert share_reached([row("at_least", "100", "99"), row("at_least", "100", "80")]) == 89
