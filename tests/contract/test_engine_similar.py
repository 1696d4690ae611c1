"""`jiebang engine similar` on files. All people are invented."""

from __future__ import annotations

import json

import numpy as np
import pytest

from jiebang.cli import main

ITEMS = (
    "item,text,fields,keywords\np1,超临界流体萃取装备,530.11,萃取;监测\np2,光刻机光源,510.30,光刻\n"
)
CANDIDATES = """\
candidate,text,title,year,fields,keywords
赵一,超临界流体的传质,萃取模型,2024,530.11,萃取
赵一,萃取装备的监测,,2020,,传质
钱二,光刻光源的稳定性,,2023,510.30,光刻机
孙三,,,,750.11,叙事
"""


@pytest.fixture
def files(tmp_path):
    (tmp_path / "items.csv").write_text(ITEMS, encoding="utf-8")
    (tmp_path / "candidates.csv").write_text(CANDIDATES, encoding="gb18030")
    return str(tmp_path / "items.csv"), str(tmp_path / "candidates.csv")


def similar(*arguments: str) -> int:
    return main(["engine", "similar", *arguments])


def test_the_pairs_come_as_assign_reads_them(files, capsys):
    assert similar(*files) == 0
    head, *rows = capsys.readouterr().out.splitlines()
    assert head == "item,candidate,fit"
    fits = {tuple(row.split(",")[:2]): float(row.split(",")[2]) for row in rows}
    assert len(fits) == 6
    assert max(fits, key=lambda pair: fits[pair] * (pair[0] == "p1")) == ("p1", "赵一")
    assert max(fits, key=lambda pair: fits[pair] * (pair[0] == "p2")) == ("p2", "钱二")
    assert fits["p1", "孙三"] == 0


def test_assign_takes_what_similar_gives(files, tmp_path, capsys):
    pairs = str(tmp_path / "pairs.csv")
    assert similar(*files, "--output", pairs) == 0
    assert main(["engine", "assign", pairs, "--seats", "1", "--load", "1", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["objective"] > 0


def test_the_object_names_the_figures_and_the_reasons(files, capsys):
    assert similar(*files, "--json", "--year", "2026", "--reasons", "1") == 0
    told = json.loads(capsys.readouterr().out)
    assert [why["candidate"] for why in told["reasons"]] == ["赵一", "钱二"]
    assert told["objective"] == sum(why["fit"] for why in told["reasons"]) / 20_000
    assert (told["items"], told["candidates"], told["pairs"]) == (2, 3, 6)
    assert told["seconds"] > 0 < told["peak_mb"]
    assert sum(part["points"] for part in told["reasons"][0]["parts"]) == told["reasons"][0]["fit"]


def test_json_input_gives_what_the_same_csv_gives(files, tmp_path, capsys):
    items = [
        {
            "id": "p1",
            "text": "超临界流体萃取装备",
            "fields": ["530.11"],
            "keywords": ["萃取", "监测"],
        },
        {"id": "p2", "text": "光刻机光源", "fields": ["510.30"], "keywords": ["光刻"]},
    ]
    papers = [
        {"text": "超临界流体的传质", "title": "萃取模型", "year": 2024},
        {"text": "萃取装备的监测", "year": 2020},
    ]
    people = [
        {"id": "赵一", "documents": papers, "fields": ["530.11"], "keywords": ["萃取", "传质"]},
        {"id": "钱二", "documents": [{"text": "光刻光源的稳定性", "year": 2023}],
         "fields": ["510.30"], "keywords": ["光刻机"]},
        {"id": "孙三", "fields": ["750.11"], "keywords": ["叙事"]},
    ]  # fmt: skip
    for name, found in (("items", items), ("people", people)):
        (tmp_path / f"{name}.json").write_text(json.dumps(found), encoding="utf-8")
    assert similar(*files, "--year", "2026") == 0
    first = capsys.readouterr().out
    given = [str(tmp_path / f"{name}.json") for name in ("items", "people")]
    assert similar(*given, "--year", "2026") == 0
    assert capsys.readouterr().out == first


def test_only_the_nearest_are_kept_and_short_items_are_named(files, tmp_path, capsys):
    out = tmp_path / "pairs.npz"
    assert similar(*files, "--top", "1", "--output", str(out)) == 0
    found = np.load(out)
    assert (found["item"].tolist(), found["candidate"].tolist()) == ([0, 1], [0, 1])
    assert found["fit"].min() > 0
    assert similar(*files, "--top", "1", "--least", "2", "--json") == 1
    assert capsys.readouterr().err == "p1: 1 of 2 candidates\np2: 1 of 2 candidates\n"


def test_weights_choose_the_parts(files, capsys):
    assert similar(*files, "--weights", "field=1") == 0
    rows = capsys.readouterr().out.splitlines()[1:]
    assert [row.split(",")[2] for row in rows] == [
        "1.0000", "0.0000", "0.0000", "0.0000", "1.0000", "0.0000",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("items.csv", "item,text\np1,a\np1,b\n", ":3:1: item: 'p1' twice"),
        ("items.csv", "item\np1\n", ":1: no column text"),
        ("candidates.csv", "candidate,text,year\na,b,20x6\n", ":2:3: year: not a number: '20x6'"),
        ("candidates.csv", "candidate,text\n,b\n", ":2:1: candidate: empty"),
        ("items.json", '[{"id": "p1",\n "text": }]', ":2:10: Expecting value"),
        ("items.json", '[{"id": "p1"}]', ": items[0]: text is no text"),
        ("candidates.json", '{"id": "p1"}', ": candidates: no list"),
        ("candidates.json", '[{"id": "a", "documents": [{"year": "1"}]}]',
         ": candidates[0].documents[0]: year is no whole number"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_the_input_is_told_with_its_place(
    files, tmp_path, capsys, name, content, message
):
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    given = (str(path), files[1]) if name.startswith("items") else (files[0], str(path))
    assert similar(*given) == 2
    assert capsys.readouterr().err == f"{path}{message}\n"


@pytest.mark.parametrize("weights", ["text", "colour=1", "text=0", "text=-1"])
def test_weights_that_are_none_are_refused(files, weights):
    with pytest.raises(SystemExit, match="2"):
        similar(*files, "--weights", weights)


def test_the_disciplines_a_text_speaks_of_are_suggested_by_code(tmp_path, capsys):
    text = "水稻新品种的分蘖、千粒重与施氮量，杂交稻高产栽培；倒伏与籽粒灌浆"
    (tmp_path / "items.csv").write_text(f"item,text\np1,{text}\np2,灯\n", encoding="utf-8")
    (tmp_path / "people.csv").write_text("candidate,text\n赵一,小麦育种\n", encoding="utf-8")
    paths = str(tmp_path / "items.csv"), str(tmp_path / "people.csv")
    assert similar(*paths, "--json", "--disciplines", "1") == 0
    first, second = json.loads(capsys.readouterr().out)["disciplines"]
    assert first["item"] == "p1"
    assert [(one["code"], one["name"]) for one in first["placed"]] == [("210", "作物学")]
    assert second == {"item": "p2", "placed": []}
    assert similar(*paths, "--json") == 0
    assert "disciplines" not in json.loads(capsys.readouterr().out)
