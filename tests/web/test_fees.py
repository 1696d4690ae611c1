"""Experts' fees: settled once, seen by few, taken out by finance alone."""

from __future__ import annotations

import io

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from jiebang.demo import acts
from jiebang.engine.decision import Denied
from jiebang.platform.audit.models import Entry
from jiebang.review.models import SeatFee
from tests import reviewing as r


@pytest.fixture
def closed(town):
    r.pool(town.world)
    panel = str(r.panel_of(r.in_review(town.world)).pk)
    r.drawn(town.world, panel)
    r.accepted(town.world, panel)
    r.sign_all(town.world, panel, lambda seat, item: 70)
    r.tick(town.world)
    town.at()
    return panel


def test_everybody_who_signed_is_paid_by_the_table_and_once(town, closed):
    acts.do(town.world.stage, "panel", closed, "settle_fees", "secretary", half_days="0")
    rows = list(SeatFee.objects.filter(panel_id=closed))
    assert [(f.items, f.fen) for f in rows] == [(2, 600_00)] * 7
    with pytest.raises(Denied):
        acts.do(town.world.stage, "panel", closed, "settle_fees", "secretary", half_days="0")


def test_only_secretary_supervision_and_finance_see_the_fees(town, closed):
    acts.do(town.world.stage, "panel", closed, "settle_fees", "secretary", half_days="0")
    town.at()
    url = reverse("panel_fees", args=[closed])
    keys = ("secretary", "supervisor", "finance", "officer", "head", "drawer", "team", "company")
    seen = {k: town.visitor(k).get(url).status_code for k in keys}
    assert seen == {"secretary": 200, "supervisor": 200, "finance": 200} | dict.fromkeys(
        ("officer", "head", "drawer", "team", "company"), 404
    )


def test_finance_takes_out_the_list_with_numbers_and_that_is_on_record(town, closed):
    acts.do(town.world.stage, "panel", closed, "settle_fees", "secretary", half_days="3")
    town.at()
    url = reverse("panel_fees_export", args=[closed])
    assert town.visitor("secretary").post(url).status_code == 404
    answer = town.visitor("finance").post(url)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0)
    lines = rows.to_python()
    assert (len(lines), {line[7] for line in lines[1:]}) == (8, {3200})
    assert Entry.objects.filter(event="panel.export_fees").count() == 1
    page = town.visitor("finance").get(reverse("panel", args=[closed]))
    assert page.headers["Location"] == reverse("panel_fees", args=[closed])
