"""The opinion of a panel that meets: the chair's draft, the members' voices, the signed paper."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from jiebang.engine.decision import Denied
from jiebang.platform import documents
from jiebang.platform.lifecycle import Invalid
from jiebang.review import actions, queries
from jiebang.rulebook.consensus import State, VoiceState
from jiebang.web.forms import bind, parse
from jiebang.web.frame import actions_of, page
from jiebang.web.programme.asking import found
from jiebang.web.programme.asking import state as state_of
from jiebang.web.review import sheet
from jiebang.web.wording import label, sentences
from jiebang.web.wording.review import KINDS


@login_required
def opinion(request: HttpRequest, pk: str) -> HttpResponse:
    o = found(queries.opinion(str(pk), request.actor))
    if request.method == "POST":
        if not o.chairing:
            raise Http404
        return _post(request, o)
    return _show(request, o, {"text": o.text})


def _post(request: HttpRequest, o: queries.OpinionView) -> HttpResponse:
    raw = parse(o.spec, request.POST)
    seen = request.POST.get("version", "")
    quiet = request.headers.get("X-Autosave")
    try:
        saved = actions.consensus.perform(
            o.id, "save", actor=request.actor, now=request.now,
            seen=int(seen) if seen.isdigit() else None, **raw,
        )  # fmt: skip
        if quiet:
            moment = request.now.isoformat()
            return JsonResponse({"saved_at": moment, "version": saved.version})
        if "_draft" not in request.POST:
            actions.consensus.perform(o.id, "circulate", actor=request.actor, now=request.now,
                                      **raw)  # fmt: skip
    except Invalid as wrong:
        fresh = found(queries.opinion(o.id, request.actor))
        return _show(request, fresh, raw, problems=wrong.problems, status=422)
    except Denied as denied:
        said = sentences(denied.decision.reasons)
        if quiet:
            return JsonResponse({"detail": " ".join(said)}, status=409)
        fresh = found(queries.opinion(o.id, request.actor))
        return _show(request, fresh, raw, said=said, status=409)
    return HttpResponseRedirect(request.path)


def _show(request: HttpRequest, o: queries.OpinionView, values: dict[str, Any], *,
          problems: Any = (), said: list[str] | None = None,
          status: int = 200) -> HttpResponse:  # fmt: skip
    glance = actions.consensus.glance(o.id, actor=request.actor, now=request.now)
    form = None
    if o.chairing and o.state == State.DRAFTING:
        form = bind(o.spec, values, problems, version=o.version)
        form.title = ""
    context = {
        "o": o,
        "kind": KINDS[o.kind],
        "state": state_of("consensus", o.state),
        "actions": actions_of(glance),
        "form": form,
        "said": said,
        "autosave_url": request.path,
        "voices": [{"v": v, "state": state_of("voice", v.state)} for v in o.voices],
        "own_actions": _own(request, o),
        "rows": [
            {"label": label(c), "max": c.max, "cells": [g.scores[n] for g in o.grounds]}
            for n, c in enumerate(o.table.criteria)
        ],
        "back": reverse("seat", args=[o.seat_id]) if o.member
        else reverse("panel", args=[o.panel_id]),
    }  # fmt: skip
    return page(request, "review/consensus.html", context, status=status)


def _own(request: HttpRequest, o: queries.OpinionView) -> list[dict[str, Any]]:
    """A member's two answers to the text that is circulated."""
    mine = next((v for v in o.voices if v.own and v.state == VoiceState.ASKED), None)
    if mine is None:
        return []
    return actions_of(actions.voice.glance(mine.id, actor=request.actor, now=request.now))


@login_required
def voice(request: HttpRequest, pk: str) -> HttpResponse:
    """A voice has its place on the page of its opinion."""
    to = found(queries.opinion_of_voice(str(pk)))
    found(queries.opinion(to, request.actor))
    return HttpResponseRedirect(reverse("consensus", args=[to]))


@login_required
def opinion_pdf(request: HttpRequest, pk: str) -> HttpResponse:
    o = found(queries.opinion(str(pk), request.actor))
    if o.state != State.CONCLUDED or not o.text:
        raise Http404
    response = HttpResponse(documents.render_pdf(sheet.group_document(o)),
                            content_type="application/pdf")  # fmt: skip
    name = _("group-opinion") + f"-{o.code}.pdf"
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response
