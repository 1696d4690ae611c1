"""Reads about challenges, what was corrected, and what people asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from jiebang.engine.text import query_tokens
from jiebang.platform import reading
from jiebang.platform.accounts.actor import Actor
from jiebang.platform.paging import SIZE, Page, paged
from jiebang.platform.prepared import Prepared
from jiebang.programme.models import Bid, Challenge, Follow, Question
from jiebang.programme.queries.editions import edition
from jiebang.rulebook.bid import State as BidState
from jiebang.rulebook.challenge import (
    PUBLIC_STATES,
    Facts,
    QuestionFacts,
    QuestionState,
    State,
)
from jiebang.rulebook.roles import BUREAU, Role

ORDERS = {
    "closing": (F("closes_at").asc(nulls_last=True), "number"),
    "money": ("-public_money", "number"),
    "newest": (F("published_at").desc(nulls_last=True), "number"),
    "number": ("-batch__year", "batch__number", "number"),
}


@dataclass(frozen=True, slots=True)
class ChallengeRow:
    id: str
    number: int | None
    year: int
    title: str
    field: str
    kind: str
    publisher: str
    district: str
    public_money: int
    total: int
    state: str
    closes_at: datetime | None
    invented: bool
    published_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CorrectionView:
    kind: str
    text: str
    at: datetime
    closes_before: datetime | None
    closes_after: datetime | None


@dataclass(frozen=True, slots=True)
class QuestionView:
    """Never says who asked, except to the asker."""

    id: str
    text: str
    answer: str
    asked_at: datetime
    answered_at: datetime | None
    state: str
    own: bool
    version: int


@dataclass(frozen=True, slots=True)
class ChallengeView:
    id: str
    number: int | None
    year: int
    batch_id: str
    batch: str
    edition_id: str
    title: str
    state: str
    version: int
    kind: str
    kind_label: str
    field: str
    field_label: str
    publisher_id: str
    publisher: str
    public_money: int
    own_money: int
    total: int
    content: Mapping[str, Any]
    indicators: tuple[Mapping[str, Any], ...]
    text_digest: str
    published_at: datetime | None
    closes_at: datetime | None
    opinions_due_at: datetime | None
    verdict: str
    invented: bool
    corrections: tuple[CorrectionView, ...]


def facts(c: Challenge, now: datetime) -> Facts:
    counted = Bid.objects.filter(challenge_id=c.pk).aggregate(
        submitted=Count("pk", filter=~Q(state__in=NOT_HANDED_IN)),
        unchecked=Count("pk", filter=Q(state=BidState.SUBMITTED)),
        valid=Count("pk", filter=Q(state__in=[BidState.VALID, BidState.SELECTED,
                                              BidState.NOT_SELECTED])),
        silent=Count("pk", filter=Q(state__in=[BidState.SUBMITTED, BidState.VALID])
                     & Q(opined_at=None)),
    )  # fmt: skip
    policy = edition(c.batch.edition_id)
    competition = policy.kind(c.kind).competition if c.kind else "continue"
    return Facts(
        now=now,
        closes_at=c.closes_at,
        public_money=c.public_money,
        text_agreed=bool(c.text_digest) and c.text_digest == c.demand.text_digest,
        submitted=counted["submitted"],
        unchecked=counted["unchecked"],
        valid=counted["valid"],
        bids_needed=1 if competition == "continue" else 2,
        opinions_missing=counted["silent"],
        opinions_due_at=c.opinions_due_at,
    )


NOT_HANDED_IN = (BidState.DRAFT, BidState.LAPSED, BidState.ABANDONED)


def question_facts(q: Question, now: datetime) -> QuestionFacts:
    c = q.challenge
    before = edition(c.batch.edition_id).bidding.questions_close_days_before
    still = c.closes_at is not None and now <= c.closes_at - timedelta(days=before)
    return QuestionFacts(open_for_questions=c.state == State.PUBLISHED and still)


def visible_to(actor: Actor) -> Q:
    """Everybody reads what is published; drafts only the bureau and the publisher."""
    public = Q(state__in=PUBLIC_STATES)
    if any(actor.holds(r) for r in (*BUREAU, Role.SUPERVISOR)):
        return Q()
    return public | Q(organisation_id__in=actor.scopes(Role.MEMBER))


ROW = (  # as ChallengeRow has them
    reading.written("pk"), "number", "batch__year", "title", "field", "kind",
    "organisation__name", "organisation__region_code", "public_money", "total", "state",
    "closes_at", "organisation__invented", "published_at",
)  # fmt: skip


def challenges(actor: Actor, *, text: str = "", field: str = "", kind: str = "", year: int = 0,
               state: str = "", batch: str = "", district: str = "", order: str = "number",
               number: int = 1, size: int = SIZE) -> Page[ChallengeRow]:  # fmt: skip
    rows = Challenge.objects.filter(visible_to(actor))
    chosen = {"field": field, "kind": kind, "batch__year": year, "state": state,
              "batch_id": batch, "organisation__region_code": district}  # fmt: skip
    rows = rows.filter(**{k: v for k, v in chosen.items() if v})
    if text:
        rows = rows.filter(_matches(text))
    rows = rows.order_by(*ORDERS.get(order, ORDERS["number"])).values_list(*ROW)
    return paged(rows, number, _row, size=size)


def open_by_field() -> dict[str, int]:
    """How many challenges can be taken now, by field; one statement."""
    return dict(_open())


_open = Prepared(
    lambda: Challenge.objects.filter(state=State.PUBLISHED).order_by().values_list("field")
    .annotate(n=Count("pk"))
)  # fmt: skip


def _matches(text: str) -> Q:
    wanted = Q()
    for token in query_tokens(text).tokens:
        wanted &= Q(tokens__contains=f" {token} ") | Q(title__icontains=token)
    return wanted


def challenge(pk: str, actor: Actor) -> ChallengeView | None:
    c = reading.among(reading.narrowed(_shown(), visible_to(actor)), pk)
    return _view(c) if c else None


@reading.by_id
def _shown() -> QuerySet[Challenge]:
    """With what its page and its rules look at."""
    rows = reading.narrow(
        Challenge, "batch__year", "batch__title", "batch__edition", "organisation__name",
        "organisation__region_code", "organisation__invented", "demand__text_digest",
        without=("tokens",),
    )  # fmt: skip
    return rows.prefetch_related("corrections")


def questions(challenge_id: str, actor: Actor) -> list[QuestionView]:
    """Answered questions for all; open ones for their asker and those who may answer."""
    rows = Question.objects.filter(challenge_id=challenge_id).order_by("created_at")
    staff = any(actor.holds(r) for r in BUREAU)
    publisher = Challenge.objects.filter(
        pk=challenge_id, organisation_id__in=actor.scopes(Role.MEMBER)
    )
    if not staff and not (actor.signed_in and publisher.exists()):
        rows = rows.filter(Q(state=QuestionState.ANSWERED) | Q(asker_id=actor.id))
    return [
        QuestionView(str(q.pk), q.text, q.answer, q.created_at, q.answered_at, q.state,
                     actor.signed_in and q.asker_id == actor.id, q.version)
        for q in rows
    ]  # fmt: skip


def asked_about(question_id: str) -> str:
    """The challenge a question is about."""
    return str(Question.objects.values_list("challenge_id", flat=True).get(pk=question_id))


def follows(challenge_id: str, user_id: int | None) -> bool:
    return Follow.objects.filter(challenge_id=challenge_id, user_id=user_id).exists()


def next_deadline(now: datetime) -> datetime | None:
    rows = Challenge.objects.filter(state=State.PUBLISHED, closes_at__gt=now).order_by("closes_at")
    return rows.values_list("closes_at", flat=True).first()


def _row(found: tuple[Any, ...]) -> ChallengeRow:
    return ChallengeRow(reading.dashed(found[0]), *found[1:])


def _view(c: Challenge) -> ChallengeView:
    policy = edition(c.batch.edition_id)
    return ChallengeView(
        id=str(c.pk), number=c.number, year=c.batch.year, batch_id=str(c.batch_id),
        batch=c.batch.title, edition_id=str(c.batch.edition_id), title=c.title, state=c.state,
        version=c.version, kind=c.kind, kind_label=policy.kind(c.kind).label, field=c.field,
        field_label=policy.field(c.field).label, publisher_id=str(c.organisation_id),
        publisher=c.organisation.name, public_money=c.public_money, own_money=c.own_money,
        total=c.total, content=c.content, indicators=tuple(c.indicators),
        text_digest=c.text_digest, published_at=c.published_at, closes_at=c.closes_at,
        opinions_due_at=c.opinions_due_at, verdict=c.verdict, invented=c.organisation.invented,
        corrections=tuple(
            CorrectionView(x.kind, x.text, x.at, x.closes_before, x.closes_after)
            for x in sorted(c.corrections.all(), key=lambda x: x.at)
        ),
    )  # fmt: skip
