"""From a company's draft to opened bids, on a real database."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection, connections

from jiebang.demo import acts
from jiebang.engine.decision import Denied
from jiebang.platform.agenda import run_clock
from jiebang.platform.audit import log, rows
from jiebang.platform.lifecycle import Machine
from jiebang.programme import actions, queries
from jiebang.registry import queries as registry
from tests import factories
from tests.refusals import codes


def test_a_demand_becomes_a_published_challenge_and_the_record_holds(world):
    challenge = world.published()
    found = queries.challenge(challenge, world.stage.actor("team"))
    assert (found.state, found.number, found.public_money) == ("published", 1, 100 * factories.WAN)
    assert list(log.broken()) == []
    for machine in Machine.registry.values():
        assert list(rows.changed(machine.model, machine.lifecycle.name, machine.parts)) == []


def test_a_row_edited_behind_the_programs_back_is_found(world):
    challenge = world.published()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE programme_challenge SET public_money = public_money + 1")
    found = list(rows.changed(actions.challenge.model, "challenge", actions.challenge.parts))
    assert found == [f"challenge:{challenge}#2: the row differs from what was recorded"]


def test_a_demand_one_second_late_is_refused_and_keeps_what_was_typed(world):
    pk = world.demand()
    closes_at = queries.demand(pk, world.stage.actor("company")).closes_at
    before = queries.demand(pk, world.stage.actor("company")).content
    with pytest.raises(Denied) as excinfo:
        actions.demand.perform(pk, "submit", actor=world.stage.actor("company"),
                               now=closes_at)  # fmt: skip
    assert codes(excinfo) == ["deadline_passed"]
    after = queries.demand(pk, world.stage.actor("company"))
    assert (after.state, after.content) == ("draft", before)
    actions.demand.perform(pk, "submit", actor=world.stage.actor("company"),
                           now=closes_at - timedelta(seconds=1))  # fmt: skip


def test_a_unit_has_one_demand_in_a_batch(world):
    world.demand()
    with pytest.raises(Denied) as excinfo:
        world.demand(title="第二个需求不应成立")
    assert codes(excinfo) == ["too_many_demands"]


def test_a_gate_that_fails_is_shown_with_value_and_limit_and_stops_the_submission(world):
    pk = world.demand(own_money="100", other_money="800")
    gates = {g.code: g for g in queries.demand_gates(pk, world.stage.at)}
    found = gates["own_fund_ratio"]
    assert (found.verdict, str(found.value)) == ("fail", "10.00")
    with pytest.raises(Denied) as excinfo:
        acts.do(world.stage, "demand", pk, "submit", "company")
    assert codes(excinfo) == ["gates_failed"]


def test_a_bid_is_sealed_until_the_clock_opens_it(world):
    challenge = world.published()
    bid = world.submitted(challenge)
    officer = world.stage.actor("officer")
    assert queries.bid(bid, officer) is None
    assert queries.bids(officer, challenge=challenge).total == 0
    assert queries.sealed_count(challenge) == 1
    world.close(challenge)
    assert queries.challenge(challenge, officer).state == "closed"
    assert queries.bid(bid, officer).state == "submitted"
    assert queries.bid(bid, world.stage.actor("company")).title == ""
    assert queries.bid(bid, world.stage.actor("other")) is None


def test_a_bid_may_be_withdrawn_and_handed_in_again_and_every_receipt_stays(world):
    challenge = world.published()
    bid = world.submitted(challenge)
    first = queries.bid(bid, world.stage.actor("team"))
    acts.do(world.stage, "bid", bid, "withdraw", "team")
    acts.do(world.stage, "bid", bid, "submit", "team")
    second = queries.bid(bid, world.stage.actor("team"))
    assert [r.receipt for r in second.receipts] == [first.number, second.number]
    assert first.digest == second.digest
    assert queries.receipt(first.number).digest == first.digest


def test_a_second_bid_of_one_unit_and_a_bid_on_ones_own_challenge_are_refused(world):
    challenge = world.published()
    world.bid(challenge)
    with pytest.raises(Denied) as excinfo:
        world.bid(challenge)
    assert codes(excinfo) == ["unit_already_bids"]
    with pytest.raises(Denied) as excinfo:
        world.bid(challenge, key="company", organisation=world.company)
    assert codes(excinfo) == ["own_challenge"]


def test_an_unanswered_indicator_and_sums_that_do_not_add_keep_a_bid_back(world):
    challenge = world.published()
    bid = world.bid(challenge, responses=[{"promised": "16", "compliance": "meets",
                                           "evidence": "已有数据支撑。"}])  # fmt: skip
    with pytest.raises(Denied) as excinfo:
        acts.do(world.stage, "bid", bid, "submit", "team")
    assert "form_incomplete" in codes(excinfo)
    cleaned, _ = queries.bid_checks(bid, world.stage.at)
    assert {p.path for p in cleaned.problems} == {
        "responses.1.promised", "responses.1.compliance", "responses.1.evidence"}  # fmt: skip


def test_a_consortium_member_confirms_online_and_stands_in_one_bid_only(world):
    challenge = world.published()
    bid = world.bid(challenge)
    acts.do(world.stage, "bid", bid, "invite", "team", organisation=world.other, task="部件试制")
    with pytest.raises(Denied) as excinfo:
        acts.do(world.stage, "bid", bid, "submit", "team")
    assert "members_unconfirmed" in codes(excinfo)
    acts.do(world.stage, "bid", bid, "confirm_membership", "other")
    acts.do(world.stage, "bid", bid, "submit", "team")
    with pytest.raises(Denied) as excinfo:
        world.bid(challenge, key="other", organisation=world.other)
    assert codes(excinfo) == ["unit_already_bids"]


def test_a_challenge_without_a_bid_fails_at_its_deadline_and_may_be_listed_again(world):
    challenge = world.published()
    world.close(challenge)
    assert queries.challenge(challenge, world.stage.actor("officer")).state == "failed"
    acts.do(world.stage, "challenge", challenge, "relist", "leader", reason="无人揭榜,重新发布。",
            closes_at=(world.stage.at + timedelta(days=30)).isoformat())  # fmt: skip
    assert queries.challenge(challenge, world.stage.actor("officer")).state == "published"


def test_an_unfinished_bid_lapses_at_the_deadline(world):
    challenge = world.published()
    draft = world.bid(challenge)
    world.submitted(challenge, key="other", organisation=world.other)
    world.close(challenge)
    assert queries.bid(draft, world.stage.actor("team")).state == "lapsed"
    assert run_clock(world.stage.at) == []


def test_a_declared_subsidiary_of_the_publisher_cannot_bid(world):
    code = queries_code(world, world.company)
    acts.person(world.stage, "sub", "子公司经办人")
    parent = {"name": "历下示例装备有限公司", "code": code, "relation": "parent"}
    unit = acts.unit(
        world.stage,
        "sub",
        name="历下示例子公司",
        code=world.code(),
        kind="company",
        region="济南市",
        region_code="370102",
        archive={"relations": [parent]},
    )
    challenge = world.published()
    with pytest.raises(Denied) as excinfo:
        world.bid(challenge, key="sub", organisation=unit)
    assert codes(excinfo) == ["related_party"]


def queries_code(world, organisation: str) -> str:
    return registry.organisation(organisation).code


def test_a_one_day_old_company_may_bid(world):
    day = world.stage.at.date().isoformat()
    unit = world.unit("young", "一日示例公司", region_code="530100", established_on=day)
    bid = world.submitted(world.published(), key="young", organisation=unit)
    assert queries.bid(bid, world.stage.actor("young")).state == "submitted"


def test_a_stale_form_is_refused(world):
    pk = world.demand()
    seen = queries.demand(pk, world.stage.actor("company")).version
    actions.demand.perform(pk, "save", actor=world.stage.actor("company"), now=world.stage.at,
                           seen=seen, title="先保存的人改了标题")  # fmt: skip
    with pytest.raises(Denied) as excinfo:
        actions.demand.perform(pk, "save", actor=world.stage.actor("company"), now=world.stage.at,
                               seen=seen, title="后保存的人")  # fmt: skip
    assert codes(excinfo) == ["stale"]


def test_six_simultaneous_clicks_give_one_success(committed):
    world = factories.world()
    pk = world.demand()
    actor, now = world.stage.actor("company"), world.stage.at
    results, barrier = [], threading.Barrier(6)

    def press() -> None:
        barrier.wait()
        try:
            actions.demand.perform(pk, "submit", actor=actor, now=now)
            results.append("done")
        except Denied as denied:
            results.append(denied.decision.reasons[0].code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press) for _ in range(6)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert sorted(results) == ["done", *["wrong_state"] * 5]
    assert list(log.broken()) == []


def test_six_people_of_one_unit_starting_a_bid_at_once_make_one(committed):
    world = factories.world()
    challenge = world.published()
    actor, now = world.stage.actor("team"), world.stage.at
    results, barrier = [], threading.Barrier(6)

    def press() -> None:
        barrier.wait()
        try:
            actions.bid.create("start", actor=actor, now=now, organisation=world.team,
                               challenge=challenge)  # fmt: skip
            results.append("done")
        except Denied as denied:
            results.append(denied.decision.reasons[0].code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press) for _ in range(6)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert sorted(results) == ["done", *["unit_already_bids"] * 5]
