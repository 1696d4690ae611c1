"""Fold the record into a Merkle tree (RFC 6962) and sign what it says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db import transaction

from jiebang.engine.transparency import (
    Checkpoint as Statement,
)
from jiebang.engine.transparency import (
    Frontier,
    leaf_hash,
    open_note,
    root,
    sign_checkpoint,
)
from jiebang.platform import entropy
from jiebang.platform.audit.models import Checkpoint, Entry, Leaf


def fold(now: datetime) -> int:
    """Take in every entry that is not in the tree yet; sign the new size. Returns how many."""
    with transaction.atomic():
        last = Checkpoint.objects.select_for_update().order_by("-size").first()
        size = last.size if last else 0
        frontier = (
            Frontier(size, tuple(bytes.fromhex(h) for h in last.frontier)) if last else Frontier()
        )
        new = list(Entry.objects.filter(leaf=None).order_by("pk").values_list("pk", "hash"))
        if not new:
            return 0
        for _, digest in new:
            frontier = frontier.append(leaf_hash(bytes.fromhex(digest)))
        Leaf.objects.bulk_create(
            (Leaf(index=size + i, entry_id=pk) for i, (pk, _) in enumerate(new)), batch_size=500
        )
        statement = Statement(settings.JIEBANG_ORIGIN, frontier.size, frontier.root())
        Checkpoint.objects.create(
            size=frontier.size, at=now, frontier=[h.hex() for h in frontier.hashes],
            note=sign_checkpoint(statement, settings.JIEBANG_ORIGIN, signing_key()),
        )  # fmt: skip
    return len(new)


def broken() -> Iterator[str]:
    """Every checkpoint whose signature or root is not what the entries give."""
    rows = Leaf.objects.order_by("index").values_list("index", "entry__hash")
    leaves: list[bytes] = []
    for expected, (index, digest) in enumerate(rows.iterator(2000)):
        if index != expected:
            yield f"leaf {expected} is missing from the tree"
            return
        try:
            leaves.append(leaf_hash(bytes.fromhex(digest)))
        except ValueError:
            yield f"leaf {index} is no digest"
            return
    known = {settings.JIEBANG_ORIGIN: signing_key().public_key()}
    frontier, sizes = Frontier(), {c.size: c for c in Checkpoint.objects.order_by("size")}
    for leaf in leaves:
        frontier = frontier.append(leaf)
        checkpoint = sizes.pop(frontier.size, None)
        if checkpoint and not _holds(checkpoint, frontier.root(), known):
            yield f"checkpoint {checkpoint.size} does not match the record"
    for size in sizes:
        yield f"checkpoint {size} speaks of entries that are not there"
    if leaves and root(leaves) != frontier.root():
        yield "the tree and its frontier disagree"


def _holds(checkpoint: Checkpoint, computed: bytes, known: dict) -> bool:
    try:
        statement = open_note(checkpoint.note, known)
    except ValueError:
        return False
    return (statement.size, statement.root) == (checkpoint.size, computed)


def signing_key() -> Ed25519PrivateKey:
    """The log's key, kept outside the database; made on first use with owner-only rights."""
    path = Path(settings.JIEBANG_VAR) / "log.key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        raw = Ed25519PrivateKey.from_private_bytes(entropy.token(32)).private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )  # fmt: skip
        path.touch(mode=0o600)
        path.write_bytes(raw)
    key = serialization.load_pem_private_key(path.read_bytes(), None)
    assert isinstance(key, Ed25519PrivateKey)  # noqa: S101 -- the file is ours
    return key


@dataclass(frozen=True, slots=True)
class Head:
    """The newest checkpoint: how many entries, when, and the signed note."""

    size: int
    at: datetime
    note: str


def head() -> Head | None:
    last = Checkpoint.objects.order_by("-size").first()
    return Head(last.size, last.at, last.note) if last else None
