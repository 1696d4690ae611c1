"""An edition's values reach the engine unchanged, and every value can be listed with its origin."""

import copy
import dataclasses
from decimal import Decimal

import pytest

from jiebang.engine.draw import Quota
from jiebang.rulebook.edition import lines, load, shipped, shipped_text
from jiebang.rulebook.edition.loading import build
from jiebang.rulebook.edition.mechanisms import (
    draw_rules,
    public_money,
    score_rule,
    score_table,
    tranche_amounts,
)

from .documents import BASE, PLAIN, problems

WAN = 1_000_000
JILIN = [
    {"up_to": 500, "percent": 30},
    {"up_to": 1000, "percent": 25},
    {"up_to": 2000, "percent": 20},
    {"percent": 15},
]


def with_funding(**changes):
    document = copy.deepcopy(PLAIN)
    document["funding"].update(changes)
    return document


def test_a_panel_is_drawn_as_the_edition_seats_it():
    rules = draw_rules(BASE.panels["bid"])
    assert (rules.seats, rules.reserves, rules.per_unit, rules.away_percent) == (7, 7, 1, 100)
    assert set(rules.quotas) == {
        Quota("kind", "technical", 5),
        Quota("kind", "industry", 1),
        Quota("kind", "finance", 1),
    }


@pytest.mark.parametrize("name", shipped())
def test_every_shipped_table_and_panel_is_accepted_by_the_engine(name):
    edition = load(shipped_text(name))
    for panel in ("screening", "bid", "acceptance"):
        table = score_table(edition.tables[panel])
        assert [c.code for c in table.criteria] == [c.code for c in edition.tables[panel].criteria]
        assert draw_rules(edition.panels[panel]).seats == edition.panels[panel].seats


def test_the_publisher_has_a_say_among_bids_and_nowhere_else():
    weights = {p: score_rule(BASE, p).requester_weight for p in BASE.panels}
    assert weights == {"screening": 0, "bid": 20, "acceptance": 0}
    assert score_rule(BASE, "bid").minimum_sheets == 5


def test_a_fixed_sum_is_held_by_the_cap():
    assert public_money(BASE.funding, {}).fen == 100 * WAN
    low = dataclasses.replace(BASE.funding, cap=60 * WAN)
    assert public_money(low, {}).fen == 60 * WAN


def test_a_percentage_of_the_contract_is_capped():
    edition = build(with_funding(formula="percent", of="contract", percent=Decimal("12.5")))
    assert public_money(edition.funding, {"contract": 800 * WAN}).fen == 100 * WAN
    assert public_money(edition.funding, {"contract": 8000 * WAN}).fen == 200 * WAN


def test_a_tier_table_pays_each_slice_at_its_own_rate_and_then_the_cap_holds():
    edition = build(with_funding(formula="tiers", of="total", tiers=JILIN, cap=300))
    paid = public_money(edition.funding, {"total": 2500 * WAN})
    assert (paid.uncapped, paid.fen) == (550 * WAN, 300 * WAN)


@pytest.mark.parametrize(
    "tiers", [JILIN[:-1], [JILIN[1], JILIN[0], JILIN[3]], [{"percent": 1}] * 2]
)
def test_tiers_that_do_not_rise_to_an_open_end_are_refused(tiers):
    assert problems(with_funding(formula="tiers", tiers=tiers)) == [
        ("funding.tiers", "edition_steps_not_rising_to_open")
    ]


def test_tranches_make_the_whole_sum_to_the_last_fen():
    parts = tranche_amounts(BASE, 100_000_001)
    assert (sum(parts), len(parts)) == (100_000_001, len(BASE.tranches))


def test_every_value_is_listed_once_with_its_origin():
    listed = {line.path: line for line in lines(BASE)}
    assert len(listed) == len(lines(BASE))
    assert listed["funding.amount"].value == 100
    assert listed["funding.amount"].origin.source == "default"
    assert listed["fields.low_carbon.label"].origin.year == 2023
