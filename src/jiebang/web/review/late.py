"""What came to light after a review: whose sheets are in doubt, what the result would be without
them, and what was decided. Beside the result and beside the award."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from jiebang.review import queries
from jiebang.rulebook.edition.conflicts import Conflicts
from jiebang.web.programme.asking import state as state_of
from jiebang.web.review import texts
from jiebang.web.wording import label


def shown(found: Iterable[queries.LateView], rules: Conflicts) -> list[dict[str, Any]]:
    return [
        {
            "x": x,
            "who": who(x),
            "rule": rule(x, rules),
            "state": state_of("conflict", x.state),
            "sheets": texts.listed(f"{code} {total}" for code, total in x.sheets),
            "url": reverse("conflict", args=[x.id]) if x.may_read else "",
            "columns": [
                {"label": _("Item under review"), "kind": "text"},
                {"label": _("Rank"), "kind": "number"},
                {"label": _("Final score"), "kind": "number"},
                {"label": _("Rank without"), "kind": "number"},
                {"label": _("Final score without"), "kind": "number"},
            ],
            "rows": _compared(x),
            "moved": moved(x),
        }
        for x in found
    ]  # fmt: skip


def who(x: queries.LateView) -> str:
    return texts.listed(_("Expert %(n)s") % {"n": n} for n in x.numbers)


def rule(x: queries.LateView, rules: Conflicts) -> str:
    found = rules.rule(x.rule)
    return label(found) if found else x.rule


def moved(x: queries.LateView) -> bool:
    """Whether anything stands elsewhere without those sheets."""
    places = {s["item"]: s["place"] for s in x.before}
    return any(places[s["item"]] != s["place"] for s in x.after)


def _compared(x: queries.LateView) -> list[dict[str, Any]]:
    after = {s["item"]: s for s in x.after}
    return [
        {"cells": [
            s["item"], _place(s["place"]), s["final"],
            _place(after[s["item"]]["place"]) if after else "—",
            after[s["item"]]["final"] if after else "—",
        ]}
        for s in x.before
    ]  # fmt: skip


def _place(place: int | None) -> str:
    return "—" if place is None else str(place)


def flag(sheets: Iterable[dict[str, Any]], found: Iterable[queries.LateView]) -> None:
    """Says at each sheet of such an expert how the finding stands."""
    told = {n: state_of("conflict", x.state)["label"] for x in found for n in x.numbers}
    for s in sheets:
        s["flag"] = told.get(s["number"], "")
