"""Codes that check themselves, and masks. All numbers are invented (district 000000)."""

from __future__ import annotations

import pytest
from stdnum.cn import uscc

from jiebang.engine.identity import (
    ALPHABET,
    IdentityFault,
    check_credit_code,
    check_resident_id,
    credit_check_character,
    invented_credit_code,
    mask_name,
    mask_phone,
    mask_resident_id,
    normalise,
)

GOOD = invented_credit_code(7)


def test_the_check_character_follows_the_definition():
    # By hand: 9×1 + 1×3 + 7×28 = 208; 208 mod 31 = 22; 31 − 22 = 9.
    assert credit_check_character("91000000000000007") == "9"
    assert GOOD == "910000000000000079"


@pytest.mark.parametrize("counter", [0, 1, 30, 31, 20_000, 31**9 - 1])
@pytest.mark.parametrize("kind", ["91", "12", "52", "Y1"])
def test_invented_codes_are_valid_and_of_no_district(counter: int, kind: str):
    code = invented_credit_code(counter, kind=kind)
    assert check_credit_code(code) is None
    assert (code[:2], code[2:8]) == (kind, "000000")


def test_ours_agrees_with_another_library():
    for counter in range(0, 60_000, 97):
        code = invented_credit_code(counter)
        others = [code[:17] + c for c in ALPHABET]
        assert [uscc.is_valid(o) for o in others] == [check_credit_code(o) is None for o in others]


def test_every_character_of_the_alphabet_occurs_as_a_check_character():
    assert {invented_credit_code(n)[17] for n in range(200)} == set(ALPHABET)


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        (GOOD[:17], IdentityFault("length", 0, "18")),
        ("", IdentityFault("length", 0, "18")),
        ("9100000000000000O9", IdentityFault("character", 17)),
        ("91A000000000000079", IdentityFault("character", 3)),
        (GOOD[:17] + "8", IdentityFault("check_digit", 18, "9")),
        ("91000000000000·079", IdentityFault("character", 15)),
    ],
)
def test_a_wrong_code_is_told_precisely(typed: str, fault: IdentityFault):
    assert check_credit_code(typed) == fault


def test_full_width_spaces_hyphens_and_lower_case_are_what_the_person_meant():
    assert normalise(" ９1 0000-00 000000007９\u3000") == GOOD
    lower = invented_credit_code(12345).lower()
    assert check_credit_code(lower) is None


def test_one_wrong_character_is_always_noticed():
    for position in range(17):
        for other in ALPHABET[:10] if 2 <= position <= 7 else ALPHABET:
            if other != GOOD[position]:
                wrong = GOOD[:position] + other + GOOD[position + 1 :]
                fault = check_credit_code(wrong)
                assert fault is not None
                assert fault.code == "check_digit"


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("000000199001010018", None),
        ("00000019900101002x", IdentityFault("check_digit", 18, "6")),
        ("000000199002300010", IdentityFault("birth_date", 7)),
        ("0000001990O1010010", IdentityFault("character", 11)),
        ("00000019900101001", IdentityFault("length", 0, "18")),
        ("00000019900101001Z", IdentityFault("character", 18)),
    ],
)
def test_a_resident_number_is_checked(typed: str, fault: IdentityFault | None):
    assert check_resident_id(typed) == fault


def test_masks_show_no_more_than_they_say():
    assert mask_resident_id("000000199001010010") == "000*************10"
    assert mask_resident_id("1234") == "****"
    assert mask_phone("138 0000 5678") == "138****5678"
    assert mask_phone("053188880000") == "053******000"
    assert mask_phone("110") == "***"
    assert mask_name("张三丰") == "张**"
    assert mask_name("王") == "王*"
    assert mask_name("Anna  Li") == "A*** L*"
    assert mask_name("阿不都·热合曼") == "阿******"
