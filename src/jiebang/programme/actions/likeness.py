"""What was found when a bid was held against other texts, and what an officer makes of it."""

from __future__ import annotations

from typing import Any

from jiebang.platform import tasks
from jiebang.platform.lifecycle import Act
from jiebang.programme.actions.bid import bid
from jiebang.programme.models import Bid, BidLikeness, BidText

COMPARE = "jiebang.programme.tasks.compare_waiting"


@bid.effect("read_text")
def _read(b: Bid, act: Act) -> dict[str, Any]:
    read = act.given["read"]
    BidText.objects.update_or_create(
        bid=b, defaults={"text": read.text, "digest": read.digest, "unread": list(read.unread)}
    )
    return {"text": read.digest, "unread": len(read.unread)}


@bid.effect("record_likeness")
def _record(b: Bid, act: Act) -> dict[str, Any]:
    """What was found takes the place of what was found before."""
    found, own = act.given["found"], act.given["digest"]
    b.likenesses.all().delete()
    BidLikeness.objects.bulk_create([
        BidLikeness(
            bid=b, other_life=row.life, other_id=row.id, percent=row.percent, share=row.share,
            share_other=row.share_other, longest=row.longest, equal=row.equal,
            passages=[list(p) for p in row.passages], digest=own, other_digest=row.digest,
        )
        for row in found
    ])  # fmt: skip
    b.compared_at = act.now
    most = max((row.percent for row in found), default=0)
    return {"text": own, "percent": most, "others": len(found)}


@bid.effect("compare_again")
def _again(b: Bid, act: Act) -> None:
    """From the files on: one that was locked away may have been released since."""
    BidText.objects.filter(bid=b).delete()
    b.compared_at = None
    tasks.enqueue(COMPARE)


@bid.effect("judge_likeness")
def _judge(b: Bid, act: Act) -> dict[str, Any]:
    b.likeness_finding = {**act.given, "by": act.actor.id, "at": act.now.isoformat()}
    return {"finding": act.given["finding"], "reason": act.given["reason"]}


@bid.effect("ask_to_explain")
def _ask(b: Bid, act: Act) -> dict[str, Any]:
    """Asked again, an earlier answer stays on record and leaves the page."""
    b.question, b.asked_to_explain_at = act.given["reason"], act.now
    b.explanation, b.explained_at = "", None
    return {"reason": b.question}


@bid.effect("explain")
def _explain(b: Bid, act: Act) -> dict[str, Any]:
    b.explanation, b.explained_at = act.given["answer"], act.now
    return {"reason": b.explanation}
