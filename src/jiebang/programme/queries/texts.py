"""Texts that are compared with each other: of opened bids with their files, and of demands.

Nothing here reads a bid that lies sealed (R042).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from jiebang.engine.transparency import digest
from jiebang.platform.documents import texts as documents
from jiebang.platform.files import queries as files
from jiebang.platform.files import store
from jiebang.programme.models import Batch, Bid, BidText, Challenge, Demand
from jiebang.programme.queries.bid import filled, form_of
from jiebang.programme.queries.demand import form_of as demand_form_of
from jiebang.programme.queries.editions import edition
from jiebang.rulebook.bid import HANDED_IN
from jiebang.rulebook.challenge import OPENED
from jiebang.rulebook.demand import State as DemandState
from jiebang.rulebook.edition.model import Bidding
from jiebang.rulebook.likeness import call_text, form_text, text_of

MOST = 300_000
"""Characters kept of one bid with all its files."""
UNSAID = (DemandState.DRAFT, DemandState.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Read:
    """`unread`: [name, code] of every file that told nothing; `characters` came from files."""

    text: str
    digest: str
    unread: tuple[tuple[str, str], ...]
    characters: int


@dataclass(frozen=True, slots=True)
class Compared:
    """A bid that is to be compared, with its text."""

    id: str
    batch: str
    own_demand: str
    text: str
    digest: str


@dataclass(frozen=True, slots=True)
class Shelved:
    """`key` changes with the text; `group`: texts that answer the same form."""

    key: str
    group: str
    text: str


@dataclass(frozen=True, slots=True)
class BatchTexts:
    """What texts of a batch are held against: its order, its limits, what everybody may say."""

    id: str
    order: tuple[int, int]
    policy: Bidding
    templates: tuple[str, ...]


def opened() -> QuerySet[Bid]:
    rows = Bid.objects.filter(state__in=HANDED_IN, challenge__state__in=OPENED)
    return rows.order_by("challenge__batch__year", "challenge__batch__number", "submitted_at", "pk")


def unread(limit: int) -> list[str]:
    """Opened bids of which no text was read yet, the oldest batch first."""
    rows = opened().filter(read=None).values_list("pk", flat=True)
    return [str(pk) for pk in rows[:limit]]


def uncompared(limit: int) -> list[Compared]:
    rows = opened().filter(compared_at=None).exclude(read=None)
    found = rows.values_list(
        "pk", "challenge__batch_id", "challenge__demand_id", "read__text", "read__digest"
    )
    return [Compared(str(b), str(batch), str(d), text, own)
            for b, batch, d, text, own in found[:limit]]  # fmt: skip


def read(bid_id: str) -> Read:
    """What an opened bid says, in its form and in its files. DoesNotExist while it is sealed."""
    b = opened().select_related("challenge__batch", "lead").get(pk=bid_id)
    parts, missing, size = [text_of(form_of(b), filled(b))], [], 0
    for f in files.of("bid", str(b.pk)):
        found = _file(f)
        if found.problem:
            missing.append((f.name, found.problem))
        else:
            size += len(found.text)
            parts.append(f"【{f.name}】\n{found.text}")
    text = "\n".join(parts)
    if len(text) > MOST:
        missing.append((f"{MOST}", "cut_off"))
    return Read(text[:MOST], digest(text[:MOST]), tuple(missing), size)


def _file(f: files.FileView) -> documents.Reading:
    if f.mime not in documents.READABLE:
        return documents.Reading("", "kind_unknown")
    if not f.openable:
        return documents.Reading("", f"file_{f.scan}")
    try:
        with store.opened(f.id) as stream:
            return documents.read(stream.read(), f.mime)
    except OSError:
        return documents.Reading("", "file_lost")


def batches_until(batch_ids: set[str]) -> list[BatchTexts]:
    """These batches and all before the last of them, oldest first."""
    rows = list(Batch.objects.order_by("year", "number"))
    last = max(n for n, b in enumerate(rows) if str(b.pk) in batch_ids)
    return [
        BatchTexts(str(b.pk), (b.year, b.number), edition(b.edition_id).bidding, _templates(b))
        for b in rows[: last + 1]
    ]  # fmt: skip


def _templates(b: Batch) -> tuple[str, ...]:
    forms = edition(b.edition_id).forms
    calls = Challenge.objects.filter(batch_id=b.pk).order_by("pk")
    said = [call_text(*row) for row in calls.values_list("title", "content", "indicators")]
    return (form_text(forms["bid"]), form_text(forms["demand"]), *said)


def keys(batch_id: str) -> frozenset[str]:
    """The texts of a batch as they are now; two narrow statements."""
    read_bids = opened().filter(challenge__batch_id=batch_id).exclude(read=None)
    told = Demand.objects.filter(batch_id=batch_id).exclude(state__in=UNSAID)
    return frozenset(
        [bid_key(pk, own) for pk, own in read_bids.values_list("pk", "read__digest")]
        + [f"demand:{pk}:{n}" for pk, n in told.values_list("pk", "version")]
    )


def bid_key(pk: object, own: str) -> str:
    return f"bid:{pk}:{own[:16]}"


def shelved(wanted: frozenset[str]) -> Iterator[Shelved]:
    """The texts of these keys."""
    ids = {k.split(":")[1]: k for k in wanted}
    bids = [UUID(pk) for pk, k in ids.items() if k.startswith("bid:")]
    for part in _some(bids):
        rows = BidText.objects.filter(bid_id__in=part).order_by("bid_id")
        for pk, text in rows.values_list("bid_id", "text").iterator(200):
            yield Shelved(ids[str(pk)], "bid", text)
    demands = [UUID(pk) for pk, k in ids.items() if k.startswith("demand:")]
    for part in _some(demands):
        for d in Demand.objects.filter(pk__in=part).select_related("batch").order_by("pk"):
            yield Shelved(ids[str(d.pk)], "demand", demand_text(d))


def _some(ids: list[UUID], size: int = 500) -> Iterator[list[UUID]]:
    return (ids[n : n + size] for n in range(0, len(ids), size))


def demand_text(d: Demand) -> str:
    return text_of(demand_form_of(d), d.content)


def digests(wanted: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """(life, id) → digest of the text as it is now."""
    found = list(wanted)
    bids = [pk for life, pk in found if life == "bid"]
    rows = BidText.objects.filter(bid_id__in=bids).values_list("bid_id", "digest")
    known = {("bid", str(pk)): own for pk, own in rows}
    demands = [pk for life, pk in found if life == "demand"]
    for d in Demand.objects.filter(pk__in=demands).select_related("batch"):
        known["demand", str(d.pk)] = digest(demand_text(d))
    return known
