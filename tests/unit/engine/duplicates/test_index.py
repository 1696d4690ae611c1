"""Many texts and what they share. All texts are invented."""

from __future__ import annotations

import numpy as np
import pytest

from jiebang.engine.duplicates import DuplicateIndex, compare

HAN = [chr(c) for c in range(0x4E00, 0x4E00 + 3000)]
FORM = "请说明项目的必要性、国内外现状与发展趋势，拟解决的关键技术问题和主要研究内容。"


def text(seed: int, size: int = 300) -> str:
    return "".join(np.random.default_rng(seed).choice(HAN, size))


def index(*texts: str, group: str = "") -> DuplicateIndex:
    made = DuplicateIndex()
    for n, one in enumerate(texts):
        made.add(str(n), one, group)
    return made


def test_a_text_that_copies_is_matched_with_its_source_and_no_other():
    found = index(text(1), text(2), text(3))
    asked = text(4)[:100] + text(2)[50:100]
    (match,) = found.query(asked)
    assert match.id == "1"
    assert match.comparison == compare(asked, text(2))
    assert found.query(asked, least=0.5) == ()


def test_documents_are_matched_with_each_other_and_every_pair_is_told_once():
    found = index(text(1), text(2), text(1)[:80] + text(4), text(2)[:40] + text(5))
    assert [(one, match.id) for one, match in found.pairs()] == [("0", "2"), ("1", "3")]
    assert [match.id for match in found.matches("2")] == ["0"]
    assert [m.id for m in found.query(text(1)[:60] + text(2)[:20], most=1)] == ["0"]


def test_what_was_removed_is_found_no_more_and_may_come_back():
    found = index(text(1), text(2), text(3))
    found.remove("0")
    assert ("0" in found, len(found)) == (False, 2)
    assert found.query(text(1)) == ()
    found.remove("2")
    assert [m.id for m in found.query(text(2))] == ["1"]
    found.add("0", text(1))
    assert [m.id for m in found.query(text(1))] == ["0"]
    with pytest.raises(ValueError, match="already"):
        found.add("0", "")
    with pytest.raises(KeyError):
        found.remove("9")
    with pytest.raises(KeyError):
        found.matches("9")


def test_a_given_template_raises_no_alarm_in_its_group():
    found = index(FORM + text(1), FORM + text(2), group="call")
    assert len(found.pairs()) == 1
    found.add_template(FORM, "another")
    assert len(found.pairs()) == 1
    found.add_template(FORM, "call")
    assert found.pairs() == ()
    assert len(found.query(FORM + text(3), "elsewhere")) == 2
    found.add_template(FORM)
    assert found.query(FORM + text(3), "elsewhere") == ()


def test_what_nearly_all_of_a_group_share_is_taken_for_its_form():
    few = index(*[FORM + text(n) for n in range(4)], group="call")
    assert len(few.pairs()) == 6
    many = index(*[FORM + text(n) for n in range(5)], group="call")
    assert many.pairs() == ()
    assert many.query(FORM + text(9), "call") == ()
    (match,) = many.query(FORM + text(3)[:100] + text(9), "call")
    assert match.id == "3"
    assert match.comparison.form_a > 0
    assert len(index(*[FORM + text(n) for n in range(5)]).pairs()) == 10


def test_a_ring_of_four_in_a_group_of_five_is_no_form():
    ring = index(*[text(9)[:80] + text(n) for n in range(4)], text(5), group="call")
    assert len(ring.pairs()) == 6


def test_a_phrase_of_many_documents_is_no_match_but_a_long_copy_still_is():
    phrase, copy = text(50, 12), text(51, 120)
    found = index(*[text(n) + phrase + text(n + 100) for n in range(12)])
    assert found.pairs() == ()
    found = index(*[text(n) + copy + text(n + 100) for n in range(12)], *map(text, range(20, 40)))
    assert len({match.id for match in found.matches("0")}) == 11


def test_an_index_comes_back_from_its_arrays():
    found = index(FORM + text(1), FORM + text(2), text(3), group="call")
    found.add_template(FORM, "call")
    found.remove("1")
    again = DuplicateIndex.from_arrays(found.arrays())
    asked = text(1)[:90] + FORM + text(8)
    assert again.query(asked, "call") == found.query(asked, "call") != ()
    assert len(again) == 2
    again.add("1", text(8))
    assert {m.id for m in again.query(asked, "call")} == {"0", "1"}
    assert len(DuplicateIndex.from_arrays(DuplicateIndex().arrays())) == 0


def test_arrays_of_something_else_are_refused():
    good = index(text(1), text(2)).arrays()
    for name, bad in (
        ("ids_end", np.array([1])),
        ("hashes", good["hashes"][::-1]),
        ("hashes", good["hashes"][:1]),
        ("numbers", good["numbers"] + 2),
        ("texts", good["texts"][:-1]),
    ):
        with pytest.raises(ValueError, match=r"array|column|hashes|number"):
            DuplicateIndex.from_arrays({**good, name: bad})
    with pytest.raises(ValueError, match="no array"):
        DuplicateIndex.from_arrays({})
