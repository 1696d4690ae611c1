"""From a ranked challenge to follow-up, brought anywhere by performing."""

from __future__ import annotations

from datetime import timedelta

from jiebang.delivery import actions
from jiebang.delivery.models import Acceptance, Award, Contract, Milestone, Payment
from jiebang.delivery.queries.ranking import places
from jiebang.demo import acts
from jiebang.platform.agenda import run_clock
from jiebang.registry.models import Expert
from tests import reviewing
from tests.factories import World
from tests.keeping import kept

MEETING = {
    "meeting": "director", "number": "局纪〔2023〕8号", "held_on": "2023-09-20",
    "attendees": "甲某、乙某、丙某、丁某、戊某", "votes_for": "5", "votes_against": "0",
    "votes_abstained": "0",
}  # fmt: skip
REASON = "排名第一,发榜方愿意合作。"
OBJECTOR = {
    "name": "欧阳异议", "id_number": "370102199001010011", "phone": "13912345678",
    "grounds": "拟揭榜方与发榜方存在未披露的合作关系,影响公正。",
    "evidence_text": "公开招标公告显示双方上年签有合同。",
}  # fmt: skip


def do(world: World, life: str, pk: object, step: str, by: str, **given: object) -> None:
    acts.do(world.stage, life, str(pk), step, by, **given)


def tick(world: World, **by: float) -> list[tuple[str, str, str]]:
    return run_clock(world.stage.later(**by) if by else world.stage.at)


@kept
def ranked(world: World) -> str:
    """A challenge with two ranked bids; returns the challenge."""
    reviewing.pool(world)
    challenge = reviewing.in_review(world)
    panel = str(reviewing.panel_of(challenge).pk)
    reviewing.drawn(world, panel)
    reviewing.accepted(world, panel)
    reviewing.sign_all(world, panel, lambda seat, item: 80 if item == "A-01" else 70)
    tick(world)
    tick(world, minutes=1)
    return challenge


@kept
def proposed(world: World, challenge: str = "", *, money: str = "100") -> Award:
    challenge = challenge or ranked(world)
    first = places(challenge)[0]
    return actions.award.create(
        "propose", actor=world.stage.actor("officer"), now=world.stage.later(hours=1),
        challenge=challenge, bid=first.bid, public_money=money, reason=REASON,
    )  # fmt: skip


@kept
def in_notice(world: World, challenge: str = "") -> Award:
    award = proposed(world, challenge)
    do(world, "award", award.pk, "approve", "leader", **MEETING)
    do(world, "award", award.pk, "publish_notice", "officer", number="济科公示〔2023〕12号")
    award.refresh_from_db()
    return award


@kept
def confirmed(world: World) -> Contract:
    """The award's notice is over; returns the contract's draft."""
    award = in_notice(world)
    world.stage.until(award.ends_at)
    tick(world)
    return Contract.objects.get(award=award)


def key_of(world: World, unit: object) -> str:
    units = {world.company: "company", world.team: "team", world.other: "other"}
    return units[str(unit)]


def lead_of(world: World, contract: Contract) -> str:
    return key_of(world, contract.bid.lead_id)


@kept
def in_force(world: World) -> Contract:
    contract = confirmed(world)
    do(world, "contract", contract.pk, "send_for_signing", "officer")
    for party in contract.parties.exclude(organisation=None).filter(signs=True):
        do(world, "contract", contract.pk, "sign", key_of(world, party.organisation_id))
    do(world, "contract", contract.pk, "sign_for_bureau", "head")
    tick(world, minutes=1)
    contract.refresh_from_db()
    return contract


@kept
def pay(world: World, contract: Contract, number: int) -> Payment:
    """The tranche is due, approved and paid."""
    tick(world, minutes=1)
    payment = Payment.objects.get(contract=contract, number=number)
    do(world, "payment", payment.pk, "approve", "head")
    do(world, "payment", payment.pk, "pay", "finance", paid_on=world.stage.at.date().isoformat(),
       receipt_number=f"回单-{contract.number}-{number}", payee=contract.bid.lead.name)  # fmt: skip
    payment.refresh_from_db()
    return payment


SUBMITTED = {
    "summary": "样机已完成并通过台架试验,达到阶段目标。", "method": "application",
    "values": [{"indicator": "送料速度", "value": "16.2", "evidence": "检测报告"}],
}  # fmt: skip
VERDICT = {"tested_on": "2024-06-01", "testers": "考核组三人", "reason": "指标达到,证据充分。"}


@kept
def pass_milestone(world: World, contract: Contract, number: int) -> Milestone:
    found = Milestone.objects.get(contract=contract, number=number)
    do(world, "milestone", found.pk, "submit", lead_of(world, contract), **SUBMITTED)
    do(world, "milestone", found.pk, "opine", "company", will="agree", reason="符合使用要求。")
    do(world, "milestone", found.pk, "pass", "officer", **VERDICT)
    found.refresh_from_db()
    return found


def results(contract: Contract, *done: str) -> list[dict[str, object]]:
    return [{"done": value, "reached": "yes", "evidence": "第三方检测报告"}
            for value, _ in zip(done, contract.indicators, strict=True)]  # fmt: skip


PACKAGE = {
    "papers": ["report", "accounts", "audit", "user", "tests"],
    "summary": "全部任务按期完成,样机已在发榜方产线连续运行。", "public_spent": "100",
    "total_spent": "900",
}  # fmt: skip


@kept
def requested(world: World, contract: Contract, *done: str) -> Acceptance:
    return actions.acceptance.create(
        "request", actor=world.stage.actor(lead_of(world, contract)),
        now=world.stage.later(minutes=30), contract=str(contract.pk),
        results=results(contract, *done), **PACKAGE,
    )  # fmt: skip


@kept
def judged(world: World, acceptance: Acceptance) -> Acceptance:
    """The publisher has spoken and the drawn panel has closed."""
    do(world, "acceptance", acceptance.pk, "opine", "company", will="satisfied", in_use="yes",
       reason="满足产线使用要求。")  # fmt: skip
    do(world, "acceptance", acceptance.pk, "open_review", "officer")
    freshen(world)
    panel = str(reviewing.panel_of(str(acceptance.pk)).pk)
    reviewing.drawn(world, panel)
    reviewing.accepted(world, panel)
    reviewing.sign_all(world, panel, lambda seat, item: 85)
    tick(world)
    tick(world, minutes=1)
    acceptance.refresh_from_db()
    return acceptance


@kept
def ended(world: World) -> Contract:
    """A contract in force, its milestones passed, its time over."""
    contract = in_force(world)
    for m in contract.milestone_rows.order_by("number"):
        pass_milestone(world, contract, m.number)
    world.stage.until(
        world.stage.at + (contract.end_on - world.stage.at.date()) + timedelta(days=3)
    )
    return contract


def freshen(world: World) -> None:
    """Every expert looks at their entry again: the pool freezes who does not."""
    for pk, user, state in list(Expert.objects.values_list("pk", "user_id", "state")):
        key = next(k for k, v in world.stage.people.items() if v == user)
        do(world, "expert", pk, "reconfirm" if state == "frozen" else "confirm", key)
