"""Rows as their pages and their rules look at them: what is shown of the tables around, no more."""

from __future__ import annotations

from typing import Any

from django.db.models import Model, QuerySet

from jiebang.platform.reading import narrow

# Of what a contract hangs on: its policy, who stands where to it, whose it is.
ABOVE = (
    "challenge__batch__edition", "challenge__batch__year", "challenge__organisation__name",
    "challenge__organisation__region_code", "challenge__organisation__invented",
    "bid__lead__name",
)  # fmt: skip
HEAD = ("number", "title", "state", "in_force_at", *ABOVE)


def on_contract(model: type[Model], *joined: str) -> QuerySet[Any]:
    """Rows of a table that hangs on a contract."""
    return narrow(model, *(f"contract__{path}" for path in HEAD), *joined)
