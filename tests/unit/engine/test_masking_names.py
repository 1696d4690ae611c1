"""Where names begin and end, and who is nobody. All people and organisations are invented."""

from __future__ import annotations

import re

import numpy as np
import pytest

from jiebang.engine.text import LEXICON, Organisation, Person, Roster, mask
from jiebang.engine.text.masking.context import Surroundings, cuts
from jiebang.engine.text.masking.hits import Hit
from jiebang.engine.text.masking.listed import as_listed, completed
from jiebang.engine.text.masking.nobody import agreed
from jiebang.engine.text.masking.patterns import counts, heads
from jiebang.engine.text.masking.plausible import plausible, trimmed
from jiebang.engine.text.masking.tagger import KINDS, Tagged

ROSTER = Roster((Person("张三丰"),), (Organisation("齐川工业大学", ("QCUT",)),))


def within(text: str, *hits: Hit) -> list[tuple[str, str]]:
    return [(h.kind, text[h.start : h.end]) for h in as_listed(text, list(hits), ROSTER)]


def test_what_leads_to_an_organisation_of_the_form_is_no_part_of_it():
    text = "决定加盟齐川工业大学附属学院"
    sure, guess = Hit(4, 10, "organisation", "A", sure=True), Hit(2, 14, "organisation")
    assert within(text, sure, guess) == [
        ("organisation", "齐川工业大学"),
        ("organisation", "齐川工业大学附属学院"),
    ]


def test_a_place_before_an_organisation_of_the_form_belongs_to_it():
    text = "来自济南市齐川工业大学"
    sure, guess = Hit(5, 11, "organisation", "A", sure=True), Hit(0, 11, "organisation")
    assert within(text, sure, guess)[1] == ("organisation", "济南市齐川工业大学")


def test_another_organisation_before_one_of_the_form_stays_hidden():
    text = "岱东研究院、齐川工业大学"
    sure, guess = Hit(6, 12, "organisation", "A", sure=True), Hit(0, 12, "organisation")
    assert within(text, sure, guess)[1] == ("organisation", text)


def test_an_alias_says_nothing_of_where_a_longer_name_begins():
    text = "新qcut研究院"
    sure, guess = Hit(1, 5, "organisation", "A", sure=True), Hit(0, 8, "organisation")
    assert within(text, sure, guess)[1] == ("organisation", text)


@pytest.mark.parametrize(
    ("text", "guess", "kept"),
    [("张三丰曾", (0, 4), []), ("由张三丰", (0, 4), []), ("张三丰李四", (0, 5), ["张三丰李四"])],
)
def test_a_person_of_the_form_is_not_masked_together_with_a_neighbouring_character(
    text: str, guess: tuple[int, int], kept: list[str]
):
    at = text.index("张三丰")
    found = within(text, Hit(at, at + 3, "person", "A", sure=True), Hit(*guess, "person"))
    assert [words for _, words in found[1:]] == kept


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("12名，", "12名"),
        ("（二十余人）", None),
        ("十余人。", "十余人"),
        ("3名单", None),
        ("3台", None),
    ],
)
def test_how_many_people_of_an_honour_there_are_is_told_right_after_it(text: str, told: str | None):
    hit = heads(text, 0)
    assert (hit and text[hit.start : hit.end]) == told


def test_a_surname_of_two_characters_is_known_in_a_stranger():
    assert mask("项目由澹台春跃教授牵头。", ROSTER).text == "项目由〔人员B〕〔职称〕牵头。"


def test_a_thing_that_leads_like_a_title_stays():
    text = "采用车间主任务队列调度。"
    assert mask(text, ROSTER).text == text


@pytest.mark.parametrize(
    ("text", "found", "whole"),
    [
        ("曾任试验站站长", "站长", "试验站站长"),
        ("取得信号处理硕士", "硕士", "信号处理硕士"),
        ("聘为总裁助理", "总裁", "总裁助理"),
        ("历任的站长", "站长", "站长"),
        ("若引进教授", "教授", "教授"),
    ],
)
def test_a_post_or_degree_reaches_back_to_what_it_stands_behind(text: str, found: str, whole: str):
    at = text.index(found)
    kind = "degree" if found == "硕士" else "title"
    (hit,) = completed(text, [Hit(at, at + len(found), kind)])
    assert text[hit.start : hit.end] == whole


def test_what_another_mask_hides_is_no_part_of_a_post():
    text = "现任齐川工业大学中心主任"
    hits = [Hit(2, 8, "organisation"), Hit(10, 12, "title")]
    assert [text[h.start : h.end] for h in completed(text, hits)] == ["齐川工业大学", "中心主任"]


def seen(text: str, word: str, likely: list[float]) -> Surroundings:
    """The text, each place of the word a person with that probability by the tagger."""
    by_kind = np.zeros((len(text), len(KINDS)), dtype=np.float32)
    for match, probability in zip(re.finditer(word, text), likely, strict=True):
        by_kind[match.start() : match.end(), KINDS.index("person")] = probability
    never = np.zeros(len(text), dtype=np.float32)
    return Surroundings(text, Tagged(by_kind.max(axis=1), never, never, by_kind), LEXICON)


@pytest.mark.parametrize(
    ("likely", "kept"),
    [([0.9, 0.0, 0.1], []), ([0.9, 0.8, 0.9], ["莫来石"]), ([0.6, 0.6, 0.0], [])],
)
def test_who_is_a_thing_in_most_places_is_a_thing_in_all(likely: list[float], kept: list[str]):
    text = "掺入莫来石，再掺入莫来石，磨细莫来石"
    left = agreed(text, [Hit(2, 5, "person")], seen(text, "莫来石", likely))
    assert [text[h.start : h.end] for h in left] == kept


def test_a_name_of_one_place_is_not_judged_by_others():
    text = "掺入莫来石"
    found = [Hit(2, 5, "person")]
    assert agreed(text, found, seen(text, "莫来石", [0.2])) == found


@pytest.mark.parametrize(
    "text", ["供应以进口为主,价格高、交期长。", "设备贵、寿命长、流程长,备件少。"]
)
def test_what_is_long_is_no_head_of_anything(text: str):
    assert mask(text, Roster()).text == text


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("会议由石英主持，高原记录。", ["石英"]),
        ("由石英粉烧结，由石英制备。", []),
        ("在高原的带动下，进展顺利。", ["高原"]),
        ("在高原的低压环境下，性能稳定。", []),
        ("请各组与石英联系。", ["石英"]),
        ("关注温度与石英的关系。", []),
        ("石英作了题为“烧结”的报告。", ["石英"]),
    ],
)
def test_a_name_that_is_a_word_is_known_by_what_stands_on_both_sides(text: str, masked: list[str]):
    found = mask(text, Roster()).masks
    assert [m.original for m in found if m.original in ("石英", "高原")] == masked


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("组员为石英、张三丰、高原三人。", True),
        ("样品为石英、高岭土、长石三类。", False),
    ],
)
def test_a_word_in_one_list_with_people_is_a_name(text: str, hidden: bool):
    found = {m.original: m.kind for m in mask(text, ROSTER).masks}
    assert (found.get("石英") == "person") == hidden


def test_a_name_of_two_parts_needs_no_surname():
    text = "课题由古丽孜巴·艾则孜牵头，样机由她装配。"
    (found,) = (m for m in mask(text, Roster()).masks if m.kind == "person")
    assert found.original == "古丽孜巴·艾则孜"
    assert trimmed("person", "古丽孜巴·艾则孜", np.ones(8)) == (0, 8)


@pytest.mark.parametrize(("end", "cut"), [(3, True), (4, False), (2, False)])
def test_what_ends_inside_a_word_is_told(end: int, cut: bool):
    assert cuts("邱北辣椒上市", 0, end) == cut


@pytest.mark.parametrize(
    ("words", "likely", "beside", "kept"),
    [
        ("站长", 0.35, True, True),
        ("站长", 0.35, False, False),
        ("站长", 0.7, False, True),
        ("项目负责人", 0.99, True, False),
        ("中试基地负责人", 0.7, True, True),
    ],
)
def test_an_everyday_post_is_one_beside_somebody(
    words: str, likely: float, beside: bool, kept: bool
):
    assert plausible("title", words, likely, words, False, likely, beside) == kept


@pytest.mark.parametrize(
    ("likely", "mean", "beside", "kept"),
    [(0.45, 0.42, True, True), (0.45, 0.42, False, False), (0.9, 0.3, True, False)],
)
def test_an_honour_hardly_believed_is_nobodys(likely: float, mean: float, beside: bool, kept: bool):
    assert plausible("honour", "鹿鸣青年人才", likely, "", False, mean, beside) == kept


@pytest.mark.parametrize(
    ("word", "likely", "kept"), [("经纬仪", 0.95, False), ("闻人甲", 0.95, True)]
)
def test_a_word_of_three_characters_is_nobody_where_nothing_speaks_of_people(
    word: str, likely: float, kept: bool
):
    assert plausible("person", word, likely, word, False, likely) == kept


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("检索到相关文献32篇,剔除重复5篇。", []),
        ("发表论文32篇,检索收录5篇。", ["32篇", "5篇"]),
        ("课题在研3项。", ["3项"]),
    ],
)
def test_what_was_read_is_no_count_of_work(text: str, told: list[str]):
    assert sorted({text[h.start : h.end] for h in counts(text)}) == told


def test_a_rarer_surname_is_known_in_a_stranger():
    assert mask("项目由覃渡岚教授牵头。", ROSTER).text == "项目由〔人员B〕〔职称〕牵头。"
