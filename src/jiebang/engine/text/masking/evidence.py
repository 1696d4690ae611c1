"""Everything in a text that tells who wrote it, from all sources at once."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np

from jiebang.engine.text.lexicon import Lexicon
from jiebang.engine.text.masking import patterns
from jiebang.engine.text.masking.context import FAMILY, Surroundings, is_word, judged, spans_of
from jiebang.engine.text.masking.gazetteer import automaton, kinds, longest, occurrences
from jiebang.engine.text.masking.hits import Hit
from jiebang.engine.text.masking.plausible import ends_well, plausible, trimmed, widened
from jiebang.engine.text.masking.tagger import Tagged, tag
from jiebang.engine.text.masking.team import roster_hits
from jiebang.engine.text.normal import HAN, Normal
from jiebang.engine.text.roster import COMPOUND_SURNAMES, Roster
from jiebang.engine.text.schools import SURNAMES

MASKED_FROM, WITH_FROM = 0.3, 0.08
"""A character is masked when the tagger thinks it telling with at least the first probability, or
the second where it touches such a one."""
SURE_FROM = 0.85
_SQUEEZED = re.compile(rf"(?<=[{HAN}])[ \t\u3000\u200b-\u200f\u2060\ufeff](?=[{HAN}])")
_FUND_USED = re.compile(r"主持|承担|参与|完成|资助|支持|获批|立项|结题|在研|依托|受|来源|负责|项目")
_GENERAL = ("title", "degree", "honour", "award")
_INTENDED = re.compile(r"引进|培养|招聘|聘请|力争|争取|吸引|培育|输送|冲击")
_STOPS = ",。;:、!?()\n\t"
_EDGES = " \t\u3000,。;:、()[]〔〕"
_CLAUSE = re.compile(r"[^,。;!?\n]+")


def evidence(
    view: Normal, source: str, roster: Roster, lexicon: Lexicon
) -> tuple[list[Hit], Tagged]:
    text = view.text
    tagged = tag(text)
    around = Surroundings(text, tagged, lexicon)
    plans = _Spans(patterns.planned(text))
    found = list(roster_hits(text, roster))
    weak = list(lexical(text, lexicon))
    weak += (_led(text, hit) for hit in patterns.shaped(text))
    weak += patterns.in_letters(view, source)
    weak += _tagged(text, around, plans)
    weak += (hit for hit in patterns.counts(text) if not plans.hold(hit.start))
    found += _in_use(text, tagged, weak, plans)
    found = list(judged(found, around, lexicon))
    return found + list(_again(text, found, around)), tagged


def _led(text: str, hit: Hit) -> Hit:
    """What was found by its ending, without what leads to it."""
    if hit.kind not in ("organisation", "title", "degree"):
        return hit
    left, right = trimmed(hit.kind, text[hit.start : hit.end])
    return replace(hit, start=hit.start + left, end=hit.start + right)


def lexical(text: str, lexicon: Lexicon) -> Iterator[Hit]:
    """Listed words, with a space between two characters or without."""
    places = np.ones(len(text), dtype=bool)
    for gap in _SQUEEZED.finditer(text):
        places[gap.start()] = False
    kept = np.flatnonzero(places)
    squeezed = "".join(text[i] for i in kept) if len(kept) < len(text) else text
    for start, end, kind in longest(occurrences(kinds(lexicon), squeezed)):
        yield Hit(int(kept[start]), int(kept[end - 1]) + 1, kind)


def _tagged(text: str, around: Surroundings, plans: _Spans) -> Iterator[Hit]:
    for start, end, found, likely in _joined(
        text, spans_of(around.tagged, MASKED_FROM, text, WITH_FROM)
    ):
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
    if words:
        line = max(text.rfind(c, 0, start) for c in _STOPS) + 1
        start -= widened(kind, text[max(line, start - 12) : start])
        words = text[start:end]
    clause = text[max(text.rfind(c, 0, start) for c in ",。;!?\n") + 1 : end + 12]
    if not words or not plausible(kind, words, likely, clause, around.called(start, end)):
        return None
    return Hit(start, end, kind, doubtful=likely < 0.6)


def _in_use(text: str, tagged: Tagged, hits: Iterable[Hit], plans: _Spans) -> Iterator[Hit]:
    """Without general mentions: people to be hired, prizes hoped for, funds nobody holds."""
    clauses = [m.span() for m in _CLAUSE.finditer(text)]
    starts = [start for start, _ in clauses]
    for hit in hits:
        start, end = clauses[max(0, bisect_right(starts, hit.start) - 1)] if clauses else (0, 0)
        likely = float(tagged.any[hit.start : hit.end].max())
        words = text[start:end]
        if hit.kind in _GENERAL and likely < 0.5 and plans.hold(hit.start):
            if _INTENDED.search(words):
                continue
        elif hit.kind == "fund" and likely < 0.5 and not _FUND_USED.search(words):
            continue
        yield hit


class _Spans:
    """Whether a place is in one of some spans."""

    def __init__(self, spans: list[tuple[int, int]]) -> None:
        self._spans = sorted(spans)
        self._starts = [start for start, _ in self._spans]

    def hold(self, place: int) -> bool:
        at = bisect_right(self._starts, place) - 1
        return at >= 0 and place < self._spans[at][1]


def _again(text: str, found: list[Hit], around: Surroundings) -> Iterator[Hit]:
    """Whoever was recognised with certainty in one place is masked in every other."""
    known: dict[str, str] = {}
    for hit in found:
        words = text[hit.start : hit.end]
        if hit.sure or hit.doubtful or "\n" in words:
            continue
        if (
            hit.kind == "person"
            and _is_name(words)
            and around.person(hit.start, hit.end) > SURE_FROM
        ):
            known[words] = "person"
        elif (
            hit.kind == "organisation"
            and len(words) >= 4
            and around.any(hit.start, hit.end) > SURE_FROM
        ):
            known[words] = "organisation"
    for start, end, kind in occurrences(automaton(known), text):
        hit = Hit(start, end, kind)
        if not any(noun != (start, end) for noun in around.nouns(start, end)):
            yield hit if around.any(start, end) > 0.05 else replace(hit, doubtful=True)


def _is_name(words: str) -> bool:
    if not 2 <= len(words) <= 4 or is_word(words) or not re.fullmatch(f"[{HAN}]+", words):
        return False
    return words[0] in SURNAMES or words[:2] in COMPOUND_SURNAMES
