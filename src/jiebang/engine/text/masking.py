"""Masks names, organisations, titles, degrees, honours, awards, counts and numbers in a text.

Roster names are found in every form that rules can derive (spaces inside, full width, letters,
abbreviations); the rest by lexicon and patterns. Whatever is masked can be restored.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from jiebang.engine.text import roster as names
from jiebang.engine.text.lexicon import LEXICON, Lexicon
from jiebang.engine.text.normal import normal
from jiebang.engine.text.roster import Roster

LABELS = {
    "person": "人员",
    "organisation": "单位",
    "title": "职称",
    "degree": "学位",
    "honour": "荣誉",
    "award": "奖项",
    "count": "数量",
    "number": "编号",
    "contact": "联系方式",
}
_NAMED = ("person", "organisation")
_GAP = r"[\s·•・‧.\-_*/|\u200b-\u200f\u2060\ufeff]{0,3}"
_NUM = r"(?:\d[\d,]{0,12}|[一二三四五六七八九十百千两]{1,8}|数)\s*(?:余|多|来)?\s*"
_FUTURE = re.compile(
    r"[拟将]|预计|预期|计划(?=[申发获授形完取])|目标|不少于|不低于|不得少于|力争|完成后|≥|>="
)
_CLAUSE = re.compile(r"(?:[^,。;!?\n]|(?<=\d),(?=\d))+")
_COUNTS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_NUM}(?:篇|部)",
        rf"{_NUM}(?:项|件|个)(?=.{{0,10}}(?:专利|软件著作权|软著|著作权|奖|课题|基金|项目))",
        rf"(?:专利|软著|著作权|课题|项目|论文|专著|标准)({_NUM}(?:项|件|个|篇|部))",
        r"(?:h-?\s?index|h指数|h因子|影响因子|被引|他引|引用)[^\d,。;]{0,6}\d[\d,.]*\s*余?次?",
        r"(?:sci|ssci|ei|esi|cssci|cscd)(?=.{0,6}(?:论文|收录|检索|期刊|高被引|一区|二区))",
    )
)
# Where a pattern has a group, the group alone is masked.
_NUMBERS = tuple(
    ("number", re.compile(pattern))
    for pattern in (
        r"20\d\dyf[a-z]\d{7}",
        r"zr20\d\d[a-z]{2}\d{3}",
        r"(?<![\w.])zl\s?\d{12}(?:\.[\dx])?|(?<![\w.])cn\s?\d{9,12}[a-z]?(?:\.[\dx])?",
        r"10\.\d{4,9}/[\w.()/:;\-]+",
        r"(?:批准号|编号|项目号|课题号)[:为是]?\s*([a-z]{0,4}\d[a-z\d\-]{4,})",
        r"基金[^,。;\n\d]{0,12}?([a-z]?\d{7,8})(?!\d)",
    )
) + tuple(
    ("contact", re.compile(pattern))
    for pattern in (
        r"(?<![\w.+\-])[\w.+\-]{1,64}@[\w\-]{1,63}(?:\.[\w\-]{1,63}){1,8}",
        r"(?<!\d)1[3-9]\d{9}(?!\d)",
        r"(?<!\d)0\d{2,3}-\d{7,8}(?!\d)",
    )
)
_ADDRESS = (
    "副?教授|副?研究员|院士|博士|老师|工程师|高工|总工|院长|所长|主任"
    "|总(?![体是之共数量额计线结能会理裁经监])|工(?![作程业艺序具件人商学厂期地])"
)
"""What follows a surname that stands for the person."""
_BEFORE_SHORT = "在由与和及、,。;:(“‘\"'我们的为是到被用据向自从毕业于聘任职合作\n "
_AFTER_SHORT = "学量规型数幅多小家体概都约致道气"


@dataclass(frozen=True, slots=True)
class Mask:
    """`start`, `end` in the source; `at` is where the placeholder begins in the masked text.

    `doubtful`: the name is also a word of science; an officer should look.
    """

    start: int
    end: int
    kind: str
    original: str
    placeholder: str
    at: int
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Masked:
    text: str
    masks: tuple[Mask, ...]


@dataclass(frozen=True, slots=True)
class _Hit:
    """A match in the normalised text, before overlaps are settled."""

    start: int
    end: int
    kind: str
    entity: str = ""
    doubtful: bool = False


def mask(text: str, roster: Roster, lexicon: Lexicon = LEXICON) -> Masked:
    """The text with placeholders, and the list that turns it back."""
    view = normal(text)
    hits = _settled(_kept_away(view.text, _hits(view.text, roster, lexicon), lexicon))
    pieces: list[str] = []
    masks: list[Mask] = []
    done = length = 0
    for hit in hits:
        start, end = view.span(hit.start, hit.end)
        start = max(start, done)
        if start >= end:
            continue
        placeholder = f"〔{LABELS[hit.kind]}{hit.entity}〕"
        pieces += [text[done:start], placeholder]
        length += start - done
        masks.append(Mask(start, end, hit.kind, text[start:end], placeholder, length, hit.doubtful))
        length, done = length + len(placeholder), end
    return Masked("".join((*pieces, text[done:])), tuple(masks))


def restore(masked: Masked) -> str:
    """The source, from the masked text and its masks."""
    pieces, done = [], 0
    for m in masked.masks:
        pieces += [masked.text[done : m.at], m.original]
        done = m.at + len(m.placeholder)
    return "".join((*pieces, masked.text[done:]))


def _hits(text: str, roster: Roster, lexicon: Lexicon) -> Iterator[_Hit]:
    for kind, entity, pattern in _roster_patterns(roster):
        for match in pattern.finditer(text):
            yield _Hit(*match.span(), kind, entity)
    for kind, pattern in _lexicon_patterns(lexicon):
        for match in pattern.finditer(text):
            yield _Hit(*match.span(), kind)
    for kind, pattern in _NUMBERS:
        for match in pattern.finditer(text):
            yield _Hit(*match.span(pattern.groups), kind)
    for clause in _CLAUSE.finditer(text):
        if not _FUTURE.search(clause.group()):
            yield from _count_hits(clause.group(), clause.start())


def _count_hits(clause: str, offset: int) -> Iterator[_Hit]:
    """Counts of past work; a clause about what is planned keeps its figures."""
    for pattern in _COUNTS:
        for match in pattern.finditer(clause):
            start, end = match.span(pattern.groups)
            yield _Hit(offset + start, offset + end, "count")


@lru_cache(maxsize=64)
def _roster_patterns(roster: Roster) -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    found = []
    surnames = [names.surname(names.plain(p.name)) for p in roster.people]
    for letter, person in zip(names.letters(), roster.people, strict=False):
        name = names.plain(person.name)
        forms = [_han(name)] if name and not name.isascii() else []
        if forms and surnames.count(names.surname(name)) == 1:
            forms.append(rf"{names.surname(name)}(?={_ADDRESS})")
        forms += [rf"(?<![a-z]){p}(?![a-z])" for p in names.latin_patterns(person)]
        found += [("person", letter, re.compile(form)) for form in forms]
    for letter, organisation in zip(names.letters(), roster.organisations, strict=False):
        found += [
            ("organisation", letter, re.compile(form)) for form in _organisation_forms(organisation)
        ]
    return tuple(found)


def _organisation_forms(organisation: names.Organisation) -> Iterator[str]:
    given = [names.plain(n) for n in (organisation.name, *organisation.aliases)]
    for form in filter(None, given):
        yield _latin(form) if form.isascii() else _han(form)
    for short in names.short_forms(organisation.name):
        if len(short) == 2 and short.endswith("大"):
            yield rf"(?:(?<=[{re.escape(_BEFORE_SHORT)}])|^){short}(?![{_AFTER_SHORT}])"
        else:
            yield _han(short)


def _han(name: str) -> str:
    return _GAP.join(re.escape(c) for c in name if not c.isspace())


def _latin(name: str) -> str:
    words = r"[\s\-]+".join(re.escape(w) for w in name.split())
    return rf"(?<![a-z\d]){words}(?![a-z\d])"


@lru_cache(maxsize=8)
def _lexicon_patterns(lexicon: Lexicon) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (kind, re.compile(_any(word for word in words if word.isascii() is latin)))
        for kind, words in lexicon.words
        for latin in (False, True)
        if any(word.isascii() is latin for word in words)
    )


def _any(words: Iterable[str]) -> str:
    """Longest first; a Chinese word may have white space between its characters."""
    ordered = sorted(words, key=lambda w: (-len(w), w))
    return "|".join(_latin(w) if w.isascii() else r"\s?".join(map(re.escape, w)) for w in ordered)


def _kept_away(text: str, hits: Iterable[_Hit], lexicon: Lexicon) -> Iterator[_Hit]:
    """Without matches inside longer words of science; a roster name equal to one is doubtful."""
    pattern = _keep_pattern(lexicon)
    nouns = [m.span(1) for m in pattern.finditer(text) if m[1]] if lexicon.keep else []
    for hit in hits:
        span = (hit.start, hit.end)
        around = {(a, b) for a, b in nouns if a <= hit.start and hit.end <= b}
        if not around:
            yield hit
        elif hit.kind in _NAMED and around == {span}:
            yield _Hit(hit.start, hit.end, hit.kind, hit.entity, doubtful=True)


@lru_cache(maxsize=8)
def _keep_pattern(lexicon: Lexicon) -> re.Pattern[str]:
    words = sorted(lexicon.keep, key=lambda w: (-len(w), w))
    return re.compile(f"(?=({'|'.join(map(re.escape, words))}))")


def _settled(hits: Iterable[_Hit]) -> list[_Hit]:
    """Apart from each other and in order: the longest wins, of equals a roster name. What a name
    loses to an overlap is masked all the same, so that no half of it stays readable."""
    ranked = sorted(hits, key=lambda h: (h.start - h.end, h.kind not in _NAMED, h.start, h.entity))
    owner: dict[int, _Hit] = {}
    for hit in ranked:
        free = [i for i in range(hit.start, hit.end) if i not in owner]
        if len(free) == hit.end - hit.start or hit.kind in _NAMED:
            owner.update(dict.fromkeys(free, hit))
    settled: list[_Hit] = []
    for place in sorted(owner):
        hit = owner[place]
        last = settled[-1] if settled else None
        if last and last.end == place and owner[place - 1] is hit:
            settled[-1] = _Hit(last.start, place + 1, hit.kind, hit.entity, hit.doubtful)
        else:
            settled.append(_Hit(place, place + 1, hit.kind, hit.entity, hit.doubtful))
    return settled
