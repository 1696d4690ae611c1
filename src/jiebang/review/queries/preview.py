"""A bid as experts would read it, for its own units before they hand it in.

What was made of a file is kept on disk under a digest of the file, of the names that are masked,
and of the program: another file, another name or another version is made anew. Derived, so nothing
is lost when the folder is.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from jiebang import __version__
from jiebang.engine.text import Roster
from jiebang.engine.transparency import digest
from jiebang.platform.files import queries as files
from jiebang.platform.files.queries import FileView
from jiebang.programme.queries import subjects
from jiebang.review.queries.attachments import PassageView, passage
from jiebang.review.queries.masking import (
    MaskedForm,
    Text,
    masked_form,
    roster_for,
)
from jiebang.rulebook import blind


@dataclass(frozen=True, slots=True)
class Wanted:
    """One file of a bid that experts would read."""

    file: FileView
    number: int
    roster: Roster

    @property
    def key(self) -> str:
        names = [[p.name for p in self.roster.people],
                 [[o.name, list(o.aliases)] for o in self.roster.organisations]]  # fmt: skip
        return digest([self.file.sha256, self.file.mime, self.number, names, __version__])

    @property
    def ready(self) -> bool:
        return _kept(self.key) is not None


@dataclass(frozen=True, slots=True)
class FilePreview:
    """`ready` is false until the worker has made it."""

    id: str
    number: int
    name: str
    size: int
    ready: bool
    given: bool = False
    masked: int = 0
    leak: int = 0
    flags: tuple[tuple[str, Mapping[str, Any]], ...] = ()
    passages: tuple[PassageView, ...] = ()


@dataclass(frozen=True, slots=True)
class FormPreview:
    sections: tuple[Mapping[str, Any], ...]
    masked: int
    leak: int
    passages: tuple[PassageView, ...]


def form(bid_id: str) -> FormPreview:
    s = subjects.bid_subject(bid_id)
    done: MaskedForm = masked_form(blind.reading(s.spec, s.values, blind=True), roster_for(s))
    shown = sorted((t for t in done.texts if t.weight), key=lambda t: -t.weight)
    return FormPreview(tuple(done.sections), done.masked, done.leak, _passages(shown))


def files_of(bid_id: str) -> tuple[FilePreview, ...]:
    return tuple(_preview(w) for w in _all(bid_id))


def wanted(bid_id: str, file_id: str) -> Wanted | None:
    return next((w for w in _all(bid_id) if str(w.file.id) == file_id), None)


def _all(bid_id: str) -> list[Wanted]:
    s = subjects.bid_subject(bid_id)
    roster = roster_for(s)
    own = {str(f.id): f for f in files.of("bid", bid_id)}
    ids = [i for i in blind.files_in(s.spec, s.values) if i in own]
    return [Wanted(own[i], n, roster) for n, i in enumerate(ids, 1)]


def _preview(w: Wanted) -> FilePreview:
    f = w.file
    kept = _kept(w.key)
    if kept is None:
        return FilePreview(str(f.id), w.number, f.name, f.size, False)
    return FilePreview(
        str(f.id), w.number, f.name, f.size, True, kept["given"], kept["masked"], kept["leak"],
        tuple((code, params) for code, params, _stops in kept["flags"]),
        _passages(Text(**t) for t in kept["texts"]),
    )  # fmt: skip


def _passages(texts: Any) -> tuple[PassageView, ...]:
    return tuple(
        passage(n, t.place, t.place_en, t.text, t.masks, t.doubts) for n, t in enumerate(texts)
    )


def folder() -> Path:
    return Path(settings.JIEBANG_VAR) / "previews"


def _kept(key: str) -> dict[str, Any] | None:
    try:
        return dict(json.loads((folder() / f"{key}.json").read_text("utf-8")))
    except (OSError, ValueError):
        return None
