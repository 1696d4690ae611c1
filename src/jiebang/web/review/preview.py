"""How experts will see a bid: for its own units, before they hand it in. It blocks nothing."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from jiebang.platform import tasks
from jiebang.programme import actions as programme
from jiebang.review.queries import preview as seen
from jiebang.rulebook.roles import Role
from jiebang.web.frame import page
from jiebang.web.review import texts
from jiebang.web.review.masks import passage, percent
from jiebang.web.wording.masking import flag

OWN = frozenset({Role.LEAD, Role.PARTNER})


@login_required
def preview(request: HttpRequest, pk: str) -> HttpResponse:
    glance = programme.bid.glance(pk, actor=request.actor, now=request.now)
    if not glance.roles & OWN:
        raise Http404
    if request.method == "POST":
        return _make(request, pk)
    form, files = seen.form(pk), seen.files_of(pk)
    making = "making" in request.GET and any(not f.ready for f in files)
    context = {
        "title": glance.title,
        "bid": pk,
        "leak": percent(form.leak),
        "masked": form.masked,
        "parts": texts.parts(form.sections),
        "passages": [passage(p) for p in form.passages],
        "files": [_file(f) for f in files],
        "to_make": any(not f.ready for f in files),
        "making": making,
    }
    response = page(request, "review/preview.html", context)
    if making:
        response["Refresh"] = f"5; url={request.get_full_path()}"
    return response


def _make(request: HttpRequest, pk: str) -> HttpResponse:
    """Every file that was not looked at yet, in the background."""
    for f in seen.files_of(pk):
        if not f.ready:
            tasks.enqueue("jiebang.review.tasks.preview_file", str(pk), f.id)
    return HttpResponseRedirect(reverse("bid_preview", args=[pk]) + "?making=1")


def _file(f: seen.FilePreview) -> dict[str, Any]:
    return {
        "f": f,
        "leak": percent(f.leak),
        "flags": [flag(code) for code, _params in f.flags],
        "passages": [passage(p) for p in f.passages],
    }
