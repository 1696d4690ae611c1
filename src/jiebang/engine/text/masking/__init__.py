"""Masks what tells who wrote a text: names, organisations, titles, degrees, honours, awards,
counts, funds, numbers. Masking can be undone, and says how much doubt it leaves.

The union of the roster's names in all their forms, a lexicon, patterns, and a tagger trained on
invented text. What somebody recognised in one place is masked in all places of a document.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from jiebang.engine.text import roster as names
from jiebang.engine.text.lexicon import LEXICON, Lexicon
from jiebang.engine.text.masking import leaks
from jiebang.engine.text.masking.evidence import evidence
from jiebang.engine.text.masking.hits import NAMED, Hit, settled
from jiebang.engine.text.masking.patterns import label_kind, pieces
from jiebang.engine.text.masking.results import (
    LABELS,
    Correction,
    Doubt,
    Leak,
    Mask,
    Masked,
    Part,
    Reading,
)
from jiebang.engine.text.normal import Normal, normal
from jiebang.engine.text.roster import Roster

__all__ = [
    "LABELS",
    "Correction",
    "Doubt",
    "Leak",
    "Mask",
    "Masked",
    "Part",
    "Reading",
    "label_kind",
    "mask",
    "mask_all",
    "restore",
]
_BETWEEN = "\n\ue000\n"
"""Stands between two parts: no pattern and no name reaches across it."""


def mask(text: str, roster: Roster, lexicon: Lexicon = LEXICON) -> Masked:
    """The text with placeholders, and the list that turns it back."""
    return mask_all((text,), roster, lexicon).parts[0]


def mask_all(parts: Sequence[str | Part], roster: Roster, lexicon: Lexicon = LEXICON,
             corrections: Sequence[Correction] = ()) -> Reading:  # fmt: skip
    """The parts of one document, masked with one set of names: who is 〔单位C〕 in one part is
    so in all. The same call gives the same result, so corrections may be tried again and again."""
    given = [Part(p) if isinstance(p, str) else p for p in parts]
    source = _BETWEEN.join(p.text for p in given)
    view = normal(source)
    starts = list(accumulate((len(p.text) + len(_BETWEEN) for p in given), initial=0))
    found, tagged = evidence(view, source, roster, lexicon)
    places = {origin: place for place, origin in reversed(list(enumerate(view.origin)))}
    found += _hinted(given, starts, places, view)
    found = _corrected(found, corrections, starts, places, view)
    whole = (h for h in settled(found) if h.sure or _says(view.text[h.start : h.end]))
    hits = _lettered(_spread(whole, view, starts), source, roster)
    masked = tuple(
        _written(part.text, [h for h in hits.get(n, ())], starts[n]) for n, part in enumerate(given)
    )
    return Reading(masked, leaks.leak(view, tagged, hits, starts, source, corrections))


def restore(masked: Masked) -> str:
    """The source, from the masked text and its masks."""
    pieces_, done = [], 0
    for m in masked.masks:
        pieces_ += [masked.text[done : m.at], m.original]
        done = m.at + len(m.placeholder)
    return "".join((*pieces_, masked.text[done:]))


def _hinted(parts: list[Part], starts: list[int], places: dict[int, int],
            view: Normal) -> Iterator[Hit]:  # fmt: skip
    """Cells whose label says what they hold."""
    for part, start in zip(parts, starts, strict=False):
        if part.hint and part.text.strip():
            first, last = places[start], places[start + len(part.text) - 1]
            yield from pieces(view.text[first : last + 1], first, part.hint)


def _corrected(hits: list[Hit], corrections: Sequence[Correction], starts: list[int],
               places: dict[int, int], view: Normal) -> list[Hit]:  # fmt: skip
    """What somebody decided comes before what the machine found; the last decision counts."""
    for correction in corrections:
        spans = _spans(correction, starts, places, view)
        if correction.action == "hide":
            key = "+" + normal(correction.text).text
            hits += [Hit(a, b, correction.kind, key if correction.kind in NAMED else "", sure=True)
                     for a, b in spans]  # fmt: skip
        elif spans:
            hits = [piece for hit in hits for piece in _without(hit, spans)]
    return hits


def _spans(correction: Correction, starts: list[int], places: dict[int, int],
           view: Normal) -> list[tuple[int, int]]:  # fmt: skip
    word = normal(correction.text).text
    if correction.part >= 0 and correction.start >= 0:
        if correction.part >= len(starts) - 1:
            return []
        at = places.get(starts[correction.part] + correction.start, -1)
        return [(at, at + len(word))] if at >= 0 and view.text.startswith(word, at) else []
    found, at = [], view.text.find(word)
    while at >= 0:
        found.append((at, at + len(word)))
        at = view.text.find(word, at + len(word))
    return found


def _without(hit: Hit, spans: list[tuple[int, int]]) -> Iterator[Hit]:
    """What a hit keeps beside the spans."""
    start = hit.start
    for a, b in spans:
        if b <= start or a >= hit.end:
            continue
        if a > start:
            yield replace(hit, start=start, end=a)
        start = b
    if start < hit.end:
        yield replace(hit, start=start) if start != hit.start else hit


def _says(words: str) -> bool:
    """A comma that two masks left between them tells nothing."""
    return any(c.isalnum() for c in words)


def _spread(hits: Iterable[Hit], view: Normal, starts: list[int]) -> dict[int, list[Hit]]:
    """Hits by part, in offsets of the source; what reaches across parts is cut."""
    found: dict[int, list[Hit]] = {}
    part = done = 0
    for hit in hits:
        start, end = view.span(hit.start, hit.end)
        start = max(start, done)
        while start < end:
            while start >= starts[part + 1]:
                part += 1
            stop = min(end, starts[part + 1] - len(_BETWEEN))
            if start < stop:
                found.setdefault(part, []).append(replace(hit, start=start, end=stop))
            start = max(stop, min(end, starts[part + 1]))
        done = max(done, end)
    return found


def _lettered(hits: dict[int, list[Hit]], source: str, roster: Roster) -> dict[int, list[Hit]]:
    """People and organisations outside the roster get the next letters, one for each name."""
    after = {"person": names.letters(), "organisation": names.letters()}
    for kind, known in (("person", roster.people), ("organisation", roster.organisations)):
        for _ in known:
            next(after[kind])
    letters: dict[tuple[str, str], str] = {}
    done: dict[int, list[Hit]] = {}
    for part in sorted(hits):
        done[part] = []
        for hit in hits[part]:
            if hit.kind in NAMED and (not hit.entity or hit.entity.startswith("+")):
                key = (hit.kind, "".join(normal(source[hit.start : hit.end]).text.split()))
                if key not in letters:
                    letters[key] = next(after[hit.kind])
                hit = replace(hit, entity=letters[key])
            done[part].append(hit)
    return done


def _written(text: str, hits: list[Hit], offset: int) -> Masked:
    out: list[str] = []
    masks: list[Mask] = []
    done = length = 0
    for hit in hits:
        start, end = hit.start - offset, hit.end - offset
        placeholder = f"〔{LABELS[hit.kind]}{hit.entity}〕"
        out += [text[done:start], placeholder]
        length += start - done
        masks.append(Mask(start, end, hit.kind, text[start:end], placeholder, length, hit.doubtful))
        length, done = length + len(placeholder), end
    return Masked("".join((*out, text[done:])), tuple(masks))
