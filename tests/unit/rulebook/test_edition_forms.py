"""The shipped forms ask what the programme needs, hide what experts may not see, and add up."""

import copy

import pytest

from jiebang.rulebook.edition import EditionInvalid, load, shipped_text
from jiebang.rulebook.edition.form import speaks_of_hats
from jiebang.rulebook.edition.loading import build
from jiebang.rulebook.forms import Kind

from .documents import PLAIN, problems

EDITION = load(shipped_text("jinan-2023"))
DEMAND, BID = EDITION.forms["demand"], EDITION.forms["bid"]
WAN = 1_000_000

GOOD_DEMAND = {
    "main_products": "重型冲压线", "revenue_last_year": 5000 * WAN, "rnd_last_year": 300 * WAN,
    "rnd_year_before": 280 * WAN, "contact_name": "甲某", "contact_phone": "0531-8000000",
    "title": "大型冲压生产线送料装置", "kind": "company_demand", "field": "high_end_equipment",
    "background": "产线升级急需", "problem": "高速重载送料的同步控制与振动抑制。" * 4,
    "own_efforts": "已试制一轮，节拍不足", "content": "机构、控制与整线联调",
    "indicators": [
        {"name": "节拍", "direction": "at_least", "target": "15", "unit": "次/分",
         "method": "现场测试"},
        {"name": "定位误差", "direction": "at_most", "target": "0.2", "unit": "mm",
         "method": "激光跟踪仪"},
    ],
    "deliverables": "样机一套", "period_months": 24, "total_money": 700 * WAN,
    "own_money": 600 * WAN, "fiscal_money": 100 * WAN, "bidder_money": 300 * WAN,
    "ip_ownership": "共有", "bidder_conditions": "有整线联调能力",
    "application_scene": "汽车件产线", "benefit": "替代进口", "promise": "yes",
}  # fmt: skip
GOOD_BID = {
    "party_profile": "两家单位", "division": "牵头单位负责机构，成员一负责控制",
    "team": [{"person": "乙某", "unit_name": "某单位", "post": "technical_chief",
              "duty": "总体"}],
    "research_now": "国外已有样机", "industry_now": "依赖进口", "core_content": "同步控制。" * 20,
    "method": "仿真与试验", "route": "先机构后控制", "innovation": "前馈控制",
    "milestones": [
        {"name": "样机", "month": 10, "goal": "节拍 12", "evidence": "测试报告"},
        {"name": "整线", "month": 22, "goal": "节拍 15", "evidence": "测试报告"},
    ],
    "risks": "备选方案", "foundation": "已有台架", "conditions": "试验线一条",
    "responses": [{"promised": "16", "compliance": "exceeds", "evidence": "台架数据"}],
    "landing_plan": "两年内装线", "ip_sharing": "共有", "expected_benefit": "替代进口",
    "budget_total": 300 * WAN,
    "budget_sources": [
        {"source": "fiscal", "year1": 50 * WAN, "year2": 50 * WAN, "total": 100 * WAN},
        {"source": "publisher", "year1": 100 * WAN, "year2": 100 * WAN, "total": 200 * WAN},
    ],
    "budget_subjects": [
        {"subject": "equipment", "fiscal": 40 * WAN, "publisher": 60 * WAN, "total": 100 * WAN},
        {"subject": "operations", "fiscal": 60 * WAN, "publisher": 140 * WAN,
         "total": 200 * WAN},
    ],
    "contact_name": "丙某", "contact_phone": "010-8000000", "contact_email": "c@example.org",
    "related_statement": "无", "promise": True,
}  # fmt: skip


def found(form, values):
    return [(p.path, p.reason.code) for p in form.clean(values).problems]


def everything(form):
    for f in form.fields:
        yield f, f.identity
        for column in f.columns:
            yield column, f.identity or column.identity


def test_a_good_demand_and_a_good_bid_have_no_problems():
    assert found(DEMAND, GOOD_DEMAND) == []
    assert found(BID, GOOD_BID) == []


def test_kinds_and_fields_are_offered_as_the_edition_lists_them():
    assert [o.code for o in DEMAND["kind"].options] == [k.code for k in EDITION.kinds]
    assert [o.label for o in DEMAND["field"].options] == [f.label for f in EDITION.fields]
    posts = next(c for c in BID["team"].columns if c.name == "post")
    assert [o.code for o in posts.options] == [r.code for r in EDITION.project_roles]


def test_the_bid_form_has_the_eight_parts_and_then_the_evidence():
    assert [s.code for s in BID.sections] == [
        "party", "state_of_art", "approach", "groundwork", "responses", "landing", "budget",
        "contact", "evidence",
    ]  # fmt: skip


def test_the_answers_have_one_fixed_row_for_each_indicator_and_each_must_be_given():
    assert BID["responses"].rows_fixed == "indicators"
    given = [{"promised": "16", "compliance": "meets", "evidence": "x"}, {"promised": ""}]
    assert found(BID, {**GOOD_BID, "responses": given}) == [
        ("responses.1.promised", "field_required"),
        ("responses.1.compliance", "field_required"),
        ("responses.1.evidence", "field_required"),
    ]


def test_nothing_an_expert_can_read_asks_for_degrees_titles_prizes_or_honours():
    seen = [f.name for f, hidden in everything(BID) if not hidden and
            speaks_of_hats(f.name, f.label)]  # fmt: skip
    assert seen == []


def test_every_name_of_a_unit_or_person_in_a_bid_is_hidden_from_experts():
    hidden = {f.name for f, identity in everything(BID) if identity}
    assert hidden == {
        "lead_name", "lead_code", "member_names", "party_profile", "person", "unit_name", "honours",
        "contact_name", "contact_phone", "contact_email", "related_statement", "stamped_copy",
        "unsuitable_experts", "name", "reason",
    }  # fmt: skip


def test_nothing_of_a_bid_is_published_and_a_demand_keeps_its_weak_points_to_itself():
    assert [f.name for f in BID.fields if f.public] == []
    private = {"own_efforts", "intended_partners", "revenue_last_year", "unit_code", "promise"}
    assert private & {f.name for f in DEMAND.fields if f.public} == set()


def test_what_a_published_challenge_must_carry_is_public():
    needed = {
        "title", "kind", "field", "problem", "content", "indicators", "period_months",
        "ip_ownership", "own_money", "bidder_conditions", "contact_name", "contact_phone",
        "application_scene", "benefit",
    }  # fmt: skip
    assert needed <= {f.name for f in DEMAND.fields if f.public}


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"total_money": 701 * WAN}, ("total_money", "parts_do_not_make_total")),
        ({"bidder_money": 701 * WAN}, ("bidder_money", "part_above_total")),
        ({"trl_now": 6, "trl_target": 5}, ("trl_target", "trl_falls")),
        ({"secret": "yes"}, ("secret", "secret_not_accepted")),
        ({"promise": "no"}, ("promise", "promise_not_given")),
        ({"indicators": [*GOOD_DEMAND["indicators"],
                         {"name": "寿命", "direction": "at_least", "target": "很长",
                          "method": "试验"}]},
         ("indicators.2.target", "target_not_a_number")),
    ],
)  # fmt: skip
def test_a_demand_that_does_not_add_up_says_where(change, problem):
    assert found(DEMAND, {**GOOD_DEMAND, **change}) == [problem]


def test_an_indicator_told_in_words_needs_no_number():
    words = {"name": "外观", "direction": "text", "target": "无可见划痕", "method": "目测"}
    values = {**GOOD_DEMAND, "indicators": [*GOOD_DEMAND["indicators"], words]}
    assert found(DEMAND, values) == []


def without(table, index, **changes):
    rows = copy.deepcopy(GOOD_BID[table])
    rows[index].update(changes)
    return {**GOOD_BID, table: rows}


def test_a_budget_row_that_does_not_add_up_is_named():
    assert found(BID, without("budget_sources", 0, year2=51 * WAN)) == [
        ("budget_sources.0.total", "row_does_not_add_up")
    ]


def test_both_budget_tables_make_the_total():
    values = {**GOOD_BID, "budget_total": 301 * WAN}
    assert found(BID, values) == [
        ("budget_sources", "table_does_not_make_total"),
        ("budget_subjects", "table_does_not_make_total"),
    ]


def test_a_source_is_the_same_by_year_and_by_subject():
    values = without("budget_subjects", 0, fiscal=50 * WAN, publisher=50 * WAN)
    differing = [
        (p.path, p.reason.code, p.reason.params["source"]) for p in BID.clean(values).problems
    ]
    assert differing == [
        ("budget_subjects", "source_differs", "fiscal"),
        ("budget_subjects", "source_differs", "publisher"),
    ]


def test_no_source_is_written_twice():
    values = without("budget_sources", 1, source="fiscal")
    assert ("budget_sources.1.source", "row_written_twice") in found(BID, values)


def test_each_milestone_comes_after_the_one_before():
    assert found(BID, without("milestones", 1, month=10)) == [
        ("milestones.1.month", "milestone_out_of_order")
    ]


# What an edition may do to a form --------------------------------------------------------------


def form_with(form, section, fields=None, **replaced):
    document = copy.deepcopy(PLAIN)
    part = next(s for s in document["forms"][form]["sections"] if s["code"] == section)
    part["fields"] = [f for f in part["fields"] if f["name"] not in replaced]
    part["fields"] += [*(fields or ()), *(f for f in replaced.values() if f)]
    return document


def test_a_form_without_a_field_the_programme_needs_is_refused():
    assert problems(form_with("demand", "terms", ip_ownership=None)) == [
        ("forms.demand.ip_ownership", "edition_form_lacks_field")
    ]


def test_a_needed_field_of_another_kind_is_refused():
    field = {"name": "promise", "kind": "text", "label": "承诺", "label_en": "Promise"}
    assert problems(form_with("bid", "evidence", promise=field)) == [
        ("forms.bid.promise", "edition_form_field_kind")
    ]


@pytest.mark.parametrize(
    ("field", "code"),
    [
        ({"name": "leader_title", "label": "负责人情况"}, "edition_form_scores_hats"),
        ({"name": "leader_level", "label": "最高学历"}, "edition_form_scores_hats"),
        ({"name": "title_again", "label": "题目", "identity": True}, None),
    ],
)
def test_a_bid_form_may_not_ask_for_hats_where_experts_can_read_them(field, code):
    new = {"kind": "text", "label_en": "x", **field}
    expected = [(f"forms.bid.{field['name']}", code)] if code else []
    assert problems(form_with("bid", "groundwork", [new])) == expected


def test_a_new_question_is_simply_asked():
    field = {"name": "data_source", "kind": "choice", "label": "数据来源", "label_en": "Data",
             "options": ["own|自有|Own", "bought|购买|Bought"]}  # fmt: skip
    edition = build(form_with("bid", "groundwork", [field]))
    assert edition.forms["bid"]["data_source"].kind is Kind.CHOICE


@pytest.mark.parametrize(
    ("field", "problem"),
    [
        ({"kind": "song"}, ("kind", "edition_not_an_option")),
        ({"kind": "choice"}, ("options", "edition_missing_value")),
        ({"kind": "choice", "options": ["a"]}, ("options", "edition_wrong_shape")),
        ({"kind": "choice", "options": ["a|甲|A", "a|乙|B"]}, ("options", "edition_repeated_word")),
        ({"kind": "table"}, ("columns", "edition_columns_belong_to_tables")),
        ({"kind": "text", "required": "yes"}, ("required", "edition_not_yes_or_no")),
        ({"kind": "text", "min_length": 9, "max_length": 8}, ("min_length", "edition_above_limit")),
        ({"kind": "text", "colour": "red"}, ("colour", "edition_unknown_value")),
    ],
)
def test_a_badly_declared_question_is_named(field, problem):
    new = {"name": "extra", "label": "另", "label_en": "Extra", **field}
    with pytest.raises(EditionInvalid) as caught:
        build(form_with("bid", "groundwork", [new]))
    named = [(p.path.rpartition(".")[2], p.reason.code) for p in caught.value.problems]
    assert named == [problem]
