"""Laws of reading a form: whatever arrives, nothing breaks and nothing that was typed is lost."""

from __future__ import annotations

import json
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from jiebang.rulebook.contract import REVISE, Indicator, revise_form
from jiebang.rulebook.edition import load, shipped, shipped_text
from jiebang.rulebook.forms import Field, FormSpec, Kind, Section
from jiebang.rulebook.lives import LIVES

ASKED = [r.asks for life in LIVES.values() for r in life.transitions if r.asks is not None]
EDITIONS = [form for code in shipped() for form in load(shipped_text(code)).forms.values()]
SPEED = Indicator("送料速度", "次/分", "at_least", "", "16", "18", "18", "现场测试")
FORMS = {form.code: form for form in [*EDITIONS, *ASKED, revise_form([SPEED]), REVISE]}
forms = st.sampled_from(list(FORMS.values()))

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**20), 10**20) | st.text(max_size=20)
    | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner,
                                                                max_size=3),
    max_leaves=6,
)  # fmt: skip
TYPED = {
    Kind.TEXT: st.text(max_size=30),
    Kind.PROSE: st.text(max_size=200),
    Kind.INTEGER: st.integers(-5, 5000).map(str),
    Kind.DECIMAL: st.decimals(-1000, 1000, places=2).map(str),
    Kind.MONEY: st.decimals(0, 100000, places=4).map(str),
    Kind.DATE: st.dates().map(str),
    Kind.DATETIME: st.datetimes().map(lambda at: at.isoformat(timespec="minutes")),
    Kind.YESNO: st.sampled_from(["yes", "no"]),
    Kind.EMAIL: st.sampled_from(["li@example.org", "li@", ""]),
    Kind.PHONE: st.sampled_from(["0531-0000 0000", "12", "+49 30 0000000"]),
    Kind.USCC: st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", max_size=18),
    Kind.FILE: st.lists(st.uuids().map(str), max_size=2),
}


def typed(field: Field) -> st.SearchStrategy:
    """What a person might enter into one field; now and then nothing."""
    codes = [o.code for o in field.options] or ["anything"]
    if field.kind is Kind.CHOICE:
        return st.sampled_from([*codes, "", None])
    if field.kind is Kind.MULTICHOICE:
        return st.lists(st.sampled_from(codes), max_size=3)
    if field.kind is Kind.TABLE:
        row = st.fixed_dictionaries({c.name: typed(c) for c in field.columns})
        return st.lists(row, max_size=3)
    return TYPED[field.kind] | st.none()


def answers(form: FormSpec) -> st.SearchStrategy:
    return st.fixed_dictionaries({f.name: typed(f) for f in form.fields})


def anything(form: FormSpec) -> st.SearchStrategy:
    return st.fixed_dictionaries({}, optional={f.name: JSON for f in form.fields})


def filled(how):
    return forms.flatmap(lambda form: st.tuples(st.just(form), how(form)))


def without_checks(form: FormSpec) -> FormSpec:
    return replace(form, checks=())


@given(filled(anything), st.booleans())
def test_no_input_whatever_breaks_a_form(case, complete):
    form, raw = case
    cleaned = form.clean(raw, complete=complete)
    assert set(cleaned.values) == {f.name for f in form.fields}
    assert all(p.path.split(".")[0] in cleaned.values for p in cleaned.problems)


@given(filled(answers), st.booleans())
def test_cleaning_what_was_cleaned_changes_nothing(case, complete):
    form, raw = case
    once = form.clean(raw, complete=complete)
    twice = form.clean(once.values, complete=complete)
    assert (twice.values, twice.problems) == (once.values, once.problems)


@given(filled(answers))
def test_clean_values_are_plain_json(case):
    form, raw = case
    values = form.clean(raw, complete=False).values
    assert json.loads(json.dumps(values)) == values


@given(filled(answers))
def test_a_draft_asks_for_nothing_and_only_says_what_cannot_be_read(case):
    form, raw = case
    draft = {(p.path, p.reason.code) for p in form.clean(raw, complete=False).problems}
    whole = {(p.path, p.reason.code) for p in without_checks(form).clean(raw).problems}
    asked = {"field_required", "rows_too_few"}
    assert draft == {(path, code) for path, code in whole if code not in asked}


def kept(field: Field, raw, value, unreadable: bool) -> bool:
    """Is what was typed still there: as it was when it cannot be read, else as it was read?"""
    if field.kind is Kind.TABLE:
        return True  # its cells are asked one by one below
    if unreadable:
        return value == raw
    empty = raw in (None, [], "") or (isinstance(raw, str) and not raw.strip())
    return empty == (value in (None, []))


@given(filled(answers))
def test_nothing_that_was_typed_is_lost(case):
    form, raw = case
    cleaned = form.clean(raw, complete=False)
    wrong = {p.path for p in cleaned.problems}
    lost = [
        f.name
        for f in form.fields
        if not kept(f, raw[f.name], cleaned.values[f.name], f.name in wrong)
    ]
    for f in (f for f in form.fields if f.kind is Kind.TABLE):
        typed_rows = [r for r in raw[f.name] if f.rows_fixed or any(map(_said, r.values()))]
        rows = cleaned.values[f.name]
        lost += [f.name] if len(rows) != len(typed_rows) else []
        lost += [
            f"{f.name}.{n}.{c.name}"
            for n, (before, after) in enumerate(zip(typed_rows, rows, strict=True))
            for c in f.columns
            if not kept(c, before[c.name], after[c.name], f"{f.name}.{n}.{c.name}" in wrong)
        ]
    assert lost == []


def _said(value) -> bool:
    return not (value in (None, []) or (isinstance(value, str) and not value.strip()))


@given(filled(answers), st.dictionaries(st.text(min_size=1, max_size=5), JSON, max_size=3))
def test_names_the_form_does_not_have_are_dropped(case, more):
    form, raw = case
    strange = {k: v for k, v in more.items() if k not in raw}
    assert form.clean({**strange, **raw}) == form.clean(raw)


@given(st.integers(0, 10**15))
def test_money_typed_in_wan_is_kept_to_the_fen(fen):
    money = Field(name="sum", kind=Kind.MONEY, label="金额")
    form = FormSpec("one", "", (_section(money),))
    text = f"{fen // 1_000_000}.{fen % 1_000_000:06d}"
    assert form.clean({"sum": text}).values == {"sum": fen}


def _section(*found: Field):
    return Section("all", "", found)
