"""How far a panel is of one mind: what it has yet to hear, and to agree on."""

from __future__ import annotations

from decimal import Decimal

from jiebang.engine import scoring
from jiebang.programme import queries as programme
from jiebang.review.models import Ballot, Consensus, Defence, Panel, Review
from jiebang.rulebook.ballot import State as BallotState
from jiebang.rulebook.consensus import State as ConsensusState
from jiebang.rulebook.defence import GOING, disputed, spread
from jiebang.rulebook.panel import State as PanelState
from jiebang.rulebook.review import COUNTED, sheet_of


def totals(p: Panel) -> dict[str, list[Decimal]]:
    """The totals of the first sheets that count, by the item's code."""
    rows = Review.objects.filter(seat__panel_id=p.pk, seat__round=p.round, state__in=COUNTED)
    found: dict[str, list[Decimal]] = {}
    for code, total in rows.order_by("seat__number").values_list("item__code", "total"):
        found.setdefault(code, []).append(total)
    return found


def in_dispute(p: Panel) -> dict[str, Decimal]:
    """Items to be heard, with the deviation of their totals (R083)."""
    rule = programme.edition_of(p.batch).defence
    if p.kind not in rule.panels:
        return {}
    return {code: spread(values) for code, values in sorted(totals(p).items())
            if disputed(values, rule.spread_limit)}  # fmt: skip


def to_meet(p: Panel) -> int:
    """Items for which the panel has to come together before its scores are added up."""
    if p.state != PanelState.REVIEWING or not p.spread_checked:
        return 0
    if programme.edition_of(p.batch).panels[p.kind].meets:
        return p.items.count()
    return len(in_dispute(p))


def unmet(p: Panel) -> int:
    if p.state != PanelState.MEETING:
        return 0
    heard = Defence.objects.filter(panel_id=p.pk, state__in=GOING).count()
    opinions = Consensus.objects.filter(panel_id=p.pk)
    return heard + opinions.exclude(state=ConsensusState.CONCLUDED).count()


def second_sheets(p: Panel) -> dict[int, list[scoring.Sheet]]:
    """What was given after a hearing and has been opened, by item."""
    rules = programme.edition_of(p.batch).tables[p.score_table]
    rows = Ballot.objects.filter(hearing__defence__panel_id=p.pk, state=BallotState.OPENED)
    found: dict[int, list[scoring.Sheet]] = {}
    for b in rows.select_related("seat", "hearing").order_by("seat__number"):
        sheet = sheet_of(f"{b.seat.number:02d}", b.values, rules)
        found.setdefault(b.hearing.item_id, []).append(sheet)
    return found
