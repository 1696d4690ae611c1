"""Answering an invitation from its mail or text: one page, one press, no password.

The link holds the seat's id under the city's key. It opens the invitation and nothing else: what is
under review is shown only after signing in. Looking never answers, so that programs which open the
links of a mail do no harm.
"""

from __future__ import annotations

import base64
import binascii
import uuid
from typing import Any

from django.contrib import messages
from django.core.signing import BadSignature, Signer
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from jiebang.engine.decision import Denied
from jiebang.platform.accounts.queries import actor_by_id
from jiebang.platform.lifecycle import Invalid
from jiebang.review import actions, queries
from jiebang.rulebook.seat import ACCEPT, DECLINE, State
from jiebang.web.forms import bind, parse
from jiebang.web.frame import page
from jiebang.web.programme.asking import found
from jiebang.web.programme.asking import state as state_of
from jiebang.web.wording import sentences
from jiebang.web.wording.review import KINDS

SIGNER = Signer(sep=".", salt="jiebang.invitation")
FORMS = {"accept": ACCEPT, "decline": DECLINE}


def path_of(seat_id: str) -> str:
    """The address that goes into the mail."""
    short = base64.urlsafe_b64encode(uuid.UUID(seat_id).bytes).rstrip(b"=").decode()
    return reverse("invitation", args=[SIGNER.sign(short)])


def seat_of(token: str) -> str:
    """The seat a link is for; Http404 for a link that was changed."""
    try:
        short = SIGNER.unsign(token)
        return str(uuid.UUID(bytes=base64.urlsafe_b64decode(short + "==")))
    except (BadSignature, binascii.Error, ValueError) as wrong:
        raise Http404 from wrong


@never_cache
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    invited = found(queries.invitation(seat_of(token)))
    if request.method != "POST":
        return _show(request, invited)
    name = request.POST.get("answer", "")
    if name not in FORMS:
        raise Http404
    raw = parse(FORMS[name], request.POST)
    if "_draft" in request.POST:  # the form's first button, pressed by the Enter key
        return _show(request, invited, name, raw)
    try:
        actions.seat.perform(invited.seat_id, name, actor=actor_by_id(invited.user_id),
                             now=request.now, **raw)  # fmt: skip
    except Invalid as wrong:
        return _show(request, invited, name, raw, problems=wrong.problems, status=422)
    except Denied as denied:
        said = sentences(denied.decision.reasons)
        return _show(request, invited, name, raw, said=said, status=409)
    accepted = name == "accept"
    thanks = _("Thank you. You have accepted.") if accepted else _("Thank you for answering.")
    messages.success(request, thanks)
    return HttpResponseRedirect(request.path)


def _show(request: HttpRequest, i: queries.Invitation, name: str = "", raw: Any = None, *,
          problems: Any = (), said: list[str] | None = None,
          status: int = 200) -> HttpResponse:  # fmt: skip
    open_still = i.state == State.INVITED and (i.answer_by is None or request.now < i.answer_by)
    forms = {}
    for key, spec in FORMS.items() if open_still else ():
        form = bind(spec, raw if key == name else {}, problems if key == name else ())
        form.title = ""
        forms[key] = form
    context = {
        "i": i,
        "kind": KINDS[i.kind],
        "state": state_of("seat", i.state),
        "open": open_still,
        "forms": forms,
        "declining": name == "decline",
        "accepting": [("answer", "accept")],
        "refusing": [("answer", "decline")],
        "said": said,
        "terms": _terms(i),
        "sign_in_url": reverse("seat", args=[i.seat_id]) if i.state == State.ACCEPTED else "",
    }
    return page(request, "review/invitation.html", context, status=status)


def _terms(i: queries.Invitation) -> list[dict[str, Any]]:
    way = _("Online; units, people, titles and honours are not shown")
    return [
        {"label": _("Subject of the review"), "value": i.title},
        {"label": _("How many items"), "value": i.items},
        {"label": _("Answer by"), "value": i.answer_by, "kind": "datetime"},
        {"label": _("Sheets due"), "value": i.due_at, "kind": "datetime"},
        {"label": _("Way"), "value": way},
    ]
