"""Forms that begin something new, and steps whose form starts with what is known already."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from jiebang.delivery.queries import papers
from jiebang.engine.decision import Denied
from jiebang.platform.files import queries as files
from jiebang.platform.files import serve
from jiebang.platform.lifecycle import Invalid, Machine
from jiebang.rulebook.forms import FormSpec, Kind, Problem
from jiebang.web.act import receive
from jiebang.web.delivery.own_steps import BIRTHS, OWN
from jiebang.web.forms import bind, parse
from jiebang.web.frame import page
from jiebang.web.places import url_of
from jiebang.web.wording import sentences, step


@login_required
def new(request: HttpRequest, life: str, parent: str = "") -> HttpResponse:
    birth = BIRTHS.get(life)
    given = birth.given(str(parent), request.actor) if birth else None
    if birth is None or given is None:
        raise Http404
    row = birth.machine.lifecycle[birth.step]
    spec = birth.spec(str(parent)) if birth.spec else row.asks

    def perform(raw: Mapping[str, Any]) -> Any:
        return birth.machine.create(birth.step, actor=request.actor, now=request.now,
                                    **{**raw, **given})  # fmt: skip

    form = Filling(request, life, birth.step, spec, birth.initial(str(parent)), perform)
    return form.answer(birth.back(str(parent)))


@login_required
def fill(request: HttpRequest, life: str, pk: str, name: str) -> HttpResponse:
    machine = Machine.registry.get(life)
    if machine is None or (life, name) not in OWN:
        raise Http404
    glance = machine.glance(pk, actor=request.actor, now=request.now)
    if not glance.roles & machine.lifecycle[name].by:
        raise Http404
    seen = request.POST.get("version", "")

    def perform(raw: Mapping[str, Any]) -> Any:
        return machine.perform(pk, name, actor=request.actor, now=request.now,
                               seen=int(seen) if seen.isdigit() else None, **raw)  # fmt: skip

    offer = next((o for o in glance.offers if o.row.name == name), None)
    said = sentences(offer.decision.reasons) if offer else [_("The record has moved on.")]
    spec = machine.form_of(pk, name)
    form = Filling(request, life, name, spec, OWN[life, name](str(pk)), perform,
                   version=glance.version, said=tuple(said))  # fmt: skip
    return form.answer(url_of(life, str(pk)))


class Filling:
    """One form on its page: shown, checked, performed; what was typed is never lost."""

    def __init__(self, request: HttpRequest, life: str, name: str, spec: FormSpec,
                 initial: Mapping[str, Any], perform: Any, *, version: int | None = None,
                 said: tuple[str, ...] = ()) -> None:  # fmt: skip
        self.request, self.life, self.name, self.spec = request, life, name, spec
        self.initial, self.perform, self.version, self.said = initial, perform, version, said

    def answer(self, back: str) -> HttpResponse:
        if self.request.method != "POST":
            return self.show(back, self.initial, said=self.said)
        raw = self.merged(parse(self.spec, self.request.POST))
        if "_add_row" in self.request.POST or "_remove_row" in self.request.POST:
            return self.show(back, raw)
        uploads = receive(self.request, self.spec)
        if any(isinstance(u, Problem) for u in uploads):
            return self.show(back, raw, problems=uploads, status=422)
        raw |= dict(uploads)
        try:
            made = self.perform(raw)
        except Invalid as wrong:
            return self.show(back, raw, problems=wrong.problems, status=422)
        except Denied as denied:
            said = tuple(sentences(denied.decision.reasons))
            return self.show(back, raw, said=said, status=409)
        messages.success(self.request, _("Done: %(step)s") % {"step": step(self.life, self.name)})
        return HttpResponseRedirect(url_of(self.life, str(made.pk)))

    def merged(self, raw: dict[str, Any]) -> dict[str, Any]:
        """Cells that are shown and not asked come from what is known."""
        for f in self.spec.fields:
            if f.kind is Kind.TABLE and f.rows_fixed:
                known = self.initial.get(f.name) or []
                shown = {c.name for c in f.columns if c.given}
                raw[f.name] = [
                    {**row, **{k: v for k, v in known[n].items() if k in shown}}
                    if n < len(known) else row
                    for n, row in enumerate(raw[f.name])
                ]  # fmt: skip
        return raw

    def show(self, back: str, values: Mapping[str, Any], *, problems: Any = (),
             said: tuple[str, ...] = (), status: int = 200) -> HttpResponse:  # fmt: skip
        form = bind(self.spec, values, problems, version=self.version, skip_files=False,
                    extra_row=self.request.POST.get("_add_row", ""))  # fmt: skip
        form.title = ""
        context = {
            "title": step(self.life, self.name),
            "form": form,
            "said": said,
            "back": back,
            "multipart": any(f.kind is Kind.FILE for f in self.spec.fields),
            "toc": len(form.sections) > 2,
        }
        return page(self.request, "delivery/fill.html", context, status=status)


def attached(request: HttpRequest, life: str, pk: str, file: str) -> HttpResponse:
    """A record's file, for whoever may read the record's papers."""
    stored = files.get(file)
    if stored is None or (stored.owner_life, stored.owner_pk) != (life, str(pk)):
        raise Http404
    if not papers.readable(life, str(pk), request.actor):
        raise Http404
    return serve.attachment(stored, if_none_match=request.headers.get("If-None-Match", ""))
