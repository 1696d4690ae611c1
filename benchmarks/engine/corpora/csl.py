"""Records of the CSL development set, where somebody put it; see its README for the licence."""

from __future__ import annotations

from dataclasses import dataclass

from harness import DATA


@dataclass(frozen=True)
class Record:
    abstract: str
    title: str
    keywords: tuple[str, ...]
    discipline: str
    category: str


def records() -> tuple[Record, ...]:
    """Empty without the data."""
    names = ("ts", "kg", "cls_dcp", "cls_ctg")
    if not all((DATA / "csl" / f"{name}-dev.tsv").is_file() for name in names):
        return ()
    columns = [_rows(name) for name in names]
    return tuple(
        Record(title[1], title[2], tuple(words[2].split("_")), discipline[2], category[2])
        for title, words, discipline, category in zip(*columns, strict=True)
    )


def _rows(name: str) -> list[list[str]]:
    text = (DATA / "csl" / f"{name}-dev.tsv").read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines()]
