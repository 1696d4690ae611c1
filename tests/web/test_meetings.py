"""Pages of the review desk: the sheet beside the targets, own items compared, the defence session,
sealed sheets, and the opinion of a panel that meets."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from jiebang.demo import acts
from jiebang.platform.agenda import run_clock
from jiebang.programme.models import Bid
from jiebang.review.models import Ballot, Consensus, Defence, Hearing, Panel, Review, Seat, Voice
from tests import delivering
from tests import meetings as m
from tests import reviewing as r

CANARIES = ("江左示例大学", "岭南示例研究院", "闻人甲", "某人0")


@pytest.fixture
def panel(town):
    r.pool(town.world)
    pk = str(r.panel_of(r.in_review(town.world)).pk)
    r.drawn(town.world, pk)
    r.accepted(town.world, pk)
    town.at()
    return pk


def expert_of(town, panel: str) -> tuple[Seat, str]:
    seat = Seat.objects.filter(panel_id=panel, state="accepted").order_by("number").first()
    return seat, r.key_of(town.world, seat)


def test_every_indicator_stands_beside_the_target_with_a_link_of_its_own(town, panel):
    seat, key = expert_of(town, panel)
    page = town.visitor(key).get(reverse("review", args=[seat.reviews.first().pk]))
    body = page.content.decode()
    rows = re.findall(r'<tr id="indicator-(\d+)"', body)
    assert rows == [str(n) for n in range(1, len(rows) + 1)]
    assert len(rows) >= 2
    words = ("承诺值", "响应情况", "材料目录", "键盘操作", "当前总分")
    assert [w for w in words if w not in body] == []


def test_no_two_things_on_the_review_page_share_an_id(town, panel):
    seat, key = expert_of(town, panel)
    url = reverse("review", args=[seat.reviews.first().pk])
    body = town.visitor(key).get(url).content.decode()
    ids = re.findall(r'\sid="([^"]+)"', body)
    assert sorted(i for i in set(ids) if ids.count(i) > 1) == []


def test_the_total_so_far_and_what_is_missing_need_no_script(town, panel):
    seat, key = expert_of(town, panel)
    one = seat.reviews.order_by("item__code").first()
    rules = r.table(Panel.objects.get(pk=panel))
    first = rules.criteria[0]
    given = {f"score_{first.code}": str(first.max), "_draft": "1"}
    visitor = town.visitor(key)
    url = reverse("review", args=[one.pk])
    body = visitor.post(url, given, follow=True).content.decode()
    assert f"<b data-total>{first.weight}.00</b>" in body
    lacking = sum(1 + bool(c.comment_length) for c in rules.criteria) - 1 + 1
    assert f"<span data-missing>{lacking}</span>" in body


def test_what_is_wrong_with_a_sheet_is_named_with_its_criterion(town, panel):
    seat, key = expert_of(town, panel)
    one = seat.reviews.order_by("item__code").first()
    rules = r.table(Panel.objects.get(pk=panel))
    second = rules.criteria[1]
    given = r.sheet(rules, 80) | {f"score_{second.code}": str(second.max + 1)}
    answer = town.visitor(key).post(reverse("review", args=[one.pk]), given)
    said = re.search(r'id="error-summary".*?</ul>', answer.content.decode(), re.DOTALL)[0]
    assert (answer.status_code, re.findall(r'<a href="#([^"]+)">([^<]+)</a>', said)) == (
        422, [(f"f-score_{second.code}", f"{second.label} · 评分")]
    )  # fmt: skip


def test_a_sheet_in_english_has_english_units(town, panel):
    seat, key = expert_of(town, panel)
    visitor = town.visitor(key)
    visitor.cookies["django_language"] = "en"
    body = visitor.get(reverse("review", args=[seat.reviews.first().pk])).content.decode()
    top = r.table(Panel.objects.get(pk=panel)).criteria[0].max
    english = (f"<span>/ {top}</span>", "(10k yuan)", "(person-months)")
    chinese = (f"/ {top} 分", "（万元）", "人月")
    assert [w in body for w in (*english, *chinese)] == [True] * 3 + [False] * 3


def test_own_items_are_compared_and_nobody_elses(town, panel):
    seat, key = expert_of(town, panel)
    r.sign_all(town.world, panel, lambda number, item: 80 if item == "A-01" else 70,
               Review.objects.filter(seat=seat))  # fmt: skip
    url = reverse("seat_compare", args=[seat.pk])
    body = town.visitor(key).get(url).content.decode()
    assert [x in body for x in ("80.00", "70.00", "A-01", "A-02")] == [True] * 4
    assert [name for name in CANARIES if name in body] == []
    other = Seat.objects.filter(panel_id=panel, state="accepted").exclude(pk=seat.pk).first()
    keys = (r.key_of(town.world, other), "secretary", "supervisor", "team")
    assert [town.visitor(k).get(url).status_code for k in keys] == [404] * 4
    picked = town.visitor(key).get(url + "?indicator=2").content.decode()
    assert '<option value="2" selected>' in picked


def test_comparing_costs_the_same_for_more_items(town, panel):
    seat, key = expert_of(town, panel)
    visitor, url = town.visitor(key), reverse("seat_compare", args=[seat.pk])
    two = town.statements(visitor, url)
    one = seat.reviews.first()
    acts.do(town.world.stage, "review", one.pk, "declare_conflict", key, relation="unit")
    assert (town.statements(visitor, url), two <= 15) == (two, True)


def session_pages(town, session: Defence) -> dict[str, int]:
    url = reverse("defence", args=[session.pk])
    keys = ("officer", "head", "secretary", "supervisor", "drawer", "finance", "company",
            "district")  # fmt: skip
    return {k: town.visitor(k).get(url).status_code for k in keys}


def test_a_session_is_for_those_who_take_part_in_it(town, panel):
    m.disputed(town.world, panel)
    session = m.convened(town.world, panel)
    one = Hearing.objects.get()
    lead = m.lead_of(town.world, one)
    m.speakers(town.world, one, lead, 2)
    town.at()
    assert session_pages(town, session) == {
        "officer": 200, "head": 200, "secretary": 200, "supervisor": 200, "drawer": 404,
        "finance": 404, "company": 404, "district": 404,
    }  # fmt: skip
    url = reverse("defence", args=[session.pk])
    _seat, expert = expert_of(town, panel)
    other = next(k for k in ("team", "other") if k != lead)
    keys = {"secretary": "secretary", "expert": expert, "lead": lead, "other": other}
    seen = {who: town.visitor(key).get(url) for who, key in keys.items()}
    assert {who: page.status_code for who, page in seen.items()} == {
        "secretary": 200, "expert": 200, "lead": 200, "other": 404,
    }  # fmt: skip
    named = {who: "某人0" in page.content.decode() for who, page in seen.items()}
    assert named == {"secretary": True, "expert": False, "lead": True, "other": False}
    body = seen["expert"].content.decode()
    assert "项目负责人" in body
    assert [name for name in CANARIES if name in body] == []
    assert "A-01" not in seen["lead"].content.decode()


def test_the_secretary_runs_the_timer_by_one_press_each(town, panel):
    m.disputed(town.world, panel)
    session = m.convened(town.world, panel)
    town.world.stage.until(session.starts_at)
    acts.do(town.world.stage, "defence", session.pk, "begin", "secretary")
    town.at()
    one = Hearing.objects.get()
    secretary = town.visitor("secretary")
    for name in ("start_talk", "start_questions"):
        assert secretary.post(reverse("hearing_turn", args=[one.pk, name])).status_code == 302
    timer = secretary.get(reverse("defence_timer", args=[session.pk])).content.decode()
    assert "质询中" in timer
    assert "data-countdown=" in timer
    _seat, expert = expert_of(town, panel)
    url = reverse("hearing_turn", args=[one.pk, "close"])
    assert town.visitor(expert).post(url).status_code == 404
    assert town.visitor(expert).get(reverse("defence_timer", args=[session.pk])).status_code == 200


def test_the_order_is_public_once_the_session_has_begun(town, panel):
    m.disputed(town.world, panel, "A-01", "A-02")
    session = m.convened(town.world, panel)
    url = reverse("defence_lots", args=[panel])
    before = town.visitor().get(url).status_code
    town.world.stage.until(session.starts_at)
    acts.do(town.world.stage, "defence", session.pk, "begin", "secretary")
    town.at()
    body = town.visitor().get(url).content.decode()
    turns = list(Hearing.objects.order_by("place").values_list("item__code", flat=True))
    assert (before, re.findall(r"<td data-label=\"[^\"]+\">(A-\d\d)</td>", body)) == (404, turns)
    assert url in town.visitor().get(reverse("verify_draw", args=[panel])).content.decode()


def test_a_sealed_sheet_is_read_by_its_author_alone_until_all_are_opened(town, panel):
    m.disputed(town.world, panel)
    m.heard(town.world, panel)
    seat, key = expert_of(town, panel)
    b = Ballot.objects.get(seat=seat)
    url = reverse("ballot", args=[b.pk])
    town.at()
    visitor = town.visitor(key)
    kept = visitor.post(url, {"opinion": "答辩中说明了关键数据", "version": str(b.version)},
                        headers={"X-Autosave": "1"})  # fmt: skip
    assert kept.status_code == 200
    b.refresh_from_db()
    assert "关键数据" not in b.draft
    assert "答辩中说明了关键数据" in visitor.get(url).content.decode()
    given = r.sheet(r.table(Panel.objects.get(pk=panel)), 80)
    assert visitor.post(url, {"opinion": "太短"}).status_code == 422
    assert visitor.post(url, given).status_code == 302
    b.refresh_from_db()
    assert (b.state, b.values) == ("sealed", {})
    pdf = visitor.get(reverse("ballot_pdf", args=[b.pk]))
    assert (pdf.status_code, pdf.content[:5]) == (200, b"%PDF-")
    others = [town.visitor(k).get(url).status_code for k in ("supervisor", "secretary", "company")]
    assert others == [302, 302, 404]
    assert town.visitor("supervisor").get(reverse("ballot_pdf", args=[b.pk])).status_code == 404


@pytest.fixture
def met(town, panel, monkeypatch):
    m.amended(monkeypatch, panel, panels={"bid": {"meets": True}})
    r.sign_all(town.world, panel, lambda seat, item: 80 if item == "A-01" else 70)
    r.tick(town.world)
    town.at()
    return panel


TEXT = "专家组认为，该方案指标响应完整，技术路线可行；主要问题是中试环节论证不足。" * 3


def test_a_group_opinion_is_drafted_agreed_on_and_printed(town, met):
    one = Consensus.objects.select_related("chair__expert").order_by("item__code").first()
    url = reverse("consensus", args=[one.pk])
    chair = town.visitor(r.key_of(town.world, one.chair))
    assert chair.post(url, {"text": "太短"}).status_code == 422
    members = Voice.objects
    assert chair.post(url, {"text": TEXT}).status_code == 302
    asked = members.filter(opinion=one, state="asked").select_related("seat__expert").first()
    member = town.visitor(r.key_of(town.world, asked.seat))
    body = member.get(url).content.decode()
    step = reverse("act", args=["voice", asked.pk, "agree"])
    assert [x for x in (TEXT[:20], step) if x not in body] == []
    keys = ("officer", "secretary", "supervisor", "drawer", "team")
    early = [town.visitor(k).get(url).status_code for k in keys]
    assert early == [404, 200, 200, 404, 404]
    assert TEXT[:20] not in town.visitor("secretary").get(url).content.decode()
    for o in Consensus.objects.select_related("chair__expert"):
        if o.state == "drafting":
            acts.do(town.world.stage, "consensus", o.pk, "circulate",
                    r.key_of(town.world, o.chair), text=TEXT)  # fmt: skip
    for v in Voice.objects.filter(state="asked").select_related("seat__expert"):
        acts.do(town.world.stage, "voice", v.pk, "agree", r.key_of(town.world, v.seat))
    run_clock(town.world.stage.later(minutes=1))
    run_clock(town.world.stage.later(minutes=1))
    town.at()
    assert town.visitor("officer").get(url).status_code == 200
    pdf = town.visitor("officer").get(reverse("consensus_pdf", args=[one.pk]))
    assert (pdf.status_code, pdf.content[:5]) == (200, b"%PDF-")
    seat, key = expert_of(town, met)
    assert reverse("consensus", args=[one.pk]) in (
        town.visitor(key).get(reverse("seat", args=[seat.pk])).content.decode()
    )


def test_every_bidder_reads_place_and_comments_once_the_decision_stands(town):
    challenge = delivering.ranked(town.world)
    bids = {str(b.pk): b for b in Bid.objects.filter(challenge_id=challenge)}
    town.at()
    urls = {pk: reverse("bid_feedback", args=[pk]) for pk in bids}
    leads = {pk: delivering.key_of(town.world, b.lead_id) for pk, b in bids.items()}
    before = {town.visitor(leads[pk]).get(url).status_code for pk, url in urls.items()}
    award = delivering.in_notice(town.world, challenge)
    town.world.stage.until(award.ends_at)
    delivering.tick(town.world)
    town.at()
    pages = {pk: town.visitor(leads[pk]).get(url) for pk, url in urls.items()}
    texts = [re.search(r"第 (\d) 名，共 2 项", p.content.decode())[1] for p in pages.values()]
    assert (before, sorted(texts)) == ({404}, ["1", "2"])
    named = [s.expert.name for s in Seat.objects.select_related("expert")]
    for pk, found in pages.items():
        body = found.content.decode()
        assert "响应充分,依据较为可信" in body
        assert [n for n in named if n in body] == []
        assert reverse("bid_feedback", args=[pk]) in (
            town.visitor(leads[pk]).get(reverse("bid", args=[pk])).content.decode()
        )
    one, other = urls
    strangers = [town.visitor(k).get(urls[other]).status_code
                 for k in (leads[one], "officer", "company", "secretary")]  # fmt: skip
    assert strangers == [404] * 4
