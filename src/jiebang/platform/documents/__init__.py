"""Documents as data, rendered to PDF, Word, Excel and CSV. Domain modules build the data."""

from jiebang.platform.documents.model import (
    QR,
    Column,
    Document,
    Heading,
    KeyValues,
    Note,
    PageBreak,
    Paragraph,
    Party,
    Signatures,
    Table,
    digest,
)
from jiebang.platform.documents.pdf import Labels, render_pdf
from jiebang.platform.documents.sheets import Sheet, SheetColumn, render_csv, render_xlsx
from jiebang.platform.documents.word import render_docx

__all__ = [
    "QR",
    "Column",
    "Document",
    "Heading",
    "KeyValues",
    "Labels",
    "Note",
    "PageBreak",
    "Paragraph",
    "Party",
    "Sheet",
    "SheetColumn",
    "Signatures",
    "Table",
    "digest",
    "render_csv",
    "render_docx",
    "render_pdf",
    "render_xlsx",
]
