"""Editions and batches."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils import timezone

from jiebang.platform.accounts.actor import CLOCK
from jiebang.platform.lifecycle import Act, Machine, Reach, refuse
from jiebang.programme.models import Batch, Challenge, Edition
from jiebang.programme.queries.editions import batch_facts
from jiebang.rulebook import edition as policy
from jiebang.rulebook.batch import BATCH, EDITION
from jiebang.rulebook.challenge import State as ChallengeState
from jiebang.rulebook.roles import Role


def city(*roles: Role) -> dict[Role, tuple[Reach, ...]]:
    """Posts held for the whole city."""
    return {role: (Reach(role),) for role in roles}


STAFF = city(Role.OFFICER, Role.HEAD, Role.LEADER, Role.SUPERVISOR, Role.CLOCK)

DATES = ("collection_opens_at", "collection_closes_at", "district_closes_at")


def _dates_of(b: Batch) -> dict[str, str]:
    return {d: getattr(b, d).isoformat() for d in DATES}


edition = Machine(
    lifecycle=EDITION, model=Edition, facts=lambda row, now: None, reach=STAFF,
    title=lambda e: e.title,
)  # fmt: skip
batch = Machine(
    lifecycle=BATCH,
    model=Batch,
    facts=batch_facts,
    reach={**STAFF, Role.DISTRICT: (Reach("any_district"),)},
    title=lambda b: b.title,
    moments=DATES,
    initial={"reschedule": _dates_of, "extend_collection": _dates_of},
)


@edition.builder("adopt")
def _adopt(act: Act) -> Edition:
    """A document becomes the next version of its code; an unchanged one is refused."""
    text = act.given["document"]
    parsed = policy.load(text)
    digest = policy.digest(parsed)
    if Edition.objects.filter(digest=digest).exists():
        refuse("edition_unchanged", code=parsed.code)
    number = Edition.objects.filter(code=parsed.code).count() + 1
    return Edition(code=parsed.code, number=number, title=parsed.title, digest=digest,
                   document=policy.dump_toml(parsed))  # fmt: skip


@edition.effect("adopt")
def _adopted(e: Edition, act: Act) -> dict[str, Any]:
    return {"code": e.code, "number": e.number, "digest": e.digest}


def adopt_shipped(*, now: datetime, codes: Iterable[str] = ()) -> list[str]:
    """Take the editions that come with the program into the database, those not there yet."""
    adopted = []
    for code in codes or policy.shipped():
        text = policy.shipped_text(code)
        if not Edition.objects.filter(digest=policy.digest(policy.load(text))).exists():
            adopted.append(str(edition.create("adopt", actor=CLOCK, now=now, document=text).pk))
    return adopted


def moment(text: str) -> datetime:
    """A typed time, in the city's zone when it names none."""
    at = datetime.fromisoformat(text)
    return timezone.make_aware(at) if timezone.is_naive(at) else at


@batch.builder("plan")
def _plan(act: Act) -> Batch:
    given = act.given
    row = Edition.objects.filter(pk=given["edition"]).first() if given["edition"] else None
    if row is None:
        refuse("edition_unknown", given=str(given["edition"])[:60])
    if Batch.objects.filter(year=given["year"], number=given["number"]).exists():
        refuse("batch_number_taken", year=given["year"], number=given["number"])
    return Batch(edition=row, year=given["year"], number=given["number"], title=given["title"],
                 **{d: moment(given[d]) for d in DATES})  # fmt: skip


@batch.effect("plan")
def _planned(b: Batch, act: Act) -> dict[str, Any]:
    return {"edition": b.edition.digest, "year": b.year, "number": b.number}


@batch.effect("reschedule", "extend_collection")
def _dates(b: Batch, act: Act) -> dict[str, Any]:
    before = _dates_of(b)
    for d in DATES:
        if act.given.get(d):
            setattr(b, d, moment(act.given[d]))
    if not b.collection_opens_at < b.collection_closes_at <= b.district_closes_at:
        refuse("dates_out_of_order")
    return {"before": before, "after": _dates_of(b)}


@batch.effect("publish_list")
def _publish_list(b: Batch, act: Act) -> dict[str, Any]:
    """The list appears as one: every challenge that is ready, in the order of its number."""
    challenges = Machine.registry["challenge"]
    ready = Challenge.objects.filter(batch_id=b.pk, state=ChallengeState.DRAFT)
    published = [
        str(challenges.perform(pk, "publish", actor=act.actor, now=act.now,
                               closes_at=act.given["closes_at"]).pk)
        for pk in ready.order_by("created_at", "pk").values_list("pk", flat=True)
    ]  # fmt: skip
    b.list_published_at = b.list_published_at or act.now
    return {"challenges": len(published), "closes_at": act.given["closes_at"]}
