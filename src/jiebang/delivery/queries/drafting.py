"""The first draft of a contract: what is known already (R097)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

from jiebang.delivery.models import Award, Contract
from jiebang.engine.calendar import add_days, add_months
from jiebang.engine.money import format_wan
from jiebang.rulebook.bid import UnitPart
from jiebang.rulebook.contract import Indicator, Part
from jiebang.rulebook.edition import Edition
from jiebang.rulebook.payment import tranche_plan


def contract_from(award: Award, *, number: str, on: date, edition: Edition) -> Contract:
    """An unsaved contract with the winner's promises and the challenge's money in it."""
    challenge, bid = award.challenge, award.bid
    own, matched = _counterpart(bid.content, challenge.own_money)
    plan = tranche_plan(award.public_money, edition.tranches)
    sign_by_on = add_days(on, edition.contract.sign_days)
    months = int(challenge.content["period_months"])  # every edition's form must ask it
    return Contract(
        award=award,
        challenge=challenge,
        bid=bid,
        number=number,
        title=challenge.title,
        public_money=award.public_money,
        own_money=own,
        matched_money=matched,
        start_on=on,
        end_on=add_months(on, months) - timedelta(days=1),
        sign_by_on=sign_by_on,
        warn_on=add_days(sign_by_on, -edition.contract.warn_days),
        indicators=_indicators(challenge.indicators, bid.content.get("responses") or []),
        milestones=[dict(m) for m in bid.content.get("milestones") or []],
        tranches=[asdict(t) for t in plan],
        terms=_terms(award, edition),
    )


def _counterpart(content: Mapping[str, Any], fallback: int) -> tuple[int, int]:
    """The publisher's own money and everybody else's, from the bid's sources."""
    sums: dict[str, int] = {}
    for row in content.get("budget_sources") or []:
        sums[row["source"]] = sums.get(row["source"], 0) + int(row.get("total") or 0)
    own = sums.get("publisher", 0) or fallback
    return own, sums.get("own", 0) + sums.get("other", 0)


def _indicators(required: list[dict], responses: list[dict]) -> list[dict[str, str]]:
    """What the contract starts with is what the bid promised, row by row."""
    found = []
    for n, row in enumerate(required):
        promised = str(responses[n].get("promised") or "") if n < len(responses) else ""
        found.append(
            asdict(
                Indicator(
                    name=str(row["name"]),
                    unit=str(row.get("unit") or ""),
                    direction=str(row.get("direction") or "text"),
                    current=str(row.get("current") or ""),
                    target=str(row.get("target") or ""),
                    bid=promised,
                    value=promised,
                    method=str(row.get("method") or "第三方检测或现场考核"),
                )
            )
        )
    return found


def _terms(award: Award, edition: Edition) -> dict[str, str]:
    content, rule = award.bid.content, edition.acceptance
    money = "；".join(
        f"{t.label}{format_wan(t.fen)}万元（占{t.share}%）"
        for t in tranche_plan(award.public_money, edition.tranches)
    )
    return {
        "ip": str(content.get("ip_sharing") or award.challenge.content.get("ip_ownership") or ""),
        "duties": str(content.get("division") or ""),
        "use_of_money": f"财政资金按以下期次拨付：{money}。"
        "各方专账核算，专款专用，接受审计和监督检查。",
        "acceptance": (
            f"任务期满后{rule.window_days}日内提出验收申请，逐项对照考核指标。"
            f"综合完成率达到{rule.pass_share}%且发榜方出具意见的，可通过验收。"
        ),
        "breach": "无正当理由未完成任务的，停止拨付后续经费，收回结余和违规使用资金，"
        "并按科研诚信规定处理；勤勉尽责而未达预期的，经认定可予免责。",
        "secrecy": "",
    }


def parties_of(c: Contract, edition: Edition) -> list[dict[str, Any]]:
    """Who signs is the edition's; partners that do not sign still belong to the project."""
    sides = set(edition.contract.parties)
    publisher = c.challenge.organisation
    rows: list[dict[str, Any]] = []
    if "bureau" in sides:
        rows.append({"part": Part.BUREAU, "name": edition.bureau.name})
    if "district" in sides:
        labels = {d.code: d.label for d in edition.districts}
        name = labels.get(publisher.region_code, publisher.region)
        rows.append({"part": Part.DISTRICT, "name": f"{name}科技主管部门"})
    rows.append({"part": Part.PUBLISHER, "name": publisher.name, "organisation": publisher})
    for unit in c.bid.units.filter(in_force=True).select_related("organisation").order_by("pk"):
        lead = unit.part == UnitPart.LEAD
        rows.append(
            {
                "part": Part.LEAD if lead else Part.PARTNER,
                "name": unit.organisation.name,
                "organisation": unit.organisation,
                "task": unit.task,
                "signs": lead or "partners" in sides,
            }
        )
    return rows
