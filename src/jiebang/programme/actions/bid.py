"""Bids: written by their units, sealed, opened by the clock, checked, judged."""

from __future__ import annotations

from dataclasses import asdict
from decimal import Decimal
from typing import Any

from django.db.models import Q

from jiebang.engine.transparency import digest
from jiebang.platform import entropy
from jiebang.platform.files import queries as files
from jiebang.platform.lifecycle import Act, Machine, Reach, refuse
from jiebang.programme.actions.demand import attach, detach
from jiebang.programme.actions.programme import STAFF
from jiebang.programme.models import Bid, BidLikeness, BidUnit, BidVersion, Challenge
from jiebang.programme.queries.bid import checked, facts, form_of, relation_of, relation_paths
from jiebang.registry.queries import rows as registry
from jiebang.rulebook.bid import BID, UnitPart
from jiebang.rulebook.challenge import OPENED
from jiebang.rulebook.roles import Role

bid = Machine(
    lifecycle=BID,
    model=Bid,
    facts=facts,
    reach={
        **STAFF,
        Role.LEAD: (Reach("member", "lead_id"),),
        Role.PARTNER: (Reach("member", "units__organisation_id"),),
        Role.PUBLISHER: (Reach("member", "challenge__organisation_id"),),
    },
    title=lambda b: f"{b.number or '—'} {b.challenge.title}",
    related=("challenge__batch", "lead"),
    told=("number", "challenge__title", "challenge__closes_at", "challenge__opinions_due_at"),
    parts=((BidUnit, "bid"), (BidVersion, "bid"), (BidLikeness, "bid")),
    deadline=lambda b: b.challenge.closes_at if b.state == "draft" else b.challenge.opinions_due_at,
    forms={"save": form_of},
    drafts=frozenset({"save"}),
    ready={
        "pass_form": lambda now: Q(challenge__state__in=OPENED),
        "opine": lambda now: Q(challenge__state__in=OPENED, opined_at=None),
        "explain": lambda now: Q(asked_to_explain_at__isnull=False, explained_at=None),
        "confirm_membership": lambda now: Q(units__part=UnitPart.INVITED, units__in_force=True),
    },
)  # fmt: skip


@bid.builder("start")
def _start(act: Act) -> Bid:
    """Locks the challenge: two people of one unit starting at once make one bid (R039)."""
    challenge = Challenge.objects.select_for_update().get(pk=act.given["challenge"])
    unit = registry.unit(act.given["organisation"])
    return Bid(challenge=challenge, lead=unit)


@bid.effect("start")
def _lead(b: Bid, act: Act) -> dict[str, Any]:
    BidUnit.objects.create(
        bid=b,
        challenge_id=b.challenge_id,
        organisation=b.lead,
        part=UnitPart.LEAD,
        confirmed_at=act.now,
        confirmed_by=act.actor.id,
    )
    return {"challenge": str(b.challenge_id), "lead": str(b.lead_id)}


@bid.effect("save")
def _save(b: Bid, act: Act) -> dict[str, Any]:
    kept = {f.name: b.content.get(f.name) for f in form_of(b).fields if f.kind == "file"}
    b.content = {**act.given, **kept}
    total = b.content.get("budget_total")
    b.total = total if isinstance(total, int) else 0
    return {"digest": digest(b.content)}


@bid.effect("attach")
def _attach(b: Bid, act: Act) -> dict[str, Any]:
    return attach(b, form_of(b), act, "bid")


@bid.effect("detach")
def _detach(b: Bid, act: Act) -> dict[str, Any]:
    return detach(b, form_of(b), act, "bid")


@bid.effect("invite")
def _invite(b: Bid, act: Act) -> dict[str, Any]:
    unit = registry.resolve(act.given["organisation"])
    if unit is None:
        refuse("unit_unknown", given=act.given["organisation"][:60])
    if unit.pk == b.challenge.organisation_id:
        refuse("own_challenge")
    taken = BidUnit.objects.filter(challenge_id=b.challenge_id, organisation=unit, in_force=True)
    if taken.exists():
        refuse("unit_already_bids")
    BidUnit.objects.create(bid=b, challenge_id=b.challenge_id, organisation=unit,
                           part=UnitPart.INVITED, task=act.given["task"])  # fmt: skip
    return {"organisation": str(unit.pk)}


@bid.effect("remove_member")
def _remove(b: Bid, act: Act) -> dict[str, Any]:
    unit = registry.resolve(act.given["organisation"])
    found = b.units.filter(organisation=unit, in_force=True).exclude(part=UnitPart.LEAD).first()
    if found is None:
        refuse("unit_unknown", given=act.given["organisation"][:60])
    _leave(found, UnitPart.REMOVED)
    return {"organisation": str(found.organisation_id)}


@bid.effect("confirm_membership", "decline_membership")
def _answer(b: Bid, act: Act) -> dict[str, Any]:
    mine = act.actor.scopes(Role.MEMBER)
    found = b.units.filter(organisation_id__in=mine, part=UnitPart.INVITED, in_force=True).first()
    if found is None:
        refuse("not_invited")
    if act.name == "decline_membership":
        _leave(found, UnitPart.DECLINED)
    else:
        found.part, found.confirmed_at = UnitPart.CONFIRMED, act.now
        found.confirmed_by = act.actor.id
        found.save()
    return {"organisation": str(found.organisation_id)}


def _leave(unit: BidUnit, part: UnitPart) -> None:
    unit.part, unit.in_force = part, False
    unit.save()


@bid.effect("submit")
def _submit(b: Bid, act: Act) -> dict[str, Any]:
    """The receipt: number, time, and a digest over every word and every file (R037)."""
    cleaned = checked(b)
    b.content, b.submitted_at = cleaned.values, act.now
    b.promised_at, b.promised_by = act.now, act.actor.id
    b.promise_digest = digest(form_of(b)["promise"].help)
    b.total = cleaned.values["budget_total"]
    attached = _attached(b)
    b.digest = digest({"content": b.content, "files": attached})
    b.number = entropy.receipt_code("JB")
    number = b.versions.count() + 1
    BidVersion.objects.create(bid=b, number=number, receipt=b.number, content=b.content,
                              files=attached, digest=b.digest, submitted_at=act.now,
                              submitted_by=act.actor.id)  # fmt: skip
    return {"receipt": b.number, "digest": b.digest, "version": number}


def _attached(b: Bid) -> list[dict[str, str]]:
    found = files.of("bid", str(b.pk))
    rows = [{"name": f.name, "sha256": f.sha256, "purpose": f.purpose} for f in found]
    return sorted(rows, key=lambda r: (r["purpose"], r["sha256"], r["name"]))


@bid.effect("withdraw")
def _withdraw(b: Bid, act: Act) -> dict[str, Any]:
    """The receipt stays on record; what counts is the last one handed in (R038)."""
    receipt, b.number, b.digest, b.submitted_at = b.number, "", "", None
    return {"receipt": receipt}


@bid.effect("abandon", "lapse")
def _free_units(b: Bid, act: Act) -> None:
    for unit in b.units.filter(in_force=True):
        _leave(unit, UnitPart(unit.part))


@bid.effect("test_relation")
def _test_relation(b: Bid, act: Act) -> dict[str, Any]:
    paths = relation_paths(b)
    b.relation, b.relation_paths = relation_of(paths), [asdict(p) for p in paths]
    return {"relation": str(b.relation), "paths": len(paths)}


@bid.effect("decide_relation")
def _decide_relation(b: Bid, act: Act) -> dict[str, Any]:
    """A named officer's written decision (R048)."""
    b.relation_decision = {**act.given, "by": act.actor.id, "at": act.now.isoformat()}
    b.relation = act.given["related"]
    return {"related": act.given["related"], "reason": act.given["reason"]}


@bid.effect("pass_form", "fail_form")
def _form_check(b: Bid, act: Act) -> dict[str, Any]:
    given = dict(act.given)
    if act.name == "pass_form" and not all(given[k] for k in ("complete", "eligible", "unrelated")):
        refuse("form_check_incomplete")
    b.form_check = {**given, "by": act.actor.id, "at": act.now.isoformat()}
    b.verdict = given.get("reason") or b.verdict
    return {"reason": given.get("reason") or ""}


@bid.effect("opine")
def _opine(b: Bid, act: Act) -> dict[str, Any]:
    given = act.given
    b.opinion_will, b.opinion_score = given["will"], Decimal(given["score"])
    b.opinion_reason, b.opined_at = given["reason"], act.now
    return {"will": b.opinion_will, "score": given["score"]}


@bid.effect("reject", "select")
def _tell_result(b: Bid, act: Act) -> dict[str, Any]:
    b.verdict = act.given.get("reason") or ""
    return {"reason": b.verdict}
