"""Mails to subscribers: the confirmation link, and new challenges."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from jiebang.platform import clock
from jiebang.programme import tasks
from jiebang.programme.queries.subscription import News, SubscriptionView
from jiebang.web.templatetags.jiebang import cn_datetime, wan


def mail_due() -> int:
    """Send what waits for subscribers; called by the tick."""
    return tasks.mail_subscribers(send_link, send_news, now=clock.now())


def _link(name: str, *args: str) -> str:
    return settings.JIEBANG_URL.rstrip("/") + reverse(name, args=args)


def send_link(s: SubscriptionView) -> None:
    with translation.override(s.language or settings.LANGUAGE_CODE):
        body = [
            _("Somebody, probably you, asked us to tell this address of new challenges."),
            "",
            _("Please confirm here:"),
            _link("subscription_confirm", s.token),
            "",
            _("If it was not you, do nothing: you will not hear from us again."),
            "",
            settings.JIEBANG_SITE["bureau"],
        ]
        _send(s, _("Please confirm your subscription"), body)


def send_news(s: SubscriptionView, news: Sequence[News]) -> None:
    with translation.override(s.language or settings.LANGUAGE_CODE):
        body: list[str] = []
        for n in news:
            body += [
                f"{n.number or ''} {n.title}".strip(),
                _("Public money %(money)s, bids until %(until)s")
                % {"money": wan(n.public_money), "until": cn_datetime(n.closes_at)},
                _link("challenge", n.id),
                "",
            ]
        body += [
            _("No more mails:"),
            _link("subscription_end", s.token),
            "",
            settings.JIEBANG_SITE["bureau"],
        ]
        _send(s, _("%(count)s new challenges") % {"count": len(news)}, body)


def _send(s: SubscriptionView, subject: str, body: Sequence[str]) -> None:
    send_mail(f"【{settings.JIEBANG_SITE['name']}】{subject}", "\n".join(body), None, [s.email])
