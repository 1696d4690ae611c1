"""The review room for everybody: its pages pass axe, fit a phone, have their icons."""

from __future__ import annotations

import pytest
from django.urls import reverse

from jiebang.demo import acts
from jiebang.review.models import Review, Seat
from jiebang.web.review.invitation import path_of
from tests import reviewing as r
from tests.browser.house import PHONE, House
from tests.browser.test_accessible import AXE, faults
from tests.factories import World


def furnish(kept: dict[str, str], world: World) -> None:
    """A panel that has closed and is paid for, and one at work, where one expert has accepted and
    another panel was drawn along."""
    r.pool(world, technical=14, industry=3, finance=3)
    kept["closed"] = _screening(world)
    r.accepted(world, kept["closed"])
    r.sign_all(world, kept["closed"], lambda seat, item: 60 + 3 * seat)
    r.tick(world)
    acts.do(world.stage, "panel", kept["closed"], "settle_fees", "secretary", half_days="0")
    kept["waiting"], kept["along"] = (str(r.panel_of(c).pk) for c in r.several_in_review(world))
    r.drawn(world, kept["waiting"], together=[kept["along"]])
    first, second = r.invited(kept["waiting"])[:2]
    kept["invitation"] = path_of(str(first.pk))
    acts.do(world.stage, "seat", second.pk, "accept", r.key_of(world, second), promise="yes")
    kept["expert"] = r.key_of(world, second)
    kept["seat"] = str(second.pk)
    kept["review"] = str(Review.objects.filter(seat=second).order_by("item__code")[0].pk)


def _screening(world: World) -> str:
    company = world.unit("company2", "历城示例机械有限公司", region="济南市历下区",
                         region_code="370102")  # fmt: skip
    _, panel = r.in_screening(world, key="company2", company=company,
                              title="重载齿轮箱在线监测装置研发")  # fmt: skip
    r.drawn(world, panel)
    return panel


def pages(kept: dict[str, str]) -> list[tuple[str, str, str]]:
    """(picture, whose window, address)"""
    closed, waiting = kept["closed"], kept["waiting"]
    return [
        ("invitation", "", kept["invitation"]),
        ("panel", "drawer", reverse("panel", args=[waiting])),
        ("panel-along", "drawer", reverse("panel", args=[kept["along"]])),
        ("panel-supervisor", "supervisor", reverse("panel", args=[waiting])),
        ("panel-closed", "officer", reverse("panel", args=[closed])),
        ("masks", "officer", reverse("panel_masks", args=[waiting])),
        ("result", "officer", reverse("panel_result", args=[closed])),
        ("draw", "", reverse("verify_draw", args=[closed])),
        ("draw-together", "", reverse("verify_draw", args=[waiting])),
        ("fees", "finance", reverse("panel_fees", args=[closed])),
        ("reviews", kept["expert"], reverse("reviews")),
        ("seat", kept["expert"], reverse("seat", args=[kept["seat"]])),
        ("review", kept["expert"], reverse("review", args=[kept["review"]])),
        ("pool", "pool", reverse("experts")),
        ("pool-upload", "pool", reverse("pool_upload")),
    ]


@pytest.fixture(scope="module")
def kept() -> dict[str, str]:
    return {}


@pytest.fixture(scope="module")
def house(building, kept) -> House:
    return building(lambda world: furnish(kept, world))


def test_every_page_of_the_review_is_accessible_and_fits_a_phone(house, kept):
    source = AXE.read_text(encoding="utf-8")
    assert Seat.objects.filter(state="accepted").count() == 6
    visitor, wrong = house.window(), {}
    for name, key, address in pages(kept):
        page = house.as_(key) if key else visitor
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200, address
        if found := faults(page, source, house, name):
            wrong[name] = found
    assert (wrong, house.troubles) == ({}, [])


LARGE = "document.documentElement.style.fontSize = '200%'"
REACH = "document.documentElement.scrollWidth"


def test_every_page_fits_a_phone_in_english_and_with_letters_twice_as_large(house, kept):
    """English words are longer than Chinese ones; who needs large letters needs no sideways
    scrolling as well."""
    visitor, wide = house.window(viewport=PHONE), {}
    for name, key, address in pages(kept):
        page = house.window(viewport=PHONE) if key else visitor
        if key:
            page.context.add_cookies([house.key_of(key)])
        for language in ("en", "zh-hans"):
            page.context.add_cookies([
                {"name": "django_language", "value": language, "url": house.url}
            ])  # fmt: skip
            page.goto(address)
            plain = page.evaluate(REACH)
            page.evaluate(LARGE)
            reached = (plain, page.evaluate(REACH))
            if max(reached) > PHONE["width"]:
                wide[f"{name} {language}"] = reached
        if key:
            page.context.close()
    assert wide == {}
