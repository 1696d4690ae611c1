"""Draw panels by the revealed secrets: plain within quotas, or by fit for a whole round."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterable
from typing import Any

from jiebang.cli.engine.files import Unreadable, complain, measured, tell, writable, write
from jiebang.cli.engine.rounds import read_reveals, read_round
from jiebang.engine import draw as plain
from jiebang.engine import matching
from jiebang.engine.draw import DrawInput, Reveal, VoidRound
from jiebang.engine.draw import fit as by_fit
from jiebang.engine.draw.fit import Announcement

EPILOG = """\
input: an object with
  mode          "plain" or "fit"
  subject, round (1), previous (digests of the records of void rounds), balls (0 or 1000),
                beside {name: text} (committed to as well, decides nothing)
  sources       ["party", name, commitment], ["number", name, time, bits, groups, digits],
                ["beacon", name, time, bits, chain, round]; 128 bits in all, a party counts 128
 plain:
  candidates    [{"id", "unit", "away": true or false, "strata": {dimension: value}}], or
                --candidates CSV with columns id,unit,away (0 or 1); other columns are dimensions
  exclusions    [{"candidate", "reason"}]
  rules         {"seats", "reserves", "per_unit", "away_percent", "quotas": [{"dimension", "value",
                "minimum"}]}
 fit:
  candidates    [{"id", "load", "least", "groups": {level: group}}], or --candidates CSV with
                columns id,load[,least] and one for each level
  items         [{"id", "seats", "reserves", "cap", "limits": [{"level", "group", "limit"}],
                "classes": [{"group", "seats"}]}]
  pairs         [[item, candidate, whole fit], ...], or --pairs CSV with columns item,candidate,fit;
                a pair that is not listed cannot happen
  levels        [{"name", "limit" or null}], the finest first; scale (100), cap (1, or "1/2")
  objective     "linear", {"smooth": tau, "tilt": "0.035"} or {"perturb": "1/5"}; class_level,
                sealed_key, program
reveals: a list of [source, salt, value] in hexadecimal and [source, text]

Without --reveals nothing is drawn: the commitment to publish is printed. There is no --seed: the
seed comes from the reveals and nothing else.

output (--output): the transcript, or the record of a void round. exit status: 0 drawn or announced,
1 the round is void, not the one announced, or no panel keeps the rules (causes on standard error),
2 a file cannot be read or written. An unknown field is refused.
"""


def arguments(parser: ArgumentParser) -> None:
    parser.epilog = EPILOG
    parser.add_argument("file", metavar="INPUT.json")
    parser.add_argument("--candidates", metavar="CSV", default="")
    parser.add_argument("--pairs", metavar="CSV", default="")
    parser.add_argument("--reveals", metavar="FILE", default="")
    parser.add_argument("--commit", metavar="HEX", help="as announced; refuse any other input")
    parser.add_argument("--ball", type=int, metavar="N", help="the number drawn on the machine")
    parser.add_argument("--output", metavar="FILE", default="")
    parser.add_argument("--json", action="store_true", help="print an object")


def run(chosen: Namespace) -> int:
    if not chosen.reveals and (chosen.output or chosen.ball is not None):
        raise Unreadable("--output, --ball", "nothing is drawn without --reveals")
    writable(chosen.output, chosen.file, chosen.candidates, chosen.pairs, chosen.reveals)
    reveals = read_reveals(chosen.reveals) if chosen.reveals else ()
    with measured() as cost:
        found = _announced(read_round(chosen.file, chosen.candidates, chosen.pairs))
        if found is None:
            return 1
        commitment = _commitment(chosen.file, found)
        if chosen.commit not in (None, commitment):
            complain(
                ValueError(f"this input hashes to {commitment}, announced was {chosen.commit}")
            )
            return 1
        told = {"commit": commitment, **_objective(found)}
        if chosen.reveals:
            result = _drawn(chosen, found, reveals)
            if result is None:
                return 1
            told |= result
    _print(chosen, told | cost.told())
    return 0


def _commitment(path: str, found: DrawInput | Announcement) -> str:
    """Unreadable for a number that other readers of JSON would not hold."""
    try:
        return found.commitment()
    except ValueError as problem:
        raise Unreadable(path, str(problem)) from problem


def _objective(found: DrawInput | Announcement) -> dict[str, Any]:
    return {} if isinstance(found, DrawInput) else {"objective": found.marginals.objective}


def _announced(found: DrawInput | by_fit.FitInput) -> DrawInput | Announcement | None:
    """None, with the causes told, when no panel keeps the rules."""
    if isinstance(found, DrawInput):
        short = plain.check_feasible(found)
        for cause in short.causes if short else ():
            quotas = ", ".join(f"{q.dimension}={q.value}" for q in cause.quotas)
            place = f"{cause.kind} {quotas}".strip()
            complain(ValueError(f"{place}: {cause.have} of {cause.need}, {cause.short} short"))
        return None if short else found
    answer = matching.solve(found.instance)
    if isinstance(answer, matching.Marginals):
        return by_fit.announce(found, answer)
    for one in answer.causes:
        where = ", ".join((*one.levels, *one.items))
        need, have, short_by = (n / one.scale for n in (one.need, one.have, one.short))
        complain(ValueError(f"{one.kind} {where}: {have:g} of {need:g}, {short_by:g} short"))
    return None


def _drawn(
    chosen: Namespace, found: DrawInput | Announcement, reveals: Iterable[Reveal]
) -> dict[str, Any] | None:
    try:
        if isinstance(found, DrawInput):
            result = plain.draw(found, reveals, chosen.ball)
            assert isinstance(result, plain.Transcript)  # noqa: S101 -- asked before
            text = result.to_json()
            panels = [[found.subject, list(result.panel), list(result.reserves)]]
        else:
            drawn = by_fit.draw_fit(found, reveals, chosen.ball)
            text = drawn.to_text()
            panels = [[p.item, list(p.seated), list(p.reserves)] for p in drawn.panels]
            result = drawn
    except VoidRound as void:
        for cause in void.causes:
            complain(ValueError(f"void: {cause.source}: {cause.code}"))
        write(chosen.output, _void(found, reveals))
        return None
    except ValueError as problem:
        raise Unreadable(chosen.reveals, str(problem)) from problem
    write(chosen.output, text)
    return {"seed": result.seed.hex(), "panels": panels}


def _void(found: DrawInput | Announcement, reveals: Iterable[Reveal]) -> str:
    if isinstance(found, DrawInput):
        return plain.void_record(found, reveals)
    return by_fit.void_record(found, reveals)


def _print(chosen: Namespace, told: dict[str, Any]) -> None:
    if chosen.json:
        tell(told)
        return
    print(f"commit {told['commit']}")
    if "seed" in told:
        print(f"seed   {told['seed']}")
        for item, seated, reserves in told["panels"]:
            print(f"{item}: {' '.join(seated)}; reserves: {' '.join(reserves) or 'none'}")
