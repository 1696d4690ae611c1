"""A span of years, perhaps of one field or district: which challenges' rows are wanted, as a
condition for any table that leads to them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import models
from django.db.models import Q, QuerySet

from jiebang.platform.prepared import Prepared
from jiebang.rulebook.challenge import PUBLIC_STATES

Rows = list[tuple[Any, ...]]


class Span:
    """Published challenges only. What is not named does not narrow."""

    def __init__(self, years: Iterable[Any] = (), *, field: Any = "", district: Any = "") -> None:
        self.years, self.field, self.district = tuple(years), field, district

    @property
    def values(self) -> tuple[Any, ...]:
        return (*self.years, *(v for v in (self.field, self.district) if v))

    @property
    def shape(self) -> tuple[int, bool, bool]:
        """Spans of one shape make the same statement."""
        return len(self.years), bool(self.field), bool(self.district)

    def over(self, values: Sequence[Any]) -> Span:
        """One of the same shape with other values."""
        rest = list(values[len(self.years) :])
        field = rest.pop(0) if self.field else ""
        district = rest.pop(0) if self.district else ""
        return Span(values[: len(self.years)], field=field, district=district)

    def by(self, path: str = "") -> Q:
        before = f"{path}__" if path else ""
        wanted = Q(**{f"{before}state__in": PUBLIC_STATES})
        if self.years:
            wanted &= Q(**{f"{before}batch__year__in": list(self.years)})
        if self.field:
            wanted &= Q(**{f"{before}field": self.field})
        if self.district:
            wanted &= Q(**{f"{before}organisation__region_code": self.district})
        return wanted


def prepared(make: Callable[[Span], QuerySet[Any]]) -> Callable[[Span], Rows]:
    """The rows that `make` asks for, made into SQL once for each shape of a span."""
    made: dict[tuple[int, bool, bool], Prepared] = {}

    def ask(span: Span) -> Rows:
        if span.shape not in made:
            years, *others = span.shape
            fields = [models.IntegerField()] * years + [models.CharField()] * sum(others)
            made[span.shape] = Prepared(lambda *slots: make(span.over(slots)), *fields)
        return made[span.shape](*span.values)

    return ask
