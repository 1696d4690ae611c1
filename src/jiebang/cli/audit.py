"""Recompute the record: `jiebang audit fsck` names every place where it does not hold."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator

from jiebang.cli import setup_to_read


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=["fsck"])


def run(chosen: argparse.Namespace) -> int:
    setup_to_read()
    faults = list(findings())
    for fault in faults:
        print(fault, file=sys.stderr)
    from jiebang.platform.audit import log  # noqa: PLC0415 -- after setup

    print(f"{log.count()} entries, {len(faults)} faults")
    return 1 if faults else 0


def findings() -> Iterator[str]:
    """Chains, commitments, checkpoints, and every row against the record's last word on it."""
    from jiebang.platform.audit import log, rows, tree  # noqa: PLC0415 -- after setup
    from jiebang.platform.lifecycle import Machine  # noqa: PLC0415 -- after setup

    yield from log.broken()
    yield from tree.broken()
    for machine in Machine.registry.values():
        yield from rows.changed(machine.model, machine.lifecycle.name, machine.parts)
