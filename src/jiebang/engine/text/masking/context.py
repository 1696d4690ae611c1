"""Words of science stay; a name that is also a word is decided by what stands around it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import accumulate
from typing import Any

import numpy as np

from jiebang.engine.text.lexicon import DOUBLE, LEXICON, Lexicon
from jiebang.engine.text.masking.gazetteer import kept, occurrences
from jiebang.engine.text.masking.hits import NAMED, Hit
from jiebang.engine.text.masking.people import framed, made
from jiebang.engine.text.masking.tagger import KINDS, Tagged

BESIDE = 0.8
PERSON = KINDS.index("person")
_SPEAKS = re.compile(
    r"\s*(?:副?教授|研究员|博士|硕士|院士|老师|工程师|高工|总工|院长|所长|主任|经理|同志|先生|女士|牵头|主持|担任|承担|组织|负责"
    r"|带领|带队|签字|签名|团队|课题组|等人|指导|提出|毕业|任|审核|编制|主讲|编著|〔职称〕|已?入职|入选|获评|当选|受聘|师从|签发|签署|轮流|执笔|撰写|曾任|现任|[博硕]士论文|承担过|主持过"
    r"|共同[^\W\d]{2}了|取得[^,。;\n]{0,14}(?:学[士位]|硕士|博士|本科))"
)
_NAMED_BY = re.compile(
    r"(?:负责人|联系人|姓名|由|成员|骨干|作者|导师|主持人|教授|博士|研究员|工程师|请|师从|感谢|签字|主管|主任|秘书|专家|教师|组长|交给|来自|[批经签发申起记保代填撰推验完执笔]\w?人"
    r"|(?:[人员者师长管席代表编校审任]|导|代|联络|复核|审定|绘图|制表|记录|校对|设计|编制|审核|批准|汇报|主讲|主持|执笔|起草)(?=:))\s*[:为是]?\s*$"
)
_AS_THING = re.compile(r"(?:用|基于|利用|求解|结合|引入|服从|构造|满足|达到|处于|使用)$")
"""Before a word that is meant as a thing."""


class Surroundings:
    """What is needed to judge single words of one text."""

    def __init__(self, text: str, tagged: Tagged, lexicon: Lexicon) -> None:
        self.text, self.tagged = text, tagged
        spans = sorted((s, e) for s, e, _ in occurrences(kept(lexicon), text))
        self._starts = [s for s, _ in spans]
        self._spans = spans
        self._reach = list(accumulate((e for _, e in spans), max))

    def nouns(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Words of science that hold the span."""
        at = bisect_right(self._starts, start) - 1
        while at >= 0 and self._reach[at] >= end:
            if self._spans[at][1] >= end:
                yield self._spans[at]
            at -= 1

    def person(self, start: int, end: int) -> float:
        return float(self.tagged.by_kind[start:end, PERSON].mean())

    def any(self, start: int, end: int) -> float:
        return float(self.tagged.any[start:end].mean())

    def beside(self, start: int, end: int) -> bool:
        """Whether the tagger sees somebody's title, organisation or honour right beside."""
        near = (*self.tagged.any[max(0, start - 2) : start], *self.tagged.any[end : end + 4])
        return max(near, default=0.0) > BESIDE

    def called(self, start: int, end: int) -> bool:
        """Whether the neighbours say that this is somebody."""
        before = self.text[max(0, start - 8) : start]
        if made(self.text, start, end):
            return False
        return bool(
            _SPEAKS.match(self.text, end)
            or _NAMED_BY.search(before)
            or framed(self.text, start, end)
        )


def judged(hits: Iterable[Hit], around: Surroundings, lexicon: Lexicon) -> Iterator[Hit]:
    """Without words of science; names that are words decided, and flagged when not sure."""
    hits = list(hits)
    starts = {h.start for h in hits if h.kind != "person"}
    ends = {h.end for h in hits}
    for hit in hits:
        nouns = list(around.nouns(hit.start, hit.end))
        whole = (hit.start, hit.end)
        if any(noun != whole for noun in nouns) and not around.called(hit.start, hit.end):
            continue
        if hit.kind in NAMED and hit.sure:
            word = around.text[hit.start : hit.end]
            if nouns or is_word(word):
                beside = bool(starts & {hit.end, hit.end + 1} or ends & {hit.start, hit.start - 1})
                yield from _double(hit, around, beside)
            else:
                yield hit
        elif not nouns:
            yield hit
        elif hit.kind == "person" and (hit.doubtful or around.person(*whole) > 0.8):
            yield replace(hit, doubtful=True)


def _double(hit: Hit, around: Surroundings, beside: bool) -> Iterator[Hit]:
    """A roster name that is a word. Left readable only when nothing speaks for a person; `beside`
    somebody's title or organisation it is taken for one."""
    likely = around.person(hit.start, hit.end)
    thing = _AS_THING.search(around.text[max(0, hit.start - 3) : hit.start])
    called = hit.kind == "organisation" or around.called(hit.start, hit.end)
    if called or (beside and not thing) or likely > (0.9 if thing else 0.03):
        yield replace(hit, doubtful=True)


@lru_cache(maxsize=4096)
def is_word(name: str) -> bool:
    """Whether a name of two or three characters is a common word of the dictionary too."""
    if name in _doubles():
        return True
    if not 2 <= len(name) <= 3 or name.isascii():
        return False
    import rjieba  # noqa: PLC0415 -- its dictionary takes a while to load

    if not rjieba.has_word(name):
        return False
    found = rjieba.tag(name)
    return len(found) == 1 and found[0][1][:2] not in ("nr", "x", "en") and found[0][1] != "nt"


def cuts(text: str, start: int, end: int) -> bool:
    """Whether the span begins or ends inside a word of the dictionary: 邱北辣|椒, 流|程长."""
    first = max(0, start - 2)
    return _inside(text[start : end + 3], end - start) or _inside(text[first:end], start - first)


def _inside(text: str, place: int) -> bool:
    """Whether a word of the dictionary goes on at the place."""
    import rjieba  # noqa: PLC0415 -- its dictionary takes a while to load

    at = 0
    for word, _ in rjieba.tag(text):
        if at < place < at + len(word):
            return bool(rjieba.has_word(word))
        at += len(word)
    return False


@lru_cache(maxsize=1)
def _doubles() -> frozenset[str]:
    return frozenset(DOUBLE) | frozenset(w for w in LEXICON.keep if 2 <= len(w) <= 3)


_APART = frozenset("\n\t,、;。:!?")


FAMILY = {kind: kind for kind in KINDS} | {
    "degree": "title", "honour": "organisation", "award": "organisation", "fund": "organisation",
}  # fmt: skip
_FAMILIES = np.array([KINDS.index(FAMILY[kind]) for kind in KINDS])


def spans_of(tagged: Tagged, least: float, text: str,
             around: float = 1.0) -> Iterator[tuple[int, int, tuple[str, ...], float]]:  # fmt: skip
    """Runs of characters that are more likely than `least` part of something, and with them their
    neighbours above `around`; cut where another begins: (start, end, kinds with the likeliest
    first, probability)."""
    above = _with_neighbours(tagged.any > least, tagged.any > around)
    start = -1
    for place in range(len(above) + 1):
        inside = place < len(above) and above[place] and text[place] not in _APART
        if start >= 0 and (not inside or _cut(tagged, place)):
            yield start, place, _kinds(tagged, start, place), float(tagged.any[start:place].max())
            start = -1
        if inside and start < 0:
            start = place


def _with_neighbours(core: Any, wide: Any) -> Any:
    """Runs of `wide` that hold some of `core`, and `core`."""
    if not wide.any():
        return core
    edges = np.flatnonzero(np.diff(np.concatenate(([0], (wide | core).astype(np.int8), [0]))))
    out = core.copy()
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        if core[start:end].any():
            out[start:end] = True
    return out


def _cut(tagged: Tagged, place: int) -> bool:
    if tagged.begins[place] > 0.5:
        return True
    now, before = tagged.kind[place], tagged.kind[place - 1]
    return bool(_FAMILIES[now] != _FAMILIES[before] and tagged.any[place] > 0.5)


def _kinds(tagged: Tagged, start: int, end: int) -> tuple[str, ...]:
    total = tagged.by_kind[start:end].mean(axis=0)
    return tuple(KINDS[n] for n in (-total).argsort(kind="stable") if total[n] > 0.03) or (
        KINDS[int(total.argmax())],
    )
