"""An edition's values in the shapes the engine's mechanisms take."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from jiebang.engine import money
from jiebang.engine.draw import Quota, Rules
from jiebang.engine.scoring import Criterion, Limits, Rule, ScoreTable
from jiebang.engine.scoring import Grade as EngineGrade
from jiebang.engine.scoring import Measure as EngineMeasure

from .model import Funding, Panel, Table
from .scores import Quality
from .whole import Edition

EXPERT_KIND = "kind"  # the dimension under which a candidate's expert kinds are given to the draw


def draw_rules(panel: Panel) -> Rules:
    quotas = tuple(Quota(EXPERT_KIND, q.kind, q.minimum) for q in panel.strata)
    return Rules(seats=panel.seats, reserves=panel.reserves, per_unit=panel.per_unit_max,
                 away_percent=panel.off_city_percent, quotas=quotas)  # fmt: skip


def score_table(table: Table) -> ScoreTable:
    return ScoreTable(
        tuple(Criterion(c.code, c.weight, c.max, c.knock_out, c.comment_length)
              for c in table.criteria)
    )  # fmt: skip


def score_rule(edition: Edition, panel: str) -> Rule:
    """How a panel's sheets become one score; the publisher has a say only among bids."""
    a = edition.aggregation
    weight = a.publisher_weight if panel == "bid" else 0
    return Rule(method=a.method, trim_from=a.trim_from, requester_weight=weight,
                outlier_limit=a.outlier_limit,
                minimum_sheets=edition.panels[panel].minimum_valid)  # fmt: skip


def signal_limits(edition: Edition) -> Limits:
    s = edition.signals
    return Limits(
        least_sheets=s.least_sheets, pattern_share=s.pattern_percent, copied_share=s.copied_percent,
        comment_length=s.comment_length, minutes=Decimal(s.sheet_minutes) or None,
        outlier=edition.aggregation.outlier_limit,
    )  # fmt: skip


def quality_measures(quality: Quality) -> tuple[EngineMeasure, ...]:
    return tuple(
        EngineMeasure(m.figure, Fraction(m.free), Fraction(m.unit), m.points, m.most)
        for m in quality.measures
    )


def quality_grades(quality: Quality) -> tuple[EngineGrade, ...]:
    return tuple(EngineGrade(str(g.level), g.least) for g in quality.grades)


def public_money(funding: Funding, bases: Mapping[str, int]) -> money.Amount:
    """What the formula gives a challenge, capped. `bases`: contract, payment, total in fen."""
    return money.amount(_formula(funding), bases, caps=(funding.cap,))


def tranche_amounts(edition: Edition, public: int) -> tuple[int, ...]:
    """A challenge's public money over the edition's tranches; the parts sum exactly."""
    return money.split(public, [t.share for t in edition.tranches])


def _formula(f: Funding) -> money.Formula:
    if f.formula == "fixed":
        return money.Fixed(f.amount or 0)
    if f.formula == "percent":
        return money.Percent(f.of, _points(f.percent or Decimal(0)))
    return money.Tiers(f.of, tuple(money.Tier(t.up_to, _points(t.percent)) for t in f.tiers))


def _points(percent: Decimal) -> int:
    return int(percent * 100)
