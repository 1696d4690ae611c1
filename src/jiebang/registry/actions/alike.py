"""Two records of one person become one: the younger leaves the pool and says where it went. What
it said about ties keeps counting for the older, and so does an identity number that only it had."""

from __future__ import annotations

from typing import Any

from jiebang.platform.accounts import actions as accounts
from jiebang.platform.accounts.actor import CLOCK
from jiebang.platform.lifecycle import Act, refuse
from jiebang.registry.actions.expert import expert, seal_identity
from jiebang.registry.models import Expert, ToldApart
from jiebang.registry.queries.expert import id_number
from jiebang.rulebook.expert import State
from jiebang.rulebook.roles import Role


@expert.effect("merge")
def _merge(e: Expert, act: Act) -> dict[str, Any]:
    other = _other(e, act)
    if (other.created_at, str(other.pk)) > (e.created_at, str(e.pk)):
        refuse("merge_into_older")
    carried = _identity_goes_over(e, other, act)
    e.same_as, e.id_index, e.verdict = other, None, act.given["reason"]
    e.ties_at = act.now
    accounts.revoke(e.user_id, Role.EXPERT, str(e.pk), now=act.now, actor=act.actor.id)
    return {"same_as": str(other.pk), "reason": e.verdict, "identity_carried": carried}


def _identity_goes_over(e: Expert, other: Expert, act: Act) -> bool:
    """The older record's number stays; one that only the younger has is sealed anew in the older.
    Two numbers are two people, whatever else agrees."""
    if e.id_index and other.id_index and e.id_index != other.id_index:
        refuse("merge_identities_differ")
    if not e.id_index or other.id_index:
        return False
    number = id_number(e)
    e.id_sealed, e.id_index = "", None
    e.save(update_fields=["id_sealed", "id_index"])  # the index is unique
    expert.perform(other.pk, "take_identity", actor=CLOCK, now=act.now, number=number,
                   source=str(e.pk))  # fmt: skip
    return True


@expert.effect("take_identity")
def _take_identity(e: Expert, act: Act) -> dict[str, Any]:
    seal_identity(e, act.given["number"])
    e.ties_at = act.now
    return {"from": act.given["source"]}


@expert.effect("tell_apart")
def _tell_apart(e: Expert, act: Act) -> dict[str, Any]:
    other = _other(e, act)
    if not ToldApart.objects.filter(expert=e, other=other).exists():
        ToldApart.objects.create(expert=e, other=other, reason=act.given["reason"], at=act.now)
    return {"other": str(other.pk), "reason": act.given["reason"]}


def _other(e: Expert, act: Act) -> Expert:
    given = act.given["other"].strip()
    rows = Expert.objects.exclude(pk=e.pk).exclude(state=State.REMOVED)
    found = rows.filter(pk=given).first() if len(given) == 36 else None
    if found is None:
        refuse("no_such_record")
    assert found is not None  # noqa: S101 - refuse has raised
    return found
