"""`jiebang engine conflicts`: files in, pairs with their paths out, faults by line and column."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from jiebang.cli import main
from jiebang.engine.identity import invented_credit_code

FILES = {
    "people.csv": "id,name,units,candidate\np1,王伟,u1,yes\np2,李敏,u2,yes\nt1,王伟,u9,no\n",
    "units.csv": f"id,name,code\nu1,虚云大学计算机学院,\nu2,虚海研究所,{invented_credit_code(2)}\n"
                 f"r1,虚云大学,{invented_credit_code(1)}\nr2,云杉智能科技有限公司,\n",
    "facts.csv": "kind,a,b,source,on,until,amount,side\n"
                 "employed,p1,u1,本人申报,2020-01-01,,,\n"
                 "party,r1,i1,揭榜书,,,,proposer\n"
                 "shareholder,p2,r2,登记,,,500,\n"
                 "party,r2,i2,榜单,,,,requester\n"
                 "member,t1,i2,揭榜书,,,,proposer\n",
    "items.csv": "id,group\ni1,g1\ni2,g1\n",
    "policy.json": json.dumps({"rules": [
        {"code": "employer", "verdict": "hard", "tie": ["employed"], "months": 0},
        {"code": "shares", "verdict": "hard", "tie": ["shareholder"], "tie_least": 500},
        {"code": "member", "verdict": "hard"},
    ]}),
}  # fmt: skip
ORDER = ("people.csv", "units.csv", "facts.csv", "items.csv", "policy.json")


def run(folder: Path, *more: str, **changed: str) -> int:
    for name, text in FILES.items():
        (folder / name).write_text(changed.get(name.partition(".")[0], text), "utf-8")
    return main(["engine", "conflicts", *(str(folder / n) for n in ORDER),
                 "--on", "2026-05-20", *more])  # fmt: skip


def test_names_are_resolved_on_demand_and_a_name_alone_only_asks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path, "--resolve") == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [(r["candidate"], r["item"], r["verdict"], r["path"]) for r in rows] == [
        ("p1", "i1", "hard", "p1 -employed- u1 -department- r1 -party- i1"),
        ("p1", "i2", "ask", "p1 -same_person- t1 -member- i2"),
        ("p2", "i2", "hard", "p2 -shareholder- r2 -party- i2"),
    ]
    assert rows[0]["sources"] == "本人申报; names:department; 揭榜书"


def test_the_object_tells_pairs_paths_time_and_memory(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path, "--json", "--at-least", "hard") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["objective"], told["candidates"], told["items"], told["facts"]) == (1, 2, 2, 5)
    assert told["pairs"][0]["reasons"][0]["nodes"] == [
        {"kind": "person", "id": "p2"}, {"kind": "unit", "id": "r2"}, {"kind": "item", "id": "i2"},
    ]  # fmt: skip
    assert told["seconds"] >= 0 < told["peak_mb"]


def test_the_table_can_go_to_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, "--out", str(tmp_path / "found.csv")) == 0
    assert capsys.readouterr().out == ""
    assert len((tmp_path / "found.csv").read_text("utf-8").splitlines()) == 2


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("facts", "kind,a,b\nemployed,p1,u1\nmarried,p1,p2\n",
         "facts.csv:3:1: kind: unknown: 'married'"),
        ("facts", "kind,a,b\nemployed,p1,p2\n", "facts.csv:2:3: b: no such unit: 'p2'"),
        ("facts", "kind,a,b,on,until\nemployed,p1,u1,2026-01-02,2025-01-01\n",
         "facts.csv:2:5: until: before the beginning"),
        ("facts", "kind,a,b,on\nemployed,p1,u1,2026-02-30\n",
         "facts.csv:2:4: on: no date: '2026-02-30'"),
        ("facts", "kind,a,b,amount\nshareholder,p1,u1,5%\n",
         "facts.csv:2:4: amount: not a number: '5%'"),
        ("people", "id\np1\np1\n", "people.csv:3:1: id: the same id twice"),
        ("units", "id,name,code\nu1,虚云大学,123\n",
         "units.csv:2:3: code: no credit code: '123' (length)"),
        ("policy", '{"rules": [\n {"code": "e", "verdict": "strict"}]}',
         "policy.json:2:11: e: verdict: hard, ask or note, not 'strict'"),
        ("policy", '{"rules": [', "policy.json:1:12: Expecting value"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_by_file_line_and_column(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, text: str, said: str
) -> None:
    assert run(tmp_path, **{name: text}) == 2
    assert capsys.readouterr().err.strip() == f"{tmp_path}/{said}"
