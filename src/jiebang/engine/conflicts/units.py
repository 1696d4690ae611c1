"""Which organisation is meant: by credit code, by name, by what names are shortened to.

The best class of evidence wins and the weaker ones are not asked: who writes a registered name in
full does not mean its neighbour with one character changed. Similarity of strings proposes and
never decides. All knowledge of words is data, see `names`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from jiebang.engine.conflicts.facts import Fact
from jiebang.engine.conflicts.names import (
    HAN,
    WORDS,
    Name,
    Words,
    abbreviates,
    distinctive,
    initials,
    kinds_agree,
    law,
    parse,
    plain,
    slip,
)
from jiebang.engine.identity import normalise

MOST_ASKED = 8
"""A form that fits more units than this means nothing."""
LETTERS_LEAST = 4
"""Fewer first letters than this mean nothing either."""


@dataclass(frozen=True, slots=True)
class Unit:
    """An organisation as registered, or as somebody wrote it. `aliases`: former names, usual
    abbreviations, names in other languages. `region`: code after GB/T 2260, empty when unknown."""

    id: str
    name: str
    code: str = ""
    aliases: tuple[str, ...] = ()
    region: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """`code`: credit_code, credit_codes_differ, name, form_of_law, place_left_out,
    abbreviation, department, latin, first_letters, typing; of people see `people`. `params`: (name,
    value)."""

    code: str
    params: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """`verdict`: same, ask, different."""

    verdict: str
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Resolved:
    """A unit of the register that may be meant."""

    unit: str
    match: Match


Finder = Callable[["_Asked"], Iterator[Resolved]]


@dataclass(frozen=True, slots=True)
class _Asked:
    """One spelling of a mention."""

    name: Name
    unit: Unit


class Registry:
    """Registered units, indexed. `aliases`: further name → registered name, as data."""

    def __init__(
        self, units: Iterable[Unit], words: Words = WORDS, aliases: Mapping[str, str] | None = None
    ) -> None:
        self.words = words
        self.units: dict[str, Unit] = {}
        self.names: dict[str, tuple[Name, ...]] = {}
        self._by_code: dict[str, set[str]] = defaultdict(set)
        self._by_text: dict[str, set[str]] = defaultdict(set)
        self._by_core: dict[str, set[str]] = defaultdict(set)
        self._by_character: dict[str, set[str]] = defaultdict(set)
        self._by_half: dict[tuple[int, bool, str], set[str]] = defaultdict(set)
        self._by_latin: dict[str, set[str]] | None = None
        self._by_initials: dict[str, set[tuple[str, str]]] | None = None
        self._by_letters: dict[str, set[str]] = defaultdict(set)
        self._parts = tuple({part for told in words.departments.values() for part in told})
        self._short_heads = tuple(
            {form for head in words.heads for form in (head, *words.shrunk.get(head, ()))}
        )
        further: dict[str, list[str]] = defaultdict(list)
        for alias, full in (aliases or {}).items():
            further[plain(full)].append(alias)
        for unit in units:
            self._enter(unit, further)

    def _enter(self, unit: Unit, further: Mapping[str, list[str]]) -> None:
        if unit.id in self.units:
            raise ValueError(f"the same unit twice: {unit.id}")
        self.units[unit.id] = unit
        spellings = [unit.name, *unit.aliases, *further.get(plain(unit.name), ())]
        names = tuple(dict.fromkeys(parse(s, self.words) for s in spellings if plain(s)))
        self.names[unit.id] = names
        if unit.code:
            self._by_code[normalise(unit.code)].add(unit.id)
        for name in names:
            for text in (plain(name.text), *name.inner):
                self._by_text[text].add(unit.id)
            self._by_core[name.core].add(unit.id)
            letters = "".join(f for p in name.places for f in self.words.shrunk.get(p, ()))
            for character in name.stem + letters:
                self._by_character[character].add(unit.id)
            for key in _halves(name.stem):
                self._by_half[key].add(unit.id)
            self._by_letters["".join(sorted(name.stem))].add(unit.id)

    def resolve(self, mention: Unit) -> tuple[Resolved, ...]:
        """The units that `mention` may be, itself (by id) left out; by the best class of evidence
        that says anything. Several mean that somebody has to be asked."""
        by_code = self._by_code.get(normalise(mention.code), set()) if mention.code else set()
        if by_code - {mention.id}:
            evidence = (Evidence("credit_code", (("code", normalise(mention.code)),)),)
            return tuple(Resolved(u, Match("same", evidence)) for u in sorted(by_code))
        names = [parse(s, self.words) for s in (mention.name, *mention.aliases) if plain(s)]
        names += [parse(inner, self.words) for name in names for inner in name.inner]
        asked = [_Asked(name, mention) for name in names]
        finders: tuple[Finder, ...] = (self._by_name, self._by_law, self._by_place,
                                       self._by_department, self._by_short, self._by_words,
                                       self._by_first_letters, self._by_typing)  # fmt: skip
        for finder in finders:
            found = {r.unit: r for one in asked for r in finder(one)}
            if found:
                return tuple(found[unit] for unit in sorted(found))
        return ()

    # -- classes of evidence, best first --------------------------------------------------------

    def _by_name(self, asked: _Asked) -> Iterator[Resolved]:
        units = self._possible(self._by_text.get(asked.name.text, set()), asked)
        yield from _told(units, "name", asked.name.text, sure=len(units) == 1)

    def _by_law(self, asked: _Asked) -> Iterator[Resolved]:
        """The same but for 有限公司 and the like. Two different forms of law, a place in brackets,
        or 集团 on one side only, may be two units."""
        name = asked.name
        found = _of_form(name, (
            (unit, other)
            for unit in self._possible(self._by_core.get(name.core, set()), asked)
            for other in self.names[unit]
            if other.core == name.core and set(other.places) == set(name.places)
        ))  # fmt: skip
        for unit, other in found.items():
            one_form = len({name.legal, other.legal} - {""}) < 2
            sure = one_form and name.branch == other.branch and kinds_agree(name, other)
            yield from _told({unit}, "form_of_law", other.text, sure=sure and len(found) == 1)

    def _by_place(self, asked: _Asked) -> Iterator[Resolved]:
        """One of them leaves out a place that the other names; only names that say more. Sure when
        the region, told apart from the name, agrees."""
        name = asked.name
        if len(distinctive(name, self.words)) < 2:
            return
        units = set(_of_form(name, (
            (unit, other)
            for unit in self._possible(self._by_core.get(name.core, set()), asked)
            for other in self.names[unit]
            if other.core == name.core and _nested(other.places, name.places)
            and kinds_agree(name, other)
        )))  # fmt: skip
        told = bool(asked.unit.region) and all(self.units[u].region for u in units)
        yield from _told(units, "place_left_out", name.text, sure=told and len(units) == 1)

    def _by_department(self, asked: _Asked) -> Iterator[Resolved]:
        """A registered name, whole or shortened, and then a part of that kind of unit."""
        text = asked.name.text
        for at in range(len(text) - 1, 1, -1):
            front, rest = text[:at], text[at:]
            units, sure = self._possible(self._by_text.get(front, set()), asked), True
            if not units and front.endswith(self._short_heads) and rest.endswith(self._parts):
                units, sure = self._shortened(parse(front, self.words), asked, {"strong"})
            units = {u for u in units if self._has_part(u, rest)}
            if units:
                yield from _told(units, "department", rest, sure=sure and len(units) == 1)
                return

    def _has_part(self, unit: str, rest: str) -> bool:
        endings = self.words.departments.get(self.names[unit][0].kind, ())
        return rest.endswith(endings) if endings else False

    def _by_short(self, asked: _Asked) -> Iterator[Resolved]:
        if not HAN.search(asked.name.text):
            return
        for quality in ("strong", "weak", "loose"):
            units, sure = self._shortened(asked.name, asked, {quality})
            if 0 < len(units) <= MOST_ASKED:
                yield from _told(units, "abbreviation", asked.name.stem, sure=sure)
                return

    def _shortened(self, name: Name, asked: _Asked, qualities: set[str]) -> tuple[set[str], bool]:
        """Units for which the name could be short; whether it is one, and told by its own words."""
        lists = sorted((self._by_character.get(c, set()) for c in set(name.stem)), key=len)
        near = set.intersection(*lists) if lists else set()
        found = set(_of_form(name, (
            (unit, other)
            for unit in self._possible(near, asked)
            for other in self.names[unit]
            if abbreviates(name.stem, other, self.words) in qualities and kinds_agree(name, other)
        )))  # fmt: skip
        return found, qualities == {"strong"} and len(found) == 1

    def _by_words(self, asked: _Asked) -> Iterator[Resolved]:
        """A name in Latin letters: pinyin and the usual English words."""
        if HAN.search(asked.name.text):
            return
        if self._by_latin is None:
            self._by_latin = defaultdict(set)
            for unit, names in self.names.items():
                for name in names:
                    self._by_latin[self._latin_key(name.text)].add(unit)
        key = self._latin_key(asked.name.text)
        units = self._possible(self._by_latin.get(key, set()), asked) if key[2:] else set()
        if len(units) <= MOST_ASKED:
            yield from _told(units, "latin", asked.name.text, sure=False)

    def _by_first_letters(self, asked: _Asked) -> Iterator[Resolved]:
        """First letters of the pinyin, of the name and, whole or begun, of its form of law."""
        text = asked.name.text
        if len(text) < LETTERS_LEAST or not re.fullmatch("[a-z]+", text):
            return
        if self._by_initials is None:
            self._by_initials = defaultdict(set)
            for unit, names in self.names.items():
                for name in (n for n in names if HAN.search(n.text)):
                    self._by_initials[initials(name.stem)].add((unit, initials(name.text)))
        begun = [text[:n] for n in range(LETTERS_LEAST, len(text) + 1)]
        found = {unit for key in begun for unit, whole in self._by_initials.get(key, ())
                 if whole.startswith(text)}  # fmt: skip
        units = self._possible(found, asked)
        if len(units) <= MOST_ASKED:
            yield from _told(units, "first_letters", text, sure=False)

    def _latin_key(self, text: str) -> str:
        """Kind of unit and the sorted letters-only words: 山东大学 and "University of Shandong"."""
        from pypinyin import lazy_pinyin  # noqa: PLC0415 -- a dictionary of its own

        if not HAN.search(text):
            told = [self.words.latin.get(w, w) for w in plain(text).split()]
            kinds = {w for w in told if w in set(self.words.latin.values()) - {""}}
            rest = [w for w in told if w and w not in kinds]
            meant = [self.words.latin_words.get(w, w) for w in rest]
            return "|".join([min(kinds, default=""), "".join(sorted("".join(meant)))])
        name = parse(text, self.words)
        core = name.core
        for head in sorted(self.words.heads, key=len, reverse=True):
            if core.endswith(head):
                core = core.removesuffix(head)
                break
        own = "".join(name.places) + core
        for word in self.words.latin_words.values():
            own = own.replace(word, f" {word} ")
        meant = [w if w in self.words.latin_words.values() else "".join(lazy_pinyin(w))
                 for w in own.split()]  # fmt: skip
        return "|".join([name.kind, "".join(sorted("".join(meant)))])

    def _by_typing(self, asked: _Asked) -> Iterator[Resolved]:
        """One slip of the keyboard, or the same characters in another order. What a usual slip
        explains is not asked what a rarer one would."""
        stem = asked.name.stem
        if len(stem) < 5:
            return
        near = {u for n in (-1, 0, 1) for key in _halves(stem, n)
                for u in self._by_half.get(key, ())}  # fmt: skip
        letters = self._by_letters.get("".join(sorted(stem)), set())
        slips: dict[str, list[tuple[str, Name]]] = {"alike": [], "near": [], "": []}
        for unit in self._possible(near | letters, asked):
            for other in self.names[unit]:
                slips[slip(asked.name, other)].append((unit, other))
        units = set(_of_form(asked.name, slips["alike"] or slips["near"]))
        if len(units) <= MOST_ASKED:
            yield from _told(units, "typing", stem, sure=False)

    def _possible(self, units: Iterable[str], asked: _Asked) -> set[str]:
        """Without the mention itself, units of another credit code, units of another region."""
        code, region = normalise(asked.unit.code), asked.unit.region
        return {
            u for u in units
            if u != asked.unit.id
            and not (code and self.units[u].code and normalise(self.units[u].code) != code)
            and _one_in_other(region, self.units[u].region)
        }  # fmt: skip


def _of_form(name: Name, found: Iterable[tuple[str, Name]]) -> dict[str, Name]:
    """Unit → its spelling, of those found: where some have the form of law that `name` has, the
    others would need one more difference and are left out."""
    pairs = tuple(found)
    same = tuple(pair for pair in pairs if name.legal and law(pair[1]) == law(name))
    return dict(same or pairs)


def _one_in_other(a: str, b: str) -> bool:
    """Whether two codes after GB/T 2260 can be one place: 370000 holds 370100; "" is anywhere."""
    a, b = (re.sub("(?:00)+$", "", code) for code in (a, b))
    return a.startswith(b) or b.startswith(a)


def same_unit(a: Unit, b: Unit, words: Words = WORDS) -> Match:
    """What speaks for a and b being one organisation, without looking at any other."""
    if a.code and b.code:
        same = normalise(a.code) == normalise(b.code)
        return Match("same" if same else "different",
                     (Evidence("credit_code" if same else "credit_codes_differ"),))  # fmt: skip
    here, there = (replace(unit, id=name, code="") for unit, name in ((a, "a"), (b, "b")))
    found = [
        *Registry([there], words).resolve(here),
        *Registry([here], words).resolve(there),
    ]
    return min((r.match for r in found), key=lambda m: m.verdict != "same",
               default=Match("different"))  # fmt: skip


def link_units(
    registry: Registry, mentions: Iterable[Unit], *, source: str = "names"
) -> tuple[Fact, ...]:
    """Facts that join mentions to the registered units they may be, and mentions that no register
    knows to each other. Codes confirm, names match, questions carry the class "name"."""
    facts: list[Fact] = []
    unknown: list[Unit] = []
    known: dict[tuple[str, ...], tuple[Resolved, ...]] = {}
    for mention in mentions:
        key = (plain(mention.name), normalise(mention.code), mention.region, *mention.aliases)
        if key not in known:
            known[key] = registry.resolve(mention)
        if not known[key]:
            unknown.append(mention)
        facts += [_fact(mention.id, r, source) for r in known[key] if r.unit != mention.id]
    among = Registry(unknown, registry.words)
    for mention in unknown:
        facts += [_fact(mention.id, r, source) for r in among.resolve(mention)]
    return tuple(facts)


def _fact(mention: str, resolved: Resolved, source: str) -> Fact:
    code = resolved.match.evidence[0].code
    confidence = {"same": "matched", "ask": "name"}[resolved.match.verdict]
    kind = {"credit_code": "same_code", "department": "department"}.get(code, "alias")
    return Fact(kind, mention, resolved.unit, f"{source}:{code}",
                confidence="confirmed" if code == "credit_code" else confidence)  # fmt: skip


def _told(units: Iterable[str], code: str, text: str, *, sure: bool) -> Iterator[Resolved]:
    match = Match("same" if sure else "ask", (Evidence(code, (("text", text),)),))
    return (Resolved(unit, match) for unit in units)


def _nested(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    return set(a) <= set(b) or set(b) <= set(a)


def _halves(text: str, longer: int = 0) -> Iterator[tuple[int, bool, str]]:
    """Keys of which two texts share one when a single character differs: the front half and the
    back half that a text of `longer` more characters has."""
    size = len(text) + longer
    half = size // 2
    if half:
        yield (size, True, text[:half])
        yield (size, False, text[-(size - half) :])
