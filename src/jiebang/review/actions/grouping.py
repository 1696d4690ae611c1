"""A screening of more items than one panel should hold: groups of like items (R079)."""

from __future__ import annotations

from typing import Any

from jiebang.platform.accounts.actor import CLOCK
from jiebang.platform.lifecycle import Act, refuse
from jiebang.review.actions.convening import code_of
from jiebang.review.actions.machines import panel
from jiebang.review.models import Panel, PanelItem


@panel.effect("convene")
def _convene_beside(p: Panel, act: Act) -> dict[str, Any]:
    """The other groups get panels of their own in the same breath."""
    made = [
        panel.create("convene", actor=CLOCK, now=act.now, kind=p.kind, batch=str(p.batch_id),
                     subject_life=p.subject_life, subject_id=p.subject_id, field=p.field,
                     title=title, table=table, items=items)
        for title, table, items in getattr(p, "born_beside", ())
    ]  # fmt: skip
    return {"groups": [str(m.pk) for m in made]} if made else {}


@panel.effect("move_item")
def _move_item(p: Panel, act: Act) -> dict[str, Any]:
    """The last item stays: a panel without items would be convened for nothing."""
    subject, other = act.given["item"], act.given["panel"]
    item = p.items.filter(subject_id=subject).first()
    if item is None:
        refuse("panel_without_items")
    if p.items.count() == 1:
        refuse("last_item_stays")
    panel.perform(other, "take_item", actor=CLOCK, now=act.now, item=item.pk, source=str(p.pk))
    return {"item": f"{item.life}:{subject}", "to": other, "reason": act.given["reason"]}


@panel.effect("take_item")
def _take_item(p: Panel, act: Act) -> dict[str, Any]:
    item = PanelItem.objects.get(pk=act.given["item"])
    taken = set(p.items.values_list("code", flat=True))
    item.panel, item.code = p, next(c for n in range(len(taken) + 1)
                                    if (c := code_of(n)) not in taken)  # fmt: skip
    item.save(update_fields=["panel", "code"])
    return {"item": f"{item.life}:{item.subject_id}", "from": act.given["source"]}
