"""Numbers that carry their own check, and masks for what must not be shown in full.

统一社会信用代码 after GB 32100-2015, 公民身份号码 after GB 11643-1999.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""GB 32100: digits and letters without I, O, S, V, Z."""
_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
INVENTED_DISTRICT = "000000"

_RESIDENT_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_RESIDENT_CHECKS = "10X98765432"


@dataclass(frozen=True, slots=True)
class IdentityFault:
    """`code`: length, character, check_digit, birth_date. `position` counts from 1 (0: as a whole);
    `expected` is the right length or check character, or empty."""

    code: str
    position: int = 0
    expected: str = ""


def normalise(text: str) -> str:
    """Half width, upper case, without white space and hyphens: what a person meant to type."""
    plain = unicodedata.normalize("NFKC", text).upper()
    return "".join(c for c in plain if not c.isspace() and c not in "-‐‑–—\u200b\ufeff")


def check_credit_code(text: str) -> IdentityFault | None:
    """The first fault of a 统一社会信用代码 as typed, or None."""
    code = normalise(text)
    if len(code) != 18:
        return IdentityFault("length", expected="18")
    for position, character in enumerate(code, 1):
        digits_only = 3 <= position <= 8
        if character not in (ALPHABET[:10] if digits_only else ALPHABET):
            return IdentityFault("character", position)
    expected = credit_check_character(code[:17])
    return None if code[17] == expected else IdentityFault("check_digit", 18, expected)


def credit_check_character(body: str) -> str:
    """The 18th character for the first 17."""
    total = sum(ALPHABET.index(c) * w for c, w in zip(body, _WEIGHTS, strict=True))
    return ALPHABET[(31 - total % 31) % 31]


def invented_credit_code(counter: int, *, kind: str = "91") -> str:
    """A valid code of nobody: district 000000, one for each counter and two-character kind.

    Only for demonstrations and tests; the nine characters of the body are the counter in base 31.
    """
    if not 0 <= counter < 31**9:
        raise ValueError("the counter does not fit nine characters")
    body = ""
    for _ in range(9):
        counter, digit = divmod(counter, 31)
        body = ALPHABET[digit] + body
    code = kind + INVENTED_DISTRICT + body
    return code + credit_check_character(code)


def check_resident_id(text: str) -> IdentityFault | None:
    """The first fault of an 18-character 公民身份号码 as typed, or None."""
    number = normalise(text)
    if len(number) != 18:
        return IdentityFault("length", expected="18")
    for position, character in enumerate(number, 1):
        if character not in (ALPHABET[:10] + "X" if position == 18 else ALPHABET[:10]):
            return IdentityFault("character", position)
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return IdentityFault("birth_date", 7)
    total = sum(int(c) * w for c, w in zip(number[:17], _RESIDENT_WEIGHTS, strict=True))
    expected = _RESIDENT_CHECKS[total % 11]
    return None if number[17] == expected else IdentityFault("check_digit", 18, expected)


def mask_resident_id(number: str) -> str:
    """First three and last two characters; everything when it is too short for that."""
    return _masked(normalise(number), 3, 2)


def mask_phone(number: str) -> str:
    """138****5678; other lengths keep their first and last quarter, at most 3 and 4 characters."""
    plain = normalise(number)
    quarter = len(plain) // 4
    return _masked(plain, *((3, 4) if len(plain) == 11 else (min(3, quarter), min(4, quarter))))


def mask_name(name: str) -> str:
    """The first character stays: 张**. In names of letters, the first letter of each word."""
    plain = " ".join(unicodedata.normalize("NFKC", name).split())
    if plain.isascii():
        return " ".join(word[0] + "*" * (len(word) - 1) for word in plain.split())
    return plain[:1] + "*" * max(len(plain) - 1, 1)


def _masked(text: str, head: int, tail: int) -> str:
    if len(text) <= head + tail:
        return "*" * len(text)
    return text[:head] + "*" * (len(text) - head - tail) + text[len(text) - tail :]
