"""An acceptance as its panel reads it, and what came out of the panel."""

from __future__ import annotations

from typing import Any

from jiebang.delivery.models import Acceptance
from jiebang.delivery.queries.ranking import result_for
from jiebang.delivery.queries.tables import comparison
from jiebang.engine.money import format_wan
from jiebang.rulebook.contract import Part
from jiebang.rulebook.panel import Item


def item_of(a: Acceptance) -> Item:
    parties = a.contract.parties.exclude(organisation=None)
    units = tuple(str(p.organisation_id) for p in parties if p.part in (*Part,))
    return Item(life="acceptance", id=str(a.pk), title=a.contract.title, sections=sections_of(a),
                units=units, submitted_at=a.updated_at)  # fmt: skip


def sections_of(a: Acceptance) -> list[dict[str, Any]]:
    rows = [
        [c.name, f"{c.target}{c.unit}", c.done, "—" if c.percent is None else f"{c.percent}%",
         c.evidence]
        for c in comparison(a)
    ]  # fmt: skip
    columns = [
        _column("指标", "Indicator"), _column("任务书指标值", "Target"),
        _column("完成值", "Done"), _column("完成率", "Per cent"), _column("佐证", "Evidence"),
    ]  # fmt: skip
    opinion = a.opinion.get("reason", "")
    money = f"财政资金 {format_wan(a.public_spent)} 万元；总决算 {format_wan(a.total_spent)} 万元"
    return [
        {"code": "results", "title": "指标完成对照表", "title_en": "Indicator by indicator",
         "fields": [{"name": "results", "kind": "table", "label": "指标完成对照表",
                     "label_en": "Indicators", "unit": "", "columns": columns, "value": rows}]},
        {"code": "summary", "title": "完成情况", "title_en": "Summary", "fields": [
            _prose("summary", "完成情况概述", "Summary", a.summary),
            _prose("opinion", "发榜方验收意见", "The publisher's opinion", opinion),
            _prose("money", "经费决算", "Final accounts", money)]},
    ]  # fmt: skip


def _column(label: str, label_en: str) -> dict[str, str]:
    return {"label": label, "label_en": label_en, "kind": "text", "unit": ""}


def _prose(name: str, label: str, label_en: str, value: str) -> dict[str, str]:
    return {"name": name, "kind": "prose", "label": label, "label_en": label_en, "unit": "",
            "value": value}  # fmt: skip


def result_of(acceptance_id: str) -> dict[str, Any]:
    """The panel's score with its arithmetic, JSON-plain."""
    found = result_for(acceptance_id)
    return (
        {"final": found.final, "passed": found.passed, "steps": list(found.steps)} if found else {}
    )
