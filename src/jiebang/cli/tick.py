"""Do what the clock has to do now: due steps, mail, the record's tree. Runs every minute."""

from __future__ import annotations

import argparse
import time

from jiebang.cli import setup


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--every", type=int, metavar="SECONDS", help="go on, once in so long")


def run(chosen: argparse.Namespace) -> int:
    setup()
    while True:
        once()
        if not chosen.every:
            return 0
        time.sleep(chosen.every)


def once() -> None:
    """One round; each part stands alone, so that one failing leaves the others."""
    from django.db import close_old_connections  # noqa: PLC0415 -- after setup

    from jiebang.platform import clock, tasks  # noqa: PLC0415 -- after setup
    from jiebang.platform.agenda import run_clock  # noqa: PLC0415 -- after setup

    close_old_connections()
    run_clock(clock.now())
    for name in tasks.MINUTELY:
        tasks.enqueue(name)
