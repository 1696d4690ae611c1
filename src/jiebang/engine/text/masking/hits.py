"""Matches in the normalised text, and how overlapping ones are settled."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

NAMED = ("person", "organisation")


@dataclass(frozen=True, slots=True)
class Hit:
    """`entity`: who it is, when that is known (a letter of the roster). `sure` hits outrank: the
    roster's and those that somebody ordered."""

    start: int
    end: int
    kind: str
    entity: str = ""
    doubtful: bool = False
    sure: bool = False


def settled(hits: Iterable[Hit]) -> list[Hit]:
    """Apart from each other and in order: sure ones first, then the longest. What a hit loses to
    an overlap is masked all the same, so that no half of it stays readable."""
    ranked = sorted(_grown(list(hits)), key=lambda h: (
        not h.sure, h.kind not in ("number", "contact"), h.start - h.end, h.kind not in NAMED,
        h.start, h.entity, h.kind))  # fmt: skip
    owner: dict[int, Hit] = {}
    for hit in ranked:
        for place in range(hit.start, hit.end):
            owner.setdefault(place, hit)
    found: list[Hit] = []
    for place in sorted(owner):
        hit = owner[place]
        last = found[-1] if found else None
        if last and last.end == place and (owner[place - 1] is hit or _same(last, hit)):
            doubtful = last.doubtful if owner[place - 1] is hit else last.doubtful or hit.doubtful
            found[-1] = replace(last, end=place + 1, doubtful=doubtful)
        else:
            found.append(replace(hit, start=place, end=place + 1))
    return found


def _same(one: Hit, other: Hit) -> bool:
    """Two neighbours that may share a placeholder: neither is anybody in particular."""
    return one.kind == other.kind and one.kind not in NAMED


def _grown(hits: list[Hit]) -> list[Hit]:
    """A longer organisation around one of the roster is that one, not 〔单位A〕〔单位C〕."""
    known = sorted((h for h in hits if h.sure and h.entity and h.kind == "organisation"),
                   key=lambda h: h.start)  # fmt: skip
    if not known:
        return hits
    grown = []
    for hit in hits:
        inside = () if hit.sure or hit.kind != "organisation" else [
            k for k in known if hit.start <= k.start and k.end <= hit.end]  # fmt: skip
        if inside and len({k.entity for k in inside}) == 1:
            hit = replace(hit, entity=inside[0].entity, sure=True)
        grown.append(hit)
    return grown
