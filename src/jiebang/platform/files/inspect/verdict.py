"""What an inspection may spend, what it has spent, and what it found."""

from __future__ import annotations

from dataclasses import dataclass, field

from jiebang.engine.decision import Decision, Reason

MIB = 1024 * 1024

EXTENSIONS = frozenset({"pdf", "docx", "xlsx", "pptx", "png", "jpg", "jpeg", "txt", "csv", "zip"})


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a file may hold and how much looking into it may cost."""

    max_bytes: int = 50 * MIB
    max_expanded_bytes: int = 300 * MIB
    max_ratio: int = 200  # expanded : stored, for entries larger than RATIO_FLOOR
    max_entries: int = 2_000
    max_pixels: int = 80_000_000
    max_pages: int = 2_000
    max_depth: int = 3  # a spreadsheet inside a document inside an archive
    max_name: int = 120
    extensions: frozenset[str] = EXTENSIONS


@dataclass(slots=True)
class Budget:
    """Shared by a file and everything packed inside it, so that nesting buys nothing."""

    limits: Limits
    expanded: int
    entries: int

    @classmethod
    def of(cls, limits: Limits) -> Budget:
        return cls(limits, limits.max_expanded_bytes, limits.max_entries)


@dataclass(slots=True)
class Findings:
    """Filled by the inspectors. A problem refuses the file; a flag is shown to its reader."""

    kind: str = ""
    mime: str = ""
    pages: int | None = None
    encoding: str = ""
    problems: list[Reason] = field(default_factory=list)
    flags: list[Reason] = field(default_factory=list)

    def problem(self, code: str, **params: object) -> None:
        _once(self.problems, Reason(code, params))

    def flag(self, code: str, **params: object) -> None:
        _once(self.flags, Reason(code, params))


def _once(reasons: list[Reason], reason: Reason) -> None:
    if reason not in reasons:
        reasons.append(reason)


@dataclass(frozen=True, slots=True)
class Verdict:
    name: str
    kind: str
    mime: str
    size: int
    pages: int | None = None
    encoding: str = ""
    problems: tuple[Reason, ...] = ()
    flags: tuple[Reason, ...] = ()

    @property
    def ok(self) -> bool:
        return not self.problems

    @property
    def decision(self) -> Decision:
        return Decision(self.problems)
