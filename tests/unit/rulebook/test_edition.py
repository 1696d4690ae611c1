"""An edition is refused with every problem named, or it is held for good."""

import dataclasses
from decimal import Decimal

import pytest

from jiebang.rulebook.edition import (
    Difference,
    EditionInvalid,
    diff,
    digest,
    load,
)
from jiebang.rulebook.edition.loading import build

from .documents import BASE, PLAIN, changed, problems


def test_the_unchanged_document_has_no_problems():
    assert problems(PLAIN) == []


@pytest.mark.parametrize(
    ("path", "value", "found"),
    [
        ("panels.bid.seats", 2, ("panels.bid.seats", "edition_out_of_bounds")),
        ("panels.bid.seats", 10, ("panels.bid.seats", "edition_out_of_bounds")),
        ("panels.bid.seats", "7", ("panels.bid.seats", "edition_not_a_whole_number")),
        ("panels.bid.seats", True, ("panels.bid.seats", "edition_not_a_whole_number")),
        ("panels.bid.seats", None, ("panels.bid.seats", "edition_missing_value")),
        ("panels.bid.chairs", 7, ("panels.bid.chairs", "edition_unknown_value")),
        ("panels.defence", {}, ("panels.defence", "edition_unknown_value")),
        ("panels.bid.off_city_share", Decimal("1.01"),
         ("panels.bid.off_city_share", "edition_out_of_bounds")),
        ("panels.bid.seats_min", 8, ("panels.bid.seats_min", "edition_above_seats")),
        ("panels.bid.seats_max", 6, ("panels.bid.seats", "edition_above_limit")),
        ("draw.parties", ["drawer", "notary"], ("draw.parties", "edition_draw_party_missing")),
        ("draw.numbers.happy8.bits", 62, ("draw.numbers.happy8.bits", "edition_above_limit")),
        ("draw.number_bits_least", 100, ("draw.number_bits_least", "edition_above_limit")),
        ("draw.weight_text", 51, ("draw.weight_text", "edition_weights_not_100")),
        ("panels.bid.minimum_valid", 8, ("panels.bid.minimum_valid", "edition_above_seats")),
        ("panels.bid.strata", [{"kind": "technical", "minimum": 8}],
         ("panels.bid.strata", "edition_above_seats")),
        ("panels.bid.strata", [{"kind": "poetry", "minimum": 1}],
         ("panels.bid.strata", "edition_unknown_expert_kind")),
        ("notice.days", 0, ("notice.days", "edition_out_of_bounds")),
        ("notice.unit", "lunar", ("notice.unit", "edition_not_an_option")),
        ("notice", [], ("notice", "edition_not_a_table")),
        ("city.region", "370102", ("city.region", "edition_not_a_city_code")),
        ("districts.370102.code", "110101", ("districts.110101", "edition_district_outside_city")),
        ("kinds.company_demand.competition", "perhaps",
         ("kinds.company_demand.competition", "edition_not_an_option")),
        ("changes.budget.code", "partner", ("changes.partner", "edition_repeated_code")),
        ("changes", [], ("changes", "edition_wrong_count")),
        ("collection.closes_at", "24:00", ("collection.closes_at", "edition_wrong_shape")),
        ("tables.bid.criteria.risk.weight", 6,
         ("tables.bid.criteria", "edition_weights_not_100")),
        ("tables.bid.criteria.risk.knock_out", 6,
         ("tables.bid.criteria.risk.knock_out", "edition_above_maximum")),
        ("tables.bid.criteria.risk.label", "获奖情况",
         ("tables.bid.criteria.risk", "edition_form_scores_hats")),
        ("tables.bid.bands.poor.from_percent", 1,
         ("tables.bid.bands", "edition_bands_not_falling_to_zero")),
        ("tranches.final.share", 31, ("tranches", "edition_shares_not_100")),
        ("tranches.middle.milestone", 2,
         ("tranches.middle.milestone", "edition_no_such_milestone")),
        ("tranches.middle.milestone", None,
         ("tranches.middle.milestone", "edition_milestone_and_condition_differ")),
        ("tranches.start.milestone", 1,
         ("tranches.start.milestone", "edition_milestone_and_condition_differ")),
        ("funding.amount", 201, ("funding.amount", "edition_above_cap")),
        ("funding.amount", None, ("funding.amount", "edition_missing_value")),
        ("funding.formula", "percent", ("funding.percent", "edition_missing_value")),
        ("funding.cap", Decimal("0.0000001"), ("funding.cap", "edition_out_of_bounds")),
        ("acceptance.discuss_share", 91,
         ("acceptance.discuss_share", "edition_above_limit")),
        ("contract.warn_days", 31, ("contract.warn_days", "edition_above_limit")),
        ("contract.parties", ["bureau", "lead"], ("contract.parties", "edition_party_missing")),
        ("aggregation.tie_criteria", ["charm"],
         ("aggregation.tie_criteria", "edition_unknown_criterion")),
        ("opinion.score", False, ("opinion.score", "edition_publisher_weight_needs_score")),
        ("gates.period_max.months", 0, ("gates.period_max.months", "edition_out_of_bounds")),
        ("gates.period_max.years", 3, ("gates.period_max.years", "edition_unknown_value")),
        ("gates.period_max.code", "degree_of_leader",
         ("gates.degree_of_leader", "edition_unknown_gate")),
        ("origin", {"panels.bid.seats": "public"},
         ("origin.panels.bid.seats", "edition_public_needs_year")),
        ("origin", {"panels.bid.sofas": "default"},
         ("origin.panels.bid.sofas", "edition_no_such_value")),
        ("origin", {"panels": "hearsay"}, ("origin.panels", "edition_wrong_mark")),
        ("title", " ", ("title", "edition_empty_text")),
    ],
)  # fmt: skip
def test_a_wrong_value_is_named_with_its_place(path, value, found):
    assert problems(changed(path, value)) == [found]


def test_every_problem_is_reported_at_once():
    document = changed("panels.bid.seats", 2)
    document["notice"]["days"] = -1
    document["surprise"] = 1
    assert sorted(problems(document)) == [
        ("notice.days", "edition_out_of_bounds"),
        ("panels.bid.seats", "edition_out_of_bounds"),
        ("surprise", "edition_unknown_value"),
    ]


@pytest.mark.parametrize("value", [None, "", "x", -1, 10**9, Decimal("0.5"), [], {}, [1], [{}]])
def test_no_wrong_section_breaks_the_reading(value):
    """Whatever stands where a section belongs, the answer is a list of problems."""
    for section in PLAIN:
        if value is None or type(PLAIN[section]) is not type(value):
            assert problems(changed(section, value)) != [] or section == "origin", section


def test_amounts_are_written_in_wan_and_held_in_fen():
    assert BASE.funding.amount == 100_000_000
    assert build(changed("funding.amount", Decimal("99.5"))).funding.amount == 99_500_000


def test_an_edition_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        BASE.year = 2024
    with pytest.raises(TypeError):
        BASE.document["year"] = 2024
    with pytest.raises(TypeError):
        BASE.panels["bid"] = BASE.panels["screening"]


def test_the_digest_changes_with_a_value_and_not_with_its_spelling():
    assert digest(build(PLAIN)) == digest(BASE)
    assert digest(build(changed("panels.bid.off_city_share", 1))) == digest(BASE)
    assert digest(build(changed("panels.bid.reserves", 9))) != digest(BASE)


def test_the_difference_of_two_editions_names_each_changed_value():
    later = changed("panels.bid.reserves", 9)
    later["gates"] = [g for g in later["gates"] if g["code"] != "period_max"]
    assert diff(BASE, build(later)) == (
        Difference("gates.period_max.code", "period_max", None),
        Difference("gates.period_max.months", 36, None),
        Difference("panels.bid.reserves", 7, 9),
    )


def test_an_edition_does_not_differ_from_itself():
    assert diff(BASE, BASE) == ()


def test_a_steps_gate_rises_to_an_open_end():
    steps = [{"revenue_below": 5000, "percent": 5}, {"revenue_below": 20000, "percent": 4}]
    gate = {"code": "rnd_intensity_steps", "steps": [*steps, {"percent": 3}]}
    assert problems({**PLAIN, "gates": [*PLAIN["gates"], gate]}) == []
    gate["steps"] = steps
    path = "gates.rnd_intensity_steps.steps"
    assert problems({**PLAIN, "gates": [*PLAIN["gates"], gate]}) == [
        (path, "edition_steps_not_rising_to_open")
    ]


# Inheritance -----------------------------------------------------------------------------------


def test_a_document_extends_another_and_only_says_what_differs():
    child = 'extends = "jinan-2023"\ncode = "jinan-2023-b"\n[panels.bid]\nreserves = 9\n'
    edition = load(child)
    assert (edition.panels["bid"].seats, edition.panels["bid"].reserves) == (7, 9)
    assert [d.path for d in diff(BASE, edition)] == ["panels.bid.reserves", "code"]


def test_a_mark_of_origin_is_inherited_only_with_the_value_it_speaks_of():
    child = 'extends = "jinan-2023"\n[[fields]]\ncode = "ships"\nlabel = "船"\nlabel_en = "Ships"\n'
    edition = load(child)
    assert edition.origin("fields").source == "default"
    assert edition.origin("city").source == "public"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("year = ", ("", "edition_not_toml")),
        ('extends = "nowhere"', ("extends", "edition_cannot_extend")),
        ('extends = "../jinan-2023"', ("extends", "edition_cannot_extend")),
        ("extends = 5", ("extends", "edition_cannot_extend")),
    ],
)
def test_a_text_that_cannot_be_resolved_says_why(text, found):
    with pytest.raises(EditionInvalid) as caught:
        load(text)
    assert [(p.path, p.reason.code) for p in caught.value.problems] == [found]


def test_a_circle_of_documents_is_refused():
    with pytest.raises(EditionInvalid) as caught:
        load('extends = "a"', parent={"a": 'extends = "b"', "b": 'extends = "a"'}.__getitem__)
    assert [p.reason.code for p in caught.value.problems] == ["edition_cannot_extend"]
