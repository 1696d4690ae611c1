"""The result of a rule from score sheets, and beside it how sure it is.

SHEETS is a CSV file with the columns item, reviewer, criterion, score and, if known, comment and
minutes (spent on the whole sheet). TABLE is a JSON file:

  {"criteria": [{"code": "plan", "weight": 60, "maximum": 100,
                 "floor": null, "comment_length": 0}, ...],
   "rule": {"method": "trimmed", "trim_from": 5, "minimum_sheets": 1,
            "requester_weight": 0, "outlier_limit": 20},
   "requester": {"item": {"score": 80, "veto": false}, ...},
   "limits": {"least_sheets": 3, "pattern_share": 100, "copied_share": 80,
              "comment_length": 10, "minutes": 5}}

Weights sum to 100; all but criteria may be left out. method: mean, trimmed, median.

Printed (or, with --json, one object): the places by the rule; for each item the calibrated value,
the interval of its rank, the probability to be among the first M; whose sheet, removed or
recentred, changes the first M; agreement; signals. What cannot be told is named by a code.
Status: 0 done, 1 the rule gives no result for some item, 2 a file cannot be read.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from jiebang.cli.engine.files import Line, Unreadable, csv_of, measured, short, tell
from jiebang.cli.engine.nodes import Node, root_of
from jiebang.engine.scoring import (
    Criterion,
    Entry,
    Limits,
    Panelled,
    Place,
    Requester,
    Result,
    Rule,
    ScoreTable,
    ScoringError,
    Sheet,
    Signed,
    flips,
    rank,
    score_item,
    sheet_signals,
)

if TYPE_CHECKING:
    from jiebang.engine.scoring import Ratings


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("sheets", metavar="SHEETS", help="CSV; - is standard input")
    parser.add_argument("--table", required=True, metavar="TABLE", help="JSON")
    parser.add_argument("--top", type=int, default=1, metavar="M", help="how many win (1)")
    parser.add_argument("--seed", type=int, default=0, help="of the intervals (0)")
    parser.add_argument("--draws", type=int, default=1000, metavar="N", help="(1000)")
    parser.add_argument("--rate", type=float, default=0.005,
                        help="false discovery rate of signals about reviewers (0.005)")  # fmt: skip
    parser.add_argument("--json", action="store_true")


@dataclass(frozen=True, slots=True)
class Given:
    table: ScoreTable
    rule: Rule
    requesters: Mapping[str, Requester]
    limits: Limits
    signed: tuple[Signed, ...]


def run(chosen: argparse.Namespace) -> int:
    if chosen.top < 1 or chosen.draws < 1 or not 0 < chosen.rate < 1 or chosen.seed < 0:
        raise Unreadable("arguments", "--top, --draws, --rate or --seed out of bounds")
    given = _table(chosen.table)
    given = Given(*given, _sheets(chosen.sheets, given[0]))
    with measured() as cost:
        told = _told(given, chosen)
    told |= cost.told()
    if chosen.json:
        tell(told)
    else:
        _print(told)
    return int(bool(told["refused"]))


def _told(given: Given, chosen: argparse.Namespace) -> dict[str, Any]:
    from jiebang.engine.scoring import (  # noqa: PLC0415 -- numpy is slow to load
        agreement,
        ratings,
        reviewer_signals,
    )

    results, refused = _results(given)
    places = rank([Entry(item, result) for item, result in results.items()])
    found = ratings((i, who, value) for i, r in results.items() for who, value in r.totals) \
        if results else None  # fmt: skip
    standing = {p.id for p in places if p.place}
    panels = [Panelled(i, r.totals, given.requesters.get(i))
              for i, r in results.items() if i in standing]  # fmt: skip
    signals = sheet_signals(given.table, given.signed, given.limits) if not refused else ()
    if found is not None:
        signals = (*signals, *reviewer_signals(found, rate=chosen.rate))
    beside = _beside(found, chosen) if found is not None else {"items": [], "cannot_tell": []}
    return {
        "objective": sum(i["verdict"] == "open" for i in beside["items"]),
        "places": [_place(p, results[p.id]) for p in places],
        "refused": refused,
        "calibrated": beside,
        "flips": [_plain(asdict(f)) for f in flips(panels, given.rule, top=chosen.top)],
        "agreement": _plain(asdict(agreement(found))) if found is not None else None,
        "signals": [_plain(asdict(s)) for s in signals],
    }


def _results(given: Given) -> tuple[dict[str, Result], list[dict[str, str]]]:
    sheets: dict[str, list[Sheet]] = {}
    for one in given.signed:
        sheets.setdefault(one.item, []).append(one.sheet)
    results, refused = {}, []
    for item, own in sorted(sheets.items()):
        try:
            results[item] = score_item(given.table, own, given.rule, given.requesters.get(item))
        except ScoringError as problem:
            refused.append({"item": item, "code": problem.code, "detail": problem.detail})
    return results, refused


def _place(place: Place, result: Result) -> dict[str, Any]:
    return {
        "item": place.id, "place": place.place, "decided_by": place.decided_by,
        "final": str(result.final), "panel": str(result.panel),
        "outliers": list(result.outliers), "failed": list(result.failed),
        "steps": [{"kind": s.kind, "who": s.who, "criterion": s.criterion, "says": s.formula()}
                  for s in result.steps],
    }  # fmt: skip


def _beside(found: Ratings, chosen: argparse.Namespace) -> dict[str, Any]:
    """Sets of items that nothing connects are calibrated one by one; then who is among the first M
    of all is not told."""
    from jiebang.engine.scoring import (  # noqa: PLC0415 -- numpy is slow to load
        CannotTell,
        calibrate,
        components,
        standings,
    )

    sets = components(found)
    told: dict[str, Any] = {"items": [], "reviewers": [], "cannot_tell": [], "notes": []}
    if len(sets) > 1:
        told["cannot_tell"].append({"code": "unconnected", "sets": [list(s) for s in sets]})
    for number, members in enumerate(sets, 1):
        part = found.only(_holding(found, members)) if len(sets) > 1 else found
        calibration = calibrate(part)
        if isinstance(calibration, CannotTell):
            told["cannot_tell"].append({"code": calibration.code, "set": number})
            continue
        places = standings(calibration, top=chosen.top, seed=chosen.seed, number=chosen.draws)
        for item, place in zip(calibration.items, places, strict=True):
            one = {**asdict(item), **asdict(place), "set": number}
            one |= {"top": None, "verdict": "cannot_tell"} if len(sets) > 1 else {}
            told["items"].append(_plain(one))
        told["reviewers"] += [_plain({**asdict(r), "set": number}) for r in calibration.reviewers]
        told["notes"] += [{"code": code, "set": number} for code in calibration.notes]
    return told


def _holding(found: Ratings, members: tuple[str, ...]) -> Any:
    wanted = set(members)
    inside = [name in wanted for name in found.items]
    return [inside[i] for i in found.item.tolist()]


def _plain(value: Any) -> Any:
    """What JSON can hold: decimals as text, floats short."""
    if isinstance(value, Mapping):
        return {k: _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    if isinstance(value, float):
        return float(f"{value:.6g}")
    return str(value) if isinstance(value, Decimal) else value


def _table(path: str) -> tuple[ScoreTable, Rule, dict[str, Requester], Limits]:
    root = root_of(path)
    root.known("criteria", "rule", "requester", "limits")
    criteria = tuple(map(_criterion, root.rows("criteria")))
    rule, limits, says = (root.get(name, {}) for name in ("rule", "limits", "requester"))
    given = _fields(rule, Rule, decimal="outlier_limit")
    limit = {"outlier": given["outlier_limit"], **_fields(limits, Limits, decimal="minutes")}
    requesters = {str(item): _requester(says.get(item)) for item in _keys(says)}
    try:
        table = ScoreTable(criteria)
    except ValueError as problem:
        raise root.get("criteria").wrong(str(problem)) from problem
    try:
        return table, Rule(**{"method": "mean", **given}), requesters, Limits(**limit)
    except ValueError as problem:
        raise rule.wrong(str(problem)) from problem


def _criterion(row: Node) -> Criterion:
    row.known("code", "weight", "maximum", "floor", "comment_length")
    try:
        return Criterion(row.named("code"), row.count("weight"), row.count("maximum"),
                         _decimal(row, "floor"), row.count("comment_length", 0))  # fmt: skip
    except ValueError as problem:
        raise row.wrong(str(problem)) from problem


def _requester(row: Node) -> Requester:
    row.known("score", "veto")
    score = _decimal(row, "score")
    if score is not None and not 0 <= score <= 100:
        raise row.get("score").wrong(f"{score} is outside 0 to 100")
    return Requester(score, row.flag("veto", False))


def _fields(there: Node, kind: type[Rule] | type[Limits], decimal: str) -> dict[str, Any]:
    """What an object says of a class whose fields are whole numbers but for a method and one
    decimal."""
    there.known(*(f.name for f in fields(kind) if f.name != "outlier"))
    found: dict[str, Any] = {decimal: _decimal(there, decimal)}
    for name in there.value:
        if name == "method":
            found[name] = there.text(name)
        elif name != decimal:
            found[name] = there.count(name)
            if found[name] < 0:
                raise there.get(name).wrong("a whole number from 0 is wanted")
    return found


def _keys(there: Node) -> list[str]:
    if not isinstance(there.value, dict):
        raise there.wrong("an object is wanted")
    return list(there.value)


def _decimal(there: Node, name: str) -> Decimal | None:
    """A number, also as text; None where there is none."""
    at = there.get(name, None)
    if at.value is None:
        return None
    if type(at.value) not in (int, float, str):
        raise at.wrong(f"a number is wanted, not {short(at.value)}")
    try:
        value = Decimal(str(at.value))
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or not str(at.value).isascii() or abs(value) > 10**9:
        raise at.wrong(f"not a number: {short(at.value)}")
    return value


def _sheets(path: str, table: ScoreTable) -> tuple[Signed, ...]:
    limits = {c.code: c.maximum for c in table.criteria}
    scores: dict[tuple[str, str], dict[str, Decimal]] = {}
    comments: dict[tuple[str, str], dict[str, str]] = {}
    minutes: dict[tuple[str, str], Decimal] = {}
    for line in csv_of(path, ("item", "reviewer", "criterion", "score")):
        key, code = (_named(line, "item"), _named(line, "reviewer")), line["criterion"]
        if code not in limits:
            raise line.wrong("criterion", f"not in the table: {code!r}")
        if code in scores.setdefault(key, {}):
            raise line.wrong("criterion", f"{code} of this sheet a second time")
        scores[key][code] = _number(line, "score", limits[code])
        comments.setdefault(key, {})[code] = line.get("comment")
        if line.get("minutes"):
            minutes[key] = _number(line, "minutes", 10**6)
    if not scores:
        raise Unreadable(path, "no sheet", 1)
    return tuple(
        Signed(item, Sheet(who, scores[item, who], comments[item, who]), minutes.get((item, who)))
        for item, who in sorted(scores)
    )


def _named(line: Line, column: str) -> str:
    if not line[column]:
        raise line.wrong(column, "empty")
    return line[column]


def _number(line: Line, column: str, most: int) -> Decimal:
    try:
        value = Decimal(line.plain(column))
    except InvalidOperation:
        raise line.wrong(column, f"not a number: {short(line[column])}") from None
    if not value.is_finite() or not 0 <= value <= most:
        raise line.wrong(column, f"{line[column]:.60} is outside 0 to {most}")
    if value != round(value, 2):
        raise line.wrong(column, f"{line[column]:.60} has more than two decimals")
    return value


def _print(told: dict[str, Any]) -> None:
    beside = {item["id"]: item for item in told["calibrated"]["items"]}
    print(f"{'place':>5} {'item':<20} {'score':>7} {'calibrated':>11} {'rank':>9} {'P(top)':>7}")
    for place in told["places"]:
        item = beside.get(place["item"])
        shown = str(place["place"] or place["decided_by"])
        print(f"{shown:>5} {place['item']:<20} {place['final']:>7}", end="")
        print(_sure(item) if item else "   cannot tell")
    for one in told["refused"]:
        print(f"no result for {one['item']}: {one['code']} {one['detail']}".rstrip())
    for one in told["calibrated"]["cannot_tell"]:
        print(f"cannot tell: {one['code']}")
        for number, members in enumerate(one.get("sets", ()), 1):
            print(f"  set {number}: {', '.join(members)}")
    for flip in told["flips"]:
        changed = [f"+{i}" for i in flip["enters"]] + [f"-{i}" for i in flip["leaves"]]
        print(f"flips: {flip['reviewer']} {flip['how']}: {' '.join(changed)}")
    agreed = told["agreement"]
    if agreed and agreed["icc"] is not None:
        icc, low, high, alpha = (f"{agreed[k]:.2f}" for k in ("icc", "low", "high", "alpha"))
        figures = f"ICC(1) {icc} ({low} to {high}), alpha {alpha}"
        print("agreement:", figures, *agreed["notes"])
    for sign in told["signals"]:
        figures = ", ".join(f"{name} {value}" for name, value in sign["evidence"].items())
        print(f"signal: {sign['code']}: {', '.join(sign['reviewers'])} on "
              f"{', '.join(sign['items'])} ({figures})")  # fmt: skip


def _sure(item: dict[str, Any]) -> str:
    interval = f"{item['low']}-{item['high']}"
    chance = "" if item["top"] is None else f"{item['top']:.3f}"
    verdict = "too close" if item["verdict"] == "open" else item["verdict"]
    return f" {item['value']:>11.2f} {interval:>9} {chance:>7} {verdict}"
