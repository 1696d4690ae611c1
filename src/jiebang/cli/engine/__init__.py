"""The mechanisms on files: no database, no account; for researchers, auditors, other funders."""

from __future__ import annotations

import argparse
from importlib import import_module

from jiebang.cli.engine.files import Unreadable, complain

COMMANDS = ("similar", "assign", "draw", "verify-draw", "scores", "duplicates", "mask", "conflicts")


def arguments(parser: argparse.ArgumentParser) -> None:
    words = parser.add_subparsers(dest="mechanism", required=True, metavar="MECHANISM")
    asked = (parser.get_default("given") or ())[:1]
    for name in asked if asked and asked[0] in COMMANDS else COMMANDS:
        path = f"jiebang.cli.engine.{name.replace('-', '_')}"
        try:
            module = import_module(path)
        except ModuleNotFoundError as missing:
            if missing.name != path:
                raise
            continue
        says = (module.__doc__ or "").strip()
        one = words.add_parser(
            name, help=says.splitlines()[0], description=says,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )  # fmt: skip
        module.arguments(one)
        one.set_defaults(mechanism_run=module.run)


def run(chosen: argparse.Namespace) -> int:
    """0 done, 1 cannot be done or does not hold, 2 cannot be read."""
    try:
        return int(chosen.mechanism_run(chosen))
    except Unreadable as problem:
        complain(problem)
        return 2
