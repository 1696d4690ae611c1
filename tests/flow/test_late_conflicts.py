"""A conflict that comes to light after the sheets were added up: flagged, shown with its effect,
decided by the head of the office; after the decision a finding on record."""

from __future__ import annotations

from decimal import Decimal

import pytest

from jiebang.delivery import actions as delivery
from jiebang.delivery.queries.ranking import places
from jiebang.demo import acts
from jiebang.engine.decision import Denied
from jiebang.platform.agenda import run_clock
from jiebang.platform.audit import log, rows
from jiebang.platform.lifecycle import Machine
from jiebang.platform.notices.models import Notice
from jiebang.programme import queries as programme
from jiebang.registry.models import ExpertWork, RelationFact
from jiebang.review import queries
from jiebang.review.models import Beside, Conflict, Panel, ScoreResult, Seat
from tests import delivering
from tests import reviewing as r
from tests.conflicting import UNIT, comes_to_light, finished, items, record
from tests.refusals import codes

GROUNDS = "合作发生在评审之前，评审表不能计入。"


@pytest.fixture
def closed(world) -> tuple[str, Seat]:
    return finished(world)


def ranking(panel: str) -> list[tuple[str, int | None, Decimal, int]]:
    found = ScoreResult.objects.filter(panel_id=panel).order_by("place")
    return list(found.values_list("item__code", "place", "final", "sheets"))


def sound() -> bool:
    changed = [list(rows.changed(m.model, m.lifecycle.name, m.parts))
               for m in Machine.registry.values()]  # fmt: skip
    return list(log.broken()) == [] and not any(changed)


def test_the_sheets_are_flagged_and_the_result_without_them_stands_beside_it(world, closed):
    panel, insider = closed
    mine, other = items(panel)
    before = ranking(panel)
    (c,) = comes_to_light(world, insider)
    assert (c.rule, c.item, c.state) == ("cooperation", mine, "late")
    told = Notice.objects.filter(event="conflict.find_after").values_list("user_id", flat=True)
    people = world.stage.people
    assert set(told) == {people[k] for k in ("officer", "supervisor", "head")}
    (seen,) = queries.late(panel, world.stage.actor("officer"))
    assert (seen.numbers, seen.state, seen.left, seen.need, seen.may_read) == (
        (insider.number,), "late", 6, 5, False)  # fmt: skip
    assert [code for code, _total in seen.sheets] == ["A-01", "A-02"]
    assert [(i, p) for i, p, _f, _s in before] == [(mine, 1), (other, 2)]
    assert [(x["item"], x["place"]) for x in seen.before] == [(mine, 1), (other, 2)]
    assert [(x["item"], x["place"]) for x in seen.after] == [(other, 1), (mine, 2)]
    assert ranking(panel) == before  # nothing changes by itself
    nobody = ("team", "company", "drawer", "pool", r.key_of(world, insider))
    assert [queries.late(panel, world.stage.actor(k)) for k in nobody] == [()] * len(nobody)


def test_the_head_sets_the_sheets_aside_and_the_result_is_what_was_shown(world, closed):
    panel, insider = closed
    (c,) = comes_to_light(world, insider)
    (seen,) = queries.late(panel, world.stage.actor("head"))
    for key in ("officer", "supervisor", "leader", "secretary", "drawer"):
        with pytest.raises(Denied) as excinfo:
            acts.do(world.stage, "conflict", c.pk, "set_aside", key, reason=GROUNDS)
        assert codes(excinfo) == ["wrong_role"]
    acts.do(world.stage, "conflict", c.pk, "set_aside", "head", reason=GROUNDS)
    c.refresh_from_db()
    assert (c.state, c.signers) == ("aside", [world.stage.people["head"]])
    found = ranking(panel)
    assert [(i, p, str(f)) for i, p, f, _s in found] == [
        (x["item"], x["place"], x["final"]) for x in seen.after]  # fmt: skip
    assert {sheets for *_x, sheets in found} == {6}
    mine, other = items(panel)
    challenge = Panel.objects.get(pk=panel).subject_id
    assert [(x.code, x.place) for x in places(challenge)] == [(other, 1), (mine, 2)]
    assert {x.state for x in insider.reviews.all()} == {"lapsed"}
    (after,) = queries.late(panel, world.stage.actor("leader"))
    assert (after.before, after.after, after.reason) == (seen.before, seen.after, GROUNDS)
    r.tick(world)  # what stands beside it and the experts' records are made anew
    assert Beside.objects.filter(panel_id=panel).count() == 1
    assert ExpertWork.objects.filter(panel_id=panel).count() == 7
    assert sound()
    assert conflicts_left(world, insider) == 1  # looked at again, nothing new is found


def conflicts_left(world, seat: Seat) -> int:
    record(world, kind="cooperation", person="无关人", other_unit="无关单位")
    run_clock(world.stage.later(minutes=1))
    return Conflict.objects.filter(panel=seat.panel).count()


def test_the_head_keeps_the_sheets_and_the_reason_stays_with_the_result(world, closed):
    panel, insider = closed
    before = ranking(panel)
    (c,) = comes_to_light(world, insider)
    with pytest.raises(Denied) as excinfo:
        acts.do(world.stage, "conflict", c.pk, "review_again", "head", reason=GROUNDS)
    assert codes(excinfo) == ["enough_are_left"]
    acts.do(
        world.stage,
        "conflict",
        c.pk,
        "keep_sheets",
        "head",
        reason="合作与本榜单无关，评分不离群。",
    )
    (seen,) = queries.late(panel, world.stage.actor("leader"))
    assert (seen.state, seen.by, seen.reason) == (
        "kept", "head某", "合作与本榜单无关，评分不离群。")  # fmt: skip
    assert ranking(panel) == before
    assert sound()


def proposed(world, panel: str):
    """The first of the ranking is proposed as the winner."""
    challenge = Panel.objects.get(pk=panel).subject_id
    bid = next(x.bid for x in places(challenge) if x.place == 1)
    return delivery.award.create(
        "propose", actor=world.stage.actor("officer"), now=world.stage.later(hours=1),
        challenge=challenge, bid=bid, public_money="100", reason=delivering.REASON,
    )  # fmt: skip


def test_nobody_wins_before_it_is_decided_whose_sheets_count(world, closed):
    panel, insider = closed
    award = proposed(world, panel)
    (c,) = comes_to_light(world, insider)
    with pytest.raises(Denied) as excinfo:
        delivering.do(world, "award", award.pk, "approve", "leader", **delivering.MEETING)
    assert codes(excinfo) == ["late_conflicts_open"]
    acts.do(world.stage, "conflict", c.pk, "keep_sheets", "head", reason=GROUNDS)
    delivering.do(world, "award", award.pk, "approve", "leader", **delivering.MEETING)


def test_after_the_decision_a_finding_is_on_record_and_changes_nothing(world, closed):
    panel, insider = closed
    award = proposed(world, panel)
    delivering.do(world, "award", award.pk, "approve", "leader", **delivering.MEETING)
    before = ranking(panel)
    (c,) = comes_to_light(world, insider)
    assert c.state == "barred"
    for step in ("keep_sheets", "set_aside", "review_again"):
        with pytest.raises(Denied):
            acts.do(world.stage, "conflict", c.pk, step, "head", reason=GROUNDS)
    told = Notice.objects.filter(event="conflict.find_decided").values_list("user_id", flat=True)
    people = world.stage.people
    assert set(told) == {people[k] for k in ("officer", "supervisor", "head", "leader")}
    challenge = Panel.objects.get(pk=panel).subject_id
    for key in ("leader", "supervisor"):
        (seen,) = queries.late_on(challenge, world.stage.actor(key))
        assert (seen.state, seen.decided, seen.after[0]["item"]) == (
            "barred",
            True,
            items(panel)[1],
        )
    assert ranking(panel) == before


def test_where_too_few_would_be_left_the_panel_works_again_with_a_reserve(world, closed):
    panel, insider = closed
    seats = Seat.objects.filter(panel_id=panel, state="accepted").exclude(pk=insider.pk)
    seats = seats.select_related("expert", "panel").order_by("number")
    found = [comes_to_light(world, s)[0] for s in seats[:2]]
    for c in found:
        acts.do(world.stage, "conflict", c.pk, "set_aside", "head", reason=GROUNDS)
    assert {sheets for *_x, sheets in ranking(panel)} == {5}
    (c,) = comes_to_light(world, insider)
    with pytest.raises(Denied) as excinfo:
        acts.do(world.stage, "conflict", c.pk, "set_aside", "head", reason=GROUNDS)
    assert codes(excinfo) == ["too_few_left"]
    acts.do(world.stage, "conflict", c.pk, "review_again", "head", reason=GROUNDS)
    p = Panel.objects.get(pk=panel)
    assert (p.state, ranking(panel), places(p.subject_id)) == ("reviewing", [], [])
    assert p.due_at > world.stage.at
    assert len(r.invited(panel)) == 3  # in the published order, as many as the panel had
    assert sound()
    r.accepted(world, panel)
    mine, other = items(panel)
    r.sign_all(world, panel, lambda number, item: 65 if item == mine else 80)
    for _ in range(3):
        r.tick(world)
    assert Panel.objects.get(pk=panel).state == "closed"
    assert [(code, place, sheets) for code, place, _f, sheets in ranking(panel)] == [
        (other, 1, 7), (mine, 2, 7)]  # fmt: skip
    assert [(x.code, x.place) for x in places(p.subject_id)] == [(other, 1), (mine, 2)]
    assert ExpertWork.objects.filter(panel_id=panel, sheets=2).count() == 10
    assert sound()
    assert [x.state for x in queries.late(panel, world.stage.actor("head"))] == ["aside"] * 3


def test_a_fact_that_is_taken_back_lifts_what_waits_and_not_what_was_set_aside(world, closed):
    panel, insider = closed
    said = record(world, kind="cooperation", person=insider.expert.name, other_unit=UNIT)
    run_clock(world.stage.later(minutes=1))
    (c,) = Conflict.objects.filter(panel_id=panel)
    acts.do(world.stage, "relation_fact", said.pk, "withdraw", "supervisor", reason="出处有误,撤回")
    run_clock(world.stage.later(minutes=1))
    c.refresh_from_db()
    assert c.state == "gone"
    (again,) = (x for x in comes_to_light(world, insider, source="另一处公示") if x.state == "late")
    acts.do(world.stage, "conflict", again.pk, "set_aside", "head", reason=GROUNDS)
    other = RelationFact.objects.get(state="recorded")
    acts.do(
        world.stage, "relation_fact", other.pk, "withdraw", "supervisor", reason="出处有误,撤回"
    )
    run_clock(world.stage.later(minutes=1))
    again.refresh_from_db()
    assert again.state == "aside"


PUBLISHER = "历下示例装备有限公司"


def works_with(world, seat: Seat) -> Conflict:
    record(world, kind="cooperation", person=seat.expert.name, other_unit=PUBLISHER)
    run_clock(world.stage.later(minutes=1))
    return Conflict.objects.get(panel=seat.panel, expert=seat.expert)


def first_seat(panel: str) -> Seat:
    rows = Seat.objects.filter(panel_id=panel, state="accepted", expert__kind="technical")
    return rows.select_related("expert", "panel").order_by("number").first()


def test_a_screening_is_computed_anew_until_a_demand_is_selected(world):
    r.pool(world)
    pk, panel = r.in_screening(world)
    r.drawn(world, panel)
    r.accepted(world, panel)
    insider = first_seat(panel)
    r.sign_all(world, panel, lambda number, item: 90 if number == insider.number else 70 + number)
    for _ in range(3):
        r.tick(world)
    before = r.screened(panel)
    c = works_with(world, insider)
    acts.do(world.stage, "conflict", c.pk, "set_aside", "head", reason=GROUNDS)
    found = programme.demand(pk, world.stage.actor("officer"))
    assert (found.state, found.screening_score) == ("screened", str(r.screened(panel)))
    assert r.screened(panel) < before
    acts.do(world.stage, "demand", pk, "select", "head", kind="company_demand",
            field="high_end_equipment", public_money="100",
            reason="围绕产业急需,指标明确可测。")  # fmt: skip
    assert works_with(world, first_seat(panel)).state == "barred"  # a demand has been selected
    assert sound()


def test_an_acceptance_is_reviewed_again_with_a_reserve_until_it_is_judged(world):
    contract = delivering.ended(world)
    made = delivering.requested(world, contract, "16", "0.3")
    acceptance = delivering.judged(world, made)
    panel = str(r.panel_of(str(acceptance.pk)).pk)
    c = works_with(world, first_seat(panel))
    acts.do(world.stage, "conflict", c.pk, "review_again", "head", reason=GROUNDS)
    acceptance.refresh_from_db()
    assert (acceptance.panel_closed_at, acceptance.panel_result) == (None, {})
    r.accepted(world, panel)
    r.sign_all(world, panel, lambda seat, item: 80)
    for _ in range(3):
        r.tick(world)
    acceptance.refresh_from_db()
    found = ScoreResult.objects.get(panel_id=panel)
    assert (acceptance.panel_result["final"], found.sheets) == (str(found.final), 5)
    assert sound()
