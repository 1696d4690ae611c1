"""The pool of experts. Who keeps it neither draws from it nor uses it (R007)."""

from __future__ import annotations

from datetime import date
from typing import Any

from jiebang.engine.identity import normalise
from jiebang.platform import sealing
from jiebang.platform.accounts import actions as accounts
from jiebang.platform.lifecycle import Act, Machine, Reach
from jiebang.registry.models import Expert
from jiebang.registry.queries.expert import ID_INDEX, facts
from jiebang.rulebook.expert import EXPERT
from jiebang.rulebook.roles import Role

PLAIN = ("name", "kind", "fields", "keywords", "unit_name", "unit_code", "region_code", "ties")
YES_OR_NO = ("academician", "available")
SEALED = ("id_number", "bank_account")

expert = Machine(
    lifecycle=EXPERT,
    model=Expert,
    facts=facts,
    reach={
        Role.PERSON: (Reach("person", "user_id"),),
        Role.EXPERT: (Reach("expert", "id"),),
        Role.POOL_KEEPER: (Reach("pool_keeper"),),
        Role.SUPERVISOR: (Reach("supervisor"),),
    },
    title=lambda e: e.name,
)


@expert.builder("register")
def _register(act: Act) -> Expert:
    e = Expert(user_id=act.actor.id)
    _fill(e, act)
    return e


@expert.effect("register")
def _give_post(e: Expert, act: Act) -> dict[str, Any]:
    """The post opens the own record and, once accepted, invitations."""
    accounts.grant(e.user_id, Role.EXPERT, str(e.pk), now=act.now, actor=act.actor.id)
    accounts.keep_phone(e.user_id, e.profile.get("phone") or "")
    e.confirmed_at = act.now
    return {"kind": e.kind}


@expert.effect("update")
def _update(e: Expert, act: Act) -> dict[str, Any]:
    """A changed record is checked again before it can be drawn (R066)."""
    before = e.unit_name
    _fill(e, act)
    e.confirmed_at, e.verdict = act.now, ""
    return {"unit_changed": before != e.unit_name}


def _fill(e: Expert, act: Act) -> None:
    given = dict(act.given)
    for name in PLAIN:
        setattr(e, name, given[name] if given[name] is not None else "")
    e.academician, e.available = bool(given["academician"]), bool(given["available"])
    e.unit_code = normalise(e.unit_code)
    e.born_on = date.fromisoformat(given["birth_on"])
    e.profile = {
        k: v for k, v in given.items() if k not in (*PLAIN, *YES_OR_NO, *SEALED, "birth_on")
    }
    number = normalise(given["id_number"] or "")
    if number:
        e.id_sealed = sealing.seal(number.encode(), f"expert:{e.pk}:id")
        e.id_index = sealing.index(number, ID_INDEX)
    if given["bank_account"]:
        e.bank_sealed = sealing.seal(given["bank_account"].encode(), f"expert:{e.pk}:bank")


@expert.effect("confirm")
def _confirm(e: Expert, act: Act) -> None:
    e.confirmed_at = act.now


@expert.effect("set_availability")
def _availability(e: Expert, act: Act) -> dict[str, Any]:
    e.available = act.given["available"]
    return {"available": e.available}


@expert.effect("accept")
def _accept(e: Expert, act: Act) -> dict[str, Any]:
    e.level, e.verdict = act.given["level"], ""
    return {"level": e.level}


@expert.effect("return_for_changes", "freeze", "thaw", "remove")
def _verdict(e: Expert, act: Act) -> dict[str, Any]:
    e.verdict = act.given["reason"]
    if act.name == "remove":
        e.id_index = None  # may register again
        accounts.revoke(e.user_id, Role.EXPERT, str(e.pk), now=act.now, actor=act.actor.id)
    return {"reason": e.verdict}
