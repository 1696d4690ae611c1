"""Panels drawn along with another one: the ceremony is held there, and here the same steps follow.

At random each panel has a commitment and a record of its own, from the same secrets and number. By
fit all panels are one problem with one announcement and one record; both lie with the lead.
"""

from __future__ import annotations

from typing import Any

from jiebang.platform.lifecycle import Act, refuse
from jiebang.review.actions import ceremony, drawing
from jiebang.review.actions.machines import panel
from jiebang.review.models import DrawRound, Panel
from jiebang.review.queries import drawn
from jiebang.review.queries.facts import current_round

NUMBER = ("number_name", "number_at", "number_form")


@panel.effect("join")
def _join(p: Panel, act: Act) -> dict[str, Any]:
    """The pool under the pseudonyms of the lead, so that one person is one everywhere."""
    lead = DrawRound.objects.select_related("panel").get(pk=act.given["lead"])
    if lead.panel.batch_id != p.batch_id or lead.panel_id == p.pk:
        refuse("together_of_one_batch", title=p.title)
    if bool(drawn.terms_of(p).kinds) != bool(drawn.terms_at(lead.panel, lead).kinds):
        refuse("together_terms_differ", title=p.title)
    number = {name: getattr(lead, name) for name in NUMBER}
    d = ceremony.new_round(p, act, salt=lead.salt, lead=lead, **number)
    causes = drawn.infeasible(p, d)
    if causes:
        refuse("rider_infeasible", title=p.title, causes=causes)
    d.save()
    return {**ceremony.told(d), "lead": drawn.item_name(lead.panel)}


@panel.effect("announce_along")
def _announce_along(p: Panel, act: Act) -> dict[str, Any]:
    d = current_round(p)
    if d.mode == "fit":
        d.commitment = d.lead.commitment
    else:
        drawing.commit_plainly(p, d)
    d.announced_at = act.now
    d.save()
    return {"commitment": d.commitment, "mode": d.mode}


@panel.effect("draw_along")
def _draw_along(p: Panel, act: Act) -> dict[str, Any]:
    d = current_round(p)
    d.number_value = d.lead.number_value
    seed = drawing.write_transcript(d) if d.mode == "plain" else ""
    return {**({"seed": seed} if seed else {}), **drawing.seat_drawn(p, d, act)}
