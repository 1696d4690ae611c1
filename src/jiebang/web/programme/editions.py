"""Editions: the policy's values, readable, comparable, and adopted as a new version."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from jiebang.engine.decision import Denied
from jiebang.programme import actions, queries
from jiebang.rulebook.edition import Edition, EditionInvalid, diff, load
from jiebang.rulebook.roles import Role
from jiebang.web.frame import page
from jiebang.web.programme import asking
from jiebang.web.programme.history import timeline
from jiebang.web.wording import sentence, sentences

MOST = 400_000  # characters of a pasted document


@login_required
def edition_list(request: HttpRequest) -> HttpResponse:
    rows = [
        {
            "url": reverse("edition", args=[e.id]),
            "cells": [e.title, e.code, e.number, e.batches, e.created_at, e.digest[:16]],
        }
        for e in queries.editions()
    ]
    context = {
        "columns": [
            {"label": _("Edition"), "kind": "text"},
            {"label": _("Code"), "kind": "text"},
            {"label": _("Version"), "kind": "number"},
            {"label": _("Batches"), "kind": "number"},
            {"label": _("Adopted at"), "kind": "datetime"},
            {"label": _("Digest"), "kind": "text"},
        ],
        "rows": rows,
        "may_adopt": request.actor.holds(Role.OFFICER),
    }
    return page(request, "programme/editions.html", context)


@login_required
def edition(request: HttpRequest, pk: str) -> HttpResponse:
    listed = {e.id: e for e in queries.editions()}
    e = asking.found(listed.get(str(pk)))
    parsed = queries.edition(pk)
    other = listed.get(request.GET.get("with", ""))
    context = {
        "e": e,
        "groups": groups(parsed),
        "text": queries.edition_text(pk),
        "others": [
            (x.id, f"{x.title} v{x.number}", x.id == request.GET.get("with"))
            for x in listed.values()
            if x.id != e.id
        ],
        "other": other,
        "differences": _differences(queries.edition(other.id), parsed) if other else [],
        "history": timeline("edition", pk),
        "may_adopt": request.actor.holds(Role.OFFICER),
    }
    return page(request, "programme/edition.html", context)


def _differences(old: Edition, new: Edition) -> list[dict[str, Any]]:
    return [
        {
            "path": d.path,
            "old": plain(d.old),
            "new": plain(d.new),
            "origin": origin_word(new, d.path),
        }
        for d in diff(old, new)
    ]


def plain(value: Any) -> str:
    if value is None:
        return "—"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, (list, tuple)):
        return "、".join(plain(v) for v in value)
    return str(value)


def origin_word(e: Edition, path: str) -> dict[str, str]:
    """Public with its year, to be verified, or our own default: always said."""
    mark = e.origin(path)
    said = {
        "public": _("Public %(year)s") % {"year": mark.year or ""},
        "verify": _("To be verified"),
        "default": _("Platform default"),
    }[mark.source]
    code = {"public": "passed", "verify": "pending", "default": "draft"}[mark.source]
    return {"code": code, "label": said.strip()}


def groups(e: Edition) -> list[dict[str, Any]]:
    """The document's values by its top sections; forms are too long for a table of values."""
    found: dict[str, list[dict[str, Any]]] = {}
    for path, value in _leaves(e.document):
        top = path.partition(".")[0] if "." in path else "edition"
        if top not in ("forms", "origin"):
            found.setdefault(top, []).append(
                {"path": path, "value": plain(value), "origin": origin_word(e, path)}
            )
    return [{"code": k, "rows": rows} for k, rows in found.items()]


def _leaves(value: Any, at: str = "") -> Iterator[tuple[str, Any]]:
    """Every value with its path; list items go by their code or name, as in a diff."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _leaves(inner, f"{at}.{key}" if at else str(key))
    elif isinstance(value, (list, tuple)) and any(isinstance(x, Mapping) for x in value):
        for i, inner in enumerate(value):
            name = inner.get("code") or inner.get("name") or i if isinstance(inner, Mapping) else i
            yield from _leaves(inner, f"{at}.{name}")
    else:
        yield at, value


@login_required
def adopt(request: HttpRequest) -> HttpResponse:
    """Paste or upload a document; every problem is listed with its place."""
    if not request.actor.holds(Role.OFFICER):
        raise Http404
    text, problems, said = _prefilled(request), [], []
    if request.method == "POST":
        text = _posted(request)
        problems = check(text)
        if not problems and "_check" not in request.POST:
            try:
                made = actions.edition.create(
                    "adopt", actor=request.actor, now=request.now, document=text
                )
            except Denied as denied:
                said = sentences(denied.decision.reasons)
            else:
                messages.success(request, _("The version was adopted."))
                return HttpResponseRedirect(reverse("edition", args=[made.pk]))
    context = {
        "text": text,
        "problems": problems,
        "said": said,
        "back": reverse("editions"),
        "checked": request.method == "POST" and not problems and not said,
    }
    status = 422 if problems else 409 if said else 200
    return page(request, "programme/edition_adopt.html", context, status=status)


def _prefilled(request: HttpRequest) -> str:
    pk = asking.uuid(request.GET.get("from", ""))
    return queries.edition_text(pk) if pk else ""


def _posted(request: HttpRequest) -> str:
    upload = request.FILES.get("file")
    if upload is not None:
        return upload.read(MOST * 4).decode("utf-8", errors="replace").removeprefix("\ufeff")
    return request.POST.get("document", "")[:MOST].replace("\r\n", "\n")


def check(text: str) -> list[dict[str, str]]:
    try:
        load(text)
    except EditionInvalid as wrong:
        return [{"path": p.path, "text": sentence(p.reason)} for p in wrong.problems]
    return []
