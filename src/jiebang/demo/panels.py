"""A panel's way from the empty pool to the signed sheets, act by act."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from jiebang.demo import acts
from jiebang.demo.cast import chance
from jiebang.platform.agenda import run_clock
from jiebang.review import queries

Score = Callable[[str, str, str], float]  # (item's code, criterion, expert) → share of the points


def draw(stage: acts.Stage, panel: str) -> None:
    """The ceremony: freeze, two seals, the public number, two openings, the draw."""
    number_at = stage.at + timedelta(hours=20)
    acts.do(stage, "panel", panel, "prepare", "drawer", number_name="演示用公开数（虚构）",
            number_at=number_at.isoformat())  # fmt: skip
    acts.do(stage, "panel", panel, "seal_as_drawer", "drawer")
    acts.do(stage, "panel", panel, "seal_as_supervisor", "supervisor")
    stage.until(number_at)
    value = f"{3000 + chance('index', panel) * 600:.2f}"
    acts.do(stage, "panel", panel, "announce", "drawer", value=value)
    acts.do(stage, "panel", panel, "open_as_supervisor", "supervisor")
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
    values: dict[str, Any] = {"opinion": OPINIONS[int(chance("opinion", key, view.code) * 3)]}
    for c in view.table.criteria:
        share = score(view.code, c.code, key)
        values[f"score_{c.code}"] = f"{round(share * c.max * 2) / 2:.1f}"
        values[f"comment_{c.code}"] = COMMENTS[int(chance("comment", key, view.code, c.code) * 4)]
    return values


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


OPINIONS = (
    "总体思路清楚，指标响应完整，建议优先支持，并在实施中加强现场验证。",
    "方案可行，基础较好，建议进一步细化里程碑和风险预案后支持。",
    "有一定创新，产业化路径明确，建议关注批量一致性和成本控制。",
)
COMMENTS = (
    "材料完整，依据较为充分，与要求对应清楚，具备实施条件。",
    "思路可行，关键步骤有前期数据支撑，仍需现场条件下进一步验证。",
    "与榜单要求基本对应，个别指标的测试条件需要进一步说明清楚。",
    "分工明确，进度安排合理，建议在任务书中写明考核方式和证明材料。",
)
