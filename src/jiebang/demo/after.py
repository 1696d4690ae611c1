"""From the ranking to the results in use: awards, contracts, money, milestones, acceptance."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from jiebang.delivery import actions as delivery
from jiebang.delivery.queries import lookups as queries
from jiebang.demo import acts, panels, plan
from jiebang.demo.cast import chance
from jiebang.demo.content import wan
from jiebang.platform.agenda import run_clock
from jiebang.review import queries as reviews

if TYPE_CHECKING:
    from jiebang.demo.history import History, Project

MEETING = {
    "meeting": "director", "attendees": "程远道、梁伯庸、苏景行、贺明鉴、葛清和", "avoided": "",
    "votes_for": "5", "votes_against": "0", "votes_abstained": "0",
}  # fmt: skip


def award(h: History, projects: list[Project], year: plan.Year) -> None:
    """Proposed, decided in one meeting, put on public notice, confirmed when the days are over."""
    stage = h.stage
    made = []
    for n, p in enumerate(projects, 1):
        a = delivery.award.create(
            "propose", actor=stage.actor("officer"), now=stage.later(minutes=6),
            challenge=p.challenge, bid=p.winner, public_money=wan(p.topic.public),
            reason="综合评分第一，发榜方愿意合作，指标响应完整。",
        )  # fmt: skip
        acts.do(stage, "award", str(a.pk), "approve", "leader", number=f"〔{year.year}〕{n}号",
                held_on=stage.at.date().isoformat(), remark="同意。", **MEETING)  # fmt: skip
        made.append(str(a.pk))
    for n, pk in enumerate(made, 1):
        acts.do(
            stage, "award", pk, "publish_notice", "officer", number=f"济科公示〔{year.year}〕{n}号"
        )
    run_clock(stage.later(days=16))
    for p in projects:
        p.contract = queries.contract_of(p.challenge)
        _sign(h, p)
    run_clock(stage.later(minutes=30))
    pay_due(h)


def _sign(h: History, p: Project) -> None:
    stage = h.stage
    acts.do(stage, "contract", p.contract, "send_for_signing", "officer")
    acts.do(stage, "contract", p.contract, "sign", p.key)
    acts.do(stage, "contract", p.contract, "sign", f"u:{p.lead}")
    acts.do(stage, "contract", p.contract, "sign_for_bureau", "leader")


def pay_due(h: History) -> None:
    """Every tranche that fell due is approved and paid to the leading unit of its project."""
    stage = h.stage
    for n, row in enumerate(queries.payments_in("due"), 1):
        acts.do(stage, "payment", row.id, "approve", "head")
        acts.do(stage, "payment", row.id, "pay", "finance",
                paid_on=stage.at.date().isoformat(), payee=row.payee,
                receipt_number=f"HD{stage.at:%Y%m%d}{n:03d}")  # fmt: skip


def milestone(h: History, year: int, number: int, when: datetime) -> None:
    stage = h.stage
    stage.until(when)
    for p in h.projects[year]:
        pk = queries.milestone_of(p.contract, number)
        values = [{"indicator": i[0], "value": i[2], "evidence": "台架试验报告"}
                  for i in plan.INDICATORS[p.topic.field]]  # fmt: skip
        acts.do(stage, "milestone", pk, "submit", f"u:{p.lead}", method="on_site", values=values,
                summary="按计划完成样机研制和台架试验，阶段指标达到任务书要求。")  # fmt: skip
        acts.do(
            stage,
            "milestone",
            pk,
            "opine",
            p.key,
            will="agree",
            reason="现场测试结果符合阶段目标。",
        )
        acts.do(
            stage,
            "milestone",
            pk,
            "pass",
            "officer",
            tested_on=stage.at.date().isoformat(),
            testers="科技局会同发榜方和第三方检测人员",
            reason="里程碑目标完成，同意进入下一阶段。",
        )
    run_clock(stage.later(minutes=30))
    pay_due(h)


# -- acceptance ---------------------------------------------------------------------------------


def accept(h: History, year: int) -> None:
    stage = h.stage
    for p in h.projects[year]:
        _spent(h, p)
    stage.until(_noon(queries.ends_on(h.projects[year][-1].contract) + timedelta(days=5)))
    for p in h.projects[year]:
        _accept(h, p)
    run_clock(stage.later(minutes=30))
    pay_due(h)
    for p in h.projects[year]:
        if p.topic.field in BREAKTHROUGHS:
            _in_use(h, p)


def _noon(on: date) -> datetime:
    return plan.at(on.year, on.month, on.day, 12)


def _spent(h: History, p: Project) -> None:
    """What the publisher and the team put in, reported and confirmed."""
    stage, money = h.stage, queries.money_of(p.contract)
    rows = (("own", p.key, money.own), ("matched", f"u:{p.lead}", money.matched))
    for source, key, amount in rows:
        if amount:
            s = delivery.spending.create(
                "report", actor=stage.actor(key), now=stage.later(minutes=8), contract=p.contract,
                source=source, amount=wan(amount), from_on=money.start_on.isoformat(),
                until_on=stage.at.date().isoformat(), evidence="专账和转账凭证，凭证号见附件清单。",
                paid_to_bidder="yes" if source == "own" else "no",
            )  # fmt: skip
            acts.do(stage, "spending", str(s.pk), "confirm", "officer")


def _accept(h: History, p: Project) -> None:
    stage, money = h.stage, queries.money_of(p.contract)
    a = delivery.acceptance.create(
        "request", actor=stage.actor(f"u:{p.lead}"), now=stage.later(minutes=15),
        contract=p.contract, results=_results(p), papers=["report", "accounts", "user", "audit"],
        summary="全部研究内容已完成，各项指标经第三方检测达到任务书要求，成果已在发榜单位应用。",
        public_spent=wan(money.public), total_spent=wan(money.public + money.own + money.matched),
    )  # fmt: skip
    pk = str(a.pk)
    acts.do(stage, "acceptance", pk, "opine", p.key, will="satisfied", in_use="yes",
            reason="成果满足使用要求，已投入生产使用。")  # fmt: skip
    acts.do(stage, "acceptance", pk, "open_review", "officer")
    panel = reviews.panels_on(pk)[0][0]
    panels.draw(stage, panel)
    panels.review(stage, panel, h.by_name,
                  lambda code, c, who: 0.86 + 0.1 * chance(code, c, who, p.contract))  # fmt: skip
    acts.do(
        stage, "acceptance", pk, "pass", "head", reason="专家组一致同意通过验收，指标全部达到。"
    )


def _results(p: Project) -> list[dict[str, Any]]:
    return [
        {"done": _better(i), "reached": "yes", "evidence": "第三方检测报告"}
        for i in plan.INDICATORS[p.topic.field]
    ]


def _better(indicator: tuple[str, str, str, str, str]) -> str:
    """A little beyond the target, in its direction."""
    _name, direction, target, unit, _method = indicator
    value = float(target)
    if direction == "at_least":
        return f"{min(value * 1.02, 100) if unit == '%' else value * 1.02:g}"
    return f"{value * 0.95:g}"


# Public: the fields in which 2021 and 2022 brought breakthroughs.
BREAKTHROUGHS = frozenset({"chinese_medicine", "advanced_materials", "high_end_equipment"})
# Public: 宏济堂 and 济南轨道交通集团. The others are invented.
PUBLIC_USE = {
    "宏济堂": ("智慧中药房", "济南市", "上午开方，当天下午煎好的汤药即送到患者家中。"),
    "济南轨道交通集团": ("多元数据感知盾构掘进控制装备", "济南地铁6号线凤凰路站",
                         "装备搭载于盾构机“智慧一号”，在6号线凤凰路站始发。"),
}  # fmt: skip


def _in_use(h: History, p: Project) -> None:
    stage = h.stage
    title, place, effect = PUBLIC_USE.get(
        p.topic.company,
        (p.topic.title, p.topic.company, "用于本单位产线，运行稳定，关键指标达到任务书要求。"),
    )
    u = delivery.use.create(
        "report", actor=stage.actor(p.key), now=stage.later(minutes=10), contract=p.contract,
        title=title, place=place, since_on=stage.at.date().isoformat(), effect=effect,
        first_of_kind="yes" if p.topic.leading else "no",
    )  # fmt: skip
    acts.do(stage, "use", str(u.pk), "publish", "officer")


# -- banks --------------------------------------------------------------------------------------


def credit(h: History, year: int, when: datetime) -> None:
    """Comprehensive credit announced with the list: offers to the companies that agreed."""
    stage = h.stage
    stage.until(when)
    banks, total = plan.CREDIT[year]
    projects = [p for y, ps in h.projects.items() if y == year or (year == 2022 and y < year)
                for p in ps]  # fmt: skip
    share = total // len(projects) // plan.YI * plan.YI
    for n, p in enumerate(projects):
        given = delivery.consent.create(
            "give", actor=stage.actor(p.key), now=stage.later(minutes=2),
            organisation=p.company, challenge=p.challenge, contact="",
            fields=["name", "code", "region", "challenge", "public_money"],
        )  # fmt: skip
        amount = share if n < len(projects) - 1 else total - share * (len(projects) - 1)
        bank = banks[n % len(banks)]
        c = delivery.credit.create(
            "offer", actor=stage.actor(f"b:{bank}"), now=stage.later(minutes=2),
            organisation=p.company, challenge=p.challenge, offered=wan(amount),
            announced_on=stage.at.date().isoformat(), product="综合授信",
            consent=str(given.pk),
        )  # fmt: skip
        if year == 2022 and n % 2 == 0:
            _draw_down(h, str(c.pk), p, bank, amount)


def _draw_down(h: History, pk: str, p: Project, bank: str, offered: int) -> None:
    stage = h.stage
    acts.do(stage, "credit", pk, "accept", p.key)
    approved = offered * 6 // 10 // plan.WAN * plan.WAN
    acts.do(
        stage,
        "credit",
        pk,
        "approve",
        f"b:{bank}",
        approved=wan(approved),
        number=f"授批{stage.at:%Y}-{p.company[:4]}",
        approved_on=stage.at.date().isoformat(),
    )
    acts.do(stage, "credit", pk, "report_balance", f"b:{bank}", drawn=wan(approved // 4),
            as_of_on=stage.at.date().isoformat())  # fmt: skip
