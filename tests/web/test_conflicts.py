"""Pages of conflicts: who sees the path, who sees codes, who sees nothing; recorded relations; and
records of one person."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jiebang.demo import acts
from jiebang.platform.agenda import run_clock
from jiebang.platform.audit import log
from jiebang.registry.models import Expert, RelationFact, ToldApart
from jiebang.review.models import Conflict, Panel
from tests import delivering
from tests import reviewing as r
from tests.conflicting import comes_to_light, finished

UNIT = "江左示例大学"
NAME = "上官示"


@pytest.fixture
def panel(town):
    r.pool(town.world)
    r.expert(town.world, "tied", region_code="320100", name=NAME,
             ties=[{"unit": UNIT, "tie": "part_time"}])  # fmt: skip
    r.expert(town.world, "namesake", region_code="320100", name="闻人甲")
    panel = str(r.panel_of(r.in_review(town.world)).pk)
    r.prepared(town.world, panel)
    town.at()
    return panel


def test_supervision_reads_paths_the_head_and_the_drawer_codes_and_nobody_else_anything(
    town, panel
):
    url = reverse("panel_conflicts", args=[panel])
    path = reverse("conflict_path", args=[panel, 0])
    keys = ("supervisor", "head", "drawer", "officer", "secretary", "pool", "team", "technical0")
    seen = {k: [town.visitor(k).get(u).status_code for u in (url, path)] for k in keys}
    some = {"supervisor": [200, 200], "head": [200, 404], "drawer": [200, 404]}
    assert seen == some | {key: [404, 404] for key in keys[3:]}
    pages = {k: town.visitor(k).get(url) for k in keys[:3]}
    named = {k: NAME in page.content.decode() for k, page in pages.items()}
    assert named == {"supervisor": True, "head": False, "drawer": False}
    kept_out = {k: len(page.context["c"].frozen) for k, page in pages.items()}
    assert kept_out == {"supervisor": 4, "head": 0, "drawer": 0}
    rules = {row["cells"][2] for row in pages["supervisor"].context["frozen"]["rows"]}
    told = {k: {x for x in rules if x in page.content.decode()} for k, page in pages.items()}
    asked = {x.rule for x in pages["head"].context["c"].conflicts}
    assert (told["supervisor"], told["drawer"]) == (rules, set())
    assert len(told["head"]) == len(asked) == 1  # the one question it may have to decide about


def test_a_path_reads_from_the_expert_to_the_item_with_its_sources(town, panel):
    frozen = town.visitor("supervisor").get(reverse("panel_conflicts", args=[panel]))
    rows = frozen.context["c"].frozen
    n = next(i for i, f in enumerate(rows) if f.name == NAME and f.rule == "employer")
    page = town.visitor("supervisor").get(reverse("conflict_path", args=[panel, n]))
    steps = [(s["says"], [f["source"] for f in s["facts"]]) for s in page.context["steps"]]
    assert str(steps[0][0]) == f"{NAME} 兼职于 {UNIT}"
    assert len(steps) == 3  # the tie, the name as written, the party
    assert "专家本人登记" in page.content.decode()
    events = [e.event for e in log.entries(streams=[f"reading:{panel}"])]
    assert set(events) == {"panel.read_names"}


def test_whom_a_bidder_names_is_read_on_the_page_and_in_the_papers_by_supervision_alone(town):
    named = {"name": "澹台示忌", "unit_name": "外市示例院", "reason": "与本团队有诉讼纠纷"}
    challenge = town.world.published()
    bid = town.world.submitted(challenge, key="team", unsuitable_experts=[named])
    town.world.close(challenge)
    town.at()
    urls = reverse("bid", args=[bid]), reverse("bid_package", args=[bid, "docx"])
    readers = ("team", "supervisor", "company", "officer", "head", "leader")
    told = {k: [_holds(town.visitor(k).get(u), named["name"]) for u in urls] for k in readers}
    assert told == {k: [k in readers[:2]] * 2 for k in readers}


def _holds(answer, word: str) -> bool:
    assert answer.status_code == 200
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as paper:
            body = paper.read("word/document.xml")
    return word in body.decode()


def test_a_question_is_answered_on_its_page(town, panel):
    c = Conflict.objects.filter(panel_id=panel, state="asked").first()
    page = town.visitor("supervisor").get(reverse("conflict", args=[c.pk]))
    assert [a["key"] for a in page.context["actions"] if a["allowed"]] == ["clear", "confirm"]
    assert "confirm_after" not in [a["key"] for a in page.context["actions"]]
    url = reverse("act", args=["conflict", c.pk, "clear"])
    assert town.visitor("supervisor").get(url).status_code == 200
    done = town.visitor("supervisor").post(url, {"reason": "出生年月不同,并非同一人"})
    assert (done.status_code, done.headers["Location"]) == (302, reverse("conflict", args=[c.pk]))
    c.refresh_from_db()
    assert c.state == "cleared"
    for key in ("officer", "drawer", "secretary"):
        assert town.visitor(key).get(url).status_code == 404


def test_the_head_reads_rule_and_reason_and_an_officer_is_sent_to_the_panel(town, panel):
    c = Conflict.objects.filter(panel_id=panel, state="asked").first()
    url = reverse("conflict", args=[c.pk])
    head = town.visitor("head").get(url)
    assert (head.status_code, "闻人甲" in head.content.decode()) == (200, False)
    officer = town.visitor("officer").get(url)
    assert officer.headers["Location"] == reverse("panel", args=[panel])
    assert town.visitor("team").get(url).status_code == 404


def test_the_page_of_conflicts_costs_the_same_however_many_there_are(town, panel):
    url = reverse("panel_conflicts", args=[panel])

    def cost() -> int:
        visitor = town.visitor("supervisor")
        with CaptureQueriesContext(connection) as found:
            assert visitor.get(url).status_code == 200
        return len(found)

    before = cost()
    for n in range(4):
        r.expert(town.world, f"more{n}", region_code="320100", name="司徒乙")
    acts.do(town.world.stage, "panel", panel, "void_round", "supervisor", reason="补充名单后重来")
    r.prepared(town.world, panel)
    town.at()
    assert cost() == before
    assert before <= 18  # one list and a note that names were read


def test_relations_are_recorded_by_those_who_may_and_officers_see_their_own(town):
    url = reverse("relation_facts")
    given = {"kind": "teacher", "person": "甲示", "other_person": "乙示",
             "source": "某校学位论文致谢页"}  # fmt: skip
    keys = ("officer", "supervisor", "pool", "head", "drawer", "secretary", "team")
    seen = {k: town.visitor(k).post(url, given).status_code for k in keys}
    assert seen == dict.fromkeys(keys[:3], 302) | dict.fromkeys(keys[3:], 404)
    totals = {k: town.visitor(k).get(url).context["total"] for k in keys[:3]}
    assert totals == {"officer": 1, "supervisor": 3, "pool": 3}
    wrong = town.visitor("officer").post(url, given | {"kind": "employed"})
    assert (wrong.status_code, RelationFact.objects.count()) == (422, 3)


def twice(town) -> tuple[str, str]:
    """One person under two spellings of a name, with the same phone and day of birth."""
    one = r.expert(town.world, "one", name="吕示例", phone="13900001111", birth_on="1971-02-03")
    town.world.stage.later(days=2)
    two = r.expert(town.world, "two", name="Lü Shili", phone="13900001111", birth_on="1971-02-03",
                   ties=[{"unit": UNIT, "tie": "part_time"}])  # fmt: skip
    town.at()
    return one, two


def test_an_expert_under_two_spellings_becomes_one_and_the_ties_keep_counting(town):
    r.pool(town.world)
    one, two = twice(town)
    url = reverse("experts_alike")
    pairs = town.visitor("pool").get(url).context["pairs"]
    mine = [x["p"] for x in pairs if {x["p"].id, x["p"].other} == {one, two}]
    assert [(p.id, p.other) for p in mine] == [(two, one)]
    given = {"record": two, "other": one, "reason": "电话核实为同一人", "merge": "yes"}
    backwards = given | {"record": one, "other": two}
    assert town.visitor("pool").post(url, backwards).status_code == 422
    assert town.visitor("supervisor").post(url, given).status_code == 404
    assert town.visitor("pool").post(url, given).status_code == 302
    younger = Expert.objects.get(pk=two)
    assert (younger.state, str(younger.same_as_id)) == ("removed", one)
    panel = str(r.panel_of(r.in_review(town.world)).pk)
    run_clock(town.world.stage.at)
    r.prepared(town.world, panel)
    made = town.visitor("supervisor").get(reverse("panel_conflicts", args=[panel]))
    found = {f.rule for f in made.context["c"].frozen if f.name == "吕示例"}
    assert found == {"employer", "rival"}


def test_two_people_who_look_alike_are_asked_about_once(town):
    one, two = twice(town)
    url = reverse("experts_alike")
    given = {"record": two, "other": one, "reason": "电话核实为两人", "apart": "yes"}
    assert town.visitor("pool").post(url, given).status_code == 302
    assert town.visitor("pool").get(url).context["pairs"] == []
    assert ToldApart.objects.count() == 1
    assert town.visitor("supervisor").get(url).status_code == 404


def test_what_came_to_light_after_the_review_stands_beside_the_result_and_the_award(town):
    panel, insider = finished(town.world)
    challenge = Panel.objects.get(pk=panel).subject_id
    award = delivering.proposed(town.world, challenge)
    (c,) = comes_to_light(town.world, insider)
    town.at()
    name = insider.expert.name
    url, finding = reverse("panel_result", args=[panel]), reverse("conflict", args=[c.pk])
    keys = ("officer", "head", "leader", "secretary", "supervisor")
    seen = {k: town.visitor(k).get(url) for k in keys}
    told = {k: (answer.context["late"][0]["moved"], bool(answer.context["late"][0]["url"]),
                sum(s["flag"] != "" for x in answer.context["results"] for s in x["sheets"]))
            for k, answer in seen.items()}  # fmt: skip
    assert told == {k: (True, k in ("head", "supervisor"), 2) for k in keys}
    assert {k: name in a.content.decode() for k, a in seen.items()} == {
        k: k in ("secretary", "supervisor") for k in keys
    }
    assert town.visitor("officer").get(finding).headers["Location"] == url
    offered = {k: [a["key"] for a in town.visitor(k).get(finding).context["actions"]]
               for k in ("head", "supervisor")}  # fmt: skip
    assert offered == {"head": ["keep_sheets", "set_aside", "propose_waiver"],
                       "supervisor": ["propose_waiver"]}  # fmt: skip
    act = reverse("act", args=["conflict", c.pk, "set_aside"])
    grounds = {"reason": "合作发生在评审之前，评审表不能计入。"}
    assert town.visitor("officer").post(act, grounds).status_code in (403, 404)
    assert town.visitor("head").post(act, grounds).status_code == 302
    page = town.visitor("leader").get(reverse("award", args=[award.pk])).content.decode()
    assert ("评审后发现的利益冲突" in page, grounds["reason"] in page, name in page) == (
        True, True, False)  # fmt: skip
    for key in ("team", "company", r.key_of(town.world, insider)):
        assert town.visitor(key).get(url).status_code == 404
