"""A form as an edition writes it, made into a FormSpec; and the sums a form can be asked to check."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Any

from jiebang.engine.decision import Reason
from jiebang.rulebook.forms import Field, FormSpec, Kind, Option, Problem, Section

from .leaves import CODE, Report, join, key_of, leaf

Values = Mapping[str, Any]
FLAGS = ("required", "given", "identity", "public")
WORDS = ("label", "label_en", "help", "help_en", "unit", "rows_fixed")
SIZES = ("max_length", "min_length", "rows_min", "rows_max")
BOUNDS = ("minimum", "maximum")
KNOWN = {"name", "kind", "options", "columns", *FLAGS, *WORDS, *SIZES, *BOUNDS}
FIXED_ROWS = ("", "indicators", "milestones", "members")

# What the programme itself looks for: a form without these cannot be used.
REQUIRED: Mapping[str, Mapping[str, Kind]] = {
    "demand": {
        "title": Kind.TEXT, "kind": Kind.CHOICE, "field": Kind.CHOICE, "problem": Kind.PROSE,
        "indicators": Kind.TABLE, "period_months": Kind.INTEGER, "ip_ownership": Kind.PROSE,
        "total_money": Kind.MONEY, "own_money": Kind.MONEY, "fiscal_money": Kind.MONEY,
        "bidder_conditions": Kind.PROSE, "application_scene": Kind.PROSE, "benefit": Kind.PROSE,
        "publicly_funded": Kind.YESNO, "promise": Kind.YESNO, "contact_name": Kind.TEXT,
        "contact_phone": Kind.PHONE,
    },
    "bid": {
        "responses": Kind.TABLE, "milestones": Kind.TABLE, "budget_total": Kind.MONEY,
        "budget_sources": Kind.TABLE, "budget_subjects": Kind.TABLE, "team": Kind.TABLE,
        "contact_name": Kind.TEXT, "contact_phone": Kind.PHONE, "promise": Kind.YESNO,
    },
}  # fmt: skip
COLUMNS: Mapping[tuple[str, str], Sequence[str]] = {
    ("demand", "indicators"): ("name", "current", "target", "unit", "method", "direction"),
    ("bid", "responses"): ("promised", "compliance", "evidence"),
    ("bid", "milestones"): ("name", "month", "goal", "evidence"),
    ("bid", "budget_sources"): ("source", "year1", "year2", "year3", "total"),
    ("bid", "budget_subjects"): ("subject", "fiscal", "publisher", "own", "other", "total"),
}
# A leader or team may be asked nothing of this for scoring (R009, 破四唯).
HATS = ("degree", "title", "award", "honour", "honor", "hat", "education", "paper")


def forms() -> Any:
    def reader(raw: Any, path: str, report: Report) -> Any:
        if not isinstance(raw, Mapping):
            return report.add(path, "not_a_table")
        for name in REQUIRED.keys() - raw.keys():
            report.add(join(path, name), "missing_value")
        built = {n: _form(n, body, join(path, n), report) for n, body in raw.items()}
        return MappingProxyType(built)

    return leaf(reader)


def _form(code: str, raw: Any, path: str, report: Report) -> FormSpec | None:
    if not isinstance(raw, Mapping) or not isinstance(raw.get("sections"), list):
        return report.add(path, "not_a_form")
    checks = []
    for name in raw.get("checks", ()):
        if name in CHECKS:
            checks.append(CHECKS[name])
        else:
            report.add(join(path, "checks"), "not_an_option", given=name, options=tuple(CHECKS))
    for name in raw.keys() - {"title", "title_en", "sections", "checks"}:
        report.add(join(path, name), "unknown_value")
    sections = tuple(
        Section(str(s.get("code", "")), str(s.get("title", "")), title_en=str(s.get("title_en", "")),
                fields=_fields(s.get("fields"), join(path, key_of(s, i)), report))
        for i, s in enumerate(raw["sections"])
    )  # fmt: skip
    spec = FormSpec(code, str(raw.get("title", "")), sections, str(raw.get("title_en", "")),
                    checks=tuple(checks))  # fmt: skip
    _check_form(spec, path, report)
    return spec


def _fields(raw: Any, path: str, report: Report) -> tuple[Field, ...]:
    if not isinstance(raw, list) or not raw:
        report.add(path, "form_section_empty")
        return ()
    built = (_field(x, join(path, key_of(x, i)), report) for i, x in enumerate(raw))
    return tuple(f for f in built if f is not None)


def _field(raw: Any, path: str, report: Report) -> Field | None:
    if not isinstance(raw, Mapping) or raw.get("kind") not in set(Kind):
        return report.add(path, "not_a_field")
    before = len(report.problems)
    for name in raw.keys() - KNOWN:
        report.add(join(path, name), "unknown_value")
    _check_types(raw, path, report)
    if len(report.problems) > before:
        return None
    kind = Kind(raw["kind"])
    options = tuple(Option(*o.split("|")) for o in raw.get("options", ()))
    columns = _fields(raw["columns"], path, report) if kind is Kind.TABLE else ()
    plain = {k: raw[k] for k in ("name", *FLAGS, *WORDS, *SIZES) if k in raw}
    bounds = {k: Decimal(raw[k]) for k in BOUNDS if k in raw}
    return Field(kind=kind, options=options, columns=columns, **plain, **bounds)


def _check_types(raw: Mapping[str, Any], path: str, report: Report) -> None:
    shapes: tuple[tuple[Sequence[str], Any], ...] = (
        (FLAGS, bool), (WORDS, str), (SIZES, int), (BOUNDS, int | Decimal),
    )  # fmt: skip
    for names, kind in shapes:
        for name in names:
            if name in raw and not isinstance(raw[name], kind):
                report.add(join(path, name), "wrong_type")
    if not isinstance(raw.get("name"), str) or not _is_code(raw["name"]):
        report.add(join(path, "name"), "wrong_shape", given=str(raw.get("name"))[:40], shape=CODE)
    if not raw.get("label"):
        report.add(join(path, "label"), "missing_value")
    for option in raw.get("options", ()):
        if not isinstance(option, str) or option.count("|") != 2:
            report.add(join(path, "options"), "wrong_shape", given=str(option)[:40],
                       shape="code|中文|English")  # fmt: skip
    if raw["kind"] == "table" and not raw.get("columns"):
        report.add(join(path, "columns"), "missing_value")
    if raw.get("rows_fixed", "") not in FIXED_ROWS:
        report.add(join(path, "rows_fixed"), "not_an_option", given=str(raw["rows_fixed"])[:40],
                   options=FIXED_ROWS)  # fmt: skip


def _is_code(name: str) -> bool:
    return name.isascii() and name.replace("_", "a").isalnum() and name == name.lower()


def _check_form(spec: FormSpec, path: str, report: Report) -> None:
    names = [f.name for f in spec.fields]
    for name in sorted({n for n in names if names.count(n) > 1}):
        report.add(join(path, name), "repeated_code", code=name)
    by_name = {f.name: f for f in spec.fields}
    for name, kind in REQUIRED.get(spec.code, {}).items():
        if name not in by_name:
            report.add(join(path, name), "form_lacks_field", field=name)
        elif by_name[name].kind is not kind:
            report.add(join(path, name), "form_field_kind", have=by_name[name].kind, need=kind)
    for (form, name), columns in COLUMNS.items():
        if form == spec.code and name in by_name:
            have = {c.name for c in by_name[name].columns}
            for column in set(columns) - have:
                report.add(join(join(path, name), column), "form_lacks_field", field=column)
    for f in spec.fields:
        if spec.code == "bid":
            _refuse_hats(f, join(path, f.name), f.identity, report)


def _refuse_hats(f: Field, path: str, hidden: bool, report: Report) -> None:
    if not hidden and any(part in HATS for part in f.name.split("_")):
        report.add(path, "form_scores_hats", field=f.name)
    for column in f.columns:
        _refuse_hats(column, join(path, column.name), hidden or column.identity, report)


# Sums a form can be asked to check: values in, problems out -------------------------------------


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
    """Where an indicator has a direction its target is a number, so that a promise can be compared."""
    return [
        Problem(f"indicators.{i}.target", Reason("target_not_a_number", {"given": line["target"]}))
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
    months = [line.get("month") for line in values.get("milestones") or ()]
    return [
        Problem(f"milestones.{i}.month", Reason("milestone_out_of_order", {"before": months[i - 1]}))
        for i in range(1, len(months))
        if months[i] is not None and months[i - 1] is not None and months[i] <= months[i - 1]
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
