"""`jiebang engine` on files that are not as they should be, and outputs that cannot be written."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from jiebang.cli import main
from jiebang.cli.engine import instances
from jiebang.cli.engine.files import Unusual

PAIRS = "item,candidate,fit\nA,x,0.9\nA,y,0.5\nB,x,0.8\nB,y,0.7\n"
SOURCE = Path(__file__).resolve().parents[2] / "src"


def put(folder: Path, name: str, data: str | bytes) -> str:
    (folder / name).write_bytes(data.encode() if isinstance(data, str) else data)
    return str(folder / name)


def assign(*words: str) -> int:
    return main(["engine", "assign", *words, "--seats", "1"])


def process(*words: str, **more: Any) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "jiebang.cli", "engine", *words],
        env=os.environ | {"PYTHONPATH": str(SOURCE)}, stderr=subprocess.PIPE, **more,
    )  # fmt: skip


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf" + PAIRS.encode(),
        PAIRS.replace("A", "甲").encode("gb18030"),
        PAIRS.replace("\n", "\r\n").encode(),
        PAIRS.replace("\n", "\r").encode(),
        PAIRS.replace("\n", "\n\n").encode(),
        PAIRS.replace(",", " , ").encode(),
        PAIRS.replace("A", '"A\n2"').encode(),
        PAIRS.replace("A", "A\x0b\u2028b").encode(),
        PAIRS.replace("\n", ",\n").encode(),
    ],
    ids=["mark", "GB18030", "CRLF", "CR", "empty rows", "spaces", "two lines", "tab", "column"],
)
def test_the_same_pairs_in_other_dress_give_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], data: bytes
):
    assert assign(put(tmp_path, "p.csv", data), "--load", "1", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["objective"], told["pairs"]) == (16000, 4)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", ":1: no column item, candidate, fit"),
        (PAIRS.encode("utf-16"), ":1:1: neither UTF-8 nor GB18030: byte 0xff"),
        (PAIRS.encode() + b"C,\xff\xff,1\n", ":6:3: neither UTF-8 nor GB18030: byte 0xff"),
        (b"item,candidate,fit,item\n", ":1:4: column item twice"),
        (PAIRS.encode() + b"C,x\n", ":6:3: 2 cells where the header has 3"),
        (PAIRS.encode() + b"C\nx\n", ":6:2: 1 cells where the header has 3"),
        (PAIRS.encode() + b'"C\n,x,1\n', ":6: a quotation mark is not closed"),
        (PAIRS.encode() + b'"C\n2",x,1\nD,x,high\n', ":8:3: fit: not a number: 'high'"),
        (PAIRS.encode() + b'"C\n2",x,high\n', ":6:3: fit: not a number: 'high'"),
        (PAIRS.encode() + b"C,x,nan\n", ":6:3: fit: nan is outside -200000 to 200000"),
        (PAIRS.encode() + b"C,x,1e999\n", ":6:3: fit: inf is outside -200000 to 200000"),
        (PAIRS.encode() + b"C,x,1_0\n", ":6:3: fit: not a number: '1_0'"),
        (PAIRS.encode() + "C,x,１".encode(), ":6:3: fit: not a number: '１'"),
        (PAIRS.encode() + b"A,x,1\n", ":6:2: candidate: the same pair as in line 2"),
    ],
)  # fmt: skip
def test_a_faulty_table_is_told_by_line_and_column(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], data: bytes, says: str
):
    file = put(tmp_path, "p.csv", data)
    assert assign(file, "--output", str(tmp_path / "out.csv")) == 2
    assert capsys.readouterr().err == f"{file}{says}\n"
    assert [path.name for path in tmp_path.iterdir()] == ["p.csv"]


@pytest.mark.parametrize("piece", [30, 1 << 18])
def test_columns_and_rows_are_read_to_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, piece: int
):
    monkeypatch.setattr("jiebang.cli.engine.files._PIECE", piece)
    rows = [f"i{n % 7},c{n // 7},{n * n % 1009 / 1000 - 0.00005}" for n in range(400)]
    file = put(tmp_path, "p.csv", "\n".join(["item,candidate,fit", *rows]))
    quick, careful = (
        way(file, instances.Side(), instances.Side())
        for way in (instances._quick, instances._careful)
    )
    for column in ("item", "candidate", "fit"):
        assert list(getattr(quick, column)) == list(getattr(careful, column))
    assert list(quick.items.names.number) == list(careful.items.names.number)


@pytest.mark.parametrize("rows", ["A,x\n1,2,3,4", "A\nx,1,2,3,4", '"A",x,1', "A,x,1\n\n\nB,x,1"])
def test_what_is_not_plain_is_left_to_the_careful_way(tmp_path: Path, rows: str):
    file = put(tmp_path, "p.csv", f"item,candidate,fit\n{rows}\n")
    with pytest.raises(Unusual):
        instances._quick(file, instances.Side(), instances.Side())


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"pairs": [],\n "pairs": []}', ":2:2: 'pairs' twice in one object"),
        ('{"items": [{"id": "a"}, {"id": "b",\n"id": "c"}]}', ":2:1: 'id' twice in one object"),
        ('{"pairs": [["a", "b", NaN]]}', ":1:23: NaN is no JSON"),
        ('{"pairs": [["a\\ud800", "b", 1]]}', ":1:13: half a surrogate pair"),
        ("[" * 100_000 + "]" * 100_000, ":1:100000: nested too deeply"),
        (f'{{"pairs": {"9" * 5000}}}', ":1:11: a number too long"),
        ('{"pairs": [["a", "b", 1], ["a", "b", 1]]}',
         ": $.pairs[1]: the same pair as in $.pairs[0]"),
        ('{"pairs": [], "items": [{"id": "a", "seats": -1}]}',
         ": $.items[0].seats: a whole number from 0 is wanted"),
    ],
)  # fmt: skip
def test_json_that_others_would_read_differently_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, says: str
):
    file = put(tmp_path, "p.json", text)
    assert assign(file) == 2
    assert capsys.readouterr().err == f"{file}{says}\n"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("１ 2\n0.5 0.4\n", ":1:1: '１' is no part of a number"),
        ("1 2\n0.5 1_0\n", ":2:6: '_' is no part of a number"),
        ("1 2\n0.5 nan\n", ":2:5: not a similarity: 'nan'"),
        ("1 99999999999999\n0.5\n", ":1:1: "),
    ],
)
def test_a_faulty_dense_text_is_told_by_line_and_column(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, says: str
):
    file = put(tmp_path, "p.in", text)
    assert assign(file) == 2
    assert capsys.readouterr().err.startswith(f"{file}{says}")


class Opens:
    """A file that runs something when it is unpickled."""

    def __init__(self, path: str) -> None:
        self.path = path

    def __reduce__(self) -> Any:
        return open, (self.path, "w")


def test_nothing_in_an_npz_is_unpickled(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    evil = Opens(str(tmp_path / "opened"))
    zeros = np.zeros(1, int)
    np.savez(tmp_path / "a.npz", item=np.array([evil], object), candidate=zeros, fit=zeros)
    files = [str(tmp_path / "a.npz"), put(tmp_path, "b.npz", pickle.dumps(evil))]
    for file in files:
        assert assign(file) == 2
        told = f"{file}: holds pickled objects, which are not read\n"
        assert capsys.readouterr().err == told
    assert not (tmp_path / "opened").exists()


def test_faulty_arrays_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    good = {"item": [0, 0, 1], "candidate": [0, 1, 0], "fit": [3, 2, 1]}
    faults: dict[str, dict[str, Any]] = {
        "seats: a row of whole numbers is wanted": {"seats": [1.5, 1]},
        "load: a row of whole numbers is wanted": {"load": 3},
        "unit: 1 numbers for 2": {"unit": [1]},
        "item: numbers up to 1000000000 without seats": {"item": [0, 0, 10**9]},
        "fit: a number is outside -2000000000 to 2000000000": {"fit": [2**62, 1, 1]},
    }
    file = str(tmp_path / "p.npz")
    for says, change in faults.items():
        np.savez(file, **{k: np.array(v) for k, v in (good | change).items()})
        assert assign(file) == 2
        assert capsys.readouterr().err == f"{file}: {says}\n"
    whole = Path(file).read_bytes()
    for data in (b"", whole[: len(whole) // 2], b"PK\x03\x04"):
        assert assign(put(tmp_path, "p.npz", data)) == 2
        assert capsys.readouterr().err.startswith(f"{file}: ")
    with zipfile.ZipFile(file, "w") as out:
        out.writestr("item.npy", b"\x93NUMPY\x01\x00 ")
    assert assign(file) == 2


def test_an_output_that_is_read_or_cannot_be_written_is_refused_before_the_work(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    file = put(tmp_path, "p.csv", PAIRS)
    for out, says in (
        (file, "is read as well: give another name"), (str(tmp_path), "Is a directory"),
        (f"{file}/x.csv", "Not a directory"), (f"{tmp_path}/no/x", "No such file or directory"),
    ):  # fmt: skip
        assert assign(file, "--output", out) == 2
        assert capsys.readouterr().err == f"{out}: {says}\n"
    assert Path(file).read_text("utf-8") == PAIRS


def test_a_file_that_was_there_stays_whole_when_writing_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    old = put(tmp_path, "out.csv", "old")

    def fails(path: Path, data: bytes) -> int:
        with path.open("wb") as half:
            half.write(data[:9])
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "write_bytes", fails)
    (tmp_path / "p.csv").write_text(PAIRS, "utf-8")
    assert assign(str(tmp_path / "p.csv"), "--output", old) == 130
    assert Path(old).read_text("utf-8") == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.csv", "p.csv"]


def test_a_device_and_a_link_are_written_through(tmp_path: Path):
    file, kept = put(tmp_path, "p.csv", PAIRS), tmp_path / "kept.csv"
    link = tmp_path / "link.csv"
    kept.write_text("old", "utf-8")
    kept.chmod(0o640)
    link.symlink_to(kept)
    assert assign(file, "--output", os.devnull) == 0
    assert not Path(os.devnull).is_file()
    assert assign(file, "--output", str(link)) == 0
    assert link.is_symlink()
    assert kept.read_text("utf-8").startswith("item,candidate,probability\n")
    assert kept.stat().st_mode & 0o777 == 0o640


def test_a_reader_that_has_gone_ends_it_quietly(tmp_path: Path):
    file = put(tmp_path, "p.csv", PAIRS)
    run = process("assign", file, "--seats", "1", "--json", stdout=subprocess.PIPE)
    assert run.stdout is not None
    assert run.stderr is not None
    run.stdout.close()
    assert (run.wait(), run.stderr.read()) == (141, b"")
    run.stderr.close()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_an_output_without_room_is_told(tmp_path: Path):
    file = put(tmp_path, "p.csv", PAIRS)
    with open("/dev/full", "wb") as full:
        run = process("assign", file, "--seats", "1", "--json", stdout=full)
        said = run.communicate()[1].decode()
    assert (run.returncode, said) == (2, "standard output: No space left on device\n")


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the kernel keeps no mark")
def test_memory_is_that_of_this_program_and_not_of_who_started_it(tmp_path: Path):
    """What starts it here holds 400 MB more than it needs itself."""
    file = put(tmp_path, "p.csv", PAIRS)
    large = bytearray(b"x") * (400 << 20)
    run = process("assign", file, "--seats", "1", "--json", stdout=subprocess.PIPE)
    told = json.loads(run.communicate()[0])
    assert len(large) > told["peak_mb"] * 2 * 2**20
    assert 10 < told["peak_mb"] < 300


def test_options_that_would_do_nothing_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    file, dense = put(tmp_path, "p.csv", PAIRS), put(tmp_path, "p.in", "1 2\n0.5 0.4\n")
    assert assign(file, "--tilt", "0.1") == 2
    assert capsys.readouterr().err == "--tilt: only with --smooth\n"
    assert assign(dense, "--candidates", file) == 2
    assert capsys.readouterr().err.startswith("--items, --candidates: belong to pairs in CSV")
    for words in (["--perturb", "1/0"], ["--seed", "-1"], ["--cap", "nan"], ["--scale", "0"]):
        with pytest.raises(SystemExit, match="2"):
            assign(file, *words)
