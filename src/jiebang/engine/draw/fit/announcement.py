"""What is published before any randomness exists: marginals, prices, one hash over all of it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from jiebang.engine.draw.fit.problem import FORMAT, FitInput
from jiebang.engine.draw.fit.record import input_lines, solution_lines
from jiebang.engine.draw.sources import AnySource, not_ahead
from jiebang.engine.matching import Marginals
from jiebang.engine.matching.certificate import verify
from jiebang.engine.transparency.merkle import inclusion_proof, leaf_hash, root, verify_inclusion

_TAG = b"jiebang/fit-draw/1/commit\n"


@dataclass(frozen=True, slots=True)
class RowProof:
    """That a line stands in an announced round: to be shown to whom the line is about."""

    line: str
    index: int
    size: int
    root: bytes
    path: tuple[bytes, ...]

    def holds_for(self, commitment: str) -> bool:
        """Whether the line stands in the round that was announced with this commitment."""
        leaf = leaf_hash(self.line.encode())
        inside = verify_inclusion(leaf, self.index, self.size, self.path, self.root)
        return inside and commitment_of(self.size, self.root) == commitment

    def as_data(self) -> dict[str, object]:
        return {
            "format": "row-proof/1", "line": self.line, "index": self.index, "size": self.size,
            "root": self.root.hex(), "path": [p.hex() for p in self.path],
        }  # fmt: skip


@dataclass(frozen=True, eq=False)
class Announcement:
    """A frozen round with its marginals; the lines are the leaves of the tree."""

    frozen: FitInput
    marginals: Marginals
    lines: tuple[bytes, ...]
    root: bytes

    @property
    def format(self) -> str:
        return FORMAT

    @property
    def sources(self) -> tuple[AnySource, ...]:
        return self.frozen.sources

    def commitment(self) -> str:
        """SHA-256(tag ‖ be64(number of lines) ‖ root): what is published now."""
        return commitment_of(len(self.lines), self.root)

    def proof(self, kind: str, name: str) -> RowProof:
        """Of the line of one candidate or item. `kind`: candidate, item, flow (what an item was
        given) or header. KeyError for strangers."""
        p = self.frozen.instance
        if kind == "header":
            return self._proof(0)
        names = p.candidate_names if kind == "candidate" else p.item_names
        before = {"candidate": 1, "item": 1 + p.candidates, "flow": 1 + p.candidates + p.items}
        if name not in names:
            raise KeyError(f"{kind} {name}")
        return self._proof(before[kind] + names.index(name))

    def _proof(self, index: int) -> RowProof:
        path = inclusion_proof([leaf_hash(one) for one in self.lines], index)
        return RowProof(self.lines[index].decode(), index, len(self.lines), self.root, path)


def announce(
    frozen: FitInput, marginals: Marginals, *, now: datetime | None = None
) -> Announcement:
    """Freeze marginals with the input. ValueError when they break a limit, when their prices do not
    prove them the best there are, or when a public source may be known at `now` already."""
    late = not_ahead(frozen.sources, now) if now else ()
    if late:
        raise ValueError(f"not ahead any more: {', '.join(late)}")
    faults = verify(frozen.instance, marginals)
    if faults:
        raise ValueError("; ".join(faults))
    lines = (*input_lines(frozen), *solution_lines(frozen, marginals))
    return Announcement(frozen, marginals, lines, root([leaf_hash(one) for one in lines]))


def commitment_of(size: int, tree: bytes) -> str:
    return hashlib.sha256(_TAG + size.to_bytes(8, "big") + tree).hexdigest()
