"""A masked document, and what a person must still look at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from jiebang.engine.text.masking import Correction, Leak, Masked, Part, Reading, mask_all
from jiebang.engine.text.roster import Roster

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF = "application/pdf"
TEXT = "text/plain"


@dataclass(frozen=True, slots=True)
class Flag:
    """Something the machine cannot judge or had to change. `stops`: nothing may be shown to a blind
    reader before a person has dealt with it.

    Codes that stop: encrypted, no_text_layer, unreadable_text, broken, too_large, kind_unknown.
    Codes to look at: images_removed, objects_removed, comments_removed, changes_accepted,
    hidden_removed, hidden_shown, links_removed, formulas_as_values, names_removed, hidden_sheets,
    retypeset, form_fields,
    attachments_removed, annotations_removed, pages_without_text.
    """

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)
    stops: bool = False


@dataclass(frozen=True, slots=True)
class Taken:
    """A picture that was taken out: a person looks at it and may admit it by its digest."""

    place: str
    sha256: str
    mime: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Pair:
    """A paragraph, cell or line before and after; `index` is what a Correction calls `part`."""

    index: int
    place: str
    before: str
    after: Masked


@dataclass(frozen=True, slots=True)
class MaskedDocument:
    """`data` is None when a flag stops it. `pairs` hold the original words: they are for the
    secretary, never for a blind reader."""

    data: bytes | None
    mime: str
    name: str
    pairs: tuple[Pair, ...]
    leak: Leak
    flags: tuple[Flag, ...] = ()
    taken: tuple[Taken, ...] = ()

    @property
    def needs_human(self) -> bool:
        return self.data is None or any(f.stops for f in self.flags)

    @property
    def masks(self) -> tuple[Any, ...]:
        return tuple(m for pair in self.pairs for m in pair.after.masks)

    @property
    def changed(self) -> tuple[Pair, ...]:
        return tuple(pair for pair in self.pairs if pair.after.masks)


@dataclass(eq=False)
class Stopped(Exception):
    """The document cannot be masked by a machine."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass
class Story:
    """Texts gathered from a document, in order, and what was noticed on the way. The first part
    is the file's name."""

    parts: list[Part] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    flags: list[Flag] = field(default_factory=list)
    taken: list[Taken] = field(default_factory=list)

    def add(self, text: str, place: str, hint: str = "") -> int:
        self.parts.append(Part(text, hint))
        self.places.append(place)
        return len(self.parts) - 1

    def flag(self, code: str, count: int = 0) -> None:
        if count:
            self.flags.append(Flag(code, {"count": count}))

    def read(self, roster: Roster, corrections: Sequence[Correction]) -> Reading:
        return mask_all(self.parts, roster, corrections=corrections)

    def pairs(self, reading: Reading) -> tuple[Pair, ...]:
        rows = zip(self.places, self.parts, reading.parts, strict=True)
        return tuple(
            Pair(n, place, part.text, after)
            for n, (place, part, after) in enumerate(rows)
            if part.text.strip()
        )
