"""Questions that nearly every page asks: made into SQL once, asked with other values ever after.

The ORM makes each statement anew, which takes several times as long as asking it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from copy import copy
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Field, QuerySet, Value
from django.db.models.query import ModelIterable


class _Slot(Value):
    """Where the value number `at` will stand."""

    def __init__(self, at: int) -> None:
        super().__init__(None)
        self.at = at

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        return "%s", [self]


@dataclass(frozen=True, slots=True)
class _Made:
    rows: QuerySet[Any]
    compiler: Any
    sql: str
    params: tuple[Any, ...]
    converters: Mapping[int, Any]
    objects: bool


class Prepared:
    """`make` is given a place for each value and returns the question, whose shape must not depend
    on anything else; `fields` say how each value is written in the database."""

    def __init__(self, make: Callable[..., QuerySet[Any]], *fields: Field[Any, Any]) -> None:
        self._ask, self._fields = make, fields
        self._made: dict[str, _Made] = {}

    def __call__(self, *values: Any) -> list[Any]:
        """The rows found, as the question gives them: columns in their order, or objects."""
        here = connections[DEFAULT_DB_ALIAS]
        made = self._made.get(here.vendor) or self._make(here)
        if made.compiler is None:
            return []
        written = [f.get_db_prep_value(v, here) for f, v in zip(self._fields, values, strict=True)]
        params = [written[p.at] if type(p) is _Slot else p for p in made.params]
        compiler = copy(made.compiler)
        compiler.connection = here
        if made.objects:
            return self._objects(made, compiler, params)
        with here.cursor() as cursor:
            cursor.execute(made.sql, params)
            found = compiler.apply_converters(cursor.fetchall(), made.converters)
            return [tuple(row) for row in found]

    @staticmethod
    def _objects(made: _Made, compiler: Any, params: list[Any]) -> list[Any]:
        """Django makes objects out of what a compiler brings: it is given one that has its SQL."""
        rows = made.rows.all()
        compiler.as_sql = lambda *given, **named: (made.sql, params)
        rows.query.get_compiler = lambda *given, **named: compiler
        return list(rows)

    def _make(self, connection: Any) -> _Made:
        rows = self._ask(*(_Slot(n) for n in range(len(self._fields))))
        compiler = rows.query.get_compiler(connection=connection)
        try:
            sql, params = compiler.as_sql()
        except EmptyResultSet:  # whatever is asked, there is nothing
            return self._made.setdefault(connection.vendor, _Made(rows, None, "", (), {}, True))
        converters = compiler.get_converters([column for column, *_ in compiler.select])
        objects = rows._iterable_class is ModelIterable
        made = _Made(rows, compiler, sql, tuple(params), converters, objects)
        self._made[connection.vendor] = made
        return made


class PreparedList:
    """The same for a question about any of several values, which `make` is given: one statement
    for each number of them, and beyond `MOST` of them none is kept."""

    MOST = 60

    def __init__(self, make: Callable[[Any], QuerySet[Any]], field: Field[Any, Any]) -> None:
        self._ask, self._field = make, field
        self._made: dict[int, Prepared] = {}

    def __call__(self, values: Iterable[Any]) -> list[tuple[Any, ...]]:
        given = list(values)
        n = len(given)
        if not 0 < n <= self.MOST:
            return list(self._ask(given))
        if n not in self._made:
            self._made[n] = Prepared(lambda *slots: self._ask(slots), *[self._field] * n)
        return self._made[n](*given)
