"""Bids in words of their own, but for what they copy."""

from __future__ import annotations

from hashlib import sha256

from jiebang.demo import acts
from jiebang.platform.files import store
from jiebang.programme.tasks import likeness

COPIED = (
    "送料小车采用碳纤维横梁与双伺服直驱，横梁固有频率提高到四十赫兹以上，"
    "末端振动由加速度前馈与陷波滤波共同抑制，节拍达到每分钟十八次。"
    "吸盘阵列按板料外形自动分区，真空回路独立监测，任一分区失压时零点二秒内切换备用泵，"
    "避免高速搬运中板料脱落，控制系统以工业实时以太网组网，主站冗余热备"
)
PROSE = ("division", "research_now", "industry_now", "core_content", "method", "route",
         "innovation", "risks", "foundation", "conditions", "landing_plan", "ip_sharing",
         "expected_benefit")  # fmt: skip


def own(seed: str) -> str:
    """Words that a seed picks: no two seeds share a phrase."""
    raw = b"".join(sha256(f"{seed}{n}".encode()).digest() for n in range(4))
    picked = (0x4E00 + int.from_bytes(raw[i : i + 2], "big") % 0x4000 for i in range(0, 128, 2))
    return "".join(map(chr, picked))


def told(seed: str, *, copied: str = "", at: str = "route") -> dict[str, object]:
    """A bid in words of its own, but for what it copies into one field."""
    said = {name: own(f"{seed}{name}") for name in PROSE}
    return said | {
        at: said[at] + copied,
        "team": [{"person": "甲某", "unit_name": "测试", "post": "technical_chief",
                  "duty": own(seed + "duty")[:20], "months": "6"}],
        "milestones": [{"name": own(seed + "m")[:8], "month": "6", "goal": own(seed + "g")[:30],
                        "evidence": "试验报告"}],
        "representative_results": [],
    }  # fmt: skip


def compare(world) -> None:
    while likeness.compare_some(world.stage.at):
        pass


def two(world, challenge, *, attach: bytes = b"", **first: object) -> tuple[str, str]:
    """Two bids that share COPIED, one in its route, the other in its method or its attachment."""
    a = world.submitted(challenge, **told("甲", copied=COPIED, **first))
    if not attach:
        b = world.submitted(challenge, key="other", organisation=world.other,
                            **told("乙", copied=COPIED, at="method"))  # fmt: skip
        return a, b
    b = world.bid(challenge, key="other", organisation=world.other, **told("乙"))
    stored = store.receive([attach], "技术方案.docx", uploader=world.stage.people["other"],
                           now=world.stage.at).file  # fmt: skip
    acts.do(world.stage, "bid", b, "attach", "other", field="attachments", file=str(stored.id))
    acts.do(world.stage, "bid", b, "submit", "other")
    return a, b
