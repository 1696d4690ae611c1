"""Taking over a list of experts, line by line, each through the pool's own door (R063)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from jiebang.platform import entropy
from jiebang.platform.accounts import actions as accounts
from jiebang.platform.accounts.actor import Actor
from jiebang.platform.accounts.queries import by_email
from jiebang.platform.lifecycle import Act
from jiebang.registry.actions.expert import expert, fill, give_post
from jiebang.registry.models import Expert
from jiebang.registry.queries.pool_import import preview, to_take
from jiebang.rulebook.pool_import import COMPARED, Change, Line

TOGETHER = 50
"""Lines of one press: a few seconds. The next press goes on where this one stopped."""


@expert.builder("take_over")
def _build(act: Act) -> Expert:
    """A person who may sign in later, and the record."""
    email = act.given["email"]
    person = by_email(email) if email else None
    user = person.id if person else accounts.add_person(
        email=email or f"{entropy.token(8).hex()}@pool.invalid", name=act.given["name"],
        phone=act.given["phone"] or "", password=None, now=act.now,
    )  # fmt: skip
    e = Expert(user_id=user)
    fill(e, act)
    return e


@expert.effect("take_over")
def _take_over(e: Expert, act: Act) -> dict[str, Any]:
    give_post(e, act)
    e.level, e.unit_basis, e.confirmed_at = act.given["level"], act.given["source"], act.now
    return {"source": act.given["source"], "list": act.given["list"], "line": act.given["line"]}


@expert.effect("take_update")
def _take_update(e: Expert, act: Act) -> dict[str, Any]:
    """What the list says of the fields it has; a new unit is confirmed anew by its source."""
    values, moved = act.given["values"], False
    for name in COMPARED:
        if not values.get(name):
            continue
        if name in ("department", "subject_codes", "title", "title_level", "duty", "phone"):
            e.profile = {**e.profile, name: values[name]}
            continue
        moved = moved or (name == "unit_name" and e.unit_name != values[name])
        setattr(e, name, values[name])
    if moved:
        e.unit_confirmed_at, e.unit_basis, e.ties_at = None, act.given["source"], act.now
    return {"source": act.given["source"], "list": act.given["list"], "line": act.given["line"],
            "unit_changed": moved}  # fmt: skip


def take(file_id: Any, *, actor: Actor, now: datetime, source: str, level: int,
         with_alike: bool) -> tuple[int, int]:  # fmt: skip
    """Some lines of the list; (how many were taken, how many are left)."""
    found = preview(file_id, uploader=actor.id)
    if found is None:
        return 0, 0
    lines = to_take(found, with_alike=with_alike)
    for line in lines[:TOGETHER]:
        _one(line, found.digest, actor, now, source, level)
    return len(lines[:TOGETHER]), len(lines[TOGETHER:])


def _one(line: Line, digest: str, actor: Actor, now: datetime, source: str, level: int) -> None:
    beside = {"source": source, "list": digest, "line": line.number}
    if line.change == Change.UPDATE:
        expert.perform(line.expert, "take_update", actor=actor, now=now,
                       values=dict(line.record.values), **beside)  # fmt: skip
        return
    expert.create("take_over", actor=actor, now=now, email=line.record.email, level=level,
                  **{**line.record.values, **beside})  # fmt: skip
