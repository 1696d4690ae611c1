"""Which texts share passages: how much of each stands in the other, and where."""

from __future__ import annotations

import os
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from jiebang.cli.engine.files import Unreadable, csv_of, measured, tell, text_of
from jiebang.cli.engine.nodes import json_from
from jiebang.engine.duplicates import DuplicateIndex, Match

EPILOG = """\
input:
  FOLDER        every .txt and .md file in it and below is a text, its path is the id
  FILE.csv      columns id,text[,group]
  FILE.jsonl    objects with id, text and perhaps group, one a line
  Texts of one group answer the same form. --template FILE (again and again): text that counts for
  nothing, such as the form and the call itself. What more than four fifths of a named group of
  five texts and more share is taken for its form too.

output: for each pair, the highest score first, a line with score, the share of the first in the
second, the share of the second in the first, equal symbols of the longest passage and both ids;
--passages adds the passages, side by side. Shares are of Chinese characters, words and numbers,
without form text; in score a phrase of many texts counts less. --json prints objective (the
highest score), texts, pairs (with passages: offsets in characters of the source, end excluded, and
the text on both sides), seconds, peak_mb.

exit status: 0 done, 2 the input cannot be read. There is no chance in it.
"""


def arguments(parser: ArgumentParser) -> None:
    parser.epilog = EPILOG
    parser.add_argument("source", metavar="FOLDER|FILE")
    parser.add_argument("--template", action="append", default=[], metavar="FILE")
    parser.add_argument("--least", type=_share, default=0.05, metavar="SCORE",
                        help="tell pairs from this score on (0.05)")  # fmt: skip
    parser.add_argument("--most", type=_count, default=50, metavar="N",
                        help="compare each text with the N likeliest (50)")  # fmt: skip
    parser.add_argument("--passages", action="store_true")
    parser.add_argument("--json", action="store_true")


def run(chosen: Namespace) -> int:
    index, texts = DuplicateIndex(), {}
    with measured() as measure:
        for path in chosen.template:
            index.add_template(text_of(path))
        for place, id, text, group in _texts(chosen.source):
            if id in texts:
                raise Unreadable(chosen.source, f"id {id!r} twice", place)
            texts[id] = text
            index.add(id, text, group)
        found = [
            _told(one, match, texts)
            for one, match in index.pairs(least=chosen.least, most=chosen.most)
        ]
    if chosen.json:
        best = max((pair["score"] for pair in found), default=0.0)
        tell({"objective": best, "texts": len(texts), "pairs": found, **measure.told()})
    else:
        for pair in found:
            _print(pair, chosen.passages)
    return 0


def _told(one: str, match: Match, texts: dict[str, str]) -> dict[str, Any]:
    """Of the two, the one that was read first stands as `a`."""
    found = match.comparison
    a, b = texts[one], texts[match.id]
    return {
        "a": one, "b": match.id, "score": round(found.score, 4),
        "a_in_b": round(found.in_b, 4), "b_in_a": round(found.in_a, 4),
        "longest": found.longest, "form_a": round(found.form_a, 4),
        "form_b": round(found.form_b, 4),
        "passages": [
            {**asdict(p), "a": a[p.a_start : p.a_end], "b": b[p.b_start : p.b_end]}
            for p in found.passages
        ],
    }  # fmt: skip


def _print(pair: dict[str, Any], passages: bool) -> None:
    shares = "  ".join(f"{pair[name]:6.1%}" for name in ("score", "a_in_b", "b_in_a"))
    print(f"{shares}  {pair['longest']:6}  {pair['a']}  {pair['b']}")
    for one in pair["passages"] if passages else ():
        for side in "ab":
            shown = " ".join(one[side].split())
            print(f"    {one[f'{side}_start']}-{one[f'{side}_end']}  {shown}")
        print()


def _texts(source: str) -> Iterator[tuple[int, str, str, str]]:
    """Line (0 for a file of a folder), id, text, group."""
    folder = Path(source)
    if folder.is_dir():
        for path in sorted(folder.rglob("*")):
            if path.suffix.lower() in (".txt", ".md") and path.is_file():
                id = os.fsencode(path.relative_to(folder).as_posix()).decode(errors="replace")
                yield 0, id, text_of(str(path)), ""
    elif source.endswith(".jsonl"):
        for number, line in enumerate(text_of(source).split("\n"), 1):
            if line.strip():
                yield number, *_object(source, number, line)
    else:
        for row in csv_of(source, ("id", "text")):
            if not row["id"]:
                raise row.wrong("id", "empty")
            yield row.number, row["id"], row["text"], row.get("group")


def _object(source: str, number: int, line: str) -> tuple[str, str, str]:
    found = json_from(line, source, number)
    if not isinstance(found, dict):
        raise Unreadable(source, "no object", number, 1)
    cells = [found.get("id"), found.get("text"), found.get("group", "")]
    for name, cell in zip(("id", "text", "group"), cells, strict=True):
        if not isinstance(cell, str):
            raise Unreadable(source, f"{name} is no text", number, 1)
    return cells[0], cells[1], cells[2]


def _share(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1
    if not 0 <= value <= 1:
        raise ArgumentTypeError(f"not a share from 0 to 1: {text}")
    return value


def _count(text: str) -> int:
    if not text.isdigit() or not int(text):
        raise ArgumentTypeError(f"not a number from 1: {text}")
    return int(text)
