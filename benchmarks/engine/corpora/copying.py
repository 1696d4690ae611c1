"""Pairs of texts of one topic, some with sentences copied from one into the other and edited."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from corpora.mixing import sentences

Span = tuple[int, int]


@dataclass(frozen=True)
class Pair:
    """`in_source`, `in_copy`: where the copied sentences stand, offsets in characters."""

    source: str
    copy: str
    in_source: tuple[Span, ...]
    in_copy: tuple[Span, ...]


class Copying:
    """`topics`: one for each of `texts`; a made text joins five of one topic."""

    def __init__(self, texts: Sequence[str], topics: Sequence[str]) -> None:
        members: dict[str, list[str]] = defaultdict(list)
        for text, topic in zip(texts, topics, strict=True):
            members[topic].append(text)
        self.topics = [sorted(many) for _, many in sorted(members.items()) if len(many) >= 15]
        self.letters = sorted({c for text in texts for c in text if "一" <= c <= "鿿"})

    def pair(self, share: float, edits: float, seed: int) -> Pair:
        """`share` of the copy comes from the source, one in 1 / `edits` characters changed,
        dropped or joined by another; nothing is copied at 0."""
        dice = np.random.default_rng(seed)
        topic = self.topics[int(dice.integers(len(self.topics)))]
        chosen = dice.choice(len(topic), 10, replace=False)
        source, own = ([s for c in half for s in sentences(topic[c])]
                       for half in (chosen[:5], chosen[5:]))  # fmt: skip
        wanted = share * sum(map(len, own))
        pieces = [(text, -1, 0) for text in own]
        starts = np.concatenate(([0], np.cumsum([len(s) for s in source])))
        spans, taken = [], 0.0
        for n in dice.permutation(len(source)):
            if taken >= wanted:
                break
            text = source[n][: max(12, int(wanted - taken))]
            spans.append((int(starts[n]), int(starts[n]) + len(text)))
            taken += len(text)
            pieces.insert(
                int(dice.integers(len(pieces) + 1)), (self._edited(text, edits, dice), n, 1)
            )
        while taken > 0 and sum(not copied for *_, copied in pieces) > 1:
            left = [n for n, piece in enumerate(pieces) if not piece[2]]
            taken -= len(pieces.pop(left[int(dice.integers(len(left)))])[0])
        ends = np.cumsum([len(text) for text, *_ in pieces]).tolist()
        copied = tuple((end - len(text), end) for (text, _, made), end in
                       zip(pieces, ends, strict=True) if made)  # fmt: skip
        return Pair("".join(source), "".join(t for t, *_ in pieces), tuple(spans), copied)

    def _edited(self, text: str, edits: float, dice: np.random.Generator) -> str:
        found = ""
        for letter in text:
            if dice.random() >= edits:
                found += letter
                continue
            other = self.letters[int(dice.integers(len(self.letters)))]
            found += (other, "", letter + other)[int(dice.integers(3))]
        return found
