"""Tell people. Rows are written with the change that caused them; mail follows from the queue."""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.mail import EmailMessage, get_connection
from django.db.models import Count

from jiebang.platform.notices.models import Notice
from jiebang.platform.notices.texting import Provider, Refused
from jiebang.platform.prepared import Prepared

Compose = Callable[["NoticeView"], tuple[str, str]]
MAIL_BATCH = 200
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class NoticeView:
    id: int
    event: str
    life: str
    subject_id: str
    params: Mapping[str, Any]
    created_at: datetime
    read: bool
    name: str = ""


def tell(users: Iterable[int], *, event: str, life: str, subject_id: str,
         params: Mapping[str, Any], now: datetime, urgent: bool = False) -> None:  # fmt: skip
    """One notice a person, in the caller's transaction; an urgent one is texted as well."""
    Notice.objects.bulk_create(
        Notice(user_id=u, event=event, life=life, subject_id=subject_id, params=dict(params),
               created_at=now, urgent=urgent)
        for u in sorted(set(users))
    )  # fmt: skip


def of(user_id: int, *, limit: int = 50) -> list[NoticeView]:
    rows = Notice.objects.filter(user_id=user_id).order_by("-created_at", "-pk")[:limit]
    return [_view(n) for n in rows]


_unread = Prepared(
    lambda user: Notice.objects.filter(user_id=user, read_at=None).order_by()
    .values_list("user_id").annotate(n=Count("pk")).values_list("n"),
    Notice._meta.get_field("user"),
)  # fmt: skip


def unread(user_id: int) -> int:
    return next((n for (n,) in _unread(user_id)), 0)


def mark_read(user_id: int, *, now: datetime) -> None:
    Notice.objects.filter(user_id=user_id, read_at=None).update(read_at=now)


def mail_due(compose: Compose, *, now: datetime) -> int:
    """Send what is unsent, at most a batch; how many went out. May run twice: a mail may repeat,
    none is lost. An address that is refused waits for the next round and stops nobody else's."""
    rows = list(
        Notice.objects.filter(mailed_at=None).select_related("user").order_by("pk")[:MAIL_BATCH]
    )
    sent = 0
    with get_connection() as connection:
        for n in rows:
            subject, body = compose(_view(n, n.user.display_name))
            mail = EmailMessage(subject, body, to=[n.user.email], connection=connection)
            try:
                mail.send()
            except smtplib.SMTPException:
                logger.exception("notice %s was not accepted by the mail server", n.pk)
                continue
            Notice.objects.filter(pk=n.pk).update(mailed_at=now)
            sent += 1
    return sent


def text_due(compose: Callable[[NoticeView], str], provider: Provider, *, now: datetime) -> int:
    """Text what is urgent to people with a phone; how many the provider took. As with mail, one
    may repeat (under the same key) and none is lost."""
    rows = Notice.objects.filter(urgent=True, texted_at=None).exclude(user__phone="")
    taken = 0
    for n in list(rows.select_related("user").order_by("pk")[:MAIL_BATCH]):
        text = compose(_view(n, n.user.display_name))
        try:
            provider.send(n.user.phone, text, key=f"notice-{n.pk}", at=int(now.timestamp()))
        except Refused:
            logger.exception("notice %s was not accepted by the provider of texts", n.pk)
            continue
        Notice.objects.filter(pk=n.pk).update(texted_at=now)
        taken += 1
    return taken


def _view(n: Notice, name: str = "") -> NoticeView:
    return NoticeView(n.pk, n.event, n.life, n.subject_id, n.params, n.created_at,
                      n.read_at is not None, name)  # fmt: skip
