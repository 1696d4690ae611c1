"""The task book's tables as the rulebook reads them."""

from __future__ import annotations

from collections.abc import Sequence

from jiebang.delivery.models import Acceptance, Contract
from jiebang.rulebook.acceptance import Compared, compared
from jiebang.rulebook.contract import Indicator


def indicators_of(c: Contract) -> tuple[Indicator, ...]:
    return tuple(Indicator(**row) for row in c.indicators)


def comparison(a: Acceptance) -> tuple[Compared, ...]:
    """Target against done, indicator by indicator: what the panel found, else what was said."""
    rows: Sequence[dict] = a.checked or a.results
    return tuple(
        compared(i.name, i.unit, i.direction, i.value, str(row.get("done") or ""),
                 bool(row.get("reached")), str(row.get("evidence") or ""))
        for i, row in zip(indicators_of(a.contract), rows, strict=False)
    )  # fmt: skip
