"""Serve the pages with granian on one address."""

from __future__ import annotations

import argparse
import os
import sys


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=2)


def command(host: str, port: int, workers: int) -> list[str]:
    return [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host,
            "--port", str(port), "--workers", str(workers), "--blocking-threads", "4",
            "--no-ws", "--log-level", "warning", "jiebang.wsgi:application"]  # fmt: skip


def run(chosen: argparse.Namespace) -> int:
    line = command(chosen.host, chosen.port, chosen.workers)
    os.execv(line[0], line)  # noqa: S606 -- our own command line
