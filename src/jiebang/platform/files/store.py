"""Receiving, adopting, sweeping. An upload is two steps: it is stored unowned with its verdict
at once, and an audited edit of its owner adopts it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID

from django.conf import settings
from django.db import transaction

from jiebang.engine.decision import Decision, Denied, Reason
from jiebang.platform.files import disk, scanner
from jiebang.platform.files.inspect import Limits, Verdict, inspect
from jiebang.platform.files.inspect.names import normal
from jiebang.platform.files.models import Scan, StoredFile
from jiebang.platform.files.queries import FileView, view

UNOWNED_FOR = timedelta(days=1)
WAITING_MOST = 50  # unowned files one person may have: a form has fewer, an attacker wants more


@dataclass(frozen=True, slots=True)
class Receipt:
    """What came of an upload: the stored file, or none and the verdict's reasons."""

    file: FileView | None
    verdict: Verdict


def default_limits() -> Limits:
    return Limits(max_bytes=settings.JIEBANG_UPLOAD_BYTES)


def receive(
    chunks: Iterable[bytes],
    name: str,
    *,
    uploader: int | None,
    now: datetime,
    limits: Limits | None = None,
) -> Receipt:
    """Stream, inspect, scan, keep. When this returns a file, it survives a crash."""
    limits = limits or default_limits()
    waiting = StoredFile.objects.filter(uploader=uploader, owner_life="").count()
    if waiting >= WAITING_MOST:
        return Receipt(None, refused(name, "files_waiting", have=waiting, limit=WAITING_MOST))
    try:
        incoming, sha256, size = disk.write_incoming(chunks, most=limits.max_bytes)
    except disk.TooLarge:
        more = limits.max_bytes + 1
        return Receipt(None, refused(name, "file_too_large", have=more, limit=limits.max_bytes))
    try:
        verdict, scan = judged(incoming, name, limits)
        if not verdict.ok:
            return Receipt(None, verdict)
        path = disk.keep(incoming)
    finally:
        incoming.unlink(missing_ok=True)
    row = StoredFile.objects.create(
        sha256=sha256, size=size, name=verdict.name, mime=verdict.mime, pages=verdict.pages,
        flags=[[flag.code, dict(flag.params)] for flag in verdict.flags], path=path,
        uploaded_at=now, uploader=uploader, scan=scan, unowned_since=now,
    )  # fmt: skip
    return Receipt(view(row), verdict)


def judged(path: Path, name: str, limits: Limits) -> tuple[Verdict, str]:
    verdict = inspect(path, name, limits)
    if not verdict.ok:
        return verdict, Scan.QUARANTINED
    scan, found = scanned(path)
    if found:
        verdict = replace(verdict, problems=(Reason("file_infected", {"found": found}),))
    return verdict, scan


def scanned(path: Path) -> tuple[str, str]:
    """The scan's result and the name of what it found. A scanner that is down never opens."""
    if not settings.JIEBANG_CLAMD:
        return Scan.UNSCANNED, ""
    try:
        found = scanner.signature(path, settings.JIEBANG_CLAMD)
    except scanner.Unreachable:
        return Scan.QUARANTINED, ""
    return (Scan.INFECTED, found) if found else (Scan.CLEAN, "")


def refused(name: str, code: str, **params: object) -> Verdict:
    return Verdict(normal(name), "", "", 0, problems=(Reason(code, params),))


# The owner's side: called by effects of the owner's machine ------------------------------------


def adopt(
    file_id: Any, life: str, pk: Any, purpose: str, *, uploader: int | None = None
) -> FileView:
    """Give an unowned file its owner; Denied when it is gone, taken, or another person's.

    `uploader` None accepts anybody's file; give the actor's id wherever people attach.
    """
    row = locked(file_id)
    if row.owner_life and (row.owner_life, row.owner_pk) != (life, str(pk)):
        deny("file_taken")
    if uploader is not None and row.uploader != uploader and not row.owner_life:
        deny("file_missing")
    view(row).opening.or_raise()
    row.owner_life, row.owner_pk, row.purpose = life, str(pk), purpose
    row.unowned_since = None
    row.save(update_fields=["owner_life", "owner_pk", "purpose", "unowned_since"])
    return view(row)


def release(file_id: Any, life: str, pk: Any, *, now: datetime) -> FileView:
    """Take a file from its owner; it is swept a day later unless adopted again."""
    row = locked(file_id)
    if (row.owner_life, row.owner_pk) != (life, str(pk)):
        deny("file_missing")
    row.owner_life, row.owner_pk, row.purpose = "", "", ""
    row.unowned_since = now
    row.save(update_fields=["owner_life", "owner_pk", "purpose", "unowned_since"])
    return view(row)


def locked(file_id: Any) -> StoredFile:
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a file changes owners only inside its owner's step")
    try:
        return StoredFile.objects.select_for_update().get(pk=UUID(str(file_id)))
    except (StoredFile.DoesNotExist, ValueError):
        return deny("file_missing")


def deny(code: str, **params: object) -> Any:
    raise Denied(Decision((Reason(code, params),)))


# Reading ---------------------------------------------------------------------------------------


def opened(file_id: Any) -> BinaryIO:
    """The bytes. Denied while the file is quarantined; permission is the caller's."""
    row = StoredFile.objects.get(pk=file_id)
    view(row).opening.or_raise()
    return disk.opened(row.path)


def discard(file_id: Any, *, uploader: int) -> bool:
    """Remove at once what its sender has not attached to anything. Answers whether it did."""
    mine = StoredFile.objects.filter(pk=file_id, uploader=uploader, owner_life="")
    path = mine.values_list("path", flat=True).first()
    if path is None or not mine.delete()[0]:
        return False
    disk.discard(path)
    return True


# Upkeep ----------------------------------------------------------------------------------------


def sweep(now: datetime) -> int:
    """Remove files unowned for a day, and bytes on disk that no row knows. Answers how many."""
    swept = 0
    late = StoredFile.objects.filter(unowned_since__lt=now - UNOWNED_FOR)
    for pk, path in list(late.values_list("pk", "path")):
        # Asked again in the deletion itself: an adoption in between keeps the file.
        gone, _ = late.filter(pk=pk).delete()
        if gone:
            disk.discard(path)
            swept += 1
    for path in disk.stale():
        if not StoredFile.objects.filter(path=path).exists():
            disk.discard(path)
            swept += 1
    return swept


def rescan() -> int:
    """Ask the scanner again about what it did not answer for. Answers how many are decided."""
    decided = 0
    for row in StoredFile.objects.filter(scan=Scan.QUARANTINED).order_by("uploaded_at"):
        result, _ = scanned(disk.root() / row.path)
        if result != Scan.QUARANTINED:
            StoredFile.objects.filter(pk=row.pk, scan=Scan.QUARANTINED).update(scan=result)
            decided += 1
    return decided


def damaged() -> tuple[Reason, ...]:
    """Files whose bytes are gone or are not those that were acknowledged."""
    found = []
    rows = StoredFile.objects.order_by("pk").values_list("pk", "path", "sha256")
    for pk, path, sha256 in rows.iterator():
        now = disk.digest(path)
        if now != sha256:
            code = "file_lost" if now is None else "file_altered"
            found.append(Reason(code, {"id": str(pk)}))
    return tuple(found)
