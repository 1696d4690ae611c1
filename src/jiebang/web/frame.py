"""The frame around a page: who is looking, where they may go, what they may do here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from jiebang.platform.accounts.actor import Actor
from jiebang.platform.lifecycle import Glance
from jiebang.platform.notices import outbox
from jiebang.registry import queries as registry
from jiebang.rulebook.roles import BUREAU, STAFF, Role
from jiebang.web.places import place
from jiebang.web.wording import ROLES, sentences, step

ANY = frozenset(Role)
PEOPLE = frozenset({Role.MEMBER, Role.PERSON})
# label, url name, icon, who sees it
NAV: tuple[tuple[str, str, str, frozenset[str]], ...] = (
    (noop("My work"), "desk", "checklist", ANY),
    (noop("Notices to me"), "notices", "bell", ANY),
    (noop("Batches"), "batches", "calendar-event", BUREAU | {Role.SUPERVISOR}),
    (noop("Demands"), "demands", "bulb", BUREAU | {Role.DISTRICT, Role.MEMBER, Role.SUPERVISOR}),
    (noop("Challenges"), "challenge_list", "target", ANY),
    (noop("Bids"), "bids", "send", BUREAU | {Role.MEMBER, Role.SUPERVISOR}),
    (noop("Panels"), "panels", "users", BUREAU | {Role.DRAWER, Role.SECRETARY, Role.SUPERVISOR}),
    (noop("My reviews"), "reviews", "edit", frozenset({Role.EXPERT})),
    (noop("Expert pool"), "experts", "id-badge-2", frozenset({Role.POOL_KEEPER, Role.SUPERVISOR})),
    (noop("Recorded relations"), "relation_facts", "sitemap",
     frozenset({Role.OFFICER, Role.POOL_KEEPER, Role.SUPERVISOR})),
    (noop("Awards"), "awards", "award", BUREAU | {Role.SUPERVISOR}),
    (noop("Objections"), "objections", "message-question", frozenset({Role.SUPERVISOR})),
    (noop("Contracts"), "contracts", "file-text",
     BUREAU | {Role.MEMBER, Role.FINANCE, Role.SUPERVISOR, Role.DISTRICT}),
    (noop("Payments"), "payments", "cash", BUREAU | {Role.FINANCE, Role.SUPERVISOR}),
    (noop("Bank credit"), "credits", "building-bank",
     BUREAU | {Role.BANK, Role.MEMBER, Role.SUPERVISOR}),
    (noop("Acceptance"), "acceptances", "circle-check", BUREAU | {Role.MEMBER, Role.SUPERVISOR}),
    (noop("Figures"), "figures", "chart-bar", STAFF),
    (noop("Links"), "allocation", "sitemap", STAFF),
    (noop("Record"), "record", "history", frozenset({Role.SUPERVISOR, Role.AUDIT_ADMIN})),
    (noop("People and posts"), "posts", "user-cog",
     frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN})),
    (noop("My units"), "units", "building", PEOPLE),
)  # fmt: skip


def page(request: HttpRequest, template: str, context: Mapping[str, Any] | None = None, *,
         status: int = 200) -> HttpResponse:  # fmt: skip
    """Render with the desk's frame for whoever is signed in."""
    found = {"now": request.now, **(context or {})}
    if request.user.is_authenticated:
        found["desk"] = desk(request)
    return render(request, template, found, status=status)


def desk(request: HttpRequest) -> dict[str, Any]:
    actor = request.actor
    held, mine = actor.roles, actor.scopes(Role.MEMBER)
    units = registry.organisation_names(mine) if mine else {}
    shown = [r for r in ROLES if r in held and r not in (Role.MEMBER, Role.PERSON)]
    role = str(ROLES[shown[0]]) if shown else (_("Unit member") if units else _("Person"))
    return {
        "person": actor.name,
        "unit": "、".join(units.values()),
        "role": role,
        "nav": navigation(request),
        "unread": outbox.unread(actor.id),
        "unread_url": place("notices"),
    }


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    held, path, items = request.actor.roles, request.path, []
    for label, name, icon, roles in NAV:
        url = place(name) if roles & held else ""
        if url:
            items.append({"label": _(label), "url": url, "icon": icon,
                          "current": path.startswith(url) and url != "/"})  # fmt: skip
    return items


def opens(actor: Actor, url: str) -> bool:
    """Whether this person's menu has the list at this address; what is no list of it, is open."""
    roles = next((r for _label, name, _icon, r in NAV if place(name) == url), None)
    return roles is None or bool(roles & actor.roles)


def actions_of(glance: Glance, *, only: frozenset[str] | None = None) -> list[dict[str, Any]]:
    """The buttons of a row for its viewer: each offered step, allowed or with its reasons."""
    return [
        {
            "key": o.row.name,
            "url": reverse("act", args=[glance.life, glance.id, o.row.name]),
            "label": step(glance.life, o.row.name),
            "kind": "primary" if o.row.duty else "plain",
            "method": "get",
            "harm": o.row.harm,
            "allowed": o.decision.allowed,
            "reasons": sentences(o.decision.reasons),
        }
        for o in glance.offers
        if not o.row.quiet and (only is None or o.row.name in only)
    ]
