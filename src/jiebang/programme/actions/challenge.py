"""Challenges and the questions asked about them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q

from jiebang.engine.text import token_column
from jiebang.platform import holidays, tasks
from jiebang.platform.accounts.actor import CLOCK
from jiebang.platform.lifecycle import Act, Machine, Reach, refuse
from jiebang.programme import queries
from jiebang.programme.actions.demand import demand
from jiebang.programme.actions.likeness import COMPARE
from jiebang.programme.actions.programme import STAFF, moment
from jiebang.programme.models import Bid, Challenge, Contact, Correction, Demand, Follow, Question
from jiebang.programme.queries.challenge import NOT_HANDED_IN, facts, question_facts
from jiebang.registry.queries import rows as registry
from jiebang.rulebook.challenge import CHALLENGE, QUESTION_LIFE
from jiebang.rulebook.roles import Role

challenge = Machine(
    lifecycle=CHALLENGE,
    model=Challenge,
    facts=facts,
    reach={
        **STAFF,
        Role.PUBLISHER: (Reach("member", "organisation_id"),),
        Role.DISTRICT: (Reach("district", "organisation__region_code"),),
        Role.LEAD: (Reach("member", "bids__lead_id"),),
        Role.PARTNER: (Reach("member", "bid_units__organisation_id"),),
        Role.PERSON: (Reach("person", "followers__user_id"),),
        Role.MEMBER: (Reach("signed_in"),),
        Role.DRAWER: (Reach("drawer"),),
    },
    title=lambda c: c.title,
    related=("batch", "organisation", "demand"),
    told=("title", "closes_at"),
    parts=((Correction, "challenge"), (Follow, "challenge"), (Contact, "challenge")),
    deadline=lambda c: c.closes_at,
    moments=("closes_at", "opinions_due_at"),
    ready={
        "close": lambda now: Q(closes_at__lte=now) & _has_bid(),
        "fail": lambda now: Q(closes_at__lte=now) & ~_has_bid(),
    },
)


def _has_bid() -> Q:
    handed_in = Bid.objects.filter(challenge_id=OuterRef("pk")).exclude(state__in=NOT_HANDED_IN)
    return Q(Exists(handed_in))


@demand.effect("list")
def _list(d: Demand, act: Act) -> dict[str, Any]:
    """The agreed demand becomes a challenge, word for word."""
    made = challenge.create("draft", actor=act.actor, now=act.now, demand=d)
    return {"challenge": str(made.pk)}


@challenge.builder("draft")
def _draft(act: Act) -> Challenge:
    d: Demand = act.given["demand"]
    text = {k: v for k, v in d.text.items() if k != "indicators"}
    field = queries.edition(d.batch.edition_id).field(d.field)
    words = [field.label, field.label_en, d.organisation.name]
    words += [str(v) for v in text.values() if isinstance(v, str)]
    words += [str(row.get(k) or "") for row in d.text["indicators"] for k in ("name", "method")]
    return Challenge(
        batch=d.batch, demand=d, organisation=d.organisation, title=d.text["title"], kind=d.kind,
        field=d.field, public_money=d.public_money, own_money=d.text.get("own_money") or 0,
        total=d.text.get("total_money") or 0, content=text, indicators=d.text["indicators"],
        text_digest=d.text_digest, tokens=f" {token_column(' '.join(words))} ",
    )  # fmt: skip


@challenge.effect("publish")
def _publish(c: Challenge, act: Act) -> dict[str, Any]:
    c.number = Challenge.objects.filter(batch_id=c.batch_id).exclude(number=None).count() + 1
    c.published_at = act.now
    _set_deadline(c, moment(act.given["closes_at"]), act)
    return {"number": c.number, "text": c.text_digest, "closes_at": c.closes_at.isoformat()}


@challenge.effect("extend", "relist")
def _new_deadline(c: Challenge, act: Act) -> dict[str, Any]:
    before, after = c.closes_at, moment(act.given["closes_at"])
    if act.name == "extend" and before and after <= before:
        refuse("deadline_not_later", at=before.isoformat())
    if act.name == "relist":
        c.relisted += 1
        limit = queries.edition_of(c.batch).bidding.relist_max
        if c.relisted > limit:
            refuse("relisted_too_often", limit=limit)
    _set_deadline(c, after, act)
    kind = "extension" if act.name == "extend" else "relisting"
    Correction.objects.create(challenge=c, kind=kind, text=act.given["reason"], at=act.now,
                              closes_before=before, closes_after=after)  # fmt: skip
    return {"before": before.isoformat() if before else None, "after": after.isoformat()}


def _set_deadline(c: Challenge, closes_at: datetime, act: Act) -> None:
    """The company's opinions are due so many days after (R043); the edition says how many."""
    if closes_at <= act.now:
        refuse("deadline_not_ahead")
    c.closes_at = closes_at
    rule = queries.edition_of(c.batch).opinion
    if rule.unit == "working":
        on = holidays.calendar().add_working_days(closes_at.date(), rule.days)
        c.opinions_due_at = closes_at + (on - closes_at.date())
    else:
        c.opinions_due_at = closes_at + timedelta(days=rule.days)


@challenge.effect("correct")
def _correct(c: Challenge, act: Act) -> dict[str, Any]:
    Correction.objects.create(challenge=c, kind="correction", text=act.given["text"], at=act.now)
    return {"text": act.given["text"]}


@challenge.effect("follow")
def _follow(c: Challenge, act: Act) -> dict[str, Any]:
    row = Follow.objects.filter(challenge=c, user_id=act.actor.id)
    if row.exists():
        row.delete()
        return {"following": False}
    Follow.objects.create(challenge=c, user_id=act.actor.id, since_at=act.now)
    return {"following": True}


@challenge.effect("record_contact")
def _contact(c: Challenge, act: Act) -> dict[str, Any]:
    unit = registry.unit(act.given["organisation"])
    Contact.objects.create(challenge=c, organisation=unit, message=act.given["message"],
                           at=act.now, outcome=act.given.get("outcome") or "")  # fmt: skip
    return {"organisation": str(unit.pk)}


@challenge.effect("withdraw", "declare_void")
def _withdraw(c: Challenge, act: Act) -> dict[str, Any]:
    c.verdict = act.given.get("reason") or ""
    return {"reason": c.verdict}


@challenge.effect("close")
def _close(c: Challenge, act: Act) -> dict[str, Any]:
    """The clock opens the bids: unfinished ones lapse, the related-party test runs (R050),
    and a task compares their texts (R044)."""
    bids = Machine.registry["bid"]
    steps = {"draft": "lapse", "submitted": "test_relation"}
    rows = Bid.objects.filter(challenge_id=c.pk, state__in=steps).order_by("submitted_at", "pk")
    for pk, state in list(rows.values_list("pk", "state")):
        bids.perform(pk, steps[state], actor=CLOCK, now=act.now)
    tasks.enqueue(COMPARE)
    return {"bids": Bid.objects.filter(challenge_id=c.pk, state="submitted").count()}


@challenge.effect("fail")
def _fail(c: Challenge, act: Act) -> dict[str, Any]:
    bids = Machine.registry["bid"]
    for pk in list(
        Bid.objects.filter(challenge_id=c.pk, state="draft").values_list("pk", flat=True)
    ):
        bids.perform(pk, "lapse", actor=CLOCK, now=act.now)
    return {"bids": 0}


question = Machine(
    lifecycle=QUESTION_LIFE,
    model=Question,
    facts=question_facts,
    reach={
        Role.OFFICER: (Reach("officer"),),
        Role.PUBLISHER: (Reach("member", "challenge__organisation_id"),),
        Role.ASKER: (Reach("person", "asker_id"),),
    },
    title=lambda q: q.challenge.title,
    related=("challenge",),
)


@question.builder("ask")
def _ask(act: Act) -> Question:
    return Question(challenge_id=act.given["challenge"], asker_id=act.actor.id,
                    text=act.given["text"])  # fmt: skip


@question.effect("answer")
def _answer(q: Question, act: Act) -> dict[str, Any]:
    q.answer, q.answered_at = act.given["answer"], act.now
    return {"challenge": str(q.challenge_id)}


@question.effect("set_aside")
def _set_aside(q: Question, act: Act) -> dict[str, Any]:
    q.verdict = act.given["reason"]
    return {"reason": q.verdict}
