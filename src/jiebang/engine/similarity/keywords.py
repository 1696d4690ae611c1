"""How far declared keywords meet: equal ones count whole, one inside another by its share."""

from __future__ import annotations

from collections.abc import Sequence

from jiebang.engine.text.folding import folded, is_word


def keyword(word: str) -> str:
    """The form in which keywords are compared."""
    found = folded(word)
    return found.kept(is_word(found.codes)).text


def keyword_nearness(one: str, other: str) -> float:
    """1 for equal keywords, the ratio of lengths where one stands inside the other, else 0. Both
    in the form `keyword` gives; single characters stand for too much and only match whole."""
    if one == other:
        return 1.0 if one else 0.0
    short, long = sorted((one, other), key=len)
    return len(short) / len(long) if len(short) > 1 and short in long else 0.0


def keywords_nearness(wanted: Sequence[str], held: Sequence[str]) -> float | None:
    """Mean over the wanted keywords of the nearest held one; None where a side has none."""
    if not wanted or not held:
        return None
    return sum(max(keyword_nearness(w, h) for h in held) for w in wanted) / len(wanted)
