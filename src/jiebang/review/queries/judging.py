"""What a panel's result is worked out from: the sheets that count, with the publisher's word."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from jiebang.engine import scoring
from jiebang.programme.queries import subjects
from jiebang.review.models import Panel, PanelItem, Review
from jiebang.review.queries.agreement import second_sheets
from jiebang.review.queries.facts import edition, table
from jiebang.rulebook.panel import PanelKind
from jiebang.rulebook.review import COUNTED, Judged, Outcome, Requester, outcomes, sheet_of
from jiebang.rulebook.seat import GONE

VETO = "decline"  # the edition's word when the publisher will not co-operate


def judged(p: Panel, leaving: Collection[int] = ()) -> list[Judged]:
    """Every item with its sheets, as if the seats of these numbers had never sat. What an expert
    who has left gave after a hearing counts no more than the sheet that lapsed."""
    said, rules = opinions(p), table(p)
    first: dict[int, list[scoring.Sheet]] = {}
    rows = Review.objects.filter(seat__panel=p, seat__round=p.round, state__in=COUNTED)
    for r in rows.exclude(seat__number__in=leaving).select_related("seat"):
        first.setdefault(r.item_id, []).append(sheet_of(_named(r.seat.number), r.values, rules))
    left = p.seats.filter(round=p.round, state__in=GONE).values_list("number", flat=True)
    second, gone = second_sheets(p), {_named(n) for n in (*leaving, *left)}
    return [
        Judged(
            code=i.code, sheets=tuple(first.get(i.pk, ())), requester=_asked(i, said),
            second=tuple(s for s in second.get(i.pk, ()) if s.reviewer not in gone),
            submitted=int(i.submitted_at.timestamp()) if i.submitted_at else 0,
        )
        for i in p.items.order_by("code")
    ]  # fmt: skip


def fewest(items: Iterable[Judged]) -> int:
    """Valid reviews of the item that has fewest."""
    return min((len(i.sheets) for i in items), default=0)


def result_without(p: Panel, leaving: Collection[int]) -> tuple[Outcome, ...]:
    """By the edition alone, as at the close."""
    return outcomes(edition(p), p.kind, judged(p, leaving), table=p.score_table)


def opinions(p: Panel) -> dict[str, subjects.Opinion]:
    if p.kind != PanelKind.BID:
        return {}
    return subjects.bid_opinions(p.items.values_list("subject_id", flat=True))


def standing(found: Iterable[Outcome]) -> list[dict[str, Any]]:
    """Who stands where, as the record keeps it."""
    return [{"item": o.code, "place": o.place, "final": str(o.result.final)} for o in found]


def _named(number: int) -> str:
    return f"{number:02d}"


def _asked(item: PanelItem, said: dict[str, subjects.Opinion]) -> Requester | None:
    opinion = said.get(item.subject_id)
    if opinion is None:
        return None
    return Requester(score=opinion.score, veto=opinion.will == VETO)
