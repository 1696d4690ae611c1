"""How a panel comes about: terms, ceremony, draw by fit, void rounds, fixed choice."""

from __future__ import annotations

import json

import pytest

from jiebang.demo import acts
from jiebang.engine import draw as engine
from jiebang.engine.decision import Denied
from jiebang.platform.agenda import run_clock
from jiebang.platform.audit import log, rows
from jiebang.platform.lifecycle import Invalid, Machine
from jiebang.review import actions, queries
from jiebang.review.models import Beside, DrawRound, Panel, PanelItem, ScoreResult, Seat
from jiebang.review.queries.drawn import drawn
from jiebang.review.queries.invariants import draw_unsound, seat_not_drawn, seats_unbalanced
from jiebang.web import wording
from tests import drawing as d
from tests import reviewing as r
from tests.refusals import codes, problems


@pytest.fixture
def panel(world):
    r.pool(world)
    return str(r.panel_of(r.in_review(world)).pk)


@pytest.fixture
def fit_panel(world):
    return d.by_fit(world)


# -- by fit -----------------------------------------------------------------------------------


def test_a_draw_by_fit_is_reviewed_to_the_end_and_replays_by_the_second_program(
    world, fit_panel, tmp_path
):
    r.announced(world, fit_panel)
    made = DrawRound.objects.get(panel_id=fit_panel)
    published = queries.announcement(fit_panel, 1)
    assert (made.mode, published.count("\n")) == ("fit", 1 + 22 + 1 + 1 + 1)
    r.numbered(world, fit_panel)
    r.opened(world, fit_panel)
    acts.do(world.stage, "panel", fit_panel, "draw", "drawer")
    made.refresh_from_db()
    assert made.transcript.startswith(published)
    assert d.replayed(tmp_path, made.transcript, "--commit", made.commitment) == 0
    assert d.replayed(tmp_path, made.transcript, "--commit", "0" * 64) == 1
    found = drawn(made)
    assert (len(found.panel), len(found.reserves)) == (7, 3)
    r.accepted(world, fit_panel)
    r.sign_all(world, fit_panel, lambda seat, item: 80 if item == "A-01" else 70)
    r.tick(world)
    run_clock(world.stage.later(minutes=1))
    assert Panel.objects.get(pk=fit_panel).state == "closed"
    assert Beside.objects.get(panel_id=fit_panel).seed in made.transcript
    assert ScoreResult.objects.filter(panel_id=fit_panel).count() == 2
    assert [*draw_unsound(), *seat_not_drawn(), *seats_unbalanced(), *log.broken()] == []
    for machine in Machine.registry.values():
        assert list(rows.changed(machine.model, machine.lifecycle.name, machine.parts)) == []


@pytest.mark.parametrize(("percent", "most"), [(0, 0), (15, 1)])
def test_officials_hold_no_more_seats_than_the_terms_say_in_a_draw_by_fit(
    world, fit_panel, percent, most
):
    """R086: eight of the best fitting technical experts serve in public office."""
    clerks = {
        r.expert(world, f"clerk{n}", official="yes", keywords="伺服、冲压、送料",
                 results="承担自动送料与冲压装备项目。") for n in range(8)
    }  # fmt: skip
    d.set_terms(world, fit_panel, reserves="3", officials_percent=str(percent))
    r.drawn(world, fit_panel)
    made = DrawRound.objects.get(panel_id=fit_panel)
    by_code = {c["code"]: c["expert"] for c in made.candidates}
    free = {c["expert"] for c in made.candidates if not c["reasons"]}
    found = drawn(made)
    assert clerks <= free
    assert len(clerks & {by_code[c] for c in (*found.panel, *found.reserves)}) <= most


def test_in_a_draw_by_fit_the_next_of_the_same_kind_is_called(world, fit_panel):
    r.drawn(world, fit_panel)
    found = drawn(DrawRound.objects.get(panel_id=fit_panel))
    kinds = {c["code"]: c["kind"] for c in DrawRound.objects.get(panel_id=fit_panel).candidates}
    leaving = next(s for s in r.invited(fit_panel) if kinds[s.pseudonym] == "finance")
    acts.do(world.stage, "seat", leaving.pk, "decline", r.key_of(world, leaving), ground="time")
    wanted = [c for c in found.reserves if kinds[c] == "finance"][:1]
    now = {s.pseudonym for s in r.invited(fit_panel)}
    assert now == set(found.panel) - {leaving.pseudonym} | set(wanted)
    again = Seat.objects.get(panel_id=fit_panel, pseudonym=wanted[0])
    acts.do(world.stage, "seat", again.pk, "decline", r.key_of(world, again), ground="time")
    assert Panel.objects.get(pk=fit_panel).reserves_out is True


def test_the_proof_of_an_own_line_holds_and_is_for_its_expert_alone(world, fit_panel, tmp_path):
    r.drawn(world, fit_panel)
    made = DrawRound.objects.get(panel_id=fit_panel)
    one, other = r.invited(fit_panel)[:2]
    mine = world.stage.actor(r.key_of(world, one))
    proof = queries.proof_of_seat(str(one.pk), mine)
    assert json.loads(json.loads(proof)["line"])[1] == one.pseudonym
    assert d.replayed(tmp_path, proof, "--commit", made.commitment) == 0
    assert d.replayed(tmp_path, proof, "--commit", "0" * 64) == 1
    assert queries.proof_of_seat(str(other.pk), mine) is None
    judged = queries.proof_of_panel(fit_panel)
    assert json.loads(json.loads(judged)["line"])[1] == f"panel:{fit_panel}"
    assert d.replayed(tmp_path, judged, "--commit", made.commitment) == 0


def test_a_pool_too_small_for_the_cap_is_said_with_its_figures(world, fit_panel):
    with pytest.raises(Invalid) as excinfo:
        d.set_terms(world, fit_panel, reserves="7")
    (problem,) = excinfo.value.problems
    said = wording.sentence(problem.reason)
    assert (problem.path, "20" in said, "14" in said) == ("kinds", True, True)


def test_a_dry_run_names_nobody_and_shows_what_the_cap_costs(world, fit_panel):
    told = actions.rehearsal.rehearse(fit_panel, actor=world.stage.actor("officer"),
                                      now=world.stage.at)  # fmt: skip
    assert [t.cap for t in told.trials] == [None, 25, 50, 75, 100]
    plain, tight, half, _, free = told.trials
    assert tight.causes[0]["kind"] == "cap"
    assert plain.fit < half.fit <= free.fit
    assert half.with_chance >= free.with_chance
    assert half.chosen is True
    seen = actions.rehearsal.rehearse(fit_panel, actor=world.stage.actor("supervisor"),
                                      now=world.stage.at)  # fmt: skip
    assert seen.trials == told.trials
    assert actions.rehearsal.rehearse(fit_panel, actor=world.stage.actor("company"),
                                      now=world.stage.at) is None  # fmt: skip
    assert "专家" not in repr(told)


def test_a_dry_run_counts_by_reason_for_supervision_and_in_all_for_who_prepares(world, fit_panel):
    """R068: one rule for the reasons against experts and for those left out of a draw by fit."""
    r.expert(world, "law", kind="legal")  # the terms have no seat for a lawyer
    r.expert(world, "local", region_code="370102")  # and all come from elsewhere
    views = {
        who: actions.rehearsal.rehearse(fit_panel, actor=world.stage.actor(who), now=world.stage.at)
        for who in ("officer", "drawer", "supervisor")
    }
    assert {(v.pool, v.eligible, v.left_out) for v in views.values()} == {(24, 23, 1)}
    told = {who: (v.reasons, v.left_out_by) for who, v in views.items()}
    assert told["officer"] == told["drawer"] == ((), ())
    assert told["supervisor"] == ((("own_city", 1),), (("no_class", 1),))


# -- terms ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"seats": "9"}, [("seats", "number_too_large")]),
        ({"seats": "4"}, [("seats", "number_too_small")]),
        ({"away_percent": "50"}, [("away_percent", "number_too_small")]),
        ({"officials_percent": "80"}, [("officials_percent", "number_too_large")]),
        ({"seats": "5"}, [("kinds", "terms_above_seats")]),
        ({"kinds": [{"code": "technical", "minimum": "5"}]},
         [("kinds", "terms_below_edition"), ("kinds", "terms_below_edition")]),
        ({"fields": [{"code": "biomedicine", "minimum": "8"}]}, [("fields", "terms_above_seats")]),
        ({"kinds": [*d.TERMS["kinds"], {"code": "industry", "minimum": "2"}]},
         [("kinds", "terms_twice"), ("kinds", "terms_above_seats")]),
        ({"fields": [{"code": "biomedicine", "minimum": "2"}]}, [("fields", "panel_infeasible")]),
        ({"reserves": "40"}, [("reserves", "panel_infeasible")]),
        ({"officials_percent": "0"}, []),
    ],
)  # fmt: skip
def test_terms_outside_the_edition_or_the_pool_are_refused_at_their_field(
    world, panel, changes, expected
):
    if not expected:
        d.set_terms(world, panel, **changes)
        return
    with pytest.raises(Invalid) as excinfo:
        d.set_terms(world, panel, **changes)
    assert problems(excinfo) == expected


def test_terms_that_were_set_decide_the_draw(world, panel):
    r.expert(world, "clerk", kind="industry", official="yes", fields=["high_end_equipment"])
    d.set_terms(world, panel, reserves="5", officials_percent="0",
                kinds=[*d.TERMS["kinds"][:2], {"code": "finance", "minimum": "1"}])  # fmt: skip
    r.drawn(world, panel)
    made = engine.Transcript.from_json(DrawRound.objects.get(panel_id=panel).transcript)
    assert made.input.rules.reserves == 5
    official = {c.id for c in made.input.candidates if ("official", "no") not in c.strata}
    assert (len(official), official & set(made.panel)) == (1, set())
    assert Seat.objects.filter(panel_id=panel).count() == 12


# -- groups -----------------------------------------------------------------------------------


def test_a_large_screening_is_split_into_groups_of_like_items(world):
    text = d.BY_FIT.replace("-fit", "-groups").replace(
        '[draw]\nmode = "fit"', "[panels.screening]\nitems_max = 2")  # fmt: skip
    d.under(world, text, "jinan-2023-groups")
    titles = ("冲压线高速送料装置", "冲压线伺服送料机构", "肿瘤早筛试剂盒", "肿瘤标志物检测试剂")
    for n, title in enumerate(titles):
        key = f"company{n}"
        unit = world.unit(key, f"示例需求单位{n}", region="济南市历下区", region_code="370102")
        pk = world.demand(title=title, key=key, company=unit)
        acts.do(world.stage, "demand", pk, "submit", key)
        acts.recommend(world.stage, pk, "district", "情况属实,同意推荐。")
        acts.do(world.stage, "demand", pk, "accept", "officer")
    actions.panel.create("convene", actor=world.stage.actor("officer"), now=world.stage.at,
                         batch=world.batch, field="")  # fmt: skip
    made = {frozenset(p.items.values_list("title", flat=True)) for p in Panel.objects.all()}
    assert made == {frozenset(titles[:2]), frozenset(titles[2:])}
    one, other = Panel.objects.order_by("title")
    item = one.items.order_by("code").first()
    acts.do(world.stage, "panel", one.pk, "move_item", "officer", item=item.subject_id,
            panel=str(other.pk), reason="与该组项目属同一产业链")  # fmt: skip
    assert (one.items.count(), other.items.count()) == (1, 3)
    with pytest.raises(Denied) as excinfo:
        acts.do(world.stage, "panel", one.pk, "move_item", "officer",
                item=one.items.get().subject_id, panel=str(other.pk),
                reason="与该组项目属同一产业链")  # fmt: skip
    assert codes(excinfo) == ["last_item_stays"]
    assert PanelItem.objects.count() == 4
    machine = Machine.registry["panel"]
    assert list(rows.changed(machine.model, "panel", machine.parts)) == []
