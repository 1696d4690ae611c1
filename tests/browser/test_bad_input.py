"""Bad input gets a clear sentence in the user's words, and loses nothing that was typed."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from jiebang.demo import acts
from jiebang.platform import clock
from jiebang.programme import queries
from tests.browser.hand import field, fill
from tests.browser.house import House
from tests.factories import DISTRICT, World
from tests.unit.platform_files.build import MACRO_TYPE, office, packed

TYPED = "与发榜单位无关联关系,特此说明。"
NOTE = "与发榜单位关系说明"


def furnish(kept: dict[str, str], world: World) -> None:
    """A challenge with a complete draft of a bid; another company with a complete demand."""
    maker = world.unit("maker", "历城示例机械有限公司", region="济南市历下区", region_code=DISTRICT)
    kept["demand"] = world.demand(title="重载齿轮箱在线监测装置研发", key="maker", company=maker)
    kept["challenge"] = world.published()
    kept["bid"] = world.bid(kept["challenge"])
    acts.person(world.stage, "newcomer", "新来的人")


@pytest.fixture(scope="module")
def kept() -> dict[str, str]:
    return {}


@pytest.fixture(scope="module")
def house(building, kept) -> House:
    return building(lambda world: furnish(kept, world))


@pytest.fixture
def bid(house, kept) -> Page:
    """The team's form, with something just typed into it."""
    page = house.as_("team")
    page.goto(f"/bids/{kept['bid']}/edit/")
    field(page, NOTE).fill(TYPED)
    return page


def says(page: Page, sentence: str) -> None:
    expect(page.locator("main")).to_contain_text(re.compile(sentence))


def upload(page: Page, name: str, data: bytes) -> None:
    mime = "application/octet-stream"
    page.locator("input[type=file]").last.set_input_files(
        {"name": name, "mimeType": mime, "buffer": data}
    )
    page.get_by_role("button", name="保存草稿").click()


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("数据.zip", packed({"figures.csv": bytes(200 * 1024 * 1024)}), "解压后超过.*未予打开"),
        ("方案.docx", office("docx", main_type=MACRO_TYPE, extra={"word/vbaProject.bin": b"x"}),
         "文档含有宏"),
        ("空白.pdf", b"", "文件为空（0 字节）"),
        ("照片.png", b"%PDF-1.7 not a picture", "实际内容为"),
    ],
    ids=["zip-bomb", "docm-renamed-docx", "zero-bytes", "not-what-it-says"],
)  # fmt: skip
def test_a_file_that_is_not_acceptable_says_why_and_the_text_stays(bid, name, data, sentence):
    upload(bid, name, data)
    says(bid, sentence)
    expect(field(bid, NOTE)).to_have_value(TYPED)


def test_an_unanswered_indicator_is_named_at_its_row(bid):
    answer = bid.get_by_label("承诺值", exact=True).nth(1)
    answer.fill("")
    bid.get_by_role("button", name="保存并检查").click()
    says(bid, r"第 2 行.*请填写此项")
    expect(answer).to_have_attribute("aria-invalid", "true")
    expect(field(bid, NOTE)).to_have_value(TYPED)
    answer.fill("0.3")
    bid.get_by_role("button", name="保存草稿").click()
    says(bid, "已保存")


def test_sums_that_do_not_add_are_told_at_the_table(bid):
    total = field(bid, "预算总额")
    total.fill("901")
    bid.get_by_role("button", name="保存并检查").click()
    says(bid, "合计与预算总额不符")
    expect(total).to_have_value(re.compile("^901"))
    expect(field(bid, NOTE)).to_have_value(TYPED)
    total.fill("900")
    bid.get_by_role("button", name="保存草稿").click()
    says(bid, "已保存")


def test_a_stale_form_keeps_what_was_typed(house, kept):
    """The same form in two windows: the second to save is told, and keeps its text."""
    address = f"/bids/{kept['bid']}/edit/"
    page, other = house.as_("team"), house.window()
    page.goto(address)
    other.context.add_cookies([house.key_of("team")])
    other.goto(address)
    field(other, "联系人").fill("另一位经办人")
    other.get_by_role("button", name="保存草稿").click()
    says(other, "已保存")
    other.context.close()
    field(page, NOTE).fill(TYPED + "第二稿。")
    page.get_by_role("button", name="保存草稿").click()
    says(page, "记录已被他人更新")
    expect(field(page, NOTE)).to_have_value(TYPED + "第二稿。")


def starts(page: Page, challenge: str) -> None:
    page.goto(f"/challenges/{challenge}/")
    page.get_by_role("link", name="填写揭榜意向书").click()
    page.get_by_role("button", name="开始填写").click()


def test_a_unit_bids_once_on_a_challenge(house, kept):
    page = house.as_("team")
    starts(page, kept["challenge"])
    says(page, "一个单位在同一榜单只能参加一份意向书")
    expect(page.get_by_role("radio", name="江左示例大学")).to_be_checked()


def test_a_company_does_not_bid_on_its_own_challenge(house, kept):
    page = house.as_("company")
    starts(page, kept["challenge"])
    says(page, "发榜单位不得揭本单位发布的榜")
    expect(page.get_by_role("radio", name="历下示例装备有限公司")).to_be_checked()


def test_a_code_with_a_wrong_check_digit_is_explained(house):
    page = house.as_("newcomer")
    page.goto("/units/register/")
    fill(page.locator("main"), {
        "统一社会信用代码": "91000000000000001A", "单位名称(中文)": "海右示例科技有限公司",
        "单位类型": "企业", "所在地区": "济南市历下区",
    })  # fmt: skip
    page.get_by_role("button", name="注册", exact=True).click()
    says(page, "校验位不符")
    expect(field(page, "单位名称(中文)")).to_have_value("海右示例科技有限公司")
    expect(field(page, "统一社会信用代码")).to_have_value("91000000000000001A")


def test_late_by_a_second_is_late(house, kept):
    """The page stood open before the deadline; the server's clock decides."""
    page = house.as_("maker")
    closes_at = queries.demand(kept["demand"], house.world.stage.actor("maker")).closes_at
    clock.move_to(closes_at - timedelta(minutes=5))
    page.goto(f"/demands/{kept['demand']}/edit/")
    field(page, "联系人").fill("最后一刻")
    page.get_by_role("button", name="保存并检查").click()
    submit = page.locator("main").get_by_role("button", name="提交", exact=True)
    expect(submit).to_be_visible()
    clock.move_to(closes_at + timedelta(seconds=1))
    submit.click()
    says(page, "逾期一秒亦不受理")
    page.goto(f"/demands/{kept['demand']}/edit/")
    expect(field(page, "联系人")).to_have_value("最后一刻")
