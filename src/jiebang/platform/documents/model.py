"""A printed document as data: the modules say what is on it, the renderers how it looks."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from typing import Literal

UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
Align = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Heading:
    """`numbered` puts 一、 （一） 1. （1） before the text, by level 1–4."""

    text: str
    level: int = 1
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Line breaks in the text stay line breaks."""

    text: str
    align: Literal["justify", "left", "center", "right"] = "justify"
    indent: bool = True


@dataclass(frozen=True, slots=True)
class KeyValues:
    """A bordered form: label beside value, in one or two pairs a row. Long values take a row."""

    pairs: tuple[tuple[str, str], ...]
    columns: Literal[1, 2] = 2


@dataclass(frozen=True, slots=True)
class Column:
    """`width` is a share of the line, not a measure."""

    title: str
    width: float = 1
    align: Align = "left"


@dataclass(frozen=True, slots=True)
class Table:
    """The head is repeated on every page; `totals` are last rows set bold."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""
    totals: tuple[tuple[str, ...], ...] = ()

    def __post_init__(self) -> None:
        for row in (*self.rows, *self.totals):
            if len(row) != len(self.columns):
                raise ValueError(f"{len(row)} cells under {len(self.columns)} columns: {row}")


@dataclass(frozen=True, slots=True)
class Party:
    """Who signs: `role` such as 甲方, `name`, and the lines left to be filled in by hand."""

    name: str
    role: str = ""
    lines: tuple[str, ...] = ("（盖章）", "法定代表人或授权代表（签字）：")


@dataclass(frozen=True, slots=True)
class Signatures:
    """One party: the name and date of an official letter. Several: blocks side by side, each
    with a line for its own date unless `on` fixes it."""

    parties: tuple[Party, ...]
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Note:
    text: str


@dataclass(frozen=True, slots=True)
class QR:
    """`text` is what a reader's telephone gets, such as the address of a check page."""

    text: str
    caption: str = ""


@dataclass(frozen=True, slots=True)
class PageBreak:
    pass


Block = Heading | Paragraph | KeyValues | Table | Signatures | Note | QR | PageBreak


@dataclass(frozen=True, slots=True)
class Document:
    """`style` official follows GB/T 9704-2012; form is a dense bordered form.

    `on` is the document's own date: it is printed, and fixes the file's creation date.
    """

    title: str
    blocks: tuple[Block, ...]
    number: str = ""
    on: date | None = None
    style: Literal["official", "form"] = "official"
    issuer: str = ""
    recipient: str = ""
    draft: bool = False


def plain(value):
    """A document or block as JSON-ready data; every block says its kind."""
    if is_dataclass(value) and not isinstance(value, type):
        data = {f.name: plain(getattr(value, f.name)) for f in fields(value)}
        return {"kind": type(value).__name__, **data}
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else printable(value)


def printable(value):
    """The same, without the control characters and broken surrogates that XML cannot hold."""
    if isinstance(value, str):
        return UNPRINTABLE.sub("", value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: printable(getattr(value, f.name)) for f in fields(value)})
    return tuple(map(printable, value)) if isinstance(value, tuple) else value


def canonical(doc: Document) -> bytes:
    text = json.dumps(plain(doc), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def digest(doc: Document) -> str:
    """SHA-256 of the content, whatever it is printed as: the footer of every rendering."""
    return hashlib.sha256(canonical(doc)).hexdigest()
