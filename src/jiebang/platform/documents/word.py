"""Word files that an office goes on working in: real styles, East Asian fonts named, fields for
page numbers. The same document gives the same bytes.
"""

from __future__ import annotations

import io
import zipfile
from datetime import datetime

from docx import Document as new_document
from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph as WordParagraph

from jiebang.platform.documents import fonts, layout, wordblocks
from jiebang.platform.documents.model import Document, digest, printable
from jiebang.platform.documents.pdf import UNDATED, Labels
from jiebang.platform.documents.wordblocks import Look, named, say

MARGINS = {"official": (37, 35, 28, 26), "form": (22, 22, 25, 20)}  # top bottom left right, mm
PITCH = Length(Mm(225) // 22)
LOOKS = {
    "official": Look(Pt(16), Pt(22), Pt(12), Pt(10.5), width=Mm(156), letter=True),
    "form": Look(Pt(10.5), Pt(18), Pt(10.5), Pt(9), width=Mm(165), letter=False),
}
RED = RGBColor(0xC0, 0, 0)
ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)


def render_docx(doc: Document, labels: Labels | None = None) -> bytes:
    doc, labels = printable(doc), labels or Labels()
    word, look = new_document(), LOOKS[doc.style]
    properties(word, doc)
    page(word, doc)
    styles(word, look)
    if doc.draft:
        centred(word, f"（{labels.draft}）")
    head(word, doc, look)
    for block in layout.numbered(doc.blocks):
        wordblocks.add(word, block, look, labels)
    foot(word, doc, labels)
    return packed(word)


def properties(word: Word, doc: Document) -> None:
    on = doc.on or UNDATED
    core = word.core_properties
    core.title, core.author, core.last_modified_by, core.comments = doc.title, "", "", ""
    core.created = core.modified = datetime(on.year, on.month, on.day)  # noqa: DTZ001 -- a date
    core.language = "zh-CN"


def page(word: Word, doc: Document) -> None:
    section = word.sections[0]
    top, bottom, left, right = MARGINS[doc.style]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(top), Mm(bottom)
    section.left_margin, section.right_margin = Mm(left), Mm(right)
    section.footer_distance = Mm(18 if doc.style == "official" else 10)


def styles(word: Word, look: Look) -> None:
    faces = fonts.faces()
    normal = word.styles["Normal"]
    named(normal.element.get_or_add_rPr(), faces.body, faces.latin)
    normal.font.size = look.body
    normal.paragraph_format.space_after = Pt(0)
    if look.letter:
        normal.paragraph_format.line_spacing = PITCH
    for level, face in enumerate((faces.heading, faces.kai, faces.body, faces.body), start=1):
        style = word.styles[f"Heading {level}"]
        named(style.element.get_or_add_rPr(), face, faces.latin)
        style.font.size = look.body if look.letter else Pt(12)
        style.font.bold, style.font.italic = level == 3, False
        style.font.color.rgb = RGBColor(0, 0, 0)
        style.paragraph_format.space_before = Pt(0 if look.letter else 8)
        style.paragraph_format.space_after = Pt(0 if look.letter else 4)


def head(word: Word, doc: Document, look: Look) -> None:
    title_face = fonts.faces().title
    if doc.issuer:
        issuer = centred(word, doc.issuer, title_face, Pt(30) if look.letter else Pt(12))
        issuer.paragraph_format.line_spacing = 1.2
        if look.letter:
            issuer.runs[0].font.color.rgb = RED
    if look.letter and doc.number:
        centred(word, doc.number)
    title = centred(word, doc.title, title_face, look.title)
    title.paragraph_format.line_spacing = 1.2
    title.paragraph_format.space_before = title.paragraph_format.space_after = Pt(12)
    if not look.letter and (doc.number or doc.on):
        line = word.add_paragraph(doc.number)
        line.paragraph_format.tab_stops.add_tab_stop(look.width, alignment=2)
        line.add_run("\t" + (layout.date_text(doc.on) if doc.on else ""))
    if doc.recipient:
        word.add_paragraph(f"{doc.recipient}：")


def centred(word: Word, text: str, face: str = "", size: Length | None = None) -> WordParagraph:
    added = word.add_paragraph()
    added.alignment = WD_ALIGN_PARAGRAPH.CENTER
    say(added, text, face=face, size=size)
    return added


def foot(word: Word, doc: Document, labels: Labels) -> None:
    footer = word.sections[0].footer
    footer.is_linked_to_previous = False
    last = footer.paragraphs[0]
    if doc.style == "official":
        last.alignment = WD_ALIGN_PARAGRAPH.CENTER
        say(last, "— ", size=Pt(14))
        field(last, "PAGE", Pt(14))
        say(last, " —", size=Pt(14))
        last = footer.add_paragraph()
    last.alignment = WD_ALIGN_PARAGRAPH.CENTER
    before, _, rest = labels.page.partition("{page}")
    between, _, after = rest.partition("{pages}")
    say(last, f"{labels.digest} {digest(doc)[: layout.DIGEST_SHOWN]}　　{before}", size=Pt(7.5))
    field(last, "PAGE", Pt(7.5))
    say(last, between, size=Pt(7.5))
    field(last, "NUMPAGES", Pt(7.5))
    say(last, after, size=Pt(7.5))
    for line in footer.paragraphs:
        line.paragraph_format.line_spacing = 1.0


def field(to: WordParagraph, code: str, size: Length) -> None:
    """A number that Word computes: PAGE, NUMPAGES."""
    simple = OxmlElement("w:fldSimple")
    simple.set(qn("w:instr"), code)
    run = say(to, "1", size=size)
    simple.append(run._element)
    to._p.append(simple)


def packed(word: Word) -> bytes:
    """Saved, with the clock taken out of the archive's entries."""
    saved, out = io.BytesIO(), io.BytesIO()
    word.save(saved)
    with (
        zipfile.ZipFile(saved) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for entry in source.infolist():
            fixed = zipfile.ZipInfo(entry.filename, ZIP_EPOCH)
            fixed.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(fixed, source.read(entry))
    return out.getvalue()
