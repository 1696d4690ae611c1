# ruff: noqa: E501 -- the markup of Office is long
"""Documents with a canary in every corner. All people and organisations are invented."""

from __future__ import annotations

import io
import zipfile

import xlsxwriter
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from PIL import Image, PngImagePlugin
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText

from jiebang.engine.text import Organisation, Person, Roster

PERSON, UNIT, ALIAS = "闻人甲", "江左示例大学", "JZSLU"
ROSTER = Roster((Person(PERSON), Person("高峰")), (Organisation(UNIT, (ALIAS,)),))
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def picture(words: str = UNIT) -> bytes:
    """A picture whose metadata name somebody."""
    out, notes = io.BytesIO(), PngImagePlugin.PngInfo()
    notes.add_text("Author", words)
    Image.new("RGB", (40, 30), "red").save(out, "PNG", pnginfo=notes)
    return out.getvalue()


def docx(*, with_picture: bool = True) -> bytes:
    """Names across runs, in tables, headers, footers, notes, text boxes, comments, changes, fields,
    bookmarks, styles, properties, custom XML and file names."""
    document = Document()
    _body(document)
    document.sections[0].header.paragraphs[0].text = f"{UNIT}投标文件"
    document.sections[0].footer.paragraphs[0].text = f"联系人：{PERSON}"
    comment = document.add_comment(
        document.paragraphs[0].runs[0], text=f"{PERSON}的意见", author=PERSON
    )
    assert comment.author == PERSON
    core = document.core_properties
    core.author = core.last_modified_by = PERSON
    core.title, core.comments, core.keywords = f"{UNIT}方案", PERSON, UNIT
    document.styles.add_style(f"{UNIT}正文", 1)
    if with_picture:
        document.add_picture(io.BytesIO(picture()))
        drawing = document.paragraphs[-1]._p.xpath(".//wp:docPr")[0]
        drawing.set("descr", f"{PERSON}照片")
        drawing.set("name", UNIT)
    out = io.BytesIO()
    document.save(out)
    return with_parts(out.getvalue(), {
        "docProps/custom.xml": f"<Properties>{UNIT}</Properties>".encode(),
        "customXml/item7.xml": f"<a>{PERSON}</a>".encode(),
        f"word/embeddings/{UNIT}.bin": PERSON.encode(),
    })  # fmt: skip


def _body(document: Document) -> None:
    first = document.add_paragraph("由江左")
    for piece in ("示例", "大", "学闻"):
        first.add_run(piece).bold = True
    first.add_run("人甲教授牵头，采用高斯过程。")
    table = document.add_table(2, 3)
    for cell, words in zip([c for row in table.rows for c in row.cells],
                           ("姓名", "单位", "论文数"), strict=False):  # fmt: skip
        cell.text = words
    for cell, words in zip(table.rows[1].cells, (PERSON, UNIT, "32"), strict=True):
        cell.text = words
    body = document.element.body
    for xml in _odd_paragraphs():
        body.insert(len(body) - 1, parse_xml(xml))


def _odd_paragraphs() -> tuple[str, ...]:
    text = nsdecls("w", "wp", "a", "r")
    shape = 'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    box = f"<w:txbxContent><w:p><w:r><w:t>文本框里的{UNIT}</w:t></w:r></w:p></w:txbxContent>"
    return (
        f'<w:p {text}><w:ins w:id="1" w:author="{PERSON}" w:date="2024-01-01T00:00:00Z"><w:r><w:t>新增{PERSON}</w:t>'
        f'</w:r></w:ins><w:del w:id="2" w:author="{PERSON}"><w:r><w:delText>删去{UNIT}</w:delText></w:r></w:del></w:p>',
        f'<w:p {text}><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>HYPERLINK "mailto:a@{ALIAS}.cn"'
        f'</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>见{UNIT}网站</w:t></w:r>'
        f'<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>',
        f'<w:p {text}><w:bookmarkStart w:id="9" w:name="{UNIT}"/><w:r><w:t>书签</w:t></w:r><w:bookmarkEnd w:id="9"/></w:p>',
        f'<w:p {text}><w:sdt><w:sdtPr><w:alias w:val="{UNIT}"/><w:tag w:val="{PERSON}"/></w:sdtPr><w:sdtContent><w:r>'
        f"<w:t>控件{PERSON}</w:t></w:r></w:sdtContent></w:sdt></w:p>",
        f'<w:p {text}><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏{UNIT}</w:t></w:r><w:r><w:t>可见</w:t></w:r></w:p>',
        f'<w:p {text} {mc} {shape}><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline>'
        f'<wp:extent cx="914400" cy="457200"/><wp:docPr id="7" name="{UNIT}" descr="{PERSON}"/><a:graphic>'
        f'<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr txBox="1"/>'
        f"<wps:spPr/><wps:txbx>{box}</wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>",
    )  # fmt: skip


def with_parts(data: bytes, extra: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in (n for n in old.namelist() if n not in extra):
            new.writestr(name, old.read(name))
        for name, content in extra.items():
            new.writestr(name, content)
    return out.getvalue()


def xlsx() -> bytes:
    """Names in cells, rich text, formulas, sheet names, comments, defined names, headers, pictures,
    validation lists, hidden sheets and properties."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    book.set_properties({"author": PERSON, "company": UNIT, "title": UNIT})
    book.define_name("负责人", f'="{PERSON}"')
    sheet = book.add_worksheet(f"{UNIT}成员")
    sheet.write_row(
        0, 0, ["姓名", "职称", "单位", "电话", "论文数", "备注"], book.add_format({"bold": True})
    )
    sheet.write_row(1, 0, ["东方无", "教授", UNIT, 13800000000, 32, "采用高斯过程"])
    sheet.write_rich_string(
        2, 5, "由", book.add_format({"bold": True}), PERSON[:2], PERSON[2:] + "负责"
    )
    sheet.write_formula(3, 5, f'=CONCATENATE("{UNIT}","")', None, UNIT)
    sheet.write_formula(4, 5, "=1+1", None, 2)
    sheet.write_comment("A2", f"{PERSON}说", {"author": PERSON})
    sheet.set_header(f"&C{UNIT}")
    sheet.write_url(5, 5, f"http://www.{ALIAS}.cn", string="网址", tip=UNIT)
    sheet.data_validation("A9", {"validate": "list", "source": [PERSON, UNIT]})
    sheet.insert_image("H1", "a.png", {"image_data": io.BytesIO(picture()), "description": PERSON})
    hidden = book.add_worksheet("底稿")
    hidden.write(0, 0, f"{PERSON}底稿")
    hidden.hide()
    book.close()
    return out.getvalue()


def pdf(pages: list[str], *, password: str = "") -> bytes:
    """A PDF with a text layer, a note, an outline, an attachment, metadata."""
    from jiebang.platform.documents import Document as Printed  # noqa: PLC0415
    from jiebang.platform.documents import PageBreak, Paragraph, render_pdf  # noqa: PLC0415

    blocks = [b for page in pages for b in (Paragraph(page, indent=False), PageBreak())]
    writer = PdfWriter(
        clone_from=PdfReader(io.BytesIO(render_pdf(Printed(UNIT, tuple(blocks), style="form"))))
    )
    writer.add_metadata({"/Author": PERSON, "/Title": UNIT})
    writer.add_outline_item(title=PERSON, page_number=0)
    writer.add_attachment(filename=f"{ALIAS}.txt", data=PERSON.encode())
    writer.add_annotation(page_number=0, annotation=FreeText(text=PERSON, rect=(50, 50, 200, 80)))
    if password:
        writer.encrypt(password, algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def scanned() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (300, 400), "white").save(out, "PDF")
    return out.getvalue()
