"""What is compared: Chinese characters one by one, words of other scripts and numbers whole.

White space and punctuation drop out; width, case and traditional forms fold together; every number
counts as the same one, so that changed figures do not hide a copy.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jiebang.engine.text.folding import DIGIT_CLASS, HAN_CLASS, classes, folded

Hashes = NDArray[np.uint64]
Codes = NDArray[np.uint32]
Places = NDArray[np.int64]
Flags = NDArray[np.bool_]
_WORD = np.uint32(1 << 31)
_NUMBER = np.uint32(ord("0"))
_BASE = np.uint64(0x9E3779B97F4A7C15)
_MIX = np.uint64(0xBF58476D1CE4E5B9)


@dataclass(frozen=True, slots=True)
class Symbols:
    """`codes` (n, uint32); number i stands from `start[i]` to `end[i]` (excluded) in the source.
    `letters` (characters of the source): each folded, the first of several."""

    codes: NDArray[np.uint32]
    start: NDArray[np.int32]
    end: NDArray[np.int32]
    letters: Codes

    def __len__(self) -> int:
        return len(self.codes)


def symbols(text: str) -> Symbols:
    """The symbols of a text, in order."""
    found = folded(text)
    letters = found.codes
    if len(letters) != len(text):
        letters = letters[np.searchsorted(found.origin, np.arange(len(text)))]
    kind = classes()[found.codes]
    han = kind == HAN_CLASS
    loose = (kind != 0) & ~han
    if not loose.any():
        kept = found.kept(han)
        return Symbols(kept.codes, kept.origin, kept.origin + np.int32(1), letters)
    before = np.concatenate(([False], loose[:-1]))
    first = np.flatnonzero(han | (loose & ~before))
    after = np.concatenate((loose[1:], [False]))
    last = np.flatnonzero(han | (loose & ~after))
    codes = np.where(han[first], found.codes[first], np.uint32(0))
    words = np.flatnonzero(~han[first])
    codes[words] = _word_codes(found.codes, kind, first[words], last[words])
    return Symbols(codes, found.origin[first], found.origin[last] + np.int32(1), letters)


def _word_codes(
    codes: NDArray[np.uint32], kind: NDArray[np.uint8], first: Places, last: Places
) -> NDArray[np.uint32]:
    """One symbol for each run of letters and digits, from `first` to `last` (included)."""
    length = last - first + 1
    at = np.repeat(first - np.cumsum(length) + length, length) + np.arange(length.sum())
    begin = np.cumsum(length) - length
    power = _powers(int(length.max()))[np.arange(len(at)) - np.repeat(begin, length)]
    hashed = mixed(np.add.reduceat(codes[at].astype(np.uint64) * power, begin))
    number = np.logical_and.reduceat(kind[at] == DIGIT_CLASS, begin)
    return np.where(number, _NUMBER, hashed.astype(np.uint32) | _WORD)


def _powers(size: int) -> Hashes:
    found: Hashes = np.cumprod(np.full(size, _BASE, dtype=np.uint64), dtype=np.uint64)
    return found


def mixed(values: Hashes) -> Hashes:
    """Every bit depends on every bit: the finishing step of SplitMix64."""
    values = (values ^ (values >> np.uint64(30))) * _MIX
    found: Hashes = values ^ (values >> np.uint64(29))
    return found


def grams(codes: NDArray[np.uint32], k: int) -> Hashes:
    """A hash of every run of `k` symbols (n - k + 1). ValueError for k below 1."""
    if k < 1:
        raise ValueError("k starts at 1")
    size = len(codes) - k + 1
    if size < 1:
        return np.empty(0, dtype=np.uint64)
    wide = codes.astype(np.uint64)
    found = wide[:size].copy()
    for j in range(1, k):
        found *= _BASE
        found += wide[j : j + size]
    return mixed(found)


def winnowed(hashes: Hashes, w: int) -> Places:
    """Places of the least hash, the last of equals, in each window of `w`: every common run of
    k + w - 1 symbols has one in common (Schleimer, Wilkerson, Aiken 2003). ValueError for w < 1."""
    if w < 1:
        raise ValueError("w starts at 1")
    if not len(hashes):
        return np.empty(0, dtype=np.int64)
    w = min(w, len(hashes))
    size = len(hashes) - w + 1
    least = hashes[:size].copy()
    place = np.arange(size)
    for j in range(1, w):
        other = hashes[j : j + size]
        lower = other <= least
        np.copyto(least, other, where=lower)
        place[lower] = np.flatnonzero(lower) + j
    return place[np.concatenate(([True], place[1:] != place[:-1]))]
