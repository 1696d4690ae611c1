"""The pool of experts: its keeper's pages, and everybody's own record."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from jiebang.engine.decision import Denied
from jiebang.platform.lifecycle import Invalid
from jiebang.registry import actions, queries
from jiebang.rulebook.expert import EXPERT, FIELDS, KINDS, PROFILE, TIES
from jiebang.rulebook.roles import Role
from jiebang.web.forms import bind, parse
from jiebang.web.frame import actions_of, page
from jiebang.web.programme import reading
from jiebang.web.programme.asking import found, number, states
from jiebang.web.programme.asking import state as state_of
from jiebang.web.programme.history import timeline
from jiebang.web.review import record, texts
from jiebang.web.wording import label, sentences

SEALED = ("id_number", "bank_account", "phone")


def _words(options: Any) -> dict[str, str]:
    return {o.code: label(o) for o in options}


@login_required
def expert_list(request: HttpRequest) -> HttpResponse:
    if not any(request.actor.holds(r) for r in (Role.POOL_KEEPER, Role.SUPERVISOR)):
        raise Http404
    get = request.GET.get
    kinds, fields = _words(KINDS), _words(FIELDS)
    listed = queries.experts(
        request.actor, state=get("state", ""), kind=get("kind", ""), field=get("field", ""),
        text=get("q", "").strip(), number=number(request),
    )  # fmt: skip
    context = {
        "columns": [
            {"label": _("Name"), "kind": "link"}, {"label": _("Kind"), "kind": "text"},
            {"label": _("Fields"), "kind": "text"}, {"label": _("Region code"), "kind": "text"},
            {"label": _("Level"), "kind": "number"},
            {"label": _("Last confirmed"), "kind": "date"}, {"label": _("State"), "kind": "state"},
        ],
        "rows": [_row(e, kinds, fields) for e in listed.items],
        "page": listed.nav,
        "total": listed.total,
        "may_import": request.actor.holds(Role.POOL_KEEPER),
        "search": {"name": "q", "value": get("q", ""), "placeholder": _("Name, unit or keyword")},
        "fields": [
            {"name": "kind", "label": _("Kind"),
             "options": [(c, w, c == get("kind", "")) for c, w in kinds.items()]},
            {"name": "field", "label": _("Field"),
             "options": [(c, w, c == get("field", "")) for c, w in fields.items()]},
            {"name": "state", "label": _("State"), "options": states("expert", get("state", ""))},
        ],
    }  # fmt: skip
    return page(request, "review/experts.html", context)


def _row(e: queries.ExpertRow, kinds: dict[str, str], fields: dict[str, str]) -> dict[str, Any]:
    url = reverse("expert", args=[e.id])
    return {
        "url": url,
        "cells": [
            {"url": url, "label": e.name, "sub": e.unit_name}, kinds.get(e.kind, e.kind),
            texts.listed(fields.get(f, f) for f in e.fields), e.region_code, e.level,
            e.confirmed_at, state_of("expert", e.state),
        ],
    }  # fmt: skip


@login_required
def expert(request: HttpRequest, pk: str) -> HttpResponse:
    e = found(queries.expert(pk, request.actor))
    glance = actions.expert.glance(pk, actor=request.actor, now=request.now)
    values = {**queries.expert_form(pk), "phone": e.phone, "id_number": e.id_number}
    context = {
        "e": e,
        "state": state_of("expert", e.state),
        "kind": _words(KINDS).get(e.kind, e.kind),
        "parts": reading.parts(PROFILE, values, empty=False),
        "ties": _words(TIES),
        "actions": actions_of(glance),
        "may_edit": e.own and e.state in EXPERT["update"].source,
        "record": record.shown(
            found(queries.work_record(pk, request.actor, request.now)), own=e.own
        ),
        "history": timeline("expert", pk, named=not e.own),
    }
    return page(request, "review/expert.html", context)


@login_required
def register(request: HttpRequest) -> HttpResponse:
    mine = queries.expert_of(request.actor.id)
    if mine:
        return HttpResponseRedirect(reverse("expert", args=[mine]))
    return _form(request, {"name": request.actor.name, "available": True})


@login_required
def edit(request: HttpRequest, pk: str) -> HttpResponse:
    e = found(queries.expert(pk, request.actor))
    if not e.own:
        raise Http404
    values = {k: v for k, v in queries.expert_form(pk).items() if k not in SEALED[:2]}
    return _form(request, values, pk=str(pk), version=e.version)


def _form(request: HttpRequest, values: dict[str, Any], *, pk: str = "",
          version: int | None = None) -> HttpResponse:  # fmt: skip
    problems, said, status = (), [], 200
    if request.method == "POST":
        values = parse(PROFILE, request.POST)
        if "_add_row" not in request.POST and "_remove_row" not in request.POST:
            try:
                return _kept(request, pk, values)
            except Invalid as wrong:
                problems, status = wrong.problems, 422
            except Denied as denied:
                said, status = sentences(denied.decision.reasons), 409
    form = bind(PROFILE, values, problems, version=version,
                extra_row=request.POST.get("_add_row", ""))  # fmt: skip
    form.title = ""
    back = reverse("expert", args=[pk]) if pk else reverse("desk")
    context = {"form": form, "said": said, "back": back, "new": not pk}
    return page(request, "review/expert_form.html", context, status=status)


def _kept(request: HttpRequest, pk: str, values: dict[str, Any]) -> HttpResponse:
    if not pk:
        made = actions.expert.create("register", actor=request.actor, now=request.now, **values)
        messages.success(request, _("You are registered; the keeper of the pool checks next."))
        return HttpResponseRedirect(reverse("expert", args=[made.pk]))
    seen = request.POST.get("version", "")
    actions.expert.perform(pk, "update", actor=request.actor, now=request.now,
                           seen=int(seen) if seen.isdigit() else None, **values)  # fmt: skip
    messages.success(request, _("The record was changed; the keeper of the pool checks it again."))
    return HttpResponseRedirect(reverse("expert", args=[pk]))
