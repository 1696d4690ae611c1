"""A draw by fit in the programme's words: who may be drawn, in which class, with what chance.

Limits on one panel must lie inside one another (unit in part in kind) so that each of them holds in
every outcome. Kinds share out all seats; the few seats for people of this city and for officials
are shared out over the kinds; a unit whose people fall into several parts counts in one of them,
where people are scarcest. Whoever is left out by that is named with the reason.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
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


@dataclass(frozen=True, eq=False)
class Problem:
    """One panel's problem; `people` in the order of the instance's candidates."""

    instance: Instance
    shares: tuple[Share, ...]
    people: tuple[Person, ...]
    out: Mapping[str, str]  # code → why not in the round

    def chances(self, flow: Integers) -> list[float]:
        """Of a seat, for each of the people: within a kind, chance decides who sits and who is a
        reserve."""
        part = {s.kind: s.seats / (s.wanted * self.instance.scale) for s in self.shares if s.wanted}
        return [int(parts) * part[_class(p, self.shares)]
                for parts, p in zip(flow, self.people, strict=True)]  # fmt: skip

    def expected_fit(self, flow: Integers) -> float:
        """Of a seat, on average."""
        chances = self.chances(flow)
        fits = [p.fit for p in self.people]
        return sum(c * f for c, f in zip(chances, fits, strict=True)) / sum(chances)


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


def problem(people: Iterable[Person], terms: Terms, draw: Draw, cap: int, item: str) -> Problem:
    """Of one panel, called `item`; `cap` in parts of a seat."""
    parts = shares(terms)
    kept, out = _sorted_out(sorted(people), parts, terms)
    units, cells = _groups(p.unit for p in kept), _groups(_cell(p, parts) for p in kept)
    kinds = _groups(s.kind for s in parts)
    levels = (
        Level("unit", _places(units, (p.unit for p in kept)), terms.per_unit, names=tuple(units)),
        _limited("part", cells, [_cell(p, parts) for p in kept], _room(parts)),
        _limited("kind", kinds, [_class(p, parts) for p in kept],
                 {s.kind: s.wanted for s in parts}),
    )  # fmt: skip
    n = len(kept)
    instance = Instance.build(
        seats=[terms.seats + terms.reserves], load=1, item=[0] * n,
        candidate=list(range(n)), fit=[p.fit for p in kept], cap=cap,
        items=1, candidates=n, scale=draw.fit_scale, levels=levels, objective=_objective(draw),
        item_names=[item], candidate_names=[p.code for p in kept],
    )  # fmt: skip
    return Problem(instance, parts, tuple(kept), out)


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
    return [
        {"kind": "combination", "kinds": [], "fields": [], "away": False, "official": False,
         "need": -(-c.need // scale), "have": c.have // scale}
        for c in answer.causes
    ]  # fmt: skip


def frozen(
    found: Problem, *, subject: str, round: int, terms: Terms, sources: Sequence[AnySource],
    key: bytes, previous: Sequence[str],
) -> engine.FitInput:  # fmt: skip
    """What is committed to. The instance's one item is the panel."""
    (item,) = found.instance.item_names
    return engine.FitInput.build(
        subject=subject, round=round, instance=found.instance, reserves=terms.reserves,
        sources=sources, sealed_key=engine.seal(key), program=engine.program_digest(),
        classes=[engine.ClassSeats(item, s.kind, s.seats) for s in found.shares],
        class_level="kind", previous=previous,
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


def _groups(names: Iterable[str]) -> list[str]:
    return sorted(set(names))


def _places(groups: Sequence[str], names: Iterable[str]) -> Integers:
    at = {name: n for n, name in enumerate(groups)}
    return integers([at[name] for name in names], "groups")


def _limited(name: str, groups: list[str], members: Sequence[str],
             limits: Mapping[str, int]) -> Level:  # fmt: skip
    rows = [(0, n, limits[g]) for n, g in enumerate(groups) if g in limits]
    item, group, limit = (integers([r[k] for r in rows], name) for k in range(3))
    return Level(name, _places(groups, members), None, item, group, limit, tuple(groups))


def _short(found: Problem) -> list[Cause]:
    """Kinds with too few people, or too few for chances within the cap."""
    causes: list[Cause] = []
    p = found.instance
    cap = Fraction(int(p.cap.max()) if p.pairs else p.scale, p.scale)
    for share in found.shares:
        have = sum(_class(x, found.shares) == share.kind for x in found.people)
        need = share.wanted
        kind = "quota"
        if have >= need and have * cap < need:
            kind, need = "cap", -int(-need // cap)
        if have < need:
            named = [] if share.kind == ALL else [share.kind]
            causes.append({"kind": kind, "kinds": named, "fields": [], "away": False,
                           "official": False, "need": need, "have": have})  # fmt: skip
    return causes
