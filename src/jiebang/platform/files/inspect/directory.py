"""A zip's central directory, judged before anything is expanded."""

from __future__ import annotations

import stat
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from jiebang.platform.files.inspect.verdict import MIB, Budget, Findings, Limits

RATIO_FLOOR = MIB  # below this an extreme ratio is only a file full of blanks
ENTRY_BYTES = 1_024  # more directory than this for each entry is no directory but a weapon
LOCAL_HEADER = 30
END, END64, LOCATOR64 = b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07"
METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})


def open_directory(path: Path, found: Findings, limits: Limits) -> zipfile.ZipFile | None:
    """The archive with its directory read, or None with the problem noted."""
    try:
        entries, size = declared(path)
    except (ValueError, struct.error):
        return found.problem("file_broken")
    if entries > limits.max_entries or size > limits.max_entries * ENTRY_BYTES:
        return found.problem("file_too_many_entries", have=entries, limit=limits.max_entries)
    try:
        return zipfile.ZipFile(path)
    except (zipfile.BadZipFile, ValueError, OSError, struct.error, NotImplementedError):
        return found.problem("file_broken")


def declared(path: Path) -> tuple[int, int]:
    """Entries and bytes of the directory as the end record says, without reading it."""
    with path.open("rb") as file:
        length = file.seek(0, 2)
        file.seek(max(0, length - 65_557 - 20))
        tail = file.read()
        at = tail.rfind(END)
        if at < 0:
            raise ValueError("no end record")
        entries, size = struct.unpack("<10xHL", tail[at : at + 16])
        locator = tail[at - 20 : at] if at >= 20 else b""
        if locator[:4] == LOCATOR64:
            file.seek(struct.unpack("<8xQ", locator[:16])[0])
            record = file.read(56)
            if record[:4] != END64:
                raise ValueError("no 64-bit end record")
            entries, size = struct.unpack("<32xQQ", record[:48])
    return entries, size


def judge(archive: zipfile.ZipFile, found: Findings, budget: Budget) -> bool:
    """Note what the directory alone gives away; False when nothing may be expanded."""
    before, limits = len(found.problems), budget.limits
    infos = archive.infolist()
    for info in infos:
        judge_entry(info, found, limits)
    total = sum(i.file_size for i in infos)
    if total > budget.expanded or overlapping(archive):
        found.problem("file_bomb", limit=limits.max_expanded_bytes)
    if len(infos) > budget.entries:
        found.problem("file_too_many_entries", have=len(infos), limit=limits.max_entries)
    budget.entries -= len(infos)
    return len(found.problems) == before


def judge_entry(info: zipfile.ZipInfo, found: Findings, limits: Limits) -> None:
    name = entry_name(info)
    if escapes(name):
        found.problem("file_archive_path", entry=name[:80])
    mode = info.external_attr >> 16
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
        found.problem("file_archive_link", entry=name[:80])
    if info.flag_bits & 0x1:
        found.problem("file_encrypted")
    elif info.compress_type not in METHODS:
        found.problem("file_compression_unknown", entry=name[:80])
    if info.file_size > RATIO_FLOOR and info.file_size > info.compress_size * limits.max_ratio:
        found.problem("file_bomb", limit=limits.max_expanded_bytes)


def entry_name(info: zipfile.ZipInfo) -> str:
    """Chinese archivers write GBK without saying so; Python then reads it as code page 437."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return info.filename


def escapes(name: str) -> bool:
    """A name that would be written outside its folder, or nowhere."""
    plain = name.replace("\\", "/")
    parts = PurePosixPath(plain).parts
    return not plain or plain.startswith("/") or ".." in parts or plain[1:2] == ":" or "\0" in plain


def overlapping(archive: zipfile.ZipFile) -> bool:
    """Entries that share bytes: how a few kilobytes become petabytes."""
    ends = 0
    for info in sorted(archive.infolist(), key=lambda i: i.header_offset):
        if info.header_offset < ends:
            return True
        ends = info.header_offset + LOCAL_HEADER + len(info.filename) + info.compress_size
    return ends > archive.start_dir


def files(archive: zipfile.ZipFile) -> Iterator[zipfile.ZipInfo]:
    return (i for i in archive.infolist() if not i.is_dir())
