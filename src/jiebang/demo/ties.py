"""Ties between experts and bidders, each come to light in its own way: one by a share that a bidder
declared, one by a question that supervision answered, one when the sheets had been signed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from jiebang.demo import acts, plan
from jiebang.platform.agenda import run_clock
from jiebang.registry import actions as registry
from jiebang.review import queries as reviews

if TYPE_CHECKING:
    from jiebang.demo.history import History, Project

OWNER, OWNED = plan.OTHERS[0][0], "云麓精密传动有限公司"
FORMER = plan.UNIVERSITIES[1][0]
OF_EXPERTS: dict[int, list[dict[str, Any]]] = {  # what some declare when they register
    5: [{"unit": OWNED, "tie": "part_time"}],
    9: [{"unit": FORMER, "tie": "former", "until_on": "2020-08-31"}],
}


def declare(h: History) -> None:
    """A bidder tells whom it owns: whoever works there is tied to the bidder."""
    registry.organisation.perform(
        h.units[OWNER], "update", actor=h.stage.actor(f"u:{OWNER}"), now=h.stage.later(minutes=9),
        relations=[{"name": OWNED, "relation": "subsidiary", "share": "70",
                    "since_on": "2019-04-01"}],
    )  # fmt: skip


def answer(h: History, panel: str) -> None:
    """Supervision answers what the rules ask about, before the pool is sealed."""
    found = reviews.conflicts(panel, h.stage.actor("supervisor"))
    for x in found.conflicts if found else ():
        if x.state == "asked":
            acts.do(h.stage, "conflict", x.id, "clear", "supervisor",
                    reason="查人事档案，离任已满一年，此后无课题和经费往来。")  # fmt: skip


def come_to_light(h: History, p: Project) -> None:
    """Someone reads an old notice: an expert who has signed works with the unit that leads. The
    head of the office decides, panel by panel, before the meeting."""
    stage = h.stage
    panel = reviews.panels_on(p.challenge)[0][0]
    seats = reviews.panel(panel, stage.actor("supervisor")).seats
    seat = next(s for s in seats if s.state == "accepted")
    registry.relation_fact.create(
        "record", actor=stage.actor("supervisor"), now=stage.later(hours=3), kind="cooperation",
        person=seat.name, person_unit=seat.unit, other_person="", other_unit=p.lead,
        since_on=(stage.at - timedelta(days=400)).date().isoformat(), until_on="", share="",
        source="示例重点专项项目公示（虚构）第12项，双方为共同承担单位",
    )  # fmt: skip
    run_clock(stage.later(minutes=10))
    for q in h.projects[stage.at.year]:
        for x in reviews.late_on(q.challenge, stage.actor("head")):
            if x.state == "late":
                _decide(stage, x)
    run_clock(stage.later(minutes=10))


def _decide(stage: acts.Stage, x: reviews.LateView) -> None:
    step = "set_aside" if x.left >= x.need else "keep_sheets"
    acts.do(stage, "conflict", x.id, step, "head",
            reason="合作开始于评审之前且本人未申报，按规定该专家的评审表不计入。"
            if step == "set_aside" else "剔除后有效评审不足，且不影响排名，予以维持。")  # fmt: skip
