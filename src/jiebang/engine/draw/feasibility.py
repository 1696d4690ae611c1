"""Can the open seats still be filled so that every rule holds? Exact, and says why not.

Quotas may overlap (one candidate can count for several), and units are capped, so counting stratum
by stratum is not enough. Two facts make the exact test small. Seats without a quota can always be
topped up to the units' capacity, since unit caps form a partition matroid; so it remains to
cover the quotas with the fewest seats. And units that offer the same strata are interchangeable;
so a table over "what is still missing" suffices: its size is the product of (minimum + 1).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from jiebang.engine.draw.problem import Candidate, Quota, Rules

Offer = tuple[int, tuple[tuple[tuple[int, ...], int], ...]]
"""A unit's free places, and how many of its candidates count for which of the open quotas."""


@dataclass(frozen=True, slots=True)
class Cause:
    """`kind`: seats, reserves, quota (one stratum alone), combination (a least set of quotas that
    cannot be met together). `need` and `have` are numbers of seats or candidates."""

    kind: str
    quotas: tuple[Quota, ...]
    need: int
    have: int

    @property
    def short(self) -> int:
        return self.need - self.have


@dataclass(frozen=True, slots=True)
class Infeasible:
    """No panel keeps the rules; every cause found, none of them superfluous."""

    causes: tuple[Cause, ...]


def completable(seated: Sequence[Candidate], free: Sequence[Candidate], rules: Rules) -> bool:
    """Whether candidates among `free` can fill the seats left by `seated` under all rules."""
    wanted, needs = rules.seats - len(seated), rules.needs()
    if max(_missing(seated, needs), default=0) > wanted:
        return False
    return capacity(seated, free, rules) >= wanted and not shortfall(seated, free, rules, needs)


def capacity(seated: Sequence[Candidate], free: Iterable[Candidate], rules: Rules) -> int:
    """How many of `free` may be seated together as far as units are concerned."""
    taken = Counter(c.unit for c in seated)
    offered = Counter(c.unit for c in free)
    return sum(min(max(rules.per_unit - taken[u], 0), n) for u, n in offered.items())


def shortfall(
    seated: Sequence[Candidate],
    free: Sequence[Candidate],
    rules: Rules,
    needs: Sequence[Quota],
) -> int:
    """The fewest quota seats that stay unfilled, over all ways to fill the open seats."""
    missing = _missing(seated, needs)
    wanted = max(rules.seats - len(seated), 0)
    fewest: dict[tuple[int, ...], int] = {missing: 0}
    for offer, units in _offers(seated, free, rules, needs, missing).items():
        for _ in range(min(units, wanted)):
            if not min(map(sum, fewest)):
                return 0
            fewest = _with_unit(fewest, offer, wanted)
    return min(map(sum, fewest))


def _missing(seated: Sequence[Candidate], needs: Sequence[Quota]) -> tuple[int, ...]:
    return tuple(max(q.minimum - sum(map(q.counts, seated)), 0) for q in needs)


def _offers(
    seated: Sequence[Candidate],
    free: Sequence[Candidate],
    rules: Rules,
    needs: Sequence[Quota],
    missing: tuple[int, ...],
) -> Counter[Offer]:
    taken = Counter(c.unit for c in seated)
    units: dict[str, Counter[tuple[int, ...]]] = {}
    for c in free:
        helps = tuple(i for i, q in enumerate(needs) if missing[i] and q.counts(c))
        if helps and taken[c.unit] < rules.per_unit:
            units.setdefault(c.unit, Counter())[helps] += 1
    offers: Counter[Offer] = Counter()
    for unit, kinds in units.items():
        room = min(rules.per_unit - taken[unit], rules.seats)
        offers[room, tuple(sorted((helps, min(n, room)) for helps, n in kinds.items()))] += 1
    return offers


def _with_unit(
    fewest: dict[tuple[int, ...], int], offer: Offer, wanted: int
) -> dict[tuple[int, ...], int]:
    """The table after one more unit may have sent up to its free places."""
    room, kinds = offer
    table = {(missing, 0): used for missing, used in fewest.items()}
    for helps, number in kinds:
        for _ in range(number):
            for (missing, sent), used in list(table.items()):
                if sent == room or used == wanted:
                    continue
                less = tuple(n - (i in helps and n > 0) for i, n in enumerate(missing))
                key = (less, sent + 1)
                if less != missing and table.get(key, wanted + 1) > used + 1:
                    table[key] = used + 1
    best: dict[tuple[int, ...], int] = {}
    for (missing, _), used in table.items():
        best[missing] = min(used, best.get(missing, used))
    return best


def diagnose(
    seated: Sequence[Candidate], free: Sequence[Candidate], rules: Rules
) -> tuple[Cause, ...]:
    """Why the open seats cannot be filled; empty when they can."""
    causes = []
    seatable = len(seated) + capacity(seated, free, rules)
    if seatable < rules.seats:
        causes.append(Cause("seats", (), rules.seats, seatable))
    possible = []
    for quota in rules.needs():
        short = shortfall(seated, free, rules, (quota,))
        if short:
            causes.append(Cause("quota", (quota,), quota.minimum, quota.minimum - short))
        else:
            possible.append(quota)
    if shortfall(seated, free, rules, possible):
        causes.append(_combination(seated, free, rules, possible))
    return tuple(causes)


def _combination(
    seated: Sequence[Candidate], free: Sequence[Candidate], rules: Rules, quotas: list[Quota]
) -> Cause:
    """Leave out quota after quota while the rest stays impossible: a least conflicting set."""
    kept = list(quotas)
    for quota in quotas:
        fewer = [q for q in kept if q != quota]
        if shortfall(seated, free, rules, fewer):
            kept = fewer
    need = sum(q.minimum for q in kept)
    return Cause("combination", tuple(kept), need, need - shortfall(seated, free, rules, kept))
