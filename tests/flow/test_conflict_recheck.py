"""Looking again only when something changed, and only at those who sit, is the same as screening
everybody against everything anew; and more evidence never takes a finding away."""

from __future__ import annotations

import random

import pytest

from jiebang.demo import acts
from jiebang.platform.agenda import run_clock
from jiebang.registry.models import RelationFact
from jiebang.review.models import Conflict, Panel, Seat
from jiebang.review.queries.screening import screened
from jiebang.rulebook.seat import LIVE, State
from tests import reviewing as r
from tests.conflicting import record

# The two bidders and a parent of one, as people write them, and somebody whom nobody knows.
UNITS = ("江左示例大学", "江左示例大学计算机学院", "岭南示例研究院", "江左控股集团", "无处示例公司")
KINDS = ("cooperation", "part_time", "shareholder", "kin", "teacher", "employed")
STEPS = 10


@pytest.fixture
def panel(world) -> str:
    r.pool(world)
    panel = str(r.panel_of(r.in_review(world)).pk)
    r.drawn(world, panel)
    r.accepted(world, panel)
    return panel


def recorded(world, dice: random.Random) -> None:
    kind = dice.choice(KINDS)
    # Of those who sit or wait, by their seat: who they are is chance, what is said is not.
    seats = Seat.objects.filter(state__in=[*LIVE, State.RESERVE]).order_by("number")
    person = dice.choice(list(seats.values_list("expert__name", flat=True)))
    to_people = kind in ("kin", "teacher")
    record(world, kind=kind, person=person, source=f"示例出处{dice.random():.6f}",
           other_person="闻人甲" if to_people else "",
           other_unit="" if to_people else dice.choice(UNITS),
           share=dice.choice(("2", "30", "")) if kind == "shareholder" else "")  # fmt: skip


def declared(world, dice: random.Random) -> None:
    acts.do(world.stage, "organisation", world.team, "update", "team",
            relations=[{"name": "江左控股集团", "relation": "parent",
                        "share": dice.choice(("20", "60", "100"))}])  # fmt: skip


def taken_back(world, dice: random.Random) -> None:
    rows = list(RelationFact.objects.filter(state="recorded").order_by("created_at", "pk"))
    if rows:
        acts.do(world.stage, "relation_fact", dice.choice(rows).pk, "withdraw", "supervisor",
                reason="出处有误,撤回")  # fmt: skip


def known(panel: str) -> set[tuple[str, str, str]]:
    rows = Conflict.objects.filter(panel_id=panel).exclude(state="gone")
    return {(str(e), item, key) for e, item, key in rows.values_list("expert_id", "item", "key")}


def waiting(panel: str) -> set[str]:
    rows = Seat.objects.filter(panel_id=panel, state__in=[*LIVE, State.RESERVE])
    return {str(e) for e in rows.values_list("expert_id", flat=True)}


def anew(world, panel: str) -> dict[str, set[tuple[str, str, str]]]:
    """By verdict, everything that screening the whole pool finds now."""
    found: dict[str, set[tuple[str, str, str]]] = {"hard": set(), "ask": set(), "note": set()}
    for told in screened(Panel.objects.get(pk=panel), None, world.stage.at).found.values():
        for f in (x.finding for x in told):
            found[f.verdict].add((f.expert, f.item, f.key))
    return found


@pytest.mark.parametrize("seed", range(3))
def test_what_the_clock_knows_of_those_who_sit_is_what_screening_everybody_anew_finds(
    world, panel, seed
):
    dice, asked = random.Random(seed), 0  # noqa: S311 -- the same every time
    for _ in range(STEPS):
        change = dice.choice((recorded, recorded, recorded, declared, taken_back))
        before = known(panel)
        change(world, dice)
        run_clock(world.stage.later(minutes=3))
        found, sitting = anew(world, panel), waiting(panel)
        open_ = {x for x in found["ask"] if x[0] in sitting}
        asked += len(open_)
        assert {e for e, _i, _k in found["hard"]} & sitting == set()
        assert {x for x in known(panel) if x[0] in sitting} == open_
        if change is recorded:  # a finding is lifted only with the fact that it rests on
            assert before <= known(panel)
    assert asked
    assert Seat.objects.filter(panel_id=panel, state="withdrawn").exists()
