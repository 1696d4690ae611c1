"""How much doubt a masked document leaves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import exp

import numpy as np

from jiebang.engine.text.masking.context import spans_of
from jiebang.engine.text.masking.hits import Hit
from jiebang.engine.text.masking.results import Correction, Doubt, Leak
from jiebang.engine.text.masking.tagger import Tagged
from jiebang.engine.text.normal import Normal, normal

WORTH_TELLING = 0.05
SHOWN = 50


def leak(view: Normal, tagged: Tagged, hits: dict[int, list[Hit]], starts: list[int], source: str,
         corrections: Sequence[Correction]) -> Leak:  # fmt: skip
    """Readable places by the tagger's own probability. What somebody has decided to show is no
    doubt any more."""
    decided = {normal(c.text).text for c in corrections if c.action == "show"}
    doubts = [d for d in _readable(view, tagged, hits, starts, source)
              if normal(d.text).text not in decided]  # fmt: skip
    expected = sum(d.probability for d in doubts)
    doubts.sort(key=lambda d: (-d.probability, d.part, d.start))
    return Leak(round(1 - exp(-expected), 4), round(expected, 4), tuple(doubts[:SHOWN]))


def _readable(view: Normal, tagged: Tagged, hits: dict[int, list[Hit]], starts: list[int],
              source: str) -> Iterator[Doubt]:  # fmt: skip
    hidden = np.zeros(len(source), dtype=bool)
    for found in hits.values():
        for hit in found:
            hidden[hit.start : hit.end] = True
    origins = np.array(view.origin, dtype=np.int64)
    likely = np.where(hidden[origins], 0, tagged.any) if len(origins) else tagged.any
    left = Tagged(likely, tagged.kind, tagged.begins, tagged.by_kind)
    part = 0
    for start, end, kinds, probability in spans_of(left, WORTH_TELLING, view.text):
        a, b = view.span(start, end)
        while a >= starts[part + 1]:
            part += 1
        base = starts[part]
        if source[a:b].strip(" ,。，、;；:：()（）\n\ue000"):
            yield Doubt(part, a - base, b - base, source[a:b], kinds[0], round(probability, 4))
