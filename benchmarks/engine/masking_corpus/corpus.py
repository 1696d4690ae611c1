"""Documents of invented teams: who they are, what they have done, and science between."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np

from jiebang.engine.text.masking.invent import Labelled, Piece, fill, one_of
from jiebang.engine.text.masking.tagger import KINDS
from jiebang.engine.text.roster import Organisation, Person, Roster
from masking_corpus import development, development_templates, templates, words

Dice = np.random.Generator
TUNING, MEASURED, DEVELOPMENT = 0, 1, 2
"""The lists and sentences are cut in two: after a first look at the whole, weaknesses were looked for
in one half, and the figures are those of the other. The third has lists of its own, to look at while
working; see development.py."""
ALL = frozenset(KINDS)


@dataclass(frozen=True)
class Team:
    people: tuple[str, ...]
    organisations: tuple[str, ...]
    fixed: dict[str, tuple[str, ...]]
    """What they have: titles, degrees, honours, awards, funds."""

    def roster(self) -> Roster:
        return Roster(tuple(map(Person, self.people)), tuple(map(Organisation, self.organisations)))


def pick(dice: Dice, from_: Any) -> Any:
    return from_[int(dice.integers(len(from_)))]


def lists(part: int) -> Any:
    return development if part == DEVELOPMENT else words


def shapes(part: int) -> Any:
    return development_templates if part == DEVELOPMENT else templates


@lru_cache(maxsize=256)
def half(listed: tuple[str, ...], part: int) -> tuple[str, ...]:
    if part == DEVELOPMENT:
        return listed
    return tuple(word for word in listed if crc32(word.encode()) % 2 == part)


def person(dice: Dice, part: int) -> str:
    draw, words = dice.random(), lists(part)
    if draw < 0.06:
        return pick(dice, half(tuple(words.DOUBLE_AS_NAMES), part))
    family = pick(dice, words.COMPOUND if draw < 0.1 else words.SURNAMES)
    return family + "".join(pick(dice, words.GIVEN) for _ in range(1 + int(dice.random() < 0.7)))


def organisation(dice: Dice, part: int) -> str:
    words = lists(part)
    stem, faculty = (pick(dice, half(tuple(w), part)) for w in (words.STEMS, words.FACULTIES))
    forms: tuple[Callable[[], str], ...] = (
        lambda: stem + pick(dice, words.KINDS_OF_UNIVERSITY) + "大学",
        lambda: stem + pick(dice, words.KINDS_OF_UNIVERSITY) + "大学" + faculty + pick(dice, ("学院", "系", "研究院")),
        lambda: pick(dice, words.REGIONS) + stem + pick(dice, words.BUSINESS) + pick(dice, words.COMPANY_ENDS),
        lambda: stem + pick(dice, words.BUSINESS) + pick(dice, words.COMPANY_ENDS),
        lambda: stem + faculty + pick(dice, ("研究所", "研究院", "实验室", "工程研究中心", "创新中心")),
        lambda: pick(dice, words.REGIONS) + "市" + faculty + pick(dice, ("检测院", "重点实验室", "技术研究所")),
        lambda: pick(dice, words.REGIONS) + "市第" + pick(dice, "一二三四五六") + pick(dice, ("人民医院", "中学", "水厂")),
        lambda: stem + pick(dice, ("医学院", "理工学院", "水泥厂", "港务局", "农业合作社")),
    )  # fmt: skip
    return pick(dice, forms)()


def team(dice: Dice, part: int, everyday: float) -> Team:
    def some(of: str, count: int) -> tuple[str, ...]:
        words = lists(part)
        usual, rare = getattr(words, f"EVERYDAY_{of}", ()), half(tuple(getattr(words, of)), part)
        return tuple(pick(dice, usual if usual and dice.random() < everyday else rare)
                     for _ in range(count))  # fmt: skip

    return Team(
        tuple({person(dice, part): None for _ in range(6)}),
        tuple({organisation(dice, part): None for _ in range(3)}),
        {"title": some("TITLES", 4), "degree": some("DEGREES", 3), "honour": some("HONOURS", 3),
         "award": some("AWARDS", 3), "fund": some("FUNDS", 2)},
    )  # fmt: skip


def document(dice: Dice, of: Team, part: int, strangers: float = 0.25,
             lines: int = 24) -> list[Labelled]:  # fmt: skip
    """Paragraphs. A share of the people and organisations is of no team's roster."""
    of_part = shapes(part)
    pools = (of_part.TEAM, of_part.RECORD, of_part.UNITS, of_part.SCIENCE, of_part.DOUBLED)
    makers, share = _makers(of, part, strangers), (0.22, 0.2, 0.15, 0.37, 0.06)
    return [
        fill(pick(dice, half(pools[int(dice.choice(5, p=share))], part)), makers, ALL, dice)
        for _ in range(lines)
    ]


def _makers(of: Team, part: int, strangers: float) -> dict[str, Any]:
    def who(known: tuple[str, ...], new: Callable[[Dice, int], str]) -> Callable[[Dice], str]:
        return lambda dice: new(dice, part) if dice.random() < strangers else pick(dice, known)

    def counted(*measures: str) -> Callable[[Dice], list[Piece]]:
        return lambda dice: [(_amount(dice) + pick(dice, measures), "count")]

    def index(*names: str, end: str = "") -> Callable[[Dice], list[Piece]]:
        return lambda dice: [(pick(dice, names) + str(int(dice.integers(9, 900))) + end, "count")]

    words = lists(part)
    return {
        "person": who(of.people, person), "organisation": who(of.organisations, organisation),
        **{kind: one_of(listed) for kind, listed in of.fixed.items()},
        "papers": counted("篇"), "patents": counted("项", "件"), "projects": counted("项"),
        "books": counted("部"), "prizes": counted("次", "项"), "heads": counted("人", "名"),
        "cited": index("被引", "他引", "引用", end="次"), "hindex": index("h指数", "H-index "),
        "impact": index("影响因子"), "sci": lambda _: [("SCI", "count")], "noun": one_of(half(tuple(words.NOUNS), part)),
        "doing": one_of(words.DOING), "double": one_of(half(tuple(words.DOUBLE), part)), "region": one_of(words.REGIONS),
        "latin": one_of(shapes(part).LATIN), "n": lambda dice: str(int(dice.integers(2, 980))),
        "nn": lambda dice: f"{int(dice.integers(5, 25)):02d}",
        "honour_of_unit": one_of(("高新技术企业", "专精特新企业", "瞪羚企业")),
    }  # fmt: skip


def _amount(dice: Dice) -> str:
    words_ = ("十几", "两", "四", "六", "二十多", "近百", "百余", "三十余")
    return pick(dice, words_) if dice.random() < 0.2 else str(int(dice.integers(2, 160)))


def documents(count: int, seed: int, *, part: int = MEASURED,
              everyday: float = 0.5) -> Iterator[tuple[Team, list[Labelled]]]:  # fmt: skip
    """`everyday`: the share of titles, degrees, honours and awards that everybody knows by name;
    the others stand in no list but this one."""
    dice = np.random.default_rng(seed)
    for _ in range(count):
        of = team(dice, part, everyday)
        yield of, document(dice, of, part)


def shared(root: Path) -> set[str]:
    """Whole words of the measured lists that the lexicon's or the training's files hold."""
    files = [
        *(root / "tools/masking").glob("*.py"),
        *(root / "src/jiebang/engine/text").glob("*.py"),
    ]
    known = {w for f in files for w in re.split(r"[\s\"'(),]+", f.read_text("utf-8"))}
    own = {w for name in ("STEMS", "TITLES", "DEGREES", "HONOURS", "AWARDS", "FUNDS", "FACULTIES",
                          "BUSINESS", "NOUNS") for w in getattr(words, name)}  # fmt: skip
    return own & known
