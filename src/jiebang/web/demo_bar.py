"""In a demonstration only: step into any role, and move the clock to the next deadline."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model, login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jiebang.platform import clock
from jiebang.platform.accounts.queries import by_email
from jiebang.platform.agenda import next_moment, run_clock
from jiebang.web.demo_cast import CAST

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def bar(request: HttpRequest) -> dict[str, Any]:
    user = getattr(request, "user", None)
    email = getattr(user, "email", "") if user is not None and user.is_authenticated else ""
    return {
        "now": request.now,
        "people": [{"key": p.email, "label": p.name, "role": str(p.role)} for p in CAST],
        "current": email,
        "next_deadline_label": _("Move the clock past the next deadline"),
    }


@require_POST
def become(request: HttpRequest) -> HttpResponse:
    """Sign in as one of the invented people."""
    _only_in_demo()
    person = by_email(request.POST.get("person", ""))
    if person is None or not person.invented:
        raise Http404
    login(request, get_user_model().objects.get(pk=person.id), backend=BACKEND)
    return HttpResponseRedirect(_back(request, reverse("desk")))


@require_POST
def advance(request: HttpRequest) -> HttpResponse:
    """Move the demonstration's clock one minute past the next deadline and let it do its work."""
    _only_in_demo()
    moment = next_moment(request.now)
    if moment is not None:
        clock.move_to(moment)
        run_clock(clock.now())
    return HttpResponseRedirect(_back(request, reverse("home")))


def _only_in_demo() -> None:
    if not settings.JIEBANG_DEMO:
        raise Http404


def _back(request: HttpRequest, default: str) -> str:
    target = request.POST.get("next") or ""
    ok = target and url_has_allowed_host_and_scheme(target, {request.get_host()})
    return target if ok else default
