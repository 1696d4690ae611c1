"""Do not believe us: check. A receipt, a digest, the record's signed state; and the help page."""

from __future__ import annotations

import hmac
import re

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from jiebang.platform.audit import tree
from jiebang.programme import queries
from jiebang.web.frame import page
from jiebang.web.public.home import place
from jiebang.web.public.listing import fresh
from jiebang.web.public.topics import TOPICS


def verify(request: HttpRequest) -> HttpResponse:
    number = request.GET.get("number", "").strip()[:40]
    digest = re.sub(r"\s", "", request.GET.get("digest", "")).lower()[:128]
    found = queries.receipt(number) if number else None
    context = {
        "number": number,
        "digest": digest,
        "found": found,
        "asked": bool(number),
        "same": hmac.compare_digest(found.digest, digest)
        if found and digest.isascii() and digest
        else None,
        "head": tree.head(),
        "origin": settings.JIEBANG_ORIGIN,
        "draws_url": place("draws"),
    }
    return page(request, "public/verify.html", context)


def help_page(request: HttpRequest) -> HttpResponse:
    return fresh(request, page(request, "public/help.html", {"topics": TOPICS}))
