"""Background work. One queue behind one function; a task takes plain values and may run twice."""

from __future__ import annotations

from django_q.tasks import async_task

# What the tick asks for, by dotted name: the room that owns the work keeps the function.
MINUTELY = (
    "jiebang.platform.tasks.fold_record",
    "jiebang.web.mailing.mail_due",
    "jiebang.web.mailing.text_due",
    "jiebang.web.public.letters.mail_due",
    "jiebang.platform.files.tasks.sweep",
    "jiebang.platform.files.tasks.rescan",
)


def enqueue(name: str, *args: object) -> None:
    """Put a task on the queue; inside a transaction it is there only when that commits."""
    async_task(name, *args)


def fold_record() -> int:
    """Take new entries into the tree and sign a checkpoint."""
    from jiebang.platform import clock  # noqa: PLC0415 -- the queue imports this module early
    from jiebang.platform.audit import tree  # noqa: PLC0415 -- as above

    return tree.fold(clock.now())
