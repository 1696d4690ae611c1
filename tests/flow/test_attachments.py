"""Files of a bid on their way to experts: masked in the background, judged by people."""

from __future__ import annotations

import io
import zipfile

import pytest

from jiebang.demo import acts
from jiebang.engine.decision import Denied
from jiebang.platform import documents
from jiebang.platform.files import queries as files
from jiebang.platform.files import store
from jiebang.platform.masking import PDF
from jiebang.review import queries, tasks
from jiebang.review.models import Attachment, Review, Seat
from tests import reviewing as r
from tests.unit.platform_masking import build

WORDS = f"由{build.UNIT}{build.PERSON}教授牵头,采用李群方法求解,团队长期从事伺服控制研究。"


def handed_in(world, *given: tuple[str, bytes]) -> str:
    """A challenge in review whose first bid carries these files."""
    challenge = world.published()
    bid = world.bid(challenge, key="team")
    for name, data in given:
        kept = store.receive([data], name, uploader=world.stage.actor("team").id, now=world.stage.at)
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


def test_nobody_is_drawn_before_the_files_are_masked(world, pool):
    panel = handed_in(world, ("方案.docx", build.docx()))
    r.prepared(world, panel)
    facts = r.Panel.objects.get(pk=panel)
    assert [x.code for x in r.MACHINE.decide(
        facts, "announce", actor=world.stage.actor("drawer"), now=world.stage.at
    ).reasons if x.code == "masking_unfinished"] == ["masking_unfinished"]
