"""Steps whose form starts with what is known already; births and what they belong to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from jiebang.delivery import actions
from jiebang.delivery.queries import awards, contracts, ends, money
from jiebang.platform.accounts.actor import Actor
from jiebang.platform.lifecycle import Machine
from jiebang.rulebook.forms import FormSpec
from jiebang.rulebook.roles import Role

Values = Mapping[str, Any]


def _nothing(pk: str) -> Values:
    return {}


def _revising(pk: str) -> Values:
    return contracts.revising(pk)[1]


def _spending(pk: str) -> Values:
    return money.correcting(pk)


# (life, step) → what its form starts with.
OWN: Mapping[tuple[str, str], Callable[[str], Values]] = {
    ("award", "propose_again"): awards.proposing_again,
    ("contract", "revise"): _revising,
    ("milestone", "submit"): contracts.submitting,
    ("spending", "correct"): _spending,
    ("acceptance", "record_findings"): ends.finding,
    ("acceptance", "request_again"): ends.asking_again,
    ("use", "correct"): ends.correcting,
}


@dataclass(frozen=True, slots=True)
class Birth:
    """`given(parent, actor)` is what the form does not ask, or None for whom there is nothing
    to begin; `spec` is the form with its options."""

    machine: Machine
    step: str
    given: Callable[[str, Actor], Values | None]
    back: Callable[[str], str]
    spec: Callable[[str], FormSpec] | None = None
    initial: Callable[[str], Values] = _nothing


def _on_contract(*roles: Role) -> Callable[[str, Actor], Values | None]:
    def given(parent: str, actor: Actor) -> Values | None:
        return {"contract": parent} if contracts.may_ask(parent, actor) & set(roles) else None

    return given


def _proposal(parent: str, actor: Actor) -> Values | None:
    return {"challenge": parent} if actor.holds(Role.OFFICER) else None


def _objection(parent: str, actor: Actor) -> Values | None:
    return {"award": parent} if awards.award(parent, actor) else None


def _offer(parent: str, actor: Actor) -> Values | None:
    return money.offering(parent, actor)


def _consent(parent: str, actor: Actor) -> Values | None:
    return money.consenting(parent, actor)


def _contract(parent: str) -> str:
    return reverse("contract", args=[parent])


def _change_form(parent: str) -> FormSpec:
    spec = actions.change.lifecycle["request"].asks
    return awards.with_options(spec, "kind", contracts.change_kinds(parent))


SIDES = (Role.PUBLISHER, Role.LEAD)
BIRTHS: Mapping[str, Birth] = {
    "award": Birth(
        actions.award,
        "propose",
        _proposal,
        lambda p: reverse("challenge", args=[p]),
        spec=awards.proposal_form,
    ),
    "objection": Birth(
        actions.objection, "raise", _objection, lambda p: reverse("notice", args=[p])
    ),
    "complaint": Birth(
        actions.complaint, "lodge", lambda p, a: {}, lambda p: reverse("complaints")
    ),
    "spending": Birth(actions.spending, "report", _on_contract(*SIDES, Role.PARTNER), _contract),
    "change": Birth(actions.change, "request", _on_contract(*SIDES), _contract, _change_form),
    "termination": Birth(
        actions.termination, "request", _on_contract(*SIDES, Role.OFFICER), _contract
    ),
    "acceptance": Birth(
        actions.acceptance, "request", _on_contract(*SIDES), _contract, initial=ends.asking
    ),
    "use": Birth(actions.use, "report", _on_contract(*SIDES), _contract),
    "credit": Birth(actions.credit, "offer", _offer, lambda p: reverse("credit_units")),
    "consent": Birth(actions.consent, "give", _consent, lambda p: reverse("challenge", args=[p])),
}
