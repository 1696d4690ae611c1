"""Files that wait to be masked, one a task. A task may run twice."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime

from jiebang.engine.decision import Denied
from jiebang.platform import clock, tasks
from jiebang.platform.accounts.actor import CLOCK
from jiebang.platform.files import store
from jiebang.platform.lifecycle import Machine
from jiebang.review.queries import masking
from jiebang.review.queries.masking import MaskedFile
from jiebang.rulebook.attachment import State

log = logging.getLogger(__name__)


def mask_file(attachment_id: str) -> None:
    """The task on the queue. Where the corrections changed meanwhile, again."""
    if mask_one(attachment_id, clock.now()) == "masks_changed":
        tasks.enqueue("jiebang.review.tasks.mask_file", attachment_id)


def mask_waiting(panel_id: str, now: datetime) -> int:
    """All files of a panel that wait, here and now. Answers how many."""
    waiting = masking.waiting(panel_id)
    for pk in waiting:
        mask_one(pk, now)
    return len(waiting)


def mask_one(attachment_id: str, now: datetime) -> str:
    """Mask outside any transaction, then pass the door. Answers the new state, or why there is
    none."""
    made = _made(attachment_id)
    if made is None:
        return ""
    given = {"made": made}
    if made.data is not None:
        receipt = store.receive([made.data], f"masked{made.suffix}", uploader=None, now=now)
        if receipt.file is None:
            faults = tuple((r.code, dict(r.params), True) for r in receipt.verdict.problems)
            given = {"made": replace(made, data=None, flags=made.flags + faults)}
        else:
            given["file"] = str(receipt.file.id)
    step = "mask" if "file" in given else "hold"
    try:
        Machine.registry["attachment"].perform(attachment_id, step, actor=CLOCK, now=now, **given)
    except Denied as denied:
        codes = [r.code for r in denied.decision.reasons]
        if codes in (["wrong_state"], ["masks_changed"]):  # somebody was faster
            return codes[0]
        raise
    return State.MASKED if step == "mask" else State.HELD


def _made(attachment_id: str) -> MaskedFile | None:
    """A file that nobody has met yet must not hold up the panel: a person decides on it."""
    try:
        return masking.masked_file(attachment_id)
    except (Denied, LookupError):  # locked away or gone: the queue tries again
        raise
    except Exception:
        log.exception("masking of attachment %s", attachment_id)
        return masking.failed(attachment_id)
