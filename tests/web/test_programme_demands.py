"""Demands on pages: written without losing a word, and known only to those who may know."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from jiebang.demo import acts
from jiebang.platform.accounts.actor import CLOCK
from jiebang.platform.files import queries as files
from jiebang.programme import actions, queries
from tests.unit.platform_files import build
from tests.visiting import posted

AUTOSAVE = {"X-Autosave": "1", "Accept": "application/json"}


def seen(town, pk):
    return queries.demand(pk, town.world.stage.actor("company"))


def typed(town, pk, **changes):
    return posted({**seen(town, pk).content, **changes}) | {"version": seen(town, pk).version}


def test_a_background_save_answers_with_the_time_and_the_version(town):
    pk = town.world.demand()
    url = reverse("demand_edit", args=[pk])
    version = seen(town, pk).version
    answer = town.visitor("company").post(
        url, typed(town, pk, title="高速送料装置研发"), headers=AUTOSAVE
    )
    assert answer.status_code == 200
    assert set(answer.json()) == {"saved_at", "version"}
    assert answer.json()["version"] == version + 1 == seen(town, pk).version
    assert seen(town, pk).title == "高速送料装置研发"


def test_a_stale_background_save_is_refused_and_changes_nothing(town):
    pk = town.world.demand()
    late = typed(town, pk, title="较晚的修改")
    company = town.visitor("company")
    company.post(
        reverse("demand_edit", args=[pk]), typed(town, pk, title="较早的修改"), headers=AUTOSAVE
    )
    answer = company.post(reverse("demand_edit", args=[pk]), late, headers=AUTOSAVE)
    assert answer.status_code == 409
    assert set(answer.json()) == {"detail"}
    assert seen(town, pk).title == "较早的修改"


def test_a_stale_form_comes_back_with_what_was_typed(town):
    pk = town.world.demand()
    late = typed(town, pk, background="这一段话不能丢失。")
    company = town.visitor("company")
    company.post(
        reverse("demand_edit", args=[pk]), typed(town, pk, title="较早的修改"), headers=AUTOSAVE
    )
    answer = company.post(reverse("demand_edit", args=[pk]), late)
    assert answer.status_code == 409
    assert "这一段话不能丢失。" in answer.content.decode()
    assert "未能保存" in answer.content.decode()


def test_saving_a_form_with_gaps_keeps_it_and_says_what_is_missing_at_the_field(town):
    pk = town.world.demand()
    answer = town.visitor("company").post(
        reverse("demand_edit", args=[pk]), typed(town, pk, problem="", total_money="很多")
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="f-problem-problems"' in page
    assert 'id="f-total_money-problems"' in page
    assert 'value="很多"' in page
    assert seen(town, pk).content["total_money"] == "很多"


def test_a_complete_form_goes_on_to_the_page_that_submits_it(town):
    pk = town.world.demand()
    answer = town.visitor("company").post(reverse("demand_edit", args=[pk]), typed(town, pk))
    assert answer.status_code == 302
    assert answer.url == reverse("act", args=["demand", pk, "submit"])
    done = town.visitor("company").post(answer.url, {"version": seen(town, pk).version})
    assert done.status_code == 302
    assert seen(town, pk).state == "submitted"


def test_rows_are_added_and_removed_without_a_script_and_without_saving(town):
    pk = town.world.demand()
    version = seen(town, pk).version
    rows = len(seen(town, pk).content["indicators"])
    url, company = reverse("demand_edit", args=[pk]), town.visitor("company")
    more = company.post(url, typed(town, pk) | {"_add_row": "indicators"}).content.decode()
    assert f'name="indicators.{rows}.name"' in more
    fewer = company.post(url, typed(town, pk) | {"_remove_row": "indicators:0"}).content.decode()
    first, second = (row["name"] for row in seen(town, pk).content["indicators"])
    assert (first in fewer, second in fewer) == (False, True)
    assert seen(town, pk).version == version


HOSTILE = {
    "empty.pdf": (b"", "0 字节"),
    "report.docx": (build.office("docx", main_type=build.MACRO_TYPE), "宏"),
    "bomb.zip": (build.packed({"zeros.txt": bytes(200 * 1024 * 1024)}), "解压"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_refused_file_is_told_at_its_field_and_everything_else_is_kept(town, name):
    pk = town.world.demand()
    content, word = HOSTILE[name]
    answer = town.visitor("company").post(
        reverse("demand_edit", args=[pk]),
        typed(town, pk, background="上传失败也不能丢。")
        | {"attachments": SimpleUploadedFile(name, content)},
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    at = page.index('id="f-attachments-problems"')
    assert word in page[at : at + 600]
    assert seen(town, pk).content["background"] == "上传失败也不能丢。"
    assert files.of("demand", pk) == ()


def test_an_attached_file_is_listed_served_to_its_readers_and_removed(town):
    pk = town.world.demand()
    company = town.visitor("company")
    upload = SimpleUploadedFile("检测报告.docx", build.office("docx"))
    company.post(
        reverse("demand_edit", args=[pk]), typed(town, pk) | {"attachments": upload, "_draft": "1"}
    )
    (file,) = files.of("demand", pk)
    url = reverse("demand_file", args=[pk, file.id])
    assert url in company.get(reverse("demand_edit", args=[pk])).content.decode()
    served = company.get(url)
    assert b"".join(served.streaming_content) == build.office("docx")
    assert town.visitor("team").get(url).status_code == 404
    company.post(reverse("demand_file_remove", args=[pk, file.id]))
    assert files.of("demand", pk) == ()


def test_a_second_demand_of_a_unit_is_refused_with_its_sentence(town):
    town.world.demand()
    answer = town.visitor("company").post(
        reverse("demand_start"), {"unit": town.world.company, "batch": town.world.batch}
    )
    assert answer.status_code == 409
    assert "限报 1 项" in answer.content.decode()


def test_after_the_deadline_the_page_says_so_with_the_servers_time(town):
    pk = town.world.demand()
    closes_at = seen(town, pk).closes_at
    town.at(closes_at.replace(second=closes_at.second + 1))
    answer = town.visitor("company").post(
        reverse("act", args=["demand", pk, "submit"]), {"version": seen(town, pk).version}
    )
    assert answer.status_code == 409
    assert "服务器当前时间为" in answer.content.decode()
    assert seen(town, pk).state == "draft"


def selected(town):
    w = town.world
    pk = w.demand()
    acts.do(w.stage, "demand", pk, "submit", "company")
    acts.recommend(w.stage, pk, "district", "情况属实,同意推荐。")
    acts.do(w.stage, "demand", pk, "accept", "officer")
    actions.demand.perform(
        pk, "record_screening", actor=CLOCK, now=w.stage.at, score="85.00", panel="t"
    )
    acts.do(w.stage, "demand", pk, "select", "head", kind="company_demand",
            field="high_end_equipment", public_money="100", reason="围绕产业急需。")  # fmt: skip
    town.at()
    return pk


def test_the_company_confirms_the_very_text_it_was_shown(town):
    pk = selected(town)
    officer = town.visitor("officer")
    d = queries.demand(pk, town.world.stage.actor("officer"))
    wording = posted({**d.content, **d.text, "problem": "市局修改后的难题表述,供企业确认。" * 5})
    answer = officer.post(reverse("demand_text", args=[pk]), wording | {"version": d.version})
    assert answer.status_code == 302
    page = town.visitor("company").get(reverse("demand_confirm", args=[pk])).content.decode()
    digest = seen(town, pk).text_digest
    assert digest in page
    assert "市局修改后的难题表述" in page
    done = town.visitor("company").post(
        reverse("demand_confirm", args=[pk]), {"version": seen(town, pk).version}
    )
    assert done.status_code == 302
    assert (seen(town, pk).state, seen(town, pk).text_digest) == ("agreed", digest)


def test_the_screening_table_offers_decisions_to_the_head_only(town):
    w = town.world
    pk = w.demand()
    acts.do(w.stage, "demand", pk, "submit", "company")
    acts.recommend(w.stage, pk, "district", "情况属实,同意推荐。")
    acts.do(w.stage, "demand", pk, "accept", "officer")
    actions.demand.perform(
        pk, "record_screening", actor=CLOCK, now=w.stage.at, score="85.00", panel="t"
    )
    town.at()
    url, step = (
        reverse("screening", args=[w.batch]),
        reverse("act", args=["demand", pk, "eliminate"]),
    )
    pages = {k: town.visitor(k).get(url).content.decode() for k in ("head", "officer")}
    assert {k: step in page for k, page in pages.items()} == {"head": True, "officer": False}
    assert "85.00" in pages["officer"]


MAY_SEE = {
    "demand": {"company", "district", "officer", "head", "leader", "supervisor"},
    "demand_edit": {"company"},
    "demand_confirm": set(),
    "demand_text": set(),
}


@pytest.mark.parametrize("name", MAY_SEE)
def test_a_submitted_demand_exists_only_for_those_it_concerns(town, name):
    pk = town.world.demand()
    acts.do(town.world.stage, "demand", pk, "submit", "company")
    town.at()
    url = reverse(name, args=[pk])
    everyone = ("company", "team", "other", "district", "officer", "head", "leader", "supervisor",
                "drawer", "secretary", "finance", "sysadmin")  # fmt: skip
    found = {k for k in everyone if town.visitor(k).get(url).status_code == 200}
    assert found == MAY_SEE[name]
    assert town.visitor().get(url).status_code == 302


def test_a_draft_is_its_units_alone(town):
    pk = town.world.demand()
    found = {k for k in ("company", "team", "district", "officer", "head", "supervisor")
             if town.visitor(k).get(reverse("demand", args=[pk])).status_code == 200}  # fmt: skip
    assert found == {"company"}


def many(town, count):
    w = town.world
    for i in range(count):
        key = f"many{len(w.stage.people)}"
        unit = w.unit(key, f"示例{key}公司{i}", region="济南市历下区", region_code="370102")
        pk = w.demand(key=key, company=unit)
        acts.do(w.stage, "demand", pk, "submit", key)
    town.at()


@pytest.mark.parametrize("who", ["officer", "district"])
def test_the_list_of_demands_takes_as_many_statements_for_25_as_for_5(town, who):
    many(town, 5)
    few = town.statements(town.visitor(who), reverse("demands"))
    many(town, 20)
    assert town.statements(town.visitor(who), reverse("demands")) == few <= 15


def test_the_district_hands_on_a_letter_whose_numbers_are_the_systems(town):
    w = town.world
    pk = w.demand()
    acts.do(w.stage, "demand", pk, "submit", "company")
    acts.recommend(w.stage, pk, "district", "情况属实,同意推荐。")
    town.at()
    answer = town.visitor("district").get(reverse("district_letter", args=[w.batch, "docx"]))
    assert answer.status_code == 200
    assert answer.content[:2] == b"PK"
    table = town.visitor("district").get(reverse("demands_export", args=[w.batch, "csv"]))
    assert "1,000.00" in table.content.decode("utf-8-sig")
    assert town.visitor("company").get(
        reverse("demands_export", args=[w.batch, "csv"])).status_code == 404  # fmt: skip
