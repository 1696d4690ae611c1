"""Print or write the reference: lives, roles, visibility, forms, editions, glossary, reasons."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from jiebang.cli import setup


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("page", nargs="?", default="", help="one page, such as lives/bid.md")
    parser.add_argument("--write", metavar="FOLDER", type=Path, help="write all pages there")


def run(chosen: argparse.Namespace) -> int:
    found = pages()
    if chosen.write:
        return _write(chosen.write, found)
    if chosen.page and chosen.page not in found:
        print(f"No such page: {chosen.page}. There are:", *found, sep="\n", file=sys.stderr)
        return 2
    wanted = [chosen.page] if chosen.page else list(found)
    print("\n".join(found[name] for name in wanted), end="")
    return 0


def pages() -> dict[str, str]:
    """Path below the reference's folder → text. The same rules give the same bytes."""
    setup()
    from django.utils import translation  # noqa: PLC0415 -- after setup

    from jiebang.cli.rulebook import forms, matrices, policy, tables  # noqa: PLC0415 -- after setup
    from jiebang.cli.rulebook.lives import lives  # noqa: PLC0415 -- after setup

    with translation.override("en"):
        found = lives() | matrices.pages() | forms.pages() | policy.pages() | tables.pages()
        return {"README.md": tables.contents(found)} | found


def _write(folder: Path, found: dict[str, str]) -> int:
    """All pages, and none that the rules no longer have."""
    for name, text in found.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for path in folder.rglob("*.md"):
        if str(path.relative_to(folder)) not in found:
            path.unlink()
    print(f"{len(found)} pages in {folder}")
    return 0
