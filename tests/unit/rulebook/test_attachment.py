"""Files for experts: who does what when, and which files and texts of a form they are."""

from __future__ import annotations

import pytest

from jiebang.engine.lifecycle import NEW
from jiebang.rulebook import attachment, blind
from jiebang.rulebook.forms import Field, Kind, ask
from jiebang.rulebook.roles import Role

LIFE = attachment.ATTACHMENT
WAYS = {
    ("", "take_in", "waiting"), ("waiting", "mask", "masked"), ("waiting", "hold", "held"),
    *((s, "mask_again", "waiting") for s in ("masked", "held")),
    *((s, "withhold", "withheld") for s in ("waiting", "masked", "held", "redacted", "released")),
    *((s, "redact", "redacted") for s in ("waiting", "masked", "held", "withheld", "released")),
    *((s, "release", "released") for s in ("waiting", "masked", "held", "withheld", "redacted")),
    *((s, "take_back", "waiting") for s in ("withheld", "redacted", "released")),
}  # fmt: skip


def test_the_ways_of_a_file_are_these_and_no_others():
    found = {(s, t.name, t.target or s) for t in LIFE.transitions for s in t.source}
    assert found == WAYS


@pytest.mark.parametrize("open_", [True, False])
def test_each_step_is_for_its_roles_in_its_states_while_the_panel_is_open(open_):
    facts = attachment.Facts(panel_open=open_)
    machine = {"take_in", "mask", "hold"}
    for t in LIFE.transitions:
        for state in (NEW, *LIFE.states):
            for role in Role:
                asked = LIFE.decide(t.name, state=state, roles={role}, facts=facts)
                codes = [r.code for r in asked.reasons]
                if role not in t.by:
                    assert codes == ["wrong_role"]
                elif state not in t.source:
                    assert codes == ["wrong_state"]
                else:
                    closed = [] if open_ or t.name in machine else ["panel_closed_already"]
                    assert codes == closed


def test_experts_get_nothing_that_waits_for_the_machine_or_for_a_person():
    given = {str(s) for s in attachment.GIVEN}
    assert {str(s) for s in LIFE.states} - given == {"waiting", "held", "withheld"}


FORM = ask(
    "bid", "意向书",
    Field(name="title", kind=Kind.TEXT, label="名称"),
    Field(name="stamped", kind=Kind.FILE, label="盖章件", identity=True),
    Field(name="plan", kind=Kind.FILE, label="方案"),
    Field(name="team", kind=Kind.TABLE, label="分工", columns=(
        Field(name="person", kind=Kind.TEXT, label="姓名", identity=True),
        Field(name="duty", kind=Kind.TEXT, label="任务", label_en="Duty"),
        Field(name="months", kind=Kind.INTEGER, label="月数"))),
)  # fmt: skip
VALUES = {"title": "伺服", "stamped": ["s"], "plan": ["b", "a", "b"],
          "team": [{"person": "闻人甲", "duty": "总体", "months": 3},
                   {"person": "东方乙", "duty": "试验", "months": 2}]}  # fmt: skip


def test_what_identifies_is_no_file_for_experts_and_each_file_comes_once():
    assert blind.files_in(FORM, VALUES) == ("b", "a")


def test_the_texts_of_a_form_come_in_the_order_in_which_they_are_masked():
    sections = blind.reading(FORM, VALUES, blind=True)
    masked: list[str] = []
    blind.masked(sections, lambda text: masked.append(text) or text)
    found = blind.texts_in(sections)
    assert [text for _, _, text in found] == masked == ["伺服", "总体", "试验"]
    assert [label for label, _, _ in found] == ["名称", "分工", "分工"]


def test_the_secretary_reads_what_experts_read_and_never_what_was_masked():
    for phase in (blind.Phase.REVIEWING, *blind.AFTER):
        seen = blind.visible("panel", Role.SECRETARY, phase)
        assert ("masked" in seen, "masks" in seen, "units" in seen) == (True, False, False)
        assert blind.visible("bid", Role.SECRETARY, phase) == blind.BID_MASKED
    for phase in blind.AFTER:
        assert blind.visible("bid", Role.EXPERT, phase, own=True) == blind.NOTHING
