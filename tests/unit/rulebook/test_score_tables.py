"""R076: which table a stage scores by, for what kind of challenge and which field."""

import copy

import pytest

from jiebang.rulebook.edition import digest, dump_toml, load, shipped_text
from jiebang.rulebook.edition.loading import build
from jiebang.rulebook.review import sheet_form
from tests.unit.rulebook.documents import PLAIN, problems

USES = [
    {"stage": "bid", "kind": "company_demand", "table": "by_kind"},
    {"stage": "bid", "field": "biomedicine", "table": "by_field"},
    {"stage": "bid", "kind": "company_demand", "field": "biomedicine", "table": "by_both"},
    {"stage": "screening", "field": "biomedicine", "table": "by_field"},
]


def document(uses=USES, **tables):
    """The 2023 edition with copies of its table for bids under further names."""
    made = copy.deepcopy(PLAIN)
    made["table_uses"] = copy.deepcopy(uses)
    for name in {u["table"] for u in uses}:
        made["tables"][name] = copy.deepcopy(made["tables"]["bid"])
    made["tables"].update(tables)
    return made


@pytest.mark.parametrize(
    ("stage", "kind", "field", "table"),
    [
        ("bid", "company_demand", "biomedicine", "by_both"),
        ("bid", "company_demand", "low_carbon", "by_kind"),
        ("bid", "key_technology", "biomedicine", "by_field"),
        ("bid", "key_technology", "low_carbon", "bid"),
        ("bid", "", "", "bid"),
        ("screening", "company_demand", "biomedicine", "by_field"),
        ("screening", "company_demand", "low_carbon", "screening"),
        ("acceptance", "company_demand", "biomedicine", "acceptance"),
    ],
)
def test_the_most_specific_use_wins_and_else_the_usual_table(stage, kind, field, table):
    assert build(document()).table_for(stage, kind=kind, field=field) == table


def test_a_stage_knows_all_its_tables_and_the_document_keeps_them():
    edition = build(document())
    assert edition.tables_of("bid") == ("bid", "by_kind", "by_field", "by_both")
    assert edition.tables_of("acceptance") == ("acceptance",)
    assert digest(load(dump_toml(edition))) == digest(edition)


def _use(**changes):
    return [{"stage": "bid", "kind": "company_demand", "table": "by_kind"} | changes]


def without(*codes):
    """The table for bids less some criteria; the first that is left takes their weight."""
    table = copy.deepcopy(PLAIN["tables"]["bid"])
    gone = sum(c["weight"] for c in table["criteria"] if c["code"] in codes)
    table["criteria"] = [c for c in table["criteria"] if c["code"] not in codes]
    table["criteria"][0]["weight"] += gone
    return table


@pytest.mark.parametrize(
    ("made", "found"),
    [
        (document(_use(stage="defence")), ("table_uses.0.stage", "edition_not_an_option")),
        (document(_use(kind="poetry")), ("table_uses.0.kind", "edition_unknown_kind")),
        (document(_use(field="poetry")), ("table_uses.0.field", "edition_unknown_field")),
        ({**PLAIN, "table_uses": _use()}, ("table_uses.0.table", "edition_unknown_table")),
        (document(_use(kind="")), ("table_uses.0", "edition_use_names_nothing")),
        (document(_use() + _use()), ("table_uses.1", "edition_use_twice")),
        (document(USES[:2]), ("table_uses", "edition_use_undecided")),
        (document(spare=PLAIN["tables"]["bid"]), ("tables.spare", "edition_table_unused")),
        (document(_use(), by_kind={**PLAIN["tables"]["bid"], "criteria":
                                   PLAIN["tables"]["bid"]["criteria"][1:]}),
         ("tables.by_kind.criteria", "edition_weights_not_100")),
        (document(_use(), by_kind=without("response")),
         ("aggregation.tie_criteria", "edition_unknown_criterion")),
        (document(_use(), **{"by-kind": PLAIN["tables"]["bid"]}),
         ("tables.by-kind", "edition_unknown_value")),
    ],
    ids=["stage", "kind", "field", "table", "nothing named", "twice", "undecided", "unused",
         "weights", "tie", "name"],
)  # fmt: skip
def test_what_a_use_names_is_there_and_decides(made, found):
    assert found in problems(made)


def test_two_uses_that_say_the_same_need_no_third():
    same = [{**u, "table": "by_kind"} for u in USES[:2]]
    assert problems(document(same)) == []


@pytest.mark.parametrize("code", ["jinan-2024", "jinan-2025"])
def test_bids_on_building_a_system_have_a_table_of_their_own_marked_as_our_default(code):
    edition = load(shipped_text(code))
    name = edition.table_for("bid", kind="innovation_system", field=edition.fields[0].code)
    table = edition.tables[name]
    assert (name, sum(c.weight for c in table.criteria)) == ("bid_system", 100)
    assert edition.origin(f"tables.{name}").source == "default"
    assert [s.code for s in sheet_form(table).sections][:3] == ["response", "plan", "sharing"]
    assert edition.table_for("bid", kind=edition.kinds[0].code) == "bid"
