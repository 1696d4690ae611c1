"""Relations that somebody found out, and records of the pool that may be one person."""

from __future__ import annotations

import re
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from jiebang.engine.decision import Denied
from jiebang.platform.lifecycle import Invalid
from jiebang.registry import actions, queries
from jiebang.rulebook.relation_fact import KINDS, RECORD
from jiebang.rulebook.roles import Role
from jiebang.web.forms import bind, parse
from jiebang.web.frame import page
from jiebang.web.programme.asking import found, number
from jiebang.web.programme.asking import state as state_of
from jiebang.web.review import texts
from jiebang.web.wording import label, sentences
from jiebang.web.wording.review import SIGNS


@login_required
def relations(request: HttpRequest) -> HttpResponse:
    """The list, and the form that adds to it."""
    listed = found(queries.relation_facts_told(request.actor, number=number(request)))
    values, problems, said, status = {}, (), [], 200
    if request.method == "POST":
        values = parse(RECORD, request.POST)
        try:
            actions.relation_fact.create("record", actor=request.actor, now=request.now, **values)
            messages.success(request, _("The relation is on file and counts from now on."))
            return HttpResponseRedirect(request.path)
        except Invalid as wrong:
            problems, status = wrong.problems, 422
        except Denied as denied:
            said, status = sentences(denied.decision.reasons), 409
    form = bind(RECORD, values, problems)
    form.title = ""
    context = {
        "form": form, "said": said, "total": listed.total, "page": listed.nav,
        "columns": [
            {"label": _("Between"), "kind": "link"}, {"label": _("Relation"), "kind": "text"},
            {"label": _("Where it is written"), "kind": "text"},
            {"label": _("Since"), "kind": "date"},
            {"label": _("Until"), "kind": "date"}, {"label": _("State"), "kind": "state"},
            {"label": "", "kind": "link"},
        ],
        "rows": [_row(f) for f in listed.items],
    }  # fmt: skip
    return page(request, "review/relations.html", context, status=status)


def _row(f: queries.RelationFactView) -> dict[str, Any]:
    kinds = {o.code: label(o) for o in KINDS}
    other = texts.listed(x for x in (f.other_person, f.other_unit) if x)
    back = reverse("act", args=["relation_fact", f.id, "withdraw"])
    share = f" {f.share}%" if f.share is not None else ""
    return {"cells": [
        {"label": f"{f.person} — {other}", "sub": f.person_unit}, f"{kinds[f.kind]}{share}",
        f.verdict or f.source, f.since_on, f.until_on, state_of("relation_fact", f.state),
        {"label": _("Take the record back"), "url": back} if f.state == "recorded" else {},
    ]}  # fmt: skip


@login_required
def relation(request: HttpRequest, pk: str) -> HttpResponse:
    """A recorded relation stands on the list."""
    return redirect("relation_facts")


@login_required
def alike(request: HttpRequest) -> HttpResponse:
    """Pairs of records that may be one person; the keeper decides, pair by pair."""
    if not request.actor.holds(Role.POOL_KEEPER):
        raise Http404
    said: list[str] = []
    if request.method == "POST":
        said = _decide(request)
        if not said:
            return HttpResponseRedirect(request.path)
    pairs = found(queries.alike(request.actor))
    context = {
        "said": said,
        "pairs": [
            {"p": p, "signs": texts.listed(SIGNS.get(s, s) for s in p.signs),
             "state": state_of("expert", p.state), "other_state": state_of("expert", p.other_state)}
            for p in pairs
        ],
    }  # fmt: skip
    return page(request, "review/alike.html", context, status=422 if said else 200)


WHOLE = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def _decide(request: HttpRequest) -> list[str]:
    """What stands in the way, nothing when it was done."""
    given = request.POST.get("record", "")
    found(queries.expert(given, request.actor) if WHOLE.fullmatch(given) else None)
    step = "merge" if "merge" in request.POST else "tell_apart"
    post = request.POST
    seen = post.get("version", "")
    try:
        actions.expert.perform(
            given, step, actor=request.actor, now=request.now,
            seen=int(seen) if seen.isdigit() else None, other=post.get("other", ""),
            reason=post.get("reason", ""),
        )  # fmt: skip
    except Invalid as wrong:
        return sentences(p.reason for p in wrong.problems)
    except Denied as denied:
        return sentences(denied.decision.reasons)
    messages.success(request, _("Done; it is written into the permanent record."))
    return []
