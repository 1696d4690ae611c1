"""Everything works without JavaScript: rows, drafts, checks, a submission."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.hand import field, fill, press
from tests.browser.house import House
from tests.browser.life import bidding, demand
from tests.factories import DISTRICT, World


def furnish(kept: dict[str, str], world: World) -> None:
    world.unit("maker", "历城示例机械有限公司", region="济南市历下区", region_code=DISTRICT)
    kept["challenge"] = world.published()


@pytest.fixture(scope="module")
def kept() -> dict[str, str]:
    return {}


@pytest.fixture(scope="module")
def house(building, kept) -> House:
    return building(lambda world: furnish(kept, world))


def plain(house: House, key: str) -> Page:
    page = house.as_(key, java_script_enabled=False)
    page.goto("/desk/")
    expect(page.locator("h1")).to_have_text("我的待办")
    return page


def test_a_demand_is_written_row_by_row_and_handed_in(house):
    page = plain(house, "maker")
    page.get_by_role("link", name="技术需求").first.click()
    page.get_by_role("button", name="历城示例机械有限公司").click()
    fill(page, demand.answers())
    page.get_by_role("button", name="保存草稿").click()
    expect(field(page, "需求名称")).to_have_value(demand.TITLE)
    page.get_by_role("button", name="保存并检查").click()
    press(page, "提交")
    expect(page.locator("main")).to_contain_text("待区县审核")


def test_a_bid_is_written_with_a_file_and_handed_in(house, kept):
    page = plain(house, "team")
    bid = bidding.starts(page, f"/challenges/{kept['challenge']}/")
    names = bidding.NAMES
    bidding.writes(page, bidding.answers(names[0], (names[3], "司徒乙", "东方丙"), bidding.IDEA))
    page.get_by_role("button", name="保存并检查").click()
    press(page, "提交揭榜意向书")
    expect(page.locator("main")).to_contain_text(bidding.RECEIPT)
    page.goto(bid)
    expect(page.get_by_role("link", name=re.compile("回执"))).to_be_visible()
