"""Steps 7 to 10: form check, opinions, blind review, ranking, meeting, notice, objection."""

from __future__ import annotations

import re
from datetime import timedelta

from playwright.sync_api import expect

from tests.browser.hand import do, press, step, told
from tests.browser.house import House
from tests.browser.life.bidding import IDEA, NAMES
from tests.browser.life.cast import TITLE
from tests.browser.life.drawing import draw, review

YES = {"材料齐全": True, "主体适格": True, "与发榜单位无关联关系": True}
MEETING = {
    "会议类型": "局长办公会", "会议纪要编号": "局纪〔2023〕8号",
    "参会人员": "甲某、乙某、丙某、丁某、戊某",
    "同意": "5", "不同意": "0", "弃权": "0",
}  # fmt: skip


def bids_checked(house: House, bids: tuple[str, str]) -> None:
    """The officer checks each form; the company gives its opinion on every bid."""
    officer, company = house.as_("officer"), house.as_("company")
    for n, bid in enumerate(bids):
        officer.goto(bid)
        step(officer, "通过形式审查", YES)
        company.goto(bid)
        step(company, "填写发榜方意见", {
            "合作意向": "合作", "满意度评分": str(90 - 5 * n), "理由": "方案与需求相符。",
        })  # fmt: skip


def reviewed(house: House) -> None:
    """Drawn, accepted, read without names, scored, signed."""
    do(house.as_("officer"), "启动评审", about=TITLE)
    panel = draw(house, TITLE)
    review(house, panel, TITLE, "bid",
           lambda seat, text: (84 if IDEA in text else 71) + seat % 3,
           blind=NAMES, picture="12-blind-sheet")  # fmt: skip
    officer = house.as_("officer")
    officer.goto(f"{panel}result/")
    expect(officer.locator("main")).to_contain_text("发榜方")
    expect(officer.locator("main")).to_contain_text("江左示例大学")
    house.shot(officer, "13-ranking")


def proposed(house: House) -> str:
    """Proposed by the officer, decided by the meeting, published. Returns the award's address."""
    officer, leader = house.as_("officer"), house.as_("leader")
    officer.goto("/awards/")
    officer.get_by_role("link", name=re.compile(TITLE)).first.click()
    officer.get_by_label(re.compile("江左示例大学")).check()
    press(officer, "提出处室建议", {"拟支持财政经费": "100", "理由": "排名第一,发榜方愿意合作。"})
    do(leader, "登记会议通过", MEETING | {"会议日期": house.now.date().isoformat()}, about=TITLE)
    do(officer, "发布公示", {"公示文号": "济科公示〔2023〕12号"}, about=TITLE)
    house.shot(officer, "14-award")
    return officer.url


def public_notice(house: House) -> str:
    page = house.window()
    page.goto("/notices/public/")
    page.get_by_role("link", name=TITLE).first.click()
    expect(page.locator("main")).to_contain_text("江左示例大学")
    expect(page.locator("main")).to_contain_text("公示中")
    house.shot(page, "15-notice")
    url = page.url
    page.context.close()
    return url


def objected(house: House, notice: str) -> None:
    """Named, taken up, dismissed; the notice halts and goes on. Only supervision sees who."""
    page, supervisor = house.as_("objector"), house.as_("supervisor")
    page.goto(notice)
    page.get_by_role("link", name="提出异议").click()
    press(page, "提出异议", {
        "异议人姓名": "东郭先生", "有效证件号码": "E12345678", "联系电话": "13800000000",
        "异议事项与理由": "认为公示项目的主要技术路线与本人在先公开的成果高度相同,请予核查。",
        "证据说明": "附本人2019年公开发表的论文目录一份。",
    })  # fmt: skip
    do(supervisor, "受理异议", about=TITLE)
    assert "东郭先生" in supervisor.content()
    public = house.window()
    public.goto(notice)
    expect(public.locator("main")).to_contain_text("公示暂停")
    public.context.close()
    step(supervisor, "认定异议不成立", {
        "核查情况": "调阅双方材料并请两名专家比对,未发现相同内容。", "理由": "证据不支持异议事项。",
    })  # fmt: skip
    told(page, TITLE)
    house.tick()
    public = house.window()
    public.goto(notice)
    expect(public.locator("main")).to_contain_text("公示中")
    public.context.close()


def confirmed(house: House, award: str) -> None:
    house.move_to(house.now + timedelta(days=30))
    officer = house.as_("officer")
    officer.goto(award)
    expect(officer.locator("main")).to_contain_text("已确定")


def play(house: House, bids: tuple[str, str]) -> str:
    bids_checked(house, bids)
    reviewed(house)
    award = proposed(house)
    objected(house, public_notice(house))
    confirmed(house, award)
    return award
