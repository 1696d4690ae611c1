"""Writing a demand: started for one of one's units, kept while it grows, checked at its fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jiebang.engine.transparency import digest
from jiebang.platform.lifecycle import Invalid
from jiebang.programme import actions, queries
from jiebang.rulebook.demand import State
from jiebang.rulebook.forms import FormSpec, Problem, Section
from jiebang.rulebook.roles import Role
from jiebang.web.forms import bind, parse
from jiebang.web.frame import page
from jiebang.web.programme import asking, editing, gates, reading


@login_required
@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """A refusal is shown as one, with every reason (409 by the middleware)."""
    unit, batch = request.POST.get("unit", ""), asking.uuid(request.POST.get("batch", ""))
    if not request.actor.holds(Role.MEMBER, unit) or not batch:
        raise Http404
    made = actions.demand.create(
        "start", actor=request.actor, now=request.now, organisation=unit, batch=batch
    )
    return HttpResponseRedirect(reverse("demand_edit", args=[made.pk]))


def _mine(request: HttpRequest, pk: str) -> queries.DemandView:
    d = asking.found(queries.demand(pk, request.actor))
    if not request.actor.holds(Role.MEMBER, d.organisation_id):
        raise Http404
    return d


@login_required
def edit(request: HttpRequest, pk: str) -> HttpResponse:
    d = _mine(request, pk)
    spec = queries.edition(d.edition_id).forms["demand"]
    step = "supplement" if d.state == State.SUPPLEMENT else "submit"

    def refresh() -> tuple[int, Mapping[str, Any], tuple[Problem, ...]]:
        fresh = asking.found(queries.demand(pk, request.actor))
        return fresh.version, fresh.content, spec.clean(fresh.content).problems

    def extra() -> Mapping[str, Any]:
        fresh = asking.found(queries.demand(pk, request.actor))
        return {
            "d": fresh,
            "state": asking.state("demand", fresh.state),
            "gates": gates.demand_rows(queries.demand_gates(pk, request.now)),
            "until": fresh.closes_at,
            "asked": fresh.verdict if fresh.state in (State.RETURNED, State.SUPPLEMENT) else "",
        }

    desk = editing.Desk(
        machine=actions.demand,
        pk=str(pk),
        version=d.version,
        spec=spec,
        values=d.content,
        template="programme/demand_edit.html",
        url=reverse("demand_edit", args=[pk]),
        back=reverse("demand", args=[pk]),
        done=reverse("act", args=["demand", pk, step]),
        refresh=refresh,
        extra=extra,
    )
    return editing.edit(request, desk)


@login_required
@require_POST
def remove_file(request: HttpRequest, pk: str, file: str) -> HttpResponse:
    _mine(request, pk)
    editing.detach(request, actions.demand, str(pk), str(file))
    return HttpResponseRedirect(f"{reverse('demand_edit', args=[pk])}?saved=1")


# The text of the challenge ---------------------------------------------------------------------


def public_spec(spec: FormSpec) -> FormSpec:
    """The questions whose answers may be published."""
    sections = (
        Section(s.code, s.title, tuple(f for f in s.fields if f.public), s.title_en)
        for s in spec.sections
    )
    return FormSpec(spec.code, spec.title, tuple(s for s in sections if s.fields), spec.title_en)


@login_required
def text(request: HttpRequest, pk: str) -> HttpResponse:
    """The officer's wording, beside what the company wrote."""
    d = asking.found(queries.demand(pk, request.actor))
    if not request.actor.holds(Role.OFFICER) or d.state != State.SELECTED:
        raise Http404
    spec = queries.edition(d.edition_id).forms["demand"]
    asked = public_spec(spec)
    values, problems, said, status = {**d.content, **d.text}, (), [], 200
    if request.method == "POST":
        values = {**values, **parse(asked, request.POST)}
        values |= {f.name: d.content.get(f.name) for f in asked.fields if f.given}
        if not {"_add_row", "_remove_row"} & request.POST.keys():
            problems, said, status = _propose(request, d, spec, values)
            if status == 302:
                messages.success(
                    request, _("The text was proposed; the company is asked to confirm it.")
                )
                return HttpResponseRedirect(reverse("demand", args=[pk]))
    form = bind(
        asked, values, problems, version=d.version, extra_row=request.POST.get("_add_row", "")
    )
    form.title, form.problems = "", []
    context = {
        "d": d,
        "form": form,
        "said": said,
        "back": reverse("demand", args=[pk]),
        "state": asking.state("demand", d.state),
        "original": reading.parts(asked, d.content, empty=False),
    }
    return page(request, "programme/demand_text.html", context, status=status)


def _propose(
    request: HttpRequest, d: queries.DemandView, spec: FormSpec, values: Mapping[str, Any]
) -> tuple[tuple[Problem, ...], list[str], int]:
    public = {f.name for f in spec.fields if f.public}
    problems = spec.clean({**d.content, **values}).problems
    if problems:
        return problems, [], 422
    seen = request.POST.get("version", "")
    given = {k: v for k, v in values.items() if k in public}
    try:
        actions.demand.perform(
            d.id,
            "propose_text",
            actor=request.actor,
            now=request.now,
            seen=int(seen) if seen.isdigit() else None,
            **given,
        )
    except Invalid as wrong:
        return wrong.problems, [], 422
    except editing.Denied as denied:
        return (), editing.sentences(denied.decision.reasons), 409
    return (), [], 302


@login_required
def confirm(request: HttpRequest, pk: str) -> HttpResponse:
    """The company sees exactly what it confirms, and the digest that is recorded (R025)."""
    d = _mine(request, pk)
    if d.state != State.SELECTED or not d.text_digest:
        raise Http404
    said: list[str] = []
    if request.method == "POST":
        seen = request.POST.get("version", "")
        try:
            actions.demand.perform(
                pk,
                "confirm_text",
                actor=request.actor,
                now=request.now,
                seen=int(seen) if seen.isdigit() else None,
            )
        except editing.Denied as denied:
            said = editing.sentences(denied.decision.reasons)
        else:
            messages.success(
                request, _("You confirmed the text. The bureau can put it on the list.")
            )
            return HttpResponseRedirect(reverse("demand", args=[pk]))
    spec = queries.edition(d.edition_id).forms["demand"]
    context = {
        "d": d,
        "said": said,
        "parts": reading.parts(public_spec(spec), d.text, empty=False),
        "before": reading.parts(public_spec(spec), d.text, before=d.content, empty=False),
        "digest": d.text_digest,
        "same": digest(dict(d.text)) == d.text_digest,
        "state": asking.state("demand", d.state),
        "back": reverse("demand", args=[pk]),
        "object_url": reverse("act", args=["demand", pk, "object_to_text"]),
    }
    return page(request, "programme/demand_confirm.html", context, status=409 if said else 200)
