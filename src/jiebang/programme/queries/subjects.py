"""What a panel looks at, read without a viewer: the review room does its own blinding."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Max, Q

from jiebang.programme.models import Bid, Challenge, Demand
from jiebang.programme.queries.bid import filled
from jiebang.programme.queries.bid import form_of as bid_form_of
from jiebang.programme.queries.demand import form_of as demand_form_of
from jiebang.rulebook.bid import HANDED_IN
from jiebang.rulebook.bid import State as BidState
from jiebang.rulebook.challenge import OPENED
from jiebang.rulebook.demand import State as DemandState
from jiebang.rulebook.edition.conflicts import CHALLENGE, FIELD
from jiebang.rulebook.forms import FormSpec


@dataclass(frozen=True, slots=True)
class Subject:
    """`units` are ids, for conflicts of interest; `own_units` those to be masked."""

    id: str
    title: str
    spec: FormSpec
    values: Mapping[str, Any]
    units: tuple[str, ...]
    own_units: tuple[str, ...]
    submitted_at: datetime | None


@dataclass(frozen=True, slots=True)
class Opinion:
    score: Decimal | None
    will: str


def bid_subjects(challenge_id: str) -> list[Subject]:
    """The valid bids of a challenge, each with its units and the publisher's."""
    rows = Bid.objects.filter(challenge_id=challenge_id, state=BidState.VALID)
    rows = rows.select_related("challenge__batch", "lead").prefetch_related("units")
    return [_of_bid(b) for b in rows.order_by("submitted_at", "pk")]


def bid_subject(bid_id: str) -> Subject:
    """A bid in whatever state, as a panel would get it; for its own units only."""
    rows = Bid.objects.select_related("challenge__batch", "lead").prefetch_related("units")
    return _of_bid(rows.get(pk=bid_id))


def _of_bid(b: Bid) -> Subject:
    own = tuple(str(u.organisation_id) for u in b.units.all() if u.in_force)
    units = (str(b.challenge.organisation_id), *own)
    return Subject(str(b.pk), b.title or b.challenge.title, bid_form_of(b), filled(b), units, own,
                   b.submitted_at)  # fmt: skip


def handed_in(challenge_id: str, scope: str) -> list[tuple[str, tuple[str, ...]]]:
    """(id, ids of its units) of every bid that was handed in for a challenge, and for those of its
    field or batch where the scope says so (rulebook.edition.conflicts). What is sealed stays so."""
    rows = Bid.objects.filter(_near(challenge_id, scope), state__in=HANDED_IN)
    return [
        (str(b.pk), tuple(str(u.organisation_id) for u in b.units.all() if u.in_force))
        for b in rows.only("state").prefetch_related("units").order_by("pk")
    ]


def _near(challenge_id: str, scope: str) -> Q:
    """Bids of the challenge, and opened ones as far as the scope reaches."""
    if scope == CHALLENGE:
        return Q(challenge_id=challenge_id)
    batch, field, _title = challenge_batch(challenge_id)
    near = {"challenge__batch_id": batch, "challenge__state__in": OPENED}
    return Q(challenge_id=challenge_id) | Q(**near, **({"challenge__field": field} if scope == FIELD
                                                       else {}))  # fmt: skip


def opened_at(batch_id: str) -> datetime | None:
    """When a challenge of the batch whose bids are open moved last: not before they were opened."""
    rows = Challenge.objects.filter(batch_id=batch_id, state__in=OPENED)
    return rows.aggregate(at=Max("updated_at"))["at"]


def demand_subjects(batch_id: str, field: str = "") -> list[Subject]:
    """The accepted demands of a batch, of one field when named."""
    rows = Demand.objects.filter(batch_id=batch_id, state=DemandState.ACCEPTED)
    rows = rows.select_related("batch").order_by("number", "pk")
    return [
        Subject(str(d.pk), d.title, demand_form_of(d), d.content, (str(d.organisation_id),),
                (str(d.organisation_id),), d.submitted_at)
        for d in rows if not field or d.content.get("field") == field
    ]  # fmt: skip


def demands_decided(ids: Iterable[str]) -> bool:
    """Whether something has been done with the screening of one of these demands."""
    waiting = (DemandState.ACCEPTED, DemandState.SCREENED)
    return Demand.objects.filter(pk__in=list(ids)).exclude(state__in=waiting).exists()


def bid_opinions(ids: Iterable[str]) -> dict[str, Opinion]:
    rows = Bid.objects.filter(pk__in=list(ids)).values_list("pk", "opinion_score", "opinion_will")
    return {str(pk): Opinion(score, will) for pk, score, will in rows}


def bid_leads(ids: Iterable[str]) -> dict[str, str]:
    """The leading unit of each bid."""
    rows = Bid.objects.filter(pk__in=list(ids)).values_list("pk", "lead_id")
    return {str(pk): str(lead) for pk, lead in rows}


def challenge_kind(challenge_id: str) -> str:
    return Challenge.objects.values_list("kind", flat=True).get(pk=challenge_id)


def challenge_batch(challenge_id: str) -> tuple[str, str, str]:
    """(batch, field, title) of a challenge."""
    batch, field, title = Challenge.objects.values_list("batch_id", "field", "title").get(
        pk=challenge_id
    )
    return str(batch), field, title


def challenge_text(challenge_id: str) -> str:
    """All words of the agreed text, indicators among them: what experts are compared with."""
    content, indicators = Challenge.objects.values_list("content", "indicators").get(
        pk=challenge_id
    )
    told = [v for v in content.values() if isinstance(v, str)]
    told += [v for row in indicators or () for v in row.values() if isinstance(v, str)]
    return "\n".join(told)
