"""What is nobody's: talents that somebody looks for, prizes hoped for, programmes in general,
things that look like names."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from jiebang.engine.text.masking.context import Surroundings
from jiebang.engine.text.masking.gazetteer import automaton, occurrences
from jiebang.engine.text.masking.hits import Hit
from jiebang.engine.text.masking.plausible import ends_well
from jiebang.engine.text.masking.tagger import Tagged
from jiebang.engine.text.normal import HAN

GENERAL = ("title", "degree", "honour", "award")
_INTENDED = re.compile(r"引进|培养|招聘|聘请|力争|争取|吸引|培育|输送|冲击")
_FUND_USED = re.compile(r"主持|承担|参与|完成|资助|支持|获批|立项|结题|在研|依托|受|来源|负责|项目")
_SOUGHT = re.compile(
    r"(?:引进|集聚|聚集|吸引|汇聚|急需|缺乏|紧缺|培育|培养|造就|打造|输送)(?:了|一批|各类|更多|大批)?(?:高层次|高水平|领军|拔尖|高端|创新|青年|专业|技术|技能|复合型?|应用型?|科技|创业|产业|后备|[和与、])*人才$"
)
_SOUGHT_FOR = re.compile(
    rf"(?:引进|集聚|聚集|吸引|汇聚|急需|缺乏|缺少|需要|紧缺|培育|培养|造就|输送|储备|既懂)[{HAN}]{{0,14}}人才$"
)
"""Talents that somebody looks for, nobody in particular; the second where the tagger doubts."""
_CLAUSE = re.compile(r"[^,。;!?\n]+")

_BEARERS = ("person", "title", "degree", "award")
_SENTENCE_END = re.compile(r"[。;!?\n]")
_SAYS = re.compile(rf"[{HAN}]")
_HONOURED_BY = re.compile(
    rf"{_FUND_USED.pattern}|入选|当选|获|评[为选上]|授予|荣誉|称号|头衔|享受|受聘|聘[为任]|列入|名列|担任|兼任|曾任|现任|拥有|现有|包括|成员|团队|骨干"
    r"|本人|同志|该生|作为|\d\s*余?[人名位]|[一二三四五六七八九十两数百][余多]?[人名位]"
)
AGREED = 0.5
"""How likely somebody must be on average of all places."""


def in_use(text: str, tagged: Tagged, hits: Iterable[Hit], plans: Spans) -> Iterator[Hit]:
    """Without general mentions: people to be hired, prizes hoped for, funds nobody holds."""
    clauses = [m.span() for m in _CLAUSE.finditer(text)]
    starts = [start for start, _ in clauses]
    for hit in hits:
        start, end = clauses[max(0, bisect_right(starts, hit.start) - 1)] if clauses else (0, 0)
        likely = float(tagged.any[hit.start : hit.end].max())
        words = text[start:end]
        if hit.kind in GENERAL and likely < 0.5 and plans.hold(hit.start):
            if _INTENDED.search(words):
                continue
        elif (hit.kind == "honour" and _sought(text[start : hit.end], likely)) or (
            hit.kind == "fund" and likely < 0.5 and not _FUND_USED.search(words)
        ):
            continue
        yield hit


def _sought(words: str, likely: float) -> bool:
    return bool(_SOUGHT.search(words) or (likely < 0.9 and _SOUGHT_FOR.search(words)))


class Spans:
    """Whether a place is in one of some spans."""

    def __init__(self, spans: list[tuple[int, int]]) -> None:
        self._spans = sorted(spans)
        self._starts = [start for start, _ in self._spans]

    def hold(self, place: int) -> bool:
        at = bisect_right(self._starts, place) - 1
        return at >= 0 and place < self._spans[at][1]


def honoured(text: str, found: list[Hit]) -> Iterator[Hit]:
    """Without honours of nobody: where a sentence names none and says nothing of honouring, and
    more stands in the clause than the honour, it speaks of talents or programmes in general."""
    told = sorted(h.start for h in found if h.kind in _BEARERS)
    for hit in found:
        body = ends_well("organisation", text[hit.start : hit.end])
        if hit.kind == "honour" and not (hit.sure or body):
            start = line_start(text, hit.start, "。;!?\n", 200)
            stop = _SENTENCE_END.search(text, hit.end)
            end = stop.start() if stop else len(text)
            near = bisect_right(told, end) > bisect_right(told, start - 1)
            rest = text[start : hit.start] + text[hit.end : end]
            alone = not _SAYS.search(
                text[max(0, hit.start - 1) : hit.start] + text[hit.end : hit.end + 1]
            )
            if not (near or alone or _HONOURED_BY.search(rest)):
                continue
        yield hit


def agreed(text: str, found: list[Hit], around: Surroundings) -> list[Hit]:
    """Without people whom most of their places speak against: what is taken for a name once and
    for a thing elsewhere is a thing."""
    guessed = {text[h.start : h.end] for h in found if h.kind == "person" and not h.sure}
    likely: dict[str, list[float]] = {word: [] for word in guessed}
    for start, end, word in occurrences(automaton({w: w for w in guessed}), text):
        spoken = around.called(start, end) or around.beside(start, end)
        likely[word].append(1.0 if spoken else around.person(start, end))
    things = {w for w, all_ in likely.items() if len(all_) > 1 and sum(all_) / len(all_) < AGREED}
    return [h for h in found if h.kind != "person" or h.sure or text[h.start : h.end] not in things]


def line_start(text: str, at: int, stops: str, most: int) -> int:
    """Where the stretch begins that holds a place, at most so many characters before it."""
    first = max(0, at - most)
    return max(first, *(text.rfind(c, first, at) + 1 for c in stops))
