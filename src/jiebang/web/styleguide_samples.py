"""Invented data for the style guide. The words are those a user would meet."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

WAN = 1_000_000
DIGEST = "3f8a1c0be7d24956a1f0c38e5b7d9264e0fa713c58b2d6904e1a7f3cb5d80e92"


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
    rows = [
        ("2023-03", "生物基高阻隔包装材料连续化制备", "新材料", 120, 3, "published", 1),
        ("2023-07", "高速重载送料机械手轻量化与振动抑制技术", "高端装备", 100, 11, "published", 5),
        ("2023-12", "车规级功率模块高可靠封装与在线检测", "新能源汽车", 85, -2, "closed", 4),
        ("2023-16", "多模态影像辅助诊断系统的临床可解释性", "生物医药", 95, -9, "failed", 0),
    ]
    states = {"published": _("Open for bids"), "closed": _("Closed"), "failed": _("No valid bid")}
    return {
        "columns": [
            {"label": _("Challenge"), "kind": "link", "sort": "title"},
            {"label": _("Field"), "kind": "text"},
            {"label": _("Public money"), "kind": "money", "sort": "money", "sorted": "down"},
            {"label": _("Bids"), "kind": "number"},
            {"label": _("Deadline"), "kind": "deadline", "sort": "due"},
            {"label": _("State"), "kind": "state"},
        ],
        "rows": [
            {
                "url": "#",
                "cells": [
                    {"label": title, "url": "#", "sub": number, "invented": True},
                    field,
                    money * WAN,
                    bids,
                    now + dt.timedelta(days=days),
                    {"code": state, "label": states[state]},
                ],
            }
            for number, title, field, money, days, state, bids in rows
        ],
        "search": {"name": "q", "value": "", "placeholder": _("Search title, problem, indicator")},
        "fields": [
            {"name": "field", "label": _("Field"), "options": [("equipment", "高端装备", True)]},
            {"name": "state", "label": _("State"), "options": [("published", _("Open for bids"), False)]},
        ],
        "active": [{"name": "field", "label": "高端装备"}, {"name": "year", "label": "2023"}],
        "tabs": [
            {"label": _("The challenge"), "url": "#", "current": True},
            {"label": _("Questions"), "url": "#", "count": 4},
            {"label": _("Bids"), "url": "#", "count": 5},
            {"label": _("History"), "url": "#"},
        ],
    }


def life(now: dt.datetime) -> dict[str, Any]:
    day = dt.timedelta(days=1)
    return {
        "steps": [
            {"label": _("Demand"), "state": "done", "at": now - 60 * day},
            {"label": _("Published"), "state": "done", "at": now - 19 * day},
            {"label": _("Bidding"), "state": "current", "hint": _("until 1 September")},
            {"label": _("Review"), "state": "todo"},
            {"label": _("Contract"), "state": "todo"},
            {"label": _("Acceptance"), "state": "todo"},
        ],
        "history": [
            {"at": now - 2 * day, "who": "李闻笛 · 市科技局", "what": _("Answered a question"), "code": "info"},
            {"at": now - 19 * day, "who": "周砚秋 · 市科技局", "what": _("Published"), "code": "published",
             "text": "经局长办公会研究同意,按程序向社会公开发布。"},
            {"at": now - 31 * day, "who": "林知夏 · 历下区科技局", "what": _("Returned"), "code": "returned",
             "text": "第三项指标缺少测试方法,请补充。"},
        ],
        "values": [
            {"label": _("Publisher"), "value": "某某机床有限公司"},
            {"label": _("Public money"), "value": 100 * WAN, "kind": "money"},
            {"label": _("Company's own investment"), "value": 695 * WAN, "kind": "money"},
            {"label": _("Deadline"), "value": now + 11 * day, "kind": "datetime"},
            {"label": _("State"), "value": {"code": "published", "label": _("Open for bids")}, "kind": "state"},
            {"label": _("Problem to be solved"), "kind": "prose",
             "value": "送料机械手在每分钟十五次的节拍下末端残余振动超过允许值,限制了整线速度。\n需要在不增加自重的条件下提高横杆刚度,并给出可在现有控制器上运行的抑振算法。"},
        ],
    }  # fmt: skip


def checks() -> dict[str, Any]:
    return {
        "gates": [
            {"rule": _("Registered in the city"), "value": "济南市历下区", "limit": _("Jinan"), "verdict": "passed"},
            {"rule": _("Research spending in the last two years"), "value": "2.8%", "limit": "≥ 3%",
             "verdict": "failed", "hint": _("From the annual reports handed in with the demand")},
            {"rule": _("Demands in this batch"), "value": "0", "limit": "≤ 1", "verdict": "passed"},
            {"rule": _("Environmental record"), "value": "", "limit": _("no violation"), "verdict": "unknown"},
        ],
        "indicators": [
            {"name": "节拍", "unit": "次/分", "now": "12", "target": "≥ 15", "promised": "16", "actual": "15.6",
             "method": "连续 2 小时满载测试", "verdict": "met", "label": _("Met")},
            {"name": "末端残余振幅", "unit": "mm", "now": "3.2", "target": "≤ 1.0", "promised": "0.8",
             "actual": "1.1", "method": "激光位移计,200 Hz", "verdict": "not_met", "label": _("Not met")},
            {"name": "横杆自重", "unit": "kg", "now": "186", "target": "≤ 150", "promised": "148"},
        ],
        "reasons": [
            _("Bidding is open until 2023-09-01 17:00."),
            _("The company's opinion is missing for 2 of 5 bids."),
        ],
        "tiles": [
            {"label": _("Challenges"), "value": 20, "kind": "number", "unit": _("items"), "url": "#"},
            {"label": _("Public money"), "value": 2000 * WAN, "kind": "money"},
            {"label": _("Market R&D levered"), "value": 13900 * WAN, "kind": "money", "hint": "× 6.95"},
            {"label": _("Comprehensive credit"), "value": 1_800_000 * WAN, "kind": "yi"},
        ],
    }  # fmt: skip


def charts() -> dict[str, Any]:
    fields = (("绿色低碳技术应用示范", 380), ("高端装备产业补链强链", 520), ("新能源汽车产业提质", 310),
              ("生物医药产业提升", 400), ("新一代信息技术创新应用", 390))  # fmt: skip
    return {
        "bar": {
            "title": _("Public money by field"),
            "kind": "money",
            "label_head": _("Field"),
            "rows": [{"label": name, "value": wan * WAN, "url": "#"} for name, wan in fields],
        },
        "line": {
            "title": _("Demands and challenges by year"),
            "unit": _("items"),
            "labels": ["2021", "2022", "2023", "2024", "2025"],
            "series": [
                {"name": _("Demands handed in"), "values": [43, 58, 117, 164, 212]},
                {"name": _("Challenges published"), "values": [10, 10, 20, 32, 41]},
            ],
        },
    }


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
    columns = [{"label": _("Indicator"), "required": True}, {"label": _("Present value")},
               {"label": _("Target"), "required": True}]  # fmt: skip
    kinds = [("attack", _("Key technology"), True), ("company", _("Company demand"), False)]
    about = [
        _cell("title", "text", _("Name of the demand"), "高速重载送料机械手", required=True, max_length=60,
              help=_("It will be the challenge's name on the public list.")),
        _cell("kind", "choice", _("Kind"), options=kinds, required=True),
        _cell("problem", "prose", _("Problem to be solved"), "整线速度受限。", required=True, max_length=2000,
              problems=[_("At least 100 characters; now 7.")]),
        _cell("needs", "multichoice", _("Ways to cooperate"),
              options=[("joint", _("Joint development"), True), ("entrust", _("Entrusted development"), False)]),
        _cell("indicators", "table", _("Indicators"), columns=columns, rows=_rows(), required=True,
              help=_("Every bid has to answer each of them, row by row.")),
    ]  # fmt: skip
    money = [
        _cell("total", "money", _("Total investment"), 695 * WAN, required=True),
        _cell("years", "integer", _("Duration"), "24", unit=_("months")),
        _cell("done_on", "date", _("To be finished by"), "2025-08-31"),
        _cell("uscc", "uscc", _("Unified social credit code"), "91000000MA00000000",
              problems=[_("The last character does not fit the others: please check the code.")]),
        _cell("export", "yesno", _("Open to teams abroad"), True),
        _cell("owner", "text", _("Unit"), "某某机床有限公司", given=True),
        _cell("proof", "file", _("Evidence"), accept=".pdf,.docx", limits=_("PDF or Word, at most 50 MB each")),
    ]  # fmt: skip
    sections = [
        {"code": "about", "title": _("The demand"), "fields": about},
        {"code": "money", "title": _("Money and conditions"), "fields": money},
    ]
    return {"title": _("Technology demand"), "sections": sections, "problems": [], "version": 3}


def actions() -> list[dict[str, Any]]:
    return [
        {"url": "#", "label": _("Submit"), "kind": "primary", "icon": "send", "allowed": True, "key": "submit"},
        {"url": "#", "label": _("Export"), "kind": "link", "icon": "download", "allowed": True, "key": "export"},
        {"url": "#", "label": _("Withdraw"), "harm": True, "allowed": True, "key": "withdraw",
         "confirm": _("Withdraw this bid? It can be handed in again until the deadline.")},
        {"url": "#", "label": _("Start the review"), "allowed": False, "key": "review",
         "reasons": checks()["reasons"]},
    ]  # fmt: skip


def work(now: dt.datetime) -> list[dict[str, Any]]:
    hour = dt.timedelta(hours=1)
    return [
        {"what": _("Give the company's opinion"), "about": "2023-07 高速重载送料机械手 · 5 份揭榜书", "url": "#",
         "due_at": now + 31 * hour, "invented": True},
        {"what": _("Confirm joining the consortium"), "about": "2023-03 生物基高阻隔包装材料", "url": "#",
         "due_at": now + 130 * hour, "invented": True},
        {"what": _("Report on the milestone"), "about": "2022-04 在线检测", "url": "#",
         "due_at": now + 700 * hour, "invented": True},
    ]  # fmt: skip


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
            {"heading": _("Programme"), "label": _("Batches"), "url": "#", "icon": "calendar-event"},
            {"label": _("Demands"), "url": "#", "icon": "bulb", "count": 12},
            {"label": _("Challenges"), "url": "#", "icon": "target-arrow"},
            {"heading": _("Review"), "label": _("Panels"), "url": "#", "icon": "users-group"},
            {"label": _("Draws"), "url": "#", "icon": "dice"},
            {"heading": _("Delivery"), "label": _("Contracts"), "url": "#", "icon": "signature"},
            {"label": _("Money"), "url": "#", "icon": "coins"},
        ],
    }
