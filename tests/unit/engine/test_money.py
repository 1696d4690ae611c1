"""Money at the edges, in words, in shares, by formula."""

from __future__ import annotations

from decimal import Decimal

import pytest

from jiebang.engine import money
from jiebang.engine.money import Amount, Fixed, MoneyError, Percent, Slice, Tier, Tiers, amount

WAN = 1_000_000
JILIN = Tiers(
    "total",
    (Tier(500 * WAN, 3000), Tier(1000 * WAN, 2500), Tier(2000 * WAN, 2000), Tier(None, 1500)),
)


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("0", 0),
        ("100", 100_000_000),
        ("0.000001", 1),
        ("1,234.5", 1_234_500_000),
        (" １２．５ ", 12_500_000),
        (Decimal("3.25"), 3_250_000),
    ],
)
def test_wan_becomes_fen_exactly(text: str | Decimal, fen: int):
    assert money.from_wan(text) == fen


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1.0000001", "too_fine"),
        ("-1", "negative"),
        ("", "not_a_number"),
        ("12万", "not_a_number"),
        ("1e3", "not_a_number"),
        ("1_000", "not_a_number"),
        ("NaN", "not_a_number"),
        ("12,34", "not_a_number"),
        ("1.", "not_a_number"),
        ("٣", "not_a_number"),
        ("9" * 30, "too_large"),
        (Decimal("Infinity"), "not_a_number"),
    ],
)
def test_an_amount_that_is_not_exact_is_refused_with_its_fault(text: str | Decimal, code: str):
    with pytest.raises(MoneyError) as caught:
        money.from_wan(text)
    assert caught.value.code == code


def test_yuan_has_two_decimals():
    assert money.from_yuan("1234.56") == 123_456
    with pytest.raises(MoneyError, match="too_fine"):
        money.from_yuan("0.001")


def test_fen_are_shown_in_wan_without_rounding():
    assert money.to_wan(1) == Decimal("0.000001")
    assert money.format_wan(2_000_000_000) == "2,000"
    assert money.format_wan(1_234_500_000) == "1,234.5"
    assert money.format_wan(1_234_500_000, 2) == "1,234.50"
    assert money.format_wan(1) == "0.000001"
    assert money.to_yuan(123) == Decimal("1.23")


@pytest.mark.parametrize(
    ("fen", "words"),
    [
        (0, "零元整"),
        (5, "伍分"),
        (50, "伍角整"),
        (100_05, "壹佰元零伍分"),
        (100_50, "壹佰元伍角整"),
        (123_45, "壹佰贰拾叁元肆角伍分"),
        (1001_00, "壹仟零壹元整"),
        (100_000_000, "壹佰万元整"),
        (10_100_00, "壹万零壹佰元整"),
        (100_010_000_00, "壹亿零壹万元整"),
        (100_000_001_00, "壹亿零壹元整"),
        (999_999_999_999_99, "玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
    ],
)
def test_an_amount_in_words_reads_as_on_a_voucher(fen: int, words: str):
    assert money.in_capitals(fen) == words


def test_words_end_below_a_million_million():
    with pytest.raises(MoneyError, match="too_large"):
        money.in_capitals(10**14)
    with pytest.raises(MoneyError, match="negative"):
        money.in_capitals(-1)


def test_shares_sum_exactly_and_the_first_gets_the_odd_fen():
    assert money.split(100, (1, 1, 1)) == (34, 33, 33)
    assert money.split(1000, (45, 55)) == (450, 550)
    assert money.split(7, (0, 1)) == (0, 7)
    with pytest.raises(ValueError, match="weights"):
        money.split(7, (0, 0))
    with pytest.raises(ValueError, match="weights"):
        money.split(7, (2, -1))


def test_the_jilin_table_gives_550_wan_on_2500_and_its_cap_leaves_300():
    result = amount(JILIN, {"total": 2500 * WAN}, caps=(300 * WAN,))
    assert [s.fen for s in result.slices] == [150 * WAN, 125 * WAN, 200 * WAN, 75 * WAN]
    assert (result.uncapped, result.fen) == (550 * WAN, 300 * WAN)


def test_the_lowest_cap_holds():
    assert amount(Fixed(90), {}, caps=(100, 70, 80)) == Amount(70, 90)


def test_a_percentage_is_of_the_base_it_names_and_drops_parts_of_a_fen():
    bases = {"contract": 1001, "payment": 333}
    assert amount(Percent("payment", 3000), bases) == Amount(99, 99, (Slice(333, 3000, 99),))
    assert amount(Percent("contract", 10_000), bases).fen == 1001
    with pytest.raises(KeyError):
        amount(Percent("total", 1), bases)


def test_tiers_must_rise():
    for tiers in (
        (),
        (Tier(None, 1), Tier(5, 1)),
        (Tier(5, 1), Tier(5, 1)),
        (Tier(9, 1), Tier(5, 1), Tier(None, 1)),
    ):
        with pytest.raises(ValueError, match="tiers rise"):
            Tiers("total", tiers)


def test_above_the_last_bounded_tier_nothing_more_is_paid():
    assert amount(Tiers("total", (Tier(100, 5000),)), {"total": 1000}).fen == 50
