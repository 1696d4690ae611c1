"""PDF through Typst. The same document gives the same bytes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import qrcode
import typst

from jiebang.platform.documents import fonts, layout
from jiebang.platform.documents.model import (
    QR,
    Document,
    KeyValues,
    Signatures,
    digest,
    plain,
    printable,
)

TEMPLATES = Path(__file__).parent / "templates"
UNDATED = date(2000, 1, 1)  # a document without a date still has a fixed creation date


@dataclass(frozen=True, slots=True)
class Labels:
    """The few words that renderings add. Official documents are Chinese whatever the reader's
    interface language; a document in another language brings its own."""

    digest: str = "文件摘要"
    page: str = "第 {page} 页 共 {pages} 页"
    draft: str = "草稿"
    undated: str = "年    月    日"


class NoChineseFont(RuntimeError):
    """The machine has no font with Chinese characters (Debian: fonts-noto-cjk)."""


def render_pdf(doc: Document, labels: Labels | None = None) -> bytes:
    doc, labels = printable(doc), labels or Labels()
    if fonts.missing():
        raise NoChineseFont("no Chinese font is installed; on Debian: fonts-noto-cjk")
    created = doc.on or UNDATED
    return typst.compile(
        str(TEMPLATES / "main.typ"),
        root=str(TEMPLATES),
        sys_inputs={"data": json.dumps(inputs(doc, labels), ensure_ascii=False)},
        font_paths=fonts.installed(),
        timestamp=int(datetime(created.year, created.month, created.day, tzinfo=UTC).timestamp()),
    )


def inputs(doc: Document, labels: Labels) -> dict:
    """All that the templates see."""
    blocks = [block_inputs(b, labels) for b in layout.numbered(doc.blocks)]
    return {
        **plain(doc),
        "blocks": blocks,
        "created": (doc.on or UNDATED).isoformat(),
        "date": layout.date_text(doc.on) if doc.on else "",
        "digest": digest(doc)[: layout.DIGEST_SHOWN],
        "labels": plain(labels),
        "fonts": fonts.faces().printed(),
    }


def block_inputs(block, labels: Labels) -> dict:
    data = plain(block)
    if isinstance(block, KeyValues):
        data["rows"] = list(layout.rows(block))
    elif isinstance(block, Signatures):
        data["date"] = layout.date_text(block.on) if block.on else labels.undated
    elif isinstance(block, QR):
        data["modules"] = modules(block.text)
    return data


def modules(text: str) -> list[str]:
    """The QR squares, a row a string of 0 and 1, with no quiet zone: the page is its own."""
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=0)
    code.add_data(text)
    code.make(fit=True)
    return ["".join("1" if dark else "0" for dark in row) for row in code.get_matrix()]
