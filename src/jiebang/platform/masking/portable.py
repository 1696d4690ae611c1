"""Masks a PDF with a text layer: its words are read page by page, masked, and set anew, so that no
hidden layer, annotation, outline, attachment, field or metadata of the original is left."""

from __future__ import annotations

import io
import re
from collections import Counter
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PdfReadError, PyPdfError

from jiebang.engine.text.masking import Masked
from jiebang.platform.masking.model import Flag, Stopped, Story

MOST_PAGES = 1000
_UNREADABLE = re.compile(r"[\ue000-\uf8ff\ufffd]|\(cid:\d+\)|[\U000f0000-\U0010ffff]")
_ENDS = re.compile(r"[。！？!?;；:：.]\s*$")
_STARTS = re.compile(
    r"\s*(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[)）]|\d+(?:\.\d+)*[、.\s]|第[一二三四五六七八九十\d]+[章节条]|[•·●■◆\-–—]\s)"
)
NOTICE = (
    "本文件由原PDF的文字重新排版并遮蔽身份信息，版面与原文件不同；图片、表格线、批注、书签、附件和文件属性未保留。"
    "如需核对图表，请联系项目秘书。"
)
"""Told on the first page of every document that was set anew."""


class Pages:
    """The text of a PDF as paragraphs."""

    def __init__(self, data: bytes, story: Story) -> None:
        self.story = story
        self.paragraphs: list[tuple[int, int]] = []
        """(page from 1, index of the part)"""
        self.reader = _reader(data)

    def load(self) -> None:
        pages = len(self.reader.pages)
        if pages > MOST_PAGES:
            raise Stopped("too_large", {"pages": pages, "limit": MOST_PAGES})
        seen: Counter[str] = Counter()
        characters = unreadable = 0
        for number, page in enumerate(self.reader.pages, 1):
            text = _text(page)
            characters += len("".join(text.split()))
            unreadable += len(_UNREADABLE.findall(text))
            seen["images_removed"] += (pictures := _pictures(page))
            seen["pages_without_text"] += bool(pictures) and len("".join(text.split())) < 20
            seen["annotations_removed"] += len(page.get("/Annots") or ())
            for line, words in enumerate(paragraphs(text), 1):
                self.paragraphs.append((number, self.story.add(words, f"page {number}.{line}")))
        if not characters:
            raise Stopped("no_text_layer", {"pages": pages})
        if unreadable > 0.2 * characters:
            raise Stopped("unreadable_text", {"pages": pages})
        self._fields()
        self._tell(seen)

    def _fields(self) -> None:
        """What was typed into a form is text too."""
        fields = (
            self.reader.get_form_text_fields()
            if self.reader.trailer["/Root"].get("/AcroForm")
            else {}
        )
        filled = [(str(key), str(value)) for key, value in (fields or {}).items() if value]
        for key, value in filled:
            self.paragraphs.append((0, self.story.add(f"{key}：{value}", "form")))
        self.story.flag("form_fields", len(filled))

    def _tell(self, seen: Counter[str]) -> None:
        root = self.reader.trailer["/Root"]
        names = root.get("/Names") or {}
        seen["attachments_removed"] += "/EmbeddedFiles" in names.get_object() if names else 0
        self.story.flags.append(Flag("retypeset"))
        for code in sorted(seen):
            stops = code == "pages_without_text"
            if seen[code]:
                self.story.flags.append(Flag(code, {"count": seen[code]}, stops=stops))

    def write(self, title: str, after: tuple[Masked, ...]) -> bytes:
        """The new document, in the house's dense style."""
        from jiebang.platform.documents import (  # noqa: PLC0415 -- needs settings and Typst
            Document,
            Heading,
            Note,
            Paragraph,
            render_pdf,
        )

        blocks: list[Any] = [Note(NOTICE)]
        last = 0
        for page, index in self.paragraphs:
            if page != last:
                blocks.append(Heading(f"〔原第 {page} 页〕" if page else "〔表单内容〕", 3))
                last = page
            if after[index].text.strip():
                blocks.append(Paragraph(after[index].text, indent=False))
        return render_pdf(Document(title, tuple(blocks), style="form"))


def _reader(data: bytes) -> PdfReader:
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted:
            raise Stopped("encrypted")
        if not len(reader.pages):
            raise Stopped("broken")
    except (PyPdfError, PdfReadError, ValueError, KeyError, RecursionError, OSError) as problem:
        raise Stopped("broken") from problem
    return reader


def _text(page: Any) -> str:
    try:
        return str(page.extract_text() or "")
    except (
        PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        IndexError,
        RecursionError,
        AttributeError,
    ):
        return ""  # pypdf meets what it cannot read; the page is counted as one without text


def _pictures(page: Any) -> int:
    """Images drawn on the page; a page that cannot say counts as one."""
    try:
        found = (page.get("/Resources") or {}).get_object().get("/XObject") or {}
        kinds = (
            [found[name].get_object().get("/Subtype") for name in found.get_object()]
            if found
            else []
        )
    except (PyPdfError, AttributeError, KeyError, TypeError):
        return 1
    return sum(kind in ("/Image", "/Form") and kind == "/Image" for kind in kinds)


def paragraphs(text: str) -> list[str]:
    """Lines joined as they were before the page cut them: a line that neither ends a sentence nor
    is much shorter than the page's lines goes on."""
    lines = [line.strip() for line in text.splitlines()]
    lengths = sorted(len(line) for line in lines if line)
    usual = lengths[int(len(lengths) * 0.8)] if lengths else 0
    found: list[str] = []
    goes_on = False
    for line in lines:
        if not line:
            goes_on = False
            continue
        if goes_on and found and not _STARTS.match(line):
            found[-1] += (" " if found[-1][-1].isascii() and line[0].isascii() else "") + line
        else:
            found.append(line)
        goes_on = len(line) >= usual * 0.85 and not _ENDS.search(line)
    return found
