"""What a bidder learns once the decision stands: the result, and why, without who wrote it (R088).

When a unit may read it, and whose bid it is, the caller decides.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from jiebang.programme import queries as programme
from jiebang.review.models import Ballot, Panel, Review, ScoreResult
from jiebang.review.queries.consensus import group_opinion_on
from jiebang.rulebook import blind
from jiebang.rulebook.ballot import State as BallotState
from jiebang.rulebook.edition.model import Criterion
from jiebang.rulebook.panel import State as PanelState
from jiebang.rulebook.review import COUNTED
from jiebang.rulebook.roles import Role


@dataclass(frozen=True, slots=True)
class Said:
    """What the experts wrote under one criterion, in an order that follows no expert."""

    criterion: Criterion
    comments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FeedbackView:
    """`score` only where the edition publishes the scores of bids."""

    place: int | None
    of: int
    passed: bool
    vetoed: bool
    decided_by: str
    failed: tuple[Criterion, ...]
    score: Decimal | None
    sheets: int
    heard: bool
    group_opinion: str
    opinions: tuple[str, ...]
    said: tuple[Said, ...]


def feedback_on(subject_id: str) -> FeedbackView | None:
    """None while nothing is added up, or where the rulebook shows a lead nothing."""
    if "comments" not in blind.visible("review", Role.LEAD, blind.Phase.PUBLIC, own=True):
        return None
    rows = ScoreResult.objects.filter(item__subject_id=str(subject_id),
                                      panel__state=PanelState.CLOSED)  # fmt: skip
    found = rows.select_related("panel__batch").order_by("-panel__closed_at").first()
    return _view(found, subject_id) if found else None


def _view(s: ScoreResult, subject_id: str) -> FeedbackView:
    p = s.panel
    rules = programme.edition_of(p.batch)
    table, first, second = rules.tables[p.score_table], _first(p, s.item_id), _second(s.item_id)
    sheets = [*first, *second]
    names = {c.code: c for c in table.criteria}
    return FeedbackView(
        place=s.place, of=ScoreResult.objects.filter(panel=p).count(), passed=s.passed,
        vetoed=s.vetoed, decided_by=s.decided_by,
        failed=tuple(names[c] for c in s.failed if c in names),
        score=s.final if rules.publicity.bid_scores else None, sheets=len(first),
        heard=bool(second), group_opinion=group_opinion_on(subject_id),
        opinions=mixed(x.get("opinion") for x in sheets),
        said=tuple(
            Said(c, mixed(x.get(f"comment_{c.code}") for x in sheets)) for c in table.criteria
        ),
    )  # fmt: skip


def _first(p: Panel, item_id: int) -> list[Mapping[str, Any]]:
    rows = Review.objects.filter(item_id=item_id, seat__round=p.round, state__in=COUNTED)
    return list(rows.values_list("values", flat=True))


def _second(item_id: int) -> list[Mapping[str, Any]]:
    rows = Ballot.objects.filter(hearing__item_id=item_id, state=BallotState.OPENED)
    return list(rows.values_list("values", flat=True))


def mixed(texts: Iterable[Any]) -> tuple[str, ...]:
    """In the order of their digests: nobody can follow one expert from criterion to criterion."""
    written = {str(t).strip() for t in texts if t and str(t).strip()}
    return tuple(sorted(written, key=lambda t: hashlib.sha256(t.encode()).digest()))
