"""Bids: one's own always; the publisher's and the bureau's only once they were opened (R042)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jiebang.engine.decision import Denied
from jiebang.platform.files import queries as files
from jiebang.platform.lifecycle import Glance
from jiebang.programme import actions, queries
from jiebang.review import queries as review
from jiebang.rulebook.bid import OPINION, State, readable
from jiebang.rulebook.challenge import OPENED
from jiebang.rulebook.forms import FormSpec
from jiebang.rulebook.roles import Role
from jiebang.web.frame import actions_of, page
from jiebang.web.programme import asking, editing, gates, likeness, reading
from jiebang.web.programme.demands import attachment
from jiebang.web.programme.history import timeline
from jiebang.web.programme.receipts import qr_of
from jiebang.web.wording import label, sentences, words


@login_required
def bid_list(request: HttpRequest) -> HttpResponse:
    get = request.GET.get
    own = not asking.is_city(request.actor)
    challenge = asking.uuid(get("challenge", ""))
    found = queries.bids(
        request.actor,
        challenge=challenge,
        state=get("state", ""),
        text=get("q", "").strip(),
        own=own and not challenge,
        number=asking.number(request),
    )
    context = {
        "columns": _columns(),
        "rows": [_row(b) for b in found.items],
        "page": found.nav,
        "own": own,
        "search": {
            "name": "q",
            "value": get("q", ""),
            "placeholder": _("Receipt number, unit or title"),
        },
        "fields": [
            {
                "name": "state",
                "label": _("State"),
                "options": asking.states("bid", get("state", "")),
            }
        ],
        "active": asking.chip(
            request,
            {
                "state": _state_word,
                "q": lambda v: f"“{v}”",
                "challenge": lambda v: _("one challenge"),
            },
        ),
        "keep": [("challenge", challenge)] if challenge else [],
    }
    return page(request, "programme/bids.html", context)


def _state_word(code: str) -> str:
    return asking.state("bid", code)["label"] if code in set(State) else code


def _columns() -> list[dict[str, str]]:
    return [
        {"label": _("Challenge number"), "kind": "text"},
        {"label": _("Challenge"), "kind": "link"},
        {"label": _("Receipt number"), "kind": "text"},
        {"label": _("State"), "kind": "state"},
        {"label": _("Budget"), "kind": "money"},
        {"label": _("Handed in at"), "kind": "datetime"},
        {"label": _("Bids close"), "kind": "deadline"},
    ]


def _row(b: queries.BidRow) -> dict[str, Any]:
    url = reverse("bid", args=[b.id])
    return {
        "url": url,
        "cells": [
            f"{b.challenge_number or '—'}",
            {"url": url, "label": b.challenge, "sub": b.lead},
            b.number,
            asking.state("bid", b.state),
            b.total or None,
            b.submitted_at,
            b.closes_at,
        ],
    }


@login_required
def bid(request: HttpRequest, pk: str) -> HttpResponse:
    b = asking.found(queries.bid(pk, request.actor))
    glance = actions.bid.glance(pk, actor=request.actor, now=request.now)
    opened = b.challenge_state in OPENED
    if not readable(glance.roles, opened):
        raise Http404
    own = bool(glance.roles & {Role.LEAD, Role.PARTNER})
    spec = queries.edition(b.edition_id).forms["bid"]
    _spec, values = queries.bid_reading(pk, request.actor)
    alike = None if own else queries.nearest(pk, request.actor)
    untold = likeness.UNTOLD if alike is None else frozenset()
    context = {
        "b": b,
        "state": asking.state("bid", b.state),
        "version": b.version,
        "own": own,
        "lead": Role.LEAD in glance.roles,
        "actions": _actions(glance, b, request.actor.scopes(Role.MEMBER)),
        "parts": reading.parts(spec, values, only=_shown_to(own), empty=False),
        "indicators": indicators(b, values),
        "checks": checks(b, request) if own and b.state == State.DRAFT else None,
        "units": units(b, glance),
        "receipt": _receipt(request, b) if b.number and own else None,
        "receipts": b.receipts if own else (),
        "files": editing.groups(spec, files.of("bid", pk), "bid", pk),
        "relation": relation(b) if not own else None,
        "opinion": _opinion(b)
        if Role.PUBLISHER in glance.roles or asking.is_city(request.actor)
        else [],
        "form_check": _form_check(b) if not own else [],
        "draw": review.draw_on(pk) if opened else None,
        "likeness": likeness.line(alike, pk),
        "explanation": _explanation(b, glance) if own and b.asked_to_explain_at else None,
        "history": timeline("bid", pk, untold=untold)
        if own or asking.is_city(request.actor)
        else [],
        "facts": _facts(b),
    }
    return page(request, "programme/bid.html", context)


def _shown_to(own: bool) -> reading.Chooser:
    """The answers to the indicators have a table of their own."""
    return lambda f: f.name != "responses"


def indicators(b: queries.BidView, values: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Each indicator of the challenge beside what this bid promises."""
    answers = values.get("responses") or []
    labels = {"meets": _("Meets"), "exceeds": _("Exceeds"), "short": _("Falls short")}
    codes = {"meets": "passed", "exceeds": "passed", "short": "failed"}
    return [
        {
            "name": row["name"],
            "unit": row.get("unit") or "",
            "now": row.get("current") or "",
            "target": queries.target(row),
            "method": row.get("method") or "",
            "promised": answer.get("promised") or "",
            "verdict": codes.get(answer.get("compliance"), ""),
            "label": labels.get(answer.get("compliance"), ""),
        }
        for row, answer in zip(b.indicators, answers, strict=False)
    ]


def checks(b: queries.BidView, request: HttpRequest) -> dict[str, Any]:
    """What still stands between this bid and its submission, each with its place."""
    cleaned, rules = queries.bid_checks(b.id, request.now)
    spec = queries.edition(b.edition_id).forms["bid"]
    edit = reverse("bid_edit", args=[b.id])
    missing = [
        {
            "label": place_of(spec, p.path),
            "text": said,
            "url": f"{edit}?check=1#f-{p.path.replace('.', '-')}",
        }
        for p, said in zip(
            cleaned.problems, sentences(p.reason for p in cleaned.problems), strict=True
        )
    ]
    return {"missing": missing, "gates": gates.bid_rows(rules), "edit_url": edit}


def place_of(spec: FormSpec, path: str) -> str:
    name, _sep, rest = path.partition(".")
    f = spec[name]
    if not rest:
        return label(f)
    index, _sep, column = rest.partition(".")
    said = next((label(c) for c in f.columns if c.name == column), "")
    row = _("row %(n)s") % {"n": int(index) + 1} if index.isdigit() else ""
    return " · ".join(x for x in (label(f), row, said) if x)


# Lists of a step that has a page or a form of its own here.
OWN = frozenset({"save", "attach", "detach", "remove_member"})


# Only a unit that is invited answers.
ANSWERS = frozenset({"confirm_membership", "decline_membership"})


def _actions(glance: Glance, b: queries.BidView, mine: frozenset[str]) -> list[dict[str, Any]]:
    invited = any(u.part == "invited" and u.organisation_id in mine for u in b.units)
    hidden = OWN if invited else OWN | ANSWERS
    found = [a for a in actions_of(glance) if a["key"] not in hidden]
    if any(o.row.name == "save" and o.decision.allowed for o in glance.offers):
        edit = {
            "key": "save",
            "url": reverse("bid_edit", args=[b.id]),
            "label": _("Go on writing"),
            "kind": "primary",
            "icon": "pencil",
            "method": "get",
            "allowed": True,
            "reasons": [],
        }
        found.insert(0, edit)
    return found


def _explanation(b: queries.BidView, glance: Glance) -> dict[str, Any]:
    """What the bureau asks the bidder to explain, and where it answers."""
    due = any(o.row.name == "explain" and o.decision.allowed for o in glance.offers)
    said = likeness.asked(b.question, b.asked_to_explain_at, b.explanation, b.explained_at)
    return {"items": said, "url": reverse("act", args=["bid", b.id, "explain"]) if due else ""}


PART_CODES = {"lead": "active", "invited": "pending", "confirmed": "passed"}


def units(b: queries.BidView, glance: Glance) -> list[dict[str, Any]]:
    may_remove = any(o.row.name == "remove_member" for o in glance.offers)
    return [
        {
            "u": u,
            "state": {"code": PART_CODES[u.part], "label": part_word(u.part)},
            "remove_url": reverse("bid_remove_unit", args=[b.id])
            if may_remove and u.part != "lead"
            else "",
        }
        for u in b.units
    ]


def part_word(part: str) -> str:
    return {
        "lead": _("Lead"),
        "invited": _("Invited, not confirmed yet"),
        "confirmed": _("Confirmed"),
    }[part]


def _receipt(request: HttpRequest, b: queries.BidView) -> dict[str, Any]:
    verify = f"{request.build_absolute_uri(reverse('verify'))}?number={b.number}"
    return {
        "number": b.number,
        "at": b.submitted_at,
        "digest": b.digest,
        "subject": b.challenge,
        "qr": qr_of(verify),
        "download_url": reverse("bid_receipt", args=[b.id]),
        "verify_url": verify,
    }


def relation(b: queries.BidView) -> dict[str, Any]:
    """What the related-party test found, each step of it (R046–R048)."""
    said = {"none": _("No relation found"), "to_check": _("To be checked"), "related": _("Related")}
    codes = {"none": "passed", "to_check": "pending", "related": "failed"}
    decision = b.relation_decision
    return {
        "state": {"code": codes[b.relation], "label": said[b.relation]},
        "paths": [{**p, "word": relation_word(p["relation"])} for p in b.relation_paths],
        "decision": decision.get("reason", ""),
        "decided_at": decision.get("at", ""),
    }


def relation_word(code: str) -> str:
    from jiebang.rulebook.organisation import ARCHIVE  # noqa: PLC0415 -- only where it is shown

    options = next(c for c in ARCHIVE["relations"].columns if c.name == "relation").options
    words_of = {o.code: label(o) for o in options} | {"same_unit": _("The same unit")}
    return words_of.get(code, code)


def _opinion(b: queries.BidView) -> list[dict[str, Any]]:
    if not b.opined_at:
        return []
    will = {o.code: words(o.label, o.label_en) for o in OPINION["will"].options}
    return [
        {"label": _("Will to co-operate"), "value": will.get(b.opinion_will, b.opinion_will)},
        {"label": _("Satisfaction"), "value": b.opinion_score},
        {"label": _("Reason"), "value": b.opinion_reason, "kind": "prose"},
        {"label": _("Given at"), "value": b.opined_at, "kind": "datetime"},
    ]


def _form_check(b: queries.BidView) -> list[dict[str, Any]]:
    given = b.form_check
    rows = [
        {"label": said, "value": _("Yes") if given.get(k) else _("No")}
        for k, said in (
            ("complete", _("Papers complete")),
            ("eligible", _("Units eligible")),
            ("unrelated", _("Not related to the publisher")),
        )
        if k in given
    ]
    text = given.get("reason") or given.get("remark")
    return [*rows, {"label": _("Remark"), "value": text, "kind": "prose"}] if text else rows


def _facts(b: queries.BidView) -> list[dict[str, Any]]:
    link = {"url": reverse("challenge", args=[b.challenge_id]), "label": b.challenge}
    return [
        {"label": _("Challenge"), "value": link, "kind": "link"},
        {"label": _("Publisher"), "value": b.publisher},
        {"label": _("Bids close"), "value": b.closes_at, "kind": "deadline"},
        {"label": _("Budget"), "value": b.total or None, "kind": "money"},
        {"label": _("Receipt number"), "value": b.number},
        {"label": _("Handed in at"), "value": b.submitted_at, "kind": "datetime"},
    ]


@login_required
@require_POST
def remove_unit(request: HttpRequest, pk: str) -> HttpResponse:
    asking.found(queries.bid(pk, request.actor))
    try:
        actions.bid.perform(
            pk,
            "remove_member",
            actor=request.actor,
            now=request.now,
            organisation=request.POST.get("organisation", ""),
        )
    except Denied as denied:
        messages.error(request, " ".join(sentences(denied.decision.reasons)))
    else:
        messages.success(request, _("The member was removed."))
    return HttpResponseRedirect(reverse("bid", args=[pk]))


@login_required
def bid_file(request: HttpRequest, pk: str, file: str) -> HttpResponse:
    b = asking.found(queries.bid(pk, request.actor))
    glance = actions.bid.glance(pk, actor=request.actor, now=request.now)
    if not readable(glance.roles, b.challenge_state in OPENED):
        raise Http404
    return attachment(request, "bid", pk, file)
