"""Several panels drawn in one round: one ceremony, one number, nobody on two of them."""

from __future__ import annotations

import hashlib
import json

import pytest

from jiebang.demo import acts
from jiebang.engine.decision import Denied
from jiebang.engine.draw.fit import seal
from jiebang.platform.agenda import run_clock
from jiebang.platform.audit import log, rows
from jiebang.platform.lifecycle import Invalid, Machine
from jiebang.review import queries
from jiebang.review.models import DrawRound, Panel, Seat
from jiebang.review.queries.drawn import drawn
from jiebang.review.queries.invariants import draw_unsound, seat_not_drawn, seats_unbalanced
from jiebang.rulebook.panel import State
from jiebang.web import wording
from tests import drawing as d
from tests import meetings as m
from tests import reviewing as r
from tests.keeping import kept
from tests.refusals import problems

MODES = pytest.mark.parametrize("mode", ["plain", "fit"])


@kept
def both(world, mode: str, **pool) -> tuple[str, str]:
    """Two panels of five without reserves, and a pool for both."""
    d.under(world, d.FIVE.replace('mode = "plain"', f'mode = "{mode}"'), "jinan-2023-five")
    r.pool(world, **({"technical": 24} | pool))
    lead, along = (str(r.panel_of(c).pk) for c in r.several_in_review(world))
    return lead, along


def states(*panels: str) -> list[str]:
    return [Panel.objects.get(pk=pk).state for pk in panels]


def seated(panel: str) -> set[str]:
    rows = Seat.objects.filter(panel_id=panel, state__in=["invited", "accepted"])
    return {str(pk) for pk in rows.values_list("expert_id", flat=True)}


def sound() -> bool:
    found = [*draw_unsound(), *seat_not_drawn(), *seats_unbalanced(), *log.broken()]
    for machine in Machine.registry.values():
        found += rows.changed(machine.model, machine.lifecycle.name, machine.parts)
    return not found


@MODES
def test_one_ceremony_draws_two_panels_and_the_second_program_replays_both(world, mode, tmp_path):
    lead, along = both(world, mode)
    r.announced(world, lead, together=[along])
    assert states(lead, along) == [State.ANNOUNCED, State.JOINED]
    promised = {pk: DrawRound.objects.get(panel_id=pk).commitment for pk in (lead, along)}
    assert all(promised.values())
    assert (promised[lead] == promised[along]) == (mode == "fit")
    assert all(queries.announcement(pk, 1) for pk in (lead, along))
    r.numbered(world, lead)
    r.opened(world, lead)
    acts.do(world.stage, "panel", lead, "draw", "drawer")
    assert states(lead, along) == [State.REVIEWING, State.REVIEWING]
    for pk in (lead, along):
        text = queries.transcript(pk, 1)
        assert d.replayed(tmp_path, text, "--commit", promised[pk]) == 0
        assert len(seated(pk)) == len(drawn(DrawRound.objects.get(panel_id=pk)).panel) == 5
        beside = json.loads(text.splitlines()[0])
        beside = dict((beside["input"] if mode == "plain" else beside)["beside"])
        assert beside[f"panel:{pk} pool"] == DrawRound.objects.get(panel_id=pk).pool_digest
    if mode == "fit":
        assert seated(lead).isdisjoint(seated(along))
        assert queries.transcript(lead, 1) == queries.transcript(along, 1)
        assert d.replayed(tmp_path, queries.proof_of_panel(along), "--commit", promised[lead]) == 0
    assert sound()
    for pk in (lead, along):
        finish(world, pk)
    run_clock(world.stage.later(minutes=1))
    assert states(lead, along) == [State.CLOSED, State.CLOSED]
    assert sound()


def finish(world, panel: str) -> None:
    r.accepted(world, panel)
    r.sign_all(world, panel, lambda seat, item: 80 if item == "A-01" else 70)
    r.tick(world)


def test_names_are_opened_when_the_last_panel_under_their_key_has_closed(world, monkeypatch):
    """Every pseudonym follows from the key and the line of its expert; the key is the one that was
    sealed before the draw."""
    lead, along = both(world, "fit")
    r.drawn(world, lead, together=[along])
    finish(world, lead)
    assert states(lead, along) == [State.CLOSED, State.REVIEWING]
    m.amended(monkeypatch, lead, publicity={"bid_experts": True})
    assert queries.opened(lead) is None
    finish(world, along)
    assert states(lead, along) == [State.CLOSED, State.CLOSED]
    for pk in (lead, along):
        told = json.loads(queries.opened(pk).as_text())
        units = {c["unit"] for c in DrawRound.objects.get(panel_id=pk).candidates}
        assert seal(told["key"].encode()) in queries.transcript(pk, 1)
        assert len(told["experts"]) == 5
        for pseudonym, line, name, unit in told["experts"]:
            hidden = hashlib.sha256(f"{told['key']}\n{line}".encode()).hexdigest()
            assert hidden[:16] == pseudonym
            assert hashlib.sha256(f"{told['key']}\n{unit}".encode()).hexdigest()[:16] not in units
            assert (name[:2], unit[:4]) == ("专家", "外市示例")
    m.amended(monkeypatch, lead, publicity={"bid_experts": False})
    assert queries.opened(lead) is None


@MODES
def test_what_the_public_sees_of_a_panel_drawn_along_leads_to_the_ceremony(world, mode):
    lead, along = both(world, mode)
    r.drawn(world, lead, together=[along])
    (there,), (here,) = (queries.public_draw(pk).rounds for pk in (lead, along))
    assert (there.along, here.lead) == (((along, here_title(along)),), (lead, here_title(lead)))
    assert (there.lead, here.along) == (None, ())
    assert here.number_value == there.number_value == "3 2 2 3 0"
    assert here.secrets == there.secrets
    assert len(here.secrets) == 2


def here_title(panel: str) -> str:
    return Panel.objects.get(pk=panel).title


@MODES
def test_a_void_round_is_void_for_all_and_each_may_be_drawn_again(world, mode, tmp_path):
    lead, along = both(world, mode)
    r.announced(world, lead, together=[along])
    r.numbered(world, lead)
    r.checked(world, lead)
    run_clock(world.stage.later(hours=73))
    assert states(lead, along) == [State.CONVENED, State.CONVENED]
    left = {pk: DrawRound.objects.get(panel_id=pk).void_record for pk in (lead, along)}
    for pk in (lead, along):
        assert json.loads(left[pk])["causes"] == [["missing", "drawer"]]
        assert d.replayed(tmp_path, left[pk]) == 0
        assert queries.void_record(pk, 1) == left[pk]
    r.drawn(world, along)
    digest = hashlib.sha256(left[along].encode()).hexdigest()
    assert digest in queries.transcript(along, 2)
    assert states(lead, along) == [State.CONVENED, State.REVIEWING]
    assert sound()


@MODES
def test_a_draw_declared_void_concerns_that_panel_alone(world, mode):
    lead, along = both(world, mode)
    r.drawn(world, lead, together=[along])
    acts.do(world.stage, "panel", lead, "redraw", "supervisor", reason="公开数录入有误")
    assert states(lead, along) == [State.CONVENED, State.REVIEWING]
    assert queries.transcript(lead, 1) is None
    assert queries.void_record(lead, 1)
    assert queries.transcript(along, 1)
    acts.do(world.stage, "panel", along, "redraw", "supervisor", reason="公开数录入有误")
    assert queries.void_record(along, 1)
    r.drawn(world, along, together=[lead])
    assert states(lead, along) == [State.REVIEWING, State.REVIEWING]
    assert sound()


def test_too_few_people_for_all_panels_by_fit_are_said_with_the_figures(world):
    """Twelve people are enough for each panel of five and for two of them, not for three."""
    d.under(world, d.FIVE.replace('mode = "plain"', 'mode = "fit"'), "jinan-2023-five")
    r.pool(world, technical=12, industry=0, finance=0)
    lead, *along = (str(r.panel_of(c).pk) for c in r.several_in_review(world, 3))
    with pytest.raises(Invalid) as excinfo:
        r.prepared(world, lead, together=along)
    assert problems(excinfo) == [("together", "together_infeasible")]
    (reason,) = (p.reason for p in excinfo.value.problems)
    assert (15, 12) in {(c["need"], c["have"]) for c in reason.params["causes"]}
    assert all(n in wording.sentence(reason) for n in ("15", "12"))
    assert states(lead, *along) == [State.CONVENED] * 3
    assert DrawRound.objects.count() == 0
    r.prepared(world, lead, together=along[:1])


def test_at_random_whoever_holds_too_much_after_the_first_panel_is_passed_over(world):
    """R071: with room for two items, the first panel of two items takes all of somebody's time."""
    text = d.FIVE.replace("[draw]", "load_max = 2\n[draw]")
    d.under(world, text, "jinan-2023-five")
    r.pool(world, technical=8)
    lead, along = (str(r.panel_of(c).pk) for c in r.several_in_review(world))
    r.drawn(world, lead, together=[along])
    assert seated(lead).isdisjoint(seated(along))
    assert len(seated(lead)) == len(seated(along)) == 5
    passed = Seat.objects.filter(panel_id=along, state="withdrawn")
    drawn_for = set(drawn(DrawRound.objects.get(panel_id=along)).panel)
    assert {s.pseudonym for s in passed} == drawn_for - {
        s.pseudonym for s in Seat.objects.filter(panel_id=along, state="invited")
    }
    assert passed.exists()
    assert sound()


def test_a_choice_that_is_no_longer_possible_is_said_and_nothing_is_prepared(world):
    lead, along = both(world, "plain")
    r.prepared(world, along)
    with pytest.raises(Invalid) as excinfo:
        r.prepared(world, lead, together=[along])
    assert problems(excinfo) == [("together", "wrong_state")]
    assert states(lead, along) == [State.CONVENED, State.PREPARED]


def test_a_panel_that_follows_another_has_no_steps_of_its_own(world):
    lead, along = both(world, "plain")
    r.prepared(world, lead, together=[along])
    for step, who in (("seal_as_drawer", "drawer"), ("void_round", "supervisor")):
        with pytest.raises(Denied):
            acts.do(world.stage, "panel", along, step, who, reason="与本组无关")
    acts.do(world.stage, "panel", lead, "void_round", "supervisor", reason="名单封存有误")
    assert states(lead, along) == [State.CONVENED, State.CONVENED]
