"""How far the list of rivals reaches: the challenge, its field, the whole batch (the edition's);
and whose desk a question lies on."""

from __future__ import annotations

from datetime import timedelta

import pytest

from jiebang.demo import acts
from jiebang.platform.accounts.actor import CLOCK
from jiebang.platform.agenda import run_clock
from jiebang.programme import actions as programme
from jiebang.programme import queries as seen
from jiebang.review import actions
from jiebang.review.models import Conflict, Seat
from tests import drawing
from tests import reviewing as r
from tests.conflicting import reasons, record
from tests.factories import DISTRICT


def scoped(world, scope: str) -> None:
    text = f'extends = "jinan-2023.toml"\ncode = "scoped"\n[conflicts]\nlist_scope = "{scope}"\n'
    drawing.under(world, text, "scoped")


def two_lists(world, field: str) -> tuple[str, str]:
    """Two challenges of a batch, the second in this field and open for ten days more, with a bid
    of a unit that bids nowhere else."""
    first = world.listed()
    acts.person(world.stage, "maker", "另一发榜人")
    maker = world.unit("maker", "天桥示例设备有限公司", region="济南市", region_code=DISTRICT)
    pk = world.demand(title="另一项示例技术研发", field=field, key="maker", company=maker)
    acts.do(world.stage, "demand", pk, "submit", "maker")
    acts.recommend(world.stage, pk, "district", "情况属实,同意推荐。")
    acts.do(world.stage, "demand", pk, "accept", "officer")
    programme.demand.perform(pk, "record_screening", actor=CLOCK, now=world.stage.at,
                             score="85.00", panel="test")  # fmt: skip
    acts.list_demand(world.stage, pk, "maker", kind="company_demand", field=field,
                     public_money="100", reason="围绕产业急需,指标明确可测。")  # fmt: skip
    second = seen.demand(pk, world.stage.actor("officer")).challenge_id
    closes = world.stage.at + timedelta(days=45)
    acts.publish(world.stage, world.batch, closes)
    acts.do(world.stage, "challenge", second, "extend", "head", reason="应揭榜单位要求延期",
            closes_at=(closes + timedelta(days=10)).isoformat())  # fmt: skip
    rival = world.unit("rival", "江右示例公司", region_code="330100")
    world.submitted(second, key="rival", organisation=rival)
    return first, second


def reviewed_list(world, challenge: str) -> str:
    bids = [world.submitted(challenge, key="team"),
            world.submitted(challenge, key="other", organisation=world.other)]  # fmt: skip
    world.close(challenge)
    for pk in bids:
        acts.check_form(world.stage, pk)
        acts.opine(world.stage, pk, "company", "cooperate", "80", "方案与需求相符。")
    acts.do(world.stage, "challenge", challenge, "start_review", "officer")
    return str(r.panel_of(challenge).pk)


@pytest.mark.parametrize(
    ("scope", "field", "told"),
    [
        ("challenge", "high_end_equipment", []),
        ("field", "high_end_equipment", ["rival"]),
        ("field", "biomedicine", []),
        ("batch", "biomedicine", ["rival"]),
    ],
)
def test_a_rival_is_who_bids_on_the_same_challenge_field_or_batch_as_the_edition_says(
    world, scope, field, told
):
    scoped(world, scope)
    r.pool(world)
    works = r.expert(world, "works", region_code="320100", unit_name="江右示例公司")
    first, second = two_lists(world, field)
    panel = reviewed_list(world, first)
    r.prepared(world, panel)
    assert reasons(panel)[works] == []  # the bid on the other challenge is sealed still
    acts.do(world.stage, "panel", panel, "void_round", "supervisor", reason="另一榜单已截止")
    world.close(second)
    r.prepared(world, panel)
    assert reasons(panel)[works] == told


def test_bids_that_are_opened_while_a_panel_works_withdraw_a_rivals_people(world):
    scoped(world, "batch")
    first, second = two_lists(world, "biomedicine")
    r.pool(world)
    panel = reviewed_list(world, first)
    for n in range(11):  # everybody who may be drawn has a post at the unit whose bid is sealed
        record(world, kind="part_time", person=f"专家technical{n}", other_unit="江右示例公司")
    r.drawn(world, panel)
    r.accepted(world, panel)
    technical = Seat.objects.filter(panel_id=panel, expert__kind="technical")
    assert {s.state for s in technical if s.state != "reserve"} == {"accepted"}
    world.close(second)
    run_clock(world.stage.later(minutes=1))
    assert {s.state for s in technical.all()} == {"withdrawn"}


def on_the_desk(world, key: str) -> set[str]:
    wanted, _steps = actions.conflict.duties(world.stage.actor(key), world.stage.at)
    return {str(pk) for pk in Conflict.objects.filter(wanted).values_list("pk", flat=True)}


def test_a_question_about_somebody_who_was_not_drawn_waits_for_nobody_any_more(world):
    r.pool(world)
    r.expert(world, "namesake", region_code="320100", name="闻人甲")
    panel = str(r.panel_of(r.in_review(world)).pk)
    run_clock(world.stage.at)
    asked = {str(c.pk) for c in Conflict.objects.filter(panel_id=panel, state="asked")}
    assert on_the_desk(world, "supervisor") == asked != set()
    r.drawn(world, panel)  # the open question kept that expert out
    assert on_the_desk(world, "supervisor") == set()
