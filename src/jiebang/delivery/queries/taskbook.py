"""The task book, its supplements and its signature record, as documents made from data (R097)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from jiebang.delivery.models import Contract
from jiebang.delivery.queries.facts import policy
from jiebang.engine.calendar import add_months
from jiebang.engine.money import format_wan, in_capitals
from jiebang.platform.accounts.queries import names
from jiebang.platform.documents import (
    Column,
    Document,
    Heading,
    KeyValues,
    Note,
    Paragraph,
    Party,
    Signatures,
    Table,
)
from jiebang.rulebook.contract import TERMS, Part

ROLES = {
    Part.BUREAU: "甲方（主管部门）",
    Part.DISTRICT: "归口推荐部门",
    Part.PUBLISHER: "乙方（发榜方）",
    Part.LEAD: "丙方（揭榜方）",
    Part.PARTNER: "联合体成员单位",
}
CONDITIONS = {
    "contract": "合同生效",
    "milestone": "里程碑考核通过",
    "acceptance": "通过验收",
    "publisher_payment": "发榜方付款到账",
}
SIGNS = {"at_least": "≥", "at_most": "≤", "exactly": "="}


def text_of(c: Contract) -> dict[str, Any]:
    """Everything the task book says, frozen as plain data when it is sent for signing."""
    parties = c.parties.select_related("organisation").order_by("pk")
    return {
        "number": c.number,
        "title": c.title,
        "challenge": c.challenge.number or 0,
        "batch": c.challenge.batch.title,
        "edition": policy(c.challenge).title,
        "start_on": c.start_on.isoformat(),
        "end_on": c.end_on.isoformat(),
        "money": {"public": c.public_money, "own": c.own_money, "matched": c.matched_money},
        "parties": [
            {
                "part": p.part,
                "name": p.name,
                "signs": p.signs,
                "task": p.task,
                "code": (p.organisation.code or "") if p.organisation else "",
            }
            for p in parties
        ],
        "indicators": c.indicators,
        "milestones": c.milestones,
        "tranches": c.tranches,
        "terms": c.terms,
        "pledge": policy(c.challenge).contract.pledge,
    }


def document(text: Mapping[str, Any], *, draft: bool = False) -> Document:
    money = text["money"]
    return Document(
        title=f"{text['title']}项目任务书",
        number=text["number"],
        style="form",
        draft=draft,
        blocks=(
            Heading("基本情况", 1, numbered=True),
            KeyValues(
                (
                    ("项目名称", text["title"]),
                    ("合同编号", text["number"]),
                    ("所属批次", text["batch"]),
                    ("榜单序号", str(text["challenge"] or "—")),
                    ("适用规则", text["edition"]),
                    ("实施期限", f"{text['start_on']} 至 {text['end_on']}"),
                )
            ),
            _parties(text["parties"]),
            Heading("考核指标", 1, numbered=True),
            _indicators(text["indicators"]),
            Heading("里程碑计划", 1, numbered=True),
            _milestones(text),
            Heading("经费", 1, numbered=True),
            *_money(money, text["tranches"]),
            Heading("约定事项", 1, numbered=True),
            *_terms(text["terms"]),
            *(_pledge(text) if text["pledge"] else ()),
            Signatures(
                tuple(Party(p["name"], ROLES[p["part"]]) for p in text["parties"] if p["signs"])
            ),
        ),
    )


def _parties(parties: Iterable[Mapping[str, Any]]) -> Table:
    return Table(
        (
            Column("地位", 1.8),
            Column("名称", 2.4),
            Column("统一社会信用代码", 1.9),
            Column("任务", 1.6),
        ),
        tuple((ROLES[p["part"]], p["name"], p["code"] or "—", p["task"] or "—") for p in parties),
        caption="合同各方及参加单位",
    )


def _written(row: Mapping[str, Any], key: str) -> str:
    """A number with its sign and unit; words as they are."""
    value = str(row[key])
    plain = value.replace(".", "", 1).replace("-", "", 1).isdigit()
    return f"{SIGNS.get(row['direction'], '')}{value}{row['unit']}" if plain else value


def _indicators(rows: Iterable[Mapping[str, Any]]) -> Table:
    return Table(
        (
            Column("序号", 0.5, "center"),
            Column("指标", 1.8),
            Column("榜单要求", 1.2),
            Column("揭榜承诺", 1.2),
            Column("任务书指标值", 1.2),
            Column("考核方式", 1.6),
        ),
        tuple(
            (
                str(n),
                r["name"],
                _written(r, "target"),
                _written(r, "bid"),
                _written(r, "value"),
                r["method"],
            )
            for n, r in enumerate(rows, 1)
        ),
        caption="任务书指标值不低于揭榜承诺",
    )


def _milestones(text: Mapping[str, Any]) -> Table:
    start = date.fromisoformat(text["start_on"])
    return Table(
        (
            Column("序号", 0.5, "center"),
            Column("里程碑", 1.6),
            Column("时间", 1),
            Column("考核目标", 2.2),
            Column("证明方式", 1.6),
        ),
        tuple(
            (
                str(n),
                m["name"],
                add_months(start, int(m["month"])).isoformat(),
                m["goal"],
                m["evidence"],
            )
            for n, m in enumerate(text["milestones"], 1)
        ),
    )


def _money(money: Mapping[str, int], tranches: Iterable[Mapping[str, Any]]) -> tuple[Any, ...]:
    total = sum(money.values())
    return (
        KeyValues(
            (
                ("项目总经费", f"{format_wan(total)}万元"),
                (
                    "财政资金",
                    f"{format_wan(money['public'])}万元（{in_capitals(money['public'])}）",
                ),
                ("发榜方研发投入", f"{format_wan(money['own'])}万元"),
                ("揭榜方及其他投入", f"{format_wan(money['matched'])}万元"),
            ),
            columns=1,
        ),
        Table(
            (
                Column("期次", 1),
                Column("比例", 0.8, "right"),
                Column("金额（万元）", 1.2, "right"),
                Column("拨付条件", 2.4),
            ),
            tuple(
                (t["label"], f"{t['share']}%", format_wan(t["fen"]), _condition(t))
                for t in tranches
            ),
            caption="财政资金拨付计划",
            totals=(("合计", "100%", format_wan(money["public"]), ""),),
        ),
    )


def _condition(tranche: Mapping[str, Any]) -> str:
    which = f"第{tranche['milestone']}个" if tranche["condition"] == "milestone" else ""
    return which + CONDITIONS[tranche["condition"]]


def _terms(terms: Mapping[str, str]) -> tuple[Any, ...]:
    blocks: list[Any] = []
    for field in TERMS:
        if terms.get(field.name):
            blocks += [Heading(field.label, 2, numbered=True), Paragraph(terms[field.name])]
    return tuple(blocks)


def _pledge(text: Mapping[str, Any]) -> tuple[Any, ...]:
    """军令状 (R098): milestones, payment, reward and penalty, ownership are in the text above."""
    last = text["milestones"][-1]["goal"] if text["milestones"] else ""
    return (
        Heading("军令状", 1, numbered=True),
        Paragraph(
            f"揭榜方承诺：按期完成全部里程碑和考核指标，最终目标为“{last}”。里程碑考核、"
            "经费拨付、奖惩措施和成果归属均以本任务书为准，未经批准不变更项目负责人和团队骨干。"
        ),
    )


def signature_record(c: Contract) -> Document:
    """Who signed, when, and which text: the digest is the task book's."""
    parties = list(c.parties.filter(signs=True).order_by("pk"))
    people = names(p.signed_by for p in parties if p.signed_by)
    rows = tuple(
        (
            ROLES[Part(p.part)],
            p.name,
            people.get(p.signed_by, "") if p.signed_by else "未签署",
            timezone.localtime(p.signed_at).strftime("%Y-%m-%d %H:%M:%S") if p.signed_at else "—",
        )
        for p in parties
    )
    return Document(
        title="任务书签署记录",
        number=c.number,
        style="form",
        blocks=(
            KeyValues((("项目名称", c.title), ("任务书摘要值（SHA-256）", c.digest)), columns=1),
            Table(
                (
                    Column("地位", 1.8),
                    Column("名称", 2.2),
                    Column("签署人"),
                    Column("签署时间", 1.4),
                ),
                rows,
            ),
            Note("各方签署的是与上述摘要值一致的同一份文本。"),
        ),
    )


def supplement(c: Contract, entry: Mapping[str, Any]) -> Document:
    """补充任务书: one approved major change."""
    pairs = [
        ("原任务书编号", c.number),
        ("变更类型", entry["label"]),
        ("变更后内容", entry["new_value"]),
        ("变更理由", entry["reason"]),
        ("实施期限至", entry["end_on"]),
        ("批准时间", entry["at"][:10]),
    ]
    return Document(
        title=f"{c.title}项目补充任务书（{entry['number']}）",
        number=f"{c.number}-{entry['number']}",
        style="form",
        blocks=(
            KeyValues(tuple(pairs), columns=1),
            Paragraph("本补充任务书与原任务书具有同等效力，未变更的事项按原任务书执行。"),
        ),
    )
