"""Commands that read, run as somebody does who has just come."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src"
TOLD = ("DATABASE_URL", "JIEBANG_VAR", "JIEBANG_ROOT", "JIEBANG_DEMO")
READING = (["figures", "--year", "2023"], ["audit", "fsck"], ["invariants"])


def jiebang(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    env = {k: v for k, v in os.environ.items() if k not in TOLD} | {"PYTHONPATH": str(SOURCE)}
    return subprocess.run(
        [sys.executable, "-m", "jiebang.cli", *words],
        cwd=folder, env=env, check=False, capture_output=True, text=True,
    )  # fmt: skip


@pytest.mark.parametrize("words", READING, ids=lambda words: words[0])
def test_without_any_database_one_line_says_what_to_do_and_none_is_made(tmp_path, words):
    done = jiebang(tmp_path, *words)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert "jiebang demo --prepare" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_demonstration_prepared_here_is_read_and_that_is_said(tmp_path):
    demo = tmp_path / "var" / "demo"
    demo.mkdir(parents=True)
    (demo / "demo-ready.json").write_text(json.dumps({"seed": "any"}), encoding="utf-8")
    with closing(sqlite3.connect(tmp_path / "var" / "jiebang.sqlite3")) as db:
        db.execute("pragma journal_mode = wal")  # a file that somebody opened, without a table
    made = jiebang_migrated(tmp_path, demo)
    done = jiebang(tmp_path, "audit", "fsck")
    assert (made, done.returncode, done.stdout) == (0, 0, "0 entries, 0 faults\n")
    assert done.stderr == f"reading the demonstration in {demo}\n"


def jiebang_migrated(folder: Path, var: Path) -> int:
    env = {k: v for k, v in os.environ.items() if k not in TOLD} | {
        "PYTHONPATH": str(SOURCE), "JIEBANG_VAR": str(var), "JIEBANG_DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "jiebang.settings",
    }  # fmt: skip
    command = [sys.executable, "-m", "django", "migrate", "--verbosity", "0"]
    return subprocess.run(command, cwd=folder, env=env, check=False).returncode
