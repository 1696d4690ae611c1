"""The pool of experts. Who keeps it neither draws from it nor uses it (R007)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone

from jiebang.engine.identity import normalise
from jiebang.platform import sealing
from jiebang.platform.accounts import actions as accounts
from jiebang.platform.lifecycle import Act, Machine, Reach, refuse
from jiebang.registry.models import Expert, ExpertComplaint, ExpertWork, ToldApart
from jiebang.registry.queries import rows
from jiebang.registry.queries.expert import ID_INDEX, facts, id_place
from jiebang.registry.queries.pool import stale_rows
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
        Role.UNIT_ADMIN: (Reach("unit_admin", "unit_id"),),
        Role.CLOCK: (Reach("clock"),),
        Role.POOL_KEEPER: (Reach("pool_keeper"),),
        Role.SUPERVISOR: (Reach("supervisor"),),
    },
    title=lambda e: e.name,
    parts=((ExpertWork, "expert"), (ExpertComplaint, "expert"), (ToldApart, "expert")),
    ready={
        "freeze_stale": lambda now: stale_rows(timezone.localdate(now)),
        "confirm_unit": lambda now: Q(unit_confirmed_at=None),
        "reconfirm": lambda now: stale_rows(timezone.localdate(now)),
    },
)


@expert.builder("register")
def _register(act: Act) -> Expert:
    e = Expert(user_id=act.actor.id)
    fill(e, act)
    return e


@expert.effect("register")
def give_post(e: Expert, act: Act) -> dict[str, Any]:
    """The post opens the own record and, once accepted, invitations."""
    accounts.grant(e.user_id, Role.EXPERT, str(e.pk), now=act.now, actor=act.actor.id)
    accounts.keep_phone(e.user_id, e.profile.get("phone") or "")
    e.confirmed_at = act.now
    return {"kind": e.kind}


@expert.effect("update")
def _update(e: Expert, act: Act) -> dict[str, Any]:
    """A changed record is checked again before it can be drawn (R066)."""
    before = (e.unit_name, e.unit_code)
    fill(e, act)
    e.confirmed_at, e.verdict = act.now, ""
    moved = before != (e.unit_name, e.unit_code)
    if moved:
        e.unit_confirmed_at, e.unit_basis = None, ""
    return {"unit_changed": moved}


def fill(e: Expert, act: Act) -> None:
    given = dict(act.given)
    e.ties_at = act.now
    for name in PLAIN:
        setattr(e, name, given[name] if given[name] is not None else "")
    e.academician, e.available = bool(given["academician"]), bool(given["available"])
    e.unit_code = normalise(e.unit_code)
    e.unit = rows.resolve(e.unit_code or e.unit_name)
    e.born_on = date.fromisoformat(given["birth_on"])
    e.profile = {
        k: v for k, v in given.items() if k not in (*PLAIN, *YES_OR_NO, *SEALED, "birth_on")
    }
    number = normalise(given["id_number"] or "")
    if number:
        seal_identity(e, number)
    if given["bank_account"]:
        e.bank_sealed = sealing.seal(given["bank_account"].encode(), f"expert:{e.pk}:bank")


def seal_identity(e: Expert, number: str) -> None:
    e.id_sealed = sealing.seal(number.encode(), id_place(e))
    e.id_index = sealing.index(number, ID_INDEX)


@expert.effect("confirm")
def _confirm(e: Expert, act: Act) -> None:
    e.confirmed_at = act.now


@expert.effect("set_availability")
def _availability(e: Expert, act: Act) -> dict[str, Any]:
    e.available, until = act.given["available"], act.given.get("away_until")
    e.away_until = date.fromisoformat(until) if until else None
    return {"available": e.available, "away_until": until or ""}


@expert.effect("confirm_unit")
def _confirm_unit(e: Expert, act: Act) -> dict[str, Any]:
    ticks = {k: act.given[k] for k in ("own_staff", "true_title", "true_results")}
    if not all(ticks.values()):
        refuse("unit_check_incomplete")
    e.unit_confirmed_at = act.now
    return ticks


@expert.effect("accept")
def _accept(e: Expert, act: Act) -> dict[str, Any]:
    e.level, e.verdict = act.given["level"], ""
    e.unit_basis = act.given["unit_basis"] or ""
    if e.unit_confirmed_at is None and not e.unit_basis:
        refuse("unit_basis_missing")
    return {"level": e.level, "unit_basis": e.unit_basis}


@expert.effect("reconfirm")
def _reconfirm(e: Expert, act: Act) -> None:
    e.confirmed_at, e.verdict = act.now, ""


@expert.effect("freeze_stale")
def _freeze_stale(e: Expert, act: Act) -> None:
    e.verdict = "长期未确认信息，自动冻结；本人确认后恢复。"


@expert.effect("return_for_changes", "refuse_unit", "freeze", "thaw", "remove")
def _verdict(e: Expert, act: Act) -> dict[str, Any]:
    e.verdict = act.given["reason"]
    if act.name == "remove":
        e.id_index = None  # may register again
        accounts.revoke(e.user_id, Role.EXPERT, str(e.pk), now=act.now, actor=act.actor.id)
    return {"reason": e.verdict}


@expert.effect("record_quality")
def _record_quality(e: Expert, act: Act) -> dict[str, Any]:
    """What a closed panel adds, or says anew when its sheets were counted again. Given: panel_id,
    closed_at, and the fields of rulebook.quality.Work; the panel's name stays out of the record,
    which the pool's keeper may read."""
    given = dict(act.given)
    ExpertWork.objects.update_or_create(expert=e, panel_id=given.pop("panel_id"), defaults=given)
    return {"sheets": act.given["sheets"], "lapsed": act.given["lapsed"]}


@expert.effect("set_level")
def _set_level(e: Expert, act: Act) -> dict[str, Any]:
    before, e.level = e.level, act.given["level"]
    return {"before": before, "level": e.level, "reason": act.given["reason"]}


@expert.effect("uphold_complaint")
def _uphold(e: Expert, act: Act) -> dict[str, Any]:
    ExpertComplaint.objects.create(expert=e, upheld_at=act.now, reason=act.given["reason"])
    return {"reason": act.given["reason"]}
