"""The years, in the order in which things happened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from jiebang.demo import acts, after, cast, content, panels, plan, ties
from jiebang.demo.plan import Topic, Year
from jiebang.platform.agenda import run_clock
from jiebang.platform.notices import outbox
from jiebang.programme import actions as programme
from jiebang.programme import queries
from jiebang.programme.tasks import compare_some
from jiebang.review import actions as review
from jiebang.web import mailing

Say = Callable[[str], None]


@dataclass
class Project:
    """A topic as it goes through the programme."""

    topic: Topic
    key: str  # its company's person
    company: str
    demand: str = ""
    challenge: str = ""
    winner: str = ""  # the winning bid
    lead: str = ""  # its lead's name
    contract: str = ""


@dataclass
class History:
    stage: acts.Stage
    codes: cast.Codes = field(default_factory=cast.Codes)
    names: cast.Names = field(default_factory=cast.Names)
    units: dict[str, str] = field(default_factory=dict)
    banks: dict[str, str] = field(default_factory=dict)
    by_name: dict[str, str] = field(default_factory=dict)
    projects: dict[int, list[Project]] = field(default_factory=dict)
    batches: dict[int, str] = field(default_factory=dict)
    bids: int = 0


def perform(say: Say) -> History:
    """Everything up to the morning of plan.NOW. Call inside `entropy.seeded`: the same seed, the
    same history."""
    h = History(acts.Stage(plan.at(2021, 3, 15), office_hours=True))
    say("建立科技局、区县、银行、高校院所和专家库")
    _cast(h)
    first, second, third = plan.Y2021, plan.Y2022, plan.Y2023
    say("2021 年：征集、论证、发榜")
    collect(h, first)
    say("2021 年：揭榜、抽取专家、评审、公示、签约")
    compete(h, first)
    after.milestone(h, 2021, 1, plan.at(2022, 2, 10))
    say("2022 年：征集、论证、发榜")
    collect(h, second)
    say("2022 年：揭榜、抽取专家、评审、公示、签约")
    compete(h, second)
    after.credit(h, 2022, plan.at(2022, 9, 6))
    after.milestone(h, 2021, 2, plan.at(2022, 9, 14))
    say("2021 年项目：里程碑、拨付、验收、应用")
    after.accept(h, 2021)
    after.milestone(h, 2022, 1, plan.at(2022, 12, 20))
    cast.confirm_experts(h.stage)
    after.milestone(h, 2022, 2, plan.at(2023, 3, 20))
    say("2023 年：征集、论证")
    collect(h, third, publish=False)
    say("2022 年项目：里程碑、拨付、验收、应用")
    after.accept(h, 2022)
    for person in h.stage.people.values():
        outbox.mark_read(person, now=h.stage.at)
    say("2023 年：发榜、授信、提问、揭榜")
    publish(h, third)
    after.credit(h, 2023, third.published_at + timedelta(minutes=30))
    open_bidding(h)
    run_clock(h.stage.until(plan.NOW))
    return h


def send_mail() -> None:
    """The mails of the past have all gone out."""
    while mailing.mail_due():
        pass


def _cast(h: History) -> None:
    stage = h.stage
    cast.bureau(stage)
    codes = sorted({t.district for y in (plan.Y2021, plan.Y2022, plan.Y2023)
                    for t in (*y.topics, *y.passed_over)})  # fmt: skip
    cast.districts(stage, codes)
    programme.adopt_shipped(now=stage.at)
    h.units = cast.team_units(stage, h.codes, h.names)
    h.banks = cast.banks(stage, h.codes, h.names)
    ties.declare(h)
    cast.experts(stage, h.names)
    from jiebang.platform.accounts import queries as people  # noqa: PLC0415 -- once

    every = people.names(stage.people.values())
    h.by_name = {every[pk]: key for key, pk in stage.people.items() if key.startswith("x:")}


# -- from the call to the list ------------------------------------------------------------------


def collect(h: History, year: Year, *, publish: bool = True) -> None:
    stage = h.stage
    stage.until(year.opens_at - timedelta(days=8))
    h.batches[year.year] = acts.batch(
        stage, edition=year.edition, year=year.year, number=1, title=year.title,
        dates=(year.opens_at, year.closes_at, year.district_at),
    )  # fmt: skip
    stage.until(year.opens_at + timedelta(days=1))
    topics = (*year.topics, *year.passed_over)
    found = [_demand(h, year, n, t) for n, t in enumerate(topics)]
    for p in found:
        acts.recommend(stage, p.demand, f"d:{p.topic.district}", "材料属实，需求急迫，同意推荐。")
    for p in found:
        acts.do(stage, "demand", p.demand, "accept", "officer")
    _screen(h, year)
    chosen, rest = found[: len(year.topics)], found[len(year.topics) :]
    for p in chosen:
        acts.list_demand(
            stage,
            p.demand,
            p.key,
            kind=year.kind,
            field=p.topic.field,
            public_money=content.wan(p.topic.public),
            reason="围绕全市中心工作和产业急需，指标可测，企业自身难以解决。",
        )
        p.challenge = queries.demand(p.demand, stage.actor("officer")).challenge_id
    for p in rest:
        acts.do(stage, "demand", p.demand, "eliminate", "head",
                reason="属成熟产品采购或一般改造，不涉及需要攻关的关键技术问题。")  # fmt: skip
    h.projects[year.year] = chosen
    if publish:
        _publish(h, year)


def publish(h: History, year: Year) -> None:
    _publish(h, year)


def _publish(h: History, year: Year) -> None:
    h.stage.until(year.published_at)
    acts.publish(h.stage, h.batches[year.year], year.bids_close_at)


def _demand(h: History, year: Year, n: int, t: Topic) -> Project:
    stage = h.stage
    ours = t.company == "济南二机床集团"
    key = "company" if ours else f"c:{t.company}"
    name = "孟令川" if ours else h.names.next()
    acts.person(
        stage, key, name, email=f"{'company' if ours else f'c{year.year}-{n}'}@demo.example"
    )
    company = acts.unit(
        stage, key, name=t.company, code=h.codes.next(), kind="company", region="济南市",
        region_code=t.district,
        archive={"leading": "yes" if t.leading else "no", "relations": [],
                 "platforms": "省级企业技术中心" if t.leading else ""},
    )  # fmt: skip
    filled = content.demand(
        title=t.title, kind=year.kind, field=t.field, indicators=plan.INDICATORS[t.field],
        total=t.total, own=t.total - t.public, fiscal=t.public, contact=name, months=year.months,
    )  # fmt: skip
    p = Project(t, key, company)
    p.demand = acts.draft_demand(stage, key, company, h.batches[year.year], filled)
    acts.do(stage, "demand", p.demand, "submit", key)
    return p


def _screen(h: History, year: Year) -> None:
    """One panel a field; its scores go back to the demands when it closes."""
    stage = h.stage
    fields = dict.fromkeys(t.field for t in (*year.topics, *year.passed_over))
    weak = {t.title for t in year.passed_over}
    for name in fields:
        made = review.panel.create("convene", actor=stage.actor("officer"),
                                   now=stage.later(minutes=6), kind="screening",
                                   batch=h.batches[year.year], field=name)  # fmt: skip
        panels.draw(stage, str(made.pk))
        titles = _titles(h, str(made.pk))
        panels.review(
            stage, str(made.pk), h.by_name,
            lambda code, c, who, titles=titles: (0.55 if titles[code] in weak else 0.82)
            + 0.12 * cast.chance(code, c, who),
        )  # fmt: skip


def _titles(h: History, panel: str) -> dict[str, str]:
    from jiebang.review import queries as panels_seen  # noqa: PLC0415 -- named apart

    found = panels_seen.panel(panel, h.stage.actor("supervisor"))
    return {i.code: i.title for i in found.items}


# -- from the list to the contract --------------------------------------------------------------


def compete(h: History, year: Year) -> None:
    stage, going = h.stage, [p for p in h.projects[year.year] if p.topic.taken]
    stage.until(year.published_at + timedelta(days=12))
    for p in going:
        _bids(h, year, p)
    run_clock(stage.until(year.bids_close_at))
    while compare_some(stage.at):
        pass
    stage.office_hours = True
    for p in going:
        _opinions(h, p)
    for p in going:
        acts.do(stage, "challenge", p.challenge, "start_review", "officer")
    run_clock(stage.later(minutes=10))
    for p in going:
        _judge(h, p)
    if year.year == LATE_IN:
        ties.come_to_light(h, going[0])
    after.award(h, going, year)
    h.projects[year.year] = going


def _bids(h: History, year: Year, p: Project) -> None:
    """The later winner, and one or two others."""
    n = h.bids
    h.bids += 1
    university = plan.UNIVERSITIES[n % len(plan.UNIVERSITIES)][0]
    institute = plan.INSTITUTES[n % len(plan.INSTITUTES)][0]
    lead, partner = (university, institute) if n % 3 else (institute, university)
    p.lead = lead
    p.winner = _bid(h, year, p, lead, partner, 0)
    for k in range(1 + n % 2):
        _bid(h, year, p, plan.OTHERS[(n + k) % len(plan.OTHERS)][0], "", k + 1)


def _bid(h: History, year: Year, p: Project, lead: str, partner: str, k: int) -> str:
    stage, t = h.stage, p.topic
    found = queries.challenge(p.challenge, stage.actor(f"u:{lead}"))
    publisher = (t.total - t.public) * 7 // 10 // plan.WAN * plan.WAN
    filled = content.bid(
        indicators=found.indicators, total=t.total, lead=lead, fiscal=t.public,
        publisher=publisher, heads=tuple(h.names.next() for _ in range(3)), idea=IDEAS[k],
        months=year.months,
    )  # fmt: skip
    if t.title == ALIKE and k < len(content.ALIKE):
        filled |= content.ALIKE[k]
    bid = acts.start_bid(stage, f"u:{lead}", h.units[lead], p.challenge, filled)
    if partner:
        acts.gather(stage, bid, f"u:{lead}", [(f"u:{partner}", h.units[partner], "部件研制与试验")])
    acts.do(stage, "bid", bid, "submit", f"u:{lead}")
    return bid


LATE_IN = 2022  # when a tie comes to light after the review
ALIKE = "碳化硅单晶衬底低缺陷生长技术"  # two of its bids share passages
IDEAS = (
    "以机理与数据融合的建模方法为核心，突破关键部件设计、在线感知和自适应控制。",
    "以现有产品平台为基础，通过结构优化和控制升级逐步达到指标。",
    "采用模块化集成方案，结合外部成熟部件完成系统攻关。",
)


def _opinions(h: History, p: Project) -> None:
    officer = h.stage.actor("officer")
    for row in queries.bids(officer, challenge=p.challenge).items:
        acts.check_form(h.stage, row.id)
        best = row.id == p.winner
        acts.opine(
            h.stage,
            row.id,
            p.key,
            "cooperate" if best else "standby",
            str(92 if best else 74),
            "方案与产线条件结合紧密。" if best else "可作为备选方案。",
        )


def _judge(h: History, p: Project) -> None:
    from jiebang.review import queries as seen  # noqa: PLC0415 -- named apart

    stage = h.stage
    panel = seen.panels_on(p.challenge)[0][0]
    ties.answer(h, panel)
    panels.draw(stage, panel)
    found = seen.panel(panel, stage.actor("supervisor"))
    subject = {i.code: i.subject_id for i in found.items}
    panels.review(
        stage, panel, h.by_name,
        lambda code, c, who: (0.84 if subject[code] == p.winner else 0.68)
        + 0.14 * cast.chance(code, c, who, p.challenge),
    )  # fmt: skip


# -- the open year ------------------------------------------------------------------------------


def open_bidding(h: History) -> None:
    """Questions, a few sealed bids, a draft of our team's: the state a visitor finds."""
    stage = h.stage
    stage.until(plan.at(2023, 8, 9))
    _our_team(h)
    for n, p in enumerate(h.projects[2023][:8]):
        asker = f"u:{plan.UNIVERSITIES[n][0]}"
        asked = programme.question.create("ask", actor=stage.actor(asker),
                                          now=stage.later(minutes=20), challenge=p.challenge,
                                          text=QUESTIONS[n % len(QUESTIONS)])  # fmt: skip
        if n < 6:
            acts.do(stage, "question", str(asked.pk), "answer", p.key, answer=ANSWERS[n % 3])
    stage.until(plan.at(2023, 8, 21))
    for n, p in enumerate(h.projects[2023][:7]):
        _bid(h, plan.Y2023, p, plan.UNIVERSITIES[n][0], plan.INSTITUTES[n][0], 0)
        if n % 2 == 0:
            _bid(h, plan.Y2023, p, plan.OTHERS[n % 4][0], "", 1)


def _our_team(h: History) -> None:
    """The visitor's team and its partner: a bid begun on the public title, one member asked."""
    stage = h.stage
    acts.person(stage, "team", "钟若溪")
    team = acts.unit(stage, "team", name="沧澜智能装备研究院", code=h.codes.next(),
                     kind="institute", region="江苏省苏州市", region_code="320500")  # fmt: skip
    acts.person(stage, "partner", "乔安泽")
    partner = acts.unit(stage, "partner", name="澄湖伺服控制有限公司", code=h.codes.next(),
                        kind="company", region="浙江省杭州市", region_code="330100")  # fmt: skip
    ours = next(p for p in h.projects[2023] if p.key == "company")
    found = queries.challenge(ours.challenge, stage.actor("team"))
    t = ours.topic
    filled = content.bid(
        indicators=found.indicators, total=t.total, lead="沧澜智能装备研究院", fiscal=t.public,
        publisher=490 * plan.WAN, heads=("钟若溪", "沈望舒", "韩静姝"),
        idea="多伺服电子凸轮协同与柔性轻量化送料臂。",
    )  # fmt: skip
    bid = acts.start_bid(stage, "team", team, ours.challenge, filled)
    acts.do(stage, "bid", bid, "invite", "team", organisation=partner, task="伺服驱动与控制器研制")


QUESTIONS = (
    "指标中的工况是否包含满载连续运行？现场可提供多长时间的验证窗口？",
    "样机验证的场地和物料由发榜方提供还是由揭榜方自备？",
    "知识产权共有的前提下，揭榜方能否向其他行业转让？",
)
ANSWERS = (
    "包含满载连续运行，现场每月可提供不少于五个工作日的验证窗口。",
    "场地和常规物料由我方提供，专用工装由揭榜方承担。",
    "经双方书面同意后可以，收益分配在合同中约定。",
)
