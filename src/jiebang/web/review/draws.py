"""The draw: a dry run before it, and the files that anybody may take away."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from jiebang.review import actions, queries
from jiebang.review.actions.rehearsal import Rehearsal, Trial
from jiebang.rulebook.expert import KINDS
from jiebang.web.frame import page
from jiebang.web.programme.asking import found
from jiebang.web.review import ceremony
from jiebang.web.wording import drawing, label
from jiebang.web.wording.review import AGAINST

WIDTH, HEIGHT, EDGE = 320, 180, 34  # of the plot


@login_required
def dry_run(request: HttpRequest, pk: str) -> HttpResponse:
    """What fit, load and the cap on chances cost each other. No names."""
    r = found(actions.rehearsal.rehearse(str(pk), actor=request.actor, now=request.now))
    kinds = {o.code: label(o) for o in KINDS}
    context = {
        "r": r,
        "mode": drawing.MODES[r.mode],
        "terms": ceremony.terms(r.terms),
        "kinds": [{"label": kinds.get(k, k), "have": have, "need": need}
                  for k, have, need in r.kinds],
        "reasons": [{"label": AGAINST.get(code, code), "count": n} for code, n in r.reasons],
        "left_out": [{"label": drawing.LEFT_OUT[code], "count": n} for code, n in r.left_out],
        "trials": [_trial(t) for t in r.trials],
        "plot": _plot(r),
    }  # fmt: skip
    return page(request, "review/dry_run.html", context)


def _trial(t: Trial) -> dict[str, Any]:
    name = _("At random") if t.cap is None else _("By fit, cap %(cap)s%%") % {"cap": t.cap}
    return {"t": t, "name": name, "causes": drawing.causes(t.causes) if t.causes else ""}


def _plot(r: Rehearsal) -> dict[str, Any] | None:
    """Fit upwards against the people who have a chance: one point for each way to draw."""
    points = [t for t in r.trials if not t.causes]
    if len(points) < 2:
        return None
    most = max(t.with_chance for t in points) or 1
    top = 10 * (int(max(t.fit for t in points)) // 10 + 1)

    def at(t: Trial) -> dict[str, Any]:
        x = EDGE + t.with_chance / most * (WIDTH - EDGE - 24)
        y = HEIGHT - EDGE - t.fit / top * (HEIGHT - EDGE - 14)
        name = _("random") if t.cap is None else f"{t.cap}%"
        return {"x": round(x, 1), "y": round(y, 1), "name": name, "chosen": t.chosen,
                "plain": t.cap is None}  # fmt: skip

    placed = [at(t) for t in points]
    for n, point in enumerate(placed):  # labels of points at one place stand below each other
        above = sum(abs(q["x"] - point["x"]) < 30 and abs(q["y"] - point["y"]) < 10
                    for q in placed[:n])  # fmt: skip
        point["label_y"] = round(point["y"] - 8 + 11 * above, 1) if not above else round(
            point["y"] + 4 + 11 * above, 1)  # fmt: skip
    return {
        "points": placed, "width": WIDTH, "height": HEIGHT, "left": EDGE, "floor": HEIGHT - EDGE,
        "right": WIDTH - 24, "under": HEIGHT - EDGE + 14, "axis": HEIGHT - 6, "top": 14,
        "most": most, "best": top,
        "path": " ".join(f"{p['x']},{p['y']}" for p in placed if not p["plain"]),
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
