"""Laws of passages and of the index."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from jiebang.engine.duplicates import DuplicateIndex, compare, symbols

WORDS = st.text("甲乙丙丁戊己ab1 ，Ａ㎏", max_size=60)
SHARED = st.permutations("子丑寅卯辰巳午未申酉戌亥").map("".join)


@settings(max_examples=150, deadline=None)
@given(WORDS, WORDS, SHARED)
def test_a_common_run_is_always_found_and_places_lie_in_the_texts(before, after, shared):
    a, b = before + shared + after, after + "。" + shared + before
    found = compare(a, b)
    at = a.index(shared)
    shown = {i for p in found.passages for i in range(p.a_start, p.a_end)}
    assert len(shown & set(range(at, at + len(shared)))) >= len(shared) - 3
    assert found.in_b * len(symbols(a)) >= len(shared) - 1e-9
    end = 0
    for p in found.passages:
        assert end <= p.a_start < p.a_end <= len(a)
        assert 0 <= p.b_start < p.b_end <= len(b)
        assert p.equal <= min(len(symbols(a)), len(symbols(b)))
        end = p.a_end


@settings(max_examples=150, deadline=None)
@given(WORDS, WORDS)
def test_shares_lie_in_their_bounds_and_a_text_stands_in_itself(a, b):
    found = compare(a, b)
    assert 0 <= found.in_a <= 1
    assert 0 <= found.in_b <= 1
    assert 0 <= found.score <= 1
    own = a + "子丑寅卯辰巳午未申酉戌亥"
    assert compare(own, own + b).in_b == 1 or len(symbols(own)) > 30


@settings(max_examples=100, deadline=None)
@given(WORDS, WORDS, SHARED)
def test_what_a_template_holds_is_in_no_passage(a, b, shared):
    found = compare(a + shared, shared + b, (a, b, shared, a + shared, shared + b))
    assert found.passages == ()


@settings(max_examples=40, deadline=None)
@given(st.lists(WORDS, max_size=9), st.data())
def test_adding_and_removing_leaves_the_index_of_what_is_left(texts, data):
    index, plain = DuplicateIndex(), DuplicateIndex()
    for n, text in enumerate(texts):
        index.add(str(n), text)
    gone = data.draw(st.sets(st.integers(0, max(0, len(texts) - 1)), max_size=len(texts)))
    for n in gone if texts else ():
        index.remove(str(n))
    for n, text in enumerate(texts):
        if n not in gone:
            plain.add(str(n), text)
    assert index.pairs() == plain.pairs()
    assert DuplicateIndex.from_arrays(index.arrays()).pairs() == plain.pairs()
