"""A city of many challenges for measuring pages: one life lived by the rules, then copied.

Copies are inserted in bulk, behind the program's door: fit for reading, not for the record.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction
from django.utils import timezone

from jiebang.demo import acts
from jiebang.platform import entropy
from tests import delivering, factories

BIDS_EACH = 25  # bids of a challenge
SEATS = 4  # reviews of a bid, where a panel works: three for each bid of the whole
DEMANDS = ("listed", "recommended", "eliminated")  # of each challenge
YEARS = (2019, 2020, 2021, 2022, 2023)


@dataclass
class City:
    """People to look at pages as, and one row of each kind to open."""

    people: dict[str, int]
    rows: dict[str, str]
    counts: dict[str, int]


def model(name: str) -> Any:
    return apps.get_model(name)


class Copier:
    """Collects copies of rows, and inserts them table by table."""

    def __init__(self) -> None:
        self.made: dict[Any, list[models.Model]] = {}

    def copy(self, row: models.Model, **changes: Any) -> models.Model:
        kept = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}
        kept.pop(row._meta.pk.attname)
        if isinstance(row._meta.pk, models.UUIDField):
            kept["id"] = entropy.new_id()
        one = type(row)(**{**kept, **changes})
        self.made.setdefault(type(row), []).append(one)
        return one

    def insert(self) -> None:
        with transaction.atomic():  # foreign keys are looked at when all is there
            for table, rows in self.made.items():
                table.objects.bulk_create(rows, batch_size=400)
        self.made = {}


@dataclass
class Seeds:
    """The life that is copied."""

    batch: Any
    company: Any
    team: Any
    demand: Any
    challenge: Any
    bid: Any
    panel: Any
    expert: Any
    contract: Any
    award: Any
    credit: Any
    use: Any


def fill(bids: int) -> City:
    """A database with so many bids and three times as many reviews."""
    world, seeds = _seeds()
    copier, now = Copier(), timezone.now()
    challenges = bids // BIDS_EACH
    for year in YEARS:
        if year != seeds.batch.year:
            copier.copy(seeds.batch, year=year)
    copier.insert()
    batches = list(model("programme.Batch").objects.order_by("year"))
    experts = [seeds.expert, *(_expert(copier, seeds, n) for n in range(max(40, challenges)))]
    teams = [_unit(copier, seeds.team, n, "揭榜单位") for n in range(max(50, bids // 5))]
    copier.insert()
    for n in range(challenges):
        _project(copier, seeds, batches[n % len(batches)], n, teams, experts, now)
        if n % 20 == 19:
            copier.insert()
    copier.insert()
    _notices(world, now)
    _record(bids, now)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    lead = delivering.lead_of(world, seeds.contract)
    people = {**world.stage.people, "team": world.stage.people[lead]}
    return City(people, _rows(seeds), _counts())


def _seeds() -> tuple[Any, Seeds]:
    world = factories.world()
    contract = delivering.ended(world)
    delivering.pay(world, contract, 1)
    award, challenge = contract.award, contract.challenge
    panel = model("review.Panel").objects.get(subject_id=str(challenge.pk))
    stage, machines = world.stage, delivering.actions
    bank = world.unit("bank", "示例银行", kind="bank", region="济南市", region_code="370103")
    acts.appoint(stage, "bank", "bank", bank)
    on = stage.at.date().isoformat()
    about = {"organisation": world.company, "challenge": str(challenge.pk)}
    machines.consent.create("give", actor=stage.actor("company"), now=stage.later(hours=1),
                            fields=["name"], contact="", **about)  # fmt: skip
    credit = machines.credit.create(
        "offer", actor=stage.actor("bank"), now=stage.later(hours=1), offered="1000",
        announced_on=on, valid_until_on="", product="", remark="", **about)  # fmt: skip
    use = model("delivery.Use")(
        contract=contract, title="示例成果上线应用", place="示例工厂", since_on=stage.at.date(),
        effect="运行稳定。", state="published", published_at=stage.at, created_at=stage.at,
        updated_at=stage.at,
    )  # fmt: skip
    use.save(force_insert=True)
    seat = panel.seats.filter(state="accepted").order_by("number").first()
    return world, Seeds(
        challenge.batch, challenge.organisation, contract.bid.lead, challenge.demand, challenge,
        contract.bid, panel, seat.expert, contract, award, credit, use,
    )  # fmt: skip


def _unit(copier: Copier, seed: Any, n: int, word: str) -> Any:
    regions = ("370200", "320100", "330100", "440100", "370102")
    return copier.copy(seed, code=f"9{n:017d}"[-18:] if word == "揭榜单位" else f"8{n:017d}",
                       name=f"示例{word}{n}", region_code=regions[n % 5])  # fmt: skip


def _expert(copier: Copier, seeds: Seeds, n: int) -> Any:
    user = model("accounts.User")(
        username=f"bench{n}", email=f"bench{n}@demo.example", display_name=f"专家{n}",
        date_joined=timezone.now(),
    )  # fmt: skip
    user.set_unusable_password()
    user.save()
    return copier.copy(seeds.expert, user_id=user.pk, name=f"专家{n}", unit_name=f"外市单位{n}",
                       id_index=None, id_sealed="")  # fmt: skip


STAGES = ("published", "in_review", "awarded", "closed", "published", "in_review", "awarded",
          "ranked")  # fmt: skip


def _project(copier: Copier, s: Seeds, batch: Any, n: int, teams: list[Any], experts: list[Any],
             now: datetime) -> None:  # fmt: skip
    """One challenge with its demands, its bids, and what its stage brings."""
    stage = STAGES[n % len(STAGES)]
    company = s.company if n % 10 == 0 else _unit(copier, s.company, n, "装备公司")
    demands = [
        copier.copy(s.demand, batch_id=batch.pk, organisation_id=company.pk, state=state,
                    number=f"XQ{n:05d}{state[:1]}", title=f"示例需求{n}")
        for state in DEMANDS
    ]  # fmt: skip
    closes = now + timedelta(days=20 if stage == "published" else -40, minutes=n)
    challenge = copier.copy(
        s.challenge, batch_id=batch.pk, demand_id=demands[0].pk, organisation_id=company.pk,
        number=1000 + n, title=f"示例榜单{n}:大型冲压线高速送料装置研发", state=stage,
        field=("high_end_equipment", "biomedicine", "low_carbon")[n % 3],
        published_at=closes - timedelta(days=45), closes_at=closes, opinions_due_at=closes,
    )  # fmt: skip
    bids = [_bid(copier, s, challenge, stage, n, m, teams, closes) for m in range(BIDS_EACH)]
    if stage != "published":
        _panel(copier, s, challenge, batch, stage, bids, experts, n, now)
    if stage == "awarded":
        _contract(copier, s, challenge, company, bids[0], n)


def _bid(copier: Copier, s: Seeds, challenge: Any, stage: str, n: int, m: int, teams: list[Any],
         closes: datetime) -> Any:  # fmt: skip
    team = teams[(n * BIDS_EACH + m) % len(teams)]
    state = {"published": "submitted", "closed": "submitted", "awarded": "not_selected"}.get(
        stage, "valid"
    )
    if stage == "awarded" and m == 0:
        state = "selected"
    if n == 0 and m == 0:
        team = s.team
    code = f"JB-{n:05d}-{m:03d}"
    bid = copier.copy(
        s.bid, challenge_id=challenge.pk, lead_id=team.pk, number=code, state=state,
        submitted_at=closes - timedelta(hours=2 + m), title=f"示例方案{n}-{m}",
        opined_at=None if state == "submitted" else closes,
    )  # fmt: skip
    for unit in s.bid.units.all():
        copier.copy(unit, bid_id=bid.pk, challenge_id=challenge.pk, organisation_id=team.pk,
                    in_force=True)  # fmt: skip
    for version in s.bid.versions.all():
        copier.copy(version, bid_id=bid.pk, receipt=code)
    return bid


def _panel(copier: Copier, s: Seeds, challenge: Any, batch: Any, stage: str, bids: list[Any],
           experts: list[Any], n: int, now: datetime) -> None:  # fmt: skip
    """Four experts on every bid; the first expert of all on every twentieth panel."""
    at_work = stage in ("in_review", "closed")
    panel = copier.copy(
        s.panel, batch_id=batch.pk, subject_id=str(challenge.pk), title=f"示例评审{n}",
        state="reviewing" if at_work else "closed", due_at=now + timedelta(days=5),
    )  # fmt: skip
    seed_item = s.panel.items.order_by("code").first()
    for one in s.panel.rounds.all():
        copier.copy(one, panel_id=panel.pk)
    for one in s.panel.secrets.all():
        copier.copy(one, panel_id=panel.pk)
    copier.insert()
    items = [copier.copy(seed_item, panel_id=panel.pk, code=f"A-{m:02d}", subject_id=str(b.pk),
                         title=b.title) for m, b in enumerate(bids, 1)]  # fmt: skip
    copier.insert()
    seed_seat = s.panel.seats.filter(state="accepted").order_by("number").first()
    seed_review = seed_seat.reviews.first()
    result = s.panel.results.first()
    for k in range(SEATS):
        first = k == 0 and n % 20 == 1
        expert = experts[0] if first else experts[1 + (n * SEATS + k) % (len(experts) - 1)]
        seat = copier.copy(seed_seat, panel_id=panel.pk, expert_id=expert.pk, number=k + 1)
        for item in items:
            opened = {"state": "open", "signed_at": None, "total": None} if at_work else {}
            copier.copy(seed_review, seat_id=seat.pk, item_id=item.pk, **opened)
    for place, item in enumerate(items, 1):
        if not at_work and result is not None:
            copier.copy(result, panel_id=panel.pk, item_id=item.pk, place=place)


def _contract(copier: Copier, s: Seeds, challenge: Any, company: Any, bid: Any, n: int) -> None:
    award = copier.copy(s.award, challenge_id=challenge.pk, bid_id=bid.pk)
    contract = copier.copy(
        s.contract, award_id=award.pk, challenge_id=challenge.pk, bid_id=bid.pk,
        number=f"HT-{n:06d}", title=challenge.title,
    )  # fmt: skip
    units = {"publisher": company.pk, "lead": bid.lead_id}
    for party in s.contract.parties.all():
        copier.copy(party, contract_id=contract.pk,
                    organisation_id=units.get(party.part, party.organisation_id))  # fmt: skip
    for row in s.contract.milestone_rows.all():
        copier.copy(row, contract_id=contract.pk)
    for row in s.contract.payments.all():
        number = f"回单-{n}-{row.number}" if row.receipt_number else ""
        copier.copy(row, contract_id=contract.pk, receipt_number=number)
    copier.copy(s.credit, challenge_id=challenge.pk, organisation_id=company.pk)
    copier.copy(s.use, contract_id=contract.pk)


def _notices(world: Any, now: datetime) -> None:
    table = model("notices.Notice")
    table.objects.bulk_create(
        table(user_id=user, event="bid.submit", life="bid", subject_id=str(entropy.new_id()),
              params={"title": "示例"}, created_at=now - timedelta(minutes=m), mailed_at=now)
        for user in list(world.stage.people.values())[:14] for m in range(200)
    )  # fmt: skip


def _record(bids: int, now: datetime) -> None:
    """Two entries a bid: enough for a record page that is long."""
    table = model("audit.Entry")
    streams = model("programme.Bid").objects.values_list("pk", flat=True)[:bids]
    made: Iterator[Any] = (
        table(stream=f"bid:{pk}", seq=100 + seq, previous="0" * 64, hash="0" * 64,
              event="bid.save", at=now, actor_id=1, body={"data": {}, "commits": {}})
        for pk in streams for seq in (1, 2)
    )  # fmt: skip
    table.objects.bulk_create(made, batch_size=400)


def _rows(s: Seeds) -> dict[str, str]:
    """One row of each kind that has a page, of those that many others surround."""
    found = {
        "open": model("programme.Challenge").objects.filter(state="published").first(),
        "challenge": s.challenge,
        "bid": model("programme.Bid").objects.filter(state="valid").first(),
        "demand": model("programme.Demand").objects.filter(state="recommended").first(),
        "own_demand": s.demand, "own_bid": s.bid, "panel": s.panel,
        "working_panel": model("review.Panel").objects.filter(state="reviewing").first(),
        "review": model("review.Review").objects.filter(
            seat__expert_id=s.expert.pk, state="open").first(),
        "contract": s.contract, "award": s.award, "batch": s.batch, "credit": s.credit,
        "payment": s.contract.payments.first(), "organisation": s.company, "expert": s.expert,
        "milestone": s.contract.milestone_rows.first(),
    }  # fmt: skip
    return {k: str(v.pk) for k, v in found.items() if v is not None} | {
        "expert_user": str(s.expert.user_id)
    }


def _counts() -> dict[str, int]:
    names = ("programme.Challenge", "programme.Demand", "programme.Bid", "review.Review",
             "delivery.Contract", "registry.Organisation", "registry.Expert")  # fmt: skip
    return {name.split(".")[1].lower(): model(name).objects.count() for name in names}
