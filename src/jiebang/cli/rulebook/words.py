"""Codes with their words in two languages, and the little Markdown the pages need."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils import translation

from jiebang.rulebook.terms import TERMS
from jiebang.web import wording

NOTE = "<!-- Made by `jiebang rulebook --write docs/reference` (`make docs`). Do not edit. -->\n"


def both(text: Any) -> str:
    """A text of the interface as English and Chinese read it."""
    with translation.override("zh-hans"):
        chinese = str(text)
    with translation.override("en"):
        english = str(text)
    return english if chinese == english else f"{english} {chinese}"


def _of(table: Mapping[str, Any], code: str) -> str:
    return both(table[code]) if code in table else code


def life(name: str) -> str:
    return _of(wording.LIVES, name)


def state(name: str, code: str) -> str:
    return _of(wording.STATES.get(name, {}), code)


def step(name: str, code: str) -> str:
    return _of(wording.STEPS.get(name, {}), code)


def role(code: str) -> str:
    """Chinese as the glossary has it, since this is what the rules are written in."""
    term = TERMS.get(("role", code))
    return f"{term.en} {term.zh}" if term else code


def roles(codes: Iterable[str]) -> str:
    return "<br>".join(role(c) for c in sorted(codes)) or "–"


def reason(code: str) -> str:
    return _of(wording.REASONS, code)


def pair(thing: Any) -> str:
    """A label of the rulebook's own data."""
    english = getattr(thing, "label_en", "")
    return f"{english} {thing.label}".strip()


def page(title: str, *parts: str) -> str:
    return "\n".join([NOTE, f"# {title}", "", *parts]).rstrip() + "\n"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(_cell(c) for c in line) + " |" for line in lines) + "\n"


def _cell(text: str) -> str:
    return str(text).replace("|", "\\|").replace("\n", "<br>")
