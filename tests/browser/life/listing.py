"""Step 5: screened by a drawn panel, selected, the text agreed, the list published and read."""

from __future__ import annotations

import re
from datetime import timedelta

from playwright.sync_api import expect

from tests.browser.hand import do, press, step, told, waiting
from tests.browser.house import House
from tests.browser.life.cast import TITLE
from tests.browser.life.drawing import draw, review

BATCH = "2023年第一批"


def officer_convenes(house: House) -> None:
    page = house.as_("officer")
    page.goto("/panels/")
    page.get_by_role("button", name="组织论证", exact=True).click()
    expect(page.locator("h1")).to_be_visible()


def screened(house: House) -> None:
    about = BATCH
    panel = draw(house, about, picture="04-draw-ceremony")
    review(house, panel, about, "screening", lambda seat, text: 78 + seat)


def head_selects(house: House) -> None:
    page = house.as_("head")
    page.goto("/batches/")
    page.get_by_role("link", name=re.compile(BATCH)).first.click()
    page.get_by_role("link", name="论证汇总表").click()
    expect(page.locator("main")).to_contain_text(TITLE)
    house.shot(page, "05-screening-table")
    page.get_by_role("link", name="拟入榜", exact=True).click()
    press(page, "拟入榜", {
        "榜单类别": "企业需求类", "领域": "高端装备产业补链强链", "财政支持上限": "100",
        "入选理由(三个围绕)": "围绕产业急需,指标明确可测。",
    })  # fmt: skip


def text_agreed(house: House) -> None:
    officer, company = house.as_("officer"), house.as_("company")
    waiting(officer, "拟定榜单文本", TITLE)
    officer.locator("main").get_by_role("link", name="拟定榜单文本").click()
    officer.get_by_role("button", name="将此文本提交企业确认").click()
    expect(officer.locator("h1")).to_have_text(TITLE)
    told(company, TITLE)
    waiting(company, "确认榜单文本", TITLE)
    company.get_by_role("link", name="阅读并确认榜单文本").click()
    house.shot(company, "06-text-to-confirm")
    company.get_by_role("button", name="确认本文本").click()
    expect(company.locator("main")).to_contain_text("文本已确认")


def list_published(house: House) -> None:
    do(house.as_("officer"), "列入榜单", about=TITLE)
    leader = house.as_("leader")
    leader.goto("/batches/")
    leader.get_by_role("link", name=re.compile(BATCH)).first.click()
    closes = house.now + timedelta(days=45)
    step(leader, "发布榜单", {"揭榜截止时间": f"{closes:%Y-%m-%dT18:00}"})


def public_reads(house: House) -> str:
    """Somebody without an account finds, filters, reads; returns the challenge's address."""
    page = house.window()
    page.goto("/")
    house.shot(page, "07-front-page")
    page.get_by_role("searchbox").first.fill("冲压")
    page.get_by_role("button", name="搜索").first.click()
    house.shot(page, "08-challenge-list")
    page.get_by_role("link", name=TITLE).first.click()
    expect(page.locator("h1")).to_have_text(TITLE)
    expect(page.locator("main")).to_contain_text("100.00 万元")
    expect(page.locator("main")).to_contain_text("送料速度")
    house.shot(page, "09-challenge")
    url = page.url
    page.context.close()
    return url


def play(house: House) -> str:
    officer_convenes(house)
    screened(house)
    head_selects(house)
    text_agreed(house)
    list_published(house)
    return public_reads(house)
