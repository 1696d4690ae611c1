"""Units on pages: registered once, joined, their archive filled in."""

from __future__ import annotations

import pytest
from django.urls import reverse

from jiebang.demo import acts
from jiebang.registry import queries

NEW = {
    "name": "示例新材料有限公司",
    "kind": "company",
    "region": "济南市历下区",
    "region_code": "370102",
}


def register(town, key="newcomer", **changes):
    if key not in town.world.stage.people:
        acts.person(town.world.stage, key, "新来的人")
    return town.visitor(key).post(reverse("unit_register"), {**NEW, **changes})


def test_a_code_with_a_wrong_check_character_is_told_at_its_field_and_all_is_kept(town):
    code = town.world.code()
    wrong = code[:-1] + ("A" if code[-1] != "A" else "B")
    answer = register(town, code=wrong)
    page = answer.content.decode()
    assert answer.status_code == 422
    at = page.index('id="f-code-problems"')
    assert "校验位不符" in page[at : at + 500]
    assert 'value="示例新材料有限公司"' in page


def test_a_code_that_is_registered_already_is_told_at_its_field(town):
    taken = queries.organisation(town.world.company).code
    answer = register(town, code=taken)
    assert answer.status_code == 422
    assert "已注册，请申请加入" in answer.content.decode()


def test_a_unit_abroad_registers_without_a_code(town):
    answer = register(
        town, abroad="yes", region="新加坡", region_code="", original_name="Example Institute"
    )
    assert answer.status_code == 302
    page = town.visitor("newcomer").get(answer.url).content.decode()
    assert "以中文为准" in page
    assert "Example Institute" in page


def test_a_person_asks_to_join_and_the_administrator_approves(town):
    acts.person(town.world.stage, "newcomer", "新来的人")
    newcomer, admin = town.visitor("newcomer"), town.visitor("team")
    newcomer.post(reverse("unit_join"), {"organisation": town.world.team, "duty": "研究员"})
    waiting = [m for m in queries.members(town.world.team) if m.state == "requested"]
    approve = reverse("act", args=["membership", waiting[0].id, "approve"])
    unit = reverse("organisation", args=[town.world.team])
    assert approve in admin.get(unit).content.decode()
    assert newcomer.get(unit).status_code == 404
    admin.post(approve, {"version": waiting[0].version})
    assert newcomer.get(unit).status_code == 200


def test_the_archive_comes_filled_in_and_is_kept_whole(town):
    admin = town.visitor("company")
    url = reverse("unit_archive", args=[town.world.company])
    given = {"revenue": "32000", "rnd_last": "1500", "rnd_before": "1300", "leading": "yes",
             "relations.0.name": "示例母公司", "relations.0.relation": "parent"}  # fmt: skip
    assert admin.post(url, given).status_code == 302
    page = admin.get(url).content.decode()
    assert [w in page for w in ('value="32000"', 'value="示例母公司"')] == [True, True]


MAY = {
    "organisation": {"company", "officer", "head", "leader", "supervisor"},
    "unit_archive": {"company"},
}


@pytest.mark.parametrize("name", MAY)
def test_a_unit_is_its_peoples_and_the_bureaus(town, name):
    url = reverse(name, args=[town.world.company])
    everyone = ("company", "team", "district", "officer", "head", "leader", "supervisor", "drawer")
    assert {k for k in everyone if town.visitor(k).get(url).status_code == 200} == MAY[name]


def test_the_list_of_units_is_the_citys_and_takes_constant_statements(town):
    url = reverse("unit_list")
    assert town.visitor("company").get(url).status_code == 404
    few = town.statements(town.visitor("officer"), url)
    for i in range(20):
        town.world.unit(f"u{i}", f"示例单位{i}")
    town.at()
    assert town.statements(town.visitor("officer"), url) == few <= 15
