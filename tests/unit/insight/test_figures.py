"""What each figure counts, on rows made by hand."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from jiebang.delivery.queries.span import (
    ContractFact,
    CreditFact,
    PartyFact,
    PaymentFact,
    SpendingFact,
    UseFact,
)
from jiebang.insight.figures import FIGURES, REPORT, Unit, counted, plain
from jiebang.insight.lines import Rows
from jiebang.insight.queries import parse_years, years_text
from jiebang.programme.queries.figures import BidFact, ChallengeFact, WinnerFact
from jiebang.review.queries.figures import PanelFact

ON = date(2022, 9, 1)


def challenge(pk: str, state: str = "published", year: int = 2023, **more) -> ChallengeFact:
    told = {
        "number": 1, "title": f"题{pk}", "field": "equipment", "district": "370102",
        "province": "37", "publisher_id": f"u{pk}", "publisher": "示例公司", "invented": True,
        "public_money": 100, "own_money": 500, "total": 795,
    } | more  # fmt: skip
    return ChallengeFact(id=pk, year=year, state=state, **told)


def contract(pk: str, of: str, state: str = "in_force", *, in_force: bool = True) -> ContractFact:
    return ContractFact(pk, of, f"HT-{pk}", "题", state, 90, 300, 200, in_force)


def party(contract_id: str, of: str, unit: str, kind: str = "company", *, leading: bool = False):
    return PartyFact(contract_id, of, unit, f"单位{unit}", kind, leading, "partner", True)


def values(rows: Rows) -> dict[str, object]:
    return {code: c.value for code, c in counted(rows).items()}


def test_an_open_year_levers_what_its_challenges_promise():
    rows = Rows(challenges=[challenge("a"), challenge("b", total=100 + 1000)])
    found = values(rows)
    assert [found[k] for k in ("challenges", "public_money", "levered_rnd", "levered_total")] == [
        2, 200, 695 + 1000, 695 + 1000 + 200,
    ]  # fmt: skip
    assert found["leverage"] == Fraction(1695, 200)


def test_a_contract_in_force_goes_before_what_its_challenge_promised():
    rows = Rows(challenges=[challenge("a", "awarded")], contracts=[contract("k", "a")])
    found = counted(rows)["levered_rnd"]
    assert [(line.life, line.note, line.amount) for line in found.lines] == [
        ("contract", "by_contract", 500)
    ]


def test_a_draft_of_a_contract_leaves_the_promise_standing():
    draft = contract("k", "a", "draft", in_force=False)
    rows = Rows(challenges=[challenge("a", "awarded")], contracts=[draft])
    assert values(rows)["levered_rnd"] == 695
    assert values(rows)["consortia"] == 0


@pytest.mark.parametrize("state", ["failed", "withdrawn", "not_awarded"])
def test_a_challenge_that_came_to_nothing_levers_nothing_but_was_published(state):
    found = values(Rows(challenges=[challenge("a", state)]))
    assert (found["challenges"], found["levered_rnd"]) == (1, 0)


def test_a_contract_given_up_takes_the_promise_away():
    gone = contract("k", "a", "given_up", in_force=False)
    rows = Rows(challenges=[challenge("a", "awarded")], contracts=[gone])
    assert values(rows)["levered_rnd"] == 0


def test_each_unit_counts_once_however_often_it_takes_part():
    rows = Rows(
        challenges=[challenge("a", "awarded"), challenge("b", "awarded", 2022)],
        contracts=[contract("k", "a"), contract("l", "b")],
        parties=[
            party("k", "a", "1", "university"), party("l", "b", "1", "university"),
            party("l", "b", "2", "university"), party("k", "a", "3", "institute"),
            party("k", "a", "4", leading=True), party("l", "b", "4", leading=True),
            party("k", "a", "5"),
        ],
    )  # fmt: skip
    found = counted(rows)
    names = ("consortia", "universities", "institutes", "leading_companies")
    assert [found[n].value for n in names] == [2, 2, 1, 1]
    assert found["universities"].apart("year") == {"2023": 1, "2022": 2}
    assert [(r.id, r.text) for r in found["universities"].records()] == [
        ("1", "题a；题b"), ("2", "题b"),
    ]  # fmt: skip


def test_funds_invested_are_public_money_paid_and_confirmed_spending():
    rows = Rows(
        challenges=[challenge("a", "awarded", 2022)],
        contracts=[contract("k", "a")],
        payments=[PaymentFact("p", "k", "a", "首期", "HT-k", ON, 50)],
        spendings=[SpendingFact("s", "k", "a", "HT-k", "示例公司", "own", ON, 300)],
    )
    found = counted(rows)
    codes = ("rnd_funds", "public_paid", "rnd_contracted")
    assert [found[c].value for c in codes] == [350, 50, 590]
    assert [line.note for line in found["rnd_funds"].lines] == ["public", "own"]


def test_offered_approved_and_drawn_are_three_numbers():
    credits = [
        CreditFact("1", "a", "x", "甲银行", "示例公司", "approved", ON, 1000, 600, 100),
        CreditFact("2", "a", "y", "乙银行", "示例公司", "offered", ON, 500, 0, 0),
    ]
    found = counted(Rows(challenges=[challenge("a")], credits=credits))
    codes = ("credit", "credit_approved", "credit_drawn", "banks")
    assert [found[c].value for c in codes] == [1500, 600, 100, 2]
    assert found["credit"].apart("bank") == {"甲银行": 1000, "乙银行": 500}


def test_fixed_choices_are_counted_among_the_panels_that_were_seated():
    told = [("bid", "a", True), ("bid", "b", False), ("screening", "batch", True)]
    panels = [
        PanelFact(f"p{n}", kind, "题", "closed", 2023, "equipment", subject, fixed)
        for n, (kind, subject, fixed) in enumerate(told)
    ]
    found = counted(Rows(challenges=[challenge("a"), challenge("b")], panels=panels))
    assert found["fixed_choices"].value == 2
    assert [(r.life, r.id, r.note, r.district) for r in found["fixed_choices"].records()] == [
        ("panel", "p0", "bid", "370102"), ("panel", "p2", "screening", ""),
    ]  # fmt: skip
    assert found["fixed_choice_share"].value == Fraction(2, 3)


def test_success_is_counted_among_what_is_decided():
    states = ["awarded"] * 9 + ["failed", "published", "in_review"]
    found = values(Rows(challenges=[challenge(str(n), s) for n, s in enumerate(states)]))
    assert (found["success_rate"], found["void"]) == (Fraction(9, 10), 1)
    assert values(Rows(challenges=[challenge("a")]))["success_rate"] is None


def test_winners_from_another_province_and_from_abroad_cross_the_region():
    rows = Rows(
        challenges=[challenge("a"), challenge("b"), challenge("c")],
        winners=[
            WinnerFact("a", "1", "x", "甲", "37", False),
            WinnerFact("b", "2", "y", "乙", "32", False),
            WinnerFact("c", "3", "z", "丙", "37", True),
        ],
        bids=[BidFact("a", 4, 1), BidFact("b", 4, 3)],
    )  # fmt: skip
    found = values(rows)
    assert (found["cross_region"], found["cross_region_bids"]) == (Fraction(2, 3), Fraction(1, 2))


def test_a_field_has_a_breakthrough_when_an_accepted_result_is_in_use():
    rows = Rows(
        challenges=[challenge("a", "awarded"), challenge("b", "awarded", field="medicine"),
                    challenge("c", "awarded", field="materials")],
        contracts=[contract("k", "a", "completed"), contract("l", "b", "in_force"),
                   contract("m", "c", "completed")],
        uses=[UseFact("u", "k", "a", "上线", "某站", ON, "顺利", True),
              UseFact("v", "l", "b", "试用", "某院", ON, "顺利", True)],
    )  # fmt: skip
    found = counted(rows)["breakthrough_fields"]
    assert (found.value, list(found.apart("field"))) == (1, ["equipment"])


def test_every_figure_is_the_sum_of_its_records_and_says_what_it_counts():
    rows = Rows(challenges=[challenge("a", "awarded")], contracts=[contract("k", "a")])
    for c in counted(rows).values():
        assert c.figure.value(c.lines) == c.value
        told = (c.figure.says, c.figure.says_en, c.figure.label, c.figure.label_en)
        assert "" not in told
    assert set(REPORT) < set(FIGURES)


def test_machines_get_whole_yuan():
    assert plain(13_900_000_000, Unit.MONEY) == 139_000_000
    assert plain(150, Unit.MONEY) == 1.5
    assert plain(Fraction(1, 3), Unit.SHARE) == 0.3333
    assert plain(None, Unit.SHARE) is None


@pytest.mark.parametrize(
    ("text", "years"),
    [("2023", (2023,)), ("2021-2022", (2021, 2022)), ("2022-2021", ()), ("x", ()), ("", ())],
)
def test_a_span_of_years_is_read(text, years):
    assert parse_years(text) == years
    assert parse_years(years_text(years)) == years
