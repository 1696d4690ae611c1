"""Tokens for search: overlapping pairs of Chinese characters, and words of other scripts.

The same function fills the search column and reads the query, so that two-character words are
found on every database without a dictionary.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from jiebang.engine.text.normal import HAN

_RUN = re.compile(rf"(?P<han>[{HAN}]+)|[^\W_{HAN}]+")


@dataclass(frozen=True, slots=True)
class Query:
    """All `tokens` must match. `single` lists one-character Chinese words: the pairs of the search
    column do not hold them, so they need another way (a scan with a limit)."""

    tokens: tuple[str, ...]
    single: tuple[str, ...]


def tokens(text: str) -> tuple[str, ...]:
    """In order, with repetitions. A lone Chinese character is a token of its own."""
    found: list[str] = []
    for run in _RUN.finditer(unicodedata.normalize("NFKC", text).lower()):
        word = run.group()
        if run["han"] and len(word) > 1:
            found.extend(word[i : i + 2] for i in range(len(word) - 1))
        else:
            found.append(word)
    return tuple(found)


def token_column(text: str) -> str:
    """What to store for full-text search: the tokens with a space between."""
    return " ".join(tokens(text))


def query_tokens(text: str) -> Query:
    """Distinct tokens of a query, in order."""
    found = dict.fromkeys(tokens(text))
    single = tuple(t for t in found if len(t) == 1 and re.fullmatch(f"[{HAN}]", t))
    return Query(tuple(t for t in found if t not in single), single)
