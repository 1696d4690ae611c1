"""Check an edition before it is adopted: `jiebang edition check FILE`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from jiebang.cli import setup
from jiebang.cli.figures import speaks_chinese
from jiebang.rulebook.edition import EditionInvalid, digest, load, shipped_text
from jiebang.rulebook.forms import Problem


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=["check"])
    parser.add_argument("file", metavar="FILE", type=Path, help="a TOML document")


def run(chosen: argparse.Namespace) -> int:
    try:
        text = chosen.file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as wrong:
        print(f"jiebang edition: {wrong}", file=sys.stderr)
        return 2
    try:
        edition = load(text, parent=lambda name: beside(chosen.file, name))
    except EditionInvalid as invalid:
        for path, sentence in told(invalid.problems):
            print(f"{chosen.file}: {path or '—'}: {sentence}", file=sys.stderr)
        return 1
    print(f"{edition.code} v{edition.version}  {digest(edition)}")
    return 0


def beside(file: Path, name: str) -> str:
    """What a document extends: a file next to it, or one that comes with the program."""
    other = file.parent / (name if name.endswith(".toml") else f"{name}.toml")
    if "/" not in name and other.is_file() and other.resolve() != file.resolve():
        return other.read_text("utf-8")
    return shipped_text(name)


def told(problems: tuple[Problem, ...]) -> list[tuple[str, str]]:
    """Each problem's path, and the sentence the pages use, in the language of the terminal."""
    setup()
    from django.utils import translation  # noqa: PLC0415 -- after setup

    from jiebang.web.wording import sentence  # noqa: PLC0415 -- after setup

    with translation.override("zh-hans" if speaks_chinese() else "en"):
        return [(p.path, sentence(p.reason)) for p in problems]
