"""Fit, its parts and its reasons. All people are invented."""

from __future__ import annotations

import numpy as np
import pytest

from jiebang.engine.similarity import (
    Document,
    Item,
    Profile,
    Setting,
    Weights,
    combined,
    counting,
    explain,
    field_nearness,
    field_path,
    fields_nearness,
    fits,
    keyword,
    keywords_nearness,
    pooled,
)

ITEM = Item(
    "1", "超临界流体萃取装备的在线监测", "萃取装备", ("530.11",), ("超临界萃取", "在线监测")
)
NEAR = Profile(
    "near",
    (Document("超临界流体萃取的传质模型", "萃取", 2024), Document("水稻育种", "水稻", 2005)),
    ("530.14", "210"),
    ("超临界 萃取",),
)
FAR = Profile("far", (Document("明清小说的叙事与装备"),), ("750.11",))
EMPTY = Profile("empty")
SETTING = Setting(year=2026)


def test_codes_that_share_more_levels_are_nearer():
    assert field_path("520.2060") == ("520", "52020", "5202060")
    assert field_nearness("520.20", "520.20") == 1
    assert field_nearness("520.20", "520.30") == 0.5
    assert field_nearness("520", "520.30") == pytest.approx(2 / 3)
    assert field_nearness("520.20", "510.20") == 0
    assert field_nearness("F0201", "F0203", (1, 3, 5)) == pytest.approx(2 / 3)
    assert fields_nearness(("520", "210"), ("520",)) == 0.5
    assert fields_nearness((), ("520",)) is None


def test_keywords_meet_whole_or_by_the_share_that_is_inside():
    assert keyword(" Ｄeep-Learning ") == "deeplearning"
    assert keywords_nearness(("光刻机", "机"), ("光刻",)) == pytest.approx(1 / 3)
    assert keywords_nearness(("光刻",), ()) is None


def test_short_profiles_are_averaged_and_of_long_ones_the_best_five_count():
    assert counting(np.array([0, 1, 8, 9, 10, 11, 40])).tolist() == [0, 1, 8, 7, 6, 5, 5]
    owner = np.repeat([0, 2], [2, 12])
    likeness = np.array([0.2, 0.4, *[0.5] * 5, *[0.0] * 7])
    assert pooled(likeness, owner, 3).tolist() == pytest.approx([0.3, np.nan, 0.5], nan_ok=True)


def test_the_fit_is_the_weighted_mean_of_what_both_sides_state_as_an_integer():
    parts = np.array([[0.5, np.nan, 1.0, np.nan, np.nan], [np.nan] * 5, [0.00005] * 5])
    assert combined(parts, Weights(text=3, field=1)).tolist() == [6250, 0, 1]
    with pytest.raises(ValueError, match="weights"):
        Weights(0, 0, 0, 0, 0)
    with pytest.raises(ValueError, match="weights"):
        Weights(text=-1)


def test_the_candidate_of_the_same_field_fits_best_and_one_without_a_word_not_at_all():
    found = fits((ITEM,), (FAR, NEAR, EMPTY), SETTING)
    near, far, empty = (found.table()[0, i] for i in (1, 0, 2))
    assert near > far > empty == 0
    assert found.parts[1, 2] == 0.5
    assert found.parts[1, 3] == 0.5
    assert np.isnan(found.parts[0, 1])
    assert np.isnan(found.parts[2]).all()


def test_recent_documents_count_more():
    old, new = (Profile(str(y), (Document("流体萃取", year=y),)) for y in (2014, 2026))
    found = fits((ITEM,), (old, new), Setting(year=2026, half_life=6))
    assert found.parts[0, 1] == pytest.approx(found.parts[0, 0] / 2)
    assert found.parts[1, 1] == pytest.approx(found.parts[1, 0])


def test_chosen_pairs_have_the_same_fit_as_in_the_full_table():
    full = fits((ITEM,), (FAR, NEAR, EMPTY), SETTING)
    chosen = full.corpus.items @ full.corpus.centroids(3).T
    some = fits((ITEM,), (FAR, NEAR, EMPTY), SETTING, pairs=chosen.tocsr(), known=full.corpus)
    assert some.column.tolist() == [0, 1]
    assert some.fit.tolist() == full.table()[0, :2].tolist()


def test_the_reasons_add_up_and_name_the_words_both_sides_use():
    found = fits((ITEM,), (FAR, NEAR, EMPTY), SETTING)
    why = explain(found, 0, 1)
    assert (why.item, why.candidate, why.fit) == ("1", "near", found.table()[0, 1])
    assert sum(part.points for part in why.parts) == why.fit
    assert [part.name for part in why.parts] == ["text", "recency", "field", "keywords"]
    assert [d.title for d in why.documents] == ["萃取"]
    assert why.terms[0].term == "超临界流体萃取"
    assert 0 < sum(t.share for t in why.terms) <= 10_000
    assert explain(found, 0, 2).terms == ()
    assert [p.value for p in explain(found, 0, 2).parts] == [None] * 4


def test_a_pair_that_was_not_computed_has_no_reasons():
    found = fits((ITEM,), (NEAR,), SETTING)
    with pytest.raises(LookupError, match="no fit"):
        explain(found, 0, 1)


def test_an_operator_may_bring_embeddings():
    def embed(texts):
        return [[float("萃取" in t), float("小说" in t)] for t in texts]

    setting = Setting(Weights(0, 0, 0, 0, 1))
    found = fits((ITEM,), (NEAR, FAR), setting, embed=embed)
    assert found.fit.tolist() == [5000, 0]
    with pytest.raises(ValueError, match="one row"):
        fits((ITEM,), (NEAR,), setting, embed=lambda _texts: [[1.0]])


def test_no_items_and_no_profiles_are_no_error():
    assert fits((), (NEAR,), SETTING).table().shape == (0, 1)
    assert fits((ITEM,), (), SETTING).table().shape == (1, 0)
