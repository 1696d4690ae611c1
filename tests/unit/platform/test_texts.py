"""What a file says, and why nothing could be read where that is so."""

from __future__ import annotations

import io

import pytest
import xlsxwriter
from docx import Document
from pypdf import PdfWriter

from jiebang.platform.documents.texts import Reading, read
from jiebang.platform.masking import DOCX, PDF, TEXT, XLSX


def word() -> bytes:
    document, out = Document(), io.BytesIO()
    document.add_paragraph("送料小车采用双伺服直驱。")
    document.add_table(1, 2).cell(0, 1).text = "节拍十八次"
    document.save(out)
    return out.getvalue()


def sheet() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.add_worksheet("指标").write(0, 0, "定位误差零点三毫米")
    return out.getvalue()


def empty_pages(count: int, password: str = "") -> bytes:
    writer, out = PdfWriter(), io.BytesIO()
    for _ in range(count):
        writer.add_blank_page(100, 100)
    if password:
        writer.encrypt(password)
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "mime", "words"),
    [
        (word(), DOCX, "送料小车采用双伺服直驱。\n节拍十八次"),
        (sheet(), XLSX, "定位误差零点三毫米"),
        ("吸盘分区".encode("gb18030"), TEXT, "吸盘分区"),
    ],
)
def test_the_words_of_a_file_come_in_reading_order(data, mime, words):
    found = read(data, mime)
    assert (found.text.endswith(words), found.problem) == (True, "")


@pytest.mark.parametrize(
    ("data", "mime", "problem"),
    [
        (empty_pages(1, "secret"), PDF, "encrypted"),
        (empty_pages(2), PDF, "no_text_layer"),
        (empty_pages(501), PDF, "too_large"),
        (b"%PDF-1.7 and no more", PDF, "broken"),
        (b"PK\x03\x04 cut off", DOCX, "broken"),
        (b"\xff\xfe\xff", TEXT, "unreadable_text"),
        (b"PK", "application/zip", "kind_unknown"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(data, mime, problem):
    assert read(data, mime) == Reading("", problem)
