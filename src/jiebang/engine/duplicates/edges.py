"""Where a passage really begins and ends: character by character over what symbols do not tell, as
edits inside a word, two edits side by side, or the mark that closes the sentence.

The best local alignment from an end on, given up once it falls DROP below its best (X-drop, as in
BLAST: Altschul and others 1990).
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

import numpy as np

from jiebang.engine.duplicates.symbols import Codes, Flags, Symbols
from jiebang.engine.text.folding import HAN_CLASS, classes

HAN_WORTH, EDIT = 2, 1
"""An equal Chinese character makes up for two edits, an equal letter for one; other equal
characters for none, but for the marks that close (at the end) or open (at the beginning)."""
DROP = 4
REACH = 40
"""Characters looked at beyond an end."""
CLOSING, OPENING = ("Pe", "Pf", "Po"), ("Ps", "Pi")
FORM = 0
"""Stands for a character of form text, which equals none."""


@dataclass(frozen=True, slots=True)
class Span:
    """Offsets into both sources, ends excluded."""

    a_start: int
    a_end: int
    b_start: int
    b_end: int


def letters(text: Symbols, form: Flags) -> Codes:
    """(characters of the source): folded, those of the symbols in `form` (symbols) blotted out."""
    if not form.any():
        return text.letters
    found = text.letters.copy()
    edges = np.zeros(len(found) + 1, dtype=np.int64)
    np.add.at(edges, text.start[form], 1)
    np.add.at(edges, text.end[form], -1)
    found[np.cumsum(edges[:-1]) > 0] = FORM
    return found


def stretched(a: Codes, b: Codes, span: Span, low: int, high: int) -> Span:
    """The span with its ends where the likeness ends; in `a` not before `low` nor beyond `high`."""
    ahead = _reach(a[span.a_end : min(high, span.a_end + REACH)],
                   b[span.b_end : span.b_end + REACH], CLOSING)  # fmt: skip
    back = _reach(a[max(low, span.a_start - REACH) : span.a_start][::-1],
                  b[max(0, span.b_start - REACH) : span.b_start][::-1], OPENING)  # fmt: skip
    return Span(span.a_start - back[0], span.a_end + ahead[0],
                span.b_start - back[1], span.b_end + ahead[1])  # fmt: skip


def _reach(a: Codes, b: Codes, marks: tuple[str, ...]) -> tuple[int, int]:
    """How many characters of each the best alignment from the start takes in."""
    best, end = 0, (0, 0)
    other = b.tolist()
    row = {y: -y * EDIT for y in range(min(DROP, len(other)) + 1)}
    for x, code in enumerate(a.tolist()):
        below: dict[int, int] = {}
        for y in range(min(row), min(max(row) + 1, len(other)) + 1):
            score = max(row.get(y, -REACH), below.get(y - 1, -REACH)) - EDIT
            if y - 1 in row:
                worth = _worth(code, marks) if code == other[y - 1] != FORM else -EDIT
                score = max(score, row[y - 1] + worth)
            if score >= best - DROP:
                below[y] = score
            if score > best:
                best, end = score, (x + 1, y)
        if not below:
            break
        row = below
    return end


def _worth(code: int, marks: tuple[str, ...]) -> int:
    kind = classes()[code]
    if kind:
        return HAN_WORTH if kind == HAN_CLASS else EDIT
    return EDIT if unicodedata.category(chr(code)) in marks else 0
