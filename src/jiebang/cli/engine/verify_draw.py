"""Check a transcript by the engine's own means; tools/verify_draw.py is the independent replay."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from jiebang.cli.engine.files import Unreadable, complain, measured, tell, text_of
from jiebang.cli.engine.nodes import json_from
from jiebang.engine.draw import AnySource, Transcript, check, reveals_from, source_from
from jiebang.engine.draw import void_record as record_of
from jiebang.engine.draw.fit import FitTranscript, RowProof, check_fit
from jiebang.engine.draw.fit.announcement import commitment_of
from jiebang.engine.draw.transcript import read_input

EPILOG = """\
input: what was published: a transcript of either way of drawing, the record of a void round, or the
proof of a row (which proves nothing without --commit). --commit: what was announced before the
draw; without it the input may have been changed together with all that follows from it.

This check shares the engine's code. To trust nobody, run the script tools/verify_draw.py, which
shares none, or write your own: its first lines describe the method in full.

exit status: 0 it holds, 1 it does not (every fault on standard error), 2 it cannot be read.
"""
Found = tuple[tuple[str, ...], dict[str, Any]]
"""What is wrong, and what to tell."""


def arguments(parser: ArgumentParser) -> None:
    parser.epilog = EPILOG
    parser.add_argument("file", metavar="FILE")
    parser.add_argument("--commit", metavar="HEX", help="as announced before the draw")
    parser.add_argument("--json", action="store_true", help="print an object")


def run(chosen: Namespace) -> int:
    text = text_of(chosen.file)
    with measured() as cost:
        try:
            faults, told = _checked(text, chosen.file)
        except (KeyError, TypeError, AttributeError) as problem:
            raise Unreadable(chosen.file, f"no transcript of a draw: {problem!r}") from problem
        except (ValueError, ArithmeticError) as problem:
            raise Unreadable(chosen.file, str(problem)) from problem
    if chosen.commit not in (None, told["commit"]):
        faults = (*faults, f"commit: is {told['commit']}, announced was {chosen.commit}")
    if "line" in told and chosen.commit is None:
        faults = (*faults, "commit: a proof alone proves nothing, give --commit")
    for fault in faults:
        complain(ValueError(fault))
    if chosen.json:
        tell({**told, "sound": not faults, "faults": list(faults), **cost.told()})
    elif not faults:
        print(f"sound: {_what(told)}, commit {told['commit']}")
    return int(bool(faults))


def _what(told: dict[str, Any]) -> str:
    if "void" in told:
        return "void, " + ", ".join(f"{name}: {code}" for code, name in told["void"])
    return f"line {told['line']}" if "line" in told else f"{told['panels']} panels"


def _checked(text: str, path: str) -> Found:
    if text.count("\n") > 1:
        fit = FitTranscript.from_text(text)
        told = {
            "commit": fit.announced.commitment(), "panels": len(fit.panels),
            "objective": fit.announced.marginals.objective,
        }  # fmt: skip
        return check_fit(fit), told
    data = json_from(text, path)
    if not isinstance(data, dict):
        raise ValueError("no transcript of a draw")
    ways: dict[Any, Callable[[Any, str], Found]] = {"void-draw/1": _void, "row-proof/1": _row}
    return ways.get(data.get("format"), _plain)(data, text)


def _plain(data: Any, text: str) -> Found:
    one = Transcript.from_json(text)
    return check(one), {"commit": one.commit, "panels": 1, "objective": len(one.panel)}


@dataclass(frozen=True, slots=True)
class _Header:
    """What a void round by fit shows of itself."""

    format: str
    sources: tuple[AnySource, ...]
    commit: str

    def commitment(self) -> str:
        return self.commit


def _void(data: Any, text: str) -> Found:
    """Rightly void when the same record follows from what was frozen and from the reveals."""
    told = {"commit": data["commit"], "panels": 0, "objective": 0, "void": data["causes"]}
    shown, faults, frozen = None, [], None
    if data["of"] == "fit-draw/1":
        shown, proof = data["frozen"], _proof(data["frozen"])
        header = json.loads(proof.line)
        sources = tuple(map(source_from, header["sources"]))
        frozen = _Header(header["format"], sources, commitment_of(proof.size, proof.root))
        if proof.index or not proof.holds_for(frozen.commit):
            faults.append("frozen: the path does not lead from this header to the root")
    else:
        frozen = read_input(data["frozen"])
    told["commit"] = frozen.commitment()
    try:
        if record_of(frozen, reveals_from(data["reveals"]), shown=shown) != text:
            faults.append("record: commit, causes or form are not those of this round")
    except ValueError as problem:
        faults.append(str(problem))
    return tuple(faults), told


def _row(data: Any, text: str) -> Found:
    proof = _proof(data)
    told = {"commit": commitment_of(proof.size, proof.root), "line": proof.line}
    holds = proof.holds_for(told["commit"])
    return () if holds else ("path: does not lead from this line to the root",), told


def _proof(data: Any) -> RowProof:
    path = tuple(map(bytes.fromhex, data["path"]))
    found = RowProof(data["line"], data["index"], data["size"], bytes.fromhex(data["root"]), path)
    if found.as_data() != data or type(found.size) is not int or type(found.index) is not int:
        raise ValueError("a wrong proof")
    return found
