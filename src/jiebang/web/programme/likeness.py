"""What bids share with other texts, side by side, for those who check bids (R044, R045).

The pages say what two texts have in common. They never say who wrote first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jiebang.delivery.queries.lookups import contracts_on
from jiebang.platform.lifecycle import Glance
from jiebang.programme import actions, queries
from jiebang.rulebook.likeness import FINDING
from jiebang.web.frame import actions_of, page
from jiebang.web.programme import asking
from jiebang.web.wording import label

STEPS = frozenset({"compare_again", "judge_likeness", "ask_to_explain"})
# Entries of a bid's history that only those who may know of its likeness read.
UNTOLD = frozenset({"read_text", "record_likeness", "compare_again", "judge_likeness"})
CONTEXT = 90  # characters shown around a passage
UNREAD = {
    "encrypted": lazy("protected by a password"),
    "no_text_layer": lazy("pictures of pages without text"),
    "unreadable_text": lazy("its characters cannot be read"),
    "broken": lazy("damaged"),
    "too_large": lazy("too long"),
    "kind_unknown": lazy("a kind of file that holds no text to compare"),
    "file_quarantined": lazy("waits for the virus scanner"),
    "file_infected": lazy("closed by the virus scanner"),
    "file_lost": lazy("its bytes are missing"),
    "cut_off": lazy("the text was cut after so many characters"),
}
PARTS = {
    "lead": lazy("Lead of the winning bid"),
    "confirmed": lazy("Member of the winning bid"),
    "publisher": lazy("Publisher of the challenge"),
}


@login_required
def bid_likeness(request: HttpRequest, pk: str) -> HttpResponse:
    found = asking.found(queries.likeness(pk, request.actor))
    glance = actions.bid.glance(pk, actor=request.actor, now=request.now)
    context = {
        "x": found,
        "columns": _columns(),
        "rows": [_other(found, o) for o in found.others],
        "unread": [{"name": n, "why": str(UNREAD.get(why, why))} for n, why in found.unread],
        "actions": buttons(glance),
        "version": glance.version,
        "finding": _finding(found),
        "asked": _asked(found),
        "repeat_columns": _repeat_columns(),
        "repeats": _repeats(found),
    }
    return page(request, "programme/likeness.html", context)


def buttons(glance: Glance) -> list[dict[str, Any]]:
    """The steps that have their place on this page alone."""
    here = [o for o in glance.offers if o.row.name in STEPS]
    shown = [replace(o, row=replace(o.row, quiet=False)) for o in here]
    return actions_of(replace(glance, offers=tuple(shown)))


def _columns() -> list[dict[str, str]]:
    return [
        {"label": _("Other text"), "kind": "link"},
        {"label": _("Unit"), "kind": "text"},
        {"label": _("Likeness"), "kind": "state"},
        {"label": _("Of this bid in the other"), "kind": "text"},
        {"label": _("Of the other in this bid"), "kind": "text"},
        {"label": _("Longest passage"), "kind": "number"},
    ]


def _other(x: queries.LikenessView, o: queries.Other) -> dict[str, Any]:
    url = reverse("likeness_pair", args=[x.bid.id, o.side.life, o.side.id])
    unit = o.side.unit + (f" · {_('same unit')}" if o.same_unit else "")
    code = "questioned" if o.warned else "none"
    return {
        "url": url,
        "cells": [
            {"url": url, "label": name(o.side), "sub": f"{o.side.year} · {o.side.title}"},
            unit,
            {"code": code, "label": f"{o.percent} %"},
            f"{o.share} %",
            f"{o.share_other} %",
            o.longest,
        ],
    }


def name(side: queries.Side) -> str:
    """A text as people call it: by its number."""
    said = _("Bid %(number)s") if side.life == "bid" else _("Demand %(number)s")
    return said % {"number": side.number or "—"}


def _finding(x: queries.LikenessView) -> list[dict[str, Any]]:
    if not x.finding:
        return []
    said = {o.code: label(o) for o in FINDING["finding"].options}
    return [
        {"label": _("Finding on the likeness"), "value": said[x.finding["finding"]]},
        {"label": _("Grounds"), "value": x.finding["reason"], "kind": "prose"},
        {"label": _("Given at"), "value": x.finding["at"], "kind": "datetime"},
    ]


def _asked(x: queries.LikenessView) -> list[dict[str, Any]]:
    if x.asked_at is None:
        return []
    return asked(x.question, x.asked_at, x.explanation, x.explained_at)


def asked(question: str, at: Any, answer: str, answered_at: Any) -> list[dict[str, Any]]:
    """The bureau's question and the bidder's answer."""
    rows = [
        {"label": _("What is to be explained"), "value": question, "kind": "prose"},
        {"label": _("Explanation asked for at"), "value": at, "kind": "datetime"},
    ]
    if not answered_at:
        return [*rows, {"label": _("Explanation"), "value": _("Not given yet")}]
    return [
        *rows,
        {"label": _("Explanation"), "value": answer, "kind": "prose"},
        {"label": _("Explained at"), "value": answered_at, "kind": "datetime"},
    ]


def _repeat_columns() -> list[dict[str, str]]:
    return [
        {"label": _("Year"), "kind": "text"},
        {"label": _("Project"), "kind": "link"},
        {"label": _("Unit"), "kind": "text"},
        {"label": _("Part"), "kind": "text"},
        {"label": _("Public money"), "kind": "money"},
        {"label": _("Likeness of titles"), "kind": "state"},
    ]


def _repeats(x: queries.LikenessView) -> list[dict[str, Any]]:
    found = queries.repeats(x.challenge, x.bid.year, x.edition_id, x.units, x.publisher_id)
    contracts = contracts_on({r.challenge_id for r in found}) if found else {}
    rows = []
    for r in found:
        url = reverse("challenge", args=[r.challenge_id])
        contract = contracts.get(r.challenge_id)
        sub = _("Contract %(number)s") % {"number": contract.number} if contract else ""
        code = "questioned" if r.warned else "none"
        rows.append({
            "cells": [
                f"{r.year}",
                {"url": url, "label": r.title, "sub": sub},
                r.unit,
                str(PARTS[r.part]),
                contract.public if contract else r.public_money,
                {"code": code, "label": f"{r.percent} %"},
            ],
        })  # fmt: skip
    return rows


@login_required
def likeness_pair(request: HttpRequest, pk: str, life: str, other: str) -> HttpResponse:
    found = asking.found(queries.pair(pk, life, other, request.actor))
    stale = found.bid.stale or found.other.stale
    whole = bool(request.GET.get("whole")) and not stale
    context = {
        "x": found,
        "ours": name(found.bid),
        "theirs": name(found.other),
        "stale": stale,
        "warned": found.percent >= found.warn,
        "passages": [] if stale else list(_passages(found)),
        "whole": whole,
        "ours_pieces": pieces(found.bid.text, [p[:2] for p in found.passages]) if whole else [],
        "theirs_pieces": pieces(found.other.text, [p[2:4] for p in found.passages])
        if whole
        else [],
    }
    return page(request, "programme/likeness_pair.html", context)


def _passages(x: queries.PairView) -> Iterator[dict[str, Any]]:
    for n, (a, b, c, d, equal) in enumerate(x.passages, 1):
        yield {"n": n, "equal": equal, "ours": _around(x.bid.text, a, b),
               "theirs": _around(x.other.text, c, d)}  # fmt: skip


def _around(text: str, start: int, end: int) -> dict[str, str]:
    """A passage with what stands before and after it, cut where a line ends."""
    before = text[max(0, start - CONTEXT) : start].rpartition("\n")[2]
    after = text[end : end + CONTEXT].partition("\n")[0]
    return {
        "before": ("…" if len(before) == CONTEXT else "") + before,
        "text": text[start:end],
        "after": after + ("…" if len(after) == CONTEXT else ""),
    }


def pieces(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, str]]:
    """The whole text in pieces: (number of the passage, words), 0 for what is not shared. Where
    passages overlap, the earlier one has the words."""
    found, at = [], 0
    for start, end, n in sorted((a, b, n) for n, (a, b) in enumerate(spans, 1)):
        if end <= at:
            continue
        found += [(0, text[at:start])] if start > at else []
        found.append((n, text[max(start, at) : end]))
        at = end
    return [*found, (0, text[at:])] if at < len(text) else found


@login_required
def batch_likeness(request: HttpRequest, batch: str) -> HttpResponse:
    if not queries.may_know(request.actor):
        raise Http404
    b = queries.batch(batch)
    found = queries.warned(batch, request.actor, number=asking.number(request))
    findings = {o.code: label(o) for o in FINDING["finding"].options}
    context = {
        "b": b,
        "warn": queries.edition(b.edition_id).bidding.similarity_warn,
        "columns": [
            {"label": _("Bid"), "kind": "link"},
            {"label": _("Other text"), "kind": "link"},
            {"label": _("Likeness"), "kind": "state"},
            {"label": _("Longest passage"), "kind": "number"},
            {"label": _("Finding on the likeness"), "kind": "text"},
        ],
        "rows": [_pair_row(r, findings) for r in found.items],
        "page": found.nav,
    }
    return page(request, "programme/batch_likeness.html", context)


def _pair_row(r: queries.WarnedRow, findings: dict[str, str]) -> dict[str, Any]:
    url = reverse("likeness_pair", args=[r.one.id, r.other.life, r.other.id])
    same = f" · {_('same unit')}" if r.same_unit else ""
    return {
        "url": url,
        "cells": [
            {
                "url": reverse("bid_likeness", args=[r.one.id]),
                "label": name(r.one),
                "sub": f"{r.one.unit} · {r.one.title}",
            },
            {
                "url": url,
                "label": name(r.other),
                "sub": f"{r.other.year} · {r.other.unit}{same} · {r.other.title}",
            },
            {"code": "questioned", "label": f"{r.percent} %"},
            r.longest,
            findings.get(r.finding, _("No finding yet")),
        ],
    }


def line(b: queries.Nearest | None, pk: str) -> dict[str, Any] | None:
    """What a bid's page says of its likeness, for those who may know."""
    if b is None:
        return None
    if b.waits:
        text = _("Waits to be compared with the other texts.")
    elif not b.others:
        text = _("Shares no passages with other texts.")
    else:
        kind = _("bid %(number)s") if b.life == "bid" else _("demand %(number)s")
        text = _("%(percent)s %% with %(other)s; a warning is given from %(warn)s %%.") % {
            "percent": b.percent, "other": kind % {"number": b.number}, "warn": b.warn,
        }  # fmt: skip
    warned = not b.waits and b.others > 0 and b.percent >= b.warn
    return {"text": text, "warned": warned, "url": reverse("bid_likeness", args=[pk]),
            "state": {"code": "questioned" if warned else "none", "label": f"{b.percent} %"}
            if b.others else None}  # fmt: skip
