"""Bids held against each other once they are opened: what counts, what does not, what is read."""

from __future__ import annotations

import io

import pytest
from docx import Document

from jiebang.demo import acts
from jiebang.engine.decision import Denied
from jiebang.platform.accounts.actor import CLOCK
from jiebang.platform.audit.models import Entry
from jiebang.programme import actions
from jiebang.programme.models import Bid, BidLikeness, BidText
from tests.copying import COPIED, compare, own, told, two
from tests.factories import DISTRICT


@pytest.fixture
def challenge(world):
    return world.published()


def word(text: str) -> bytes:
    document, out = Document(), io.BytesIO()
    document.add_paragraph(text)
    document.save(out)
    return out.getvalue()


def found() -> list[tuple[str, str]]:
    rows = BidLikeness.objects.order_by("bid__submitted_at", "pk")
    return [(str(r.bid_id), str(r.other_id)) for r in rows]


def shared(bid: str) -> tuple[str, str]:
    """The longest passage in the words of both."""
    row = BidLikeness.objects.get(bid_id=bid)
    a, b, c, d, _equal = max(row.passages, key=lambda p: p[4])
    texts = [BidText.objects.get(bid_id=pk).text for pk in (row.bid_id, row.other_id)]
    return texts[0][a:b], texts[1][c:d]


def test_a_bid_that_copies_a_fifth_of_another_is_found_with_its_passage(world, challenge):
    a, b = two(world, challenge)
    world.close(challenge)
    compare(world)
    assert found() == [(a, b), (b, a)]
    assert shared(a) == (COPIED, COPIED)
    assert 10 <= BidLikeness.objects.get(bid_id=a).percent <= 25


def test_what_stands_in_an_attachment_counts(world, challenge):
    a, b = two(world, challenge, attach=word(f"{own('附')}\n{COPIED}\n{own('件')}"))
    world.close(challenge)
    compare(world)
    assert found() == [(a, b), (b, a)]
    assert shared(b) == (COPIED, COPIED)


def test_an_attachment_that_cannot_be_read_is_named_and_the_rest_is_compared(
    world, challenge, settings
):
    a, b = two(world, challenge, attach=word(COPIED))
    world.close(challenge)
    for stored in settings.JIEBANG_FILES.glob("*/*"):
        stored.unlink()
    compare(world)
    assert BidText.objects.get(bid_id=b).unread == [["技术方案.docx", "file_lost"]]
    assert (found(), Bid.objects.filter(pk__in=(a, b), compared_at=None).count()) == ([], 0)


def test_the_form_and_the_text_of_the_challenge_raise_nothing(world):
    challenge = world.published(problem=COPIED)
    two(world, challenge)
    world.close(challenge)
    compare(world)
    assert found() == []
    assert Bid.objects.filter(compared_at=None).count() == 0


def test_a_sealed_bid_is_not_read(world, challenge):
    a, _b = two(world, challenge)
    compare(world)
    with pytest.raises(Denied):
        actions.bid.perform(a, "read_text", actor=CLOCK, now=world.stage.at)
    assert BidText.objects.count() == Entry.objects.filter(event="bid.read_text").count() == 0


def second_company(world) -> str:
    return world.unit("second", "历下第二示例装备有限公司", region="济南市历下区",
                      region_code=DISTRICT)  # fmt: skip


def test_a_bid_that_is_opened_is_not_held_against_one_that_is_still_sealed(world):
    other = world.listed(title="车身焊装夹具柔性切换技术研究", key="second",
                         company=second_company(world))  # fmt: skip
    challenge = world.published()
    acts.do(world.stage, "challenge", other, "extend", "head", closes_at="2023-08-30T17:00",
            reason="延期以便更多团队参加。")  # fmt: skip
    a, b = two(world, challenge)
    c = world.submitted(other, key="other", organisation=world.other, **told("丙", copied=COPIED))
    world.close(challenge)
    compare(world)
    assert found() == [(a, b), (b, a)]
    assert not BidText.objects.filter(bid_id=c).exists()
    world.close(other)
    compare(world)
    assert BidLikeness.objects.filter(bid_id=c).count() == 2


def test_what_another_company_wrote_in_its_demand_counts(world, challenge):
    d = world.demand(title="无人机巡检图像拼接", key="second", company=second_company(world),
                     background=own("前") + COPIED)  # fmt: skip
    acts.do(world.stage, "demand", d, "submit", "second")
    a = world.submitted(challenge, **told("甲", copied=COPIED))
    world.close(challenge)
    compare(world)
    assert found() == [(a, d)]


def test_a_lost_index_is_made_again_and_finds_the_same(world, challenge, settings):
    a, b = two(world, challenge)
    world.close(challenge)
    compare(world)
    folder = settings.JIEBANG_VAR / "likeness"
    (saved,) = folder.iterdir()
    before = BidLikeness.objects.get(bid_id=a).passages
    saved.write_bytes(b"not an index")
    for pk in (a, b):
        acts.do(world.stage, "bid", pk, "compare_again", "officer")
    compare(world)
    assert found() == [(a, b), (b, a)]
    assert BidLikeness.objects.get(bid_id=a).passages == before
    assert saved.read_bytes()[:2] == b"PK"


def test_the_officer_asks_the_bidder_explains_and_a_finding_is_recorded(world, challenge):
    a, _b = two(world, challenge)
    world.close(challenge)
    with pytest.raises(Denied):  # nothing was compared yet
        acts.do(world.stage, "bid", a, "judge_likeness", "officer", finding="none", reason="无关。")
    compare(world)
    with pytest.raises(Denied):  # nobody has asked
        acts.do(world.stage, "bid", a, "explain", "team", answer="两单位同属一个课题组。")
    acts.do(world.stage, "bid", a, "ask_to_explain", "officer", reason="请说明技术路线的来源。")
    acts.do(world.stage, "bid", a, "explain", "team", answer="引自本单位已公开的技术报告。")
    with pytest.raises(Denied):
        acts.do(world.stage, "bid", a, "explain", "team", answer="再说明一次,补充材料。")
    acts.do(world.stage, "bid", a, "judge_likeness", "officer", finding="none",
            reason="来源已说明,不作处理。")  # fmt: skip
    b = Bid.objects.get(pk=a)
    said = (b.explanation, b.likeness_finding["finding"])
    assert said == ("引自本单位已公开的技术报告。", "none")
