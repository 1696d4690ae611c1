"""Two steps at the same moment: whichever comes first, nothing is half done."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connections, transaction

from jiebang.demo import acts
from jiebang.engine.decision import Denied
from jiebang.platform.accounts.actor import CLOCK
from jiebang.platform.agenda import run_clock
from jiebang.platform.lifecycle import Invalid
from jiebang.review import actions
from jiebang.review.models import DrawRound, Panel, Review, ScoreResult, Seat
from jiebang.review.queries.facts import load_of_experts
from tests import drawing as d
from tests import factories
from tests import reviewing as r

Step = Callable[[], object]


def pressed(step: Step, said: list[str]) -> None:
    try:
        step()
        said.append("done")
    except Denied as denied:
        said.append(denied.decision.reasons[0].code)
    except Invalid as wrong:
        said.append(wrong.problems[0].reason.code)
    finally:
        connections.close_all()


def while_open(first: Step, second: Step) -> list[str]:
    """The second begins after the first has been done and before it is committed."""
    said: list[str] = []
    other = threading.Thread(target=pressed, args=(second, said))
    with transaction.atomic():
        first()
        other.start()
        other.join(2)  # it waits for us, or it does not
    other.join()
    return said


def at_once(*steps: Step) -> list[str]:
    said: list[str] = []
    barrier = threading.Barrier(len(steps))

    def together(step: Step) -> None:
        barrier.wait()
        pressed(step, said)

    threads = [threading.Thread(target=together, args=(step,)) for step in steps]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    return sorted(said)


@pytest.fixture
def working(committed):
    world = factories.world()
    r.pool(world)
    panel = str(r.panel_of(r.in_review(world)).pk)
    r.drawn(world, panel)
    return world, panel


def closes(world, panel: str) -> Step:
    def close() -> None:
        acts.do(world.stage, "panel", panel, "close", "secretary")

    return close


def settled(panel: str) -> None:
    """A closed panel has no sheet that is still open, and its result counts those that stand."""
    assert Panel.objects.get(pk=panel).state == "closed"
    left = Review.objects.filter(seat__panel_id=panel)
    assert not left.filter(state="open").exists()
    for result in ScoreResult.objects.filter(panel_id=panel):
        assert result.sheets == left.filter(item=result.item, state__in=["signed"]).count()


def test_a_sheet_signed_while_the_panel_closes_counts_or_is_refused(working):
    world, panel = working
    r.accepted(world, panel)
    last = Review.objects.filter(seat__panel_id=panel).order_by("seat__number").last()
    r.sign_all(world, panel, lambda seat, item: 80,
               Review.objects.filter(seat__panel_id=panel).exclude(pk=last.pk))  # fmt: skip
    world.stage.until(Panel.objects.get(pk=panel).due_at)
    Panel.objects.filter(pk=panel).update(spread_checked=True)
    said = while_open(lambda: r.sign_all(world, panel, lambda seat, item: 80),
                      closes(world, panel))  # fmt: skip
    last.refresh_from_db()
    assert (said, last.state) == (["done"], "signed")
    settled(panel)


def test_a_sheet_opened_again_while_the_panel_closes_is_not_counted_as_it_was(working):
    world, panel = working
    r.accepted(world, panel)
    r.sign_all(world, panel, lambda seat, item: 60 if seat == 1 else 85)
    run_clock(world.stage.at)
    asked = Review.objects.filter(seat__panel_id=panel, state="questioned").first()
    world.stage.until(Panel.objects.get(pk=panel).due_at)
    key = r.key_of(world, asked.seat)
    said = while_open(lambda: acts.do(world.stage, "review", asked.pk, "reopen", key),
               closes(world, panel))  # fmt: skip
    asked.refresh_from_db()
    assert (said, asked.state, Panel.objects.get(pk=panel).state) == (["done"], "lapsed", "closed")


def test_an_invitation_accepted_while_the_panel_closes_leaves_no_sheet_open(working):
    world, panel = working
    seats = r.invited(panel)
    for seat in seats[:-1]:
        acts.do(world.stage, "seat", seat.pk, "accept", r.key_of(world, seat), promise="yes")
    r.sign_all(world, panel, lambda seat, item: 80)
    late = seats[-1]
    Panel.objects.filter(pk=panel).update(spread_checked=True, due_at=world.stage.at)
    while_open(
        lambda: acts.do(world.stage, "seat", late.pk, "accept", r.key_of(world, late),
                        promise="yes"),
        closes(world, panel),
    )  # fmt: skip
    settled(panel)
    assert load_of_experts(world.stage.at).get(str(late.expert_id)).held == 0


@pytest.fixture
def four(committed):
    world = factories.world()
    d.under(world, d.FIVE, "jinan-2023-five")
    r.pool(world, technical=24)
    return world, [str(r.panel_of(c).pk) for c in r.several_in_review(world, 4)]


def test_two_leads_take_one_panel_along_and_one_of_them_gets_it(four):
    world, (one, two, along, _waits) = four
    said = at_once(lambda: r.prepared(world, one, together=[along]),
                   lambda: r.prepared(world, two, together=[along]))  # fmt: skip
    assert (said.count("done"), len(said)) == (1, 2)
    assert Panel.objects.get(pk=along).state == "joined"
    assert DrawRound.objects.filter(panel_id=along).count() == 1


def test_two_panels_that_take_each_other_along_do_not_wait_for_ever(four):
    world, (one, two, *_others) = four
    said = at_once(lambda: r.prepared(world, one, together=[two]),
                   lambda: r.prepared(world, two, together=[one]))  # fmt: skip
    assert (said.count("done"), len(said)) == (1, 2)
    assert sorted(Panel.objects.filter(pk__in=[one, two]).values_list("state", flat=True)) == [
        "joined", "prepared",
    ]  # fmt: skip


def test_a_draw_made_void_while_somebody_draws_is_one_or_the_other(committed):
    world = factories.world()
    r.pool(world)
    panel = str(r.panel_of(r.in_review(world)).pk)
    r.announced(world, panel)
    r.numbered(world, panel)
    r.opened(world, panel)
    said = at_once(
        lambda: acts.do(world.stage, "panel", panel, "draw", "drawer"),
        lambda: acts.do(world.stage, "panel", panel, "void_round", "supervisor",
                        reason="发现名单有误"),
    )  # fmt: skip
    assert said == ["done", "wrong_state"]
    state = Panel.objects.get(pk=panel).state
    assert Seat.objects.filter(panel_id=panel).exists() == (state == "reviewing")


def test_five_declines_while_the_draw_is_made_void_wait_for_each_other_and_not_for_ever(working):
    """A decline holds its seat and then the panel, a void draw the panel and then its seats."""
    world, panel = working
    seats = [(s.pk, r.key_of(world, s)) for s in r.invited(panel)[:5]]

    def declines(seat: str, key: str) -> Step:
        return lambda: acts.do(world.stage, "seat", seat, "decline", key, ground="time", remark="")

    said = at_once(
        *(declines(*seat) for seat in seats),
        lambda: acts.do(world.stage, "panel", panel, "redraw", "supervisor",
                        reason="公开数录入有误"),
    )  # fmt: skip
    assert len(said) == 6
    assert set(said) <= {"done", "wrong_state", "panel_not_reviewing"}
    assert Panel.objects.get(pk=panel).state == "convened"
    assert not Seat.objects.filter(panel_id=panel, state__in=["invited", "accepted"]).exists()


def test_an_answer_at_the_last_moment_is_taken_once(working):
    world, panel = working
    seat = r.invited(panel)[0]
    key = r.key_of(world, seat)
    said = at_once(
        lambda: acts.do(world.stage, "seat", seat.pk, "accept", key, promise="yes"),
        lambda: actions.seat.perform(seat.pk, "expire", actor=CLOCK, now=seat.answer_by),
    )
    assert said == ["done", "wrong_state"]
    seat.refresh_from_db()
    assert (seat.state == "accepted") == Review.objects.filter(seat=seat).exists()
