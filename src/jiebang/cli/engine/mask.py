"""Masks names, organisations, titles, degrees, honours, awards, counts and numbers in a document.

FILE is .txt (UTF-8 or GB18030), .docx, .xlsx or .pdf with a text layer; a PDF is set anew from its
text. The roster is JSON:

    {"people": ["王某", {"name": "李某", "latin": ["L. Mou"]}],
     "organisations": ["某大学", {"name": "某公司", "aliases": ["SOME"]}]}

The report is JSON with the originals: it undoes the masking of a text file with --restore, and its
"corrections" may be edited and given again with --corrections:

    [{"action": "hide", "text": "某某", "kind": "person"}, {"action": "show", "text": "高斯"}]

An action with "part" and "start" holds for one place, others for the whole document. Exit status: 0
done, 1 needs a person (encrypted, scanned, unreadable; the report says why), 2 cannot be read.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from jiebang.cli.engine.files import Measure, Unreadable, json_of, measured, tell, text_of
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
    if chosen.restore:
        return _restored(chosen)
    from jiebang.platform.masking import mask_document  # noqa: PLC0415 -- office files are heavy

    kind = KINDS.get(Path(chosen.file).suffix.lower())
    if kind is None:
        raise Unreadable(chosen.file, f"not one of {', '.join(KINDS)}")
    roster, corrections = roster_of(chosen.roster), corrections_of(chosen.corrections)
    data = _bytes(chosen.file)
    with measured() as measure:
        done = mask_document(
            data, kind, roster, name=Path(chosen.file).name, corrections=corrections
        )
    report = _report(done, measure)
    if chosen.report:
        _write(chosen.report, json.dumps(report, ensure_ascii=False, indent=1).encode())
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
        _write(chosen.out, data)
    elif kind == "text/plain" and not chosen.json:
        print(data.decode(), end="")
    elif kind != "text/plain":
        path = Path(chosen.file)
        _write(str(path.with_name(f"{path.stem}.masked{path.suffix}")), data)


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
    report = json_of(chosen.restore)
    if not isinstance(report, dict) or report.get("mime") != "text/plain":
        raise Unreadable(chosen.restore, "only the report of a text file can be undone")
    rows = [row for row in report.get("parts", ()) if str(row.get("place", "")).startswith("line ")]
    text, out, at = text_of(chosen.file), [], 0
    for row in rows:
        found = text.find(row["after"], at)
        if found < 0:
            raise Unreadable(chosen.file, f"does not hold what the report says of {row['place']}")
        masks = tuple(Mask(**m) for m in row["masks"])
        out += [text[at:found], restore(Masked(row["after"], masks))]
        at = found + len(row["after"])
    whole = "".join((*out, text[at:]))
    _write(chosen.out, whole.encode()) if chosen.out else print(whole, end="")
    return 0


def roster_of(path: str | None) -> Roster:
    if path is None:
        return Roster()
    given = json_of(path)
    if not isinstance(given, dict):
        raise Unreadable(path, "not an object with people and organisations")
    return Roster(
        tuple(Person(name, latin) for name, latin in _named(path, given, "people", "latin")),
        tuple(Organisation(n, a) for n, a in _named(path, given, "organisations", "aliases")),
    )


def _named(
    path: str, given: Mapping[str, Any], key: str, more: str
) -> list[tuple[str, tuple[str, ...]]]:
    found = []
    for number, row in enumerate(given.get(key, ()), 1):
        row = {"name": row} if isinstance(row, str) else row
        name = row.get("name") if isinstance(row, dict) else None
        others = row.get(more, []) if isinstance(row, dict) else []
        if not isinstance(name, str) or not name.strip() or not isinstance(others, list):
            raise Unreadable(path, f"{key} {number}: a name, or an object with name and {more}")
        found.append((name.strip(), tuple(map(str, others))))
    return found


def corrections_of(path: str | None) -> tuple[Correction, ...]:
    given = json_of(path) if path else []
    given = given.get("corrections", []) if isinstance(given, dict) else given
    found = []
    for number, row in enumerate(given, 1):
        try:
            found.append(Correction(**row))
        except (TypeError, ValueError) as problem:
            raise Unreadable(
                str(path), f"correction {number}: {problem}; kinds are {', '.join(LABELS)}"
            ) from problem
    return tuple(found)


def _bytes(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as problem:
        raise Unreadable(path, problem.strerror or str(problem)) from problem


def _write(path: str, data: bytes) -> None:
    try:
        Path(path).write_bytes(data)
    except OSError as problem:
        raise Unreadable(path, problem.strerror or str(problem)) from problem
