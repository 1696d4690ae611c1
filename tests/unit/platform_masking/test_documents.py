"""Masked documents, opened again: nobody is left in any corner of the file."""

from __future__ import annotations

import hashlib
import io
import zipfile

import docx as python_docx
from python_calamine import CalamineWorkbook

from jiebang.engine.text import Organisation, Person, Roster
from jiebang.platform.masking import (
    DOCX,
    PDF,
    TEXT,
    XLSX,
    Correction,
    MaskedDocument,
    mask_document,
)
from tests.unit.platform_masking import build

CANARIES = (build.PERSON, build.UNIT, build.ALIAS, build.ALIAS.lower(), "13800000000", "东方无")
NAME = f"{build.UNIT}方案.docx"


def masked(data: bytes, mime: str, **more) -> MaskedDocument:
    return mask_document(data, mime, build.ROSTER, name=NAME, **more)


def opened(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {n: archive.read(n).decode("utf-8", "replace") for n in archive.namelist()}


def leaks(data: bytes) -> list[tuple[str, str]]:
    return [(part, word) for part, text in opened(data).items() for word in CANARIES
            if word in text or word in part]  # fmt: skip


def test_no_part_of_a_word_file_names_anybody():
    done = masked(build.docx(), DOCX)
    assert leaks(done.data) == []
    assert done.name == "单位A方案.docx"


def test_a_name_cut_into_runs_is_masked_and_the_text_around_keeps_its_place():
    document = python_docx.Document(io.BytesIO(masked(build.docx(), DOCX).data))
    first = document.paragraphs[0]
    assert first.text == "由〔单位A〕〔人员A〕〔职称〕牵头，采用高斯过程。"
    assert [(run.text, run.bold) for run in first.runs if run.text and run.bold] == [
        ("〔人员A〕", True)
    ]


def test_a_word_table_is_masked_by_the_heads_of_its_columns():
    document = python_docx.Document(io.BytesIO(masked(build.docx(), DOCX).data))
    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert rows == [["姓名", "单位", "论文数"], ["〔人员A〕", "〔单位A〕", "〔数量〕"]]


def test_headers_footers_boxes_controls_and_accepted_changes_stay_readable():
    parts = opened(masked(build.docx(), DOCX).data)
    words = "".join(parts.values())
    for kept in (
        "〔单位A〕投标文件",
        "文本框里的〔单位A〕",
        "控件〔人员A〕",
        "新增〔人员A〕",
        "见〔单位A〕网站",
    ):
        assert (kept, kept in words) == (kept, True)
    assert [p for p in parts if "omment" in p or "docProps" in p or "custom" in p] == []


def test_what_was_left_out_of_a_word_file_is_told():
    done = masked(build.docx(), DOCX)
    assert {f.code: f.params["count"] for f in done.flags} == {
        "attachments_removed": 3, "changes_accepted": 2, "comments_removed": 1, "hidden_removed": 1,
        "images_removed": 1, "objects_removed": 1,
    }  # fmt: skip
    assert done.needs_human is False


def test_a_picture_comes_out_for_a_person_and_goes_back_bare_when_admitted():
    done = masked(build.docx(), DOCX)
    (taken,) = done.taken
    assert (taken.mime, taken.sha256) == ("image/png", hashlib.sha256(build.picture()).hexdigest())
    assert [n for n in opened(done.data) if "media" in n] == []
    again = masked(build.docx(), DOCX, admitted=frozenset({taken.sha256}))
    assert [n for n in opened(again.data) if "media" in n] == ["word/media/image1.png"]
    assert (leaks(again.data), again.taken) == ([], ())
    assert len(python_docx.Document(io.BytesIO(again.data)).inline_shapes) == 2


def test_masking_a_document_twice_gives_the_same_bytes():
    assert masked(build.docx(), DOCX).data == masked(build.docx(), DOCX).data


def test_corrections_hold_for_the_whole_document_and_can_be_given_again():
    given = (Correction("hide", "采用高斯过程", "other"), Correction("show", "投标文件"),
             Correction("show", build.PERSON))  # fmt: skip
    done = masked(build.docx(), DOCX, corrections=given)
    after = [pair.after.text for pair in done.pairs]
    assert [t for t in after if "高斯" in t] == []
    assert sum(build.PERSON in t for t in after) == 5
    assert done.data == masked(build.docx(), DOCX, corrections=given).data


def test_a_correction_of_one_place_leaves_the_others():
    before = masked(build.docx(), DOCX)
    place = next(p for p in before.pairs if p.before == build.PERSON)
    one = Correction("show", build.PERSON, part=place.index, start=0)
    after = masked(build.docx(), DOCX, corrections=(one,))
    assert [p.index for p in after.pairs if build.PERSON in p.after.text] == [place.index]


def test_no_part_of_a_workbook_names_anybody():
    done = masked(build.xlsx(), XLSX)
    assert leaks(done.data) == []
    book = CalamineWorkbook.from_filelike(io.BytesIO(done.data))
    assert book.sheet_names == ["〔单位A〕成员", "底稿"]
    rows = book.get_sheet_by_index(0).to_python()
    assert rows[0] == ["姓名", "职称", "单位", "电话", "论文数", "备注"]
    assert rows[1] == [
        "〔人员C〕",
        "〔职称〕",
        "〔单位A〕",
        "〔联系方式〕",
        "〔数量〕",
        "采用高斯过程",
    ]
    assert [row[5] for row in rows[2:]] == ["由〔人员A〕负责", "〔单位A〕", 2.0, "网址"]


def test_what_was_left_out_of_a_workbook_is_told():
    codes = {f.code for f in masked(build.xlsx(), XLSX).flags}
    assert codes == {
        "comments_removed",
        "formulas_as_values",
        "hidden_sheets",
        "images_removed",
        "names_removed",
    }


def test_an_office_file_with_a_password_or_a_broken_one_needs_a_person():
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
    stopped = [
        masked(data, DOCX)
        for data in (locked, b"PK nothing", build.with_parts(build.docx(), {})[:900])
    ]
    assert [[f.code for f in d.flags] for d in stopped] == [["encrypted"], ["broken"], ["broken"]]
    assert [(d.data, d.needs_human, d.name) for d in stopped] == [(None, True, "附件.docx")] * 3


def test_a_document_type_in_a_part_is_refused():
    bomb = b'<!DOCTYPE a [<!ENTITY b "c">]><w:document xmlns:w="urn:w">&b;</w:document>'
    data = build.with_parts(build.docx(), {"word/document.xml": bomb})
    assert [f.code for f in masked(data, DOCX).flags] == ["broken"]


def test_other_kinds_of_file_need_a_person():
    assert [f.code for f in masked(b"\x89PNG", "image/png").flags] == ["kind_unknown"]


def test_a_text_file_is_masked_line_by_line_and_every_mask_keeps_its_original():
    text = f"由{build.UNIT}{build.PERSON}牵头\r\n第二行\n"
    done = masked(text.encode("gb18030"), TEXT)
    assert done.data.decode() == "由〔单位A〕〔人员A〕牵头\r\n第二行\n"
    assert [m.original for m in done.masks] == [build.UNIT, build.UNIT, build.PERSON]


def test_the_pairs_for_the_view_side_by_side_name_their_place():
    pair = masked(build.docx(), DOCX).changed[1]
    assert (pair.place, pair.before) == (
        "document 1",
        "由江左示例大学闻人甲教授牵头，采用高斯过程。",
    )
    assert pair.after.text == "由〔单位A〕〔人员A〕〔职称〕牵头，采用高斯过程。"


def test_the_kind_says_how_a_roster_of_nobody_is_read():
    done = mask_document(build.docx(), DOCX, Roster((Person("无人"),), (Organisation("无此大学"),)))
    assert done.data is not None
    assert PDF not in done.mime
