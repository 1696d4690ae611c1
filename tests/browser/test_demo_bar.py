"""The demonstration's bar: into any role with one press, and the clock past the next deadline."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.house import House
from tests.browser.life.cast import TITLE


@pytest.fixture(scope="module")
def house(building) -> House:
    kept = {}
    house = building(lambda world: kept.update(challenge=world.published(title=TITLE)))
    house.challenge = f"/challenges/{kept['challenge']}/"
    return house


def step_into(page, role: str) -> None:
    bar = page.get_by_role("region", name="演示")
    bar.get_by_text("切换角色").click()
    person = bar.get_by_role("combobox")
    label = next(o for o in person.get_by_role("option").all_inner_texts() if o.startswith(role))
    person.select_option(label=label)
    bar.get_by_role("button", name="进入").click()
    page.wait_for_url("**/desk/")


@pytest.mark.parametrize(
    ("role", "sees"),
    [("处室经办", "批次"), ("处长", "批次"), ("区县", "技术需求"), ("纪检", "审计记录")],
)
def test_a_visitor_steps_into_a_role_and_sees_its_menu(house, role, sees):
    page = house.window()
    page.goto("/")
    step_into(page, role)
    expect(page.get_by_role("link", name=sees, exact=True).first).to_be_visible()
    page.context.close()


def test_moving_the_clock_past_the_next_deadline_closes_the_challenge(house):
    page = house.window()
    page.goto(house.challenge)
    expect(page.locator("main")).to_contain_text("揭榜中")
    for _ in range(6):
        bar = page.get_by_role("region", name="演示")
        bar.get_by_text("切换角色").click()
        bar.get_by_role("button", name=re.compile("时间|截止")).click()
        page.wait_for_url(f"**{house.challenge}")
        if page.get_by_text("流榜").count():
            break
    expect(page.locator("main")).to_contain_text("流榜")
    page.context.close()
