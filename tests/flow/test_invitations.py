"""Invitations answered, forgotten, refused: the clock brings every round to its end."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from jiebang.demo import acts
from jiebang.platform.agenda import next_moment, run_clock
from jiebang.platform.notices.models import Notice
from jiebang.platform.notices.texting import Spool
from jiebang.review import actions
from jiebang.review.models import Panel, Review, Seat
from jiebang.rulebook.drawing import check_code
from jiebang.web import mailing
from jiebang.web.review.invitation import path_of
from tests import reviewing as r
from tests.keeping import kept


def a_demand(world, n: int) -> str:
    """A demand of a company of its own, accepted by the bureau."""
    key = f"company{n}"
    unit = world.unit(key, f"示例需求单位{n}", region="济南市历下区", region_code="370102")
    pk = world.demand(key=key, company=unit, title=f"高速送料装置第{n}号需求")
    acts.do(world.stage, "demand", pk, "submit", key)
    acts.recommend(world.stage, pk, "district", "情况属实,同意推荐。")
    acts.do(world.stage, "demand", pk, "accept", "officer")
    return pk


@kept
def screenings(world, count: int) -> list[str]:
    """So many screening panels, drawn on one day, each on one demand; returns their ids."""
    r.pool(world, technical=2 * count, industry=count, finance=count)
    made, stage = [], world.stage
    for n in range(count):
        a_demand(world, n)
        panel = actions.panel.create("convene", actor=stage.actor("officer"), now=stage.at,
                                     batch=world.batch, field="high_end_equipment")  # fmt: skip
        made.append(str(panel.pk))
    number_at = (stage.at + timedelta(hours=20)).isoformat()
    for pk in made:
        acts.do(stage, "panel", pk, "prepare", "drawer", number_form="rank5",
                number_name="排列5", number_at=number_at)  # fmt: skip
        for party in ("drawer", "supervisor"):
            acts.do(stage, "panel", pk, f"seal_as_{party}", party)
        acts.do(stage, "panel", pk, "announce", "drawer")
    stage.later(hours=21)
    for pk in made:
        acts.do(stage, "panel", pk, "enter_number", "drawer", value="3 2 2 3 0",
                check=check_code("3 2 2 3 0"))  # fmt: skip
        r.opened(world, pk)
        acts.do(stage, "panel", pk, "draw", "drawer")
    return made


def shows_up(seat: Seat) -> bool:
    """Seven in ten do, by their pseudonym: nobody chose who."""
    return int(seat.pseudonym, 16) % 10 < 7


def answer(world, seat: Seat) -> None:
    acts.do(world.stage, "seat", seat.pk, "accept", r.key_of(world, seat), promise="yes")


@pytest.mark.parametrize("panels", [6, pytest.param(40, marks=pytest.mark.slow)])
def test_a_round_with_no_shows_completes_without_a_hand(world, panels):
    """Nobody but the experts who show up does anything: the clock reminds, replaces, closes. Forty
    panels of five are a round of 200."""
    made = screenings(world, panels)
    assert Seat.objects.filter(state="invited").count() == 5 * panels
    tried: set[str] = set()
    for _ in range(200):
        new = Seat.objects.filter(state="invited").exclude(pk__in=tried).select_related("expert")
        for seat in new.order_by("panel__created_at", "number"):
            tried.add(str(seat.pk))
            if shows_up(seat):
                answer(world, seat)
                rows = Review.objects.filter(seat=seat)
                r.sign_all(world, str(seat.panel_id), lambda seat, item: 75, rows=rows)
        if not Panel.objects.exclude(state="closed").exists():
            break
        world.stage.at = next_moment(world.stage.at) or world.stage.at
        r.tick(world)
    assert Panel.objects.filter(pk__in=made, state="closed").count() == panels
    silent = Seat.objects.filter(state="expired")
    assert silent.count() == sum(not shows_up(s) for s in Seat.objects.exclude(state="reserve"))
    assert Review.objects.filter(state="signed").count() == 5 * panels


@pytest.fixture
def panel(world):
    r.pool(world)
    return str(r.panel_of(r.in_review(world)).pk)


def test_who_has_not_answered_is_reminded_once_and_then_replaced(world, panel):
    r.drawn(world, panel)
    first = r.invited(panel)[0]
    for seat in r.invited(panel)[1:]:
        acts.do(world.stage, "seat", seat.pk, "accept", r.key_of(world, seat), promise="yes")
    for _ in range(2):
        run_clock(first.remind_at)
    assert Notice.objects.filter(event="seat.remind").count() == 1
    world.stage.at = first.answer_by
    run_clock(world.stage.at)
    states = list(Seat.objects.filter(panel_id=panel).values_list("state", flat=True))
    assert (states.count("expired"), states.count("accepted"), states.count("invited")) == (1, 6, 1)


def test_who_has_open_sheets_is_reminded_before_they_are_due(world, panel):
    r.drawn(world, panel)
    r.accepted(world, panel)
    found = Panel.objects.get(pk=panel)
    mine = Review.objects.filter(seat__panel_id=panel, seat__number=1)
    r.sign_all(world, panel, lambda seat, item: 70, rows=mine)
    for _ in range(2):
        run_clock(found.nudge_at)
    assert Notice.objects.filter(event="seat.nudge").count() == 6


def test_experts_who_do_not_write_are_replaced_when_the_time_is_up(world, panel):
    r.drawn(world, panel)
    r.accepted(world, panel)
    some = Review.objects.filter(seat__panel_id=panel, seat__number__in=[1, 2, 3, 4])
    r.sign_all(world, panel, lambda seat, item: 70, rows=some)
    due = Panel.objects.get(pk=panel).due_at
    world.stage.at = due
    run_clock(due)
    found = Panel.objects.get(pk=panel)
    assert found.due_at == due + timedelta(days=5)
    assert Seat.objects.filter(panel_id=panel, state="withdrawn").count() == 3
    called = r.invited(panel)
    assert len(called) == 3
    r.accepted(world, panel)
    r.sign_all(world, panel, lambda seat, item: 75)
    r.tick(world)
    assert Panel.objects.get(pk=panel).state == "closed"


def test_after_the_last_prolonging_people_have_to_decide(world, panel):
    r.drawn(world, panel)
    for _ in range(4):
        world.stage.at = Panel.objects.get(pk=panel).due_at
        run_clock(world.stage.at)
    found = Panel.objects.get(pk=panel)
    assert (found.state, found.prolongs_left, found.due_at) == ("reviewing", 0, world.stage.at)


def test_an_invitation_is_texted_once_with_its_link(world, panel, settings, tmp_path):
    r.drawn(world, panel)
    file = tmp_path / "texts.jsonl"
    settings.JIEBANG_TEXTING = {"provider": "spool", "file": str(file)}
    assert (mailing.text_due(), mailing.text_due()) == (7, 0)
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    seats = {path_of(str(s.pk)) for s in r.invited(panel)}
    assert {
        line["text"].rsplit(" ", 1)[1].removeprefix(settings.JIEBANG_URL) for line in lines
    } == seats


def test_a_text_that_cannot_be_handed_over_waits(world, panel, settings, tmp_path):
    r.drawn(world, panel)
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    settings.JIEBANG_TEXTING = {"provider": "spool", "file": str(blocked / "texts.jsonl")}
    assert mailing.text_due() == 0
    settings.JIEBANG_TEXTING = {"provider": "spool", "file": str(tmp_path / "texts.jsonl")}
    assert mailing.text_due() == 7


def test_spool_writes_what_it_was_given(tmp_path):
    Spool(str(tmp_path / "a" / "b.jsonl")).send("13800000000", "请答复", key="notice-1", at=0)
    assert json.loads((tmp_path / "a" / "b.jsonl").read_text(encoding="utf-8")) == {
        "phone": "13800000000", "text": "请答复", "key": "notice-1"}  # fmt: skip
