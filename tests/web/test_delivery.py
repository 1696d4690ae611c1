"""Pages of the delivery room: who gets which, in how many statements, and what stands on none."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jiebang.delivery import actions
from jiebang.delivery.models import Award, Contract
from jiebang.demo import acts
from jiebang.platform import clock as server
from jiebang.platform.accounts.models import User
from jiebang.platform.audit import log
from jiebang.registry.models import Organisation
from tests import delivering as d
from tests.delivering import OBJECTOR
from tests.factories import WAN

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
STATEMENTS = 15


@pytest.fixture
def clock(world, monkeypatch):
    """The server's clock stands where the stage stands."""
    monkeypatch.setattr(server, "now", lambda: world.stage.at)


def sign_in(client, world, key):
    client.force_login(User.objects.get(pk=world.stage.people[key]), backend=BACKEND)
    return client


def counted(client, url):
    with CaptureQueriesContext(connection) as found:
        status = client.get(url).status_code
    return status, len(found)


def bank(world) -> str:
    return world.unit("bank", "示例银行济南分行", kind="bank", region_code="370102")


def agreed(world, contract: Contract):
    return actions.consent.create(
        "give",
        actor=world.stage.actor("company"),
        now=world.stage.later(hours=1),
        organisation=world.company,
        challenge=str(contract.challenge_id),
        fields=["name", "code", "challenge"],
        contact="不应出现的联系人",
    )


def offered(world, contract: Contract):
    agreed(world, contract)
    return actions.credit.create(
        "offer",
        actor=world.stage.actor("bank"),
        now=world.stage.later(hours=1),
        organisation=world.company,
        challenge=str(contract.challenge_id),
        offered="5000",
        announced_on="2023-04-01",
    )


def spent(world, contract: Contract):
    return actions.spending.create(
        "report",
        actor=world.stage.actor("company"),
        now=world.stage.later(hours=1),
        contract=str(contract.pk),
        source="own",
        amount="120",
        from_on="2023-04-01",
        until_on="2023-04-10",
        evidence="专账凭证 2023-04-18 号",
    )


def asked_change(world, contract: Contract):
    return actions.change.create(
        "request",
        actor=world.stage.actor(d.lead_of(world, contract)),
        now=world.stage.later(hours=1),
        contract=str(contract.pk),
        kind="extension",
        cause_on=world.stage.at.date().isoformat(),
        months="6",
        new_value="延期六个月",
        reason="关键进口件到货推迟。",
    )


def used(world, contract: Contract):
    made = actions.use.create(
        "report",
        actor=world.stage.actor("company"),
        now=world.stage.later(hours=1),
        contract=str(contract.pk),
        title="高速送料装置上线",
        place="历下示例装备有限公司一号线",
        since_on="2023-04-12",
        effect="换型时间缩短四成,运行稳定。",
        first_of_kind="yes",
    )
    d.do(world, "use", made.pk, "publish", "officer")
    return made


LISTS = ("awards", "contracts", "payments", "spendings", "credits", "acceptances", "uses",
         "notice_list", "results")  # fmt: skip


@pytest.fixture
def running(world, clock):
    """A contract in force with something of everything that hangs on it; its single pages."""
    contract = d.in_force(world)
    bank(world)
    made = {
        "credit": offered(world, contract), "spending": spent(world, contract),
        "change": asked_change(world, contract), "use": used(world, contract),
        "contract": contract, "award": contract.award, "notice": contract.award,
    }  # fmt: skip
    d.tick(world, minutes=1)
    made |= {"payment": contract.payments.get(number=1)}
    made |= {"milestone": contract.milestone_rows.get(number=1)}
    return contract, {name: reverse(name, args=[row.pk]) for name, row in made.items()}


def test_every_page_opens_for_the_bureau_within_its_statements(world, running, client):
    _, singles = running
    lists = {name: reverse(name) for name in LISTS}
    for key in ("officer", "head", "supervisor"):
        signed_in = sign_in(client, world, key)
        found = {name: counted(signed_in, url) for name, url in {**lists, **singles}.items()}
        assert {name: status for name, (status, _) in found.items() if status != 200} == {}
        many = {name: n for name, (_, n) in found.items() if name in lists and n > STATEMENTS}
        assert many == {}


def test_the_units_see_their_contract_and_outsiders_do_not(world, running, client):
    contract, singles = running
    lead = sign_in(client, world, d.lead_of(world, contract))
    refused = [name for name, url in singles.items() if lead.get(url).status_code != 200]
    assert refused == ["credit"]
    loser = "team" if d.lead_of(world, contract) == "other" else "other"
    outsider = sign_in(client, world, loser)
    seen = [name for name, url in singles.items() if outsider.get(url).status_code == 200]
    assert seen == ["use", "award", "notice"]


def test_the_notice_is_public_printable_and_offers_an_objection(world, clock, client):
    award = d.in_notice(world)
    page = client.get(reverse("notice", args=[award.pk])).content.decode()
    assert award.bid.lead.name in page
    assert reverse("delivery_new_of", args=["objection", award.pk]) in page
    assert "80.00" not in page
    assert client.get(reverse("notice_list")).status_code == 200


def test_an_award_that_is_not_public_yet_does_not_exist_for_others(world, clock, client):
    award = d.proposed(world)
    urls = [reverse("notice", args=[award.pk]), reverse("award", args=[award.pk])]
    signed_in = sign_in(client, world, "company")
    assert [signed_in.get(u).status_code for u in urls] == [404, 404]
    assert [sign_in(client, world, "officer").get(u).status_code for u in urls] == [404, 200]


def test_who_objects_is_read_by_supervision_alone(world, clock, client):
    award = d.in_notice(world)
    acts.person(world.stage, "citizen", "市民某")
    citizen = sign_in(client, world, "citizen")
    url = reverse("delivery_new_of", args=["objection", award.pk])
    assert citizen.get(url).status_code == 200
    answer = citizen.post(url, OBJECTOR)
    objection = award.objections.get()
    assert answer.url == reverse("objection", args=[objection.pk])
    page = reverse("objection", args=[objection.pk])
    shown = {
        key: sign_in(client, world, key).get(page).content.decode()
        for key in ("supervisor", "citizen", "officer", "leader")
    }
    named = {
        key: any(OBJECTOR[k] in text for k in ("name", "id_number", "phone"))
        for key, text in shown.items()
    }
    assert named == {"supervisor": True, "citizen": True, "officer": False, "leader": False}
    assert ["市民某" in shown[k] for k in ("officer", "leader")] == [False, False]
    assert sign_in(client, world, "company").get(page).status_code == 404
    said = sign_in(client, world, "officer").get(reverse("award", args=[award.pk]))
    assert OBJECTOR["name"] not in said.content.decode()


def test_an_anonymous_objection_is_refused_and_keeps_what_was_typed(world, clock, client):
    award = d.in_notice(world)
    url = reverse("delivery_new_of", args=["objection", award.pk])
    answer = sign_in(client, world, "company").post(url, {**OBJECTOR, "name": ""})
    assert answer.status_code == 422
    assert OBJECTOR["grounds"] in answer.content.decode()
    assert award.objections.count() == 0


def test_a_complaint_is_invisible_to_the_business_office(world, clock, client):
    signed_in = sign_in(client, world, "company")
    given = {
        "subject": "officer",
        "about": "某经办人",
        "text": "在评审期间私下联系揭榜单位并索要好处,有记录。",
    }
    signed_in.post(reverse("delivery_new", args=["complaint"]), given)
    url = signed_in.get(reverse("complaints")).context["rows"][0]["cells"][0]["url"]
    seen = {
        key: sign_in(client, world, key).get(url).status_code
        for key in ("supervisor", "company", "officer", "head", "leader", "team")
    }
    assert seen == {
        "supervisor": 200,
        "company": 200,
        "officer": 404,
        "head": 404,
        "leader": 404,
        "team": 404,
    }


def test_a_value_below_the_bid_is_refused_at_its_place_and_nothing_is_lost(world, clock, client):
    contract = d.confirmed(world)
    url = reverse("delivery_fill", args=["contract", contract.pk, "revise"])
    lead = sign_in(client, world, d.lead_of(world, contract))
    assert lead.get(url).status_code == 200
    posted = {
        "version": contract.version,
        "start_on": contract.start_on,
        "end_on": contract.end_on,
        "own_money": "300",
        "matched_money": "500",
        "indicators.0.value": "15.9",
        "indicators.0.method": "现场测试",
        "indicators.1.value": "0.25",
        "indicators.1.method": "激光跟踪仪测试",
        "milestones.0.name": "样机",
        "milestones.0.month": "10",
        "milestones.0.goal": "完成样机",
        "milestones.0.evidence": "试验报告",
        **{k: f"条款:{k}" for k in ("ip", "duties", "use_of_money", "acceptance", "breach")},
    }
    answer = lead.post(url, posted)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "“送料速度”任务书指标值 15.9 低于揭榜承诺 16" in page
    assert "条款:duties" in page
    assert "定位误差" in page
    assert lead.post(url, {**posted, "indicators.0.value": "16.5"}).status_code == 302
    contract.refresh_from_db()
    assert [i["value"] for i in contract.indicators] == ["16.5", "0.25"]
    assert contract.own_money == 300 * WAN


def test_a_bank_sees_the_agreed_fields_of_those_who_agreed_and_each_reading_is_recorded(
    world, clock, client
):
    contract = d.in_force(world)
    bank(world)
    agreed(world, contract)
    signed_in = sign_in(client, world, "bank")
    page = signed_in.get(reverse("credit_units")).content.decode()
    company = Organisation.objects.get(pk=world.company)
    assert company.name in page
    assert company.code in page
    assert "不应出现的联系人" not in page
    assert contract.bid.lead.name not in page
    assert [e.event for e in log.entries(event="consent.viewed")] == ["consent.viewed"]
    assert sign_in(client, world, "company").get(reverse("credit_units")).status_code == 404


def test_the_officer_proposes_from_the_ranking(world, clock, client):
    challenge = d.ranked(world)
    signed_in = sign_in(client, world, "officer")
    assert "大型冲压线高速送料装置研发" in signed_in.get(reverse("awards")).content.decode()
    url = reverse("delivery_new_of", args=["award", challenge])
    page = signed_in.get(url)
    assert page.status_code == 200
    first = page.context["form"].sections[0].fields[0].options[0][0]
    answer = signed_in.post(url, {"bid": first, "public_money": "100", "reason": d.REASON})
    award = Award.objects.get()
    assert answer.url == reverse("award", args=[award.pk])
    assert str(award.bid_id) == first
    assert sign_in(client, world, "head").get(url).status_code == 404
