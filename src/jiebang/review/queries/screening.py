"""Which experts must not come near what a panel reviews, and every reason why, as a path."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from jiebang.engine.conflicts import (
    Fact,
    Graph,
    Pair,
    Person,
    Policy,
    Reason,
    Step,
    Verdict,
    link_people,
    match_people,
    screen,
)
from jiebang.engine.conflicts import Item as EngineItem
from jiebang.programme.queries import subjects
from jiebang.registry import queries as registry
from jiebang.registry.queries.conflict_facts import OFFICE, Known, conflict_facts, mentioned
from jiebang.review.models import Conflict, Panel, PanelItem
from jiebang.review.queries.facts import edition
from jiebang.rulebook.conflict import STANDING, Finding, reasons_of
from jiebang.rulebook.edition.conflicts import policy
from jiebang.rulebook.expert import unit_key
from jiebang.rulebook.panel import PanelKind

LIST = "list"  # the items of one panel and, among bids, whoever else bids on the same list


@dataclass(frozen=True, slots=True)
class Found:
    """A finding with its way from the expert to the item, in plain values."""

    finding: Finding
    path: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Screened:
    """By expert: what was found, of `experts`. `reasons` keeps out what people have cleared or
    waived."""

    experts: frozenset[str]
    found: dict[str, tuple[Found, ...]]
    states: dict[tuple[str, str, str], str]

    def reasons(self, expert: str) -> tuple[str, ...]:
        return reasons_of((f.finding for f in self.found.get(expert, ())), self.states)

    def state(self, f: Found) -> str:
        told = f.finding
        return self.states.get((told.expert, told.item, told.key), "")


def screened(p: Panel, experts: Collection[str] | None, now: datetime) -> Screened:
    """These experts, or the whole pool, against every item of the panel. After the close what came
    to be later does not count."""
    on = timezone.localdate(p.closed_at or now)
    items = list(p.items.order_by("code").defer("sections", "snapshot"))
    known = _known(p, items, experts)
    if p.closed_at:
        known.facts = [f for f in known.facts if f.on is None or f.on <= on]
    graph = Graph(known.facts, [*(EngineItem(i.code, LIST) for i in items), *_others(p, known)])
    rules = _policy(p)
    made = screen(graph, [i.code for i in items], [e.id for e in known.experts], rules, on=on)
    found: dict[str, tuple[Found, ...]] = {}
    for pair in made.pairs(Verdict.NOTE):
        told = tuple(Found(_finding(pair, r), _path(r, known)) for r in _telling(pair, rules))
        found[pair.candidate] = (*found.get(pair.candidate, ()), *told)
    return Screened(frozenset(e.id for e in known.experts), found, states_of(p))


def states_of(p: Panel) -> dict[tuple[str, str, str], str]:
    """What was decided, by (expert, item, key)."""
    rows = Conflict.objects.filter(panel=p, state__in=STANDING)
    columns = ("expert_id", "item", "key", "state")
    return {(str(e), item, key): s for e, item, key, s in rows.values_list(*columns)}


def _policy(p: Panel) -> Policy:
    rules = edition(p)
    ids = {name: u.id for name in rules.conflicts.not_through if (u := registry.find(name))}
    return policy(rules.conflicts, rules.experts.unsuitable_max, ids)


def unsafe_among(p: Panel, experts: dict[str, str], now: datetime) -> frozenset[str]:
    """Of these (code → expert) those who must not be called: a conflict, or a question about one,
    as things are now."""
    found = screened(p, set(experts.values()), now)
    return frozenset(code for code, expert in experts.items() if found.reasons(expert))


# -- facts ----------------------------------------------------------------------------------------


def _known(p: Panel, items: list[PanelItem], experts: Collection[str] | None) -> Known:
    written = {mentioned(name).id: mentioned(name) for i in items for name, _ in i.organisations}
    office = edition(p).bureau.name
    written[mentioned(office).id] = mentioned(office)
    known = conflict_facts(experts, written.values())
    known.names[OFFICE] = office
    known.tell(Fact("alias", mentioned(office).id, OFFICE, "edition|", confidence="confirmed"),
               Fact("office", OFFICE, LIST, "edition|", confidence="confirmed"))  # fmt: skip
    people = [person for i in items for person in _parties(p, i, known)]
    near = match_people(people + known.others, known.experts)
    known.facts += link_people(near)
    known.facts += link_people(match_people(known.others, people))
    return known


def _parties(p: Panel, i: PanelItem, known: Known) -> Iterator[Person]:
    """Units and people of one item; the people are handed on, to be compared by name."""
    sides = ["bidder" if p.kind == PanelKind.BID else "party"] * len(i.units)
    if p.kind == PanelKind.BID and sides:
        sides[0] = "publisher"
    known.tell(*(Fact("party", u, i.code, "item|", confidence="confirmed", side=side)
                 for u, side in zip(i.units, sides, strict=True)))  # fmt: skip
    registered = {unit_key(known.names.get(u, "")) for u in i.units}
    side = sides[-1] if sides else ""
    known.tell(
        *(
            Fact("party", mentioned(name).id, i.code, "form|", side=side)
            for name, _others in i.organisations
            if unit_key(name) not in registered
        )
    )
    told: list[tuple[str, list[str]]] = [("member", i.people), ("named", i.unsuitable)]
    for kind, names in told:
        for n, name in enumerate(dict.fromkeys(names)):
            who = f"{kind}:{i.code}:{unit_key(name)}"
            known.names[who] = name
            place = n + 1 if kind == "named" else None
            known.tell(Fact(kind, who, i.code, "form|", amount=place))
            yield Person(who, name)


def _others(p: Panel, known: Known) -> list[EngineItem]:
    """Who else bids on the same list, as far as the edition says that it reaches, though this
    panel does not review it."""
    if p.kind != PanelKind.BID:
        return []
    mine = {str(pk) for pk in p.items.values_list("subject_id", flat=True)}
    made = []
    for bid, units in subjects.handed_in(p.subject_id, edition(p).conflicts.list_scope):
        if bid not in mine:
            made.append(EngineItem(f"other:{bid}", LIST))
            known.tell(*(Fact("party", u, f"other:{bid}", "item|", confidence="confirmed",
                              side="bidder") for u in units))  # fmt: skip
    return made


# -- reasons --------------------------------------------------------------------------------------


def _telling(pair: Pair, rules: Policy) -> Iterable[Reason]:
    """Each piece of evidence once, at its strongest; a rule about the list speaks of others."""
    groups = {r.code for r in rules.rules if r.group}
    told: set[tuple[Fact, ...]] = set()
    for reason in pair.reasons:
        own = reason.rule in groups and reason.steps[-1].kind != "listed"
        if not own and reason.evidence not in told:
            told.add(reason.evidence)
            yield reason


def _finding(pair: Pair, r: Reason) -> Finding:
    return Finding(expert=pair.candidate, item=pair.item, rule=r.rule,
                   verdict=r.verdict.name.lower(), key=r.key)  # fmt: skip


def _path(r: Reason, known: Known) -> tuple[dict[str, Any], ...]:
    return tuple(_step(s, known) for s in r.steps)


def _step(s: Step, known: Known) -> dict[str, Any]:
    (start, a), (end, b) = s.nodes()
    return {
        "start": [start, known.names.get(a, a if start == "item" else "")],
        "end": [end, known.names.get(b, b if end == "item" else "")],
        "kind": s.kind, "forward": not s.facts or s.facts[0].a == s.start,
        "facts": [_told(f, known.told_on.get(f)) for f in s.facts],
    }  # fmt: skip


def _told(f: Fact, told_on: date | None) -> dict[str, Any]:
    days = {"on": f.on, "until": f.until, "told_on": told_on}
    return {
        "source": f.source, "confidence": f.confidence, "amount": f.amount, "side": f.side,
        **{name: day.isoformat() if day else "" for name, day in days.items()},
    }  # fmt: skip


__all__ = ["Found", "Screened", "screened", "states_of", "unsafe_among"]
