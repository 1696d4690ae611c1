"""Bids on pages: sealed until the opening, one of a unit on a challenge, received with proof."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.urls import reverse

from jiebang.demo import acts
from jiebang.programme import actions, queries
from tests.visiting import posted

CANARY = "金丝雀方案甲乙丙"


def bid_of(town, pk, who="team"):
    return queries.bid(pk, town.world.stage.actor(who))


@pytest.fixture
def challenge(town):
    pk = town.world.published()
    town.at()
    return pk


def typed(town, pk, **changes):
    _spec, values = queries.bid_form(pk)
    return posted({**values, **changes}) | {"version": bid_of(town, pk).version}


def test_a_bid_is_started_for_one_of_ones_units(town, challenge):
    team = town.visitor("team")
    answer = team.post(reverse("bid_start", args=[challenge]), {"unit": town.world.team})
    assert answer.status_code == 302
    assert answer.url == reverse(
        "bid_edit", args=[queries.own_bid(challenge, town.world.stage.actor("team"))]
    )


def test_a_second_bid_of_the_unit_is_refused_with_its_sentence(town, challenge):
    town.world.bid(challenge)
    town.at()
    answer = town.visitor("team").post(
        reverse("bid_start", args=[challenge]), {"unit": town.world.team}
    )
    assert answer.status_code == 409
    assert "一个单位在同一榜单只能参加一份意向书" in answer.content.decode()


def test_a_bid_on_ones_own_challenge_is_refused_with_its_sentence(town, challenge):
    answer = town.visitor("company").post(
        reverse("bid_start", args=[challenge]), {"unit": town.world.company}
    )
    assert answer.status_code == 409
    assert "发榜单位不得揭本单位发布的榜" in answer.content.decode()


def test_an_unanswered_indicator_is_told_in_its_row_and_stops_the_bid(town, challenge):
    pk = town.world.bid(challenge)
    town.at()
    posted_form = typed(town, pk) | {"responses.1.promised": ""}
    page = town.visitor("team").post(reverse("bid_edit", args=[pk]), posted_form).content.decode()
    assert 'id="f-responses-1-promised-problems"' in page
    answer = town.visitor("team").post(
        reverse("act", args=["bid", pk, "submit"]), {"version": bid_of(town, pk).version}
    )
    assert answer.status_code == 409
    assert "逐项响应榜单指标" in answer.content.decode()
    assert bid_of(town, pk).state == "draft"


def test_sums_that_do_not_add_are_told_at_their_table(town, challenge):
    pk = town.world.bid(challenge)
    town.at()
    page = (
        town.visitor("team")
        .post(reverse("bid_edit", args=[pk]), typed(town, pk) | {"budget_total": "901"})
        .content.decode()
    )
    assert 'id="f-budget_sources-problems"' in page


def test_what_is_missing_is_listed_with_a_link_to_its_place(town, challenge):
    pk = town.world.bid(challenge, route="")
    town.at()
    page = town.visitor("team").get(reverse("bid", args=[pk])).content.decode()
    assert f"{reverse('bid_edit', args=[pk])}?check=1#f-route" in page


def test_one_second_late_is_late_and_says_the_servers_time(town, challenge):
    pk = town.world.bid(challenge)
    closes_at = bid_of(town, pk).closes_at
    town.at(closes_at.replace(second=closes_at.second + 1))
    answer = town.visitor("team").post(
        reverse("act", args=["bid", pk, "submit"]), {"version": bid_of(town, pk).version}
    )
    assert answer.status_code == 409
    said = answer.content.decode()
    assert "服务器当前时间为 2023-" in said
    assert ":01。逾期一秒" in said


def test_a_bid_handed_in_gets_a_receipt_that_anybody_can_verify(town, challenge):
    pk = town.world.bid(challenge)
    town.at()
    team = town.visitor("team")
    answer = team.post(
        reverse("act", args=["bid", pk, "submit"]), {"version": bid_of(town, pk).version}
    )
    assert answer.status_code == 302
    b = bid_of(town, pk)
    page = team.get(reverse("bid", args=[pk])).content.decode()
    assert b.number in page
    assert b.digest in page
    verified = town.visitor().get(reverse("verify"), {"number": b.number, "digest": b.digest})
    assert "回执号与摘要一致" in verified.content.decode()
    wrong = town.visitor().get(reverse("verify"), {"number": b.number, "digest": "0" * 64})
    assert "回执号有效，但摘要不一致" in wrong.content.decode()
    assert team.get(reverse("bid_receipt", args=[pk])).content[:4] == b"%PDF"


def test_the_package_is_named_as_the_edition_says(town, challenge):
    pk = town.world.submitted(challenge)
    town.at()
    answer = town.visitor("team").get(reverse("bid_package", args=[pk, "zip"]))
    names = zipfile.ZipFile(io.BytesIO(answer.content)).namelist()
    c = queries.challenge(challenge, town.world.stage.actor("team"))
    assert names == [
        f"{c.number}+{c.title}+江左示例大学.docx",
        f"{c.number}+{c.title}+江左示例大学.pdf",
    ]


def test_members_are_invited_confirm_and_are_removed(town, challenge):
    pk = town.world.bid(challenge)
    town.at()
    team, other = town.visitor("team"), town.visitor("other")
    invite = {
        "organisation": "岭南示例研究院",
        "task": "样机验证",
        "version": bid_of(town, pk).version,
    }
    assert team.post(reverse("act", args=["bid", pk, "invite"]), invite).status_code == 302
    confirm = reverse("act", args=["bid", pk, "confirm_membership"])
    assert confirm in other.get(reverse("bid", args=[pk])).content.decode()
    assert confirm not in team.get(reverse("bid", args=[pk])).content.decode()
    other.post(confirm, {"version": bid_of(town, pk).version})
    assert [u.part for u in bid_of(town, pk).units] == ["lead", "confirmed"]
    team.post(reverse("bid_remove_unit", args=[pk]), {"organisation": town.world.other})
    assert [u.part for u in bid_of(town, pk).units] == ["lead"]


EVERYONE = (
    "team",
    "other",
    "company",
    "district",
    "officer",
    "head",
    "leader",
    "supervisor",
    "drawer",
    "secretary",
    "pool",
    "finance",
    "sysadmin",
    "secadmin",
    "audadmin",
)


def pages_of(town, challenge, pk):
    return [
        reverse("bid", args=[pk]),
        reverse("bid_edit", args=[pk]),
        reverse("bid_receipt", args=[pk]),
        reverse("bid_package", args=[pk, "zip"]),
    ]


def who_gets(town, url):
    return {k for k in EVERYONE if town.visitor(k).get(url).status_code == 200}


def test_before_the_opening_a_bid_exists_for_its_units_only(town, challenge):
    pk = town.world.submitted(challenge)
    town.at()
    found = [who_gets(town, url) for url in pages_of(town, challenge, pk)]
    assert found == [{"team"}, {"team"}, {"team"}, {"team"}]


def test_after_the_opening_the_publisher_and_the_bureau_read_it_and_nobody_else(town, challenge):
    pk = town.world.submitted(challenge)
    town.world.close(challenge)
    town.at()
    opened = {"team", "company", "officer", "head", "leader", "supervisor"}
    found = [who_gets(town, url) for url in pages_of(town, challenge, pk)]
    assert found == [opened, {"team"}, {"team"}, opened]


def test_nothing_of_a_sealed_bid_stands_on_any_page_of_others(town, challenge):
    """The title of the plan, the unit, and who wrote it: on no page but the team's."""
    pk = town.world.submitted(challenge, core_content=CANARY * 10, route=CANARY * 10)
    b = bid_of(town, pk)
    town.at()
    urls = [
        reverse(n)
        for n in ("home", "challenge_list", "desk", "notices", "bids", "demands", "batches")
    ]
    urls += [
        reverse("challenge", args=[challenge]),
        reverse("batch", args=[town.world.batch]),
        reverse("question_ask", args=[challenge]),
    ]
    for key in (*EVERYONE[1:], ""):
        client = town.visitor(key)
        for url in urls:
            page = client.get(url).content.decode()
            hits = [w for w in (CANARY, "江左示例大学", b.number, pk) if w in page]
            assert (key, url, hits) == (key, url, [])


def test_the_publisher_gives_its_opinion_and_the_officer_checks_the_form(town, challenge):
    pk = town.world.submitted(challenge)
    town.world.close(challenge)
    town.at()
    opine = reverse("act", args=["bid", pk, "opine"])
    page = town.visitor("company").get(reverse("bid", args=[pk])).content.decode()
    assert opine in page
    given = {"will": "cooperate", "score": "88", "reason": "方案可行,指标响应完整。"}
    assert town.visitor("company").post(opine, given).status_code == 302
    check = {"complete": "yes", "eligible": "yes", "unrelated": "yes"}
    officer = town.visitor("officer")
    assert officer.post(reverse("act", args=["bid", pk, "pass_form"]), check).status_code == 302
    assert bid_of(town, pk, "officer").state == "valid"
    assert "88" in officer.get(reverse("bid", args=[pk])).content.decode()


def test_the_list_of_bids_takes_as_many_statements_for_25_as_for_5(town, challenge):
    def more(count):
        for _ in range(count):
            key = f"bidder{len(town.world.stage.people)}"
            unit = town.world.unit(key, f"示例{key}大学", kind="university")
            town.world.submitted(challenge, key=key, organisation=unit)

    more(25)
    acts.do(
        town.world.stage,
        "challenge",
        challenge,
        "extend",
        "head",
        closes_at="2023-06-30T17:00",
        reason="延期以便更多团队参加。",
    )
    town.world.close(challenge)
    town.at()
    url = reverse("bids")
    many = town.statements(town.visitor("officer"), url)
    few = town.statements(town.visitor("officer"), f"{url}?q=bidder1")
    assert many == few <= 15


def test_a_bid_that_was_taken_back_can_be_handed_in_again_and_both_receipts_stay(town, challenge):
    pk = town.world.submitted(challenge)
    town.at()
    team = town.visitor("team")
    team.post(reverse("act", args=["bid", pk, "withdraw"]), {"version": bid_of(town, pk).version})
    assert bid_of(town, pk).state == "draft"
    actions.bid.perform(
        pk, "submit", actor=town.world.stage.actor("team"), now=town.world.stage.later(hours=1)
    )
    receipts = [r.receipt for r in bid_of(town, pk).receipts]
    assert len(receipts) == len(set(receipts)) == 2
    page = team.get(reverse("bid", args=[pk])).content.decode()
    assert [r in page for r in receipts] == [True, True]
