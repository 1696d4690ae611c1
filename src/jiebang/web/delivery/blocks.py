"""What a record's page is made of: blocks of values, tables, texts and files, in this order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from jiebang.platform.documents import Document, render_docx, render_pdf
from jiebang.platform.files import queries as files
from jiebang.platform.files.serve import disposition
from jiebang.platform.lifecycle import Glance, Machine
from jiebang.web.delivery.own_steps import OWN
from jiebang.web.frame import actions_of, opens, page
from jiebang.web.programme.asking import state
from jiebang.web.programme.history import timeline
from jiebang.web.wording import step

Block = dict[str, Any]


def values(title: str, items: Iterable[tuple[Any, ...]], *, hint: str = "") -> Block:
    """items: (label, value[, kind]); what is empty is left out."""
    rows = [dict(zip(("label", "value", "kind"), i, strict=False)) for i in items]
    kept = [r for r in rows if r["value"] not in (None, "", [])]
    return {"kind": "values", "title": title, "items": kept, "hint": hint}


def table(title: str, columns: Iterable[tuple[str, str]], rows: Iterable[Any], *,
          empty: str = "", hint: str = "") -> Block:  # fmt: skip
    """columns: (label, kind); rows: lists of cells, or dicts as the component takes them."""
    heads = [{"label": label, "kind": kind} for label, kind in columns]
    lines = [r if isinstance(r, dict) else {"cells": list(r)} for r in rows]
    return {"kind": "table", "title": title, "columns": heads, "rows": lines, "hint": hint,
            "empty": {"title": empty} if empty else None}  # fmt: skip


def text(title: str, said: str) -> Block:
    return {"kind": "text", "title": title, "text": said}


def files_of(title: str, life: str, pk: str) -> Block:
    """The files of a record; whoever sees the page may open them."""
    items = [
        {"name": f.name, "size": f.size, "at": f.uploaded_at, "digest": f.sha256,
         "url": reverse("delivery_file", args=[life, pk, f.id])}
        for f in files.of(life, pk)
    ]  # fmt: skip
    return {"kind": "files", "title": title, "items": items}


def link(url: str, label: str, *, sub: str = "", invented: bool = False) -> dict[str, Any]:
    return {"url": url, "label": label, "sub": sub, "invented": invented}


def buttons(glance: Glance) -> list[dict[str, Any]]:
    """The offers of the viewer; steps with a page of their own lead there."""
    found = actions_of(glance)
    for a in found:
        if (glance.life, a["key"]) in OWN:
            a["url"] = reverse("delivery_fill", args=[glance.life, glance.id, a["key"]])
    shown = {a["key"] for a in found}
    return [
        {"key": o.row.name, "label": step(glance.life, o.row.name), "kind": "primary",
         "icon": "pencil", "method": "get", "allowed": True, "reasons": [],
         "url": reverse("delivery_fill", args=[glance.life, glance.id, o.row.name])}
        for o in glance.offers
        if (glance.life, o.row.name) in OWN and o.row.name not in shown and o.decision.allowed
    ] + found  # fmt: skip


def birth(life: str, parent: str, label: str, *, icon: str = "plus") -> dict[str, Any]:
    """A button that begins a new record beside this one."""
    return {"key": f"new-{life}", "label": label, "kind": "plain", "icon": icon, "method": "get",
            "url": reverse("delivery_new_of", args=[life, parent]), "allowed": True,
            "reasons": []}  # fmt: skip


def door(key: str, label: str, icon: str, url: str) -> dict[str, Any]:
    """A button that only leads somewhere."""
    return {
        "key": key,
        "label": label,
        "kind": "link",
        "icon": icon,
        "url": url,
        "allowed": True,
        "reasons": [],
    }


def record(request: HttpRequest, machine: Machine, pk: str, *, title: str, blocks: Iterable[Block],
           facts: Iterable[tuple[Any, ...]] = (), sub: str = "", crumbs: Iterable[Any] = (),
           more: Iterable[Mapping[str, Any]] = (), alert: Mapping[str, Any] | None = None,
           named: bool = True, invented: bool = False) -> HttpResponse:  # fmt: skip
    """The page of one record, for whoever may read it, with the viewer's own offers."""
    life = machine.lifecycle.name
    glance = machine.glance(pk, actor=request.actor, now=request.now)
    context = {
        "title": title,
        "sub": sub,
        "state": state(life, glance.state),
        "version": glance.version,
        "actions": [*buttons(glance), *more],
        "blocks": [b for b in blocks if b],
        "facts": values("", facts)["items"],
        "crumbs": [
            {"label": label, "url": url if opens(request.actor, url) else ""}
            for label, url in crumbs
        ],
        "history": timeline(life, str(pk), named=named),
        "alert": alert,
        "invented": invented,
    }
    return page(request, "delivery/record.html", context)


def printed(document: Document | None, form: str, name: str) -> HttpResponse:
    if document is None or form not in ("pdf", "docx"):
        raise Http404
    render, mime = {
        "pdf": (render_pdf, "application/pdf"),
        "docx": (render_docx, "application/vnd.openxmlformats-officedocument"
                              ".wordprocessingml.document"),
    }[form]  # fmt: skip
    response = HttpResponse(render(document), content_type=mime)
    response["Content-Disposition"] = disposition(f"{name}.{form}")
    response["Cache-Control"] = "private, no-cache"
    return response
