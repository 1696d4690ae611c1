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

WIDTH, HEIGHT, EDGE, TOP = 320, 190, 34, 30  # of the plot
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
    most = max(t.with_chance for t in ways) or 1
    best = 10 * (int(max(t.fit for t in ways)) // 10 + 1)
    points: list[dict[str, Any]] = []
    for t in ways:
        x = round(EDGE + t.with_chance / most * (WIDTH - EDGE - 24), 1)
        y = round(HEIGHT - EDGE - t.fit / best * (HEIGHT - EDGE - TOP), 1)
        same = next((p for p in points if not p["plain"] and t.cap is not None
                     and abs(p["x"] - x) + abs(p["y"] - y) < NEAR), None)  # fmt: skip
        if same is None:
            points.append({"x": x, "y": y, "names": [], "plain": t.cap is None, "chosen": False})
            same = points[-1]
        same["names"].append(_("random") if t.cap is None else f"{t.cap}%")
        same["chosen"] |= t.chosen
    for p in points:
        p["name"], p["label_y"] = " / ".join(p["names"]), round(p["y"] - 9, 1)
    return {
        "points": points, "width": WIDTH, "height": HEIGHT, "left": EDGE, "floor": HEIGHT - EDGE,
        "right": WIDTH - 24, "under": HEIGHT - EDGE + 14, "top": TOP, "title": 10, "most": most,
        "best": best, "path": " ".join(f"{p['x']},{p['y']}" for p in points if not p["plain"]),
    }  # fmt: skip


# -- files ------------------------------------------------------------------------------------


def transcript(request: HttpRequest, pk: str, number: int) -> HttpResponse:
    return _file(queries.transcript(str(pk), number), f"draw-{pk}-{number}.json")


def announcement(request: HttpRequest, pk: str, number: int) -> HttpResponse:
    return _file(queries.announcement(str(pk), number), f"announced-{pk}-{number}.json")


def void_record(request: HttpRequest, pk: str, number: int) -> HttpResponse:
    return _file(queries.void_record(str(pk), number), f"void-{pk}-{number}.json")


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
