"""The editions that come with the program hold the public facts of their years, and say which."""

import pytest

from jiebang.rulebook.edition import digest, dump_toml, load, shipped, shipped_text
from jiebang.rulebook.edition.document import leaves

YEARS = ("jinan-2021", "jinan-2022", "jinan-2023", "jinan-2024", "jinan-2025")
EDITIONS = {name: load(shipped_text(name)) for name in YEARS}


def labels(items):
    return [x.label for x in items]


def test_five_editions_are_shipped_and_the_parts_they_extend_are_not_editions():
    assert shipped() == YEARS


def test_each_edition_is_called_by_its_file_and_year():
    assert [(e.code, e.year) for e in EDITIONS.values()] == [(n, int(n[-4:])) for n in YEARS]


@pytest.mark.parametrize("name", YEARS)
def test_what_is_dumped_loads_to_the_same_digest(name):
    edition = EDITIONS[name]
    assert digest(load(dump_toml(edition))) == digest(edition)
    assert load(dump_toml(edition)).forms == edition.forms


def test_no_two_editions_share_a_digest():
    assert len({digest(e) for e in EDITIONS.values()}) == len(YEARS)


def test_the_five_fields_of_2023_are_public_and_in_the_order_they_were_announced():
    edition = EDITIONS["jinan-2023"]
    assert labels(edition.fields) == [
        "绿色低碳技术应用示范",
        "高端装备产业补链强链",
        "新能源汽车产业提质",
        "生物医药产业提升",
        "新一代信息技术创新应用",
    ]
    assert edition.origin("fields.biomedicine.label") == edition.origin("fields")
    assert (edition.origin("fields").source, edition.origin("fields").year) == ("public", 2023)


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("jinan-2022", ["关键技术攻关类", "企业需求类"]),
        ("jinan-2024", ["四大主导产业强链补链", "未来产业前沿技术突破", "创新体系建设"]),
        ("jinan-2025", ["企业技术需求", "创新体系建设", "区县特色产业", "重点工作任务"]),
    ],
)
def test_the_kinds_of_challenge_of_each_year_are_the_public_ones(name, kinds):
    edition = EDITIONS[name]
    assert labels(edition.kinds) == kinds
    marks = {edition.origin(f"kinds.{k.code}.label").source for k in edition.kinds}
    assert marks == {"public"}


def test_in_2025_the_publisher_leads_and_the_posts_of_a_project_are_public():
    edition = EDITIONS["jinan-2025"]
    assert {k.lead for k in edition.kinds} == {"publisher"}
    posts = {r.code: (r.per, r.minimum, r.maximum) for r in edition.project_roles}
    assert posts["technical_chief"] == ("project", 1, 1)
    assert posts["project_head"] == ("unit", 1, 1)
    assert posts["finance_assistant"] == ("project", 1, None)
    assert edition.origin("project_roles.technical_chief.label").source == "public"


@pytest.mark.parametrize("name", YEARS)
def test_what_nobody_published_is_marked_as_our_default(name):
    edition = EDITIONS[name]
    for path in (
        "panels.bid.seats", "tables.bid.criteria.response.weight", "notice.days", "tranches",
        "acceptance.pass_share", "funding.amount", "aggregation.publisher_weight",
    ):  # fmt: skip
        assert edition.origin(path).source == "default", path


def test_a_fact_made_public_in_2024_is_no_public_fact_of_2023():
    path = "collection.demands_per_unit"
    assert EDITIONS["jinan-2023"].origin(path).source == "default"
    assert EDITIONS["jinan-2024"].origin(path).year == 2024


@pytest.mark.parametrize("name", YEARS)
def test_the_plan_is_named_but_not_quoted_since_its_text_was_not_found(name):
    edition = EDITIONS[name]
    assert [b.seen for b in edition.basis] == [False]
    assert "verify" in edition.basis[0].note
    assert edition.origin("basis").source == "verify"
    assert edition.origin("districts").source == "verify"


def test_every_district_code_lies_in_the_city_and_no_name_repeats():
    edition = EDITIONS["jinan-2023"]
    assert {d.code[:4] for d in edition.districts} == {edition.city.region[:4]}
    assert len(set(labels(edition.districts))) == len(edition.districts) == 13


def test_screening_stands_on_the_three_centres():
    first = EDITIONS["jinan-2023"].tables["screening"].criteria[:3]
    assert labels(first) == ["围绕全市中心工作", "围绕产业发展需求", "围绕企业创新需求"]


def test_bids_are_judged_by_the_suggested_table():
    weights = {c.code: c.weight for c in EDITIONS["jinan-2023"].tables["bid"].criteria}
    assert weights == {
        "response": 25, "route": 20, "groundwork": 15, "mechanism": 10, "landing": 15,
        "budget": 10, "risk": 5,
    }  # fmt: skip


def test_a_criterion_is_graded_in_bands_from_the_best_down():
    ranges = EDITIONS["jinan-2023"].tables["bid"].ranges("route")
    assert [(b.label, low, high) for b, low, high in ranges] == [
        ("优", 17, 20),
        ("良", 14, 17),
        ("中", 12, 14),
        ("差", 0, 12),
    ]


@pytest.mark.parametrize("name", YEARS)
def test_every_word_for_people_is_said_in_both_languages(name):
    """A Chinese label without its English, or the other way round, is a hole in a page."""
    document = {k: v for k, v in EDITIONS[name].document.items() if k != "origin"}
    found = dict(leaves(document))
    for path, value in found.items():
        last = path.rpartition(".")[2]
        if last in ("label", "title", "help"):
            assert found.get(f"{path}_en"), path
            assert value, path
