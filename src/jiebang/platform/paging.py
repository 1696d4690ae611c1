"""One page of a list: what it holds, how many there are, where it stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.paginator import Page as Numbers
from django.core.paginator import Paginator
from django.db.models import QuerySet

T = TypeVar("T")
SIZE = 50


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """`nav` knows the numbers only: what the pagination component draws."""

    items: tuple[T, ...]
    total: int
    nav: Numbers


def paged(rows: QuerySet, number: int, view: Callable[[Any], T], *, size: int = SIZE) -> Page[T]:
    """Two statements whatever the length; a page beyond the end is the last one. What is shown is
    chosen by id in a narrow question of its own: a sort that carries whole rows along is slow."""
    total = rows.count()
    nav = Paginator(range(total), size).get_page(number)
    start = (nav.number - 1) * size
    shown = rows.filter(pk__in=rows.values("pk")[start : start + size])
    return Page(tuple(view(row) for row in shown), total, nav)
