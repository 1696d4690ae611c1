"""Pages beside the result: who sees them, and with whose names."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from django.urls import reverse

from jiebang.demo import acts
from jiebang.platform.agenda import run_clock
from jiebang.platform.audit.models import Entry
from jiebang.registry.models import Expert
from jiebang.review.models import Panel, Review, Seat
from tests import reviewing as r
from tests.drawing import under

EVERYBODY = ("officer", "head", "secretary", "supervisor", "drawer", "finance", "team", "company",
             "pool", "technical0")  # fmt: skip


MEMBERS = """
extends = "jinan-2023.toml"
code = "jinan-2023-members"
title = "评审专家可查看参考信息的试验规则"
title_en = "A trial edition that shows its experts what stands beside the result"
year = 2023

[beside]
members = true
"""


@pytest.fixture
def closed(town):
    """Three bids; the second expert gives everything full marks and stands by it."""
    return scored(town)


def scored(town):
    r.pool(town.world)
    panel = str(r.panel_of(r.in_review(town.world, bids=3)).pk)
    r.drawn(town.world, panel)
    r.accepted(town.world, panel)
    level = {"A-01": 80, "A-02": 76, "A-03": 60}
    r.sign_all(town.world, panel, lambda seat, item: 100 if seat == 2 else level[item])
    r.tick(town.world)
    for s in Review.objects.filter(seat__panel_id=panel, state="questioned").select_related("seat"):
        acts.do(town.world.stage, "review", s.pk, "confirm", r.key_of(town.world, s.seat),
                reason="维持评分。")  # fmt: skip
    r.tick(town.world)
    run_clock(town.world.stage.later(minutes=1))
    town.at()
    return panel


def seen_by(town, url):
    return {key for key in EVERYBODY if town.visitor(key).get(url).status_code == 200}


def test_a_sheet_far_from_the_others_stands_beside_the_mean_it_is_far_from(town, closed):
    page = town.visitor("officer").get(reverse("panel_result", args=[closed]))
    limit = page.context["aggregation"].outlier_limit
    for code, _who, total, mean, _answer in (x["cells"] for x in page.context["outliers"]["rows"]):
        totals = Review.objects.filter(item__code=code).values_list("total", flat=True)
        assert abs(mean - sum(totals) / len(totals)) < Decimal("0.01")
        assert abs(total - mean) > limit
    assert len(page.context["outliers"]["rows"]) >= 2


def test_an_expert_has_one_number_on_all_pages_of_a_result(town, closed):
    for name in ("panel_result", "panel_beside"):
        page = town.visitor("officer").get(reverse(name, args=[closed])).content.decode()
        assert "专家 2" in page
        assert re.findall(r"专家 0\d|0\d 号专家", page) == []


def test_what_stands_beside_is_for_those_who_read_the_result(town, closed):
    url = reverse("panel_beside", args=[closed])
    assert seen_by(town, url) == {"officer", "head", "secretary", "supervisor"}


def test_officers_read_numbers_and_no_names(town, closed):
    page = town.visitor("officer").get(reverse("panel_beside", args=[closed])).content.decode()
    names = Expert.objects.values_list("name", flat=True)
    assert [n for n in names if n in page] == []
    assert page.count('<svg class="jb-rank"') == 3
    assert "参考信息，不替代评审结果" in page


def test_nothing_stands_beside_a_result_that_is_not_there(town):
    r.pool(town.world)
    panel = str(r.panel_of(r.in_review(town.world)).pk)
    r.drawn(town.world, panel)
    town.at()
    assert town.visitor("supervisor").get(reverse("panel_beside", args=[panel])).status_code == 404


def test_signs_are_for_supervision_alone_and_looking_is_on_record(town, closed):
    urls = [reverse("signals"), reverse("signals_across"), reverse("panel_signals", args=[closed])]
    assert [seen_by(town, url) for url in urls] == [{"supervisor"}] * 3
    read = Entry.objects.filter(event="panel.read_signals").values_list("stream", flat=True)
    assert sorted(read) == [f"reading:{closed}", "reading:signals", "reading:signals"]


def test_a_sign_has_its_evidence_and_the_name_and_is_called_a_hint(town, closed):
    page = town.visitor("supervisor").get(reverse("panel_signals", args=[closed])).content.decode()
    name = Seat.objects.get(panel_id=closed, number=2).expert.name
    assert [said for said in ("仅为提示，不是结论", "全部满分", "3 份评分表均为满分", name)
            if said not in page] == []  # fmt: skip


def test_a_filter_by_batch_leaves_out_other_panels(town, closed):
    batch = Panel.objects.get(pk=closed).batch_id
    visitor, url = town.visitor("supervisor"), reverse("signals")
    link = reverse("panel_signals", args=[closed])
    kinds = [f"?batch={batch}", "?kind=screening", "?batch=nonsense"]
    assert [link in visitor.get(url + q).content.decode() for q in kinds] == [True, False, True]


def test_the_keeper_sees_figures_and_a_suggestion_the_expert_plain_words(town, closed):
    seat = Seat.objects.select_related("expert").get(panel_id=closed, number=2)
    url = reverse("expert", args=[seat.expert_id])
    keeper = town.visitor("pool").get(url).content.decode()
    own = town.visitor(r.key_of(town.world, seat)).get(url).content.decode()
    assert ("建议等级" in keeper, "建议等级" in own) == (True, False)
    assert ("您已在完成的评审中签署 3 份评分表" in own) is True
    assert [said for said in (closed, Panel.objects.get(pk=closed).title) if said in keeper] == []


def test_pages_beside_the_result_take_few_statements(town, closed):
    supervisor, officer = town.visitor("supervisor"), town.visitor("officer")
    counted = [
        town.statements(officer, reverse("panel_beside", args=[closed])),
        town.statements(supervisor, reverse("signals")),
        town.statements(supervisor, reverse("panel_signals", args=[closed])),
    ]
    assert max(counted) <= 20


def test_the_result_lists_sheets_far_from_the_others_with_what_their_experts_answered(town, closed):
    """Two of three: full marks are more than twenty points from the mean of 76 and 60 only."""
    page = town.visitor("secretary").get(reverse("panel_result", args=[closed])).content.decode()
    assert page.count("与其他专家差距较大的评分表") == 1
    asked = Review.objects.filter(seat__panel_id=closed).exclude(confirmation="")
    assert set(asked.values_list("seat__number", flat=True)) == {2}
    assert page.count('<td data-label="复核答复">维持评分。</td>') == asked.count()


def test_an_edition_may_show_it_to_the_panels_own_experts_without_titles(town):
    under(town.world, MEMBERS, "jinan-2023-members")
    panel = scored(town)
    url = reverse("panel_beside", args=[panel])
    seat = Seat.objects.get(panel_id=panel, number=1)
    member = town.visitor(r.key_of(town.world, seat))
    assert url in member.get(reverse("seat", args=[seat.pk])).content.decode()
    page = member.get(url).content.decode()
    titles = set(Panel.objects.get(pk=panel).items.values_list("title", flat=True))
    heading = Panel.objects.get(pk=panel).title
    assert [t for t in titles if t != heading and t in page] == []
    away = Seat.objects.filter(panel_id=panel).exclude(state="accepted").first()
    stranger = town.visitor(r.key_of(town.world, away))
    assert stranger.get(url).status_code == 404
