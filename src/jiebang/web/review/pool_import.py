"""Taking over a list of a national or provincial pool: upload, see what would change, take."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from jiebang.platform.documents.tables import Unread
from jiebang.platform.files import store
from jiebang.registry import actions, queries
from jiebang.rulebook.expert import PROFILE
from jiebang.rulebook.pool_import import COLUMNS, Change, Line
from jiebang.rulebook.roles import Role
from jiebang.web.frame import page
from jiebang.web.programme.asking import found
from jiebang.web.review import texts
from jiebang.web.wording import label, sentence
from jiebang.web.wording.review import CHANGES, SIGNS

SHOWN = 200
TONES = {Change.NEW: "active", Change.UPDATE: "pending", Change.WRONG: "failed",
         Change.ASK: "pending"}  # fmt: skip


@login_required
def upload(request: HttpRequest) -> HttpResponse:
    if not request.actor.holds(Role.POOL_KEEPER):
        raise Http404
    said: list[str] = []
    if request.method == "POST" and "list" in request.FILES:
        given = request.FILES["list"]
        receipt = store.receive(given.chunks(), given.name, uploader=request.actor.id,
                                now=request.now)  # fmt: skip
        if receipt.file is not None:
            return HttpResponseRedirect(reverse("pool_import", args=[receipt.file.id]))
        said = [sentence(r) for r in receipt.verdict.problems]
    context = {
        "said": said,
        "titles": [
            {"label": _("E-mail") if f == "email" else label(PROFILE[f]),
             "value": "、".join(titles)}
            for f, titles in COLUMNS.items()
        ],
    }  # fmt: skip
    return page(request, "review/pool_upload.html", context, status=422 if said else 200)


@login_required
def preview(request: HttpRequest, file: str) -> HttpResponse:
    if not request.actor.holds(Role.POOL_KEEPER):
        raise Http404
    if request.method == "POST":
        return _take(request, file)
    try:
        p = found(queries.pool_preview(file, uploader=request.actor.id))
    except Unread as wrong:
        context = {"said": [sentence(wrong.reason)], "titles": []}
        return page(request, "review/pool_upload.html", context, status=422)
    chosen = request.GET.get("change", "")
    lines = [x for x in p.lines if not chosen or x.change == chosen]
    context = {
        "p": p,
        "counts": [
            {"code": c, "label": CHANGES[c], "count": p.counts[c], "chosen": c == chosen}
            for c in Change if p.counts[c]
        ],
        "columns": [
            {"label": _("Line"), "kind": "number"}, {"label": _("Name"), "kind": "link"},
            {"label": _("What would happen"), "kind": "state"},
            {"label": _("In detail"), "kind": "text"},
        ],
        "rows": [_row(x, p) for x in lines[:SHOWN]],
        "hidden": max(len(lines) - SHOWN, 0),
        "left": p.counts[Change.NEW] + p.counts[Change.UPDATE],
        "asked": p.counts[Change.ASK],
        "source": request.GET.get("source", ""),
        "level": request.GET.get("level", "3"),
    }  # fmt: skip
    return page(request, "review/pool_preview.html", context)


def _row(x: Line, p: queries.PoolPreview) -> dict[str, Any]:
    values = x.record.values
    state = {"code": TONES.get(x.change, "closed"), "label": CHANGES[x.change]}
    url = reverse("expert", args=[x.expert]) if x.expert else ""
    who = {"label": values.get("name") or "—", "sub": values.get("unit_name") or "", "url": url}
    return {"cells": [x.number, who, state, _detail(x, p)]}


def _detail(x: Line, p: queries.PoolPreview) -> str:
    if x.change == Change.WRONG:
        return texts.clauses(f"{label(PROFILE[q.path.partition('.')[0]])}：{sentence(q.reason)}"
                        for q in x.record.problems)  # fmt: skip
    told = [f"{label(PROFILE[f])}：{before or '—'} → {after}" for f, before, after in x.changes]
    if x.other_name:
        told.insert(0, _("same identity number, the pool writes the name otherwise; it stays"))
    if x.number in p.alike:
        name, unit, signs = p.alike[x.number]
        marks = texts.listed(SIGNS.get(s, s) for s in signs)
        told.append(_("in the pool: %(name)s, %(unit)s (%(signs)s)")
                    % {"name": name, "unit": unit, "signs": marks})  # fmt: skip
    return texts.clauses(told)


def _take(request: HttpRequest, file: str) -> HttpResponse:
    source = request.POST.get("source", "").strip()
    level = request.POST.get("level", "")
    here = reverse("pool_import", args=[file])
    if len(source) < 2 or level not in "12345" or not level:
        messages.error(request, _("Name the pool the list comes from, and a level from 1 to 5."))
        return HttpResponseRedirect(here)
    taken, left = actions.pool_import.take(
        file, actor=request.actor, now=request.now, source=source, level=int(level),
        with_alike="with_alike" in request.POST,
    )  # fmt: skip
    if left:
        messages.info(request, _("%(taken)s lines taken, %(left)s left: press again to go on.")
                      % {"taken": taken, "left": left})  # fmt: skip
    else:
        messages.success(request, _("%(taken)s lines taken; nothing is left.") % {"taken": taken})
    return HttpResponseRedirect(here)
