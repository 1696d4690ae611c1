"""`jiebang`: the one command. Each word below is a file beside this one."""

from __future__ import annotations

import argparse
import os
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing, suppress
from importlib import import_module
from pathlib import Path

COMMANDS = ("demo", "serve", "worker", "tick", "figures", "audit", "invariants", "rulebook",
            "edition", "engine")  # fmt: skip


def main(argv: list[str] | None = None) -> int:
    """Run one command; its exit status says whether it did what was asked."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiebang.settings")
    # Matrices here are small and processes several: threads of their own only get in the way.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    given = sys.argv[1:] if argv is None else argv
    parser = argparse.ArgumentParser(prog="jiebang", description=__doc__)
    words = parser.add_subparsers(dest="word", required=True, metavar="COMMAND")
    # Of commands that were not asked for nothing is wanted, and some take long to load.
    for name in given[:1] if given and given[0] in COMMANDS else COMMANDS:
        try:
            module = import_module(f"jiebang.cli.{name}")
        except ModuleNotFoundError as missing:
            if missing.name != f"jiebang.cli.{name}":
                raise
            continue
        one = words.add_parser(name, help=(module.__doc__ or "").strip().splitlines()[0])
        one.set_defaults(run=module.run, given=tuple(given[1:]))
        module.arguments(one)
    chosen = parser.parse_args(given)
    run: Callable[[argparse.Namespace], int] = chosen.run
    try:
        status = run(chosen)
        sys.stdout.flush()
    except BrokenPipeError:
        unheard()
        return 141  # as if the signal of that had ended it
    except KeyboardInterrupt:
        return 130
    return status


def unheard() -> None:
    """Who read the output has gone (`| head`), or there is no room for it: what is left of it must
    not fail once more at the end."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def setup() -> None:
    """Load Django; called by the commands that need the database."""
    import django  # noqa: PLC0415 -- slow, and not every command needs it

    django.setup()


def setup_to_read() -> None:
    """The same for commands that only read: where nothing says which database and there is none of
    its own, the demonstration prepared here is read, and that is said."""
    from django.apps import apps  # noqa: PLC0415 -- slow, and not every command needs it

    from jiebang.cli import demo  # noqa: PLC0415 -- it imports this module

    told = apps.ready or {"DATABASE_URL", "JIEBANG_VAR", "JIEBANG_ROOT"} & os.environ.keys()
    if not told and not _filled(demo.home().parent / "jiebang.sqlite3"):
        if not demo.enter_prepared():
            sys.exit("There is no database yet: `jiebang demo --prepare` makes an invented city; "
                     "for your own, set DATABASE_URL or JIEBANG_VAR.")  # fmt: skip
        print(f"reading the demonstration in {demo.home()}", file=sys.stderr)
    setup()


def _filled(file: Path) -> bool:
    """Whether it is a database with tables, and not just a file that somebody opened."""
    if not file.exists():
        return False
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as db:
        return bool(db.execute("select count(*) from sqlite_master").fetchone()[0])
