"""Who is who: organisations by code and name, people by identity and signs."""

from __future__ import annotations

import pytest

from jiebang.engine.conflicts import (
    Fact,
    Person,
    Registry,
    Unit,
    link_people,
    link_units,
    match_people,
    propose_merges,
    same_person,
    same_unit,
)
from jiebang.engine.identity import invented_credit_code

CODE, OTHER = invented_credit_code(1), invented_credit_code(2)
REGISTERED = [
    Unit("1", "中国科学院虚构自动化研究所", aliases=("CASIF",)),
    Unit("2", "山东虚云大学"),
    Unit("3", "济南云杉智能科技有限公司", CODE, region="370100"),
    Unit("4", "青岛云杉智能科技有限公司", region="370200"),
    Unit("5", "齐岭工业大学"),
    Unit("6", "云帆集团有限公司", aliases=("云舸实业有限公司",)),
    Unit("7", "虚海大学"),
    Unit("8", "山东虚云第一医院"),
    Unit("9", "山东虚云第二医院"),
]


@pytest.mark.parametrize(
    ("written", "region", "told"),
    [
        ("中科院虚构自动化所", "", [("1", "same", "abbreviation")]),
        ("casif", "", [("1", "same", "name")]),
        ("中科院虚构自动化所模式识别实验室", "", [("1", "same", "department")]),
        ("山东虚云大学计算机学院", "", [("2", "same", "department")]),
        ("山东虚云大学附属中学", "", []),
        ("濟南雲杉智能科技有限公司", "", [("3", "same", "name")]),
        ("济南　云杉智能科技", "", [("3", "same", "form_of_law")]),
        ("济南市云杉智能科技有限公司", "", [("3", "same", "form_of_law")]),
        ("云杉智能科技(济南)有限公司", "", [("3", "ask", "form_of_law")]),
        ("云杉智能科技", "", [("3", "ask", "place_left_out"), ("4", "ask", "place_left_out")]),
        ("云杉智能科技", "370200", [("4", "same", "place_left_out")]),
        ("济南云衫智能科技有限公司", "", [("3", "ask", "typing")]),
        ("烟台云杉智能科技有限公司", "", []),
        ("齐岭工大", "", [("5", "same", "abbreviation")]),
        ("云舸实业有限公司", "", [("6", "same", "name")]),
        ("云帆有限公司", "", [("6", "ask", "form_of_law")]),
        ("Xuhai University", "", [("7", "ask", "latin")]),
        ("QLGYDX", "", [("5", "ask", "first_letters")]),
        ("qlgy", "", []),
        ("JNYSZNKJ", "", [("3", "ask", "first_letters")]),
        ("JNYSZNKJYX", "370200", []),
        ("云杉智能科技有限公司济南", "", [("3", "ask", "form_of_law")]),
        ("新海大学(原虚海大学)", "", [("7", "same", "name")]),
        ("山东虚云第三医院", "", []),
    ],
)
def test_a_written_name_finds_the_units_it_may_mean(
    written: str, region: str, told: list[tuple[str, str, str]]
) -> None:
    found = Registry(REGISTERED).resolve(Unit("m", written, region=region))
    assert [(r.unit, r.match.verdict, r.match.evidence[0].code) for r in found] == told


LIKE = [
    Unit("1", "济南云杉电子有限责任公司"),
    Unit("2", "济南云杉电子股份有限公司"),
    Unit("3", "青岛云杉电子有限公司"),
    Unit("4", "济南晟越激光有限公司"),
    Unit("5", "济南宸越激光有限公司"),
    Unit("6", "济南岭泽仪器有限公司"),
    Unit("7", "济南玲泽仪器有限公司"),
    Unit("8", "青岛霖泽仪器有限公司"),
    Unit("9", "济南浩瀚化工有限公司"),
]


@pytest.mark.parametrize(
    ("written", "units"),
    [
        # A slip and another form of law would be two differences; two short forms of one are none.
        ("济南云衫电子有限责任公司", ["1"]),
        ("济南云衫电子有限公司", ["1"]),
        ("济南云衫电子股份有限公司", ["2"]),
        ("济南云衫电子", ["1", "2"]),
        ("济南云衫电子合伙企业", []),
        # So for a place left out: the same form of law before another, if there is one.
        ("云杉电子有限公司", ["1", "3"]),
        ("云杉电子股份有限公司", ["2"]),
        ("云杉电子公司", ["1", "2", "3"]),
        # The same sound before one that is only close.
        ("济南凌泽仪器有限公司", ["6", "7"]),
        ("青岛琳泽仪器有限公司", ["8"]),
        ("青岛岭泽仪器有限公司", ["8"]),
        # A rare reading and a blurred sound are two slips: 晟 is sheng or cheng, 宸 is chen.
        ("济南盛越激光有限公司", ["4"]),
        ("济南尘越激光有限公司", ["5"]),
        # A character left out.
        ("济南浩瀚化有限公司", ["9"]),
    ],
)
def test_what_one_difference_explains_is_not_asked_what_two_would(
    written: str, units: list[str]
) -> None:
    assert [found.unit for found in Registry(LIKE).resolve(Unit("m", written))] == units


def test_the_credit_code_decides_against_every_name() -> None:
    registry = Registry(REGISTERED)
    by_code = registry.resolve(Unit("m", "别的名字有限公司", CODE))
    assert [(r.unit, r.match.verdict) for r in by_code] == [("3", "same")]
    assert registry.resolve(Unit("m", "济南云杉智能科技有限公司", OTHER)) == ()
    assert same_unit(Unit("a", "虚海大学", CODE), Unit("b", "虚海大学", OTHER)).verdict == (
        "different")  # fmt: skip
    assert same_unit(Unit("a", "虚海大学"), Unit("b", "虚海大学物理系")).verdict == "same"


def test_alias_tables_are_data() -> None:
    registry = Registry(REGISTERED, aliases={"齐工": "齐岭工业大学"})
    assert [(r.unit, r.match.verdict) for r in registry.resolve(Unit("m", "齐工"))] == [
        ("5", "same")]  # fmt: skip


def test_links_carry_the_class_of_their_evidence() -> None:
    mentions = [Unit("m1", "虚海大学"), Unit("m2", "无处可寻有限公司"), Unit("m3", "无处可寻"),
                Unit("m4", "某某", CODE), Unit("m5", "山虚大")]  # fmt: skip
    assert link_units(Registry(REGISTERED), mentions) == (
        Fact("alias", "m1", "7", "names:name", confidence="matched"),
        Fact("same_code", "m4", "3", "names:credit_code", confidence="confirmed"),
        Fact("alias", "m5", "2", "names:abbreviation", confidence="name"),
        Fact("alias", "m2", "m3", "names:form_of_law", confidence="matched"),
        Fact("alias", "m3", "m2", "names:form_of_law", confidence="matched"),
    )


@pytest.mark.parametrize(
    ("a", "b", "verdict", "codes"),
    [
        (Person("a", "王伟"), Person("b", "王伟"), "ask", ["same_name"]),
        (Person("a", "王伟", units=("u",)), Person("b", "王伟", units=("u",)), "ask",
         ["same_name", "unit"]),
        (Person("a", "王伟", units=("u",), fields=("f",)),
         Person("b", "王伟", units=("u",), fields=("f",)), "same", ["same_name", "unit", "field"]),
        (Person("a", "王伟", units=("u",), fields=("f",)),
         Person("b", "Wang Wei", units=("u",), fields=("f",)), "ask",
         ["same_spelling", "unit", "field"]),
        (Person("a", "王伟", units=("u",), fields=("f",), born="1970-05"),
         Person("b", "王伟", units=("u",), fields=("f",), born="1971"), "different",
         ["same_name", "born_differs"]),
        (Person("a", "曾一", identity="x"), Person("b", "Yi ZENG", identity="x"), "same",
         ["identity", "same_spelling"]),
        (Person("a", "王伟", identity="x"), Person("b", "王伟", identity="y"), "different",
         ["identity_differs", "same_name"]),
        (Person("a", "張偉"), Person("b", "张伟"), "ask", ["same_name"]),
        (Person("a", "吕建国"), Person("b", "Jian-Guo LÜ"), "ask", ["same_spelling"]),
        (Person("a", "吕建国"), Person("b", "LYU Jianguo"), "ask", ["same_spelling"]),
        (Person("a", "吕建国"), Person("b", "J. G. Lv"), "ask", ["initials"]),
        (Person("a", "欧阳明"), Person("b", "Ming Ouyang"), "ask", ["same_spelling"]),
        (Person("a", "王伟"), Person("b", "王玮"), "different", ["names_differ"]),
    ],
)  # fmt: skip
def test_two_records_are_one_person_by_identity_or_by_several_signs(
    a: Person, b: Person, verdict: str, codes: list[str]
) -> None:
    for match in (same_person(a, b), same_person(b, a)):
        assert match.verdict == verdict
        assert [evidence.code for evidence in match.evidence] == codes


def test_merging_needs_more_than_a_name_and_matching_asks_about_one() -> None:
    pool = [Person("1", "王伟", units=("u",)), Person("2", "王伟", units=("u",)),
            Person("3", "Wang Wei", identity="x"), Person("4", "王伟", identity="x"),
            Person("5", "W. Wang", units=("u",)), Person("6", "王伟")]  # fmt: skip
    assert [(a, b, match.verdict) for a, b, match in propose_merges(pool)] == [
        ("3", "4", "same"), ("1", "2", "ask"), ("1", "5", "ask"), ("2", "5", "ask")]  # fmt: skip
    matched = match_people(pool[:1], pool[2:])
    assert [(b, match.verdict) for _, b, match in matched] == [
        ("3", "ask"), ("4", "ask"), ("5", "ask"), ("6", "ask")]  # fmt: skip
    assert link_people(matched[-1:]) == (
        Fact("same_person", "1", "6", "people:same_name", confidence="name"),)  # fmt: skip
