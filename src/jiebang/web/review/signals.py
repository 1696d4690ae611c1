"""Signs for supervision: over all closed panels, of one panel, and over many panels together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from jiebang.programme import queries as programme
from jiebang.review import actions, queries
from jiebang.web.frame import page
from jiebang.web.programme.asking import found, number, uuid
from jiebang.web.review import texts
from jiebang.web.wording import words
from jiebang.web.wording.review import KINDS
from jiebang.web.wording.scores import EVIDENCE, SIGNS

Criteria = Mapping[str, tuple[str, str]]
ALL = "signals"  # the reading of what belongs to no single panel


@login_required
def signals(request: HttpRequest) -> HttpResponse:
    """Every closed panel with the signs found in it."""
    batch, kind = _chosen(request)
    listed = found(queries.panels_with_signs(request.actor, batch=batch, kind=kind,
                                             number=number(request)))  # fmt: skip
    actions.reading.note(ALL, "signals", actor=request.actor, now=request.now)
    context = {
        "columns": [
            {"label": _("Panel"), "kind": "link"}, {"label": _("Kind"), "kind": "text"},
            {"label": _("Closed on"), "kind": "datetime"}, {"label": _("Signs"), "kind": "text"},
        ],
        "rows": [_row(p) for p in listed.items],
        "page": listed.nav,
        "fields": _filters(batch, kind),
        "across": f"{reverse('signals_across')}?batch={batch}&kind={kind}",
    }  # fmt: skip
    return page(request, "review/signals.html", context)


def _chosen(request: HttpRequest) -> tuple[str, str]:
    kind = request.GET.get("kind", "")
    return uuid(request.GET.get("batch", "")), kind if kind in KINDS else ""


def _filters(batch: str, kind: str) -> list[dict[str, Any]]:
    return [
        {"name": "batch", "label": _("Batch"),
         "options": [(b.id, b.title, b.id == batch) for b in programme.batches()]},
        {"name": "kind", "label": _("Kind"),
         "options": [(c, said, c == kind) for c, said in KINDS.items()]},
    ]  # fmt: skip


def _row(p: queries.PanelSigns) -> dict[str, Any]:
    url = reverse("panel_signals", args=[p.id])
    return {
        "url": url,
        "cells": [{"url": url, "label": p.title}, KINDS[p.kind], p.closed_at, _counted(p)],
    }


def _counted(p: queries.PanelSigns) -> str:
    if p.counted is None:
        return _("Not looked at yet")
    said = [f"{SIGNS[code]} {n}" for code, n in sorted(p.counted.items())]
    return texts.listed(said) or _("None")


@login_required
def panel_signals(request: HttpRequest, pk: str) -> HttpResponse:
    view = found(queries.panel_signs(str(pk), request.actor))
    actions.reading.note(view.id, "signals", actor=request.actor, now=request.now)
    context = {
        "p": view,
        "kind": KINDS[view.kind],
        "signs": _grouped(view.signs, view.criteria, plain=view.title),
    }
    return page(request, "review/panel_signals.html", context)


@login_required
def across(request: HttpRequest) -> HttpResponse:
    """Rogues and rings show only over many panels."""
    batch, kind = _chosen(request)
    view = found(queries.signs_across(request.actor, batch=batch, kind=kind))
    actions.reading.note(ALL, "signals", actor=request.actor, now=request.now)
    context = {
        "v": view,
        "signs": _grouped(view.signs, {}),
        "fields": _filters(batch, kind),
        "percent": f"{view.permille / 10:g}",
    }
    return page(request, "review/signals_across.html", context)


def _grouped(signs: Iterable[queries.SignView], criteria: Criteria,
             plain: str = "") -> list[dict[str, Any]]:  # fmt: skip
    """One card for all signs of a kind about the same experts. `plain`: a title that would only be
    said again with every item."""
    cards: dict[Any, dict[str, Any]] = {}
    for s in signs:
        card = cards.setdefault((s.code, s.who), {
            "title": SIGNS[s.code], "found": [],
            "who": [{"url": reverse("expert", args=[w.expert]), "w": w} for w in s.who],
        })  # fmt: skip
        card["found"].append({"said": _said(s, criteria), "items": _items(s, plain)})
    return list(cards.values())


def _said(s: queries.SignView, criteria: Criteria) -> str:
    evidence = dict(s.evidence)
    if evidence.get("criterion") in criteria:
        evidence["criterion"] = words(*criteria[evidence["criterion"]])
    return str(EVIDENCE[s.code]) % evidence


def _items(s: queries.SignView, plain: str) -> list[dict[str, str]]:
    return [
        {"url": f"{reverse('panel_result', args=[panel])}#item-{code}", "code": code,
         "title": "" if title == plain else title}
        for panel, code, title in s.items
    ]  # fmt: skip
