"""Names of organisations: their parts, what is said of them, and which could be short for which.

All knowledge of words lies in names.toml; a register with other words passes its own `Words`.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import Any

HAN = re.compile(r"[㐀-䶿一-鿿]")
TELLING = frozenset("一二三四五六七八九十东西南北中上下0123456789")
"""Where two names differ in one of these they name two units, however alike."""


@dataclass(frozen=True, eq=False)
class Words:
    """The vocabulary. `heads`: what a name ends with → kind of unit; `shrunk`: word → short forms;
    `departments`: kind of unit → endings of its parts."""

    places: frozenset[str]
    place_endings: tuple[str, ...]
    small_endings: tuple[str, ...]
    legal: tuple[str, ...]
    generic: frozenset[str]
    heads: Mapping[str, str]
    shrunk: Mapping[str, tuple[str, ...]]
    departments: Mapping[str, tuple[str, ...]]
    latin: Mapping[str, str]
    latin_words: Mapping[str, str]
    known: frozenset[str] = field(init=False)
    longest: int = field(init=False)

    def __post_init__(self) -> None:
        known = self.generic | set(self.shrunk) | set(self.heads)
        object.__setattr__(self, "known", frozenset(known))
        object.__setattr__(self, "longest", max(map(len, known)))


def words_from(data: Mapping[str, Any]) -> Words:
    """A vocabulary as plain data, in the form of names.toml."""
    heads = {word: told[0] for word, told in data["heads"].items()}
    shrunk = {word: tuple(told[1:]) for word, told in data["heads"].items() if told[1:]}
    for word, forms in data["short"].items():
        shrunk[word] = (*forms, *shrunk.get(word, ()))
    for place, letter in data["letters"].items():
        shrunk[place] = (letter,)
    return Words(
        frozenset(f"{data['provinces']} {data['cities']}".split()),
        tuple(data["place_endings"].split()),
        tuple(data["small_place_endings"].split()),
        tuple(sorted(data["legal"].split(), key=len, reverse=True)),
        frozenset(data["generic"].split()),
        heads,
        shrunk,
        {kind: tuple(told.split()) for kind, told in data["departments"].items()},
        data["latin"],
        data["latin_words"],
    )


WORDS = words_from(tomllib.loads(files(__package__).joinpath("names.toml").read_text("utf-8")))


@lru_cache(maxsize=1)
def _simplified() -> Any:
    import opencc  # noqa: PLC0415 -- reads its dictionaries

    return opencc.OpenCC("t2s")


@lru_cache(maxsize=200_000)
def plain(name: str) -> str:
    """NFKC, simplified characters, lower case; white space and signs only between Latin words."""
    text = unicodedata.normalize("NFKC", name)
    text = _simplified().convert(text).lower()
    if not HAN.search(text):
        return " ".join(re.findall(r"[a-z0-9]+", text))
    return re.sub(r"[^\w()]|_", "", text)


@dataclass(frozen=True, slots=True)
class Name:
    """`text`: all of it, without brackets; `places`, `core`, `legal`: its parts in this order;
    `inner`: other names, from brackets; `branch`: the places from brackets, which are among
    `places` too; `kind` of unit, empty when it does not tell."""

    text: str
    places: tuple[str, ...]
    core: str
    legal: str
    inner: tuple[str, ...]
    branch: tuple[str, ...]
    kind: str

    @property
    def stem(self) -> str:
        """The name without its form of law."""
        return "".join(self.places) + self.core


@lru_cache(maxsize=200_000)
def parse(name: str, words: Words = WORDS) -> Name:
    whole = plain(name)
    inner, places = [], []
    for bracket in re.findall(r"\(([^()]*)\)", whole):
        place, rest = _leading_places(bracket, words)
        if not rest:
            places += place
        elif f"({bracket})" not in words.legal:
            inner.append(re.sub("^(?:原名?|曾用名|以下简称|简称)", "", bracket))
    text = re.sub(r"\([^()]*\)", "", whole).strip("()")
    front, rest = _leading_places(text, words)
    if not front:
        rest, moved = _trailing_place(rest, words)
        places += moved
    core, legal = _without_legal(rest, words)
    kind = "company" if legal else kind_of(core, words)
    whole_places = tuple(dict.fromkeys((*front, *places)))
    return Name(text, whole_places, core, legal, tuple(inner), tuple(places), kind)


def kind_of(text: str, words: Words = WORDS) -> str:
    """By the longest head at the end."""
    heads = [head for head in words.heads if text.endswith(head)]
    return words.heads[max(heads, key=len)] if heads else ""


def _without_legal(text: str, words: Words) -> tuple[str, str]:
    for form in words.legal:
        if text.endswith(form) and len(text) > len(form):
            core = text.removesuffix(form)
            return core, form
    return text, ""


def _leading_places(text: str, words: Words) -> tuple[list[str], str]:
    """Places at the front, and the rest. A small place counts only after a known one."""
    found: list[str] = []
    while True:
        place = next((text[:n] for n in range(5, 1, -1) if text[:n] in words.places), "")
        if place:
            text = text.removeprefix(place)
            ending = next((e for e in words.place_endings if text.startswith(e)), "")
            text = text.removeprefix(ending)
            found.append(place)
            continue
        small = "|".join(words.small_endings)
        match = re.match(rf"([㐀-䶿一-鿿]{{2,3}}?)(?:{small})(?=.{{2}})", text) if found else None
        if match is None:
            return found, text
        found.append(match.group(1))
        text = text[match.end() :]


def _trailing_place(text: str, words: Words) -> tuple[str, list[str]]:
    """A name whose place comes last, as in lists that sort by the own name: what is before it has
    to be whole, that is to end as names do."""
    ending = next((e for e in words.place_endings if text.endswith(e)), "")
    bare = text.removesuffix(ending)
    place = next((bare[-n:] for n in range(5, 1, -1) if bare[-n:] in words.places), "")
    rest = bare.removesuffix(place)
    whole = place and (rest.endswith(words.legal) or kind_of(rest, words))
    return (rest, [place]) if whole else (text, [])


def initials(text: str) -> str:
    """First letters of the pinyin, small: 齐岭工业大学 is qlgydx."""
    from pypinyin import lazy_pinyin  # noqa: PLC0415 -- a dictionary of its own

    return "".join(p[0] for p in lazy_pinyin(text) if p)


@lru_cache(maxsize=200_000)
def pieces(name: Name, words: Words = WORDS) -> tuple[tuple[str, str], ...]:
    """(role, text) in order: place, known (a word of the vocabulary), own (what is left)."""
    found = [("place", place) for place in name.places]
    own = ""
    at = 0
    while at < len(name.core):
        word = next((name.core[at : at + n] for n in range(words.longest, 1, -1)
                     if name.core[at : at + n] in words.known), "")  # fmt: skip
        if word:
            if own:
                found.append(("own", own))
            found.append(("known", word))
            own, at = "", at + len(word)
        else:
            own, at = own + name.core[at], at + 1
    if own:
        found.append(("own", own))
    return tuple(found)


def distinctive(name: Name, words: Words = WORDS) -> str:
    """What is left of a name without places and the vocabulary."""
    return "".join(text for role, text in pieces(name, words) if role == "own")


def abbreviates(short: str, name: Name, words: Words = WORDS) -> str:
    """How `short` (plain, no form of law) could be an abbreviation of `name`.

    "strong": every distinctive part stands in it whole; "weak": parts are shrunk; "loose": only
    the order of the characters fits; "": not at all.
    """
    if len(short) < 2 or len(short) >= len(name.stem) or not _in_order(short, name, words):
        return ""
    parts = pieces(name, words)
    keep = "own" if len(distinctive(name, words)) >= 2 else "all"
    if _fits(short, parts, words, keep):
        return "strong"
    if _fits(short, parts, words, "none"):
        return "weak"
    return "loose" if len(short) >= 3 and short[0] in (name.stem[0], name.core[0]) else ""


def _in_order(short: str, name: Name, words: Words) -> bool:
    """Whether the characters of `short` come in this order in the name (or a province's letter)."""
    letters = "".join("".join(words.shrunk.get(p, ())) + p for p in name.places)
    rest = iter(letters + name.core)
    return all(character in rest for character in short)


def _fits(short: str, parts: tuple[tuple[str, str], ...], words: Words, keep: str) -> bool:
    """Whether the forms of the parts, one after the other, can spell `short`."""
    reached = {0}
    for role, text in parts:
        reached = {at + len(form) for at in reached for form in _forms(role, text, words, keep)
                   if short.startswith(form, at)}  # fmt: skip
        if not reached:
            return False
    return len(short) in reached


def _forms(role: str, text: str, words: Words, keep: str) -> Iterator[str]:
    """What a part may become. `keep`: "own" parts whole, "all" words known by a short form or
    whole, "none"."""
    yield text
    yield from words.shrunk.get(text, ())
    if role == "own":
        if keep == "none":
            yield from (text[:n] for n in range(1, len(text)))
            yield from (text[n] + text[n + 2] for n in range(len(text) - 2))
    elif keep != "all":
        yield from ("", text[0])


def kinds_agree(a: Name, b: Name) -> bool:
    return not a.kind or not b.kind or a.kind == b.kind


def law(name: Name) -> str:
    """The form of law: 有限责任公司 and 有限公司 are one, which people do not tell apart."""
    return name.legal.replace("责任", "")


def laws_agree(a: Name, b: Name) -> bool:
    """公司 alone may be any."""
    return len({law(a), law(b)} - {"", "公司"}) < 2


def slip(name: Name, other: Name) -> str:
    """The slip that would explain the one for the other, see `mistyped`: a slip and another form of
    law would be two."""
    if not kinds_agree(name, other) or not laws_agree(name, other):
        return ""
    found = mistyped(name.stem, other.stem) if set(other.places) == set(name.places) else ""
    return found or ("near" if sorted(name.stem) == sorted(other.stem) else "")


def mistyped(a: str, b: str) -> str:
    """How one slip turns `a` into `b`. "alike": one character for another that can be read the
    same, or two neighbours swapped; "near": one that sounds close, left out or put in; "" when it
    takes more, or one of those characters that tell two units apart."""
    from rapidfuzz.distance import OSA  # noqa: PLC0415 -- only for what nothing else explains

    if a == b or OSA.distance(a, b, score_cutoff=1) != 1:
        return ""
    if len(a) != len(b):
        longer, shorter = sorted((a, b), key=len, reverse=True)
        at = next((n for n, c in enumerate(shorter) if c != longer[n]), len(shorter))
        return "" if longer[at] in TELLING else "near"
    differing = [(x, y) for x, y in zip(a, b, strict=True) if x != y]
    if any(character in TELLING for pair in differing for character in pair):
        return ""
    return "alike" if len(differing) == 2 else _sound(*differing[0])


def _sound(x: str, y: str) -> str:
    """Whether they sound "alike" (some reading of the one is one of the other) or "near" (their
    usual readings differ only as many speakers do not tell apart). A rare reading *and* a blurred
    sound are two slips, and would make 晟 (sheng, cheng) sound like 宸 (chen)."""
    ours, theirs = _readings(x), _readings(y)
    if set(ours) & set(theirs):
        return "alike"
    return "near" if _blurred(ours[0]) == _blurred(theirs[0]) else ""


def _blurred(reading: str) -> str:
    return re.sub("(?<=[zcs])h|(?<=n)g$", "", reading)


@lru_cache(maxsize=10_000)
def _readings(character: str) -> tuple[str, ...]:
    """Pinyin without tone, the usual reading first."""
    from pypinyin import Style, lazy_pinyin, pinyin  # noqa: PLC0415 -- a dictionary of its own

    return (*lazy_pinyin(character), *pinyin(character, style=Style.NORMAL, heteronym=True)[0])
