"""Load, compare and write editions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from importlib import resources
from types import MappingProxyType
from typing import Any

from jiebang.rulebook.forms import Problem

from . import document as doc
from .checks import check
from .leaves import Report, join, read_section
from .whole import SOURCES, Edition, Origin

FOLDER = resources.files("jiebang.rulebook") / "editions"


class EditionInvalid(Exception):
    """The document breaks the schema; `problems` lists every place and why."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("; ".join(f"{p.path}: {p.reason.code}" for p in problems))


@dataclass(frozen=True, slots=True)
class Difference:
    """What one edition says and another does not; None where it says nothing."""

    path: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class Line:
    """One value as the document writes it (amounts in 万元), for a page that shows them all."""

    path: str
    value: Any
    origin: Origin


def shipped() -> tuple[str, ...]:
    """The codes of the editions that come with the program."""
    names = (entry.name for entry in FOLDER.iterdir())
    return tuple(sorted(n.removesuffix(".toml") for n in names if n[-9:-5].isdigit()))


def shipped_text(name: str) -> str:
    """A shipped document by code or file name, as it is written."""
    file = FOLDER / (name if name.endswith(".toml") else f"{name}.toml")
    if "/" in name or not file.is_file():
        raise LookupError(name)
    return file.read_text(encoding="utf-8")


def load(text: str, *, parent: Callable[[str], str] = shipped_text) -> Edition:
    """The edition a TOML text describes, or EditionInvalid with every problem."""
    report = Report()
    document = doc.parse(text, parent, report)
    _raise_if_any(report)
    return build(document)


def build(document: Mapping[str, Any]) -> Edition:
    """The edition of a resolved document, as `tomllib` gives it with decimals."""
    report = Report()
    body = {name: value for name, value in document.items() if name != "origin"}
    origins = _origins(document.get("origin", {}), report)
    edition: Edition | None = read_section(Edition, _with_options(body), "", report)
    _raise_if_any(report)
    assert edition is not None  # noqa: S101 - without problems there is an edition
    whole = doc.freeze({**body, "origin": _marks(origins)})
    edition = replace(edition, origins=origins, document=whole)
    check(edition, report)
    _raise_if_any(report)
    return edition


def _raise_if_any(report: Report) -> None:
    if report.problems:
        raise EditionInvalid(tuple(report.problems))


def digest(edition: Edition) -> str:
    """SHA-256 of the canonical form of the resolved document."""
    return doc.sha256(edition.document)


def diff(old: Edition, new: Edition) -> tuple[Difference, ...]:
    """The change of law from one edition to another, in the order of the documents."""
    before, after = dict(doc.leaves(old.document)), dict(doc.leaves(new.document))
    return tuple(
        Difference(path, before.get(path), after.get(path))
        for path in (*before, *(p for p in after if p not in before))
        if before.get(path) != after.get(path)
    )


def lines(edition: Edition) -> tuple[Line, ...]:
    """Every value of the edition with the mark of where it comes from."""
    return tuple(
        Line(path, value, edition.origin(path))
        for path, value in doc.leaves(edition.document)
        if not path.startswith("origin.")
    )


def dump_toml(edition: Edition) -> str:
    """The resolved document: it extends nothing and loads to the same digest."""
    return doc.write(edition.document)


def _origins(raw: Any, report: Report) -> Mapping[str, Origin]:
    """`"fields" = "public 2023"`: the mark of a value, or of all below a section."""
    origins: dict[str, Origin] = {}
    for path, mark in raw.items() if isinstance(raw, Mapping) else ():
        source, _, year = mark.partition(" ") if isinstance(mark, str) else ("", "", "")
        if source not in SOURCES or (year and not (year.isdigit() and len(year) == 4)):
            report.add(join("origin", path), "wrong_mark", given=str(mark)[:40])
            continue
        origins[path] = Origin(source, int(year) if year else None)
    return MappingProxyType(origins)


def _marks(origins: Mapping[str, Origin]) -> dict[str, str]:
    return {path: f"{o.source} {o.year or ''}".strip() for path, o in sorted(origins.items())}


def _with_options(document: Mapping[str, Any]) -> dict[str, Any]:
    """Fields that say `options_from` get the codes that the edition itself lists there."""
    forms = document.get("forms")
    return {**document, "forms": _fill(forms, document)} if forms else dict(document)


def _fill(value: Any, document: Mapping[str, Any]) -> Any:
    if isinstance(value, list):
        return [_fill(v, document) for v in value]
    if not isinstance(value, Mapping):
        return value
    filled = {k: _fill(v, document) for k, v in value.items() if k != "options_from"}
    if "options_from" in value:
        listed = document.get(str(value["options_from"]))
        filled["options"] = ["|".join(str(x.get(k, "")) for k in ("code", "label", "label_en"))
                             for x in listed if isinstance(x, Mapping)
                             ] if isinstance(listed, list) else []  # fmt: skip
    return filled
