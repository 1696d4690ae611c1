"""`jiebang edition check FILE`."""

from __future__ import annotations

import pytest

from jiebang.cli import main
from jiebang.rulebook.edition import shipped, shipped_text

EXTENDS = """extends = "jinan-2023"
code = "jinan-2026"
title = "示例"
title_en = "Sample"
year = 2026
"""


@pytest.fixture(autouse=True)
def _english(monkeypatch):
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")


def check(tmp_path, text: str) -> int:
    file = tmp_path / "edition.toml"
    file.write_text(text, encoding="utf-8")
    return main(["edition", "check", str(file)])


@pytest.mark.parametrize("code", shipped())
def test_a_shipped_edition_is_sound(tmp_path, capsys, code):
    assert check(tmp_path, shipped_text(code)) == 0
    assert capsys.readouterr().out.startswith(f"{code} v")


def test_every_problem_is_told_with_its_place_in_the_language_of_the_terminal(
    tmp_path, capsys, monkeypatch
):
    wrong = EXTENDS + "nonsense = 1\n[notice]\ndays = 900\n"
    told = []
    for language in ("en_GB.UTF-8", "zh_CN.UTF-8"):
        monkeypatch.setenv("LC_ALL", language)
        assert check(tmp_path, wrong) == 1
        lines = capsys.readouterr().err.splitlines()
        told += [line.partition("edition.toml: ")[2] for line in lines]
    assert told == [
        "nonsense: An edition has no such value.", "notice.days: 900 is not between 1 and 60.",
        "nonsense: 规则版本中没有此项。", "notice.days: 900 不在 1 至 60 之间。",
    ]  # fmt: skip


def test_an_edition_may_extend_a_file_beside_it(tmp_path):
    (tmp_path / "base.toml").write_text(EXTENDS, encoding="utf-8")
    assert check(tmp_path, 'extends = "base"\nyear = 2027\n') == 0


def test_a_file_that_is_not_there_or_no_text_is_another_kind_of_failure(tmp_path, capsys):
    assert main(["edition", "check", str(tmp_path / "none.toml")]) == 2
    (tmp_path / "binary.toml").write_bytes(b"\xff\xfe\x00")
    assert main(["edition", "check", str(tmp_path / "binary.toml")]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 2
