"""Steps 3 and 4: a demand grows in its form, is handed in, recommended and accepted."""

from __future__ import annotations

from playwright.sync_api import expect

from jiebang.demo import content
from jiebang.rulebook.edition import load, shipped_text
from tests.browser.hand import do, field, fill, labelled, press, told, waiting
from tests.browser.house import House, sign_in
from tests.browser.life.cast import TITLE
from tests.factories import INDICATORS, WAN

ACCOUNTS = {"name": "上年度财务报表.txt", "mimeType": "text/plain",
            "buffer": "营业收入8600万元,研发投入430万元。".encode()}  # fmt: skip


def answers() -> dict:
    filled = content.demand(
        title=TITLE, kind="company_demand", field="high_end_equipment", indicators=INDICATORS,
        total=1000 * WAN, own=800 * WAN, fiscal=100 * WAN, contact="孟经理",
    )  # fmt: skip
    return labelled(load(shipped_text("jinan-2023")).forms["demand"], filled)


def company_drafts(house: House) -> None:
    """Signs in, starts, types; what was typed is saved in the background."""
    page = house.windows.setdefault("company", house.window())
    sign_in(page, "company@demo.example")
    page.get_by_role("link", name="技术需求").first.click()
    page.get_by_role("button", name="历下示例装备有限公司").click()
    expect(page.locator("h1")).to_have_text("填报技术需求")
    field(page, "需求名称").fill(TITLE)
    expect(page.get_by_role("status").filter(has_text="已保存")).to_be_visible()
    page.reload()
    expect(field(page, "需求名称")).to_have_value(TITLE)
    fill(page, answers())
    house.shot(page, "01-demand-form")


def company_attaches(house: House) -> None:
    page = house.as_("company")
    field(page, "佐证材料").set_input_files(ACCOUNTS)
    page.get_by_role("button", name="保存草稿").click()
    expect(page.locator("main")).to_contain_text("上年度财务报表.txt")


def company_submits(house: House) -> None:
    """The gates stand beside the form with value, limit and verdict; then it is handed in."""
    page = house.as_("company")
    page.get_by_role("button", name="保存并检查").click()
    press(page, "提交")
    expect(page.locator("main")).to_contain_text("待区县审核")
    house.shot(page, "02-demand-submitted")


def district_recommends(house: House) -> None:
    page = house.windows.setdefault("district", house.window())
    sign_in(page, "district@demo.example")
    do(page, "推荐", {
        "已查信用中国,无严重失信": True, "已查中国执行信息公开网,无失信被执行": True,
        "已查国家企业信用信息公示系统,无异常": True,
        "查询日期": house.now.date().isoformat(), "推荐意见": "情况属实,同意推荐。",
    }, about=TITLE)  # fmt: skip


def officer_accepts(house: House) -> None:
    page = house.windows.setdefault("officer", house.window())
    sign_in(page, "officer@demo.example")
    waiting(page, "受理", TITLE)
    house.shot(page, "03-demand-at-bureau")
    do(page, "受理", about=TITLE)
    told(house.as_("company"), TITLE)


def play(house: House) -> None:
    company_drafts(house)
    company_attaches(house)
    company_submits(house)
    district_recommends(house)
    officer_accepts(house)
