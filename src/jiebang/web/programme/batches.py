"""A year's batches: planned, opened, followed, and their list published as one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from jiebang.engine.decision import Denied
from jiebang.platform.lifecycle import Invalid
from jiebang.programme import actions, queries
from jiebang.rulebook.batch import OPEN_BATCH
from jiebang.rulebook.forms import Field, FormSpec, Kind, Option, Problem
from jiebang.rulebook.roles import Role
from jiebang.web.forms import bind, parse
from jiebang.web.frame import actions_of, page
from jiebang.web.programme import asking
from jiebang.web.programme.history import timeline
from jiebang.web.wording import sentences, words


@login_required
def batch_list(request: HttpRequest) -> HttpResponse:
    rows = [
        {
            "url": reverse("batch", args=[b.id]),
            "cells": [
                b.title,
                b.year,
                b.number,
                b.edition,
                asking.state("batch", b.state),
                b.collection_closes_at,
                b.list_published_at,
            ],
        }
        for b in queries.batches()
    ]
    context = {
        "columns": [
            {"label": _("Batch"), "kind": "text"},
            {"label": _("Year"), "kind": "text"},
            {"label": _("Batch number"), "kind": "number"},
            {"label": _("Edition"), "kind": "text"},
            {"label": _("State"), "kind": "state"},
            {"label": _("Companies' deadline"), "kind": "datetime"},
            {"label": _("List published"), "kind": "datetime"},
        ],
        "rows": rows,
        "may_plan": request.actor.holds(Role.OFFICER),
    }
    return page(request, "programme/batches.html", context)


@login_required
def plan(request: HttpRequest) -> HttpResponse:
    """A new batch, with the edition that governs it for life."""
    if not request.actor.holds(Role.OFFICER):
        raise Http404
    spec = _with_editions()
    values: dict[str, Any] = {"year": request.now.year, "number": 1}
    problems: tuple[Problem, ...] = ()
    said: list[str] = []
    if request.method == "POST":
        values = parse(spec, request.POST)
        try:
            made = actions.batch.create("plan", actor=request.actor, now=request.now, **values)
        except Invalid as wrong:
            problems = wrong.problems
        except Denied as denied:
            said = sentences(denied.decision.reasons)
        else:
            messages.success(request, _("The batch was planned. Its head can open it."))
            return HttpResponseRedirect(reverse("batch", args=[made.pk]))
    form = bind(spec, values, problems)
    form.title, form.problems = "", []
    context = {"form": form, "said": said, "back": reverse("batches")}
    return page(request, "programme/batch_plan.html", context, status=_status(problems, said))


def _status(problems: Any, said: Any) -> int:
    return 422 if problems else 409 if said else 200


def _with_editions() -> FormSpec:
    """The editions to choose from are those in the database, newest first."""
    options = tuple(
        Option(e.id, f"{e.title} v{e.number}", f"{e.code} v{e.number}")
        for e in reversed(queries.editions())
    )
    first, *rest = OPEN_BATCH.fields
    edition = Field(
        name=first.name,
        kind=Kind.CHOICE,
        label=first.label,
        label_en=first.label_en,
        required=True,
        options=options,
    )
    (section,) = OPEN_BATCH.sections
    chosen = type(section)(section.code, section.title, (edition, *rest), section.title_en)
    return FormSpec(OPEN_BATCH.code, OPEN_BATCH.title, (chosen,), OPEN_BATCH.title_en)


@login_required
def batch(request: HttpRequest, pk: str) -> HttpResponse:
    b = asking.found(queries.batch(pk))
    city = asking.is_city(request.actor)
    if b.state == "draft" and not city:
        raise Http404
    glance = actions.batch.glance(pk, actor=request.actor, now=request.now)
    counted = queries.progress(pk) if city else None
    policy = queries.edition(b.edition_id)
    context = {
        "b": b,
        "state": asking.state("batch", b.state),
        "version": b.version,
        "actions": actions_of(glance),
        "facts": _facts(b),
        "tiles": _counted(counted, b) if counted else [],
        "ready": _ready(request, pk, policy) if city else [],
        "history": timeline("batch", pk) if city else [],
        "city": city,
        "alike": queries.may_know(request.actor),
    }
    return page(request, "programme/batch.html", context)


def _facts(b: queries.BatchView) -> list[dict[str, Any]]:
    link = {"url": reverse("edition", args=[b.edition_id]), "label": b.edition}
    return [
        {"label": _("Edition"), "value": link, "kind": "link"},
        {"label": _("Collection opens"), "value": b.collection_opens_at, "kind": "datetime"},
        {"label": _("Companies' deadline"), "value": b.collection_closes_at, "kind": "deadline"},
        {"label": _("Districts' deadline"), "value": b.district_closes_at, "kind": "deadline"},
        {"label": _("List published"), "value": b.list_published_at, "kind": "datetime"},
    ]


def _counted(counted: queries.Progress, b: queries.BatchView) -> list[dict[str, Any]]:
    handed_in = {"label": _("Bids handed in"), "value": counted.bids, "kind": "number"}
    demands = _tiles("demand", counted.demands, f"{reverse('demands')}?batch={b.id}")
    published = _tiles(
        "challenge", counted.challenges, f"{reverse('challenge_list')}?year={b.year}"
    )
    return [
        {"title": _("Demands"), "items": demands},
        {"title": _("Challenges"), "items": [*published, handed_in] if published else []},
    ]


def _tiles(life: str, counts: Any, url: str) -> list[dict[str, Any]]:
    return [
        {
            "label": asking.state(life, code)["label"],
            "value": n,
            "kind": "number",
            "url": f"{url}&state={code}",
        }
        for code, n in counts.items()
    ]


def _ready(request: HttpRequest, pk: str, policy: Any) -> list[dict[str, Any]]:
    """The list as it will be published: in the order of its numbers."""
    found = queries.challenges(request.actor, batch=str(pk), state="draft", order="number")
    fields = {f.code: words(f.label, f.label_en) for f in policy.fields}
    return [
        {
            "url": reverse("challenge", args=[c.id]),
            "cells": [
                i,
                {
                    "label": c.title,
                    "url": reverse("challenge", args=[c.id]),
                    "sub": c.publisher,
                    "invented": c.invented,
                },
                fields.get(c.field, c.field),
                c.public_money,
                c.total,
            ],
        }
        for i, c in enumerate(found.items, 1)
    ]
