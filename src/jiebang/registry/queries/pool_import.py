"""What an import of a list would do, seen from the pool as it is now (R063)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from jiebang.engine.conflicts import Person, same_person
from jiebang.platform import sealing
from jiebang.platform.documents.tables import read_rows
from jiebang.platform.files import queries as files
from jiebang.platform.files import store
from jiebang.registry.models import Expert
from jiebang.registry.queries.expert import ID_INDEX
from jiebang.rulebook.expert import State, unit_key
from jiebang.rulebook.pool_import import COLUMNS, NEEDED, Change, Known, Line, Record, plan, record


@dataclass(frozen=True, slots=True)
class Preview:
    """`alike`: by line, the name, unit and signs of whom it may be the same as."""

    file: str
    name: str
    digest: str
    lines: tuple[Line, ...]
    alike: dict[int, tuple[str, str, tuple[str, ...]]]

    @property
    def counts(self) -> Counter[str]:
        return Counter(line.change for line in self.lines)


def preview(file_id: Any, *, uploader: int) -> Preview | None:
    """None when the file is not there or somebody else's. Raises documents.tables.Unread."""
    file = files.get(file_id)
    if file is None or file.uploader != uploader or not file.openable:
        return None
    with store.opened(file.id) as stream:
        rows = read_rows(stream.read(), NEEDED)
    records = [record(r.number, r.cells) for r in rows]
    known = _known()
    alike = _alike(records, known)
    lines = plan(records, known, _indexes(records), {n: pk for n, (pk, *_rest) in alike.items()})
    told = {n: (name, unit, signs) for n, (_pk, name, unit, signs) in alike.items()}
    return Preview(str(file.id), file.name, file.sha256, lines, told)


def _indexes(records: Iterable[Record]) -> dict[str, str]:
    numbers = {str(r.values.get("id_number") or "") for r in records} - {""}
    return {n: sealing.index(n, ID_INDEX) for n in numbers}


def _known() -> list[Known]:
    rows = Expert.objects.exclude(state=State.REMOVED).defer("ties", "id_sealed", "bank_sealed")
    return [
        Known(
            str(e.pk), e.name, e.id_index or "", e.profile.get("phone") or "", e.unit_name,
            {**{f: e.profile.get(f) for f in COLUMNS}, "unit_name": e.unit_name,
             "unit_code": e.unit_code, "region_code": e.region_code, "kind": e.kind,
             "fields": e.fields, "keywords": e.keywords},
        )
        for e in rows.order_by("pk")
    ]  # fmt: skip


def _alike(records: Iterable[Record], known: Iterable[Known]) -> dict[int, Any]:
    """Records without a known identity number that may be somebody of the pool: the same name, or
    the same phone. The signs are told; people decide."""
    by_name: dict[str, list[Known]] = {}
    by_phone: dict[str, Known] = {}
    for k in known:
        by_name.setdefault(unit_key(k.name), []).append(k)
        by_phone.setdefault(k.phone, k)
    indexes = {k.id_index for k in known} - {""}
    found = {}
    for r in records:
        number = str(r.values.get("id_number") or "")
        if r.problems or (number and sealing.index(number, ID_INDEX) in indexes):
            continue
        near = list(by_name.get(unit_key(str(r.values["name"])), ()))
        phone = str(r.values.get("phone") or "")
        near += [by_phone[phone]] if phone in by_phone and by_phone[phone] not in near else []
        for k in near:
            match = same_person(_person(str(r.number), r.values), _of(k))
            if match.verdict != "different" or k.phone == phone:
                signs = tuple(e.code for e in match.evidence)
                found[r.number] = (k.id, k.name, k.unit_name, signs)
                break
    return found


def _person(pk: str, values: Any) -> Person:
    return Person(
        id=pk, name=str(values["name"]), born=str(values.get("birth_on") or ""),
        contacts=tuple(filter(None, [values.get("phone")])),
        units=tuple(filter(None, [unit_key(str(values.get("unit_name") or ""))])),
        fields=tuple(values.get("fields") or ()),
    )  # fmt: skip


def _of(k: Known) -> Person:
    return _person(k.id, {**k.values, "name": k.name, "phone": k.phone})


def to_take(p: Preview, *, with_alike: bool) -> list[Line]:
    """What an import still has to do, in the order of the list."""
    wanted = {Change.NEW, Change.UPDATE} | ({Change.ASK} if with_alike else set())
    return [line for line in p.lines if line.change in wanted]
