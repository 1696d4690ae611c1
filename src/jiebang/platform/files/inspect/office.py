"""Word, Excel and PowerPoint files: zips with a contract about what is inside."""

from __future__ import annotations

import re
import tempfile
import zipfile
from pathlib import Path, PurePosixPath

from jiebang.platform.files.inspect import directory, names
from jiebang.platform.files.inspect.archives import Look, expanded
from jiebang.platform.files.inspect.verdict import Budget, Findings

TYPES = "[Content_Types].xml"
VENDOR = "application/vnd.openxmlformats-officedocument"
MAIN_PART = {
    "docx": ("word/document.xml", f"{VENDOR}.wordprocessingml.document"),
    "xlsx": ("xl/workbook.xml", f"{VENDOR}.spreadsheetml.sheet"),
    "pptx": ("ppt/presentation.xml", f"{VENDOR}.presentationml.presentation"),
}
PACKED = frozenset({"docx", "xlsx", "pptx", "docm", "xlsm", "pptm", "zip"})
MACRO_PARTS = frozenset({"vbaproject.bin", "vbadata.xml"})
# A document type declaration has no place in these parts; it is how entity bombs begin.
DOCTYPES = (b"<!DOCTYPE", "<!DOCTYPE".encode("utf-16-le"), "<!DOCTYPE".encode("utf-16-be"))
# Parts that Office fetches from elsewhere when the file is opened; a plain link is no such part.
FETCHED = re.compile(
    rb"relationships/(?:attachedTemplate|oleObject|frame|subDocument|externalLinkPath)\b"
)
EXTERNAL = re.compile(rb"TargetMode\s*=\s*[\"']External[\"']", re.IGNORECASE)
RELATION = re.compile(rb"<Relationship\b[^>]*>", re.IGNORECASE)
XML_READ = 4 * 1024 * 1024  # content types and relations are far smaller


def inspect_office(path: Path, found: Findings, budget: Budget, depth: int, look: Look) -> None:
    archive = directory.open_directory(path, found, budget.limits)
    if archive is None:
        return
    with archive:
        macros(archive, found)
        if not directory.judge(archive, found, budget):
            return
        if TYPES not in archive.namelist():
            return found.problem("file_not_what_it_says", said=found.kind, **{"is": "zip"})
        for info in directory.files(archive):
            if not inspect_part(archive, info, found, budget, depth, look):
                return


def macros(archive: zipfile.ZipFile, found: Findings) -> None:
    bare = {PurePosixPath(n).name.lower() for n in archive.namelist()}
    if bare & MACRO_PARTS:
        found.problem("file_macros")


def inspect_part(
    archive: zipfile.ZipFile,
    info: zipfile.ZipInfo,
    found: Findings,
    budget: Budget,
    depth: int,
    look: Look,
) -> bool:
    """Read one part to its end; False when the rest must not be read."""
    suffix = names.extension(info.filename)
    with tempfile.NamedTemporaryFile(prefix="part-") as copy:
        if not expanded(archive, info, copy, found, budget):
            return False
        copy.seek(0)
        if suffix in ("xml", "rels", "vml"):
            markup(info.filename, copy, found)
        elif suffix in PACKED:
            embedded(copy, info, found, depth, look)
        elif "embeddings/" in info.filename:
            found.flag("file_embedded_object", part=info.filename)
    return True


def embedded(copy, info: zipfile.ZipInfo, found: Findings, depth: int, look: Look) -> None:
    inner = Findings()
    look(Path(copy.name), PurePosixPath(info.filename).name, inner, depth + 1)
    for reason in inner.problems:
        found.problem(reason.code, **{"entry": info.filename, **reason.params})


def markup(name: str, part, found: Findings) -> None:
    if any(mark in part.read(XML_READ) for mark in DOCTYPES):
        found.problem("file_broken")
    part.seek(0)
    if name == TYPES:
        content_types(part.read(XML_READ), found)
    elif name.endswith(".rels"):
        relations(part.read(XML_READ), found)


def content_types(xml: bytes, found: Findings) -> None:
    """The main part must be there under the type that the extension promises."""
    text = xml.decode("utf-8", "replace")
    if "macroEnabled" in text:
        found.problem("file_macros")
        return
    declared = {kind for kind, (_, mime) in MAIN_PART.items() if f'"{mime}.main+xml"' in text}
    if found.kind not in declared:
        really = min(declared, default="zip")
        found.problem("file_not_what_it_says", said=found.kind, **{"is": really})


def relations(xml: bytes, found: Findings) -> None:
    for relation in RELATION.findall(xml):
        if EXTERNAL.search(relation) and FETCHED.search(relation):
            found.flag("file_fetches_elsewhere")
