"""Complaints about discipline: a channel no business office sees (R095)."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from jiebang.delivery import actions
from jiebang.delivery.queries import awards
from jiebang.rulebook.objection import COMPLAINT
from jiebang.web.delivery import blocks as b
from jiebang.web.frame import page
from jiebang.web.programme.asking import found, number, state
from jiebang.web.wording import label


@login_required
def complaint_list(request: HttpRequest) -> HttpResponse:
    got = awards.complaints(request.actor, number=number(request))
    context = {
        "title": _("Complaints about discipline"),
        "note": _("Only discipline inspectors and the person who wrote see a complaint."),
        "columns": [
            {"label": _("Receipt"), "kind": "link"}, {"label": _("State"), "kind": "state"},
            {"label": _("Received"), "kind": "datetime"},
        ],
        "rows": [
            {"cells": [b.link(reverse("complaint", args=[c.id]), c.receipt),
                       state("complaint", c.state), c.received_at]} for c in got.items
        ],
        "page": got.nav,
        "actions": [{"key": "new", "label": _("Complain about discipline"), "kind": "primary",
                     "icon": "message-question", "method": "get", "allowed": True, "reasons": [],
                     "url": reverse("delivery_new", args=["complaint"])}],
    }  # fmt: skip
    return page(request, "delivery/list.html", context)


@login_required
def complaint(request: HttpRequest, pk: str) -> HttpResponse:
    c = found(awards.complaint(pk, request.actor))
    subjects = {o.code: label(o) for o in COMPLAINT["subject"].options}
    return b.record(
        request, actions.complaint, pk,
        title=_("Complaint %(receipt)s") % {"receipt": c.receipt},
        crumbs=[(_("Complaints about discipline"), reverse("complaints")), (c.receipt, "")],
        facts=[(_("Receipt"), c.receipt), (_("Received"), c.received_at, "datetime")],
        blocks=[
            b.values(_("About"), [
                (_("Kind"), subjects.get(c.subject, "")), (_("Name or unit"), c.about),
                (_("Your name"), c.name), (_("Telephone"), c.phone)]),
            b.text(_("What happened"), c.text),
            b.files_of(_("Evidence files"), "complaint", pk),
            b.text(_("Finding"), f"{c.finding}\n{c.verdict}") if c.verdict else None,
        ],
    )  # fmt: skip
