"""Masks what tells who wrote a document: in its words, and in every corner of its file.

    mask_document(data, mime, roster, name=…, corrections=…) -> MaskedDocument

The result is a new file made of what was looked at; whatever was not is left out and flagged, never
passed through. What a machine cannot judge (an encrypted file, a scanned page, a picture) stops or
is flagged for a person.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from jiebang.engine.text.masking import Correction, Leak
from jiebang.engine.text.roster import Roster
from jiebang.platform.masking import package
from jiebang.platform.masking.excel import Book
from jiebang.platform.masking.model import (
    DOCX,
    PDF,
    TEXT,
    XLSX,
    Flag,
    MaskedDocument,
    Pair,
    Stopped,
    Story,
    Taken,
)
from jiebang.platform.masking.portable import Pages
from jiebang.platform.masking.word import Word

__all__ = [
    "DOCX",
    "PDF",
    "TEXT",
    "XLSX",
    "Correction",
    "Flag",
    "MaskedDocument",
    "Pair",
    "Taken",
    "before_after",
    "mask_document",
]
_NOTHING = Leak(0.0, 0.0, ())
_SUFFIX = {DOCX: ".docx", XLSX: ".xlsx", PDF: ".pdf", TEXT: ".txt"}
_REMARK = "附件"


def mask_document(data: bytes, mime: str, roster: Roster, *, name: str = "",
                  corrections: Sequence[Correction] = (),
                  admitted: frozenset[str] = frozenset()) -> MaskedDocument:  # fmt: skip
    """`mime` as the inspection of uploads found it. `admitted`: digests of pictures that a person
    has looked at and found harmless. The same call gives the same bytes."""
    story = Story()
    story.add(re.sub(r"\.\w{1,5}$", "", name), "name")
    make = {DOCX: _word, XLSX: _excel, PDF: _pdf, TEXT: _text}.get(mime)
    try:
        if make is None:
            raise Stopped("kind_unknown", {"mime": mime})
        return make(data, story, roster, tuple(corrections), admitted)
    except Stopped as stopped:
        flag = Flag(stopped.code, stopped.params, stops=True)
        return MaskedDocument(None, mime, _REMARK + _SUFFIX.get(mime, ""), (), _NOTHING, (flag,))


def before_after(document: MaskedDocument) -> tuple[Pair, ...]:
    """The paragraphs that masking changed, for the view side by side."""
    return document.changed


_Corrections = tuple[Correction, ...]


def _word(data: bytes, story: Story, roster: Roster, corrections: _Corrections,
          admitted: frozenset[str]) -> MaskedDocument:  # fmt: skip
    with package.opened(data) as archive:
        word = Word(archive, story, admitted)
        word.load()
        return _finished(story, roster, corrections, DOCX, lambda after, _: word.write(
            [m.masks for m in after], roster))  # fmt: skip


def _excel(data: bytes, story: Story, roster: Roster, corrections: _Corrections,
           admitted: frozenset[str]) -> MaskedDocument:  # fmt: skip
    with package.opened(data) as archive:
        book = Book(archive, story)
        book.load()
        return _finished(story, roster, corrections, XLSX,
                         lambda after, _: book.write(after, roster))  # fmt: skip


def _pdf(data: bytes, story: Story, roster: Roster, corrections: _Corrections,
         admitted: frozenset[str]) -> MaskedDocument:  # fmt: skip
    pages = Pages(data, story)
    pages.load()
    return _finished(story, roster, corrections, PDF, lambda after, name: pages.write(name, after))


def _text(data: bytes, story: Story, roster: Roster, corrections: _Corrections,
          admitted: frozenset[str]) -> MaskedDocument:  # fmt: skip
    lines = decoded(data).splitlines(keepends=True)
    for number, line in enumerate(lines, 1):
        story.add(line, f"line {number}")
    return _finished(story, roster, corrections, TEXT,
                     lambda after, _: "".join(m.text for m in after[1:]).encode())  # fmt: skip


def decoded(data: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Stopped("unreadable_text")


def _finished(story: Story, roster: Roster, corrections: _Corrections, mime: str,
              write: Callable[..., bytes]) -> MaskedDocument:  # fmt: skip
    reading = story.read(roster, corrections)
    title = re.sub(r"[〔〕/\\:*?\"<>|\s]+", "", reading.parts[0].text)[:60] or _REMARK
    data = write(reading.parts, title)
    return MaskedDocument(
        data, mime, title + _SUFFIX[mime], story.pairs(reading), reading.leak,
        tuple(story.flags), tuple(story.taken),
    )  # fmt: skip
