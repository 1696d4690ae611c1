"""Awards: the ranking with its arithmetic, the meeting's record, the notice."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from jiebang.delivery import actions
from jiebang.delivery.queries import awards, contracts
from jiebang.delivery.queries.awards import AwardRow, AwardView, RankedView
from jiebang.rulebook.award import MEETING_FIELDS
from jiebang.rulebook.bid import OPINION
from jiebang.web.delivery import blocks as b
from jiebang.web.frame import page
from jiebang.web.programme.asking import chip, found, number, only_city, state, states
from jiebang.web.review import late
from jiebang.web.wording import STATES, label, step
from jiebang.web.wording.review import ARITHMETIC


@login_required
def award_list(request: HttpRequest) -> HttpResponse:
    only_city(request)
    chosen = request.GET.get("state", "")
    got = awards.awards(request.actor, state=chosen, number=number(request))
    waiting = awards.to_propose(request.actor)
    context = {
        "title": _("Awards"),
        "columns": [
            {"label": _("Challenge"), "kind": "link"},
            {"label": _("Winner"), "kind": "text"},
            {"label": _("Public money"), "kind": "money"},
            {"label": _("State"), "kind": "state"},
            {"label": _("Notice until"), "kind": "date"},
        ],
        "rows": [_row(a) for a in got.items],
        "page": got.nav,
        "actions": [
            b.birth("award", pk, _("Propose: %(title)s") % {"title": title})
            for pk, title in waiting
        ],
        "fields": [{"name": "state", "label": _("State"), "options": states("award", chosen)}],
        "active": chip(request, {"state": lambda v: str(STATES["award"].get(v, v))}),
    }
    return page(request, "delivery/list.html", context)


def _row(a: AwardRow) -> dict[str, Any]:
    url = reverse("award", args=[a.id])
    title = b.link(url, a.challenge, sub=f"{a.year} · {a.publisher}", invented=a.invented)
    winner = a.winner or _("Nobody")
    cells = [title, winner, a.public_money or None, state("award", a.state), a.until_on]
    return {"url": url, "cells": cells}


@login_required
def award(request: HttpRequest, pk: str) -> HttpResponse:
    a = found(awards.award(pk, request.actor))
    return b.record(
        request,
        actions.award,
        pk,
        title=a.row.challenge,
        sub=a.row.publisher,
        crumbs=[(_("Awards"), reverse("awards")), (a.row.challenge, "")],
        facts=_facts(a),
        blocks=[_proposal(a), _ranking(a), _late(a), *_arithmetic(a), _decisions(a)],
        more=_doors(request, a),
        alert={"tone": "bad", "title": _("Reason"), "text": a.verdict} if a.verdict else None,
        named=awards.insider(request.actor),
        invented=a.row.invented,
    )


def _doors(request: HttpRequest, a: AwardView) -> list[dict[str, Any]]:
    """The public page once there is one, and the contract for whoever may see it."""
    found = []
    if a.row.state in ("in_notice", "frozen", "confirmed"):
        found.append(("notice", _("Public page"), "world", reverse("notice", args=[a.row.id])))
    contract = contracts.contract_of(a.row.id, request.actor)
    if contract:
        url = reverse("contract", args=[contract])
        found.append(("contract", _("Task book and contract"), "file-text", url))
    return [b.door(*door) for door in found]


def _facts(a: AwardView) -> list[tuple[Any, ...]]:
    days = _("working days") if a.notice_unit == "working" else _("natural days")
    return [
        (
            _("Challenge"),
            b.link(reverse("challenge", args=[a.row.challenge_id]), a.row.challenge),
            "link",
        ),
        (_("Winner"), a.row.winner or _("Nobody")),
        (_("Consortium members"), "、".join(a.row.members)),
        (_("Public money"), a.row.public_money or None, "money"),
        (_("Notice no."), a.row.number),
        (_("Notice from"), a.row.from_on, "date"),
        (_("Notice until"), a.row.until_on, "date"),
        (_("Length of the notice"), f"{a.notice_days} {days}"),
        (_("Days left, while frozen"), a.left_days),
        (_("Objections"), a.objections or None),
    ]


def _proposal(a: AwardView) -> b.Block | None:
    return b.text(_("Why this proposal"), a.reason) if a.reason else None


def ranking_table(ranking: tuple[RankedView, ...]) -> b.Block:
    return b.table(
        _("Ranking"),
        [
            (_("Place"), "text"),
            (_("Bid"), "link"),
            (_("Panel's score"), "number"),
            (_("Publisher's score"), "number"),
            (_("Final score"), "number"),
            (_("Publisher's will"), "text"),
            (_("Passed"), "text"),
        ],
        [
            [
                _place(r),
                b.link(reverse("bid", args=[r.bid]), r.lead, sub=f"{r.number} · {r.result.code}"),
                r.result.panel_score,
                r.result.publisher_score or "—",
                r.result.final,
                _will(r.opinion),
                _("yes") if r.result.passed else _("no"),
            ]
            for r in ranking
        ],
    )


def _place(r: RankedView) -> str:
    if r.result.vetoed:
        return _("vetoed")
    return str(r.result.place) if r.result.place is not None else _("knocked out")


def _will(code: str) -> str:
    words = {o.code: label(o) for o in OPINION["will"].options}
    return words.get(code, "—")


def _ranking(a: AwardView) -> b.Block | None:
    return ranking_table(a.ranking) if a.ranking else None


def _late(a: AwardView) -> b.Block | None:
    """Conflicts that came to light after the review: before the decision somebody answers for
    whether those sheets count, afterwards they stay on record here."""
    if not a.late:
        return None
    return b.table(
        _("Came to light after the review"),
        [
            (_("Expert"), "link"),
            (_("Rule"), "text"),
            (_("State"), "text"),
            (_("First without those sheets"), "text"),
            (_("Decided by"), "text"),
            (_("Grounds"), "text"),
        ],
        [
            [
                b.link(f"{reverse('panel_result', args=[x.panel])}#late", late.who(x)),
                late.rule(x, a.conflicts),
                STATES["conflict"][x.state],
                x.after[0]["item"] if x.after else "—",
                x.by or "—",
                x.reason or "—",
            ]
            for x in a.late
        ],
    )


def _arithmetic(a: AwardView) -> list[b.Block]:
    """Every step of every score, as it was computed and can be computed again."""
    names = {c.code: label(c) for c in a.table.criteria}
    return [
        b.table(
            _("Arithmetic: %(lead)s (%(code)s)") % {"lead": r.lead, "code": r.result.code},
            [
                (_("Part of the calculation"), "text"),
                (_("Calculation"), "text"),
                (_("Gives"), "number"),
            ],
            [
                [_kind(s, names), s["formula"], s["result"]]
                for s in r.result.steps
                if s["kind"] not in ("sheet", "total")
            ],
        )
        for r in a.ranking
    ]


def _kind(s: dict[str, Any], names: dict[str, str]) -> str:
    criterion = names.get(s["criterion"], s["criterion"])
    return str(ARITHMETIC[s["kind"]]) % {"who": s["who"], "criterion": criterion}


def _decisions(a: AwardView) -> b.Block | None:
    if not a.decisions:
        return None
    meetings = {o.code: label(o) for o in MEETING_FIELDS[0].options}
    rows = [
        [
            step("award", d["outcome"]),
            meetings.get(d["meeting"], ""),
            d["number"],
            d["held_on"],
            d["attendees"],
            d.get("avoided") or "—",
            f"{d['votes_for']} / {d['votes_against']} / {d['votes_abstained']}",
            d.get("reason") or d.get("remark") or "—",
            d["who"],
        ]
        for d in a.decisions
    ]
    return b.table(
        _("The meeting's record"),
        [
            (x, "text")
            for x in (
                _("Outcome"),
                _("Meeting"),
                _("Minutes no."),
                _("Held on"),
                _("Present"),
                _("Avoided"),
                _("For / against / abstained"),
                _("Opinion"),
                _("Recorded by"),
            )
        ],
        rows,
    )
