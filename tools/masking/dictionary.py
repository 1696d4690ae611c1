"""Common words, asked of the segmenter's dictionary: words that are nobody's name, so that the
tagger learns what names do not look like."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

import rjieba

from jiebang.engine.text.lexicon import DOUBLE
from jiebang.engine.text.schools import GIVEN_LETTERS, SURNAMES
from masking import parts

LETTERS = "".join(
    bytes((high, low)).decode("gb2312", "ignore")
    for high in range(0xB0, 0xD8)
    for low in range(0xA1, 0xFF)
)
"""The 3,755 commonest characters."""
_NAMES = ("nr", "ns", "nt", "nz", "x", "eng", "m", "i", "l")


@lru_cache(maxsize=1)
def common() -> tuple[str, ...]:
    """Words of two and three characters that are no names, in a fixed order."""
    known = rjieba.Jieba().has_word
    two = [a + b for a in LETTERS for b in LETTERS if known(a + b)]
    ends = [c for c, _ in Counter(word[1] for word in two).most_common(500)]
    three = [word + end for word in two for end in ends if known(word + end)]
    return tuple(word for word in (*two, *three) if word not in DOUBLE and _plain(word))


@lru_cache(maxsize=8)
def classed(kinds: str) -> tuple[str, ...]:
    """Those whose class in the dictionary begins with one of these letters."""
    return tuple(word for word in common() if rjieba.tag(word)[0][1][0] in kinds)


@lru_cache(maxsize=1)
def surnamed() -> tuple[str, ...]:
    """Those that begin like a name: 石英, 经纬仪."""
    return tuple(word for word in common() if word[0] in SURNAMES)


@lru_cache(maxsize=1)
def misnamed() -> tuple[str, ...]:
    """Words of three characters that the dictionary holds for names and that hardly are any: 蒲公英,
    孔雀石."""
    known = rjieba.Jieba().has_word
    ends = sorted(set(parts.WARES + parts.SUFFIXES + parts.ENDS))
    two = [a + b for a in LETTERS for b in LETTERS if known(a + b)]
    three = {pair + c for pair in two if pair[0] in SURNAMES for c in ends if known(pair + c)}
    late = [pair for pair in two if pair[1] in ends]
    three |= {s + pair for pair in late for s in sorted(SURNAMES) if known(s + pair)}
    rare = (w for w in sorted(three) if not GIVEN_LETTERS.issuperset(w[1:]))
    return tuple(w for w in rare if [kind for _, kind in rjieba.tag(w)] == ["nr"])


@lru_cache(maxsize=1)
def bodies() -> tuple[str, ...]:
    """Those that a body of a town may be called: 水泥厂, 港务局."""
    return tuple(word for word in common() if len(word) == 3 and word[-1] in "厂局站社院场馆所校")


def _plain(word: str) -> bool:
    found = rjieba.tag(word)
    return len(found) == 1 and not found[0][1].startswith(_NAMES)
