"""The tables follow from the migrations, and the migrations from the models."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from jiebang.platform.audit.seal import present, trigger_names
from jiebang.platform.lifecycle import Machine

pytestmark = pytest.mark.django_db


def test_no_model_has_run_ahead_of_its_migrations():
    said = StringIO()
    call_command("makemigrations", check=True, dry_run=True, stdout=said)
    assert said.getvalue() == "No changes detected\n"


def test_every_migration_has_been_applied_from_nothing():
    executor = MigrationExecutor(connection)
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []


def test_the_record_is_guarded_by_the_database():
    assert trigger_names(connection.vendor) - present(connection) == frozenset()


def test_system_checks_pass():
    said = StringIO()
    call_command("check", databases=["default"], fail_level="WARNING", stdout=said, stderr=said)
    assert said.getvalue() == "System check identified no issues (0 silenced).\n"


def test_the_database_itself_knows_the_states_of_every_life():
    unguarded = []
    for machine in Machine.registry.values():
        table = machine.model._meta.db_table
        with connection.cursor() as cursor:
            found = connection.introspection.get_constraints(cursor, table)
        checks = {name for name, c in found.items() if c["check"]}
        wanted = {c.name for c in machine.model._meta.constraints if "state" in c.name}
        if not wanted or not wanted <= checks:
            unguarded.append(machine.lifecycle.name)
    assert unguarded == []


def test_every_column_of_a_state_has_room_for_its_longest_name():
    tight = [
        machine.lifecycle.name
        for machine in Machine.registry.values()
        if max(map(len, machine.lifecycle.states))
        > machine.model._meta.get_field("state").max_length
    ]
    assert tight == []
