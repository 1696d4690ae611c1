"""Who stands where to what hangs on a contract."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from jiebang.platform.files import store
from jiebang.platform.lifecycle import Act, Reach, refuse
from jiebang.rulebook.roles import Role

CITY = {
    role: (Reach(role),)
    for role in (Role.OFFICER, Role.HEAD, Role.LEADER, Role.SUPERVISOR, Role.CLOCK, Role.FINANCE)
}


def on_contract(path: str = "contract__") -> dict[Role, tuple[Reach, ...]]:
    """The roles of a row whose contract is found at `path`."""
    return {
        **CITY,
        Role.PUBLISHER: (Reach("member", f"{path}challenge__organisation_id"),),
        Role.LEAD: (Reach("member", f"{path}bid__lead_id"),),
        Role.PARTNER: (Reach("member", f"{path}parties__organisation_id"),),
    }


def day(text: str) -> date:
    return date.fromisoformat(text)


def midnight(on: date) -> datetime:
    """The first moment of a day in the city."""
    return timezone.make_aware(datetime.combine(on, time()))


def adopt(ids: Any, life: str, pk: Any, purpose: str, act: Act) -> list[str]:
    """The performer's own uploads become this row's files; what it had already stays."""
    return [
        str(store.adopt(i, life, pk, purpose, uploader=act.actor.id).id) for i in ids or [] if i
    ]


def own_unit(contract: Any, act: Act) -> Any:
    """The party of the contract for whose unit somebody acts; the publisher first."""
    mine = act.actor.scopes(Role.MEMBER)
    parties = contract.parties.filter(organisation_id__in=mine).select_related("organisation")
    ordered = sorted(parties, key=lambda p: (p.part != "publisher", p.part != "lead", p.pk))
    return ordered[0].organisation if ordered else refuse("unit_takes_no_part")


def said(given: Any, act: Act) -> dict[str, Any]:
    """What somebody stated, with who and when."""
    return {**{k: v for k, v in given.items() if k != "files"}, "by": act.actor.id,
            "at": act.now.isoformat()}  # fmt: skip
