"""Distractors: texts that sound like a corpus and belong to nobody."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

import numpy as np


def sentences(text: str) -> list[str]:
    """Eight characters and more, with the mark at the end."""
    return [one for one in re.split(r"(?<=[。；;.!?])(?!\d)", text) if len(one) >= 8]


def spliced(texts: Sequence[str], size: int, dice: np.random.Generator) -> list[str]:
    """Each of sentences from different texts, as many as one of the corpus has."""
    parts = [sentences(text) for text in texts]
    parts = [part for part in parts if part]
    found = []
    for n in range(size):
        many = len(parts[n % len(parts)])
        chosen = dice.choice(len(parts), max(2, many), replace=False)
        found.append("".join(parts[c][dice.integers(len(parts[c]))] for c in chosen))
    return found


def babbled(texts: Sequence[str], size: int, dice: np.random.Generator) -> list[str]:
    """Each drawn character by character after the two before it (Markov chain of order two), as
    long as one of the corpus: where the chain ends it goes on as another text begins."""
    after: dict[str, list[str]] = defaultdict(list)
    for text in texts:
        for i in range(len(text) - 2):
            after[text[i : i + 2]].append(text[i + 2])
    found = []
    for n in range(size):
        text = texts[int(dice.integers(len(texts)))][:2]
        size = len(texts[n % len(texts)])
        for draw in dice.random(size):
            more = after.get(text[-2:]) or [other[:2] for other in texts]
            text += more[int(draw * len(more))]
        found.append(text[:size])
    return found


def invented(size: int, dice: np.random.Generator) -> list[str]:
    """Texts of no meaning where no data set is here: fields with words of their own, sentences of
    eight to forty characters."""
    han = [chr(0x4E00 + n) for n in range(3000)]
    words = ["".join(dice.choice(han, int(n))) for n in dice.choice([1, 2, 2, 2, 3], 6000)]
    found = []
    for n in range(size):
        own = 400 + 280 * (n % 20)
        text = ""
        for _ in range(int(dice.integers(5, 9))):
            ranks = dice.zipf(1.3, int(dice.integers(5, 20)))
            local = dice.random(len(ranks)) < 0.5
            picks = np.where(local, own + ranks % 280, ranks % 400)
            text += "".join(words[p] for p in picks) + "。"
        found.append(text)
    return found
