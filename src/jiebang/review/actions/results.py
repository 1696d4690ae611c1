"""From signed sheets to a ranking, by the edition alone; and who is told of it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import Q

from jiebang.platform.accounts.actor import CLOCK
from jiebang.platform.lifecycle import Act, refuse
from jiebang.programme import actions as programme_actions
from jiebang.review.actions.machines import panel, review
from jiebang.review.actions.sheets import take_in
from jiebang.review.models import Beside, Panel, PanelItem, Review, ScoreResult
from jiebang.review.queries import judging
from jiebang.review.queries.facts import edition, policy
from jiebang.rulebook.conflict import State as ConflictState
from jiebang.rulebook.panel import PanelKind
from jiebang.rulebook.panel import State as PanelState
from jiebang.rulebook.review import Outcome, outcomes
from jiebang.rulebook.review import State as ReviewState


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
    take_in(p, act, "评审结束时未签署")
    found = _kept(p)
    p.closed_at = act.now
    ranking = judging.standing(found)
    _report(p, found, act, ranking)
    return {"ranking": ranking}


@panel.effect("recount")
def _recount(p: Panel, act: Act) -> dict[str, Any]:
    """After sheets were set aside: the same rule on those that are left. What was kept before
    stays in the record."""
    before = forget(p)
    found = _kept(p)
    ranking = judging.standing(found)
    _report(p, found, act, ranking, again=True)
    return {"before": before, "ranking": ranking}


@programme_actions.bid.effect("opine")
def _not_after_the_result(b: Any, act: Act) -> None:
    """The publisher's word is a part of the result: it does not change once a panel has counted it,
    also while that panel works again."""
    counted = Q(state=PanelState.CLOSED) | Q(conflicts__state=ConflictState.ASIDE)
    if Panel.objects.filter(counted, items__subject_id=str(b.pk)).exists():
        refuse("opinion_counted_already")


def forget(p: Panel) -> list[dict[str, Any]]:
    """The result and what stands beside it are made anew; who stood where goes into the record."""
    rows = p.results.order_by("item__code").values_list("item__code", "place", "final")
    before = [{"item": code, "place": place, "final": str(final)} for code, place, final in rows]
    p.results.all().delete()
    Beside.objects.filter(panel=p).delete()
    return before


def _kept(p: Panel) -> tuple[Outcome, ...]:
    found, said = _outcomes(p), judging.opinions(p)
    items = {i.code: i for i in p.items.all()}
    ScoreResult.objects.bulk_create(_stored(p, items[o.code], o, said) for o in found)
    return found


def _outcomes(p: Panel) -> tuple[Outcome, ...]:
    found = judging.judged(p)
    need = policy(p).minimum_valid
    if judging.fewest(found) < need:
        refuse("reviews_missing", items=len(found), need=need)
    return outcomes(edition(p), p.kind, found, table=p.score_table)


def _stored(p: Panel, item: PanelItem, o: Outcome, said: dict[str, Any]) -> ScoreResult:
    opinion = said.get(item.subject_id)
    return ScoreResult(
        panel=p, item=item, sheets=o.sheets, panel_score=o.result.panel,
        publisher_score=opinion.score if opinion else None, publisher_weight=o.weight,
        final=o.result.final, place=o.place, decided_by=o.decided_by, passed=o.passed,
        vetoed=o.result.vetoed, failed=list(o.result.failed), outliers=list(o.result.outliers),
        criteria=[[code, str(value)] for code, value in o.result.criteria],
        steps=[{"kind": s.kind, "who": s.who, "criterion": s.criterion, "formula": s.formula(),
                "result": str(s.result), "stage": s.stage} for s in o.result.steps],
    )  # fmt: skip


def _report(p: Panel, found: tuple[Outcome, ...], act: Act, ranking: list[dict[str, Any]], *,
            again: bool = False) -> None:  # fmt: skip
    """What the programme does next; delivery registers its own effect for acceptance."""
    if p.kind == PanelKind.BID:
        step = "rank_again" if again else "rank"
        programme_actions.challenge.perform(p.subject_id, step, actor=CLOCK, now=act.now,
                                            panel=str(p.pk), ranking=ranking)  # fmt: skip
    if p.kind == PanelKind.SCREENING:
        subject = dict(p.items.values_list("code", "subject_id"))
        step = "correct_screening" if again else "record_screening"
        for o in found:
            programme_actions.demand.perform(subject[o.code], step, actor=CLOCK, now=act.now,
                                             score=o.result.final, panel=str(p.pk))  # fmt: skip
