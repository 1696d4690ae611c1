"""Laws of masking and search tokens."""

from __future__ import annotations

import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from jiebang.engine.text import (
    Organisation,
    Person,
    Roster,
    mask,
    query_tokens,
    restore,
    tokens,
)

PEOPLE = ("赵无忌", "钱塘", "孙 悟", "欧阳木兰")
UNITS = ("岱东大学", "济南云杉智能科技有限公司", "齐川工业大学")
ROSTER = Roster(tuple(map(Person, PEOPLE)), tuple(map(Organisation, UNITS)))
HIDDEN = tuple(n.replace(" ", "") for n in (*PEOPLE, *UNITS))
PIECES = (
    *HIDDEN,
    "教授",
    "岱大",
    "云杉",
    "一等奖",
    "，",
    " ",
    "发表论文3篇",
    "高斯",
    "过程",
    "大学",
    "a",
    "〔",
)
TEXTS = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=3)), max_size=14).map("".join)
WORDS = st.text("甲乙丙丁戊己ab1 ，", max_size=60)


@settings(max_examples=250, deadline=None)
@given(TEXTS)
def test_every_mask_can_be_undone_and_no_name_of_the_roster_is_left(text):
    result = mask(text, ROSTER)
    assert restore(result) == text
    left = unicodedata.normalize("NFKC", result.text)
    assert not [name for name in HIDDEN if name in left.replace("钱塘江", "")]
    for one, other in zip(result.masks, result.masks[1:], strict=False):
        assert one.end <= other.start
    assert [text[m.start : m.end] for m in result.masks] == [m.original for m in result.masks]


@given(WORDS, st.integers(0, 60), st.integers(2, 20))
def test_whatever_is_searched_for_from_a_text_is_found_in_it(text, start, length):
    part = text[start : start + length]
    assert set(query_tokens(part).tokens) <= {
        t for token in tokens(text) for t in (token, *_pieces(token, part))
    }


def _pieces(token: str, part: str) -> tuple[str, ...]:
    """A query cut in the middle of a Latin word asks for a piece of that word."""
    return tuple(t for t in tokens(part) if t.isascii() and t in token)
