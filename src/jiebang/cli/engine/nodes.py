"""Reading JSON: errors name line and column of what is no JSON, and $.path of what is not meant."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NoReturn

from jiebang.cli.engine.files import Unreadable, short, text_of

_NONE: Any = object()
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],]|-?Infinity|NaN', re.DOTALL)
_HALF = re.compile(r"\\u[dD][89a-fA-F]")


def json_of(path: str) -> Any:
    return json_from(text_of(path), path)


def json_from(text: str, path: str, line: int = 1) -> Any:
    """What a text holds that begins in this line. Refused are a key twice in one object, NaN, half
    a surrogate pair: what others read differently or not at all."""
    try:
        found = json.loads(text, object_pairs_hook=_object, parse_constant=_refuse)
        if _HALF.search(text):
            json.dumps(found, ensure_ascii=False).encode()
    except json.JSONDecodeError as problem:
        at = line + problem.lineno - 1, problem.colno
        raise Unreadable(path, problem.msg, *at) from problem
    except RecursionError as problem:
        at = _place(text, _deepest(text), line)
        raise Unreadable(path, "nested too deeply", *at) from problem
    except ValueError as problem:
        raise _fault(text, path, line, str(problem)) from problem
    return found


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key twice")
    return found


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def _fault(text: str, path: str, line: int, says: str) -> Unreadable:
    """Where the first thing stands for which correct JSON was refused; slow, for errors only."""
    keys: list[set[str] | None] = []
    key = False
    for token in _TOKEN.finditer(text):
        told, at = token[0], _place(text, token.start(), line)
        if told in "{[":
            keys.append(set() if told == "{" else None)
        elif told in "}]":
            keys.pop()
        elif told in ("NaN", "Infinity", "-Infinity"):
            return Unreadable(path, f"{told} is no JSON", *at)
        elif told != ",":
            name = json.loads(told, strict=False)
            if name.encode(errors="replace").decode() != name:
                return Unreadable(path, "half a surrogate pair", *at)
            known = keys[-1] if keys and key else None
            if known is not None and name in known:
                return Unreadable(path, f"{short(name)} twice in one object", *at)
            if known is not None:
                known.add(name)
        key = told in "{,"
    if found := re.search(r"\d{4300,}", text):
        return Unreadable(path, "a number too long", *_place(text, found.start(), line))
    return Unreadable(path, says, line)


def _deepest(text: str) -> int:
    depth = most = where = 0
    for token in _TOKEN.finditer(text):
        depth += (token[0] in "{[") - (token[0] in "}]")
        if depth > most:
            most, where = depth, token.start()
    return where


def _place(text: str, offset: int, line: int) -> tuple[int, int]:
    return line + text.count("\n", 0, offset), offset - text.rfind("\n", 0, offset)


@dataclass(frozen=True, slots=True)
class Node:
    """A value of a JSON file that knows where it stands."""

    path: str
    value: Any
    at: str = "$"

    def wrong(self, says: str) -> Unreadable:
        return Unreadable(self.path, f"{self.at}: {says}")

    def get(self, name: str, default: Any = _NONE) -> Node:
        if not isinstance(self.value, dict):
            raise self.wrong("an object is wanted")
        if name not in self.value and default is _NONE:
            raise self.wrong(f"no {name}")
        return Node(self.path, self.value.get(name, default), f"{self.at}.{name}")

    def rows(self, name: str, default: Any = _NONE) -> Iterator[Node]:
        return self.get(name, default).each()

    def each(self) -> Iterator[Node]:
        if not isinstance(self.value, list | tuple):
            raise self.wrong("a list is wanted")
        for n, one in enumerate(self.value):
            yield Node(self.path, one, f"{self.at}[{n}]")

    def known(self, *names: str) -> None:
        """A name that is none of these may be a mistyped one, and is not left alone."""
        if not isinstance(self.value, dict):
            raise self.wrong("an object is wanted")
        for name in self.value:
            if name not in names:
                raise self.wrong(f"unknown: {short(name)}; there are {', '.join(names)}")

    def text(self, name: str, default: Any = _NONE) -> str:
        return self.get(name, default)._of(str, "text")

    def named(self, name: str) -> str:
        """A text that is not empty."""
        there = self.get(name)
        if not there._of(str, "text").strip():
            raise there.wrong("empty")
        return str(there.value)

    def count(self, name: str, default: Any = _NONE, most: int = 10**9) -> int:
        there = self.get(name, default)
        if abs(there._of(int, "a whole number")) > most:
            raise there.wrong(f"{short(there.value)} is outside {-most} to {most}")
        return int(there.value)

    def flag(self, name: str, default: bool) -> bool:
        return bool(self.get(name, default)._of(bool, "true or false"))

    def _of(self, kind: type, says: str) -> Any:
        if type(self.value) is not kind:
            raise self.wrong(f"{says} is wanted, not {short(self.value)}")
        return self.value


def root_of(path: str) -> Node:
    return Node(path, json_of(path))
