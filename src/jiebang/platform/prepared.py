"""Questions that nearly every page asks: made into SQL once, asked with other values ever after.

The ORM makes each statement anew, which takes several times as long as asking it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db import connection
from django.db.models import Field, QuerySet, Value


class _Slot(Value):
    """Where the value number `at` will stand."""

    def __init__(self, at: int) -> None:
        super().__init__(None)
        self.at = at

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        return "%s", [self]


class Prepared:
    """`make` is given a place for each value and returns the question, whose shape must not depend
    on anything else; `fields` say how each value is written in the database."""

    def __init__(self, make: Callable[..., QuerySet[Any]], *fields: Field[Any, Any]) -> None:
        self._make, self._fields = make, fields
        self._made: dict[str, tuple[str, tuple[Any, ...], Any]] = {}

    def __call__(self, *values: Any) -> list[tuple[Any, ...]]:
        """The rows found, each with its columns in their order."""
        sql, params, converted = self._made.get(connection.vendor) or self._sql()
        written = [
            f.get_db_prep_value(v, connection) for f, v in zip(self._fields, values, strict=True)
        ]
        with connection.cursor() as cursor:
            cursor.execute(sql, [written[p.at] if type(p) is _Slot else p for p in params])
            return [tuple(row) for row in converted(cursor.fetchall())]

    def _sql(self) -> tuple[str, tuple[Any, ...], Any]:
        query = self._make(*(_Slot(n) for n in range(len(self._fields)))).query
        compiler = query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        converters = compiler.get_converters([column for column, *_ in compiler.select])
        made = (sql, tuple(params), lambda rows: compiler.apply_converters(rows, converters))
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
