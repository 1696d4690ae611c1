"""What the programme's pages ask of every request: the page number, the policy's words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest

from jiebang.platform.accounts.actor import Actor
from jiebang.programme import queries
from jiebang.rulebook.edition import Edition
from jiebang.rulebook.roles import BUREAU, Role
from jiebang.web.wording import STATES, STEPS, label

CITY = (*BUREAU, Role.SUPERVISOR)


def number(request: HttpRequest) -> int:
    given = request.GET.get("page", "1")
    return int(given) if given.isdigit() and len(given) < 8 else 1


def uuid(text: str) -> str:
    """What was given when it is an id, else nothing: a mangled link filters by nothing."""
    try:
        return str(UUID(text))
    except ValueError:
        return ""


def is_city(actor: Actor) -> bool:
    return any(actor.holds(r) for r in CITY)


def only_city(request: HttpRequest) -> None:
    """What is not for the bureau's eyes does not exist for others."""
    if not is_city(request.actor):
        raise Http404


def found(thing: Any) -> Any:
    if thing is None:
        raise Http404
    return thing


def state(life: str, code: str) -> dict[str, str]:
    return {"code": code, "label": str(STATES[life][code])}


def states(life: str, chosen: str, *, drop: Iterable[str] = ()) -> list[tuple[str, Any, bool]]:
    return [(c, said, c == chosen) for c, said in STATES[life].items() if c not in drop]


def chip(request: HttpRequest, names: Mapping[str, Callable[[str], str]]) -> list[dict[str, str]]:
    """The filters in force, each with the word for its value."""
    given = ((n, request.GET.get(n, "").strip()) for n in names)
    return [{"name": n, "label": names[n](v)} for n, v in given if v]


def policies(batches: Iterable[queries.BatchView]) -> list[Edition]:
    """The editions of these batches, newest batch first; parsed once a process."""
    ids = dict.fromkeys(b.edition_id for b in batches)
    return [queries.edition(pk) for pk in ids]


def field_words(editions: Iterable[Edition]) -> dict[str, str]:
    return {f.code: label(f) for e in reversed(list(editions)) for f in e.fields}


def kind_words(editions: Iterable[Edition]) -> dict[str, str]:
    return {k.code: label(k) for e in reversed(list(editions)) for k in e.kinds}


def district_words(editions: Iterable[Edition]) -> dict[str, str]:
    return {d.code: label(d) for e in reversed(list(editions)) for d in e.districts}


def options(words: Mapping[str, str], chosen: str) -> list[tuple[str, str, bool]]:
    return [(code, said, code == chosen) for code, said in words.items()]


def step_word(life: str, code: str) -> str:
    return str(STEPS[life][code])
