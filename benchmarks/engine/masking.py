"""Masking: how much of what tells who wrote a text is hidden, and how much of the rest stays.

Documents of invented teams whose words and sentences are not those that the tagger learned from or
the lexicon lists (masking_corpus.corpus.shared tells what they have in common). The team's own
names are known, as in the product; a quarter of the people and organisations are strangers.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import numpy as np
from harness import DATA, ROOT, Row, peak_mb, timed
from masking_corpus import corpus
from sklearn.feature_extraction.text import TfidfVectorizer

from jiebang.engine.text import LEXICON, Roster
from jiebang.engine.text.masking import mask_all

SEED, COUNT = 20240611, 200
NAMED = ("person", "organisation", "title", "degree")
OTHER = ("honour", "award", "count")
_JOINING = re.compile(r"[\s,，、;；:：()（）/|·的和与及]{1,2}")
PUBLISHED = "résumé taggers .97-.998 (published)"


def rows() -> Iterator[Row]:
    common = sorted(corpus.shared(ROOT))
    yield Row("words the measured lists share with lexicon or training", str(len(common)),
              "science nouns and trades: " + "、".join(common[:4]))  # fmt: skip
    for title, everyday in (("unlisted words", 0.0), ("half everyday words", 0.5)):
        found = measure(everyday, known=True)
        yield from recall_rows(title, found)
    yield from development_rows()
    found = measure(0.5, known=False)
    kinds = (*NAMED, *OTHER)
    yield Row("no roster at all, every kind", f"{share(found, kinds):.4f}", PUBLISHED)
    plain = measure(0.5, known=True, words_only=True)
    yield Row("roster and lexicon alone (our plain form), every kind", f"{share(plain, kinds):.4f}",
              "rules .63-.88 (published)")  # fmt: skip
    yield from attack_rows()
    yield from science_rows()
    yield from speed_rows()


def recall_rows(title: str, found: Counter[Any]) -> Iterator[Row]:
    for kinds, bar in ((NAMED, 0.995), (OTHER, 0.99)):
        for kind in kinds:
            recall = share(found, (kind,))
            yield Row(
                f"{title}: recall of {kind}", f"{recall:.4f}", PUBLISHED, f">= {bar}", recall >= bar
            )
    own = share(found, ("own",))
    yield Row(
        f"{title}: recall of the team's own names", f"{own:.4f}", "", ">= 0.995", own >= 0.995
    )
    of_stays, of_masked = (found["over"] / found[k] for k in ("stays", "masked"))
    yield Row(f"{title}: over-masking, of characters that must stay", f"{of_stays:.4f}",
              "rules .155 (published)", "<= 0.02", of_stays <= 0.02)  # fmt: skip
    yield Row(f"{title}: over-masking, of masked characters", f"{of_masked:.4f}")
    yield Row(f"{title}: joining characters between two masked things, of masked",
              f"{found['between'] / found['masked']:.4f}")  # fmt: skip


def development_rows() -> Iterator[Row]:
    """The corpus that is read while rules and training are worked on: no measure, and no bars."""
    found = measure(0.0, known=True, part=corpus.DEVELOPMENT)
    for kind in (*NAMED, *OTHER):
        yield Row(
            f"development words (no measure): recall of {kind}", f"{share(found, (kind,)):.4f}"
        )
    yield Row("development words (no measure): over-masking, of characters that must stay",
              f"{found['over'] / found['stays']:.4f}")  # fmt: skip


def share(found: Counter[Any], kinds: tuple[str, ...]) -> float:
    return sum(found["hit", k] for k in kinds) / sum(found["all", k] for k in kinds)


def measure(everyday: float, *, known: bool, words_only: bool = False,
            part: int = corpus.MEASURED) -> Counter[Any]:  # fmt: skip
    found: Counter[Any] = Counter()
    for team, parts in corpus.documents(COUNT, SEED, part=part, everyday=everyday):
        roster = team.roster() if known else Roster()
        texts = [p.text for p in parts]
        if words_only:
            spans = plain_spans(texts, roster)
        else:
            done = mask_all(texts, roster).parts
            spans = [[(m.start, m.end) for m in masked.masks] for masked in done]
        own = frozenset((*team.people, *team.organisations))
        for said, masks in zip(parts, spans, strict=True):
            count(said, masks, found, own)
    return found


def count(
    part: Any, masks: list[tuple[int, int]], found: Counter[Any], own: frozenset[str]
) -> None:
    hidden = np.zeros(len(part.text), dtype=bool)
    for start, end in masks:
        hidden[start:end] = True
    stays = np.ones(len(part.text), dtype=bool)
    for start, end, kind in part.spans:
        stays[start:end] = False
        found["all", kind] += end - start
        found["hit", kind] += int(hidden[start:end].sum())
        if part.text[start:end] in own:
            found["all", "own"] += end - start
            found["hit", "own"] += int(hidden[start:end].sum())
    found["stays"] += int(stays.sum())
    between = joining(part.text, hidden, stays)
    found["between"] += int(between.sum())
    found["over"] += int((hidden & stays & ~between).sum())
    found["masked"] += int(hidden.sum())


def joining(text: str, hidden: np.ndarray, stays: np.ndarray) -> np.ndarray:
    """Commas, spaces and 的 hidden together with two masked things on both sides: no loss of
    science, so told apart from it."""
    found = np.zeros(len(text), dtype=bool)
    told = hidden & ~stays
    for match in _JOINING.finditer(text):
        start, end = match.span()
        both = start > 0 and end < len(text) and told[start - 1] and told[end]
        found[start:end] = both and bool((hidden & stays)[start:end].all())
    return found


def plain_spans(texts: list[str], roster: Roster) -> list[list[tuple[int, int]]]:
    """Every listed word and every name of the roster, literally."""
    listed = [w for _, words in LEXICON.words for w in words]
    listed += [p.name for p in roster.people] + [o.name for o in roster.organisations]
    return [[(at, at + len(w)) for w in listed for at in places(t, w)] for t in texts]


def places(text: str, word: str) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + 1)


def attack_rows() -> Iterator[Row]:
    """Profiles of 200 teams are public; who wrote the anonymous text? Nearest by TF-IDF of 1 to 3
    characters. The science in the texts is drawn at random, so that only identity can tell."""
    dice = np.random.default_rng(SEED)
    teams = [corpus.team(dice, corpus.MEASURED, 0.5) for _ in range(200)]

    def texts() -> list[list[str]]:
        return [
            [p.text for p in corpus.document(dice, t, corpus.MEASURED, lines=16)] for t in teams
        ]

    profiles, bids = texts(), texts()
    masked = [
        [m.text for m in mask_all(b, t.roster()).parts] for b, t in zip(bids, teams, strict=True)
    ]
    known = ["\n".join(p) for p in profiles]
    before, after = linked(known, bids), linked(known, masked)
    lost = 1 - after / before
    yield Row("attack: top-1 by TF-IDF before, after masking", f"{before:.3f}, {after:.3f}",
              "chance .005")  # fmt: skip
    yield Row("attack: accuracy lost", f"{lost:.3f}", "", ">= 0.9", lost >= 0.9)


def linked(profiles: list[str], texts: list[list[str]]) -> float:
    vectors = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), sublinear_tf=True)
    known = vectors.fit_transform(profiles)
    guesses = (vectors.transform(["\n".join(t) for t in texts]) @ known.T).toarray().argmax(axis=1)
    return float((guesses == np.arange(len(texts))).mean())


def science_rows() -> Iterator[Row]:
    """Abstracts of real papers, where next to nothing should be masked; half of them (the odd
    lines) were never looked at while rules were tuned."""
    path = DATA / "csl" / "ts-dev.tsv"
    if not path.exists():
        return
    lines = [line.split("\t")[1] for line in path.read_text("utf-8").splitlines()][1::2]
    reading = mask_all(lines, Roster())
    hidden = sum(m.end - m.start for p in reading.parts for m in p.masks)
    part = hidden / sum(map(len, lines))
    yield Row("real abstracts (CSL): characters masked", f"{part:.4f}", "", "<= 0.02", part <= 0.02)


def speed_rows() -> Iterator[Row]:
    parts = [p.text for _, d in corpus.documents(300, SEED + 1) for p in d]
    team = corpus.team(np.random.default_rng(SEED), corpus.MEASURED, 0.5)
    size = sum(map(len, parts))
    seconds, _ = timed(lambda: mask_all(parts, team.roster()))
    yield Row(f"one document of {size} characters", f"{seconds:.1f} s, {size / seconds:,.0f}/s")
    yield Row("memory of all this", f"{peak_mb():.0f} MB")
