"""The glossary holds the programme's words, each once within its subject."""

import re

import pytest

from jiebang.rulebook import terms
from jiebang.rulebook.roles import Role


def test_every_role_has_its_official_word():
    assert [t.code for t in terms.of("role")] == list(Role)


@pytest.mark.parametrize(
    ("subject", "code", "zh"),
    [
        ("party", "publisher", "发榜方"),
        ("party", "bidder", "揭榜方"),
        ("party", "joint_bid", "联合体"),
        ("programme", "challenge", "榜单"),
        ("programme", "task_book", "任务书"),
        ("programme", "pledge", "军令状"),
        ("publication", "void", "流榜"),
        ("collection", "recommend", "归口推荐"),
        ("collection", "screening", "论证"),
        ("decision", "public_notice", "公示"),
        ("decision", "objection", "异议"),
        ("delivery", "milestone", "里程碑"),
        ("delivery", "acceptance", "验收"),
        ("delivery", "concluded", "结题"),
        ("money", "credit_line", "综合授信"),
        ("money", "credit_drawn", "用信余额"),
    ],
)
def test_the_words_of_the_programme_are_spelt_as_the_city_spells_them(subject, code, zh):
    assert terms.term(subject, code).zh == zh


def test_every_term_is_said_in_both_languages_under_a_plain_code():
    for t in terms.TERMS.values():
        assert re.search("[\u4e00-\u9fff]", t.zh), t
        assert re.search("[A-Za-z]", t.en), t
        assert re.fullmatch("[a-z][a-z0-9_]*", t.code), t


def test_no_two_codes_of_one_subject_share_a_word():
    for subject in terms.subjects():
        words = [t.zh for t in terms.of(subject)]
        assert sorted(set(words)) == sorted(words), subject


def test_a_word_is_defined_once_and_saying_it_again_does_no_harm():
    before = len(terms.TERMS)
    terms.define("party", [("bidder", "揭榜方", "Bidder")])
    assert len(terms.TERMS) == before
    with pytest.raises(terms.Repeated, match=r"party\.bidder"):
        terms.define("party", [("bidder", "投标人", "Tenderer")])


def test_a_missing_word_is_an_error_not_a_blank():
    with pytest.raises(KeyError):
        terms.term("party", "stranger")


def test_a_chinese_word_is_found_in_every_subject_that_uses_it():
    assert {t.subject for t in terms.by_chinese("发榜方")} == {"role", "party"}
