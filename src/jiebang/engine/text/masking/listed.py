"""Where things begin and end, by what is certain about their neighbours: the names of the form, and
the words that posts and degrees stand behind."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from jiebang.engine.text import roster as names
from jiebang.engine.text.masking.hits import NAMED, Hit
from jiebang.engine.text.masking.plausible import ends_well
from jiebang.engine.text.roster import Roster
from jiebang.engine.text.schools import REGIONS

_PLACE = re.compile(rf"(?:{'|'.join(REGIONS)})[省市区县]?$")


def as_listed(text: str, hits: list[Hit], roster: Roster) -> Iterator[Hit]:
    """Guesses without what stands before a full name of the form, and without the one character
    after a person's: 加盟|齐川工业大学, 张三丰|曾. What follows an organisation may be its part."""
    full = {names.plain(o.name) for o in roster.organisations}
    known = sorted(
        (h.start, h.end, h.kind) for h in hits
        if h.sure and (h.kind == "person" or text[h.start : h.end] in full)
    )  # fmt: skip
    for hit in hits:
        if hit.sure or hit.kind not in NAMED:
            yield hit
            continue
        at = bisect_left(known, (hit.start, 0, ""))
        inside = known[at] if at < len(known) else (hit.end, 0, "")
        if inside[2] != hit.kind or inside[1] > hit.end:
            yield hit
        elif hit.kind == "organisation":
            yield from _apart(text, hit, inside[0])
        elif hit.end - inside[1] > 1 or inside[0] - hit.start > 1:
            yield hit


def _apart(text: str, hit: Hit, start: int) -> Iterator[Hit]:
    """An organisation that begins at `start`, and what of another stands before it."""
    before = text[hit.start : start].rstrip("、与和及的")
    if ends_well("organisation", before):
        yield hit
        return
    place = _PLACE.search(text, hit.start, start)
    yield replace(hit, start=place.start() if place else start)


_BEFORE_POST = re.compile(
    r"[,、;:()\s]|任命?为?|[评聘升]为|晋升|受聘|聘任|获聘|作为|现为|职[务称]为|取得|获得?|攻读|拥有|毕业于|[从以和与及系是]"
)
_FURTHEST = 8
_WHOLE = ("title", "degree", "honour", "award")
_NO_PART = re.compile(
    r"[的了在由与和及或是为把被将向从到对等我你他其该本各某]|单位|团队|公司|成员|聘请|引进|培养|项目[由的]|晋升|历任|指导|现为|直至|惩罚|建议|毕业|在读|攻读|取得|获|具有|拥有|担任|推荐|支持|进入"
)
_AFTER_POST = re.compile(r"助理|秘书(?!处)")
_AFTER_HONOUR = re.compile(
    r"(?:后备|推荐)?人选|(?:培[养育])?对象|(?:荣誉)?称号|(?!荣誉|头衔|以[上下]|其中)(?P<head>[^\W\da-z_]{2})(?=[,、;。:()\s]|$)"
)
"""What stands for the rank among those honoured, or the last word of an honour before a break."""


def completed(text: str, hits: list[Hit]) -> Iterator[Hit]:
    """Posts and degrees with the nouns that reach back to what they stand behind: 任试验站|站长."""
    ends = {h.end for h in hits if h.kind in NAMED}
    covered = {place for h in hits for place in (h.start, h.end - 1)}
    for hit in hits:
        if hit.kind in _WHOLE and not hit.sure:
            start = _word_start(text, hit.start)
            if not covered.intersection(range(start, hit.start)):
                hit = replace(hit, start=start)
        if hit.kind in ("title", "degree") and not hit.sure:
            hit = replace(hit, start=_back(text, hit, ends, covered))
            after = _AFTER_POST.match(text, hit.end) if hit.kind == "title" else None
            hit = replace(hit, end=after.end()) if after else hit
        elif hit.kind == "honour" and (after := _AFTER_HONOUR.match(text, hit.end)):
            head = after["head"]
            hit = hit if head and not _nouns(head, "honour") else replace(hit, end=after.end())
        yield hit


def _word_start(text: str, start: int) -> int:
    """Where the word begins that the place cuts: 应|用统计硕士 has lost half of 应用."""
    import rjieba  # noqa: PLC0415 -- its dictionary takes a while to load

    at = max(0, start - 3)
    for word, _ in rjieba.tag(text[at : start + 3]) if start else ():
        if at < start < at + len(word) and rjieba.has_word(word):
            return at
        at += len(word)
    return start


def _back(text: str, hit: Hit, ends: set[int], covered: set[int]) -> int:
    """The furthest beginning from which nothing but nouns leads up to it."""
    start = hit.start
    first = max(0, start - _FURTHEST)
    led = {m.end() for m in _BEFORE_POST.finditer(text, max(0, first - 3), start)}
    for at in range(first, start):
        stands = at == 0 or at in led or at in ends
        if (
            stands
            and not covered.intersection(range(at, start))
            and _nouns(text[at:start], hit.kind)
        ):
            return at
    return start


@lru_cache(maxsize=8192)
def _nouns(words: str, kind: str) -> bool:
    """Whether nothing but nouns and the like is in it; what is studied may be a deed: 应用统计."""
    import rjieba  # noqa: PLC0415 -- its dictionary takes a while to load

    if _NO_PART.search(words):
        return False
    classes = "njbv" if kind == "degree" else "njb"
    return all(what[:1] in classes or what == "vn" for _, what in rjieba.tag(words))
