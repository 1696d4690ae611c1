"""The invented people a visitor of the demonstration may become."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Part:
    email: str
    name: str
    role: Any


def mail(name: str) -> str:
    return f"{name}@demo.example"


CAST = (
    Part(mail("company"), "孟令川", _("Company with a problem")),
    Part(mail("team"), "钟若溪", _("Research team")),
    Part(mail("partner"), "乔安泽", _("Consortium member")),
    Part(mail("district"), "蒋怀瑾", _("District office")),
    Part(mail("officer"), "苏景行", _("Bureau officer")),
    Part(mail("head"), "梁伯庸", _("Division head")),
    Part(mail("leader"), "程远道", _("Bureau leader")),
    Part(mail("drawer"), "邱简之", _("Draw operator")),
    Part(mail("secretary"), "叶知秋", _("Review secretary")),
    Part(mail("expert"), "顾南乔", _("Expert")),
    Part(mail("supervisor"), "贺明鉴", _("Discipline inspector")),
    Part(mail("pool"), "傅守拙", _("Expert pool keeper")),
    Part(mail("finance"), "葛清和", _("Finance officer")),
    Part(mail("bank"), "岳同舟", _("Bank")),
    Part(mail("sysadmin"), "冉启明", _("System administrator")),
    Part(mail("secadmin"), "卫安澜", _("Security administrator")),
    Part(mail("audadmin"), "石敬之", _("Audit administrator")),
)
