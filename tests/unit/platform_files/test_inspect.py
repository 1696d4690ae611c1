from __future__ import annotations

import random

import pytest

from jiebang.engine.decision import Reason
from jiebang.platform.files.inspect import Limits
from tests.unit.platform_files import build


def codes(verdict) -> list[str]:
    return [reason.code for reason in verdict.problems]


# What people honestly send ---------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["docx", "xlsx", "pptx"])
def test_an_honest_office_file_is_accepted(judge, kind):
    verdict = judge(build.office(kind), f"实施方案.{kind}")
    assert (verdict.kind, verdict.problems, verdict.flags) == (kind, (), ())


def test_a_pdf_is_accepted_with_its_page_count(judge):
    verdict = judge(build.pdf(3), "合同.pdf")
    assert (verdict.mime, verdict.pages, verdict.problems) == ("application/pdf", 3, ())


@pytest.mark.parametrize(
    ("name", "fmt", "mime"),
    [
        ("a.png", "PNG", "image/png"),
        ("a.jpg", "JPEG", "image/jpeg"),
        ("a.JPEG", "JPEG", "image/jpeg"),
    ],
)
def test_a_picture_is_accepted(judge, name, fmt, mime):
    verdict = judge(build.picture(fmt), name)
    assert (verdict.mime, verdict.problems) == (mime, ())


@pytest.mark.parametrize(
    ("encoding", "told"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("gb18030", "gb18030"), ("utf-16", "utf-16")],
)
def test_the_encoding_of_a_text_is_found(judge, encoding, told):
    verdict = judge("企业名称,金额\n甲公司,100\n".encode(encoding), "名单.csv")
    assert (verdict.encoding, verdict.problems) == (told, ())


def test_evidence_in_a_zip_is_accepted_with_chinese_names_from_windows(judge):
    data = build.packed({"evidence.pdf": build.pdf(), "sub/photo.png": build.picture("PNG")})
    verdict = judge(data.replace(b"evidence", "证据材料".encode("gbk")), "附件.zip")
    assert verdict.problems == ()


def test_the_litter_of_macos_does_not_refuse_an_archive(judge):
    data = build.packed({"a.pdf": build.pdf(), "__MACOSX/._a.pdf": b"\0\5", ".DS_Store": b"x"})
    assert judge(data, "a.zip").problems == ()


def test_a_spreadsheet_inside_a_document_is_accepted(judge):
    inner = {"word/embeddings/sheet.xlsx": build.office("xlsx")}
    assert judge(build.office("docx", extra=inner), "a.docx").problems == ()


def test_a_name_in_decomposed_form_is_kept_composed(judge):
    assert judge(b"text", "re\u0301sume\u0301.txt").name == "résumé.txt"


# Names -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("合同\u202efdp.docx", "合同␣fdp.docx"),
        ("a\x00.docx", "a␣.docx"),
        ("a\n.docx", "a␣.docx"),
        ("../a.docx", "../a.docx"),
        ("a\\b.docx", "a\\b.docx"),
        (".docx.docx", ".docx.docx"),
        ("zero\u200bwidth.docx", "zero␣width.docx"),
    ],
)
def test_a_name_that_could_deceive_is_refused(judge, name, shown):
    assert judge(build.office("docx"), name).problems == (Reason("file_name_bad", {"name": shown}),)


def test_a_name_that_is_too_long_says_how_long_it_may_be(judge):
    problems = judge(build.office("docx"), "长" * 130 + ".docx").problems
    assert problems == (Reason("file_name_too_long", {"have": 135, "limit": 120}),)


@pytest.mark.parametrize(
    ("name", "kind"), [("a.exe", "exe"), ("a.docm", "docm"), ("无后缀", ""), ("a.pdf.js", "js")]
)
def test_a_kind_that_is_not_on_the_list_is_refused(judge, name, kind):
    assert judge(b"MZ", name).problems == (Reason("file_kind_not_allowed", {"kind": kind}),)


def test_the_list_of_kinds_can_be_shorter(judge):
    verdict = judge(build.office("docx"), "a.docx", Limits(extensions=frozenset({"pdf"})))
    assert codes(verdict) == ["file_kind_not_allowed"]


# Size and first bytes --------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["a.pdf", "a.docx", "a.txt", "a.zip", "a.png"])
def test_a_file_of_zero_bytes_is_refused(judge, name):
    assert judge(b"", name).problems == (Reason("file_empty"),)


def test_a_file_over_the_limit_says_both_numbers(judge):
    problems = judge(b"x" * 400_001, "a.txt").problems
    assert problems == (Reason("file_too_large", {"have": 400_001, "limit": 400_000}),)


@pytest.mark.parametrize(
    ("data", "name", "really"),
    [
        (b"MZ" + bytes(200), "a.pdf", "application/x-dosexec"),
        (build.pdf(), "a.docx", "application/pdf"),
        (build.pdf(), "a.txt", "application/pdf"),
        (build.picture("PNG"), "a.jpg", "image/png"),
        (b"<html><script>alert(1)</script></html>", "a.png", "text/html"),
        (build.office("docx"), "a.pdf", None),
    ],
)
def test_a_file_that_is_something_else_says_what_it_is(judge, data, name, really):
    [problem] = judge(data, name).problems
    assert problem.code == "file_not_what_it_says"
    assert problem.params["said"] == name.rpartition(".")[2]
    assert really in (None, problem.params["is"])


def test_binary_data_is_no_text(judge):
    assert codes(judge(bytes(range(1, 32)) * 20 + b"\xff\xff", "a.txt")) == [
        "file_not_what_it_says"
    ]


# Office files ----------------------------------------------------------------------------------


def test_a_macro_document_renamed_docx_is_refused(judge):
    data = build.office("docx", main_type=build.MACRO_TYPE)
    assert codes(judge(data, "申报书.docx")) == ["file_macros"]


def test_a_macro_part_is_refused_wherever_it_lies(judge):
    data = build.office("xlsx", extra={"xl/deep/VBAProject.BIN": b"code"})
    assert codes(judge(data, "a.xlsx")) == ["file_macros"]


def test_a_spreadsheet_renamed_docx_is_refused(judge):
    [problem] = judge(build.office("xlsx"), "a.docx").problems
    assert problem == Reason("file_not_what_it_says", {"said": "docx", "is": "xlsx"})


def test_a_plain_zip_renamed_docx_is_refused(judge):
    [problem] = judge(build.packed({"a.txt": b"text"}), "a.docx").problems
    assert problem == Reason("file_not_what_it_says", {"said": "docx", "is": "zip"})


def test_a_document_with_a_password_says_so(judge):
    assert codes(judge(build.compound_file(), "a.docx")) == ["file_encrypted"]


def test_an_entity_bomb_in_a_part_is_refused(judge):
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bb">]><a>&b;</a>'
    assert codes(judge(build.office("docx", extra={"word/x.xml": bomb}), "a.docx")) == [
        "file_broken"
    ]


def test_a_macro_document_hidden_in_a_document_is_refused(judge):
    inner = build.office("docx", main_type=build.MACRO_TYPE)
    data = build.office("docx", extra={"word/embeddings/inner.docx": inner})
    [problem] = judge(data, "a.docx").problems
    assert problem == Reason("file_macros", {"entry": "word/embeddings/inner.docx"})


def test_a_template_fetched_from_elsewhere_is_flagged(judge):
    rels = (
        b'<Relationships><Relationship Id="r1" Type="http://x/relationships/attachedTemplate" '
        b'Target="http://evil.example/t.dotm" TargetMode="External"/></Relationships>'
    )
    verdict = judge(build.office("docx", extra={"word/_rels/settings.xml.rels": rels}), "a.docx")
    assert (verdict.problems, verdict.flags) == ((), (Reason("file_fetches_elsewhere"),))


def test_a_plain_hyperlink_is_not_flagged(judge):
    rels = (
        b'<Relationships><Relationship Id="r1" Type="http://x/relationships/hyperlink" '
        b'Target="http://www.example/" TargetMode="External"/></Relationships>'
    )
    verdict = judge(build.office("docx", extra={"word/_rels/d.xml.rels": rels}), "a.docx")
    assert verdict.flags == ()


def test_an_embedded_object_is_flagged(judge):
    verdict = judge(build.office("docx", extra={"word/embeddings/ole1.bin": b"x"}), "a.docx")
    assert [flag.code for flag in verdict.flags] == ["file_embedded_object"]


# PDF -------------------------------------------------------------------------------------------


def test_a_pdf_with_a_password_is_refused(judge):
    assert codes(judge(build.pdf(password="secret"), "a.pdf")) == ["file_encrypted"]


def test_a_pdf_cut_short_is_broken(judge):
    assert codes(judge(b"%PDF-1.7\nnothing here", "a.pdf")) == ["file_broken"]


def test_a_pdf_with_too_many_pages_says_both_numbers(judge):
    [problem] = judge(build.pdf(4), "a.pdf", Limits(max_pages=3)).problems
    assert problem == Reason("file_too_many_pages", {"have": 4, "limit": 3})


def test_a_script_in_a_pdf_is_flagged(judge):
    verdict = judge(build.pdf(script="app.alert(1)"), "a.pdf")
    assert (verdict.problems, verdict.flags) == ((), (Reason("file_script"),))


def test_a_file_inside_a_pdf_is_flagged(judge):
    verdict = judge(build.pdf(attachment="inner.exe"), "a.pdf")
    assert verdict.flags == (Reason("file_embedded_object"),)


def test_a_flag_inside_an_archive_names_its_entry(judge):
    verdict = judge(build.packed({"a.pdf": build.pdf(script="x")}), "a.zip")
    assert verdict.flags == (Reason("file_script", {"entry": "a.pdf"}),)


# Pictures --------------------------------------------------------------------------------------


def test_a_pixel_flood_is_refused_by_its_header(judge):
    [problem] = judge(build.flood(60_000, 60_000), "a.png").problems
    assert problem == Reason("file_too_many_pixels", {"have": 3_600_000_000, "limit": 80_000_000})


def test_a_jpeg_of_too_many_pixels_is_refused(judge):
    [problem] = judge(build.picture("JPEG", (40, 30)), "a.jpg", Limits(max_pixels=1_199)).problems
    assert problem == Reason("file_too_many_pixels", {"have": 1_200, "limit": 1_199})


@pytest.mark.parametrize(("fmt", "name"), [("PNG", "a.png"), ("JPEG", "a.jpg")])
def test_a_picture_cut_short_is_broken(judge, fmt, name):
    data = build.picture(fmt, (300, 200))
    assert codes(judge(data[: len(data) // 2], name)) == ["file_broken"]


def test_a_picture_without_a_picture_is_broken(judge):
    assert codes(judge(build.flood(10, 10), "a.png")) == ["file_broken"]


# Anything at all -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["a.docx", "a.xlsx", "a.zip", "a.pdf", "a.png", "a.jpg"])
def test_whatever_damage_a_file_has_the_answer_is_a_verdict(judge, name):
    honest = {
        "a.docx": build.office("docx"),
        "a.xlsx": build.office("xlsx"),
        "a.zip": build.packed({"b.pdf": build.pdf(), "c.docx": build.office("docx")}),
        "a.pdf": build.pdf(2, script="x", attachment="y"),
        "a.png": build.picture("PNG"),
        "a.jpg": build.picture("JPEG"),
    }[name]
    assert judge(honest, name).ok
    dice = random.Random(name)  # noqa: S311 -- damage, not secrets
    verdicts = [judge(build.damaged(honest, dice), name) for _ in range(150)]
    assert sum(not verdict.ok for verdict in verdicts) > 10
