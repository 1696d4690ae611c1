"""Plain text and tables of text: which encoding, and that they are text at all."""

from __future__ import annotations

import codecs
from pathlib import Path

from jiebang.platform.files.inspect.verdict import Findings

CHUNK = 256 * 1024
CONTROLS = frozenset(map(chr, [*range(0x20), 0x7F])) - set("\t\n\r\f")


def inspect_text(path: Path, found: Findings) -> None:
    for encoding in candidates(path):
        if decodes(path, encoding):
            found.encoding = encoding
            return
    found.problem("file_not_what_it_says", said=found.kind, **{"is": "binary"})


def candidates(path: Path) -> tuple[str, ...]:
    with path.open("rb") as file:
        head = file.read(3)
    if head == codecs.BOM_UTF8:
        return ("utf-8-sig",)
    if head[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return ("utf-16",)
    return ("utf-8", "gb18030")


def decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        try:
            while piece := file.read(CHUNK):
                if CONTROLS.intersection(decoder.decode(piece)):
                    return False
            decoder.decode(b"", final=True)
        except UnicodeError:
            return False
    return True
