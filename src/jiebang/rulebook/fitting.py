"""A draw by fit in the programme's words: who may be drawn, in which class, with what chance.

Limits on one panel must lie inside one another (unit in part in kind) so that each of them holds in
every outcome. Kinds share out all seats; the few seats for people of this city and for officials
are shared out over the kinds; a unit whose people fall into several parts counts in one of them,
where people are scarcest. Whoever is left out by that is named with the reason.

Panels that are drawn together are one problem: nobody sits on two of them, and the fit of all is
the best there is.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from jiebang.engine import matching
from jiebang.engine.draw import AnySource
from jiebang.engine.draw import fit as engine
from jiebang.engine.matching import Instance, Integers, Level, Marginals
from jiebang.engine.matching.levels import integers
from jiebang.rulebook.drawing import Cause, Terms
from jiebang.rulebook.edition.drawing import Draw

ALL = "all"  # the class of everybody where the terms name no kinds
OUT = ("no_class", "home_official", "home_full", "official_full", "unit_elsewhere")


@dataclass(frozen=True, slots=True, order=True)
class Person:
    code: str
    unit: str
    kind: str
    away: bool
    official: bool
    fit: int


@dataclass(frozen=True, slots=True)
class Share:
    """What one kind gets of a panel: seats, reserves, and how many of these may be from this city
    or in public office."""

    kind: str
    seats: int
    reserves: int
    home: int
    officials: int

    @property
    def wanted(self) -> int:
        return self.seats + self.reserves


@dataclass(frozen=True, slots=True)
class Wanted:
    """A panel to be drawn: how it is called, on what terms, out of whom."""

    item: str
    terms: Terms
    people: tuple[Person, ...]


@dataclass(frozen=True, eq=False)
class Pool:
    """Whom one panel is drawn from; `people` in the order of its pairs in the instance."""

    item: str
    terms: Terms
    shares: tuple[Share, ...]
    people: tuple[Person, ...]
    out: Mapping[str, str]  # code → why not in the round

    def of(self, kind: str) -> int:
        return sum(_class(p, self.shares) == kind for p in self.people)


@dataclass(frozen=True, eq=False)
class Problem:
    """`pools` in the order of the instance's items."""

    instance: Instance
    pools: tuple[Pool, ...]

    def chances(self, flow: Integers) -> list[float]:
        """Of a seat, for each pair: within a kind, chance decides who sits and who is a reserve."""
        found = []
        for pool, parts in zip(self.pools, self._apart(flow), strict=True):
            part = {s.kind: s.seats / (s.wanted * self.instance.scale)
                    for s in pool.shares if s.wanted}  # fmt: skip
            found += [int(n) * part[_class(p, pool.shares)]
                      for n, p in zip(parts, pool.people, strict=True)]  # fmt: skip
        return found

    def expected_fit(self, flow: Integers) -> float:
        """Of a seat, on average."""
        chances = self.chances(flow)
        fits = [p.fit for pool in self.pools for p in pool.people]
        return sum(c * f for c, f in zip(chances, fits, strict=True)) / sum(chances)

    def _apart(self, flow: Integers) -> Iterator[Integers]:
        start = 0
        for pool in self.pools:
            yield flow[start : start + len(pool.people)]
            start += len(pool.people)


def shares(terms: Terms) -> tuple[Share, ...]:
    """Seats without a kind go to the kind that has most; reserves after seats, one for each kind
    first; seats for people of this city and for officials after seats too."""
    kinds = dict(sorted(terms.kinds)) or {ALL: terms.seats}
    most = max(kinds, key=lambda k: kinds[k])
    kinds[most] += terms.seats - sum(kinds.values())
    reserves = _shared(terms.reserves, kinds, least=1)
    home = _shared(terms.seats - terms.away, kinds)
    officials = _shared(min(terms.officials, terms.seats), kinds)
    return tuple(Share(k, n, reserves[k], home[k], officials[k]) for k, n in kinds.items())


def _shared(total: int, weights: Mapping[str, int], least: int = 0) -> dict[str, int]:
    """By the largest remainder; then `least` to each, where there is enough, from who has most."""
    whole = sum(weights.values())
    exact = {k: Fraction(total * w, whole) for k, w in weights.items()}
    found = {k: int(x) for k, x in exact.items()}
    order = sorted(weights, key=lambda k: (found[k] - exact[k], k))
    for k in order[: total - sum(found.values())]:
        found[k] += 1
    if total >= least * len(weights):
        while min(found.values()) < least:
            found[max(found, key=lambda k: found[k])] -= 1
            found[min(found, key=lambda k: found[k])] += 1
    return found


def problem(wanted: Sequence[Wanted], draw: Draw, cap: int) -> Problem:
    """Of panels drawn together, at least one; `cap` in parts of a seat. ValueError when some share
    their seats out by kinds and others do not."""
    pools = tuple(_pool(w) for w in wanted)
    if len({p.shares[0].kind == ALL for p in pools}) > 1:
        raise ValueError("panels with kinds and panels without are not drawn together")
    everybody = {p.code: (p, pool.shares) for pool in pools for p in pool.people}
    known = [everybody[code] for code in sorted(everybody)]
    at = {p.code: n for n, (p, _) in enumerate(known)}
    pairs = [(n, p) for n, pool in enumerate(pools) for p in pool.people]
    instance = Instance.build(
        seats=[w.terms.seats + w.terms.reserves for w in wanted], load=1,
        item=[n for n, _ in pairs], candidate=[at[p.code] for _, p in pairs],
        fit=[p.fit for _, p in pairs], cap=cap, items=len(pools), candidates=len(known),
        scale=draw.fit_scale, levels=_levels(pools, known), objective=_objective(draw),
        item_names=[w.item for w in wanted], candidate_names=[p.code for p, _ in known],
    )  # fmt: skip
    return Problem(instance, pools)


def _pool(w: Wanted) -> Pool:
    parts = shares(w.terms)
    kept, out = _sorted_out(sorted(w.people), parts, w.terms)
    return Pool(w.item, w.terms, parts, tuple(kept), out)


def _levels(
    pools: Sequence[Pool], known: Sequence[tuple[Person, tuple[Share, ...]]]
) -> tuple[Level, ...]:
    """A unit may count in one part on one panel and in another on the next: its people are a group
    in each part."""
    cells = [_cell(p, parts) for p, parts in known]
    units = [f"{p.unit}/{cell}" for (p, _), cell in zip(known, cells, strict=True)]
    kinds = [_class(p, parts) for p, parts in known]
    return (
        _limited("unit", units, [dict.fromkeys(units, pool.terms.per_unit) for pool in pools]),
        _limited("part", cells, [_room(pool.shares) for pool in pools]),
        _limited("kind", kinds, [{s.kind: s.wanted for s in pool.shares} for pool in pools]),
    )


def _objective(draw: Draw) -> matching.Objective:
    if not draw.fit_spread:
        return matching.LINEAR
    return matching.scattered(draw.fit_spread, draw.fit_scale, float(draw.fit_tilt))


def solved(found: Problem) -> Marginals | list[Cause]:
    """The best chances with their proof, or why there are none."""
    short = _short(found)
    if short:
        return short
    answer = matching.solve(found.instance)
    if isinstance(answer, Marginals):
        return answer
    scale = found.instance.scale
    return [_cause("combination", "", -(-c.need // scale), c.have // scale) for c in answer.causes]


def frozen(
    found: Problem, *, subject: str, round: int, sources: Sequence[AnySource], key: bytes,
    previous: Sequence[str] = (), beside: Sequence[tuple[str, str]] = (),
) -> engine.FitInput:  # fmt: skip
    """What is committed to. The instance's items are the panels."""
    return engine.FitInput.build(
        subject=subject, round=round, instance=found.instance,
        reserves=[pool.terms.reserves for pool in found.pools], sources=sources,
        sealed_key=engine.seal(key), program=engine.program_digest(),
        classes=[engine.ClassSeats(pool.item, s.kind, s.seats)
                 for pool in found.pools for s in pool.shares],
        class_level="kind", previous=previous, beside=beside,
    )  # fmt: skip


def announced(
    found: Problem, answer: Marginals, *, now: datetime, **given: Any
) -> engine.Announcement:
    """Frozen and announced in one. The chances are solved again in the order of names."""
    whole = frozen(found, **given)
    again = matching.solve(whole.instance)
    if not isinstance(again, Marginals):
        raise AssertionError("what could be solved can be solved in another order")
    if again.objective != answer.objective:
        raise AssertionError("the best does not depend on the order")
    return engine.announce(whole, again, now=now)


# -- who is in --------------------------------------------------------------------------------


def _class(p: Person, parts: Sequence[Share]) -> str:
    return ALL if parts[0].kind == ALL else p.kind


def _cell(p: Person, parts: Sequence[Share]) -> str:
    where = "away" if p.away else "home"
    return f"{_class(p, parts)}/{where}/{'official' if p.official else 'other'}"


def _sorted_out(
    people: list[Person], parts: Sequence[Share], terms: Terms
) -> tuple[list[Person], dict[str, str]]:
    by_kind = {s.kind: s for s in parts}
    out: dict[str, str] = {}
    for p in people:
        share = by_kind.get(_class(p, parts))
        why = _why_out(p, share, terms)
        if why:
            out[p.code] = why
    kept = [p for p in people if p.code not in out]
    home = _homes(kept, by_kind, parts)
    for p in kept:
        if home[p.unit] != _cell(p, parts):
            out[p.code] = "unit_elsewhere"
    return [p for p in kept if p.code not in out], out


def _why_out(p: Person, share: Share | None, terms: Terms) -> str:
    """ "" when there is room for somebody like this."""
    if share is None:
        return "no_class"
    bounded = terms.officials < terms.seats
    if not p.away and p.official and terms.away and bounded:
        return "home_official"
    if not p.away and terms.away and not share.home:
        return "home_full"
    if p.official and bounded and not share.officials:
        return "official_full"
    return ""


def _homes(
    people: Sequence[Person], by_kind: Mapping[str, Share], parts: Sequence[Share]
) -> dict[str, str]:
    """The one part in which each unit counts: one after the other, those without a choice first,
    each goes to the kind that has the fewest units for what it wants."""
    found: dict[str, set[str]] = defaultdict(set)
    for p in people:
        found[p.unit].add(_cell(p, parts))
    have: Counter[str] = Counter()

    def scarcity(cell: str) -> tuple[Fraction, str]:
        kind = cell.split("/")[0]
        return Fraction(have[kind], max(by_kind[kind].wanted, 1)), cell

    homes = {}
    for unit in sorted(found, key=lambda u: (len(found[u]), u)):
        homes[unit] = min(found[unit], key=scarcity)
        have[homes[unit].split("/")[0]] += 1
    return homes


def _room(parts: Sequence[Share]) -> dict[str, int]:
    """The limits of parts; a part that is not named has none of its own."""
    return {
        f"{s.kind}/{cell}": n
        for s in parts
        for cell, n in (("home/other", s.home), ("home/official", min(s.home, s.officials)),
                        ("away/official", s.officials))
    }  # fmt: skip


def _limited(name: str, group_of: Sequence[str], limits: Sequence[Mapping[str, int]]) -> Level:
    """`limits`: of each item, by group; one limit for all groups and items is said once."""
    groups = sorted(set(group_of))
    at = {group: n for n, group in enumerate(groups)}
    places = integers([at[group] for group in group_of], name)
    every = {n for limit in limits for n in limit.values()}
    if len(every) == 1 and all(set(groups) <= set(limit) for limit in limits):
        return Level(name, places, every.pop(), names=tuple(groups))
    rows = [(item, at[g], n) for item, limit in enumerate(limits)
            for g, n in sorted(limit.items()) if g in at]  # fmt: skip
    item_at, group_at, seats = (integers([r[k] for r in rows], name) for k in range(3))
    return Level(name, places, None, item_at, group_at, seats, tuple(groups))


def _short(found: Problem) -> list[Cause]:
    """Kinds with too few people, or too few for chances within the cap."""
    p = found.instance
    cap = Fraction(int(p.cap.max()) if p.pairs else p.scale, p.scale)
    causes = []
    for pool in found.pools:
        for share in pool.shares:
            have, need, kind = pool.of(share.kind), share.wanted, "quota"
            if have >= need and have * cap < need:
                kind, need = "cap", -int(-need // cap)
            if have < need:
                causes.append(_cause(kind, share.kind, need, have))
    return causes


def _cause(kind: str, named: str, need: int, have: int) -> Cause:
    return {"kind": kind, "kinds": [] if named in ("", ALL) else [named], "fields": [],
            "away": False, "official": False, "need": need, "have": have}  # fmt: skip
