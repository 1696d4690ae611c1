"""What every template may use: the site's name and, in a demonstration, its bar."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from jiebang.web.demo_bar import bar


def site(request: HttpRequest) -> dict[str, Any]:
    found: dict[str, Any] = {"site": settings.JIEBANG_SITE, "now": getattr(request, "now", None)}
    if settings.JIEBANG_DEMO:
        found["demo"] = bar(request)
    return found
