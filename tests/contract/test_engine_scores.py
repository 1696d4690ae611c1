"""`jiebang engine scores`: sheets in, places and how sure they are out, errors with their place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from jiebang.cli import main

TABLE: dict[str, Any] = {
    "criteria": [{"code": "a", "weight": 60, "maximum": 100},
                 {"code": "b", "weight": 40, "maximum": 50}],
    "rule": {"method": "trimmed", "outlier_limit": 20},
    "limits": {"minutes": 3},
}  # fmt: skip
HEAD = "item,reviewer,criterion,score,comment,minutes\n"
GIVEN = {("x", n): 80 + n for n in range(5)} | {("y", n): 60 + 2 * n for n in range(5)}


def lines(given: dict[tuple[str, int], int]) -> str:
    return HEAD + "".join(
        f"{item},r{n},a,{score},,5\n{item},r{n},b,{score / 2},,\n"
        for (item, n), score in given.items()
    )


def put(folder: Path, name: str, text: str) -> str:
    (folder / name).write_text(text, "utf-8")
    return str(folder / name)


def scores(folder: Path, sheets: str, *words: str, table: dict[str, Any] = TABLE) -> int:
    files = put(folder, "s.csv", sheets), "--table", put(folder, "t.json", json.dumps(table))
    return main(["engine", "scores", *files, *words])


def test_places_by_the_rule_stand_beside_intervals_agreement_and_signals(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    assert scores(tmp_path, lines(GIVEN), "--json", "--seed", "7") == 0
    told = json.loads(capsys.readouterr().out)
    assert [(p["item"], p["place"], p["final"]) for p in told["places"]] == [
        ("x", 1, "82.00"), ("y", 2, "64.00"),
    ]  # fmt: skip
    assert told["places"][0]["steps"][-1]["says"] == "(81.00 + 82.00 + 83.00) ÷ 3 = 82.00"
    assert [(i["id"], i["low"], i["high"], i["verdict"]) for i in told["calibrated"]["items"]] == [
        ("x", 1, 1, "in"), ("y", 2, 2, "out"),
    ]  # fmt: skip
    assert (told["objective"], told["flips"], told["signals"]) == (0, [], [])
    assert told["calibrated"]["notes"] == [{"code": "small_sample", "set": 1}]
    assert {"seconds", "peak_mb"} <= told.keys()


def test_the_same_seed_prints_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    close = {("x", n): 70 + 3 * n for n in range(5)} | {("y", n): 80 - n * n for n in range(5)}
    printed = []
    for seed in "1 1 2".split():
        assert scores(tmp_path, lines(close), "--seed", seed) == 0
        printed.append(capsys.readouterr().out)
    assert printed[0] == printed[1] != printed[2]
    assert "too close" in printed[0]


def test_sets_that_nothing_connects_are_named_and_not_compared(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    apart = (
        GIVEN | {("z", n): 70 + n for n in range(10, 15)} | {("w", n): 80 for n in range(10, 15)}
    )
    assert scores(tmp_path, lines(apart), "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["calibrated"]["cannot_tell"] == [
        {"code": "unconnected", "sets": [["w", "z"], ["x", "y"]]}
    ]
    assert {i["verdict"] for i in told["calibrated"]["items"]} == {"cannot_tell"}
    assert [p["place"] for p in told["places"]] == [1, 2, 3, 4]


def test_one_item_or_one_reviewer_has_a_result_and_no_invented_certainty(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    for keep, code in ((lambda k: k[0] == "x", "one_item"), (lambda k: k[1] == 0, "one_reviewer")):
        some = {k: v for k, v in GIVEN.items() if keep(k)}
        assert scores(tmp_path, lines(some), "--json") == 0
        told = json.loads(capsys.readouterr().out)
        assert told["calibrated"]["cannot_tell"] == [{"code": code, "set": 1}]
        assert told["places"][0]["item"] == "x"


def test_an_item_without_enough_sheets_has_no_result_and_the_status_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    table = TABLE | {"rule": {"method": "mean", "minimum_sheets": 3}}
    few = {k: v for k, v in GIVEN.items() if k[0] == "x" or k[1] < 2}
    assert scores(tmp_path, lines(few), table=table) == 1
    assert "no result for y: too_few_sheets 2 of 3\n" in capsys.readouterr().out
    half = lines(GIVEN).rsplit("\n", 2)[0] + "\n"
    assert scores(tmp_path, half, "--json") == 1
    told = json.loads(capsys.readouterr().out)
    assert told["refused"] == [{"item": "y", "code": "incomplete_sheet", "detail": "r4"}]


def test_the_requester_and_its_veto_come_with_the_table(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    table = TABLE | {
        "rule": {"method": "mean", "requester_weight": 50},
        "requester": {"x": {"veto": True}, "y": {"score": 100}},
    }
    assert scores(tmp_path, lines(GIVEN), "--json", table=table) == 0
    told = json.loads(capsys.readouterr().out)
    assert [(p["item"], p["place"], p["decided_by"], p["final"]) for p in told["places"]] == [
        ("y", 1, "first", "82.00"), ("x", None, "veto", "82.00"),
    ]  # fmt: skip


WRONG = {
    "item,reviewer,score\n": "s.csv:1: no column criterion",
    HEAD: "s.csv:1: no sheet",
    HEAD + "x,r,a,ten,,\n": "s.csv:2:4: score: not a number: 'ten'",
    HEAD + "x,r,b,51,,\n": "s.csv:2:4: score: 51 is outside 0 to 50",
    HEAD + "x,r,a,NaN,,\n": "s.csv:2:4: score: NaN is outside 0 to 100",
    HEAD + "x,r,a,1.005,,\n": "s.csv:2:4: score: 1.005 has more than two decimals",
    HEAD + "x,r,a,８０,,\n": "s.csv:2:4: score: not a number: '８０'",
    HEAD + "x,r,c,1,,\n": "s.csv:2:3: criterion: not in the table: 'c'",
    HEAD + ",r,a,1,,\n": "s.csv:2:1: item: empty",
    HEAD + "x,r,a,1,,\nx,r,a,2,,\n": "s.csv:3:3: criterion: a of this sheet a second time",
    HEAD + "x,r,a,1,,soon\n": "s.csv:2:6: minutes: not a number: 'soon'",
    HEAD + "x,r,a\n": "s.csv:2:4: 3 cells where the header has 6",
}


@pytest.mark.parametrize("sheets", WRONG)
def test_a_wrong_cell_is_named_by_line_and_column(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], sheets: str
):
    assert scores(tmp_path, sheets) == 2
    assert capsys.readouterr().err == f"{tmp_path}/{WRONG[sheets]}\n"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"criteria": [{"code": "a", "weight": 60, "maximum": 100}]}, "weights sum to 60, not 100"),
        ({"criteria": [{"code": "a", "weight": 100}]}, "no maximum"),
        ({"rule": {"method": "best"}}, "no method 'best'"),
        ({"limits": {"speed": 1}}, "speed"),
        ({"rules": {}}, "$: unknown: 'rules'"),
        ({"rule": {"trim_from": 5.5}}, "$.rule.trim_from: a whole number is wanted, not 5.5"),
        ({"requester": {"x": {"veto": "false"}}}, "$.requester.x.veto: true or false is wanted"),
        ({"requester": {"x": {"score": 900}}}, "$.requester.x.score: 900 is outside 0 to 100"),
        ({"limits": {"least_sheets": -1}}, "$.limits.least_sheets: a whole number from 0"),
        ({"criteria": None}, "$.criteria: a list is wanted"),
        ({"rule": {"outlier_limit": "far"}}, "$.rule.outlier_limit: not a number: 'far'"),
    ],
)
def test_a_wrong_table_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], change: dict[str, Any], says: str
):
    assert scores(tmp_path, lines(GIVEN), table=TABLE | change) == 2
    error = capsys.readouterr().err
    assert error.startswith(f"{tmp_path}/t.json: ")
    assert says in error


def test_numbers_out_of_bounds_are_refused(tmp_path: Path):
    for words in (("--top", "0"), ("--draws", "0"), ("--rate", "1"), ("--seed", "-1")):
        assert scores(tmp_path, lines(GIVEN), *words) == 2
