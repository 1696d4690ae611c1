"""The record of a round that came to nothing. It stays; the next round names it.

One line of canonical JSON: {"format": "void-draw/1", "of": format of the round, "commit", "causes":
[[code, source]…], "reveals", "frozen"}. `frozen` is what shows the sources that were named: the
input of a plain round, the proof of the header of a round by fit.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from jiebang.engine.draw.ceremony import Frozen, Reveal, in_order, reveal_rows, void_causes
from jiebang.engine.draw.problem import DrawInput
from jiebang.engine.transparency.canonical import canonical

FORMAT = "void-draw/1"


def void_record(
    frozen: Frozen, reveals: Iterable[Reveal], *, shown: dict[str, object] | None = None
) -> str:
    """The record to publish. `shown` stands for a frozen input that is not plain. ValueError when
    nothing is wrong with the round."""
    reveals = in_order(reveals)
    causes = void_causes(frozen, reveals)
    if not causes:
        raise ValueError("this round is not void")
    if shown is None:
        if not isinstance(frozen, DrawInput):
            raise ValueError("a round by fit shows the proof of its header")
        shown = frozen.as_data()
    data = {
        "format": FORMAT, "of": frozen.format, "commit": frozen.commitment(),
        "causes": [[c.code, c.source] for c in causes],
        "reveals": reveal_rows(reveals), "frozen": shown,
    }  # fmt: skip
    return canonical(data).decode() + "\n"


def record_digest(record: str) -> str:
    """What the next round names in `previous`."""
    return hashlib.sha256(record.encode()).hexdigest()
