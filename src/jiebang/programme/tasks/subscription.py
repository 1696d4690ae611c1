"""News for those who asked for it. May run twice: a mail may repeat, none is lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from jiebang.platform.accounts.actor import CLOCK
from jiebang.platform.lifecycle import Machine
from jiebang.programme.queries.subscription import (
    News,
    SubscriptionView,
    confirmed,
    links_due,
    published_since,
)

SendLink = Callable[[SubscriptionView], None]
SendNews = Callable[[SubscriptionView, Sequence[News]], None]


def mail_subscribers(send_link: SendLink, send_news: SendNews, *, now: datetime) -> int:
    """Links to those who asked, and news to those who confirmed. Answers how many mails."""
    machine, sent = Machine.registry["subscription"], 0
    for s in links_due():
        send_link(s)
        machine.perform(s.id, "send_link", actor=CLOCK, now=now)
        sent += 1
    waiting = [s for s in confirmed() if s.told_until is not None]
    if not waiting:
        return sent
    published = published_since(min(s.told_until for s in waiting if s.told_until))
    for s in waiting:
        news = [n for n in published if s.told_until and n.published_at > s.told_until
                and s.field in ("", n.field)]  # fmt: skip
        if news:
            send_news(s, news)
            machine.perform(s.id, "send_news", actor=CLOCK, now=now, count=len(news),
                            until=max(n.published_at for n in news))  # fmt: skip
            sent += 1
    return sent
