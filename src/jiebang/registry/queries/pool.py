"""The rules of the pool: those of the newest edition in force. Editions are kept by a room above,
which says here how to find them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from jiebang.registry.models import Expert
from jiebang.rulebook.edition.model import Experts
from jiebang.rulebook.expert import State, years_between


@dataclass
class _Rules:
    ask: Callable[[], Experts | None]


_rules = _Rules(lambda: None)


def rules_come_from(ask: Callable[[], Experts | None]) -> None:
    """Called once, by the room that keeps editions."""
    _rules.ask = ask


def rules() -> Experts | None:
    """None while the city has adopted no edition: then nobody is too old and nothing goes stale."""
    return _rules.ask()


def stale_rows(today: date) -> Q:
    """Accepted records that nobody has confirmed for as many years as the rules allow (R066)."""
    policy = rules()
    if policy is None:
        return Q(pk__in=[])
    return Q(confirmed_at__date__lte=_years_back(today, policy.confirm_years))


def _years_back(today: date, years: int) -> date:
    try:
        return today.replace(year=today.year - years)
    except ValueError:  # 29 February
        return today.replace(year=today.year - years, day=28)


def is_stale(e: Expert, today: date) -> bool:
    policy = rules()
    if policy is None or e.state not in (State.ACCEPTED, State.FROZEN):
        return False
    if e.confirmed_at is None:
        return True
    return years_between(e.confirmed_at.date(), today) >= policy.confirm_years


def too_old(e: Expert, today: date) -> bool:
    """Above the age of entry; academicians are exempt (R065)."""
    policy = rules()
    if policy is None or e.academician or e.born_on is None:
        return False
    return years_between(e.born_on, today) > policy.age_max
