"""Items in dispute are heard in an order nobody chose and scored under seal; a panel that meets
agrees on what it says."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import timedelta
from decimal import Decimal

import pytest

from jiebang.demo import acts
from jiebang.engine.decision import Denied
from jiebang.insight.invariants import findings
from jiebang.platform.agenda import run_clock
from jiebang.platform.audit import log, rows
from jiebang.platform.lifecycle import Machine
from jiebang.review.models import (
    Ballot,
    Consensus,
    Defence,
    DrawRound,
    Hearing,
    Panel,
    Review,
    ScoreResult,
    Voice,
)
from tests import conflicting
from tests import meetings as m
from tests import reviewing as r
from tests.refusals import codes


@pytest.fixture
def panel(world):
    r.pool(world)
    pk = str(r.panel_of(r.in_review(world)).pk)
    r.drawn(world, pk)
    r.accepted(world, pk)
    return pk


def test_sheets_far_apart_put_the_item_on_the_list_and_nothing_is_added_up(world, panel):
    m.disputed(world, panel)
    listed = Hearing.objects.select_related("item").get()
    assert Panel.objects.get(pk=panel).state == "meeting"
    assert (listed.item.code, listed.state, listed.spread) == ("A-01", "listed", Decimal("19.79"))
    assert listed.lead_id is not None
    assert ScoreResult.objects.count() == 0


def test_where_the_edition_hears_nobody_a_dispute_is_only_added_up(world, panel, monkeypatch):
    m.amended(monkeypatch, panel, defence={"panels": []})
    m.disputed(world, panel)
    assert (Panel.objects.get(pk=panel).state, Defence.objects.count()) == ("closed", 0)


def test_the_order_follows_from_the_seed_of_the_draw_alone(world, panel):
    m.disputed(world, panel, "A-01", "A-02")
    m.convened(world, panel)
    seed = bytes.fromhex(json.loads(DrawRound.objects.get(panel_id=panel).transcript)["seed"])
    lots = {
        code: hmac.new(seed, f"defence\n{code}".encode(), hashlib.sha256).hexdigest()
        for code in ("A-01", "A-02")
    }
    turns = Hearing.objects.order_by("place").values_list("item__code", flat=True)
    assert list(turns) == sorted(lots, key=lots.get)


def test_a_session_is_called_in_time_or_not_at_all(world, panel):
    m.disputed(world, panel)
    with pytest.raises(Denied) as excinfo:
        m.convened(world, panel, hours=47)
    assert codes(excinfo) == ["defence_too_soon"]


def test_nobody_is_heard_out_of_turn_or_before_the_session(world, panel):
    m.disputed(world, panel, "A-01", "A-02")
    session = m.convened(world, panel)
    first, second = Hearing.objects.order_by("place")
    with pytest.raises(Denied) as early:
        acts.do(world.stage, "hearing", first.pk, "start_talk", "secretary")
    world.stage.until(session.starts_at)
    acts.do(world.stage, "defence", session.pk, "begin", "secretary")
    with pytest.raises(Denied) as late:
        acts.do(world.stage, "hearing", second.pk, "start_talk", "secretary")
    assert (codes(early), codes(late)) == (["defence_not_sitting"], ["hearings_before"])


def test_a_bidder_names_at_most_so_many_speakers_and_not_too_late(world, panel):
    m.disputed(world, panel)
    session = m.convened(world, panel)
    one = Hearing.objects.get()
    lead = m.lead_of(world, one)
    with pytest.raises(Exception, match="rows_too_many"):
        m.speakers(world, one, lead, 6)
    m.speakers(world, one, lead, 2)
    one.refresh_from_db()
    assert [s["part"] for s in one.speakers] == ["leader", "technical"]
    world.stage.until(session.starts_at - timedelta(hours=12))
    with pytest.raises(Denied) as excinfo:
        m.speakers(world, one, lead, 1)
    assert codes(excinfo) == ["speakers_closed"]


def test_second_sheets_are_sealed_until_all_are_in_and_count_by_the_editions_weight(world, panel):
    m.disputed(world, panel)
    m.heard(world, panel)
    ballots = list(Ballot.objects.order_by("seat__number"))
    assert len(ballots) == 7
    for b in ballots[:-1]:
        m.seal(world, b, 90)
    run_clock(world.stage.later(minutes=1))
    kept = list(Ballot.objects.values_list("state", "values", "total"))
    assert kept.count(("sealed", {}, None)) == 6
    assert Panel.objects.get(pk=panel).state == "meeting"
    m.seal(world, ballots[-1], 90)
    run_clock(world.stage.later(minutes=1))
    run_clock(world.stage.later(minutes=1))
    assert set(Ballot.objects.values_list("state", "total")) == {("opened", Decimal("90.00"))}
    result = ScoreResult.objects.get(item__code="A-01")
    assert result.sheets == 7
    first = next(s for s in result.steps if s["kind"] == "mean" and s["stage"] == "first")
    stages = [s for s in result.steps if s["kind"] == "stages"]
    assert [s["formula"] for s in stages] == [
        f"{first['result']} × 50 ÷ 100 + 90.00 × 50 ÷ 100 = {result.panel_score}"
    ]
    assert ScoreResult.objects.get(item__code="A-02").panel_score == Decimal("70.00")
    assert list(log.broken()) == []
    for machine in Machine.registry.values():
        assert list(rows.changed(machine.model, machine.lifecycle.name, machine.parts)) == []
    assert findings() == []
    Ballot.objects.filter(pk=ballots[0].pk).update(values={**Ballot.objects.first().values, "x": 1})
    assert {f.invariant.name for f in findings()} == {"seal_holds"}


def test_an_order_that_was_changed_afterwards_is_found(world, panel):
    m.disputed(world, panel, "A-01", "A-02")
    m.convened(world, panel)
    first, second = Hearing.objects.order_by("place")
    Hearing.objects.filter(pk=first.pk).update(place=9)
    Hearing.objects.filter(pk=second.pk).update(place=1)
    assert "turn_by_lot" in {f.invariant.name for f in findings()}


def test_a_sheet_cannot_be_sealed_before_the_item_was_heard(world, panel):
    m.disputed(world, panel)
    m.convened(world, panel)
    with pytest.raises(Denied) as excinfo:
        m.seal(world, Ballot.objects.first(), 90)
    assert codes(excinfo) == ["item_not_heard"]


def test_past_the_due_time_the_sealed_ones_are_opened_if_they_are_enough(world, panel):
    m.disputed(world, panel)
    m.heard(world, panel)
    for b in Ballot.objects.order_by("seat__number")[:5]:
        m.seal(world, b, 80)
    world.stage.later(hours=25)
    run_clock(world.stage.at)
    run_clock(world.stage.later(minutes=1))
    states = sorted(Ballot.objects.values_list("state", flat=True))
    assert states == ["lapsed"] * 2 + ["opened"] * 5
    assert Panel.objects.get(pk=panel).state == "closed"


def test_a_seal_that_does_not_hold_is_not_opened(world, panel):
    m.disputed(world, panel)
    m.heard(world, panel)
    for b in Ballot.objects.all():
        m.seal(world, b, 80)
    Ballot.objects.filter(pk=Ballot.objects.first().pk).update(commitment="0" * 64)
    run_clock(world.stage.later(minutes=1))
    assert set(Ballot.objects.values_list("state", flat=True)) == {"sealed"}


def test_who_finds_a_conflict_at_the_hearing_loses_the_first_sheet_too(world, panel):
    m.disputed(world, panel)
    m.convened(world, panel)
    b = Ballot.objects.select_related("seat__expert").first()
    acts.do(world.stage, "ballot", b.pk, "recuse", r.key_of(world, b.seat), relation="teaching")
    sheet = Review.objects.get(seat=b.seat, item__code="A-01")
    assert (Ballot.objects.get(pk=b.pk).state, sheet.state) == ("recused", "lapsed")


def test_whoever_stays_away_keeps_the_first_result(world, panel):
    m.disputed(world, panel)
    session = m.convened(world, panel)
    world.stage.until(session.starts_at)
    acts.do(world.stage, "defence", session.pk, "begin", "secretary")
    acts.do(world.stage, "hearing", Hearing.objects.get().pk, "mark_absent", "secretary",
            reason="答辩方未到场，经电话确认放弃答辩。")  # fmt: skip
    acts.do(world.stage, "defence", session.pk, "end", "secretary")
    run_clock(world.stage.later(minutes=1))
    run_clock(world.stage.later(minutes=1))
    result = ScoreResult.objects.get(item__code="A-01")
    assert [s["kind"] for s in result.steps if s["kind"] == "stages"] == []
    assert Panel.objects.get(pk=panel).state == "closed"


def test_the_head_may_waive_the_defence_with_a_reason(world, panel):
    m.disputed(world, panel)
    m.convened(world, panel)
    session = Defence.objects.get()
    acts.do(world.stage, "defence", session.pk, "waive", "head", reason="分歧已由书面材料澄清。")
    run_clock(world.stage.later(minutes=1))
    run_clock(world.stage.later(minutes=1))
    assert Hearing.objects.get().state == "dropped"
    assert set(Ballot.objects.values_list("state", flat=True)) == {"lapsed"}
    assert Panel.objects.get(pk=panel).state == "closed"


# -- the group opinion ------------------------------------------------------------------------


@pytest.fixture
def met(world, panel, monkeypatch):
    m.amended(monkeypatch, panel, panels={"bid": {"meets": True}})
    r.sign_all(world, panel, lambda seat, item: 80 if item == "A-01" else 70)
    r.tick(world)
    return panel


TEXT = "专家组认为，该方案指标响应完整，技术路线可行；主要问题是中试环节论证不足。" * 3


def circulated(world, one: Consensus) -> list[Voice]:
    acts.do(world.stage, "consensus", one.pk, "circulate", r.key_of(world, one.chair), text=TEXT)
    return list(Voice.objects.filter(opinion=one, state="asked").select_related("seat__expert"))


def test_the_chair_is_drawn_drafts_and_every_member_agrees_or_differs(world, met):
    assert Panel.objects.get(pk=met).state == "meeting"
    for one in Consensus.objects.select_related("chair__expert"):
        asked = circulated(world, one)
        assert len(asked) == 6
        acts.do(world.stage, "voice", asked[0].pk, "differ", r.key_of(world, asked[0].seat),
                statement="中试投入明显低估，不建议支持。")  # fmt: skip
        for v in asked[1:]:
            acts.do(world.stage, "voice", v.pk, "agree", r.key_of(world, v.seat))
    run_clock(world.stage.later(minutes=1))
    run_clock(world.stage.later(minutes=1))
    assert set(Consensus.objects.values_list("state", flat=True)) == {"concluded"}
    said = sorted(Voice.objects.values_list("state", flat=True))
    assert said == ["agreed"] * 12 + ["differed"] * 2
    assert findings() == []
    assert Panel.objects.get(pk=met).state == "closed"
    seed = bytes.fromhex(json.loads(DrawRound.objects.get(panel_id=met).transcript)["seed"])
    names = {v.seat.pseudonym for v in Voice.objects.select_related("seat")}
    lots = {n: hmac.new(seed, f"chair\n{n}".encode(), hashlib.sha256).hexdigest() for n in names}
    chairs = {c.chair.pseudonym for c in Consensus.objects.select_related("chair")}
    assert chairs == {min(lots, key=lots.get)}


def agreed(world) -> None:
    """Every opinion of a panel that meets is drafted, and everybody agrees."""
    for one in Consensus.objects.filter(state="drafting").select_related("chair__expert"):
        for v in circulated(world, one):
            acts.do(world.stage, "voice", v.pk, "agree", r.key_of(world, v.seat))
    run_clock(world.stage.later(minutes=1))
    run_clock(world.stage.later(minutes=1))


def test_what_a_panel_agreed_on_is_a_draft_again_when_others_sit_on_it(world, panel, monkeypatch):
    """The chair turns out to work with a bidder: the next by lot takes over, and all speak anew."""
    m.amended(monkeypatch, panel, panels={"bid": {"meets": True, "minimum_valid": 7}})
    r.sign_all(world, panel, lambda seat, item: 80 if item == "A-01" else 70)
    r.tick(world)
    agreed(world)
    assert Panel.objects.get(pk=panel).state == "closed"
    chair = Consensus.objects.select_related("chair__expert", "chair__panel").first().chair
    found = conflicting.comes_to_light(world, chair)
    acts.do(world.stage, "conflict", found[0].pk, "review_again", "head",
            reason="合作关系属实，其评分不应计入结果。")  # fmt: skip
    assert Panel.objects.get(pk=panel).state == "reviewing"
    for one in Consensus.objects.select_related("chair"):
        assert (one.state, one.concluded_at, one.digest, one.text) == ("drafting", None, "", TEXT)
        assert one.chair.state == "accepted"
        assert [was["seat"] for was in one.passed] == [str(chair.pk)]
    assert set(Voice.objects.values_list("state", flat=True)) == {"void"}
    r.accepted(world, panel)
    r.sign_all(world, panel, lambda seat, item: 75)
    r.tick(world)
    r.tick(world)
    assert Panel.objects.get(pk=panel).state == "meeting"
    agreed(world)
    assert Panel.objects.get(pk=panel).state == "closed"
    assert Voice.objects.filter(state="agreed").count() == 14
    assert not Voice.objects.filter(seat=chair).exclude(state="void").exists()
    assert findings() == []


def test_a_text_that_is_taken_back_has_nobodys_agreement_any_more(world, met):
    one = Consensus.objects.select_related("chair__expert").first()
    asked = circulated(world, one)
    acts.do(world.stage, "voice", asked[0].pk, "agree", r.key_of(world, asked[0].seat))
    key = r.key_of(world, one.chair)
    acts.do(world.stage, "consensus", one.pk, "take_back", key, reason="补充中试部分的意见。")
    assert set(one.voices.values_list("state", flat=True)) == {"void"}
    assert len(circulated(world, Consensus.objects.get(pk=one.pk))) == 6


def test_a_chair_who_does_not_write_is_followed_by_the_next_lot(world, met):
    one = Consensus.objects.select_related("chair").first()
    acts.do(world.stage, "consensus", one.pk, "pass_chair", "secretary",
            reason="组长因故不能继续。")  # fmt: skip
    after = Consensus.objects.get(pk=one.pk)
    assert after.chair_id != one.chair_id
    assert [was["seat"] for was in after.passed] == [str(one.chair_id)]


def test_silence_past_the_due_time_is_recorded_as_silence(world, met):
    for one in Consensus.objects.select_related("chair__expert"):
        circulated(world, one)
    world.stage.later(days=11)
    run_clock(world.stage.at)
    run_clock(world.stage.later(minutes=1))
    said = sorted(Voice.objects.values_list("state", flat=True))
    assert said == ["agreed"] * 2 + ["silent"] * 12
    assert Panel.objects.get(pk=met).state == "closed"
