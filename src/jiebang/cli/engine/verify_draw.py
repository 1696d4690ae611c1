"""Check a transcript by the engine's own means; tools/verify_draw.py is the independent replay."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from jiebang.cli.engine.files import Unreadable, complain, measured, tell, text_of
from jiebang.engine.draw import Transcript, check
from jiebang.engine.draw.fit import FitTranscript, check_fit

EPILOG = """\
input: a transcript as published, of either way of drawing. --commit: what was announced before the
draw; without it the input may have been changed together with all that follows from it.

This check shares the engine's code. To trust nobody, run the script tools/verify_draw.py, which
shares none, or write your own: its first lines describe the method in full.

exit status: 0 it holds, 1 it does not (every fault on standard error), 2 it cannot be read.
"""


def arguments(parser: ArgumentParser) -> None:
    parser.epilog = EPILOG
    parser.add_argument("file", metavar="FILE")
    parser.add_argument("--commit", metavar="HEX", help="as announced before the draw")
    parser.add_argument("--json", action="store_true", help="print an object")


def run(chosen: Namespace) -> int:
    text = text_of(chosen.file)
    with measured() as cost:
        try:
            faults, told = _checked(text)
        except ValueError as problem:
            raise Unreadable(chosen.file, str(problem)) from problem
    if chosen.commit not in (None, told["commit"]):
        faults = (*faults, f"commit: is {told['commit']}, announced was {chosen.commit}")
    for fault in faults:
        complain(ValueError(fault))
    if chosen.json:
        tell({**told, "sound": not faults, "faults": list(faults), **cost.told()})
    elif not faults:
        print(f"sound: {told['panels']} panels, commit {told['commit']}")
    return int(bool(faults))


def _checked(text: str) -> tuple[tuple[str, ...], dict[str, object]]:
    if text.count("\n") > 1:
        fit = FitTranscript.from_text(text)
        told: dict[str, object] = {
            "commit": fit.announced.commitment(), "panels": len(fit.panels),
            "objective": fit.announced.marginals.objective,
        }  # fmt: skip
        return check_fit(fit), told
    one = Transcript.from_json(text)
    return check(one), {"commit": one.commit, "panels": 1, "objective": len(one.panel)}
