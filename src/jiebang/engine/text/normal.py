"""Normalised text that remembers where each character came from."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

HAN = "々〇㐀-䶿一-鿿豈-﫿𠀀-𳎯"
"""The inside of a character class for Chinese characters."""


@dataclass(frozen=True, slots=True)
class Normal:
    """`text` after normalisation; character i of it came from `origin[i]` of the source."""

    text: str
    origin: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the source for a non-empty span of the normalised text."""
        return self.origin[start], self.origin[end - 1] + 1


def normal(source: str, keep: Callable[[str], bool] | None = None) -> Normal:
    """NFKC and lower case, character by character; `keep` drops characters of the result."""
    pieces, origin = [], []
    for position, character in enumerate(source):
        for c in unicodedata.normalize("NFKC", character).lower():
            if keep is None or keep(c):
                pieces.append(c)
                origin.append(position)
    return Normal("".join(pieces), tuple(origin))
