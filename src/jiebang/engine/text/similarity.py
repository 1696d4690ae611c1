"""How much of one text stands in another, and where.

Containment of character 3-grams gives the share; winnowing (Schleimer, Wilkerson, Aiken 2003)
finds the passages. White space, punctuation, width and case do not count.
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from dataclasses import dataclass

from jiebang.engine.text.normal import Normal, normal

PLACES_TRIED = 64
"""How many places of one fingerprint in the other text are compared, the first ones."""


@dataclass(frozen=True, slots=True)
class Passage:
    """The same words in both texts: offsets into each source, end excluded."""

    a_start: int
    a_end: int
    b_start: int
    b_end: int


def containment(a: str, b: str) -> float:
    """Share (0 to 1) of the different 3-grams of `a` that occur in `b`; 0 for a shorter text."""
    ours, theirs = _grams(a), _grams(b)
    return len(ours & theirs) / len(ours) if ours else 0.0


def _grams(text: str) -> set[str]:
    plain = normal(text, str.isalnum).text
    return {plain[i : i + 3] for i in range(len(plain) - 2)}


def shared_passages(a: str, b: str, k: int = 6, w: int = 4) -> tuple[Passage, ...]:
    """Passages of `a`, in order and apart, that stand in `b`; each as long as possible.

    Every common run of k + w - 1 letters, digits or characters is found, none below k. In text that
    repeats itself over and over a passage may be shown a little short.
    """
    one, two = normal(a, str.isalnum), normal(b, str.isalnum)
    places = defaultdict(list)
    for start in fingerprints(two.text, k, w):
        places[two.text[start : start + k]].append(start)
    found: list[Passage] = []
    done = 0
    for start in fingerprints(one.text, k, w):
        others = places.get(one.text[start : start + k], ())
        if start < done or not others:
            continue
        runs = [_extended(one, two, start, other, done) for other in others[:PLACES_TRIED]]
        low, high, other = max(runs, key=lambda run: (run[1] - run[0], -run[2]))
        found.append(Passage(*one.span(low, high), *two.span(other, other + high - low)))
        done = high
    return tuple(found)


def fingerprints(text: str, k: int, w: int) -> tuple[int, ...]:
    """Start of the k-gram with the least hash (the last of equals) in each window of w k-grams."""
    if k < 1 or w < 1:
        raise ValueError("k and w start at 1")
    hashes = [zlib.crc32(text[i : i + k].encode()) for i in range(len(text) - k + 1)]
    windows = range(max(len(hashes) - w + 1, min(len(hashes), 1)))
    chosen = {
        min(range(i, min(i + w, len(hashes))), key=lambda n: (hashes[n], -n)) for i in windows
    }
    return tuple(sorted(chosen))


def _extended(one: Normal, two: Normal, start: int, other: int, least: int) -> tuple[int, int, int]:
    """Longest common run through the two places: start and end in `one`, start in `two`."""
    low, end, left, right = start, start, other, other
    while low > least and left > 0 and one.text[low - 1] == two.text[left - 1]:
        low, left = low - 1, left - 1
    while end < len(one.text) and right < len(two.text) and one.text[end] == two.text[right]:
        end, right = end + 1, right + 1
    return low, end, left
