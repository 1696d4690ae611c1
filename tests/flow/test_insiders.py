"""What people inside try: to know what is not theirs to know, to decide about themselves, to see a
draw before it is drawn, to be counted where they had to leave."""

from __future__ import annotations

import hashlib
import json

import pytest

from jiebang.demo import acts
from jiebang.engine.decision import Denied
from jiebang.engine.transparency import digest
from jiebang.platform.agenda import run_clock
from jiebang.review import queries
from jiebang.review.models import (
    Conflict,
    Consensus,
    DrawRound,
    Panel,
    PanelItem,
    ScoreResult,
    Seat,
    Voice,
)
from jiebang.review.queries import drawn as reading
from jiebang.review.queries.invariants import draw_unsound
from tests import drawing as d
from tests import meetings as m
from tests import reviewing as r
from tests.conflicting import UNIT, comes_to_light, finished, reasons, record
from tests.refusals import codes


@pytest.fixture
def panel(world):
    r.pool(world)
    return str(r.panel_of(r.in_review(world)).pk)


# -- what is published of a pool --------------------------------------------------------------


def test_of_a_candidate_nothing_is_published_that_the_terms_do_not_ask_for(world):
    """Who is the only one of a field, or of a kind, would be known by it while the panel works."""
    r.pool(world)
    r.expert(
        world, "rare", region_code="320100", fields=["high_end_equipment", "advanced_materials"]
    )
    panel = str(r.panel_of(r.in_review(world)).pk)
    r.announced(world, panel)
    told = json.loads(queries.announcement(panel, 1))
    asked = {(quota, value) for quota, value, _least in told["rules"]["quotas"]}
    assert asked == {("kind", k) for k in ("finance", "industry", "technical")} | {
        ("official", "no")
    }
    shown = {tuple(s) for c in told["candidates"] for s in c["strata"]}
    assert shown <= asked
    assert len({json.dumps(c["strata"]) for c in told["candidates"]}) == 3


def test_nobody_tries_out_what_a_digest_for_supervision_is_the_digest_of(world):
    """Reasons and paths are few enough to be guessed; without the round's key no guess is known to
    be right. How many there are is for supervision too (R068)."""
    r.pool(world)
    tied = r.expert(world, "tied", region_code="320100")
    record(world, kind="cooperation", person="专家tied", other_unit=UNIT)
    panel = str(r.panel_of(r.in_review(world)).pk)
    r.drawn(world, panel)
    made = DrawRound.objects.get(panel_id=panel)
    assert reasons(panel)[tied]
    assert made.conflicts
    announced = queries.announcement(panel, 1)
    beside = dict(json.loads(announced)["beside"])
    assert sorted(beside) == [f"panel:{panel} paths", f"panel:{panel} pool", "program"]
    for rows, name in ((made.candidates, "pool"), (made.conflicts, "paths")):
        told = beside[f"panel:{panel} {name}"]
        assert digest(rows) != told
        assert digest({"key": made.salt, "rows": rows}) == told
    for text in (announced, queries.transcript(panel, 1)):
        assert made.salt not in text
    assert list(draw_unsound()) == []
    made.candidates[0]["reasons"] = ["resting"]
    made.save()
    assert len(list(draw_unsound())) == 1


def test_a_key_shared_with_a_panel_whose_experts_stay_unnamed_is_not_opened(world, monkeypatch):
    """The same person has the same pseudonym on both."""
    r.pool(world, technical=24)
    unit = world.unit("asking", "济南示例需求企业九", region="历下区", region_code="370102")
    _demand, along = r.in_screening(world, key="asking", company=unit)
    lead = str(r.panel_of(r.in_review(world)).pk)
    r.drawn(world, lead, together=[along])
    for pk in (lead, along):
        r.accepted(world, pk)
        r.sign_all(world, pk, lambda seat, item: 80 if item == "A-01" else 70)
        r.tick(world)
    assert set(Panel.objects.values_list("state", flat=True)) == {"closed"}
    m.amended(monkeypatch, lead, publicity={"bid_experts": True, "screening_experts": False})
    assert (queries.opened(lead), queries.opened(along)) == (None, None)
    m.amended(monkeypatch, lead, publicity={"bid_experts": True, "screening_experts": True})
    assert len(queries.opened(lead).names) == 7


# -- deciding about oneself -------------------------------------------------------------------


def test_supervision_answers_no_question_about_itself(world):
    r.pool(world)
    own = r.expert(world, "supervisor", region_code="320100", name="闻人甲")
    panel = str(r.panel_of(r.in_review(world)).pk)
    run_clock(world.stage.at)
    c = Conflict.objects.filter(panel_id=panel, expert_id=own, state="asked").first()
    for step in ("clear", "confirm"):
        with pytest.raises(Denied) as excinfo:
            acts.do(world.stage, "conflict", c.pk, step, "supervisor", reason="出生年月不同")
        assert codes(excinfo) == ["conflict_own"]


def test_a_publisher_does_not_change_its_word_once_the_result_is_known(world):
    """Else it would count when sheets are set aside and the result is computed anew."""
    panel, insider = finished(world)
    before = dict(ScoreResult.objects.values_list("item__code", "publisher_score"))

    def tries() -> None:
        for bid in PanelItem.objects.filter(panel_id=panel).values_list("subject_id", flat=True):
            with pytest.raises(Denied) as excinfo:
                acts.do(world.stage, "bid", bid, "opine", "company", will="cooperate",
                        score="100", reason="重新考虑后给予高分。")  # fmt: skip
            assert codes(excinfo) == ["opinion_counted_already"]

    tries()
    found = comes_to_light(world, insider)
    acts.do(world.stage, "conflict", found[0].pk, "set_aside", "head",
            reason="合作关系属实，其评分不应计入结果。")  # fmt: skip
    tries()
    assert dict(ScoreResult.objects.values_list("item__code", "publisher_score")) == before


# -- between the announcement and the draw ----------------------------------------------------


def ready(world, panel: str) -> None:
    r.announced(world, panel)
    r.numbered(world, panel)
    r.opened(world, panel)


def test_a_newer_program_draws_what_an_older_one_has_announced(world, panel, monkeypatch, tmp_path):
    ready(world, panel)
    promised = DrawRound.objects.get(panel_id=panel).commitment
    monkeypatch.setattr(reading, "__version__", "99.0")
    acts.do(world.stage, "panel", panel, "draw", "drawer")
    text = queries.transcript(panel, 1)
    assert d.replayed(tmp_path, text, "--commit", promised) == 0
    assert list(draw_unsound()) == []


@pytest.mark.parametrize("altered", ["candidates", "announcement"])
def test_a_pool_altered_after_the_announcement_is_not_drawn_and_can_be_made_void(
    world, panel, altered
):
    ready(world, panel)
    made = DrawRound.objects.get(panel_id=panel)
    if altered == "candidates":
        made.candidates[0]["expert"] = made.candidates[1]["expert"]
    else:
        made.announcement = made.announcement.replace('"per_unit":1', '"per_unit":2')
    made.save()
    with pytest.raises(Denied) as excinfo:
        acts.do(world.stage, "panel", panel, "draw", "drawer")
    assert codes(excinfo) == ["draw_input_changed"]
    acts.do(world.stage, "panel", panel, "void_round", "supervisor", reason="封存名单已被改动")
    left = queries.void_record(panel, 1)
    assert json.loads(left)["format"] == "stopped-draw/1"
    assert json.loads(left)["commit"] == made.commitment
    made.refresh_from_db()
    r.drawn(world, panel)
    assert hashlib.sha256(left.encode()).hexdigest() in queries.transcript(panel, 2)


# -- who had to leave while the panel agrees --------------------------------------------------

TEXT = "专家组认为，该方案指标响应完整，技术路线可行；主要问题是中试环节论证不足。" * 3


def circulated(world) -> None:
    for one in Consensus.objects.filter(state="drafting").select_related("chair__expert"):
        acts.do(world.stage, "consensus", one.pk, "circulate", r.key_of(world, one.chair),
                text=TEXT)  # fmt: skip


def agree(world, rows) -> None:
    for v in rows.filter(state="asked").select_related("seat__expert"):
        acts.do(world.stage, "voice", v.pk, "agree", r.key_of(world, v.seat))


@pytest.mark.parametrize("leaves", ["member", "chair"])
def test_whoever_has_to_stand_back_while_a_panel_agrees_has_no_voice(
    world, panel, monkeypatch, leaves
):
    m.amended(monkeypatch, panel, panels={"bid": {"meets": True}})
    r.drawn(world, panel)
    r.accepted(world, panel)
    r.sign_all(world, panel, lambda seat, item: 80 if item == "A-01" else 70)
    r.tick(world)
    circulated(world)
    chair = Consensus.objects.select_related("chair__expert").first().chair
    others = Seat.objects.filter(panel_id=panel, state="accepted").exclude(pk=chair.pk)
    gone = chair if leaves == "chair" else others.select_related("expert").order_by("number")[0]
    agree(world, Voice.objects.filter(seat=gone))
    world.stage.later(minutes=5)
    record(world, kind="cooperation", person=gone.expert.name, other_unit=UNIT)
    run_clock(world.stage.later(minutes=1))
    gone.refresh_from_db()
    assert (gone.state, Panel.objects.get(pk=panel).state) == ("withdrawn", "meeting")
    assert set(Voice.objects.filter(seat=gone).values_list("state", flat=True)) == {"void"}
    again = "drafting" if leaves == "chair" else "circulated"
    for one in Consensus.objects.select_related("chair"):
        assert (one.state, one.chair.state) == (again, "accepted")
    circulated(world)
    agree(world, Voice.objects.all())
    run_clock(world.stage.later(minutes=1))
    run_clock(world.stage.later(minutes=1))
    assert Panel.objects.get(pk=panel).state == "closed"
    assert Voice.objects.filter(state="agreed").count() == 12
