"""What every page needs: who asks, what time it is, and a strict content policy."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject

from jiebang.engine.decision import Denied
from jiebang.platform import clock, reading
from jiebang.platform.accounts.queries import actor_of
from jiebang.web.wording import sentences

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'; manifest-src 'self'"
)


class PageMiddleware:
    """Sets `request.actor` and `request.now`; turns refusals that no view caught into pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.now = clock.now()
        request.actor = SimpleLazyObject(lambda: actor_of(request.user))
        # No page asks for a zero character, and PostgreSQL stores none.
        zero = "%00" in request.META.get("QUERY_STRING", "") or "\x00" in request.path
        response = render(request, "400.html", status=400) if zero else self._answer(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), microphone=(), geolocation=()"
        )
        return response

    def _answer(self, request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        with reading.together():
            return self.get_response(request)

    def process_template_response(self, request: HttpRequest, response: Any) -> Any:
        """Allauth gives its pages a `site` of its own, the host; ours is the bureau's."""
        if response.context_data and "site" in response.context_data:
            del response.context_data["site"]
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, Denied):
            reasons = sentences(error.decision.reasons)
            return render(request, "409.html", {"reasons": reasons}, status=409)
        if isinstance(error, ObjectDoesNotExist):
            raise Http404 from error
        if isinstance(error, ValidationError):  # such as an id that is none
            return render(request, "400.html", status=400)
        return None
