"""Run the queue's worker."""

from __future__ import annotations

import argparse

from jiebang.cli import setup


def arguments(parser: argparse.ArgumentParser) -> None:
    """None: the queue is set in the settings."""


def run(chosen: argparse.Namespace) -> int:
    setup()
    from django.core.management import call_command  # noqa: PLC0415 -- after setup

    call_command("qcluster", verbosity=0)
    return 0
