"""Objections freeze their item only; complaints never meet the business office."""

from __future__ import annotations

from typing import Any

from jiebang.delivery.actions.award import award
from jiebang.delivery.actions.reaches import adopt, said
from jiebang.delivery.models import Award, Complaint, Objection
from jiebang.delivery.queries.facts import complaint_facts, objection_facts, policy, today
from jiebang.engine.calendar import add_days
from jiebang.platform import entropy, sealing
from jiebang.platform.accounts.actor import CLOCK
from jiebang.platform.lifecycle import Act, Machine, Reach
from jiebang.rulebook.award import State as AwardState
from jiebang.rulebook.objection import COMPLAINT_LIFE, OBJECTION_LIFE
from jiebang.rulebook.roles import Role

PERSONAL = frozenset({"name", "phone", "unit"})

objection = Machine(
    lifecycle=OBJECTION_LIFE,
    model=Objection,
    facts=objection_facts,
    reach={
        Role.SUPERVISOR: (Reach("supervisor"),),
        Role.OFFICER: (Reach("officer"),),
        Role.HEAD: (Reach("head"),),
        Role.PERSON: (Reach("person", "person_id"),),
    },
    title=lambda o: f"{o.receipt} {o.award.challenge.title}",
    related=("award__challenge__batch",),
    private=PERSONAL,
)
complaint = Machine(
    lifecycle=COMPLAINT_LIFE,
    model=Complaint,
    facts=complaint_facts,
    reach={
        Role.SUPERVISOR: (Reach("supervisor"),),
        Role.PERSON: (Reach("person", "person_id"),),
    },
    title=lambda c: c.receipt,
    private=PERSONAL | {"about"},
)


@objection.builder("raise")
def _raise(act: Act) -> Objection:
    given = act.given
    found = Award.objects.select_related("challenge__batch").get(pk=given["award"])
    rule = policy(found.challenge).notice
    made = Objection(
        award=found, person_id=act.actor.id, receipt=entropy.receipt_code("YY"),
        name=given["name"], phone=given["phone"],
        unit=given["unit"] or "", grounds=given["grounds"], evidence_text=given["evidence_text"],
        evidence=list(given["files"] or []), seal=list(given["seal"] or []),
        resolve_by_on=add_days(today(act.now), rule.objection_resolve_days),
    )  # fmt: skip
    made.id_sealed = sealing.seal(given["id_number"].encode(), f"objection:{made.pk}")
    return made


@objection.effect("raise")
def _received(o: Objection, act: Act) -> dict[str, Any]:
    o.evidence = adopt(o.evidence, "objection", o.pk, "evidence", act)
    o.seal = adopt(o.seal, "objection", o.pk, "seal", act)
    return {"receipt": o.receipt, "award": str(o.award_id), "name": o.name,
            "phone": o.phone, "unit": o.unit}  # fmt: skip


@objection.effect("accept")
def _accept(o: Objection, act: Act) -> dict[str, Any]:
    """That item stops; every other goes on (R094)."""
    if o.award.state == AwardState.IN_NOTICE:
        award.perform(o.award_id, "freeze", actor=CLOCK, now=act.now)
    return {"award": str(o.award_id)}


@objection.effect("note_inquiry")
def _note(o: Objection, act: Act) -> dict[str, Any]:
    o.inquiry = [*o.inquiry, said(act.given, act)]
    return {"notes": len(o.inquiry)}


@objection.effect("refuse", "withdraw")
def _end(o: Objection, act: Act) -> dict[str, Any]:
    o.verdict = act.given["reason"]
    return {"reason": o.verdict}


@objection.effect("uphold", "dismiss")
def _conclude(o: Objection, act: Act) -> dict[str, Any]:
    o.finding, o.verdict = act.given["finding"], act.given["reason"]
    if act.name == "uphold":
        award.perform(o.award_id, "cancel", actor=CLOCK, now=act.now, reason=o.verdict)
    return {"reason": o.verdict}


@complaint.builder("lodge")
def _lodge(act: Act) -> Complaint:
    given = act.given
    return Complaint(
        person_id=act.actor.id, receipt=entropy.receipt_code("JJ"), subject=given["subject"],
        about=given["about"], text=given["text"], name=given["name"] or "",
        phone=given["phone"] or "", evidence=list(given["files"] or []),
    )  # fmt: skip


@complaint.effect("lodge")
def _lodged(c: Complaint, act: Act) -> dict[str, Any]:
    c.evidence = adopt(c.evidence, "complaint", c.pk, "evidence", act)
    return {"receipt": c.receipt, "subject": c.subject, "about": c.about, "name": c.name}


@complaint.effect("set_aside", "conclude")
def _complaint_end(c: Complaint, act: Act) -> dict[str, Any]:
    c.verdict, c.finding = act.given["reason"], act.given.get("finding") or ""
    return {"reason": c.verdict}
