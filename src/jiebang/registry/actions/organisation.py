"""Units and memberships."""

from __future__ import annotations

from datetime import date
from typing import Any

from jiebang.engine.identity import normalise
from jiebang.platform.accounts import actions as accounts
from jiebang.platform.accounts.actor import CLOCK
from jiebang.platform.lifecycle import Act, Machine, Reach, refuse
from jiebang.registry import queries
from jiebang.registry.models import IntegrityRecord, Membership, Organisation, Relation
from jiebang.registry.queries import rows
from jiebang.registry.queries.organisation import membership_facts
from jiebang.rulebook.organisation import MEMBERSHIP, ORGANISATION
from jiebang.rulebook.roles import Role

CITY = {r: (Reach(r),) for r in (Role.OFFICER, Role.HEAD, Role.LEADER, Role.SUPERVISOR, Role.CLOCK)}

organisation = Machine(
    lifecycle=ORGANISATION,
    model=Organisation,
    facts=queries.organisation_facts,
    reach={
        **CITY,
        Role.PERSON: (Reach("signed_in"),),
        Role.UNIT_ADMIN: (Reach("unit_admin", "id"),),
        Role.MEMBER: (Reach("member", "id"),),
    },
    title=lambda o: o.name,
    parts=((Relation, "organisation"), (IntegrityRecord, "organisation")),
    initial={
        "rename": lambda o: {
            "name": o.name,
            "address": o.address,
            "legal_representative": o.legal_representative,
        }
    },
)

membership = Machine(
    lifecycle=MEMBERSHIP,
    model=Membership,
    facts=membership_facts,
    reach={
        Role.CLOCK: (Reach("clock"),),
        Role.UNIT_ADMIN: (Reach("unit_admin", "organisation_id"),),
        Role.PERSON: (Reach("person", "user_id"),),
    },
    title=lambda m: m.organisation.name,
    related=("organisation",),
)


@organisation.builder("register")
def _build(act: Act) -> Organisation:
    given = dict(act.given)
    code = normalise(given.pop("code") or "") or None
    abroad, established = bool(given.pop("abroad")), given.pop("established_on") or None
    given = {k: v if v is not None else "" for k, v in given.items()}
    return Organisation(
        code=code, abroad=abroad,
        established_on=date.fromisoformat(established) if established else None,
        invented=code is not None and code[2:8] == "000000", **given,
    )  # fmt: skip


@organisation.effect("register")
def _found(o: Organisation, act: Act) -> dict[str, Any]:
    """Whoever registers a unit is its first administrator."""
    membership.create("found", actor=CLOCK, now=act.now, organisation=o, user=act.actor.id)
    return {"code": o.code, "kind": o.kind}


@organisation.effect("update")
def _update(o: Organisation, act: Act) -> dict[str, Any]:
    given = dict(act.given)
    declared = given.pop("relations")
    if _told(declared) != {(r.name, r.code, r.relation, r.share) for r in o.relations.all()}:
        o.ties_at = act.now
    o.archive, o.leading = given, bool(given["leading"])
    o.relations.all().delete()
    Relation.objects.bulk_create(
        Relation(organisation=o, name=r["name"], code=normalise(r["code"] or ""),
                 relation=r["relation"], share=r["share"] or "",
                 since_on=date.fromisoformat(r["since_on"]) if r["since_on"] else None)
        for r in declared
    )  # fmt: skip
    return {"relations": len(declared)}


def _told(declared: list[dict[str, Any]]) -> set[tuple[str, str, str, str]]:
    return {(r["name"], normalise(r["code"] or ""), r["relation"], r["share"] or "")
            for r in declared}  # fmt: skip


@organisation.effect("rename")
def _rename(o: Organisation, act: Act) -> dict[str, Any]:
    """Same code, new data: the archive follows by itself, the old name stays known (R004)."""
    before = o.name
    if act.given["name"] != before:
        o.former_names, o.ties_at = [*o.former_names, before], act.now
    o.name = act.given["name"]
    o.legal_representative = act.given["legal_representative"] or o.legal_representative
    o.address = act.given["address"] or o.address
    return {"before": before, "after": o.name}


@organisation.effect("record_integrity")
def _record_integrity(o: Organisation, act: Act) -> dict[str, Any]:
    given = act.given
    IntegrityRecord.objects.create(
        organisation=o, level=given["level"], basis=given["basis"],
        from_on=date.fromisoformat(given["from_on"]),
        until_on=date.fromisoformat(given["until_on"]),
    )  # fmt: skip
    return {"level": given["level"], "until": given["until_on"]}


@membership.builder("found")
def _founder(act: Act) -> Membership:
    return Membership(organisation=act.given["organisation"], user_id=act.given["user"], admin=True)


@membership.builder("request")
def _request(act: Act) -> Membership:
    o = rows.resolve(str(act.given["organisation"]))
    if o is None:
        refuse("unit_unknown", given=str(act.given["organisation"])[:60])
    return Membership(organisation=o, user_id=act.actor.id, duty=act.given.get("duty") or "")


@membership.effect("found", "approve")
def _give_posts(m: Membership, act: Act) -> None:
    scope = str(m.organisation_id)
    accounts.grant(m.user_id, Role.MEMBER, scope, now=act.now, actor=act.actor.id)
    if m.organisation.kind == "bank":
        accounts.grant(m.user_id, Role.BANK, scope, now=act.now, actor=act.actor.id)
    if m.admin:
        accounts.grant(m.user_id, Role.UNIT_ADMIN, scope, now=act.now, actor=act.actor.id)


@membership.effect("make_admin")
def _make_admin(m: Membership, act: Act) -> None:
    m.admin = True
    accounts.grant(m.user_id, Role.UNIT_ADMIN, str(m.organisation_id), now=act.now,
                   actor=act.actor.id)  # fmt: skip


@membership.effect("leave")
def _take_posts(m: Membership, act: Act) -> None:
    for role in (Role.MEMBER, Role.UNIT_ADMIN, Role.BANK):
        accounts.revoke(m.user_id, role, str(m.organisation_id), now=act.now, actor=act.actor.id)
