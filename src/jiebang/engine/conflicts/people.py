"""Who is who: one person in two lists, under two spellings, or two who only share a name.

The hash of an identity number decides. Without it, the name must be confirmed by other signs; the
same name alone, however rare, is a question and never an answer.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from jiebang.engine.conflicts.facts import Fact
from jiebang.engine.conflicts.names import HAN, plain
from jiebang.engine.conflicts.units import Evidence, Match

SAME_NAME = "same_name"
SUFFICE = 3
"""Points beside the name that make the same person: see `_SIGNS`."""
_SIGNS = {"contact": 3, "born": 2, "unit": 2, "former_unit": 1, "field": 1, "works": 2}


@dataclass(frozen=True, slots=True)
class Person:
    """`identity`: hash of the identity number, empty when unknown; `contacts`: hashes of numbers
    and addresses; `units`: keys of units, resolved, now or on the date of the list; `former` ones;
    `fields`: codes; `works`: keys of papers, patents, projects; `born`: 1970, 1970-05, 1970-05-20.
    `latin`: further spellings."""

    id: str
    name: str
    identity: str = ""
    units: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    works: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()
    born: str = ""
    latin: tuple[str, ...] = ()


def same_person(a: Person, b: Person) -> Match:
    """same, ask or different, with what speaks for it and against it.

    Evidence codes: identity, identity_differs, same_name, same_spelling (of different scripts or
    orders), initials, names_differ, contact, born, born_differs, unit, former_unit, field, works.
    """
    if a.identity and b.identity:
        same = a.identity == b.identity
        found = Evidence("identity" if same else "identity_differs")
        return Match("same" if same else "different", (found, *_named(a, b)))
    named = _named(a, b)
    if named[0].code == "names_differ":
        return Match("different", named)
    if _born_differs(a, b):
        return Match("different", (*named, Evidence("born_differs")))
    signs = tuple(_signs(a, b))
    points = sum(_SIGNS[sign.code] for sign in signs)
    needed = {SAME_NAME: SUFFICE, "same_spelling": SUFFICE + 1, "initials": SUFFICE + 2}
    enough = points >= needed[named[0].code] and len(signs) >= 2
    return Match("same" if enough else "ask", (*named, *signs))


def _named(a: Person, b: Person) -> tuple[Evidence, ...]:
    """How the names agree, best first; always one at least."""
    if _written(a.name) == _written(b.name):
        return (Evidence(SAME_NAME, (("name", a.name),)),)
    ours, theirs = _spellings(a), _spellings(b)
    both = (("a", a.name), ("b", b.name))
    two_scripts = bool(HAN.search(a.name)) and bool(HAN.search(b.name))
    if not two_scripts and ours & theirs:
        return (Evidence("same_spelling", both),)
    if not two_scripts and (_initials(a) & theirs or ours & _initials(b)):
        return (Evidence("initials", both),)
    return (Evidence("names_differ", both),)


def _signs(a: Person, b: Person) -> Iterator[Evidence]:
    shared: Iterable[tuple[str, set[str]]] = (
        ("contact", set(a.contacts) & set(b.contacts)),
        ("unit", set(a.units) & set(b.units)),
        ("former_unit", (set(a.former) & {*b.former, *b.units}) | (set(a.units) & set(b.former))),
        ("field", set(a.fields) & set(b.fields)),
        ("works", set(a.works) & set(b.works)),
    )
    if len(a.born) >= 7 and a.born == b.born:
        yield Evidence("born", (("born", a.born),))
    for code, values in shared:
        if values:
            yield Evidence(code, tuple((code, value) for value in sorted(values)))


def _born_differs(a: Person, b: Person) -> bool:
    size = min(len(a.born), len(b.born))
    return a.born[:size] != b.born[:size]


@lru_cache(maxsize=400_000)
def _written(name: str) -> str:
    text = plain(name)
    return text if HAN.search(text) else " ".join(sorted(_folded(name).split()))


def _folded(text: str) -> str:
    """Latin letters without accents; ü as in passports, hyphens and dots as spaces."""
    low = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text).lower())
    low = re.sub("[üǖǘǚǜ]", "v", low)
    low = "".join(c for c in unicodedata.normalize("NFD", low) if not unicodedata.combining(c))
    return " ".join(re.findall(r"[a-z]+", low.replace("'", "").replace("’", "")))


def _spellings(person: Person) -> frozenset[str]:
    """Keys under which the same name meets in letters: the syllables run together, either order."""
    return _keys((person.name, *person.latin))


@lru_cache(maxsize=400_000)
def _keys(names: tuple[str, ...]) -> frozenset[str]:
    found: set[str] = set()
    for name in names:
        for family, given in _parts(name):
            for last in _readings(family):
                first = "".join(given)
                found |= {_loose(last + first), _loose(first + last)}
    return frozenset(found)


def _initials(person: Person) -> frozenset[str]:
    """Keys of "Wang W" and "W. Wang", "J.G. Li"."""
    found: set[str] = set()
    for name in (person.name, *person.latin):
        for family, given in _parts(name):
            for last in _readings(family):
                for first in {"".join(g[0] for g in given), given[0][0]} if given else set():
                    found |= {_loose(last + first), _loose(first + last)}
    return frozenset(found)


def _parts(name: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """(family name, syllables or words of the given name), in every order that is possible."""
    from pypinyin import lazy_pinyin  # noqa: PLC0415 -- a dictionary of its own

    from jiebang.engine.text.roster import surname  # noqa: PLC0415 -- loads the same

    if HAN.search(name):
        text = plain(name)
        family = surname(text)
        yield family, tuple(lazy_pinyin(text[len(family) :], v_to_u=False))
        return
    words = _folded(name).split()
    if words:
        yield words[0], tuple(words[1:])
        yield words[-1], tuple(words[:-1])


_READINGS = {
    "曾": "zeng", "单": "shan", "仇": "qiu", "解": "xie", "查": "zha", "区": "ou", "朴": "piao",
    "盖": "ge", "尉迟": "yuchi", "长孙": "zhangsun", "翟": "zhai", "乐": "yue", "覃": "qin",
    "缪": "miao", "种": "chong", "任": "ren", "华": "hua",
}  # fmt: skip
"""Characters that read otherwise as family names."""


def _readings(family: str) -> set[str]:
    from pypinyin import lazy_pinyin  # noqa: PLC0415 -- a dictionary of its own

    if not HAN.search(family):
        return {family}
    usual = "".join(lazy_pinyin(family, v_to_u=False))
    return {usual, _READINGS.get(family, usual)}


def _loose(letters: str) -> str:
    """吕 is lv, lu, lyu and lü in one passport or another."""
    return re.sub("yu|v", "u", letters.replace("lyu", "lu").replace("nyu", "nu"))


def propose_merges(people: Iterable[Person]) -> tuple[tuple[str, str, Match], ...]:
    """Pairs of records of one list that are, or may be, one person: ids ascending, the sure ones
    first. Somebody who only shares a name with somebody is not proposed: there are too many."""
    people = tuple(people)
    found = _compared(people, people)
    return tuple(told for told in found if told[0] < told[1] and _more_than_a_name(told[2]))


def match_people(
    people: Iterable[Person], others: Iterable[Person]
) -> tuple[tuple[str, str, Match], ...]:
    """Pairs of one record of each list that are, or may be, one person, the sure ones first; here
    the same name alone is a question worth asking."""
    return _compared(people, others)


def _compared(
    people: Iterable[Person], others: Iterable[Person]
) -> tuple[tuple[str, str, Match], ...]:
    """Only records that share an identity, a contact or a spelling are compared."""
    by_key: dict[tuple[str, str], list[Person]] = defaultdict(list)
    for other in others:
        for key in _entries(other):
            by_key[key].append(other)
    found: dict[tuple[str, str], Match] = {}
    for a in people:
        for key in _looks(a):
            for b in by_key.get(key, ()):
                if a.id != b.id and (a.id, b.id) not in found:
                    found[a.id, b.id] = same_person(a, b)
    kept = ((a, b, match) for (a, b), match in found.items() if match.verdict != "different")
    return tuple(sorted(kept, key=lambda told: (told[2].verdict != "same", told[0], told[1])))


def _more_than_a_name(match: Match) -> bool:
    return match.verdict == "same" or len(match.evidence) > 1


def _blocks(person: Person) -> Iterator[tuple[str, str]]:
    """Under what a record is found and looked for."""
    if person.identity:
        yield "identity", person.identity
    for contact in person.contacts:
        yield "contact", contact
    if HAN.search(person.name):
        yield "written", _written(person.name)


def _entries(person: Person) -> Iterator[tuple[str, str]]:
    """Where a record stands: in its spellings, and under its initials for those who write them."""
    yield from _blocks(person)
    script = "han" if HAN.search(person.name) else "latin"
    for spelling in _spellings(person):
        yield script, spelling
    for spelling in _initials(person) - _spellings(person):
        yield "initials", spelling


def _looks(person: Person) -> Iterator[tuple[str, str]]:
    """Where its like may stand. Two names in characters meet in characters only."""
    yield from _blocks(person)
    han = bool(HAN.search(person.name))
    for spelling in _spellings(person):
        yield "latin", spelling
        if not han:
            yield "han", spelling
            yield "initials", spelling
    if han or max(map(len, _folded(person.name).split()), default=0) > 2:
        for spelling in _initials(person):
            yield "latin", spelling


def link_people(
    found: Iterable[tuple[str, str, Match]], *, source: str = "people"
) -> tuple[Fact, ...]:
    """`same_person` facts for what was found: an identity confirms, signs match, and what has to
    be asked carries the class "name"."""
    facts = []
    for a, b, match in found:
        code = match.evidence[0].code
        sure = "matched" if match.verdict == "same" else "name"
        facts.append(Fact("same_person", a, b, f"{source}:{code}",
                          confidence="confirmed" if code == "identity" else sure))  # fmt: skip
    return tuple(facts)
