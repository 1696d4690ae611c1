"""Append to the record, read it, and recompute it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Q

from jiebang.engine.transparency import canonical, link
from jiebang.platform import entropy
from jiebang.platform.audit.models import Entry, Private
from jiebang.platform.prepared import Prepared

GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class EntryView:
    """One line of the record. `private` holds the values that may be forgotten."""

    stream: str
    seq: int
    event: str
    at: datetime
    actor_id: int | None
    data: Mapping[str, Any]
    hash: str
    private: Mapping[str, str]


class Told(NamedTuple):
    """What a history shows of an entry."""

    event: str
    at: datetime
    actor_id: int | None
    data: Mapping[str, Any]


def append(*, stream: str, event: str, actor: int | None, now: datetime,
           data: Mapping[str, Any], private: Mapping[str, str] | None = None,
           row: str | None = None) -> Entry:  # fmt: skip
    """Call inside the transaction that makes the change, holding its row's lock.

    `private` values go to the side table; the hashed body keeps a salted commitment to each.
    `row` is committed to in the same way, but only its salt is kept: the row itself is the copy.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("the record shares the transaction of the change it records")
    hidden = {k: (v, entropy.new_salt()) for k, v in (private or {}).items()}
    if row is not None:
        hidden["row"] = (row, entropy.new_salt())
    body = {
        "event": event,
        "actor": actor,
        "at": now.astimezone(UTC).isoformat(),
        "data": dict(data),
        "commits": {k: commitment(v, salt) for k, (v, salt) in hidden.items()},
    }
    last = Entry.objects.filter(stream=stream).order_by("-seq").values("seq", "hash").first()
    previous = last["hash"] if last else GENESIS
    entry = Entry.objects.create(
        stream=stream, seq=(last["seq"] if last else 0) + 1, previous=previous,
        hash=link(bytes.fromhex(previous), body).hex(), event=event, at=now, actor_id=actor,
        body=body,
    )  # fmt: skip
    Private.objects.bulk_create(
        Private(entry=entry, name=k, value="" if k == "row" else v, salt=salt)
        for k, (v, salt) in hidden.items()
    )
    return entry


def commitment(value: str, salt: str) -> str:
    """SHA-256 over salt and value: says nothing of the value to whoever lacks the salt."""
    return hashlib.sha256(canonical([salt, value])).hexdigest()


def entries(*, streams: Iterable[str] | None = None, event: str = "", actor: int | None = None,
            offset: int = 0, limit: int = 100,
            private: bool = True) -> list[EntryView]:  # fmt: skip
    """The record, newest first; two statements, one without what may be forgotten."""
    wanted = Q()
    if streams is not None:
        wanted &= Q(stream__in=list(streams))
    if event:
        wanted &= Q(event=event)
    if actor is not None:
        wanted &= Q(actor_id=actor)
    rows = Entry.objects.filter(wanted).order_by("-pk")
    if private:
        rows = rows.prefetch_related("private")
    return [
        EntryView(e.stream, e.seq, e.event, e.at, e.actor_id, e.body["data"], e.hash,
                  {p.name: p.value for p in e.private.all() if p.name != "row"} if private else {})
        for e in rows[offset : offset + limit]
    ]  # fmt: skip


_story = Prepared(
    lambda stream: Entry.objects.filter(stream=stream).order_by("-pk").values_list(
        "event", "at", "actor_id", "body")[:200],
    Entry._meta.get_field("stream"),
)  # fmt: skip


def story(stream: str) -> list[Told]:
    """The last 200 entries of one stream, newest first."""
    return [Told(event, at, who, body["data"]) for event, at, who, body in _story(stream)]


def count() -> int:
    return Entry.objects.count()


def broken() -> Iterator[str]:
    """Every place where the record does not follow from itself, first of each stream."""
    stream, seq, previous, skip = None, 0, GENESIS, ""
    for e in Entry.objects.order_by("stream", "seq").iterator(2000):
        if e.stream != stream:
            stream, seq, previous = e.stream, 0, GENESIS
        if e.stream == skip:
            continue
        honest = (
            (e.seq, e.previous) == (seq + 1, previous)
            and e.hash == _linked(e.previous, e.body)
            and (e.body["event"], e.body["actor"]) == (e.event, e.actor_id)
            and datetime.fromisoformat(e.body["at"]) == e.at
        )
        if not honest:
            skip = e.stream
            yield f"{e.stream}#{e.seq}: does not follow from the entry before it"
        seq, previous = e.seq, e.hash
    for p in Private.objects.exclude(name="row").select_related("entry").iterator(2000):
        if p.entry.body["commits"].get(p.name) != commitment(p.value, p.salt):
            yield f"{p.entry.stream}#{p.entry.seq}: {p.name} is not what was committed to"


def _linked(previous: str, body: Mapping[str, Any]) -> str:
    """What follows from the entry before; nothing where that is not even a digest."""
    try:
        return link(bytes.fromhex(previous), body).hex()
    except ValueError:
        return ""


def note_reading(*, actor: int | None, now: datetime, what: str) -> None:
    """Reading what is sensitive is an event too."""
    with transaction.atomic():
        append(stream=f"person:{actor}", event="record.read", actor=actor, now=now,
               data={"what": what[:200]})  # fmt: skip
