"""What people do, one function an act: used by the demonstration and by the tests.

Nothing here writes a row: every act goes through a machine, as the person whose act it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from jiebang.platform.accounts import actions as accounts
from jiebang.platform.accounts.actor import Actor
from jiebang.platform.accounts.queries import actor_by_id
from jiebang.platform.lifecycle import Machine
from jiebang.programme import actions as programme
from jiebang.programme import queries
from jiebang.registry import actions as registry

EAST, OPENS, CLOSES = timedelta(hours=8), 9, 18  # Beijing time
PASSWORD = "jiebang-demo-2023"  # noqa: S105 -- a demonstration's, shown on its front page


@dataclass
class Stage:
    """Who acts and what time it is. `at` moves forward only."""

    at: datetime
    people: dict[str, int] = field(default_factory=dict)
    office_hours: bool = False

    def later(self, **by: float) -> datetime:
        """People act in office hours; `at` is the moment of the next act."""
        self.at += timedelta(**by)
        if self.office_hours:
            local = self.at + EAST
            if local.hour >= CLOSES:
                local = (local + timedelta(days=1)).replace(hour=OPENS, minute=5, second=0)
            elif local.hour < OPENS:
                local = local.replace(hour=OPENS, minute=5, second=0)
            self.at = local - EAST
        return self.at

    def until(self, moment: datetime) -> datetime:
        self.at = max(self.at, moment)
        return self.at

    def actor(self, key: str) -> Actor:
        """Fresh at every call: posts change."""
        return actor_by_id(self.people[key])


def person(stage: Stage, key: str, name: str, *, email: str = "", phone: str = "",
           password: str | None = None) -> int:  # fmt: skip
    pk = accounts.add_person(email=email or f"{key}@demo.example", name=name, phone=phone,
                             password=password, now=stage.at, invented=True)  # fmt: skip
    stage.people[key] = pk
    return pk


def appoint(stage: Stage, key: str, role: str, scope: str = "") -> None:
    accounts.grant(stage.people[key], role, scope, now=stage.at, actor=None)


def unit(
    stage: Stage,
    key: str,
    *,
    name: str,
    code: str | None,
    kind: str,
    region: str,
    region_code: str = "",
    archive: Mapping[str, Any] | None = None,
    **more: Any,
) -> str:
    """Register a unit; whoever registers it becomes its administrator."""
    o = registry.organisation.create(
        "register", actor=stage.actor(key), now=stage.later(minutes=7), name=name, code=code,
        kind=kind, region=region, region_code=region_code, abroad="yes" if code is None else None,
        **more,
    )  # fmt: skip
    if archive is not None:
        registry.organisation.perform(o.pk, "update", actor=stage.actor(key),
                                      now=stage.later(minutes=11), **archive)  # fmt: skip
    return str(o.pk)


def join(stage: Stage, key: str, organisation: str, admin: str) -> str:
    m = registry.membership.create("request", actor=stage.actor(key), now=stage.later(minutes=3),
                                   organisation=organisation)  # fmt: skip
    registry.membership.perform(m.pk, "approve", actor=stage.actor(admin),
                                now=stage.later(hours=2))  # fmt: skip
    return str(m.pk)


def batch(stage: Stage, *, edition: str, year: int, number: int, title: str,
          dates: tuple[datetime, datetime, datetime]) -> str:  # fmt: skip
    found = next(e for e in queries.editions() if e.code == edition)
    opens, closes, district = dates
    b = programme.batch.create(
        "plan", actor=stage.actor("officer"), now=stage.later(hours=1), edition=found.id,
        year=year, number=number, title=title, collection_opens_at=opens.isoformat(),
        collection_closes_at=closes.isoformat(), district_closes_at=district.isoformat(),
    )  # fmt: skip
    programme.batch.perform(b.pk, "open", actor=stage.actor("head"), now=stage.later(hours=3))
    return str(b.pk)


def draft_demand(stage: Stage, key: str, organisation: str, batch_id: str,
                 content: Mapping[str, Any]) -> str:  # fmt: skip
    d = programme.demand.create("start", actor=stage.actor(key), now=stage.later(minutes=5),
                                organisation=organisation, batch=batch_id)  # fmt: skip
    programme.demand.perform(d.pk, "save", actor=stage.actor(key), now=stage.later(minutes=42),
                             **content)  # fmt: skip
    return str(d.pk)


def do(stage: Stage, life: str, pk: str, step: str, by: str, /, **given: Any) -> None:
    """Any step of any life, a little later."""
    Machine.registry[life].perform(pk, step, actor=stage.actor(by), now=stage.later(minutes=4),
                                   **given)  # fmt: skip


def recommend(stage: Stage, pk: str, by: str, opinion: str) -> None:
    do(stage, "demand", pk, "recommend", by, credit_china="yes", enforcement="yes",
       company_credit="yes", checked_on=stage.at.date().isoformat(), opinion=opinion)  # fmt: skip


def list_demand(stage: Stage, pk: str, company: str, *, kind: str, field: str, public_money: str,
                reason: str) -> None:  # fmt: skip
    """From screened to a challenge waiting to be published: selected, text agreed, listed."""
    do(stage, "demand", pk, "select", "head", kind=kind, field=field, public_money=public_money,
       reason=reason)  # fmt: skip
    do(stage, "demand", pk, "propose_text", "officer")
    do(stage, "demand", pk, "confirm_text", company)
    do(stage, "demand", pk, "list", "officer")


def publish(stage: Stage, batch_id: str, closes_at: datetime) -> None:
    do(stage, "batch", batch_id, "publish_list", "leader", closes_at=closes_at.isoformat())


def start_bid(stage: Stage, key: str, organisation: str, challenge: str,
              content: Mapping[str, Any]) -> str:  # fmt: skip
    b = programme.bid.create("start", actor=stage.actor(key), now=stage.later(minutes=6),
                             organisation=organisation, challenge=challenge)  # fmt: skip
    programme.bid.perform(b.pk, "save", actor=stage.actor(key), now=stage.later(minutes=50),
                          **content)  # fmt: skip
    return str(b.pk)


def gather(stage: Stage, bid: str, lead: str, members: Sequence[tuple[str, str, str]]) -> None:
    """Invite units and let each confirm online: (who confirms, unit id, task)."""
    for key, organisation, task in members:
        do(stage, "bid", bid, "invite", lead, organisation=organisation, task=task)
        do(stage, "bid", bid, "confirm_membership", key)


def check_form(stage: Stage, bid: str) -> None:
    do(stage, "bid", bid, "pass_form", "officer", complete="yes", eligible="yes", unrelated="yes")


def opine(stage: Stage, bid: str, company: str, will: str, score: str, reason: str) -> None:
    do(stage, "bid", bid, "opine", company, will=will, score=score, reason=reason)
