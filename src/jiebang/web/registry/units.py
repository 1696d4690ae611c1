"""Units: registered once, joined by their people, their archive kept by themselves."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from jiebang.engine.decision import Denied, Reason
from jiebang.platform.lifecycle import Invalid
from jiebang.registry import actions, queries
from jiebang.rulebook.forms import Problem
from jiebang.rulebook.organisation import ARCHIVE, KINDS, REGISTRATION
from jiebang.rulebook.roles import Role
from jiebang.web.forms import bind, parse
from jiebang.web.frame import actions_of, page
from jiebang.web.programme import asking, reading
from jiebang.web.programme.history import timeline
from jiebang.web.wording import label, sentences, words

# A refusal that is about one answer is shown at its field.
AT_FIELD = {"uscc_required": "code", "uscc_wrong": "code", "uscc_taken": "code"}


def kind_word(code: str) -> str:
    return next((label(k) for k in KINDS if k.code == code), code)


@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """The units I belong to, and the two ways to belong to one more."""
    rows = [
        {
            "m": m,
            "state": asking.state("membership", m.state),
            "url": reverse("organisation", args=[m.organisation_id]),
        }
        for m in queries.memberships_of(request.actor.id)
    ]
    text = request.GET.get("q", "").strip()[:100]
    context = {
        "rows": rows,
        "q": text,
        "found": [(u, kind_word(u.kind)) for u in queries.search(text)] if len(text) > 1 else None,
        "duty": request.GET.get("duty", ""),
    }
    return page(request, "registry/units.html", context)


@login_required
def register(request: HttpRequest) -> HttpResponse:
    values: dict[str, Any] = {}
    problems: tuple[Problem, ...] = ()
    said: list[str] = []
    if request.method == "POST":
        values = parse(REGISTRATION, request.POST)
        try:
            made = actions.organisation.create(
                "register", actor=request.actor, now=request.now, **values
            )
        except Invalid as wrong:
            problems = wrong.problems
        except Denied as denied:
            problems, said = _placed(denied.decision.reasons)
        else:
            messages.success(request, _("The unit is registered, and you are its administrator."))
            return HttpResponseRedirect(reverse("organisation", args=[made.pk]))
    form = bind(REGISTRATION, values, problems)
    form.title, form.problems = "", []
    context = {"form": form, "said": said, "back": reverse("units")}
    return page(
        request, "registry/register.html", context, status=422 if problems else 409 if said else 200
    )


def _placed(reasons: tuple[Reason, ...]) -> tuple[tuple[Problem, ...], list[str]]:
    at = tuple(Problem(AT_FIELD[r.code], r) for r in reasons if r.code in AT_FIELD)
    return at, sentences(r for r in reasons if r.code not in AT_FIELD)


@login_required
def join(request: HttpRequest) -> HttpResponse:
    """Ask to become a member; the unit's administrators are told."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("units"))
    try:
        actions.membership.create(
            "request",
            actor=request.actor,
            now=request.now,
            organisation=request.POST.get("organisation", ""),
            duty=request.POST.get("duty", "")[:60],
        )
    except Denied as denied:
        messages.error(request, " ".join(sentences(denied.decision.reasons)))
    else:
        messages.success(request, _("Your request was sent to the unit's administrators."))
    return HttpResponseRedirect(reverse("units"))


@login_required
def organisation(request: HttpRequest, pk: str) -> HttpResponse:
    """Members and administrators see their unit whole; the city's people its archive."""
    pk = str(pk)
    inside = request.actor.holds(Role.MEMBER, pk)
    city = queries.sees_units(request.actor)
    if not inside and not city:
        raise Http404
    o = queries.organisation(pk)
    glance = actions.organisation.glance(pk, actor=request.actor, now=request.now)
    people = queries.members(pk) if inside or city else []
    admin = request.actor.holds(Role.UNIT_ADMIN, pk)
    archive = {**o.archive, "relations": queries.declared_relations(pk)}
    context = {
        "o": o,
        "state": asking.state("organisation", glance.state),
        "version": o.version,
        "actions": _actions(glance, pk),
        "facts": _facts(o),
        "parts": reading.parts(ARCHIVE, archive, empty=False),
        "members": [_member(m, request, admin) for m in people],
        "waiting": sum(m.state == "requested" for m in people),
        "admin": admin,
        "history": timeline("organisation", pk),
    }
    return page(request, "registry/unit.html", context)


def _actions(glance: Any, pk: str) -> list[dict[str, Any]]:
    """The archive's form comes filled in: it has a page of its own."""
    found = actions_of(glance)
    for a in found:
        if a["key"] == "update":
            a["url"], a["kind"] = reverse("unit_archive", args=[pk]), "primary"
    return found


@login_required
def archive(request: HttpRequest, pk: str) -> HttpResponse:
    pk = str(pk)
    if not request.actor.holds(Role.UNIT_ADMIN, pk):
        raise Http404
    o = queries.organisation(pk)
    values: dict[str, Any] = {**o.archive, "relations": queries.declared_relations(pk)}
    problems: tuple[Problem, ...] = ()
    said: list[str] = []
    if request.method == "POST":
        values = parse(ARCHIVE, request.POST)
        if not {"_add_row", "_remove_row"} & request.POST.keys():
            problems, said = _keep(request, pk, values)
            if not problems and not said:
                messages.success(
                    request, _("The archive was updated. Forms of this unit use it from now on.")
                )
                return HttpResponseRedirect(reverse("organisation", args=[pk]))
    form = bind(
        ARCHIVE, values, problems, version=o.version, extra_row=request.POST.get("_add_row", "")
    )
    form.title, form.problems = "", []
    context = {"o": o, "form": form, "said": said, "back": reverse("organisation", args=[pk])}
    return page(
        request, "registry/archive.html", context, status=422 if problems else 409 if said else 200
    )


def _keep(
    request: HttpRequest, pk: str, values: dict[str, Any]
) -> tuple[tuple[Problem, ...], list[str]]:
    seen = request.POST.get("version", "")
    try:
        actions.organisation.perform(
            pk,
            "update",
            actor=request.actor,
            now=request.now,
            seen=int(seen) if seen.isdigit() else None,
            **values,
        )
    except Invalid as wrong:
        return wrong.problems, []
    except Denied as denied:
        return (), sentences(denied.decision.reasons)
    return (), []


def _facts(o: queries.OrganisationView) -> list[dict[str, Any]]:
    return [
        {"label": _("Unified social credit code"), "value": o.code or _("none (abroad)")},
        {"label": _("Original name"), "value": o.original_name},
        {"label": _("Kind of unit"), "value": kind_word(o.kind)},
        {"label": _("Region"), "value": o.region},
        {"label": _("Chinese prevails"), "value": _("Yes") if o.abroad else ""},
    ]


STEPS_OF = {"requested": ("approve", "refuse"), "active": ("make_admin", "leave")}


def _member(m: queries.MembershipView, request: HttpRequest, admin: bool) -> dict[str, Any]:
    own = m.user_id == request.actor.id
    steps = (
        STEPS_OF.get(m.state, ()) if admin else ("leave",) if own and m.state == "active" else ()
    )
    steps = tuple(s for s in steps if not (s == "make_admin" and m.admin))
    return {
        "m": m,
        "state": asking.state("membership", m.state),
        "steps": [
            {
                "url": reverse("act", args=["membership", m.id, s]),
                "label": asking.step_word("membership", s),
                "primary": s == "approve",
            }
            for s in steps
        ],
    }


@login_required
def membership(request: HttpRequest, pk: str) -> HttpResponse:
    """A membership stands on its unit's page, for its person on the page of their units."""
    m = asking.found(queries.membership(str(pk)))
    if request.actor.holds(Role.MEMBER, m.organisation_id) or queries.sees_units(request.actor):
        return HttpResponseRedirect(reverse("organisation", args=[m.organisation_id]))
    if m.user_id == request.actor.id:
        return HttpResponseRedirect(reverse("units"))
    raise Http404


@login_required
def everyone(request: HttpRequest) -> HttpResponse:
    """All registered units, for the city's people."""
    if not queries.sees_units(request.actor):
        raise Http404
    text, kind = request.GET.get("q", "").strip()[:100], request.GET.get("kind", "")
    found = queries.units(text=text, kind=kind, number=asking.number(request))
    context = {
        "columns": [
            {"label": _("Unit name"), "kind": "link"},
            {"label": _("Kind of unit"), "kind": "text"},
            {"label": _("Unified social credit code"), "kind": "text"},
            {"label": _("Region"), "kind": "text"},
        ],
        "rows": [_row(u) for u in found.items],
        "page": found.nav,
        "total": found.total,
        "search": {"name": "q", "value": text, "placeholder": _("Name or credit code")},
        "fields": [
            {
                "name": "kind",
                "label": _("Kind of unit"),
                "options": [(k.code, words(k.label, k.label_en), k.code == kind) for k in KINDS],
            }
        ],
        "active": asking.chip(request, {"q": lambda v: f"“{v}”", "kind": kind_word}),
    }
    return page(request, "registry/unit_list.html", context)


def _row(u: queries.OrganisationView) -> dict[str, Any]:
    url = reverse("organisation", args=[u.id])
    name = {"url": url, "label": u.name, "invented": u.invented}
    return {"url": url, "cells": [name, kind_word(u.kind), u.code, u.region]}
