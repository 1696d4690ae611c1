"""Relations that somebody writes down, what a frozen pool says of an expert, and a finished panel
with somebody on it who should not have been."""

from __future__ import annotations

from jiebang.demo import acts
from jiebang.platform.agenda import run_clock
from jiebang.registry import actions as registry
from jiebang.registry.models import RelationFact
from jiebang.review.models import Conflict, DrawRound, Panel, Review, Seat
from tests import reviewing as r
from tests.factories import World

UNIT = "江左示例大学"


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


def items(panel: str) -> tuple[str, str]:
    """The item of the insider's unit and the other one: codes are given by lot."""
    mine = [
        UNIT in str(i.organisations) for i in Panel.objects.get(pk=panel).items.order_by("code")
    ]
    return ("A-01", "A-02") if mine[0] else ("A-02", "A-01")


def points(number: int, own: bool, insider: int) -> int:
    """Half of the others think little of the insider's item. With the insider among seven it wins
    by the rule that leaves out one highest and one lowest sheet; without, the other one does."""
    if number == insider:
        return 85 if own else 70
    first, second = (65, 80) if own else (75, 70)
    return first if (number - insider) % 7 <= 3 else second


def finished(world: World) -> tuple[str, Seat]:
    """A finished panel of seven; one of its experts works with the unit behind an item."""
    r.pool(world)
    panel = str(r.panel_of(r.in_review(world)).pk)
    r.drawn(world, panel)
    r.accepted(world, panel)
    sitting = Seat.objects.filter(panel_id=panel, state="accepted", expert__kind="technical")
    insider = sitting.select_related("expert", "panel").order_by("number").first()
    mine, _other = items(panel)
    r.sign_all(world, panel, lambda number, item: points(number, item == mine, insider.number))
    r.tick(world)
    for asked in Review.objects.filter(state="questioned").select_related("seat__expert"):
        acts.do(world.stage, "review", asked.pk, "confirm", r.key_of(world, asked.seat),
                reason="已复核，维持原评分。")  # fmt: skip
    r.tick(world)
    r.tick(world)
    assert Panel.objects.get(pk=panel).state == "closed"
    return panel, insider


def comes_to_light(world: World, seat: Seat, kind: str = "cooperation", **given) -> list[Conflict]:
    record(world, kind=kind, person=seat.expert.name, **({"other_unit": UNIT} | given))
    run_clock(world.stage.later(minutes=1))
    return list(Conflict.objects.filter(panel=seat.panel, expert=seat.expert).order_by("item"))
