"""Names of a panel opened to the public, where the edition says so and after the close.

With the round's key anybody can compute each pseudonym: nobody sits there under another's. The key
is shared by panels that were drawn together, so it waits until the last of them has closed.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from jiebang.engine.transparency import canonical
from jiebang.registry import queries as registry
from jiebang.review.models import DrawRound, Panel, Seat
from jiebang.review.queries.drawn import item_name
from jiebang.review.queries.facts import edition
from jiebang.rulebook.panel import PanelKind, State
from jiebang.rulebook.review import COUNTED

FORMAT = "opened-names/1"
RULE = "pseudonym = first 16 hexadecimal digits of SHA-256(key LF id)"


@dataclass(frozen=True, slots=True)
class OpenedName:
    pseudonym: str
    id: str
    name: str
    unit: str


@dataclass(frozen=True, slots=True)
class Opened:
    """Who signed a sheet that counts, in the order drawn."""

    panel: str
    round: int
    key: str
    names: tuple[OpenedName, ...]

    def as_text(self) -> str:
        rows = [[n.pseudonym, n.id, n.name, n.unit] for n in self.names]
        told = {"format": FORMAT, "panel": self.panel, "round": self.round, "key": self.key,
                "rule": RULE, "experts": rows}  # fmt: skip
        return canonical(told).decode() + "\n"


def publishes_experts(p: Panel) -> bool:
    """Whether the edition lets everybody know who sat on a panel of this kind, once it has
    closed."""
    publicity = edition(p).publicity
    named = {PanelKind.SCREENING: publicity.screening_experts, PanelKind.BID: publicity.bid_experts}
    return p.state == State.CLOSED and named.get(PanelKind(p.kind), False)


def opened(pk: str) -> Opened | None:
    p = Panel.objects.filter(pk=pk, state=State.CLOSED).select_related("batch__edition").first()
    if p is None or not publishes_experts(p):
        return None
    d = p.rounds.get(number=p.round)
    if _still_secret(d):
        return None
    rows = Seat.objects.filter(panel=p, round=p.round, reviews__state__in=COUNTED).distinct()
    seats = list(rows.order_by("number").values_list("pseudonym", "expert"))
    names = registry.expert_names(str(expert) for _, expert in seats)
    return Opened(item_name(p), d.number, d.salt, tuple(
        OpenedName(code, str(expert), *names[str(expert)]) for code, expert in seats
    ))  # fmt: skip


def _still_secret(d: DrawRound) -> bool:
    """Under the same key somebody is at work, or sat on a panel whose experts stay unnamed."""
    held = d.lead_id or d.pk
    same = DrawRound.objects.filter(Q(pk=held) | Q(lead=held), void_reason="")
    return not all(publishes_experts(r.panel) for r in same.select_related("panel__batch__edition"))
