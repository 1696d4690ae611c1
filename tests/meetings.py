"""Defence sessions brought anywhere by performing; editions changed for one panel."""

from __future__ import annotations

import tomllib
from datetime import timedelta
from decimal import Decimal
from typing import Any

from jiebang.demo import acts
from jiebang.platform.accounts.queries import actor_by_id, holders
from jiebang.programme.models import Edition
from jiebang.programme.queries.editions import _parsed, edition
from jiebang.review.models import Ballot, Defence, Hearing, Panel
from jiebang.review.queries.facts import table
from jiebang.rulebook.edition.loading import build, dump_toml
from tests import reviewing as r


def amended(monkeypatch, panel: str, **changes: Any) -> None:
    """The pinned edition says something else: a test's way past a new version of it."""
    key = Panel.objects.select_related("batch").get(pk=panel).batch.edition_id
    document = merged(tomllib.loads(dump_toml(edition(key)), parse_float=Decimal), changes)
    monkeypatch.setitem(_parsed, key, build(document))


def rewritten(**changes: Any) -> None:
    """The same for every process that reads the database: the only edition says something else."""
    row = Edition.objects.get()
    made = build(merged(tomllib.loads(dump_toml(edition(row.pk)), parse_float=Decimal), changes))
    Edition.objects.filter(pk=row.pk).update(document=dump_toml(made))
    _parsed.pop(row.pk, None)


def merged(old: Any, new: Any) -> Any:
    if not isinstance(new, dict):
        return new
    return {**old, **{k: merged(old.get(k, {}), v) for k, v in new.items()}}


def disputed(world, panel: str, *items: str) -> None:
    """Every second expert gives 90 and the others 50 for these items, 70 for the rest."""
    wanted = items or ("A-01",)
    numbers = sorted(s.number for s in Panel.objects.get(pk=panel).seats.filter(state="accepted"))

    def points(number: int, item: str) -> int:
        if item not in wanted:
            return 70
        return 90 if numbers.index(number) % 2 else 50

    r.sign_all(world, panel, points)
    r.tick(world)
    for asked in Panel.objects.get(pk=panel).seats.filter(reviews__state="questioned").distinct():
        for sheet in asked.reviews.filter(state="questioned"):
            acts.do(world.stage, "review", sheet.pk, "confirm", r.key_of(world, asked),
                    reason="已复核，维持原评分。")  # fmt: skip
    r.tick(world)


def convened(world, panel: str, hours: float = 72) -> Defence:
    session = Defence.objects.get(panel_id=panel)
    at = world.stage.at + timedelta(hours=hours)
    acts.do(world.stage, "defence", session.pk, "convene", "secretary", starts_at=at.isoformat(),
            place="示例会议中心二楼", video_link="https://video.example/room")  # fmt: skip
    return Defence.objects.get(pk=session.pk)


def heard(world, panel: str) -> Defence:
    """Convened, begun, everybody heard in turn, ended."""
    session = convened(world, panel)
    world.stage.until(session.starts_at)
    acts.do(world.stage, "defence", session.pk, "begin", "secretary")
    for one in Hearing.objects.filter(defence=session).order_by("place"):
        acts.do(world.stage, "hearing", one.pk, "start_talk", "secretary")
        world.stage.later(minutes=10)
        acts.do(world.stage, "hearing", one.pk, "start_questions", "secretary")
        world.stage.later(minutes=15)
        acts.do(world.stage, "hearing", one.pk, "close", "secretary")
    acts.do(world.stage, "defence", session.pk, "end", "secretary")
    return Defence.objects.get(pk=session.pk)


def seal(world, b: Ballot, points: int) -> None:
    given = r.sheet(table(b.seat.panel), points)
    acts.do(world.stage, "ballot", b.pk, "seal", r.key_of(world, b.seat), **given)


def lead_of(world, one: Hearing) -> str:
    (user, *_more) = holders("member", [str(one.lead_id)])
    actor = actor_by_id(user)
    return next(k for k, pk in world.stage.people.items() if str(pk) == str(actor.id))


def speakers(world, one: Hearing, key: str, count: int) -> None:
    parts = ("leader", "technical", "member", "partner", "finance", "member")
    rows = [{"part": parts[n], "person": f"某人{n}"} for n in range(count)]
    acts.do(world.stage, "hearing", one.pk, "name_speakers", key, speakers=rows)
