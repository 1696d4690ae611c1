"""The roster's people and organisations, in every form that rules can derive from a name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from jiebang.engine.text import roster as names
from jiebang.engine.text.masking.hits import Hit, settled
from jiebang.engine.text.masking.results import LABELS
from jiebang.engine.text.normal import normal
from jiebang.engine.text.roster import Roster

_GAP = r"[\s·•・‧.\-_*/|\u200b-\u200f\u2060\ufeff]{0,3}"
ADDRESS = (
    "副?教授|副?研究员|院士|博士|老师|工程师|高工|总工|院长|所长|主任|校长|部长|处长|董事长|经理|同志|先生|女士|医生|医师"
    "|总(?![体是之共数量额计线结能会理裁经监])|工(?![作程业艺序具件人商学厂期地况])"
)
"""What follows a surname that stands for the person."""
_BEFORE_SHORT = "在由与和及、,。;:(“‘\"'我们的为是到被用据向自从毕业于聘任职合作\n "
_AFTER_SHORT = "学量规型数幅多小家体概都约致道气"


def roster_hits(text: str, roster: Roster) -> Iterator[Hit]:
    for kind, entity, pattern in _patterns(roster):
        for match in pattern.finditer(text):
            yield Hit(*match.span(), kind, entity, sure=True)


@lru_cache(maxsize=64)
def _patterns(roster: Roster) -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    found = []
    surnames = [names.surname(names.plain(p.name)) for p in roster.people]
    for letter, person in zip(names.letters(), roster.people, strict=False):
        name = names.plain(person.name)
        forms = [_han(name)] if name and not name.isascii() else []
        if forms and surnames.count(names.surname(name)) == 1:
            forms.append(rf"{names.surname(name)}(?={ADDRESS})")
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


def blanked(text: str, roster: Roster) -> str:
    """The roster's names alone replaced, whatever stands around them: for the corners of a file
    where nobody writes prose."""
    view = normal(text)
    pieces, done = [], 0
    for hit in settled(roster_hits(view.text, roster)):
        start, end = view.span(hit.start, hit.end)
        if start >= done:
            pieces += [text[done:start], f"〔{LABELS[hit.kind]}{hit.entity}〕"]
            done = end
    return "".join((*pieces, text[done:]))
