"""R076: panels score by the table that the edition names for the stage, kind and field."""

from __future__ import annotations

from decimal import Decimal

import pytest

from jiebang.demo import acts
from jiebang.engine.decision import Denied
from jiebang.platform.accounts.actor import CLOCK
from jiebang.platform.lifecycle import Invalid
from jiebang.programme import actions as programme
from jiebang.review import actions, queries
from jiebang.review.models import Panel, Review, ScoreResult
from jiebang.rulebook.edition import load, shipped_text
from tests import drawing as d
from tests import reviewing as r

TABLE = """
title = "{title}"
title_en = "A further table"
criteria = [
  {{ code = "response", label = "响应", label_en = "Response", weight = 60, max = 10, comment_length = 0 }},
  {{ code = "sharing", label = "开放共享", label_en = "Open to others", weight = 40, max = 10, comment_length = 0 }},
]
bands = [
  {{ code = "good", label = "良", label_en = "Good", from_percent = 70 }},
  {{ code = "poor", label = "差", label_en = "Poor", from_percent = 0 }},
]
"""  # noqa: E501 -- a row of a table
EDITION = f"""
extends = "jinan-2023.toml"
code = "jinan-2023-tables"
title = "分领域评分表的试验规则"
title_en = "A trial edition with tables by field"
year = 2023

[[table_uses]]
stage = "bid"
kind = "company_demand"
field = "high_end_equipment"
table = "equipment"
[[table_uses]]
stage = "screening"
field = "biomedicine"
table = "medicine"

[tables.equipment]
{TABLE.format(title="高端装备揭榜评分表")}
[tables.medicine]
{TABLE.format(title="生物医药论证评分表")}
"""
USUAL = load(shipped_text("jinan-2023")).tables["bid"]


@pytest.fixture
def tabled(world):
    d.under(world, EDITION, "jinan-2023-tables")
    return world


def sheet(response: str, sharing: str) -> dict[str, str]:
    return {"score_response": response, "comment_response": "", "score_sharing": sharing,
            "comment_sharing": "", "opinion": "方案总体可行，建议关注中试环节。"}  # fmt: skip


def test_bids_of_a_kind_and_field_are_scored_ranked_and_told_by_their_own_table(tabled):
    r.pool(tabled)
    panel = str(r.panel_of(r.in_review(tabled)).pk)
    assert Panel.objects.get(pk=panel).score_table == "equipment"
    r.drawn(tabled, panel)
    r.accepted(tabled, panel)
    reviews = Review.objects.filter(seat__panel_id=panel).select_related("seat__expert", "item")
    first = reviews.first()
    with pytest.raises(Invalid) as excinfo:
        acts.do(tabled.stage, "review", first.pk, "sign", r.key_of(tabled, first.seat),
                **r.sheet(USUAL, 80))  # fmt: skip
    assert "score_sharing" in {p.path for p in excinfo.value.problems}
    for one in reviews:
        scores = ("9", "7") if one.item.code == "A-01" else ("7", "9")
        acts.do(
            tabled.stage, "review", one.pk, "sign", r.key_of(tabled, one.seat), **sheet(*scores)
        )
    r.tick(tabled)
    found = {s.item.code: s for s in ScoreResult.objects.filter(panel_id=panel)}
    # 9 of 10 × 60 + 7 of 10 × 40 = 82; the other way round 78
    assert [found[c].panel_score for c in ("A-01", "A-02")] == [Decimal(82), Decimal(78)]
    assert dict(found["A-01"].criteria) == {"response": "9.00", "sharing": "7.00"}
    told = queries.feedback_on(found["A-01"].item.subject_id)
    assert [s.criterion.label for s in told.said] == ["响应", "开放共享"]


def test_demands_of_a_field_with_its_own_table_come_to_a_panel_of_their_own(tabled):
    for n, field in enumerate(("biomedicine", "high_end_equipment", "biomedicine")):
        key = f"company{n}"
        unit = tabled.unit(key, f"示例需求单位{n}", region="济南市历下区", region_code="370102")
        pk = tabled.demand(title=f"示例装备关键技术需求{n}", key=key, company=unit, field=field)
        acts.do(tabled.stage, "demand", pk, "submit", key)
        acts.recommend(tabled.stage, pk, "district", "情况属实,同意推荐。")
        acts.do(tabled.stage, "demand", pk, "accept", "officer")
    actions.panel.create("convene", actor=tabled.stage.actor("officer"), now=tabled.stage.at,
                         batch=tabled.batch, field="")  # fmt: skip
    made = {p.score_table: p for p in Panel.objects.all()}
    assert {t: p.items.count() for t, p in made.items()} == {"medicine": 2, "screening": 1}
    item = made["medicine"].items.first()
    with pytest.raises(Denied):
        acts.do(tabled.stage, "panel", made["medicine"].pk, "move_item", "officer",
                item=item.subject_id, panel=str(made["screening"].pk),
                reason="与该组项目属同一产业链")  # fmt: skip
    assert made["medicine"].items.count() == 2


def test_a_later_version_of_the_edition_changes_no_panel_of_the_batch(tabled):
    r.pool(tabled)
    panel = str(r.panel_of(r.in_review(tabled)).pk)
    later = EDITION.replace('"高端装备揭榜评分表"', '"改过的评分表"').replace(
        "weight = 60", "weight = 10"
    )
    later = later.replace("weight = 40", "weight = 90")
    later = later.replace("year = 2023", "year = 2023\nversion = 2", 1)
    programme.edition.create("adopt", actor=CLOCK, now=tabled.stage.at, document=later)
    r.drawn(tabled, panel)
    r.accepted(tabled, panel)
    one = Review.objects.filter(seat__panel_id=panel).select_related("seat__expert").first()
    acts.do(tabled.stage, "review", one.pk, "sign", r.key_of(tabled, one.seat), **sheet("9", "7"))
    one.refresh_from_db()
    assert one.total == Decimal(82)
