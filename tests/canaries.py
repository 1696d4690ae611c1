"""A city in which whoever must not be recognised carries a name found nowhere else.

Three phases of one challenge, reached by performing: two bids handed in and sealed; bids opened and
a panel at work; the winner published and under contract.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from jiebang.delivery import actions as delivery
from jiebang.delivery.queries.ranking import places
from jiebang.demo import acts
from jiebang.platform.files import store
from jiebang.programme import actions as programme
from jiebang.review import tasks
from tests import delivering, factories, papers, reviewing

NAMES = {
    "lead": ("雁门示例大学", "慕容雁回", "皇甫雁南"),  # unit, who signs in, who does the work
    "mate": ("鹿鸣示例研究院", "诸葛鹿鸣", "独孤鹿野"),
    "rival": ("鲸落示例研究所", "东郭鲸落", "上官鲸波"),
}
STEMS = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉"
KINDS = ["technical"] * 14 + ["industry"] * 3 + ["finance"] * 3

# What is looked for on every page: a name → the pattern that gives it away.
CANARIES = {
    f"{key}.{what}": pattern
    for key, (unit, signer, person) in NAMES.items()
    for what, pattern in (
        ("unit", unit), ("signer", signer), ("person", person), ("honour", f"{unit[:2]}金奖"),
        ("content", f"{unit[:2]}秘法"), ("file", f"{unit[:2]}盖章件"),
    )
} | {
    "expert.name": f"柳砚[{STEMS}]",
    "expert.unit": f"砚外示例[{STEMS}]",
    "review.comment": "密评",
    "objector": "欧阳异议",
    "unsuitable": "澹台示忌|避嫌示缘由",
}  # fmt: skip
PATTERNS = {name: re.compile(pattern) for name, pattern in CANARIES.items()}
PHASES = ("sealed", "reviewing", "awarded")


@dataclass
class City:
    world: factories.World
    challenge: str = ""
    bids: dict[str, str] = field(default_factory=dict)
    panel: str = ""
    seated: str = ""  # an expert with a seat
    idle: str = ""  # an expert without
    texts: Path = Path()  # where text messages go

    @property
    def phones(self) -> dict[str, str]:
        return {f"{kind}{n}": f"139{n:08}" for n, kind in enumerate(KINDS)}

    @property
    def viewers(self) -> dict[str, str]:
        """Who looks → the key of their person on the stage; "" is nobody signed in."""
        own = {k: k for k in (*NAMES, "company", "district", "stranger", "bank", *factories.STAFF)}
        experts = {"expert": self.seated, "idle": self.idle} if self.seated else {}
        return {"public": "", **own, **experts}


def sealed(world: factories.World) -> City:
    city = City(world)
    stage = world.stage
    for key, (unit, signer, _) in NAMES.items():
        acts.person(stage, key, signer)
        world.unit(key, unit, kind="university", region_code="330100")
    for n, kind in enumerate(KINDS):
        acts.person(stage, f"{kind}{n}", f"柳砚{STEMS[n]}", phone=f"139{n:08}")
        reviewing.expert(world, f"{kind}{n}", kind=kind, name=f"柳砚{STEMS[n]}",
                         unit_name=f"砚外示例{STEMS[n]}所")  # fmt: skip
    acts.person(stage, "stranger", "公冶路人")
    acts.person(stage, "bank", "示例银行经办")
    world.unit("bank", "示例银行济南分行", kind="bank", region_code="370102")
    city.challenge = world.published()
    asked = programme.question.create(
        "ask", actor=stage.actor("rival"), now=stage.later(hours=1), challenge=city.challenge,
        text="请问现场是否提供测试用的产线和工件?")  # fmt: skip
    acts.do(stage, "question", str(asked.pk), "answer", "company", answer="提供,按计划预约。")
    for key in ("lead", "rival"):
        city.bids[key] = _bid(city, key)
    mate = NAMES["mate"][0]
    acts.gather(stage, city.bids["lead"], "lead", [("mate", mate, "负责试验与现场应用。")])
    for key, bid in city.bids.items():
        acts.do(stage, "bid", bid, "submit", key)
    return city


UNSUITABLE = [{"name": "澹台示忌", "unit_name": "外市示例院", "reason": "避嫌示缘由:曾有诉讼纠纷"}]


def _bid(city: City, key: str) -> str:
    """A bid whose free text names its own people, as careless people do."""
    unit, _, person = NAMES[key]
    mark = unit[:2]
    pk = city.world.bid(
        city.challenge, key=key, organisation=_unit(city, key),
        team=[
            {"person": p, "unit_name": u, "post": post, "duty": "总体", "months": "18"}
            for post, p, u in _team(key)
        ],
        honours=f"曾获{mark}金奖。", contact_name=person,
        core_content=f"由{unit}的{person}主持,采用{mark}秘法,从机理、部件和系统三个层面开展攻关,"
                     f"逐项达到榜单指标,形成可长期稳定运行的成套技术。{person}教授团队负责总体。",
        party_profile=f"{unit}长期从事该方向研究,有稳定团队和试验平台。",
        unsuitable_experts=UNSUITABLE if key == "lead" else [],
    )  # fmt: skip
    sender = city.world.stage.actor(key)
    for name, data in papers.of(mark, unit, person):
        kept = store.receive([data], name, uploader=sender.id, now=city.world.stage.at).file
        acts.do(city.world.stage, "bid", pk, "attach", key, field="attachments", file=str(kept.id))
        tasks.preview_file(pk, str(kept.id))
    return pk


def _team(key: str) -> list[tuple[str, str, str]]:
    unit, _, person = NAMES[key]
    mate_unit, _, mate = NAMES["mate"]
    second = (mate, mate_unit) if key == "lead" else (f"{person}二", unit)
    return [("technical_chief", person, unit), ("project_head", *second),
            ("finance_assistant", f"{person}三", unit)]  # fmt: skip


def _unit(city: City, key: str) -> str:
    (scope,) = city.world.stage.actor(key).scopes("member")
    return scope


def reviewed(city: City) -> None:
    """Opened, checked, a panel drawn; the first expert has signed, with a comment of their own."""
    world, stage = city.world, city.world.stage
    world.close(city.challenge)
    for n, bid in enumerate(city.bids.values()):
        acts.check_form(stage, bid)
        acts.opine(stage, bid, "company", "cooperate", str(85 - 5 * n), "方案与需求相符。")
    acts.do(stage, "challenge", city.challenge, "start_review", "officer")
    city.panel = str(reviewing.panel_of(city.challenge).pk)
    reviewing.drawn(world, city.panel)
    reviewing.accepted(world, city.panel)
    seated = [reviewing.key_of(world, s) for s in _accepted(city)]
    city.seated = seated[0]
    city.idle = next(k for k in sorted(stage.people) if k.startswith("technical")
                     and k not in {reviewing.key_of(world, s) for s in _seats(city)})  # fmt: skip
    _sign(city, of=city.seated)


def _seats(city: City):
    return list(reviewing.Seat.objects.filter(panel_id=city.panel).order_by("number"))


def _accepted(city: City):
    return [s for s in _seats(city) if s.state == "accepted"]


def _sign(city: City, *, of: str = "") -> None:
    from jiebang.review.models import Review  # noqa: PLC0415 -- after setup
    from jiebang.review.queries.facts import table  # noqa: PLC0415 -- after setup

    rules = table(reviewing.panel_of(city.challenge))
    for r in Review.objects.filter(seat__panel_id=city.panel, state="open").select_related(
        "seat", "item"
    ):
        key = reviewing.key_of(city.world, r.seat)
        if of in ("", key):
            given = reviewing.sheet(rules, 80 if r.item.code == "A-01" else 70)
            given["opinion"] = "密评:方案总体可行,建议关注中试环节和现场条件。"
            acts.do(city.world.stage, "review", r.pk, "sign", key, **given)


def awarded(city: City) -> None:
    """Ranked, decided, announced; somebody objects in vain; the contract is being made."""
    world, stage = city.world, city.world.stage
    _sign(city)
    delivering.tick(world)
    delivering.tick(world, minutes=1)
    first = next(p for p in places(city.challenge) if p.bid == city.bids["lead"])
    award = delivery.award.create(
        "propose", actor=stage.actor("officer"), now=stage.later(hours=1),
        challenge=city.challenge, bid=first.bid, public_money="100", reason=delivering.REASON,
    )  # fmt: skip
    delivering.do(world, "award", award.pk, "approve", "leader", **delivering.MEETING)
    delivering.do(world, "award", award.pk, "publish_notice", "officer", number="济科公示12号")
    objection = delivery.objection.create(
        "raise", actor=stage.actor("stranger"), now=stage.later(hours=2), award=str(award.pk),
        name="欧阳异议", id_number="370102199001010011", phone="13912345678",
        grounds="拟揭榜方与发榜方存在未披露的合作关系,影响公正。",
        evidence_text="公开招标公告显示双方签有合同。",
    )  # fmt: skip
    delivering.do(world, "objection", objection.pk, "accept", "supervisor")
    delivering.do(world, "objection", objection.pk, "dismiss", "supervisor",
                  finding="经查双方没有未披露的合作关系。",
                  reason="证据不足,异议不成立。")  # fmt: skip
    award.refresh_from_db()
    stage.until(award.ends_at)
    delivering.tick(world)
    delivering.tick(world, minutes=1)
