"""An expert's record of work: for the pool's keeper, supervision, and the expert."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from jiebang.platform.accounts.actor import Actor
from jiebang.registry.models import Expert, ExpertComplaint, ExpertWork
from jiebang.registry.queries import pool
from jiebang.registry.queries.expert import visible_to
from jiebang.rulebook.edition.scores import Quality
from jiebang.rulebook.expert import State
from jiebang.rulebook.quality import Record, Suggestion, Work, record, since, suggest


@dataclass(frozen=True, slots=True)
class RecordView:
    """`suggestion` and `policy` are None while the city has adopted no edition. Nothing tells on
    which panels the expert sat."""

    record: Record
    suggestion: Suggestion | None
    policy: Quality | None
    since: date
    level: int | None
    complaints: tuple[tuple[datetime, str], ...]


def work_record(pk: str, actor: Actor, now: datetime) -> RecordView | None:
    """None for whoever may not know."""
    levels = Expert.objects.filter(visible_to(actor), pk=pk).values_list("level", flat=True)
    found = list(levels[:1])
    if not found:
        return None
    experts, today = pool.rules(), timezone.localdate(now)
    policy = experts.quality if experts else None
    start = since(today, policy) if policy else date.min
    complaints = ExpertComplaint.objects.filter(expert_id=pk).order_by("-upheld_at")
    upheld = tuple(complaints.values_list("upheld_at", "reason"))
    sums = record(_work(pk), (timezone.localdate(at) for at, _ in upheld), since=start)
    return RecordView(sums, suggest(sums, policy) if policy else None, policy, start, found[0],
                      upheld)  # fmt: skip


def _work(pk: str) -> list[Work]:
    return [
        Work(closed_on=timezone.localdate(w.closed_at), sheets=w.sheets, late=w.late,
             lapsed=w.lapsed, length=w.length, distance=w.distance, compared=w.compared,
             minutes=tuple(w.minutes))
        for w in ExpertWork.objects.filter(expert_id=pk).order_by("closed_at", "pk")
    ]  # fmt: skip


def keeps_record(pk: str) -> bool:
    """Whether work can still be added: the expert has not been removed from the pool."""
    return Expert.objects.exclude(state=State.REMOVED).filter(pk=pk).exists()
