"""What bids share, on pages: side by side for those who check bids, and for nobody else."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from jiebang.demo import acts
from jiebang.programme import queries
from jiebang.programme.models import BidLikeness, BidText
from jiebang.web.programme.likeness import pieces
from tests import delivering
from tests.copying import COPIED, compare, told, two
from tests.factories import DISTRICT, WAN

KEYS = ("", "team", "other", "company", "district", "officer", "head", "leader", "supervisor",
        "drawer", "secretary", "pool", "finance", "sysadmin", "secadmin", "audadmin")  # fmt: skip
CHECKERS = {"officer", "head", "supervisor"}


@pytest.fixture
def bids(town):
    found = two(town.world, challenge := town.world.published())
    town.world.close(challenge)
    compare(town.world)
    town.at()
    return found


def addresses(town, bids):
    a, b = bids
    return [
        reverse("bid_likeness", args=[a]),
        reverse("likeness_pair", args=[a, "bid", b]),
        reverse("batch_likeness", args=[town.world.batch]),
    ]


def test_only_those_who_check_bids_see_what_they_share(town, bids):
    seen = [
        {k for k in KEYS if town.visitor(k).get(url).status_code == 200}
        for url in addresses(town, bids)
    ]
    assert seen == [CHECKERS] * 3


def test_who_checks_bids_and_belongs_to_one_does_not_see_its_likeness(town, bids):
    acts.appoint(town.world.stage, "team", "officer")
    own = addresses(town, bids)[0]
    assert town.visitor("team").get(own).status_code == 404


def test_before_the_opening_there_is_nothing_to_see(town):
    a, b = two(town.world, town.world.published())
    compare(town.world)
    town.at()
    seen = [town.visitor("officer").get(u).status_code for u in addresses(town, (a, b))[:2]]
    assert seen == [404, 404]


def test_the_copied_words_are_marked_on_both_sides(town, bids):
    url = addresses(town, bids)[1]
    page = town.visitor("officer").get(url).content.decode()
    assert re.findall(r"<mark>([^<]*)</mark>", page)[:2] == [COPIED, COPIED]
    whole = town.visitor("officer").get(f"{url}?whole=1").content.decode()
    marked = re.findall(r'<mark id="(\w+)"><a [^>]*>1</a>([^<]*)</mark>', whole)
    assert marked == [("a1", COPIED), ("b1", COPIED)]


def test_a_warned_pair_stands_once_on_the_list_of_the_batch(town):
    challenge = town.world.published()
    a = town.world.submitted(challenge, **told("甲"))
    b = town.world.submitted(challenge, key="other", organisation=town.world.other, **told("甲"))
    town.world.close(challenge)
    compare(town.world)
    town.at()
    page = town.visitor("head").get(reverse("batch_likeness", args=[town.world.batch]))
    row = page.content.decode()
    links = {reverse("likeness_pair", args=[x, "bid", y]) for x, y in ((a, b), (b, a))}
    assert sum(f'href="{link}"' in row for link in links) == 1


def test_the_bidder_learns_nothing_but_what_it_is_asked(town, bids):
    a, _b = bids
    client, url = town.visitor("team"), reverse("bid", args=[a])
    before = client.get(url).content.decode()
    assert [w in before for w in ("相似", "重新比对", "作出说明")] == [False] * 3
    officer = town.visitor("officer")
    page = officer.get(reverse("bid_likeness", args=[a])).content.decode()
    steps = [reverse("act", args=["bid", a, s]) for s in
             ("compare_again", "judge_likeness", "ask_to_explain")]  # fmt: skip
    assert [s in page for s in steps] == [True] * 3
    officer.post(steps[1], {"finding": "none", "reason": "引用公开资料,不作处理。"})
    officer.post(steps[2], {"reason": "请说明技术路线的来源。"})
    asked = client.get(url).content.decode()
    explain = reverse("act", args=["bid", a, "explain"])
    assert [w in asked for w in ("请说明技术路线的来源。", explain, "引用公开资料", "认定")] == [
        True, True, False, False
    ]  # fmt: skip
    client.post(explain, {"answer": "引自本单位已公开的技术报告。"})
    told_now = officer.get(reverse("bid_likeness", args=[a])).content.decode()
    assert "引自本单位已公开的技术报告。" in told_now


def test_the_publisher_and_the_leader_read_the_bid_without_its_likeness(town, bids):
    officer = town.visitor("officer").get(reverse("bid", args=[bids[0]])).content.decode()
    assert reverse("bid_likeness", args=[bids[0]]) in officer
    for key in ("company", "leader"):
        page = town.visitor(key).get(reverse("bid", args=[bids[0]])).content.decode()
        assert ("相似" in page, "记录与其他文本的相似情况" in page) == (False, False)


def test_a_text_that_was_read_anew_is_not_marked_by_old_places(town, bids):
    BidText.objects.filter(bid_id=bids[1]).update(text="另一份文字", digest="0" * 64)
    page = town.visitor("officer").get(addresses(town, bids)[1]).content.decode()
    assert ("<mark" in page, "请重新比对" in page) == (False, True)


def test_an_earlier_project_of_the_same_units_is_shown_with_year_and_money(town):
    """Another company lists nearly the same problem a year later, and the same team bids."""
    world, contract = town.world, delivering.confirmed(town.world)
    compare(world)
    lead = delivering.lead_of(world, contract)
    opens = world.stage.until(world.stage.at.replace(year=2024, month=3))
    dates = (opens, opens + timedelta(days=30), opens + timedelta(days=40))
    world.batch = acts.batch(world.stage, edition="jinan-2023", year=2024, number=1,
                             title="2024年第一批", dates=dates)  # fmt: skip
    second = world.unit("second", "历下第二示例装备有限公司", region="济南市历下区",
                        region_code=DISTRICT)  # fmt: skip
    title = "大型冲压线高速重载送料装置研发"
    challenge = world.published(title=title, key="second", company=second)
    pk = world.submitted(challenge, key=lead, organisation=str(contract.bid.lead_id))
    world.close(challenge)
    compare(world)
    town.at()
    found = town.visitor("officer").get(reverse("bid_likeness", args=[pk]))
    table = found.content.decode().partition('id="repeats"')[2]
    words = ["2023", "大型冲压线高速送料装置研发", "100.00", "中榜牵头单位"]
    assert [w in table for w in (*words, f"合同 {contract.number}")] == [True] * 5
    edition = queries.batch(world.batch).edition_id
    (own,) = queries.repeats("供热管网泄漏诊断", 2024, edition, (), world.company)
    assert (own.part, own.year, own.public_money, own.warned) == (
        "publisher", 2023, 100 * WAN, False,
    )  # fmt: skip
    earlier = BidLikeness.objects.filter(bid_id=pk).values_list("other_id", flat=True)
    assert contract.bid_id in set(earlier)
    assert town.statements(town.visitor("officer"), reverse("bid_likeness", args=[pk])) <= 15


def test_the_pages_take_few_statements(town, bids):
    officer = town.visitor("officer")
    taken = [town.statements(officer, url) for url in addresses(town, bids)]
    assert [n <= 15 for n in taken] == [True] * 3, taken


def test_pieces_cover_the_whole_text_where_passages_overlap():
    text = "零一二三四五六七八九"
    cut = pieces(text, [(4, 8), (2, 6), (5, 7)])
    assert cut == [(0, "零一"), (2, "二三四五"), (1, "六七"), (0, "八九")]
    assert "".join(words for _n, words in cut) == text
