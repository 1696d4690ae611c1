"""A pool of experts and a panel, brought anywhere by performing."""

from __future__ import annotations

from datetime import timedelta

from jiebang.demo import acts
from jiebang.platform.accounts.queries import actor_by_id, holders
from jiebang.platform.agenda import run_clock
from jiebang.registry import actions as registry
from jiebang.review import actions, tasks
from jiebang.review.models import DrawRound, Panel, Review, ScoreResult, Seat
from jiebang.review.queries.facts import table
from jiebang.rulebook.drawing import check_code
from tests.factories import World
from tests.keeping import kept

NUMBER = "排列5第23060期"
UNIT_NAMES = {"team": "江左示例大学", "other": "岭南示例研究院"}
REGIONS = ("370200", "370300", "320100", "330100", "440100")


def expert(world: World, key: str, **changes) -> str:
    """Somebody registers and the keeper of the pool accepts; returns the expert's id."""
    stage = world.stage
    if key not in stage.people:
        acts.person(stage, key, changes.get("name") or f"专家{key}")
    filled = {
        "name": f"专家{key}", "birth_on": "1975-05-01", "phone": "13800000000",
        "unit_name": f"外市示例单位{key}", "region_code": REGIONS[len(key) % 5],
        "kind": "technical", "fields": ["high_end_equipment"], "keywords": "伺服、冲压、送料",
        "title_level": "senior", "available": "yes",
    } | changes  # fmt: skip
    made = registry.expert.create("register", actor=stage.actor(key), now=stage.at, **filled)
    if made.unit_id:
        (admin,) = holders("unit_admin", [str(made.unit_id)])
        registry.expert.perform(made.pk, "confirm_unit", actor=actor_by_id(admin), now=stage.at,
                                own_staff="yes", true_title="yes", true_results="yes")  # fmt: skip
    registry.expert.perform(made.pk, "accept", actor=stage.actor("pool"), now=stage.at, level="2",
                             unit_basis="单位盖章推荐函")  # fmt: skip
    return str(made.pk)


@kept
def pool(world: World, technical: int = 11, industry: int = 2, finance: int = 2) -> dict[str, str]:
    """Expert ids by the key of their person."""
    made = {}
    for kind, count in (("technical", technical), ("industry", industry), ("finance", finance)):
        for n in range(count):
            key = f"{kind}{n}"
            made[key] = expert(world, key, kind=kind)
    return made


def in_screening(world: World, *, key: str = "company", **demand) -> tuple[str, str]:
    """An accepted demand with the panel convened to screen it: (demand, panel)."""
    pk = world.demand(key=key, **demand)
    acts.do(world.stage, "demand", pk, "submit", key)
    acts.recommend(world.stage, pk, "district", "情况属实,同意推荐。")
    acts.do(world.stage, "demand", pk, "accept", "officer")
    made = actions.panel.create("convene", actor=world.stage.actor("officer"), now=world.stage.at,
                                batch=world.batch, field="high_end_equipment")  # fmt: skip
    return pk, str(made.pk)


@kept
def in_review(world: World, bids: int = 2) -> str:
    """A challenge with so many valid bids, its review started; returns the challenge."""
    challenge = world.published()
    made = _handed_in(world, challenge, bids)
    world.close(challenge)
    _started(world, challenge, made)
    return challenge


@kept
def several_in_review(world: World, challenges: int = 2) -> list[str]:
    """Challenges of one batch with two valid bids each, their reviews started."""
    found = {}
    for n in range(challenges):
        key = f"publisher{n}"
        unit = world.unit(key, f"济南示例需求企业{n}", region="历下区", region_code="370102")
        title = f"第{n + 1}项示例装备攻关"
        found[world.listed(key=key, company=unit, title=title)] = key
    acts.publish(world.stage, world.batch, world.stage.at + timedelta(days=45))
    made = {pk: _handed_in(world, pk, 2) for pk in found}
    world.close([*found][-1])
    for pk, key in found.items():
        _started(world, pk, made[pk], key)
    return [*found]


def _handed_in(world: World, challenge: str, bids: int) -> list[str]:
    keys = ["team", "other", *(f"extra{n}" for n in range(bids - 2))][:bids]
    units = {"team": world.team, "other": world.other}
    made = []
    for key in keys:
        unit = units.get(key) or world.unit(key, f"示例揭榜单位{key}", region_code="330100")
        named = f"由{UNIT_NAMES.get(key, '示例揭榜单位')}闻人甲教授团队完成算法,三家单位分工验证。"
        made.append(world.submitted(challenge, key=key, organisation=unit, route=named))
    return made


def _started(world: World, challenge: str, bids: list[str], key: str = "company") -> None:
    for n, pk in enumerate(bids):
        acts.do(world.stage, "bid", pk, "pass_form", "officer", complete="yes", eligible="yes",
                unrelated="yes")  # fmt: skip
        acts.do(world.stage, "bid", pk, "opine", key, will="cooperate", score=str(80 + 5 * n),
                reason="方案与需求相符。")  # fmt: skip
    acts.do(world.stage, "challenge", challenge, "start_review", "officer")


def panel_of(subject: str) -> Panel:
    return Panel.objects.get(subject_id=subject)


@kept
def prepared(world: World, panel: str, **more) -> None:
    acts.do(world.stage, "panel", panel, "prepare", "drawer", number_form="rank5",
            number_name=NUMBER, number_at=(world.stage.at + timedelta(hours=20)).isoformat(),
            **more)  # fmt: skip
    tasks.mask_waiting(panel, world.stage.at)


@kept
def announced(world: World, panel: str, **more) -> None:
    prepared(world, panel, **more)
    acts.do(world.stage, "panel", panel, "seal_as_drawer", "drawer")
    acts.do(world.stage, "panel", panel, "seal_as_supervisor", "supervisor")
    acts.do(world.stage, "panel", panel, "announce", "drawer")


def numbered(world: World, panel: str, value: str = "3 2 2 3 0") -> None:
    """The public number comes out and is entered, with the code that confirms it."""
    world.stage.later(hours=21)
    acts.do(world.stage, "panel", panel, "enter_number", "drawer", value=value,
            check=check_code(value))  # fmt: skip


def checked(world: World, panel: str) -> None:
    """Supervision reads the number for itself and opens."""
    value = DrawRound.objects.filter(panel_id=panel).latest("number").number_value
    acts.do(world.stage, "panel", panel, "open_as_supervisor", "supervisor", value=value)


def opened(world: World, panel: str) -> None:
    checked(world, panel)
    acts.do(world.stage, "panel", panel, "open_as_drawer", "drawer")


@kept
def drawn(world: World, panel: str, **more) -> None:
    announced(world, panel, **more)
    numbered(world, panel)
    opened(world, panel)
    acts.do(world.stage, "panel", panel, "draw", "drawer")


def key_of(world: World, seat: Seat) -> str:
    return next(k for k, pk in world.stage.people.items() if pk == seat.expert.user_id)


def invited(panel: str) -> list[Seat]:
    return list(Seat.objects.filter(panel_id=panel, state="invited").order_by("number"))


@kept
def accepted(world: World, panel: str) -> None:
    for seat in invited(panel):
        acts.do(world.stage, "seat", seat.pk, "accept", key_of(world, seat), promise="yes")


def sheet(table, points: int, *, bonus: int = 0) -> dict[str, str]:
    """A full sheet at so many per cent of every maximum, rounded down to half points."""
    filled = {"opinion": "方案总体可行,建议关注中试环节。"}
    for c in table.criteria:
        filled[f"score_{c.code}"] = str(c.max * points // 50 / 2)
        filled[f"comment_{c.code}"] = "响应充分,依据较为可信,路线清楚,分工明确,进度合理。"
    return filled


def screened(panel: str):
    return ScoreResult.objects.get(panel_id=panel).final


def sign_all(world: World, panel: str, points, rows=None) -> None:
    """`points(seat number, item code)` → per cent; of all open reviews or of some."""
    rules = table(Panel.objects.get(pk=panel))
    rows = Review.objects.filter(seat__panel_id=panel) if rows is None else rows
    rows = rows.filter(state="open")
    for r in rows.select_related("seat__expert", "item").order_by("seat__number", "item__code"):
        given = sheet(rules, points(r.seat.number, r.item.code))
        acts.do(world.stage, "review", r.pk, "sign", key_of(world, r.seat), **given)


def tick(world: World) -> None:
    """Two minutes of the clock: it looks at the spread, then closes."""
    run_clock(world.stage.at)
    run_clock(world.stage.later(minutes=1))
