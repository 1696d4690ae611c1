"""Files of a bid on their way to experts: masked in the background, judged by people."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta

import pytest
from docx import Document

from jiebang.demo import acts
from jiebang.engine.decision import Denied
from jiebang.platform.accounts.actor import CLOCK
from jiebang.platform.audit import log
from jiebang.platform.files import store
from jiebang.review import actions, queries, tasks
from jiebang.review.models import Attachment, Panel, Passage, Review, Seat
from jiebang.review.queries import masking
from tests import reviewing as r
from tests.unit.platform_masking import build

WORDS = f"由{build.UNIT}{build.PERSON}教授牵头,采用李群方法求解,团队长期从事伺服控制研究。"


def handed_in(world, *given: tuple[str, bytes]) -> str:
    """A challenge in review whose first bid carries these files."""
    challenge = world.published()
    bid = world.bid(challenge, key="team", route=f"由{build.UNIT}{build.PERSON}教授团队完成算法。")
    for name, data in given:
        sender = world.stage.actor("team").id
        kept = store.receive([data], name, uploader=sender, now=world.stage.at)
        assert kept.file is not None, kept.verdict.problems
        acts.do(world.stage, "bid", bid, "attach", "team", field="attachments",
                file=str(kept.file.id))  # fmt: skip
    acts.do(world.stage, "bid", bid, "submit", "team")
    second = world.submitted(challenge, key="other", organisation=world.other)
    world.close(challenge)
    for pk in (bid, second):
        acts.check_form(world.stage, pk)
        acts.opine(world.stage, pk, "company", "cooperate", "80", "方案与需求相符。")
    acts.do(world.stage, "challenge", challenge, "start_review", "officer")
    return str(r.panel_of(challenge).pk)


def states(panel: str) -> dict[str, str]:
    rows = Attachment.objects.filter(item__panel_id=panel).order_by("number")
    return dict(rows.values_list("name", "state"))


def text(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return "\n".join(archive.read(n).decode("utf-8", "replace") for n in archive.namelist())


def plain(words: str) -> bytes:
    document, out = Document(), io.BytesIO()
    document.add_paragraph(words)
    document.save(out)
    return out.getvalue()


@pytest.fixture
def pool(world):
    r.pool(world)


def test_each_kind_of_file_is_masked_or_held_for_a_person(world):
    panel = handed_in(
        world, ("江左方案.docx", build.docx()), ("名单.xlsx", build.xlsx()),
        ("扫描.pdf", build.scanned()), ("说明.txt", WORDS.encode()), ("照片.png", build.picture()),
    )  # fmt: skip
    assert set(states(panel).values()) == {"waiting"}
    assert tasks.mask_waiting(panel, world.stage.at) == 5
    assert states(panel) == {"江左方案.docx": "masked", "名单.xlsx": "masked", "扫描.pdf": "held",
                             "说明.txt": "masked", "照片.png": "held"}  # fmt: skip
    for a in Attachment.objects.filter(item__panel_id=panel, state="masked"):
        with store.opened(a.given) as stream:
            data = stream.read()
        said = data.decode("utf-8", "replace") if a.suffix == ".txt" else text(data)
        assert [n for n in (build.PERSON, build.UNIT) if n in said] == []
    assert tasks.mask_waiting(panel, world.stage.at) == 0


def prepare(world, panel: str) -> None:
    acts.do(world.stage, "panel", panel, "prepare", "drawer", number_form="rank5",
            number_name=r.NUMBER,
            number_at=(world.stage.at + timedelta(hours=20)).isoformat())  # fmt: skip


def codes(machine, pk, step, *, actor, now) -> list[str]:
    row = machine.model.objects.get(pk=pk)
    return [x.code for x in machine.decide(row, step, actor=actor, now=now).reasons]


def one(panel: str) -> Attachment:
    return Attachment.objects.select_related("item").get(item__panel_id=panel)


def words_of(file_id) -> str:
    with store.opened(file_id) as stream:
        return stream.read().decode()


def test_nobody_is_drawn_before_the_files_are_masked(world, pool):
    panel = handed_in(world, ("说明.txt", WORDS.encode()))
    prepare(world, panel)
    for party in ("drawer", "supervisor"):
        acts.do(world.stage, "panel", panel, f"seal_as_{party}", party)
    asked = {"actor": world.stage.actor("drawer"), "now": world.stage.at}
    assert codes(actions.panel, panel, "announce", **asked) == ["masking_unfinished"]
    tasks.mask_file(str(one(panel).pk))
    assert codes(actions.panel, panel, "announce", **asked) == []


def test_the_first_doubt_is_masked_and_a_false_hit_shown_again_in_form_and_file(world, pool):
    panel = handed_in(world, ("说明.txt", WORDS.encode()))
    tasks.mask_waiting(panel, world.stage.at)
    assert "伺服控制" in words_of(one(panel).given)
    acts.do(world.stage, "panel", panel, "adjust_masks", "officer", action="hide", text="伺服控制",
            kind="other")  # fmt: skip
    assert states(panel) == {"说明.txt": "waiting"}
    tasks.mask_waiting(panel, world.stage.at)
    after = words_of(one(panel).given)
    assert ("伺服控制" in after, "〔已遮蔽〕" in after, "李群" in after) == (False, True, True)
    acts.do(world.stage, "panel", panel, "adjust_masks", "officer", action="show", text=build.UNIT,
            kind="")  # fmt: skip
    tasks.mask_waiting(panel, world.stage.at)
    assert build.UNIT in words_of(one(panel).given)
    acts.do(world.stage, "panel", panel, "drop_mask", "officer", text=build.UNIT)
    tasks.mask_waiting(panel, world.stage.at)
    assert build.UNIT not in words_of(one(panel).given)
    entries = log.entries(streams=[f"panel:{panel}"], private=True)
    recorded = [e for e in entries if e.event in ("panel.adjust_masks", "panel.drop_mask")]
    assert sorted(e.data["count"] for e in recorded) == [1, 1, 2]


def test_who_sees_only_the_masked_text_may_mask_and_not_unmask(world, pool):
    panel = handed_in(world)
    acts.do(world.stage, "panel", panel, "adjust_masks", "secretary", action="hide",
            text="送料装置", kind="other")  # fmt: skip
    with pytest.raises(Denied) as refused:
        acts.do(world.stage, "panel", panel, "adjust_masks", "secretary", action="show",
                text=build.UNIT, kind="other")  # fmt: skip
    assert [x.code for x in refused.value.decision.reasons] == ["unmask_sees_original"]


def test_a_result_that_rests_on_older_corrections_is_refused(world, pool):
    panel = handed_in(world, ("说明.txt", WORDS.encode()))
    pk = str(one(panel).pk)
    stale = masking.masked_file(pk)
    acts.do(world.stage, "panel", panel, "adjust_masks", "officer", action="hide", text="伺服控制",
            kind="other")  # fmt: skip
    with pytest.raises(Denied) as refused:
        actions.attachment.perform(pk, "hold", actor=CLOCK, now=world.stage.at, made=stale)
    assert [x.code for x in refused.value.decision.reasons] == ["masks_changed"]


def test_an_officer_redacts_releases_withholds_and_takes_back(world, pool):
    panel = handed_in(world, ("扫描.pdf", build.scanned()))
    tasks.mask_waiting(panel, world.stage.at)
    pk, officer = str(one(panel).pk), world.stage.actor("officer")

    def uploaded(name: str, data: bytes) -> str:
        kept = store.receive([data], name, uploader=officer.id, now=world.stage.at)
        return str(kept.file.id)

    def do(step: str, **given) -> tuple[str, bool]:
        acts.do(world.stage, "attachment", pk, step, "officer", **given)
        return one(panel).state, one(panel).given is not None

    with pytest.raises(Denied) as refused:
        do("redact", file=[uploaded("带名.docx", build.docx())], reason="人工遮盖稿。")
    assert [x.code for x in refused.value.decision.reasons] == ["still_named"]
    clean = plain("仅保留技术路线的说明。")
    assert do("redact", file=[uploaded("遮盖稿.docx", clean)], reason="人工遮盖稿。") == (
        "redacted", True)  # fmt: skip
    assert do("withhold", reason="与评审无关。") == ("withheld", False)
    assert do("release", reason="扫描件只有设备照片。") == ("released", True)
    assert one(panel).given == one(panel).source
    assert do("take_back") == ("waiting", False)


def test_an_expert_is_given_the_masked_file_of_an_own_item_until_the_close(world, pool):
    panel = handed_in(world, ("江左方案.docx", build.docx()), ("扫描.pdf", build.scanned()))
    tasks.mask_waiting(panel, world.stage.at)
    r.drawn(world, panel)
    seat = r.invited(panel)[0]
    expert = world.stage.actor(r.key_of(world, seat))
    r.accepted(world, panel)
    review = Review.objects.get(seat=seat, item__attachments__number=1)
    given = queries.given_files(str(review.pk), expert)
    code = review.item.code
    assert [(f.name, f.given) for f in given] == [(f"{code} 附件1.docx", True),
                                                  (f"{code} 附件2", False)]  # fmt: skip
    assert queries.given_file(str(review.pk), given[1].id, expert) is None
    stranger = world.stage.actor(r.key_of(world, Seat.objects.filter(
        panel_id=panel, state="accepted").exclude(pk=seat.pk).first()))  # fmt: skip
    assert queries.given_files(str(review.pk), stranger) == ()
    r.sign_all(world, panel, lambda seat, item: 80)
    r.tick(world)
    assert Panel.objects.get(pk=panel).state == "closed"
    assert queries.given_files(str(review.pk), expert) == ()
    assert queries.given_file(str(review.pk), given[0].id, expert) is None


def test_what_broke_the_machine_is_held_for_a_person(world):
    panel = handed_in(world, ("说明.txt", WORDS.encode()))
    pk = str(one(panel).pk)
    actions.attachment.perform(pk, "hold", actor=CLOCK, now=world.stage.at, made=masking.failed(pk))
    assert (one(panel).state, one(panel).flags) == ("held", [["masking_failed", {}, True]])
    assert tasks.mask_waiting(panel, world.stage.at) == 0


def test_passages_stand_in_the_order_in_which_somebody_should_look(world):
    panel = handed_in(world, ("说明.txt", WORDS.encode()))
    tasks.mask_waiting(panel, world.stage.at)
    code = one(panel).item.code
    officer, secretary = world.stage.actor("officer"), world.stage.actor("secretary")
    seen = queries.passages(panel, code, 1, officer)
    (passage,) = seen.items
    assert "".join(p.text for p in passage.before) == WORDS
    assert "".join(p.text for p in passage.after) == words_of(one(panel).given)
    (blind,) = queries.passages(panel, code, 1, secretary).items
    assert (blind.before, {p.original for p in blind.after}) == ((), {""})
    weights = [w for (w,) in Passage.objects.filter(item__panel_id=panel, attachment=None)
               .order_by("-weight", "number").values_list("weight")]  # fmt: skip
    assert weights == sorted(weights, reverse=True)
    assert queries.passages(panel, code, 1, world.stage.actor("drawer")) is None
