"""After the close: what stands beside the result, what deserves a question, who did what."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from jiebang.demo import acts
from jiebang.engine.decision import Denied
from jiebang.platform.agenda import run_clock
from jiebang.platform.audit import log, rows
from jiebang.platform.lifecycle import Machine
from jiebang.registry import queries as registry
from jiebang.registry.models import Expert, ExpertWork
from jiebang.review.models import Beside, Panel, Review, Seat
from jiebang.review.queries import sources
from jiebang.review.queries.facts import edition
from jiebang.rulebook import beside
from tests import reviewing as r


@pytest.fixture
def closed(world):
    """Three bids; the first expert is lenient, the second gives everything full marks."""
    r.pool(world)
    panel = str(r.panel_of(r.in_review(world, bids=3)).pk)
    r.drawn(world, panel)
    r.accepted(world, panel)
    level = {"A-01": 80, "A-02": 76, "A-03": 60}
    r.sign_all(world, panel, lambda seat, item: 100 if seat == 2 else level[item] + 8 * (seat == 1))
    r.tick(world)
    for s in Review.objects.filter(seat__panel_id=panel, state="questioned").select_related("seat"):
        acts.do(
            world.stage, "review", s.pk, "confirm", r.key_of(world, s.seat), reason="维持评分。"
        )
    r.tick(world)
    run_clock(world.stage.later(minutes=1))
    return panel


def test_figures_follow_from_the_sheets_and_the_seed_of_the_draw(closed):
    p = Panel.objects.get(pk=closed)
    kept = p.beside
    sheets = sources.signed(p)
    seed = beside.dice(bytes.fromhex(kept.seed))
    again = beside.figures(edition(p), p.kind, sources.items(p, sheets),
                           places=sources.places(p), seed=seed)  # fmt: skip
    assert (kept.figures, kept.sheets) == (again, sources.sheets_digest(sheets))
    assert [s["item"] for s in kept.figures["standings"]] == ["A-01", "A-02", "A-03"]
    assert (kept.figures["top"], kept.figures["sheets"]) == (1, 21)


def test_an_expert_who_gives_full_marks_to_all_is_told_to_supervision(closed):
    found = Beside.objects.get(panel_id=closed).signals
    assert [(s["experts"], s["items"]) for s in found if s["code"] == "full_marks"] == [
        (["02"], ["A-01", "A-02", "A-03"])
    ]


def test_every_expert_gets_the_work_once_and_the_record_holds(world, closed):
    made = ExpertWork.objects.filter(panel_id=closed)
    assert sorted(made.values_list("sheets", "late", "lapsed", "compared")) == [(3, 0, 0, 3)] * 7
    run_clock(world.stage.later(minutes=1))
    assert made.count() == 7
    assert list(log.broken()) == []
    for machine in Machine.registry.values():
        assert list(rows.changed(machine.model, machine.lifecycle.name, machine.parts)) == []


def test_who_never_signed_has_it_on_the_record(world):
    r.pool(world)
    panel = str(r.panel_of(r.in_review(world)).pk)
    r.drawn(world, panel)
    r.accepted(world, panel)
    written = Review.objects.filter(seat__panel_id=panel).exclude(seat__number=7)
    r.sign_all(world, panel, lambda seat, item: 70, written)
    world.stage.until(Panel.objects.get(pk=panel).due_at + timedelta(minutes=1))
    r.tick(world)
    run_clock(world.stage.later(minutes=1))
    lazy = Seat.objects.get(panel_id=panel, number=7).expert_id
    assert list(ExpertWork.objects.filter(expert=lazy).values_list("sheets", "lapsed")) == [(0, 2)]


def test_a_level_changes_by_the_keeper_with_a_reason_and_complaints_by_supervision(world, closed):
    pk = str(Seat.objects.get(panel_id=closed, number=2).expert_id)
    acts.do(
        world.stage, "expert", pk, "uphold_complaint", "supervisor", reason="评分前与申报方联系。"
    )
    found = registry.work_record(pk, world.stage.actor("pool"), world.stage.at)
    assert (found.record.sheets, found.record.complaints, found.suggestion.level) == (3, 1, None)
    acts.do(world.stage, "expert", pk, "set_level", "pool", level="4", reason="投诉查实。")
    assert Expert.objects.get(pk=pk).level == 4
    with pytest.raises(Denied):
        acts.do(world.stage, "expert", pk, "set_level", "officer", level="1", reason="随意。")


def test_the_distance_from_the_others_is_measured_on_the_same_items(closed):
    seat = Seat.objects.get(panel_id=closed, number=2)
    (kept,) = ExpertWork.objects.filter(expert=seat.expert_id)
    totals = {c: [] for c in ("A-01", "A-02", "A-03")}
    for s in Review.objects.filter(seat__panel_id=closed).exclude(seat=seat).select_related("item"):
        totals[s.item.code].append(s.total)
    means = [sum(t, Decimal(0)) / len(t) for t in totals.values()]
    assert kept.distance == sum((100 - m).quantize(Decimal("0.01")) for m in means)
