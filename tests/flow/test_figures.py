"""The city's figures, computed from what was performed."""

from __future__ import annotations

import json
from fractions import Fraction

from jiebang.cli import main
from jiebang.delivery import actions
from jiebang.delivery.models import Contract
from jiebang.demo import acts
from jiebang.insight import queries
from jiebang.platform.accounts.actor import PUBLIC
from tests import delivering as d
from tests.factories import DISTRICT, WAN, World


def values(*years: int, **more: str) -> dict[str, object]:
    return {k: c.value for k, c in queries.figures(queries.Filter(years, **more)).items()}


def spend(world: World, contract: Contract, amount: str) -> None:
    key, on = d.lead_of(world, contract), world.stage.at.date().isoformat()
    made = actions.spending.create(
        "report", actor=world.stage.actor(key), now=world.stage.later(hours=1),
        contract=str(contract.pk), organisation=str(contract.bid.lead_id), source="matched",
        amount=amount, from_on=on, until_on=on, paid_to_bidder="no",
        evidence="专账凭证 1 至 9 号。", files=[],
    )  # fmt: skip
    d.do(world, "spending", made.pk, "confirm", "officer")


def test_the_figures_follow_a_challenge_from_its_list_to_its_contract(world):
    challenge = world.published()
    world.submitted(challenge)
    found = values(2023)
    assert (found["challenges"], found["public_money"]) == (1, 100 * WAN)
    assert found["levered_rnd"] == 900 * WAN  # what the challenge promises
    assert (found["consortia"], found["cross_region_bids"]) == (0, None)  # bids are sealed
    assert values(2022)["challenges"] == 0
    assert values(field="biomedicine")["challenges"] == 0
    assert values(2023, district="370102")["challenges"] == 1


def test_a_contract_its_units_and_its_money_are_counted_and_an_edit_changes_them(world):
    contract = d.in_force(world)
    d.pay(world, contract, 1)
    spend(world, contract, "200")
    found = values(2023)
    counts = ("consortia", "universities", "institutes", "leading_companies")
    lead = contract.bid.lead.kind
    assert [found[c] for c in counts] == [1, int(lead == "university"), int(lead == "institute"), 0]
    assert found["levered_rnd"] == contract.own_money + contract.matched_money
    assert found["rnd_funds"] == 50 * WAN + 200 * WAN
    assert (found["success_rate"], found["cross_region"]) == (Fraction(1), Fraction(1))
    assert found["cross_region_bids"] == Fraction(1)
    Contract.objects.filter(pk=contract.pk).update(own_money=contract.own_money + 7 * WAN)
    assert values(2023)["levered_rnd"] == contract.own_money + contract.matched_money + 7 * WAN


def test_each_figure_leads_to_its_records(world):
    contract = d.in_force(world)
    found = queries.figures(queries.Filter((2023,)))
    assert [(r.life, r.id) for r in found["consortia"].records()] == [
        ("contract", str(contract.pk))
    ]
    assert [(r.life, r.id) for r in found["challenges"].records()] == [
        ("challenge", str(contract.challenge_id))
    ]


def test_reading_the_figures_takes_the_same_statements_however_much_there_is(
    world, django_assert_num_queries
):
    with django_assert_num_queries(10):
        queries.figures(queries.Filter())
    second = world.unit(
        "second", "历下另一示例装备有限公司", region="济南市历下区", region_code=DISTRICT
    )
    world.listed(key="second", company=second)
    d.in_force(world)
    with django_assert_num_queries(10):
        assert queries.figures(queries.Filter())["challenges"].value == 2


def test_the_view_of_allocation_names_people_to_the_bureau_only(world):
    contract = d.in_force(world)
    for viewer, names in ((world.stage.actor("officer"), 3), (PUBLIC, 0)):
        found = queries.allocation(queries.Filter((2023,)), viewer, 1)
        (link,) = found.links
        assert (link.headcount, len(link.people)) == (3, names)
        assert (found.whole.projects, found.whole.contracts) == (1, 1)
        assert {u.name for u in link.units} == {
            contract.challenge.organisation.name, contract.bid.lead.name,
        }  # fmt: skip


def test_the_command_prints_whole_yuan_and_the_records(world, capsys):
    challenge = world.published()
    assert main(["figures", "--year", "2023", "--json", "--records"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["challenges"], told["public_money"], told["levered_rnd"]) == (1, 1000000, 9000000)
    assert told["records"]["public_money"] == [f"challenge:{challenge}"]
    assert main(["figures", "--year", "twenty"]) == 2


def test_the_command_prints_a_table_in_the_language_of_the_terminal(world, capsys, monkeypatch):
    world.published()
    lines = {}
    for language in ("zh_CN.UTF-8", "en_GB.UTF-8"):
        monkeypatch.setenv("LC_ALL", language)
        assert main(["figures", "--year", "2023"]) == 0
        lines[language] = capsys.readouterr().out.splitlines()[1].strip().split("  ")
    assert lines["zh_CN.UTF-8"] == ["1,000,000 元", "财政资金"]
    assert lines["en_GB.UTF-8"] == ["1,000,000 yuan", "Public money"]


def test_a_field_code_is_told_in_the_words_of_its_edition(world):
    world.published()
    words = queries.words((2023,))
    assert words.fields["high_end_equipment"][0] == "高端装备产业补链强链"
    assert words.years == (2023,)


def test_people_with_posts_see_more_figures_than_the_public(world):
    hidden = set(queries.visible(world.stage.actor("officer"))) - set(queries.visible(PUBLIC))
    assert hidden == {"credit_approved", "credit_drawn", "cross_region_bids", "fixed_choices",
                      "fixed_choice_share"}  # fmt: skip
    assert acts.person(world.stage, "guest", "访客某") is not None
    assert set(queries.visible(world.stage.actor("guest"))) == set(queries.visible(PUBLIC))
