"""Which disciplines texts speak of, and what that gives to their likeness. All texts are
invented."""

from __future__ import annotations

import re
from importlib import resources

import numpy as np
import pytest

from jiebang.engine.similarity import (
    Document,
    Item,
    Profile,
    Setting,
    asked_rows,
    disciplines,
    explain,
    fits,
    fitted,
    looked_rows,
    pivoted_rows,
    places,
    unit_rows,
)
from jiebang.engine.similarity.placing import FILES, vocabulary

RICE = "在盐碱地上种植水稻新品种，比较不同施氮量下的分蘖、有效穗和千粒重，筛选高产栽培技术。"
WHEAT = "冬小麦拔节期追肥对籽粒灌浆与旗叶光合速率的影响，及其与倒伏的关系。"
GRID = "针对含高比例光伏的配电网，提出储能与逆变器协同的无功优化方法，抑制电压暂降和谐波。"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (RICE, "作物学"),
        (GRID, "电气工程"),
        ("对牙周炎患者行根管治疗和全瓷修复体修复，随访牙槽骨吸收与咬合情况。", "口腔医学"),
        ("综采工作面过断层时顶板破碎，采用锚索补强支护并注浆加固煤柱，控制围岩变形。", "矿业工程"),
        ("活性染料染色的棉织物色牢度不足，研究纱线捻度与前处理退浆工艺的作用。", "纺织科学与工程"),
        ("格密码上的数字签名方案，给出随机预言机模型下的可证明安全与密钥管理。", "信息安全"),
        ("犯罪构成要件与量刑情节的关系，兼论刑法司法解释中的正当防卫。", "法学"),
        (
            "油藏进入高含水期，水平井分段压裂后注水开发的剩余油分布与采收率预测。",
            "石油与天然气工程",
        ),
    ],
)
def test_a_text_is_placed_by_the_terms_of_its_discipline(text, name):
    first, *rest = disciplines(text)
    assert first.discipline.name == name
    assert 10_000 >= first.share >= sum(one.share for one in rest[:1]) > 0


@pytest.mark.parametrize("text", ["", "水稻", "Frequency selective surfaces", "光刻机，光源"])
def test_a_text_that_says_too_little_is_not_placed(text):
    assert disciplines(text) == ()
    assert places([text]).nnz == 0 or np.linalg.norm(places([text]).data) < 0.5


def test_the_more_a_text_says_the_longer_its_row_up_to_one():
    lengths = [float(np.linalg.norm(places([RICE[:n]]).toarray())) for n in (4, 16, 24, len(RICE))]
    assert lengths == sorted(lengths)
    assert lengths[0] == 0
    assert 0.9 < lengths[-1] <= 1


def test_width_and_traditional_forms_place_alike_and_batches_change_nothing(monkeypatch):
    rows = places([RICE, "", GRID, "電氣工程與變壓器，配電網繼電保護"]).toarray()
    monkeypatch.setattr("jiebang.engine.similarity.placing._BATCH", 1)
    plain = "电气工程与变压器,配电网继电保护"
    assert np.array_equal(places([RICE, "", GRID, plain]).toarray(), rows)
    assert places([]).shape == (0, len(vocabulary().disciplines))


def test_other_words_of_the_same_discipline_are_nearer_than_those_of_another():
    item = Item("1", RICE)
    same, other = (Profile(n, (Document(t),)) for n, t in (("same", WHEAT), ("other", GRID)))
    found = fits([item], [other, same], Setting())
    assert found.table()[0, 1] > found.table()[0, 0]
    near, far = (places([RICE]) @ places([WHEAT, GRID]).T).toarray()[0]
    assert near > 0.5 > 0.1 > far
    why = explain(found, 0, 1)
    assert why.disciplines[0].discipline.name == "作物学"
    assert sum(one.share for one in (*why.terms, *why.disciplines)) <= 10_010
    assert "作物学" not in [d.discipline.name for d in explain(found, 0, 0).disciplines]


def test_what_is_not_placed_is_compared_by_its_terms_alone_and_the_placed_by_a_third_less():
    texts = ["deep sea drilling of wells", "drilling deep wells and a paper lamp", f"deep {RICE}"]
    _, rows = fitted(texts)
    placed = places(texts)
    terms = (unit_rows(rows) @ pivoted_rows(rows).T).toarray()
    found = (asked_rows(rows, placed) @ looked_rows(rows, placed).T).toarray()
    assert np.diff(placed.indptr).tolist() == [0, 0, 8]
    assert found[:2] == pytest.approx(terms[:2])
    length = np.linalg.norm(placed.data)
    assert found[2, 0] == pytest.approx(terms[2, 0] * 2 / (2 + length))
    assert found[2, 2] == pytest.approx((terms[2, 2] * 2 + length**2) / (2 + length))


def test_every_discipline_of_the_vocabulary_has_a_code_a_name_and_terms_of_its_own():
    known = vocabulary().disciplines
    assert len({one.name for one in known}) == len(known)
    assert all(re.fullmatch(r"\d{3}(\.\d\d)?", one.code) for one in known)
    for name in FILES:
        text = (
            resources.files("jiebang.engine.similarity") / "vocabulary" / f"{name}.txt"
        ).read_text("utf-8")
        for block in text.split("\n[")[1:]:
            head, _, words = block.partition("]")
            assert len(words.split()) >= 20, head
            assert len(words.split()) == len(set(words.split())), head
            assert min(map(len, words.split())) >= 2, head
