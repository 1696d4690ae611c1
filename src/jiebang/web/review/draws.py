"""The draw: a dry run before it, and the files that anybody may take away."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from jiebang.programme import queries as programme
from jiebang.review import actions, queries
from jiebang.review.actions.rehearsal import Rehearsal, Trial
from jiebang.rulebook.expert import KINDS
from jiebang.web.frame import page
from jiebang.web.programme.asking import found
from jiebang.web.review import ceremony
from jiebang.web.review.conflicts import rule_words
from jiebang.web.wording import drawing, label

WIDTH, HEIGHT, EDGE, TOP, INSET = 320, 200, 34, 30, 36  # of the plot
NEAR = 8  # points closer than that are one


@login_required
def dry_run(request: HttpRequest, pk: str) -> HttpResponse:
    """What fit, load and the cap on chances cost each other. No names."""
    r = found(actions.rehearsal.rehearse(str(pk), actor=request.actor, now=request.now))
    kinds = {o.code: label(o) for o in KINDS}
    rules = rule_words(programme.edition_of(r.batch_id).conflicts)
    context = {
        "r": r,
        "mode": drawing.MODES[r.mode],
        "terms": ceremony.terms(r.terms),
        "kinds": [{"label": kinds.get(k, k), "have": have, "need": need}
                  for k, have, need in r.kinds],
        "reasons": ceremony.counts(r.reasons, rules),
        "left_out": ceremony.counts(r.left_out_by, drawing.LEFT_OUT),
        "trials": [_trial(t) for t in r.trials],
        "plot": _plot(r),
    }  # fmt: skip
    return page(request, "review/dry_run.html", context)


def _trial(t: Trial) -> dict[str, Any]:
    name = _("At random") if t.cap is None else _("By fit, cap %(cap)s%%") % {"cap": t.cap}
    return {"t": t, "name": name, "causes": drawing.causes(t.causes) if t.causes else ""}


def _plot(r: Rehearsal) -> dict[str, Any] | None:
    """Fit upwards against the people who have a chance: one point for each way to draw; ways that
    come to the same share a point."""
    ways = [t for t in r.trials if not t.causes]
    if len(ways) < 2:
        return None
    chances, fits = [t.with_chance for t in ways], [t.fit for t in ways]
    least, most = min(chances), max(chances)
    low, best = 10 * (int(min(fits) - 3) // 10), 10 * (int(max(fits)) // 10 + 1)
    floor, right = HEIGHT - EDGE, WIDTH - 24
    points: list[dict[str, Any]] = []
    for t in ways:
        x = _between(t.with_chance, least, most, EDGE + INSET, right - INSET)
        y = _between(t.fit, low, best, floor, TOP)
        same = next((p for p in points if not p["plain"] and t.cap is not None
                     and abs(p["x"] - x) + abs(p["y"] - y) < NEAR), None)  # fmt: skip
        if same is None:
            points.append({"x": x, "y": y, "names": [], "plain": t.cap is None, "chosen": False})
            same = points[-1]
        same["names"].append(_("random") if t.cap is None else f"{t.cap}%")
        same["chosen"] |= t.chosen
    for p in points:
        p["name"] = " / ".join(p["names"])
        p["label_x"] = round(p["x"] + (8 if p["plain"] else -8), 1)
    ticks = {_between(n, least, most, EDGE + INSET, right - INSET): n for n in (least, most)}
    return {
        "points": points, "width": WIDTH, "height": HEIGHT, "left": EDGE, "floor": floor,
        "right": right, "under": floor + 12, "below": floor + 25, "top": TOP, "title": 10,
        "ticks": ticks, "low": low, "best": best,
        "path": " ".join(f"{p['x']},{p['y']}" for p in points if not p["plain"]),
    }  # fmt: skip


def _between(n: float, low: float, high: float, start: float, end: float) -> float:
    """Where a value of [low, high] stands between two places of the picture."""
    share = (n - low) / (high - low) if high > low else 0.5
    return round(float(start + share * (end - start)), 1)


# -- files ------------------------------------------------------------------------------------


def transcript(request: HttpRequest, pk: str, number: int) -> HttpResponse:
    return _file(queries.transcript(str(pk), number), f"draw-{pk}-{number}.json")


def announcement(request: HttpRequest, pk: str, number: int) -> HttpResponse:
    return _file(queries.announcement(str(pk), number), f"announced-{pk}-{number}.json")


def void_record(request: HttpRequest, pk: str, number: int) -> HttpResponse:
    return _file(queries.void_record(str(pk), number), f"void-{pk}-{number}.json")


def names(request: HttpRequest, pk: str) -> HttpResponse:
    """Who sat on a panel, with the key that shows it, where the edition publishes that."""
    opened = found(queries.opened(str(pk)))
    return _file(opened.as_text(), f"names-{pk}.json")


def proof(request: HttpRequest, pk: str) -> HttpResponse:
    return _file(queries.proof_of_panel(str(pk)), f"proof-{pk}.json")


@login_required
def seat_proof(request: HttpRequest, pk: str) -> HttpResponse:
    """Of an expert's own line, for that expert alone."""
    return _file(queries.proof_of_seat(str(pk), request.actor), f"proof-{pk}.json")


def _file(text: str | None, name: str) -> HttpResponse:
    response = HttpResponse(found(text), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
