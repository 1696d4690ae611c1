"""Stems, terms, and the space they make."""

from __future__ import annotations

import numpy as np
import pytest

from jiebang.engine.similarity import fitted, pivoted_rows, stem, unit_rows
from jiebang.engine.similarity.terms import Words, counted, spelled
from jiebang.engine.text.folding import folded


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("caresses ponies ties cats", "caress poni ti cat"),
        ("feed agreed plastered bled", "feed agre plaster bled"),
        ("motoring sing conflated hopping falling filing", "motor sing conflat hop fall file"),
        ("happy sky relational conditional rational", "happi sky relat condit ration"),
        ("triplicate formative formalize hopeful", "triplic form formal hope"),
        ("revival allowance adoption effective", "reviv allow adopt effect"),
        ("probate rate controlling rolling", "probat rate control roll"),
        ("generalizations oscillators", "gener oscil"),
        ("as h2o", "as h2o"),
    ],
)
def test_stems_are_those_of_porters_paper(words, expected):
    assert " ".join(map(stem, words.split())) == expected


def terms(text: str) -> dict[str, float]:
    words = Words()
    found = counted([text], words)
    return dict(zip(spelled(found.keys, words), found.counts.toarray()[0].tolist(), strict=True))


def test_chinese_gives_characters_and_pairs_of_them_and_english_stems_and_pairs():
    assert terms("光刻機") == {"光": 1, "刻": 1, "机": 1, "光刻": 1, "刻机": 1}
    assert terms("Controlling the controls of Robots") == {
        "control": 2, "robot": 1, "control control": 1, "control robot": 1,
    }  # fmt: skip


def test_no_term_crosses_punctuation_grammar_or_a_change_of_script():
    assert terms("光，刻") == {"光": 1, "刻": 1}
    assert terms("光的刻") == {"光": 1, "刻": 1}
    assert terms("deep光learning 2024") == {"deep": 1, "learn": 1, "光": 1}


def test_width_case_and_traditional_forms_do_not_count():
    assert terms("ＤＥＥＰ 乾燥機") == terms("deep 干燥机")
    assert folded("①㎏ﬁ").text == "1kgfi"
    assert folded("①㎏ﬁ").origin.tolist() == [0, 1, 1, 2, 2]


def test_batches_change_nothing(monkeypatch):
    texts = ["光刻机 deep learning", "", "装备健康 learning rate", "光刻 rate"]
    space, rows = fitted(texts)
    monkeypatch.setattr("jiebang.engine.similarity.terms._BATCH", 1)
    other, others = fitted(texts)
    assert space.spelled(range(rows.shape[1])) == other.spelled(range(rows.shape[1]))
    assert np.array_equal(rows.toarray(), others.toarray())
    assert np.array_equal(space.rows(texts).toarray(), rows.toarray())


def test_a_row_asked_about_has_length_one_and_one_looked_through_less_than_its_terms_say():
    space, rows = fitted(["超临界流体", "超临界萃取萃取设备萃取", "萃取设备", "雷达"])
    assert lengths(unit_rows(rows)) == pytest.approx([1, 1, 1, 0])
    terms = np.diff(rows.indptr)
    assert terms.tolist() == [5, 12, 7, 0]
    mean = sum(lengths(rows)) / 3
    assert lengths(pivoted_rows(rows)) == pytest.approx(
        [n / (mean * (0.6 + 0.4 * t / 8)) for n, t in zip(lengths(rows), terms, strict=True)]
    )
    assert lengths(pivoted_rows(rows[[2, 3]])) == pytest.approx([1, 0])
    assert lengths(pivoted_rows(rows[[3]])) == [0]
    assert space.rows(["海洋"]).nnz == 0
    assert fitted([])[1].shape == pivoted_rows(fitted([])[1]).shape == (0, 0)


def lengths(rows) -> list[float]:
    return np.linalg.norm(rows.toarray(), axis=1).tolist()
