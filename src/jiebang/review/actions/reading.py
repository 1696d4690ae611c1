"""Reading what is sensitive is written down too."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from jiebang.platform.accounts.actor import Actor
from jiebang.platform.audit import log


def note(panel_id: str, what: str, *, actor: Actor, now: datetime) -> None:
    """`what`: names, masks or sheets. Its own stream, so that reading waits for no lock."""
    with transaction.atomic():
        log.append(stream=f"reading:{panel_id}", event=f"panel.read_{what}", actor=actor.id,
                   now=now, data={})  # fmt: skip
