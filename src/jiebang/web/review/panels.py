"""Panels: the list, one panel with its ceremony and seats, its result, its draw."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import compress
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jiebang.programme import queries as programme
from jiebang.review import actions, queries
from jiebang.rulebook.edition.model import Table
from jiebang.rulebook.panel import UNDRAWN, State
from jiebang.rulebook.roles import BUREAU, Role
from jiebang.web.desk.views import place
from jiebang.web.frame import actions_of, page
from jiebang.web.programme.asking import found, is_city, number, states
from jiebang.web.programme.asking import state as state_of
from jiebang.web.review import ceremony, distance, late, texts
from jiebang.web.review.conflicts import rule_words
from jiebang.web.templatetags.jiebang import state_badge
from jiebang.web.wording import label, words
from jiebang.web.wording.drawing import MODES
from jiebang.web.wording.review import DECIDED, GROUNDS, KINDS

REHEARSE = (Role.DRAWER, Role.OFFICER, Role.SUPERVISOR)


@login_required
def panel_list(request: HttpRequest) -> HttpResponse:
    if not any(request.actor.holds(r) for r in queries.SEES):
        raise Http404
    kind, state = request.GET.get("kind", ""), request.GET.get("state", "")
    listed = queries.panels(request.actor, kind=kind, state=state, number=number(request))
    context = {
        "columns": [
            {"label": _("Subject"), "kind": "link"}, {"label": _("Kind"), "kind": "text"},
            {"label": _("Items"), "kind": "number"},
            {"label": _("Experts accepted"), "kind": "number"},
            {"label": _("Reviews signed"), "kind": "text"},
            {"label": _("Review ends"), "kind": "datetime"}, {"label": _("State"), "kind": "state"},
        ],
        "rows": [_row(p) for p in listed.items],
        "page": listed.nav,
        "fields": [
            {"name": "kind", "label": _("Kind"),
             "options": [(c, said, c == kind) for c, said in KINDS.items()]},
            {"name": "state", "label": _("State"), "options": states("panel", state)},
        ],
        "batches": _batches(request),
        "signs": request.actor.holds(Role.SUPERVISOR),
    }  # fmt: skip
    return page(request, "review/panels.html", context)


def _row(p: queries.PanelRow) -> dict[str, Any]:
    url = reverse("panel", args=[p.id])
    return {
        "url": url,
        "cells": [{"url": url, "label": p.title,
                   "sub": _("Fixed choice") if p.fixed else ""}, KINDS[p.kind], p.items, p.seated,
                  f"{p.signed} / {p.expected}", p.due_at, state_of("panel", p.state)],
    }  # fmt: skip


def _batches(request: HttpRequest) -> list[dict[str, Any]]:
    """Batches an officer may convene a screening for, each with its fields."""
    if not request.actor.holds(Role.OFFICER):
        return []
    return [
        {"id": b.id, "title": b.title, "fields": programme.edition(b.edition_id).fields}
        for b in programme.batches(states=("open",))
    ]


@login_required
@require_POST
def convene(request: HttpRequest) -> HttpResponse:
    """A screening panel over the accepted demands of a batch, of one field or of all."""
    made = actions.panel.create(
        "convene", actor=request.actor, now=request.now,
        batch=request.POST.get("batch", ""), field=request.POST.get("field", ""),
    )  # fmt: skip
    messages.success(request, _("The panel has been convened; the draw operator has been told."))
    return HttpResponseRedirect(reverse("panel", args=[made.pk]))


@login_required
def panel(request: HttpRequest, pk: str) -> HttpResponse:
    p = queries.panel(pk, request.actor)
    if p is None:  # finance knows a panel by its fees only
        found(queries.fees(str(pk), request.actor))
        return HttpResponseRedirect(reverse("panel_fees", args=[pk]))
    glance = actions.panel.glance(pk, actor=request.actor, now=request.now)
    if request.actor.holds(Role.SUPERVISOR) and p.seats:
        actions.reading.note(p.id, "names", actor=request.actor, now=request.now)
    context = {
        "p": p,
        "kind": KINDS[p.kind],
        "state": state_of("panel", p.state),
        "actions": actions_of(glance),
        "steps": ceremony.steps(p),
        "rounds": [ceremony.words(r, _rules(p)) for r in p.rounds],
        "conflicts": any(request.actor.holds(r) for r in SEE_CONFLICTS),
        "terms": ceremony.terms(p.terms),
        "table": _title(p),
        "mode": MODES["fixed" if p.fixed else p.mode],
        "rehearses": p.state == State.CONVENED and any(request.actor.holds(r) for r in REHEARSE),
        "seats": _seats(p, withdrawing=request.actor.holds(Role.SECRETARY)),
        "named": "expert_names" in p.sees,
        "masks": bool({"masks", "masked"} & p.sees) and p.blind,
        "masking": queries.progress(p.id) if p.blind and p.state in UNDRAWN else None,
        "items": _items(p),
        "fees": "fees" in p.sees and p.state == State.CLOSED,
        "may_read": "results" in p.sees and p.state == State.CLOSED,
        "subject_url": place(p.subject_life, p.subject_id),
        "together": _together(request, p),
    }
    return page(request, "review/panel.html", context)


def _title(p: queries.PanelView) -> str:
    """Of the table by which it scores."""
    table = programme.edition_of(p.batch_id).tables[p.score_table]
    return words(table.title, table.title_en)


def _together(request: HttpRequest, p: queries.PanelView) -> queries.Together | None:
    """Links to what the panel does in common, for those who find something behind them."""
    if p.state not in (State.MEETING, State.CLOSED):
        return None
    if any(request.actor.holds(r) for r in (Role.SECRETARY, Role.SUPERVISOR)):
        return queries.together(p.id)
    if not any(request.actor.holds(r) for r in BUREAU):
        return None
    found = queries.together(p.id)
    return found if p.state == State.CLOSED else replace(found, opinions=())


SEE_CONFLICTS = (Role.SUPERVISOR, Role.HEAD, Role.DRAWER)


def _rules(p: queries.PanelView) -> dict[str, str]:
    if "reasons" not in p.sees:
        return {}
    return rule_words(programme.edition_of(p.batch_id).conflicts)


def _items(p: queries.PanelView) -> dict[str, Any]:
    """The table of what is under review, without the columns that are not for this viewer."""
    named = "units" in p.sees
    columns = [
        (True, _("Code"), "text"), (named, _("Item under review"), "link"),
        (True, _("Signed"), "number"), (True, _("Still open"), "number"),
        (p.blind, _("Places masked"), "number"),
    ]  # fmt: skip
    cells = [
        (format_html("<b>{}</b>", i.code),
         {"url": place(i.life, i.subject_id) if named else "", "label": i.title,
          "sub": texts.listed(i.units)},
         i.valid, i.open, i.masked)
        for i in p.items
    ]  # fmt: skip
    return _table(columns, cells)


def _table(columns: list[tuple[bool, str, str]], cells: Iterable[Sequence[Any]]) -> dict[str, Any]:
    """columns: (shown, label, kind)."""
    shown = [keep for keep, _label, _kind in columns]
    return {
        "columns": [{"label": label, "kind": kind} for label, kind in
                    ((label, kind) for keep, label, kind in columns if keep)],
        "rows": [{"cells": list(compress(row, shown))} for row in cells],
    }  # fmt: skip


def _seats(p: queries.PanelView, *, withdrawing: bool) -> dict[str, Any]:
    withdrawing = withdrawing and p.state == State.REVIEWING
    columns = [
        (True, _("No."), "text"), ("expert_names" in p.sees, _("Expert"), "link"),
        (True, _("State"), "text"), (True, _("Answer by"), "datetime"),
        (True, _("Signed"), "number"), (withdrawing, "", "link"),
    ]  # fmt: skip
    word = _("Withdraw the expert") if withdrawing else ""
    return _table(columns, [_seat(s, word) for s in p.seats])


def _seat(s: queries.SeatView, withdraw: str) -> tuple[Any, ...]:
    badge = state_badge(s.state, state_of("seat", s.state)["label"])
    if s.ground:
        badge += format_html('<div class="jb-sub">{}</div>', GROUNDS.get(s.ground, ""))
    going = withdraw and s.state in ("invited", "accepted")
    return (
        format_html('{} <code class="jb-mono jb-quiet">{}</code>', s.number, s.pseudonym[:8]),
        {"label": s.name, "sub": s.unit},
        badge,
        s.answer_by,
        f"{s.signed} / {s.reviews}" if s.reviews else "",
        {"url": reverse("act", args=["seat", s.id, "withdraw"]), "label": withdraw} if going
        else {},
    )  # fmt: skip


@login_required
def result(request: HttpRequest, pk: str) -> HttpResponse:
    """The ranking with its arithmetic, and the signed sheets."""
    p = found(queries.panel(pk, request.actor))
    results = queries.panel_results(pk, request.actor)
    if not results:
        raise Http404
    if request.actor.holds(Role.SUPERVISOR):
        actions.reading.note(p.id, "sheets", actor=request.actor, now=request.now)
    rules = programme.edition_of(p.batch_id)
    table = rules.tables[p.score_table]
    sheets: dict[str, list[Any]] = {}
    for s in queries.sheets(p.id, request.actor):
        sheets.setdefault(s.code, []).append(s)
    units = {i.code: i.units[1:] if p.kind == "bid" else i.units for i in p.items}
    found_late = queries.late(p.id, request.actor)
    context = {
        "late": late.shown(found_late, rules.conflicts),
        "p": p,
        "kind": KINDS[p.kind],
        "results": [
            _result(r, table, units[r.code], sheets.get(r.code, ()), rules.defence.spread_limit)
            for r in results
        ],
        "outliers": distance.outliers(results, sheets),
        "sheet_columns": [
            {"label": _("Criterion"), "kind": "text"}, {"label": _("Score"), "kind": "number"},
            {"label": _("Comment"), "kind": "text"},
        ],
        "aggregation": rules.aggregation,
        "spread_limit": rules.defence.spread_limit,
        "beside": "beside" in p.sees,
        "signs": "signals" in p.sees,
        "linked": is_city(request.actor),  # others may not open what was reviewed
        "silent": p.kind == "bid" and all(r.publisher_weight == 0 for r in results),
    }  # fmt: skip
    late.flag((s for x in context["results"] for s in x["sheets"]), found_late)
    return page(request, "review/result.html", context)


def _result(
    r: queries.ResultView,
    table: Table,
    units: Iterable[str],
    sheets: Sequence[queries.SheetView],
    limit: Decimal,
) -> dict[str, Any]:
    """One item's place with its arithmetic and the sheets behind it."""
    names = {c.code: c for c in table.criteria}
    return {
        "r": r, "decided": DECIDED[r.decided_by], "units": texts.listed(units),
        "arithmetic": texts.arithmetic(r.steps, table),
        "means": [(names[c], value) for c, value in r.criteria if c in names],
        "failed": [names[c] for c in r.failed],
        "sheets": [_sheet(s, table) for s in sheets],
        "url": place(r.life, r.subject_id),
        "dispute": distance.dispute(sheets, limit),
    }  # fmt: skip


def _sheet(s: queries.SheetView, table: Table) -> dict[str, Any]:
    """A sheet with the rows of its table."""
    given = {code: (score, comment) for code, score, comment in s.scores}
    rows = [
        {"cells": [label(c), f"{given[c.code][0]} / {c.max}", given[c.code][1]]}
        for c in table.criteria if c.code in given
    ]  # fmt: skip
    return {
        "number": s.number, "expert": s.expert, "total": s.total, "review_id": s.review_id,
        "opinion": s.opinion, "confirmation": s.confirmation, "rows": rows,
    }  # fmt: skip


def verify(request: HttpRequest, pk: str) -> HttpResponse:
    """A draw for everybody: what was fixed when, and how to replay it. No names."""
    draw = found(queries.public_draw(pk))
    context = {
        "draw": draw,
        "kind": KINDS[draw.kind],
        "state": state_of("panel", draw.state),
        "rounds": [ceremony.words(r, page="verify_draw") for r in draw.rounds],
        "proof": queries.proves(draw.id),
        "opened": queries.opened(draw.id) if draw.state == State.CLOSED else None,
        "heard": draw.state in (State.MEETING, State.CLOSED) and queries.lots(str(pk)),
    }
    return page(request, "review/verify.html", context)
