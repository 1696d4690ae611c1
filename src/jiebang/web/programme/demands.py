"""Demands: the list, and one demand for everybody who may know of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from jiebang.platform.files import queries as files
from jiebang.platform.files import serve
from jiebang.platform.lifecycle import Glance
from jiebang.programme import actions, queries
from jiebang.registry import queries as registry
from jiebang.rulebook.demand import State
from jiebang.rulebook.roles import Role
from jiebang.web.frame import actions_of, page
from jiebang.web.programme import asking, editing, gates, reading
from jiebang.web.programme.history import timeline
from jiebang.web.wording import label, step, words

SCREENING = (
    State.ACCEPTED,
    State.SCREENED,
    State.SELECTED,
    State.RESERVE,
    State.ELIMINATED,
    State.AGREED,
    State.LISTED,
)


@login_required
def demand_list(request: HttpRequest) -> HttpResponse:
    get = request.GET.get
    batches = queries.batches()
    editions = asking.policies(batches)
    fields = asking.field_words(editions)
    found = queries.demands(
        request.actor,
        batch=asking.uuid(get("batch", "")),
        state=get("state", ""),
        text=get("q", "").strip(),
        field=get("field", ""),
        number=asking.number(request),
    )
    titles = {b.id: b.title for b in batches}
    context = {
        "columns": _columns(),
        "rows": [_row(d, fields, asking.district_words(editions)) for d in found.items],
        "page": found.nav,
        "total": found.total,
        "search": {"name": "q", "value": get("q", ""), "placeholder": _("Title, unit or number")},
        "fields": _filters(request, titles, fields),
        "active": asking.chip(
            request,
            {
                "batch": lambda v: titles.get(v, v),
                "field": lambda v: fields.get(v, v),
                "state": lambda v: _state_word(v),
                "q": lambda v: f"“{v}”",
            },
        ),
        "starts": _starts(request, batches),
        "exports": _exports(request, get("batch", ""), batches),
        "may_screen": asking.is_city(request.actor),
    }
    return page(request, "programme/demands.html", context)


def _filters(
    request: HttpRequest, titles: Mapping[str, str], fields: Mapping[str, str]
) -> list[dict[str, Any]]:
    get = request.GET.get
    return [
        {
            "name": "batch",
            "label": _("Batch"),
            "options": asking.options(titles, get("batch", "")),
        },
        {
            "name": "state",
            "label": _("State"),
            "options": asking.states("demand", get("state", "")),
        },
        {
            "name": "field",
            "label": _("Field"),
            "options": asking.options(fields, get("field", "")),
        },
    ]


def _state_word(code: str) -> str:
    return asking.state("demand", code)["label"] if code in set(State) else code


def _columns() -> list[dict[str, str]]:
    return [
        {"label": _("Number"), "kind": "text"},
        {"label": _("Demand title"), "kind": "link"},
        {"label": _("Field"), "kind": "text"},
        {"label": _("Total investment"), "kind": "money"},
        {"label": _("State"), "kind": "state"},
        {"label": _("Submitted at"), "kind": "datetime"},
    ]


def _row(
    d: queries.DemandRow, fields: Mapping[str, str], districts: Mapping[str, str]
) -> dict[str, Any]:
    url = reverse("demand", args=[d.id])
    where = " · ".join(x for x in (d.organisation, districts.get(d.district, "")) if x)
    title = {
        "url": url,
        "label": d.title or _("(no title yet)"),
        "sub": where,
        "invented": d.invented,
    }
    return {
        "url": url,
        "cells": [
            d.number,
            title,
            fields.get(d.field, d.field),
            d.total_money or None,
            asking.state("demand", d.state),
            d.submitted_at,
        ],
    }


def _starts(request: HttpRequest, batches: list[queries.BatchView]) -> list[dict[str, str]]:
    """Where this person could start a demand: each of their units in each open batch."""
    units = registry.by_ids(request.actor.scopes(Role.MEMBER)).values()
    return [
        {
            "batch": b.id,
            "unit": u.id,
            "label": _("New demand of %(unit)s in %(batch)s") % {"unit": u.name, "batch": b.title},
        }
        for b in batches
        if b.state == "open" and request.now < b.collection_closes_at
        for u in units
    ]


def _exports(
    request: HttpRequest, chosen: str, batches: list[queries.BatchView]
) -> list[dict[str, str]]:
    staff = asking.is_city(request.actor) or request.actor.scopes(Role.DISTRICT)
    batch = asking.uuid(chosen) or (batches[0].id if batches else "")
    if not staff or not batch:
        return []
    kinds = [("xlsx", _("Export Excel")), ("csv", _("Export CSV"))]
    found = [
        {"url": reverse("demands_export", args=[batch, k]), "label": said} for k, said in kinds
    ]
    if request.actor.scopes(Role.DISTRICT):
        found += [
            {
                "url": reverse("district_letter", args=[batch, "docx"]),
                "label": _("Letter of recommendation (Word)"),
            },
            {
                "url": reverse("district_letter", args=[batch, "xlsx"]),
                "label": _("Summary table (Excel)"),
            },
        ]
    return found


@login_required
def demand(request: HttpRequest, pk: str) -> HttpResponse:
    d = asking.found(queries.demand(pk, request.actor))
    policy = queries.edition(d.edition_id)
    spec = policy.forms["demand"]
    glance = actions.demand.glance(pk, actor=request.actor, now=request.now)
    before = d.versions[-2].content if len(d.versions) > 1 else None
    compare = before if "compare" in request.GET else None
    context = {
        "d": d,
        "state": asking.state("demand", d.state),
        "version": d.version,
        "actions": _actions(glance, d),
        "parts": reading.parts(spec, d.content, before=compare, empty=False),
        "has_versions": len(d.versions) > 1,
        "comparing": compare is not None,
        "gates": gates.demand_rows(queries.demand_gates(pk, request.now)),
        "files": editing.groups(spec, files.of("demand", pk), "demand", pk),
        "history": timeline("demand", pk),
        "facts": _facts(d, policy),
        "recommendation": _recommendation(d),
        "text": _text(d, spec) if d.text else [],
    }
    return page(request, "programme/demand.html", context)


OWN_PAGES = {
    "save": ("demand_edit", "Go on writing", "pencil"),
    "propose_text": ("demand_text", "Propose the text", "file-text"),
    "confirm_text": ("demand_confirm", "Read and confirm the text", "circle-check"),
}


def _actions(glance: Glance, d: queries.DemandView) -> list[dict[str, Any]]:
    """The generic buttons, and links to the steps that have pages of their own."""
    found = [a for a in actions_of(glance) if a["key"] not in OWN_PAGES]
    own = []
    for offer in glance.offers:
        if offer.row.name in OWN_PAGES and offer.decision.allowed:
            name, said, icon = OWN_PAGES[offer.row.name]
            own.append(
                {
                    "key": offer.row.name,
                    "url": reverse(name, args=[d.id]),
                    "label": _(said),
                    "kind": "primary",
                    "icon": icon,
                    "method": "get",
                    "allowed": True,
                    "reasons": [],
                }
            )
    return own + found


def _facts(d: queries.DemandView, policy: Any) -> list[dict[str, Any]]:
    districts = {x.code: label(x) for x in policy.districts}
    rows = [
        {"label": _("Unit"), "value": d.organisation},
        {"label": _("District"), "value": districts.get(d.district, d.district)},
        {"label": _("Batch"), "value": d.batch},
        {"label": _("Number"), "value": d.number},
        {"label": _("Companies' deadline"), "value": d.closes_at, "kind": "datetime"},
        {"label": _("Submitted at"), "value": d.submitted_at, "kind": "datetime"},
    ]
    if d.screening_score:
        rows.append({"label": _("Screening score"), "value": d.screening_score})
    if d.public_money:
        rows.append({"label": _("Public money, at most"), "value": d.public_money, "kind": "money"})
    if d.selection_reason:
        rows.append({"label": _("Why selected"), "value": d.selection_reason, "kind": "prose"})
    return rows


def _recommendation(d: queries.DemandView) -> list[dict[str, Any]]:
    given = d.recommendation
    rows = []
    if given.get("opinion"):
        rows.append(
            {
                "label": _("Recommendation of the district"),
                "value": given["opinion"],
                "kind": "prose",
            }
        )
        rows.append(
            {
                "label": _("Credit registers checked on"),
                "value": given.get("checked_on"),
                "kind": "date",
            }
        )
    visit = given.get("visit") or {}
    if visit:
        said = (
            f"{visit.get('visited_on', '')} {visit.get('people', '')}\n{visit.get('findings', '')}"
        )
        rows.append({"label": _("Visit on site"), "value": said, "kind": "prose"})
    return rows


def _text(d: queries.DemandView, spec: Any) -> list[reading.Part]:
    return reading.parts(spec, d.text, only=lambda f: f.public, empty=False)


@login_required
def demand_file(request: HttpRequest, pk: str, file: str) -> HttpResponse:
    """Whoever may read the demand may read its files."""
    asking.found(queries.demand(pk, request.actor))
    return attachment(request, "demand", pk, file)


def attachment(request: HttpRequest, life: str, pk: str, file: str) -> HttpResponse:
    stored = files.get(file)
    if stored is None or (stored.owner_life, stored.owner_pk) != (life, str(pk)):
        raise Http404
    return serve.attachment(stored, if_none_match=request.headers.get("If-None-Match", ""))


@login_required
def screening(request: HttpRequest, batch: str) -> HttpResponse:
    """All screened demands of a batch side by side: scores, and what may be decided."""
    asking.only_city(request)
    b = asking.found(queries.batch(batch))
    editions = [queries.edition(b.edition_id)]
    rows = queries.demand_rows(request.actor, batch=str(batch), states=SCREENING)
    ranked = sorted(
        rows, key=lambda d: (d.screening_score == "", -float(d.screening_score or 0), d.number)
    )
    fields = asking.field_words(editions)
    decides = any(request.actor.holds(r) for r in (Role.HEAD,))
    context = {
        "batch": b,
        "rows": [_screened(d, fields, decides) for d in ranked],
        "decides": decides,
        "bands": [
            (words(x.label, x.label_en), x.from_percent)
            for x in editions[0].tables["screening"].bands
        ],
        "maximum": 100,
    }
    return page(request, "programme/screening.html", context)


DECISIONS = {
    State.SCREENED: ("select", "put_in_reserve", "eliminate"),
    State.RESERVE: ("select", "eliminate"),
}


def _screened(d: queries.DemandRow, fields: Mapping[str, str], decides: bool) -> dict[str, Any]:
    steps = DECISIONS.get(State(d.state), ()) if decides else ()
    return {
        "d": d,
        "url": reverse("demand", args=[d.id]),
        "field": fields.get(d.field, d.field),
        "state": asking.state("demand", d.state),
        "steps": [
            {"url": reverse("act", args=["demand", d.id, s]), "label": step("demand", s)}
            for s in steps
        ],
    }
