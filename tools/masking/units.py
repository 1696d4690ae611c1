"""Invented organisations: universities, companies, institutes, laboratories, what a town has."""

from __future__ import annotations

import numpy as np

from masking import dictionary, parts, words

Dice = np.random.Generator
HAN = dictionary.LETTERS


def pick(dice: Dice, words_: tuple[str, ...] | list[str] | str) -> str:
    return words_[int(dice.integers(len(words_)))]


def stem(dice: Dice) -> str:
    draw = dice.random()
    if draw < 0.3:
        return pick(dice, words.PLACES)
    if draw < 0.45:
        return pick(dice, dictionary.common())
    if draw < 0.62:
        return pick(dice, HAN) + pick(dice, ("", pick(dice, HAN))) + pick(dice, parts.WATERS)
    if draw < 0.67:
        return pick(dice, parts.ANIMALS)
    return "".join(pick(dice, HAN) for _ in range(2 + int(dice.random() < 0.2)))


def field(dice: Dice) -> str:
    """What they work on: a listed field, or a word or two of the dictionary."""
    draw, known = dice.random(), dictionary.common()
    if draw < 0.4:
        return pick(dice, words.FIELDS)
    if draw > 0.92:
        return pick(dice, known) + pick(dice, "与和及") + pick(dice, known)
    return (
        pick(dice, parts.STUDIES)
        if draw < 0.6
        else (pick(dice, known) + (pick(dice, known) if draw > 0.8 else ""))
    )


def organisation(dice: Dice) -> str:
    made = (
        university,
        university,
        company,
        company,
        company,
        institute,
        laboratory,
        body,
        short,
        local,
        local,
    )
    return made[int(dice.integers(len(made)))](dice)


def university(dice: Dice) -> str:
    place = pick(dice, (stem(dice), pick(dice, words.PROVINCES), pick(dice, words.CITIES)))
    middle = pick(dice, words.DISCIPLINES) if dice.random() < 0.5 else ""
    if not middle and dice.random() < 0.6:
        middle = pick(dice, dictionary.common())
    end = "大学" if dice.random() < 0.8 else pick(dice, ("学院", "职业技术学院", "职业学院"))
    below = ""
    if dice.random() < 0.42:
        below = field(dice) + pick(
            dice, ("学院", "系", "系", "研究所", "学部", "研究中心", "实验室")
        )
    if dice.random() < 0.08:
        below = pick(dice, ("附属医院", "第一附属医院", "齐川校区", "深圳研究院"))
    return place + middle + end + below


def company(dice: Dice) -> str:
    region = ""
    if dice.random() < 0.5:
        region = pick(
            dice,
            (
                pick(dice, words.PROVINCES),
                pick(dice, words.CITIES),
                pick(dice, words.PROVINCES) + "省",
                "中国",
            ),
        )
    trade = pick(dice, words.TRADES) if dice.random() < 0.6 else pick(dice, dictionary.common())
    name = region + stem(dice) + trade
    if dice.random() < 0.1:
        name += pick(dice, ("（集团）", "(济南)", "（山东）"))
    return name + pick(dice, words.COMPANY_ENDS)


def institute(dice: Dice) -> str:
    above = pick(
        dice,
        (
            "中国科学院",
            "山东省",
            "中国",
            "国家",
            stem(dice),
            pick(dice, words.PROVINCES) + "省",
            pick(dice, words.CITIES) + "市",
            "中科院",
        ),
    )
    end = pick(
        dice,
        (
            "研究院",
            "研究所",
            "设计研究院",
            "科学研究院",
            "研究中心",
            "所",
            "工程技术研究院",
            "产业技术研究院",
        ),
    )
    study = field(dice) if end != "所" else pick(dice, words.FIELDS[:10])
    return above + (stem(dice) if dice.random() < 0.3 else "") + study + end


def laboratory(dice: Dice) -> str:
    above = pick(
        dice, ("国家", "教育部", "山东省", pick(dice, words.PROVINCES) + "省", stem(dice), "")
    )
    end = pick(
        dice,
        (
            "重点实验室",
            "国家重点实验室",
            "全国重点实验室",
            "工程技术研究中心",
            "国家工程研究中心",
            "工程实验室",
            "协同创新中心",
            "企业技术中心",
            "技术创新中心",
        ),
    )
    return above + field(dice) + end


def body(dice: Dice) -> str:
    made = pick(dice, words.SOCIETIES).format(
        f=pick(dice, words.FIELDS), p=pick(dice, words.PROVINCES)
    )
    other = stem(dice) + pick(
        dice,
        (
            "医院",
            "中心医院",
            "人民医院",
            "市科学技术局",
            "钢铁厂",
            "检验检测中心",
            "农业技术推广站",
            "电厂",
            "供电公司",
            "水务局",
        ),
    )
    return made if dice.random() < 0.4 else other


def local(dice: Dice) -> str:
    """What a town has: 第三中学, 水厂, 林场."""
    town = pick(
        dice,
        (
            pick(dice, words.CITIES) + "市",
            stem(dice) + pick(dice, ("市", "县", "区", "镇", "")),
            pick(dice, words.PROVINCES) + "省",
        ),
    )
    if dice.random() < 0.5:
        does = pick(dice, (pick(dice, words.TRADES), pick(dice, dictionary.common()), field(dice)))
        return (
            pick(dice, (town, stem(dice), stem(dice), pick(dice, words.PROVINCES)))
            + does
            + pick(dice, parts.BODIES)
        )
    if dice.random() < 0.3:
        return pick(dice, (town, stem(dice), stem(dice))) + pick(dice, dictionary.bodies())
    numbered = "第" + pick(dice, "一二三四五六七八九") if dice.random() < 0.4 else ""
    return town + numbered + pick(dice, words.LOCAL)


def short(dice: Dice) -> str:
    forms = (
        pick(dice, HAN) + "大", pick(dice, HAN) + pick(dice, ("工大", "理工大", "科大", "农大", "师大", "医大")),
        stem(dice) + pick(dice, ("科技", "股份", "集团", "重工", "智能", "电子")),
        stem(dice) + pick(dice, ("理工", "工大", "大学", "医大")),
    )  # fmt: skip
    return pick(dice, forms)
