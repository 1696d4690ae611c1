"""Scoring as experts do it: from the keyboard, on a phone, on two devices, and after a defence."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from jiebang.review.models import Ballot, Consensus, Defence, Hearing, Review, Seat
from tests import meetings as m
from tests import reviewing as r
from tests.browser.house import PHONE, House
from tests.browser.test_accessible import AXE, SERIOUS
from tests.factories import World


def furnish(kept: dict[str, str], world: World) -> None:
    m.rewritten(panels={"bid": {"meets": True}})
    r.pool(world)
    kept["panel"] = str(r.panel_of(r.in_review(world, bids=3)).pk)
    r.drawn(world, kept["panel"])
    r.accepted(world, kept["panel"])


@pytest.fixture(scope="module")
def kept() -> dict[str, str]:
    return {}


@pytest.fixture(scope="module")
def house(building, kept) -> House:
    return building(lambda world: furnish(kept, world))


def expert(house: House, kept: dict[str, str], nth: int = 0) -> tuple[str, Seat]:
    seats = Seat.objects.filter(panel_id=kept["panel"], state="accepted").order_by("number")
    return r.key_of(house.world, seats[nth]), seats[nth]


def sheet_of(seat: Seat, code: str) -> str:
    return f"/reviews/{Review.objects.get(seat=seat, item__code=code).pk}/"


def wide(page: Page) -> int:
    """How far the page reaches beyond the window."""
    return page.evaluate("document.documentElement.scrollWidth - innerWidth")


def faults(page: Page) -> list[str]:
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [v["id"] for v in found["violations"] if v["impact"] in SERIOUS]


def test_a_sheet_is_scored_without_a_mouse(house, kept):
    key, seat = expert(house, kept)
    page = house.as_(key)
    page.goto(sheet_of(seat, "A-01"))
    page.keyboard.press("j")
    page.keyboard.type("20")
    page.keyboard.press("ArrowUp")
    first = page.locator('input[name^="score_"]').first
    expect(first).to_have_value("20.5")
    page.keyboard.press("Enter")
    page.keyboard.type("响应充分，依据较为可信，路线清楚，分工明确，进度合理。")
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.type("10")
    expect(page.locator("[data-scored]")).to_have_text("2")
    expect(page.locator("[data-total]").first).to_have_text(re.compile(r"^\d+\.\d\d$"))
    page.keyboard.press("Control+s")
    expect(page.locator("[data-autosave-state]")).to_contain_text("已保存")
    page.reload()
    expect(first).to_have_value("20.5")
    assert faults(page) == []
    assert [t for t in page.locator(".jb-review-text .jb-table-box").all()
            if t.evaluate("e => e.scrollWidth > e.clientWidth")] == []  # fmt: skip
    house.shot(page, "review-desktop")


def test_a_phone_shows_text_and_sheet_under_a_bar_with_large_fields(house, kept):
    key, seat = expert(house, kept, 1)
    page = house.as_(key, viewport=PHONE, has_touch=True)
    page.goto(sheet_of(seat, "A-01"))
    assert wide(page) <= 0
    house.shot(page, "review-phone")
    page.locator(".jb-review-bar").get_by_text("评分表").click()
    first = page.locator('input[name^="score_"]').first
    first.scroll_into_view_if_needed()
    assert first.bounding_box()["height"] >= 44
    page.get_by_role("button", name="+0.5").first.click()
    expect(first).to_have_value("0.5")
    bar = page.locator(".jb-review-bar").bounding_box()
    assert 0 <= bar["y"] <= 120
    page.goto(f"/reviews/seat/{seat.pk}/compare/")
    assert wide(page) <= 0
    house.shot(page, "compare-phone")


def test_what_two_devices_wrote_is_put_together_field_by_field(house, kept):
    key, seat = expert(house, kept, 2)
    url = sheet_of(seat, "A-02")
    one = house.as_(key)
    two = house.window(viewport=PHONE)
    two.context.add_cookies([house.key_of(key)])
    one.goto(url)
    two.goto(url)
    two.locator('[name="opinion"]').fill("手机上写的总体意见，方案可行。")
    two.locator('input[name^="score_"]').nth(1).fill("12")
    expect(two.locator("[data-autosave-state]")).to_contain_text("已保存")
    one.context.set_offline(True)
    one.locator('[name="opinion"]').fill("电脑上写的总体意见，建议支持。")
    one.locator('input[name^="score_"]').first.fill("18")
    expect(one.locator("[data-autosave-state]")).to_contain_text("保存失败")
    one.context.set_offline(False)
    one.reload()
    box = one.locator(".jb-merge")
    expect(box).to_contain_text("手机上写的总体意见")
    expect(box.locator("fieldset")).to_have_count(1)
    expect(one.locator('input[name^="score_"]').first).to_have_value("18")
    expect(one.locator('input[name^="score_"]').nth(1)).to_have_value("12")
    house.shot(one, "merge")
    expect(one.locator("[data-autosave-state]")).to_contain_text("请逐项选择")
    box.get_by_text("电脑上写的总体意见").click()
    box.get_by_role("button").click()
    expect(one.locator("[data-autosave-state]")).to_contain_text("已保存")
    two.reload()
    expect(two.locator('[name="opinion"]')).to_have_value("电脑上写的总体意见，建议支持。")
    expect(two.locator('input[name^="score_"]').first).to_have_value("18")
    two.context.close()


def test_who_is_signed_out_while_writing_is_told_and_finds_the_text_again(house, kept):
    key, seat = expert(house, kept, 3)
    page = house.window()
    page.context.add_cookies([house.key_of(key)])
    page.goto(sheet_of(seat, "A-03"))
    page.context.clear_cookies(name="sessionid")
    page.locator('[name="opinion"]').fill("登录过期以后写的总体意见，方案可行。")
    expect(page.locator("[data-autosave-state]")).to_contain_text("您已退出登录")
    page.context.add_cookies([house.key_of(key)])
    page.on("dialog", lambda asked: asked.accept())
    page.goto(sheet_of(seat, "A-03"))
    expect(page.locator('[name="opinion"]')).to_have_value("登录过期以后写的总体意见，方案可行。")
    expect(page.locator("[data-autosave-state]")).to_contain_text("已保存")
    page.context.close()


def test_a_score_that_is_too_high_is_marked_as_one_types(house, kept):
    key, seat = expert(house, kept, 3)
    page = house.as_(key)
    page.goto(sheet_of(seat, "A-02"))
    first = page.locator('input[name^="score_"]').first
    first.fill("99")
    expect(first).to_have_attribute("aria-invalid", "true")
    first.fill("20")
    expect(first).not_to_have_attribute("aria-invalid", "true")


def test_items_in_dispute_are_heard_and_scored_again(house, kept):
    world, panel = house.world, kept["panel"]
    m.disputed(world, panel)
    session = m.convened(world, panel)
    one = Hearing.objects.get()
    lead = m.lead_of(world, one)
    m.speakers(world, one, lead, 2)
    house.move_to(session.starts_at + timedelta(minutes=1))
    world.stage.until(session.starts_at + timedelta(minutes=1))
    secretary = house.as_("secretary")
    secretary.goto(f"/defences/{session.pk}/")
    secretary.get_by_role("link", name="开始答辩").click()
    secretary.get_by_role("button").filter(has_text=re.compile("提交|确认|开始")).last.click()
    expect(secretary.get_by_role("button", name="开始陈述")).to_be_visible()
    secretary.get_by_role("button", name="开始陈述").click()
    expect(secretary.locator("[data-countdown]")).to_have_text(re.compile(r"^00:0\d:\d\d$"))
    assert faults(secretary) == []
    house.shot(secretary, "defence-desktop")
    secretary.goto(f"/defences/{session.pk}/timer/")
    house.shot(secretary, "timer-desktop")
    secretary.get_by_role("button", name="开始质询").click()
    secretary.get_by_role("button", name="结束本项答辩").click()
    key, seat = expert(house, kept, 1)
    phone = house.as_(key)
    b = Ballot.objects.get(seat=seat)
    phone.goto(f"/ballots/{b.pk}/")
    assert wide(phone) <= 0
    assert faults(phone) == []
    house.shot(phone, "ballot-phone")
    bidder = house.as_(lead, viewport=PHONE)
    bidder.goto(f"/hearings/{one.pk}/")
    expect(bidder.locator("main")).to_contain_text("抽签顺序为第 1 位")
    assert wide(bidder) <= 0
    house.shot(bidder, "hearing-lead-phone")
    visitor = house.window()
    visitor.goto(f"/verify/draw/{panel}/defence/")
    expect(visitor.locator("main")).to_contain_text("A-01")
    house.shot(visitor, "lots")
    assert Defence.objects.get(pk=session.pk).state == "sitting"


def test_a_member_answers_the_groups_opinion(house, kept):
    world = house.world
    one = Consensus.objects.select_related("chair__expert", "item").get(item__code="A-02")
    chair = house.as_(r.key_of(world, one.chair))
    chair.goto(f"/opinions/{one.pk}/")
    text = "专家组认为，该方案指标响应完整，技术路线可行；主要问题是中试环节论证不足。" * 2
    chair.locator('textarea[name="text"]').fill(text)
    house.shot(chair, "opinion-chair")
    chair.get_by_role("button", name="签署并征求组员意见").click()
    expect(chair.locator("main")).to_contain_text("征求组员意见")
    other = one.voices.filter(state="asked").select_related("seat__expert").first()
    member = house.as_(r.key_of(world, other.seat))
    member.goto(f"/opinions/{one.pk}/")
    member.get_by_role("link", name="同意并签署").click()
    member.locator("main form").get_by_role("button").last.click()
    expect(member.locator("main")).to_contain_text("同意")
    other.refresh_from_db()
    assert other.state == "agreed"
    assert faults(member) == []
    house.shot(member, "opinion-member")
