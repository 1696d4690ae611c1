"""Files for the inspection tests, honest and hostile, built byte by byte."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from pathlib import Path

from PIL import Image
from pypdf import PdfWriter
from pypdf.actions import JavaScript

VENDOR = "application/vnd.openxmlformats-officedocument"
MAIN = {
    "docx": ("word/document.xml", f"{VENDOR}.wordprocessingml.document.main+xml"),
    "xlsx": ("xl/workbook.xml", f"{VENDOR}.spreadsheetml.sheet.main+xml"),
    "pptx": ("ppt/presentation.xml", f"{VENDOR}.presentationml.presentation.main+xml"),
}
MACRO_TYPE = "application/vnd.ms-word.document.macroEnabled.main+xml"


def office(kind: str, *, main_type: str = "", extra: dict[str, bytes] | None = None) -> bytes:
    part, mime = MAIN[kind]
    types = (
        '<?xml version="1.0"?><Types xmlns="urn:types">'
        f'<Override PartName="/{part}" ContentType="{main_type or mime}"/></Types>'
    )
    return packed(
        {
            "[Content_Types].xml": types.encode(),
            "_rels/.rels": b"<Relationships/>",
            part: b"<main/>",
            **(extra or {}),
        }
    )


def packed(entries: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return out.getvalue()


def with_attributes(name: str, attributes: int, data: bytes = b"target") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        info = zipfile.ZipInfo(name)
        info.external_attr = attributes
        archive.writestr(info, data)
    return out.getvalue()


def patched(data: bytes, offset_in_entry: int, fmt: str, value: int, record: bytes) -> bytes:
    """`data` with one field of every `record` (b"PK\\x01\\x02" …) overwritten."""
    out, at = bytearray(data), data.find(record)
    while at >= 0:
        struct.pack_into(fmt, out, at + offset_in_entry, value)
        at = data.find(record, at + 4)
    return bytes(out)


def lying(expanded: int, declared: int) -> bytes:
    """A deflated entry of zeros whose headers say that it is small."""
    data = packed({"figures.csv": b"0" * expanded})
    data = patched(data, 24, "<L", declared, b"PK\x01\x02")
    return patched(data, 22, "<L", declared, b"PK\x03\x04")


def encrypted_flag(data: bytes) -> bytes:
    return patched(data, 8, "<H", 1, b"PK\x01\x02")


def overlapping() -> bytes:
    """Two directory entries that point at the same stored bytes."""
    data = packed({"a.txt": b"same bytes", "b.txt": b"same bytes"}, zipfile.ZIP_STORED)
    second = data.find(b"PK\x01\x02", data.find(b"PK\x01\x02") + 4)
    out = bytearray(data)
    struct.pack_into("<L", out, second + 42, 0)
    return bytes(out)


def pdf(pages: int = 1, *, password: str = "", script: str = "", attachment: str = "") -> bytes:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(200, 200)
    if script:
        writer.add_open_action(JavaScript(script))
    if attachment:
        writer.add_attachment(attachment, b"attached")
    if password:
        writer.encrypt(password, algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def picture(fmt: str, size: tuple[int, int] = (40, 30)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "white").save(out, fmt)
    return out.getvalue()


def flood(width: int, height: int) -> bytes:
    """A PNG of a few bytes that claims to be huge."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IEND", b"")


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def compound_file() -> bytes:
    """The head of what Word writes when a document has a password."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    return head.ljust(512, b"\0") + "EncryptedPackage".encode("utf-16-le").ljust(1024, b"\0")


def damaged(data: bytes, dice: random.Random) -> bytes:
    """`data` with a few bytes changed, overwritten by extremes, cut out or repeated."""
    out = bytearray(data)
    for _ in range(dice.choice([1, 1, 2, 5, 30])):
        out = out or bytearray(data)
        at, other = dice.randrange(len(out)), dice.randrange(len(out))
        length = dice.randrange(1, 50)
        match dice.randrange(4):
            case 0:
                out[at] = dice.randrange(256)
            case 1:
                out[at : at + 4] = dice.choice([b"\xff" * 4, bytes(4), b"PK\1\2", b"/Pag", b"9999"])
            case 2:
                del out[at : at + length]
            case _:
                out[at:at] = out[other : other + length]
    return bytes(out)


def saved(folder: Path, data: bytes) -> Path:
    path = folder / "upload"
    path.write_bytes(data)
    return path
