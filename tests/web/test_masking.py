"""Pages of masking: side by side for those who look after it, files for experts, the preview."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from jiebang.demo import acts
from jiebang.platform.audit import log
from jiebang.platform.files import store
from jiebang.review import tasks
from jiebang.review.models import Attachment, Review
from tests import reviewing as r
from tests.flow.test_attachments import WORDS, handed_in
from tests.unit.platform_masking import build


@pytest.fixture
def panel(town):
    r.pool(town.world)
    made = handed_in(town.world, ("江左方案.docx", build.docx()), ("江左说明.txt", WORDS.encode()),
                     ("扫描.pdf", build.scanned()))  # fmt: skip
    town.at()
    return made


def names_in(response) -> list[str]:
    said = response.content.decode()
    return [n for n in (build.UNIT, build.PERSON, "江左方案", "江左说明") if n in said]


def test_the_page_of_a_panel_says_how_far_the_masking_is(town, panel):
    page = reverse("panel", args=[panel])
    shown = town.visitor("drawer").get(page).content.decode()
    assert "3个附件中有3个正在遮盖" in shown
    tasks.mask_waiting(panel, town.world.stage.at)
    shown = town.visitor("drawer").get(page).content.decode()
    assert "3个附件中有1个无法自动遮盖" in shown


def test_officers_see_both_sides_and_the_secretary_only_what_experts_see(town, panel):
    tasks.mask_waiting(panel, town.world.stage.at)
    code = Attachment.objects.filter(item__panel_id=panel).first().item.code
    urls = [reverse("panel_masks", args=[panel]), reverse("panel_mask", args=[panel, code, 0]),
            reverse("panel_mask", args=[panel, code, 1]) + "?all=1",
            reverse("panel_mask", args=[panel, code, 2])]  # fmt: skip
    officer, secretary = town.visitor("officer"), town.visitor("secretary")
    assert [bool(names_in(officer.get(u))) for u in urls] == [True] * 4
    found = [secretary.get(u) for u in urls]
    assert ([f.status_code for f in found], [names_in(f) for f in found]) == ([200] * 4, [[]] * 4)
    for key in ("drawer", "head", "company", "team", "technical0"):
        assert [town.visitor(key).get(u).status_code for u in urls] == [404] * 4


def test_a_correction_on_the_page_holds_everywhere_and_comes_back_to_where_it_was_made(town, panel):
    tasks.mask_waiting(panel, town.world.stage.at)
    officer, url = town.visitor("officer"), reverse("panel_masks", args=[panel])
    here = reverse("panel_mask", args=[panel, "A-01", 0])
    given = {"action": "hide", "text": "伺服控制", "kind": "other", "next": here}
    said = officer.post(url, given)
    assert (said.status_code, said.url) == (302, here)
    assert officer.post(url, {**given, "next": "//elsewhere.example/"}).url == url
    assert officer.post(url, {"action": "hide", "text": "一"}).status_code == 422
    unknown = {"_drop": "1", "text": "没有这条", "action": "hide"}
    assert officer.post(url, unknown).status_code == 409
    assert town.visitor("drawer").post(url, given).status_code == 404
    assert "伺服控制" in officer.get(url).content.decode()


def never_for_experts(panel: str, attachment: Attachment) -> list[str]:
    bid = attachment.item.subject_id
    return [
        reverse("panel_mask_file", args=[panel, attachment.pk]),
        reverse("bid_preview", args=[bid]), reverse("bid_file", args=[bid, attachment.source]),
        reverse("panel_masks", args=[panel]), reverse("attachment", args=[attachment.pk]),
    ]  # fmt: skip


def test_an_expert_reads_masked_files_under_neutral_names_and_each_download_is_on_record(
    town, panel
):
    world = town.world
    tasks.mask_waiting(panel, world.stage.at)
    r.drawn(world, panel)
    seat = r.invited(panel)[0]
    key = r.key_of(world, seat)
    town.at()
    attachment = Attachment.objects.get(item__panel_id=panel, number=1)
    before = town.visitor(key)
    assert before.get(reverse("reviews")).status_code == 200
    assert before.get(reverse("seat", args=[seat.pk])).status_code == 200
    closed = never_for_experts(panel, attachment)
    assert [before.get(u).status_code for u in closed] == [404] * 5
    assert not Review.objects.filter(seat=seat).exists()  # nothing to open before the promise
    r.accepted(world, panel)
    town.at()
    expert = town.visitor(key)
    review = Review.objects.get(seat=seat, item=attachment.item)
    page = expert.get(reverse("review", args=[review.pk]))
    assert names_in(page) == []
    url = reverse("review_file", args=[review.pk, attachment.pk])
    assert url in page.content.decode()
    file = expert.get(url)
    body = b"".join(file.streaming_content)
    assert (file.status_code, body[:2]) == (200, b"PK")
    name = f"{attachment.item.code} 附件1.docx"
    with store.opened(attachment.given) as stream:
        assert stream.read() == body
    assert file["Content-Disposition"].endswith(f"%20%E9%99%84%E4%BB%B6{name[-6:]}")
    (entry,) = log.entries(streams=[f"reading:{panel}"], event="panel.read_file")
    assert entry.actor_id == world.stage.people[key]
    assert [expert.get(u).status_code for u in closed] == [404] * 5
    other = next(s for s in r.Seat.objects.filter(panel_id=panel, state="accepted")
                 if s.pk != seat.pk)  # fmt: skip
    assert town.visitor(r.key_of(world, other)).get(url).status_code == 404
    acts.do(world.stage, "review", review.pk, "declare_conflict", key, relation="unit", remark="")
    town.at()
    assert expert.get(url).status_code == 404


def test_the_preview_shows_a_bidder_what_experts_will_see_and_what_is_left(town):
    world = town.world
    challenge = world.published()
    bid = world.bid(challenge, key="team", route=f"由{build.UNIT}{build.PERSON}教授团队完成算法。")
    kept = store.receive([WORDS.encode()], "江左说明.txt", now=world.stage.at,
                         uploader=world.stage.actor("team").id).file  # fmt: skip
    acts.do(world.stage, "bid", bid, "attach", "team", field="attachments", file=str(kept.id))
    town.at()
    url, mine = reverse("bid_preview", args=[bid]), town.visitor("team")
    first = mine.get(url).content.decode()
    assert ("〔单位A〕" in first, "尚未处理" in first) == (True, True)
    asked = mine.post(url)
    assert (asked.status_code, asked.url) == (302, url + "?making=1")
    assert mine.get(asked.url)["Refresh"] == f"5; url={asked.url}"
    tasks.preview_file(bid, str(kept.id))
    tasks.preview_file(bid, str(kept.id))
    assert len(list((Path(settings.JIEBANG_VAR) / "previews").iterdir())) == 1
    done = mine.get(asked.url)
    assert ("Refresh" in done, "尚未处理" in done.content.decode()) == (False, False)
    for key in ("other", "company", "officer", "supervisor"):
        assert town.visitor(key).get(url).status_code == 404
    acts.do(world.stage, "bid", bid, "submit", "team")
    town.at()
    assert mine.get(url).status_code == 200


def test_the_pages_of_masking_ask_the_database_little(town, panel):
    tasks.mask_waiting(panel, town.world.stage.at)
    officer = town.visitor("officer")
    counts = {
        town.statements(officer, url) <= 14
        for url in (reverse("panel_masks", args=[panel]),
                    reverse("panel_mask", args=[panel, "A-01", 0]))
    }  # fmt: skip
    assert counts == {True}


def test_a_file_that_nobody_could_read_has_no_chance_of_being_told_by(town):
    world = town.world
    bid = world.bid(world.published())
    stored = store.receive([build.scanned()], "扫描.pdf", uploader=world.stage.people["team"],
                           now=world.stage.at).file  # fmt: skip
    acts.do(world.stage, "bid", bid, "attach", "team", field="attachments", file=str(stored.id))
    town.at()
    url = reverse("bid_preview", args=[bid])
    before = town.visitor("team").get(url).content.decode()
    tasks.preview_file(bid, str(stored.id))
    body = town.visitor("team").get(url).content.decode()
    said = [w in body.split('id="files"')[1].split("</section>")[0]
            for w in ("系统无法遮盖该文件", "残留可识别信息的可能性")]  # fmt: skip
    assert (said, "尚未处理" in before) == ([True, False], True)
