"""What every template may use: the site's name and, in a demonstration, its bar."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from jiebang.web.demo_bar import bar
from jiebang.web.second_factor import hint


def site(request: HttpRequest) -> dict[str, Any]:
    found: dict[str, Any] = {"site": settings.JIEBANG_SITE, "now": getattr(request, "now", None)}
    if settings.JIEBANG_SECOND_FACTOR and (asked := hint(request)):
        found["second_factor"] = asked
    if settings.JIEBANG_DEMO:
        found["demo"] = bar(request)
    return found
