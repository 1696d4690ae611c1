"""Reading and telling, the same for every mechanism: errors name file, line and column."""

from __future__ import annotations

import csv
import io
import json
import os
import resource
import shutil
import sys
import time
import warnings
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

_ENCODINGS = ("utf-8-sig", "gb18030")
_PIECE = 1 << 18  # characters of a large file that are taken at once
_LONGEST = 1 << 30  # characters of a cell: texts of whole bids stand in one


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


def bytes_of(path: str) -> bytes:
    """ "-" is standard input."""
    try:
        return sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    except (OSError, MemoryError) as problem:
        raise Unreadable(path, why(problem)) from problem


def why(problem: BaseException) -> str:
    said = problem.strerror if isinstance(problem, OSError) else str(problem)
    return (said or str(problem) or type(problem).__name__).splitlines()[0]


def short(value: Any) -> str:
    """As it stands in a message: texts in quotation marks, nothing longer than a line."""
    shown = repr(value)
    return shown if len(shown) <= 60 else f"{shown[:60]}…"


def _encoding(path: str, raw: bytes) -> str:
    """UTF-8 (with or without a mark) or GB18030. The place told is the furthest that one gets."""
    reached = 0
    for encoding in _ENCODINGS:
        try:
            raw.decode(encoding)
        except UnicodeDecodeError as problem:
            reached = max(reached, problem.start)
        else:
            return encoding
    line = raw.count(b"\n", 0, reached) + 1
    column = reached - raw.rfind(b"\n", 0, reached)
    raise Unreadable(path, f"neither UTF-8 nor GB18030: byte 0x{raw[reached]:02x}", line, column)


def text_of(path: str) -> str:
    raw = bytes_of(path)
    return raw.decode(_encoding(path, raw))


def _lines_of(path: str) -> TextIO:
    """Lines as csv wants them: they end where a line of a file ends and nowhere else. (The lines of
    str.splitlines also end at a vertical tab and at the line separators of Unicode.)"""
    raw = bytes_of(path)
    return io.TextIOWrapper(io.BytesIO(raw), _encoding(path, raw), newline="")


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a CSV file that knows where it stands. `columns`: name to place."""

    path: str
    number: int
    columns: Mapping[str, int]
    cells: Sequence[str]

    def __getitem__(self, name: str) -> str:
        return self.cells[self.columns[name]].strip()

    def get(self, name: str, default: str = "") -> str:
        return self[name] if name in self.columns else default

    def wrong(self, name: str, message: str) -> Unreadable:
        """The error of a cell; its column is the number of the field."""
        return Unreadable(self.path, f"{name}: {message}", self.number, self.columns[name] + 1)

    def integer(self, name: str, low: int = -(10**9), high: int = 10**9) -> int:
        return int(self._number(name, int, low, high))

    def real(self, name: str, low: float, high: float) -> float:
        return float(self._number(name, float, low, high))

    def plain(self, name: str) -> str:
        """The cell if its digits are 0 to 9: Python also reads １２ and 1_2, others do not."""
        cell = self[name]
        if not cell.isascii() or "_" in cell:
            raise self.wrong(name, f"not a number: {short(cell)}")
        return cell

    def _number(self, name: str, kind: type, low: float, high: float) -> float:
        try:
            value: float = kind(self.plain(name))
        except ValueError:
            raise self.wrong(name, f"not a number: {short(self[name])}") from None
        if not low <= value <= high:
            raise self.wrong(name, f"{short(value)} is outside {low} to {high}")
        return value


def csv_of(path: str, needed: Sequence[str]) -> Iterator[Line]:
    """Rows of a file with a header that holds at least `needed`. A row of several lines stands in
    its first."""
    reader = _reader(path)
    start = 1
    try:
        columns, width = _header(path, next(reader, []), needed)
        start = reader.line_num + 1
        for cells in reader:
            if any(cells):
                if len(cells) != width:
                    raise Unreadable(path, f"{len(cells)} cells where the header has {width}",
                                     start, min(len(cells), width) + 1)  # fmt: skip
                yield Line(path, start, columns, cells)
            start = reader.line_num + 1
    except csv.Error as problem:
        raise Unreadable(path, _says(problem), start) from problem


def _reader(path: str) -> Any:
    csv.field_size_limit(_LONGEST)
    return csv.reader(_lines_of(path), strict=True)


def _says(problem: csv.Error) -> str:
    """In the case of the end, csv says no more than that."""
    text = str(problem)
    return "a quotation mark is not closed" if text == "unexpected end of data" else text


def _header(path: str, cells: Sequence[str], needed: Sequence[str]) -> tuple[dict[str, int], int]:
    columns: dict[str, int] = {}
    for place, name in enumerate(map(str.strip, cells)):
        if name and name in columns:
            raise Unreadable(path, f"column {name} twice", 1, place + 1)
        columns[name] = place
    missing = [name for name in needed if name not in columns]
    if missing:
        raise Unreadable(path, f"no column {', '.join(missing)}", 1)
    return columns, len(cells)


class Unusual(Exception):
    """A large file is not as plain as the quick way wants it; the careful way tells."""


def columns_of(path: str, needed: Sequence[str]) -> Iterator[list[list[str]]]:
    """The cells of the columns `needed` as they stand, a piece of the file at a time: several times
    as quick as csv_of. Unusual where a cell is quoted, a row empty or not as wide as the header."""
    text = text_of(path).replace("\r\n", "\n").rstrip("\n") + "\n"
    if '"' in text or "\r" in text:
        raise Unusual
    at = text.index("\n") + 1
    columns, width = _header(path, text[: at - 1].split(","), needed)
    while at < len(text):
        end = text.rfind("\n", at, at + _PIECE) + 1
        if not end:
            raise Unusual
        # The end of a row is a cell of its own, so each stands in its place or some row is wrong.
        cells = text[at:end].replace("\n", ",\n,").split(",")[:-1]
        rows = cells[width :: width + 1].count("\n")
        if rows * (width + 1) != len(cells) or rows != cells.count("\n"):
            raise Unusual
        yield [cells[columns[name] :: width + 1] for name in needed]
        at = end


def npz_of(path: str, needed: Sequence[str]) -> dict[str, Any]:
    """Arrays of an NPZ file by name; nothing pickled is read."""
    from jiebang.engine.arrays import read_npz  # noqa: PLC0415 -- numpy is slow to load

    try:
        with open(path, "rb") as file, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of files made long ago
            found = read_npz(file)
    except TypeError as problem:
        raise Unreadable(path, "no NPZ file: a single array") from problem
    except (OSError, ValueError, EOFError, MemoryError, RuntimeError, zlib.error) as problem:
        says = "holds pickled objects, which are not read" if "pickle" in str(problem) else None
        raise Unreadable(path, says or why(problem)) from problem
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
    found.peak_mb = _peak() / 1024


def _peak(status: Path = Path("/proc/self/status")) -> float:
    """KiB. What getrusage tells begins with the size of the process that started this one, so the
    kernel's own mark of this program is preferred where there is one."""
    try:
        said = status.read_text("ascii", "replace").partition("VmHWM:")[2].split()
        return float(said[0])
    except (OSError, IndexError, ValueError):
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return most / 1024 if sys.platform == "darwin" else most


def tell(found: Mapping[str, Any]) -> None:
    """One JSON object on standard output."""
    print(json.dumps(found, ensure_ascii=False, indent=2))


# Writing ------------------------------------------------------------------------------------------


def writable(path: str | None, *read: str | None) -> None:
    """Asked before the work: Unreadable where it cannot be written, or is one of those read."""
    if not path or path == "-":
        return
    there, folder = Path(path), Path(path).parent
    for other in filter(None, read):
        if there.exists() and Path(other).exists() and there.samefile(other):
            raise Unreadable(path, "is read as well: give another name")
    try:
        os.listdir(folder)
    except OSError as problem:
        raise Unreadable(path, why(problem)) from problem
    if there.is_dir():
        raise Unreadable(path, "Is a directory")
    if not os.access(there if _special(there) else folder, os.W_OK):
        raise Unreadable(path, "Permission denied")


def _special(path: Path) -> bool:
    """A pipe or a device: there is no other file to put in its place."""
    return path.exists() and not path.is_file()


@contextmanager
def written(path: str) -> Iterator[str]:
    """The name of a file beside, which takes the place of `path` when the block ends and is gone
    when it fails: nobody finds half a file."""
    target = Path(os.path.realpath(path))
    beside = target if _special(target) else target.with_name(f".{os.getpid()}.{target.name}")
    try:
        yield str(beside)
        if beside != target:
            if target.exists():
                shutil.copymode(target, beside)
            beside.replace(target)
    except OSError as problem:
        raise Unreadable(path, why(problem)) from problem
    finally:
        if beside != target:
            with suppress(OSError):
                beside.unlink()


def write(path: str | None, data: str | bytes) -> None:
    if path:
        with written(path) as beside:
            Path(beside).write_bytes(data.encode() if isinstance(data, str) else data)
