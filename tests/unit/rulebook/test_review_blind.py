"""Who sees what: the whole matrix, and what a blind reading leaves out."""

from __future__ import annotations

import itertools

from jiebang.engine.text import mask
from jiebang.rulebook import blind
from jiebang.rulebook.blind import Phase
from jiebang.rulebook.edition import load, shipped_text
from jiebang.rulebook.roles import Role

FORM = load(shipped_text("jinan-2023")).forms["bid"]
VALUES = {
    "lead_name": "江左示例大学", "member_names": "岭南示例研究院", "party_profile": "介绍",
    "division": "江左示例大学牵头,闻人甲教授负责总体。",
    "team": [{"person": "闻人甲", "unit_name": "江左示例大学", "post": "technical_chief",
              "duty": "总体设计", "months": "12"}],
    "honours": "国家奖", "research_now": "国内外进展", "route": "由江左学院完成算法。",
    "budget_total": 100_000_000, "contact_name": "东方丙", "contact_phone": "13800000000",
    "responses": [{"indicator": "速度", "required_value": "≥ 16", "promised": "18",
                   "compliance": "exceeds", "evidence": "岭南示例研究院已有样机。"}],
    "promise": True,
}  # fmt: skip
UNITS = [("江左示例大学", ("江左学院",)), ("岭南示例研究院", ())]
NAMES = ("江左示例大学", "江左学院", "岭南示例研究院", "闻人甲", "东方丙", "13800000000", "国家奖")


def test_nobody_but_the_bidders_sees_a_sealed_bid():
    seen = {
        (role, own)
        for role, own in itertools.product(Role, (False, True))
        if blind.visible("bid", role, Phase.SEALED, own=own)
    }
    assert seen == {(Role.LEAD, True), (Role.PARTNER, True)}


def test_an_expert_sees_masked_text_only_and_only_while_reviewing():
    seen = {phase: blind.visible("bid", Role.EXPERT, phase, own=True) for phase in Phase}
    nothing = frozenset()
    assert seen == {
        Phase.SEALED: nothing, Phase.OPENED: nothing,
        Phase.REVIEWING: frozenset({"attachments", "code", "masked"}), Phase.DECIDED: nothing,
        Phase.PUBLIC: nothing,
    }  # fmt: skip
    assert blind.visible("bid", Role.EXPERT, Phase.REVIEWING) == nothing


def test_experts_names_are_for_those_who_call_them_and_for_supervision():
    seen = {
        role for role, phase, own in itertools.product(Role, Phase, (False, True))
        if "expert_names" in blind.visible("panel", role, phase, own=own)
    }  # fmt: skip
    assert seen == {Role.DRAWER, Role.SECRETARY, Role.SUPERVISOR}


def test_reasons_for_filtering_are_for_supervision_alone():
    seen = {
        role for role, phase, own in itertools.product(Role, Phase, (False, True))
        if "reasons" in blind.visible("panel", role, phase, own=own)
    }  # fmt: skip
    assert seen == {Role.SUPERVISOR}


def test_scores_are_read_before_the_close_by_their_writer_and_supervision_alone():
    seen = {
        (role, own) for role, own in itertools.product(Role, (False, True))
        if "scores" in blind.visible("review", role, Phase.REVIEWING, own=own)
    }  # fmt: skip
    assert seen == {(Role.EXPERT, True), (Role.SUPERVISOR, False), (Role.SUPERVISOR, True)}


def test_what_is_not_written_shows_nothing():
    assert blind.visible("ledger", Role.OFFICER, Phase.PUBLIC) == frozenset()
    assert blind.visible_to("panel", [], Phase.DECIDED) == frozenset()


def test_a_blind_reading_names_nobody():
    roster = blind.roster(VALUES, UNITS)
    sections = blind.reading(FORM, VALUES, blind=True)
    shown = str(blind.masked(sections, lambda text: mask(text, roster).text))
    assert [name for name in NAMES if name in shown] == []
    assert [word for word in ("总体设计", "国内外进展", "18") if word not in shown] == []


def test_columns_that_identify_are_left_out_of_tables():
    fields = [f for s in blind.reading(FORM, VALUES, blind=True) for f in s["fields"]]
    team = next(f for f in fields if f["name"] == "team")
    assert [c["name"] for c in team["columns"]] == ["post", "duty", "months"]
    assert team["value"] == [["技术总师", "总体设计", "12"]]


def test_an_open_reading_keeps_names_but_no_way_to_reach_people():
    shown = str(blind.reading(FORM, VALUES, blind=False))
    assert ("江左示例大学" in shown, "13800000000" in shown) == (True, False)


def test_the_people_of_a_form_are_found_wherever_it_names_them():
    assert blind.people_in(VALUES) == ("闻人甲", "东方丙")
    assert blind.people_in({}) == ()
    rows = {"unsuitable_experts": [{"name": " 令狐丁 "}, {"name": ""}]}
    assert blind.unsuitable_in(rows) == ("令狐丁",)


def test_whom_a_bidder_names_as_unsuitable_is_read_by_its_own_units_and_supervision_alone():
    seen = {
        (role, own) for role, phase, own in itertools.product(Role, Phase, (False, True))
        if "unsuitable" in blind.visible("bid", role, phase, own=own)
    }  # fmt: skip
    assert seen == {(Role.LEAD, True), (Role.PARTNER, True), (Role.SUPERVISOR, False),
                    (Role.SUPERVISOR, True)}  # fmt: skip
    sealed = blind.visible("bid", Role.SUPERVISOR, Phase.SEALED)
    assert [blind.untold(seen) for seen in (sealed, frozenset({"unsuitable"}))] == [
        {"unsuitable_experts"}, frozenset(),
    ]  # fmt: skip
