"""The masking of a panel: how far it is, what it did side by side, and how people correct it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from jiebang.engine.decision import Denied
from jiebang.platform.files import serve
from jiebang.platform.lifecycle import Invalid
from jiebang.review import actions, queries
from jiebang.review.queries import AttachmentView, MaskedItem, MaskingView, PassageView
from jiebang.rulebook.attachment import ATTACHMENT
from jiebang.rulebook.panel import MASKS, PANEL, State
from jiebang.rulebook.roles import Role
from jiebang.web.desk.views import place
from jiebang.web.forms import bind, parse
from jiebang.web.frame import page
from jiebang.web.programme.asking import found, number
from jiebang.web.programme.asking import state as state_of
from jiebang.web.wording import sentences, step
from jiebang.web.wording.masking import MARKS, flag
from jiebang.web.wording.masking import place as place_word


@login_required
def masks(request: HttpRequest, pk: str) -> HttpResponse:
    """What was masked in each item's form and files, and the corrections in force."""
    m = found(queries.masking_of(pk, request.actor))
    if request.method == "POST":
        return _correct(request, m)
    return _overview(request, m)


def _correct(request: HttpRequest, m: MaskingView) -> HttpResponse:
    """One correction more, or one less. It adds to those of others, so an older page is no harm."""
    name = "drop_mask" if "_drop" in request.POST else "adjust_masks"
    given = parse(MASKS, request.POST)
    try:
        actions.panel.perform(m.panel_id, name, actor=request.actor, now=request.now, **given)
    except Invalid as wrong:
        return _overview(request, m, given, wrong.problems, status=422)
    except Denied as denied:
        said = sentences(denied.decision.reasons)
        return _overview(request, m, given, said=said, status=409)
    messages.success(request, _("The correction holds for all forms; the files are masked again."))
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()})
    return HttpResponseRedirect(back if safe else request.path)


def _overview(request: HttpRequest, m: MaskingView, given: Any = None, problems: Any = (), *,
              said: Iterable[str] = (), status: int = 200) -> HttpResponse:  # fmt: skip
    form = bind(MASKS, given or {"action": "hide", "kind": "other"}, problems, version=m.version)
    form.title = ""
    waiting = sum(a.state == "waiting" for i in m.items for a in i.attachments)
    context = {
        "m": m,
        "form": form if _may_correct(request, m) else None,
        "said": list(said),
        "corrections": [{**c, "kind": _kind(c.get("kind") or "other")} for c in m.corrections],
        "may_drop": m.whole and _may_correct(request, m),
        "waiting": waiting,
        "held": sum(a.state == "held" for i in m.items for a in i.attachments),
        "listed": [_item(m, i, request) for i in m.items],
    }
    return page(request, "review/masks.html", context, status=status)


def _may_correct(request: HttpRequest, m: MaskingView) -> bool:
    row = PANEL["adjust_masks"]
    return m.state in row.source and any(request.actor.holds(r) for r in row.by)


def _kind(code: str) -> str:
    return next((o.label for o in MASKS["kind"].options if o.code == code), code)


def _item(m: MaskingView, i: MaskedItem, request: HttpRequest) -> dict[str, Any]:
    deciding = request.actor.holds(Role.OFFICER) and m.state != State.CLOSED
    return {
        "i": i,
        "url": reverse("panel_mask", args=[m.panel_id, i.code, 0]),
        "leak": percent(i.leak),
        "subject_url": place(i.life, i.subject_id) if m.whole else "",
        "files": [_file(m, i, a, deciding) for a in i.attachments],
    }


def _file(m: MaskingView, i: MaskedItem, a: AttachmentView, deciding: bool) -> dict[str, Any]:
    own = i.life in ("bid", "demand")
    return {
        "a": a,
        "state": state_of("attachment", a.state),
        "url": reverse("panel_mask", args=[m.panel_id, i.code, a.number]),
        "copy_url": reverse("panel_mask_file", args=[m.panel_id, a.id]) if a.given else "",
        "source_url": reverse(f"{i.life}_file", args=[i.subject_id, a.original])
        if a.original and own else "",
        "leak": percent(a.leak),
        "flags": [flag(code) for code, _params in a.flags],
        "actions": [
            {"url": reverse("act", args=["attachment", a.id, t.name]),
             "label": step("attachment", t.name)}
            for t in ATTACHMENT.transitions
            if deciding and Role.OFFICER in t.by and a.state in t.source
        ],
    }  # fmt: skip


def percent(leak: int | None) -> str:
    return "" if leak is None else f"{leak / 10:.1f} %"


@login_required
def side_by_side(request: HttpRequest, pk: str, code: str, file: int) -> HttpResponse:
    """The texts of one form or file before and after, what is doubtful first."""
    m = found(queries.masking_of(pk, request.actor))
    item = found(next((i for i in m.items if i.code == code), None))
    shown = found(next((a for a in item.attachments if a.number == file), None)) if file else item
    every = "all" in request.GET
    listed = found(queries.passages(pk, code, file, request.actor, every=every,
                                    page=number(request)))  # fmt: skip
    if request.actor.holds(Role.SUPERVISOR):
        actions.reading.note(m.panel_id, "masks", actor=request.actor, now=request.now)
    context = {
        "m": m,
        "code": code,
        "file": file,
        "name": getattr(shown, "name", ""),
        "leak": percent(shown.leak),
        "shown": shown,
        "every": every,
        "page": listed.nav,
        "passages": [passage(p) for p in listed.items],
        "correcting": _may_correct(request, m),
        "kinds": [(o.code, o.label) for o in MASKS["kind"].options],
        "here": request.get_full_path(),
    }
    return page(request, "review/mask.html", context)


def passage(p: PassageView) -> dict[str, Any]:
    """With what may be unmasked and what may be masked, each text once."""
    hidden = {x.original: x for x in p.after if x.mark in ("masked", "doubtful") and x.original}
    doubts = {x.text: x for x in p.after if x.mark == "doubt"}
    return {
        "p": p,
        "place": p.place if p.place_en else place_word(p.place),
        "hidden": [{"text": t, "shown": x.text, "doubtful": x.mark == "doubtful",
                    "what": MARKS.get(x.kind, x.kind)} for t, x in hidden.items()],
        "doubts": [{"text": t, "kind": x.kind, "what": MARKS.get(x.kind, x.kind),
                    "chance": f"{x.probability * 100:.0f} %"} for t, x in doubts.items()],
    }  # fmt: skip


@login_required
def masked_file(request: HttpRequest, pk: str, file: str) -> HttpResponse:
    """A file as experts get it."""
    stored, name = found(queries.masked_copy(pk, file, request.actor))
    actions.reading.note(pk, "masks", actor=request.actor, now=request.now)
    return serve.attachment(stored, as_name=name)


@login_required
def attachment(request: HttpRequest, pk: str) -> HttpResponse:
    """A file's own address leads to the masking of its panel."""
    panel = queries.panel_of_attachment(pk)
    if panel is None or queries.masking_of(panel, request.actor) is None:
        raise Http404
    return HttpResponseRedirect(reverse("panel_masks", args=[panel]))


@login_required
def given_file(request: HttpRequest, pk: str, file: str) -> HttpResponse:
    """A file as the expert of a sheet gets it, while it may be read; on record."""
    stored, name, panel = found(queries.given_file(pk, file, request.actor))
    actions.reading.note(panel, "file", actor=request.actor, now=request.now)
    return serve.attachment(stored, as_name=name)


def given_files(request: HttpRequest, review: str) -> list[dict[str, Any]]:
    """The files beside an own sheet, as the page lists them."""
    return [
        {"name": f.name if f.given else _("Attachment not given"), "size": f.size if f.given else 0,
         "url": reverse("review_file", args=[review, f.id]) if f.given else "",
         "notes": [flag(code) for code, _params in f.flags],
         "state": state_of("attachment", f.state if f.given else "withheld")}
        for f in queries.given_files(review, request.actor)
    ]  # fmt: skip
