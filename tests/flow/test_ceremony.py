"""The ceremony of a draw: the number, the parties, void rounds, and what goes wrong."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta

import pytest

from jiebang.demo import acts
from jiebang.engine import draw as engine
from jiebang.engine.decision import Denied
from jiebang.platform.agenda import run_clock
from jiebang.platform.lifecycle import Invalid
from jiebang.review import actions, queries
from jiebang.review.models import DrawRound, DrawSecret, Panel
from jiebang.rulebook.drawing import check_code
from jiebang.web import wording
from tests import drawing as d
from tests import reviewing as r
from tests.refusals import codes, problems


@pytest.fixture
def panel(world):
    r.pool(world)
    return str(r.panel_of(r.in_review(world)).pk)


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
    r.checked(world, panel)
    with pytest.raises(Denied) as excinfo:
        acts.do(world.stage, "panel", panel, "enter_number", "drawer", value=again,
                check=check_code(again))  # fmt: skip
    assert codes(excinfo) == ["opened_already"]


@pytest.mark.parametrize(
    ("second", "expected"), [("3 2 2 3 1", "number_differs"), ("3 2 2 3", "number_groups")]
)
def test_a_second_person_who_reads_another_number_opens_nothing_and_it_is_put_right(
    world, panel, second, expected
):
    """The operator has confirmed a number that is wrong by one digit."""
    r.announced(world, panel)
    r.numbered(world, panel, "3 2 2 3 0")
    for name, party in (("open_as_drawer", "drawer"), ("draw", "drawer")):
        with pytest.raises(Denied) as excinfo:
            acts.do(world.stage, "panel", panel, name, party)
    with pytest.raises(Invalid) as invalid:
        acts.do(world.stage, "panel", panel, "open_as_supervisor", "supervisor", value=second)
    assert (codes(excinfo), problems(invalid)) == (["reveal_missing"], [("value", expected)])
    assert [s.opened_at for s in DrawSecret.objects.filter(panel_id=panel)] == [None, None]
    acts.do(world.stage, "panel", panel, "enter_number", "drawer", value="3 2 2 3 1",
            check=check_code("3 2 2 3 1"))  # fmt: skip
    acts.do(world.stage, "panel", panel, "open_as_supervisor", "supervisor", value="32231")
    acts.do(world.stage, "panel", panel, "open_as_drawer", "drawer")
    acts.do(world.stage, "panel", panel, "draw", "drawer")
    assert DrawRound.objects.get(panel_id=panel).number_value == "3 2 2 3 1"


@pytest.mark.parametrize("mode", ["plain", "fit"])
def test_a_pool_of_three_for_a_panel_of_five_is_refused_with_the_figures(world, mode):
    text = d.FIVE.replace('mode = "plain"', f'mode = "{mode}"')
    d.under(world, text, "jinan-2023-five")
    r.pool(world, technical=3, industry=0, finance=0)
    pk = str(r.panel_of(r.in_review(world)).pk)
    with pytest.raises(Denied) as excinfo:
        r.prepared(world, pk)
    (reason,) = excinfo.value.decision.reasons
    assert reason.code == "panel_infeasible"
    assert (5, 3) in {(c["need"], c["have"]) for c in reason.params["causes"]}
    assert [n in wording.sentence(reason) for n in ("5", "3")] == [True, True]
    told = actions.rehearsal.rehearse(pk, actor=world.stage.actor("officer"), now=world.stage.at)
    assert {bool(t.causes) for t in told.trials} == {True}
    assert DrawRound.objects.count() == 0


def test_a_missing_reveal_voids_the_round_by_the_clock_and_the_next_names_its_record(
    world, panel, tmp_path
):
    r.announced(world, panel)
    r.numbered(world, panel)
    r.checked(world, panel)
    run_clock(world.stage.later(hours=70))
    assert Panel.objects.get(pk=panel).state == "announced"
    run_clock(world.stage.later(hours=3))
    void = DrawRound.objects.get(panel_id=panel)
    assert Panel.objects.get(pk=panel).state == "convened"
    assert json.loads(void.void_record)["causes"] == [["missing", "drawer"]]
    assert d.replayed(tmp_path, void.void_record, "--commit", void.commitment) == 0
    r.drawn(world, panel)
    text = DrawRound.objects.get(panel_id=panel, number=2).transcript
    digest = hashlib.sha256(void.void_record.encode()).hexdigest()
    assert engine.Transcript.from_json(text).input.previous == (digest,)
    assert d.replayed(tmp_path, text) == 0
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
    r.checked(world, panel)
    with pytest.raises(Denied) as excinfo:
        acts.do(world.stage, "panel", panel, "open_as_drawer", "drawer")
    assert codes(excinfo) == ["outsiders_open_first"]
    opened = {"party": "notary", "salt": salt.hex(), "value": value.hex()}
    wrong = "ff" + value.hex()[2:]
    with pytest.raises(Invalid) as excinfo:
        acts.do(world.stage, "panel", panel, "take_reveal", "supervisor",
                **{**opened, "value": wrong})  # fmt: skip
    assert problems(excinfo) == [("value", "reveal_differs")]
    acts.do(world.stage, "panel", panel, "take_reveal", "supervisor", **opened)
    acts.do(world.stage, "panel", panel, "open_as_drawer", "drawer")
    acts.do(world.stage, "panel", panel, "draw", "drawer")
    assert d.replayed(tmp_path, queries.transcript(panel, 1)) == 0
