"""Ids nobody can foresee, except in a rehearsal that was asked for."""

from __future__ import annotations

import pytest

from jiebang.platform import entropy


def drawn() -> list[object]:
    return [entropy.new_id(), entropy.new_salt(), entropy.token(20), entropy.receipt_code("JB")]


def test_the_same_seed_gives_the_same_ids(settings):
    settings.JIEBANG_DEMO = True
    with entropy.seeded("a"):
        first = drawn()
    with entropy.seeded("a"):
        second = drawn()
    with entropy.seeded("b"):
        third = drawn()
    assert first == second
    assert not set(map(str, first)) & set(map(str, third))


def test_only_a_demonstration_may_be_seeded(settings):
    settings.JIEBANG_DEMO = False
    with pytest.raises(RuntimeError), entropy.seeded("a"):
        pass


def test_after_a_rehearsal_chance_is_chance_again(settings):
    settings.JIEBANG_DEMO = True
    with entropy.seeded("a"):
        first = entropy.new_id()
    assert entropy.new_id() != first
    with pytest.raises(KeyError), entropy.seeded("a"):
        raise KeyError
    assert entropy.new_id() != entropy.new_id()


def test_an_id_is_a_random_uuid():
    assert (entropy.new_id().version, len({entropy.new_id() for _ in range(100)})) == (4, 100)


def test_a_receipt_code_has_no_letters_that_look_like_digits():
    codes = [entropy.receipt_code("JB") for _ in range(200)]
    assert {len(c) for c in codes} == {13}
    assert set("".join(c.partition("-")[2] for c in codes)) & set("01IO") == set()
