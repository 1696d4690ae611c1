"""Who may be what. A post is held for a scope: "" the whole city, else a district or a unit."""

from __future__ import annotations

from enum import StrEnum

from jiebang.engine.decision import Reason


class Role(StrEnum):
    PUBLISHER = "publisher"  # 发榜方
    LEAD = "lead"  # 揭榜牵头单位
    PARTNER = "partner"  # 联合体成员单位
    UNIT_ADMIN = "unit_admin"  # 单位管理员
    MEMBER = "member"  # 单位成员
    PERSON = "person"  # 任何登录用户
    ASKER = "asker"  # 提问人
    DISTRICT = "district"  # 区县归口推荐部门
    OFFICER = "officer"  # 处室经办
    HEAD = "head"  # 处长
    LEADER = "leader"  # 局领导
    SUPERVISOR = "supervisor"  # 监督/纪检
    POOL_KEEPER = "pool_keeper"  # 专家库维护
    DRAWER = "drawer"  # 专家抽取
    SECRETARY = "secretary"  # 评审秘书
    EXPERT = "expert"  # 评审专家
    FINANCE = "finance"  # 财务
    BANK = "bank"  # 银行
    AUDITOR = "auditor"  # 审计机构
    SYSTEM_ADMIN = "system_admin"  # 系统管理员
    SECURITY_ADMIN = "security_admin"  # 安全管理员
    AUDIT_ADMIN = "audit_admin"  # 审计管理员
    PUBLIC = "public"  # 公众
    CLOCK = "clock"  # 服务器时钟


STAFF = frozenset(
    {
        Role.DISTRICT, Role.OFFICER, Role.HEAD, Role.LEADER, Role.SUPERVISOR, Role.POOL_KEEPER,
        Role.DRAWER, Role.SECRETARY, Role.FINANCE, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN,
        Role.AUDIT_ADMIN,
    }
)  # fmt: skip
BUREAU = frozenset({Role.OFFICER, Role.HEAD, Role.LEADER})

# R007 and the three administrators: posts one person may never hold together.
APART = (
    frozenset({Role.POOL_KEEPER, Role.DRAWER, Role.OFFICER}),
    frozenset({Role.POOL_KEEPER, Role.DRAWER, Role.SECRETARY}),
    frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN}),
    frozenset({Role.SUPERVISOR, Role.OFFICER}),
    frozenset({Role.SUPERVISOR, Role.HEAD}),
    frozenset({Role.SUPERVISOR, Role.LEADER}),
    frozenset({Role.SUPERVISOR, Role.DRAWER}),
)


def kept_apart(held: frozenset[str], wanted: str) -> Reason | None:
    """Why a person who holds these posts may not be given this one too (R007)."""
    clash = {p for group in APART if wanted in group for p in group & held if p != wanted}
    return (
        Reason("posts_kept_apart", {"post": wanted, "held": tuple(sorted(clash))})
        if clash
        else None
    )
