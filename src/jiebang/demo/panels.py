"""A panel's way from the empty pool to the signed sheets, act by act."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from jiebang.demo import acts
from jiebang.demo.cast import chance
from jiebang.platform.agenda import run_clock
from jiebang.review import queries
from jiebang.rulebook.drawing import check_code

Score = Callable[[str, str, str], float]  # (item's code, criterion, expert) → share of the points


def draw(stage: acts.Stage, panel: str) -> None:
    """The ceremony: freeze, two seals, the public number, two openings, the draw."""
    number_at = stage.at + timedelta(hours=20)
    acts.do(stage, "panel", panel, "prepare", "drawer", number_form="rank5",
            number_name="演示用公开数（虚构）", number_at=number_at.isoformat())  # fmt: skip
    acts.do(stage, "panel", panel, "seal_as_drawer", "drawer")
    acts.do(stage, "panel", panel, "seal_as_supervisor", "supervisor")
    acts.do(stage, "panel", panel, "announce", "drawer")
    stage.until(number_at)
    value = " ".join(f"{int(chance('number', panel) * 100_000):05d}")
    acts.do(stage, "panel", panel, "enter_number", "drawer", value=value, check=check_code(value))
    acts.do(stage, "panel", panel, "open_as_supervisor", "supervisor", value=value)
    acts.do(stage, "panel", panel, "open_as_drawer", "drawer")
    acts.do(stage, "panel", panel, "draw", "drawer")


def review(stage: acts.Stage, panel: str, by_name: Mapping[str, str], score: Score) -> None:
    """Everybody accepts but now and then one, whose place the next reserve takes; all sign."""
    answered: set[str] = set()
    while waiting := [s for s in _seats(stage, panel) if s.id not in answered]:
        for seat in waiting:
            answered.add(seat.id)
            if chance("declines", panel, seat.name) < 0.12:
                acts.do(stage, "seat", seat.id, "decline", by_name[seat.name], ground="time")
            else:
                acts.do(stage, "seat", seat.id, "accept", by_name[seat.name], promise="yes")
    for key in sorted(by_name[s.name] for s in _seats(stage, panel, state="accepted")):
        _sign_all(stage, panel, key, score)
    run_clock(stage.later(minutes=10))
    run_clock(stage.later(minutes=10))
    _settle(stage, panel, by_name)


def _seats(stage: acts.Stage, panel: str, state: str = "invited") -> list[queries.SeatView]:
    found = queries.panel(panel, stage.actor("supervisor"))
    return [s for s in found.seats if s.state == state]


def _sign_all(stage: acts.Stage, panel: str, key: str, score: Score) -> None:
    actor = stage.actor(key)
    for task in queries.tasks(actor):
        if task.panel_id != panel:
            continue
        for one in task.reviews:
            if one.state == "open":
                sheet = _sheet(queries.review(one.review_id, actor), key, score)
                acts.do(stage, "review", one.review_id, "sign", key, **sheet)


def _sheet(view: queries.ReviewView, key: str, score: Score) -> dict[str, Any]:
    """Experts are a little lenient or strict, each in the own way; very few take no trouble: they
    give everything the same scores and the same words."""
    lean = (chance("leans", key) - 0.5) * 0.08
    careless = chance("careless", key) < CARELESS
    item = 0 if careless else int(view.code.partition("-")[2])
    values: dict[str, Any] = {"opinion": _said(OPINIONS, item, "opinion", key)}
    for c in view.table.criteria:
        share = 0.75 if careless else min(score(view.code, c.code, key) + lean, 1)
        values[f"score_{c.code}"] = f"{round(share * c.max * 2) / 2:.1f}"
        values[f"comment_{c.code}"] = _said(COMMENTS, item, "comment", key, c.code)
    return values


def _said(parts: Sequence[Sequence[str]], item: int, *dice: str) -> str:
    """One of each part, another for every item."""
    return "".join(
        p[(int(chance(*dice, str(n)) * len(p)) + item) % len(p)] for n, p in enumerate(parts)
    )


def _settle(stage: acts.Stage, panel: str, by_name: Mapping[str, str]) -> None:
    """Who is far from the others stands by the score, with a reason; then the clock closes."""
    for seat in _seats(stage, panel, state="accepted"):
        key = by_name[seat.name]
        for task in queries.tasks(stage.actor(key)):
            for one in task.reviews:
                if task.panel_id == panel and one.state == "questioned":
                    acts.do(stage, "review", one.review_id, "confirm", key,
                            reason="已复核材料，维持原评分：关键指标的依据不足。")  # fmt: skip
    run_clock(stage.later(minutes=10))


CARELESS = 0.03

OPINIONS = (
    ("总体思路清楚，", "方案可行，", "立项依据充分，", "有一定创新，", "目标明确，", "基础较好，"),
    ("指标响应完整，", "产业化路径明确，", "团队分工合理，", "关键技术有前期积累，", "应用场景具体，"),
    ("建议支持，并在实施中加强现场验证。", "建议进一步细化里程碑和风险预案后支持。",
     "建议关注批量一致性和成本控制。", "建议明确第三方检测的时点和方法。",
     "建议在任务书中写明各单位的验收责任。"),
)  # fmt: skip
COMMENTS = (
    ("材料完整，", "思路可行，", "与榜单要求基本对应，", "论证较为充分，", "数据来源清楚，", "表述具体，"),
    ("依据较为充分，可与要求逐条对照，", "关键步骤有前期数据支撑，", "个别指标的测试条件尚需说明，",
     "进度安排与资源投入相匹配，", "与同类技术的比较客观，", "对难点的认识到位，"),
    ("具备实施条件。", "仍需在现场条件下进一步验证。", "建议在任务书中写明考核方式。",
     "建议补充证明材料。", "实施风险总体可控。", "建议中期重点核查。"),
)  # fmt: skip
