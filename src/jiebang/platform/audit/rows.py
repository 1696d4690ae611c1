"""What a row looked like after its last recorded change: a salted commitment in the record.

Whoever edits a row behind the program's back leaves it different from what was committed to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models

from jiebang.engine.transparency import canonical
from jiebang.platform.audit import log
from jiebang.platform.audit.models import Entry, Private

Parts = Iterable[tuple[type[models.Model], str]]


def state(obj: models.Model, parts: Parts) -> str:
    """Canonical text of the stored row and of the rows it owns."""
    model = type(obj)
    body = {"row": [_plain(model.objects.filter(pk=obj.pk).values().get())]}
    for part, key in parts:
        found = part._default_manager.filter(**{key: obj.pk}).order_by("pk").values()
        body[part._meta.label_lower] = [_plain(r) for r in found]
    return canonical(body).decode()


def record(*, stream: str, event: str, actor: int | None, now: datetime, data: Mapping[str, Any],
           private: Mapping[str, str], state: str) -> None:  # fmt: skip
    """Append an entry that commits to the row's state without keeping a copy of it."""
    log.append(stream=stream, event=event, actor=actor, now=now, data=data, private=private,
               row=state)  # fmt: skip


def changed(model: type[models.Model], life: str, parts: Parts) -> Iterator[str]:
    """Rows that are not what the record's last word on them says."""
    parts = tuple(parts)
    for obj in model._default_manager.order_by("pk").iterator(500):
        stream = f"{life}:{obj.pk}"
        last = Entry.objects.filter(stream=stream).order_by("-seq").first()
        if last is None:
            yield f"{stream}: a row the record does not know"
            continue
        salt = Private.objects.filter(entry=last, name="row").values_list("salt", flat=True).first()
        if salt is not None and last.body["commits"]["row"] != log.commitment(
            state(obj, parts), salt
        ):
            yield f"{stream}#{last.seq}: the row differs from what was recorded"
    known = Entry.objects.filter(stream__startswith=f"{life}:", seq=1)
    ids = {str(pk) for pk in model._default_manager.values_list("pk", flat=True)}
    for stream in known.values_list("stream", flat=True):
        if stream.partition(":")[2] not in ids:
            yield f"{stream}: the row is gone"


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    return {k: _value(v) for k, v in row.items()}


def _value(v: Any) -> Any:
    if isinstance(v, datetime):
        return v.astimezone(UTC).isoformat()
    if isinstance(v, date):
        return v.isoformat()
    if isinstance(v, (UUID, Decimal)):
        return str(v)
    return v
