"""Laws of money and of working days."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from jiebang.engine.calendar import Calendar
from jiebang.engine.money import (
    Percent,
    Tier,
    Tiers,
    amount,
    format_wan,
    from_wan,
    in_capitals,
    split,
    to_wan,
)

FEN = st.integers(0, 10**13)


@given(FEN)
def test_fen_to_wan_and_back_is_the_same(fen):
    assert from_wan(to_wan(fen)) == fen
    assert from_wan(format_wan(fen)) == fen


@given(FEN, st.lists(st.integers(0, 10**9), min_size=1, max_size=8).filter(any))
def test_shares_sum_to_the_whole_and_none_is_off_by_a_fen(fen, weights):
    shares = split(fen, weights)
    assert sum(shares) == fen
    assert all(
        abs(share * sum(weights) - fen * w) < sum(weights)
        for share, w in zip(shares, weights, strict=True)
    )


@given(FEN, st.integers(0, 10_000))
def test_tiers_of_one_rate_are_a_percentage_to_within_a_fen_a_tier(fen, rate):
    tiers = Tiers("total", (Tier(10**8, rate), Tier(10**10, rate), Tier(None, rate)))
    plain = amount(Percent("total", rate), {"total": fen}).fen
    assert 0 <= plain - amount(tiers, {"total": fen}).fen <= 2


DIGITS = {c: n for n, c in enumerate("零壹贰叁肆伍陆柒捌玖")}


def read_capitals(words: str) -> int:
    """Fen from an amount in words: a reader independent of the writer."""
    total = group = digit = 0
    for c in words.removesuffix("整"):
        if c in DIGITS:
            digit = DIGITS[c]
        elif c in "拾佰仟":
            group += digit * 10 ** ("拾佰仟".index(c) + 1)
            digit = 0
        elif c in "万亿元":
            total += (group + digit) * {"万": 10**4, "亿": 10**8, "元": 1}[c] * 100
            group = digit = 0
        else:
            total += digit * {"角": 10, "分": 1}[c]
            digit = 0
    return total


@settings(max_examples=300)
@given(st.one_of(FEN, st.integers(0, 999).map(lambda n: n * 10**9), st.integers(0, 10**5)))
def test_words_read_back_to_the_same_amount_and_zero_is_never_spoken_twice(fen):
    words = in_capitals(fen)
    assert read_capitals(words) == fen
    assert "零零" not in words


DAYS = st.dates(date(2023, 2, 1), date(2023, 11, 30))


@given(DAYS, st.integers(1, 15), st.sets(DAYS, max_size=40))
def test_counting_forward_and_counting_between_agree(start, days, holidays):
    calendar = Calendar(years=frozenset({2023}), holidays=frozenset(holidays - {start}))
    end = calendar.add_working_days(start, days)
    assert calendar.is_working(end)
    assert calendar.working_days_between(start + timedelta(days=1), end) == days
    if calendar.is_working(start):
        assert calendar.add_working_days(end, -days) == start
