"""`jiebang engine draw` and `verify-draw`, as somebody types them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from jiebang.cli import main
from jiebang.engine.draw import commit_reveal
from jiebang.engine.draw.fit import FitTranscript
from jiebang.engine.transparency.canonical import canonical
from tests.property.engine.mutations import load_verifier

SALT, VALUE = b"\x01" * 32, b"sealed in an envelope"
NUMBER = "快乐8 第2026310期"
DRAWN = " ".join(f"{n:02d}" for n in range(1, 21))
SOURCES = [
    ["party", "office", commit_reveal(SALT, VALUE)],
    ["number", NUMBER, "2026-12-01T21:30:00+08:00", 61, 20, 2],
]
REVEALS = [["office", SALT.hex(), VALUE.hex()], [NUMBER, DRAWN]]
PLAIN = {
    "mode": "plain",
    "subject": "panel 1",
    "sources": SOURCES,
    "rules": {"seats": 3, "reserves": 2, "away_percent": 60,
              "quotas": [{"dimension": "kind", "value": "finance", "minimum": 1}]},
    "candidates": [
        {"id": f"c{n}", "unit": f"u{n}", "away": n % 3 > 0,
         "strata": {"kind": "technical" if n % 4 else "finance"}}
        for n in range(9)
    ],
}  # fmt: skip
FIT = {
    "mode": "fit",
    "subject": "round 1",
    "sources": SOURCES,
    "scale": 100,
    "cap": "3/5",
    "objective": {"smooth": 9000, "tilt": "0.035"},
    "levels": [{"name": "unit", "limit": 1}, {"name": "city", "limit": None}],
    "candidates": [
        {"id": f"c{n:02d}", "load": 2, "groups": {"unit": f"u{n // 2}", "city": f"t{n // 6}"}}
        for n in range(18)
    ],
    "items": [
        {"id": f"i{n}", "seats": 3, "reserves": 1,
         "limits": [{"level": "city", "group": f"t{n % 3}", "limit": 1}]}
        for n in range(4)
    ],
    "pairs": [[f"i{i}", f"c{c:02d}", (i * 577 + c * 911) % 10_000]
              for i in range(4) for c in range(18)],
}  # fmt: skip


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
    for name, value in (("plain", PLAIN), ("fit", FIT), ("reveals", REVEALS)):
        (tmp_path / f"{name}.json").write_text(json.dumps(value), encoding="utf-8")
    return {n: str(tmp_path / f"{n}.json") for n in ("plain", "fit", "reveals", "out")}


def changed(files: dict[str, str], name: str, **changes: Any) -> str:
    value = {"plain": PLAIN, "fit": FIT}[name] | changes
    Path(files[name]).write_text(json.dumps(value), encoding="utf-8")
    return files[name]


@pytest.mark.parametrize("mode", ["plain", "fit"])
def test_a_round_is_announced_drawn_checked_and_replayed(
    mode: str, files: dict[str, str], capsys: pytest.CaptureFixture[str]
):
    assert main(["engine", "draw", files[mode], "--json"]) == 0
    commit = json.loads(capsys.readouterr().out)["commit"]
    assert main([
        "engine", "draw", files[mode], "--reveals", files["reveals"], "--commit", commit,
        "--output", files["out"], "--json",
    ]) == 0  # fmt: skip
    told = json.loads(capsys.readouterr().out)
    assert told["commit"] == commit
    assert {len(seated) for _, seated, _ in told["panels"]} == {3}
    assert told.keys() >= {"seed", "seconds", "peak_mb"}
    assert main(["engine", "verify-draw", files["out"], "--commit", commit, "--json"]) == 0
    checked = json.loads(capsys.readouterr().out)
    assert (checked["sound"], checked["commit"]) == (True, commit)
    assert load_verifier().main([files["out"], "--commit", commit]) == 0


@pytest.mark.parametrize("mode", ["plain", "fit"])
def test_a_missing_reveal_writes_the_record_of_a_void_round(
    mode: str, files: dict[str, str], capsys: pytest.CaptureFixture[str]
):
    Path(files["reveals"]).write_text(json.dumps(REVEALS[:1]), encoding="utf-8")
    drawn = ["engine", "draw", files[mode], "--reveals", files["reveals"]]
    assert main([*drawn, "--output", files["out"]]) == 1
    assert capsys.readouterr().err == f"void: {NUMBER}: missing\n"
    assert load_verifier().main([files["out"]]) == 0


def test_candidates_and_pairs_may_be_tables(
    files: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    people, pairs = tmp_path / "people.csv", tmp_path / "pairs.csv"
    rows = [f"{c['id']},{c['unit']},{int(c['away'])},{c['strata']['kind']}"
            for c in PLAIN["candidates"]]  # type: ignore[index,union-attr,attr-defined]  # fmt: skip
    people.write_text("\n".join(["id,unit,away,kind", *rows]), encoding="utf-8")
    main(["engine", "draw", files["plain"]])
    listed = capsys.readouterr().out
    path = changed(files, "plain", candidates=[])
    assert main(["engine", "draw", path, "--candidates", str(people)]) == 0
    assert capsys.readouterr().out == listed
    main(["engine", "draw", files["fit"]])
    listed = capsys.readouterr().out
    rows = [f"{c['id']},2,{c['groups']['unit']},{c['groups']['city']}"
            for c in FIT["candidates"]]  # type: ignore[index,union-attr,attr-defined]  # fmt: skip
    people.write_text("\n".join(["id,load,unit,city", *rows]), encoding="utf-8")
    rows = [f"{i},{c},{fit}" for i, c, fit in FIT["pairs"]]  # type: ignore[misc]
    pairs.write_text("\n".join(["item,candidate,fit", *rows]), encoding="utf-8")
    path = changed(files, "fit", candidates=[], pairs=[])
    assert main(
        ["engine", "draw", path, "--candidates", str(people), "--pairs", str(pairs)]
    ) == 0  # fmt: skip
    assert capsys.readouterr().out == listed


@pytest.mark.parametrize(
    ("mode", "changes", "says"),
    [
        ("plain", {"candidates": PLAIN["candidates"][:2]}, "seats: 2 of 3, 1 short"),  # type: ignore[index]
        ("plain", {"rules": {"seats": 2, "quotas": [
            {"dimension": "kind", "value": "finance", "minimum": 2},
            {"dimension": "kind", "value": "technical", "minimum": 1}]}},
         "combination kind=finance, kind=technical: 2 of 3, 1 short"),
        ("fit", {"items": [{"id": "i0", "seats": 5}], "pairs": FIT["pairs"][:6:2], "cap": 1},  # type: ignore[index]
         "pairs i0: 3 of 5, 2 short"),
    ],
    ids=["pool of two for three", "quotas contradict", "pool of three for five"],
)  # fmt: skip
def test_what_cannot_be_drawn_is_told_with_its_cause(
    mode: str, changes: dict[str, Any], says: str, files: dict[str, str],
    capsys: pytest.CaptureFixture[str],
):  # fmt: skip
    assert main(["engine", "draw", changed(files, mode, **changes)]) == 1
    assert capsys.readouterr().err.startswith(says)


@pytest.mark.parametrize(
    ("mode", "changes", "says"),
    [
        ("plain", {"mode": "both"}, "$.mode: plain or fit"),
        ("plain", {"rules": {}}, "$.rules: no seats"),
        ("plain", {"sources": SOURCES[1:]}, f"61 of 128 bits of chance: {NUMBER} 61"),
        ("plain", {"sources": [["dice", "x"]]}, "$.sources[0]: no kind of source: 'dice'"),
        ("plain", {"subject": 7}, "$.subject: text is wanted, not 7"),
        ("fit", {"pairs": [["i0", "c99", 1]]}, "$.pairs[0]: 'c99' is not listed"),
        ("fit", {"pairs": [["i0", "c01", 0.5]]}, 
         "$.pairs[0]: [item, candidate, whole fit] is wanted"),
        ("fit", {"levels": []}, "$.items[0].limits[0]: no level city"),
        ("fit", {"candidates": [{"id": "a"}]}, "$.candidates[0]: no load"),
    ],
)  # fmt: skip
def test_an_input_that_cannot_be_read_is_told_with_its_place(
    mode: str, changes: dict[str, Any], says: str, files: dict[str, str],
    capsys: pytest.CaptureFixture[str],
):  # fmt: skip
    path = changed(files, mode, **changes)
    assert main(["engine", "draw", path]) == 2
    assert capsys.readouterr().err == f"{path}: {says}\n"


def test_a_wrong_cell_of_a_table_is_told_by_line_and_column(
    files: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    people = tmp_path / "people.csv"
    people.write_text("id,unit,away\nc0,u0,0\nc1,u1,yes\n", encoding="utf-8")
    assert main(["engine", "draw", files["plain"], "--candidates", str(people)]) == 2
    assert capsys.readouterr().err == f"{people}:3:3: away: not a number: 'yes'\n"


def test_another_input_than_announced_is_refused(
    files: dict[str, str], capsys: pytest.CaptureFixture[str]
):
    assert main(["engine", "draw", files["plain"], "--commit", "0" * 64]) == 1
    assert "announced was 0000" in capsys.readouterr().err


def test_an_altered_transcript_fails_and_no_transcript_is_unreadable(
    files: dict[str, str], capsys: pytest.CaptureFixture[str]
):
    main(["engine", "draw", files["fit"], "--reveals", files["reveals"], "--output", files["out"]])
    out = Path(files["out"])
    text = out.read_text("utf-8")
    seed = json.loads(text.split('["seed",')[1].split("]")[0])
    out.write_text(text.replace(seed, "0" * 64), encoding="utf-8")
    capsys.readouterr()
    assert main(["engine", "verify-draw", files["out"]]) == 1
    assert capsys.readouterr().err == "seed: does not follow from commit and reveals\n"
    out.write_text("{}", encoding="utf-8")
    assert main(["engine", "verify-draw", files["out"]]) == 2
    assert capsys.readouterr().err.startswith(f"{out}: no transcript of a draw")


@pytest.mark.parametrize("mode", ["plain", "fit"])
def test_what_stands_beside_is_committed_to_and_decides_nothing(
    mode: str, files: dict[str, str], capsys: pytest.CaptureFixture[str]
):
    told = {}
    for digest in ("one", "another"):
        path = changed(files, mode, beside={"pool": digest})
        drawn = ["engine", "draw", path, "--reveals", files["reveals"]]
        assert main([*drawn, "--output", files["out"], "--json"]) == 0
        told[digest] = json.loads(capsys.readouterr().out)
        assert load_verifier().main([files["out"], "--commit", told[digest]["commit"]]) == 0
        assert capsys.readouterr().out.startswith("same: ")
    assert told["one"]["commit"] != told["another"]["commit"]
    text = Path(files["out"]).read_text("utf-8").replace('"another"', '"one"')
    Path(files["out"]).write_text(text, "utf-8")
    assert load_verifier().main([files["out"], "--commit", told["another"]["commit"]]) == 1


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"beside": {"pool": ""}}, "$.beside.pool: empty"),
        ({"beside": {"": "x"}}, "$.beside: a name is empty"),
        ({"beside": {"pool": 1}}, "$.beside.pool: text is wanted, not 1"),
        ({"beside": ["pool"]}, "$.beside: an object is wanted: name to text"),
        ({"subject": ""}, "$.subject: empty"),
        ({"previous": ["x"]}, "$.previous[0]: a SHA-256 in lower-case hexadecimal is wanted"),
        ({"besides": {}}, "$: unknown: 'besides'; "),
        ({"sources": [SOURCES[0], ["number", "n", "20261201T213000+0800", 61, 20, 2]]},
         "$.sources[1][2]: a time as 2026-12-01T21:30:00+08:00 is wanted"),
        ({"sources": [SOURCES[0], ["number", "n", "2026-12-01T21:30:00Z", True, 20, 2]]},
         "$.sources[1]: texts and whole numbers are wanted"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("mode", ["plain", "fit"])
def test_nothing_is_announced_that_the_replay_could_not_read(
    mode: str, changes: dict[str, Any], says: str, files: dict[str, str],
    capsys: pytest.CaptureFixture[str],
):  # fmt: skip
    path = changed(files, mode, **changes)
    assert main(["engine", "draw", path]) == 2
    assert capsys.readouterr().err.startswith(f"{path}: {says}")


@pytest.mark.parametrize("mode", ["plain", "fit"])
def test_the_record_of_a_void_round_is_checked_too(
    mode: str, files: dict[str, str], capsys: pytest.CaptureFixture[str]
):
    main(["engine", "draw", files[mode], "--json"])
    commit = json.loads(capsys.readouterr().out)["commit"]
    reveals = Path(files["reveals"])
    reveals.write_text(json.dumps(REVEALS[:1]), encoding="utf-8")
    main(["engine", "draw", files[mode], "--reveals", files["reveals"], "--output", files["out"]])
    capsys.readouterr()
    verify = ["engine", "verify-draw", files["out"], "--commit"]
    assert main([*verify, commit]) == 0
    assert capsys.readouterr().out == f"sound: void, {NUMBER}: missing, commit {commit}\n"
    assert main([*verify, "0" * 64]) == 1
    out = Path(files["out"])
    out.write_text(out.read_text("utf-8").replace('"missing"', '"unknown"'), "utf-8")
    assert main([*verify, commit]) == 1
    said = "record: commit, causes or form are not those of this round\n"
    assert capsys.readouterr().err.endswith(said)


def test_the_proof_of_a_row_is_checked_against_the_commitment(
    files: dict[str, str], capsys: pytest.CaptureFixture[str]
):
    main(["engine", "draw", files["fit"], "--reveals", files["reveals"], "--output", files["out"]])
    announced = FitTranscript.from_text(Path(files["out"]).read_text("utf-8")).announced
    proof = canonical(announced.proof("candidate", "c03").as_data()).decode() + "\n"
    out = Path(files["out"])
    out.write_text(proof, "utf-8")
    capsys.readouterr()
    verify = ["engine", "verify-draw", files["out"]]
    assert main([*verify, "--commit", announced.commitment()]) == 0
    assert main(verify) == 1
    assert main([*verify, "--commit", "0" * 64]) == 1
    out.write_text(proof.replace("c03", "c04"), "utf-8")
    assert main([*verify, "--commit", announced.commitment()]) == 1


def test_a_number_that_other_readers_could_not_hold_is_refused(
    files: dict[str, str], capsys: pytest.CaptureFixture[str]
):
    path = changed(files, "plain", round=10**30)
    assert main(["engine", "draw", path]) == 2
    assert capsys.readouterr().err.startswith(f"{path}: $.round: ")


def test_an_output_without_reveals_is_refused(files: dict[str, str]):
    assert main(["engine", "draw", files["plain"], "--output", files["out"]]) == 2
    assert not Path(files["out"]).exists()
