from __future__ import annotations

import hashlib
import io
import re
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from docx import Document as open_docx
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from jiebang.platform.documents import (
    QR,
    Column,
    Document,
    Heading,
    KeyValues,
    Note,
    PageBreak,
    Paragraph,
    Party,
    Sheet,
    SheetColumn,
    Signatures,
    Table,
    digest,
    layout,
    pdf,
    render_csv,
    render_docx,
    render_pdf,
    render_xlsx,
)

LONG = "围绕高端装备关键零部件的国产化，提出材料、工艺、检测与验证四个方面的技术路线。"
ROWS = tuple((str(i), f"第{i}项指标", f"{i * 1.5:.2f}") for i in range(1, 81))
TABLE = Table(
    (Column("序号", 1, "center"), Column("指标名称", 4), Column("目标值", 2, "right")),
    ROWS,
    "表1　指标",
    (("", "合计", "4860.00"),),
)
LETTER = Document(
    "关于有关事项的通知",
    (
        Paragraph(LONG * 3),
        Heading("总体要求", numbered=True),
        Heading("时间", 2, numbered=True),
        Heading("开始", 3, numbered=True),
        Heading("地点", 2, numbered=True),
        Heading("保障", numbered=True),
        TABLE,
        Note("注：金额单位为万元。"),
        Signatures((Party("某某局"),), date(2023, 5, 4)),
    ),
    number="测字〔2023〕12号",
    on=date(2023, 5, 4),
    issuer="某某局文件",
    recipient="各有关单位",
)
FORM = Document(
    "任务书",
    (
        KeyValues((("名称", "甲"), ("编号", "T-1"), ("内容", LONG), ("电话", "0531-00000000"))),
        PageBreak(),
        Paragraph("第一行\n第二行", "center"),
        Signatures((Party("甲公司", "甲方"), Party("乙大学", "乙方"), Party("丙局", "丙方"))),
        QR("https://city.example/verify/1", "扫码核验"),
    ),
    number="编号：T-1",
    style="form",
    draft=True,
)


def pages(data: bytes) -> list[str]:
    return [squeezed(page.extract_text()) for page in PdfReader(io.BytesIO(data)).pages]


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


# PDF -------------------------------------------------------------------------------------------


def test_a_letter_prints_its_parts_in_order():
    text = "".join(pages(render_pdf(LETTER)))
    parts = [
        "某某局文件", "测字〔2023〕12号", "关于有关事项的通知", "各有关单位：", "一、总体要求",
        "（一）时间", "1.开始", "（二）地点", "二、保障", "表1指标", "第80项指标", "合计",
        "注：金额单位为万元。", "某某局2023年5月4日",
    ]  # fmt: skip
    places = [text.find(part) for part in parts]
    assert places == sorted(places)
    assert places[0] >= 0


def test_a_table_that_breaks_repeats_its_head_on_every_page():
    printed = pages(render_pdf(LETTER))
    with_rows = [text for text in printed if re.search("第\\d+项指标", text)]
    assert len(with_rows) >= 3
    assert [text.count("序号指标名称目标值") for text in with_rows] == [1] * len(with_rows)


def test_every_page_carries_its_number_and_the_digest():
    printed = pages(render_pdf(LETTER))
    total = len(printed)
    for number, text in enumerate(printed, start=1):
        assert text.count(f"—{number}—") == 1
        assert text.count(f"文件摘要{digest(LETTER)[:16]}") == 1
        assert text.count(f"第{number}页共{total}页") == 1


def test_the_measures_of_the_national_standard_hold():
    doc = Document("标题", (Paragraph("测" * 28 * 60, indent=False),))
    second = PdfReader(io.BytesIO(render_pdf(doc))).pages[1]
    assert (round(second.mediabox.width, 1), round(second.mediabox.height, 1)) == (595.3, 841.9)
    assert second.extract_text().count("测") == 22 * 28


def test_the_same_document_gives_the_same_bytes():
    assert render_pdf(LETTER) == render_pdf(LETTER)
    information = PdfReader(io.BytesIO(render_pdf(LETTER))).metadata
    assert (information.title, information.creation_date.date()) == (LETTER.title, LETTER.on)


def test_a_form_prints_labels_values_and_every_party():
    text = "".join(pages(render_pdf(FORM)))
    parts = [
        "名称甲编号T-1",
        "内容" + LONG,
        "第一行第二行",
        "甲方：甲公司",
        "乙方：乙大学",
        "丙方：丙局",
    ]
    assert [text.count(part) for part in [*parts, "扫码核验"]] == [1] * 7
    assert text.count("草稿") == 2  # once a page


def test_data_are_never_taken_for_markup():
    hostile = '#panic("x") *bold* $x^2$ \\ " \' ${} {{x}} [link](y) @ref <label>'
    doc = Document(
        hostile, (Paragraph(hostile), KeyValues(((hostile, hostile),)), Heading(hostile))
    )
    assert "".join(pages(render_pdf(doc))).count(squeezed(hostile)) == 5


def test_a_document_of_no_blocks_is_still_a_page():
    assert len(pages(render_pdf(Document("空", (), style="form")))) == 1


def test_a_cell_of_several_pages_is_printed_to_its_end():
    doc = Document(
        "长", (KeyValues((("内容", "\n".join(f"行{i}。" for i in range(150))),)),), style="form"
    )
    printed = pages(render_pdf(doc))
    assert len(printed) >= 3
    assert all(f"行{i}。" in "".join(printed) for i in range(150))


def test_the_squares_of_a_qr_are_those_of_its_text():
    first, other = pdf.modules("https://city.example/1"), pdf.modules("https://city.example/2")
    assert {len(row) for row in first} == {len(first)} == {25}
    assert first != other
    assert first[0][:7] == first[6][:7] == "1111111"


# Word ------------------------------------------------------------------------------------------


def test_a_word_file_reopens_with_its_text_and_table():
    word = open_docx(io.BytesIO(render_docx(LETTER)))
    texts = [p.text for p in word.paragraphs if p.text]
    assert texts == [
        "某某局文件", "测字〔2023〕12号", "关于有关事项的通知", "各有关单位：", LONG * 3,
        "一、总体要求", "（一）时间", "1. 开始", "（二）地点", "二、保障", "表1　指标",
        "注：金额单位为万元。", "某某局", "2023年5月4日",
    ]  # fmt: skip
    [table] = word.tables
    assert [c.text for c in table.rows[0].cells] == ["序号", "指标名称", "目标值"]
    assert [c.text for c in table.rows[80].cells] == list(ROWS[-1])
    assert len(table.rows) == 82


def test_a_word_file_names_the_official_fonts_for_chinese_text(settings):
    settings.JIEBANG_FONTS = {"title": "华文中宋"}
    word = open_docx(io.BytesIO(render_docx(LETTER)))
    fonts = {
        name: word.styles[name].element.rPr.rFonts.get(qn("w:eastAsia"))
        for name in ("Normal", "Heading 1", "Heading 2", "Heading 3")
    }
    assert fonts == {
        "Normal": "仿宋_GB2312", "Heading 1": "黑体", "Heading 2": "楷体_GB2312",
        "Heading 3": "仿宋_GB2312",
    }  # fmt: skip
    title = next(p for p in word.paragraphs if p.text == LETTER.title)
    assert title.runs[0]._element.rPr.rFonts.get(qn("w:eastAsia")) == "华文中宋"


def test_a_word_letter_has_the_measures_of_the_national_standard():
    word = open_docx(io.BytesIO(render_docx(LETTER)))
    section, normal = word.sections[0], word.styles["Normal"]
    assert (round(section.top_margin.mm), round(section.left_margin.mm)) == (37, 28)
    assert round((Mm(210) - section.left_margin - section.right_margin) / Mm(1)) == 156
    assert round((Mm(297) - section.top_margin - section.bottom_margin) / Mm(1)) == 225
    assert normal.font.size == Pt(16)
    assert abs(normal.paragraph_format.line_spacing * 22 - Mm(225)) < Pt(6)


def test_the_head_of_a_word_table_is_repeated():
    [table] = open_docx(io.BytesIO(render_docx(LETTER))).tables
    repeated = [r._tr.trPr is not None and r._tr.trPr.find(qn("w:tblHeader")) is not None
                for r in table.rows]  # fmt: skip
    assert repeated == [True] + [False] * 81


def test_a_word_footer_counts_pages_by_fields_and_carries_the_digest():
    footer = open_docx(io.BytesIO(render_docx(LETTER))).sections[0].footer
    fields = [f.get(qn("w:instr")) for f in footer._element.iter(qn("w:fldSimple"))]
    text = "".join(t.text for t in footer._element.iter(qn("w:t")))
    assert fields == ["PAGE", "PAGE", "NUMPAGES"]
    assert squeezed(text) == f"—1—文件摘要{digest(LETTER)[:16]}第1页共1页"


def test_a_word_form_holds_labels_values_and_parties():
    word = open_docx(io.BytesIO(render_docx(FORM)))
    form, signed = word.tables
    assert [[c.text for c in row.cells] for row in form.rows] == [
        ["名称", "甲", "编号", "T-1"],
        ["内容", LONG, LONG, LONG],
        ["电话", "0531-00000000", "0531-00000000", "0531-00000000"],
    ]
    heads = [[c.text.split("\n")[0] for c in row.cells] for row in signed.rows]
    assert heads == [["甲方：甲公司", "乙方：乙大学"], ["丙方：丙局", "丙方：丙局"]]
    assert len(word.inline_shapes) == 1


def test_the_same_document_gives_the_same_word_file():
    def sha() -> str:
        return hashlib.sha256(render_docx(FORM)).hexdigest()

    assert sha() == sha()


def test_control_characters_in_what_people_typed_do_not_break_a_document():
    doc = Document(
        "标\x00题", (Paragraph("a\x0bb\ud800c"), KeyValues((("k\x1f", "v\x08"),))), style="form"
    )
    word = open_docx(io.BytesIO(render_docx(doc)))
    assert [p.text for p in word.paragraphs if p.text] == ["标题", "abc"]
    assert [c.text for c in word.tables[0].rows[0].cells][:2] == ["k", "v"]
    assert pages(render_pdf(doc))[0].startswith("标题abckv")


# The model -------------------------------------------------------------------------------------


def test_a_digest_is_of_the_content():
    assert digest(LETTER) == digest(Document(**{f: getattr(LETTER, f) for f in LETTER.__slots__}))
    assert digest(LETTER) != digest(FORM)
    assert len(digest(LETTER)) == 64


def test_a_row_with_a_cell_too_few_is_refused():
    with pytest.raises(ValueError, match="1 cells under 2 columns"):
        Table((Column("a"), Column("b")), (("only",),))


@pytest.mark.parametrize(
    ("count", "text"),
    [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (21, "二十一"), (99, "九十九")],
)
def test_numbers_of_headings_are_chinese(count, text):
    assert layout.chinese(count) == text


# Spreadsheets ----------------------------------------------------------------------------------


def sheet(value, kind="text") -> object:
    data = render_xlsx([Sheet("表", (SheetColumn("列", 20, kind),), ((value,),))])
    [head, *rows] = (
        CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    )
    assert head == ["列"]
    return rows[0][0]


@pytest.mark.parametrize(
    ("value", "kind", "read"),
    [
        ("=1+1", "text", "=1+1"),
        ("http://x.example", "text", "http://x.example"),
        ("00123", "text", "00123"),
        (Decimal("12.50"), "money", 12.5),
        (-3, "number", -3),
        (0.1 + 0.2, "number", 0.3),
        (123456789012345678, "number", "123456789012345678"),
        (True, "text", True),
        (date(2023, 5, 4), "date", date(2023, 5, 4)),
        (datetime(2023, 5, 4, 1, 30, tzinfo=UTC), "time", datetime(2023, 5, 4, 9, 30)),  # noqa: DTZ001
    ],
)
def test_a_spreadsheet_cell_is_read_back_as_it_was(value, kind, read):
    assert sheet(value, kind) == read


def test_a_sheet_name_that_excel_forbids_is_made_allowed():
    data = render_xlsx(
        [Sheet("a/b[c]:*?", (SheetColumn("x"),), ()), Sheet("''", (SheetColumn("x"),), ())]
    )
    assert CalamineWorkbook.from_filelike(io.BytesIO(data)).sheet_names == ["a b c", "2"]


def test_the_same_rows_give_the_same_spreadsheet():
    sheets = [Sheet("表", (SheetColumn("列"),), (("值",),))]
    assert render_xlsx(sheets) == render_xlsx(sheets)


@pytest.mark.parametrize(
    "start", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠", " =", "\u3000="]
)
def test_a_csv_cell_that_looks_like_a_formula_is_made_inert(start):
    data = render_csv([[f"{start}cmd"]], "utf-8").decode()
    assert data.lstrip('"').startswith(f"'{start}")


def test_numbers_and_dates_in_csv_are_left_alone():
    data = render_csv([[-5, Decimal("-1.50"), None, date(2023, 5, 4), "平常,文字"]], "utf-8")
    assert data.decode() == '-5,-1.50,,2023-05-04,"平常,文字"\r\n'


@pytest.mark.parametrize(
    ("encoding", "start"), [("utf-8-sig", b"\xef\xbb\xbf"), ("gb18030", b"\xbd\xf0")]
)
def test_csv_comes_in_the_encodings_that_offices_open(encoding, start):
    data = render_csv([["金额", "𠮷"]], encoding)
    assert data.startswith(start)
    assert data.decode(encoding) == "金额,𠮷\r\n"
