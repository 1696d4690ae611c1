"""What everybody may read without signing in: notices, results of acceptance, results in use."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from jiebang.delivery.queries import awards, ends
from jiebang.platform.accounts.actor import PUBLIC
from jiebang.rulebook.award import PUBLIC_STATES
from jiebang.web.delivery import blocks as b
from jiebang.web.frame import page
from jiebang.web.programme.asking import number, state
from jiebang.web.wording import STATES


def notice_list(request: HttpRequest) -> HttpResponse:
    chosen = request.GET.get("state", "")
    chosen = chosen if chosen in set(PUBLIC_STATES) else ""
    got = awards.notices(state=chosen, number=number(request))
    context = {
        "columns": [
            {"label": _("Challenge"), "kind": "link"}, {"label": _("Publisher"), "kind": "text"},
            {"label": _("Winner"), "kind": "text"}, {"label": _("Notice from"), "kind": "date"},
            {"label": _("Notice until"), "kind": "date"}, {"label": _("State"), "kind": "state"},
        ],
        "rows": [_row(a) for a in got.items],
        "page": got.nav,
        "fields": [{"name": "state", "label": _("State"), "options": [
            (c, said, c == chosen) for c, said in STATES["award"].items()
            if c in set(PUBLIC_STATES)]}],
        "empty": {"title": _("No notices yet"), "text": _("Winners are announced here.")},
    }  # fmt: skip
    return page(request, "delivery/notices.html", context)


def _row(a: awards.AwardRow) -> dict[str, Any]:
    url = reverse("notice", args=[a.id])
    title = b.link(url, a.challenge, sub=a.number, invented=a.invented)
    return {"url": url, "cells": [title, a.publisher, _winner(a), a.from_on, a.until_on,
                                  state("award", a.state)]}  # fmt: skip


def _winner(a: awards.AwardRow) -> str:
    return "、".join((a.winner, *a.members)) if a.winner else _("Nobody")


def notice(request: HttpRequest, pk: str) -> HttpResponse:
    """Always as the public sees it, whoever looks: this page is printed and linked to."""
    a = awards.award(pk, PUBLIC)
    if a is None:
        raise Http404
    days = _("working days") if a.notice_unit == "working" else _("natural days")
    facts = b.values("", [
        (_("Challenge"), b.link(reverse("challenge", args=[a.row.challenge_id]), a.row.challenge),
         "link"),
        (_("Publisher"), a.row.publisher),
        (_("Winner"), a.row.winner or _("Nobody")),
        (_("Consortium members"), "、".join(a.row.members)),
        (_("Public money"), a.row.public_money if a.row.money_public else None, "money"),
        (_("Notice no."), a.row.number),
        (_("Notice from"), a.row.from_on, "date"),
        (_("Notice until"), a.row.until_on, "date"),
        (_("Length of the notice"), f"{a.notice_days} {days}"),
    ])["items"]  # fmt: skip
    context = {
        "a": a,
        "state": state("award", a.row.state),
        "facts": facts,
        "object_url": reverse("delivery_new_of", args=["objection", pk]),
        "complain_url": reverse("delivery_new", args=["complaint"]),
        "open": a.row.state in ("in_notice", "frozen"),
        "verdict": a.verdict,
        "crumbs": [{"label": _("Public notices"), "url": reverse("notice_list")},
                   {"label": a.row.challenge}],
    }  # fmt: skip
    return page(request, "delivery/notice.html", context)


def use_list(request: HttpRequest) -> HttpResponse:
    got = ends.uses(number=number(request))
    context = {"items": got.items, "page": got.nav, "total": got.total}
    return page(request, "delivery/uses.html", context)


def result_list(request: HttpRequest) -> HttpResponse:
    got = ends.public_results(number=number(request))
    context = {
        "columns": [
            {"label": _("Project"), "kind": "text"}, {"label": _("Publisher"), "kind": "text"},
            {"label": _("Bidder"), "kind": "text"}, {"label": _("Result"), "kind": "state"},
            {"label": _("Decided on"), "kind": "datetime"},
        ],
        "rows": [{"cells": [a.title, a.publisher, a.lead, state("acceptance", a.state),
                            a.decided_at]} for a in got.items],
        "page": got.nav,
        "empty": {"title": _("No results yet")},
    }  # fmt: skip
    return page(request, "delivery/results.html", context)
