"""An own item beside the others: criteria as rows, items as columns; one indicator at a time."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from jiebang.review import queries
from jiebang.web.frame import page
from jiebang.web.programme.asking import found
from jiebang.web.programme.asking import state as state_of
from jiebang.web.review import tally, texts
from jiebang.web.wording import label
from jiebang.web.wording.review import KINDS


@login_required
def compare(request: HttpRequest, pk: str) -> HttpResponse:
    c = found(queries.comparison(str(pk), request.actor))
    names = [i.name for i in c.items[0].indicators] if c.items else []
    asked = request.GET.get("indicator", "")
    chosen = min(int(asked), len(names)) if asked.isdigit() and int(asked) else 1
    context = {
        "c": c,
        "kind": KINDS[c.kind],
        "items": [_item(c, i) for i in c.items],
        "rows": [
            {"label": label(x), "max": x.max, "weight": x.weight, "cells": _cells(c, x.code)}
            for x in c.table.criteria
        ],
        "opinions": [str(i.values.get("opinion") or "") for i in c.items],
        "indicators": [(n, name, n == chosen) for n, name in enumerate(names, 1)],
        "answers": _answers(c, chosen) if names else [],
        "chosen": chosen,
    }
    return page(request, "review/compare.html", context)


def _item(c: queries.ComparisonView, i: queries.Compared) -> dict[str, Any]:
    so_far = tally.of(c.table, i.values)
    return {"i": i, "state": state_of("review", i.state), "so_far": so_far,
            "url": reverse("review", args=[i.review_id])}  # fmt: skip


def _cells(c: queries.ComparisonView, code: str) -> list[dict[str, Any]]:
    return [
        {"code": i.code, "score": i.values.get(f"score_{code}"),
         "band": texts.grade(c.table, code, i.values.get(f"score_{code}")),
         "comment": i.values.get(f"comment_{code}") or "",
         "url": reverse("review", args=[i.review_id]) + f"#part-{code}"}
        for i in c.items
    ]  # fmt: skip


def _answers(c: queries.ComparisonView, number: int) -> list[dict[str, Any]]:
    """What every item says to one of the challenge's indicators."""
    return [
        {"code": i.code, "x": x,
         "url": reverse("review", args=[i.review_id]) + f"#indicator-{number}"}
        for i in c.items for x in i.indicators if x.number == number
    ]  # fmt: skip
