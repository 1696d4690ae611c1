"""Sums and comparisons a form can be asked to check: values in, problems out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from typing import Any

from jiebang.engine.decision import Reason
from jiebang.rulebook.forms import Problem

Values = Mapping[str, Any]


def budget_rows_add_up(values: Values) -> list[Problem]:
    """In both budget tables each row's parts make its total."""
    found: list[Problem] = []
    for table, parts in (("budget_sources", ("year1", "year2", "year3")),
                         ("budget_subjects", ("fiscal", "publisher", "own", "other"))):  # fmt: skip
        for i, line in enumerate(values.get(table) or ()):
            have, need = _sum(line, parts), line.get("total") or 0
            if have != need:
                found.append(_unequal(f"{table}.{i}.total", "row_does_not_add_up", have, need))
    return found


def budget_tables_agree(values: Values) -> list[Problem]:
    """Both tables make the bid's total, and every source is the same in both."""
    sources = values.get("budget_sources") or ()
    subjects = values.get("budget_subjects") or ()
    total = values.get("budget_total") or 0
    found = []
    for table, lines in (("budget_sources", sources), ("budget_subjects", subjects)):
        have = sum(line.get("total") or 0 for line in lines)
        if have != total:
            found.append(_unequal(table, "table_does_not_make_total", have, total))
    for source in ("fiscal", "publisher", "own", "other"):
        by_year = sum(x.get("total") or 0 for x in sources if x.get("source") == source)
        by_subject = sum(x.get(source) or 0 for x in subjects)
        if by_year != by_subject:
            params = {"source": source, "have": by_subject, "need": by_year}
            found.append(Problem("budget_subjects", Reason("source_differs", params)))
    return found


def budget_rows_once(values: Values) -> list[Problem]:
    """No source and no subject is written twice."""
    found = []
    for table, key in (("budget_sources", "source"), ("budget_subjects", "subject")):
        seen: set[object] = set()
        for i, line in enumerate(values.get(table) or ()):
            if line.get(key) in seen:
                found.append(Problem(f"{table}.{i}.{key}", Reason("row_written_twice")))
            seen.add(line.get(key))
    return found


def money_parts_within_total(values: Values) -> list[Problem]:
    """Own, public and other money make the demand's total; what goes to the bidder is within it."""
    total = values.get("total_money") or 0
    have = _sum(values, ("own_money", "fiscal_money", "other_money"))
    found = []
    if have != total:
        found.append(_unequal("total_money", "parts_do_not_make_total", have, total))
    if (values.get("bidder_money") or 0) > total:
        found.append(_unequal("bidder_money", "part_above_total", values["bidder_money"], total))
    return found


def indicator_targets_are_numbers(values: Values) -> list[Problem]:
    """Where an indicator has a direction, its target is a number: a promise can be compared."""
    return [
        Problem(
            f"indicators.{i}.target", Reason("target_not_a_number", {"given": line.get("target")})
        )
        for i, line in enumerate(values.get("indicators") or ())
        if line.get("direction") not in (None, "text") and _as_number(line.get("target")) is None
    ]


def trl_rises(values: Values) -> list[Problem]:
    now, goal = values.get("trl_now"), values.get("trl_target")
    if now is not None and goal is not None and goal < now:
        return [Problem("trl_target", Reason("trl_falls", {"have": goal, "need": now}))]
    return []


def milestones_in_order(values: Values) -> list[Problem]:
    """Each milestone is due after the one before."""
    months = [line.get("month") or 0 for line in values.get("milestones") or ()]
    return [
        Problem(f"milestones.{i}.month", Reason("milestone_out_of_order", {"before": before}))
        for i, (before, month) in enumerate(pairwise(months), start=1)
        if month <= before
    ]


def promise_given(values: Values) -> list[Problem]:
    return [] if values.get("promise") else [Problem("promise", Reason("promise_not_given"))]


def nothing_secret(values: Values) -> list[Problem]:
    """R032: what is secret is never typed in here."""
    return [Problem("secret", Reason("secret_not_accepted"))] if values.get("secret") else []


def _as_number(given: object) -> Decimal | None:
    try:
        value = Decimal(str(given).strip())
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def _sum(line: Values, names: Sequence[str]) -> int:
    return sum(line.get(n) or 0 for n in names)


def _unequal(path: str, code: str, have: int, need: int) -> Problem:
    return Problem(path, Reason(code, {"have": have, "need": need}))


CHECKS: Mapping[str, Callable[[Values], list[Problem]]] = {
    check.__name__: check
    for check in (
        budget_rows_add_up, budget_tables_agree, budget_rows_once, money_parts_within_total,
        indicator_targets_are_numbers, trl_rises, milestones_in_order, promise_given,
        nothing_secret,
    )
}  # fmt: skip
