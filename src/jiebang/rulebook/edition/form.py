"""A form as an edition writes it, made into a FormSpec and checked for what the programme needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from jiebang.rulebook.forms import Field, FormSpec, Kind, Option, Section

from . import leaves as read
from .form_checks import CHECKS
from .leaves import Report, join, leaf, read_section, section

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
HAT_WORDS = ("学历", "学位", "职称", "获奖", "奖项", "荣誉", "称号", "论文", "年龄")


@section
class Column:
    """One question of a form or one column of its table; options are code|中文|English."""

    name: str = read.code()
    kind: str = read.chosen(*Kind)
    label: str = read.text()
    label_en: str = read.text()
    help: str = read.text(optional=True)
    help_en: str = read.text(optional=True)
    unit: str = read.text(optional=True)
    required: bool = read.flag(optional=True)
    given: bool = read.flag(optional=True)
    identity: bool = read.flag(optional=True)
    public: bool = read.flag(optional=True)
    min_length: int | None = read.whole(0, 10_000, optional=True)
    max_length: int | None = read.whole(1, 20_000, optional=True)
    minimum: Decimal | None = read.number("-1e12", "1e12", optional=True)
    maximum: Decimal | None = read.number("-1e12", "1e12", optional=True)
    options: tuple[str, ...] = read.texts(pattern=r"[a-z0-9_]+\|[^|]+\|[^|]+", optional=True)


@section
class Question(Column):
    columns: tuple[Column, ...] = read.many(Column, key="name")
    rows_min: int | None = read.whole(0, 200, optional=True)
    rows_max: int | None = read.whole(1, 500, optional=True)
    rows_fixed: str = read.chosen("indicators", optional=True)


@section
class Part:
    code: str = read.code()
    title: str = read.text()
    title_en: str = read.text()
    fields: tuple[Question, ...] = read.many(Question, least=1, key="name")


@section
class Form:
    title: str = read.text()
    title_en: str = read.text()
    checks: tuple[str, ...] = read.texts(*CHECKS, optional=True)
    sections: tuple[Part, ...] = read.many(Part, least=1)


def forms() -> Any:
    """Forms by code; the demand and the bid form must be among them."""

    def reader(raw: Any, path: str, report: Report) -> Mapping[str, FormSpec]:
        if not isinstance(raw, Mapping):
            report.add(path, "not_a_table")
            return {}
        for name in REQUIRED.keys() - raw.keys():
            report.add(join(path, name), "missing_value")
        built: dict[str, FormSpec] = {}
        for code, body in raw.items():
            form: Form | None = read_section(Form, body, join(path, code), report)
            if form is not None:
                built[code] = _spec(code, form)
                _check_form(built[code], join(path, code), report)
        return MappingProxyType(built)

    return leaf(reader)


def _spec(code: str, form: Form) -> FormSpec:
    sections = tuple(
        Section(p.code, p.title, tuple(_field(q) for q in p.fields), p.title_en)
        for p in form.sections
    )
    checks = tuple(CHECKS[name] for name in form.checks)
    return FormSpec(code, form.title, sections, form.title_en, checks)


def _field(q: Column) -> Field:
    rows: dict[str, Any] = {}
    if isinstance(q, Question):
        rows = {"columns": tuple(_field(c) for c in q.columns), "rows_fixed": q.rows_fixed,
                "rows_min": q.rows_min or 0, "rows_max": q.rows_max or 200}  # fmt: skip
    return Field(
        name=q.name, kind=Kind(q.kind), label=q.label, label_en=q.label_en, help=q.help,
        help_en=q.help_en, unit=q.unit, required=q.required, given=q.given, identity=q.identity,
        public=q.public, min_length=q.min_length or 0, max_length=q.max_length or 0,
        minimum=q.minimum, maximum=q.maximum,
        options=tuple(Option(*o.split("|")) for o in q.options), **rows,
    )  # fmt: skip


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
            for column in sorted(set(columns) - have):
                report.add(join(join(path, name), column), "form_lacks_field", field=column)
    for f in spec.fields:
        _check_field(f, join(path, f.name), report)
        if spec.code == "bid":
            _refuse_hats(f, join(path, f.name), f.identity, report)


def _check_field(f: Field, path: str, report: Report) -> None:
    if (f.kind is Kind.TABLE) != bool(f.columns):
        report.add(join(path, "columns"), "columns_belong_to_tables")
    if f.kind in (Kind.CHOICE, Kind.MULTICHOICE) and not f.options:
        report.add(join(path, "options"), "missing_value")
    codes = [o.code for o in f.options]
    if len(set(codes)) < len(codes):
        report.add(join(path, "options"), "repeated_word")
    if f.max_length and f.min_length > f.max_length:
        report.add(join(path, "min_length"), "above_limit", have=f.min_length, limit=f.max_length)
    if f.minimum is not None and f.maximum is not None and f.minimum > f.maximum:
        report.add(join(path, "minimum"), "above_limit", have=str(f.minimum), limit=str(f.maximum))
    for column in f.columns:
        if column.kind is Kind.TABLE:
            report.add(join(path, column.name), "table_within_table")
        else:
            _check_field(column, join(path, column.name), report)


def speaks_of_hats(code: str, label: str) -> bool:
    return any(part in HATS for part in code.split("_")) or any(w in label for w in HAT_WORDS)


def _refuse_hats(f: Field, path: str, hidden: bool, report: Report) -> None:
    """R009: what a reviewer can read asks nobody for degree, title, prize or honour."""
    if not hidden and speaks_of_hats(f.name, f.label):
        report.add(path, "form_scores_hats", field=f.name)
    for column in f.columns:
        _refuse_hats(column, join(path, column.name), hidden or column.identity, report)
