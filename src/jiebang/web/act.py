"""One page for every step of every life: what it asks, what it does, whom it tells."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from jiebang.engine.decision import Denied
from jiebang.platform.files import store
from jiebang.platform.lifecycle import Glance, Invalid, Machine, Offer
from jiebang.rulebook.forms import FormSpec, Kind, Problem
from jiebang.web.forms import bind, parse
from jiebang.web.frame import page
from jiebang.web.places import url_of
from jiebang.web.wording import ROLES, sentence, state, step


@login_required
def act(request: HttpRequest, life: str, pk: str, name: str) -> HttpResponse:
    """GET shows the step; POST performs it. Whatever goes wrong, what was typed stays."""
    machine = Machine.registry.get(life)
    if machine is None or name not in machine.lifecycle:
        raise Http404
    glance = machine.glance(pk, actor=request.actor, now=request.now)
    if not glance.roles & machine.lifecycle[name].by:
        raise Http404
    if request.method != "POST":
        return _show(request, machine, glance, name)
    return _perform(request, machine, glance, name)


def _perform(request: HttpRequest, machine: Machine, glance: Glance, name: str) -> HttpResponse:
    spec = machine.form_of(glance.id, name)
    raw = parse(spec, request.POST) if spec else {}
    if {"_add_row", "_remove_row", "_draft"} & request.POST.keys():
        return _show(request, machine, glance, name, values=raw)
    uploads = receive(request, spec) if spec else ()
    if uploads and isinstance(uploads, tuple) and any(isinstance(u, Problem) for u in uploads):
        return _show(request, machine, glance, name, values=raw, problems=uploads, status=422)
    raw |= dict(uploads)
    seen = request.POST.get("version", "")
    try:
        machine.perform(glance.id, name, actor=request.actor, now=request.now,
                        seen=int(seen) if seen.isdigit() else None, **raw)  # fmt: skip
    except Invalid as wrong:
        return _show(
            request, machine, glance, name, values=raw, problems=wrong.problems, status=422
        )
    except Denied as denied:
        said = [sentence(r) for r in denied.decision.reasons]
        fresh = machine.glance(glance.id, actor=request.actor, now=request.now)
        return _show(request, machine, fresh, name, values=raw, said=said, status=409)
    messages.success(request, _("Done: %(step)s") % {"step": step(glance.life, name)})
    return HttpResponseRedirect(url_of(glance.life, glance.id))


def receive(request: HttpRequest, spec: FormSpec) -> tuple[Any, ...]:
    """Store what came as files; problems at their fields when one is not acceptable."""
    kept: list[tuple[str, list[str]]] = []
    problems: list[Problem] = []
    for f in spec.fields:
        if f.kind is not Kind.FILE:
            continue
        ids = list(request.POST.getlist(f.name))
        for upload in request.FILES.getlist(f.name):
            receipt = store.receive(upload.chunks(), upload.name, uploader=request.actor.id,
                                    now=request.now)  # fmt: skip
            if receipt.file is None:
                problems += [Problem(f.name, r) for r in receipt.verdict.problems]
            else:
                ids.append(str(receipt.file.id))
        kept.append((f.name, ids))
    return tuple(problems) or tuple(kept)


def _show(request: HttpRequest, machine: Machine, glance: Glance, name: str, *,
          values: dict[str, Any] | None = None, problems: tuple[Problem, ...] = (),
          said: list[str] | None = None, status: int = 200) -> HttpResponse:  # fmt: skip
    row, spec = machine.lifecycle[name], machine.form_of(glance.id, name)
    offer = next((o for o in glance.offers if o.row.name == name), None)
    form = None
    if spec is not None:
        shown = machine.initial_of(glance.id, name) if values is None else values
        form = bind(spec, shown, problems, version=glance.version, skip_files=False,
                    extra_row=request.POST.get("_add_row", ""))  # fmt: skip
        form.title = ""
    context = {
        "glance": glance,
        "title": step(glance.life, name),
        "state": {"code": glance.state, "label": state(glance.life, glance.state)},
        "harm": row.harm,
        "form": form,
        "multipart": spec is not None and any(f.kind is Kind.FILE for f in spec.fields),
        "consequences": _consequences(glance, row),
        "said": said or _why_not(offer),
        "possible": offer is not None and offer.decision.allowed,
        "back": url_of(glance.life, glance.id),
    }
    return page(request, "act.html", context, status=status)


def _why_not(offer: Offer | None) -> list[str]:
    if offer is None:
        return [_("This is no longer to be done: the record has moved on.")]
    return [sentence(r) for r in offer.decision.reasons]


def _consequences(glance: Glance, row: Any) -> list[str]:
    said = []
    if row.target:
        after = state(glance.life, row.target)
        said.append(_("Afterwards the state is: %(state)s") % {"state": after})
    if row.tells:
        who = "、".join(str(ROLES[r]) for r in sorted(row.tells))
        said.append(_("These are told: %(who)s") % {"who": who})
    if row.harm:
        said.append(_("This cannot be undone."))
    said.append(_("It is written into the permanent record with your name and the time."))
    return said
