"""Opened bids are held against the texts of their batch and of all before it (R044).

First every opened bid is read, then each is compared: what nearly all say is known by then. A run
does a part and asks for another; it may run twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from jiebang.engine.duplicates import Comparison, DuplicateIndex, Match
from jiebang.platform import clock, tasks
from jiebang.platform.accounts.actor import CLOCK
from jiebang.platform.lifecycle import Machine
from jiebang.programme.queries import texts
from jiebang.programme.queries.texts import BatchTexts, Compared
from jiebang.programme.tasks.shelf import shelf
from jiebang.rulebook.edition.model import Bidding

READ_AT_ONCE, CHARACTERS_AT_ONCE = 40, 300_000
COMPARED_AT_ONCE = 8
KEPT, PASSAGES = 20, 200
"""Others kept of one bid, and passages of one other: the nearest."""
SHORTEST = 12
"""Equal symbols of a passage that is worth showing."""


@dataclass(frozen=True, slots=True)
class Found:
    """Another text that shares passages with a bid; shares are per cent."""

    life: str
    id: str
    percent: int
    share: int
    share_other: int
    longest: int
    equal: int
    passages: tuple[tuple[int, int, int, int, int], ...]
    digest: str = ""


def compare_waiting() -> None:
    """The task on the queue: a part of the work, and itself again while some is left."""
    if compare_some(clock.now()):
        tasks.enqueue("jiebang.programme.tasks.compare_waiting")


def compare_some(now: datetime) -> int:
    """Read or compare some of the bids that wait for it. Answers how many."""
    return _read_some(now) or _compare_some(now)


def _read_some(now: datetime) -> int:
    bids, done, size = Machine.registry["bid"], 0, 0
    for pk in texts.unread(READ_AT_ONCE):
        if size > CHARACTERS_AT_ONCE:
            break
        found = texts.read(pk)
        bids.perform(pk, "read_text", actor=CLOCK, now=now, read=found)
        done, size = done + 1, size + found.characters
    return done


def _compare_some(now: datetime) -> int:
    bids, some = Machine.registry["bid"], texts.uncompared(COMPARED_AT_ONCE)
    if not some:
        return 0
    batches = texts.batches_until({c.batch for c in some})
    policies = {b.id: b.policy for b in batches}
    found: dict[str, list[Found]] = {c.id: [] for c in some}
    for c, life, pk, match in _matches(some, batches):
        row = _row(life, pk, match)
        if _counts(row, policies[c.batch]):
            found[c.id].append(row)
    for c in some:
        kept = sorted(found[c.id], key=lambda f: (-f.percent, f.life, f.id))[:KEPT]
        digests = texts.digests((f.life, f.id) for f in kept)
        rows = [replace(f, digest=digests[f.life, f.id]) for f in kept]
        bids.perform(c.id, "record_likeness", actor=CLOCK, now=now, found=rows, digest=c.digest)
    return len(some)


def _matches(
    some: Iterable[Compared], batches: list[BatchTexts]
) -> Iterator[tuple[Compared, str, str, Match]]:
    """(bid, life and id of the other, how they compare); one batch in memory at a time."""
    order = {b.id: n for n, b in enumerate(batches)}
    own = {c.batch for c in some}
    said = [text for b in batches if b.id in own for text in b.templates]
    for batch in batches:
        later = [c for c in some if order[c.batch] >= order[batch.id]]
        index = shelf(batch.id)
        for text in dict.fromkeys((*said, *batch.templates)):
            index.add_template(text)
        for c in later:
            for match in _near(index, c):
                life, pk, _version = match.id.split(":")
                if (life, pk) not in (("bid", c.id), ("demand", c.own_demand)):
                    yield c, life, pk, match


def _near(index: DuplicateIndex, c: Compared) -> tuple[Match, ...]:
    key = texts.bid_key(c.id, c.digest)
    if key in index:
        return index.matches(key, most=KEPT)
    return index.query(c.text, "bid", most=KEPT)


def _counts(row: Found, policy: Bidding) -> bool:
    return row.percent >= policy.similarity_show and row.equal >= policy.similarity_least


def _row(life: str, pk: str, match: Match) -> Found:
    met: Comparison = match.comparison
    shown = [p for p in met.passages if p.equal >= SHORTEST]
    return Found(
        life, pk, _percent(met.score), _percent(met.in_b), _percent(met.in_a), met.longest,
        sum(p.equal for p in shown),
        tuple((p.a_start, p.a_end, p.b_start, p.b_end, p.equal) for p in shown[:PASSAGES]),
    )  # fmt: skip


def _percent(share: float) -> int:
    """Whole per cent, half up."""
    return int(share * 100 + 0.5)
