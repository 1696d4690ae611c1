"""Everything in a text that tells who wrote it, from all sources at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np

from jiebang.engine.text.lexicon import Lexicon
from jiebang.engine.text.masking import patterns
from jiebang.engine.text.masking.context import (
    FAMILY,
    Surroundings,
    cuts,
    is_word,
    judged,
    spans_of,
)
from jiebang.engine.text.masking.features import ROLE_END
from jiebang.engine.text.masking.gazetteer import automaton, kinds, longest, occurrences
from jiebang.engine.text.masking.hits import Hit
from jiebang.engine.text.masking.listed import as_listed, completed
from jiebang.engine.text.masking.nobody import GENERAL, Spans, agreed, honoured, in_use, line_start
from jiebang.engine.text.masking.people import framed
from jiebang.engine.text.masking.plausible import (
    TWO_PARTS,
    ends_well,
    headed,
    is_thing,
    plausible,
    trimmed,
    widened,
)
from jiebang.engine.text.masking.tagger import Tagged, tag
from jiebang.engine.text.masking.team import roster_hits
from jiebang.engine.text.normal import HAN, Normal
from jiebang.engine.text.roster import COMPOUND_SURNAMES, Roster
from jiebang.engine.text.schools import REGIONS, SURNAMES

MASKED_FROM, CALLED_FROM, WITH_FROM = 0.3, 0.12, 0.08
"""A character is masked when the tagger thinks it telling with at least the first probability, the
second where the neighbours speak of a person, or the third where it touches such a one."""
NEVER, NO_COUNT = 0.03, 0.01
"""Below this the tagger is sure that 专家 or 奖 is nobody's, and that a number counts nothing of
somebody's."""
DOUBTED = 0.1
"""Below this what only ends like a post is none."""
CUT_FROM = 0.9
"""How likely a name must be that ends inside a word, where nothing beside speaks of a person."""
SURE_FROM, SURE_POST, SURE_NAME, SURE_ANCHOR = 0.8, 0.6, 0.7, 0.9
"""From where on a thing, a post and a person of one place are looked for in others, and a person
speaks for the neighbours in a list."""
_REPEATED = {"organisation": 4, "honour": 4, "award": 4, "title": 3, "degree": 4}
"""How long a name must be to be looked for elsewhere."""
_SQUEEZED = re.compile(rf"(?<=[{HAN}])[ \t\u3000\u200b-\u200f\u2060\ufeff](?=[{HAN}])")
_CALLED_DOUBLE = re.compile(
    rf"(?:[负联批经签发申起记保代填撰推验完执笔主参][责系准办发请草录管表写荐收成笔持加]人|指导[教老]师|主管|组长|秘书|导师|[审复]核|校对|执笔)\s*[:为是]?\s*(?P<after>[{HAN}]{{2}})(?=[,、;。)\s与和]|$)"
    rf"|(?:(?<=[,、;。:(\s与和由的])|^)(?P<before>[{HAN}]{{2}})(?=已?入职|毕业于|师从|当选|受聘|入选|获评|同志|博士论文|硕士论文|签发|轮流|(?:曾|现)任|取得[^,。;\n]{{0,14}}(?:学[士位]|硕士|博士|本科)"
    rf"|是[^,。;\n]{{0,14}}(?:人选|获得者|入选者|学者|院士|专家)|承担过|主持过"
    rf"|[\t ]+[{HAN}]{{0,8}}(?:教授|研究员|工程师|医师|教师|[记学]者|主任|经理|技师|博士|硕士)"
    rf"|[{HAN}]{{0,6}}(?:{ROLE_END.pattern})[(,、与的建和])"
)
_REGION = re.compile(rf"(?:{'|'.join(REGIONS)})[省市]?$")
_STOPS = ",。;:、!?()\n\t"
_EDGES = " \t\u3000,。;:、()[]〔〕"


def evidence(
    view: Normal, source: str, roster: Roster, lexicon: Lexicon
) -> tuple[list[Hit], Tagged]:
    text = view.text
    tagged = tag(text)
    around = Surroundings(text, tagged, lexicon)
    plans = Spans(patterns.planned(text))
    found = list(roster_hits(text, roster))
    weak = [_whole(text, hit, tagged) for hit in lexical(text, lexicon)]
    weak = [h for h in weak if h.kind not in GENERAL or text[h.start : h.end].isascii()
            or tagged.any[h.start : h.end].max() > NEVER]  # fmt: skip
    weak += (_led(text, hit, tagged) for hit in patterns.shaped(text))
    weak += (
        _led(text, hit, tagged)
        for hit in patterns.posts(text)
        if tagged.any[hit.start : hit.end].max() > DOUBTED
    )
    weak += patterns.in_letters(view, source)
    weak += _tagged(text, around, plans)
    weak += _doubles(text, around)
    weak += (
        hit
        for hit in patterns.counts(text)
        if not plans.hold(hit.start) and tagged.any[hit.start : hit.end].max() > NO_COUNT
    )
    found += in_use(text, tagged, weak, plans)
    found += _of_those(text, tagged, found, plans)
    found += _beside_people(text, found, around)
    found = list(honoured(text, found))
    found = agreed(text, list(judged(as_listed(text, found, roster), around, lexicon)), around)
    found = list(completed(text, found))
    return found + list(_again(text, found, around)), tagged


def _led(text: str, hit: Hit, tagged: Tagged) -> Hit:
    """What was found by its ending, without what leads to it."""
    if hit.kind not in ("organisation", "title", "degree"):
        return hit
    if hit.kind == "organisation":
        begun = np.flatnonzero(tagged.begins[hit.start : hit.end - 2] > 0.5)
        if len(begun):
            hit = replace(hit, start=hit.start + int(begun[-1]))
    left, right = trimmed(hit.kind, text[hit.start : hit.end], tagged.any[hit.start : hit.end])
    return replace(hit, start=hit.start + left, end=hit.start + right)


def _whole(text: str, hit: Hit, tagged: Tagged) -> Hit:
    """A listed honour, prize or fund with the place or the field before it."""
    if hit.kind not in ("honour", "award", "fund"):
        return hit
    return replace(hit, start=_from(text, hit.start, hit.end, hit.kind, tagged))


def _from(text: str, start: int, end: int, kind: str, tagged: Tagged) -> int:
    """Where an honour or a prize begins that was found without its beginning; the tagger is asked
    first."""
    sure = tagged.any[start:end].max() > 0.8
    if sure and (tagged.begins[start] > 0.5 or start == 0 or tagged.any[start - 1] < 0.02):
        return start
    line = line_start(text, start, _STOPS, 14)
    at = start
    while sure and at > line and tagged.any[at - 1] > 0.4 and tagged.begins[at] < 0.5:
        at -= 1
    if at < start:
        return at
    if kind == "organisation":
        place = _REGION.search(text, max(0, start - 5), start)
        return place.start() if place else start
    return start - widened(kind, text[max(line, start - 12) : start])


def lexical(text: str, lexicon: Lexicon) -> Iterator[Hit]:
    """Listed words, with a space between two characters or without."""
    places = np.ones(len(text), dtype=bool)
    for gap in _SQUEEZED.finditer(text):
        places[gap.start()] = False
    kept = np.flatnonzero(places)
    squeezed = "".join(text[i] for i in kept) if len(kept) < len(text) else text
    for start, end, kind in longest(occurrences(kinds(lexicon), squeezed)):
        yield Hit(int(kept[start]), int(kept[end - 1]) + 1, kind)


def _tagged(text: str, around: Surroundings, plans: Spans) -> Iterator[Hit]:
    for start, end, found, likely in _joined(
        text, spans_of(around.tagged, CALLED_FROM, text, WITH_FROM)
    ):
        if likely < MASKED_FROM and found[0] != "person":
            continue
        for kind in found:
            hit = _shaped(text, around, start, end, kind, likely)
            if hit and not (kind == "count" and plans.hold(hit.start)):
                yield hit
                break


Span = tuple[int, int, tuple[str, ...], float]


def _joined(text: str, spans: Iterable[Span]) -> Iterator[Span]:
    """A piece that is no name by itself, right before one of the same kind, belongs to it."""
    last: Span | None = None
    for span in spans:
        if last and last[1] == span[0] and _broken(text, last, span):
            kinds = span[2] if span[1] - span[0] > 2 else last[2]
            last = (last[0], span[1], kinds, max(last[3], span[3]))
            continue
        if last:
            yield last
        last = span
    if last:
        yield last


def _broken(text: str, last: Span, span: Span) -> bool:
    """Whether two neighbours are one thing: the first is not whole, and the second of its kind or a
    mere rest."""
    kind = last[2][0]
    whole = ends_well(kind, text[last[0] : last[1]])
    rest = FAMILY[kind] == "organisation" and span[1] - span[0] <= 2
    return not whole and (kind == span[2][0] or rest)


def _shaped(text: str, around: Surroundings, start: int, end: int, kind: str,
            likely: float) -> Hit | None:  # fmt: skip
    """The thing itself, without what leads to it; None when it has not the shape of its kind."""
    words = text[start:end].strip(_EDGES)
    if not words:
        return None
    start = text.index(words, start)
    left, right = trimmed(kind, words, around.tagged.any[start : start + len(words)])
    start, end, words = start + left, start + right, words[left:right]
    stop = headed(kind, words, _rest(text, end), around.tagged.any[start:end]) if words else 0
    if words and stop != len(words):
        if kind == "person" and not around.called(start, end):
            kind = "organisation"
        if kind != "person":
            words, end = text[start : start + stop], start + stop
    if words:
        start = _from(text, start, end, kind, around.tagged)
        if text[end : end + 1] == ")" and "(" in words:
            end += 1
        words = text[start:end]
    if not words:
        return None
    clause = text[line_start(text, start, ",。;!?\n", 200) : end + 12]
    if kind == "count" and words[-1:] not in "个套门章期" and around.any(start, end) > 0.6:
        clause = text[line_start(text, start, "。;!?\n", 60) : end + 12]
    called, beside = around.called(start, end), around.beside(start, end)
    mean = around.any(start, end)
    if not plausible(kind, words, likely, clause, called, mean, beside):
        return None
    if kind == "person" and not (called or beside or likely > CUT_FROM) and cuts(text, start, end):
        return None
    return Hit(start, end, kind, doubtful=likely < 0.6)


def _doubles(text: str, around: Surroundings) -> Iterator[Hit]:
    """Names that are words, where only a person can be meant: 审批人石英。, 石英取得硕士学位."""
    for match in _CALLED_DOUBLE.finditer(text):
        start, end = match.span("after") if match["after"] else match.span("before")
        if text[start] in SURNAMES and is_word(text[start:end]):
            yield Hit(start, end, "person", doubtful=True)
    for start in range(len(text) - 1):
        if text[start] in SURNAMES:
            for end in (start + 2, start + 3):
                if _may_be_named(text, start, end, around) and framed(text, start, end):
                    yield Hit(start, end, "person", doubtful=True)


def _may_be_named(text: str, start: int, end: int, around: Surroundings) -> bool:
    """A word of two characters, or else no thing, and not ruled out by the tagger."""
    name = text[start:end]
    if end - start == 2 and is_word(name):
        return True
    if name[-1] in _SMALL or not _is_name(name) or (end - start == 3 and is_thing(name)):
        return False
    return around.person(start, end) > NEVER


_LISTED = re.compile(rf"[{HAN}]{{2}}(?=[、,。;)\s等两三与和及]|$)")
_JOINT = "、与和及"
_SMALL = "的则也均在了与和及为是将已曾还又再"


def _beside_people(text: str, found: list[Hit], around: Surroundings) -> Iterator[Hit]:
    """Names that are words, in one list with people: 高峰、闻人甲三人."""
    people = [h for h in found if h.kind == "person"
              and (h.sure or around.person(h.start, h.end) > SURE_ANCHOR)]  # fmt: skip
    taken = {place for h in found for place in range(h.start, h.end)}
    for hit in people:
        for start in (hit.start - 3, hit.end + 1):
            joint = hit.end if start > hit.start else hit.start - 1
            if start < 0 or joint >= len(text) or text[joint] not in _JOINT or start in taken:
                continue
            begins = start > hit.start or start == 0 or text[start - 1] in _STOPS + _JOINT
            listed = _LISTED.match(text, start) if start > hit.start else None
            word = text[start : start + 2]
            if begins and (listed or start < hit.start) and word[0] in SURNAMES and is_word(word):
                yield Hit(start, start + 2, "person", doubtful=True)


def _of_those(text: str, tagged: Tagged, found: list[Hit], plans: Spans) -> list[Hit]:
    """How many people of a title or an honour there are."""
    after = {hit.end for hit in found if hit.kind in ("title", "degree", "honour")}
    told = (patterns.heads(text, end) for end in sorted(after))
    return [hit for hit in told if hit and not plans.hold(hit.start)
            and tagged.any[hit.start : hit.end].max() > NEVER]  # fmt: skip


def _rest(text: str, end: int) -> str:
    """What follows, to the next break and no further than a head may be."""
    stop = min((at for c in _STOPS if (at := text.find(c, end, end + 9)) >= 0), default=end + 9)
    return text[end:stop]


def _again(text: str, found: list[Hit], around: Surroundings) -> Iterator[Hit]:
    """Whoever was recognised with certainty in one place is masked in every other, and so is what
    they are called and were given."""
    known: dict[str, str] = {}
    doubles: dict[str, str] = {}
    for hit in found:
        words = text[hit.start : hit.end]
        if hit.doubtful and hit.kind == "person" and not hit.sure and is_word(words):
            doubles[words] = "person"
        if hit.sure or hit.doubtful or "\n" in words:
            continue
        likely = around.any(hit.start, hit.end)
        if hit.kind == "person":
            if _is_name(words) and around.person(hit.start, hit.end) > SURE_NAME:
                known[words] = "person"
        elif len(words) >= _REPEATED.get(hit.kind, 99) and likely > _sure_of(hit.kind):
            known[words] = hit.kind
    for start, end, kind in occurrences(automaton(known), text):
        hit = Hit(start, end, kind)
        if not any(noun != (start, end) for noun in around.nouns(start, end)):
            yield hit if around.any(start, end) > 0.05 else replace(hit, doubtful=True)
    for start, end, _ in occurrences(automaton(doubles), text):
        if around.called(start, end) or around.person(start, end) > 0.1:
            yield Hit(start, end, "person", doubtful=True)


def _sure_of(kind: str) -> float:
    return SURE_POST if kind == "title" else SURE_FROM


def _is_name(words: str) -> bool:
    if TWO_PARTS.fullmatch(words):
        return True
    if not 2 <= len(words) <= 4 or is_word(words) or not re.fullmatch(f"[{HAN}]+", words):
        return False
    return words[0] in SURNAMES or words[:2] in COMPOUND_SURNAMES
