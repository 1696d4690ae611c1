"""Acceptance by the edition's thresholds, windows and papers, on a real database."""

from __future__ import annotations

from datetime import timedelta

import pytest

from jiebang.delivery import actions
from jiebang.delivery.queries import ends
from jiebang.engine.decision import Denied
from tests import delivering as d
from tests.refusals import codes


def test_acceptance_below_the_threshold_can_be_rectified_once_and_then_fails(world):
    contract = d.ended(world)
    asked = d.judged(world, d.requested(world, contract, "14", "0.4"))
    assert asked.share == 81
    with pytest.raises(Denied) as excinfo:
        d.do(world, "acceptance", asked.pk, "pass", "head", reason="拟同意通过验收。")
    assert codes(excinfo) == ["share_too_low"]
    d.do(world, "acceptance", asked.pk, "order_rectification", "head", reason="限期整改后复验。")
    again = {"results": d.results(contract, "14.2", "0.4"), **d.PACKAGE}
    d.do(world, "acceptance", asked.pk, "request_again", "company", **again)
    asked.refresh_from_db()
    assert (asked.state, asked.opinion, asked.rectifications) == ("requested", {}, 1)
    d.do(world, "acceptance", asked.pk, "opine", "company", will="partly", reason="部分满足需要。")
    with pytest.raises(Denied) as excinfo:
        d.do(world, "acceptance", asked.pk, "pass", "head", reason="拟同意通过验收。")
    assert codes(excinfo) == ["wrong_state"]


def test_acceptance_waits_for_the_publisher_and_for_every_paper(world):
    contract = d.ended(world)
    lead = world.stage.actor(d.lead_of(world, contract))
    with pytest.raises(Denied) as excinfo:
        actions.acceptance.create(
            "request",
            actor=lead,
            now=world.stage.at,
            contract=str(contract.pk),
            results=d.results(contract, "16", "0.3"),
            **{**d.PACKAGE, "papers": ["report"]},
        )
    assert codes(excinfo) == ["papers_missing"]
    asked = d.requested(world, contract, "16", "0.3")
    with pytest.raises(Denied) as excinfo:
        d.do(world, "acceptance", asked.pk, "open_review", "officer")
    assert codes(excinfo) == ["publisher_opinion_missing"]


def test_nobody_asking_in_the_window_makes_the_contract_overdue(world):
    contract = d.in_force(world)
    world.stage.later(days=(contract.acceptance_until_on - world.stage.at.date()).days + 2)
    d.tick(world)
    contract.refresh_from_db()
    assert contract.state == "overdue"
    until = (world.stage.at.date() + timedelta(days=30)).isoformat()
    d.do(
        world,
        "contract",
        contract.pk,
        "allow_late_acceptance",
        "head",
        until_on=until,
        reason="因客观原因准予补办。",
    )
    d.requested(world, contract, "16", "0.3")


def test_the_certificate_is_for_the_units_of_a_project_that_passed(world):
    contract = d.ended(world)
    asked = d.judged(world, d.requested(world, contract, "16", "0.3"))
    assert ends.certificate(str(asked.pk), world.stage.actor("company")) is None
    d.do(world, "acceptance", asked.pk, "pass", "head", reason="同意通过验收。")
    paper = ends.certificate(str(asked.pk), world.stage.actor("company"))
    assert paper.title == "项目验收证书"
    outsider = "team" if d.lead_of(world, contract) == "other" else "other"
    assert ends.certificate(str(asked.pk), world.stage.actor(outsider)) is None
