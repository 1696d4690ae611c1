"""Two texts side by side. All texts are invented."""

from __future__ import annotations

import numpy as np
import pytest

from jiebang.engine.duplicates import compare, grams, symbols, winnowed
from jiebang.engine.duplicates.edges import Span, stretched

COPIED = "通过多模态数据融合实现装备健康状态的在线评估，并在三条产线上完成验证"
EDITED = "通过多模态数据的融合实现设备健康状况的在线评估，且在两条产线上完成了验证"
A = f"本方案首先建立轴承退化的物理模型。{COPIED}。最后给出预警策略与备件计划。"
B = f"研究内容二是传感网络布设。{COPIED}。验收方法另附，预算见附表。"
FORM = "一、项目的必要性与国内外现状分析。二、拟解决的关键技术问题与技术路线。"


def shown(text: str, start: int, end: int) -> str:
    return text[start:end]


def test_a_copied_passage_is_found_with_its_place_in_both_texts():
    found = compare(A, B)
    (passage,) = found.passages
    assert shown(A, passage.a_start, passage.a_end) == COPIED + "。"
    assert shown(B, passage.b_start, passage.b_end) == COPIED + "。"
    assert (passage.equal, found.longest) == (33, 33)
    assert found.in_b == pytest.approx(33 / len(symbols(A)))
    assert found.in_a == pytest.approx(33 / len(symbols(B)))
    assert found.most == found.score == max(found.in_a, found.in_b)


def test_small_edits_do_not_hide_a_passage_or_cut_it():
    other = A.replace(COPIED, EDITED)
    (passage,) = compare(B, other).passages
    assert shown(B, passage.a_start, passage.a_end) == COPIED + "。"
    assert shown(other, passage.b_start, passage.b_end) == EDITED + "。"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("评估装备健康状态的在线监测方法与系统", "评沽装备健康伏态的在线监测方法与系统"),
        ("在线监测装备健康状态的方法与多源系统", "在线监测装备健康状态的方祛以及多源糸统"),
        ("装备健康状态的在线监测与评估 evolution", "装备健康状态的在线监测与评估 evoution"),
        ("“装备健康状态的在线监测与评估”", "“装备健康状态的在线监测与评估”"),
    ],
)
def test_a_passage_reaches_to_its_ends_over_edits_that_lie_close(one, other):
    a, b = f"甲，乙丙丁。{one}，己庚辛壬", f"子丑寅：{other}；卯辰巳午"
    (passage,) = compare(a, b).passages
    assert shown(a, passage.a_start, passage.a_end) == one
    assert shown(b, passage.b_start, passage.b_end) == other


def test_a_passage_grows_neither_into_the_next_one_nor_into_the_form():
    whole = symbols(COPIED).letters
    inner = Span(10, 20, 10, 20)
    assert stretched(whole, whole, inner, 0, len(whole)) == Span(0, 34, 0, 34)
    assert stretched(whole, whole, inner, 8, 22) == Span(8, 22, 8, 22)
    filled = f"{FORM}轴承退化的物理模型与多级预警策略"
    (passage,) = compare(filled, filled, (FORM,)).passages
    assert (passage.a_start, passage.a_end) == (len(FORM), len(filled))


def test_white_space_width_script_and_figures_do_not_hide_a_passage():
    other = "預算：通過多模態資料 融合實現裝備健康狀態的線上評估".replace("資料", "數據").replace(
        "線上", "在線"
    )
    (passage,) = compare(A, other).passages
    assert shown(A, passage.a_start, passage.a_end) == COPIED[:22]
    one, other = (
        "精度由83.5%提高到９７％，时延降到20 ms以内",
        "精度由61.2%提高到88%,时延降到5ms以内",
    )
    assert compare(one, other).in_b == pytest.approx(15 / 17)


def test_texts_without_a_common_passage_share_nothing():
    empty = compare("甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥")
    assert (empty.in_a, empty.in_b, empty.score, empty.longest, empty.passages) == (0, 0, 0, 0, ())
    assert compare("", "甲乙丙丁戊己庚辛").passages == ()
    assert compare("本项目采用超临界流体", "该课题研究超临界流体").passages == ()


def test_english_is_compared_by_words():
    one = "We propose a sparse solver for the assignment of many reviewers to few papers."
    two = "Here: a sparse solver for the assignment of many reviewers to few papers, again."
    (passage,) = compare(one, two).passages
    assert shown(two, passage.b_start, passage.b_end) == two[6:-8]
    assert compare("a b c d e f g h i j k", "abcdefghijk").passages == ()


def test_text_that_repeats_itself_and_very_long_text_are_compared_all_the_same():
    row = "设备购置费预算与说明；"
    assert compare(row * 40, row * 30).in_a == 1
    dice = np.random.default_rng(3)
    long = "".join(map(chr, dice.integers(0x4E00, 0x5E00, 12_000)))
    found = compare(long, long[6000:] + COPIED + long[:6000])
    assert found.in_b == 1
    assert [(p.a_start, p.a_end) for p in found.passages] == [(0, 6000), (6000, 12_000)]


def test_text_of_the_form_counts_for_nothing():
    one, two = f"{FORM}轴承退化模型与备件计划。", f"{FORM}传感网络布设与通信协议。"
    assert compare(one, two).in_b == pytest.approx(31 / 42)
    found = compare(one, two, (FORM,))
    assert (found.in_a, found.in_b, found.passages) == (0, 0, ())
    assert found.form_a == pytest.approx(31 / 42)
    assert compare(FORM + A, FORM + B, (FORM,)).in_b == pytest.approx(compare(A, B).in_b)


def test_symbols_are_characters_words_and_numbers_with_their_places():
    found = symbols("用5G网络、ResNet50（3.14）")
    assert found.start.tolist() == [0, 1, 3, 4, 6, 15, 17]
    assert found.end.tolist() == [1, 3, 4, 5, 14, 16, 19]
    assert found.codes[5] == found.codes[6] == ord("0")
    assert symbols("resnet50").codes[0] == found.codes[4]
    assert len(symbols("，。 ")) == 0


def test_fingerprints_are_the_last_least_of_each_window():
    hashes = np.array([5, 3, 3, 9, 8, 7, 7, 1], dtype=np.uint64)
    assert winnowed(hashes, 3).tolist() == [2, 5, 6, 7]
    assert winnowed(hashes[:2], 4).tolist() == [1]
    assert winnowed(hashes[:0], 4).tolist() == []
    assert len(grams(symbols("甲乙丙").codes, 4)) == 0
    with pytest.raises(ValueError, match="w starts at 1"):
        winnowed(hashes, 0)
    with pytest.raises(ValueError, match="k starts at 1"):
        grams(symbols("甲").codes, 0)
