"""Invented organisations and people, and how they are written by hand.

The rules below were written from how such names are used, not from the resolver's tables. Held out,
that is not looked at while the resolver was written: the own name and the kind alone, a middle word
left out, two characters typed wrong; and since the second version, written before it was measured,
the letter of the province, the place in brackets inside, the pinyin in full. Initials of the pinyin
and parts in another order were held out of the first version and are known to the second. All of
them are marked "held" and told apart in the results.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from pypinyin import lazy_pinyin

from jiebang.engine.conflicts import Person, Unit
from jiebang.engine.identity import invented_credit_code

OWN = list("云杉岭澜岳泽峰澄涵霖煜辰昊瀚沐宸睿铭骏驰拓锐恒泰祥瑞嘉禾卓越鼎晟晖曜")
PLACES = (
    "济南 青岛 烟台 潍坊 山东 江苏 南京 苏州 浙江 杭州 河北 保定 河南 洛阳 陕西 西安 湖北 武汉"
).split()
CODES = (
    "370100 370200 370600 370700 370000 320000 320100 320500 330000 330100 "
    "130000 130600 410000 410300 610000 610100 420000 420100"
).split()
REGIONS = dict(zip(PLACES, CODES, strict=True))
LETTERS = dict(zip("山东 江苏 浙江 河北 河南 陕西 湖北".split(), "鲁苏浙冀豫陕鄂", strict=True))
PROVINCES = {"山东", "江苏", "浙江", "河北", "河南", "陕西", "湖北"}
TRADES = (
    "智能科技 信息技术 生物医药 新材料 精密机械 环保工程 电子 重型装备 海洋仪器 数字传媒".split()
)
FIELDS = "自动化 海洋 生物工程 信息工程 机械设计 激光 光电技术 农业装备 计算机应用 化工".split()
LEGAL = ["有限公司", "股份有限公司", "有限责任公司"]
SPELLED = {"云": "雲", "岭": "嶺", "澜": "瀾", "泽": "澤", "锐": "銳", "铭": "銘", "骏": "駿"}
ROOMS = ["第二研究室", "光学实验室"]
DEPARTMENTS = {
    "大学": ["计算机学院", "机械工程系", "海洋研究中心"],
    "研究院": ROOMS,
    "研究所": ROOMS,
    "": ["技术中心", "研发部", "青岛分公司"],
}
SOUNDS = dict(zip("杉岭澜峰辰昊泰瑞嘉恒晟睿铭驰", "衫玲兰锋晨浩太锐佳衡盛锐明弛", strict=True))


@dataclass(frozen=True)
class Mention:
    """`truth`: id of the unit meant, empty for one that no register knows; `rule`: how written."""

    unit: Unit
    truth: str
    rule: str
    held: bool


@dataclass(frozen=True)
class Shape:
    """The parts of an invented name, which its writers know and the resolver does not."""

    place: str
    own: str
    field: str
    end: str

    @property
    def full(self) -> str:
        return self.place + self.own + self.field + self.end


def region(shape: Shape) -> str:
    return REGIONS.get(shape.place.removesuffix("省").removesuffix("市"), "")


class Scribe:
    def __init__(self, count: int, seed: int) -> None:
        self.dice = np.random.default_rng(seed)
        self.shapes: dict[str, Shape] = {}
        taken: set[str] = set()
        while len(self.shapes) < count:
            for shape in self.family():
                if shape.full not in taken:
                    taken.add(shape.full)
                    self.shapes[f"r{len(self.shapes)}"] = shape
        self.units = [
            Unit(id_, shape.full, invented_credit_code(n), self.further(n, shape), region(shape))
            for n, (id_, shape) in enumerate(self.shapes.items())
        ]

    def pick(self, among: list[str]) -> str:
        return among[int(self.dice.integers(len(among)))]

    def own(self) -> str:
        return self.pick(OWN) + self.pick(OWN)

    def family(self) -> list[Shape]:
        """A unit, and in every third case units that look like it and are others."""
        kind, place, own = int(self.dice.integers(10)), self.pick(PLACES), self.own()
        if kind == 0:
            made = Shape(place, own, self.pick(["工业", "师范", "医科", "理工", ""]), "大学")
        elif kind == 1:
            made = Shape("中国科学院", own, self.pick(FIELDS), "研究所")
        elif kind == 2:
            made = Shape(place + ("省" if place in PROVINCES else "市"), own, self.pick(FIELDS),
                         self.pick(["研究院", "研究所"]))  # fmt: skip
        else:
            made = Shape(place, own, self.pick(TRADES), self.pick(LEGAL))
        if int(self.dice.integers(3)):
            return [made]
        other = self.pick([p for p in PLACES if p != place])
        twin = own[0] + self.pick([c for c in OWN if c not in own])
        return [made, Shape(made.place, twin, made.field, made.end),
                *([Shape(other, own, made.field, made.end)] if kind > 2 else [])]  # fmt: skip

    def further(self, number: int, shape: Shape) -> tuple[str, ...]:
        """Former names and acronyms that a register holds for some."""
        if number % 10:
            return ()
        return (Shape(shape.place, self.own(), shape.field, shape.end).full,)

    # -- how it is written ----------------------------------------------------------------------

    def usual(self) -> dict[str, Callable[[Shape], str]]:
        return {
            "in full": lambda s: s.full,
            "wide signs and spaces": lambda s: f" {s.place}　{s.own}{s.field} {s.end}",
            "traditional": lambda s: "".join(SPELLED.get(c, c) for c in s.full),
            "form of law left out": lambda s: s.full.removesuffix("有限公司").removesuffix("股份"),
            "short": self.short,
            "shorter": self.shorter,
            "department": self.department,
            "one character wrong": self.typo,
        }

    def held(self) -> dict[str, Callable[[Shape], str]]:
        """Those of the first version; see `further_held`."""
        return {
            "initials": lambda s: "".join(p[0] for p in lazy_pinyin(s.full[:12])).upper(),
            "own name and kind": lambda s: s.own + (s.end if len(s.end) < 4 else s.end[-2:]),
            "another order": lambda s: s.own + s.field + s.end + s.place,
            "a middle word left out": lambda s: s.place[:2] + s.own + s.end[-2:],
            "two characters wrong": lambda s: self.typo(Shape(s.place, s.own, "", "")) + "兴" +
                                              s.field[1:] + s.end,
        }  # fmt: skip

    def further_held(self) -> dict[str, Callable[[Shape], str]]:
        """Chosen before the second version of the resolver was measured with them."""
        return {
            "letter of the province": lambda s: LETTERS.get(s.place[:2], s.place) + s.own + s.field,
            "place in brackets inside": lambda s: f"{s.own}({s.place}){s.field}{s.end}",
            "pinyin in full": lambda s: " ".join(lazy_pinyin(s.full)).title(),
        }

    def short(self, s: Shape) -> str:
        """What a secretary writes: 云岭工大, 中科院云岭自动化所, 云岭智能科技."""
        if s.end == "大学":
            return s.own + (s.field[:1] or "") + "大"
        if s.place == "中国科学院":
            return "中科院" + s.own + s.field + "所"
        if s.end in ("研究院", "研究所"):
            return s.place[:-1] + s.own + s.field + s.end[-1]
        return s.own + s.field

    def shorter(self, s: Shape) -> str:
        """What colleagues say: 济云工大, 云岭自动化所, 云岭智能."""
        if s.end == "大学":
            return s.place[0] + s.own + (s.field[:1] or "") + "大"
        if s.end in ("研究院", "研究所"):
            return s.own + s.field + s.end[-1]
        return s.place + s.own + s.field[:2]

    def department(self, s: Shape) -> str:
        return s.full + self.pick(DEPARTMENTS.get(s.end, DEPARTMENTS[""]))

    def typo(self, s: Shape) -> str:
        """A like-sounding character, else two neighbours swapped."""
        for n, character in enumerate(s.own):
            if character in SOUNDS:
                own = s.own[:n] + SOUNDS[character] + s.own[n + 1 :]
                return Shape(s.place, own, s.field, s.end).full
        return Shape(s.place, s.own[::-1], s.field, s.end).full

    def mentions(self, count: int, *, held_percent: int, strangers_percent: int,
                 further: bool = False) -> list[Mention]:  # fmt: skip
        """Spellings of registered units, some by held-out rules, and some of units unknown; seven
        of ten with the code of the region."""
        made = []
        out = self.held() | (self.further_held() if further else {})
        for n in range(count):
            chance = int(self.dice.integers(100))
            id_ = self.pick(list(self.shapes))
            shape, truth = self.shapes[id_], id_
            held = chance < held_percent
            if chance >= 100 - strangers_percent:
                shape, truth = self.stranger(shape), ""
            rules = out if held else self.usual()
            rule = self.pick(list(rules))
            where = region(shape) if int(self.dice.integers(10)) < 7 else ""
            unit = Unit(f"m{n}", rules[rule](shape), region=where)
            made.append(Mention(unit, truth, rule, held))
        return made

    def stranger(self, shape: Shape) -> Shape:
        """Looks like a registered one: another place, or one character of its own name."""
        registered = {s.full for s in self.shapes.values()}
        while True:
            other = Shape(self.pick(PLACES), self.own(), shape.field, shape.end)
            if int(self.dice.integers(2)):
                other = Shape(shape.place, shape.own[0] + self.pick(OWN), shape.field, shape.end)
            if other.full not in registered and other.own != shape.own:
                return other


GIVEN = list("伟芳娜敏静强磊军洋勇艳杰涛明超秀霞平刚桂建国志文华丽红玉春光宏")
FAMILY = list("王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗曾吕") + "欧阳 诸葛".split()


@dataclass(frozen=True)
class Lists:
    """Two pools; `same`: pairs of ids that are one person."""

    first: list[Person]
    second: list[Person]
    same: set[tuple[str, str]]


def two_lists(count: int, seed: int) -> Lists:
    """A pool, and another where a fifth are the same people: by identity number, or written in
    letters, or moved to another unit, with the signs that such lists carry."""
    dice = np.random.default_rng(seed)

    def pick(among: list[str]) -> str:
        return among[int(dice.integers(len(among)))]

    def somebody(id_: str, n: int) -> Person:
        name = pick(FAMILY) + "".join(pick(GIVEN) for _ in range(1 + n % 2))
        return Person(id_, name, f"h{id_}" if n % 3 else "", (f"u{dice.integers(count // 20)}",),
                      (), (f"f{dice.integers(12)}",), (), (f"t{id_}",) if n % 2 else (),
                      f"{1955 + dice.integers(40)}-{1 + dice.integers(12):02d}")  # fmt: skip

    first = [somebody(f"a{n}", n) for n in range(count)]
    second, same = [], set()
    for n in range(count):
        if n % 5:
            second.append(somebody(f"b{n}", n))
            continue
        p = first[n]
        name = p.name
        if n % 3 == 0:
            family = name[:2] if name[:2] in FAMILY else name[:1]
            last = "".join(lazy_pinyin({"曾": "增"}.get(family, family)))
            given = "".join(lazy_pinyin(name[len(family) :]))
            name = f"{given.title()} {last.upper()}" if n % 2 else f"{last.title()} {given.title()}"
        moved = n % 4 == 0
        units = (f"u{dice.integers(count // 20)}",) if moved else p.units
        former = p.units if moved else ()
        second.append(Person(f"b{n}", name, p.identity if n % 2 else "", units, former,
                             p.fields, (), p.contacts, p.born))  # fmt: skip
        same.add((p.id, f"b{n}"))
    return Lists(first, second, same)
