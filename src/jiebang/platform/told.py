"""Rows as a work list tells of them: the columns that are named, and each row once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

from django.db import models
from django.db.models import Model, QuerySet

from jiebang.platform.reading import dashed, written


def each_once(rows: QuerySet[Any]) -> QuerySet[Any]:
    """The same rows, where a condition on many others might name one of them several times."""
    joins = [getattr(table, "join_field", None) for table in rows.query.alias_map.values()]
    if any(f is not None and (f.one_to_many or f.many_to_many) for f in joins):
        return rows.model._default_manager.filter(pk__in=rows.values("pk"))
    return rows


def lines(rows: QuerySet[Any], columns: Sequence[str]) -> Iterator[SimpleNamespace]:
    """Each row with `pk`, `state` and these columns alone, `a__b` as its `a.b`. A model's object
    costs ten times as much, and a work list reads hundreds."""
    names = ("state", *columns)
    for pk, *values in rows.values_list(written("pk"), *names):
        row = SimpleNamespace(pk=dashed(pk))
        for name, value in zip(names, values, strict=True):
            place, *path = name.split("__")
            at = row
            for step in path:
                at = at.__dict__.setdefault(place, SimpleNamespace())
                place = step
            at.__dict__[place] = value
        yield row


def short(model: type[Model], related: Sequence[str]) -> QuerySet[Any]:
    """Whole rows with what is joined to them, but for long texts."""
    return model._default_manager.select_related(*related).defer(*_long(model, tuple(related)))


@lru_cache(maxsize=64)
def _long(model: type[models.Model], related: tuple[str, ...]) -> tuple[str, ...]:
    """Fields of a row and of what is joined to it that no title and no deadline is made of."""
    joined: dict[str, Any] = {"": model}
    for path in related:
        table, prefix = model, ""
        for step in path.split("__"):
            table, prefix = table._meta.get_field(step).related_model, f"{prefix}{step}__"
            joined[prefix] = table
    return tuple(
        f"{prefix}{f.name}"
        for prefix, table in joined.items()
        for f in table._meta.concrete_fields
        if isinstance(f, models.JSONField | models.TextField)
    )
