"""A dry run: what fit, load and the cap on chances cost each other. Nothing is written, and nobody
is named."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from jiebang.engine.draw.selection import walk
from jiebang.engine.draw.stream import ticket
from jiebang.platform.accounts.actor import Actor
from jiebang.platform.lifecycle import Act
from jiebang.review.actions.ceremony import pool_today
from jiebang.review.actions.drawing import enriched
from jiebang.review.models import DrawRound, Panel
from jiebang.review.queries import drawn
from jiebang.review.queries.facts import edition, load_of_experts
from jiebang.review.queries.fits import fits
from jiebang.review.queries.panels import seen_by
from jiebang.review.queries.rounds import by_reason
from jiebang.rulebook import fitting
from jiebang.rulebook.drawing import Cause, Terms
from jiebang.rulebook.panel import State
from jiebang.rulebook.roles import Role

TRIALS = 60  # plain draws that are played to see what they give on average
FIRST = 80  # of the ranking: those behind them hardly ever matter, and are looked at when they do
CAPS = (25, 50, 75, 100)  # per cent


@dataclass(frozen=True, slots=True)
class Trial:
    """One way to draw. `cap`: per cent, None for the plain draw; `fit`: of a seat on average, per
    cent of a perfect fit; `likeliest`: the largest chance of anybody, per cent; `load`: items
    that who sits would hold on average. `causes`: why there is no panel, and no figures."""

    cap: int | None
    chosen: bool
    fit: float = 0.0
    with_chance: int = 0
    likeliest: float = 0.0
    load: float = 0.0
    causes: tuple[Cause, ...] = ()


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """`reasons`, `left_out_by`: by reason, for supervision only; `left_out`: how many who may be
    drawn have no place in a draw by fit."""

    id: str
    batch_id: str
    title: str
    terms: Terms
    mode: str
    pool: int
    eligible: int
    kinds: tuple[tuple[str, int, int], ...]  # kind, who may be drawn, seats at least
    reasons: tuple[tuple[str, int], ...]
    left_out: int
    left_out_by: tuple[tuple[str, int], ...]
    trials: tuple[Trial, ...]
    played: int = TRIALS


def rehearse(pk: str, *, actor: Actor, now: datetime) -> Rehearsal | None:
    """None for a panel that is not there, drawn already, or not for this viewer."""
    p = Panel.objects.select_related("batch__edition").filter(pk=pk, state=State.CONVENED).first()
    if p is None or not any(actor.holds(r) for r in (Role.DRAWER, Role.OFFICER, Role.SUPERVISOR)):
        return None
    pool = enriched(p, pool_today(p, Act("rehearse", actor, now, {})))
    held = {k: v.held for k, v in load_of_experts(now).items()}
    fitted = fits(p, [c["expert"] for c in pool if not c["reasons"]])
    pool = [{**c, "fit": fitted.get(c["expert"], 0)} for c in pool]
    free = [c for c in pool if not c["reasons"]]
    terms, rules = drawn.terms_of(p), edition(p).draw
    (by_fit,) = fitting.problem([drawn.wanted(p, terms, pool)], rules, rules.fit_cap).pools
    seen = seen_by(actor, p)
    have = Counter(c["kind"] for c in free)
    return Rehearsal(
        str(p.pk), str(p.batch_id), p.title, terms, rules.mode, len(pool), len(free),
        tuple((k, have[k], dict(terms.kinds).get(k, 0)) for k in _kinds(have, terms)),
        by_reason((r for c in pool for r in c["reasons"]), seen),
        len(by_fit.out), by_reason(by_fit.out.values(), seen),
        _trials(p, pool, terms, {c["code"]: held.get(c["expert"], 0) for c in free}),
    )  # fmt: skip


def _kinds(have: Mapping[str, int], terms: Terms) -> list[str]:
    return sorted({*have, *dict(terms.kinds)})


def _trials(
    p: Panel, pool: list[dict[str, Any]], terms: Terms, held: Mapping[str, int]
) -> tuple[Trial, ...]:
    rules, items = edition(p).draw, p.items.count()
    made = [_plain(p, pool, terms, held, items)]
    own = int(rules.fit_cap_share * 100)
    for cap in sorted({*CAPS, own} if rules.mode == "fit" else CAPS):
        parts = max(cap * rules.fit_scale // 100, 1)
        found = fitting.problem([drawn.wanted(p, terms, pool)], rules, parts)
        made.append(_fit(found, cap, held, items, chosen=rules.mode == "fit" and cap == own))
    return tuple(made)


def _plain(
    p: Panel, pool: list[dict[str, Any]], terms: Terms, held: Mapping[str, int], items: int
) -> Trial:
    """The average of so many draws; chances of single people are counted the same way."""
    chosen = edition(p).draw.mode == "plain"
    trial = DrawRound(panel=p, number=1, candidates=pool, terms=terms.as_data())
    causes = drawn.infeasible(p, trial)
    if causes:
        return Trial(None, chosen, causes=tuple(causes))
    frozen = drawn.plain_input(p, trial, (drawn.NOT_YET,))
    free, seats = frozen.eligible(), frozen.rules.seats
    seen: Counter[str] = Counter()
    for n in range(TRIALS):
        seed = hashlib.sha256(f"{p.pk}\n{n}".encode()).digest()
        order = sorted(free, key=lambda c: ticket(seed, c.id))
        found = walk(order[:FIRST], frozen.rules) or walk(order, frozen.rules)
        seen.update(c.id for c in found.seated)
    fit = {c["code"]: c["fit"] for c in pool}
    total = TRIALS * seats
    return Trial(
        None, chosen, fit=sum(fit[c] * n for c, n in seen.items()) / total / 100,
        with_chance=len(free), likeliest=100 * max(seen.values()) / TRIALS,
        load=items + sum(held[c] * n for c, n in seen.items()) / total,
    )  # fmt: skip


def _fit(found: fitting.Problem, cap: int, held: Mapping[str, int], items: int, *,
         chosen: bool) -> Trial:  # fmt: skip
    answer = fitting.solved(found)
    if isinstance(answer, list):
        return Trial(cap, chosen, causes=tuple(answer))
    chances = found.chances(answer.flow)
    seats = sum(chances)
    return Trial(
        cap, chosen, fit=found.expected_fit(answer.flow) / 100,
        with_chance=int((answer.flow > 0).sum()),
        likeliest=100 * int(answer.flow.max()) / found.instance.scale,
        load=items + _mean(chances, [held[p.code] for p in found.pools[0].people]) / seats,
    )  # fmt: skip


def _mean(chances: Sequence[float], held: Sequence[int]) -> float:
    return sum(c * h for c, h in zip(chances, held, strict=True))
