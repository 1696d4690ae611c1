"""Signatures, tranches, spending, credit, changes and ends, on a real database."""

from __future__ import annotations

import subprocess
import threading
from datetime import timedelta

import pytest
from django.db import connections

from jiebang.delivery import actions
from jiebang.delivery.models import Contract, Payment
from jiebang.delivery.queries import contracts, money
from jiebang.demo import acts
from jiebang.engine.decision import Denied
from jiebang.platform import documents
from tests import delivering as d
from tests import factories
from tests.factories import WAN
from tests.refusals import codes

CITY = {"announced_on": "2023-04-01", "offered": "5000"}


def states(contract: Contract) -> list[str]:
    return list(contract.payments.order_by("number").values_list("state", flat=True))


# Signing ---------------------------------------------------------------------------------------


def test_a_contract_is_in_force_when_every_side_has_signed_the_same_text(world):
    contract = d.in_force(world)
    parties = contract.parties.filter(signs=True)
    assert {p.digest for p in parties} == {contract.digest}
    assert (contract.state, contract.unsigned, parties.count()) == ("in_force", 0, 3)
    paper = contracts.paper(str(contract.pk), "taskbook", world.stage.actor("officer"))
    assert documents.digest(paper) == contract.digest


def test_a_unit_signs_once_and_an_outsider_never(world):
    contract = d.confirmed(world)
    d.do(world, "contract", contract.pk, "send_for_signing", "officer")
    d.do(world, "contract", contract.pk, "sign", "company")
    outsider = "team" if d.lead_of(world, contract) == "other" else "other"
    for key in ("company", outsider):
        with pytest.raises(Denied) as excinfo:
            d.do(world, "contract", contract.pk, "sign", key)
        assert codes(excinfo) == ["wrong_role"]


def test_a_text_taken_back_needs_every_signature_again(world):
    contract = d.confirmed(world)
    d.do(world, "contract", contract.pk, "send_for_signing", "officer")
    d.do(world, "contract", contract.pk, "sign", "company")
    d.do(world, "contract", contract.pk, "take_back", "officer", reason="条款有误需要修改。")
    contract.refresh_from_db()
    assert (contract.state, contract.unsigned, contract.digest) == ("draft", 3, "")


def test_unsigned_in_time_is_warned_of_and_then_given_up(world):
    contract = d.confirmed(world)
    world.stage.later(days=24)
    assert ("contract", "warn", str(contract.pk)) in d.tick(world)
    assert d.tick(world) == []
    world.stage.later(days=7)
    assert ("contract", "give_up", str(contract.pk)) in d.tick(world)
    contract.refresh_from_db()
    assert contract.state == "given_up"


def test_the_printed_task_book_has_every_indicator_and_every_sum(world, tmp_path):
    contract = d.confirmed(world)
    paper = contracts.paper(str(contract.pk), "taskbook", world.stage.actor("company"))
    file = tmp_path / "taskbook.pdf"
    file.write_bytes(documents.render_pdf(paper))
    done = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, check=True)
    text = "".join(done.stdout.decode().split())
    wanted = [i["name"] for i in contract.indicators] + ["≥16次/分", "≤0.3毫米", "壹佰万元整"]
    wanted += ["100万元", "300万元", "500万元", "首期", "50%", "20%", "30%", contract.number]
    assert [w for w in wanted if w not in text] == []
    assert documents.render_docx(paper)[:2] == b"PK"


def test_the_draft_is_not_sent_for_signing_with_too_little_own_money(world):
    contract = d.confirmed(world)
    _, values, version = contracts.revising(str(contract.pk))
    d.do(
        world,
        "contract",
        contract.pk,
        "revise",
        "company",
        **{**values, "own_money": "60", "matched_money": "39.99"},
    )
    with pytest.raises(Denied) as excinfo:
        d.do(world, "contract", contract.pk, "send_for_signing", "officer")
    assert codes(excinfo) == ["counterpart_too_low"]
    assert version == 1


# Public money ----------------------------------------------------------------------------------


def test_a_tranche_waits_for_its_milestone_and_for_acceptance(world):
    contract = d.in_force(world)
    d.tick(world, minutes=1)
    assert states(contract) == ["due", "planned", "planned"]
    second = contract.payments.get(number=2)
    with pytest.raises(Denied) as excinfo:
        d.do(world, "payment", second.pk, "release", "head", reason="提前拨付的理由。")
    assert codes(excinfo) == ["condition_not_met"]
    d.pass_milestone(world, contract, 1)
    d.tick(world, minutes=1)
    assert states(contract) == ["due", "due", "planned"]


def test_a_milestone_needs_the_publishers_opinion_and_its_turn(world):
    contract = d.in_force(world)
    first, second = contract.milestone_rows.order_by("number")
    with pytest.raises(Denied) as excinfo:
        d.do(world, "milestone", second.pk, "submit", "company", **d.SUBMITTED)
    assert codes(excinfo) == ["earlier_milestone_unsettled"]
    d.do(world, "milestone", first.pk, "submit", "company", **d.SUBMITTED)
    with pytest.raises(Denied) as excinfo:
        d.do(world, "milestone", first.pk, "pass", "officer", **d.VERDICT)
    assert codes(excinfo) == ["publisher_opinion_missing"]


def test_money_goes_to_units_of_the_project_only_and_a_receipt_counts_once(world):
    contract = d.in_force(world)
    first = d.pay(world, contract, 1)
    d.pass_milestone(world, contract, 1)
    d.tick(world, minutes=1)
    second = contract.payments.get(number=2)
    d.do(world, "payment", second.pk, "approve", "head")
    given = {"paid_on": world.stage.at.date().isoformat(), "receipt_number": "回单-新"}
    with pytest.raises(Denied) as excinfo:
        d.do(world, "payment", second.pk, "pay", "finance", **given, payee="某某商贸有限公司")
    assert codes(excinfo) == ["payee_not_project_unit"]
    with pytest.raises(Denied) as excinfo:
        d.do(
            world,
            "payment",
            second.pk,
            "pay",
            "finance",
            payee=first.payee,
            **{**given, "receipt_number": first.receipt_number},
        )
    assert codes(excinfo) == ["bank_receipt_used"]


def test_two_finance_officers_at_once_pay_once(committed):
    world = factories.world()
    acts.person(world.stage, "finance2", "财务二某")
    acts.appoint(world.stage, "finance2", "finance")
    contract = d.in_force(world)
    d.tick(world, minutes=1)
    payment = contract.payments.get(number=1)
    d.do(world, "payment", payment.pk, "approve", "head")
    now, outcomes = world.stage.later(minutes=5), []
    ready = threading.Barrier(2)
    actors = {key: world.stage.actor(key) for key in ("finance", "finance2")}
    payee = contract.bid.lead.name

    def press(key: str) -> None:
        ready.wait()
        try:
            actions.payment.perform(
                payment.pk,
                "pay",
                actor=actors[key],
                now=now,
                paid_on=now.date().isoformat(),
                receipt_number=f"回单-{key}",
                payee=payee,
            )
            outcomes.append("paid")
        except Denied as denied:
            outcomes.append(denied.decision.reasons[0].code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press, args=(key,)) for key in actors]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert sorted(outcomes) == ["paid", "wrong_state"]
    assert Payment.objects.filter(state="paid").count() == 1


# Spending and credit ---------------------------------------------------------------------------


def test_spending_counts_only_when_it_is_confirmed(world):
    contract = d.in_force(world)
    made = actions.spending.create(
        "report",
        actor=world.stage.actor("company"),
        now=world.stage.later(hours=1),
        contract=str(contract.pk),
        source="own",
        amount="120.5",
        from_on="2023-04-01",
        until_on="2023-04-10",
        evidence="专账凭证 18 号",
    )
    officer = world.stage.actor("officer")
    assert contracts.contract(str(contract.pk), officer).spent == {}
    d.do(world, "spending", made.pk, "confirm", "officer")
    assert contracts.contract(str(contract.pk), officer).spent == {"own": 120_500_000}


def test_credit_keeps_offered_approved_and_drawn_apart(world):
    contract = d.in_force(world)
    world.unit("bank", "示例银行济南分行", kind="bank", region_code="370102")
    offer = {"organisation": world.company, "challenge": str(contract.challenge_id), **CITY}
    with pytest.raises(Denied) as excinfo:
        actions.credit.create("offer", actor=world.stage.actor("bank"), now=world.stage.at, **offer)
    assert codes(excinfo) == ["credit_without_consent"]
    actions.consent.create(
        "give",
        actor=world.stage.actor("company"),
        now=world.stage.at,
        fields=["name"],
        organisation=world.company,
        challenge=str(contract.challenge_id),
    )
    made = actions.credit.create(
        "offer", actor=world.stage.actor("bank"), now=world.stage.at, **offer
    )
    approve = {"number": "授信批〔2023〕5号", "approved_on": "2023-04-12"}
    with pytest.raises(Denied) as excinfo:
        d.do(world, "credit", made.pk, "approve", "bank", approved="5000.01", **approve)
    assert codes(excinfo) == ["approved_above_offer"]
    d.do(world, "credit", made.pk, "approve", "bank", approved="3000", **approve)
    with pytest.raises(Denied) as excinfo:
        d.do(
            world, "credit", made.pk, "report_balance", "bank", drawn="3001", as_of_on="2023-04-13"
        )
    assert codes(excinfo) == ["drawn_above_approval"]
    d.do(world, "credit", made.pk, "report_balance", "bank", drawn="1000", as_of_on="2023-04-13")
    d.do(world, "credit", made.pk, "report_balance", "bank", drawn="800", as_of_on="2023-04-10")
    (sums,) = money.credit_sums(world.stage.actor("officer"))
    assert (sums.offered, sums.approved, sums.drawn) == (5000 * WAN, 3000 * WAN, 1000 * WAN)


# Changes and ends ------------------------------------------------------------------------------


def change(world, contract: Contract, **given):
    asked = {
        "kind": "extension",
        "cause_on": world.stage.at.date().isoformat(),
        "months": "6",
        "new_value": "延期六个月",
        "reason": "关键进口件到货推迟。",
    } | given
    return actions.change.create(
        "request",
        actor=world.stage.actor(d.lead_of(world, contract)),
        now=world.stage.at,
        contract=str(contract.pk),
        **asked,
    )


def test_an_extension_is_given_once_moves_the_dates_and_makes_a_supplement(world):
    contract = d.in_force(world)
    before, due = contract.end_on, contract.milestone_rows.get(number=1).due_on
    asked = change(world, contract)
    d.do(world, "change", asked.pk, "opine", "company", will="agree", reason="同意延期申请。")
    d.do(world, "change", asked.pk, "approve", "head")
    contract.refresh_from_db()
    assert (contract.end_on - before).days in range(181, 185)
    assert contract.milestone_rows.get(number=1).due_on > due
    assert [s["number"] for s in contract.supplements] == [1]
    with pytest.raises(Denied) as excinfo:
        change(world, contract)
    assert codes(excinfo) == ["change_used"]


def test_a_change_asked_for_too_late_is_refused(world):
    contract = d.in_force(world)
    limit = contract.end_on - timedelta(days=60)
    world.stage.later(days=(limit - world.stage.at.date()).days + 2)
    with pytest.raises(Denied) as excinfo:
        change(world, contract, months="13")
    assert codes(excinfo) == ["change_too_late", "extension_months"]


def test_a_termination_settles_to_the_fen_and_stops_what_was_not_paid(world):
    contract = d.in_force(world)
    d.pay(world, contract, 1)
    asked = actions.termination.create(
        "request",
        actor=world.stage.actor("company"),
        now=world.stage.later(hours=1),
        contract=str(contract.pk),
        kind="terminate",
        reason="技术路线经验证不可行。",
    )
    d.do(world, "termination", asked.pk, "open_settlement", "head", reason="同意启动清算。")
    found = {
        "group": "清算组三人",
        "used": "30",
        "unused": "15",
        "irregular": "4",
        "interest": "0.5",
        "equipment": [],
        "diligent": "yes",
        "finding": "经费使用基本合规,部分支出超范围。",
    }
    with pytest.raises(Denied) as excinfo:
        d.do(world, "termination", asked.pk, "record_settlement", "officer", **found)
    assert codes(excinfo) == ["settlement_sum"]
    d.do(
        world,
        "termination",
        asked.pk,
        "record_settlement",
        "officer",
        **{**found, "irregular": "5"},
    )
    d.do(world, "termination", asked.pk, "conclude", "leader", reason="同意终止该项目。")
    contract.refresh_from_db()
    asked.refresh_from_db()
    assert (contract.state, asked.to_return) == ("terminated", 20 * WAN)
    assert states(contract) == ["paid", "cancelled", "cancelled"]
    assert set(contract.milestone_rows.values_list("state", flat=True)) == {"dropped"}
