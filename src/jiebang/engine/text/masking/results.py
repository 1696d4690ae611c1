"""What masking gives back, and what one may ask of it."""

from __future__ import annotations

from dataclasses import dataclass

LABELS = {
    "person": "人员",
    "organisation": "单位",
    "title": "职称",
    "degree": "学位",
    "honour": "荣誉",
    "award": "奖项",
    "count": "数量",
    "fund": "项目",
    "number": "编号",
    "contact": "联系方式",
    "date": "时间",
    "other": "已遮蔽",
}


@dataclass(frozen=True, slots=True)
class Mask:
    """`start`, `end` in the source; `at` is where the placeholder begins in the masked text.

    `doubtful`: the name is also a common word, or the machine was not sure; somebody should look.
    """

    start: int
    end: int
    kind: str
    original: str
    placeholder: str
    at: int
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Masked:
    text: str
    masks: tuple[Mask, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph or a cell. `hint`: the kind of everything in it, where the head of its column or
    the label beside it says so ("姓名": person)."""

    text: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """What somebody decided: `action` "hide" or "show". It holds for every occurrence of `text`,
    or for one place when `part` (index) and `start` (offset in its source) are given."""

    action: str
    text: str
    kind: str = "other"
    part: int = -1
    start: int = -1

    def __post_init__(self) -> None:
        if self.action not in ("hide", "show"):
            raise ValueError(f"a correction hides or shows, not {self.action!r}")
        if self.kind not in LABELS:
            raise ValueError(f"no such kind: {self.kind!r}")
        if not self.text.strip():
            raise ValueError("a correction needs a text")


@dataclass(frozen=True, slots=True)
class Doubt:
    """A place left readable that may tell who wrote it; `probability` by the tagger."""

    part: int
    start: int
    end: int
    text: str
    kind: str
    probability: float


@dataclass(frozen=True, slots=True)
class Leak:
    """`expected`: how many telling places are still readable, in expectation; `score`: the chance
    that there is at least one, 1 − e^−expected. `doubts`: the likeliest first."""

    score: float
    expected: float
    doubts: tuple[Doubt, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """All parts of a document, masked with one set of names."""

    parts: tuple[Masked, ...]
    leak: Leak
