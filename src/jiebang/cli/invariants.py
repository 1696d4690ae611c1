"""Check the named facts about the database; name what breaks them."""

from __future__ import annotations

import argparse
import sys

from jiebang.cli import setup_to_read
from jiebang.cli.figures import speaks_chinese

SHOWN = 10


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--list", action="store_true", help="print the facts and stop")
    parser.add_argument("--all", action="store_true", help="name every row, not the first ten")


def run(chosen: argparse.Namespace) -> int:
    setup_to_read()
    from jiebang.insight.invariants import INVARIANTS, findings  # noqa: PLC0415 -- after setup

    chinese = speaks_chinese()
    if chosen.list:
        for i in INVARIANTS:
            print(f"{i.name:28}{i.says if chinese else i.says_en}")
        return 0
    found = findings()
    for f in found:
        print(f"{f.invariant.name}: {f.invariant.says if chinese else f.invariant.says_en}",
              file=sys.stderr)  # fmt: skip
        for row in f.rows if chosen.all else f.rows[:SHOWN]:
            print(f"    {row}", file=sys.stderr)
        if len(f.rows) > SHOWN and not chosen.all:
            print(f"    … {len(f.rows)}", file=sys.stderr)
    print(f"{len(INVARIANTS)} facts, {len(found)} broken")
    return 1 if found else 0
