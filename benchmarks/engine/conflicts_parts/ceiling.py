"""What could be known of a written name at all: every unit that some rule would write just so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from conflicts_parts.names import DEPARTMENTS, Mention, Scribe, Shape, region
from jiebang.engine.conflicts import Fact
from jiebang.engine.conflicts.names import plain


def known_rules(scribe: Scribe, mentions: list[Mention], *, further: bool) -> tuple[Fact, ...]:
    """The links of somebody who knows the rules themselves, as no resolver does, and asks about
    every unit that one of them would write so, under its name or a further one, in the region told.
    Fewer questions than these would be guesses; precision cannot be better at full recall."""
    written: dict[str, set[str]] = defaultdict(set)
    for id_, shape in scribe.shapes.items():
        for spelling in spellings(scribe, shape, further):
            written[plain(spelling)].add(id_)
        for own in further_names(scribe, id_, shape):
            for spelling in spellings(scribe, own, further):
                written[plain(spelling)].add(id_)
    facts = []
    for m in mentions:
        fit = [id_ for id_ in sorted(written.get(plain(m.unit.name), ()))
               if one_in_other(m.unit.region, region(scribe.shapes[id_]))]  # fmt: skip
        sure = "matched" if len(fit) == 1 else "name"
        facts += [Fact("alias", m.unit.id, id_, "rules", confidence=sure) for id_ in fit]
    return tuple(facts)


def spellings(scribe: Scribe, shape: Shape, further: bool) -> Iterator[str]:
    rules = scribe.usual() | scribe.held() | (scribe.further_held() if further else {})
    del rules["department"]
    yield from (rule(shape) for rule in rules.values())
    yield from (shape.full + part for part in DEPARTMENTS.get(shape.end, DEPARTMENTS[""]))


def further_names(scribe: Scribe, id_: str, shape: Shape) -> Iterator[Shape]:
    """They differ from the name in the own part only."""
    for name in scribe.units[int(id_[1:])].aliases:
        at = len(shape.place)
        yield replace(shape, own=name[at : at + len(shape.own)])


def one_in_other(a: str, b: str) -> bool:
    """Whether of two codes one may hold the other; one of them may be unknown."""
    return not a or not b or a == b or (a[:2] == b[:2] and "0000" in (a[2:], b[2:]))
