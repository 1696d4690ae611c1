"""Every eligibility rule is shown with value and limit; none can look at what R009 forbids."""

import copy
import dataclasses
import datetime as dt
from decimal import Decimal

import pytest

from jiebang.rulebook.edition import load, shipped, shipped_text
from jiebang.rulebook.edition.limits import DEMAND_LIMITS
from jiebang.rulebook.edition.loading import build
from jiebang.rulebook.gates import (
    BID_GATES,
    DEMAND_GATES,
    BidFacts,
    DemandFacts,
    Unit,
    Verdict,
    blocked,
    evaluate,
    evaluate_bid,
    failed,
)

from .documents import PLAIN

EDITION = load(shipped_text("jinan-2023"))
WAN = 1_000_000
STEPS = {
    "code": "rnd_intensity_steps",
    "steps": [
        {"revenue_below": 5000, "percent": 5},
        {"revenue_below": 20000, "percent": 4},
        {"percent": 3},
    ],
}
WITH_STEPS = build({**copy.deepcopy(PLAIN), "gates": [*PLAIN["gates"], STEPS]})

DEMAND = DemandFacts(
    today=dt.date(2023, 5, 1), region="370102", legal_person=True, other_demands=0,
    revenue=6000 * WAN, rnd_last=240 * WAN, rnd_before=0, total=200 * WAN, own=100 * WAN,
    fiscal=100 * WAN, period_months=36, publicly_funded=False, unfinished_projects=0,
    bad_records=(), promise_signed=True,
)  # fmt: skip
CLOSES = dt.datetime(2023, 9, 30, 9, 0, tzinfo=dt.UTC)
BID = BidFacts(
    now=CLOSES - dt.timedelta(seconds=1), closes_at=CLOSES, kind="key_technology",
    units_in_other_bids=0, indicators=4,
    answered=4, budget_total=100 * WAN, budget_by_year=100 * WAN, budget_by_subject=100 * WAN,
    challenge_money=100 * WAN, partners=5, confirmed=5, relation="none", final_user_bids=False,
    promise_signed=True,
)  # fmt: skip


def one(code, edition=EDITION, **changes):
    results = evaluate(edition, dataclasses.replace(DEMAND, **changes))
    return next(r for r in results if r.code == code)


def bid(code, edition=EDITION, **changes):
    results = evaluate_bid(edition, dataclasses.replace(BID, **changes))
    return next(r for r in results if r.code == code)


def test_facts_exactly_at_every_limit_pass_every_gate():
    assert failed(evaluate(WITH_STEPS, DEMAND)) == ()
    assert {r.verdict for r in evaluate(WITH_STEPS, DEMAND)} == {Verdict.PASS}
    assert {r.verdict for r in evaluate_bid(EDITION, BID)} == {Verdict.PASS}


def test_every_gate_of_the_edition_is_shown_in_its_order_passed_or_not():
    shown = [r.code for r in evaluate(EDITION, DEMAND)]
    assert shown == [g.code for g in EDITION.gates]
    worst = dataclasses.replace(DEMAND, region="110101", total=0, own=0, promise_signed=False)
    assert [r.code for r in evaluate(EDITION, worst)] == shown


def test_every_rule_of_the_programme_can_be_chosen_by_an_edition():
    assert list(DEMAND_GATES) == list(DEMAND_LIMITS)


@pytest.mark.parametrize(
    ("code", "changes", "value", "limit"),
    [
        ("city_registered", {"region": "370202"}, "370202", "370100"),
        ("legal_person", {"legal_person": False}, False, True),
        ("demands_per_unit", {"other_demands": 1}, 2, 1),
        ("rnd_two_years", {"rnd_last": 0, "rnd_before": 0}, 0, 0),
        ("minimum_total", {"total": 100 * WAN - 1}, 100 * WAN - 1, 100 * WAN),
        ("own_fund_ratio", {"total": 200 * WAN + 1}, Decimal("49.99"), 50),
        ("own_to_fiscal", {"fiscal": 100 * WAN + 1}, Decimal("99.99"), 100),
        ("period_max", {"period_months": 37}, 37, 36),
        ("publicly_funded", {"publicly_funded": True}, True, False),
        ("unfinished_project", {"unfinished_projects": 1}, 1, 0),
        ("clean_credit", {"bad_records": (dt.date(2020, 5, 2),)}, 1, 0),
        ("promise_signed", {"promise_signed": False}, False, True),
    ],
)
def test_one_step_beyond_a_limit_fails_that_gate_alone(code, changes, value, limit):
    results = evaluate(EDITION, dataclasses.replace(DEMAND, **changes))
    assert failed(results) == (code,)
    (reason,) = blocked(results)
    assert (reason.code, reason.params["value"], reason.params["limit"]) == (
        f"gate_{code}", value, limit,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("revenue", "spent", "limit", "verdict"),
    [
        (4999, 249, 5, Verdict.FAIL),
        (4999, 250, 5, Verdict.PASS),
        (5000, 199, 4, Verdict.FAIL),
        (5000, 200, 4, Verdict.PASS),
        (20000, 599, 3, Verdict.FAIL),
        (20000, 600, 3, Verdict.PASS),
    ],
)
def test_the_research_share_asked_falls_as_the_revenue_rises(revenue, spent, limit, verdict):
    found = one("rnd_intensity_steps", WITH_STEPS, revenue=revenue * WAN, rnd_last=spent * WAN)
    assert (found.limit, found.verdict) == (limit, verdict)


def test_a_company_without_revenue_passes_when_it_does_research():
    assert one("rnd_intensity_steps", WITH_STEPS, revenue=0, rnd_last=1).verdict == Verdict.PASS
    assert one("rnd_intensity_steps", WITH_STEPS, revenue=0, rnd_last=0).verdict == Verdict.FAIL


def test_one_year_of_research_is_enough_and_one_unknown_year_is_no_proof():
    assert one("rnd_two_years", rnd_last=0, rnd_before=1).verdict == Verdict.PASS
    assert one("rnd_two_years", rnd_last=0, rnd_before=None).verdict == Verdict.UNKNOWN
    assert one("rnd_two_years", rnd_last=1, rnd_before=None).verdict == Verdict.PASS


def test_a_bad_record_older_than_the_limit_no_longer_counts():
    assert one("clean_credit", bad_records=(dt.date(2020, 5, 1),)).verdict == Verdict.PASS
    leap = {"today": dt.date(2024, 2, 29), "bad_records": (dt.date(2021, 2, 28),)}
    assert one("clean_credit", **leap).verdict == Verdict.PASS


@pytest.mark.parametrize(
    ("code", "unknown"),
    [
        ("city_registered", "region"), ("legal_person", "legal_person"), ("minimum_total", "total"),
        ("own_fund_ratio", "own"), ("own_to_fiscal", "fiscal"), ("period_max", "period_months"),
        ("publicly_funded", "publicly_funded"), ("unfinished_project", "unfinished_projects"),
        ("clean_credit", "bad_records"), ("rnd_intensity_steps", "revenue"),
    ],
)  # fmt: skip
def test_what_nobody_has_said_is_unknown_and_stops_nobody(code, unknown):
    results = evaluate(WITH_STEPS, dataclasses.replace(DEMAND, **{unknown: None}))
    found = next(r for r in results if r.code == code)
    assert (found.verdict, found.reason.code) == (Verdict.UNKNOWN, "gate_unknown")
    assert found.reason.params == {"gate": code}
    assert blocked(results) == ()


def test_a_demand_that_asks_no_public_money_needs_no_matching():
    assert one("own_to_fiscal", fiscal=0).verdict == Verdict.PASS


# Bids ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("deadline", {"now": CLOSES}),
        ("one_per_unit", {"units_in_other_bids": 1}),
        ("indicators_answered", {"answered": 3}),
        ("budget_adds_up", {"budget_by_subject": 99 * WAN}),
        ("budget_adds_up", {"budget_by_year": 101 * WAN}),
        ("budget_within", {"challenge_money": 100 * WAN - 1}),
        ("consortium_confirmed", {"confirmed": 4}),
        ("consortium_max", {"partners": 6, "confirmed": 6}),
        ("related_party", {"relation": "related"}),
        ("final_user", {"final_user_bids": True}),
        ("promise", {"promise_signed": False}),
    ],
)
def test_each_bid_gate_fails_alone(code, changes):
    assert failed(evaluate_bid(EDITION, dataclasses.replace(BID, **changes))) == (code,)


def test_a_relation_to_be_checked_does_not_bar_a_bid():
    assert bid("related_party", relation="to_check").verdict == Verdict.UNKNOWN
    assert bid("related_party", relation=None).verdict == Verdict.UNKNOWN


def test_the_final_user_may_bid_where_a_company_set_the_problem():
    assert bid("final_user", kind="company_demand", final_user_bids=True).verdict == Verdict.PASS


def test_a_city_may_let_a_unit_take_part_in_several_bids():
    document = copy.deepcopy(PLAIN)
    document["bidding"]["units_once"] = False
    found = bid("one_per_unit", build(document), units_in_other_bids=1)
    assert found.verdict == Verdict.PASS


# R009 ------------------------------------------------------------------------------------------

FORBIDDEN = {
    "region", "province", "city", "country", "registered", "registration", "founded", "age", "born",
    "birth", "degree", "education", "school", "title", "rank", "award", "prize", "honour", "hat",
    "paper", "papers", "gender", "leader",
}  # fmt: skip


def test_no_bid_gate_can_see_region_registration_age_degree_title_or_award():
    words = {part for f in dataclasses.fields(BidFacts) for part in f.name.split("_")}
    assert words & FORBIDDEN == set()


def test_of_these_a_demand_gate_sees_only_where_the_publishing_unit_is_registered():
    names = [f.name for f in dataclasses.fields(DemandFacts)]
    assert [n for n in names if set(n.split("_")) & FORBIDDEN] == ["region"]


def test_no_shipped_edition_has_a_gate_about_what_people_or_bidders_are():
    chosen = {g.code for name in shipped() for g in load(shipped_text(name)).gates}
    words = {part for code in chosen | set(BID_GATES) for part in code.split("_")}
    assert words & FORBIDDEN == {"city", "registered"}  # the publisher's own: city_registered


def test_every_rule_has_its_words_and_a_unit_to_write_its_value_in():
    for rule in (*DEMAND_GATES.values(), *BID_GATES.values()):
        assert rule.label, rule.code
        assert rule.label_en, rule.code
        assert rule.unit in Unit, rule.code
