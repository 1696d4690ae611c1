"""What is sealed for one place opens there, and nowhere else."""

from __future__ import annotations

import pytest

from jiebang.platform import sealing
from jiebang.platform.sealing import Unsealable

VALUE = b"370102199001010011"


def test_what_was_sealed_for_a_place_opens_there():
    assert sealing.unseal(sealing.seal(VALUE, "expert:1:id"), "expert:1:id") == VALUE


def test_a_sealed_value_carried_to_another_place_does_not_open():
    with pytest.raises(Unsealable):
        sealing.unseal(sealing.seal(VALUE, "expert:1:id"), "expert:2:id")


@pytest.mark.parametrize("at", [0, 12, -1])
def test_a_sealed_value_with_one_byte_changed_does_not_open(at):
    raw = bytearray.fromhex(sealing.seal(VALUE, "x"))
    raw[at] ^= 1
    with pytest.raises(Unsealable):
        sealing.unseal(raw.hex(), "x")


def test_another_installation_cannot_open_it(settings):
    sealed = sealing.seal(VALUE, "x")
    settings.JIEBANG_SEAL_KEY = "another"
    with pytest.raises(Unsealable):
        sealing.unseal(sealed, "x")


def test_the_same_value_is_sealed_differently_each_time():
    assert sealing.seal(VALUE, "x") != sealing.seal(VALUE, "x")


def test_a_value_is_looked_up_by_a_keyed_digest_of_its_purpose(settings):
    index = sealing.index("370102199001010011", "identity")
    assert index == sealing.index("370102199001010011", "identity")
    assert index != sealing.index("370102199001010011", "phone")
    settings.JIEBANG_SEAL_KEY = "another"
    assert index != sealing.index("370102199001010011", "identity")
