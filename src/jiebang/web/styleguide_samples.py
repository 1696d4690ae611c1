"""Invented data for the style guide. The words are those a user would meet."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

WAN = 1_000_000
DIGEST = "3f8a1c0be7d24956a1f0c38e5b7d9264e0fa713c58b2d6904e1a7f3cb5d80e92"


def _rows_of(keys: str, *rows: tuple[Any, ...]) -> list[dict[str, Any]]:
    """Rows as dicts; a short row leaves its last keys out."""
    return [dict(zip(keys.split(), row, strict=False)) for row in rows]


def challenge(now: dt.datetime) -> dict[str, Any]:
    return {
        "url": "#",
        "number": "2023-07",
        "title": "高速重载送料机械手轻量化与振动抑制技术",
        "field": "高端装备产业补链强链",
        "publisher": "某某机床有限公司",
        "money_fen": 100 * WAN,
        "investment_fen": 695 * WAN,
        "due_at": now + dt.timedelta(days=11, hours=7),
        "state": {"code": "published", "label": _("Open for bids")},
        "invented": True,
    }


def tables(now: dt.datetime) -> dict[str, Any]:
    columns = _rows_of(
        "label kind sort sorted",
        (_("Challenge"), "link", "title"),
        (_("Field"), "text"),
        (_("Public money"), "money", "money", "down"),
        (_("Bids"), "number"),
        (_("Deadline"), "deadline", "due"),
        (_("State"), "state"),
    )
    fields = _rows_of(
        "name label options",
        ("field", _("Field"), [("equipment", "高端装备", True)]),
        ("state", _("State"), [("published", _("Open for bids"), False)]),
    )
    placeholder = _("Search title, problem, indicator")
    return {
        "columns": columns,
        "rows": _challenges(now),
        "search": {"name": "q", "value": "", "placeholder": placeholder},
        "fields": fields,
        "active": _rows_of("name label", ("field", "高端装备"), ("year", "2023")),
        "tabs": _rows_of(
            "label url current count",
            (_("The challenge"), "#", True),
            (_("Questions"), "#", False, 4),
            (_("Bids"), "#", False, 5),
            (_("History"), "#"),
        ),
    }


def _challenges(now: dt.datetime) -> list[dict[str, Any]]:
    states = {"published": _("Open for bids"), "closed": _("Closed"), "failed": _("No valid bid")}
    found = (
        ("2023-03", "生物基高阻隔包装材料连续化制备", "新材料", 120, 3, "published", 1),
        ("2023-07", "高速重载送料机械手轻量化与振动抑制技术", "高端装备", 100, 11, "published", 5),
        ("2023-12", "车规级功率模块高可靠封装与在线检测", "新能源汽车", 85, -2, "closed", 4),
        ("2023-16", "多模态影像辅助诊断系统的临床可解释性", "生物医药", 95, -9, "failed", 0),
    )
    rows = []
    for number, title, field, money, days, state, bids in found:
        name = {"label": title, "url": "#", "sub": number, "invented": True}
        due_at = now + dt.timedelta(days=days)
        shown = {"code": state, "label": states[state]}
        rows.append({"url": "#", "cells": [name, field, money * WAN, bids, due_at, shown]})
    return rows


def life(now: dt.datetime) -> dict[str, Any]:
    day = dt.timedelta(days=1)
    return {
        "steps": _rows_of(
            "label state at hint",
            (_("Demand"), "done", now - 60 * day),
            (_("Published"), "done", now - 19 * day),
            (_("Bidding"), "current", None, _("until 1 September")),
            (_("Review"), "todo"),
            (_("Contract"), "todo"),
            (_("Acceptance"), "todo"),
        ),
        "history": _rows_of(
            "at who what code text",
            (now - 2 * day, "李闻笛 · 市科技局", _("Answered a question"), "answered"),
            (now - 19 * day, "周砚秋 · 市科技局", _("Published"), "published",
             "经局长办公会研究同意，按程序向社会公开发布。"),
            (now - 31 * day, "林知夏 · 历下区科技局", _("Returned"), "returned",
             "第三项指标缺少测试方法，请补充。"),
        ),
        "values": _values(now + 11 * day),
    }  # fmt: skip


def _values(due_at: dt.datetime) -> list[dict[str, Any]]:
    problem = (
        "送料机械手在每分钟十五次的节拍下末端残余振动超过允许值，限制了整线速度。\n"
        "需要在不增加自重的条件下提高横杆刚度，并给出可在现有控制器上运行的抑振算法。"
    )
    return _rows_of(
        "label value kind",
        (_("Publisher"), "某某机床有限公司"),
        (_("Public money"), 100 * WAN, "money"),
        (_("Company's own investment"), 695 * WAN, "money"),
        (_("Deadline"), due_at, "datetime"),
        (_("State"), {"code": "published", "label": _("Open for bids")}, "state"),
        (_("Problem to be solved"), problem, "prose"),
    )


def checks() -> dict[str, Any]:
    return {
        "gates": _rows_of(
            "rule value limit verdict hint",
            (_("Registered in the city"), "济南市历下区", _("Jinan"), "passed"),
            (_("Research spending in the last two years"), "2.8%", "≥ 3%", "failed",
             _("From the annual reports handed in with the demand")),
            (_("Demands in this batch"), "0", "≤ 1", "passed"),
            (_("Environmental record"), "", _("no violation"), "unknown"),
        ),
        "indicators": _rows_of(
            "name unit now target promised actual method verdict label",
            ("节拍", "次/分", "12", "≥ 15", "16", "15.6", "连续 2 小时满载测试", "met", _("Met")),
            ("末端残余振幅", "mm", "3.2", "≤ 1.0", "0.8", "1.1", "激光位移计，200 Hz", "not_met",
             _("Not met")),
            ("横杆自重", "kg", "186", "≤ 150", "148"),
        ),
        "reasons": [
            _("Bidding is open until 2023-09-01 17:00."),
            _("The company's opinion is missing for 2 of 5 bids."),
        ],
        "tiles": _rows_of(
            "label value kind unit hint",
            (_("Challenges"), 20, "number", _("items")),
            (_("Public money"), 2000 * WAN, "money"),
            (_("Market R&D levered"), 13900 * WAN, "money", "", "× 6.95"),
            (_("Comprehensive credit"), 1_800_000 * WAN, "yi"),
        ),
    }  # fmt: skip


def charts() -> dict[str, Any]:
    fields = _rows_of(
        "label value url",
        ("绿色低碳技术应用示范", 380 * WAN, "#"),
        ("高端装备产业补链强链", 520 * WAN, "#"),
        ("新能源汽车产业提质", 310 * WAN, "#"),
        ("生物医药产业提升", 400 * WAN, "#"),
        ("新一代信息技术创新应用", 390 * WAN, "#"),
    )
    series = _rows_of(
        "name values",
        (_("Demands handed in"), [43, 58, 117, 164, 212]),
        (_("Challenges published"), [10, 10, 20, 32, 41]),
    )
    bar = {"title": _("Public money by field"), "kind": "money", "label_head": _("Field")}
    line = {"title": _("Demands and challenges by year"), "unit": _("items")}
    years = ["2021", "2022", "2023", "2024", "2025"]
    return {"bar": {**bar, "rows": fields}, "line": {**line, "labels": years, "series": series}}


def _cell(name: str, kind: str, label: str, value: object = "", **more: object) -> dict[str, Any]:
    return {"name": name, "id": "f-" + name.replace(".", "-"), "kind": kind, "label": label,
            "value": value, **more}  # fmt: skip


def _rows() -> list[dict[str, Any]]:
    typed = (("节拍", "12", "15"), ("末端残余振幅", "3.2", ""))
    return [
        {
            "cells": [
                _cell(f"indicators.{n}.name", "text", _("Indicator"), name),
                _cell(f"indicators.{n}.now", "decimal", _("Present value"), now),
                _cell(f"indicators.{n}.target", "decimal", _("Target"), target,
                      problems=[] if target else [_("Please fill this in.")]),
            ]
        }
        for n, (name, now, target) in enumerate(typed)
    ]  # fmt: skip


def form() -> dict[str, Any]:
    sections = [
        {"code": "about", "title": _("The demand"), "fields": _about()},
        {"code": "money", "title": _("Money and conditions"), "fields": _conditions()},
    ]
    return {"title": _("Technology demand"), "sections": sections, "problems": [], "version": 3}


def _about() -> list[dict[str, Any]]:
    columns = [
        {"label": _("Indicator"), "required": True},
        {"label": _("Present value")},
        {"label": _("Target"), "required": True},
    ]
    kinds = [("attack", _("Key technology"), True), ("company", _("Company demand"), False)]
    ways = [("joint", _("Joint development"), True), ("entrust", _("Entrusted development"), False)]
    short = _("At least 100 characters; now 7.")
    named = _("It will be the challenge's name on the public list.")
    answered = _("Every bid has to answer each of them, row by row.")
    return [
        _cell("title", "text", _("Name of the demand"), "高速重载送料机械手", required=True,
              max_length=60, help=named),
        _cell("kind", "choice", _("Kind"), options=kinds, required=True),
        _cell("problem", "prose", _("Problem to be solved"), "整线速度受限。", required=True,
              max_length=2000, problems=[short]),
        _cell("needs", "multichoice", _("Ways to cooperate"), options=ways),
        _cell("indicators", "table", _("Indicators"), columns=columns, rows=_rows(), required=True,
              help=answered),
    ]  # fmt: skip


def _conditions() -> list[dict[str, Any]]:
    wrong = _("The last character does not fit the others: please check the code.")
    limits = _("PDF or Word, at most 50 MB each")
    return [
        _cell("total", "money", _("Total investment"), 695 * WAN, required=True),
        _cell("years", "integer", _("Duration"), "24", unit=_("months")),
        _cell("done_on", "date", _("To be finished by"), "2025-08-31"),
        _cell("uscc", "uscc", _("Unified social credit code"), "91000000MA00000000",
              problems=[wrong]),
        _cell("export", "yesno", _("Open to teams abroad"), True),
        _cell("owner", "text", _("Unit"), "某某机床有限公司", given=True),
        _cell("proof", "file", _("Evidence"), accept=".pdf,.docx", limits=limits),
    ]  # fmt: skip


def actions() -> list[dict[str, Any]]:
    sure = _("Withdraw this bid? It can be handed in again until the deadline.")
    return _rows_of(
        "key label url allowed kind icon harm confirm reasons",
        ("submit", _("Submit"), "#", True, "primary", "send"),
        ("export", _("Export"), "#", True, "link", "download"),
        ("withdraw", _("Withdraw"), "#", True, "plain", "", True, sure),
        ("review", _("Start the review"), "#", False, "", "", False, "", checks()["reasons"]),
    )


def work(now: dt.datetime) -> list[dict[str, Any]]:
    hour = dt.timedelta(hours=1)
    return _rows_of(
        "what about url due_at invented",
        (_("Give the company's opinion"), "2023-07 高速重载送料机械手", "#", now + 31 * hour, True),
        (_("Confirm joining the consortium"), "2023-03 包装材料", "#", now + 130 * hour, True),
        (_("Report on the milestone"), "2022-04 在线检测", "#", now + 700 * hour, True),
    )


def files(now: dt.datetime) -> dict[str, Any]:
    return {
        "items": [
            {"name": "联合体协议.pdf", "url": "#", "size": 1_482_113, "at": now, "digest": DIGEST,
             "state": {"code": "verified", "label": _("Checked")}, "remove_url": "#"},
            {"name": "研发投入专项审计报告(2021—2022).pdf", "size": 5_812_004, "at": now,
             "state": {"code": "quarantined", "label": _("Being scanned")}},
        ],
        "receipt": {"number": "JN-2023-07-0012", "digest": DIGEST, "at": now},
    }  # fmt: skip


def desk() -> dict[str, Any]:
    return {
        "person": "周砚秋",
        "role": _("Bureau officer"),
        "unit": "济南市科学技术局",
        "unread": 3,
        "unread_url": "#",
        "nav": [
            {"label": _("My work"), "url": "#", "icon": "inbox", "count": 5, "current": True},
            {
                "heading": _("Programme"),
                "label": _("Batches"),
                "url": "#",
                "icon": "calendar-event",
            },
            {"label": _("Demands"), "url": "#", "icon": "bulb", "count": 12},
            {"label": _("Challenges"), "url": "#", "icon": "target-arrow"},
            {"heading": _("Review"), "label": _("Panels"), "url": "#", "icon": "users-group"},
            {"label": _("Draws"), "url": "#", "icon": "dice"},
            {"heading": _("Delivery"), "label": _("Contracts"), "url": "#", "icon": "signature"},
            {"label": _("Money"), "url": "#", "icon": "coins"},
        ],
    }
