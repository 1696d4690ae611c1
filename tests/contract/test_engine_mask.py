"""`jiebang engine mask` on files."""

from __future__ import annotations

import io
import json

import pytest
from docx import Document

from jiebang.cli import main

TEXT = "由江左示例大学闻人甲教授牵头，采用高斯过程。\n发表论文32篇。\n"
MASKED = "由〔单位A〕〔人员A〕〔职称〕牵头，采用高斯过程。\n发表论文〔数量〕。\n"


@pytest.fixture
def folder(tmp_path):
    roster = {
        "people": ["闻人甲"],
        "organisations": [{"name": "江左示例大学", "aliases": ["JZSLU"]}],
    }
    (tmp_path / "team.json").write_text(json.dumps(roster), "utf-8")
    (tmp_path / "bid.txt").write_text(TEXT, "utf-8")
    return tmp_path


def mask(folder, name: str, *more: str) -> int:
    return main(
        ["engine", "mask", str(folder / name), "--roster", str(folder / "team.json"), *more]
    )


def test_a_text_goes_through_and_comes_back_whole(folder, capsys):
    report, out = str(folder / "report.json"), folder / "out.txt"
    assert mask(folder, "bid.txt", "--report", report, "--out", str(out)) == 0
    assert out.read_text("utf-8") == MASKED
    assert main(["engine", "mask", str(out), "--restore", report]) == 0
    assert capsys.readouterr().out == TEXT


def test_corrections_from_a_file_are_applied(folder, capsys):
    given = [{"action": "show", "text": "教授"}, {"action": "hide", "text": "高斯过程"}]
    (folder / "more.json").write_text(json.dumps(given), "utf-8")
    assert mask(folder, "bid.txt", "--corrections", str(folder / "more.json")) == 0
    first = capsys.readouterr().out.splitlines()[0]
    assert first == "由〔单位A〕〔人员A〕教授牵头，采用〔已遮蔽〕。"


def test_a_word_file_is_written_beside_the_original(folder, capsys):
    document, out = Document(), io.BytesIO()
    document.add_paragraph("由江左示例大学牵头")
    document.save(out)
    (folder / "bid.docx").write_bytes(out.getvalue())
    assert mask(folder, "bid.docx", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert {"leak", "masks", "seconds", "peak_mb"} <= set(told)
    written = Document(str(folder / "bid.masked.docx"))
    assert [p.text for p in written.paragraphs] == ["由〔单位A〕牵头"]


def test_what_needs_a_person_is_said_and_ends_with_one(folder, capsys):
    (folder / "scan.docx").write_bytes(b"PK but no")
    assert mask(folder, "scan.docx") == 1
    assert capsys.readouterr().err == f"{folder / 'scan.docx'}: needs a person: broken\n"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("team.json", "{,", ":1:2: "),
        ("team.json", "[]", ": not an object with people and organisations"),
        ("team.json", '{"people": null}', ": $.people: a list is wanted"),
        ("team.json", '{"persons": ["闻人甲"]}', ": $: unknown: 'persons'; there are people"),
        ("team.json", '{"people": [3]}', ": $.people[0]: a name, or an object with name and latin"),
    ],
)
def test_a_faulty_roster_is_named_with_its_place(folder, capsys, name, content, message):
    (folder / name).write_text(content, "utf-8")
    assert mask(folder, "bid.txt") == 2
    assert capsys.readouterr().err.startswith(f"{folder / name}{message}")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("3", "$: a list is wanted"),
        ("[null]", "$[0]: an object is wanted"),
        ('{"corrections": null}', "$.corrections: a list is wanted"),
        ('[{"action": "mark", "text": "甲"}]', "$[0]: a correction hides or shows"),
    ],
)
def test_a_faulty_correction_is_named_with_its_place(folder, capsys, content, says):
    more = folder / "more.json"
    more.write_text(content, "utf-8")
    assert mask(folder, "bid.txt", "--corrections", str(more)) == 2
    assert capsys.readouterr().err.startswith(f"{more}: {says}")


def test_a_report_that_was_altered_restores_nothing(folder, capsys):
    report, out = folder / "report.json", folder / "out.txt"
    assert mask(folder, "bid.txt", "--report", str(report), "--out", str(out)) == 0
    told = json.loads(report.read_text("utf-8"))
    row = next(row for row in told["parts"] if row["masks"])
    row["masks"][0]["at"] += 1
    report.write_text(json.dumps(told), "utf-8")
    assert main(["engine", "mask", str(out), "--restore", str(report)]) == 2
    assert capsys.readouterr().err.endswith("does not stand there\n")


def test_the_document_itself_is_never_overwritten(folder, capsys):
    for option in ("--out", "--report"):
        assert mask(folder, "bid.txt", option, str(folder / "bid.txt")) == 2
    assert (folder / "bid.txt").read_text("utf-8") == TEXT
