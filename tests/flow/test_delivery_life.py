"""From the ranking to two years after acceptance, on a real database."""

from __future__ import annotations

from jiebang.delivery import actions
from jiebang.delivery.models import Contract, Followup, Payment
from jiebang.platform.audit import log, rows
from jiebang.platform.lifecycle import Machine
from jiebang.programme import queries as programme
from tests import delivering as d
from tests.factories import WAN


def test_a_ranked_challenge_is_awarded_contracted_paid_accepted_and_followed_up(world):
    contract = d.ended(world)
    assert contract.state == "in_force"
    assert [d.pay(world, contract, n).state for n in (1, 2)] == ["paid", "paid"]
    assert Payment.objects.get(contract=contract, number=3).state == "planned"
    acceptance = d.judged(world, d.requested(world, contract, "16.5", "0.28"))
    d.do(world, "acceptance", acceptance.pk, "pass", "head", reason="同意验收组意见。")
    paid = d.pay(world, contract, 3)
    contract.refresh_from_db()
    acceptance.refresh_from_db()
    assert (acceptance.state, contract.state, paid.amount) == ("passed", "completed", 30 * WAN)
    challenge = programme.challenge(str(contract.challenge_id), world.stage.actor("officer"))
    assert challenge.state == "awarded"
    due = list(Followup.objects.order_by("number").values_list("number", "state"))
    assert due == [(1, "planned"), (2, "planned")]
    world.stage.later(days=367)
    d.tick(world)
    assert Followup.objects.get(number=1).state == "due"
    assert list(log.broken()) == []
    for machine in Machine.registry.values():
        assert list(rows.changed(machine.model, machine.lifecycle.name, machine.parts)) == []


def test_the_losers_are_told_why_without_a_name(world):
    contract = d.confirmed(world)
    states = dict(contract.challenge.bids.values_list("state", "verdict"))
    assert states == {
        "selected": d.REASON,
        "not_selected": "专家意见："
        + " ".join(f"{n}. 方案总体可行,建议关注中试环节。" for n in range(1, 8)),
    }


def test_the_draft_holds_the_winners_promises_and_the_tranches_add_up(world):
    contract = d.confirmed(world)
    assert [(i["bid"], i["value"]) for i in contract.indicators] == [("16", "16"), ("0.3", "0.3")]
    assert [t["fen"] for t in contract.tranches] == [50 * WAN, 20 * WAN, 30 * WAN]
    assert (contract.public_money, contract.own_money) == (100 * WAN, 300 * WAN)
    parties = list(contract.parties.order_by("pk").values_list("part", "signs"))
    assert parties == [("bureau", True), ("publisher", True), ("lead", True)]
    assert Contract.objects.count() == 1
    assert actions.contract.lifecycle["draft"].by == {"clock"}
