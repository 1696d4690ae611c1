"""Invented text with its labels, from templates: what a tagger learns from and is measured on.

A template is plain text with slots: "由{person}{title}牵头". A slot's maker returns either a string
or pieces, each with the kind that it should be masked as ("" stays).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

Piece = tuple[str, str]
Maker = Callable[[np.random.Generator], str | Sequence[Piece]]
_SLOT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Labelled:
    """`spans`: (start, end, kind), in order and apart."""

    text: str
    spans: tuple[tuple[int, int, str], ...]


def fill(template: str, makers: Mapping[str, Maker], kinds: frozenset[str],
         dice: np.random.Generator) -> Labelled:  # fmt: skip
    """A slot named after a kind is labelled so; other slots say themselves what is to be masked."""
    pieces: list[Piece] = []
    done = 0
    for slot in _SLOT.finditer(template):
        pieces.append((template[done : slot.start()], ""))
        made = makers[slot[1]](dice)
        kind = slot[1] if slot[1] in kinds else ""
        pieces += [(made, kind)] if isinstance(made, str) else made
        done = slot.end()
    pieces.append((template[done:], ""))
    return joined(pieces)


def joined(pieces: Sequence[Piece]) -> Labelled:
    text, spans = "", []
    for words, kind in pieces:
        if kind and words:
            spans.append((len(text), len(text) + len(words), kind))
        text += words
    return Labelled(text, tuple(spans))


def one_of(words: Sequence[str]) -> Maker:
    return lambda dice: words[int(dice.integers(len(words)))]


def together(parts: Sequence[Labelled]) -> Labelled:
    """One text from several."""
    text, spans = "", []
    for part in parts:
        spans += [(start + len(text), end + len(text), kind) for start, end, kind in part.spans]
        text += part.text
    return Labelled(text, tuple(spans))
