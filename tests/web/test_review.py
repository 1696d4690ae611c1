"""Pages of the review room: who gets which, and what never stands on them."""

from __future__ import annotations

import subprocess
import sys

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jiebang.demo import acts
from jiebang.platform.accounts.models import User
from jiebang.platform.audit import log
from jiebang.review.models import Panel, Review, Seat
from tests import reviewing as r

CANARIES = ("江左示例大学", "岭南示例研究院", "闻人甲", "司徒乙", "东方丙", "teamm某", "team经办人")


def sign_in(client, world, key):
    if hasattr(world, "travelled"):
        world.travelled.move_to(world.stage.at)
    client.force_login(User.objects.get(pk=world.stage.people[key]), backend=BACKEND)
    return client


BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def clock(world):
    """The server's clock stands where the stage stands when somebody signs in."""
    with time_machine.travel(world.stage.at, tick=False) as travelled:
        world.travelled = travelled
        yield


@pytest.fixture
def panel(world, clock):
    r.pool(world)
    return str(r.panel_of(r.in_review(world)).pk)


def pages_of_a_panel(pk):
    return [reverse("panels"), reverse("panel", args=[pk]), reverse("panel_masks", args=[pk]),
            reverse("panel_result", args=[pk]), reverse("verify_draw", args=[pk])]  # fmt: skip


def test_every_role_gets_its_pages_of_a_finished_panel(world, panel, client):
    r.drawn(world, panel)
    r.accepted(world, panel)
    r.sign_all(world, panel, lambda seat, item: 80 if item == "A-01" else 70)
    r.tick(world)
    given = {}
    for key in ("officer", "head", "leader", "drawer", "secretary", "supervisor", "pool", "company",
                "team", "technical0"):  # fmt: skip
        signed_in = sign_in(client, world, key)
        given[key] = [signed_in.get(url).status_code for url in pages_of_a_panel(panel)]
    bureau, draw = [200, 200, 200, 200, 200], [200, 200, 404, 404, 200]
    nobody = [404, 404, 404, 404, 200]
    assert given == {
        "officer": bureau, "head": [200, 200, 404, 200, 200], "leader": [200, 200, 404, 200, 200],
        "drawer": draw, "secretary": [200, 200, 200, 200, 200], "supervisor": bureau,
        "pool": nobody, "company": nobody, "team": nobody, "technical0": nobody,
    }  # fmt: skip


def expert_pages(world, panel, client, seat):
    key = r.key_of(world, seat)
    signed_in = sign_in(client, world, key)
    urls = [reverse("reviews"), reverse("seat", args=[seat.pk]), reverse("desk"),
            reverse("notices")]  # fmt: skip
    urls += [reverse("review", args=[x.pk]) for x in seat.reviews.all()]
    return [signed_in.get(url) for url in urls]


def test_no_page_of_an_expert_names_anybody_behind_a_bid(world, panel, client):
    r.drawn(world, panel)
    r.accepted(world, panel)
    seat = Seat.objects.filter(panel_id=panel, state="accepted").first()
    found = expert_pages(world, panel, client, seat)
    assert [p.status_code for p in found] == [200] * 6
    for p in found:
        body = p.content.decode()
        assert [name for name in CANARIES if name in body] == []
    texts = [p.content.decode() for p in found[-2:]]
    assert [t.count("〔单位A〕〔人员A〕") for t in texts] == [1, 1]


def test_a_draft_is_kept_a_faulty_sheet_is_refused_and_a_signed_one_is_locked(world, panel, client):
    r.drawn(world, panel)
    r.accepted(world, panel)
    review = Review.objects.filter(seat__panel_id=panel).select_related("seat__expert").first()
    signed_in = sign_in(client, world, r.key_of(world, review.seat))
    url = reverse("review", args=[review.pk])
    kept = signed_in.post(url, {"opinion": "先记一句", "version": str(review.version)},
                          headers={"X-Autosave": "1"})  # fmt: skip
    assert (kept.status_code, kept.json()["version"]) == (200, review.version + 1)
    refused = signed_in.post(url, {"opinion": "先记一句话而已,不完整", "score_response": "26"})
    assert refused.status_code == 422
    assert 'value="26"' in refused.content.decode()
    given = r.sheet(r.table(Panel.objects.get(pk=panel)), 80)
    assert signed_in.post(url, given).status_code == 302
    review.refresh_from_db()
    assert (review.state, str(review.total)) == ("signed", "80.00")
    assert signed_in.post(url, given).status_code == 409
    pdf = signed_in.get(reverse("review_pdf", args=[review.pk]))
    assert (pdf.status_code, pdf.content[:5]) == (200, b"%PDF-")


def test_after_the_close_an_expert_keeps_the_sheet_but_not_the_text(world, panel, client):
    r.drawn(world, panel)
    r.accepted(world, panel)
    review = Review.objects.filter(seat__panel_id=panel).select_related("seat__expert").first()
    url, key = reverse("review", args=[review.pk]), r.key_of(world, review.seat)
    shown = [
        marker in sign_in(client, world, key).get(url).content.decode()
        for marker in ("三家单位分工验证", "评分表")
    ]
    r.sign_all(world, panel, lambda seat, item: 80)
    r.tick(world)
    after = [
        marker in sign_in(client, world, key).get(url).content.decode()
        for marker in ("三家单位分工验证", "评分表", "评审材料不再显示", "〔单位A〕")
    ]
    assert (shown, after) == ([True, True], [False, True, True, False])


def test_a_stale_autosave_is_told_so(world, panel, client):
    r.drawn(world, panel)
    r.accepted(world, panel)
    review = Review.objects.filter(seat__panel_id=panel).select_related("seat__expert").first()
    signed_in = sign_in(client, world, r.key_of(world, review.seat))
    stale = signed_in.post(reverse("review", args=[review.pk]), {"opinion": "x", "version": "0"},
                           headers={"X-Autosave": "1"})  # fmt: skip
    assert stale.status_code == 409


def test_another_experts_sheet_does_not_exist(world, panel, client):
    r.drawn(world, panel)
    r.accepted(world, panel)
    one, other = Seat.objects.filter(panel_id=panel, state="accepted").order_by("number")[:2]
    signed_in = sign_in(client, world, r.key_of(world, one))
    for url in (reverse("review", args=[other.reviews.first().pk]),
                reverse("seat", args=[other.pk])):  # fmt: skip
        assert signed_in.get(url).status_code == 404


def test_the_public_record_replays_and_names_nobody(world, panel, client, tmp_path):
    r.drawn(world, panel)
    shown = client.get(reverse("verify_draw", args=[panel])).content.decode()
    names = [s.expert.name for s in Seat.objects.select_related("expert")]
    assert [n for n in names if n in shown] == []
    raw = client.get(reverse("draw_transcript", args=[panel, 1]))
    file = tmp_path / "draw.json"
    file.write_bytes(raw.content)
    command = [sys.executable, "tools/verify_draw.py", str(file)]
    assert subprocess.run(command, check=False, capture_output=True).returncode == 0


def test_supervisions_reading_of_names_is_on_record(world, panel, client):
    r.drawn(world, panel)
    before = len(log.entries(streams=[f"reading:{panel}"]))
    sign_in(client, world, "supervisor").get(reverse("panel", args=[panel]))
    events = [e.event for e in log.entries(streams=[f"reading:{panel}"])]
    assert (before, events) == (0, ["panel.read_names"])


def test_officers_see_neither_names_nor_units_of_experts(world, panel, client):
    r.drawn(world, panel)
    body = sign_in(client, world, "officer").get(reverse("panel", args=[panel])).content.decode()
    people = Seat.objects.select_related("expert")
    assert [s.expert.name for s in people if f"{s.expert.name}<" in body] == []
    assert [s.expert.unit_name for s in people if s.expert.unit_name in body] == []


def test_only_supervision_sees_why_experts_were_filtered(world, panel, client):
    url = reverse("panel", args=[panel])
    r.expert(world, "local", region_code="370102")
    r.prepared(world, panel)
    seen = {k: "单位在本市" in sign_in(client, world, k).get(url).content.decode()
            for k in ("officer", "drawer", "supervisor")}  # fmt: skip
    assert seen == {"officer": False, "drawer": False, "supervisor": True}


def test_the_pool_belongs_to_its_keeper_and_supervision(world, client):
    pk = r.expert(world, "technical0")
    urls = [reverse("experts"), reverse("expert", args=[pk])]
    seen = {k: [sign_in(client, world, k).get(u).status_code for u in urls]
            for k in ("pool", "supervisor", "officer", "drawer", "technical0", "team")}  # fmt: skip
    assert seen == {"pool": [200, 200], "supervisor": [200, 200], "officer": [404, 404],
                    "drawer": [404, 404], "technical0": [404, 200], "team": [404, 404]}  # fmt: skip


def test_somebody_registers_as_an_expert_on_the_page(world, client):
    acts.person(world.stage, "newcomer", "南宫新")
    signed_in = sign_in(client, world, "newcomer")
    url = reverse("expert_register")
    assert signed_in.get(url).status_code == 200
    given = {
        "name": "南宫新", "birth_on": "1980-02-03", "phone": "13900000000",
        "unit_name": "外市示例大学", "region_code": "320100", "kind": "technical",
        "fields": ["low_carbon"], "keywords": "储能", "title_level": "senior", "available": "yes",
    }  # fmt: skip
    refused = signed_in.post(url, given | {"birth_on": "昨天"})
    assert refused.status_code == 422
    done = signed_in.post(url, given, follow=True)
    assert done.redirect_chain[0][1] == 302
    assert "待审核" in done.content.decode() or "南宫新" in done.content.decode()


def statements(client, url) -> int:
    with CaptureQueriesContext(connection) as found:
        assert client.get(url).status_code == 200
    return len(found)


def test_lists_ask_the_database_the_same_however_long_they_are(world, panel, client):
    officer = sign_in(client, world, "officer")
    before = statements(officer, reverse("panels"))
    r.drawn(world, panel)
    r.accepted(world, panel)
    after = statements(officer, reverse("panels"))
    keeper = sign_in(client, world, "pool")
    few = statements(keeper, reverse("experts"))
    r.expert(world, "technical77")
    assert (after, statements(keeper, reverse("experts"))) == (before, few)
    assert max(after, few) <= 15


def test_an_experts_desk_costs_no_more_for_more_items(world, panel, client):
    r.drawn(world, panel)
    seat = r.invited(panel)[0]
    key = r.key_of(world, seat)
    signed_in = sign_in(client, world, key)
    before = statements(signed_in, reverse("reviews"))
    acts.do(world.stage, "seat", seat.pk, "accept", key, promise="yes")
    after = statements(signed_in, reverse("reviews"))
    assert after - before <= 1  # the items of the reviews
    assert after <= 15
