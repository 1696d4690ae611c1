"""The pool of experts: into it by way of the unit, out of it by silence (R062–R066)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from jiebang.demo import acts
from jiebang.engine.decision import Denied
from jiebang.platform.agenda import run_clock
from jiebang.platform.audit import log, rows
from jiebang.platform.audit.models import Entry
from jiebang.platform.lifecycle import Machine
from jiebang.registry import actions
from jiebang.registry.models import Expert
from jiebang.registry.queries.expert import id_number
from tests import reviewing as r
from tests.refusals import codes


def registered(world, key: str, **changes) -> str:
    """Somebody has filled in the form and nobody has looked at it yet."""
    acts.person(world.stage, key, f"专家{key}")
    filled = {
        "name": f"专家{key}", "birth_on": "1975-05-01", "phone": "13800000000",
        "unit_name": "外市示例单位", "region_code": "370200", "kind": "technical",
        "fields": ["high_end_equipment"], "keywords": "伺服、冲压、送料",
        "title_level": "senior", "available": "yes",
    } | changes  # fmt: skip
    stage = world.stage
    made = actions.expert.create("register", actor=stage.actor(key), now=stage.at, **filled)
    return str(made.pk)


def step(world, pk: str, name: str, by: str, /, **given) -> None:
    acts.do(world.stage, "expert", pk, name, by, **given)


def test_a_registered_unit_is_asked_first(world):
    pk = registered(world, "x1", unit_name="江左示例大学")
    with pytest.raises(Denied) as excinfo:
        step(world, pk, "accept", "pool", level="2")
    assert codes(excinfo) == ["unit_not_confirmed"]
    with pytest.raises(Denied) as excinfo:
        step(world, pk, "confirm_unit", "other", own_staff="yes", true_title="yes",
             true_results="yes")  # fmt: skip
    assert codes(excinfo) == ["wrong_role"]
    step(world, pk, "confirm_unit", "team", own_staff="yes", true_title="yes", true_results="yes")
    step(world, pk, "accept", "pool", level="2")
    assert Expert.objects.get(pk=pk).state == "accepted"


def test_a_unit_that_cannot_confirm_everything_returns_the_record(world):
    pk = registered(world, "x1", unit_name="江左示例大学")
    with pytest.raises(Denied) as excinfo:
        step(world, pk, "confirm_unit", "team", own_staff="yes", true_title="no",
             true_results="yes")  # fmt: skip
    assert codes(excinfo) == ["unit_check_incomplete"]
    step(world, pk, "refuse_unit", "team", reason="职称与人事档案不符。")
    assert Expert.objects.get(pk=pk).state == "returned"


def test_where_the_unit_is_not_registered_the_keeper_says_how_it_was_checked(world):
    pk = registered(world, "x1")
    with pytest.raises(Denied) as excinfo:
        step(world, pk, "accept", "pool", level="2")
    assert codes(excinfo) == ["unit_basis_missing"]


def test_a_new_unit_has_to_confirm_anew(world):
    pk = registered(world, "x1", unit_name="江左示例大学")
    ticks = {"own_staff": "yes", "true_title": "yes", "true_results": "yes"}
    step(world, pk, "confirm_unit", "team", **ticks)
    step(world, pk, "accept", "pool", level="2")
    form = Expert.objects.get(pk=pk)
    again = {
        **form.profile, "name": form.name, "kind": form.kind, "fields": form.fields,
        "keywords": form.keywords, "region_code": "440100", "birth_on": "1975-05-01",
        "unit_name": "岭南示例研究院", "available": "yes",
    }  # fmt: skip
    step(world, pk, "update", "x1", **again)
    with pytest.raises(Denied) as excinfo:
        step(world, pk, "accept", "pool", level="2")
    assert codes(excinfo) == ["unit_not_confirmed"]
    step(world, pk, "confirm_unit", "other", **ticks)


def test_above_the_age_of_entry_only_academicians_get_in(world):
    old = registered(world, "x1", birth_on="1950-01-01")
    with pytest.raises(Denied) as excinfo:
        step(world, old, "accept", "pool", level="1", unit_basis="推荐函")
    assert codes(excinfo) == ["expert_too_old"]
    member = registered(world, "x2", birth_on="1950-01-01", academician="yes")
    step(world, member, "accept", "pool", level="1", unit_basis="推荐函")


def test_a_record_nobody_confirms_for_two_years_freezes_and_thaws_by_its_owner(world):
    pk = r.expert(world, "x1")
    start = world.stage.at
    run_clock(start + timedelta(days=729))
    assert Expert.objects.get(pk=pk).state == "accepted"
    world.stage.at = start + timedelta(days=732)
    run_clock(world.stage.at)
    assert Expert.objects.get(pk=pk).state == "frozen"
    step(world, pk, "reconfirm", "x1")
    assert Expert.objects.get(pk=pk).state == "accepted"


def test_a_freeze_by_the_keeper_is_not_lifted_by_confirming(world):
    pk = r.expert(world, "x1")
    step(world, pk, "freeze", "pool", reason="信息正在核查")
    with pytest.raises(Denied) as excinfo:
        step(world, pk, "reconfirm", "x1")
    assert codes(excinfo) == ["expert_not_stale"]


A, B = "370102197505010014", "370102197505010030"


def twice(world, older: str, younger: str) -> tuple[str, str]:
    """Two records of one person with these identity numbers, "" being none."""
    one = r.expert(world, "one", name="吕示例", id_number=older)
    world.stage.later(days=2)
    return one, r.expert(world, "two", name="吕示例", id_number=younger)


def numbers(*records: str) -> list[tuple[str, bool]]:
    """(identity number, whether it is found by it) of each record."""
    rows = [Expert.objects.get(pk=pk) for pk in records]
    return [(id_number(e), e.id_index is not None) for e in rows]


@pytest.mark.parametrize(
    ("older", "younger", "after"),
    [
        ("", A, [(A, True), ("", False)]),
        (A, "", [(A, True), ("", False)]),
        ("", "", [("", False), ("", False)]),
    ],
)
def test_an_identity_number_that_only_the_younger_record_has_goes_over_to_the_older(
    world, older, younger, after
):
    one, two = twice(world, older, younger)
    step(world, two, "merge", "pool", other=one, reason="电话核实为同一人")
    assert numbers(one, two) == after
    if younger:  # whoever registers it again is told that it is known
        with pytest.raises(Denied) as excinfo:
            registered(world, "third", id_number=younger)
        assert codes(excinfo) == ["expert_id_taken"]
    assert log_is_whole()


def test_two_identity_numbers_are_two_people_whatever_the_keeper_says(world):
    one, two = twice(world, A, B)
    with pytest.raises(Denied) as excinfo:
        step(world, two, "merge", "pool", other=one, reason="电话核实为同一人")
    assert codes(excinfo) == ["merge_identities_differ"]
    assert numbers(one, two) == [(A, True), (B, True)]
    assert Expert.objects.get(pk=two).state == "accepted"


def log_is_whole() -> bool:
    """Every record is as its last step left it, and no step told the number."""
    changed = [list(rows.changed(m.model, m.lifecycle.name, m.parts))
               for m in Machine.registry.values()]  # fmt: skip
    told = str(list(Entry.objects.values_list("body", flat=True)))
    return list(log.broken()) == [] and not any(changed) and A not in told
