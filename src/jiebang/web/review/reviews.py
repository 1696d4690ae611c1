"""An expert's desk: invitations, items, the score sheet beside the masked text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
)
from django.urls import reverse
from django.utils.translation import gettext as _

from jiebang.engine.decision import Denied
from jiebang.platform import documents
from jiebang.platform.lifecycle import Invalid
from jiebang.review import actions, queries
from jiebang.rulebook.forms import Problem
from jiebang.rulebook.panel import State as PanelState
from jiebang.rulebook.review import State
from jiebang.rulebook.roles import Role
from jiebang.rulebook.seat import PROMISE, PROMISE_EN
from jiebang.web.desk.views import place
from jiebang.web.forms import parse
from jiebang.web.frame import actions_of, page
from jiebang.web.programme.asking import found, number
from jiebang.web.programme.asking import state as state_of
from jiebang.web.review import masks, tally, texts
from jiebang.web.review.sheet import document
from jiebang.web.wording import sentences, words
from jiebang.web.wording.review import KINDS


@login_required
def desk(request: HttpRequest) -> HttpResponse:
    if not request.actor.scopes(Role.EXPERT):
        raise Http404
    closed = "closed" in request.GET
    listed = queries.desk(request.actor, closed=closed, number=number(request))
    context = {
        "tasks": [_task(t) for t in listed.items],
        "page": listed.nav,
        "closed": closed,
        "closed_count": 0 if closed else queries.closed_count(request.actor),
        "record": next(iter(request.actor.scopes(Role.EXPERT))),
    }
    return page(request, "review/desk.html", context)


def _task(t: queries.SeatTask) -> dict[str, Any]:
    return {
        "t": t,
        "kind": KINDS[t.kind],
        "state": state_of("seat", t.state),
        "reviews": [{"r": r, "state": state_of("review", r.state), "url": _review_url(r)}
                    for r in t.reviews],
    }  # fmt: skip


def _review_url(r: queries.TaskView) -> str:
    gone = r.state in (State.CONFLICTED, State.LAPSED)
    return "" if gone else reverse("review", args=[r.review_id])


@login_required
def seat(request: HttpRequest, pk: str) -> HttpResponse:
    """An invitation: what, how many, until when; the promise; the items once accepted. Others who
    were told of a seat are sent to its panel."""
    mine = queries.seat_task(pk, request.actor)
    if mine is None:
        panel = queries.panel_of_seat(pk, request.actor)
        return HttpResponseRedirect(reverse("panel", args=[found(panel)]))
    glance = actions.seat.glance(pk, actor=request.actor, now=request.now)
    task = _task(mine)
    context = {
        **task,
        "x": task,
        "actions": actions_of(glance),
        "promise": words(PROMISE, PROMISE_EN),
        **_together(request, mine),
        "proof": queries.proves(mine.panel_id),
        "beside": mine.panel_state == PanelState.CLOSED
        and queries.beside_for_member(mine.panel_id, request.actor),
    }
    return page(request, "review/seat.html", context)


def _together(request: HttpRequest, t: queries.SeatTask) -> dict[str, Any]:
    """What the panel does together, once it does: sheets to seal, opinions to agree on."""
    if t.panel_state not in (PanelState.MEETING, PanelState.CLOSED) or t.state != "accepted":
        return {}
    shared = queries.together(t.panel_id)
    return {
        "ballots": [{"b": b, "state": state_of("ballot", b.state)}
                    for b in queries.ballots_of(t.seat_id, request.actor)],
        "opinions": [{"id": pk, "code": code, "state": state_of("consensus", state)}
                     for pk, code, state in shared.opinions],
    }  # fmt: skip


@login_required
def review(request: HttpRequest, pk: str) -> HttpResponse:
    r = queries.review(pk, request.actor)
    if r is None:
        return _moved_on(pk, request)
    if request.method == "POST":
        if not r.own:
            raise Http404
        return _post(request, r)
    return _show(request, r, r.values)


def _moved_on(pk: str, request: HttpRequest) -> HttpResponse:
    """Who was told of a review one may not read goes to its panel; a stranger learns nothing."""
    panel = queries.panel_of_review(pk, request.actor)
    return HttpResponseRedirect(reverse("panel", args=[found(panel)]))


def _post(request: HttpRequest, r: queries.ReviewView) -> HttpResponse:
    """Everything typed is kept first; a signature comes after and may be refused."""
    raw = parse(r.spec, request.POST)
    seen = request.POST.get("version", "")
    try:
        saved = actions.review.perform(
            r.id, "save", actor=request.actor, now=request.now,
            seen=int(seen) if seen.isdigit() else None, **raw,
        )  # fmt: skip
        if request.headers.get("X-Autosave"):
            moment = request.now.isoformat()
            return JsonResponse({"saved_at": moment, "version": saved.version})
        if "_draft" in request.POST:
            return HttpResponseRedirect(f"{request.path}?saved=1#sheet")
        actions.review.perform(r.id, "sign", actor=request.actor, now=request.now, **raw)
    except Invalid as wrong:
        fresh = found(queries.review(r.id, request.actor))
        return _show(request, fresh, raw, problems=wrong.problems, status=422)
    except Denied as denied:
        said = sentences(denied.decision.reasons)
        if request.headers.get("X-Autosave"):
            return JsonResponse({"detail": " ".join(said)}, status=409)
        return _show(request, r, raw, said=said, status=409)
    return HttpResponseRedirect(reverse("seat", args=[r.seat_id]))


def _show(request: HttpRequest, r: queries.ReviewView, values: Mapping[str, Any], *,
          problems: tuple[Problem, ...] = (), said: list[str] | None = None,
          status: int = 200) -> HttpResponse:  # fmt: skip
    writing = r.own and r.state == State.OPEN
    buttons: list[Any] = []
    if r.own:
        glance = actions.review.glance(r.id, actor=request.actor, now=request.now)
        buttons = actions_of(glance)
    context = {
        "r": r,
        "kind": KINDS[r.kind],
        "state": state_of("review", r.state),
        "parts": texts.parts(r.sections),
        "form": texts.sheet_form(r.spec, r.table, values, problems, r.version) if writing else None,
        "tally": tally.of(r.table, values) if writing else None,
        "sheet": None if writing else texts.filled(r.table, r.values),
        "actions": buttons,
        "said": said,
        "saved_at": r.saved_at,
        "autosave_url": request.path,
        "challenge_url": place("challenge", r.subject_id) if r.subject_life == "challenge" else "",
        "neighbours": _neighbours(r),
        "files": masks.given_files(request, r.id) if r.own else [],
    }
    return page(request, "review/review.html", context, status=status)


def _neighbours(r: queries.ReviewView) -> list[dict[str, Any]]:
    """The items of the seat; `step` marks those before and after this one, for the keyboard."""
    gone = (State.CONFLICTED, State.LAPSED)
    listed = [(pk, code, state) for pk, code, state in r.neighbours if state not in gone]
    at = next((n for n, (pk, _code, _state) in enumerate(listed) if pk == r.id), 0)
    steps = {at - 1: "previous", at + 1: "next"}
    return [
        {"label": code, "url": reverse("review", args=[pk]), "current": pk == r.id,
         "done": state != State.OPEN, "step": steps.get(n, "")}
        for n, (pk, code, state) in enumerate(listed)
    ]  # fmt: skip


@login_required
def sheet_pdf(request: HttpRequest, pk: str) -> HttpResponse:
    r = found(queries.review(pk, request.actor))
    if r.signed_at is None:
        raise Http404
    response = HttpResponse(documents.render_pdf(document(r)), content_type="application/pdf")
    name = _("score-sheet") + f"-{r.code}-{r.number:02d}.pdf"
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response
