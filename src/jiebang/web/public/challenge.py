"""One challenge for everybody: read it, ask, follow, take it (R026, R028, R031)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jiebang.engine.decision import Denied
from jiebang.platform.lifecycle import Invalid
from jiebang.programme import actions, queries
from jiebang.rulebook.challenge import QUESTION, QuestionState, State
from jiebang.rulebook.roles import Role
from jiebang.web.forms import bind, parse
from jiebang.web.frame import actions_of, page
from jiebang.web.programme import asking, reading
from jiebang.web.public.listing import fresh, number_of
from jiebang.web.wording import sentences, step

# Answers the page shows in places of their own.
PLACED = frozenset(
    {
        "title",
        "kind",
        "field",
        "background",
        "problem",
        "content",
        "indicators",
        "deliverables",
        "ip_ownership",
        "bidder_conditions",
        "application_scene",
        "total_money",
        "own_money",
        "period_months",
        "unit_name",
        "contact_name",
        "contact_phone",
        "contact_email",
    }
)


def challenge(request: HttpRequest, pk: str) -> HttpResponse:
    c = asking.found(queries.challenge(pk, request.actor))
    return fresh(request, page(request, "public/challenge.html", context_of(request, c)))


def context_of(request: HttpRequest, c: queries.ChallengeView) -> dict[str, Any]:
    policy = queries.edition(c.edition_id)
    spec = policy.forms["demand"]
    signed_in = request.actor.signed_in
    glance = (
        actions.challenge.glance(c.id, actor=request.actor, now=request.now) if signed_in else None
    )
    more = reading.parts(
        spec, c.content, only=lambda f: f.public and f.name not in PLACED, empty=False
    )
    return {
        "c": c,
        "challenge": _shown(c, spec),
        "crumbs": [
            {"label": _("Challenge list"), "url": reverse("challenge_list")},
            {"label": number_of(c.year, c.number)},
        ],
        "steps": _steps(c),
        "indicators": indicators(c),
        "more": [i for part in more for i in part.items],
        "corrections": [_correction(x) for x in reversed(c.corrections)],
        "questions": [_question(q, glance) for q in queries.questions(c.id, request.actor)],
        "ask_url": reverse("question_ask", args=[c.id]) if c.state == State.PUBLISHED else "",
        "bid": _call(c),
        "pdf_url": reverse("challenge_pdf", args=[c.id]),
        "print_url": reverse("challenge_print", args=[c.id]),
        "ics_url": reverse("challenge_ics", args=[c.id]) if c.closes_at else "",
        "edition": {"label": f"{policy.title} v{policy.version}", "url": reverse("rules")},
        "contact": [
            (spec[n].label, c.content.get(n))
            for n in ("contact_name", "contact_phone", "contact_email")
            if c.content.get(n)
        ],
        "following": queries.follows(c.id, request.actor.id) if signed_in else False,
        "actions": actions_of(glance) if glance else [],
        "version": c.version,
        "json_ld": json_ld(request, c),
    }


def _shown(c: queries.ChallengeView, spec: Any) -> dict[str, Any]:
    said = {
        name: reading.said(spec[name], c.content.get(name))
        for name in PLACED
        if name in {f.name for f in spec.fields}
    }
    return {
        "number": number_of(c.year, c.number),
        "title": c.title,
        "field": c.field_label,
        "kind": c.kind_label,
        "publisher": c.publisher,
        "state": asking.state("challenge", c.state),
        "invented": c.invented,
        "published_at": c.published_at,
        "due_at": c.closes_at if c.state == State.PUBLISHED else None,
        "closes_at": c.closes_at,
        "money_fen": c.public_money,
        "investment_fen": c.own_money,
        "total_fen": c.total,
        "period": said.get("period_months", ""),
        "background": said.get("background", ""),
        "problem": said.get("problem", ""),
        "content": said.get("content", ""),
        "conditions": said.get("bidder_conditions", ""),
        "ip_terms": said.get("ip_ownership", ""),
        "use_case": said.get("application_scene", ""),
        "form_of_result": said.get("deliverables", ""),
    }


def _steps(c: queries.ChallengeView) -> list[dict[str, Any]]:
    """Where the challenge stands, in the words of its states."""
    way = [State.PUBLISHED, State.CLOSED, State.IN_REVIEW, State.RANKED, State.AWARDED]
    at = {State.PUBLISHED: c.published_at, State.CLOSED: c.closes_at}
    if c.state in (State.FAILED, State.WITHDRAWN):
        return [
            {
                "label": asking.state("challenge", State.PUBLISHED)["label"],
                "state": "done",
                "at": c.published_at,
            },
            {"label": asking.state("challenge", c.state)["label"], "state": "stopped"},
        ]
    if c.state == State.NOT_AWARDED:
        way[-1] = State.NOT_AWARDED
    if c.state not in way:
        return []
    now = way.index(State(c.state))
    return [
        {
            "label": asking.state("challenge", s)["label"],
            "at": at.get(s) if i <= now + 1 else None,
            "state": "done" if i < now else "current" if i == now else "todo",
        }
        for i, s in enumerate(way)
    ]


def indicators(c: queries.ChallengeView) -> list[dict[str, Any]]:
    return [
        {
            "name": r["name"],
            "now": r.get("current") or "",
            "target": queries.target(r),
            "unit": r.get("unit") or "",
            "method": r.get("method") or "",
        }
        for r in c.indicators
    ]


def _correction(x: Any) -> dict[str, Any]:
    what = {
        "correction": _("Correction"),
        "extension": _("Deadline extended"),
        "relisting": _("Published again"),
    }[x.kind]
    moved = ""
    if x.closes_after:
        moved = _("Deadline: %(before)s → %(after)s") % {
            "before": reading.cn_datetime(x.closes_before) or "—",
            "after": reading.cn_datetime(x.closes_after),
        }
    return {
        "at": x.at,
        "what": what,
        "text": "\n".join(t for t in (moved, x.text) if t),
        "code": "pending",
    }


def _question(q: queries.QuestionView, glance: Any) -> dict[str, Any]:
    may_answer = (
        glance is not None
        and q.state == QuestionState.ASKED
        and bool(glance.roles & {Role.PUBLISHER, Role.OFFICER})
    )
    steps = ["answer"] if may_answer else []
    if may_answer and Role.OFFICER in glance.roles:
        steps.append("set_aside")
    return {
        "question": q.text,
        "answer": q.answer,
        "asked_at": q.asked_at,
        "answered_at": q.answered_at,
        "own": q.own,
        "state": asking.state("question", q.state),
        "steps": [
            {"url": reverse("act", args=["question", q.id, s]), "label": step("question", s)}
            for s in steps
        ],
    }


def _call(c: queries.ChallengeView) -> dict[str, Any] | None:
    if c.state != State.PUBLISHED:
        return None
    return {
        "url": reverse("bid_start", args=[c.id]),
        "label": _("Write a bid"),
        "allowed": True,
        "reasons": [],
    }


def json_ld(request: HttpRequest, c: queries.ChallengeView) -> SafeString:
    """schema.org data for search engines: a data block, nothing that runs."""
    data: Mapping[str, Any] = {
        "@context": "https://schema.org",
        "@type": "MonetaryGrant",
        "name": c.title,
        "identifier": number_of(c.year, c.number),
        "url": request.build_absolute_uri(reverse("challenge", args=[c.id])),
        "description": str(c.content.get("problem") or "")[:500],
        "amount": {
            "@type": "MonetaryAmount",
            "currency": "CNY",
            "value": f"{c.public_money / 100:.2f}",
        },
        "funder": {"@type": "GovernmentOrganization", "name": settings.JIEBANG_SITE["bureau"]},
        "sponsor": {"@type": "Organization", "name": c.publisher},
    }
    text = json.dumps(data, ensure_ascii=False)
    for mark, safe in (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026")):
        text = text.replace(mark, safe)
    return mark_safe(text)  # noqa: S308 -- the three characters that could leave the block are escaped


@login_required
def ask(request: HttpRequest, pk: str) -> HttpResponse:
    """The answer is for everybody; who asked is not shown."""
    c = asking.found(queries.challenge(pk, request.actor))
    values, problems, said = {}, (), []
    if request.method == "POST":
        values = parse(QUESTION, request.POST)
        try:
            actions.question.create(
                "ask", actor=request.actor, now=request.now, challenge=pk, **values
            )
        except Invalid as wrong:
            problems = wrong.problems
        except Denied as denied:
            said = sentences(denied.decision.reasons)
        else:
            messages.success(
                request, _("Your question was sent. The answer will be public, without your name.")
            )
            return HttpResponseRedirect(reverse("challenge", args=[pk]))
    form = bind(QUESTION, values, problems)
    form.title, form.problems = "", []
    context = {"c": c, "form": form, "said": said, "back": reverse("challenge", args=[pk])}
    status = 422 if problems else 409 if said else 200
    return page(request, "public/ask.html", context, status=status)


@login_required
@require_POST
def follow(request: HttpRequest, pk: str) -> HttpResponse:
    """Told of corrections and new deadlines; once more to stop."""
    asking.found(queries.challenge(pk, request.actor))
    actions.challenge.perform(pk, "follow", actor=request.actor, now=request.now)
    return HttpResponseRedirect(reverse("challenge", args=[pk]))


@login_required
def question(request: HttpRequest, pk: str) -> HttpResponse:
    """A question has no page of its own: it stands on its challenge's."""
    return HttpResponseRedirect(reverse("challenge", args=[queries.asked_about(pk)]) + "#questions")
