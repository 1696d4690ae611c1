"""Aho–Corasick over the lexicon: every listed word of a text in one pass."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

import ahocorasick

from jiebang.engine.text.lexicon import LEXICON, Lexicon

Found = tuple[int, int, str]
_TAGGED = ("person", "organisation", "title", "degree", "honour", "award", "count", "fund", "keep")


def automaton(words: Mapping[str, Any]) -> Any:
    """An automaton over the words, or None when there are none."""
    built = ahocorasick.Automaton()
    for word, value in words.items():
        if word:
            built.add_word(word, (len(word), value))
    if not len(built):
        return None
    built.make_automaton()
    return built


def occurrences(built: Any, text: str) -> Iterator[tuple[int, int, Any]]:
    """All matches, overlapping ones too; a Latin word matches whole words only."""
    if built is None:
        return
    for last, (length, value) in built.iter(text):
        start, end = last + 1 - length, last + 1
        if not (_joins(text, start - 1, start) or _joins(text, last, end)):
            yield start, end, value


def _joins(text: str, left: int, right: int) -> bool:
    if left < 0 or right >= len(text):
        return False
    a, b = text[left], text[right]
    return a.isascii() and a.isalnum() and b.isascii() and b.isalnum()


def longest(found: Iterable[Found]) -> list[Found]:
    """Leftmost longest, apart from each other."""
    taken: list[Found] = []
    for start, end, kind in sorted(found, key=lambda f: (f[0], f[0] - f[1])):
        if not taken or start >= taken[-1][1]:
            taken.append((start, end, kind))
    return taken


@lru_cache(maxsize=8)
def kinds(lexicon: Lexicon) -> Any:
    return automaton({word: kind for kind, words in lexicon.words for word in words})


@lru_cache(maxsize=8)
def kept(lexicon: Lexicon) -> Any:
    return automaton(dict.fromkeys(lexicon.keep, "keep"))


@lru_cache(maxsize=1)
def _both() -> Any:
    words = dict.fromkeys(LEXICON.keep, "keep")
    return automaton(words | {w: kind for kind, listed in LEXICON.words for w in listed})


def marks(text: str) -> list[int]:
    """For each character 0, or 3 × kind + (1 begins, 2 inside, 3 ends) of the shipped lexicon."""
    found = [0] * len(text)
    for start, end, kind in longest(occurrences(_both(), text)):
        base = 3 * _TAGGED.index(kind)
        found[start:end] = [base + 2] * (end - start)
        found[start], found[end - 1] = base + 1, base + 3
    return found
