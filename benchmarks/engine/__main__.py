"""What the mechanisms reach and how fast, each against something named.

    python benchmarks/engine [--only NAME]

Every file beside this one is a group of cases and runs in a process of its own, so that the memory
of one is not counted for the next. Data sets are looked for in $JIEBANG_DATA.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from importlib import import_module
from pathlib import Path

HERE = Path(__file__).resolve().parent
NAMES = sorted(p.stem for p in HERE.glob("[a-z]*.py") if p.stem != "harness")


def one(name: str) -> int:
    """Print the rows of a group as they come; how many miss their bar."""
    sys.path.insert(0, str(HERE))
    missed = 0
    for row in import_module(name).rows():
        verdict = {None: "", True: "met", False: "MISSED"}[row.met]
        missed += verdict == "MISSED"
        print(f"{row.what:<58} {row.ours:>24}  {row.reference:<40} {row.bar:<22} {verdict}",
              flush=True)  # fmt: skip
    return missed


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=NAMES)
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.inside:
        return min(one(chosen.only), 100)
    missed = 0
    for name in [chosen.only] if chosen.only else NAMES:
        print(f"\n{name}", flush=True)
        missed += subprocess.run(  # noqa: S603 -- this program again
            [sys.executable, str(HERE), "--only", name, "--inside"], check=False
        ).returncode
    print(f"\n{missed} bars missed" if missed else "\nevery bar met")
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
