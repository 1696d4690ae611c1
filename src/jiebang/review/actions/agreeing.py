"""The group opinion of a panel that meets: a chair by lot, a draft, a voice of every member."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q

from jiebang.engine.transparency import digest
from jiebang.platform.accounts.actor import CLOCK
from jiebang.platform.lifecycle import Act, Machine, Reach, refuse
from jiebang.review.actions.machines import CITY
from jiebang.review.models import Consensus, Voice
from jiebang.review.queries.defending import consensus_facts, gone, voice_facts
from jiebang.review.queries.facts import policy
from jiebang.review.queries.lots import members
from jiebang.rulebook.consensus import CONSENSUS, VOICE, State, VoiceState, opinion_form
from jiebang.rulebook.forms import FormSpec
from jiebang.rulebook.roles import Role


def form_of(c: Consensus) -> FormSpec:
    return opinion_form(policy(c.panel).group_opinion_length)


def _answered(now: Any) -> Q:
    asked = Voice.objects.filter(opinion_id=OuterRef("pk"), state=VoiceState.ASKED)
    return Q(panel__meets_until__lte=now) | ~Q(Exists(asked))


consensus = Machine(
    lifecycle=CONSENSUS,
    model=Consensus,
    facts=consensus_facts,
    reach={**CITY, Role.EXPERT: (Reach("expert", "chair__expert_id"),)},
    title=lambda c: f"{c.item.code} {c.panel.title}",
    related=("panel__batch", "item", "chair"),
    deadline=lambda c: c.panel.meets_until,
    forms={"save": form_of, "circulate": form_of},
    drafts=frozenset({"save"}),
    ready={"conclude": _answered},
)
voice = Machine(
    lifecycle=VOICE,
    model=Voice,
    facts=voice_facts,
    reach={
        Role.EXPERT: (Reach("expert", "seat__expert_id"),),
        Role.CLOCK: (Reach(Role.CLOCK),),
    },
    title=lambda v: f"{v.opinion.item.code} {v.opinion.panel.title}",
    related=("opinion__panel__batch", "opinion__item", "seat"),
    deadline=lambda v: v.opinion.panel.meets_until,
)


@consensus.builder("open")
def _open(act: Act) -> Consensus:
    """The first by lot of those who signed a sheet on the item is its chair."""
    p, item = act.given["panel"], act.given["item"]
    chair = members(p, item.pk)[0]
    return Consensus(panel=p, item=item, chair=chair)


@consensus.effect("open")
def _recorded(c: Consensus, act: Act) -> dict[str, Any]:
    return {"chair": c.chair.pseudonym, "item": c.item.code}


@consensus.effect("save")
def _save(c: Consensus, act: Act) -> dict[str, Any]:
    c.text = act.given["text"] or ""
    return {"digest": digest(c.text)}


@consensus.effect("circulate")
def _circulate(c: Consensus, act: Act) -> dict[str, Any]:
    """To every member; the chair's own signature is given with it."""
    c.text, c.circulated_at, c.turn = act.given["text"], act.now, c.turn + 1
    c.digest = digest({"text": c.text, "item": c.item.code, "panel": str(c.panel_id)})
    c.save()
    for member in members(c.panel, c.item_id):
        made = voice.create("ask", actor=CLOCK, now=act.now, opinion=c, seat=member, turn=c.turn)
        if member.pk == c.chair_id:
            voice.perform(made.pk, "agree", actor=act.actor, now=act.now)
    return {"digest": c.digest, "turn": c.turn}


@consensus.effect("take_back", "revise")
def _take_back(c: Consensus, act: Act) -> dict[str, Any]:
    """The text changes, or those who speak do, so nobody has agreed to it any more."""
    rows = c.voices.filter(turn=c.turn).exclude(state=VoiceState.VOID).order_by("pk")
    for pk in list(rows.values_list("pk", flat=True)):
        voice.perform(pk, "withdraw", actor=CLOCK, now=act.now)
    before, c.digest, c.circulated_at, c.concluded_at = c.digest, "", None, None
    return {"digest": before, "reason": act.given["reason"]}


@consensus.effect("revise")
def _next_chair(c: Consensus, act: Act) -> None:
    """A chair who had to leave is followed by the next lot, once there is one who has signed."""
    found = members(c.panel, c.item_id)
    if found and c.chair_id not in {s.pk for s in found}:
        c.passed = [*c.passed, {"seat": str(c.chair_id), "reason": act.given["reason"]}]
        c.chair = found[0]


@consensus.effect("pass_chair")
def _pass(c: Consensus, act: Act) -> dict[str, Any]:
    left = [s for s in members(c.panel, c.item_id) if str(s.pk) not in gone(c)]
    if not left:
        refuse("no_next_chair")
    c.passed = [*c.passed, {"seat": str(c.chair_id), "reason": act.given["reason"]}]
    before, c.chair = c.chair.pseudonym, left[0]
    return {"before": before, "chair": c.chair.pseudonym, "reason": act.given["reason"]}


@consensus.effect("conclude")
def _conclude(c: Consensus, act: Act) -> dict[str, Any]:
    """Who has not answered by the due time is recorded as silent."""
    asked = c.voices.filter(turn=c.turn, state=VoiceState.ASKED).order_by("pk")
    for pk in list(asked.values_list("pk", flat=True)):
        voice.perform(pk, "lapse", actor=CLOCK, now=act.now)
    c.concluded_at = act.now
    rows = c.voices.filter(turn=c.turn).values_list("state", flat=True)
    said = list(rows)
    return {"digest": c.digest, **{s: said.count(s) for s in ("agreed", "differed", "silent")}}


@voice.builder("ask")
def _ask(act: Act) -> Voice:
    return Voice(opinion=act.given["opinion"], seat=act.given["seat"], turn=act.given["turn"])


@voice.effect("agree", "differ")
def _say(v: Voice, act: Act) -> dict[str, Any]:
    v.said_at, v.statement = act.now, act.given.get("statement") or ""
    v.digest = digest({"opinion": v.opinion.digest, "seat": str(v.seat_id), "stance": act.name,
                       "statement": v.statement})  # fmt: skip
    return {"digest": v.digest}


__all__ = ["State", "consensus", "form_of", "voice"]
