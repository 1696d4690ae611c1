"""Pictures: their size from the header before anything is decoded, then their soundness."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import IO

from PIL import Image

from jiebang.platform.files.inspect.verdict import Findings, Limits

FORMATS = {"png": "PNG", "jpg": "JPEG", "jpeg": "JPEG"}
# Start-of-frame markers; C4, C8 and CC are tables, not frames.
FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
DAMAGE = (ValueError, struct.error, SyntaxError, OSError, IndexError, KeyError, TypeError)
PREVIEW = (512, 512)  # JPEG decodes straight to a fraction: enough to find a truncated file


def inspect_image(path: Path, found: Findings, limits: Limits) -> None:
    kind = FORMATS[found.kind]
    try:
        with path.open("rb") as file:
            width, height = png_size(file) if kind == "PNG" else jpeg_size(file)
            if width * height > limits.max_pixels:
                return found.problem(
                    "file_too_many_pixels", have=width * height, limit=limits.max_pixels
                )
            sound(file, kind)
    except DAMAGE:
        found.problem("file_broken")
    except Image.DecompressionBombError:
        found.problem("file_too_many_pixels", have=width * height, limit=limits.max_pixels)


def sound(file: IO[bytes], kind: str) -> None:
    file.seek(0)
    with Image.open(file, formats=[kind]) as image:
        if kind == "PNG":
            image.verify()  # every chunk's checksum, nothing decoded
        else:
            image.draft("L", PREVIEW)
            image.load()


def png_size(file: IO[bytes]) -> tuple[int, int]:
    head = file.read(24)
    if head[12:16] != b"IHDR":
        raise ValueError("no header chunk")
    return struct.unpack(">II", head[16:24])


def jpeg_size(file: IO[bytes]) -> tuple[int, int]:
    file.seek(2)
    while True:
        mark, code, length = struct.unpack(">BBH", file.read(4))
        if mark != 0xFF or length < 2:
            raise ValueError("no frame")
        if code in FRAMES:
            height, width = struct.unpack(">xHH", file.read(5))
            return width, height
        file.seek(length - 2, 1)
