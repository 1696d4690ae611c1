"""What every rendering agrees on: numbers before headings, rows of a form, dates in Chinese."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date

from jiebang.platform.documents.model import Block, Heading, KeyValues

DIGITS = "〇一二三四五六七八九"
DIGEST_SHOWN = 16
HALF_ROW = 26  # half-width characters that fit beside a second pair
Row = tuple[tuple[str, str], ...]


def numbered(blocks: Iterable[Block]) -> Iterator[Block]:
    """The same blocks, with headings carrying their numbers in their text."""
    counts = [0, 0, 0, 0]
    for block in blocks:
        if isinstance(block, Heading) and block.numbered:
            level = min(max(block.level, 1), 4)
            counts[level - 1] += 1
            counts[level:] = [0] * (4 - level)
            yield Heading(mark(level, counts[level - 1]) + block.text, level)
        else:
            yield block


def mark(level: int, count: int) -> str:
    if level == 1:
        return f"{chinese(count)}、"
    if level == 2:
        return f"（{chinese(count)}）"
    return f"{count}. " if level == 3 else f"（{count}）"


def chinese(count: int) -> str:
    """1–99 as in 一、十、十一、二十一."""
    tens, ones = divmod(count, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else DIGITS[tens] + "十")
    return head + (DIGITS[ones] if ones else "")


def rows(block: KeyValues) -> Iterator[Row]:
    """Pairs laid out in rows of one or two; a value that needs room has its row alone."""
    waiting: tuple[str, str] | None = None
    for pair in block.pairs:
        if block.columns == 1 or wide(pair[1]):
            if waiting:
                yield (waiting,)
                waiting = None
            yield (pair,)
        elif waiting:
            yield (waiting, pair)
            waiting = None
        else:
            waiting = pair
    if waiting:
        yield (waiting,)


def wide(value: str) -> bool:
    width = sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in value)
    return width > HALF_ROW or "\n" in value


def date_text(on: date) -> str:
    return f"{on.year}年{on.month}月{on.day}日"
