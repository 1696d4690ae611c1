"""What stands beside a result, and never in its place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from jiebang.programme import queries as programme
from jiebang.review import actions, queries
from jiebang.rulebook.beside import closest
from jiebang.rulebook.roles import Role
from jiebang.web.frame import page
from jiebang.web.programme.asking import found
from jiebang.web.review import texts
from jiebang.web.wording.review import KINDS
from jiebang.web.wording.scores import AGREEMENT, CANNOT, FLIPS, NOTES, VERDICTS

WIDTH, EDGE = 160, 10  # of the picture of one interval


@login_required
def beside(request: HttpRequest, pk: str) -> HttpResponse:
    b = found(queries.beside(str(pk), request.actor))
    if request.actor.holds(Role.SUPERVISOR):
        actions.reading.note(b.panel, "beside", actor=request.actor, now=request.now)
    context: dict[str, Any] = {"b": b, "kind": KINDS[b.kind]}
    if b.figures is not None:
        context |= _told(b, b.figures)
    return page(request, "review/beside.html", context)


def _told(b: queries.BesideView, f: Mapping[str, Any]) -> dict[str, Any]:
    policy = programme.edition_of(b.batch_id).beside
    cannot = f["cannot"]
    return {
        "f": f,
        "policy": policy,
        "cannot": _cannot(cannot) if cannot else None,
        "notes": [NOTES[n] for n in f["notes"]],
        "order": _order(b, f),
        "close": texts.listed(closest(f["standings"])),
        "leniency": _leniency(f),
        "flips": None if f["flips"] is None else [_flip(x) for x in f["flips"]],
        "agreement": _agreement(f["agreement"]),
        "agreement_notes": [AGREEMENT[n] for n in (f["agreement"] or {}).get("notes", ())],
    }


def _cannot(told: Mapping[str, Any]) -> dict[str, Any]:
    return {"text": CANNOT[told["code"]], "sets": [texts.listed(s) for s in told["sets"] or ()]}


def _agreement(found: Mapping[str, Any] | None) -> dict[str, str]:
    """The coefficients as one writes them, with a minus sign and not a hyphen."""
    return {k: str(v or "").replace("-", "−") for k, v in (found or {}).items() if k != "notes"}


def _order(b: queries.BesideView, f: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The items in calibrated order, each with the picture of its interval."""
    values = {c["item"]: c for c in f["calibration"]}
    count = len(f["standings"])
    return [
        {**s, **values[s["item"]], "verdict": VERDICTS[s["verdict"]], "code": s["verdict"],
         "title": b.titles.get(s["item"], ""), "result": b.places.get(s["item"]),
         "plot": _plot(s, count, f["top"])}
        for s in f["standings"]
    ]  # fmt: skip


def _plot(s: Mapping[str, Any], count: int, top: int) -> dict[str, Any]:
    """From the left: rank 1 … rank `count`; the line lies behind the first `top`."""

    def at(rank: float) -> float:
        return round(EDGE + (rank - 1) / max(count - 1, 1) * (WIDTH - 2 * EDGE), 1)

    return {
        "width": WIDTH, "low": at(s["low"]), "high": at(s["high"]), "place": at(s["place"]),
        "line": at(top + 0.5) if top < count else None,
        "ticks": [at(n) for n in range(1, count + 1)] if count <= 20 else [],
        "said": _("Ranks %(low)s to %(high)s of %(count)s") % {
            "low": s["low"], "high": s["high"], "count": count,
        },
    }  # fmt: skip


def _leniency(f: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "columns": [
            {"label": _("Expert"), "kind": "text"}, {"label": _("Sheets"), "kind": "number"},
            {"label": _("Leniency, points"), "kind": "number"},
            {"label": _("Standard error"), "kind": "number"},
        ],
        "rows": [
            {"cells": [_("Expert %(n)s") % {"n": texts.bare_number(e["number"])}, e["sheets"],
                       _signed(e["leniency"]), e["error"]]}
            for e in f["experts"]
        ],
    }  # fmt: skip


def _signed(points: str) -> str:
    if points.startswith("-"):
        return points.replace("-", "−")
    return points if points == "0.00" else f"+{points}"


def _flip(x: Mapping[str, Any]) -> str:
    return str(FLIPS[x["how"]]) % {
        "number": texts.bare_number(x["number"]), "shift": _signed(x["shift"]),
        "enters": texts.listed(x["enters"]), "leaves": texts.listed(x["leaves"]),
    }  # fmt: skip
