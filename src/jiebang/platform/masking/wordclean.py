"""A Word part without anything that a reader does not see: who changed what, comments, fields,
links, hidden text, descriptions of pictures, ids of editing sessions."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from lxml import etree

from jiebang.platform.masking.package import drop, local, unwrap

Tree = Any
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_GONE = frozenset({
    "del", "moveFrom", "commentRangeStart", "commentRangeEnd", "commentReference", "annotationRef",
    "proofErr", "permStart", "permEnd", "moveFromRangeStart", "moveFromRangeEnd",
    "moveToRangeStart",
    "moveToRangeEnd",
    "sdtPr", "sdtEndPr", "customXmlPr", "smartTagPr", "tblCaption",
    "tblDescription", "Fallback", "lastRenderedPageBreak", "altChunk", "subDoc", "contentPart",
    "cellIns", "cellDel", "cellMerge", "numberingChange", "control", "printerSettings",
    "attachedTemplate", "delText", "delInstrText", "movie", "bgPict",
})  # fmt: skip
_OPENED = frozenset({"ins", "moveTo", "sdt", "sdtContent", "hyperlink", "smartTag", "customXml",
                     "AlternateContent", "Choice", "dir", "bdo"})  # fmt: skip
_FIELDS = re.compile(r"^\s*(?:PAGE|NUMPAGES|SECTIONPAGES|TOC|PAGEREF|REF|SEQ|SECTION|STYLEREF)\b")
_DROPPED_ATTRIBUTES = frozenset({
    "author", "initials", "date", "dateUtc", "rsidR", "rsidRPr", "rsidP", "rsidRDefault", "rsidDel",
    "rsidTr", "rsidSect", "paraId", "textId", "descr", "alt", "gfxdata", "tooltip", "docLocation",
    "editId", "anchorId", "spid", "title", "history", "anonid",
})  # fmt: skip
_RELATION = (
    f"{{{R}}}id",
    f"{{{R}}}embed",
    f"{{{R}}}link",
    f"{{{R}}}pict",
    f"{{{R}}}dm",
    f"{{{R}}}href",
)
_PICTURES = frozenset({"drawing", "pict", "object"})


def cleaned(root: Tree) -> Counter[str]:
    """Changes the tree; how many of what was taken away."""
    found: Counter[str] = Counter()
    _fields(root)
    for element in list(root.iter()):
        name = local(element)
        if name in ("del", "ins", "moveFrom", "moveTo") or name.endswith("PrChange"):
            found["changes_accepted"] += 1
        if name in _GONE or name.endswith("Change"):
            drop(element)
    for element in list(root.iter()):
        if local(element) in _OPENED:
            found["links_removed"] += local(element) == "hyperlink" and bool(
                element.get(_RELATION[0])
            )
            unwrap(element)
    _hidden(root, found)
    _bookmarks(root)
    for element in root.iter():
        _attributes(element)
    return found


def _fields(root: Tree) -> None:
    """Fields other than page numbers, contents and references become their last result."""
    for simple in list(root.iter(f"{{{W}}}fldSimple")):
        if not _FIELDS.match(simple.get(f"{{{W}}}instr") or ""):
            unwrap(simple)
    open_: list[list[Tree]] = []
    for element in list(root.iter(f"{{{W}}}fldChar", f"{{{W}}}instrText")):
        kind = element.get(f"{{{W}}}fldCharType")
        if kind == "begin":
            open_.append([])
        if open_:
            open_[-1].append(element)
        if kind == "end" and open_:
            _field(open_.pop())
    for rest in open_:
        for element in rest:
            drop(element)


def _field(elements: list[Tree]) -> None:
    words = "".join(e.text or "" for e in elements if local(e) == "instrText")
    if not _FIELDS.match(words):
        for element in elements:
            drop(element)


def _hidden(root: Tree, found: Counter[str]) -> None:
    for run in list(root.iter(f"{{{W}}}r")):
        properties = run.find(f"{{{W}}}rPr")
        for name in ("vanish", "specVanish", "webHidden"):
            mark = properties.find(f"{{{W}}}{name}") if properties is not None else None
            off = mark is not None and mark.get(f"{{{W}}}val") in ("0", "false", "off")
            if mark is not None and not off and run.getparent() is not None and name != "webHidden":
                found["hidden_removed"] += 1
                drop(run)


def _bookmarks(root: Tree) -> None:
    """Names of bookmarks are text too; those of contents and references stay."""
    kept = set()
    for start in list(root.iter(f"{{{W}}}bookmarkStart")):
        if re.fullmatch(r"_(?:Toc|Ref)\d+", start.get(f"{{{W}}}name") or ""):
            kept.add(start.get(f"{{{W}}}id"))
        else:
            drop(start)
    for end in list(root.iter(f"{{{W}}}bookmarkEnd")):
        if end.get(f"{{{W}}}id") not in kept:
            drop(end)


def _attributes(element: Tree) -> None:
    if not isinstance(element.tag, str):
        return
    for key in list(element.attrib):
        name = etree.QName(key).localname
        if name in _DROPPED_ATTRIBUTES:
            del element.attrib[key]
    if local(element) in ("docPr", "cNvPr"):
        element.set("name", f"{local(element)}{element.get('id', '')}")


def pictures(root: Tree) -> list[tuple[Tree, list[str]]]:
    """Drawings, old pictures and objects that show something from another part, with the
    relations they use. Shapes with words only are left in place."""
    found = []
    for element in root.iter(*(f"{{{W}}}{name}" for name in _PICTURES)):
        if any(local(above) in _PICTURES for above in element.iterancestors()):
            continue
        used = [e.get(key) for e in element.iter() for key in _RELATION if e.get(key)]
        if used or local(element) == "object":
            found.append((element, used))
    return found


def words_in(element: Tree) -> str:
    """What text boxes inside a picture say."""
    return " ".join(t.text for t in element.iter(f"{{{W}}}t") if t.text)
