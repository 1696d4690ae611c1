"""How an item's form and its files are masked: with its roster and the panel's corrections."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zipfile import BadZipFile, ZipFile

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from jiebang.engine.text import Organisation, Person, Roster
from jiebang.engine.text.masking import Correction, Leak, Masked, mask_all
from jiebang.engine.transparency import digest
from jiebang.platform.files import queries as files
from jiebang.platform.files import store
from jiebang.platform.masking import MaskedDocument, mask_document
from jiebang.programme.queries.subjects import Subject
from jiebang.registry import queries as registry
from jiebang.review.models import Attachment, Panel, PanelItem
from jiebang.rulebook import blind
from jiebang.rulebook.attachment import State


@dataclass(frozen=True, slots=True)
class Text:
    """One text before masking, with what was masked and what was left in doubt."""

    place: str
    place_en: str
    text: str
    masks: tuple[tuple[int, int, str, str, bool], ...]
    doubts: tuple[tuple[int, int, str, float], ...]

    @property
    def doubtful(self) -> int:
        return len(self.doubts) + sum(m[4] for m in self.masks)

    @property
    def weight(self) -> float:
        """What somebody should look at first: likely leaks, then doubtful masks, then masks."""
        most = max((d[3] for d in self.doubts), default=0.0)
        return most + (0.5 if any(m[4] for m in self.masks) else 0.0) + (0.01 if self.masks else 0)


@dataclass(frozen=True, slots=True)
class MaskedForm:
    sections: list[Any]
    texts: tuple[Text, ...]
    leak: int

    @property
    def masked(self) -> int:
        return sum(len(t.masks) for t in self.texts)


@dataclass(frozen=True, slots=True)
class MaskedFile:
    """`data` is None where the machine cannot judge. `corrections`: digest of those it rests on."""

    data: bytes | None
    suffix: str
    texts: tuple[Text, ...]
    leak: int
    flags: tuple[tuple[str, Mapping[str, Any], bool], ...]
    corrections: str


def roster_for(s: Subject) -> Roster:
    """Everybody behind a bid or a demand, its units under all their names."""
    names = registry.unit_names(s.own_units)
    units = [(names[u].name, names[u].others) for u in s.own_units if u in names]
    return blind.roster(s.values, units)


def roster_of(item: PanelItem) -> Roster:
    return Roster(
        tuple(Person(name) for name in item.people),
        tuple(Organisation(name, tuple(aliases)) for name, aliases in item.organisations),
    )


def corrections_of(masks: Iterable[Mapping[str, Any]]) -> tuple[Correction, ...]:
    return tuple(
        Correction(m.get("action") or "hide", m["text"], m.get("kind") or "other") for m in masks
    )


def corrections_digest(p: Panel) -> str:
    return digest(list(p.masks))


def masked_form(sections: Sequence[Mapping[str, Any]], roster: Roster,
                corrections: Sequence[Correction] = ()) -> MaskedForm:  # fmt: skip
    """All texts of a form with one set of names: who is 〔人员B〕 in one is so in all."""
    found = blind.texts_in(sections)
    reading = mask_all([text for _, _, text in found], roster, corrections=corrections)
    after = iter(reading.parts)
    doubts = _doubts(reading.leak)
    return MaskedForm(
        blind.masked(sections, lambda _text: next(after).text),
        tuple(_text(zh, en, text, part, doubts.get(n, ()))
              for n, ((zh, en, text), part) in enumerate(zip(found, reading.parts, strict=True))),
        per_mille(reading.leak),
    )  # fmt: skip


def masked_file(attachment_id: str) -> MaskedFile | None:
    """What masking makes of a file that waits for it; None when it does not wait any more."""
    rows = Attachment.objects.filter(pk=attachment_id, state=State.WAITING)
    a = rows.select_related("item__panel").first()
    if a is None:
        return None
    done = masked_stored(str(a.source), neutral_name(a.item.code, a.number),
                         roster_of(a.item), corrections_of(a.item.panel.masks))  # fmt: skip
    return file_of(done, corrections_digest(a.item.panel))


def failed(attachment_id: str) -> MaskedFile:
    """What is kept of a file that masking broke down on."""
    a = Attachment.objects.select_related("item__panel").get(pk=attachment_id)
    flags: tuple[tuple[str, Mapping[str, Any], bool], ...] = (("masking_failed", {}, True),)
    return MaskedFile(None, "", (), 0, flags, corrections_digest(a.item.panel))


def waiting(panel_id: str) -> list[str]:
    rows = Attachment.objects.filter(item__panel_id=panel_id, state=State.WAITING)
    return [str(pk) for pk in rows.order_by("item__code", "number").values_list("pk", flat=True)]


def masked_stored(file_id: str, name: str, roster: Roster,
                  corrections: Sequence[Correction] = ()) -> MaskedDocument:  # fmt: skip
    """A stored file masked; Denied while it is locked away."""
    source = files.get(file_id)
    if source is None:
        raise LookupError(file_id)
    with store.opened(source.id) as stream:
        data = stream.read()
    return mask_document(data, source.mime, roster, name=name, corrections=corrections)


def neutral_name(code: str, number: int) -> str:
    return f"{code} 附件{number}"


def file_of(done: MaskedDocument, corrections: str = "") -> MaskedFile:
    doubts = _doubts(done.leak)
    named = [pair for pair in done.pairs if pair.place != "name"]  # its name is ours
    return MaskedFile(
        data=None if done.needs_human else done.data,
        suffix=re.sub(r"^.*(?=\.\w+$)", "", done.name) if "." in done.name else "",
        texts=tuple(_text(p.place[:300], "", p.before, p.after, doubts.get(p.index, ()))
                    for p in named),
        leak=per_mille(done.leak),
        flags=tuple((f.code, dict(f.params), f.stops) for f in done.flags),
        corrections=corrections,
    )  # fmt: skip


def per_mille(leak: Leak) -> int:
    """The chance that something telling is still readable; a record holds no fractions."""
    return round(leak.score * 1000)


def _doubts(leak: Leak) -> dict[int, list[tuple[int, int, str, float]]]:
    found: dict[int, list[tuple[int, int, str, float]]] = {}
    for d in leak.doubts:
        found.setdefault(d.part, []).append((d.start, d.end, d.kind, d.probability))
    return found


def _text(place: str, place_en: str, text: str, after: Masked,
          doubts: Iterable[tuple[int, int, str, float]]) -> Text:  # fmt: skip
    masks = tuple((m.start, m.end, m.kind, m.placeholder, m.doubtful) for m in after.masks)
    return Text(place, place_en, text, masks, tuple(sorted(doubts)))


def still_named(data: bytes, roster: Roster) -> tuple[str, ...]:
    """The listed names that can be read in any part of a file, its properties included."""
    said = "".join("".join(_parts(data)).split())
    names = [p.name for p in roster.people]
    names += [n for o in roster.organisations for n in (o.name, *o.aliases)]
    return tuple(n for n in dict.fromkeys(names) if len(n) > 1 and "".join(n.split()) in said)


def _parts(data: bytes) -> Iterable[str]:
    if data[:2] == b"PK":
        try:
            with ZipFile(io.BytesIO(data)) as archive:
                for name in archive.namelist():
                    yield name
                    inside = archive.read(name).decode("utf-8", "replace")
                    yield re.sub(r"<[^>]*>", "", inside) + inside
        except BadZipFile:
            return
    elif data[:5] == b"%PDF-":
        try:
            reader = PdfReader(io.BytesIO(data))
            yield f"{reader.metadata} {reader.xmp_metadata} {reader.outline} {reader.attachments}"
            for page in reader.pages:
                yield page.extract_text() or ""
                yield str(page.get("/Annots") and [a.get_object() for a in page["/Annots"]])
        except (PyPdfError, ValueError, KeyError, TypeError):
            return
    else:
        yield data.decode("utf-8", "replace") + data.decode("gb18030", "replace")
