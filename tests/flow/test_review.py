"""From the start of a review to a ranking, on a real database."""

from __future__ import annotations

import subprocess
import sys
import threading
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connections

from jiebang.demo import acts
from jiebang.engine import draw
from jiebang.engine.decision import Denied
from jiebang.platform.agenda import run_clock, waiting
from jiebang.platform.audit import log, rows
from jiebang.platform.lifecycle import Machine
from jiebang.programme import queries as programme
from jiebang.review import actions, queries
from jiebang.review.models import DrawRound, Panel, Review, ScoreResult, Seat
from jiebang.web import wording
from tests import factories
from tests import reviewing as r
from tests.refusals import codes


@pytest.fixture
def panel(world):
    """A panel convened for a challenge with two bids, and a pool."""
    r.pool(world)
    challenge = r.in_review(world)
    return str(r.panel_of(challenge).pk)


def test_a_challenge_is_ranked_by_a_drawn_panel_and_the_record_holds(world, panel):
    r.drawn(world, panel)
    assert Seat.objects.filter(panel_id=panel, state="invited").count() == 7
    r.accepted(world, panel)
    assert Review.objects.filter(seat__panel_id=panel, state="open").count() == 14
    r.sign_all(world, panel, lambda seat, item: 80 if item == "A-01" else 70)
    r.tick(world)
    found = Panel.objects.get(pk=panel)
    assert found.state == "closed"
    challenge = programme.challenge(found.subject_id, world.stage.actor("officer"))
    assert challenge.state == "ranked"
    results = {s.item.code: s for s in ScoreResult.objects.select_related("item")}
    assert [results["A-01"].place, results["A-02"].place] == [1, 2]
    assert list(log.broken()) == []
    for machine in Machine.registry.values():
        assert list(rows.changed(machine.model, machine.lifecycle.name, machine.parts)) == []


def test_the_draw_replays_by_the_second_program_to_the_announced_commitment(world, panel, tmp_path):
    r.drawn(world, panel)
    made = DrawRound.objects.get(panel_id=panel)
    file = tmp_path / "draw.json"
    file.write_text(made.transcript, encoding="utf-8")
    command = [sys.executable, "tools/verify_draw.py", str(file), "--commit", made.commitment]
    assert subprocess.run(command, check=False, capture_output=True).returncode == 0
    other = [*command[:-1], "0" * 64]
    assert subprocess.run(other, check=False, capture_output=True).returncode == 1


def test_no_name_and_no_reason_enters_the_public_record(world, panel):
    r.drawn(world, panel)
    text = DrawRound.objects.get(panel_id=panel).transcript
    assert [s for s in ("专家", "示例单位", "own_city", "frozen") if s in text] == []


def test_a_decline_calls_the_next_in_the_published_order(world, panel):
    r.drawn(world, panel)
    made = draw.Transcript.from_json(DrawRound.objects.get(panel_id=panel).transcript)
    occupied, declined = list(made.panel), []
    for _ in range(3):
        leaving = r.invited(panel)[0]
        acts.do(world.stage, "seat", leaving.pk, "decline", r.key_of(world, leaving), ground="time")
        declined.append(leaving.pseudonym)
        occupied.remove(leaving.pseudonym)
        expected = draw.next_reserve(made, occupied=occupied, declined=declined)
        occupied.append(expected)
        assert {s.pseudonym for s in r.invited(panel)} == set(occupied)


def test_an_unanswered_invitation_expires_by_the_clock_and_the_next_is_called(world, panel):
    r.drawn(world, panel)
    first = {s.pseudonym for s in r.invited(panel)}
    run_clock(world.stage.later(hours=23, minutes=50))
    assert {s.pseudonym for s in r.invited(panel)} == first
    run_clock(world.stage.later(minutes=10))
    called = {s.pseudonym for s in r.invited(panel)}
    assert (len(called), called & first) == (7, set())
    assert Seat.objects.filter(panel_id=panel, state="expired").count() == 7


def test_a_late_answer_is_refused(world, panel):
    r.drawn(world, panel)
    seat = r.invited(panel)[0]
    world.stage.later(hours=24)
    with pytest.raises(Denied) as excinfo:
        acts.do(world.stage, "seat", seat.pk, "accept", r.key_of(world, seat), promise="yes")
    assert codes(excinfo) == ["invitation_expired"]


def test_nothing_is_shown_before_the_promise(world, panel):
    r.drawn(world, panel)
    seat = r.invited(panel)[0]
    with pytest.raises(Denied) as excinfo:
        acts.do(world.stage, "seat", seat.pk, "accept", r.key_of(world, seat), promise="no")
    assert codes(excinfo) == ["promise_not_made"]
    assert Review.objects.filter(seat=seat).count() == 0


def test_a_conflict_takes_the_item_away_and_calls_a_reserve_for_that_item_alone(world, panel):
    r.drawn(world, panel)
    r.accepted(world, panel)
    review = Review.objects.filter(seat__panel_id=panel, item__code="A-01").first()
    key = r.key_of(world, review.seat)
    acts.do(world.stage, "review", review.pk, "declare_conflict", key, relation="family")
    called = r.invited(panel)
    assert [s.items for s in called] == [["A-01"]]
    acts.do(world.stage, "seat", called[0].pk, "accept", r.key_of(world, called[0]), promise="yes")
    counts = {
        code: Review.objects.filter(seat__panel_id=panel, item__code=code, state="open").count()
        for code in ("A-01", "A-02")
    }
    assert counts == {"A-01": 7, "A-02": 7}
    assert queries.review(str(review.pk), world.stage.actor(key)) is None


def test_who_avoids_both_items_gives_up_the_seat_to_one_newcomer(world, panel):
    r.drawn(world, panel)
    r.accepted(world, panel)
    seat = Seat.objects.filter(panel_id=panel, state="accepted").first()
    for review in seat.reviews.order_by("item__code"):
        acts.do(world.stage, "review", review.pk, "declare_conflict", r.key_of(world, seat),
                relation="unit")  # fmt: skip
    assert [s.items for s in r.invited(panel)] == [["A-01", "A-02"]]


def test_an_expert_found_in_conflict_is_withdrawn_with_the_sheets(world, panel):
    r.drawn(world, panel)
    r.accepted(world, panel)
    seat = Seat.objects.filter(panel_id=panel, state="accepted").first()
    acts.do(world.stage, "seat", seat.pk, "withdraw", "supervisor", reason="经查与揭榜单位有合作")
    assert {x.state for x in seat.reviews.all()} == {"lapsed"}
    assert len(r.invited(panel)) == 1


UNIT = "江左示例大学"


@pytest.mark.parametrize(
    "tie",
    [
        {"unit_name": UNIT},
        {"unit_name": "江左师范学堂"},
        {"ties": [{"unit": UNIT, "tie": "part_time"}]},
        {"ties": [{"unit": "江左控股集团", "tie": "shares"}]},
        {"name": "闻人甲"},
    ],
    ids=["employer", "former name", "part-time", "declared relation", "team member"],
)
def test_nobody_tied_to_a_bidder_is_drawn(world, tie):
    r.pool(world)
    tied = r.expert(world, "tied", region_code="320100", **tie)
    changed = {"name": UNIT, "reason": "更名"}
    acts.do(world.stage, "organisation", world.team, "rename", "team",
            **{**changed, "name": "江左师范学堂"})  # fmt: skip
    acts.do(world.stage, "organisation", world.team, "rename", "team", **changed)
    acts.do(world.stage, "organisation", world.team, "update", "team",
            relations=[{"name": "江左控股集团", "relation": "parent"}])  # fmt: skip
    pk = str(r.panel_of(r.in_review(world)).pk)
    r.drawn(world, pk)
    made = DrawRound.objects.get(panel_id=pk)
    frozen = {c["expert"]: c["reasons"] for c in made.candidates}
    assert frozen[tied] != []
    assert Seat.objects.filter(expert_id=tied).count() == 0


def test_a_member_of_a_bidding_unit_is_not_drawn_under_any_unit_name(world):
    r.pool(world)
    acts.person(world.stage, "insider", "内部人")
    acts.join(world.stage, "insider", world.team, "team")
    tied = r.expert(world, "insider", region_code="320100", unit_name="另写的单位名称")
    pk = str(r.panel_of(r.in_review(world)).pk)
    r.prepared(world, pk)
    frozen = {c["expert"]: c["reasons"] for c in DrawRound.objects.get(panel_id=pk).candidates}
    assert frozen[tied] != []


def test_a_pool_too_small_is_said_before_anything_is_announced(world):
    r.pool(world, technical=4)
    pk = str(r.panel_of(r.in_review(world)).pk)
    with pytest.raises(Denied) as excinfo:
        r.prepared(world, pk)
    assert codes(excinfo) == ["panel_infeasible"]
    (reason,) = excinfo.value.decision.reasons
    said = wording.sentence(reason)
    assert "技术研发类专家 5 名，可抽取 4 名" in said or "Technology experts: 5 needed, 4" in said
    assert DrawRound.objects.count() == 0


def test_the_public_number_must_still_be_to_come(world, panel):
    with pytest.raises(Denied) as excinfo:
        acts.do(world.stage, "panel", panel, "prepare", "drawer", number_form="rank5",
                number_name=r.NUMBER, number_at=world.stage.at.isoformat())  # fmt: skip
    assert codes(excinfo) == ["number_time_not_ahead"]


def test_secrets_lie_sealed_until_opened(world, panel):
    r.announced(world, panel)
    shown = queries.public_draw(panel).rounds[0].secrets
    assert [(s.value, s.opened_at) for s in shown] == [("", None), ("", None)]
    r.numbered(world, panel)
    r.checked(world, panel)
    shown = {s.party: len(s.value) for s in queries.public_draw(panel).rounds[0].secrets}
    assert shown == {"drawer": 0, "supervisor": 64}
    with pytest.raises(Denied) as excinfo:
        acts.do(world.stage, "panel", panel, "draw", "drawer")
    assert codes(excinfo) == ["reveal_missing"]


def test_a_void_round_stays_on_record_and_the_next_starts_afresh(world, panel):
    r.announced(world, panel)
    acts.do(world.stage, "panel", panel, "void_round", "supervisor", reason="公开数录入有误")
    r.drawn(world, panel)
    rounds = [(d.number, d.void_reason, bool(d.transcript))
              for d in DrawRound.objects.filter(panel_id=panel).order_by("number")]  # fmt: skip
    assert rounds == [(1, "公开数录入有误", False), (2, "", True)]


def test_a_draw_made_void_releases_everybody_and_can_be_repeated(world, panel):
    r.drawn(world, panel)
    r.accepted(world, panel)
    acts.do(world.stage, "panel", panel, "redraw", "supervisor", reason="回避信息核查后重抽")
    assert set(Seat.objects.values_list("state", flat=True)) == {"withdrawn"}
    assert set(Review.objects.values_list("state", flat=True)) == {"lapsed"}
    r.drawn(world, panel)
    r.accepted(world, panel)
    r.sign_all(world, panel, lambda seat, item: 80)
    r.tick(world)
    assert Panel.objects.get(pk=panel).state == "closed"


def test_the_ranking_equals_hand_arithmetic(world, panel):
    r.drawn(world, panel)
    r.accepted(world, panel)
    percent = {n: 62 + 2 * n for n in range(1, 8)}  # 64 66 68 70 72 74 76
    r.sign_all(world, panel, lambda seat, item: percent[seat] if item == "A-01" else 90)
    totals = {
        x.seat.number: x.total
        for x in Review.objects.filter(seat__panel_id=panel, item__code="A-01")
    }
    r.tick(world)
    kept = sorted(totals.values())[1:-1]
    by_hand = (sum(kept) / 5).quantize(Decimal("0.01"))
    found = ScoreResult.objects.get(item__code="A-01")
    said = found.publisher_score
    assert found.panel_score == by_hand
    assert found.final == (by_hand * 80 / 100 + said * 20 / 100).quantize(Decimal("0.01"))
    assert found.steps[-1]["formula"] == f"{by_hand} × 80 ÷ 100 + {said} × 20 ÷ 100 = {found.final}"


def test_who_scores_far_from_the_others_is_asked_once_and_may_stand_by_it(world, panel):
    r.drawn(world, panel)
    r.accepted(world, panel)
    r.sign_all(world, panel, lambda seat, item: 62 if (seat, item) == (3, "A-01") else 90)
    r.tick(world)
    asked = Review.objects.get(state="questioned")
    assert (asked.seat.number, asked.item.code) == (3, "A-01")
    assert Panel.objects.get(pk=panel).state == "reviewing"
    acts.do(world.stage, "review", asked.pk, "confirm", r.key_of(world, asked.seat),
            reason="关键指标依据不足,维持评分。")  # fmt: skip
    r.tick(world)
    found = Panel.objects.get(pk=panel)
    result = ScoreResult.objects.get(item__code="A-01")
    assert (found.state, result.outliers, result.sheets) == ("closed", ["03"], 7)


def test_silence_past_the_due_time_counts_as_signed_and_waits_for_nobody(world, panel):
    r.drawn(world, panel)
    r.accepted(world, panel)
    r.sign_all(world, panel, lambda seat, item: 62 if (seat, item) == (3, "A-01") else 90)
    r.tick(world)
    asked = Review.objects.get(state="questioned")
    expert = world.stage.actor(r.key_of(world, asked.seat))
    steps = [w.steps for w in waiting(expert, world.stage.at)[0] if w.life == "review"]
    assert steps == [("confirm",)]
    world.stage.until(Panel.objects.get(pk=panel).due_at)
    r.tick(world)
    assert Panel.objects.get(pk=panel).state == "closed"
    assert ScoreResult.objects.get(item__code="A-01").sheets == 7
    assert [w for w in waiting(expert, world.stage.at)[0] if w.life == "review"] == []


def test_past_the_due_time_enough_signed_sheets_are_enough(world, panel):
    r.drawn(world, panel)
    r.accepted(world, panel)
    rows = Review.objects.filter(seat__panel_id=panel, seat__number__lte=5)
    r.sign_all(world, panel, lambda seat, item: 80, rows)
    run_clock(world.stage.at)
    assert Panel.objects.get(pk=panel).spread_checked is False
    world.stage.until(Panel.objects.get(pk=panel).due_at)
    r.tick(world)
    assert Panel.objects.get(pk=panel).state == "closed"
    states = Review.objects.filter(seat__panel_id=panel, seat__number__gt=5)
    assert set(states.values_list("state", flat=True)) == {"lapsed"}


def test_too_few_signed_sheets_keep_a_review_open_until_it_is_extended(world, panel):
    r.drawn(world, panel)
    r.accepted(world, panel)
    rows = Review.objects.filter(seat__panel_id=panel, seat__number__lte=4)
    r.sign_all(world, panel, lambda seat, item: 80, rows)
    world.stage.until(Panel.objects.get(pk=panel).due_at)
    r.tick(world)
    found = Panel.objects.get(pk=panel)
    assert found.state == "reviewing"
    due_at = found.due_at + timedelta(days=3)
    acts.do(world.stage, "panel", panel, "extend", "officer", due_at=due_at.isoformat(),
            reason="两名专家尚未完成")  # fmt: skip
    r.accepted(world, panel)
    r.sign_all(world, panel, lambda seat, item: 80)
    r.tick(world)
    assert Panel.objects.get(pk=panel).state == "closed"


def test_accepted_demands_are_screened_by_a_panel(world):
    r.pool(world)
    pk, panel = r.in_screening(world)
    with pytest.raises(Denied) as excinfo:
        actions.panel.create("convene", actor=world.stage.actor("officer"), now=world.stage.at,
                             batch=world.batch, field="")  # fmt: skip
    assert codes(excinfo) == ["panel_without_items"]
    r.drawn(world, panel)
    r.accepted(world, panel)
    r.sign_all(world, panel, lambda seat, item: 80)
    r.tick(world)
    found = programme.demand(pk, world.stage.actor("officer"))
    assert (found.state, found.screening_score) == ("screened", str(r.screened(panel)))


def test_two_presses_at_once_give_one_seal(committed):
    world = factories.world()
    r.pool(world)
    panel = str(r.panel_of(r.in_review(world)).pk)
    r.prepared(world, panel)
    outcomes: list[str] = []

    def press() -> None:
        try:
            acts.do(world.stage, "panel", panel, "seal_as_drawer", "drawer")
            outcomes.append("done")
        except Denied as denied:
            outcomes.append(denied.decision.reasons[0].code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press) for _ in range(6)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert sorted(outcomes) == ["already_sealed"] * 5 + ["done"]


def test_two_experts_declining_at_once_call_two_different_reserves(committed):
    world = factories.world()
    r.pool(world)
    panel = str(r.panel_of(r.in_review(world)).pk)
    r.drawn(world, panel)
    leaving = [(s.pk, r.key_of(world, s)) for s in r.invited(panel)[:2]]

    def decline(pk, key) -> None:
        acts.do(world.stage, "seat", pk, "decline", key, ground="time")
        connections.close_all()

    threads = [threading.Thread(target=decline, args=pair) for pair in leaving]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert len({s.pseudonym for s in r.invited(panel)}) == 7
