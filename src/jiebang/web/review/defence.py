"""Defence sessions on pages: the session with its timer, one's own turn, the sealed sheet, and how
the order by lot can be worked out again."""

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
from django.views.decorators.http import require_POST

from jiebang.engine.decision import Denied
from jiebang.platform import documents
from jiebang.platform.lifecycle import Invalid
from jiebang.review import actions, queries
from jiebang.rulebook.ballot import State as BallotState
from jiebang.rulebook.defence import UNHEARD, HearingState
from jiebang.rulebook.forms import Problem
from jiebang.rulebook.roles import Role
from jiebang.web.forms import parse
from jiebang.web.frame import actions_of, page
from jiebang.web.programme.asking import found
from jiebang.web.programme.asking import state as state_of
from jiebang.web.review import sheet, texts
from jiebang.web.wording import label, sentences, step
from jiebang.web.wording.review import KINDS

NEXT = {HearingState.CALLED: "start_talk", HearingState.TALKING: "start_questions",
        HearingState.ASKING: "close"}  # fmt: skip


@login_required
def session(request: HttpRequest, pk: str) -> HttpResponse:
    s = found(queries.session(str(pk), request.actor))
    glance = actions.defence.glance(pk, actor=request.actor, now=request.now)
    own = next((h for h in s.hearings if h.id and not s.staff and not h.code), None)
    context = {
        "s": s,
        "kind": KINDS[s.kind],
        "state": state_of("defence", s.state),
        "actions": actions_of(glance),
        "hearings": [_hearing(s, h) for h in s.hearings],
        "timer": _timer(request, s),
        "own": _own(request, own) if own else None,
        "link_safe": s.video_link.startswith(("https://", "http://")),
        "back": reverse("panel", args=[s.panel_id]) if s.staff else "",
    }
    return page(request, "review/defence.html", context)


def _own(request: HttpRequest, h: queries.HearingView) -> dict[str, Any]:
    """A bidder's own turn: whom it named, and the button to name them."""
    glance = actions.hearing.glance(h.id, actor=request.actor, now=request.now)
    return {"h": h, "actions": actions_of(glance)}


def _hearing(s: queries.SessionView, h: queries.HearingView) -> dict[str, Any]:
    parts = {p.code: label(p) for p in s.rules.speaker_parts}
    speakers = [{"part": parts.get(part, part), "name": name} for part, name in h.speakers] or [
        {"part": parts.get(part, part), "name": ""} for part in h.parts
    ]
    return {"h": h, "state": state_of("hearing", h.state), "speakers": speakers}


def _timer(request: HttpRequest, s: queries.SessionView) -> dict[str, Any] | None:
    """Whose turn it is and until when, by the server's clock; the secretary's next button."""
    if s.state != "sitting":
        return None
    h = s.now_up
    if h is None:
        return {"h": None, "left": 0}
    asking = h.state == HearingState.ASKING
    runs = asking or h.state == HearingState.TALKING
    return {
        **_hearing(s, h),
        "until": (h.questions_until if asking else h.talk_until) if runs else None,
        "minutes": s.rules.question_minutes if asking else s.rules.talk_minutes,
        "left": sum(x.state in UNHEARD for x in s.hearings),
        "next": NEXT[HearingState(h.state)] if request.actor.holds(Role.SECRETARY) else "",
        "next_label": step("hearing", NEXT[HearingState(h.state)]),
        "absent": h.state == HearingState.CALLED and request.actor.holds(Role.SECRETARY),
    }


@login_required
def timer(request: HttpRequest, pk: str) -> HttpResponse:
    """For the screen of the room; the same box stands on the session's page."""
    s = found(queries.session(str(pk), request.actor))
    context = {"s": s, "timer": _timer(request, s), "state": state_of("defence", s.state),
               "kind": KINDS[s.kind]}  # fmt: skip
    return page(request, "review/timer.html", context)


@login_required
def hearing(request: HttpRequest, pk: str) -> HttpResponse:
    """A hearing has its place on the page of its session."""
    found_in = found(queries.session_of_hearing(str(pk)))
    found(queries.session(found_in, request.actor))
    return HttpResponseRedirect(reverse("defence", args=[found_in]) + f"#hearing-{pk}")


@login_required
@require_POST
def turn(request: HttpRequest, pk: str, name: str) -> HttpResponse:
    """One press: the talk starts, the questions start, the hearing ends."""
    if name not in NEXT.values() or not request.actor.holds(Role.SECRETARY):
        raise Http404
    found_in = found(queries.session_of_hearing(str(pk)))
    actions.hearing.perform(pk, name, actor=request.actor, now=request.now)
    back = "defence_timer" if "timer" in request.POST else "defence"
    return HttpResponseRedirect(reverse(back, args=[found_in]))


def lots(request: HttpRequest, pk: str) -> HttpResponse:
    """Public: the seed, the rule, and the order that follows."""
    drawn = found(queries.lots(str(pk)))
    return page(request, "review/lots.html", {"drawn": drawn, "kind": KINDS[drawn.kind]})


# -- the sealed sheet -------------------------------------------------------------------------


@login_required
def ballot(request: HttpRequest, pk: str) -> HttpResponse:
    b = queries.ballot(str(pk), request.actor)
    if b is None:
        found_in = found(queries.session_of_ballot(str(pk)))
        found(queries.session(found_in, request.actor))
        return HttpResponseRedirect(reverse("defence", args=[found_in]))
    if request.method == "POST":
        return _post(request, b)
    return _show(request, b, b.values)


def _post(request: HttpRequest, b: queries.BallotView) -> HttpResponse:
    """Kept under the seal first; the signature comes after and may be refused."""
    raw = parse(b.spec, request.POST)
    seen = request.POST.get("version", "")
    quiet = request.headers.get("X-Autosave")
    try:
        saved = actions.ballot.perform(
            b.id, "save", actor=request.actor, now=request.now,
            seen=int(seen) if seen.isdigit() else None, **raw,
        )  # fmt: skip
        if quiet:
            moment = request.now.isoformat()
            return JsonResponse({"saved_at": moment, "version": saved.version})
        if "_draft" in request.POST:
            return HttpResponseRedirect(f"{request.path}?saved=1#sheet")
        actions.ballot.perform(b.id, "seal", actor=request.actor, now=request.now, **raw)
    except Invalid as wrong:
        fresh = found(queries.ballot(b.id, request.actor))
        return _show(request, fresh, raw, problems=wrong.problems, status=422)
    except Denied as denied:
        said = sentences(denied.decision.reasons)
        if quiet:
            return JsonResponse({"detail": " ".join(said)}, status=409)
        fresh = found(queries.ballot(b.id, request.actor))
        return _show(request, fresh, raw, said=said, status=409)
    return HttpResponseRedirect(request.path)


def _show(request: HttpRequest, b: queries.BallotView, values: Mapping[str, Any], *,
          problems: tuple[Problem, ...] = (), said: list[str] | None = None,
          status: int = 200) -> HttpResponse:  # fmt: skip
    glance = actions.ballot.glance(b.id, actor=request.actor, now=request.now)
    writing = b.state == BallotState.OPEN
    context = {
        "b": b,
        "kind": KINDS[b.kind],
        "state": state_of("ballot", b.state),
        "parts": texts.parts(b.sections),
        "form": texts.sheet_form(b.spec, b.table, values, problems, b.version) if writing else None,
        "first": texts.filled(b.table, b.first),
        "sheet": None if writing else texts.filled(b.table, b.values),
        "actions": actions_of(glance),
        "said": said,
        "saved_at": b.saved_at,
        "autosave_url": request.path,
        "session_url": reverse("defence", args=[b.defence_id]),
    }
    return page(request, "review/ballot.html", context, status=status)


@login_required
def ballot_pdf(request: HttpRequest, pk: str) -> HttpResponse:
    b = found(queries.ballot(str(pk), request.actor))
    if b.sealed_at is None:
        raise Http404
    made = documents.render_pdf(sheet.second_document(b))
    response = HttpResponse(made, content_type="application/pdf")
    name = _("score-sheet-after-defence") + f"-{b.code}-{b.number:02d}.pdf"
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return response
