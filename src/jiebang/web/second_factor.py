"""Whoever holds certain posts signs in with two factors (R072). Allauth keeps and checks them.

Without one, every page leads to where it is set up, and from there back. Signing in asks for it by
itself from then on; a session that was opened with a password alone is asked once more.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from jiebang.platform.accounts.queries import has_second_factor

# What works without it: signing in and out, setting it up, language and looks, links of invitations
# that need no sign-in, the bar of a demonstration.
OPEN = ("/accounts/", "/static/", "/i18n/", "/display/", "/invitation/", "/demo/")
SETTING_UP = "/accounts/2fa/"
NEXT, SET_UP = "second_factor_next", "second_factor_set_up"


class SecondFactors(DefaultMFAAdapter):
    """Whether somebody has one is asked on every page of theirs."""

    def is_mfa_enabled(self, user: Any, types: Any = None) -> bool:
        if types is not None or user.is_anonymous:
            return bool(super().is_mfa_enabled(user, types))
        return has_second_factor(user.pk)


class SecondFactorMiddleware:
    """Stands after the one that says who asks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(SETTING_UP) and request.method == "POST":
            return self._setting_up(request)
        lacking = "" if request.path.startswith(OPEN) else missing(request)
        if not lacking:
            return self.get_response(request)
        here = request.get_full_path() if request.method == "GET" else reverse("desk")
        if lacking == "mfa_reauthenticate":
            return HttpResponseRedirect(f"{reverse(lacking)}?{urlencode({'next': here})}")
        request.session[NEXT] = here
        return HttpResponseRedirect(reverse(lacking))

    def _setting_up(self, request: HttpRequest) -> HttpResponse:
        """Whoever sets it up in this session has just shown it."""
        before = missing(request)
        response = self.get_response(request)
        if before == "mfa_activate_totp" and is_mfa_enabled(request.user):
            request.session[SET_UP] = True
        return response


def missing(request: HttpRequest) -> str:
    """The page on which this person has to do something first, or ""."""
    if not demanded(request):
        return ""
    if not is_mfa_enabled(request.user):
        return "mfa_activate_totp"
    return "" if proven(request) else "mfa_reauthenticate"


def demanded(request: HttpRequest) -> bool:
    wanted = settings.JIEBANG_SECOND_FACTOR
    if not wanted or not request.user.is_authenticated:
        return False
    return bool(request.actor.roles & set(wanted))


def proven(request: HttpRequest) -> bool:
    """In this very session: at sign-in, asked later, or by setting it up."""
    records = get_authentication_records(request, request.user)
    return SET_UP in request.session or any(record["method"] == "mfa" for record in records)


def hint(request: HttpRequest) -> dict[str, Any] | None:
    """For the pages of allauth: that it has to be set up, and then where to go on."""
    if not request.path.startswith("/accounts/") or not demanded(request):
        return None
    enabled = is_mfa_enabled(request.user)
    return {"enabled": enabled, "next": request.session.get(NEXT) or reverse("desk")}
