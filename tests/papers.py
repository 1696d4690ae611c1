"""Papers of a bid with its people named in every corner of the file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tests.unit.platform_masking import build


def of(mark: str, unit: str, person: str) -> list[tuple[str, bytes]]:
    """(file name, bytes): Word, Excel, PDF, plain text, and a scan that no machine can mask."""
    said = f"由{unit}的{person}主持,{unit}团队负责总体,采用{mark}秘法求解。"
    with _named(unit, person):
        return [
            (f"{mark}盖章件.txt", said.encode()),
            (f"{mark}盖章件.docx", build.docx()),
            (f"{mark}盖章件.xlsx", build.xlsx()),
            (f"{mark}盖章件.pdf", build.pdf([said])),
            (f"{mark}盖章件扫描.pdf", build.scanned()),
        ]


@contextmanager
def _named(unit: str, person: str) -> Iterator[None]:
    before = build.UNIT, build.PERSON, build.ALIAS
    build.UNIT, build.PERSON, build.ALIAS = unit, person, "YANMEN"
    try:
        yield
    finally:
        build.UNIT, build.PERSON, build.ALIAS = before
