"""Pages of the draw: the dry run, what anybody may take away, what nobody sees."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from jiebang.demo import acts
from jiebang.platform.accounts.models import User
from jiebang.platform.agenda import run_clock
from jiebang.programme.models import Bid
from jiebang.review.models import DrawRound, Panel, Seat
from tests import drawing as d
from tests import meetings as m
from tests import reviewing as r

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def clock(world):
    with time_machine.travel(world.stage.at, tick=False) as travelled:
        world.travelled = travelled
        yield


def sign_in(client, world, key):
    world.travelled.move_to(world.stage.at)
    client.force_login(User.objects.get(pk=world.stage.people[key]), backend=BACKEND)
    return client


@pytest.fixture
def panel(world, clock):
    return d.by_fit(world)


def test_the_dry_run_is_for_who_prepares_the_draw_and_names_nobody(world, panel, client):
    url = reverse("dry_run", args=[panel])
    keys = ("officer", "drawer", "supervisor", "head", "company", "technical0")
    given = {k: sign_in(client, world, k).get(url).status_code for k in keys}
    assert given == {"officer": 200, "drawer": 200, "supervisor": 200, "head": 404,
                     "company": 404, "technical0": 404}  # fmt: skip
    body = sign_in(client, world, "officer").get(url).content.decode()
    assert [s for s in ("专家technical", "外市示例单位", "回避") if s in body] == []
    assert body.count("<circle") == 3


def test_only_supervision_reads_reasons_in_a_dry_run(world, panel, client):
    r.expert(world, "law", kind="legal")
    r.expert(world, "local", region_code="370102")
    url = reverse("dry_run", args=[panel])
    said = (
        "单位在本市",
        "本评审组未设席位的专家类型",
        "其中 1 人在按匹配度抽取时没有位置",
        "23</b> / 24",
    )
    pages = {k: sign_in(client, world, k).get(url).content.decode() for k in
             ("officer", "supervisor")}  # fmt: skip
    assert {k: [s in p for s in said] for k, p in pages.items()} == {
        "officer": [False, False, True, True], "supervisor": [True, True, True, True],
    }  # fmt: skip


def test_the_draw_operator_picks_on_the_page_which_panels_are_drawn_along(world, clock, client):
    r.pool(world, technical=20)
    lead, along = (str(r.panel_of(c).pk) for c in r.several_in_review(world))
    title = Panel.objects.get(pk=along).title
    drawer = sign_in(client, world, "drawer")
    form = reverse("act", args=["panel", lead, "prepare"])
    assert title in drawer.get(form).content.decode()
    at = timezone.localtime(world.stage.at) + timedelta(hours=20)
    sent = {"number_form": "rank5", "number_name": r.NUMBER, "together": [along],
            "number_at": f"{at:%Y-%m-%dT%H:%M}",
            "version": str(Panel.objects.get(pk=lead).version)}  # fmt: skip
    assert drawer.post(form, sent).status_code == 302
    assert [Panel.objects.get(pk=pk).state for pk in (lead, along)] == ["prepared", "joined"]
    for here, there in ((lead, along), (along, lead)):
        for page in ("panel", "verify_draw"):
            body = drawer.get(reverse(page, args=[here])).content.decode()
            assert reverse(page, args=[there]) in body
    body = drawer.get(reverse("panel", args=[along])).content.decode()
    assert [w in body for w in ("并入同场抽取", "seal_as_drawer", "announce")] == [
        True, False, False]  # fmt: skip


def test_everybody_reads_who_reviewed_where_the_edition_says_so(world, clock, client, monkeypatch):
    panel = fixed(world)
    url = reverse("verify_draw", args=[panel])
    r.accepted(world, panel)
    r.sign_all(world, panel, lambda seat, item: 80)
    r.tick(world)
    assert Panel.objects.get(pk=panel).state == "closed"
    assert "专家technical" not in client.get(url).content.decode()
    assert client.get(reverse("draw_names", args=[panel])).status_code == 404
    m.amended(monkeypatch, panel, publicity={"bid_experts": True})
    assert client.get(url).content.decode().count("专家technical") == 5
    told = client.get(reverse("draw_names", args=[panel])).json()
    assert {name for *_code, name, _unit in told["experts"]} == {
        f"专家technical{n}" for n in range(5)
    }  # fmt: skip


def test_who_may_opens_the_figure_of_fixed_choices_and_the_panels_behind_it(world, clock, client):
    panel = fixed(world)
    url = reverse("figure", args=["fixed_choices"])
    assert client.get(url).status_code == 404
    for key in ("officer", "supervisor"):
        page = sign_in(client, world, key).get(url)
        assert (page.context["count"], reverse("panel", args=[panel]) in page.content.decode()) == (
            1, True)  # fmt: skip
        on_panel = client.get(reverse("panel", args=[panel])).content.decode()
        assert "专业极窄，库内仅有少数专家熟悉该方向" in on_panel
    assert "专业极窄" not in client.get(reverse("verify_draw", args=[panel])).content.decode()


def fixed(world) -> str:
    """A panel whose experts were named and approved."""
    panel = d.may_be_fixed(world)
    acts.do(world.stage, "panel", panel, "propose_fixed", "officer", experts=d.named(0, 1, 2, 3, 4),
            reason="专业极窄，库内仅有少数专家熟悉该方向")  # fmt: skip
    run_clock(world.stage.later(minutes=5))
    acts.do(world.stage, "panel", panel, "approve_fixed", "head")
    return panel


def test_terms_are_set_on_a_page_that_names_the_fault_at_its_field(world, panel, client):
    url = reverse("act", args=["panel", panel, "set_terms"])
    signed_in = sign_in(client, world, "officer")
    assert signed_in.get(url).status_code == 200
    given = {
        "seats": "7", "reserves": "7", "per_unit": "1", "away_percent": "100",
        "officials_percent": "60", "reason": "按照本批项目特点设定",
        "kinds.0.code": "technical", "kinds.0.minimum": "5", "kinds.1.code": "industry",
        "kinds.1.minimum": "1", "kinds.2.code": "finance", "kinds.2.minimum": "1",
    }  # fmt: skip
    answer = signed_in.post(url, given)
    assert answer.status_code == 422
    assert "技术研发类专家至少需要 20 名备选，现有 14 名" in answer.content.decode()
    assert signed_in.post(url, {**given, "reserves": "3"}).status_code == 302


def test_the_number_as_read_is_shown_with_its_code_before_it_counts(world, panel, client):
    r.announced(world, panel)
    world.stage.later(hours=21)
    url = reverse("act", args=["panel", panel, "enter_number"])
    signed_in = sign_in(client, world, "drawer")
    answer = signed_in.post(url, {"value": "32230"})
    assert answer.status_code == 422
    code = r.check_code("3 2 2 3 0")
    assert (
        f"读作：3 2 2 3 0。请与公布的结果逐位核对，无误后填写校验码 {code}"
        in answer.content.decode()
    )
    assert signed_in.post(url, {"value": "32230", "check": code}).status_code == 302


def test_everybody_may_take_away_what_was_announced_and_drawn(world, panel, client):
    r.drawn(world, panel)
    page = client.get(reverse("verify_draw", args=[panel])).content.decode()
    assert "任何人都可以复算的内容" in page
    assert [s for s in ("专家technical", "外市示例单位") if s in page] == []
    files = [reverse(name, args=[panel, 1]) for name in ("draw_announcement", "draw_transcript")]
    files.append(reverse("draw_proof", args=[panel]))
    assert [client.get(f).status_code for f in files] == [200, 200, 200]
    assert client.get(reverse("draw_void", args=[panel, 1])).status_code == 404
    acts.do(world.stage, "panel", panel, "redraw", "supervisor", reason="回避信息核查后重抽")
    assert client.get(files[1]).status_code == 404
    assert client.get(reverse("draw_void", args=[panel, 1])).status_code == 200


def test_whoever_is_judged_finds_the_draw_of_the_panel_on_the_bids_page(
    world, panel, client, tmp_path
):
    bid = str(Panel.objects.get(pk=panel).items.order_by("code").first().subject_id)
    lead = str(Bid.objects.get(pk=bid).lead_id)
    key = {world.team: "team", world.other: "other"}[lead]
    url, public = reverse("bid", args=[bid]), reverse("verify_draw", args=[panel])

    def pages() -> dict[str, str]:
        return {k: sign_in(client, world, k).get(url).content.decode() for k in (key, "company")}

    r.prepared(world, panel)
    assert [public in p for p in pages().values()] == [False, False]
    for party in ("drawer", "supervisor"):
        acts.do(world.stage, "panel", panel, f"seal_as_{party}", party)
    acts.do(world.stage, "panel", panel, "announce", "drawer")
    made = DrawRound.objects.get(panel_id=panel)
    for page in pages().values():
        assert (public in page, made.commitment in page) == (True, True)
    r.numbered(world, panel)
    r.opened(world, panel)
    acts.do(world.stage, "panel", panel, "draw", "drawer")
    links = (reverse("draw_transcript", args=[panel, 1]), reverse("draw_proof", args=[panel]))
    for page in pages().values():
        assert [link in page for link in links] == [True, True]
        assert [s for s in ("专家technical", "外市示例单位") if s in page] == []
    file = tmp_path / "draw.json"
    file.write_bytes(client.get(links[0]).content)
    command = [sys.executable, "tools/verify_draw.py", str(file), "--commit", made.commitment]
    assert subprocess.run(command, check=False, capture_output=True).returncode == 0
    acts.do(world.stage, "panel", panel, "redraw", "supervisor", reason="回避信息核查后重抽")
    for page in pages().values():
        assert [link in page for link in (public, *links)] == [True, False, False]


def test_the_proof_of_a_line_is_for_the_expert_it_is_about(world, panel, client):
    r.drawn(world, panel)
    one, other = Seat.objects.filter(panel_id=panel, state="invited").order_by("number")[:2]
    signed_in = sign_in(client, world, r.key_of(world, one))
    assert "下载本人记录的证明" in signed_in.get(reverse("seat", args=[one.pk])).content.decode()
    urls = [reverse("seat_proof", args=[s.pk]) for s in (one, other)]
    assert [signed_in.get(u).status_code for u in urls] == [200, 404]
    assert sign_in(client, world, "officer").get(urls[0]).status_code == 404
