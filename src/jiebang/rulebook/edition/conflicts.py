"""What an edition says of conflicts of interest: which paths count, how much, for how long, and
after whose signature one may be let pass. The same words as `engine.conflicts.Rule`."""

from __future__ import annotations

from collections.abc import Mapping

from jiebang.engine.conflicts import CONFIDENCE, KINDS, Policy, policy_from

from . import leaves as read
from .leaves import section
from .model import Coded


def _kinds(role: str) -> tuple[str, ...]:
    return tuple(name for name, kind in KINDS.items() if kind.role == role)


SIDES = ("publisher", "bidder", "party")
CHALLENGE, FIELD, BATCH = SCOPES = ("challenge", "field", "batch")
"""Whose bidders are rivals under a rule with `group`: those of the same challenge, of the same
field of the batch, of the whole batch. Bids that are still sealed never count."""


@section
class Rule(Coded):
    """One kind of path. Months: how long after its end a tie still counts, 0 only while it lasts,
    not written for ever. Shares in basis points."""

    verdict: str = read.chosen("hard", "ask", "note")
    via: tuple[str, ...] = read.texts(*_kinds("via"), optional=True)
    tie: tuple[str, ...] = read.texts(*_kinds("tie"), optional=True)
    ends: tuple[str, ...] = read.texts(*_kinds("end"), optional=True)
    sides: tuple[str, ...] = read.texts(*SIDES, optional=True)
    group: bool = read.flag(optional=True)  # any item of the same list (see list_scope) will do
    months: int | None = read.whole(0, 1200, optional=True)
    via_least: int | None = read.whole(0, 100, optional=True)  # common works, added up
    tie_least: int | None = read.whole(0, 10_000, optional=True)
    chain: int | None = read.whole(0, 6, optional=True)  # most steps of ownership
    chain_least: int | None = read.whole(0, 10_000, optional=True)
    waivable: bool = read.flag()


@section
class Ceiling:
    """The strongest verdict that evidence of a class can carry."""

    evidence: str = read.chosen(*CONFIDENCE)
    verdict: str = read.chosen("hard", "ask", "note")


@section
class Conflicts:
    after_close_days: int = read.whole(0, 3660)  # a closed panel is still looked at for so long
    list_scope: str = read.chosen(*SCOPES)  # how far the list of a bid reaches
    chain_months: int = read.whole(0, 1200)  # a share that was sold still joins two units
    not_through: tuple[str, ...] = read.texts()  # owners, by name or code, that join nobody
    ceilings: tuple[Ceiling, ...] = read.many(Ceiling, key="evidence")
    rules: tuple[Rule, ...] = read.many(Rule, least=1, most=31)

    def rule(self, code: str) -> Rule | None:
        return next((r for r in self.rules if r.code == code), None)


NUMBERS = ("via_least", "tie_least", "chain", "chain_least")


def policy(c: Conflicts, named_most: int, not_through: Mapping[str, str] | None = None) -> Policy:
    """As the engine takes it. `named_most`: so many experts a party may name as unsuitable;
    `not_through`: the ids of owners by what the edition calls them. Raises PolicyError."""
    return policy_from({
        "rules": [_rule(r, named_most) for r in c.rules],
        "ceilings": {x.evidence: x.verdict for x in c.ceilings},
        "chain_months": c.chain_months,
        "not_through": [(not_through or {}).get(n, n) for n in c.not_through],
    })  # fmt: skip


def _rule(r: Rule, named_most: int) -> dict[str, object]:
    made: dict[str, object] = {
        "code": r.code, "verdict": r.verdict, "via": r.via, "tie": r.tie, "sides": r.sides,
        "group": r.group, "months": r.months, "waivable": r.waivable,
        **{name: getattr(r, name) or 0 for name in NUMBERS},
    }  # fmt: skip
    if r.ends:
        made["ends"] = r.ends
    if "named" in r.ends:
        made["end_most"] = named_most
    return made
