"""Signs that a sheet or a reviewer deserves a second look. A sign is a question, not a verdict:
each has a code, whom and what it is about, and the figures it rests on."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import combinations

from jiebang.engine.scoring.aggregation import mean
from jiebang.engine.scoring.table import ScoreTable, Sheet, exact, half_up, sheet_total

SHINGLE = 4  # characters


@dataclass(frozen=True, slots=True)
class Signed:
    """A sheet with its item; `minutes` spent on it where that is known."""

    item: str
    sheet: Sheet
    minutes: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """The policy. `least_sheets`: fewer make no pattern. `pattern_share` and `copied_share` are
    percent: of a reviewer's sheets with one pattern, of a comment found again in another of at
    least `comment_length` characters. `minutes`: a sheet in less is improbable. `outlier`: distance
    in points of a total from the mean of its item. None switches a check off."""

    least_sheets: int = 3
    pattern_share: int = 100
    copied_share: int = 80
    comment_length: int = 10
    minutes: Decimal | None = None
    outlier: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Signal:
    """`code`: outlier (distance, mean, total), same_total (total, sheets), full_marks (sheets),
    same_pattern (scores, sheets, of), copied_comment (criterion, share, length), fast (minutes,
    limit), unrelated (slope, consistency, usual, p, sheets), ring (lift, z, p)."""

    code: str
    reviewers: tuple[str, ...]
    items: tuple[str, ...]
    evidence: Mapping[str, object] = field(default_factory=dict)


def sheet_signals(
    table: ScoreTable, signed: Sequence[Signed], limits: Limits
) -> tuple[Signal, ...]:
    """What single sheets and one reviewer's sheets together show; by code, reviewer, item. The
    sheets are complete by `check_sheet`."""
    signed = sorted(signed, key=lambda s: (s.sheet.reviewer, s.item))
    by_reviewer: dict[str, list[Signed]] = {}
    for one in signed:
        by_reviewer.setdefault(one.sheet.reviewer, []).append(one)
    found = [*_outliers(table, signed, limits)]
    for who, own in by_reviewer.items():
        found += _same(table, who, own, limits)
        found += _copied(who, own, limits)
        found += _fast(own, limits)
    return tuple(sorted(found, key=lambda s: (s.code, s.reviewers, s.items)))


def _outliers(table: ScoreTable, signed: Sequence[Signed], limits: Limits) -> Iterator[Signal]:
    if limits.outlier is None:
        return
    totals: dict[str, list[tuple[str, Decimal]]] = {}
    for one in signed:
        pair = one.sheet.reviewer, sheet_total(table, one.sheet)
        totals.setdefault(one.item, []).append(pair)
    for item, given in totals.items():
        middle = mean([value for _, value in given])
        for who, value in given:
            if abs(exact(value) - middle) > exact(limits.outlier):
                distance = half_up(abs(exact(value) - middle))
                evidence = {"distance": distance, "mean": half_up(middle), "total": value}
                yield Signal("outlier", (who,), (item,), evidence)


def _same(table: ScoreTable, who: str, own: list[Signed], limits: Limits) -> Iterator[Signal]:
    """The narrowest of: full marks everywhere, one pattern of scores, one total."""
    if len(own) < limits.least_sheets:
        return
    items = tuple(s.item for s in own)
    totals = [sheet_total(table, s.sheet) for s in own]
    if all(total == 100 for total in totals):
        yield Signal("full_marks", (who,), items, {"sheets": len(own)})
        return
    codes = [c.code for c in table.criteria]
    patterns = [tuple(s.sheet.scores[c] for c in codes) for s in own]
    pattern, times = min(Counter(patterns).items(), key=lambda p: (-p[1], p[0]))
    if len(codes) > 1 and times >= max(2, limits.pattern_share * len(own) / 100):
        alike = tuple(s.item for s, p in zip(own, patterns, strict=True) if p == pattern)
        evidence = {"scores": pattern, "sheets": times, "of": len(own)}
        yield Signal("same_pattern", (who,), alike, evidence)
    elif len(set(totals)) == 1:
        yield Signal("same_total", (who,), items, {"total": totals[0], "sheets": len(own)})


def _copied(who: str, own: list[Signed], limits: Limits) -> Iterator[Signal]:
    """Comments of one criterion that stand again under other items; what is linked is one signal,
    `share` the least of its links."""
    for criterion in sorted({c for s in own for c in s.sheet.comments}):
        texts = [(s.item, _bare(s.sheet.comments.get(criterion, ""))) for s in own]
        long = [(i, len(text), _shingles(text)) for i, text in texts
                if len(text) >= max(limits.comment_length, SHINGLE)]  # fmt: skip
        clusters: list[tuple[set[str], int, int]] = []
        for (item, size, mine), (other, more, theirs) in combinations(long, 2):
            share = 100 * len(mine & theirs) // min(len(mine), len(theirs))
            if share >= limits.copied_share:
                found = ({item, other}, share, min(size, more))
                for cluster in [c for c in clusters if c[0] & found[0]]:
                    clusters.remove(cluster)
                    least = min(found[1], cluster[1]), min(found[2], cluster[2])
                    found = (found[0] | cluster[0], *least)
                clusters.append(found)
        for items, share, length in clusters:
            evidence = {"criterion": criterion, "share": share, "length": length}
            yield Signal("copied_comment", (who,), tuple(sorted(items)), evidence)


def _bare(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())


def _shingles(text: str) -> frozenset[str]:
    return frozenset(text[k : k + SHINGLE] for k in range(len(text) - SHINGLE + 1))


def _fast(own: list[Signed], limits: Limits) -> Iterator[Signal]:
    for s in own:
        if limits.minutes is not None and s.minutes is not None and s.minutes < limits.minutes:
            evidence = {"minutes": s.minutes, "limit": limits.minutes}
            yield Signal("fast", (s.sheet.reviewer,), (s.item,), evidence)
