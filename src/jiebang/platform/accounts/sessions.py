"""Sessions as Django keeps them in the database; the reading that every page begins with is one
prepared question."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from jiebang.platform.prepared import Prepared

_live = Prepared(
    lambda key, now: Session.objects.filter(session_key=key, expire_date__gt=now).values_list(
        *(f.attname for f in Session._meta.concrete_fields)
    ),
    Session._meta.get_field("session_key"), Session._meta.get_field("expire_date"),
)  # fmt: skip


class SessionStore(db.SessionStore):
    def _get_session_from_db(self) -> Any:
        """What is not there, or no longer, is left to Django."""
        found = _live(self.session_key, timezone.now()) if self.session_key else ()
        for row in found:
            return Session(*row)
        return super()._get_session_from_db()
