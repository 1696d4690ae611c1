"""What an officer may set before a pool is frozen, and how a public number is read (R067, R078).

Terms lie within the edition's bounds. What cannot be kept, by itself or with the pool at hand, is
said at the field that asks for it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jiebang.engine import draw as engine
from jiebang.engine.decision import Reason
from jiebang.rulebook.edition.drawing import NumberForm
from jiebang.rulebook.edition.mechanisms import EXPERT_KIND
from jiebang.rulebook.edition.model import Coded, Panel
from jiebang.rulebook.forms import REASON, Field, FormSpec, Kind, Option, Problem, Section

EXPERT_FIELD, OFFICIAL = "field", "official"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Of one panel. `kinds` and `fields` are (code, least seats); percentages are of the seats."""

    seats: int
    reserves: int
    per_unit: int
    away_percent: int
    officials_percent: int
    kinds: tuple[tuple[str, int], ...]
    fields: tuple[tuple[str, int], ...] = ()

    def as_data(self) -> dict[str, Any]:
        return {
            "seats": self.seats, "reserves": self.reserves, "per_unit": self.per_unit,
            "away_percent": self.away_percent, "officials_percent": self.officials_percent,
            "kinds": [list(k) for k in self.kinds], "fields": [list(f) for f in self.fields],
        }  # fmt: skip

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Terms:
        return cls(**{**data, "kinds": tuple((k, n) for k, n in data["kinds"]),
                      "fields": tuple((f, n) for f, n in data["fields"])})  # fmt: skip

    @property
    def away(self) -> int:
        """The least seats for experts from elsewhere."""
        return -(-self.seats * self.away_percent // 100)

    @property
    def officials(self) -> int:
        """The most seats for people in public office."""
        return self.seats * self.officials_percent // 100


def usual(panel: Panel) -> Terms:
    """What the edition says as long as the officer says nothing else."""
    return Terms(
        seats=panel.seats, reserves=panel.reserves, per_unit=panel.per_unit_max,
        away_percent=panel.off_city_percent, officials_percent=panel.officials_percent,
        kinds=tuple((q.kind, q.minimum) for q in panel.strata),
    )  # fmt: skip


def rules(terms: Terms) -> engine.Rules:
    """For a plain draw. At most n officials is the same as at least seats − n others."""
    quotas = [engine.Quota(EXPERT_KIND, kind, n) for kind, n in terms.kinds]
    quotas += [engine.Quota(EXPERT_FIELD, field, n) for field, n in terms.fields]
    if terms.officials < terms.seats:
        quotas.append(engine.Quota(OFFICIAL, "no", terms.seats - terms.officials))
    return engine.Rules(seats=terms.seats, reserves=terms.reserves, per_unit=terms.per_unit,
                        away_percent=terms.away_percent, quotas=tuple(quotas))  # fmt: skip


def strata(
    kind: str, fields: Iterable[str], *, official: bool, rules: engine.Rules
) -> tuple[tuple[str, str], ...]:
    """What a candidate counts for in a plain draw: as far as the rules ask for it, since it is
    published."""
    asked = {(q.dimension, q.value) for q in rules.quotas}
    known = ((EXPERT_KIND, kind), *((EXPERT_FIELD, f) for f in fields),
             (OFFICIAL, "yes" if official else "no"))  # fmt: skip
    return tuple(s for s in known if s in asked)


# -- the form ---------------------------------------------------------------------------------


def form(panel: Panel, kinds: Sequence[Coded], fields: Sequence[Coded], mode: str) -> FormSpec:
    """The edition's bounds as a form; contradictions within it are named at their field."""

    def check(values: Mapping[str, Any]) -> Sequence[Problem]:
        return contradictions(terms_from(values), panel, mode)

    return FormSpec(
        "set_terms", "设定抽取条件",
        (
            Section("all", "", (
                *_numbers(panel),
                _table("kinds", "各类专家至少席位", "Seats at least, by kind", kinds),
                _table("fields", "各技术领域至少席位(可不填)", "Seats at least, by field", fields),
                REASON,
            )),
        ),
        "Set the terms of the draw", (check,),
    )  # fmt: skip


def _numbers(panel: Panel) -> tuple[Field, ...]:
    def number(name: str, label: str, english: str, low: int, high: int, unit: str = "") -> Field:
        said = f"可填 {low} 至 {high}。" if low < high else f"只能填 {low}。"
        return Field(name=name, kind=Kind.INTEGER, label=label, label_en=english, required=True,
                     minimum=low, maximum=high, unit=unit, help=said,
                     help_en=f"From {low} to {high}.")  # fmt: skip

    return (
        number("seats", "专家席位", "Seats", panel.seats_min, panel.seats_max),
        number("reserves", "候补专家", "Reserves", panel.reserves_min, 50),
        number("per_unit", "同一单位至多", "At most of one unit", 1, panel.per_unit_max),
        number("away_percent", "外地专家至少(%)", "From elsewhere at least, per cent",
               panel.off_city_percent, 100),
        number("officials_percent", "公职人员至多(%)", "Officials at most, per cent", 0,
               panel.officials_percent),
    )  # fmt: skip


def _table(name: str, label: str, english: str, words: Sequence[Coded]) -> Field:
    options = tuple(Option(w.code, w.label, w.label_en) for w in words)
    return Field(name=name, kind=Kind.TABLE, label=label, label_en=english, rows_max=12, columns=(
        Field(name="code", kind=Kind.CHOICE, label="类别", label_en="Which", required=True,
              options=options),
        Field(name="minimum", kind=Kind.INTEGER, label="至少", label_en="At least", required=True,
              minimum=1, maximum=9),
    ))  # fmt: skip


def terms_from(values: Mapping[str, Any]) -> Terms:
    """What was filled in, complete and in range."""
    numbers = ("seats", "reserves", "per_unit", "away_percent", "officials_percent")

    def rows(name: str) -> tuple[tuple[str, int], ...]:
        return tuple((r["code"], r["minimum"]) for r in values.get(name) or ())

    return Terms(**{n: values[n] for n in numbers}, kinds=rows("kinds"), fields=rows("fields"))


def filled(terms: Terms) -> dict[str, Any]:
    """The form as it stands for these terms."""
    data = terms.as_data()
    for name in ("kinds", "fields"):
        data[name] = [{"code": code, "minimum": n} for code, n in data[name]]
    return data


def contradictions(terms: Terms, panel: Panel, mode: str) -> list[Problem]:
    """What can never be kept, whoever is in the pool."""
    found = []
    for name, rows in (("kinds", terms.kinds), ("fields", terms.fields)):
        codes = [code for code, _ in rows]
        if len(set(codes)) < len(codes):
            found.append(Problem(name, Reason("terms_twice")))
    total = sum(n for _, n in terms.kinds)
    if total > terms.seats:
        found.append(_problem("kinds", "terms_above_seats", total, terms.seats))
    for _, n in terms.fields:
        if n > terms.seats:
            found.append(_problem("fields", "terms_above_seats", n, terms.seats))
    given = dict(terms.kinds)
    for q in panel.strata:
        if given.get(q.kind, 0) < q.minimum and total <= terms.seats:
            cause = {"kinds": [q.kind], "need": q.minimum, "have": given.get(q.kind, 0)}
            found.append(Problem("kinds", Reason("terms_below_edition", {"causes": [cause]})))
    if terms.seats < panel.minimum_valid:
        found.append(_problem("seats", "terms_below_valid", terms.seats, panel.minimum_valid))
    if mode == "fit" and terms.fields:
        found.append(Problem("fields", Reason("terms_fields_in_fit")))
    return found


def _problem(path: str, code: str, have: int, limit: int) -> Problem:
    return Problem(path, Reason(code, {"have": have, "limit": limit}))


# -- why a pool cannot seat a panel -----------------------------------------------------------

Cause = dict[str, Any]
"""kind: seats, reserves, quota or combination (or cap, in a draw by fit); kinds, fields: codes;
away, official: true where these are short; need, have: numbers."""


def causes(infeasible: engine.Infeasible) -> list[Cause]:
    return [_cause(c) for c in infeasible.causes]


def _cause(c: engine.Cause) -> Cause:
    named = {(q.dimension, q.value) for q in c.quotas}
    return {
        "kind": c.kind, "need": c.need, "have": c.have,
        "kinds": sorted(v for d, v in named if d == EXPERT_KIND),
        "fields": sorted(v for d, v in named if d == EXPERT_FIELD),
        "away": engine.AWAY in named, "official": (OFFICIAL, "no") in named,
    }  # fmt: skip


def place(cause: Cause) -> str:
    """The field of the form that asks for what is short."""
    if cause["kind"] in ("seats", "reserves"):
        return str(cause["kind"])
    order = (("fields", "fields"), ("kinds", "kinds"), ("away", "away_percent"),
             ("official", "officials_percent"))  # fmt: skip
    return next((field for part, field in order if cause.get(part)), "seats")


# -- public numbers ---------------------------------------------------------------------------


class Misread(Exception):
    """A value that this public number cannot have."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.reason = Reason(code, params)


def read_number(text: str, form: NumberForm) -> str:
    """As the engine takes it: groups of digits with one space between. Misread for what the form
    does not allow: a digit too many, a ball that does not exist, one drawn twice."""
    groups = _groups(text, form)
    if len(groups) != form.groups:
        raise Misread("number_groups", have=len(groups), need=form.groups)
    read: list[str] = []
    for part in form.parts:
        numbers = [int(g) for g in groups[len(read) : len(read) + part.count]]
        for n in numbers:
            if not part.low <= n <= part.high:
                raise Misread("number_outside", have=n, low=part.low, high=part.high)
        if part.distinct:
            twice = sorted({n for n in numbers if numbers.count(n) > 1})
            if twice:
                raise Misread("number_twice", have=twice)
            numbers.sort()
        read += [f"{n:0{form.digits}d}" for n in numbers]
    return " ".join(read)


def _groups(text: str, form: NumberForm) -> list[str]:
    """Digits apart by anything else; without any space, cut by the form's length."""
    spaced = "".join(c if c.isascii() and c.isdigit() else " " for c in _narrow(text))
    groups = spaced.split()
    if not groups:
        raise Misread("number_groups", have=0, need=form.groups)
    whole = "".join(groups)
    if form.digits == 1:
        return list(whole)
    if len(groups) != form.groups and len(whole) == form.groups * form.digits:
        return [whole[i : i + form.digits] for i in range(0, len(whole), form.digits)]
    for g in groups:
        if len(g) > form.digits:
            raise Misread("number_long", have=g, limit=form.digits)
    return groups


def _narrow(text: str) -> str:
    return text.translate({0xFF10 + n: str(n) for n in range(10)})


def check_code(value: str) -> str:
    """What confirms a value as read: the first digits of its SHA-256."""
    return hashlib.sha256(value.encode()).hexdigest()[:8]
