"""Every signed-in person's first page, what they were told, and the administrators' pages."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jiebang.platform.accounts import actions as accounts
from jiebang.platform.accounts import queries as people
from jiebang.platform.agenda import waiting
from jiebang.platform.audit import log, tree
from jiebang.platform.lifecycle import Waiting
from jiebang.platform.notices import outbox
from jiebang.programme.queries.sealed import sealed_among
from jiebang.rulebook.roles import STAFF, Role
from jiebang.web import wording
from jiebang.web.frame import page
from jiebang.web.places import url_of

ADMINS = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)
PER_PAGE = 100
LINES = 50


@login_required
def desk(request: HttpRequest) -> HttpResponse:
    """What waits for me, until when."""
    found, total = waiting(request.actor, request.now)
    nav = Paginator(found, LINES).get_page(request.GET.get("page", "1"))
    context = {"items": [_line(w) for w in nav.object_list], "page": nav, "total": total}
    return page(request, "desk/desk.html", context)


def _line(w: Waiting) -> dict[str, Any]:
    return {
        "what": "、".join(wording.step(w.life, s) for s in w.steps),
        "about": w.title,
        "url": place(w.life, w.id),
        "due_at": w.due_at,
        "state": {"code": w.state, "label": wording.state(w.life, w.state)},
    }


def place(life: str, pk: str) -> str:
    try:
        return url_of(life, pk)
    except (KeyError, NoReverseMatch):
        return ""


@login_required
def notices(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        outbox.mark_read(request.actor.id, now=request.now)
        return HttpResponseRedirect(reverse("notices"))
    found = [
        {"text": wording.notice(n), "at": n.created_at, "url": place(n.life, n.subject_id),
         "unread": not n.read, "reason": n.params.get("reason", "")}
        for n in outbox.of(request.actor.id)
    ]  # fmt: skip
    return page(request, "desk/notices.html", {"notices": found})


@login_required
def record(request: HttpRequest) -> HttpResponse:
    """The permanent record, for those who watch over it; their reading is recorded too."""
    if not any(request.actor.holds(r) for r in (Role.SUPERVISOR, Role.AUDIT_ADMIN)):
        raise Http404
    event, stream = request.GET.get("event", "").strip(), request.GET.get("stream", "").strip()
    asked = request.GET.get("page", "1")
    number = max(1, int(asked)) if asked.isdecimal() and len(asked) < 8 else 1
    found = log.entries(streams=[stream] if stream else None, event=event,
                        offset=(number - 1) * PER_PAGE, limit=PER_PAGE)  # fmt: skip
    if "csv" in request.GET:
        return _export(request, stream, event)
    log.note_reading(
        actor=request.actor.id, now=request.now, what=f"{stream or '*'} {event}".strip()
    )
    names = _names(request, found)
    sealed = sealed_among(e.stream for e in found)
    linked = request.actor.holds(Role.SUPERVISOR)  # the audit administrator opens no matter
    rows = [_entry(e, names, sealed, linked) for e in found]
    context = {
        "rows": rows,
        "event": event,
        "stream": stream,
        "number": number,
        "more": len(found) == PER_PAGE,
        "total": log.count(),
        "head": tree.head(),
    }
    return page(request, "desk/record.html", context)


def _names(request: HttpRequest, found: list[log.EntryView]) -> dict[int, str]:
    """Names for supervision. The audit administrator watches over the record and not over
    people: staff by name, everybody else by number."""
    ids = {e.actor_id for e in found if e.actor_id}
    if request.actor.holds(Role.SUPERVISOR):
        return people.names(ids)
    known = {p.id: p.name for p in people.staff([str(r) for r in STAFF])}
    return {pk: known.get(pk, f"{wording.ROLES['person']} {pk}") for pk in ids}


def _entry(
    e: log.EntryView, names: dict[int, str], sealed: frozenset[str], linked: bool
) -> dict[str, Any]:
    life, _sep, pk = e.stream.partition(":")
    if e.stream in sealed:
        return {"at": e.at, "who": _("Sealed until the opening"), "what": wording.event(e.event),
                "code": e.event, "stream": e.stream, "url": "", "seq": e.seq, "hash": e.hash,
                "data": ""}  # fmt: skip
    return {
        "at": e.at,
        "who": names.get(e.actor_id or 0, str(wording.ROLES["clock"])),
        "what": wording.event(e.event),
        "code": e.event,
        "stream": e.stream,
        "url": place(life, pk) if linked else "",
        "seq": e.seq,
        "hash": e.hash,
        "data": e.data,
    }  # fmt: skip


def _export(request: HttpRequest, stream: str, event: str) -> StreamingHttpResponse:
    log.note_reading(
        actor=request.actor.id, now=request.now, what=f"export {stream} {event}".strip()
    )

    class Echo:
        def write(self, value: str) -> str:
            return value

    writer = csv.writer(Echo())

    def lines() -> Iterable[str]:
        yield "\ufeff" + writer.writerow(["stream", "seq", "at", "actor", "event", "hash", "data"])
        offset = 0
        while found := log.entries(streams=[stream] if stream else None, event=event,
                                   offset=offset, limit=500):  # fmt: skip
            sealed = sealed_among(e.stream for e in found)
            for e in found:
                at = timezone.localtime(e.at).isoformat()
                who, data = ("", "") if e.stream in sealed else (e.actor_id, e.data)
                yield writer.writerow([e.stream, e.seq, at, who, e.event, e.hash, data])
            offset += 500

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="record.csv"'
    return response


@login_required
def posts(request: HttpRequest) -> HttpResponse:
    """Who holds which post. The security administrator grants, the system administrator adds
    people: two different persons, and a third watches the record."""
    if not any(request.actor.holds(r) for r in ADMINS):
        raise Http404
    found = [
        {"id": p.id, "name": p.name, "email": p.email,
         "posts": [(wording.ROLES.get(role, role), scope) for role, scope in p.roles]}
        for p in people.staff([str(r) for r in STAFF])
    ]  # fmt: skip
    return page(request, "desk/posts.html", {"people": found})


@login_required
def person(request: HttpRequest, pk: int) -> HttpResponse:
    if not any(request.actor.holds(r) for r in ADMINS):
        raise Http404
    may_grant = request.actor.holds(Role.SECURITY_ADMIN)
    if request.method == "POST":
        if not may_grant or pk == request.actor.id:
            raise Http404
        role, scope = request.POST.get("role", ""), request.POST.get("scope", "").strip()
        if role not in {str(r) for r in STAFF}:
            raise Http404
        change = accounts.revoke if "_revoke" in request.POST else accounts.grant
        change(pk, role, scope, now=request.now, actor=request.actor.id)
        messages.success(request, _("The posts were changed."))
        return HttpResponseRedirect(reverse("person", args=[pk]))
    context = {
        "person": people.person(pk),
        "posts": [{"role": r, "label": wording.ROLES.get(r, r), "scope": s}
                  for r, s in people.posts_of(pk)],
        "choices": [(str(r), wording.ROLES[r]) for r in Role if r in STAFF],
        "may_grant": may_grant and pk != request.actor.id,
    }  # fmt: skip
    return page(request, "desk/person.html", context)
