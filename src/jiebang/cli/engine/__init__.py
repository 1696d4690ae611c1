"""The mechanisms on files: no database, no account; for researchers, auditors, other funders."""

from __future__ import annotations

import argparse
import sys
from importlib import import_module
from io import TextIOWrapper

from jiebang.cli import unheard
from jiebang.cli.engine.files import Unreadable, complain, why

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
    """0 done, 1 cannot be done or does not hold, 2 cannot be read or written."""
    if isinstance(sys.stdout, TextIOWrapper) and not sys.stdout.isatty():
        sys.stdout.reconfigure(encoding="utf-8")  # files are UTF-8, whatever terminals are
    try:
        status = int(chosen.mechanism_run(chosen))
        sys.stdout.flush()
    except Unreadable as problem:
        complain(problem)
        return 2
    except BrokenPipeError:
        raise
    except OSError as problem:
        complain(Unreadable("standard output", why(problem)))
        unheard()
        return 2
    return status
