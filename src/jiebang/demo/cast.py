"""The bureau's people, the banks, the teams' units and the pool of experts."""

from __future__ import annotations

import hashlib
from datetime import date

from jiebang.demo import acts, plan, ties
from jiebang.engine.identity import invented_credit_code
from jiebang.registry import actions as registry

POSTS = {
    "officer": ("苏景行", "officer"), "head": ("梁伯庸", "head"), "leader": ("程远道", "leader"),
    "drawer": ("邱简之", "drawer"), "secretary": ("叶知秋", "secretary"),
    "supervisor": ("贺明鉴", "supervisor"), "pool": ("傅守拙", "pool_keeper"),
    "finance": ("葛清和", "finance"), "sysadmin": ("冉启明", "system_admin"),
    "secadmin": ("卫安澜", "security_admin"), "audadmin": ("石敬之", "audit_admin"),
}  # fmt: skip
KINDS = ("technical",) * 48 + ("industry",) * 14 + ("finance",) * 14


class Codes:
    """Invented credit codes, one after the other (district 000000)."""

    def __init__(self) -> None:
        self.count = 0

    def next(self) -> str:
        self.count += 1
        return invented_credit_code(self.count)


class Names:
    def __init__(self) -> None:
        self.count = 0

    def next(self) -> str:
        self.count += 1
        return plan.name(self.count)


def chance(*parts: object) -> float:
    """A number in [0, 1) that follows from its words alone."""
    digest = hashlib.sha256("|".join(map(str, parts)).encode()).digest()
    return int.from_bytes(digest[:6], "big") / 2**48


def bureau(stage: acts.Stage) -> None:
    for key, (name, role) in POSTS.items():
        acts.person(stage, key, name)
        acts.appoint(stage, key, role)


def districts(stage: acts.Stage, codes: list[str]) -> None:
    """One person a district; the first is 蒋怀瑾."""
    for n, code in enumerate(codes):
        key = "district" if n == 0 else f"district-{code}"
        acts.person(
            stage, key, "蒋怀瑾" if n == 0 else plan.name(700 + n), email=f"{key}@demo.example"
        )
        acts.appoint(stage, key, "district", code)
        stage.people[f"d:{code}"] = stage.people[key]


def team_units(stage: acts.Stage, codes: Codes, names: Names) -> dict[str, str]:
    """Universities, institutes and others from all over the country; name → id."""
    found = {}
    rows = (
        [(n, "university", r, c) for n, r, c in plan.UNIVERSITIES]
        + [(n, "institute", r, c) for n, r, c in plan.INSTITUTES]
        + list(plan.OTHERS)
    )
    for name, kind, region, code in rows:
        acts.person(stage, f"u:{name}", names.next(), email=f"u{len(found)}@demo.example")
        found[name] = acts.unit(stage, f"u:{name}", name=name, code=codes.next(), kind=kind,
                                region=region, region_code=code)  # fmt: skip
    return found


def banks(stage: acts.Stage, codes: Codes, names: Names) -> dict[str, str]:
    found = {}
    for n, name in enumerate(plan.BANKS):
        key = f"b:{name}"
        email = "bank@demo.example" if name == "齐鲁银行" else f"bank{n}@demo.example"
        acts.person(stage, key, "岳同舟" if name == "齐鲁银行" else names.next(), email=email)
        found[name] = acts.unit(stage, key, name=name, code=codes.next(), kind="bank",
                                region="济南市", region_code="370102")  # fmt: skip
    return found


def experts(stage: acts.Stage, names: Names) -> None:
    """A pool from other cities: each from a unit of its own, technical ones in two fields."""
    for n, kind in enumerate(KINDS):
        region, code = plan.EXPERT_UNITS[n % len(plan.EXPERT_UNITS)]
        key, name = f"x:{n}", "顾南乔" if n == 0 else names.next()
        email = "expert@demo.example" if n == 0 else f"expert{n}@demo.example"
        acts.person(stage, key, name, email=email)
        fields = [plan.EXPERT_FIELDS[(n + k * 3) % len(plan.EXPERT_FIELDS)] for k in range(3)]
        made = registry.expert.create(
            "register", actor=stage.actor(key), now=stage.later(minutes=4), name=name,
            birth_on=date(1962 + n % 22, 1 + n % 12, 1 + n % 27).isoformat(),
            phone=f"1390000{n:04d}", unit_name=f"{region}{_unit_word(kind, n)}",
            region_code=code, kind=kind, fields=fields if kind == "technical" else ["management"],
            keywords="装备、控制、检测", title_level="senior", available="yes",
            ties=ties.OF_EXPERTS.get(n, []),
        )  # fmt: skip
        registry.expert.perform(made.pk, "accept", actor=stage.actor("pool"),
                                now=stage.later(minutes=4), level=str(1 + n % 4),
                                unit_basis="单位盖章推荐函")  # fmt: skip


def confirm_experts(stage: acts.Stage) -> None:
    """Everybody in the pool says that the record still holds (R066)."""
    for key in [k for k in stage.people if k.startswith("x:")]:
        actor = stage.actor(key)
        (pk,) = actor.scopes("expert")
        registry.expert.perform(pk, "confirm", actor=actor, now=stage.later(minutes=1))


def _unit_word(kind: str, n: int) -> str:
    words = {"technical": "第{}工程技术研究所", "industry": "第{}产业发展中心",
             "finance": "第{}会计师事务所"}  # fmt: skip
    return words[kind].format("一二三四五六七八九十"[n // len(plan.EXPERT_UNITS) % 10])
