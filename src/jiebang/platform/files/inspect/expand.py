"""Expanding one zip entry under a cap, without believing what its directory says."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO

from jiebang.platform.files.inspect.directory import LOCAL_HEADER
from jiebang.platform.files.inspect.verdict import Budget

CHUNK = 64 * 1024


class Overflow(Exception):
    """More came out than the directory declared or the budget allows."""


class Broken(Exception):
    """The entry is not what its headers say."""


def chunks(archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: Budget) -> Iterator[bytes]:
    """The entry's bytes; raises Overflow at the first byte too many, Broken on damage."""
    produced, checksum = 0, 0
    for piece in raw(archive, info):
        produced += len(piece)
        budget.expanded -= len(piece)
        if produced > info.file_size or budget.expanded < 0:
            raise Overflow
        checksum = zlib.crc32(piece, checksum)
        yield piece
    if produced != info.file_size or checksum != info.CRC:
        raise Broken


def raw(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    file = archive.fp
    if file is None:
        raise Broken
    file.seek(info.header_offset)
    header = file.read(LOCAL_HEADER)
    if len(header) != LOCAL_HEADER or header[:4] != b"PK\x03\x04":
        raise Broken
    name, extra = struct.unpack("<26xHH", header)
    start = info.header_offset + LOCAL_HEADER + name + extra
    if info.compress_type == zipfile.ZIP_STORED:
        return stored(file, start, info.compress_size)
    return inflated(file, start, info.compress_size)


def stored(file: IO[bytes], at: int, left: int) -> Iterator[bytes]:
    while left > 0:
        file.seek(at)
        piece = file.read(min(CHUNK, left))
        if not piece:
            raise Broken
        at, left = at + len(piece), left - len(piece)
        yield piece


def inflated(file: IO[bytes], at: int, left: int) -> Iterator[bytes]:
    machine, pending = zlib.decompressobj(-15), b""
    while not machine.eof:
        if not pending:
            file.seek(at)
            pending = file.read(min(CHUNK, left))
            at, left = at + len(pending), left - len(pending)
        fed = len(pending)
        try:
            piece = machine.decompress(pending, CHUNK)
        except zlib.error as damage:
            raise Broken from damage
        pending = machine.unconsumed_tail
        if piece:
            yield piece
        elif not fed:
            raise Broken
