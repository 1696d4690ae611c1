"""Values with a unit, as people write them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _

from jiebang.engine.money import format_wan


def shown(value: Any, unit: str) -> str:
    """A gate's value or limit by its unit (rulebook.gates.Unit)."""
    if value is None:
        return "—"
    if unit == "yesno":
        return _("yes") if value else _("no")
    if unit == "money":
        return f"{format_wan(int(value))} {_('10,000 yuan')}"
    if unit == "bytes":
        return filesizeformat(int(value)).replace("\xa0", " ")
    if unit == "percent":
        return f"{value}%"
    if unit == "months":
        return _("%(count)s months") % {"count": value}
    if unit == "moment" and isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M:%S")
    return str(value)
