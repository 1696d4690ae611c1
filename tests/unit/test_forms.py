"""A form says what is wrong where it is wrong, and keeps what was typed."""

from __future__ import annotations

from decimal import Decimal

import pytest

from jiebang.rulebook.forms import Field, FormSpec, Kind, Option, Problem, Section, ask


def one(kind: Kind, **more) -> FormSpec:
    return ask("one", "一项", Field(name="it", kind=kind, label="某项", **more))


def read(kind: Kind, raw, **more):
    """The value, or the code of what is wrong with it."""
    cleaned = one(kind, **more).clean({"it": raw})
    return cleaned.problems[0].reason.code if cleaned.problems else cleaned.values["it"]


READ = [
    (Kind.TEXT, "  送料\r\n速度 ", "送料\n速度"),
    (Kind.INTEGER, "1,200", 1200),
    (Kind.INTEGER, "1，200", 1200),
    (Kind.DECIMAL, "0.50", "0.50"),
    (Kind.MONEY, "100", 100_000_000),
    (Kind.MONEY, "0.000001", 1),
    (Kind.MONEY, 100, 100),
    (Kind.DATE, "2023-08-02", "2023-08-02"),
    (Kind.DATETIME, "2023-08-02T17:00", "2023-08-02T17:00:00"),
    (Kind.YESNO, "yes", True),
    (Kind.YESNO, "no", False),
    (Kind.EMAIL, " li@example.org ", "li@example.org"),
    (Kind.PHONE, "0531-8888 8888", "053188888888"),
    (Kind.USCC, " 91370000ma3c0000x1 ", "91370000MA3C0000X1"),
    (Kind.MULTICHOICE, "a", ["a"]),
    (Kind.TEXT, "   ", None),
    (Kind.MULTICHOICE, [], []),
]
WRONG = [
    (Kind.TEXT, "a\x00b", "text_control_character"),
    (Kind.TEXT, "\ud800", "text_control_character"),
    (Kind.TEXT, {"a": 1}, "not_readable"),
    (Kind.INTEGER, "十二", "not_a_number"),
    (Kind.INTEGER, "1.5", "not_a_whole_number"),
    (Kind.INTEGER, "1e999999999", "number_too_large"),
    (Kind.DECIMAL, "1e-999999999", "not_a_number"),
    (Kind.DECIMAL, "NaN", "not_a_number"),
    (Kind.DECIMAL, "Infinity", "not_a_number"),
    (Kind.MONEY, "0.0000001", "money_too_fine"),
    (Kind.MONEY, "-1", "money_negative"),
    (Kind.MONEY, -1, "money_negative"),
    (Kind.MONEY, "1000000000000", "number_too_large"),
    (Kind.DATE, "2023-02-29", "not_a_date"),
    (Kind.DATE, "0001-01-01", "not_a_date"),
    (Kind.DATETIME, "9999-12-31T23:59", "not_a_time"),
    (Kind.DATETIME, "tomorrow", "not_a_time"),
    (Kind.EMAIL, "li.example.org", "not_an_email"),
    (Kind.PHONE, "12345", "not_a_phone"),
    (Kind.TABLE, "not a table", "not_readable"),
    (Kind.TABLE, ["not a row"], "not_readable"),
]


@pytest.mark.parametrize(("kind", "raw", "value"), READ)
def test_what_people_type_is_read_as_they_mean_it(kind, raw, value):
    assert read(kind, raw) == value


@pytest.mark.parametrize(("kind", "raw", "code"), WRONG)
def test_what_cannot_be_read_is_named_and_kept(kind, raw, code):
    cleaned = one(kind).clean({"it": raw})
    assert [(p.path, p.reason.code) for p in cleaned.problems] == [("it", code)]
    assert cleaned.values == {"it": raw}


@pytest.mark.parametrize("raw", ["c", ["a"], {"a": 1}, 1])
def test_only_what_is_offered_can_be_chosen(raw):
    assert read(Kind.CHOICE, raw, options=(Option("a", "甲"), Option("b", "乙"))) == "not_an_option"


@pytest.mark.parametrize(
    ("raw", "code"),
    [("4", "number_too_small"), ("5", 5), ("10", 10), ("11", "number_too_large")],
)
def test_limits_include_their_ends(raw, code):
    assert read(Kind.INTEGER, raw, minimum=Decimal(5), maximum=Decimal(10)) == code


def test_limits_of_money_are_in_wan():
    assert read(Kind.MONEY, "99", minimum=100) == "number_too_small"
    assert read(Kind.MONEY, "100", minimum=100) == 100_000_000


def test_a_length_is_counted_in_characters_not_bytes():
    assert read(Kind.TEXT, "四个汉字", max_length=4) == "四个汉字"
    assert read(Kind.TEXT, "五个汉字了", max_length=4) == "text_too_long"
    assert read(Kind.TEXT, "三个字", min_length=4) == "text_too_short"


TABLE = Field(
    name="milestones", kind=Kind.TABLE, label="里程碑", required=True, rows_min=2, rows_max=3,
    columns=(
        Field(name="goal", kind=Kind.TEXT, label="目标", required=True),
        Field(name="month", kind=Kind.INTEGER, label="月份"),
    ),
)  # fmt: skip
PLAN = ask("plan", "计划", TABLE)


def test_a_problem_in_a_table_names_row_and_column():
    cleaned = PLAN.clean(
        {"milestones": [{"goal": "样机", "month": "六"}, {"goal": "", "month": 9}]}
    )
    assert [(p.path, p.reason.code) for p in cleaned.problems] == [
        ("milestones.0.month", "not_a_number"),
        ("milestones.1.goal", "field_required"),
    ]


def test_an_empty_row_is_no_row():
    cleaned = PLAN.clean({"milestones": [{"goal": "样机"}, {"goal": " ", "month": None}]})
    assert [p.reason.params for p in cleaned.problems] == [{"have": 1, "need": 2}]
    assert len(cleaned.values["milestones"]) == 1


def test_more_rows_than_allowed_are_kept_and_named():
    cleaned = PLAN.clean({"milestones": [{"goal": str(n)} for n in range(4)]})
    assert [p.reason.code for p in cleaned.problems] == ["rows_too_many"]
    assert len(cleaned.values["milestones"]) == 4


def test_a_draft_is_asked_for_nothing():
    assert PLAN.clean({}, complete=False).problems == ()


def test_checks_across_fields_wait_until_each_field_can_be_read():
    seen = []

    def watching(values):
        seen.append(values)
        return [Problem("it", one(Kind.TEXT, required=True).clean({}).problems[0].reason)]

    number = Field(name="it", kind=Kind.INTEGER, label="数")
    form = FormSpec("f", "", (Section("all", "", (number,)),), checks=(watching,))
    assert form.clean({"it": "x"}).problems[0].reason.code == "not_a_number"
    assert seen == []
    assert form.clean({"it": "1"}).problems[0].reason.code == "field_required"
    assert form.clean({"it": "1"}, complete=False).problems == ()
    assert seen == [{"it": 1}]


def test_a_field_is_found_by_its_name():
    assert PLAN["milestones"] is TABLE
    with pytest.raises(KeyError):
        PLAN["else"]
