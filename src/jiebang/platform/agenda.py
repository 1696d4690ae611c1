"""What all lives together have to do: for a person, for the clock, and when next."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Min

from jiebang.engine.decision import Denied
from jiebang.platform.accounts.actor import CLOCK, Actor
from jiebang.platform.lifecycle import Machine, Waiting


def next_moment(now: datetime) -> datetime | None:
    """The next time at which the clock may have something to do."""
    found = [
        machine.model.objects.filter(**{f"{name}__gt": now}).aggregate(at=Min(name))["at"]
        for machine in Machine.registry.values()
        for name in machine.moments
    ]
    return min((at for at in found if at is not None), default=None)


def run_clock(now: datetime) -> list[tuple[str, str, str]]:
    """Perform every step that is the clock's and whose moment has come; what a rule still
    refuses is left for the next minute. Returns (life, step, id) of what was done."""
    done = []
    for machine in list(Machine.registry.values()):
        for name, pk in list(machine.due(now)):
            try:
                machine.perform(pk, name, actor=CLOCK, now=now)
            except Denied:
                continue
            done.append((machine.lifecycle.name, name, str(pk)))
    return done


def waiting(actor: Actor, now: datetime) -> tuple[list[Waiting], int]:
    """What waits for this actor, most urgent first, and how much it is in all: one statement that
    counts in every life, and one for each life in which something waits."""
    asked = {life: machine.duties(actor, now) for life, machine in Machine.registry.items()}
    counts = [
        Machine.registry[life].counted(wanted) for life, (wanted, steps) in asked.items() if steps
    ]
    if not counts:
        return [], 0
    found = {life: n for life, n in counts[0].union(*counts[1:], all=True) if n}
    lines = [line for life in found for line in Machine.registry[life].waiting(*asked[life])]
    lines.sort(key=lambda w: (w.due_at is None, w.due_at, w.life, w.title))
    return lines, sum(found.values())
