"""Rows that one page asks for several times are read once.

What a page shows, what its viewer may do, and a step's form look at the same row. While a page is
read, and only then, the first who fetched the row keeps it for the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache
from typing import Any

from django.db.models import CharField, Field, Model, Q, QuerySet, TextField, UUIDField, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, NullIf

from jiebang.platform.prepared import Prepared

_held: ContextVar[dict[tuple[type[Model], str], Any] | None] = ContextVar("held", default=None)


@contextmanager
def together() -> Iterator[None]:
    """Until the end of the block nothing is changed, so a row stays what it was when read."""
    token = _held.set({})
    try:
        yield
    finally:
        _held.reset(token)


def one(rows: QuerySet[Any], pk: Any) -> Any:
    """The row of this id among `rows`; held, or read as `rows` says. Raises DoesNotExist.

    A held row is given as it is: `rows` may say what to load with it, not who may see it.
    """
    held = _held.get()
    found = None if held is None else held.get((rows.model, str(pk)))
    return keep(_get(rows, pk)) if found is None else found


def among(rows: QuerySet[Any], pk: Any) -> Any | None:
    """The row of this id if it is among `rows`, held from now on; else None.

    Asked without an order, which a database and the ORM pay for by the column.
    """
    try:
        return keep(_get(rows, pk))
    except rows.model.DoesNotExist:
        return None


def _get(rows: QuerySet[Any], pk: Any) -> Any:
    ask = rows.__dict__.get("by_id")
    if ask is None:
        return rows.get(pk=pk)
    for row in ask(pk):
        return row
    raise rows.model.DoesNotExist


def by_id(make: Callable[[], QuerySet[Any]]) -> Callable[[], QuerySet[Any]]:
    """Rows that are the same question each time: made into SQL once for `one` and `among`. What is
    narrowed further is made as ever."""
    ask = Prepared(lambda pk: make().filter(pk=pk), UUIDField())
    first = cache(make)

    def rows() -> QuerySet[Any]:
        found = first().all()
        found.by_id = ask
        return found

    return rows


def by_id_among(make: Callable[..., QuerySet[Any]], *fields: Field[Any, Any]
                ) -> Callable[..., Any | None]:  # fmt: skip
    """Asks for the row of an id among those that `make` gives for these lists, such as the units
    somebody acts for; held from now on, or None. One statement for each length of the lists; a key
    is asked after as `unit__id__in`, not `unit__in`."""
    made: dict[tuple[int, ...], Prepared] = {}

    def ask(pk: Any, *lists: Iterable[str]) -> Any | None:
        given = [sorted(values) for values in lists]
        lengths = tuple(map(len, given))
        if lengths not in made:
            kinds = [f for f, n in zip(fields, lengths, strict=True) for _ in range(n)]

            def rows(pk: Any, *slots: Any) -> QuerySet[Any]:
                left = iter(slots)
                return make(*([next(left) for _ in range(n)] for n in lengths)).filter(pk=pk)

            made[lengths] = Prepared(rows, UUIDField(), *kinds)
        for row in made[lengths](pk, *(v for values in given for v in values)):
            return keep(row)
        return None

    return ask


def narrowed(rows: QuerySet[Any], by: Q) -> QuerySet[Any]:
    """Rows narrowed, if anything narrows them."""
    return rows.filter(by) if by else rows


@cache
def _whole(model: type[Model], joined: tuple[str, ...]) -> Callable[[], QuerySet[Any]]:
    return by_id(lambda: model._default_manager.select_related(*joined))


def whole(model: type[Model], joined: tuple[str, ...]) -> QuerySet[Any]:
    """Whole rows with those joined to them."""
    return _whole(model, joined)()


def keep(row: Any) -> Any:
    """Hold a row that was found another way, such as among those its viewer may see."""
    held = _held.get()
    if held is not None and row is not None:
        held[type(row), str(row.pk)] = row
    return row


def once(row: Any, what: str, make: Callable[[], Any]) -> Any:
    """What was found out about a row, such as what the rules say of it; kept like the row."""
    held = _held.get()
    if held is None:
        return make()
    key = (type(row), f"{row.pk} {what}")
    if key not in held:
        held[key] = make()
    return held[key]


def held(row: Any, what: str) -> Any | None:
    """What was found out about a row already; None when nobody has."""
    known = _held.get()
    return None if known is None else known.get((type(row), f"{row.pk} {what}"))


def gathered(what: str, keys: Iterable[Any], fetch: Callable[[set[Any]], Mapping[Any, Any]],
             ) -> dict[Any, Any]:  # fmt: skip
    """Values by key, such as people's names; while a page is read each is fetched once."""
    wanted, held = set(keys), _held.get()
    if held is None:
        return dict(fetch(wanted)) if wanted else {}
    known = held.setdefault((Model, what), {})
    if missing := wanted - known.keys():
        known.update(dict.fromkeys(missing) | dict(fetch(missing)))
    return {k: known[k] for k in wanted if known[k] is not None}


def narrow(model: type[Model], *joined: str, without: tuple[str, ...] = ()) -> QuerySet[Any]:
    """Rows of a table, whole but for `without`, with these columns of the tables joined to it."""
    own = [f.name for f in model._meta.concrete_fields if f.name not in without]
    around = sorted({path.rpartition("__")[0] for path in joined})
    rows = model._default_manager.only(*own, *joined)
    return rows.select_related(*around) if around else rows


def written(path: str) -> Cast:
    """An id as the database writes it, for lists of hundreds; `dashed` makes it ours."""
    return Cast(path, CharField())


@lru_cache(maxsize=32768)
def dashed(text: str) -> str:
    """SQLite keeps an id without its dashes. The same ones are read again and again."""
    if len(text) != 32:
        return text
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def told(path: str) -> NullIf:
    """A text within a JSON column; SQLite spells an empty place "null"."""
    return NullIf(KT(path), Value("null"), output_field=TextField())
