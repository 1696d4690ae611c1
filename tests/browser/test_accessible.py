"""Pages for everybody: axe finds nothing serious, keys reach everything, small screens suffice."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from jiebang.demo import acts
from tests.browser.hand import field
from tests.browser.house import PHONE, House
from tests.factories import DISTRICT, World

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
SERIOUS = ("serious", "critical")

PUBLIC = ("/", "/challenges/", "/challenges/{challenge}/", "/rules/", "/verify/", "/help/",
          "/figures/", "/notices/public/", "/results/", "/subscribe/", "/accounts/login/",
          "/accounts/signup/")  # fmt: skip
INSIDE = (
    ("team", "/desk/"), ("team", "/bids/"), ("team", "/bids/{bid}/"), ("team", "/bids/{bid}/edit/"),
    ("team", "/bids/{bid}/edit/?check=1"), ("team", "/units/"), ("team", "/credit/"),
    ("company", "/demands/"), ("maker", "/demands/{demand}/"), ("maker", "/demands/{demand}/edit/"),
    ("company", "/contracts/"), ("company", "/acceptances/"),
    ("officer", "/desk/"), ("officer", "/batches/"), ("officer", "/batches/{batch}/"),
    ("officer", "/batches/{batch}/screening/"), ("officer", "/batches/plan/"),
    ("officer", "/panels/"), ("officer", "/awards/"), ("officer", "/editions/"),
    ("officer", "/challenges/{challenge}/"), ("officer", "/allocation/"),
    ("officer", "/act/challenge/{challenge}/correct/"), ("head", "/payments/"),
    ("supervisor", "/record/"), ("supervisor", "/experts/"), ("supervisor", "/objections/"),
    ("pool", "/experts/"), ("stranger", "/experts/register/"), ("stranger", "/units/register/"),
    ("secadmin", "/posts/"), ("team", "/notices-to-me/"), ("team", "/new/complaint/"),
)  # fmt: skip


def furnish(kept: dict[str, str], world: World) -> None:
    maker = world.unit("maker", "历城示例机械有限公司", region="济南市历下区", region_code=DISTRICT)
    kept["demand"] = world.demand(title="重载齿轮箱在线监测装置研发", key="maker", company=maker)
    kept["challenge"] = world.published()
    kept["bid"] = world.bid(kept["challenge"])
    kept["batch"] = world.batch
    acts.person(world.stage, "stranger", "没有单位的人")


@pytest.fixture(scope="module")
def kept() -> dict[str, str]:
    return {}


@pytest.fixture(scope="module")
def house(building, kept) -> House:
    return building(lambda world: furnish(kept, world))


@pytest.fixture(scope="module")
def visitor(house) -> Page:
    return house.window()


def seen(house: House, visitor: Page, kept: dict[str, str]):
    """Every page of the two lists, in the window of somebody who may see it."""
    for address in PUBLIC:
        yield visitor, address.format(**kept)
    for key, address in INSIDE:
        yield house.as_(key), address.format(**kept)


def violations(page: Page) -> list[str]:
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{v['id']}: {json.dumps([n['html'][:120] for n in v['nodes'][:3]], ensure_ascii=False)}"
        for v in found["violations"] if v["impact"] in SERIOUS
    ]  # fmt: skip


EMPTY_ICONS = """() => [...document.querySelectorAll('svg.jb-icon use')].filter(u => {
    const box = u.getBBox();
    return u.closest('svg').checkVisibility() && !box.width && !box.height;
}).map(u => u.getAttribute('href'))"""


def faults(page: Page, source: str, house: House | None = None, name: str = "") -> list[str]:
    """What is wrong with a page: for whoever cannot see, on a small screen, for the eye."""
    page.evaluate(source)
    found = violations(page) + page.evaluate(EMPTY_ICONS)
    desktop = page.viewport_size
    page.set_viewport_size(PHONE)
    width = page.evaluate("document.documentElement.scrollWidth")
    if house and name:
        house.shot(page, f"{name}-390")
    page.set_viewport_size(desktop)
    if house and name:
        house.shot(page, f"{name}-1440")
    return found + ([f"{width} px wide on a phone"] if width > PHONE["width"] else [])


def test_every_page_is_accessible_fits_a_phone_and_has_its_icons(house, visitor, kept):
    source = AXE.read_text(encoding="utf-8")
    wrong = {}
    for page, address in seen(house, visitor, kept):
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200, address
        if found := faults(page, source):
            wrong[address] = found
    assert wrong == {}


def test_an_icon_that_does_not_exist_would_be_noticed(visitor):
    visitor.goto("/help/")
    visitor.evaluate("document.querySelector('svg.jb-icon use').setAttribute('href', '#none')")
    assert visitor.evaluate(EMPTY_ICONS) == ["#none"]


def test_axe_finds_nothing_serious_in_the_dark(house, kept):
    source = AXE.read_text(encoding="utf-8")
    page = house.window(color_scheme="dark")
    wrong = {}
    for address in PUBLIC[:4]:
        page.goto(address.format(**kept))
        page.evaluate(source)
        if found := violations(page):
            wrong[address] = found
    page.context.close()
    assert wrong == {}


def test_the_skip_link_comes_first_and_leads_to_the_content(visitor):
    visitor.goto("/challenges/")
    visitor.keyboard.press("Tab")
    link = visitor.get_by_role("link", name="跳到正文")
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport()
    visitor.keyboard.press("Enter")
    expect(visitor.locator("#main")).to_be_focused()


def test_focus_is_always_visible(visitor):
    """Every stop of the Tab key has an outline or a shadow of its own."""
    visitor.goto("/")
    bare = []
    for _ in range(30):
        visitor.keyboard.press("Tab")
        shown = visitor.evaluate(
            """() => { const e = document.activeElement, s = getComputedStyle(e);
            return e === document.body || s.outlineStyle !== 'none' || s.boxShadow !== 'none'
              ? '' : e.outerHTML.slice(0, 120); }"""
        )
        if shown:
            bare.append(shown)
    assert bare == []


def test_a_bid_form_is_filled_in_with_the_keyboard_alone(house, kept):
    page = house.as_("team")
    page.goto(f"/bids/{kept['bid']}/edit/")
    first = field(page, "联系人")
    first.focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("键盘填写")
    page.keyboard.press("Tab")
    expect(field(page, "联系电话")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**saved=1")
    expect(field(page, "联系人")).to_have_value("键盘填写")


def test_what_cannot_be_undone_asks_first_and_lets_one_go_back(house, kept):
    page = house.as_("team")
    page.goto(f"/bids/{kept['bid']}/")
    give_up = page.locator("main").get_by_role("link", name="放弃揭榜")
    give_up.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/abandon/")
    expect(page.locator("main")).to_contain_text("不可撤销")
    page.locator("main").get_by_role("link", name="返回").last.click()
    page.wait_for_url(f"**/bids/{kept['bid']}/")


def test_dark_and_large_text_stay(house):
    page = house.window()
    page.goto("/")
    root = page.locator("html")
    page.get_by_role("button", name="深色").last.click()
    expect(root).to_have_attribute("data-bs-theme", "dark")
    page.get_by_role("button", name="大字").last.click()
    expect(root).to_have_attribute("data-text", "large")
    page.goto("/challenges/")
    expect(root).to_have_attribute("data-bs-theme", "dark")
    expect(root).to_have_attribute("data-text", "large")
    size = page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
    assert size > 16
    house.shot(page, "30-dark-large")
    page.context.close()
