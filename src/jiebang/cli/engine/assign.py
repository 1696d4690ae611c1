"""Assign candidates to items: the best fit under loads, caps and quotas, with a proof."""

from __future__ import annotations

import csv
import io
import json
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from dataclasses import asdict, replace
from fractions import Fraction
from typing import Any

from jiebang.cli.engine.files import (
    Unreadable,
    complain,
    measured,
    tell,
    why,
    writable,
    write,
    written,
)
from jiebang.cli.engine.instances import instance, read
from jiebang.engine.arrays import write_npz
from jiebang.engine.matching import (
    FIT_SCALE,
    LINEAR,
    SOLVERS,
    Infeasible,
    Instance,
    Marginals,
    measures,
    perturbed,
    scattered,
    solve_shuffled,
    verify,
    widest,
)

EPILOG = """\
input, by the ending of FILE (CSV for any other):
  CSV    header item,candidate,fit; fit as a decimal fraction. A pair that is not listed cannot
         happen. --items: header item[,seats][,city][,province]; --candidates: header
         candidate[,load][,least][,unit][,city][,province]. Units lie inside cities, cities inside
         provinces; an empty cell is no group.
  .json  {"items": [{"id", "seats", "city", "province"}], "candidates": [{"id", "load", "least",
         "unit", "city", "province"}], "pairs": [[item, candidate, fit], ...]}
  .npz   arrays item, candidate (numbers from 0), fit (whole, 10000 to one); optional seats, load,
         unit, city, province (of candidates, -1 for none), item_city, item_province
  .in    dense text: first line the numbers of items and candidates, then one row an item

output (--output, by its ending):
  .csv   item,candidate,probability of pairs that may happen
  .json  the same rows with the summary and the prices
  .npz   arrays item, candidate, flow (parts of a seat, --scale to one) and the prices

exit status: 0 assigned and proved, 1 seats would stay empty or the proof fails (causes on standard
error), 2 a file cannot be read or written.
"""


def arguments(parser: ArgumentParser) -> None:
    parser.epilog = EPILOG
    parser.add_argument("file", metavar="FILE")
    parser.add_argument("--items", metavar="CSV", default="")
    parser.add_argument("--candidates", metavar="CSV", default="")
    parser.add_argument("--seats", type=_from(0), default=3, help="of each item (3)")
    parser.add_argument("--reserves", type=_from(0), default=0, help="more seats, same limits (0)")
    parser.add_argument("--load", type=_from(0), default=6, help="most seats of a candidate (6)")
    for layer in ("unit", "city", "province"):
        parser.add_argument(f"--per-{layer}", type=_from(0), metavar="N",
                            help=f"most seats of one {layer} on one item")  # fmt: skip
    for layer in ("city", "province"):
        parser.add_argument(f"--own-{layer}", type=_from(0), metavar="N",
                            help=f"most seats from the item's own {layer}")  # fmt: skip
    parser.add_argument("--scale", type=_from(1, 10**6), default=None, metavar="S",
                        help="parts of a seat: probabilities are multiples of 1/S (1, or 100 where"
                        " probabilities are wanted)")  # fmt: skip
    parser.add_argument("--cap", type=_share, default=1.0, metavar="P",
                        help="largest probability of a pair (1)")  # fmt: skip
    parser.add_argument("--perturb", type=_fraction, metavar="BETA",
                        help="perturbed maximization, 0 to 1/2")  # fmt: skip
    parser.add_argument("--smooth", type=_from(1, 10**6), metavar="TAU",
                        help="spread: a probability falls by 1 for TAU/10000 less fit")  # fmt: skip
    parser.add_argument("--tilt", type=_share, default=0.0, metavar="SHARE",
                        help="only with --smooth: lets in many more pairs, each with a small"
                        " probability (0)")  # fmt: skip
    parser.add_argument("--give-up", type=_share, metavar="SHARE",
                        help="spread as far as this share of the best fit allows")  # fmt: skip
    parser.add_argument("--solver", choices=sorted(SOLVERS), default="flow")
    parser.add_argument(
        "--seed", type=_from(0, 2**63 - 1), metavar="N",
        help="decides between equally good answers; not with --give-up",
    )  # fmt: skip
    parser.add_argument("--output", metavar="FILE", default="")
    parser.add_argument("--json", action="store_true", help="print an object")


def run(chosen: Namespace) -> int:
    if sum(x is not None for x in (chosen.perturb, chosen.smooth, chosen.give_up)) > 1:
        raise Unreadable("--perturb, --smooth, --give-up", "one of them only")
    if chosen.seed is not None and chosen.give_up is not None:
        raise Unreadable("--seed", "has nothing to decide with --give-up")
    if chosen.tilt and chosen.smooth is None:
        raise Unreadable("--tilt", "only with --smooth")
    writable(chosen.output, chosen.file, chosen.items, chosen.candidates)
    spread = chosen.perturb, chosen.smooth, chosen.give_up
    if chosen.scale is None:
        chosen.scale = 1 if chosen.cap == 1 and spread == (None,) * 3 else 100
    with measured() as cost:
        p = instance(chosen, read(chosen))
        p, answer = _solved(chosen, p)
        if isinstance(answer, Infeasible):
            return _refuse(chosen, answer)
        faults = verify(p, answer)
    figures = measures(p, answer.flow) if p.seats.any() else None
    summary = {
        "objective": answer.objective,
        "proved": not faults,
        "faults": list(faults),
        "items": p.items,
        "candidates": p.candidates,
        "pairs": p.pairs,
        "scale": p.scale,
        **(_in_fits(asdict(figures)) if figures else {}),
        **cost.told(),
    }
    for fault in faults:
        complain(ValueError(f"{chosen.file}: not proved: {fault}"))
    if not faults:
        _write(chosen.output, p, answer, summary)
    _print(chosen, summary)
    return int(bool(faults))


def _solved(chosen: Namespace, p: Instance) -> tuple[Instance, Marginals | Infeasible]:
    solver = SOLVERS[chosen.solver]
    try:
        if chosen.perturb is not None:
            p = replace(p, objective=perturbed(chosen.perturb, p.scale, min(10, p.scale)))
        if chosen.smooth is not None:
            p = replace(p, objective=scattered(chosen.smooth, p.scale, chosen.tilt))
    except (ValueError, OverflowError, MemoryError) as problem:
        raise Unreadable(chosen.file, why(problem)) from problem
    if chosen.give_up is not None:
        return _spread(chosen, p)
    if chosen.seed is not None:
        return p, solve_shuffled(p, chosen.seed, solver)
    return p, solver(p)


def _spread(chosen: Namespace, p: Instance) -> tuple[Instance, Marginals | Infeasible]:
    best = SOLVERS[chosen.solver](p)
    if isinstance(best, Infeasible):
        return p, best
    least = LINEAR.value(p.fit, best.flow) * (1 - Fraction(chosen.give_up).limit_denominator(10**6))
    found = widest(p, int(least))
    return (p, found) if isinstance(found, Infeasible) else found


def _in_fits(figures: dict[str, Any]) -> dict[str, Any]:
    """Fits as decimal fractions, the rest as it is."""
    return {
        name: round(value / FIT_SCALE if name in ("fit", "worst") else value, 6)
        if isinstance(value, float)
        else value
        for name, value in figures.items()
    }


def _refuse(chosen: Namespace, answer: Infeasible) -> int:
    scale = answer.causes[0].scale
    if chosen.json:
        tell({"infeasible": [asdict(c) | {"short": c.short} for c in answer.causes],
              "short": answer.short, "scale": scale})  # fmt: skip
    for cause in answer.causes:
        print(f"{chosen.file}: {cause.told()}", file=sys.stderr)
    print(f"{chosen.file}: {answer.short / scale:g} seats would stay empty", file=sys.stderr)
    return 1


def _print(chosen: Namespace, summary: dict[str, Any]) -> None:
    if chosen.json:
        tell(summary)
        return
    for name in ("fit", "worst", "worst_item", "likeliest", "entropy", "support", "seconds"):
        if name in summary:
            print(f"{name.replace('_', ' '):<12} {summary[name]}")
    print("proved       " + ("yes" if summary["proved"] else "; ".join(summary["faults"])))


def _write(path: str, p: Instance, answer: Marginals, summary: dict[str, Any]) -> None:
    if not path.endswith(".npz"):
        write(path, _text(path, p, answer, summary) if path else "")
        return
    used = answer.flow.nonzero()[0]
    with written(path) as beside:
        write_npz(beside, item=p.item[used], candidate=p.candidate[used], flow=answer.flow[used],
                  **_prices(answer))  # fmt: skip


def _text(path: str, p: Instance, answer: Marginals, summary: dict[str, Any]) -> str:
    used = answer.flow.nonzero()[0]
    columns = p.item[used], p.candidate[used], answer.flow[used]
    rows = [
        [p.item_name(i), p.candidate_name(c), x / p.scale]
        for i, c, x in zip(*(column.tolist() for column in columns), strict=True)
    ]
    if path.endswith(".json"):
        prices = {name: array.tolist() for name, array in _prices(answer).items()}
        found = summary | {"assigned": rows, "prices": prices}
        return json.dumps(found, ensure_ascii=False, indent=1) + "\n"
    kept = io.StringIO()
    head = ["item", "candidate", "probability"]
    csv.writer(kept, lineterminator="\n").writerows([head, *rows])
    return kept.getvalue()


def _prices(answer: Marginals) -> dict[str, Any]:
    found = answer.prices
    if found is None:
        return {}
    arrays = {"item_price": found.item, "candidate_price": found.candidate}
    for number, rows in enumerate(found.groups):
        for name in ("item", "group", "price"):
            arrays[f"level{number}_{name}"] = getattr(rows, name)
    return arrays


def _from(low: int, high: int = 10**9) -> Any:
    def number(text: str) -> int:
        value = int(text)
        if not low <= value <= high:
            raise ArgumentTypeError(f"{value} is outside {low} to {high}")
        return value

    return number


def _share(text: str) -> float:
    value = float(text)
    if not 0 <= value <= 1:
        raise ArgumentTypeError(f"{text} is outside 0 to 1")
    return value


def _fraction(text: str) -> Fraction:
    try:
        return Fraction(text)
    except (ValueError, ZeroDivisionError):
        raise ArgumentTypeError(f"no fraction: {text}") from None
