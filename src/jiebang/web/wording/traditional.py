"""Simplified characters into traditional ones, for words that come from data."""

from __future__ import annotations

from functools import lru_cache

import opencc


@lru_cache(maxsize=1)
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("s2twp")


@lru_cache(maxsize=8192)
def traditional(text: str) -> str:
    return _converter().convert(text)
