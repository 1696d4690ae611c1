"""From texts to countable terms: single Chinese characters and pairs of neighbours, other scripts
in stemmed words and pairs of words. A mixed text gives both.

Runs of three characters are left out: what they add is rare and mostly repeats its pairs, and every
figure measured is better without them.

A term is a 64-bit key: two code points of 21 bits, or (highest bit set) two numbers of words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, vstack

from jiebang.engine.similarity.stemming import stem
from jiebang.engine.text.folding import Codes, codes_of, folded, is_han, text_of
from jiebang.engine.text.normal import HAN

Keys = NDArray[np.uint64]
_BITS, _WORD_BITS = np.uint64(21), np.uint64(31)
_WORD_FLAG = np.uint64(1 << 63)
_BATCH = 2000
"""Texts counted together: bounds the memory of the runs."""
_PIECE = re.compile(rf"[{HAN}]+|[^\W_{HAN}]{{2,}}")
STOP_WORDS = frozenset(
    """a an and are as at be been but by can could did do does for from had has have he her his how
    if in into is it its may more most no not of on or our out over she should so some such than
    that the their them then there these they this those through to under up upon was we were what
    when where which while who will with would you your""".split()
)


STOP_CHARACTERS = "的了之与和及在是为其而于以等也这那或把被从所则且又"
"""Chinese characters of grammar: no term crosses one. 因, 对, 并 and 由 are none of them, for
基因, 对照, 并联, 自由."""


@dataclass(slots=True)
class Words:
    """Numbers of stems, in order of first sight. `grow` says whether new ones are taken in."""

    numbers: dict[str, int] = field(default_factory=dict)
    grow: bool = True

    def number(self, word: str) -> int:
        """-1 for a stem not known."""
        if self.grow:
            return self.numbers.setdefault(word, len(self.numbers))
        return self.numbers.get(word, -1)


@dataclass(frozen=True, slots=True)
class Counted:
    """`counts` (texts, terms) with the sorted `keys` (terms) of its columns."""

    keys: Keys
    counts: csr_array


def counted(texts: Sequence[str], words: Words) -> Counted:
    """How often every term occurs in every text."""
    parts = [_batch(texts[i : i + _BATCH], words) for i in range(0, len(texts), _BATCH)]
    if not parts:
        return Counted(np.empty(0, np.uint64), csr_array((0, 0), dtype=np.float32))
    if len(parts) == 1:
        return parts[0]
    keys = np.unique(np.concatenate([part.keys for part in parts]))
    return Counted(keys, vstack([on(part, keys) for part in parts], format="csr"))


def on(part: Counted, keys: Keys) -> csr_array:
    """The counts over other (sorted) keys; terms that are not among them are left out."""
    rows, size = part.counts.shape[0], len(keys)
    if not size or not len(part.keys):
        return csr_array((rows, size), dtype=np.float32)
    column = np.searchsorted(keys, part.keys)
    known = keys[np.minimum(column, size - 1)] == part.keys
    counts = part.counts if known.all() else part.counts[:, np.flatnonzero(known)]
    moved = csr_array((counts.data, column[known][counts.indices], counts.indptr), (rows, size))
    moved.has_sorted_indices = True
    return moved


def _batch(texts: Sequence[str], words: Words) -> Counted:
    codes, rows = joined(texts)
    keys, owners = [], []
    han = is_han(codes) & ~np.isin(codes, codes_of(STOP_CHARACTERS))
    wide = codes.astype(np.uint64)
    for run, key in ((han, wide), (han[:-1] & han[1:], pair_keys(codes))):
        at = np.flatnonzero(run)
        keys.append(key[at])
        owners.append(rows[at])
    found = [_word_keys(text, words) for text in texts]
    keys.append(np.array([k for one in found for k in one], dtype=np.uint64))
    owners.append(np.repeat(np.arange(len(texts)), [len(one) for one in found]))
    return _tallied(np.concatenate(keys), np.concatenate(owners), len(texts))


def joined(texts: Sequence[str]) -> tuple[Codes, NDArray[np.int64]]:
    """All texts in one array with a break between, and whose each character is."""
    pieces: list[Codes] = []
    for text in texts:
        pieces += [folded(text).codes, np.zeros(1, dtype=np.uint32)]
    lengths = [len(piece) + 1 for piece in pieces[::2]]
    codes = np.concatenate(pieces) if pieces else np.empty(0, np.uint32)
    return codes, np.repeat(np.arange(len(texts)), lengths)


def pair_keys(codes: Codes) -> Keys:
    """The term of every character with the next: one fewer than there are characters."""
    wide = codes.astype(np.uint64)
    return wide[:-1] | (wide[1:] << _BITS)


def _word_keys(text: str, words: Words) -> list[int]:
    """Words that are not stop words, and pairs of neighbours; Chinese between two parts them."""
    keys: list[int] = []
    before = -1
    for piece in _PIECE.findall(
        text_of(folded(text).codes) if not text.isascii() else text.lower()
    ):
        if not piece.isascii() and re.match(f"[{HAN}]", piece):
            before = -1
            continue
        if piece in STOP_WORDS or piece.isdigit():
            continue
        number = words.number(stem(piece))
        if number >= 0:
            keys.append((1 << 63) | (number << 31))
            if before >= 0:
                keys.append((1 << 63) | (before << 31) | (number + 1))
        before = number
    return keys


def _tallied(keys: Keys, rows: NDArray[Any], texts: int) -> Counted:
    distinct, column = np.unique(keys, return_inverse=True)
    ones = np.ones(len(keys), dtype=np.float32)
    counts = csr_array((ones, (rows, column)), shape=(texts, len(distinct)))
    counts.sum_duplicates()
    return Counted(distinct, counts)


def spelled(keys: Iterable[int], words: Words) -> tuple[str, ...]:
    """What each key stands for, to be read by people; words in their stems."""
    names = list(words.numbers)
    mask, half = (1 << 21) - 1, (1 << 31) - 1
    found = []
    for key in map(int, keys):
        if key >> 63:
            first, second = (key >> 31) & half, (key & half) - 1
            found.append(names[first] + (f" {names[second]}" if second >= 0 else ""))
        else:
            points = [(key >> shift) & mask for shift in (0, 21)]
            found.append("".join(chr(p) for p in points if p))
    return tuple(found)
