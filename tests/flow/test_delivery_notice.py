"""The public notice by the working-day calendar, and what an objection does to it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from jiebang.delivery import actions
from jiebang.delivery.models import Award, Contract
from jiebang.engine.decision import Denied
from jiebang.platform.lifecycle import Invalid
from tests import delivering as d
from tests.delivering import OBJECTOR
from tests.refusals import codes


def objection(world, award: Award, key: str = "company", **changes):
    return actions.objection.create(
        "raise", actor=world.stage.actor(key), now=world.stage.later(hours=1),
        award=str(award.pk), **{**OBJECTOR, **changes},
    )  # fmt: skip


def published_at(world, moment: datetime) -> Award:
    """An award whose notice is published at a moment of 2023."""
    award = d.proposed(world)
    d.do(world, "award", award.pk, "approve", "leader", **d.MEETING)
    world.stage.until(moment)
    d.do(world, "award", award.pk, "publish_notice", "officer", number="济科公示〔2023〕15号")
    award.refresh_from_db()
    return award


def test_the_notice_skips_the_national_day_week_and_counts_its_make_up_days(world):
    award = published_at(world, datetime(2023, 9, 27, 2, tzinfo=UTC))
    assert (award.from_on, award.until_on) == (date(2023, 9, 28), date(2023, 10, 10))
    world.stage.until(datetime(2023, 10, 10, 15, 59, 59, tzinfo=UTC))
    d.tick(world)
    assert Award.objects.get(pk=award.pk).state == "in_notice"
    world.stage.until(datetime(2023, 10, 10, 16, 0, tzinfo=UTC))
    d.tick(world)
    assert Award.objects.get(pk=award.pk).state == "confirmed"
    assert Contract.objects.count() == 1


def test_an_accepted_objection_freezes_the_days_that_are_left(world):
    award = published_at(world, datetime(2023, 10, 9, 2, tzinfo=UTC))
    assert award.until_on == date(2023, 10, 16)
    world.stage.until(datetime(2023, 10, 11, 2, tzinfo=UTC))
    raised = objection(world, award)
    d.do(world, "objection", raised.pk, "accept", "supervisor")
    award.refresh_from_db()
    assert (award.state, award.left_days) == ("frozen", 3)
    world.stage.until(datetime(2023, 10, 20, 2, tzinfo=UTC))
    d.tick(world)
    assert Award.objects.get(pk=award.pk).state == "frozen"
    d.do(world, "objection", raised.pk, "dismiss", "supervisor", reason="查无实据。",
         finding="调取合同和往来账目,未发现异议所称关系。")  # fmt: skip
    d.tick(world)
    award.refresh_from_db()
    assert (award.state, award.until_on) == ("in_notice", date(2023, 10, 25))
    world.stage.until(award.ends_at)
    d.tick(world)
    assert Award.objects.get(pk=award.pk).state == "confirmed"


def test_an_objection_that_waits_keeps_the_award_from_being_confirmed(world):
    award = published_at(world, datetime(2023, 10, 9, 2, tzinfo=UTC))
    world.stage.until(datetime(2023, 10, 16, 10, tzinfo=UTC))
    raised = objection(world, award)
    world.stage.until(award.ends_at)
    d.tick(world)
    assert Award.objects.get(pk=award.pk).state == "in_notice"
    d.do(world, "objection", raised.pk, "refuse", "supervisor", reason="不属于受理范围。")
    d.tick(world)
    assert Award.objects.get(pk=award.pk).state == "confirmed"


def test_an_upheld_objection_cancels_the_award_and_the_ranking_stays(world):
    award = d.in_notice(world)
    raised = objection(world, award)
    d.do(world, "objection", raised.pk, "accept", "supervisor")
    d.do(world, "objection", raised.pk, "uphold", "supervisor", reason="关联关系属实。",
         finding="双方为同一实际控制人,未如实申报。")  # fmt: skip
    award.refresh_from_db()
    assert (award.state, award.verdict) == ("cancelled", "关联关系属实。")
    again = d.proposed(world, str(award.challenge_id))
    assert again.state == "proposed"


def test_objections_are_taken_by_name_with_evidence_and_a_units_seal_while_the_notice_runs(world):
    award = d.in_notice(world)
    with pytest.raises(Invalid) as nameless:
        objection(world, award, name="")
    assert [p.path for p in nameless.value.problems] == ["name"]
    with pytest.raises(Denied) as unsealed:
        objection(world, award, unit="某单位")
    assert codes(unsealed) == ["sealed_paper_missing"]
    world.stage.until(award.ends_at)
    d.tick(world)
    with pytest.raises(Denied) as late:
        objection(world, award)
    assert codes(late) == ["notice_not_running"]


def test_money_above_the_challenges_and_a_second_proposal_are_refused(world):
    challenge = d.ranked(world)
    with pytest.raises(Denied) as excinfo:
        d.proposed(world, challenge, money="100.01")
    assert codes(excinfo) == ["public_money_outside"]
    d.proposed(world, challenge)
    with pytest.raises(Denied) as excinfo:
        d.proposed(world, challenge)
    assert codes(excinfo) == ["already_proposed"]


def test_a_meeting_cannot_count_more_votes_than_people(world):
    award = d.proposed(world)
    with pytest.raises(Invalid) as excinfo:
        d.do(world, "award", award.pk, "approve", "leader", **{**d.MEETING, "votes_for": "6"})
    assert [p.reason.code for p in excinfo.value.problems] == ["votes_exceed"]


def test_nobody_can_be_proposed_and_the_challenge_ends_without_a_winner(world):
    challenge = d.ranked(world)
    award = actions.award.create(
        "propose", actor=world.stage.actor("officer"), now=world.stage.later(hours=1),
        challenge=challenge, bid="", reason="各方案均未达到要求。",
    )  # fmt: skip
    d.do(world, "award", award.pk, "approve", "leader", **d.MEETING)
    d.do(world, "award", award.pk, "publish_notice", "officer", number="济科公示〔2023〕16号")
    award.refresh_from_db()
    world.stage.until(award.ends_at)
    d.tick(world)
    award.refresh_from_db()
    states = {award.challenge.state, *award.challenge.bids.values_list("state", flat=True)}
    assert states == {"not_awarded", "not_selected"}
    assert Contract.objects.count() == 0
