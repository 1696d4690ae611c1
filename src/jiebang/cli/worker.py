"""Run the queue's worker."""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
from types import FrameType


def arguments(parser: argparse.ArgumentParser) -> None:
    """None: the queue is set in the settings."""


def run(chosen: argparse.Namespace) -> int:
    """The cluster runs in a session of its own: a signal to our group must reach its head only,
    which then lets its hands finish the task they hold."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiebang.settings")
    line = [sys.executable, "-m", "django", "qcluster", "--verbosity", "0"]
    cluster = subprocess.Popen(line, start_new_session=True)  # noqa: S603 -- our own command line

    def stop(_signal: int, _frame: FrameType | None) -> None:
        cluster.terminate()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    code = cluster.wait()
    return 0 if code in (0, -signal.SIGTERM) else code
