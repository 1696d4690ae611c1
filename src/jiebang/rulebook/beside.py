"""What stands beside a panel's result and never in its place (process.md 3.7; R080–R083): what the
sheets say once leniency is taken out, how sure that is, who tips the result, how far the experts
agree. The result follows from the edition's plain rule and from nothing here.

Figures are kept as they are shown, rounded to the places of the result, so that what was stored can
be compared with what anybody works out again from the sheets and the seed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from jiebang.engine import scoring
from jiebang.engine.scoring import CannotTell, Panelled
from jiebang.engine.scoring.flips import final
from jiebang.rulebook.edition import Edition
from jiebang.rulebook.edition.mechanisms import score_rule, score_table, signal_limits
from jiebang.rulebook.panel import PanelKind

SEED_BYTES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An item under review: `totals` of the signed sheets by the expert's number, the result of the
    rule, what ties are decided by (the lower first), whether it is out (veto, floor)."""

    code: str
    totals: tuple[tuple[str, Decimal], ...]
    final: Decimal
    out: bool
    weight: int  # the publisher's, of 100
    requester: scoring.Requester | None = None
    tie: tuple[Decimal | int, ...] = ()


def line(edition: Edition, panel: str, items: int, places: int) -> int:
    """How many come first: the places to be given among bids, a share of a screening."""
    if panel == PanelKind.SCREENING:
        return max(1, items * edition.beside.line_percent // 100)
    return max(1, min(places, items))


def dice(draw_seed: bytes) -> int:
    """The seed of these figures, from the seed of the panel's draw: nobody picks it, and two
    viewers see the same."""
    return int.from_bytes(hashlib.sha256(b"beside\n" + draw_seed).digest()[:SEED_BYTES], "big")


def figures(
    edition: Edition, panel: str, items: Sequence[Item], *, places: int, seed: int
) -> dict[str, Any]:
    """JSON-plain. `calibration` and `standings` are empty with a code in `cannot` where the sheets
    allow no statement; `flips` is None where the result is no single stage of the rule."""
    top = line(edition, panel, sum(not i.out for i in items), places)
    given = [(i.code, who, total) for i in items for who, total in i.totals]
    told: dict[str, Any] = {"top": top, "items": len(items), "sheets": len(given)}
    if not given:
        return {**told, **_nothing(CannotTell("no_sheets")), "agreement": None, "flips": []}
    found = scoring.ratings(given)
    return {
        **told,
        **_calibrated(edition, found, items, top, seed),
        "agreement": _agreement(
            scoring.agreement(found, level=edition.beside.interval_percent / 100)
        ),
        "flips": _flips(edition, panel, items, top),
    }


def signals(edition: Edition, table: str, signed: Sequence[scoring.Signed]) -> list[dict[str, Any]]:
    """What the sheets of one panel show to supervision, JSON-plain; `table`: the code of theirs."""
    rules = score_table(edition.tables[table])
    return [plain(s) for s in scoring.sheet_signals(rules, signed, signal_limits(edition))]


def plain(s: scoring.Signal) -> dict[str, Any]:
    return {"code": s.code, "experts": list(s.reviewers), "items": list(s.items),
            "evidence": {k: _said(v) for k, v in s.evidence.items()}}  # fmt: skip


def _said(value: object) -> object:
    if isinstance(value, tuple):
        return " / ".join(str(v) for v in value)
    return _points(value) if isinstance(value, float) else str(value)


# -- calibration ------------------------------------------------------------------------------


def _calibrated(
    edition: Edition, found: scoring.Ratings, items: Sequence[Item], top: int, seed: int
) -> dict[str, Any]:
    try:
        model = scoring.calibrate(found)
    except ValueError:  # numbers that no method here can take; the result does not rest on them
        return _nothing(CannotTell("not_computed"))
    if isinstance(model, CannotTell):
        return _nothing(model)
    running = {i.code for i in items if not i.out}
    model_of_running = replace(model, items=tuple(i for i in model.items if i.id in running))
    return {
        "cannot": None,
        "notes": list(model.notes),
        "noise": _points(model.noise),
        "calibration": [
            {"item": i.id, "sheets": i.sheets, "mean": _points(i.mean), "value": _points(i.value),
             "error": _points(i.error)}
            for i in model.items
        ],
        "experts": [
            {"number": r.id, "sheets": r.sheets, "leniency": _points(r.leniency),
             "error": _points(r.error)}
            for r in model.reviewers
        ],
        "standings": [_standing(s) for s in _standings(edition, model_of_running, top, seed)],
    }  # fmt: skip


def _standings(
    edition: Edition, model: scoring.Calibration, top: int, seed: int
) -> tuple[scoring.Standing, ...]:
    """Among those that are not out; of one alone there is nothing to tell."""
    if len(model.items) < 2:
        return ()
    policy = edition.beside
    return scoring.standings(model, top=top, seed=seed, level=policy.interval_percent / 100,
                             sure=policy.sure_percent / 100)  # fmt: skip


def _standing(s: scoring.Standing) -> dict[str, Any]:
    return {"item": s.id, "place": s.place, "low": s.low, "high": s.high, "verdict": s.verdict,
            "chance": _percent(s.top)}  # fmt: skip


def _nothing(why: CannotTell) -> dict[str, Any]:
    cannot = {"code": why.code, "sets": [list(s) for s in why.sets]}
    return {"cannot": cannot, "notes": [], "noise": None, "calibration": [], "experts": [],
            "standings": []}  # fmt: skip


def _agreement(a: scoring.Agreement) -> dict[str, Any]:
    """Coefficients to two decimals, "" where there is nothing to tell from."""
    return {"icc": _points(a.icc), "low": _points(a.low), "high": _points(a.high),
            "alpha": _points(a.alpha), "items": a.items, "notes": list(a.notes)}  # fmt: skip


# -- who tips the result ----------------------------------------------------------------------


def _flips(
    edition: Edition, panel: str, items: Sequence[Item], top: int
) -> list[dict[str, Any]] | None:
    """Exact arithmetic on the rule. None where these totals alone do not make the result, as after
    a defence with scores of its own."""
    running = [i for i in items if not i.out]
    weights = {i.weight for i in running}
    if len(weights) > 1:
        return None
    rule = replace(score_rule(edition, panel), requester_weight=max(weights, default=0))
    panelled = [Panelled(i.code, i.totals, i.requester, i.tie) for i in running]
    if any(final(one, rule) != i.final for one, i in zip(panelled, running, strict=True)):
        return None
    return [
        {"number": f.reviewer, "how": f.how, "enters": list(f.enters), "leaves": list(f.leaves),
         "shift": str(f.shift)}
        for f in scoring.flips(panelled, rule, top=top)
    ]  # fmt: skip


# -- numbers as they are shown ----------------------------------------------------------------


def _points(value: float | None) -> str:
    if value is None:
        return ""
    text = f"{value:.2f}"
    return text.removeprefix("-") if not float(text) else text


def _percent(chance: float) -> int:
    """Whole per cent; certain only where every draw says so."""
    if 0 < chance < 1:
        return min(99, max(1, round(100 * chance)))
    return round(100 * chance)


def closest(standings: Iterable[dict[str, Any]]) -> list[str]:
    """The band of items that are too close to call."""
    return [s["item"] for s in standings if s["verdict"] == "open"]
