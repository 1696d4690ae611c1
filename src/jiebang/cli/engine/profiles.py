"""Items and candidates with their documents, from CSV or JSON."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from jiebang.cli.engine.files import Line, Unreadable, csv_of
from jiebang.cli.engine.nodes import json_of
from jiebang.engine.similarity import Document, Item, Profile


def read_items(path: str) -> tuple[Item, ...]:
    """In the order of the file; an id twice is an error."""
    found: dict[str, Item] = {}
    if path.endswith(".json"):
        for place, one in _objects(path, json_of(path), "items"):
            item = Item(_text(path, place, one, "id"), _text(path, place, one, "text"),
                        _text(path, place, one, "title", ""), _words(path, place, one, "fields"),
                        _words(path, place, one, "keywords"))  # fmt: skip
            if item.id in found:
                raise Unreadable(path, f"{place}: id {item.id!r} twice")
            found[item.id] = item
        return tuple(found.values())
    for line in csv_of(path, ("item", "text")):
        if line["item"] in found or not line["item"]:
            raise line.wrong("item", "empty" if not line["item"] else f"{line['item']!r} twice")
        found[line["item"]] = Item(line["item"], line["text"], line.get("title"),
                                   _split(line, "fields"), _split(line, "keywords"))  # fmt: skip
    return tuple(found.values())


@dataclass
class _Gathered:
    """What the rows of one candidate say together."""

    documents: list[Document] = field(default_factory=list)
    fields: dict[str, None] = field(default_factory=dict)
    keywords: dict[str, None] = field(default_factory=dict)


def read_profiles(path: str) -> tuple[Profile, ...]:
    """In the order of first appearance; a CSV file has a row for each document."""
    if path.endswith(".json"):
        return _profiles(path)
    found: dict[str, _Gathered] = {}
    for line in csv_of(path, ("candidate", "text")):
        if not line["candidate"]:
            raise line.wrong("candidate", "empty")
        one = found.setdefault(line["candidate"], _Gathered())
        if line["text"] or line.get("title"):
            year = line.integer("year", 1000, 9999) if line.get("year") else None
            one.documents.append(Document(line["text"], line.get("title"), year))
        one.fields.update(dict.fromkeys(_split(line, "fields")))
        one.keywords.update(dict.fromkeys(_split(line, "keywords")))
    return tuple(
        Profile(id, tuple(one.documents), tuple(one.fields), tuple(one.keywords))
        for id, one in found.items()
    )


def _profiles(path: str) -> tuple[Profile, ...]:
    found: dict[str, Profile] = {}
    for place, one in _objects(path, json_of(path), "candidates"):
        profile = _profile(path, place, one)
        if profile.id in found:
            raise Unreadable(path, f"{place}: id {profile.id!r} twice")
        found[profile.id] = profile
    return tuple(found.values())


def _profile(path: str, place: str, one: dict[str, Any]) -> Profile:
    documents = []
    for at, paper in _objects(path, one.get("documents", []), f"{place}.documents"):
        year = paper.get("year")
        if year is not None and (type(year) is not int or not 1000 <= year <= 9999):
            raise Unreadable(path, f"{at}: year is no whole number")
        text, title = (_text(path, at, paper, name, "") for name in ("text", "title"))
        documents.append(Document(text, title, year))
    fields, keywords = (_words(path, place, one, name) for name in ("fields", "keywords"))
    return Profile(_text(path, place, one, "id"), tuple(documents), fields, keywords)


def _objects(path: str, found: Any, place: str) -> Iterator[tuple[str, dict[str, Any]]]:
    if not isinstance(found, list):
        raise Unreadable(path, f"{place}: no list")
    for n, one in enumerate(found):
        if not isinstance(one, dict):
            raise Unreadable(path, f"{place}[{n}]: no object")
        yield f"{place}[{n}]", one


def _text(path: str, place: str, one: dict[str, Any], name: str, other: str | None = None) -> str:
    value = one.get(name, other)
    if not isinstance(value, str) or (other is None and not value):
        raise Unreadable(path, f"{place}: {name} is no text")
    return value


def _words(path: str, place: str, one: dict[str, Any], name: str) -> tuple[str, ...]:
    value = one.get(name, [])
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise Unreadable(path, f"{place}: {name} is no list of texts")
    return tuple(value)


def _split(line: Line, name: str) -> tuple[str, ...]:
    """A cell with semicolons between its words."""
    parts = line.get(name).replace("；", ";").split(";")
    return tuple(filter(None, (part.strip() for part in parts)))
