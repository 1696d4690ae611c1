"""Conflicts of interest from the facts to the seat: found, asked, waived, and acted upon when they
come to light."""

from __future__ import annotations

from datetime import timedelta

import pytest

from jiebang.demo import acts
from jiebang.engine.decision import Denied
from jiebang.platform.agenda import run_clock
from jiebang.platform.audit import log, rows
from jiebang.platform.audit.models import Entry
from jiebang.platform.lifecycle import Machine
from jiebang.platform.notices.models import Notice
from jiebang.review.models import (
    Conflict,
    Defence,
    DrawRound,
    Panel,
    Review,
    ScoreResult,
    Seat,
)
from tests import meetings
from tests import reviewing as r
from tests.conflicting import reasons, record
from tests.refusals import codes

UNIT = "江左示例大学"


@pytest.fixture
def panel(world):
    r.pool(world)
    return str(r.panel_of(r.in_review(world)).pk)


def found_path(panel: str, expert: str) -> list[list[str]]:
    """[rule, then each step as kind: start > end] of what was frozen about an expert."""
    made = DrawRound.objects.filter(panel_id=panel).latest("number")
    return [
        [c["rule"], *(f"{s['kind']}: {s['start'][1]} > {s['end'][1]}" for s in c["path"])]
        for c in made.conflicts if c["expert"] == expert and c["item"] == code_of_team(panel)
    ]  # fmt: skip


def code_of_team(panel: str) -> str:
    items = Panel.objects.get(pk=panel).items.all()
    return next(i.code for i in items if UNIT in str(i.organisations))


def sitting(world, panel: str) -> Seat:
    r.drawn(world, panel)
    r.accepted(world, panel)
    return seat_of(panel, "accepted")


def seat_of(panel: str, state: str) -> Seat:
    """The first in such a state whose kind of expert the pool has more of."""
    rows = Seat.objects.filter(panel_id=panel, state=state, expert__kind="technical")
    return rows.select_related("expert").order_by("number").first()


def test_a_path_is_kept_from_the_expert_over_the_tie_and_a_share_to_the_bidder(world):
    r.pool(world)
    tied = r.expert(world, "tied", region_code="320100", name="南门示",
                    ties=[{"unit": "江左控股集团", "tie": "part_time"}])  # fmt: skip
    acts.do(world.stage, "organisation", world.team, "update", "team",
            relations=[{"name": "江左控股集团", "relation": "parent", "share": "60"}])  # fmt: skip
    panel = str(r.panel_of(r.in_review(world)).pk)
    r.prepared(world, panel)
    code = code_of_team(panel)
    assert reasons(panel)[tied] == ["employer"]
    assert found_path(panel, tied)[0] == [
        "employer", "part_time: 南门示 > 江左控股集团", f"owns: 江左控股集团 > {UNIT}",
        f"party: {UNIT} > {code}",
    ]  # fmt: skip


def test_a_share_too_small_to_control_joins_nobody(world):
    r.pool(world)
    tied = r.expert(world, "tied", region_code="320100",
                    ties=[{"unit": "江左控股集团", "tie": "part_time"}])  # fmt: skip
    acts.do(world.stage, "organisation", world.team, "update", "team",
            relations=[{"name": "江左控股集团", "relation": "associate",
                        "share": "20"}])  # fmt: skip
    panel = str(r.panel_of(r.in_review(world)).pk)
    r.prepared(world, panel)
    assert reasons(panel)[tied] == []


def test_a_namesake_is_a_question_that_keeps_out_until_supervision_has_answered_it(world):
    r.pool(world)
    namesake = r.expert(world, "namesake", region_code="320100", name="闻人甲")
    panel = str(r.panel_of(r.in_review(world)).pk)
    run_clock(world.stage.at)
    asked = Conflict.objects.filter(panel_id=panel, expert_id=namesake)
    assert {(c.rule, c.verdict, c.state) for c in asked} == {("member", "ask", "asked")}
    r.prepared(world, panel)
    assert reasons(panel)[namesake] == ["unsettled_conflict"]
    acts.do(world.stage, "panel", panel, "void_round", "supervisor", reason="先核实同名专家")
    for c in asked:
        acts.do(world.stage, "conflict", c.pk, "clear", "supervisor", reason="出生年月不同")
    r.prepared(world, panel)
    assert reasons(panel)[namesake] == []


def test_only_supervision_answers(world):
    r.pool(world)
    r.expert(world, "namesake", region_code="320100", name="闻人甲")
    panel = str(r.panel_of(r.in_review(world)).pk)
    run_clock(world.stage.at)
    c = Conflict.objects.filter(panel_id=panel).first()
    for key in ("officer", "head", "drawer", "secretary", "pool"):
        with pytest.raises(Denied) as excinfo:
            acts.do(world.stage, "conflict", c.pk, "clear", key, reason="不是同一个人")
        assert codes(excinfo) == ["wrong_role"]


def test_who_works_for_the_bureau_or_for_another_bidder_of_the_list_is_kept_out(world):
    r.pool(world)
    staff = r.expert(world, "clerk", region_code="320100")
    acts.appoint(world.stage, "clerk", "finance")
    challenge = world.published()
    rival = world.unit("rival", "江右示例公司", region_code="330100")
    third = world.submitted(challenge, key="rival", organisation=rival)
    bids = [world.submitted(challenge, key="team"),
            world.submitted(challenge, key="other", organisation=world.other)]  # fmt: skip
    works = r.expert(world, "works", region_code="320100", unit_name="江右示例公司")
    world.close(challenge)
    for pk in bids:
        acts.do(world.stage, "bid", pk, "pass_form", "officer", complete="yes", eligible="yes",
                unrelated="yes")  # fmt: skip
        acts.do(world.stage, "bid", pk, "opine", "company", will="cooperate", score="80",
                reason="方案与需求相符。")  # fmt: skip
    acts.do(world.stage, "bid", third, "fail_form", "officer", reason="材料不齐全")
    acts.do(world.stage, "challenge", challenge, "start_review", "officer")
    panel = str(r.panel_of(challenge).pk)
    r.prepared(world, panel)
    assert [reasons(panel)[staff], reasons(panel)[works]] == [["office"], ["rival"]]


def test_a_new_fact_about_a_sitting_expert_withdraws_the_seat_and_calls_the_next(world, panel):
    seat = sitting(world, panel)
    rules = r.table(Panel.objects.get(pk=panel))
    first = seat.reviews.order_by("item__code").first()
    acts.do(world.stage, "review", first.pk, "sign", r.key_of(world, seat), **r.sheet(rules, 80))
    world.stage.later(minutes=5)
    record(world, kind="cooperation", person=seat.expert.name, other_unit=UNIT)
    run_clock(world.stage.later(minutes=1))
    seat.refresh_from_db()
    assert (seat.state, {x.state for x in seat.reviews.all()}) == ("withdrawn", {"lapsed"})
    assert len(r.invited(panel)) == 1
    found = Conflict.objects.filter(panel_id=panel, expert=seat.expert)
    assert {(c.rule, c.state) for c in found} == {("cooperation", "barred")}
    (said,) = Entry.objects.filter(event="panel.recheck_conflicts").values_list("body", flat=True)
    assert (said["data"]["withdrawn"], len(said["data"]["called"])) == ([seat.pseudonym], 1)
    run_clock(world.stage.later(minutes=1))
    assert Entry.objects.filter(event="panel.recheck_conflicts").count() == 1
    assert list(log.broken()) == []
    for machine in Machine.registry.values():
        assert list(rows.changed(machine.model, machine.lifecycle.name, machine.parts)) == []


def test_an_expert_who_changes_units_leaves_the_panel_by_the_clock(world, panel):
    seat = sitting(world, panel)
    world.stage.later(minutes=5)
    key = r.key_of(world, seat)
    acts.join(world.stage, key, world.team, "team")
    run_clock(world.stage.later(minutes=1))
    seat.refresh_from_db()
    assert seat.state == "withdrawn"
    found = Conflict.objects.filter(panel_id=panel, expert=seat.expert)
    assert {c.rule for c in found} == {"employer", "rival"}


def test_a_question_about_a_sitting_expert_holds_the_close_until_it_is_answered(world, panel):
    seat = sitting(world, panel)
    world.stage.later(minutes=5)
    record(world, kind="teacher", person=seat.expert.name, other_person="闻人甲")
    run_clock(world.stage.later(minutes=1))
    asked = Conflict.objects.filter(panel_id=panel, expert=seat.expert)
    assert {(c.rule, c.state) for c in asked} == {("teacher", "asked")}
    r.sign_all(world, panel, lambda seat, item: 80)
    r.tick(world)
    assert Panel.objects.get(pk=panel).state == "reviewing"
    with pytest.raises(Denied) as excinfo:
        acts.do(world.stage, "panel", panel, "close", "secretary")
    assert codes(excinfo) == ["conflicts_asked"]
    for c in asked:
        acts.do(world.stage, "conflict", c.pk, "clear", "supervisor", reason="同名,已查学位档案")
    r.tick(world)
    assert Panel.objects.get(pk=panel).state == "closed"


def test_a_question_confirmed_withdraws_the_seat_at_once(world, panel):
    seat = sitting(world, panel)
    world.stage.later(minutes=5)
    record(world, kind="teacher", person=seat.expert.name, other_person="闻人甲")
    run_clock(world.stage.later(minutes=1))
    c = Conflict.objects.filter(panel_id=panel, expert=seat.expert).first()
    acts.do(world.stage, "conflict", c.pk, "confirm", "supervisor", reason="学位论文致谢可证")
    seat.refresh_from_db()
    assert (seat.state, len(r.invited(panel))) == ("withdrawn", 1)


def test_a_reserve_who_came_into_conflict_is_not_called(world, panel):
    seat = sitting(world, panel)
    first = seat_of(panel, "reserve")
    world.stage.later(minutes=5)
    record(world, kind="cooperation", person=first.expert.name, other_unit=UNIT)
    acts.do(world.stage, "seat", seat.pk, "withdraw", "supervisor", reason="身体原因不能继续")
    first.refresh_from_db()
    assert (first.state, [s.pk == first.pk for s in r.invited(panel)]) == ("reserve", [False])
    run_clock(world.stage.later(minutes=1))
    first.refresh_from_db()
    assert first.state == "withdrawn"
    assert Notice.objects.filter(event="seat.withdraw_conflict").count() == 0


def test_after_the_close_nothing_changes_by_itself_and_supervision_and_office_are_told(
    world, panel
):
    seat = sitting(world, panel)
    r.sign_all(world, panel, lambda seat, item: 80)
    r.tick(world)
    assert Panel.objects.get(pk=panel).state == "closed"
    before = list(ScoreResult.objects.order_by("pk").values())
    record(world, kind="cooperation", person=seat.expert.name, other_unit=UNIT)
    run_clock(world.stage.later(minutes=1))
    seat.refresh_from_db()
    assert (seat.state, {x.state for x in seat.reviews.all()}) == ("accepted", {"signed"})
    assert list(ScoreResult.objects.order_by("pk").values()) == before
    told = Notice.objects.filter(event="conflict.find_after").values_list("user_id", flat=True)
    people = world.stage.people
    assert set(told) == {people["officer"], people["supervisor"], people["head"]}


def test_what_began_after_the_close_is_no_finding(world, panel):
    seat = sitting(world, panel)
    r.sign_all(world, panel, lambda seat, item: 80)
    r.tick(world)
    later = world.stage.later(days=30).date()
    record(world, kind="employed", person=seat.expert.name, other_unit=UNIT,
           since_on=later.isoformat())  # fmt: skip
    run_clock(world.stage.later(minutes=1))
    assert Conflict.objects.filter(panel_id=panel).count() == 0


def test_a_waiver_takes_the_head_and_supervision_and_a_rule_that_allows_it(world):
    r.pool(world)
    tied = r.expert(world, "tied", region_code="320100",
                    ties=[{"unit": UNIT, "tie": "cooperation"}])  # fmt: skip
    panel = str(r.panel_of(r.in_review(world)).pk)
    run_clock(world.stage.at)
    (c,) = Conflict.objects.filter(panel_id=panel, expert_id=tied)
    assert (c.rule, c.verdict, c.state) == ("cooperation", "hard", "barred")
    given = {"ground": "scarce", "reason": "该领域合格专家不足五人,合作与本项目无关。"}
    acts.do(world.stage, "conflict", c.pk, "propose_waiver", "supervisor", **given)
    with pytest.raises(Denied) as excinfo:
        acts.do(world.stage, "conflict", c.pk, "sign_as_supervisor", "supervisor")
    assert codes(excinfo) == ["conflict_other_signs"]
    acts.do(world.stage, "conflict", c.pk, "sign_as_head", "head")
    r.prepared(world, panel)
    assert reasons(panel)[tied] == []
    c.refresh_from_db()
    people = world.stage.people
    assert (c.state, c.signers) == ("waived", [people["supervisor"], people["head"]])


def test_an_owners_share_is_never_waived(world, panel):
    seat = sitting(world, panel)
    world.stage.later(minutes=5)
    record(world, kind="shareholder", person=seat.expert.name, other_unit=UNIT, share="30")
    run_clock(world.stage.later(minutes=1))
    c = Conflict.objects.get(panel_id=panel, expert=seat.expert, rule="interest")
    with pytest.raises(Denied) as excinfo:
        acts.do(world.stage, "conflict", c.pk, "propose_waiver", "head", ground="minor",
                reason="所持股份与本项目没有关系。")  # fmt: skip
    assert codes(excinfo) == ["conflict_never_waived"]


def test_a_fact_that_was_withdrawn_lifts_what_it_had_found(world):
    r.pool(world)
    free = r.expert(world, "free", region_code="320100", name="独孤示")
    said = record(world, person="独孤示", other_unit=UNIT)
    panel = str(r.panel_of(r.in_review(world)).pk)
    run_clock(world.stage.at)
    (c,) = Conflict.objects.filter(panel_id=panel, expert_id=free)
    acts.do(world.stage, "relation_fact", said.pk, "withdraw", "supervisor", reason="出处有误,撤回")
    acts.do(world.stage, "panel", panel, "screen", "supervisor")
    c.refresh_from_db()
    assert c.state == "gone"
    r.prepared(world, panel)
    assert reasons(panel)[free] == []


def test_an_officer_who_records_learns_nothing_of_the_pool_and_raises_a_question(world):
    r.pool(world)
    r.expert(world, "meant", region_code="320100", name="独孤示")
    facts = [record(world, "officer", person=name, other_unit=UNIT) for name in ("独孤示", "无人")]
    assert [(f.expert_id, f.sure) for f in facts] == [(None, False)] * 2
    panel = str(r.panel_of(r.in_review(world)).pk)
    run_clock(world.stage.at)
    assert {(c.rule, c.state) for c in Conflict.objects.filter(panel_id=panel)} == {
        ("cooperation", "asked")
    }


def test_a_tie_that_ended_long_ago_is_only_noted(world):
    r.pool(world)
    ended = (world.stage.at - timedelta(days=365 * 5)).date().isoformat()
    former = r.expert(world, "former", region_code="320100",
                      ties=[{"unit": UNIT, "tie": "former", "until_on": ended}])  # fmt: skip
    panel = str(r.panel_of(r.in_review(world)).pk)
    r.prepared(world, panel)
    assert reasons(panel)[former] == []
    assert [p[0] for p in found_path(panel, former)] == ["once_employed"]
    assert Review.objects.count() == 0


def test_whom_a_bidder_names_as_unsuitable_is_asked_about_up_to_the_editions_cap(world):
    r.pool(world)
    named = r.expert(world, "named", region_code="320100", name="独孤示")
    challenge = world.published()
    row = {"name": "独孤示", "unit_name": "外市示例单位named", "reason": "与本团队有诉讼纠纷"}
    others = [{**row, "name": f"不相干{n}"} for n in range(3)]
    too_many = world.bid(challenge, key="other", organisation=world.other,
                         unsuitable_experts=[row, *others])  # fmt: skip
    with pytest.raises(Denied) as excinfo:
        acts.do(world.stage, "bid", too_many, "submit", "other")
    assert codes(excinfo) == ["form_incomplete"]
    bids = [world.submitted(challenge, key="team", unsuitable_experts=[*others[:2], row])]
    world.close(challenge)
    for pk in bids:
        acts.do(world.stage, "bid", pk, "pass_form", "officer", complete="yes", eligible="yes",
                unrelated="yes")  # fmt: skip
        acts.do(world.stage, "bid", pk, "opine", "company", will="cooperate", score="80",
                reason="方案与需求相符。")  # fmt: skip
    acts.do(world.stage, "challenge", challenge, "start_review", "officer")
    panel = str(r.panel_of(challenge).pk)
    r.prepared(world, panel)
    assert reasons(panel)[named] == ["unsettled_conflict"]
    (c,) = Conflict.objects.filter(panel_id=panel)
    assert (str(c.expert_id), c.rule, c.state, c.path[-1]["facts"][0]["amount"]) == (
        named, "named", "asked", 3
    )  # fmt: skip
    item = Panel.objects.get(pk=panel).items.get()
    assert "诉讼纠纷" not in str(item.sections) + str(item.snapshot)


def test_a_panel_that_has_come_together_goes_back_to_the_sheets_when_too_few_are_left(world, panel):
    r.drawn(world, panel)
    r.accepted(world, panel)
    meetings.disputed(world, panel)
    assert Panel.objects.get(pk=panel).state == "meeting"
    world.stage.later(minutes=5)
    seats = Seat.objects.filter(panel_id=panel, state="accepted", expert__kind="technical")
    for seat in seats.select_related("expert").order_by("number")[:3]:
        record(world, kind="cooperation", person=seat.expert.name, other_unit=UNIT)
    run_clock(world.stage.later(minutes=1))
    assert Panel.objects.get(pk=panel).state == "reviewing"
    assert Seat.objects.filter(panel_id=panel, state="withdrawn").count() == 3
    assert len(r.invited(panel)) == 3
    r.accepted(world, panel)
    r.sign_all(world, panel, lambda seat, item: 70)
    r.tick(world)
    for asked in Review.objects.filter(state="questioned").select_related("seat__expert"):
        acts.do(world.stage, "review", asked.pk, "confirm", r.key_of(world, asked.seat),
                reason="已复核，维持原评分。")  # fmt: skip
    world.stage.until(Panel.objects.get(pk=panel).due_at)
    r.tick(world)
    assert Panel.objects.get(pk=panel).state in ("meeting", "closed")  # as the spread now is
    assert Defence.objects.filter(panel_id=panel).count() == 1
