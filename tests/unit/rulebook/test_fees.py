"""What an expert is paid: the arithmetic of process.md 3.11 on a table of our own."""

from __future__ import annotations

import pytest

from jiebang.rulebook.edition.model import Fees
from jiebang.rulebook.fees import Work, fee

TABLE = Fees(
    day_senior=2000, day_other=1200, academician_percent=150, half_day_percent=60, full_days=2,
    later_day_percent=50, item_percent=20, item_cap_senior=300, item_cap_other=200,
)  # fmt: skip


def work(**changes) -> Work:
    known = {"senior": True, "academician": False, "part": False, "items": 0, "half_days": 0}
    return Work(**(known | changes))


@pytest.mark.parametrize(
    ("done", "yuan"),
    [
        (work(items=3), 900),  # 400 an item, capped at 300
        (work(items=3, senior=False), 600),  # 240, capped at 200
        (work(half_days=1), 1200),
        (work(half_days=2), 2000),
        (work(half_days=5), 5200),  # two days and a half
        (work(half_days=8), 6000),  # two days, two later days at half
        (work(half_days=2, academician=True), 3000),
        (work(half_days=2, senior=False), 1200),
        (work(items=2, part=True), 0),
        (work(), 0),
    ],
)
def test_fees_follow_the_table(done, yuan):
    found = fee(TABLE, done)
    assert (found.fen, sum(line.sum for line in found.lines)) == (yuan * 100, yuan * 100)


def test_nothing_is_paid_without_a_reason():
    assert [fee(TABLE, w).refused for w in (work(part=True, items=1), work(), work(items=1))] == [
        "takes_part", "no_work", "",
    ]  # fmt: skip
