"""Every block of the document model as Word paragraphs and tables."""

from __future__ import annotations

import io
from dataclasses import dataclass

import qrcode
from docx.document import Document as Word
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph as WordParagraph
from docx.text.run import Run
from qrcode.image.pil import PilImage

from jiebang.platform.documents import fonts, layout
from jiebang.platform.documents.model import (
    QR,
    Block,
    Column,
    Heading,
    KeyValues,
    Note,
    PageBreak,
    Paragraph,
    Party,
    Signatures,
    Table,
)
from jiebang.platform.documents.pdf import Labels

ALIGN = {
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}
GREY = RGBColor(0x5A, 0x5A, 0x5A)
SHADE = "F0F0F0"


@dataclass(frozen=True, slots=True)
class Look:
    body: Length
    title: Length
    small: Length
    tiny: Length
    width: Length  # of the type area
    letter: bool  # an official letter, not a form


def add(word: Word, block: Block, look: Look, labels: Labels) -> None:
    match block:
        case Heading():
            heading(word, block, look)
        case Paragraph():
            for line in block.text.split("\n"):
                paragraph(word, line, block, look)
        case KeyValues():
            keyvalues(word, block, look)
        case Table():
            table(word, block, look)
        case Signatures():
            signatures(word, block, look, labels)
        case Note():
            say(word.add_paragraph(), block.text, size=look.tiny).font.color.rgb = GREY
        case QR():
            code(word, block, look)
        case PageBreak():
            word.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def heading(word: Word, block: Heading, look: Look) -> None:
    added = word.add_heading(block.text, level=min(max(block.level, 1), 4))
    if look.letter:
        added.paragraph_format.first_line_indent = look.body * 2


def paragraph(word: Word, line: str, block: Paragraph, look: Look) -> None:
    added = word.add_paragraph(line)
    added.alignment = ALIGN[block.align]
    if block.indent and block.align == "justify":
        added.paragraph_format.first_line_indent = look.body * 2


def keyvalues(word: Word, block: KeyValues, look: Look) -> None:
    shares = (3, 7, 3, 7) if block.columns == 2 else (1, 3)
    grid = new_table(word, [look.width * s / sum(shares) for s in shares])
    for row in layout.rows(block):
        cells = grid.add_row().cells
        if len(row) == 1 and block.columns == 2:
            cells[1].merge(cells[3])
        for i, (label, value) in enumerate(row):
            fill(cells[2 * i], label, look, align="center", face=fonts.faces().heading)
            shade(cells[2 * i])
            fill(cells[2 * i + 1], value, look)
    word.add_paragraph()


def table(word: Word, block: Table, look: Look) -> None:
    heading_face = fonts.faces().heading
    if block.caption:
        caption = word.add_paragraph()
        caption.alignment = WD_ALIGN_PARAGRAPH.CENTER
        caption.paragraph_format.keep_with_next = True
        say(caption, block.caption, face=heading_face, size=look.small)
    total = sum(column.width for column in block.columns)
    grid = new_table(word, [look.width * c.width / total for c in block.columns])
    top = grid.add_row()
    top._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # repeated on every page
    for cell, column in zip(top.cells, block.columns, strict=True):
        fill(cell, column.title, look, align="center", face=heading_face)
        shade(cell)
    for row in block.rows:
        values(grid.add_row().cells, row, block.columns, look)
    for row in block.totals:
        values(grid.add_row().cells, row, block.columns, look, bold=True)
    word.add_paragraph()


def values(
    cells: tuple[_Cell, ...],
    row: tuple[str, ...],
    columns: tuple[Column, ...],
    look: Look,
    *,
    bold: bool = False,
) -> None:
    for cell, value, column in zip(cells, row, columns, strict=True):
        fill(cell, value, look, align=column.align, bold=bold)


def signatures(word: Word, block: Signatures, look: Look, labels: Labels) -> None:
    on = layout.date_text(block.on) if block.on else labels.undated
    if look.letter and len(block.parties) == 1:
        word.add_paragraph()
        for line in (block.parties[0].name, on):
            signed = word.add_paragraph(line)
            signed.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            signed.paragraph_format.right_indent = look.body * 4
            signed.paragraph_format.keep_together = True
        return
    across = min(len(block.parties), 2)
    grid = new_table(word, [look.width / across] * across)
    for start in range(0, len(block.parties), across):
        parties = block.parties[start : start + across]
        row = grid.add_row()
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        cells = row.cells
        if len(parties) < across:
            cells[0].merge(cells[-1])
        for cell, party in zip(cells, parties, strict=False):
            sign(cell, party, on, look)


def sign(cell: _Cell, party: Party, on: str, look: Look) -> None:
    who = f"{party.role}：{party.name}" if party.role else party.name
    fill(cell, "\n".join((who, *party.lines, "", "", "")), look)
    dated = cell.add_paragraph()
    dated.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    say(dated, on, size=look.small)
    tight(dated)


def code(word: Word, block: QR, look: Look) -> None:
    image = io.BytesIO()
    qrcode.make(block.text, image_factory=PilImage, border=2).save(image, "PNG")
    image.seek(0)
    shown = word.add_paragraph()
    shown.alignment = WD_ALIGN_PARAGRAPH.CENTER
    tight(shown)
    shown.add_run().add_picture(image, width=Mm(30))
    caption = word.add_paragraph()
    caption.alignment = WD_ALIGN_PARAGRAPH.CENTER
    say(caption, block.caption, size=look.tiny)


# Parts of blocks -------------------------------------------------------------------------------


def say(to: WordParagraph, text: str, *, face: str = "", size: Length | None = None) -> Run:
    """A run in a typeface; line breaks in the text stay line breaks."""
    run = to.add_run(text)
    if face:
        named(run._element.get_or_add_rPr(), face, fonts.faces().latin)
    if size is not None:
        run.font.size = size
    return run


def named(properties, east_asian: str, latin: str) -> None:
    """Word chooses fonts by script: Chinese text takes w:eastAsia and ignores the rest."""
    chosen = properties.get_or_add_rFonts()
    for script, name in (
        ("ascii", latin),
        ("hAnsi", latin),
        ("cs", latin),
        ("eastAsia", east_asian),
    ):
        chosen.set(qn(f"w:{script}"), name)
    for script in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        chosen.attrib.pop(qn(f"w:{script}"), None)


def new_table(word: Word, widths: list[float]):
    grid = word.add_table(rows=0, cols=len(widths), style="Table Grid")
    grid.alignment, grid.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = Length(int(width))
    return grid


def fill(
    cell: _Cell, text: str, look: Look, *, align: str = "left", face: str = "", bold: bool = False
) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.alignment = ALIGN[align]
    say(paragraph, text, face=face, size=look.small).bold = bold or None
    tight(paragraph)


def tight(paragraph: WordParagraph) -> None:
    """Cells and pictures do not follow the letter's exact line pitch."""
    paragraph.paragraph_format.line_spacing = 1.15
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)


def shade(cell: _Cell) -> None:
    shading = OxmlElement("w:shd")
    shading.set(qn("w:val"), "clear")
    shading.set(qn("w:fill"), SHADE)
    cell._tc.get_or_add_tcPr().append(shading)
