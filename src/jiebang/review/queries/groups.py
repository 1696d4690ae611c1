"""Groups of one screening, each small enough for one panel (R079)."""

from __future__ import annotations

from jiebang.review.models import Panel
from jiebang.review.queries.facts import waiting_groups
from jiebang.rulebook.ceremony import move_item
from jiebang.rulebook.forms import FormSpec, Option


def moving(p: Panel) -> FormSpec:
    """The form that moves an item to another group."""
    items = p.items.order_by("code").values_list("subject_id", "code", "title")
    return move_item(
        [Option(subject, f"{code} {title}", f"{code} {title}") for subject, code, title in items],
        [Option(pk, title, title) for pk, title in waiting_groups(p) if pk != str(p.pk)],
    )
