"""The requirements table says where each requirement runs and what proves it; here that is held."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TABLE = ROOT / "docs/requirements.md"
ROW = re.compile(r"^\| (R\d{3}) \|([^|]+)\|([^|]*)\|([^|]*)\| (done|part|open) \|$")
PLACE = re.compile(r"`((?:src|tools|docs|benchmarks)/[^`]+)`")
PROOF = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


def rows() -> dict[str, tuple[str, str, str, str]]:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    found = [m.groups() for line in lines if (m := ROW.match(line))]
    assert len(found) == sum(line.startswith("| R0") for line in lines)
    return {number: (what, where, proof, state) for number, what, where, proof, state in found}


def test_the_review_core_is_covered_without_a_gap():
    assert sorted(rows()) == [f"R{n:03d}" for n in range(62, 90)]


@pytest.mark.parametrize("number", sorted(rows()))
def test_what_a_row_names_is_there(number):
    _what, where, proof, state = rows()[number]
    gone = [p for p in PLACE.findall(where) if not (ROOT / p).exists()]
    assert gone == []
    named = PROOF.findall(proof)
    missing = [f"{file}::{name}" for file, name in named if not defines(ROOT / file, name)]
    assert missing == []
    assert bool(PROOF.findall(proof)) == (state != "open")


def defines(file: Path, name: str) -> bool:
    return f"\ndef {name}(" in file.read_text("utf-8")
