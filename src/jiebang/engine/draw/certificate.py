"""Is this transcript sound? A checker that shares no step with the drawing of the panel.

It recomputes commitment, seed and tickets, counts the seats against the rules, and tries every
exchange of a member for somebody ranked before. That the panel is the very first feasible one is
what a full replay shows: `tools/verify_draw.py`, written apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from jiebang.engine.draw.balls import chosen
from jiebang.engine.draw.ceremony import commit, seed, ticket, void_causes
from jiebang.engine.draw.problem import Candidate, Rules
from jiebang.engine.draw.transcript import Transcript, ball_sheet


def check(transcript: Transcript) -> tuple[str, ...]:
    """Every fault found, as `code: detail`; empty for a sound transcript."""
    entropy = tuple(_entropy_faults(transcript)) or tuple(_ball_faults(transcript))
    return entropy or tuple(_result_faults(transcript))


def _entropy_faults(t: Transcript) -> Iterator[str]:
    if t.commit != commit(t.input):
        yield "commit: is not the hash of this input"
    causes = void_causes(t.input, t.reveals)
    for cause in causes:
        yield f"reveal: {cause.source} {cause.code}"
    if not causes and t.seed != seed(t.input, t.reveals):
        yield "seed: does not follow from commit and reveals"


def _ball_faults(t: Transcript) -> Iterator[str]:
    try:
        chosen(t.seed, t.input.balls, t.ball)
    except ValueError as problem:
        yield f"ball: {problem}"
        return
    if t.input.balls and ball_sheet(t.input, t.reveals).root != t.ball_root:
        yield "ball: the sets are others"


def _result_faults(t: Transcript) -> Iterator[str]:
    people = {c.id: c for c in t.input.eligible()}
    if sorted(t.order) != sorted(people):
        yield "order: is not the eligible candidates, each once"
        return
    deciding = chosen(t.seed, t.input.balls, t.ball)
    tickets = [ticket(deciding, i) for i in t.order]
    if tickets != sorted(tickets):
        yield "order: is not by ticket"
    if t.panel != tuple(i for i in t.order if i in set(t.panel)):
        yield "panel: is not part of the order"
        return
    if t.reserves != tuple(i for i in t.order if i not in t.panel):
        yield "reserves: are not the rest in order"
    if len(t.reserves) < t.input.rules.reserves:
        yield f"reserves: {len(t.reserves)} of {t.input.rules.reserves}"
    panel = [people[i] for i in t.panel]
    broken = tuple(broken_rules(panel, t.input.rules))
    yield from broken or _exchanges(t, people)


def broken_rules(panel: list[Candidate], rules: Rules) -> Iterator[str]:
    """What a panel breaks, counted directly."""
    if len(panel) != rules.seats:
        yield f"seats: {len(panel)} of {rules.seats}"
    for unit, count in sorted(Counter(c.unit for c in panel).items()):
        if count > rules.per_unit:
            yield f"unit: {unit} holds {count} seats of {rules.per_unit}"
    away = sum(c.away for c in panel)
    if away * 100 < rules.seats * rules.away_percent:
        yield f"away: {away} of {rules.seats} seats, {rules.away_percent} percent wanted"
    strata = Counter(s for c in panel for s in c.strata)
    for quota in rules.quotas:
        have = strata[quota.dimension, quota.value]
        if have < quota.minimum:
            yield f"quota: {quota.dimension}={quota.value} {have} of {quota.minimum}"


def _exchanges(t: Transcript, people: dict[str, Candidate]) -> Iterator[str]:
    """A member whom somebody ranked before could replace was not rightly drawn."""
    place = {i: n for n, i in enumerate(t.order)}
    for member in t.panel:
        others = [people[i] for i in t.panel if i != member]
        for earlier in t.order[: place[member]]:
            if earlier not in t.panel and not any(
                broken_rules([*others, people[earlier]], t.input.rules)
            ):
                yield f"panel: {earlier} ranks before {member} and fits"
                return
