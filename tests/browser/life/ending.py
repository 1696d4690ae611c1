"""Steps 14 and 15: acceptance by a drawn panel, results in use, follow-up, the city's figures."""

from __future__ import annotations

import re
from datetime import timedelta

from playwright.sync_api import expect

from tests import delivering
from tests.browser.hand import do, step
from tests.browser.house import House
from tests.browser.life.cast import TITLE
from tests.browser.life.contracting import opened, paid, today
from tests.browser.life.drawing import draw, review

RESULTS = [
    {"实际完成值": "16.8", "定性指标已达到": True, "佐证材料": "第三方检测报告"},
    {"实际完成值": "0.28", "定性指标已达到": True, "佐证材料": "第三方检测报告"},
]
PAPERS = ["工作总结和技术报告", "经费决算", "专项审计报告", "用户使用报告", "检测报告原件"]
STORY = "新装置替代进口产品,送料速度达到每分钟16.8次,整线节拍提高两成。"


def requested(house: House) -> None:
    """When its time is over, the team asks for acceptance; the company has its say."""
    house.move_to(house.now + timedelta(days=500))
    house.world.stage.until(house.now)
    delivering.freshen(house.world)
    team = house.as_("team")
    opened(team)
    step(team, "申请验收", {
        "指标完成对照表": RESULTS,
        "已提供材料": PAPERS,
        "完成情况概述": "全部任务按期完成,样机已在发榜方产线连续运行。",
        "财政资金决算": "100", "项目总决算": "900",
    })  # fmt: skip
    do(house.as_("company"), "填写发榜方意见", {
        "意见": "满足使用要求", "成果已应用": True, "理由": "满足产线使用要求。",
    })  # fmt: skip


def accepted(house: House) -> None:
    """Opened, drawn, scored, passed; the last tranche is paid."""
    officer, head = house.as_("officer"), house.as_("head")
    do(officer, "组织验收评审")
    panel = draw(house, TITLE)
    review(house, panel, TITLE, "acceptance", lambda seat, text: 85 + seat)
    do(head, "通过验收", {"理由": "指标全部完成,发榜方满意,专家组同意通过。"})
    expect(head.locator("main")).to_contain_text("通过验收")
    house.shot(head, "20-acceptance")
    house.tick()
    paid(house, 3)


def in_use(house: House) -> None:
    """Where, since when, with what effect: reported, published, read by everybody."""
    company = house.as_("company")
    opened(company)
    step(company, "填报成果应用", {
        "成果名称": "高速送料装置", "应用地点或单位": "历下示例装备有限公司冲压车间",
        "应用起始日期": today(house), "应用效果": STORY, "首台(套)、首批次、首版次": True,
    })  # fmt: skip
    do(house.as_("officer"), "核实并公开")
    reader = house.window()
    reader.goto("/results/")
    reader.get_by_role("link", name="高速送料装置").click()
    expect(reader.locator("main")).to_contain_text(STORY)
    house.shot(reader, "21-result-in-use")
    reader.context.close()


def followed(house: House) -> None:
    """A year later the first report falls due."""
    house.move_to(house.now + timedelta(days=380))
    company = house.as_("company")
    do(company, "填报", {
        "新增销售收入": "2600", "新增税收": "180", "新增就业": "12", "专利申请": "3",
        "专利授权": "1",
        "标准": "1", "技术合同成交额": "300", "应用与产业化情况": "已推广到三条产线,运行稳定。",
    })  # fmt: skip
    do(house.as_("officer"), "核实确认")


def counted(house: House) -> None:
    """The city's page has the new numbers, each with its records one click away."""
    page = house.window()
    page.goto("/figures/?year=2023")
    main = page.locator("main")
    expect(main).to_contain_text("100.00")
    house.shot(page, "22-figures")
    main.get_by_role("link", name=re.compile("财政")).first.click()
    expect(page.locator("main")).to_contain_text(TITLE)
    page.context.close()
    officer = house.as_("officer")
    officer.goto("/allocation/")
    expect(officer.locator("main")).to_contain_text(TITLE)
    house.shot(officer, "23-allocation")


def play(house: House) -> None:
    requested(house)
    accepted(house)
    in_use(house)
    followed(house)
    counted(house)
