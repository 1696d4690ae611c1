"""From the start of a review to a ranking, on a real database."""

from __future__ import annotations

import pytest

from jiebang.platform.audit import log, rows
from jiebang.platform.lifecycle import Machine, run_clock
from jiebang.programme import queries as programme
from jiebang.review.models import Panel, Review, ScoreResult, Seat
from tests import reviewing as r


def codes(excinfo) -> list[str]:
    return [reason.code for reason in excinfo.value.decision.reasons]


def tick(world) -> None:
    """Two minutes of the clock: it looks at the spread, then closes."""
    run_clock(world.stage.at)
    run_clock(world.stage.later(minutes=1))


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
    tick(world)
    found = Panel.objects.get(pk=panel)
    assert found.state == "closed"
    challenge = programme.challenge(found.subject_id, world.stage.actor("officer"))
    assert challenge.state == "ranked"
    results = {s.item.code: s for s in ScoreResult.objects.select_related("item")}
    assert [results["A-01"].place, results["A-02"].place] == [1, 2]
    assert list(log.broken()) == []
    for machine in Machine.registry.values():
        assert list(rows.changed(machine.model, machine.lifecycle.name, machine.parts)) == []
