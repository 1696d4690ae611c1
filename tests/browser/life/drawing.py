"""A drawn panel: sealed, announced, opened, drawn; experts accept, score and sign (step 8, 9)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

from playwright.sync_api import Page, expect

from jiebang.rulebook import ceremony
from jiebang.rulebook.edition import Edition, load, shipped_text
from tests.browser.hand import do, field, fill, named, press, step, told, waiting
from tests.browser.house import House
from tests.reviewing import NUMBER

COMMENT = "响应充分,依据较为可信,路线清楚,分工明确,进度合理。"
OPINION = "方案总体可行,建议关注中试环节。"
Points = Callable[[int, str], int]  # seat, text of the item → per cent


def edition() -> Edition:
    return load(shipped_text("jinan-2023"))


def draw(house: House, about: str, *, picture: str = "") -> str:
    """The ceremony of drawer and supervisor; returns the panel's address."""
    drawer, supervisor = house.as_("drawer"), house.as_("supervisor")
    out_at = house.now + timedelta(hours=20)
    do(drawer, "封存名单并约定公开数", {
        "公开数": _form_of_number(), "指明是哪一期或哪一日": NUMBER,
        "产生时刻": f"{out_at + timedelta(hours=8):%Y-%m-%dT%H:%M}",
    }, about=about)  # fmt: skip
    panel = drawer.url
    step(drawer, "封存随机值")
    told(supervisor, about)
    do(supervisor, "封存随机值", about=about)
    house.work()  # files for experts are masked
    do(drawer, "公告抽取", about=about)
    house.move_to(out_at + timedelta(minutes=1))
    enter_number(drawer, about, "32230", "3 2 2 3 0")
    do(supervisor, "公开随机值", {"公开数的值(自行查阅后填写)": "32230"}, about=about)
    do(drawer, "公开随机值", about=about)
    step(drawer, "抽取专家")
    if picture:
        house.shot(drawer, picture)
    return panel


def _form_of_number() -> str:
    asked = ceremony.preparing(edition().draw.numbers, ()).fields[0]
    return next(o.label for o in asked.options if o.code == "rank5")


def enter_number(page: Page, about: str, typed: str, read: str) -> None:
    """The page shows what it has read and a code; only that code lets the number in."""
    name = "录入公开数"
    waiting(page, name, about)
    main = page.locator("main")
    main.get_by_role("link", name=named(name)).first.click()
    fill(main, {"公开数的值": typed})
    main.get_by_role("button", name=named(name)).click()
    shown = main.get_by_text(f"读作：{read}").first
    expect(shown).to_be_visible()
    code = re.search(r"\b[0-9a-f]{8}\b", shown.inner_text())[0]
    press(page, name, {"校验码": code})


def called(house: House, panel: str) -> list[str]:
    """Who was invited, in the order of the seats, as supervision reads it on the panel's page."""
    page = house.as_("supervisor")
    page.goto(panel)
    lines = page.get_by_role("row").filter(has_text="已邀请")
    expect(lines.first).to_be_visible()
    return [re.search(r"专家((?:technical|industry|finance)\d+)", line)[1]
            for line in lines.all_inner_texts()]  # fmt: skip


def accept(house: House, expert: str, about: str) -> Page:
    """The invitation, the promise, and then the items."""
    page = house.as_(expert)
    waiting(page, "接受邀请", about)
    step(page, "接受邀请", {"我已阅读并作出承诺": True})
    return page


def score(page: Page, kind: str, per_cent: int) -> None:
    """Fill the sheet on this page, criterion by criterion, and sign it."""
    main = page.locator("main")
    marks, words = field(main, "评分"), field(main, "评语")
    for n, criterion in enumerate(edition().tables[kind].criteria):
        marks.nth(n).fill(f"{criterion.max * per_cent // 50 / 2:g}")
        words.nth(n).fill(COMMENT)
    fill(main, {"总体意见": OPINION})
    main.get_by_role("button", name="签署评分表", exact=True).click()
    page.wait_for_url("**/reviews/seat/**")


def review(house: House, panel: str, about: str, kind: str, points: Points, *,
           blind: tuple[str, ...] = (), picture: str = "") -> None:  # fmt: skip
    """Everybody who was called accepts and signs every item; then the clock adds up."""
    for seat, expert in enumerate(called(house, panel), 1):
        page = accept(house, expert, about)
        seat_url = page.url
        codes = re.findall(r"\b[A-Z]-\d\d\b", page.locator("main").inner_text())
        for code in dict.fromkeys(codes):
            page.goto(seat_url)
            page.locator("main").get_by_role("link", name=re.compile(code)).click()
            expect(page.locator("h1")).to_contain_text(code)
            for name in blind:
                assert name not in page.content(), (expert, code, name)
            if picture and seat == 1:
                house.shot(page, picture)
                picture = ""
            score(page, kind, points(seat, page.locator("#text").inner_text()))
        house.close(expert)
    house.tick()
    house.move_to(house.now + timedelta(minutes=2))
    page = house.as_("secretary")
    page.goto(panel)
    expect(page.locator("main")).to_contain_text("评审完成")
