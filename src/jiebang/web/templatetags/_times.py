"""Times as people read them: in Shanghai, and how far off."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

LOCAL = ZoneInfo("Asia/Shanghai")


def local(at: dt.datetime | str) -> dt.datetime:
    if isinstance(at, str):
        at = dt.datetime.fromisoformat(at)
    return at.astimezone(LOCAL) if timezone.is_aware(at) else at


def cn_datetime(at: dt.datetime | str | None) -> str:
    return f"{local(at):%Y-%m-%d %H:%M}" if at else ""


def cn_time(at: dt.datetime | str | None) -> str:
    return f"{local(at):%H:%M:%S}" if at else ""


def cn_date(on: dt.date | dt.datetime | str | None) -> str:
    if not on:
        return ""
    if isinstance(on, str):
        on = dt.datetime.fromisoformat(on) if "T" in on else dt.date.fromisoformat(on)
    return f"{local(on) if isinstance(on, dt.datetime) else on:%Y-%m-%d}"


def iso(at: dt.datetime | dt.date | str | None) -> str:
    return at if isinstance(at, str) else (at.isoformat() if at else "")


def _span(seconds: int) -> str:
    days, hours, minutes = seconds // 86_400, seconds // 3_600, seconds // 60
    if days >= 2:
        return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}
    if hours >= 2:
        return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
    return ngettext("%(n)s minute", "%(n)s minutes", max(minutes, 1)) % {"n": max(minutes, 1)}


def distance(at: dt.datetime | str | None, now: dt.datetime | None = None) -> str:
    """How far off, seen from `now`: the page's clock, or the real one when none is given."""
    if not at:
        return ""
    seconds = int((local(at) - (now or timezone.now())).total_seconds())
    if seconds >= 0:
        return _("%(span)s left") % {"span": _span(seconds)}
    return _("%(span)s ago") % {"span": _span(-seconds)}


def urgency(at: dt.datetime | str | None, now: dt.datetime | None = None) -> str:
    """Tone of a deadline: past, within two days, within a week, later."""
    if not at:
        return "quiet"
    left = local(at) - (now or timezone.now())
    if left < dt.timedelta(0):
        return "quiet"
    if left < dt.timedelta(days=2):
        return "bad"
    return "wait" if left < dt.timedelta(days=7) else "info"
