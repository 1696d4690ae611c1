"""A stored file as an HTTP answer: always an attachment, never something a browser runs."""

from __future__ import annotations

from urllib.parse import quote

from django.http import FileResponse, HttpResponse, HttpResponseNotModified

from jiebang.platform.files import store
from jiebang.platform.files.queries import FileView

POLICY = "sandbox; default-src 'none'"


def attachment(file: FileView, *, if_none_match: str = "", as_name: str = "") -> HttpResponse:
    """Whether the asker may have it is the caller's to decide, before calling.

    `as_name` replaces the sender's own file name where that would tell a blind reader too much.
    """
    file.opening.or_raise()
    etag = f'"{file.sha256}"'
    if etag in if_none_match.replace("W/", "").replace(" ", "").split(","):
        return guarded(HttpResponseNotModified(), etag)
    response = FileResponse(store.opened(file.id), content_type=file.mime)
    response["Content-Length"] = str(file.size)
    response["Content-Disposition"] = disposition(as_name or file.name)
    return guarded(response, etag)


def guarded(response: HttpResponse, etag: str) -> HttpResponse:
    response["ETag"] = etag
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = POLICY
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-cache"
    return response


def disposition(name: str) -> str:
    """RFC 6266 with the RFC 5987 form for Chinese and a plain one for everything old."""
    plain = "".join(
        c if c.isascii() and c.isprintable() and c not in '"\\%;' else "_" for c in name
    )
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
