"""R069: experts named instead of drawn, with a reason and a second person's approval."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

import pytest

from jiebang.demo import acts
from jiebang.engine.decision import Denied
from jiebang.insight.queries import Filter, figures
from jiebang.platform.agenda import run_clock
from jiebang.review import queries
from jiebang.review.models import Beside, DrawRound, Panel, Review
from jiebang.review.queries.invariants import draw_unsound, seat_not_drawn, seats_unbalanced
from tests import drawing as d
from tests import reviewing as r
from tests.refusals import codes


@pytest.fixture
def panel(world):
    r.pool(world)
    return str(r.panel_of(r.in_review(world)).pk)


REASON = "专业极窄，库内仅有少数专家熟悉该方向"


def test_a_fixed_choice_needs_the_edition_a_reason_and_a_second_person(world):
    panel = d.may_be_fixed(world)
    acts.do(world.stage, "panel", panel, "propose_fixed", "officer", experts=d.named(0, 1, 2, 3, 4),
            reason=REASON)  # fmt: skip
    with pytest.raises(Denied) as excinfo:
        acts.do(world.stage, "panel", panel, "prepare", "drawer", number_form="rank5",
                number_name="排列5",
                number_at=(world.stage.at + timedelta(hours=20)).isoformat())  # fmt: skip
    assert codes(excinfo) == ["fixed_choice_waits"]
    run_clock(world.stage.later(minutes=5))
    acts.do(world.stage, "panel", panel, "approve_fixed", "head")
    found = Panel.objects.get(pk=panel)
    assert (found.state, found.fixed, found.proposal) == ("reviewing", True, {})
    assert {s.expert.name for s in r.invited(panel)} == {f"专家technical{n}" for n in range(5)}
    r.accepted(world, panel)
    assert Review.objects.filter(seat__panel_id=panel, state="open").count() == 10
    assert [*seat_not_drawn(), *seats_unbalanced(), *draw_unsound()] == []
    assert queries.transcript(panel, 1) is None
    assert queries.public_draw(panel).fixed is True
    told = {who: queries.panel(panel, world.stage.actor(who)).rounds[0].chosen_for
            for who in ("officer", "head", "supervisor", "drawer")}  # fmt: skip
    assert told == {"officer": REASON, "head": REASON, "supervisor": REASON, "drawer": ""}
    assert queries.public_draw(panel).rounds[0].chosen_for == ""


def test_a_panel_that_was_chosen_is_reviewed_to_the_end(world):
    """What follows from lots elsewhere follows from the digest of its pool here."""
    panel = d.may_be_fixed(world)
    acts.do(world.stage, "panel", panel, "propose_fixed", "officer", experts=d.named(0, 1, 2, 3, 4),
            reason=REASON)  # fmt: skip
    run_clock(world.stage.later(minutes=5))
    acts.do(world.stage, "panel", panel, "approve_fixed", "head")
    r.accepted(world, panel)
    r.sign_all(world, panel, lambda seat, item: 80 if item == "A-01" else 70)
    r.tick(world)
    run_clock(world.stage.later(minutes=1))
    assert Panel.objects.get(pk=panel).state == "closed"
    made = DrawRound.objects.get(panel_id=panel)
    assert Beside.objects.get(panel_id=panel).seed == made.pool_digest


def test_reports_count_fixed_choices_with_their_panels_until_one_is_made_void(world):
    """R069: the figure, and the panels behind it."""

    def counted() -> tuple[object, object, list[tuple[str, str]]]:
        found = figures(Filter((2023,)), ["fixed_choices", "fixed_choice_share"])
        behind = [(line.life, line.id) for line in found["fixed_choices"].records()]
        return found["fixed_choices"].value, found["fixed_choice_share"].value, behind

    panel = d.may_be_fixed(world)
    assert counted() == (0, None, [])
    acts.do(world.stage, "panel", panel, "propose_fixed", "officer", experts=d.named(0, 1, 2, 3, 4),
            reason=REASON)  # fmt: skip
    run_clock(world.stage.later(minutes=5))
    acts.do(world.stage, "panel", panel, "approve_fixed", "head")
    assert counted() == (1, Fraction(1), [("panel", panel)])
    acts.do(world.stage, "panel", panel, "redraw", "supervisor", reason="回避信息核查后重抽")
    r.drawn(world, panel)
    assert counted() == (0, Fraction(0), [])


def test_whoever_may_not_be_drawn_may_not_be_chosen(world):
    panel = d.may_be_fixed(world)
    r.expert(world, "local", region_code="370102")
    rows = [*d.named(0, 1, 2, 3), {"name": "专家local", "unit": "外市示例单位local"}]
    acts.do(world.stage, "panel", panel, "propose_fixed", "officer", experts=rows, reason=REASON)
    run_clock(world.stage.later(minutes=5))
    with pytest.raises(Denied) as excinfo:
        acts.do(world.stage, "panel", panel, "approve_fixed", "head")
    assert codes(excinfo) == ["named_not_eligible"]
    acts.do(world.stage, "panel", panel, "refuse_fixed", "head", reason="其中一人须回避")
    assert Panel.objects.get(pk=panel).proposal == {}


def test_who_proposed_a_choice_does_not_approve_it(world):
    panel = d.may_be_fixed(world)
    acts.appoint(world.stage, "officer", "head")
    acts.do(world.stage, "panel", panel, "propose_fixed", "officer", experts=d.named(0, 1, 2, 3, 4),
            reason=REASON)  # fmt: skip
    run_clock(world.stage.later(minutes=5))
    with pytest.raises(Denied) as excinfo:
        acts.do(world.stage, "panel", panel, "approve_fixed", "officer")
    assert codes(excinfo) == ["second_person_needed"]


def test_where_the_edition_says_nothing_of_it_experts_are_drawn(world, panel):
    with pytest.raises(Denied) as excinfo:
        acts.do(world.stage, "panel", panel, "propose_fixed", "officer", experts=d.named(0),
                reason=REASON)  # fmt: skip
    assert codes(excinfo) == ["fixed_choice_not_allowed"]
