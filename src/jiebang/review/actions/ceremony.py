"""The ceremony of a draw: the pool is frozen, parties seal and open. The draw is in drawing.py."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, NoReturn

from django.conf import settings
from django.db import OperationalError, transaction
from django.utils import timezone

from jiebang.engine import draw as engine
from jiebang.engine.decision import Denied, Reason
from jiebang.platform import entropy, sealing
from jiebang.platform.accounts.actor import CLOCK
from jiebang.platform.lifecycle import Act, Invalid, refuse
from jiebang.registry import queries as registry
from jiebang.review.actions import drawing
from jiebang.review.actions.conflicts import frozen_paths, screen_pool
from jiebang.review.actions.machines import panel
from jiebang.review.models import DrawRound, DrawSecret, Panel
from jiebang.review.queries import drawn
from jiebang.review.queries.facts import edition, load_of_experts, policy
from jiebang.review.queries.screening import Screened, screened
from jiebang.rulebook.expert import FIELDS, is_away, reasons_against
from jiebang.rulebook.forms import Problem
from jiebang.rulebook.panel import DRAWER, SUPERVISOR

DRAWN_FIELDS = frozenset(o.code for o in FIELDS)


@panel.effect("prepare")
def _freeze(p: Panel, act: Act) -> dict[str, Any]:
    """The pool as it is now, with every reason against every expert, is fixed and its digest
    recorded: from here on nobody can put an expert in or take one out unseen."""
    number = drawing.named_number(p, act.given, act)
    d = new_round(p, act, salt=entropy.token(16).hex(), **number)
    causes = drawn.infeasible(p, d)
    if causes:
        refuse("panel_infeasible", causes=causes)
    d.save()
    along = act.given.get("together") or []
    try:
        _take_along(p, d, along, act)
    except Denied as refused:
        problems = tuple(Problem("together", r) for r in refused.decision.reasons)
        raise Invalid(problems, dict(act.given)) from None
    return {**told(d), **({"together": along} if along else {})}


def _take_along(p: Panel, d: DrawRound, along: list[str], act: Act) -> None:
    _hold(p, along)
    for pk in along:
        panel.perform(pk, "join", actor=CLOCK, now=act.now, lead=str(d.pk))
    causes = drawn.infeasible(p, d) if along else []
    if causes:
        refuse("together_infeasible", causes=causes)


def _hold(p: Panel, along: list[str]) -> None:
    """Panels wait for those after them and never for those before: two that take each other along
    would wait for ever."""
    rows = Panel.objects.filter(pk__in=along).order_by("pk").values_list("pk")
    try:
        with transaction.atomic():
            list(rows.filter(pk__lt=p.pk).select_for_update(nowait=True))
    except OperationalError:
        refuse("together_busy")
    list(rows.filter(pk__gt=p.pk).select_for_update())


def new_round(
    p: Panel, act: Act, *, salt: str, lead: DrawRound | None = None, **given: Any
) -> DrawRound:
    """The panel's next round with the pool as it is now; not saved."""
    p.round = p.rounds.count() + 1
    units = {c["expert"]: c["unit"] for c in lead.candidates} if lead else {}
    frozen, paths = frozen_pool(p, salt, act, units)
    return DrawRound(
        panel=p, number=p.round, lead=lead, salt=salt, candidates=frozen, conflicts=paths,
        pool_digest=drawn.under_key(salt, frozen), prepared_at=act.now, mode=edition(p).draw.mode,
        terms=drawn.terms_of(p).as_data(), **given,
    )  # fmt: skip


def told(d: DrawRound) -> dict[str, Any]:
    """What the record says of a pool that was fixed."""
    return {"round": d.number, "pool": d.pool_digest, "pool_size": len(d.candidates),
            "conflicts": drawn.under_key(d.salt, d.conflicts),
            "eligible": sum(not c["reasons"] for c in d.candidates)}  # fmt: skip


def frozen_pool(
    p: Panel, salt: str, act: Act, units: Mapping[str, str] | None = None
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """(everybody with every reason against, the paths of conflicts of interest). Units stand under
    a key that nobody keeps, since the round's own is opened where the edition names experts, and
    then of everybody else in the pool nothing must be found out by trying. `units`: by expert, as
    the lead has them."""
    found = screen_pool(p, act)
    made = _candidates(p, salt, act, found, units_under=entropy.token(16).hex())
    if units:
        made = [{**c, "unit": units.get(c["expert"], c["unit"])} for c in made]
    frozen = drawing.enriched(p, made)
    return frozen, frozen_paths(found, {c["expert"]: c["code"] for c in frozen})


def pool_today(p: Panel, act: Act) -> list[dict[str, Any]]:
    """The pool as it would be frozen now; nothing is written."""
    found = screened(p, None, act.now)
    return _candidates(p, "0" * 32, act, found, units_under="0" * 32)


def _candidates(
    p: Panel, salt: str, act: Act, screened: Screened, *, units_under: str
) -> list[dict[str, Any]]:
    items = p.items.count()
    today = timezone.localdate(act.now)
    rules, city = edition(p), settings.JIEBANG_CITY
    frozen = []
    for c in registry.candidates(load_of_experts(act.now)):
        reasons = reasons_against(c, items, panel=policy(p), policy=rules.experts, city=city,
                                  today=today)  # fmt: skip
        if _other_field(p, c):
            reasons = (*reasons, "other_field")
        reasons = (*reasons, *screened.reasons(c.id))
        frozen.append({
            "expert": c.id, "code": _hide(salt, c.id), "unit": _hide(units_under, c.unit),
            "away": is_away(c, city), "kind": c.kind, "reasons": list(reasons),
        })  # fmt: skip
    return sorted(frozen, key=lambda c: c["code"])


def _other_field(p: Panel, c: Any) -> bool:
    """Technical experts come from the panel's field, where the pool knows that field."""
    known = p.field in DRAWN_FIELDS
    return known and c.kind == "technical" and p.field not in c.fields


def _hide(salt: str, value: str) -> str:
    return hashlib.sha256(f"{salt}\n{value}".encode()).hexdigest()[:16]


# -- secrets ----------------------------------------------------------------------------------

PARTY = {"seal_as_drawer": DRAWER, "seal_as_supervisor": SUPERVISOR,
         "open_as_drawer": DRAWER, "open_as_supervisor": SUPERVISOR}  # fmt: skip


@panel.effect("seal_as_drawer", "seal_as_supervisor")
def _seal(p: Panel, act: Act) -> dict[str, Any]:
    """The server makes the secret, keeps it under its key, and says only its digest."""
    party, salt, value = PARTY[act.name], entropy.token(32), entropy.token(32)
    commitment = engine.commit_reveal(salt, value)
    DrawSecret.objects.create(
        panel=p, round=p.round, party=party, commitment=commitment, sealed_at=act.now,
        sealed=sealing.seal(salt + value, _place(p, party)),
    )  # fmt: skip
    return {"party": party, "commitment": commitment}


def _place(p: Panel, party: str) -> str:
    return f"panel:{p.pk}:{p.round}:{party}"


@panel.effect("open_as_drawer", "open_as_supervisor")
def _open(p: Panel, act: Act) -> dict[str, Any]:
    party = PARTY[act.name]
    if party == SUPERVISOR:
        drawing.same_number(p, act)
    secret = p.secrets.get(round=p.round, party=party)
    raw = sealing.unseal(secret.sealed, _place(p, party))
    secret.salt, secret.value, secret.opened_at = raw[:32].hex(), raw[32:].hex(), act.now
    secret.save()
    return {"party": party, "value": secret.value}


@panel.effect("take_commitment")
def _take_commitment(p: Panel, act: Act) -> dict[str, Any]:
    """An outside party keeps its secret itself and gives only the commitment."""
    given = act.given
    party, told = given["party"], given["commitment"].strip().lower()
    if party not in edition(p).draw.parties:
        refuse_at("party", "party_not_in_edition")
    if p.secrets.filter(round=p.round, party=party).exists():
        refuse_at("party", "already_sealed")
    try:
        engine.Source(party, told)
    except ValueError:
        refuse_at("commitment", "no_sha256")
    DrawSecret.objects.create(panel=p, round=p.round, party=party, commitment=told,
                              holder=given["holder"], sealed_at=act.now)  # fmt: skip
    return {"party": party, "holder": given["holder"], "commitment": told}


@panel.effect("take_reveal")
def _take_reveal(p: Panel, act: Act) -> dict[str, Any]:
    """What an outside party opens has to be what it committed to: a wrong digit is refused."""
    given = act.given
    secret = p.secrets.filter(round=p.round, party=given["party"]).first()
    if secret is None:
        refuse_at("party", "no_outsider_waits")
    if secret.opened_at:
        refuse_at("party", "already_opened")
    try:
        salt, value = (bytes.fromhex(given[k].strip()) for k in ("salt", "value"))
        commitment = engine.commit_reveal(salt, value)
    except ValueError:
        refuse_at("value", "not_hexadecimal")
    if commitment != secret.commitment:
        refuse_at("value", "reveal_differs", commitment=secret.commitment[:12])
    secret.salt, secret.value, secret.opened_at = salt.hex(), value.hex(), act.now
    secret.save()
    return {"party": secret.party, "value": secret.value}


def refuse_at(path: str, code: str, **params: object) -> NoReturn:
    raise Invalid((Problem(path, Reason(code, params)),), {})
