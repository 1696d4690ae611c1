"""Masks names, organisations, titles, degrees, honours, awards, counts and numbers in a document.

FILE is .txt (UTF-8 or GB18030), .docx, .xlsx or .pdf with a text layer; a PDF is set anew from its
text. The roster is JSON:

    {"people": ["王某", {"name": "李某", "latin": ["L. Mou"]}],
     "organisations": ["某大学", {"name": "某公司", "aliases": ["SOME"]}]}

The report is JSON with the originals: it undoes the masking of a text file with --restore, and its
"corrections" may be edited and given again with --corrections:

    [{"action": "hide", "text": "某某", "kind": "person"}, {"action": "show", "text": "高斯"}]

An action with "part" and "start" holds for one place, others for the whole document. Exit status: 0
done, 1 needs a person (encrypted, scanned, unreadable; the report says why), 2 cannot be read or
written.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from jiebang.cli.engine.files import (
    Measure,
    Unreadable,
    bytes_of,
    measured,
    tell,
    text_of,
    writable,
    write,
)
from jiebang.cli.engine.nodes import Node, root_of
from jiebang.engine.text.masking import LABELS, Correction, Mask, Masked, restore
from jiebang.engine.text.roster import Organisation, Person, Roster

KINDS = {
    ".txt": "text/plain",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pdf": "application/pdf",
}


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE")
    parser.add_argument("--roster", metavar="FILE.json", help="the team's people and organisations")
    parser.add_argument("--corrections", metavar="FILE.json", help="what to hide or show besides")
    parser.add_argument("--out", metavar="FILE", help="the masked document")
    parser.add_argument("--report", metavar="FILE.json", help="masks with originals, doubts, flags")
    parser.add_argument(
        "--restore", metavar="REPORT.json", help="undo: FILE is the masked text of that report"
    )
    parser.add_argument("--seed", type=int, default=0, help="accepted; masking draws no lots")
    parser.add_argument("--json", action="store_true", help="print figures: leak, seconds, peak_mb")


def run(chosen: argparse.Namespace) -> int:
    read = (chosen.file, chosen.roster, chosen.corrections, chosen.restore)
    writable(chosen.out, *read, chosen.report)
    writable(chosen.report, *read)
    if chosen.restore:
        return _restored(chosen)
    from jiebang.platform.masking import mask_document  # noqa: PLC0415 -- office files are heavy

    kind = KINDS.get(Path(chosen.file).suffix.lower())
    if kind is None:
        raise Unreadable(chosen.file, f"not one of {', '.join(KINDS)}")
    roster, corrections = roster_of(chosen.roster), corrections_of(chosen.corrections)
    data = bytes_of(chosen.file)
    with measured() as measure:
        done = mask_document(
            data, kind, roster, name=Path(chosen.file).name, corrections=corrections
        )
    report = _report(done, measure)
    write(chosen.report, json.dumps(report, ensure_ascii=False, indent=1))
    if done.data is not None:
        _deliver(chosen, done.data, kind)
    if chosen.json:
        tell({k: report[k] for k in ("leak", "masks", "doubtful", "flags", "seconds", "peak_mb")})
    stops = [f.code for f in done.flags if f.stops]
    if stops and not chosen.json:
        raise_human(chosen.file, stops)
    return 1 if done.needs_human else 0


def raise_human(path: str, codes: list[str]) -> None:
    import sys  # noqa: PLC0415

    print(f"{path}: needs a person: {', '.join(codes)}", file=sys.stderr)


def _deliver(chosen: argparse.Namespace, data: bytes, kind: str) -> None:
    if chosen.out:
        write(chosen.out, data)
    elif kind == "text/plain" and not chosen.json:
        print(data.decode(), end="")
    elif kind != "text/plain":
        path = Path(chosen.file)
        write(str(path.with_name(f"{path.stem}.masked{path.suffix}")), data)


def _report(done: Any, measure: Measure) -> dict[str, Any]:
    masks = done.masks
    return {
        "name": done.name, "mime": done.mime, "leak": done.leak.score,
        "expected": done.leak.expected, "masks": len(masks),
        "doubtful": sum(m.doubtful for m in masks), **measure.told(),
        "flags": [{"code": f.code, "stops": f.stops, **f.params} for f in done.flags],
        "doubts": [asdict(d) for d in done.leak.doubts],
        "corrections": [],
        "parts": [{"part": p.index, "place": p.place, "before": p.before, "after": p.after.text,
                   "masks": [asdict(m) for m in p.after.masks]} for p in done.pairs],
    }  # fmt: skip


def _restored(chosen: argparse.Namespace) -> int:
    """Text goes back exactly; of other files the report's "before" is the text."""
    report = root_of(chosen.restore)
    if not isinstance(report.value, dict) or report.value.get("mime") != "text/plain":
        raise Unreadable(chosen.restore, "only the report of a text file can be undone")
    text, out, at = text_of(chosen.file), [], 0
    for row in report.rows("parts", []):
        if not row.text("place").startswith("line "):
            continue
        after = row.text("after")
        found = text.find(after, at)
        if found < 0:
            place = row.value["place"]
            raise Unreadable(chosen.file, f"does not hold what the report says of {place}")
        masks = tuple(_mask(one, after) for one in row.rows("masks"))
        out += [text[at:found], restore(Masked(after, masks))]
        at = found + len(after)
    whole = "".join((*out, text[at:]))
    write(chosen.out, whole) if chosen.out else print(whole, end="")
    return 0


def _mask(row: Node, masked: str) -> Mask:
    start, end, at = (row.count(name) for name in ("start", "end", "at"))
    kind, original, placeholder = (row.text(name) for name in ("kind", "original", "placeholder"))
    if at < 0 or not masked.startswith(placeholder, at):
        raise row.wrong(f"{placeholder!r} does not stand there")
    return Mask(start, end, kind, original, placeholder, at, row.flag("doubtful", False))


def roster_of(path: str | None) -> Roster:
    if path is None:
        return Roster()
    given = root_of(path)
    if not isinstance(given.value, dict):
        raise Unreadable(path, "not an object with people and organisations")
    given.known("people", "organisations")
    return Roster(
        tuple(Person(*named) for named in _named(given, "people", "latin")),
        tuple(Organisation(*named) for named in _named(given, "organisations", "aliases")),
    )


def _named(given: Node, key: str, more: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    for row in given.rows(key, []):
        one = {"name": row.value} if isinstance(row.value, str) else row.value
        name, others = (one.get("name"), one.get(more, [])) if isinstance(one, dict) else (None, [])
        good = isinstance(name, str) and name.strip() and isinstance(others, list)
        if not good or not all(isinstance(other, str) for other in others):
            raise row.wrong(f"a name, or an object with name and {more}")
        if isinstance(row.value, dict):
            row.known("name", more)
        yield name.strip(), tuple(others)


def corrections_of(path: str | None) -> tuple[Correction, ...]:
    """A list, or an object (such as a report) with one."""
    if path is None:
        return ()
    given = root_of(path)
    given = given.get("corrections", []) if isinstance(given.value, dict) else given
    return tuple(map(_correction, given.each()))


def _correction(row: Node) -> Correction:
    row.known("action", "text", "kind", "part", "start")
    try:
        return Correction(row.text("action"), row.text("text"), row.text("kind", "other"),
                          row.count("part", -1), row.count("start", -1))  # fmt: skip
    except ValueError as problem:
        raise row.wrong(f"{problem}; kinds are {', '.join(LABELS)}") from problem
