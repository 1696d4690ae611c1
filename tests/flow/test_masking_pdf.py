"""PDFs are set anew from their text: nothing of the original file is in the result."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader

from jiebang.platform.documents import fonts
from jiebang.platform.masking import PDF, mask_document
from tests.unit.platform_masking import build

pytestmark = pytest.mark.skipif(fonts.missing(), reason="no Chinese font on this machine")
PAGES = [
    f"由{build.UNIT}{build.PERSON}教授牵头，采用高斯过程。",
    "第二页：高峰负责调度，用电高峰期由系统调节。",
]


def masked(data: bytes):
    return mask_document(data, PDF, build.ROSTER, name=f"{build.UNIT}.pdf")


def test_no_name_is_left_in_words_metadata_outline_attachment_or_note():
    done = masked(build.pdf(PAGES))
    reader = PdfReader(io.BytesIO(done.data))
    words = "".join("".join(page.extract_text().split()) for page in reader.pages)
    for canary in (build.PERSON, build.UNIT, build.ALIAS):
        everything = (words, str(reader.metadata), str(reader.xmp_metadata), str(reader.outline))
        assert [canary in text for text in everything] == [False] * 4
        assert canary.encode() not in done.data
    assert (list(reader.attachments), reader.metadata.author) == ([], None)
    assert [page.get("/Annots") for page in reader.pages] == [None]
    assert "〔单位A〕〔人员A〕〔职称〕牵头，采用高斯过程" in words
    assert "〔人员B〕负责调度，用电高峰期由系统调节" in words


def test_the_document_says_that_it_was_set_anew_and_what_is_missing():
    done = masked(build.pdf(PAGES))
    words = "".join(PdfReader(io.BytesIO(done.data)).pages[0].extract_text().split())
    assert "本文件由原PDF的文字重新排版并遮蔽身份信息" in words
    assert {f.code for f in done.flags} == {
        "retypeset",
        "annotations_removed",
        "attachments_removed",
    }
    assert (done.name, done.needs_human) == ("单位A.pdf", False)


def test_a_pdf_with_a_password_a_scan_and_a_broken_one_need_a_person():
    done = [
        masked(data) for data in (build.pdf(PAGES, password="x"), build.scanned(), b"%PDF-1.7 no")
    ]
    assert [[f.code for f in d.flags] for d in done] == [
        ["encrypted"],
        ["no_text_layer"],
        ["broken"],
    ]
    assert [d.data for d in done] == [None, None, None]
