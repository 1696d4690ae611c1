"""What the review room found, as the delivery room needs it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import UUIDField

from jiebang.delivery.models import Award
from jiebang.platform.prepared import Prepared
from jiebang.review import queries as review


@dataclass(frozen=True, slots=True)
class Ranked:
    """One bid's result with its arithmetic; `place` is None when vetoed or knocked out."""

    bid: str
    code: str
    place: int | None
    final: str
    panel_score: str
    publisher_score: str
    publisher_weight: int
    passed: bool
    vetoed: bool
    decided_by: str
    steps: tuple[dict, ...]


def places(challenge_id: str) -> list[Ranked]:
    """The ranking of a challenge's bids by its last closed panel, best first."""
    found = [_ranked(r) for r in review.ranking(str(challenge_id))]
    return sorted(found, key=lambda r: (r.place is None, r.place or 0, r.code))


def result_for(subject_id: str) -> Ranked | None:
    found = review.result_of(str(subject_id))
    return _ranked(found) if found else None


def _ranked(r: review.ResultView) -> Ranked:
    publisher = "" if r.publisher_score is None else str(r.publisher_score)
    return Ranked(r.subject_id, r.code, r.place, str(r.final), str(r.panel_score), publisher,
                  r.publisher_weight, r.passed, r.vetoed, r.decided_by, tuple(r.steps))  # fmt: skip


def feedback(bid_id: str) -> str:
    """The experts' opinions on a bid without their names, for those who were not chosen (R088)."""
    said = review.opinions_on(str(bid_id))
    lines = [f"{n}. {text}" for n, text in enumerate((t for t in said if t), 1)]
    together = review.group_opinion_on(str(bid_id))
    parts = [f"专家组意见：{together}"] if together else []
    parts += ["专家意见：" + " ".join(lines)] if lines else []
    return " ".join(parts) or "未确定为揭榜方。"


bids_on = Prepared(
    lambda challenge: Award._meta.get_field("bid").related_model.objects.filter(
        challenge_id=challenge).values_list("pk", "number", "lead__name", "opinion_will"),
    UUIDField(),
)  # fmt: skip
