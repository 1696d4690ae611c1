"""Masking for everybody: side by side, the expert's files and the preview pass axe, fit a phone."""

from __future__ import annotations

import pytest
from django.urls import reverse

from jiebang.demo import acts
from jiebang.review import tasks
from jiebang.review.models import Attachment, Review
from tests import reviewing as r
from tests.browser.house import House
from tests.browser.test_accessible import AXE, faults
from tests.factories import World
from tests.flow.test_attachments import WORDS, handed_in
from tests.unit.platform_masking import build


def furnish(kept: dict[str, str], world: World) -> None:
    """A panel at work over a bid with files of every kind."""
    r.pool(world, technical=14, industry=3, finance=3)
    panel = handed_in(world, ("江左方案.docx", build.docx()), ("名单.xlsx", build.xlsx()),
                      ("江左大学高速送料装置总体技术方案与实施计划说明.txt", WORDS.encode()),
                      ("扫描.pdf", build.scanned()))  # fmt: skip
    acts.do(world.stage, "panel", panel, "adjust_masks", "officer", action="show", text="李群",
            kind="other")  # fmt: skip
    tasks.mask_waiting(panel, world.stage.at)
    r.drawn(world, panel)
    seat = r.invited(panel)[0]
    acts.do(world.stage, "seat", seat.pk, "accept", r.key_of(world, seat), promise="yes")
    item = Attachment.objects.filter(item__panel_id=panel)[0].item
    kept |= {"panel": panel, "code": item.code, "expert": r.key_of(world, seat),
             "review": str(Review.objects.get(seat=seat, item=item).pk),
             "held": str(Attachment.objects.get(state="held").pk)}  # fmt: skip
    kept["bid"] = item.subject_id
    for n in (1, 4):
        file = Attachment.objects.get(item=item, number=n).source
        tasks.preview_file(item.subject_id, str(file))


def pages(kept: dict[str, str]) -> list[tuple[str, str, str]]:
    """(picture, whose window, address)"""
    panel, code = kept["panel"], kept["code"]
    return [
        ("masking-panel", "officer", reverse("panel", args=[panel])),
        ("masking", "officer", reverse("panel_masks", args=[panel])),
        ("masking-secretary", "secretary", reverse("panel_masks", args=[panel])),
        ("mask-form", "officer", reverse("panel_mask", args=[panel, code, 0])),
        ("mask-file", "officer", reverse("panel_mask", args=[panel, code, 1])),
        ("mask-redact", "officer", reverse("act", args=["attachment", kept["held"], "redact"])),
        ("mask-review", kept["expert"], reverse("review", args=[kept["review"]])),
        ("mask-preview", "team", reverse("bid_preview", args=[kept["bid"]])),
    ]


@pytest.fixture(scope="module")
def kept() -> dict[str, str]:
    return {}


@pytest.fixture(scope="module")
def house(building, kept) -> House:
    return building(lambda world: furnish(kept, world))


def test_every_page_of_masking_is_accessible_and_fits_a_phone(house, kept):
    source = AXE.read_text(encoding="utf-8")
    wrong = {}
    for name, key, address in pages(kept):
        page = house.as_(key)
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200, address
        if found := faults(page, source, house, name):
            wrong[name] = found
    assert (wrong, house.troubles) == ({}, [])
