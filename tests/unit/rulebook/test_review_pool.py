"""Who may sit: every reason against an expert, one at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from jiebang.rulebook.edition import load, shipped_text
from jiebang.rulebook.expert import (
    REASONS,
    Candidate,
    Load,
    reasons_against,
    unit_key,
)

EDITION = load(shipped_text("jinan-2023"))
TODAY = date(2023, 10, 10)
FREE = Candidate(
    id="e1", person=7, name="欧阳评", state="accepted", available=True, kind="technical",
    fields=("low_carbon",), region="370200", born_on=date(1970, 1, 1), academician=False,
    confirmed_on=date(2023, 1, 1), unit="外市大学", load=Load(),
)  # fmt: skip
ITEMS = 2


def against(expert=FREE, items=ITEMS, **panel):
    policy = replace(EDITION.panels["bid"], **panel)
    return reasons_against(expert, items, panel=policy, policy=EDITION.experts, city="370100",
                           today=TODAY)  # fmt: skip


def test_nothing_speaks_against_a_stranger_from_elsewhere():
    assert against() == ()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"state": "frozen"}, "frozen"),
        ({"state": "registered"}, "not_in_pool"),
        ({"available": False}, "not_available"),
        ({"confirmed_on": None}, "stale"),
        ({"confirmed_on": date(2021, 10, 10)}, "stale"),
        ({"born_on": date(1952, 10, 10)}, "over_age"),
        ({"region": "370112"}, "own_city"),
        ({"load": Load(held=14)}, "over_load"),
        ({"load": Load(year=119)}, "over_year"),
        ({"away_until": TODAY}, "not_available"),
    ],
)
def test_each_reason_stands_alone(change, reason):
    assert against(replace(FREE, **change)) == (reason,)


def test_all_reasons_are_given_at_once_and_no_other_exists():
    worst = replace(FREE, state="frozen", available=False, confirmed_on=None,
                    born_on=date(1940, 1, 1), region="370101",
                    load=Load(held=99, year=999))  # fmt: skip
    assert against(worst) == tuple(r for r in REASONS if r not in ("not_in_pool", "resting"))


def test_limits_hold_to_the_day():
    assert against(replace(FREE, born_on=date(1952, 10, 11))) == ()
    assert against(replace(FREE, confirmed_on=date(2021, 10, 11))) == ()
    assert against(replace(FREE, load=Load(held=13, year=118))) == ()


def test_whoever_sat_lately_rests_as_long_as_the_edition_says():
    policy = replace(EDITION.experts, rest_days=30)

    def after(days: int) -> tuple[str, ...]:
        tired = replace(FREE, load=Load(rested_since=TODAY - timedelta(days=days)))
        return reasons_against(tired, ITEMS, panel=EDITION.panels["bid"], policy=policy,
                               city="370100", today=TODAY)  # fmt: skip

    assert [after(29), after(30)] == [("resting",), ()]


def test_an_academician_has_no_age_limit():
    assert against(replace(FREE, born_on=date(1930, 1, 1), academician=True)) == ()


def test_the_own_city_is_no_reason_where_the_edition_lets_locals_sit():
    assert against(replace(FREE, region="370112"), off_city_share=Decimal("0.5")) == ()


@pytest.mark.parametrize(
    "text", ["江左示例大学(本部)", "江左示例大学（本部）", " 江左 示例大学 本部 "]
)
def test_brackets_spaces_and_widths_do_not_hide_a_unit(text):
    assert unit_key(text) == "江左示例大学本部"
