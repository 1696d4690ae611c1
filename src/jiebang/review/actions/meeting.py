"""A panel comes together: what is in dispute is heard, and a panel that meets agrees."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from jiebang.platform.accounts.actor import CLOCK
from jiebang.platform.lifecycle import Act
from jiebang.programme.queries import subjects
from jiebang.review.actions.agreeing import consensus, voice
from jiebang.review.actions.defending import defence
from jiebang.review.actions.machines import panel, seat
from jiebang.review.actions.sheets import take_in
from jiebang.review.models import Consensus, Hearing, Panel, Seat, Voice
from jiebang.review.queries.agreement import in_dispute
from jiebang.review.queries.facts import policy
from jiebang.rulebook.consensus import VoiceState
from jiebang.rulebook.panel import PanelKind
from jiebang.rulebook.panel import State as PanelState


@panel.effect("resume", "reopen")
def _not_agreed_any_more(p: Panel, act: Act) -> dict[str, Any]:
    """Others will sit on the panel and write sheets: what it had agreed on is a draft again."""
    rows = Consensus.objects.filter(panel=p).order_by("item__code")
    for pk in list(rows.values_list("pk", flat=True)):
        consensus.perform(pk, "revise", actor=CLOCK, now=act.now, reason=REVISED)
    return {}


REVISED = "评审组成员有变动，需重新评审"


@seat.effect("withdraw_conflict")
def _speaks_no_more(s: Seat, act: Act) -> None:
    """Whoever has to stand back while the panel agrees has no voice in it: what a chair drafted is
    a draft again, and another chair takes over; of a member's word nothing stands."""
    if s.panel.state != PanelState.MEETING:
        return
    led = Consensus.objects.filter(panel=s.panel, chair=s).order_by("item__code")
    for pk in list(led.values_list("pk", flat=True)):
        consensus.perform(pk, "revise", actor=CLOCK, now=act.now, reason=REVISED)
    said = Voice.objects.filter(seat=s).exclude(state=VoiceState.VOID).order_by("pk")
    for pk in list(said.values_list("pk", flat=True)):
        voice.perform(pk, "withdraw", actor=CLOCK, now=act.now)


@panel.effect("meet")
def _meet(p: Panel, act: Act) -> dict[str, Any]:
    """The first sheets are locked: one that is still open is void."""
    take_in(p, act, "会议评审开始时未签署")
    disputed = in_dispute(p)
    p.meets_until = act.now + timedelta(days=policy(p).meeting_days)
    p.save(update_fields=["meets_until"])
    items = list(p.items.order_by("code"))
    known = set(Hearing.objects.filter(item__panel=p).values_list("item_id", flat=True))
    heard = [i for i in items if i.code in disputed and not known]  # once, even if it resumed
    leads = subjects.bid_leads(i.subject_id for i in heard) if p.kind == PanelKind.BID else {}
    if heard:
        defence.create("list", actor=CLOCK, now=act.now, panel=p, items=[
            (i, disputed[i.code], leads.get(i.subject_id, "")) for i in heard
        ])  # fmt: skip
    agreed = set(Consensus.objects.filter(panel=p).values_list("item_id", flat=True))
    for i in (i for i in items if policy(p).meets and i.pk not in agreed):
        consensus.create("open", actor=CLOCK, now=act.now, panel=p, item=i)
    return {"disputed": {code: str(s) for code, s in disputed.items()},
            "group_opinions": len(items) if policy(p).meets else 0}  # fmt: skip
