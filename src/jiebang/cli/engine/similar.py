"""How well candidates fit items: text, recent text, fields and keywords, with reasons."""

from __future__ import annotations

import csv
import io
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from jiebang.cli.engine.files import measured, tell, writable, write, written
from jiebang.cli.engine.profiles import read_items, read_profiles
from jiebang.engine.arrays import write_npz
from jiebang.engine.similarity import (
    PARTS,
    SCALE,
    Fits,
    Item,
    Setting,
    Weights,
    candidates,
    corpus,
    disciplines,
    explain,
    fits,
)

EPILOG = """\
input (CSV, or JSON where the name ends in .json):
  ITEMS       item,text[,title][,fields][,keywords]: a row an item; or
              [{"id", "text", "title", "fields": [], "keywords": []}]
  CANDIDATES  candidate,text[,title][,year][,fields][,keywords]: a row a document, the rows of one
              candidate add up; or
              [{"id", "documents": [{"text", "title", "year"}], "fields": [], "keywords": []}]
  fields are codes of GB/T 13745 (520.20); several fields or keywords of a cell are parted by ";".

output: pairs item,candidate,fit (a fraction with four decimals) as `assign` reads them; with
--output FILE.npz the arrays item, candidate (numbers from 0) and fit (whole, 10000 to one).
--json prints objective (the mean over items of the best fit), items, candidates, pairs (their
number), seconds, peak_mb; with --reasons N the reasons of the N best pairs of each item; with
--disciplines N what the text of each item speaks of, up to N, as first-level codes of GB/T 13745
with their shares (of 10000): a suggestion where an item names no fields.

exit status: 0 done, 1 an item has fewer candidates than --least, 2 a file cannot be read
or written.
There is no chance in it: the same input gives the same output.
"""


def arguments(parser: ArgumentParser) -> None:
    parser.epilog = EPILOG
    parser.add_argument("items", metavar="ITEMS")
    parser.add_argument("candidates", metavar="CANDIDATES")
    parser.add_argument("--top", type=_whole, default=0, metavar="K",
                        help="only the K nearest candidates of each item (all)")  # fmt: skip
    parser.add_argument("--least", type=_whole, default=0, metavar="N",
                        help="grow K for an item with fewer than N candidates (0)")  # fmt: skip
    parser.add_argument("--year", type=_whole, default=None, help="the present year, for recency")
    parser.add_argument("--weights", type=_weights, default=Weights(), metavar="PART=W,…",
                        help="of " + ", ".join(PARTS[:4]) + " (50, 10, 20, 20)")  # fmt: skip
    parser.add_argument("--threads", type=_whole, default=1, help="for --top (1)")
    parser.add_argument("--reasons", type=_whole, default=0, metavar="N")
    parser.add_argument("--disciplines", type=_whole, default=0, metavar="N")
    parser.add_argument("--output", metavar="FILE", default="-")
    parser.add_argument("--json", action="store_true")


def run(chosen: Namespace) -> int:
    writable(chosen.output, chosen.items, chosen.candidates)
    items, profiles = read_items(chosen.items), read_profiles(chosen.candidates)
    with measured() as measure:
        known = corpus(items, profiles)
        pairs = None
        if chosen.top and items and profiles:
            pairs = candidates(
                known.items, known.centroids(len(profiles)), chosen.top,
                least=chosen.least, threads=max(1, chosen.threads),
            ).pairs  # fmt: skip
        setting = Setting(chosen.weights, chosen.year)
        found = fits(items, profiles, setting, pairs=pairs, known=known)
    if chosen.output != "-" or not chosen.json:
        _write(found, chosen.output)
    if chosen.json:
        placed = _placed(items, chosen.disciplines)
        tell({**_summary(found, chosen.reasons), **placed, **measure.told()})
    return _short(found, chosen.least)


def _short(found: Fits, least: int) -> int:
    """Name the items with too few candidates that have anything in common with them."""
    some = found.row[found.fit > 0]
    few = [(item.id, n) for item, n in zip(found.items, _count(some, found), strict=True)
           if n < least]  # fmt: skip
    for id, n in few:
        print(f"{id}: {n} of {least} candidates", file=sys.stderr)
    return int(bool(few))


def _count(rows: Any, found: Fits) -> list[int]:
    counts = [0] * len(found.items)
    for row in rows.tolist():
        counts[row] += 1
    return counts


def _summary(found: Fits, reasons: int) -> dict[str, Any]:
    best = [0] * len(found.items)
    for row, fit in zip(found.row.tolist(), found.fit.tolist(), strict=True):
        best[row] = max(best[row], fit)
    told: dict[str, Any] = {
        "objective": round(sum(best) / len(best) / SCALE, 6) if best else 0.0,
        "items": len(found.items),
        "candidates": len(found.profiles),
        "pairs": len(found.fit),
    }
    if reasons:
        order = sorted(range(len(found.fit)), key=lambda n: (found.row[n], -found.fit[n], n))
        taken, told["reasons"] = [0] * len(found.items), []
        for n in order:
            row = int(found.row[n])
            if taken[row] < reasons:
                taken[row] += 1
                told["reasons"].append(asdict(explain(found, row, int(found.column[n]))))
    return told


def _placed(items: Sequence[Item], most: int) -> dict[str, Any]:
    if not most:
        return {}
    found = ((item.id, disciplines(item.whole, most)) for item in items)
    return {"disciplines": [
        {"item": id, "placed": [{**asdict(one.discipline), "share": one.share} for one in placed]}
        for id, placed in found
    ]}  # fmt: skip


def _write(found: Fits, path: str) -> None:
    if path.endswith(".npz"):
        with written(path) as beside:
            write_npz(beside, item=found.row, candidate=found.column, fit=found.fit)
        return
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("item", "candidate", "fit"))
    rows = zip(found.row.tolist(), found.column.tolist(), found.fit.tolist(), strict=True)
    for row, column, fit in rows:
        name = found.items[row].id, found.profiles[column].id
        writer.writerow((*name, f"{fit / SCALE:.4f}"))
    if path == "-":
        sys.stdout.write(out.getvalue())
    else:
        write(path, out.getvalue())


def _whole(text: str) -> int:
    if not text.isdigit():
        raise ArgumentTypeError(f"not a whole number: {text}")
    return int(text)


def _weights(text: str) -> Weights:
    given = dict.fromkeys(PARTS, 0.0)
    for part in text.split(","):
        name, _, value = part.partition("=")
        if name not in PARTS[:4]:
            raise ArgumentTypeError(f"no part {name!r}")
        try:
            given[name] = float(value)
        except ValueError:
            raise ArgumentTypeError(f"not a number: {value!r}") from None
    try:
        return Weights(**given)
    except ValueError as problem:
        raise ArgumentTypeError(str(problem)) from None
