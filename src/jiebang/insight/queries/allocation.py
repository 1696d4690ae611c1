"""一体化配置: project, platform, talent and money of each challenge and of the whole, in one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator

from jiebang.insight import lines
from jiebang.insight.lines import Rows
from jiebang.insight.queries.span import Filter, Read, sees_all
from jiebang.platform.accounts.actor import Actor
from jiebang.programme.queries import figures as programme
from jiebang.registry.queries.figures import platforms
from jiebang.rulebook.roles import BUREAU, Role

SIZE = 20
NAMES = frozenset({*BUREAU, Role.SUPERVISOR})


@dataclass(frozen=True, slots=True)
class UnitCell:
    id: str
    name: str
    part: str
    platforms: tuple[str, ...]
    invented: bool


@dataclass(frozen=True, slots=True)
class PersonCell:
    """Who does what. Titles and honours are on file elsewhere and never count in a score."""

    name: str
    unit: str
    post: str
    duty: str


@dataclass(frozen=True, slots=True)
class Link:
    """One challenge with all that was put together for it. `people` is empty for whoever may
    not read names; `credit` and `paid` are None for the public."""

    challenge: Any
    contracts: tuple[Any, ...]
    units: tuple[UnitCell, ...]
    headcount: int
    people: tuple[PersonCell, ...]
    honours: tuple[str, ...]
    public_money: int
    market_money: int
    credit: int | None
    paid: int | None


@dataclass(frozen=True, slots=True)
class Whole:
    projects: int
    contracts: int
    units: int
    platforms: int
    people: int
    public_money: int
    market_money: int
    credit: int


@dataclass(frozen=True, slots=True)
class Allocation:
    whole: Whole
    links: tuple[Link, ...]
    nav: Page


def allocation(wanted: Filter, actor: Actor, number: int) -> Allocation:
    """Nine statements, whatever the length of the list."""
    found = Read(wanted)
    teams = {t.challenge_id: t for t in programme.teams(found.span)}
    owned = platforms()
    market = _by_challenge(found, lines.levered(found))
    nav = Paginator(found.challenges, SIZE).get_page(number)
    sight = _Sight(names=bool(actor.roles & NAMES), money=sees_all(actor))
    made = tuple(_link(c, found, teams, owned, market, sight) for c in nav.object_list)
    return Allocation(_whole(found, teams, owned, market), made, nav)


@dataclass(frozen=True, slots=True)
class _Sight:
    names: bool
    money: bool


def _by_challenge(found: Rows, counted: Sequence[lines.Line]) -> dict[str, int]:
    home = {k.id: k.challenge_id for k in found.contracts}
    sums: dict[str, int] = {}
    for line in counted:
        key = home.get(line.id, line.id)
        sums[key] = sums.get(key, 0) + line.amount
    return sums


def _units(c: Any, found: Rows, owned: Mapping[str, tuple[str, ...]]) -> tuple[UnitCell, ...]:
    mine = [p for p in found.parties_of.get(c.id, ())]
    cells = {
        p.organisation_id: UnitCell(p.organisation_id, p.name, p.part,
                                    owned.get(p.organisation_id, ()), p.invented)
        for p in mine
    }  # fmt: skip
    publisher = UnitCell(c.publisher_id, c.publisher, "publisher", owned.get(c.publisher_id, ()),
                         c.invented)  # fmt: skip
    return tuple({c.publisher_id: publisher, **cells}.values())


def _link(c: Any, found: Rows, teams: Mapping[str, Any], owned: Mapping[str, tuple[str, ...]],
          market: Mapping[str, int], sight: _Sight) -> Link:  # fmt: skip
    team = teams.get(c.id)
    people = team.people if team else ()
    mine = tuple(k for k in found.in_force if k.challenge_id == c.id)
    return Link(
        challenge=c,
        contracts=mine,
        units=_units(c, found, owned),
        headcount=len(people),
        people=tuple(_person(p) for p in people) if sight.names else (),
        honours=(team.honours,) if sight.names and team and team.honours else (),
        public_money=sum(k.public_money for k in mine) or c.public_money,
        market_money=market.get(c.id, 0),
        credit=sum(x.offered for x in found.credits_of.get(c.id, ())) if sight.money else None,
        paid=sum(x.amount for x in found.paid_of.get(c.id, ())) if sight.money else None,
    )


def _person(row: Mapping[str, Any]) -> PersonCell:
    told = (str(row.get(k) or "") for k in ("person", "unit_name", "post", "duty"))
    return PersonCell(*told)


def _whole(found: Rows, teams: Mapping[str, Any], owned: Mapping[str, tuple[str, ...]],
           market: Mapping[str, int]) -> Whole:  # fmt: skip
    units = {p.organisation_id for p in found.parties} | {c.publisher_id for c in found.challenges}
    return Whole(
        projects=len(found.challenges),
        contracts=len(found.in_force),
        units=len(units),
        platforms=len({(unit, name) for unit in units for name in owned.get(unit, ())}),
        people=sum(len(t.people) for t in teams.values()),
        public_money=sum(c.public_money for c in found.challenges),
        market_money=sum(market.values()),
        credit=sum(c.offered for c in found.credits),
    )
