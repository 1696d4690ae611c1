"""Step 6 and the deadline: a question, a consortium, a bid in eight parts, a receipt, time over."""

from __future__ import annotations

import re
from datetime import timedelta

from playwright.sync_api import Page, expect

from jiebang.demo import content
from tests.browser.hand import do, fill, labelled, step, told
from tests.browser.house import House, sign_in
from tests.browser.life.cast import TITLE
from tests.browser.life.drawing import edition
from tests.factories import INDICATORS, WAN

NAMES = ("江左示例大学", "淮海示例研究院", "岭南示例研究院", "闻人甲", "令狐丁")
IDEA = "多伺服协同送料"
REPORT = {"name": "台架试验报告.txt", "mimeType": "text/plain",
          "buffer": "送料速度16.4次/分,定位误差0.28毫米。".encode()}  # fmt: skip
RECEIPT = re.compile(r"JB-[A-Z2-9]{10}")


def answers(lead: str, heads: tuple[str, ...], idea: str, *, total: int = 900) -> dict:
    rows = [{"target": target} for _, _, target, _, _ in INDICATORS]
    filled = content.bid(indicators=rows, total=total * WAN, lead=lead, fiscal=100 * WAN,
                         publisher=300 * WAN, heads=heads, idea=idea)  # fmt: skip
    return labelled(edition().forms["bid"], filled)


def team_asks(house: House, challenge: str) -> None:
    """The answer is for everybody and does not say who asked."""
    team = house.windows.setdefault("team", house.window())
    sign_in(team, "team@demo.example")
    team.goto(challenge)
    team.locator("#questions").get_by_role("link", name="提问").click()
    fill(team.locator("main"), {"问题": "试验所用板料由哪一方提供?"})
    team.get_by_role("button", name="提交问题").click()
    company = house.as_("company")
    told(company, TITLE)
    company.goto(challenge)
    company.locator("#questions").get_by_role("link", name="答复").click()
    fill(company.locator("main"), {"答复": "由发榜单位提供,不另计费用。"})
    company.locator("main").get_by_role("button", name="答复", exact=True).click()
    told(team, TITLE)
    reader = house.window()
    reader.goto(challenge)
    expect(reader.locator("#questions")).to_contain_text("由发榜单位提供")
    assert "江左示例大学" not in reader.content()
    reader.context.close()


def starts(page: Page, challenge: str) -> str:
    """From the challenge's page to a bid's form; returns the bid's own page."""
    page.goto(challenge)
    page.get_by_role("link", name="填写揭榜意向书").click()
    page.get_by_role("button", name=re.compile("^\\s*开始")).click()
    page.wait_for_url("**/edit/")
    return page.url.removesuffix("edit/")


def writes(page: Page, values: dict) -> None:
    fill(page.locator("main"), values)
    page.get_by_label(re.compile("附件|佐证|证明")).last.set_input_files(REPORT)
    page.get_by_role("button", name="保存草稿").click()
    expect(page.locator("main")).to_contain_text("台架试验报告.txt")


def consortium(house: House, bid: str) -> None:
    """The lead invites; the partner confirms online."""
    team, partner = house.as_("team"), house.as_("partner")
    team.goto(bid)
    asked = {"成员单位": "淮海示例研究院", "承担任务": "承担伺服驱动与台架试验。"}
    step(team, "邀请联合体成员", asked)
    told(partner, TITLE)
    do(partner, "确认加入联合体", about=TITLE)


def hands_in(house: House, page: Page, bid: str, picture: str = "") -> str:
    """Submitted; the receipt has number, time and digest. Returns the number."""
    page.goto(bid)
    step(page, "提交揭榜意向书")
    number = RECEIPT.search(page.locator("main").inner_text())
    assert number, page.locator("main").inner_text()
    if picture:
        house.shot(page, picture)
    return number[0]


def verified(house: House, number: str) -> None:
    page = house.window()
    page.goto("/verify/")
    page.get_by_label("回执号").first.fill(number)
    page.get_by_role("button", name="核验").first.click()
    expect(page.locator("main")).to_contain_text(number)
    page.context.close()


def team_bids(house: House, challenge: str) -> str:
    """Written, confirmed, handed in, taken back, handed in again. Returns the bid's address."""
    team = house.as_("team")
    bid = starts(team, challenge)
    writes(team, answers(NAMES[0], (NAMES[3], "司徒乙", "东方丙"), f"{NAMES[0]}提出{IDEA}。"))
    house.shot(team, "10-bid-form")
    consortium(house, bid)
    first = hands_in(house, team, bid)
    step(team, "撤回意向书")
    second = hands_in(house, team, bid, picture="11-bid-receipt")
    assert first != second
    verified(house, second)
    return bid


def other_bids(house: House, challenge: str) -> str:
    other = house.as_("other")
    bid = starts(other, challenge)
    heads = (NAMES[4], "皇甫戊", "尉迟己")
    writes(other, answers(NAMES[2], heads, "采用直线电机送料。", total=800))
    hands_in(house, other, bid)
    return bid


def sealed_until_the_deadline(house: House, bid: str) -> None:
    """Nobody but its own units sees a bid before the opening."""
    for key in ("company", "officer", "other"):
        answer = house.as_(key).goto(bid)
        assert answer is not None
        assert answer.status == 404, key


def deadline(house: House, challenge: str) -> None:
    house.move_to(house.now + timedelta(days=46))
    page = house.as_("company")
    page.goto(challenge)
    expect(page.locator("main")).to_contain_text("已截止")


def play(house: House, challenge: str) -> tuple[str, str]:
    team_asks(house, challenge)
    bids = team_bids(house, challenge), other_bids(house, challenge)
    sealed_until_the_deadline(house, bids[0])
    deadline(house, challenge)
    return bids
