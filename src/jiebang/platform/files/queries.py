"""What may be known of stored files. Whether the asker may know it is the owner's rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import CharField

from jiebang.engine.decision import Decision, Reason
from jiebang.platform.files.models import Scan, StoredFile
from jiebang.platform.prepared import Prepared


@dataclass(frozen=True, slots=True)
class FileView:
    id: UUID
    sha256: str
    size: int
    name: str
    mime: str
    pages: int | None
    flags: tuple[Reason, ...]
    uploaded_at: datetime
    uploader: int | None
    scan: str
    purpose: str
    owner_life: str
    owner_pk: str

    @property
    def openable(self) -> bool:
        return self.scan in (Scan.CLEAN, Scan.UNSCANNED)

    @property
    def opening(self) -> Decision:
        """Whether it may be opened at all, whoever asks."""
        return Decision() if self.openable else Decision((Reason(f"file_{self.scan}"),))

    @property
    def owned(self) -> bool:
        return bool(self.owner_life)


def get(file_id: Any) -> FileView | None:
    try:
        key = file_id if isinstance(file_id, UUID) else UUID(str(file_id))
    except ValueError:
        return None
    row = StoredFile.objects.filter(pk=key).first()
    return None if row is None else view(row)


_of = Prepared(
    lambda life, pk: StoredFile.objects.filter(owner_life=life, owner_pk=pk)
    .order_by("uploaded_at", "pk"),
    CharField(), CharField(),
)  # fmt: skip


def of(life: str, pk: Any, purpose: str = "") -> tuple[FileView, ...]:
    """The files of one owner, oldest first."""
    found = (view(row) for row in _of(life, pk))
    return tuple(f for f in found if purpose in ("", f.purpose))


def of_many(life: str, pks: Iterable[Any], purpose: str = "") -> Mapping[str, tuple[FileView, ...]]:
    """The files of many owners in one statement; owners without files are absent."""
    rows = StoredFile.objects.filter(owner_life=life, owner_pk__in={str(pk) for pk in pks})
    if purpose:
        rows = rows.filter(purpose=purpose)
    found: dict[str, tuple[FileView, ...]] = {}
    for row in rows.order_by("uploaded_at", "pk"):
        found[row.owner_pk] = (*found.get(row.owner_pk, ()), view(row))
    return found


def unowned(uploader: int) -> tuple[FileView, ...]:
    """What somebody sent and has not attached to anything yet."""
    rows = StoredFile.objects.filter(uploader=uploader, owner_life="")
    return tuple(view(row) for row in rows.order_by("uploaded_at", "pk"))


def view(row: StoredFile) -> FileView:
    return FileView(
        id=row.pk,
        sha256=row.sha256,
        size=row.size,
        name=row.name,
        mime=row.mime,
        pages=row.pages,
        flags=tuple(Reason(code, params) for code, params in row.flags),
        uploaded_at=row.uploaded_at,
        uploader=row.uploader,
        scan=row.scan,
        purpose=row.purpose,
        owner_life=row.owner_life,
        owner_pk=row.owner_pk,
    )
