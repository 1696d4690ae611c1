"""Relations that somebody writes down, and what a frozen pool says of an expert."""

from __future__ import annotations

from jiebang.registry import actions as registry
from jiebang.registry.models import RelationFact
from jiebang.review.models import DrawRound
from tests.factories import World


def record(world: World, key: str = "supervisor", **given) -> RelationFact:
    """Somebody writes down a relation with its source."""
    filled = {"kind": "cooperation", "source": "示例公示文件第三页"} | dict.fromkeys(
        ("person_unit", "other_person", "other_unit", "since_on", "until_on", "share"), ""
    )
    return registry.relation_fact.create("record", actor=world.stage.actor(key),
                                         now=world.stage.at, **(filled | given))  # fmt: skip


def reasons(panel: str) -> dict[str, list[str]]:
    made = DrawRound.objects.filter(panel_id=panel).latest("number")
    return {c["expert"]: c["reasons"] for c in made.candidates}
