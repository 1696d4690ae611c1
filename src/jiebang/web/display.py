"""How a visitor wants to see the pages: light or dark, normal or large text. Kept in cookies."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

YEAR = 365 * 24 * 3600
CHOICES = {"theme": ("auto", "light", "dark"), "text": ("normal", "large")}


def context(request: HttpRequest) -> dict[str, dict[str, str]]:
    """Context processor: `display.theme` and `display.text`, each one of its choices."""
    chosen = {name: request.COOKIES.get(f"jb_{name}", "") for name in CHOICES}
    return {
        "display": {
            name: chosen[name] if chosen[name] in values else values[0]
            for name, values in CHOICES.items()
        }
    }


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Set what was posted and go back to where the visitor was."""
    target = request.POST.get("next") or request.headers.get("Referer", "/")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure()):
        target = "/"
    response = HttpResponseRedirect(target)
    for name, values in CHOICES.items():
        value = request.POST.get(name)
        if value in values:
            response.set_cookie(
                f"jb_{name}", value, max_age=YEAR, samesite="Lax",
                secure=settings.SESSION_COOKIE_SECURE,
            )  # fmt: skip
    return response
