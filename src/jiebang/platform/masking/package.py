"""Office packages: read with care, written anew from nothing but the parts that were looked at."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from lxml import etree

from jiebang.platform.masking.model import Stopped

Tree = Any
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
LARGEST = 300 * 1024 * 1024
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LOCKED = "EncryptedPackage".encode("utf-16-le")
BUILT_AT = (2000, 1, 1, 0, 0, 0)


def opened(data: bytes) -> zipfile.ZipFile:
    if data.startswith(COMPOUND):
        raise Stopped("encrypted" if LOCKED in data else "kind_unknown")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except zipfile.BadZipFile as problem:
        raise Stopped("broken") from problem
    if any(info.flag_bits & 1 for info in archive.infolist()):
        raise Stopped("encrypted")
    if sum(info.file_size for info in archive.infolist()) > LARGEST:
        raise Stopped("too_large", {"limit": LARGEST})
    return archive


def tree_of(archive: zipfile.ZipFile, name: str) -> Tree:
    """Parsed without entities, without the network; a document type is refused."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True,
                             remove_pis=True, load_dtd=False, huge_tree=False)  # fmt: skip
    try:
        root = etree.fromstring(archive.read(name), parser)
    except (etree.XMLSyntaxError, KeyError, zipfile.BadZipFile) as problem:
        raise Stopped("broken", {"part": name}) from problem
    if root.getroottree().docinfo.doctype:
        raise Stopped("broken", {"part": name})
    return root


def relations_of(archive: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """Internal relations of a part: id → (type, full name of the target)."""
    folder, name = posixpath.split(part)
    path = posixpath.join(folder, "_rels", f"{name}.rels")
    if path not in archive.namelist():
        return {}
    found = {}
    for relation in tree_of(archive, path):
        if relation.get("TargetMode") == "External":
            continue
        target = relation.get("Target", "")
        full = (
            target.lstrip("/")
            if target.startswith("/")
            else posixpath.normpath(posixpath.join(folder, target))
        )
        found[relation.get("Id", "")] = (relation.get("Type", "").rpartition("/")[2], full)
    return found


def external_count(archive: zipfile.ZipFile) -> int:
    found = 0
    for name in archive.namelist():
        if name.endswith(".rels"):
            found += sum(r.get("TargetMode") == "External" for r in tree_of(archive, name))
    return found


def packed(parts: Mapping[str, bytes], types: Mapping[str, str],
           relations: Mapping[str, Iterable[tuple[str, str, str]]]) -> bytes:  # fmt: skip
    """`types`: part → content type. `relations`: part ("" for the package) → (id, type, target).
    The same parts give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        _write(archive, "[Content_Types].xml", _content_types(types))
        for part, found in relations.items():
            if rows := list(found):
                folder, name = posixpath.split(part)
                path = posixpath.join(folder, "_rels", f"{name}.rels")
                _write(archive, path, _relations(rows, folder))
        for name, data in parts.items():
            _write(archive, name, data)
    return out.getvalue()


def _write(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    info = zipfile.ZipInfo(name, BUILT_AT)
    info.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(info, data)


def _content_types(types: Mapping[str, str]) -> bytes:
    root = etree.Element(f"{{{TYPES}}}Types", nsmap={None: TYPES})
    for extension, kind in (("rels", "application/vnd.openxmlformats-package.relationships+xml"),
                            ("xml", "application/xml"), ("png", "image/png")):  # fmt: skip
        etree.SubElement(root, f"{{{TYPES}}}Default", Extension=extension, ContentType=kind)
    for name, kind in types.items():
        etree.SubElement(root, f"{{{TYPES}}}Override", PartName=f"/{name}", ContentType=kind)
    return serial(root)


def _relations(rows: Iterable[tuple[str, str, str]], folder: str) -> bytes:
    root = etree.Element(f"{{{RELATIONS}}}Relationships", nsmap={None: RELATIONS})
    for key, kind, target in rows:
        path = posixpath.relpath(target, folder) if folder else target
        etree.SubElement(
            root, f"{{{RELATIONS}}}Relationship", Id=key, Type=f"{OFFICE}/{kind}", Target=path
        )
    return serial(root)


def serial(root: Tree) -> bytes:
    etree.cleanup_namespaces(root, keep_ns_prefixes=["w", "r", "w14", "wp14", "w15", "mc", "wps"])
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def local(element: Tree) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def drop(element: Tree) -> None:
    """Without the element, with the text after it."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail and element.tail.strip():
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
    parent.remove(element)


def unwrap(element: Tree) -> None:
    """Its children in its place."""
    parent = element.getparent()
    if parent is None:
        return
    at = parent.index(element)
    for child in reversed(list(element)):
        parent.insert(at + 1, child)
    parent.remove(element)


def sweep(root: Tree, clean: Callable[[str], str], done: frozenset[str]) -> int:
    """The last look: every attribute, and every text outside the elements in `done`, through
    `clean`; how many changed."""
    changed = 0
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        for key, value in element.attrib.items():
            if len(value) > 1 and (better := clean(value)) != value:
                element.set(key, re.sub(r"[〔〕]", "", better))
                changed += 1
        words = element.text if local(element) not in done else ""
        if words and words.strip() and (better := clean(words)) != words:
            element.text = better
            changed += 1
    return changed
