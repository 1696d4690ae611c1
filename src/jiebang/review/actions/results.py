"""From signed sheets to a ranking, by the edition alone; and who is told of it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from jiebang.platform.accounts.actor import CLOCK
from jiebang.platform.lifecycle import Act, refuse
from jiebang.programme import actions as programme_actions
from jiebang.programme.queries import subjects
from jiebang.review.actions.machines import panel, review
from jiebang.review.models import Panel, PanelItem, Review, ScoreResult
from jiebang.review.queries.agreement import second_sheets
from jiebang.review.queries.facts import edition, policy, table
from jiebang.rulebook.panel import PanelKind
from jiebang.rulebook.review import COUNTED, Judged, Outcome, Requester, outcomes, sheet_of
from jiebang.rulebook.review import State as ReviewState

VETO = "decline"  # the edition's word when the publisher will not co-operate


@panel.effect("check_spread")
def _check_spread(p: Panel, act: Act) -> dict[str, Any]:
    """Whoever lies far from the others is asked once to look again (R082)."""
    asked = 0
    if edition(p).aggregation.outlier_limit is not None:
        for o in _outcomes(p):
            means = sum((t for _, t in o.result.totals), Decimal(0)) / len(o.result.totals)
            totals = dict(o.result.totals)
            for reviewer in o.result.outliers:
                found = _review(p, o.code, reviewer)
                if found.state == ReviewState.SIGNED and found.questioned_at is None:
                    distance = (totals[reviewer] - means).quantize(Decimal("0.01"))
                    review.perform(found.pk, "question", actor=CLOCK, now=act.now,
                                   distance=str(distance))  # fmt: skip
                    asked += 1
    p.spread_checked = True
    return {"asked": asked}


def _review(p: Panel, code: str, reviewer: str) -> Review:
    return Review.objects.get(seat__panel=p, seat__round=p.round, seat__number=int(reviewer),
                              item__code=code)  # fmt: skip


@panel.effect("close")
def _close(p: Panel, act: Act) -> dict[str, Any]:
    for pk in list(Review.objects.filter(seat__panel=p, state=ReviewState.OPEN)
                   .order_by("pk").values_list("pk", flat=True)):  # fmt: skip
        review.perform(pk, "lapse", actor=CLOCK, now=act.now, reason="评审结束时未签署")
    found = _outcomes(p)
    said = _opinions(p)
    items = {i.code: i for i in p.items.all()}
    ScoreResult.objects.bulk_create(_stored(p, items[o.code], o, said) for o in found)
    p.closed_at = act.now
    ranking = [{"item": o.code, "place": o.place, "final": str(o.result.final)} for o in found]
    _report(p, items, found, act, ranking)
    return {"ranking": ranking}


def _opinions(p: Panel) -> dict[str, subjects.Opinion]:
    if p.kind != PanelKind.BID:
        return {}
    return subjects.bid_opinions(p.items.values_list("subject_id", flat=True))


def _outcomes(p: Panel) -> tuple[Outcome, ...]:
    said = _opinions(p)
    rules = table(p)
    sheets: dict[int, list[Any]] = {}
    rows = Review.objects.filter(seat__panel=p, seat__round=p.round, state__in=COUNTED)
    for r in rows.select_related("seat"):
        sheets.setdefault(r.item_id, []).append(sheet_of(f"{r.seat.number:02d}", r.values, rules))
    second = second_sheets(p)
    judged = [
        Judged(
            code=i.code, sheets=tuple(sheets.get(i.pk, ())), requester=_asked(p, i, said),
            second=tuple(second.get(i.pk, ())),
            submitted=int(i.submitted_at.timestamp()) if i.submitted_at else 0,
        )
        for i in p.items.order_by("code")
    ]  # fmt: skip
    if any(len(j.sheets) < policy(p).minimum_valid for j in judged):
        refuse("reviews_missing", items=len(judged), need=policy(p).minimum_valid)
    return outcomes(edition(p), p.kind, judged, table=p.score_table)


def _asked(p: Panel, item: PanelItem, said: dict[str, subjects.Opinion]) -> Requester | None:
    opinion = said.get(item.subject_id)
    if opinion is None:
        return None
    return Requester(score=opinion.score, veto=opinion.will == VETO)


def _stored(p: Panel, item: PanelItem, o: Outcome, said: dict[str, Any]) -> ScoreResult:
    opinion = said.get(item.subject_id)
    return ScoreResult(
        panel=p, item=item, sheets=len(o.result.totals), panel_score=o.result.panel,
        publisher_score=opinion.score if opinion else None, publisher_weight=o.weight,
        final=o.result.final, place=o.place, decided_by=o.decided_by, passed=o.passed,
        vetoed=o.result.vetoed, failed=list(o.result.failed), outliers=list(o.result.outliers),
        criteria=[[code, str(value)] for code, value in o.result.criteria],
        steps=[{"kind": s.kind, "who": s.who, "criterion": s.criterion, "formula": s.formula(),
                "result": str(s.result), "stage": s.stage} for s in o.result.steps],
    )  # fmt: skip


def _report(p: Panel, items: dict[str, PanelItem], found: tuple[Outcome, ...], act: Act,
            ranking: list[dict[str, Any]]) -> None:  # fmt: skip
    """What the programme does next; delivery registers its own effect for acceptance."""
    if p.kind == PanelKind.BID:
        programme_actions.challenge.perform(p.subject_id, "rank", actor=CLOCK, now=act.now,
                                            panel=str(p.pk), ranking=ranking)  # fmt: skip
    if p.kind == PanelKind.SCREENING:
        for o in found:
            programme_actions.demand.perform(
                items[o.code].subject_id, "record_screening", actor=CLOCK, now=act.now,
                score=o.result.final, panel=str(p.pk),
            )  # fmt: skip
