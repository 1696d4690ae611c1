"""Whatever people do, the record holds; whatever is changed behind its back, it says so."""

from __future__ import annotations

from contextlib import contextmanager, suppress

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiebang.cli.audit import findings
from jiebang.engine.decision import Denied
from jiebang.platform.accounts import actions as accounts
from jiebang.platform.accounts.actor import CLOCK
from jiebang.platform.accounts.queries import posts_of
from jiebang.platform.audit import tree
from jiebang.platform.audit.models import Entry, Private
from jiebang.platform.audit.seal import unseal
from jiebang.platform.lifecycle import Invalid, Machine
from jiebang.rulebook.roles import APART, Role

pytestmark = pytest.mark.django_db
# The world is made once a test; every example is undone.
shared = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@contextmanager
def undone():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


PEOPLE = ("company", "district", "officer", "head", "leader", "team", "supervisor", "clock")
GIVEN = {
    "reason": "情况属实,理由充分。", "opinion": "同意。", "credit_china": "yes",
    "enforcement": "yes", "company_credit": "yes", "checked_on": "2023-03-10",
    "kind": "company_demand", "field": "high_end_equipment", "public_money": "100",
    "score": "85", "panel": "test", "complete": "yes", "eligible": "yes",
}  # fmt: skip
ACTS = st.lists(
    st.tuples(
        st.sampled_from(["demand", "batch"]), st.integers(0, 30), st.sampled_from(PEOPLE)
    ),
    min_size=1,
    max_size=12,
)  # fmt: skip


def live(world, demand: str, acts) -> int:
    """Try one step after the other, sensible or not; how many were done."""
    done = 0
    for life, n, who in acts:
        machine = Machine.registry[life]
        rows = [t for t in machine.lifecycle.transitions if "" not in t.source]
        row = rows[n % len(rows)]
        actor = CLOCK if who == "clock" else world.stage.actor(who)
        pk = demand if life == "demand" else world.batch
        try:
            machine.perform(pk, row.name, actor=actor, now=world.stage.later(hours=1), **GIVEN)
        except (Denied, Invalid, KeyError):
            continue
        done += 1
    return done


@shared
@given(acts=ACTS)
def test_after_any_acts_in_any_order_the_record_holds(world, acts):
    with undone():
        demand = world.demand()
        before = Entry.objects.count()
        done = live(world, demand, acts)
        tree.fold(world.stage.at)
        assert list(findings()) == []
        assert Entry.objects.count() >= before + done


CHANGES = st.sampled_from(["hash", "previous", "event", "stream", "body", "salt", "row"])


def _alter(what: str, n: int, at: int) -> None:
    """One character somewhere becomes another."""
    unseal(connection)
    if what == "row":
        model = Machine.registry["demand"].model
        row = model.objects.order_by("pk").first()
        model.objects.filter(pk=row.pk).update(title=_other(row.title or "x", at))
        return
    if what == "salt":
        rows = Private.objects.exclude(name="row").order_by("pk")
        row = rows[n % rows.count()]
        Private.objects.filter(pk=row.pk).update(salt=_other(row.salt, at))
        return
    rows = Entry.objects.order_by("pk")
    row = rows[n % rows.count()]
    if what == "body":
        Entry.objects.filter(pk=row.pk).update(body=_in_body(row.body, at))
    else:
        Entry.objects.filter(pk=row.pk).update(**{what: _other(getattr(row, what), at)})


def _other(text: str, at: int) -> str:
    at %= len(text)
    return text[:at] + ("z" if text[at] != "z" else "y") + text[at + 1 :]


def _in_body(body: dict, at: int) -> dict:
    """The time of the entry, the event or a value, whichever comes up."""
    key = ("event", "at", "data")[at % 3]
    if key == "data":
        return {**body, "data": {**body["data"], "slipped_in": 1}}
    return {**body, key: _other(body[key], at)}


@shared
@given(what=CHANGES, n=st.integers(0, 500), at=st.integers(0, 500))
def test_one_character_changed_anywhere_is_found(world, what, n, at):
    with undone():
        world.demand()
        tree.fold(world.stage.at)
        assert list(findings()) == []
        _alter(what, n, at)
        assert list(findings()) != []


@shared
@given(n=st.integers(0, 500))
def test_an_entry_taken_out_is_missed(world, n):
    with undone():
        world.demand()
        tree.fold(world.stage.at)
        unseal(connection)
        row = Entry.objects.order_by("pk")[n % Entry.objects.count()]
        with connection.cursor() as cursor:
            for table in ("audit_private", "audit_leaf"):
                cursor.execute(f"delete from {table} where entry_id = %s", [row.pk])  # noqa: S608
            cursor.execute("delete from audit_entry where id = %s", [row.pk])
        assert list(findings()) != []


# Posts ------------------------------------------------------------------------------------------


@shared
@given(wanted=st.lists(st.sampled_from(Role), min_size=1, max_size=8))
def test_no_order_of_grants_gives_one_person_posts_that_are_kept_apart(world, wanted):
    with undone():
        person = world.stage.people["company"]
        for role in wanted:
            with suppress(Denied):
                accounts.grant(person, role, "", now=world.stage.at, actor=None)
        held = {role for role, _ in posts_of(person)}
        assert [group for group in APART if len(group & held) > 1] == []
        assert list(findings()) == []


def test_the_three_administrators_are_three_people(world):
    admins = ("sysadmin", "secadmin", "audadmin")
    assert len({world.stage.people[key] for key in admins}) == 3
    refused = []
    for key in admins:
        for role in (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN):
            try:
                accounts.grant(world.stage.people[key], role, "", now=world.stage.at, actor=None)
            except Denied:
                refused.append((key, str(role)))
    assert len(refused) == 6
