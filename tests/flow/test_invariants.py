"""The named facts hold for a whole life; each is missed when a row is edited behind the door."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from jiebang.cli import main
from jiebang.delivery import actions
from jiebang.delivery.models import Contract
from jiebang.insight.invariants import INVARIANTS, findings
from jiebang.registry.models import Expert
from jiebang.review.models import Panel, Seat
from tests import delivering as d
from tests import reviewing
from tests.factories import World

NAMES = {i.name for i in INVARIANTS}
# What is done to the database, and the facts that say so. Rows also stop matching the record,
# which is for `audit fsck` to find; `state_recorded` finds those whose state was changed.
EDITS = [
    ("update programme_challenge set text_digest = 'x'", {"challenge_text_agreed"}),
    ("update programme_demand set text_digest = ''", {"challenge_text_agreed"}),
    ("update programme_challenge set title = title, content = '{}'",
     {"challenge_text_agreed", "challenge_money_agreed"}),
    ("update programme_challenge set public_money = public_money + 1",
     {"challenge_money_agreed"}),
    ("update programme_bid set submitted_at = '2030-01-01 00:00:00'", {"bid_in_time"}),
    ("update programme_bid set content = '{}'", {"bid_as_received", "contract_keeps_promise"}),
    ("update programme_demand set selection_reason = ''", {"demand_has_reason"}),
    ("update review_drawround set commitment = 'x'", {"draw_sound"}),
    ("update review_drawround set candidates = '[]'", {"draw_sound", "seat_was_drawn"}),
    ("update review_seat set pseudonym = 'x'", {"seat_was_drawn"}),
    ("update review_review set signed_at = null", {"score_is_signed"}),
    ("update delivery_award set confirmed_at = published_at", {"award_after_notice"}),
    ("update delivery_award set until_on = from_on", {"award_after_notice"}),
    ("update delivery_payment set amount = amount + 1", {"tranches_add_up"}),
    ("update delivery_payment set amount = 3 * amount",
     {"tranches_add_up", "paid_within_contract"}),
    ("update delivery_contract set public_money = public_money + 1",
     {"contract_within_challenge", "tranches_add_up"}),
    ("update delivery_milestone set state = 'planned'",
     {"payment_after_condition", "state_recorded"}),
    ("update delivery_balance set drawn = drawn + 1", {"credit_in_order"}),
    ("update delivery_credit set drawn = drawn - 1", {"credit_in_order"}),
    ("update programme_challenge set version = version + 1", {"version_recorded"}),
    ("update programme_challenge set state = 'ranked'", {"state_recorded"}),
]  # fmt: skip


@pytest.fixture
def lived(world) -> World:
    """A challenge awarded, contracted and paid, with credit drawn."""
    contract = d.ended(world)
    d.pay(world, contract, 1)
    d.pay(world, contract, 2)
    _credit(world, contract)
    return world


def _credit(world: World, contract: Contract) -> None:
    stage = world.stage
    bank = world.unit("bank", "示例银行", kind="bank", region="济南市", region_code="370103")
    d.acts.appoint(stage, "bank", "bank", bank)
    consent = actions.consent.create(
        "give", actor=stage.actor("company"), now=stage.later(hours=1), organisation=world.company,
        challenge=str(contract.challenge_id), fields=["name"], contact="",
    )  # fmt: skip
    assert consent.state == "given"
    on = stage.at.date().isoformat()
    credit = actions.credit.create(
        "offer", actor=stage.actor("bank"), now=stage.later(hours=1), organisation=world.company,
        challenge=str(contract.challenge_id), offered="1000", announced_on=on, valid_until_on="",
        product="", remark="",
    )  # fmt: skip
    d.do(
        world, "credit", credit.pk, "approve", "bank", approved="600", number="批 1", approved_on=on
    )
    d.do(world, "credit", credit.pk, "report_balance", "bank", drawn="100", as_of_on=on)


def broken() -> set[str]:
    return {f.invariant.name for f in findings()}


def test_every_fact_holds_for_a_life_lived_by_the_rules_and_fires_when_a_row_is_edited(lived):
    assert findings() == []
    found = {}
    for statement, _names in EDITS:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
            found[statement] = broken()
            transaction.set_rollback(True)
    assert found == dict(EDITS)
    assert findings() == []


def tampered(*statements: str) -> set[str]:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    return broken()


def test_a_unit_in_two_bids_of_a_challenge_is_found(world):
    challenge = world.published()
    world.submitted(challenge)
    world.submitted(challenge, key="other", organisation=world.other)
    assert broken() == set()
    moved = tampered(
        "update programme_bidunit set in_force = false",
        "update programme_bidunit set organisation_id = (select organisation_id from "
        "programme_bidunit order by id limit 1)",
    )
    assert moved == {"unit_bids_once"}


def test_a_bid_on_the_publishers_own_challenge_is_found(world):
    world.submitted(world.published())
    own = (
        "update programme_bidunit set organisation_id = "
        "(select organisation_id from programme_challenge)"
    )
    assert tampered(own) == {"bid_not_on_own"}


def test_a_reviewer_from_a_bidders_unit_is_found(world):
    reviewing.pool(world)
    challenge = reviewing.in_review(world)
    panel = str(reviewing.panel_of(challenge).pk)
    reviewing.drawn(world, panel)
    reviewing.accepted(world, panel)
    assert broken() == set()
    seat = Seat.objects.filter(panel_id=panel, state="accepted").first()
    Expert.objects.filter(pk=seat.expert_id).update(unit_name="江左示例大学", unit_code="")
    assert broken() == {"no_review_of_own_unit"}


def test_two_experts_of_one_unit_on_a_panel_are_found(world):
    """The draw is sound; somebody then put another person's seat in its place."""
    reviewing.pool(world)
    panel = str(reviewing.panel_of(reviewing.in_review(world)).pk)
    reviewing.drawn(world, panel)
    reserve = Seat.objects.filter(panel_id=panel, state="reserve").first()
    Seat.objects.filter(pk=reserve.pk).update(state="invited")  # behind the door: an extra seat
    assert "panel_balanced" in broken()
    assert Panel.objects.get(pk=panel).state == "reviewing"


def test_posts_held_together_against_the_rule_are_found(world):
    user = world.stage.people["officer"]
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into accounts_post (user_id, role, scope, granted_at) "
            "values (%s, 'supervisor', '', '2023-01-01 00:00:00')", [user],
        )  # fmt: skip
    assert broken() == {"posts_kept_apart"}


def test_a_row_that_came_in_behind_the_door_is_found(world):
    from jiebang.programme.models import Batch  # noqa: PLC0415 -- only here

    first = Batch.objects.get()
    first.pk, first.number = None, 2
    first.save(force_insert=True)
    assert broken() == {"row_recorded"}


def test_the_command_names_the_broken_facts_and_fails(world, capsys, monkeypatch):
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    assert main(["invariants"]) == 0
    assert capsys.readouterr().out == f"{len(INVARIANTS)} facts, 0 broken\n"
    pk = world.published()
    tampered("update programme_challenge set text_digest = 'x'")
    assert main(["invariants"]) == 1
    told = capsys.readouterr().err.splitlines()
    assert told == [
        "challenge_text_agreed: Every published challenge says, word for word, what its company "
        "agreed to.",
        f"    challenge:{pk}",
    ]


def test_every_fact_has_a_name_of_its_own_and_both_sentences():
    assert len(NAMES) == len(INVARIANTS)
    assert all(i.says and i.says_en for i in INVARIANTS)
