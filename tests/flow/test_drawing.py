"""How a panel comes about: terms, ceremony, draw by fit, void rounds, fixed choice."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from datetime import timedelta

import pytest

from jiebang.demo import acts
from jiebang.engine import draw as engine
from jiebang.engine.decision import Denied
from jiebang.platform.agenda import run_clock
from jiebang.platform.audit import log, rows
from jiebang.platform.lifecycle import Invalid, Machine
from jiebang.review import actions, queries
from jiebang.review.models import DrawRound, Panel, PanelItem, Review, ScoreResult, Seat
from jiebang.review.queries.drawn import drawn
from jiebang.review.queries.invariants import draw_unsound, seat_not_drawn, seats_unbalanced
from jiebang.rulebook.drawing import check_code
from jiebang.web import wording
from tests import drawing as d
from tests import reviewing as r


def codes(excinfo) -> list[str]:
    return [reason.code for reason in excinfo.value.decision.reasons]


def problems(excinfo) -> list[tuple[str, str]]:
    return [(p.path, p.reason.code) for p in excinfo.value.problems]


def replayed(tmp_path, text: str, *more: str) -> int:
    file = tmp_path / "draw.json"
    file.write_text(text, encoding="utf-8")
    command = [sys.executable, "tools/verify_draw.py", str(file), *more]
    return subprocess.run(command, check=False, capture_output=True).returncode


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
    for party in ("supervisor", "drawer"):
        acts.do(world.stage, "panel", fit_panel, f"open_as_{party}", party)
    acts.do(world.stage, "panel", fit_panel, "draw", "drawer")
    made.refresh_from_db()
    assert made.transcript.startswith(published)
    assert replayed(tmp_path, made.transcript, "--commit", made.commitment) == 0
    assert replayed(tmp_path, made.transcript, "--commit", "0" * 64) == 1
    found = drawn(made)
    assert (len(found.panel), len(found.reserves)) == (7, 3)
    r.accepted(world, fit_panel)
    r.sign_all(world, fit_panel, lambda seat, item: 80 if item == "A-01" else 70)
    r.tick(world)
    assert Panel.objects.get(pk=fit_panel).state == "closed"
    assert ScoreResult.objects.filter(panel_id=fit_panel).count() == 2
    assert [*draw_unsound(), *seat_not_drawn(), *seats_unbalanced(), *log.broken()] == []
    for machine in Machine.registry.values():
        assert list(rows.changed(machine.model, machine.lifecycle.name, machine.parts)) == []


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
    assert replayed(tmp_path, proof, "--commit", made.commitment) == 0
    assert replayed(tmp_path, proof, "--commit", "0" * 64) == 1
    assert queries.proof_of_seat(str(other.pk), mine) is None
    judged = queries.proof_of_panel(fit_panel)
    assert json.loads(json.loads(judged)["line"])[1] == f"panel:{fit_panel}"
    assert replayed(tmp_path, judged, "--commit", made.commitment) == 0


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
    assert (half.chosen, told.reasons) == (True, ())
    seen = actions.rehearsal.rehearse(fit_panel, actor=world.stage.actor("supervisor"),
                                      now=world.stage.at)  # fmt: skip
    assert seen.trials == told.trials
    assert actions.rehearsal.rehearse(fit_panel, actor=world.stage.actor("company"),
                                      now=world.stage.at) is None  # fmt: skip
    assert "专家" not in repr(told)


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
    official = {c.id for c in made.input.candidates if ("official", "yes") in c.strata}
    assert (len(official), official & set(made.panel)) == (1, set())
    assert Seat.objects.filter(panel_id=panel).count() == 12


# -- the ceremony -----------------------------------------------------------------------------


def test_a_number_too_easy_to_guess_is_refused_with_its_bits(world, panel):
    with pytest.raises(Denied) as excinfo:
        acts.do(world.stage, "panel", panel, "prepare", "drawer", number_form="closing_price",
                number_name="2023年4月26日收盘", number_at=later(world, hours=20))  # fmt: skip
    (reason,) = excinfo.value.decision.reasons
    assert (reason.code, reason.params) == ("number_too_easy", {"have": 6, "limit": 16})


def later(world, **delta) -> str:
    return (world.stage.at + timedelta(**delta)).isoformat()


def test_nothing_is_committed_to_once_the_number_may_be_known(world, panel):
    r.prepared(world, panel)
    for party in ("drawer", "supervisor"):
        acts.do(world.stage, "panel", panel, f"seal_as_{party}", party)
    world.stage.later(hours=20)
    with pytest.raises(Denied) as excinfo:
        acts.do(world.stage, "panel", panel, "announce", "drawer")
    assert codes(excinfo) == ["number_may_be_known"]


@pytest.mark.parametrize(
    ("value", "check", "expected"),
    [
        ("3 2 2 3", "", ("value", "number_groups")),
        ("3 2 2 3 0 1", "", ("value", "number_groups")),
        ("3 2 2 3 0", "", ("check", "number_to_confirm")),
        ("3 2 2 3 1", check_code("3 2 2 3 0"), ("check", "number_to_confirm")),
    ],
    ids=["a digit short", "a digit too many", "not confirmed", "another digit than confirmed"],
)
def test_a_number_typed_wrong_by_one_digit_does_not_pass(world, panel, value, check, expected):
    r.announced(world, panel)
    world.stage.later(hours=21)
    with pytest.raises(Invalid) as excinfo:
        acts.do(world.stage, "panel", panel, "enter_number", "drawer", value=value, check=check)
    assert problems(excinfo) == [expected]


def test_a_number_may_be_put_right_until_somebody_has_opened(world, panel):
    r.announced(world, panel)
    r.numbered(world, panel, "3 2 2 3 9")
    again = "3 2 2 3 0"
    acts.do(world.stage, "panel", panel, "enter_number", "drawer", value=again,
            check=check_code(again))  # fmt: skip
    assert DrawRound.objects.get(panel_id=panel).number_value == again
    acts.do(world.stage, "panel", panel, "open_as_supervisor", "supervisor")
    with pytest.raises(Denied) as excinfo:
        acts.do(world.stage, "panel", panel, "enter_number", "drawer", value=again,
                check=check_code(again))  # fmt: skip
    assert codes(excinfo) == ["opened_already"]


def test_a_missing_reveal_voids_the_round_by_the_clock_and_the_next_names_its_record(
    world, panel, tmp_path
):
    r.announced(world, panel)
    r.numbered(world, panel)
    acts.do(world.stage, "panel", panel, "open_as_drawer", "drawer")
    run_clock(world.stage.later(hours=70))
    assert Panel.objects.get(pk=panel).state == "announced"
    run_clock(world.stage.later(hours=3))
    void = DrawRound.objects.get(panel_id=panel)
    assert Panel.objects.get(pk=panel).state == "convened"
    assert json.loads(void.void_record)["causes"] == [["missing", "supervisor"]]
    assert replayed(tmp_path, void.void_record, "--commit", void.commitment) == 0
    r.drawn(world, panel)
    text = DrawRound.objects.get(panel_id=panel, number=2).transcript
    digest = hashlib.sha256(void.void_record.encode()).hexdigest()
    assert engine.Transcript.from_json(text).input.previous == (digest,)
    assert replayed(tmp_path, text) == 0
    served = [bool(queries.transcript(panel, n)) for n in (1, 2)]
    assert (served, queries.void_record(panel, 1)) == ([False, True], void.void_record)


def test_a_draw_made_void_is_no_longer_served_as_the_current_one(world, panel):
    r.drawn(world, panel)
    text = queries.transcript(panel, 1)
    acts.do(world.stage, "panel", panel, "redraw", "supervisor", reason="回避信息核查后重抽")
    assert (queries.transcript(panel, 1), queries.void_record(panel, 1)) == (None, text)


def test_an_outside_party_keeps_its_secret_and_a_wrong_digit_of_it_is_refused(world, tmp_path):
    d.under(world, d.OUTSIDE, "jinan-2023-outside")
    r.pool(world)
    panel = str(r.panel_of(r.in_review(world)).pk)
    r.prepared(world, panel)
    for party in ("drawer", "supervisor"):
        acts.do(world.stage, "panel", panel, f"seal_as_{party}", party)
    with pytest.raises(Denied) as excinfo:
        acts.do(world.stage, "panel", panel, "announce", "drawer")
    assert codes(excinfo) == ["seal_missing"]
    salt, value = b"s" * 32, b"a secret of a notary"
    told = {"party": "notary", "holder": "示例公证处",
            "commitment": engine.commit_reveal(salt, value)}  # fmt: skip
    acts.do(world.stage, "panel", panel, "take_commitment", "supervisor", **told)
    acts.do(world.stage, "panel", panel, "announce", "drawer")
    r.numbered(world, panel)
    for party in ("drawer", "supervisor"):
        acts.do(world.stage, "panel", panel, f"open_as_{party}", party)
    opened = {"party": "notary", "salt": salt.hex(), "value": value.hex()}
    wrong = "ff" + value.hex()[2:]
    with pytest.raises(Invalid) as excinfo:
        acts.do(world.stage, "panel", panel, "take_reveal", "supervisor",
                **{**opened, "value": wrong})  # fmt: skip
    assert problems(excinfo) == [("value", "reveal_differs")]
    acts.do(world.stage, "panel", panel, "take_reveal", "supervisor", **opened)
    acts.do(world.stage, "panel", panel, "draw", "drawer")
    assert replayed(tmp_path, queries.transcript(panel, 1)) == 0


# -- fixed choice -----------------------------------------------------------------------------


def acceptance_like(world) -> str:
    """A panel whose kind may be chosen: the trial edition allows it for bids."""
    text = d.BY_FIT.replace("-fit", "-fixed").replace(
        '[draw]\nmode = "fit"', "[panels.bid]\nfixed_choice = true\nseats = 5\nminimum_valid = 5\n"
        'strata = [{ kind = "technical", minimum = 3 }]')  # fmt: skip
    d.under(world, text, "jinan-2023-fixed")
    r.pool(world)
    return str(r.panel_of(r.in_review(world)).pk)


def named(*numbers: int) -> list[dict[str, str]]:
    return [{"name": f"专家technical{n}", "unit": f"外市示例单位technical{n}"} for n in numbers]


REASON = "专业极窄，库内仅有少数专家熟悉该方向"


def test_a_fixed_choice_needs_the_edition_a_reason_and_a_second_person(world):
    panel = acceptance_like(world)
    acts.do(world.stage, "panel", panel, "propose_fixed", "officer", experts=named(0, 1, 2, 3, 4),
            reason=REASON)  # fmt: skip
    with pytest.raises(Denied) as excinfo:
        acts.do(world.stage, "panel", panel, "prepare", "drawer", number_form="rank5",
                number_name="排列5", number_at=later(world, hours=20))  # fmt: skip
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


def test_whoever_may_not_be_drawn_may_not_be_chosen(world):
    panel = acceptance_like(world)
    r.expert(world, "local", region_code="370102")
    rows = [*named(0, 1, 2, 3), {"name": "专家local", "unit": "外市示例单位local"}]
    acts.do(world.stage, "panel", panel, "propose_fixed", "officer", experts=rows, reason=REASON)
    run_clock(world.stage.later(minutes=5))
    with pytest.raises(Denied) as excinfo:
        acts.do(world.stage, "panel", panel, "approve_fixed", "head")
    assert codes(excinfo) == ["named_not_eligible"]
    acts.do(world.stage, "panel", panel, "refuse_fixed", "head", reason="其中一人须回避")
    assert Panel.objects.get(pk=panel).proposal == {}


def test_who_proposed_a_choice_does_not_approve_it(world):
    panel = acceptance_like(world)
    acts.appoint(world.stage, "officer", "head")
    acts.do(world.stage, "panel", panel, "propose_fixed", "officer", experts=named(0, 1, 2, 3, 4),
            reason=REASON)  # fmt: skip
    run_clock(world.stage.later(minutes=5))
    with pytest.raises(Denied) as excinfo:
        acts.do(world.stage, "panel", panel, "approve_fixed", "officer")
    assert codes(excinfo) == ["second_person_needed"]


def test_where_the_edition_says_nothing_of_it_experts_are_drawn(world, panel):
    with pytest.raises(Denied) as excinfo:
        acts.do(world.stage, "panel", panel, "propose_fixed", "officer", experts=named(0),
                reason=REASON)  # fmt: skip
    assert codes(excinfo) == ["fixed_choice_not_allowed"]


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
