"""`jiebang engine duplicates` on files. All texts are invented."""

from __future__ import annotations

import json

import pytest

from jiebang.cli import main

COPIED = "通过多模态数据融合实现装备健康状态的在线评估"
FORM = "请说明项目的必要性与国内外现状，以及拟解决的关键技术问题。"
TEXTS = {
    "a": f"{FORM}本方案先建立轴承退化模型。{COPIED}。",
    "b": f"{FORM}{COPIED}，随后布设传感网络。",
    "c": f"{FORM}海藻多糖的提取工艺。",
}


def duplicates(*arguments: str) -> int:
    return main(["engine", "duplicates", *arguments])


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "bids" / "two").mkdir(parents=True)
    for name, place in (("a", "a.txt"), ("b", "two/b.md"), ("c", "c.txt")):
        (tmp_path / "bids" / place).write_text(TEXTS[name], encoding="utf-8")
    (tmp_path / "bids" / "skipped.pdf").write_bytes(b"%PDF")
    (tmp_path / "form.txt").write_text(FORM, encoding="utf-8")
    return tmp_path / "bids", tmp_path / "form.txt"


def test_pairs_are_told_with_their_passages_on_both_sides(folder, capsys):
    assert duplicates(str(folder[0]), "--template", str(folder[1]), "--json") == 0
    told = json.loads(capsys.readouterr().out)
    (pair,) = told["pairs"]
    assert (told["texts"], pair["a"], pair["b"]) == (3, "a.txt", "two/b.md")
    assert told["objective"] == pair["score"] == max(pair["a_in_b"], pair["b_in_a"])
    (passage,) = pair["passages"]
    assert passage["a"] == passage["b"] == COPIED
    assert TEXTS["a"][passage["a_start"] : passage["a_end"]] == COPIED
    assert TEXTS["b"][passage["b_start"] : passage["b_end"]] == COPIED
    assert told["seconds"] > 0 < told["peak_mb"]


def test_without_its_template_form_text_is_an_alarm(folder, capsys):
    assert duplicates(str(folder[0])) == 0
    assert len(capsys.readouterr().out.splitlines()) == 3


def test_lines_are_for_people(folder, capsys):
    assert duplicates(str(folder[0]), "--template", str(folder[1]), "--passages") == 0
    assert capsys.readouterr().out.split() == [
        "73.3%", "64.7%", "73.3%", "22", "a.txt", "two/b.md",
        "42-64", COPIED, "29-51", COPIED,
    ]  # fmt: skip


@pytest.mark.parametrize("kind", ["csv", "jsonl"])
def test_tables_and_lines_of_objects_are_read_too(tmp_path, capsys, kind):
    rows = [f"{name},{text},call" for name, text in TEXTS.items()]
    lines = [json.dumps({"id": n, "text": t, "group": "call"}) for n, t in TEXTS.items()]
    content = "\n".join(["id,text,group", *rows] if kind == "csv" else lines)
    (tmp_path / f"texts.{kind}").write_text(content, encoding="utf-8")
    assert duplicates(str(tmp_path / f"texts.{kind}"), "--json", "--least", "0.7") == 0
    told = json.loads(capsys.readouterr().out)
    assert {(pair["a"], pair["b"]) for pair in told["pairs"]} == {
        ("a", "b"),
        ("a", "c"),
        ("b", "c"),
    }


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("t.csv", "id,text\na,x\na,y\n", ":3: id 'a' twice"),
        ("t.csv", "id\na\n", ":1: no column text"),
        ("t.jsonl", '{"id": "a", "text": "x"}\n{"id": }\n', ":2:8: Expecting value"),
        ("t.jsonl", '{"id": "a", "text": 1}\n', ":1:1: text is no text"),
        ("t.jsonl", "[]\n", ":1:1: no object"),
    ],
)
def test_what_is_wrong_with_the_input_is_told_with_its_place(
    tmp_path, capsys, name, content, message
):
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    assert duplicates(str(path)) == 2
    assert capsys.readouterr().err == f"{path}{message}\n"


def test_a_folder_that_is_not_there_is_told(tmp_path, capsys):
    assert duplicates(str(tmp_path / "none")) == 2
    assert capsys.readouterr().err == f"{tmp_path / 'none'}: No such file or directory\n"


@pytest.mark.parametrize("arguments", [("--least", "2"), ("--least", "x"), ("--most", "0")])
def test_limits_that_are_none_are_refused(folder, arguments):
    with pytest.raises(SystemExit, match="2"):
        duplicates(str(folder[0]), *arguments)
