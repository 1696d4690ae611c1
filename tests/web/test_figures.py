"""Pages of the figures: who sees what, where each number leads, and what it costs."""

from __future__ import annotations

import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from jiebang.platform.accounts.models import User
from tests import delivering as d

LIST_LIMIT = 15


def signed_in(world, key: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=world.stage.people[key]),
                       backend="allauth.account.auth_backends.AuthenticationBackend")  # fmt: skip
    return client


def statements(client: Client, url: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert client.get(url).status_code == 200
    return len(caught)


PAGES = (
    "/figures/",
    "/figures/?year=2023",
    "/figures/challenges/",
    "/figures/rnd_funds/?year=2023",
    "/allocation/",
)


@pytest.mark.parametrize("url", PAGES)
def test_a_page_takes_as_many_statements_full_as_empty(world, url):
    def cost() -> list[int]:
        return [statements(Client(), url), statements(signed_in(world, "officer"), url)]

    world.published()
    before = cost()
    contract = d.in_force(second(world))
    d.pay(world, contract, 1)
    assert cost() == before
    assert max(before) <= LIST_LIMIT


def second(world):
    """Another company and its challenge come first, so that the list grows."""
    world.company = world.unit("company", "历下又一示例装备有限公司", region="济南市历下区",
                               region_code="370102")  # fmt: skip
    return world


def test_the_public_sees_the_figures_and_not_what_is_for_staff(world):
    world.published()
    page = Client().get("/figures/?year=2023").content.decode()
    assert [code in page for code in ("/figures/challenges/", "/figures/credit_drawn/")] == [
        True, False,
    ]  # fmt: skip
    assert Client().get("/figures/credit_drawn/").status_code == 404
    assert signed_in(world, "officer").get("/figures/credit_drawn/").status_code == 200
    assert Client().get("/figures/nothing/").status_code == 404


def test_single_payments_are_for_staff_and_their_sum_for_all(world):
    contract = d.in_force(world)
    d.pay(world, contract, 1)
    public = Client().get("/figures/public_paid/?year=2023").content.decode()
    staff = signed_in(world, "officer").get("/figures/public_paid/?year=2023").content.decode()
    assert [contract.number in page for page in (public, staff)] == [False, True]
    assert ["50<" in page for page in (public, staff)] == [True, True]


def test_people_are_named_to_the_bureau_and_counted_for_all(world):
    d.in_force(world)
    public = Client().get("/allocation/").content.decode()
    staff = signed_in(world, "officer").get("/allocation/").content.decode()
    assert ["闻人甲" in page for page in (public, staff)] == [False, True]
    assert ["3 人" in page for page in (public, staff)] == [True, True]


@pytest.mark.parametrize(
    ("form", "begins"), [("xlsx", b"PK"), ("docx", b"PK"), ("csv", "\ufeff数据".encode())]
)
def test_the_figures_leave_as_files(world, form, begins):
    d.in_force(world)
    for url in (f"/figures/export/{form}/?year=2023", f"/figures/consortia/export/{form}/"):
        response = Client().get(url)
        assert (response.status_code, response.content[: len(begins)]) == (200, begins)
        assert response["Content-Disposition"].startswith("attachment")
    assert Client().get("/figures/export/exe/").status_code == 404


def test_a_file_for_the_public_holds_no_single_payment(world):
    contract = d.in_force(world)
    d.pay(world, contract, 1)
    body = Client().get("/figures/rnd_funds/export/csv/").content.decode("utf-8-sig")
    assert contract.number not in body
    assert io.StringIO(body).readline() == "数据\r\n"


def test_a_bar_leads_to_the_records_of_its_group(world):
    world.published()
    page = Client().get("/figures/?year=2023").content.decode()
    assert 'href="/figures/challenges/?year=2023&amp;field=high_end_equipment"' in page
    narrowed = Client().get("/figures/challenges/?year=2023&field=biomedicine")
    assert narrowed.context["count"] == 0
