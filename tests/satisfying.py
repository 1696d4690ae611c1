"""Facts that satisfy conditions, found by looking at what the conditions read.

A condition is run on facts that are not decided yet. Whatever it asks for first is decided then,
one candidate of its type after the other, until every condition says what is wanted of it.
"""

from __future__ import annotations

import functools
import sys
import types
import typing
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

from jiebang.engine.lifecycle import Guard, Lifecycle
from jiebang.rulebook.edition import load, shipped, shipped_text
from jiebang.rulebook.edition.model import ChangeKind

NOON = datetime(2023, 8, 2, 4, 0, tzinfo=UTC)
DAY = timedelta(days=1)


class Asked(Exception):
    """A condition wants to know something that is not decided yet."""


class Undecided:
    def __init__(self, decided: Mapping[str, Any]) -> None:
        self.__dict__.update(decided)

    def __getattr__(self, name: str) -> Any:
        raise Asked(name)


def kind_of_facts(life: Lifecycle) -> type | None:
    """The class of facts that all conditions of a life accept. A condition may be written for a
    protocol; which facts keep it is mypy's to say."""
    found: set[type] | None = None
    for row in life.transitions:
        for guard in row.needs:
            accepted = {k for k in _accepted(guard) if not getattr(k, "_is_protocol", False)}
            if accepted:
                found = accepted if found is None else found & accepted
    if found is None:
        return None
    (one,) = found
    return one


def _accepted(guard: Guard) -> set[type]:
    hints = typing.get_type_hints(guard)
    hint = next(v for k, v in hints.items() if k != "return")
    return set(typing.get_args(hint)) or {hint}


@functools.cache
def candidates(facts: type, name: str) -> tuple[Any, ...]:
    """Values worth trying for one fact, the ordinary one first."""
    hint = typing.get_type_hints(facts)[name]
    options = typing.get_args(hint) if isinstance(hint, types.UnionType) else (hint,)
    return tuple(v for option in options for v in _of(option, facts))


def _of(hint: Any, facts: type) -> Sequence[Any]:
    origin = typing.get_origin(hint)
    if hint is bool:
        return (True, False)
    if hint is int:
        return (1, 0, 2, 3, 100, 1000)
    if hint is Decimal:
        return (Decimal(1), Decimal(0), Decimal(100))
    if hint is datetime:
        return (NOON, NOON + DAY, NOON - DAY)
    if hint is date:
        return tuple(NOON.date() + n * DAY for n in (0, 1, -1, 400, -400))
    if hint is type(None):
        return (None,)
    if hint is str:
        return ("", "x", *words_of(facts))
    if origin is tuple:
        return ((), ("x",), ("x", "y"))
    if origin is frozenset:
        words = words_of(facts)
        return (frozenset(), *(frozenset({w}) for w in words), frozenset(words))
    if hint is ChangeKind:
        return [c for code in shipped() for c in load(shipped_text(code)).changes]
    raise NotImplementedError(f"no candidates for {hint}")


def words_of(facts: type) -> tuple[str, ...]:
    """The strings that the module of these facts knows by name."""
    module = vars(sys.modules[facts.__module__])
    named = [v for k, v in module.items() if k.isupper() and type(v) is str and len(v) < 40]
    listed = [
        member.value
        for v in module.values()
        if isinstance(v, type) and issubclass(v, StrEnum) and v.__module__ == facts.__module__
        for member in v
    ]
    return tuple(dict.fromkeys([*named, *listed]))


Wish = tuple[Guard, bool]  # a condition, and whether it shall pass


def facts_where(life: Lifecycle, wishes: Sequence[Wish]) -> Any | None:
    """Facts of this life under which every wish comes true; None when there are none."""
    kind = kind_of_facts(life)
    if kind is None:
        return object()
    assert is_dataclass(kind)
    decided = next(_search(kind, {}, list(wishes)), None)
    if decided is None:
        return None
    rest = {f.name: candidates(kind, f.name)[0] for f in fields(kind) if f.name not in decided}
    return kind(**rest, **decided)


def _search(kind: type, decided: dict[str, Any], wishes: list[Wish]) -> Iterator[dict[str, Any]]:
    if not wishes:
        yield decided
        return
    guard, shall_pass = wishes[0]
    try:
        passes = guard(Undecided(decided)) is None
    except Asked as asked:
        name = str(asked)
        for value in candidates(kind, name):
            yield from _search(kind, {**decided, name: value}, wishes)
        return
    if passes == shall_pass:
        yield from _search(kind, decided, wishes[1:])
