"""Play a long beginning once, and lay it down again for every test that starts with it.

A function that brings a world somewhere is `kept`: the rows it added, changed and removed are
remembered, together with what it returned. The next test that calls it from exactly the same
past gets the same rows without performing the acts again. "The same past" is the hash of the
record's last entry: its commitments are salted, so no two pasts that were performed apart are
alike, and a test that did anything of its own before performs everything itself.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import wraps
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction

from jiebang.platform.audit.models import Entry

Rows = dict[Any, tuple]  # primary key → row


@dataclass(frozen=True)
class Kept:
    added: dict[str, list[tuple]]
    changed: dict[str, list[tuple]]
    removed: dict[str, list[Any]]
    state: bytes  # the world's fields and what the function returned


_kept: dict[tuple, Kept] = {}
_known: set[str] = {""}  # pasts that were laid down, or stored: worth storing what follows


def kept(build: Callable[..., Any]) -> Callable[..., Any]:
    """Remember what `build(world, …)` did to the database and to the world."""

    @wraps(build)
    def play(world: Any, *args: Any, **named: Any) -> Any:
        past = _past()
        key = (build.__module__, build.__qualname__, repr(args), repr(sorted(named.items())), past)
        if key in _kept:
            return _lay_down(_kept[key], world)
        if past not in _known or not connection.in_atomic_block:
            return build(world, *args, **named)
        before = _rows()
        result = build(world, *args, **named)
        _kept[key] = _difference(before, _rows(), pickle.dumps((_fields(world), result)))
        _known.add(_past())
        return result

    return play


def _fields(world: Any) -> dict[str, Any]:
    return {f.name: getattr(world, f.name) for f in fields(world)}


def _past() -> str:
    last = Entry.objects.order_by("-pk").values_list("hash", flat=True).first()
    return last or ""


def _tables() -> list[tuple[str, list[str], int]]:
    """(table, columns, where the primary key stands) of every table of ours."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        columns = [f.column for f in model._meta.concrete_fields]
        found.append((model._meta.db_table, columns, columns.index(model._meta.pk.column)))
    return found


def _quoted(names: list[str]) -> str:
    return ", ".join(f'"{n}"' for n in names)


def _rows() -> dict[str, Rows]:
    found = {}
    with connection.cursor() as cursor:
        for table, columns, key in _tables():
            cursor.execute(f'SELECT {_quoted(columns)} FROM "{table}"')  # noqa: S608 -- our names
            found[table] = {row[key]: row for row in cursor.fetchall()}
    return found


def _difference(before: dict[str, Rows], after: dict[str, Rows], state: bytes) -> Kept:
    added, changed, removed = {}, {}, {}
    for table, rows in after.items():
        old = before[table]
        if new := [row for pk, row in rows.items() if pk not in old]:
            added[table] = new
        if other := [row for pk, row in rows.items() if pk in old and old[pk] != row]:
            changed[table] = other
        if gone := [pk for pk in old if pk not in rows]:
            removed[table] = gone
    return Kept(added, changed, removed, state)


def _lay_down(what: Kept, world: Any) -> Any:
    with transaction.atomic(), connection.cursor() as cursor:
        for table, columns, key in _tables():
            pk, marks = columns[key], ", ".join(["%s"] * len(columns))
            if gone := what.removed.get(table):
                sql = f'DELETE FROM "{table}" WHERE "{pk}" = %s'  # noqa: S608 -- our names
                cursor.executemany(sql, [(g,) for g in gone])
            if rows := what.added.get(table):
                sql = f'INSERT INTO "{table}" ({_quoted(columns)}) VALUES ({marks})'  # noqa: S608
                cursor.executemany(sql, rows)
            if rows := what.changed.get(table):
                sets = ", ".join(f'"{c}" = %s' for c in columns)
                sql = f'UPDATE "{table}" SET {sets} WHERE "{pk}" = %s'  # noqa: S608 -- our names
                cursor.executemany(sql, [(*row, row[key]) for row in rows])
        _move_sequences(cursor, what)
    then, result = pickle.loads(what.state)  # noqa: S301 -- pickled by this process
    vars(world.stage).update(vars(then.pop("stage")))  # in place: others hold the stage itself
    vars(world).update(then)
    return result


def _move_sequences(cursor: Any, what: Kept) -> None:
    models = [m for m in apps.get_models() if m._meta.db_table in what.added]
    for sql in connection.ops.sequence_reset_sql(no_style(), models):
        cursor.execute(sql)
