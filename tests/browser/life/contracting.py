"""Steps 11 to 13: task book, signatures, tranches, milestones, spending, bank credit."""

from __future__ import annotations

import re
from datetime import timedelta

from playwright.sync_api import Page, expect

from tests.browser.hand import do, press, step, told
from tests.browser.house import House
from tests.browser.life.cast import TITLE

BOOK = "任务书与合同"


def opened(page: Page) -> None:
    """The contract's page, from the menu."""
    page.goto("/contracts/")
    page.locator("main").get_by_role("link", name=re.compile(TITLE)).first.click()
    expect(page.locator("main")).to_contain_text("考核指标")


def today(house: House) -> str:
    return house.now.date().isoformat()


def completed(house: House) -> None:
    """The bidder completes the draft; the indicators start as the bid's and cannot sink."""
    team = house.as_("team")
    opened(team)
    team.get_by_role("link", name="编制任务书").first.click()
    main = team.locator("main")
    values = main.get_by_label("任务书指标值", exact=True)
    expect(values).to_have_count(2)
    values.first.fill("15")
    main.get_by_role("button", name="编制任务书").click()
    expect(main).to_contain_text("低于揭榜承诺")
    values.first.fill("16.5")
    press(team, "编制任务书", {"保密条款": "双方对未公开的技术资料负保密责任。"})
    expect(main).to_contain_text("16.5")


def signed(house: House) -> None:
    """Sent for signing, signed by every party, in force by the clock."""
    do(house.as_("officer"), "定稿并发起签署", about=TITLE)
    for key in ("company", "team"):
        told(house.as_(key), TITLE)
        do(house.as_(key), "代表本单位签署", about=TITLE)
    do(house.as_("head"), "代表主管部门签署", about=TITLE)
    house.tick()
    house.tick()
    team = house.as_("team")
    opened(team)
    expect(team.locator("main")).to_contain_text("在研")
    house.shot(team, "16-contract")
    for name in ("任务书（PDF）", "任务书（Word）"):
        with team.expect_download() as paper:
            team.get_by_role("link", name=name).click()
        assert paper.value.path().stat().st_size > 5000


def paid(house: House, number: int) -> None:
    """A tranche whose condition is met: approved by the head, paid by finance."""
    do(house.as_("head"), "批准拨付")
    finance = house.as_("finance")
    do(finance, "登记拨付", {
        "实拨日期": today(house), "银行回单号": f"回单-{number}", "收款方账户名": "江左示例大学",
    })  # fmt: skip
    expect(finance.locator("main")).to_contain_text("已拨付")
    if number == 1:
        house.shot(finance, "17-tranche-paid")


def milestone(house: House, number: int) -> None:
    """Submitted with values, the company's opinion, the verdict."""
    team = house.as_("team")
    do(team, "提交里程碑材料", {
        "完成情况": "样机已完成并通过台架试验,达到阶段目标。", "考核方式": "应用环境检测",
        "阶段指标值": [{"实测值": "16.6", "佐证": "检测报告"},
                  {"实测值": "0.29", "佐证": "检测报告"}],
    })  # fmt: skip
    do(house.as_("company"), "填写发榜方意见", {"意见": "同意", "理由": "符合使用要求。"})
    officer = house.as_("officer")
    do(officer, "考核通过", {
        "考核日期": today(house), "考核组": "考核组三人", "理由": "指标达到,证据充分。",
    })  # fmt: skip
    if number == 1:
        house.shot(officer, "18-milestone")
    house.tick()


def spent(house: House) -> None:
    """The company's own R&D money: reported with vouchers, confirmed by the officer."""
    company = house.as_("company")
    opened(company)
    step(company, "填报研发投入", {
        "资金来源": "发榜方研发投入", "金额": "420", "起始日期": "2023-07-01",
        "截止日期": today(house), "凭证说明": "专账2023-17号,凭证十二份。",
    })  # fmt: skip
    do(house.as_("officer"), "核实确认")


def credited(house: House) -> None:
    """The unit agrees, the bank offers, approves and reports: three different numbers."""
    team, bank = house.as_("team"), house.as_("bank")
    team.goto("/credit/")
    team.get_by_role("link", name=re.compile("同意|共享")).first.click()
    team.locator("main").get_by_role("link", name=re.compile(TITLE)).first.click()
    press(team, "同意向银行共享信息", {
        "同意共享的信息": ["单位名称", "榜单名称与领域", "财政支持金额"],
    })  # fmt: skip
    bank.goto("/credit/units/")
    bank.locator("main").get_by_role("link", name="江左示例大学").click()
    press(bank, "提出授信意向", {"授信意向额度": "3000", "公布日期": today(house)})
    offer = bank.url
    do(team, "接受授信")
    bank.goto(offer)
    step(bank, "登记授信批复", {"授信批复额度": "2000", "批复文号": "批〔2024〕1号",
                          "批复日期": today(house)})  # fmt: skip
    step(bank, "报送用信余额", {"用信余额": "800", "统计日期": today(house)})
    for number in ("3,000.00", "2,000.00", "800.00"):
        expect(bank.locator("main")).to_contain_text(number)
    house.shot(bank, "19-credit")


def play(house: House) -> None:
    completed(house)
    signed(house)
    paid(house, 1)
    credited(house)
    house.move_to(house.now + timedelta(days=240))
    milestone(house, 1)
    paid(house, 2)
    spent(house)
    milestone(house, 2)
