"""Reading and telling, the same for every mechanism: errors name file, line and column."""

from __future__ import annotations

import csv
import json
import resource
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass
class Unreadable(Exception):
    """What is wrong, and where. Lines and columns start at 1; 0 is "the file as a whole"."""

    path: str
    message: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        place = "".join(f":{n}" for n in (self.line, self.column) if n)
        return f"{self.path}{place}: {self.message}"


def complain(problem: Exception) -> None:
    print(problem, file=sys.stderr)


def text_of(path: str) -> str:
    """UTF-8 (with or without a mark) or GB18030; "-" is standard input."""
    try:
        raw = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    except OSError as problem:
        raise Unreadable(path, problem.strerror or str(problem)) from problem
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable(path, "neither UTF-8 nor GB18030")


def json_of(path: str) -> Any:
    try:
        return json.loads(text_of(path))
    except json.JSONDecodeError as problem:
        raise Unreadable(path, problem.msg, problem.lineno, problem.colno) from problem


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a CSV file that knows where it stands."""

    path: str
    number: int
    columns: tuple[str, ...]
    cells: tuple[str, ...]

    def __getitem__(self, name: str) -> str:
        return self.cells[self.columns.index(name)].strip()

    def get(self, name: str, default: str = "") -> str:
        return self[name] if name in self.columns else default

    def wrong(self, name: str, message: str) -> Unreadable:
        """The error of a cell; its column is the number of the field."""
        return Unreadable(self.path, f"{name}: {message}", self.number,
                          self.columns.index(name) + 1)  # fmt: skip

    def integer(self, name: str, low: int | None = None, high: int | None = None) -> int:
        return int(self._number(name, int, low, high))

    def real(self, name: str, low: float | None = None, high: float | None = None) -> float:
        return float(self._number(name, float, low, high))

    def _number(self, name: str, kind: type, low: float | None, high: float | None) -> float:
        try:
            value: float = kind(self[name])
        except ValueError:
            raise self.wrong(name, f"not a number: {self[name]!r}") from None
        if (low is not None and value < low) or (high is not None and value > high):
            raise self.wrong(name, f"{value} is outside {low} to {high}")
        return value


def csv_of(path: str, needed: Sequence[str]) -> Iterator[Line]:
    """Rows of a file with a header that holds at least `needed`."""
    reader = csv.reader(text_of(path).splitlines(keepends=True), strict=True)
    try:
        columns = tuple(name.strip() for name in next(reader, ()))
        missing = [name for name in needed if name not in columns]
        if missing:
            raise Unreadable(path, f"no column {', '.join(missing)}", 1)
        for cells in reader:
            if not any(cells):
                continue
            if len(cells) != len(columns):
                raise Unreadable(path, f"{len(cells)} cells where the header has {len(columns)}",
                                 reader.line_num, min(len(cells), len(columns)) + 1)  # fmt: skip
            yield Line(path, reader.line_num, columns, tuple(cells))
    except csv.Error as problem:
        raise Unreadable(path, str(problem), reader.line_num) from problem


def npz_of(path: str, needed: Sequence[str]) -> dict[str, Any]:
    """Arrays of an NPZ file by name; nothing pickled is read."""
    from jiebang.engine.arrays import read_npz  # noqa: PLC0415 -- numpy is slow to load

    try:
        found = read_npz(path)
    except (OSError, ValueError) as problem:
        raise Unreadable(path, str(problem)) from problem
    missing = [name for name in needed if name not in found]
    if missing:
        raise Unreadable(path, f"no array {', '.join(missing)}")
    return found


@dataclass
class Measure:
    """Filled when the block ends: wall seconds, and the most memory the process held, MB."""

    seconds: float = field(default=0.0)
    peak_mb: float = field(default=0.0)

    def told(self) -> dict[str, float]:
        return {"seconds": round(self.seconds, 3), "peak_mb": round(self.peak_mb, 1)}


@contextmanager
def measured() -> Iterator[Measure]:
    found, start = Measure(), time.perf_counter()
    yield found
    found.seconds = time.perf_counter() - start
    found.peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def tell(found: Mapping[str, Any]) -> None:
    """One JSON object on standard output."""
    print(json.dumps(found, ensure_ascii=False, indent=2))
