"""Checks across sections: each finds what no single value can show."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from jiebang.engine.conflicts import PolicyError

from .conflicts import policy
from .document import paths
from .form import speaks_of_hats
from .leaves import Report
from .model import PANELS
from .whole import Edition


def _weights(e: Edition, report: Report) -> None:
    for name, table in e.tables.items():
        total = sum(c.weight for c in table.criteria)
        if total != 100:
            report.add(f"tables.{name}.criteria", "weights_not_100", have=total)
        for c in table.criteria:
            if c.knock_out is not None and c.knock_out > c.max:
                report.add(f"tables.{name}.criteria.{c.code}.knock_out", "above_maximum",
                           have=str(c.knock_out), limit=c.max)  # fmt: skip
        starts = [b.from_percent for b in table.bands]
        if sorted(set(starts), reverse=True) != starts or starts[-1] != 0:
            report.add(f"tables.{name}.bands", "bands_not_falling_to_zero")


def _table_uses(e: Edition, report: Report) -> None:
    """R076: what is named exists, and for every kind and field one use is the most specific."""
    known = {"table": set(e.tables), "kind": {k.code for k in e.kinds},
             "field": {f.code for f in e.fields}}  # fmt: skip
    seen: dict[tuple[str, str, str], str] = {}
    for n, use in enumerate(e.table_uses):
        at = f"table_uses.{n}"
        for name, codes in known.items():
            given = getattr(use, name)
            if given and given not in codes:
                report.add(f"{at}.{name}", f"unknown_{name}", given=given)
        if not use.named:
            report.add(at, "use_names_nothing", stage=use.stage)
        if (use.stage, use.kind, use.field) in seen:
            report.add(at, "use_twice", kind=use.kind, field=use.field)
        seen[use.stage, use.kind, use.field] = use.table
    for stage, kind, field in _undecided(seen):
        report.add("table_uses", "use_undecided", stage=stage, kind=kind, field=field)
    for name in e.tables.keys() - {*PANELS, *seen.values()}:
        report.add(f"tables.{name}", "table_unused")


def _undecided(uses: Mapping[tuple[str, str, str], str]) -> list[tuple[str, str, str]]:
    """Pairs for which the use of the kind says one table, that of the field another, and no use
    names both."""
    return [
        (stage, kind, field)
        for (stage, kind, none), by_kind in uses.items() if kind and not none
        for (same, empty, field), by_field in uses.items() if field and not empty
        if same == stage and by_kind != by_field and (stage, kind, field) not in uses
    ]  # fmt: skip


def _hats(e: Edition, report: Report) -> None:
    """R009: no criterion counts degrees, titles, prizes, honours or papers."""
    for name, table in e.tables.items():
        for c in table.criteria:
            if speaks_of_hats(c.code, c.label):
                report.add(f"tables.{name}.criteria.{c.code}", "form_scores_hats", field=c.code)


def _panels(e: Edition, report: Report) -> None:
    kinds = {k.code for k in e.experts.kinds}
    for name in PANELS:
        panel, at = e.panels[name], f"panels.{name}"
        if panel.seats < panel.minimum_valid:
            report.add(f"{at}.minimum_valid", "above_seats",
                       have=panel.minimum_valid, limit=panel.seats)  # fmt: skip
        quota = sum(q.minimum for q in panel.strata)
        if quota > panel.seats:
            report.add(f"{at}.strata", "above_seats", have=quota, limit=panel.seats)
        for q in panel.strata:
            if q.kind not in kinds:
                report.add(f"{at}.strata", "unknown_expert_kind", given=q.kind)
        for share in ("off_city_share", "officials_share"):
            if getattr(panel, share) * 100 % 1:
                report.add(f"{at}.{share}", "share_too_fine", have=str(getattr(panel, share)))
        if panel.seats_min > panel.seats:
            report.add(f"{at}.seats_min", "above_seats", have=panel.seats_min, limit=panel.seats)
        if panel.seats > panel.seats_max:
            report.add(f"{at}.seats", "above_limit", have=panel.seats, limit=panel.seats_max)


def _draw(e: Edition, report: Report) -> None:
    for party in ("drawer", "supervisor"):
        if party not in e.draw.parties:
            report.add("draw.parties", "draw_party_missing", party=party)
    for form in e.draw.numbers:
        at = f"draw.numbers.{form.code}"
        if form.bits > form.bits_possible:
            report.add(f"{at}.bits", "above_limit", have=form.bits, limit=int(form.bits_possible))
        for n, part in enumerate(form.parts):
            room = part.high - part.low + 1
            if room < (part.count if part.distinct else 2):
                report.add(f"{at}.parts.{n}", "above_limit", have=part.count, limit=room)
            if len(str(part.high)) > form.digits:
                report.add(f"{at}.digits", "above_limit", have=part.high, limit=10**form.digits - 1)
    if all(form.bits < e.draw.number_bits_least for form in e.draw.numbers):
        report.add("draw.number_bits_least", "above_limit", have=e.draw.number_bits_least,
                   limit=max(f.bits for f in e.draw.numbers))  # fmt: skip
    weights = e.draw.weight_text + e.draw.weight_field + e.draw.weight_keywords
    if weights != 100:
        report.add("draw.weight_text", "weights_not_100", have=weights)
    if e.draw.fit_cap_share * e.draw.fit_scale % 1:
        report.add("draw.fit_cap_share", "share_too_fine", have=str(e.draw.fit_cap_share))


def _conflicts(e: Edition, report: Report) -> None:
    """The engine reads the rules as it will when a panel is made."""
    try:
        policy(e.conflicts, e.experts.unsuitable_max)
    except PolicyError as wrong:
        report.add(f"conflicts.rules.{wrong.place}", "conflict_rule", detail=str(wrong))


def _aggregation(e: Edition, report: Report) -> None:
    for name in e.tables_of("bid"):
        codes = {c.code for c in e.tables[name].criteria} if name in e.tables else set()
        for criterion in e.aggregation.tie_criteria if codes else ():
            if criterion not in codes:
                report.add("aggregation.tie_criteria", "unknown_criterion", given=criterion,
                           table=name)  # fmt: skip
    if e.aggregation.publisher_weight and not e.opinion.score:
        report.add("opinion.score", "publisher_weight_needs_score",
                   have=e.aggregation.publisher_weight)  # fmt: skip


def _quality(e: Edition, report: Report) -> None:
    """Every number of points reaches one level, and more points never a lower one."""
    grades = sorted(e.experts.quality.grades, key=lambda g: g.least)
    if grades[0].least != 0:
        report.add("experts.quality.grades", "grades_not_from_zero", have=grades[0].least)
    levels = [g.level for g in grades]
    if sorted(set(levels), reverse=True) != levels:
        report.add("experts.quality.grades", "grades_not_in_order")


def _tranches(e: Edition, report: Report) -> None:
    total = sum(t.share for t in e.tranches)
    if total != 100:
        report.add("tranches", "shares_not_100", have=total)
    for t in e.tranches:
        at = f"tranches.{t.code}.milestone"
        if (t.condition == "milestone") != (t.milestone is not None):
            report.add(at, "milestone_and_condition_differ", condition=t.condition)
        elif t.milestone is not None and t.milestone > e.milestones.count_min:
            report.add(at, "no_such_milestone", have=t.milestone, limit=e.milestones.count_min)


def _funding(e: Edition, report: Report) -> None:
    f = e.funding
    needed = {"fixed": f.amount, "percent": f.percent, "tiers": f.tiers or None}
    if needed[f.formula] is None:
        name = "amount" if f.formula == "fixed" else f.formula
        report.add(f"funding.{name}", "missing_value")
    if f.amount is not None and f.amount > f.cap:
        report.add("funding.amount", "above_cap", have=f.amount, limit=f.cap)
    _rising("funding.tiers", [t.up_to for t in f.tiers], report)
    for value in (f.percent, *(t.percent for t in f.tiers)):
        if value is not None and value * 100 % 1:
            report.add("funding", "share_too_fine", have=str(value))


def _gate_steps(e: Edition, report: Report) -> None:
    for gate in e.gates:
        if gate.code == "rnd_intensity_steps":
            limits = [s.revenue_below for s in gate.limits.steps]
            _rising("gates.rnd_intensity_steps.steps", limits, report)


def _rising(path: str, limits: list[int | None], report: Report) -> None:
    """Upper limits rise, and only the last step is open."""
    if not limits:
        return
    closed = [x for x in limits[:-1] if x is not None]
    if limits[-1] is not None or len(closed) < len(limits) - 1 or sorted(set(closed)) != closed:
        report.add(path, "steps_not_rising_to_open")


def _order(e: Edition, report: Report) -> None:
    pairs = (
        ("acceptance.discuss_share", e.acceptance.discuss_share, e.acceptance.pass_share),
        ("milestones.count_min", e.milestones.count_min, e.milestones.count_max),
        ("contract.warn_days", e.contract.warn_days, e.contract.sign_days),
        ("defence.speakers_close_hours", e.defence.speakers_close_hours, e.defence.notice_hours),
        ("opinion.remind_days_before", e.opinion.remind_days_before, e.opinion.days),
        ("bidding.questions_close_days_before", e.bidding.questions_close_days_before,
         e.bidding.days),
        ("bidding.similarity_show", e.bidding.similarity_show, e.bidding.similarity_warn),
    )  # fmt: skip
    for path, low, high in pairs:
        if low > high:
            report.add(path, "above_limit", have=low, limit=high)
    for role in e.project_roles:
        if role.maximum is not None and role.minimum > role.maximum:
            report.add(f"project_roles.{role.code}.minimum", "above_limit",
                       have=role.minimum, limit=role.maximum)  # fmt: skip


def _kinds(e: Edition, report: Report) -> None:
    if e.city.region[4:] != "00":
        report.add("city.region", "not_a_city_code", given=e.city.region)
    for d in e.districts:
        if d.code[:4] != e.city.region[:4]:
            report.add(f"districts.{d.code}", "district_outside_city", city=e.city.region)
    for parties in ("publisher", "lead"):
        if parties not in e.contract.parties:
            report.add("contract.parties", "party_missing", party=parties)


def _forms(e: Edition, report: Report) -> None:
    bid = e.forms["bid"]
    try:
        works = bid["representative_results"]
    except KeyError:
        return
    if works.rows_max > e.bidding.evidence_max_per_kind:
        report.add("forms.bid.representative_results.rows_max", "above_limit",
                   have=works.rows_max, limit=e.bidding.evidence_max_per_kind)  # fmt: skip


def _named_experts(e: Edition, report: Report) -> None:
    """R074: the form has room for as many as the policy lets a bidder name."""
    try:
        rows = e.forms["bid"]["unsuitable_experts"].rows_max
    except KeyError:
        return
    if rows > e.experts.unsuitable_max:
        report.add("forms.bid.unsuitable_experts.rows_max", "above_limit", have=rows,
                   limit=e.experts.unsuitable_max)  # fmt: skip


def _origins(e: Edition, report: Report) -> None:
    known = paths(e.document)
    for path, origin in e.origins.items():
        if path not in known:
            report.add(f"origin.{path}", "no_such_value")
        if origin.source == "public" and origin.year is None:
            report.add(f"origin.{path}", "public_needs_year")


CHECKS: tuple[Callable[[Edition, Report], None], ...] = (
    _weights, _table_uses, _hats, _panels, _draw, _conflicts, _aggregation, _tranches, _funding,
    _gate_steps, _order, _kinds, _forms, _named_experts, _quality, _origins,
)  # fmt: skip


def check(edition: Edition, report: Report) -> None:
    for find in CHECKS:
        find(edition, report)
