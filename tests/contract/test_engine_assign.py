"""`jiebang engine assign`: files in, an assignment with its proof out, errors with their place."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from jiebang.cli import main
from jiebang.engine.arrays import read_npz, write_npz

PAIRS = "item,candidate,fit\nA,x,0.9\nA,y,0.5\nA,z,0.1\nB,x,0.8\nB,y,0.7\nB,z,0.2\n"


def put(folder: Path, name: str, text: str) -> str:
    (folder / name).write_text(text, "utf-8")
    return str(folder / name)


def assign(*words: str) -> int:
    return main(["engine", "assign", *words])


def test_pairs_are_assigned_for_the_best_sum(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    out = str(tmp_path / "out.csv")
    status = assign(put(tmp_path, "p.csv", PAIRS), "--seats", "1", "--load", "1", "--json",
                    "--output", out)  # fmt: skip
    told = json.loads(capsys.readouterr().out)
    assert status == 0
    assert (told["objective"], told["fit"], told["proved"]) == (16000, 1.6, True)
    assert {"seconds", "peak_mb"} <= told.keys()
    assert Path(out).read_text("utf-8") == "item,candidate,probability\nA,x,1.0\nB,y,1.0\n"


def test_columns_of_items_and_candidates_make_the_limits(tmp_path: Path):
    items = put(tmp_path, "i.csv", "item,seats,city\nA,2,c1\nB,1,c2\n")
    candidates = put(tmp_path, "c.csv", "candidate,load,unit,city\nx,2,u,c1\ny,1,u,c1\nz,2,v,c2\n")
    out = str(tmp_path / "out.csv")
    rules = ["--per-unit", "1", "--own-city", "1"]
    files = ["--items", items, "--candidates", candidates, "--output", out]
    assert assign(put(tmp_path, "p.csv", PAIRS), *rules, *files) == 0
    assert Path(out).read_text("utf-8").splitlines()[1:] == ["A,x,1.0", "A,z,1.0", "B,x,1.0"]


def test_csv_json_and_npz_say_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    rows = [line.split(",") for line in PAIRS.splitlines()[1:]]
    data = {"pairs": [[i, c, float(fit)] for i, c, fit in rows]}
    write_npz(
        str(tmp_path / "p.npz"), item=np.repeat([0, 1], 3), candidate=np.tile([0, 1, 2], 2),
        fit=np.array([round(float(fit) * 10_000) for _, _, fit in rows]),
    )  # fmt: skip
    dense = "2 3\n0.9 0.5 0.1\n0.8 0.7 0.2\n"
    files = [
        put(tmp_path, "p.csv", PAIRS),
        put(tmp_path, "p.json", json.dumps(data)),
        str(tmp_path / "p.npz"),
        put(tmp_path, "p.in", dense),
    ]
    found = []
    for file in files:
        assert assign(file, "--seats", "2", "--load", "2", "--cap", "0.8", "--json") == 0
        told = json.loads(capsys.readouterr().out)
        found.append((told["objective"], told["scale"], told["likeliest"]))
    assert found == [found[0]] * 4
    assert found[0][1:] == (100, 0.8)


def test_flow_and_prices_go_into_an_npz(tmp_path: Path):
    out = str(tmp_path / "out.npz")
    assert assign(put(tmp_path, "p.csv", PAIRS), "--seats", "1", "--output", out) == 0
    found = read_npz(out)
    assert sorted(found) == ["candidate", "candidate_price", "flow", "item", "item_price"]
    assert found["flow"].tolist() == [1, 1]


@pytest.mark.parametrize(
    "spread",
    [
        ["--perturb", "1/5"],
        ["--smooth", "3000"],
        ["--smooth", "3000", "--tilt", ".2"],
        ["--give-up", "0.1"],
    ],
)
def test_a_spread_answer_is_proved_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], spread: list[str]
):
    file = put(tmp_path, "p.csv", PAIRS)
    assert assign(file, "--seats", "1", "--json", *spread) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["proved"]
    assert told["support"] > 2


def test_a_tilt_lets_more_pairs_in(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    file = put(tmp_path, "wide.in", "1 40\n" + " ".join(f"0.{900 - 9 * n}" for n in range(40)))
    support = []
    for tilt in ("0", "0.2"):
        assert assign(file, "--seats", "2", "--smooth", "6000", "--tilt", tilt, "--json") == 0
        support.append(json.loads(capsys.readouterr().out)["support"])
    assert support[0] < support[1]


def test_a_seed_decides_between_equals_and_is_repeatable(tmp_path: Path):
    even = put(tmp_path, "even.in", "3 6\n" + "0.5 0.5 0.5 0.5 0.5 0.5\n" * 3)
    answers = []
    for seed in (1, 1, 2, 3, 4):
        out = str(tmp_path / f"{len(answers)}.csv")
        assert (
            assign(even, "--seats", "2", "--load", "1", "--seed", str(seed), "--output", out) == 0
        )
        answers.append(Path(out).read_text("utf-8"))
    assert answers[0] == answers[1]
    assert len(set(answers)) > 1


def test_empty_seats_are_told_by_name_with_status_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    file = put(tmp_path, "p.csv", PAIRS)
    assert assign(file, "--seats", "2", "--load", "1") == 1
    assert capsys.readouterr().err == (
        f"{file}: A, B: 4 seats wanted, 3 possible, 1 short; used up: x, y, z\n"
        f"{file}: 1 seats would stay empty\n"
    )
    assert assign(file, "--seats", "2", "--load", "1", "--json") == 1
    told = json.loads(capsys.readouterr().out)
    assert told["infeasible"][0]["short"] == 1


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("p.csv", "item,candidate\nA,x\n", ":1: no column fit"),
        ("p.csv", "item,candidate,fit\nA,x,high\n", ":2:3: fit: not a number: 'high'"),
        ("p.csv", "item,candidate,fit\nA,x,1\nA,x,1\n", ":3:2: candidate: the same pair as in"),
        ("p.csv", "item,candidate,fit\n,x,1\n", ":2:1: item: empty"),
        ("p.in", "2 x\n", ":1:1: the numbers of items and of candidates are wanted"),
        ("p.in", "1 2\n0.5\n", ":2:4: 1 numbers of 2"),
        ("p.in", "1 2\n0.5 abc\n", ":2:5: not a similarity: 'abc'"),
        ("p.in", "2 1\n0.5\n", ":2:1: 1 rows of 2"),
        ("p.json", "[", ":1:2: Expecting value"),
        ("p.json", "{}", ":1:1: an object with a list of pairs is wanted"),
        ("p.json", '{"pairs": [["A", "x"]]}', ": $.pairs[0]: [item, candidate, fit] is wanted"),
        ("p.npz", "no zip", ": "),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told_with_its_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, text: str, says: str
):
    file = put(tmp_path, name, text)
    assert assign(file) == 2
    assert capsys.readouterr().err.startswith(file + says)


def test_contradictions_between_files_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    file = put(tmp_path, "p.csv", PAIRS)
    candidates = put(tmp_path, "c.csv", "candidate,unit,city\nx,u,c1\ny,u,c2\nz,,\n")
    assert assign(file, "--candidates", candidates, "--per-unit", "1", "--per-city", "1") == 2
    assert capsys.readouterr().err == (
        f"{file}: x and y share u but are in c1 and c2: unit must lie inside city\n"
    )
    short = put(tmp_path, "s.csv", "candidate,load\nx,1\ny,1\n")
    assert assign(file, "--candidates", short) == 2
    assert capsys.readouterr().err == f"{file}:4:2: candidate: 'z' is not listed\n"
    assert assign(file, "--per-city", "1") == 2
    assert capsys.readouterr().err == f"{file}:1: no city of the candidates\n"
    assert assign(str(tmp_path / "none.csv")) == 2
    assert capsys.readouterr().err == f"{tmp_path / 'none.csv'}: No such file or directory\n"


@pytest.mark.parametrize("ending", ["csv", "json", "npz"])
def test_a_place_that_cannot_be_written_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], ending: str
):
    out = str(tmp_path / "none" / f"out.{ending}")
    assert assign(put(tmp_path, "p.csv", PAIRS), "--seats", "1", "--output", out) == 2
    assert capsys.readouterr().err == f"{out}: No such file or directory\n"


def test_the_json_holds_what_was_assigned_with_its_prices(tmp_path: Path):
    out = tmp_path / "out.json"
    words = ["--seats", "1", "--load", "1", "--output", str(out)]
    assert assign(put(tmp_path, "p.csv", PAIRS), *words) == 0
    found = json.loads(out.read_text("utf-8"))
    assert found["assigned"] == [["A", "x", 1.0], ["B", "y", 1.0]]
    assert sorted(found["prices"]) == ["candidate_price", "item_price"]


@pytest.mark.parametrize(
    "words", [["--smooth", "9", "--perturb", "1/5"], ["--seed", "1", "--give-up", "0.1"]]
)
def test_options_that_exclude_each_other_are_refused(tmp_path: Path, words: list[str]):
    assert assign(put(tmp_path, "p.csv", PAIRS), *words) == 2
