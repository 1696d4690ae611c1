"""Writing a long form: kept as it grows, with files, and never lost (R020).

One flow for demands and bids: background saves answer in JSON; a plain post saves what is there
and shows every problem at its field; a refused save brings the page back with what was typed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from jiebang.engine.decision import Denied
from jiebang.platform.files import queries as files
from jiebang.platform.files import store
from jiebang.platform.lifecycle import Machine
from jiebang.rulebook.forms import FormSpec, Kind, Problem
from jiebang.web.forms import bind, parse
from jiebang.web.frame import page
from jiebang.web.wording import label, sentence, sentences


@dataclass(frozen=True, slots=True)
class Desk:
    """One thing being written: its machine, form, stored values, and what its page adds."""

    machine: Machine
    pk: str
    version: int
    spec: FormSpec
    values: Mapping[str, Any]
    template: str
    url: str
    back: str
    done: str  # where a complete form goes on to
    refresh: Callable[[], tuple[int, Mapping[str, Any], tuple[Problem, ...]]]
    extra: Callable[[], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Answer:
    """How the page comes back."""

    values: Mapping[str, Any]
    problems: tuple[Problem, ...] = ()
    said: tuple[str, ...] = ()
    version: int | None = None
    saved: bool = False
    status: int = 200


def edit(request: HttpRequest, desk: Desk) -> HttpResponse:
    if request.method != "POST":
        problems = desk.refresh()[2] if "check" in request.GET else ()
        return show(request, desk, Answer(desk.values, problems, version=desk.version))
    raw = parse(desk.spec, request.POST)
    if "_add_row" in request.POST or "_remove_row" in request.POST:
        seen = request.POST.get("version", "")
        version = int(seen) if seen.isdigit() else desk.version
        return show(request, desk, Answer(_all(desk, raw), version=version))
    try:
        saved = save(request, desk, raw)
    except Denied as denied:
        return _refused(request, desk, raw, denied)
    if request.headers.get("X-Autosave"):
        return JsonResponse({"saved_at": request.now.isoformat(), "version": saved.version})
    return _went_on(request, desk, saved.version)


def save(request: HttpRequest, desk: Desk, raw: Mapping[str, Any]) -> Any:
    seen = request.POST.get("version", "")
    return desk.machine.perform(
        desk.pk,
        "save",
        actor=request.actor,
        now=request.now,
        seen=int(seen) if seen.isdigit() else None,
        **raw,
    )


def _refused(
    request: HttpRequest, desk: Desk, raw: Mapping[str, Any], denied: Denied
) -> HttpResponse:
    said = tuple(sentences(denied.decision.reasons))
    if request.headers.get("X-Autosave"):
        return JsonResponse({"detail": " ".join(said)}, status=409)
    answer = Answer(_all(desk, raw), said=said, version=desk.version, status=409)
    return show(request, desk, answer)


def _went_on(request: HttpRequest, desk: Desk, version: int) -> HttpResponse:
    """What was typed is safe; now the files, then what is still missing."""
    refused = attach(request, desk)
    version, values, problems = desk.refresh()
    if refused:
        answer = Answer(values, refused, version=version, saved=True, status=422)
        return show(request, desk, answer)
    if "_draft" in request.POST:
        return HttpResponseRedirect(f"{desk.url}?saved=1")
    if problems:
        answer = Answer(values, problems, version=version, saved=True, status=422)
        return show(request, desk, answer)
    return HttpResponseRedirect(desk.done)


def attach(request: HttpRequest, desk: Desk) -> tuple[Problem, ...]:
    """Store each uploaded file and let its owner adopt it; problems at their fields."""
    problems: list[Problem] = []
    for f in desk.spec.fields:
        if f.kind is not Kind.FILE:
            continue
        for upload in request.FILES.getlist(f.name):
            receipt = store.receive(
                upload.chunks(), upload.name, uploader=request.actor.id, now=request.now
            )
            if receipt.file is None:
                problems += [Problem(f.name, r) for r in receipt.verdict.problems]
                continue
            try:
                desk.machine.perform(
                    desk.pk,
                    "attach",
                    actor=request.actor,
                    now=request.now,
                    field=f.name,
                    file=str(receipt.file.id),
                )
            except Denied as denied:
                problems += [Problem(f.name, r) for r in denied.decision.reasons]
    return tuple(problems)


def detach(request: HttpRequest, machine: Machine, pk: str, file_id: str) -> None:
    machine.perform(pk, "detach", actor=request.actor, now=request.now, file=file_id)


def _all(desk: Desk, raw: Mapping[str, Any]) -> dict[str, Any]:
    """What was posted, with what is shown but not asked."""
    given = {f.name: desk.values.get(f.name) for f in desk.spec.fields if f.given}
    return {**raw, **given}


def show(request: HttpRequest, desk: Desk, answer: Answer) -> HttpResponse:
    form = bind(
        desk.spec,
        answer.values,
        answer.problems,
        version=answer.version,
        extra_row=request.POST.get("_add_row", ""),
        skip_files=False,
    )
    form.title, form.problems = "", []  # each stands at its field
    context = {
        "form": form,
        "multipart": True,
        "autosave_url": desk.url,
        "said": answer.said,
        "saved": answer.saved or "saved" in request.GET,
        "saved_at": request.now if answer.saved or "saved" in request.GET else None,
        "back": desk.back,
        "submit_label": _("Save and check"),
        "attached": attached(desk),
        **desk.extra(),
    }
    return page(request, desk.template, context, status=answer.status)


def attached(desk: Desk) -> list[dict[str, Any]]:
    """The files of each file question; one statement for all of them."""
    found = files.of(desk.machine.lifecycle.name, desk.pk)
    return groups(desk.spec, found, desk.machine.lifecycle.name, desk.pk, removable=True)


def groups(spec: FormSpec, found: Any, life: str, pk: str, *, removable: bool = False) -> list[Any]:
    return [
        {
            "label": label(f),
            "items": [line(x, life, pk, removable) for x in found if x.purpose == f.name],
        }
        for f in spec.fields
        if f.kind is Kind.FILE
    ]


def line(file: Any, life: str, pk: str, removable: bool) -> dict[str, Any]:
    notes = [sentence(r) for r in (*file.flags, *file.opening.reasons)]
    return {
        "name": file.name,
        "url": reverse(f"{life}_file", args=[pk, file.id]) if file.openable else "",
        "size": file.size,
        "at": file.uploaded_at,
        "digest": file.sha256,
        "state": {"code": "unknown", "label": notes[0]} if notes else None,
        "remove_url": reverse(f"{life}_file_remove", args=[pk, file.id]) if removable else "",
    }
