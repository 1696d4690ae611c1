"""What a file says: its words in reading order, from Word, Excel, PDF with a text layer, or text.

Archives and pictures are not opened. The same readers gather the words that masking goes through.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from jiebang.platform.masking import DOCX, PDF, TEXT, XLSX, decoded, package
from jiebang.platform.masking.excel import Book
from jiebang.platform.masking.model import Stopped, Story
from jiebang.platform.masking.portable import Pages
from jiebang.platform.masking.word import Word

READABLE = frozenset({DOCX, XLSX, PDF, TEXT})
MOST_PAGES = 500
MOST_BYTES = 60 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Reading:
    """`problem` is the code of what kept the file from being read, "" when it was."""

    text: str
    problem: str = ""


def read(data: bytes, mime: str) -> Reading:
    """`mime` as the inspection of uploads found it. Nothing is raised: what cannot be read says
    why (encrypted, no_text_layer, unreadable_text, broken, too_large, kind_unknown)."""
    if len(data) > MOST_BYTES:
        return Reading("", "too_large")
    try:
        return Reading("\n".join(_lines(data, mime)))
    except Stopped as stopped:
        return Reading("", stopped.code)
    except Exception:  # a file is wrong in more ways than its readers foresee
        return Reading("", "broken")


def _lines(data: bytes, mime: str) -> Iterator[str]:
    if mime == TEXT:
        yield from (line.strip() for line in decoded(data).splitlines())
        return
    story = Story()
    if mime == PDF:
        pages = Pages(data, story)
        if len(pages.reader.pages) > MOST_PAGES:
            raise Stopped("too_large")
        pages.load()
    elif mime in (DOCX, XLSX):
        with package.opened(data) as archive:
            office = Word(archive, story, frozenset()) if mime == DOCX else Book(archive, story)
            office.load()
    else:
        raise Stopped("kind_unknown")
    yield from (part.text.strip() for part in story.parts if part.text.strip())
