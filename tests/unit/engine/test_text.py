"""Search tokens, masking. All people and organisations are invented."""

from __future__ import annotations

import pytest

from jiebang.engine.text import (
    Lexicon,
    Organisation,
    Person,
    Query,
    Roster,
    mask,
    query_tokens,
    restore,
    short_forms,
    token_column,
    tokens,
)

ROSTER = Roster(
    (
        Person("张三丰"),
        Person("李群"),
        Person("吕晓明"),
        Person("欧阳木兰"),
        Person("Anna Schmidt"),
    ),
    (
        Organisation("齐川工业大学", ("Qichuan University of Technology", "QCUT")),
        Organisation("济南云杉智能科技有限公司"),
        Organisation("中国科学院虚构自动化研究所", ("CASIF",)),
        Organisation("岱东大学"),
    ),
)


def masked(text: str) -> str:
    result = mask(text, ROSTER)
    assert restore(result) == text
    return result.text


def test_chinese_becomes_overlapping_pairs_and_other_scripts_words():
    assert tokens("济南市 5G网络 Ｄeep-Learning，光") == (
        "济南", "南市", "5g", "网络", "deep", "learning", "光",
    )  # fmt: skip
    assert token_column("揭榜挂帅") == "揭榜 榜挂 挂帅"
    assert tokens(" ，。") == ()


def test_a_query_of_one_character_is_flagged_because_no_pair_holds_it():
    assert query_tokens("光 光刻 光刻") == Query(("光刻",), ("光",))
    assert query_tokens("a 济南") == Query(("a", "济南"), ())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("张三丰负责，张三丰签字。", "〔人员A〕负责，〔人员A〕签字。"),
        ("张 三　丰与张\u200b三丰", "〔人员A〕与〔人员A〕"),
        ("Zhang Sanfeng, SANFENG ZHANG", "〔人员A〕, 〔人员A〕"),
        ("S. Zhang; Zhang S.F.; Zhang San-feng", "〔人员A〕; 〔人员A〕; 〔人员A〕"),
        ("Ｌｙｕ Xiaoming 和 lv xiaoming", "〔人员C〕 和 〔人员C〕"),
        ("Ouyang Mulan，欧阳木兰", "〔人员D〕，〔人员D〕"),
        ("anna   schmidt", "〔人员E〕"),
        ("张教授认为", "〔人员A〕〔职称〕认为"),
        ("Zhangsan fengsheng", "Zhangsan fengsheng"),
    ],
)
def test_people_of_the_roster_are_masked_in_every_form(text: str, expected: str):
    assert masked(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("齐川工业大学与齐 川 工 业 大 学", "〔单位A〕与〔单位A〕"),
        ("齐川工大、ＱＣＵＴ", "〔单位A〕、〔单位A〕"),
        ("Qichuan  University of\nTechnology", "〔单位A〕"),
        ("济南云杉智能科技有限公司（云杉智能）", "〔单位B〕（〔单位B〕）"),
        ("与云杉科技合作", "与〔单位B〕合作"),
        ("中科院虚构自动化所、CASIF", "〔单位C〕、〔单位C〕"),
        ("由岱大牵头", "由〔单位D〕牵头"),
        ("泰岱大规模开采", "泰岱大规模开采"),
        ("CASIFX", "CASIFX"),
    ],
)
def test_organisations_are_masked_by_name_alias_and_derived_short_form(text: str, expected: str):
    assert masked(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("二级教授、博士生导师", "〔职称〕、〔职称〕"),
        ("长江学者，获国家科技进步奖二等奖", "〔荣誉〕，获〔奖项〕"),
        ("国家杰出青年科学基金获得者", "〔荣誉〕"),
        ("工学博士，Ph.D., IEEE Fellow", "〔学位〕，〔学位〕, 〔荣誉〕"),
        ("发表SCI论文32篇，授权发明专利12项", "发表〔数量〕论文〔数量〕，授权发明专利〔数量〕"),
        ("获得二十余项发明专利", "获得〔数量〕发明专利"),
        ("h指数45；他引3,200余次", "〔数量〕；〔数量〕"),
        ("基金（批准号：61234567）", "基金（批准号：〔编号〕）"),
        ("2020YFB1234567，ZL202010123456.7", "〔编号〕，〔编号〕"),
        ("a.b@c.cn 13800005678", "〔联系方式〕 〔联系方式〕"),
    ],
)
def test_titles_degrees_honours_counts_and_numbers_are_masked(text: str, expected: str):
    assert masked(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "采用高斯过程与马尔可夫决策，王水溶解金属",
        "拟申请发明专利5项，预期发表论文3篇",
        "部署工程师站3个，采样率2000次每秒",
        "抗拉强度不低于1200兆帕，直径300毫米",
        "李雅普诺夫方程",
    ],
)
def test_science_and_promised_results_stay(text: str):
    assert masked(text) == text


def test_a_name_that_is_also_a_word_of_science_is_masked_and_flagged_unless_part_of_a_longer_word():
    roster = Roster((Person("高斯"), Person("李群")))
    result = mask("高斯主持，用高斯过程；李群负责机器人，姿态用李群表示", roster)
    assert result.text == "〔人员A〕主持，用高斯过程；〔人员B〕负责机器人，姿态用李群表示"
    assert [m.doubtful for m in result.masks] == [True, True]


def test_each_mask_tells_the_officer_what_and_where():
    text = "由张 三丰教授牵头"
    result = mask(text, ROSTER)
    person, title = result.masks
    assert (person.kind, person.original, person.placeholder) == ("person", "张 三丰", "〔人员A〕")
    assert text[person.start : person.end] == "张 三丰"
    assert result.text[title.at :].startswith("〔职称〕")
    assert [m.doubtful for m in result.masks] == [False, False]


def test_no_half_of_a_name_stays_readable_where_it_overlaps_something_longer():
    lexicon = Lexicon(words=(("award", ("大学优秀成果特等奖",)),), keep=())
    result = mask("齐川工业大学优秀成果特等奖", ROSTER, lexicon)
    assert result.text == "〔单位A〕〔奖项〕"


def test_long_runs_of_one_character_do_no_harm():
    text = "1" * 9000 + "a" * 9000 + "a@" * 2000 + "10.1234/" * 500
    assert restore(mask(text, ROSTER)) == text


def test_short_forms_follow_the_usual_rules():
    assert short_forms("济南云杉智能科技有限公司") == (
        "济南云杉智能科技", "云杉智能科技", "云杉智能", "云杉",
    )  # fmt: skip
    assert short_forms("齐川工业大学") == ("齐川工大", "齐工大")
    assert short_forms("岱东大学") == ("岱大",)
    assert short_forms("中国科学院虚构自动化研究所") == (
        "中国科学院虚构自动化所",
        "中科院虚构自动化研究所",
        "中科院虚构自动化所",
        "虚构自动化研究所",
        "虚构自动化所",
    )


def test_more_than_twenty_six_organisations_get_two_letters():
    roster = Roster(
        (), tuple(Organisation(f"虚构{'甲乙丙'[n // 10]}{n}研究中心") for n in range(27))
    )
    assert mask("虚构丙26研究中心", roster).text == "〔单位AA〕"
