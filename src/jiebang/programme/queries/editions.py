"""The policy that governs a batch: parsed once a process, since an edition never changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count

from jiebang.platform.prepared import Prepared
from jiebang.programme.models import Batch, Challenge, Demand
from jiebang.programme.models import Edition as Row
from jiebang.rulebook.batch import BatchFacts
from jiebang.rulebook.challenge import State as ChallengeState
from jiebang.rulebook.edition import Edition, load

_parsed: dict[UUID, Edition] = {}


@dataclass(frozen=True, slots=True)
class EditionView:
    id: str
    code: str
    number: int
    title: str
    digest: str
    created_at: datetime
    batches: int


@dataclass(frozen=True, slots=True)
class BatchView:
    id: str
    title: str
    year: int
    number: int
    state: str
    version: int
    edition_id: str
    edition: str
    collection_opens_at: datetime
    collection_closes_at: datetime
    district_closes_at: datetime
    list_published_at: datetime | None


def edition(pk: UUID | str) -> Edition:
    key = UUID(str(pk))
    if key not in _parsed:
        _parsed[key] = load(Row.objects.values_list("document", flat=True).get(pk=key))
    return _parsed[key]


_pinned = Prepared(lambda pk: Batch.objects.filter(pk=pk).values_list("edition_id"), Batch._meta.pk)


def edition_of(batch: Batch | UUID | str) -> Edition:
    """The edition a batch pinned. Give the row where you have it: that costs no statement."""
    if isinstance(batch, Batch):
        return edition(batch.edition_id)
    for (pinned,) in _pinned(batch):
        return edition(pinned)
    raise Batch.DoesNotExist


_newest = Prepared(lambda: Batch.objects.order_by("-year", "-number").values_list("edition_id")[:1])


def newest() -> Edition | None:
    """What governs outside any batch: the edition of the newest batch, else the last adopted."""
    for (pinned,) in _newest():
        return edition(pinned)
    pk = Row.objects.order_by("-created_at").values_list("pk", flat=True).first()
    return edition(pk) if pk else None


def editions() -> list[EditionView]:
    rows = Row.objects.annotate(n=Count("batches")).order_by("code", "number").defer("document")
    return [EditionView(str(r.pk), r.code, r.number, r.title, r.digest, r.created_at, r.n)
            for r in rows]  # fmt: skip


def edition_text(pk: str) -> str:
    return Row.objects.values_list("document", flat=True).get(pk=pk)


def batch(pk: str) -> BatchView:
    return _view(Batch.objects.select_related("edition").defer("edition__document").get(pk=pk))


def batches(*, states: tuple[str, ...] = ()) -> list[BatchView]:
    rows = Batch.objects.select_related("edition").defer("edition__document")
    if states:
        rows = rows.filter(state__in=states)
    return [_view(b) for b in rows.order_by("-year", "-number")]


def batch_facts(b: Batch, now: datetime) -> BatchFacts:
    going = {ChallengeState.PUBLISHED, ChallengeState.CLOSED, ChallengeState.IN_REVIEW,
             ChallengeState.RANKED}  # fmt: skip
    mine = Challenge.objects.filter(batch_id=b.pk)
    return BatchFacts(
        now=now,
        collection_opens_at=b.collection_opens_at,
        collection_closes_at=b.collection_closes_at,
        district_closes_at=b.district_closes_at,
        challenges_ready=mine.filter(state=ChallengeState.DRAFT).count(),
        unfinished=mine.filter(state__in=going).count(),
    )


def demands_in(batch_id: str, state: str) -> list[str]:
    rows = Demand.objects.filter(batch_id=batch_id, state=state).order_by("number", "pk")
    return [str(pk) for pk in rows.values_list("pk", flat=True)]


def _view(b: Batch) -> BatchView:
    return BatchView(
        str(b.pk), b.title, b.year, b.number, b.state, b.version, str(b.edition_id),
        f"{b.edition.code} v{b.edition.number}", b.collection_opens_at, b.collection_closes_at,
        b.district_closes_at, b.list_published_at,
    )  # fmt: skip
