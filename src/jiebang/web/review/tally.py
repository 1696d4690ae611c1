"""How far a sheet is: the total so far, and what is missing before it can be signed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from jiebang.rulebook.edition.model import Table
from jiebang.rulebook.review import sheet_form
from jiebang.web.review.texts import points
from jiebang.web.wording import label


@dataclass(frozen=True, slots=True)
class Line:
    """One criterion: what it weighs, and what of it is there."""

    code: str
    label: str
    weight: int
    maximum: int
    least: int
    scored: bool
    commented: bool


@dataclass(frozen=True, slots=True)
class Tally:
    total: Decimal
    scored: int
    criteria: int
    lines: tuple[Line, ...]
    opinion: bool
    least: int

    @property
    def missing(self) -> int:
        lacking = sum((not x.scored) + (not x.commented) for x in self.lines)
        return lacking + (not self.opinion)


def of(table: Table, values: Mapping[str, Any]) -> Tally:
    """Scores out of range count as missing, so that the total is never more than it can become."""
    lines, total = [], Decimal(0)
    for c in table.criteria:
        given = points(values.get(f"score_{c.code}"))
        fits = given is not None and 0 <= given <= c.max
        if given is not None and fits:
            total += given * c.weight / c.max
        said = "".join(str(values.get(f"comment_{c.code}") or "").split())
        lines.append(Line(c.code, label(c), c.weight, c.max, c.comment_length, fits,
                          len(said) >= c.comment_length))  # fmt: skip
    least = sheet_form(table)["opinion"].min_length
    written = len(str(values.get("opinion") or "").strip()) >= least
    return Tally(total.quantize(Decimal("0.01"), ROUND_HALF_UP), sum(x.scored for x in lines),
                 len(lines), tuple(lines), written, least)  # fmt: skip
