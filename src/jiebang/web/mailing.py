"""Notices as mail: the sentence that the page shows, and the link to the matter."""

from __future__ import annotations

from django.conf import settings
from django.urls import NoReverseMatch
from django.utils import translation
from django.utils.translation import gettext as _

from jiebang.platform import clock
from jiebang.platform.notices import outbox
from jiebang.web import wording
from jiebang.web.places import url_of


def mail_due() -> int:
    """Send what waits; called by the queue."""
    with translation.override(settings.LANGUAGE_CODE):
        return outbox.mail_due(compose, now=clock.now())


def compose(n: outbox.NoticeView) -> tuple[str, str]:
    said = wording.notice(n)
    try:
        link = settings.JIEBANG_URL.rstrip("/") + url_of(n.life, n.subject_id)
    except (KeyError, NoReverseMatch):
        link = settings.JIEBANG_URL
    lines = [_("Dear %(name)s,") % {"name": n.name}, "", said]
    if n.params.get("reason"):
        lines += ["", _("Reason: %(reason)s") % {"reason": n.params["reason"]}]
    lines += ["", link, "", settings.JIEBANG_SITE["bureau"]]
    return f"【{settings.JIEBANG_SITE['name']}】{said}"[:150].replace("\n", " "), "\n".join(lines)
