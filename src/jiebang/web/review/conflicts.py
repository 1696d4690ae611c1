"""Conflicts of interest of a panel: what kept whom out, what is asked, and each path in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from jiebang.programme import queries as programme
from jiebang.review import actions, queries
from jiebang.rulebook.conflict import GROUNDS, UNSETTLED, State
from jiebang.rulebook.edition.conflicts import Conflicts
from jiebang.rulebook.roles import Role
from jiebang.web.frame import actions_of, page
from jiebang.web.programme.asking import found, number
from jiebang.web.programme.asking import state as state_of
from jiebang.web.programme.history import timeline
from jiebang.web.review import late
from jiebang.web.wording import label
from jiebang.web.wording.conflicts import CLASSES, NODES, ORIGINS, TIES, UNIT_SIGNS, VERDICTS
from jiebang.web.wording.review import KINDS, SIGNS

SHOWN = 50
WAITING = (*UNSETTLED, State.LATE)
# Of steps that exclude each other the one that is possible is offered, else the first.
ONE_OF = (("confirm", "confirm_after", "confirm_decided"), ("set_aside", "review_again"),
          ("refuse_waiver", "refuse_waiver_after"))  # fmt: skip
TONES = {"hard": "failed", "ask": "pending", "note": "closed"}
PERCENT = 100  # basis points


@login_required
def conflicts(request: HttpRequest, pk: str) -> HttpResponse:
    c = found(queries.conflicts(str(pk), request.actor))
    if "name" in c.sees:
        actions.reading.note(c.panel, "names", actor=request.actor, now=request.now)
    rules = programme.edition_of(c.batch_id).conflicts
    verdict = request.GET.get("verdict", "")
    frozen = [(n, f) for n, f in enumerate(c.frozen) if not verdict or f.verdict == verdict]
    nav = Paginator(range(len(frozen)), SHOWN).get_page(number(request))
    start = (nav.number - 1) * SHOWN
    context = {
        "c": c,
        "kind": KINDS[c.kind],
        "lists": [
            {"title": title, "rows": [_row(x, rules) for x in rows], "columns": _columns(c.sees)}
            for title, rows in _lists(c) if rows
        ],
        "frozen": {
            "columns": _columns(c.sees), "total": len(frozen),
            "rows": [_frozen(c, n, f, rules) for n, f in frozen[start : start + SHOWN]],
        },
        "page": nav,
        "fields": [
            {"name": "verdict", "label": _("Verdict"),
             "options": [(code, said, code == verdict) for code, said in VERDICTS.items()]},
        ],
        "may_judge": request.actor.holds(Role.SUPERVISOR),
    }  # fmt: skip
    return page(request, "review/conflicts.html", context)


def _lists(c: queries.ConflictsView) -> list[tuple[str, list[queries.ConflictView]]]:
    here = [x for x in c.conflicts if x.state != "gone"]
    return [
        (_("Waiting to be decided"), [x for x in here if x.state in WAITING]),
        (_("Found, or decided by people"), [x for x in here if x.state not in WAITING]),
        (_("Lifted, since the facts are gone"), [x for x in c.conflicts if x.state == "gone"]),
    ]


def _columns(sees: frozenset[str]) -> list[dict[str, str]]:
    who = _("Expert") if "name" in sees else _("Pseudonym")
    rule = [{"label": _("Rule"), "kind": "text"}] if "rule" in sees else []
    return [
        {"label": who, "kind": "link"}, {"label": _("Item under review"), "kind": "text"}, *rule,
        {"label": _("Verdict"), "kind": "state"}, {"label": _("State"), "kind": "state"},
    ]  # fmt: skip


def _row(x: queries.ConflictView, rules: Conflicts) -> dict[str, Any]:
    url = reverse("conflict", args=[x.id])
    rule = [_rule(x.rule, rules)] if "rule" in x.sees else []
    return {"url": url, "cells": [
        {"url": url, "label": x.name or x.number, "sub": x.unit}, x.item, *rule,
        _verdict(x.verdict), state_of("conflict", x.state),
    ]}  # fmt: skip


def _frozen(c: queries.ConflictsView, n: int, f: queries.FrozenView,
            rules: Conflicts) -> dict[str, Any]:  # fmt: skip
    url = reverse("conflict_path", args=[c.panel, n]) if "path" in c.sees else ""
    decided = state_of("conflict", f.state) if f.state else _effect(f.verdict)
    return {"url": url, "cells": [
        {"url": url, "label": f.name or f.number[:8], "sub": f.unit}, f.item,
        _rule(f.rule, rules), _verdict(f.verdict), decided,
    ]}  # fmt: skip


def _rule(code: str, rules: Conflicts) -> str:
    rule = rules.rule(code)
    return label(rule) if rule else code


def _verdict(code: str) -> dict[str, Any]:
    return {"code": TONES[code], "label": VERDICTS[code]}


def _effect(verdict: str) -> dict[str, Any]:
    """What a finding that needs nobody's decision did."""
    if verdict == "note":
        return {"code": "closed", "label": _("Keeps nobody out")}
    return {"code": "failed", "label": _("Kept out of the draw")}


def rule_words(rules: Conflicts) -> dict[str, str]:
    """What keeps experts out, by the code of the rule, in the reader's language."""
    return {r.code: label(r) for r in rules.rules}


@login_required
def path(request: HttpRequest, pk: str, number: int) -> HttpResponse:
    """Why somebody was kept out of the draw, as it was frozen with the pool."""
    c = found(queries.conflicts(str(pk), request.actor))
    if "path" not in c.sees or number >= len(c.frozen):
        raise Http404
    actions.reading.note(c.panel, "names", actor=request.actor, now=request.now)
    f = c.frozen[number]
    context = {
        "x": f, "panel": c.panel, "title": c.title, "frozen": True,
        "rule": _rule(f.rule, programme.edition_of(c.batch_id).conflicts),
        "verdict": VERDICTS[f.verdict],
        "state": state_of("conflict", f.state) if f.state else None,
        "steps": in_words(f.path),
    }  # fmt: skip
    return page(request, "review/conflict.html", context)


@login_required
def conflict(request: HttpRequest, pk: str) -> HttpResponse:
    x = queries.conflict(str(pk), request.actor)
    if x is None:  # an officer is told that something came to light, and sees the panel
        panel = queries.panel_of_conflict(str(pk))
        seen = found(queries.panel(panel, request.actor) if panel else None)
        here = "panel_result" if queries.late(panel, request.actor) else "panel"
        return HttpResponseRedirect(reverse(here, args=[seen.id]))
    if "name" in x.sees:
        actions.reading.note(x.panel, "names", actor=request.actor, now=request.now)
    glance = actions.conflict.glance(pk, actor=request.actor, now=request.now)
    rules = programme.edition_of(x.batch_id).conflicts
    context = {
        "x": x,
        "panel": x.panel,
        "title": x.panel_title,
        "frozen": False,
        "rule": _rule(x.rule, rules) if "rule" in x.sees else _("Conflict of interest"),
        "verdict": VERDICTS[x.verdict],
        "state": state_of("conflict", x.state),
        "actions": _possible(actions_of(glance)),
        "ground": next((label(o) for o in GROUNDS if o.code == x.ground), ""),
        "steps": in_words(x.path),
        "late": late.shown(
            [y for y in queries.late(x.panel, request.actor) if y.id == x.id], rules
        ),
        "history": timeline("conflict", str(pk)) if "reason" in x.sees else [],
    }
    return page(request, "review/conflict.html", context)


def _possible(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    hidden: set[str] = set()
    for group in ONE_OF:
        here = [a for a in found if a["key"] in group]
        first = next((a for a in here if a["allowed"]), here[0] if here else None)
        hidden |= {a["key"] for a in here if a is not first}
    return [a for a in found if a["key"] not in hidden]


def in_words(path: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Each step of a path: from whom, by what, to whom, and who says so."""
    return [
        {
            "start": _node(s["start"]), "end": _node(s["end"]), "says": _says(s),
            "kind": s["end"][0], "facts": [_fact(f) for f in s["facts"]],
        }
        for s in path
    ]  # fmt: skip


def _says(s: Mapping[str, Any]) -> str:
    """The fact in the direction in which it is told."""
    a, b = (s["start"], s["end"]) if s["forward"] else (s["end"], s["start"])
    if s["kind"] == "alias" and a == b:
        return _("Both records name the unit as %(name)s") % {"name": _node(a)}
    return f"{_node(a)} {TIES[s['kind']]} {_node(b)}"


def _node(node: list[str]) -> str:
    kind, name = node
    if kind == "unit" and not name:
        return _("an owner whom nobody names")
    return name if kind in ("person", "unit") else f"{NODES[kind]} {name}".strip()


def _fact(f: Mapping[str, Any]) -> dict[str, Any]:
    code, _bar, said = f["source"].partition("|")
    if not _bar:
        code, _colon, said = f["source"].partition(":")
        said = str({**UNIT_SIGNS, **SIGNS}.get(said, said))
    return {
        "source": ORIGINS.get(code, code), "said": said, "sure": CLASSES[f["confidence"]],
        "on": f["on"], "until": f["until"], "told_on": f["told_on"],
        "share": f"{f['amount'] / PERCENT:g}%" if f["amount"] is not None and code in SHARES
        else "",
    }  # fmt: skip


SHARES = ("record", "archive", "recorded")
