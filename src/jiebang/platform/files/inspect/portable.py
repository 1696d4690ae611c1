"""PDF: opens, is not locked, how many pages, and what in it would act by itself."""

from __future__ import annotations

import logging
from pathlib import Path

from pypdf import PdfReader
from pypdf.errors import PdfReadError, PyPdfError
from pypdf.generic import DictionaryObject

from jiebang.platform.files.inspect.verdict import Findings, Limits

# The parser quotes damaged files at length; nobody's upload writes into our log.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)

# What a damaged or hostile file makes the parser raise, besides its own errors.
DAMAGE = (
    PyPdfError,
    ValueError,
    KeyError,
    TypeError,
    IndexError,
    AttributeError,
    OverflowError,
    RecursionError,
    OSError,
    NotImplementedError,
    AssertionError,
)
ACTS = {"/JavaScript": "file_script", "/Launch": "file_launches", "/ImportData": "file_launches"}


def inspect_pdf(path: Path, found: Findings, limits: Limits) -> None:
    try:
        with path.open("rb") as file:
            read(PdfReader(file, strict=False), found, limits)
    except DAMAGE:
        found.problem("file_broken")


def read(reader: PdfReader, found: Findings, limits: Limits) -> None:
    if reader.is_encrypted:
        return found.problem("file_encrypted")
    root = reader.root_object
    told = root["/Pages"].get_object().get("/Count", 0)  # type: ignore[union-attr]
    if told > limits.max_pages:
        return found.problem("file_too_many_pages", have=int(told), limit=limits.max_pages)
    found.pages = len(reader.pages)
    if not found.pages:
        raise PdfReadError("no pages")
    catalogue(root, found)
    for page in reader.pages:
        acting(page.get("/AA"), found)
        for annotation in page.get("/Annots") or ():
            acting(annotation, found)


def catalogue(root: DictionaryObject, found: Findings) -> None:
    listed = root.get("/Names", DictionaryObject()).get_object()
    if "/JavaScript" in listed:
        found.flag("file_script")
    if "/EmbeddedFiles" in listed or "/Collection" in root:
        found.flag("file_embedded_object")
    acting(root.get("/OpenAction"), found)
    acting(root.get("/AA"), found)


def acting(action, found: Findings, depth: int = 0) -> None:
    """Follow the few keys under which actions hang."""
    action = action.get_object() if action is not None else None
    if not isinstance(action, DictionaryObject) or depth > 3:
        return
    code = ACTS.get(str(action.get("/S", "")))
    if code:
        found.flag(code)
    if action.get("/Subtype") == "/FileAttachment":
        found.flag("file_embedded_object")
    for key in ("/A", "/AA", "/Next", *(k for k in action if len(str(k)) <= 3)):
        acting(action.get(key), found, depth + 1)
