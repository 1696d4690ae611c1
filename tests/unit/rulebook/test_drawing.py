"""Terms and public numbers, without a database."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from jiebang.engine.draw import Source
from jiebang.engine.matching import Marginals
from jiebang.engine.similarity import grouping
from jiebang.rulebook import drawing, fitting
from tests.unit.rulebook.documents import BASE

TERMS = drawing.usual(BASE.panels["bid"])
HAPPY = " ".join(f"{n:02d}" for n in range(4, 84, 4))


def person(code: str, kind: str = "technical", **more) -> fitting.Person:
    known = {"unit": f"unit of {code}", "away": True, "official": False, "fit": 5000}
    return fitting.Person(code, kind=kind, **{**known, **more})


def pool(**more) -> list[fitting.Person]:
    made = [person(f"t{n:02d}", fit=1000 + 300 * n, **more) for n in range(24)]
    return [*made, *(person(f"{k}{n}", k) for k in ("industry", "finance") for n in range(4))]


def wanted(people, terms=TERMS, item: str = "panel") -> fitting.Wanted:
    return fitting.Wanted(item, terms, tuple(people))


@pytest.mark.parametrize(
    ("form", "typed", "expected"),
    [
        ("happy8", HAPPY, HAPPY),
        ("happy8", " ".join(reversed(HAPPY.split())), HAPPY),
        ("happy8", HAPPY.replace(" ", ""), HAPPY),
        ("happy8", HAPPY.replace(" ", "、"), HAPPY),
        ("happy8", HAPPY.replace("80", "81"), "number_outside"),
        ("happy8", HAPPY.replace("80", "76"), "number_twice"),
        ("happy8", HAPPY[:-3], "number_groups"),
        ("double_colour", "33 1 2 3 4 5 16", "01 02 03 04 05 33 16"),
        ("double_colour", "1 2 3 4 5 33 17", "number_outside"),
        ("closing_price", "3223.03", "3 2 2 3 0 3"),
        ("closing_price", "3223.3", "number_groups"),
        ("rank5", "３２２３０", "3 2 2 3 0"),
        ("rank5", "", "number_groups"),
    ],
)
def test_a_public_number_is_read_as_its_form_allows(form, typed, expected):
    try:
        found = drawing.read_number(typed, BASE.draw.number(form))
    except drawing.Misread as wrong:
        found = wrong.reason.code
    assert found == expected


def test_terms_survive_their_storage_and_their_form():
    assert drawing.Terms.from_data(TERMS.as_data()) == TERMS
    assert drawing.terms_from(drawing.filled(TERMS)) == TERMS


def test_at_most_so_many_officials_are_at_least_so_many_others():
    few = replace(TERMS, officials_percent=40)
    assert few.officials == 2
    assert [q.minimum for q in drawing.rules(few).quotas if q.dimension == "official"] == [5]
    all_of_them = replace(TERMS, officials_percent=100)
    assert [q for q in drawing.rules(all_of_them).quotas if q.dimension == "official"] == []


def test_kinds_share_out_all_seats_and_reserves():
    loose = replace(TERMS, kinds=(("technical", 2), ("finance", 1)), reserves=3)
    told = {s.kind: (s.seats, s.reserves) for s in fitting.shares(loose)}
    assert told == {"technical": (6, 2), "finance": (1, 1)}
    (alone,) = fitting.shares(replace(TERMS, kinds=()))
    assert (alone.kind, alone.seats, alone.reserves) == ("all", 7, 7)


def test_who_has_no_room_is_left_out_with_the_reason():
    some = replace(TERMS, away_percent=60, officials_percent=40, reserves=3)
    people = [
        *pool(), person("law", "legal"), person("both", away=False, official=True),
        person("home", "finance", away=False), person("clerk", "industry", official=True),
        person("split", "technical", unit="unit of finance0"),
    ]  # fmt: skip
    (found,) = fitting.problem([wanted(people, some)], BASE.draw, 100).pools
    assert dict(found.out) == {
        "law": "no_class", "both": "home_official", "home": "home_full",
        "clerk": "official_full", "split": "unit_elsewhere",
    }  # fmt: skip


def test_chances_keep_the_cap_and_better_fit_costs_spread():
    told = []
    for cap in (50, 75, 100):
        found = fitting.problem([wanted(pool())], BASE.draw, cap)
        answer = fitting.solved(found)
        assert isinstance(answer, Marginals)
        assert answer.flow.max() <= cap
        assert sum(found.chances(answer.flow)) == pytest.approx(7)
        told.append((found.expected_fit(answer.flow), -int((answer.flow > 0).sum())))
    assert told == sorted(told)


def test_nobody_sits_on_two_panels_drawn_together_and_all_fit_together_is_the_best():
    """The second panel wants the same people as the first: what it gives up is as little as can
    be, and the units of each panel are its own."""
    people = pool()
    swapped = [replace(p, fit=10_000 - p.fit) for p in people]
    small = replace(TERMS, reserves=0)
    found = fitting.problem(
        [wanted(people, small, "a"), wanted(swapped, small, "b")], BASE.draw, 100
    )
    answer = fitting.solved(found)
    assert isinstance(answer, Marginals)
    p = found.instance
    load = np.zeros(p.candidates, np.int64)
    np.add.at(load, p.candidate, answer.flow)
    assert load.max() <= p.scale
    assert np.bincount(p.item, answer.flow).tolist() == [7 * p.scale] * 2
    alone = [fitting.solved(fitting.problem([wanted(x, small, "a")], BASE.draw, 100))
             for x in (people, swapped)]  # fmt: skip
    assert answer.objective <= sum(a.objective for a in alone)
    frozen = fitting.frozen(
        found,
        subject="a",
        round=1,
        sources=(Source("drawer", "0" * 64),),
        key=bytes(32),
    )
    assert {(c.item, c.group): c.seats for c in frozen.classes} == {
        (item, kind): n for item in "ab" for kind, n in TERMS.kinds
    }


def test_panels_with_kinds_and_without_are_not_one_problem():
    mixed = [wanted(pool()), wanted(pool(), replace(TERMS, kinds=()), "other")]
    with pytest.raises(ValueError, match="kinds"):
        fitting.problem(mixed, BASE.draw, 100)


def test_a_cap_too_tight_is_said_with_its_figures():
    found = fitting.problem([wanted(pool())], BASE.draw, 25)
    assert [(c["kind"], c["kinds"], c["need"], c["have"]) for c in fitting.solved(found)] == [
        ("cap", ["finance"], 8, 4), ("cap", ["industry"], 8, 4), ("cap", ["technical"], 40, 24),
    ]  # fmt: skip


def test_groups_do_not_depend_on_the_order_of_items():
    texts = [("a", "冲压线高速送料装置"), ("b", "肿瘤早筛试剂盒"), ("c", "冲压线伺服送料机构"),
             ("d", "肿瘤标志物检测试剂")]  # fmt: skip
    assert grouping.groups(texts, 2) == grouping.groups(texts[::-1], 2) == [["a", "c"], ["b", "d"]]
    assert grouping.groups(texts, 9) == [["a", "b", "c", "d"]]
