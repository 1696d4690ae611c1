"""Many texts, and for each the others that share passages with it.

Candidates come from winnowed fingerprints in an inverted index; passages from aligning the texts.
What a template holds, or more than four fifths of a named group of five texts and more, is form
text: it counts for nothing. A phrase that many documents use counts less the more there are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jiebang.engine.duplicates.comparison import Comparison, compared, template_grams
from jiebang.engine.duplicates.packing import packed, unpacked
from jiebang.engine.duplicates.postings import Numbers, Postings
from jiebang.engine.duplicates.symbols import Hashes
from jiebang.engine.duplicates.weighing import FEW, GROUP, SHARE, Print, Weigher, fingerprint


@dataclass(frozen=True, slots=True)
class Match:
    """Another document, and how the two compare; in `comparison` the text asked about is `a`."""

    id: str
    comparison: Comparison


@dataclass(frozen=True, slots=True)
class _Text:
    id: str
    group: str
    source: str


class DuplicateIndex:
    """Documents by id, each in a group of texts that answer the same form; "" is none."""

    def __init__(self) -> None:
        self._texts: dict[int, _Text] = {}
        self._numbers: dict[str, int] = {}
        self._groups: dict[str, set[int]] = {}
        self._templates: dict[str, list[str]] = {}
        self._known: dict[str, Hashes] = {}
        self._postings = Postings()
        self._next = 0

    def __len__(self) -> int:
        return len(self._texts)

    def __contains__(self, id: object) -> bool:
        return id in self._numbers

    def add(self, id: str, text: str, group: str = "") -> None:
        """ValueError for an id that is there already."""
        if id in self._numbers:
            raise ValueError(f"{id!r} is in the index already")
        number, self._next = self._next, self._next + 1
        self._texts[number] = _Text(id, group, text)
        self._numbers[id] = number
        self._groups.setdefault(group, set()).add(number)
        self._postings.add(number, np.unique(fingerprint(text).hashes))

    def remove(self, id: str) -> None:
        """KeyError for an id that is not there."""
        number = self._numbers.pop(id)
        self._groups[self._texts.pop(number).group].discard(number)
        if len(self._texts) * 2 < self._next:
            self._renumber()

    def add_template(self, text: str, group: str | None = None) -> None:
        """Text that alarms nobody: of one group, or (None) of all."""
        name = "*" if group is None else f"={group}"
        self._templates.setdefault(name, []).append(text)
        self._known.clear()

    def query(
        self, text: str, group: str = "", *, least: float = 0.0, most: int = 50
    ) -> tuple[Match, ...]:
        """Documents that share a passage with a text that is not in the index, the highest score
        first; of those with the most fingerprints in common at most `most` are compared."""
        return self._matches(fingerprint(text), group, None, least, most)

    def matches(self, id: str, *, least: float = 0.0, most: int = 50) -> tuple[Match, ...]:
        """The same for a document of the index. KeyError for an id that is not there."""
        number = self._numbers[id]
        one = self._texts[number]
        return self._matches(fingerprint(one.source), one.group, number, least, most)

    def pairs(self, *, least: float = 0.0, most: int = 50) -> tuple[tuple[str, Match], ...]:
        """All pairs (id, match), each once, the highest score first."""
        found: dict[tuple[int, int], tuple[str, Match]] = {}
        for number, one in sorted(self._texts.items()):
            for match in self.matches(one.id, least=least, most=most):
                other = self._numbers[match.id]
                if (other, number) not in found:
                    found[number, other] = (one.id, match)
        return tuple(sorted(found.values(), key=lambda p: (-p[1].comparison.score, p[0], p[1].id)))

    def arrays(self) -> dict[str, Any]:
        """Everything, to be saved as NPZ; `from_arrays` brings it back."""
        self._renumber()
        texts = [self._texts[n] for n in range(self._next)]
        forms = [(name, text) for name, many in sorted(self._templates.items()) for text in many]
        hashes, numbers = self._postings.whole()
        return {
            "hashes": hashes,
            "numbers": numbers,
            **packed("ids", [text.id for text in texts]),
            **packed("groups", [text.group for text in texts]),
            **packed("texts", [text.source for text in texts]),
            **packed("template_names", [name for name, _ in forms]),
            **packed("template_texts", [text for _, text in forms]),
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, Any]) -> DuplicateIndex:
        """ValueError for arrays that `arrays` did not make."""
        index = cls()
        ids, groups, texts = (unpacked(name, arrays) for name in ("ids", "groups", "texts"))
        names, forms = (unpacked(f"template_{name}", arrays) for name in ("names", "texts"))
        if not len(ids) == len(groups) == len(texts) == len(set(ids)) or len(names) != len(forms):
            raise ValueError("columns of different length, or an id twice")
        hashes, numbers = (np.asarray(arrays.get(name, ())) for name in ("hashes", "numbers"))
        index._fill([_Text(*one) for one in zip(ids, groups, texts, strict=True)])
        index._postings.load(hashes, numbers, len(ids))
        for name, form in zip(names, forms, strict=True):
            index._templates.setdefault(name, []).append(form)
        return index

    def _fill(self, texts: list[_Text]) -> None:
        self._next = len(texts)
        for number, text in enumerate(texts):
            self._texts[number] = text
            self._numbers[text.id] = number
            self._groups.setdefault(text.group, set()).add(number)

    def _matches(
        self, one: Print, group: str, own: int | None, least: float, most: int
    ) -> tuple[Match, ...]:
        place, number = self._holders(one.hashes)
        weigher = self._weigher(one, group, own, place, number)
        common = np.bincount(number, weights=weigher.weight[place], minlength=self._next)
        if own is not None:
            common[own] = 0
        likely = np.flatnonzero(common > 0)
        likely = likely[np.argsort(-common[likely], kind="stable")][:most]
        mine, found = weigher.of(one), []
        for other in likely.tolist():
            text = fingerprint(self._texts[other].source)
            met = compared(one.symbols, text.symbols, mine, weigher.of(text))
            if met.passages and met.score >= least:
                found.append(Match(self._texts[other].id, met))
        return tuple(sorted(found, key=lambda match: (-match.comparison.score, match.id)))

    def _holders(self, hashes: Hashes) -> tuple[NDArray[np.int64], Numbers]:
        place, number = self._postings.found(hashes)
        if len(self._texts) == self._next:
            return place, number
        alive = np.zeros(self._next, dtype=bool)
        alive[list(self._texts)] = True
        return place[alive[number]], number[alive[number]]

    def _weigher(
        self, one: Print, group: str, own: int | None, place: NDArray[np.int64], number: Numbers
    ) -> Weigher:
        """What each fingerprint of `one` counts."""
        size, new = len(one.hashes), int(own is None)
        spread = np.bincount(place, minlength=size) + new
        weight = np.minimum(1.0, FEW / np.maximum(spread, 1))
        members = self._groups.get(group, set()) if group else set()
        if len(members) + new >= GROUP:
            inside = np.zeros(self._next, dtype=bool)
            inside[list(members)] = True
            within = np.bincount(place[inside[number]], minlength=size) + new
            weight[within > SHARE * (len(members) + new)] = 0
        return Weigher(one.hashes, weight, self._template(group))

    def _template(self, group: str) -> Hashes:
        if group not in self._known:
            texts = [t for name in ("*", f"={group}") for t in self._templates.get(name, ())]
            self._known[group] = template_grams(texts)
        return self._known[group]

    def _renumber(self) -> None:
        """Forget what was removed."""
        if len(self._texts) == self._next:
            return
        left = sorted(self._texts)
        hashes, numbers = self._postings.whole()
        new = np.full(self._next, -1, dtype=np.int32)
        new[left] = np.arange(len(left), dtype=np.int32)
        alive = new[numbers] >= 0
        texts = [self._texts[number] for number in left]
        self._texts, self._numbers, self._groups = {}, {}, {}
        self._fill(texts)
        self._postings.load(hashes[alive], new[numbers[alive]], len(left))
