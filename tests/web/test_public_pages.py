"""What anybody reads without signing in: light, searchable, and without what is not theirs."""

from __future__ import annotations

import gzip
import json
import re

import icalendar
import pytest
from django.core import mail
from django.urls import reverse

from jiebang.demo import acts
from jiebang.programme import actions, queries
from jiebang.web.public import letters


@pytest.fixture
def challenge(town):
    pk = town.world.published()
    town.at()
    return pk


@pytest.mark.parametrize(
    "name", ["home", "challenge_list", "challenge", "rules", "verify", "help", "subscribe"]
)
def test_a_public_page_takes_few_statements_and_few_bytes(town, challenge, name):
    url = reverse(name, args=[challenge] if name == "challenge" else [])
    assert town.statements(town.visitor(), url) <= 8
    assert len(gzip.compress(town.visitor().get(url).content)) <= 60 * 1024


def test_the_list_takes_as_many_statements_for_25_challenges_as_for_5(town):
    def publish(count):
        for _ in range(count):
            key = f"co{len(town.world.stage.people)}"
            unit = town.world.unit(
                key, f"示例{key}公司", region="济南市历下区", region_code="370102"
            )
            town.world.listed(key=key, company=unit)
        acts.publish(town.world.stage, town.world.batch, town.world.stage.at.replace(month=6))
        town.at()

    publish(5)
    few = {n: town.statements(town.visitor(), reverse(n)) for n in ("home", "challenge_list")}
    publish(20)
    assert {n: town.statements(town.visitor(), reverse(n)) for n in few} == few


def test_chinese_words_find_a_challenge_and_others_do_not(town, challenge):
    def found(text):
        return reverse("challenge", args=[challenge]) in (
            town.visitor().get(reverse("challenge_list"), {"q": text}).content.decode()
        )

    assert [found(t) for t in ("送料装置", "冲压线", "中药", "激光跟踪仪")] == [
        True,
        True,
        False,
        True,
    ]


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ({"field": "high_end_equipment"}, True),
        ({"field": "biomedicine"}, False),
        ({"year": "2023"}, True),
        ({"year": "2022"}, False),
        ({"state": "published"}, True),
        ({"district": "370102"}, True),
        ({"kind": "company_demand"}, True),
        ({"state": "failed"}, False),
    ],
)
def test_filters_narrow_the_list(town, challenge, given, shown):
    page = town.visitor().get(reverse("challenge_list"), given).content.decode()
    assert (reverse("challenge", args=[challenge]) in page) is shown


def test_a_challenge_before_its_publication_does_not_exist_for_the_public(town):
    pk = town.world.listed()
    town.at()
    names = ("challenge", "challenge_print", "challenge_pdf", "challenge_ics")
    assert [town.visitor().get(reverse(n, args=[pk])).status_code for n in names] == [404] * 4
    assert town.visitor("officer").get(reverse("challenge", args=[pk])).status_code == 200


def test_the_page_carries_everything_a_bidder_must_know(town, challenge):
    c = queries.challenge(challenge, town.world.stage.actor("officer"))
    page = town.visitor().get(reverse("challenge", args=[challenge])).content.decode()
    text = [
        c.title,
        c.publisher,
        c.field_label,
        c.kind_label,
        "2023-01",
        "100.00",
        "送料速度",
        "≥ 16",
        "现场测试",
        c.content["contact_name"],
        c.text_digest,
    ]
    assert [w for w in text if w not in page] == []


def test_a_correction_stands_beside_the_old_text(town, challenge):
    before = queries.challenge(challenge, town.world.stage.actor("officer")).content["problem"]
    acts.do(
        town.world.stage,
        "challenge",
        challenge,
        "correct",
        "officer",
        text="测试方法更正为激光干涉仪。",
    )
    town.at()
    page = town.visitor().get(reverse("challenge", args=[challenge])).content.decode()
    assert [w in page for w in ("测试方法更正为激光干涉仪。", before.split("\n")[0])] == [
        True,
        True,
    ]


def test_an_answer_is_public_and_its_asker_is_not(town, challenge):
    town.visitor("team").post(
        reverse("question_ask", args=[challenge]), {"text": "送料行程的最大长度是多少?"}
    )
    url = reverse("challenge", args=[challenge])
    seen = {
        k: "送料行程" in town.visitor(k).get(url).content.decode()
        for k in ("", "other", "team", "company")
    }
    assert seen == {"": False, "other": False, "team": True, "company": True}
    (q,) = queries.questions(challenge, town.world.stage.actor("officer"))
    actions.question.perform(
        q.id,
        "answer",
        actor=town.world.stage.actor("company"),
        now=town.world.stage.at,
        answer="最大六米。",
    )
    page = town.visitor().get(url).content.decode()
    assert [w in page for w in ("送料行程", "最大六米。", "team经办人", "江左示例大学经办人")] == [
        True,
        True,
        False,
        False,
    ]


def test_search_engines_get_data_that_cannot_leave_its_block(town):
    pk = town.world.published(title="高速送料</script><b>装置研发")
    town.at()
    page = town.visitor().get(reverse("challenge", args=[pk])).content.decode()
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    said = json.loads(block)
    assert (said["@type"], said["name"]) == ("MonetaryGrant", "高速送料</script><b>装置研发")
    assert said["amount"] == {"@type": "MonetaryAmount", "currency": "CNY", "value": "1000000.00"}


def test_the_deadline_goes_into_a_calendar(town, challenge):
    answer = town.visitor().get(reverse("challenge_ics", args=[challenge]))
    (event,) = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    c = queries.challenge(challenge, town.world.stage.actor("officer"))
    assert event.decoded("dtend") == c.closes_at
    assert len(event.walk("VALARM")) == 2


def test_the_feed_lists_what_is_published(town, challenge):
    feed = town.visitor().get(reverse("challenge_feed"))
    assert feed["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert reverse("challenge", args=[challenge]) in feed.content.decode()


def test_following_is_told_of_corrections_and_can_be_stopped(town, challenge):
    other, url = town.visitor("other"), reverse("challenge_follow", args=[challenge])
    person = town.world.stage.people["other"]
    other.post(url)
    assert queries.follows(challenge, person) is True
    acts.do(town.world.stage, "challenge", challenge, "correct", "officer", text="更正内容在此。")
    town.at()
    assert "发布了更正公告" in town.visitor("other").get(reverse("notices")).content.decode()
    town.visitor("other").post(url)
    assert queries.follows(challenge, person) is False


def link_in(message):
    return re.search(r"https?://[^/]+(/\S+)", message.body)[1]


def test_a_subscription_begins_with_its_link_and_ends_with_its_link(town):
    visitor = town.visitor()
    page = visitor.post(
        reverse("subscribe"), {"email": "Reader@Demo.example", "field": ""}
    ).content.decode()
    assert "请查收邮件" in page
    assert letters.mail_due() == 1
    confirm = link_in(mail.outbox[0])
    visitor.get(confirm)
    assert queries.subscription(confirm.strip("/").split("/")[1]).state == "asked"
    visitor.post(confirm)
    town.world.stage.later(hours=1)
    pk = town.world.published()
    town.at()
    assert letters.mail_due() == 1
    assert reverse("challenge", args=[pk]) in mail.outbox[1].body
    assert letters.mail_due() == 0
    end = re.findall(r"https?://[^/]+(/subscribe/\S+)", mail.outbox[1].body)[0]
    town.visitor().post(end)
    assert queries.subscribed("reader@demo.example") is False


def test_whether_an_address_is_subscribed_is_not_told(town):
    form = {"email": "reader@demo.example", "field": ""}
    pages = [town.visitor().post(reverse("subscribe"), form) for _ in range(2)]
    assert [p.status_code for p in pages] == [200, 200]
    assert letters.mail_due() == 1


def test_a_link_that_nobody_was_sent_does_not_exist(town):
    assert town.visitor().get(reverse("subscription_confirm", args=["0" * 64])).status_code == 404


def test_every_rule_says_where_its_value_comes_from(town, challenge):
    page = town.visitor().get(reverse("rules")).content.decode()
    rows = re.findall(r"<tr><td data-label=\"规则\">.*?</tr>", page)
    marks = ("公开", "待核实", "平台默认值")
    assert len(rows) > 30
    assert [r for r in rows if not any(m in r for m in marks)] == []
