"""Stems of English words: M. F. Porter, "An algorithm for suffix stripping", Program 14 (1980)."""

from __future__ import annotations

import re
from functools import lru_cache

_STEP_2 = (
    ("ational", "ate"), ("tional", "tion"), ("enci", "ence"), ("anci", "ance"), ("izer", "ize"),
    ("abli", "able"), ("alli", "al"), ("entli", "ent"), ("eli", "e"), ("ousli", "ous"),
    ("ization", "ize"), ("ation", "ate"), ("ator", "ate"), ("alism", "al"), ("iveness", "ive"),
    ("fulness", "ful"), ("ousness", "ous"), ("aliti", "al"), ("iviti", "ive"), ("biliti", "ble"),
)  # fmt: skip
_STEP_3 = (("icate", "ic"), ("ative", ""), ("alize", "al"), ("iciti", "ic"), ("ical", "ic"),
           ("ful", ""), ("ness", ""))  # fmt: skip
_STEP_4 = (
    "al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "sion", "tion",
    "ou", "ism", "ate", "iti", "ous", "ive", "ize",
)  # fmt: skip
_STEP_2_RULES = tuple(sorted(_STEP_2, key=lambda rule: -len(rule[0])))
_STEP_3_RULES = tuple(sorted(_STEP_3, key=lambda rule: -len(rule[0])))
_STEP_4_RULES = tuple(sorted(_STEP_4, key=lambda suffix: -len(suffix)))
_VOWEL_RUNS = re.compile("v+c+")


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """The stem of a lower-case word; what is short or not plain a to z stays as it is."""
    if len(word) < 3 or not (word.isascii() and word.isalpha()):
        return word
    word = _verbal(_plural(word))
    if word.endswith("y") and "v" in _shape(word[:-1]):
        word = word[:-1] + "i"
    word = _replaced(word, _STEP_2_RULES)
    word = _replaced(word, _STEP_3_RULES)
    return _tidy(_cut(word))


def _shape(stem: str) -> str:
    """ "c" for consonants, "v" for vowels; y is a vowel after a consonant."""
    shape = ""
    for letter in stem:
        vowel = letter in "aeiou" or (letter == "y" and shape[-1:] == "c")
        shape += "v" if vowel else "c"
    return shape


def _measure(stem: str) -> int:
    """How many vowel–consonant groups: the m of the paper."""
    return len(_VOWEL_RUNS.findall(_shape(stem)))


def _short(stem: str) -> bool:
    """Ends consonant, vowel, consonant, the last none of w, x, y: the *o of the paper."""
    return _shape(stem)[-3:] == "cvc" and stem[-1] not in "wxy"


def _plural(word: str) -> str:
    if word.endswith(("sses", "ies")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def _verbal(word: str) -> str:
    """-eed, -ed, -ing, and what they leave behind."""
    if word.endswith("eed"):
        return word[:-1] if _measure(word[:-3]) else word
    for suffix in ("ed", "ing"):
        left = word.removesuffix(suffix)
        if left != word and "v" in _shape(left):
            break
    else:
        return word
    if left.endswith(("at", "bl", "iz")):
        return left + "e"
    if len(left) > 1 and left[-1] == left[-2] and _shape(left)[-1] == "c":
        return left if left[-1] in "lsz" else left[:-1]
    return left + "e" if _measure(left) == 1 and _short(left) else left


def _replaced(word: str, rules: tuple[tuple[str, str], ...]) -> str:
    """The longest suffix that fits decides, even when its condition fails."""
    for suffix, other in rules:
        if word.endswith(suffix):
            left = word.removesuffix(suffix)
            return left + other if _measure(left) else word
    return word


def _cut(word: str) -> str:
    for suffix in _STEP_4_RULES:
        if word.endswith(suffix):
            left = word[:-3] if suffix in ("sion", "tion") else word.removesuffix(suffix)
            return left if _measure(left) > 1 else word
    return word


def _tidy(word: str) -> str:
    """A last e, and a double l."""
    if word.endswith("e"):
        left = word[:-1]
        measure = _measure(left)
        if measure > 1 or (measure == 1 and not _short(left)):
            word = left
    return word[:-1] if word.endswith("ll") and _measure(word) > 1 else word
