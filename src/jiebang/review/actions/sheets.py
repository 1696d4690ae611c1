"""One expert's sheet: draft, conflict, signature, second look."""

from __future__ import annotations

from typing import Any

from jiebang.engine import scoring
from jiebang.engine.transparency import digest
from jiebang.platform.accounts.actor import CLOCK
from jiebang.platform.lifecycle import Act, refuse
from jiebang.review.actions.machines import panel, review
from jiebang.review.models import Panel, Review
from jiebang.review.queries.attachments import review_digests
from jiebang.review.queries.facts import table
from jiebang.rulebook.edition.mechanisms import score_table
from jiebang.rulebook.review import LIVE, State, sheet_of
from jiebang.rulebook.seat import State as SeatState


@review.builder("assign")
def _assign(act: Act) -> Review:
    return Review(seat=act.given["seat"], item=act.given["item"])


@review.effect("save")
def _save(r: Review, act: Act) -> dict[str, Any]:
    r.values, r.saved_at = dict(act.given), act.now
    return {"digest": digest(r.values)}


@review.effect("sign")
def _sign(r: Review, act: Act) -> dict[str, Any]:
    """Locked with a digest over the sheet and over what the expert was shown (R085)."""
    policy = table(r.seat.panel)
    r.values, r.saved_at, r.signed_at = dict(act.given), act.now, act.now
    r.total = scoring.sheet_total(score_table(policy), sheet_of("", r.values, policy))
    given = review_digests(r.item)
    seen = {"seen": r.item.snapshot, **({"files": given} if given else {})}
    r.digest = digest({"sheet": r.values, **seen, "item": r.item.code, "seat": str(r.seat_id)})
    return {"digest": r.digest, "total": str(r.total)}


@review.effect("declare_conflict")
def _conflict(r: Review, act: Act) -> dict[str, Any]:
    """The item is taken away at once and the next reserve is called for it (R073)."""
    r.relation, r.remark = act.given["relation"], act.given["remark"] or ""
    r.values = {}
    panel.perform(r.seat.panel_id, "call_reserve", actor=CLOCK, now=act.now,
                  conflict=[r.seat.pseudonym, r.item.code])  # fmt: skip
    return {"relation": r.relation, "item": r.item.code}


@review.effect("question")
def _question(r: Review, act: Act) -> dict[str, Any]:
    r.questioned_at = act.now
    return {"distance": act.given["distance"]}


@review.effect("confirm")
def _confirm(r: Review, act: Act) -> dict[str, Any]:
    r.confirmation = act.given["reason"]
    return {"reason": r.confirmation}


@review.effect("reopen")
def _reopen(r: Review, act: Act) -> dict[str, Any]:
    """The first sheet stays on record by its digest; the total is made anew on signing."""
    before, r.digest, r.signed_at, r.total = r.digest, "", None, None
    return {"digest": before}


def take_in(p: Panel, act: Act, why: str) -> None:
    """The sheets of a panel and its open invitations are held, so that nobody signs, opens or
    accepts while they are added up; what is still open at the due time lapses. Somebody may have
    been quicker: then it is not yet time."""
    list(p.seats.select_for_update().filter(round=p.round, state=SeatState.INVITED)
         .order_by("pk").values_list("pk"))  # fmt: skip
    rows = Review.objects.select_for_update(of=("self",)).filter(seat__panel=p, state__in=LIVE)
    held = list(rows.order_by("pk").only("state"))
    left = [r.pk for r in held if r.state == State.OPEN]
    if left and (p.due_at is None or act.now < p.due_at):
        refuse("reviews_open", count=len(left), until=p.due_at)
    for pk in left:
        review.perform(pk, "lapse", actor=CLOCK, now=act.now, reason=why)


@review.effect("lapse")
def _lapse(r: Review, act: Act) -> dict[str, Any]:
    r.verdict = act.given["reason"]
    return {"reason": r.verdict}
