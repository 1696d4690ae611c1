"""The draw: freeze, seal, announce, open, draw. The mathematics is engine.draw."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from jiebang.engine import draw as engine
from jiebang.engine.transparency import digest
from jiebang.platform import entropy, sealing
from jiebang.platform.accounts.actor import CLOCK
from jiebang.platform.lifecycle import Act, refuse
from jiebang.programme.actions.programme import moment
from jiebang.registry import queries as registry
from jiebang.review.actions.conflicts import frozen_paths, screen_pool
from jiebang.review.actions.invitations import schedule
from jiebang.review.actions.machines import panel, seat
from jiebang.review.models import DrawRound, DrawSecret, Panel
from jiebang.review.queries.facts import current_round, edition, load_of_experts, policy
from jiebang.review.queries.screening import Screened
from jiebang.rulebook.edition.mechanisms import EXPERT_KIND, draw_rules
from jiebang.rulebook.expert import FIELDS, is_away, reasons_against
from jiebang.rulebook.panel import DRAWER, NUMBER, SUPERVISOR

NOT_YET = engine.Source(NUMBER, "0" * 64)  # stands for the sources when only the pool is asked
DRAWN_FIELDS = frozenset(o.code for o in FIELDS)


@panel.effect("prepare")
def _freeze(p: Panel, act: Act) -> dict[str, Any]:
    """The pool as it is now, with every reason against every expert, is fixed and its digest
    recorded: from here on nobody can put an expert in or take one out unseen."""
    number_at = moment(act.given["number_at"])
    if number_at <= act.now:
        refuse("number_time_not_ahead")
    p.round = p.rounds.count() + 1
    salt = entropy.token(16).hex()
    screened = screen_pool(p, act)
    frozen = _candidates(p, salt, act, screened)
    paths = frozen_paths(screened, {c["expert"]: c["code"] for c in frozen})
    current = DrawRound(
        panel=p, number=p.round, salt=salt, candidates=frozen, pool_digest=digest(frozen),
        conflicts=paths,
        number_name=act.given["number_name"], number_at=number_at, prepared_at=act.now,
    )  # fmt: skip
    causes = engine.check_feasible(_input(p, current, (NOT_YET,)))
    if causes:
        refuse("panel_infeasible", causes=_in_words(causes))
    current.save()
    return {"round": p.round, "pool": current.pool_digest, "pool_size": len(frozen),
            "conflicts": digest(paths), "eligible": sum(not c["reasons"] for c in frozen)}  # fmt: skip


def _in_words(infeasible: engine.Infeasible) -> str:
    def name(cause: engine.Cause) -> str:
        return "+".join(q.value for q in cause.quotas) or cause.kind

    return "; ".join(f"{name(c)} {c.have}/{c.need}" for c in infeasible.causes)


def _candidates(p: Panel, salt: str, act: Act, screened: Screened) -> list[dict[str, Any]]:
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
            "expert": c.id, "code": _hide(salt, c.id), "unit": _hide(salt, c.unit),
            "away": is_away(c, city), "kind": c.kind, "reasons": list(reasons),
        })  # fmt: skip
    return sorted(frozen, key=lambda c: c["code"])


def _other_field(p: Panel, c: Any) -> bool:
    """Technical experts come from the panel's field, where the pool knows that field."""
    known = p.field in DRAWN_FIELDS
    return known and c.kind == "technical" and p.field not in c.fields


def _hide(salt: str, value: str) -> str:
    return hashlib.sha256(f"{salt}\n{value}".encode()).hexdigest()[:16]


def _input(p: Panel, current: DrawRound, sources: tuple[engine.Source, ...]) -> engine.DrawInput:
    """What is committed to: those who may be drawn, by pseudonym. Who may not, and why, is for
    supervision only and is covered by the digest of the pool."""
    return engine.DrawInput(
        subject=f"panel:{p.pk}", round=current.number,
        candidates=tuple(
            engine.Candidate(c["code"], c["unit"], c["away"], ((EXPERT_KIND, c["kind"]),))
            for c in current.candidates if not c["reasons"]
        ),
        exclusions=(),
        rules=draw_rules(policy(p)),
        sources=sources,
    )  # fmt: skip


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
    secret = p.secrets.get(round=p.round, party=party)
    raw = sealing.unseal(secret.sealed, _place(p, party))
    secret.salt, secret.value, secret.opened_at = raw[:32].hex(), raw[32:].hex(), act.now
    secret.save()
    return {"party": party, "value": secret.value}


@panel.effect("announce")
def _announce(p: Panel, act: Act) -> dict[str, Any]:
    """Both secrets are sealed, the public number is out: the input is committed to."""
    current = current_round(p)
    current.number_value, current.announced_at = act.given["value"], act.now
    current.commitment = engine.commit(_input(p, current, _sources(p, current)))
    current.save()
    return {"commitment": current.commitment, "number": current.number_value}


def _public_reveal(current: DrawRound) -> engine.Reveal:
    """The public number, in bytes: its name is the salt, its value the value."""
    name = f"{current.number_name}\n{current.number_at.isoformat()}"
    value = f"{current.number_name} = {current.number_value}".encode().ljust(16)
    return engine.Reveal(NUMBER, hashlib.sha256(name.encode()).digest(), value)


def _sources(p: Panel, current: DrawRound) -> tuple[engine.Source, ...]:
    public = _public_reveal(current)
    parties = [engine.Source(s.party, s.commitment) for s in p.secrets.filter(round=p.round)]
    return (*parties, engine.Source(NUMBER, engine.commit_reveal(public.salt, public.value)))


def _reveals(p: Panel, current: DrawRound) -> list[engine.Reveal]:
    opened = [
        engine.Reveal(s.party, bytes.fromhex(s.salt), bytes.fromhex(s.value))
        for s in p.secrets.filter(round=p.round)
    ]
    return [*opened, _public_reveal(current)]


# -- the draw itself --------------------------------------------------------------------------


@panel.effect("draw")
def _draw(p: Panel, act: Act) -> dict[str, Any]:
    current = current_round(p)
    frozen = _input(p, current, _sources(p, current))
    if engine.commit(frozen) != current.commitment:
        refuse("draw_input_changed")
    try:
        outcome = engine.draw(frozen, _reveals(p, current))
    except engine.VoidRound as void:
        refuse("draw_void", causes=str(void))
    if isinstance(outcome, engine.Infeasible):
        refuse("panel_infeasible", causes=_in_words(outcome))
    wrong = engine.check(outcome)
    if wrong:
        raise AssertionError(f"the draw's certificate fails: {wrong}")
    current.transcript, current.drawn_at = outcome.to_json(), act.now
    current.save()
    schedule(p, act.now + timedelta(days=policy(p).review_days))
    p.prolongs_left = policy(p).prolong_max
    p.spread_checked = p.reserves_out = False
    _seat(p, current, outcome, act)
    return {"seed": outcome.seed.hex(), "panel": list(outcome.panel),
            "reserves": list(outcome.reserves[: policy(p).reserves])}  # fmt: skip


def _seat(p: Panel, current: DrawRound, outcome: engine.Transcript, act: Act) -> None:
    expert = {c["code"]: c["expert"] for c in current.candidates}
    listed = [*outcome.panel, *outcome.reserves[: policy(p).reserves]]
    for number, code in enumerate(listed, 1):
        made = seat.create("list", actor=CLOCK, now=act.now, panel=p, expert=expert[code],
                           number=number, pseudonym=code)  # fmt: skip
        if code in outcome.panel:
            seat.perform(made.pk, "invite", actor=CLOCK, now=act.now, items=[])


@panel.effect("void_round", "redraw")
def _void(p: Panel, act: Act) -> dict[str, Any]:
    """The round stays on record as void, with its reason."""
    current = current_round(p)
    current.void_reason = act.given["reason"]
    current.save()
    for pk in list(p.seats.filter(round=p.round, state__in=["reserve", "invited", "accepted"])
                   .order_by("number").values_list("pk", flat=True)):  # fmt: skip
        seat.perform(pk, "release", actor=CLOCK, now=act.now)
    p.due_at = p.nudge_at = None
    return {"round": p.round, "reason": act.given["reason"]}
