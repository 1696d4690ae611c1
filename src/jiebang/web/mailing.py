"""Notices as mail: the sentence that the page shows, and the link to the matter."""

from __future__ import annotations

from django.conf import settings
from django.urls import NoReverseMatch
from django.utils import translation
from django.utils.translation import gettext as _

from jiebang.platform import clock
from jiebang.platform.notices import outbox, texting
from jiebang.web import wording
from jiebang.web.places import url_of
from jiebang.web.review.invitation import path_of

# Events whose mail leads to a page of its own, open to whoever holds the link.
DIRECT = {"seat.invite": path_of, "seat.remind": path_of}


def mail_due() -> int:
    """Send what waits; called by the queue."""
    with translation.override(settings.LANGUAGE_CODE):
        return outbox.mail_due(compose, now=clock.now())


def text_due() -> int:
    """Text what is urgent, where the city has a provider; called by the queue."""
    provider = texting.provider()
    if provider is None:
        return 0
    with translation.override(settings.LANGUAGE_CODE):
        return outbox.text_due(text, provider, now=clock.now())


def text(n: outbox.NoticeView) -> str:
    """A text message: who, what, where."""
    return f"【{settings.JIEBANG_SITE['name']}】{wording.notice(n)} {link(n)}"


def link(n: outbox.NoticeView) -> str:
    """Where the reader can do something about it: without signing in where that is possible."""
    try:
        path = DIRECT[n.event](n.subject_id) if n.event in DIRECT else url_of(n.life, n.subject_id)
    except (KeyError, NoReverseMatch):
        path = ""
    return settings.JIEBANG_URL.rstrip("/") + path


def compose(n: outbox.NoticeView) -> tuple[str, str]:
    said = wording.notice(n)
    lines = [_("Dear %(name)s,") % {"name": n.name}, "", said]
    if n.params.get("reason"):
        lines += ["", _("Reason: %(reason)s") % {"reason": n.params["reason"]}]
    lines += ["", link(n), "", settings.JIEBANG_SITE["bureau"]]
    return f"【{settings.JIEBANG_SITE['name']}】{said}"[:150].replace("\n", " "), "\n".join(lines)
