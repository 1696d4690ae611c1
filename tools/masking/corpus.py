"""The invented training corpus: makers for every slot, sentences by weight. Seeded, repeatable."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from jiebang.engine.text.masking.invent import Labelled, Piece, fill, one_of
from jiebang.engine.text.masking.tagger import KINDS
from jiebang.engine.text.schools import REGIONS, SURNAMES
from masking import dictionary, everyday, families, frames, scenes, science, templates, words
from masking.units import HAN, body, organisation, pick, stem

ALL = frozenset(KINDS)
Dice = np.random.Generator
_SHARES = ((templates.PEOPLE, 12), (templates.CREDENTIALS, 13), (templates.UNITS, 8), (frames.FRAMES, 18),
           (templates.DOUBLED, 5), (templates.TRAPS, 5), (science.SENTENCES, 12), ((), 48))  # fmt: skip
# A sentence of no fixed shape is strung together from these, so that what is learned is what names
# look like rather than what sentences do.
_STRUNG = (("{small}", 13), ("{act}", 16), ("{role}", 4), ("{generic}", 6), ("{word}", 9), ("{thing}", 13), ("{brief}", 5), ("{noun}", 14), ("{verb}", 5), ("{person}", 9),
           ("{organisation}", 8), ("{title}", 4), ("{degree}", 3), ("{honour}", 4), ("{award}", 4),
           ("{fund}", 2), ("{papers}", 1), ("{heads}", 1), ("{common}", 2), ("{number}", 2),
           ("，", 9), ("、", 5), ("：", 2), ("（", 1), ("）", 1), (" ", 1), ("；", 1), ("的", 3))  # fmt: skip


def person(dice: Dice) -> str:
    draw = dice.random()
    if draw < 0.08:
        return pick(dice, dictionary.surnamed())
    if draw < 0.56:
        return families.named(dice)
    draw = dice.random()
    if draw < 0.04:
        return families.of_two_parts(dice)
    if draw < 0.14:
        return pick(dice, words.DOUBLE)
    family = pick(dice, families.COMPOUND) if draw < 0.18 else surname(dice)
    letters = HAN if dice.random() < 0.22 else words.GIVEN
    name = family + "".join(pick(dice, letters) for _ in range(1 + int(dice.random() < 0.72)))
    return (
        name[0] + pick(dice, (" ", "　")) + name[1]
        if len(name) == 2 and dice.random() < 0.08
        else name
    )


def title(dice: Dice) -> str:
    if dice.random() < 0.5:
        return families.title(dice)
    if dice.random() < 0.6:
        return pick(dice, words.TITLES)
    middle = (
        pick(dice, words.POST_FIELDS) if dice.random() < 0.8 else pick(dice, HAN) + pick(dice, HAN)
    )
    return pick(dice, words.POST_LEVELS) + middle + pick(dice, words.POST_ENDS)


def degree(dice: Dice) -> str:
    if dice.random() < 0.45:
        return families.degree(dice)
    if dice.random() < 0.55:
        return pick(dice, words.DEGREES)
    field = pick(dice, words.DEGREE_FIELDS) if dice.random() < 0.7 else pick(dice, words.FIELDS)
    end = pick(dice, ("博士", "硕士", "学士", "博士", "硕士", "本科", "博士后", "专科"))
    return (
        pick(dice, words.DEGREE_KINDS)
        + field
        + end
        + pick(dice, ("", "", "学位", "学历", "研究生"))
    )


def fund(dice: Dice) -> str:
    if dice.random() < 0.5:
        return pick(dice, words.FUNDS)
    above = pick(
        dice,
        (
            "国家",
            "省",
            "市",
            "国家级",
            "省级",
            pick(dice, words.PROVINCES) + "省",
            stem(dice),
            "中央",
            "",
        ),
    )
    field = pick(
        dice,
        (pick(dice, words.FIELDS), pick(dice, words.FUND_FIELDS), pick(dice, words.FUND_FIELDS)),
    )
    return above + field + pick(dice, words.FUND_ENDS)


def honour(dice: Dice) -> str:
    if dice.random() < 0.65:
        return families.honour(dice)
    if dice.random() < 0.4:
        return pick(dice, words.NATIONAL_HONOURS)
    above = pick(
        dice,
        (
            "",
            "",
            "",
            "省",
            "市",
            pick(dice, words.PROVINCES) + "省",
            "国家",
            "国家级",
            pick(dice, words.CITIES) + "市",
        ),
    )
    return (
        above
        + (pick(dice, words.HONOUR_STEMS) if dice.random() < 0.6 else stem(dice))
        + pick(dice, words.HONOUR_ENDS)
    )


def award_of_an_event(dice: Dice) -> str:
    """全国技能大赛金奖, 青年创业奖."""
    place = stem(dice) + pick(dice, words.EVENT_HOSTS)
    above = pick(dice, words.EVENT_LEVELS) if dice.random() < 0.6 else place
    lists = (words.FIELDS, words.TRADES, dictionary.common(), words.FUND_FIELDS)
    field = pick(dice, lists[int(dice.integers(4))])
    return above + field + pick(dice, words.EVENTS) + pick(dice, words.EVENT_RANKS)


def award(dice: Dice) -> str:
    if dice.random() < 0.6:
        return families.award(dice)
    above = pick(
        dice,
        ("", "", pick(dice, words.PROVINCES) + "省", pick(dice, words.CITIES) + "市", stem(dice)),
    )
    name = (
        pick(dice, words.AWARD_STEMS)
        if dice.random() < 0.7
        else stem(dice)
        + pick(dice, words.TRADES)
        + pick(dice, ("科学技术", "科技进步", "科技", "创新", "技术发明"))
    )
    if dice.random() < 0.2:
        return award_of_an_event(dice)
    return above + name + pick(dice, words.AWARD_RANKS)


def amount(dice: Dice) -> str:  # figures and words for them
    draw = dice.random()
    if draw < 0.15:
        return pick(
            dice,
            (
                "一",
                "二",
                "三",
                "五",
                "十",
                "十余",
                "二十余",
                "数十",
                "三十多",
                "百余",
                "多",
                "若干",
                "两",
                "近百",
                "四十余",
            ),
        )
    return str(int(dice.integers(1, 400 if draw < 0.4 else 60))) + (
        "余" if dice.random() < 0.15 else ""
    )


def counted(measures: tuple[str, ...]):
    return lambda dice: [(amount(dice) + pick(dice, measures), "count")]


def hindex(dice: Dice) -> list[Piece]:
    return [
        (
            pick(dice, ("H指数", "h指数", "h-index", "H因子", "H-index为", "h指数为", "H指数达"))
            + str(int(dice.integers(5, 90))),
            "count",
        )
    ]


def cited(dice: Dice) -> list[Piece]:
    what = pick(
        dice,
        ("他引", "被引用", "总引用", "被引", "谷歌学术引用", "单篇最高被引", "SCI他引", "引用"),
    )
    return [
        (what + str(int(dice.integers(20, 9000))) + pick(dice, ("次", "余次", "多次")), "count")
    ]


def impact(dice: Dice) -> list[Piece]:
    return [
        (
            pick(dice, ("影响因子", "累计影响因子", "影响因子IF=", "单篇最高影响因子"))
            + f"{dice.random() * 40:.1f}",
            "count",
        )
    ]


def patent(dice: Dice) -> str:
    return pick(dice, words.PATENTS)


def indexed(dice: Dice) -> list[Piece]:
    return [(pick(dice, words.INDEXED), "count")]


def birth(dice: Dice) -> str:
    return pick(
        dice,
        (
            "",
            "",
            "汉族，",
            "山东人，",
            f"{int(dice.integers(1955, 1998))}年生，",
            f"{int(dice.integers(1955, 1998))}年{int(dice.integers(1, 13))}月出生，",
        ),
    )


def society(dice: Dice) -> list[Piece]:
    return [
        (
            body(dice)
            if dice.random() < 0.3
            else pick(dice, words.SOCIETIES).format(
                f=pick(dice, words.FIELDS), p=pick(dice, words.PROVINCES)
            ),
            "organisation",
        )
    ]


def paper(dice: Dice) -> list[Piece]:
    made = pick(dice, words.PAPERS)
    at = next((n for n in words.INDEXED if made.startswith(n)), "")
    return [(at, "count"), (made[len(at) :], "")]


def noun(dice: Dice) -> str:
    """A thing: of our lists, of the dictionary, or two words of it together."""
    draw = dice.random()
    if draw < 0.26:
        made = families.named_thing if draw < 0.21 else families.doubled_thing
        return made(dice)
    if draw < 0.42:
        return pick(dice, everyday.SHORT_NOUNS if draw < 0.29 else science.NOUNS)
    if draw < 0.53:
        return pick(dice, dictionary.surnamed()) + (pick(dice, dictionary.classed("n")) if draw < 0.46 else "")  # fmt: skip
    known = dictionary.common()
    return pick(dice, known) if draw < 0.68 else pick(dice, known) + pick(dice, known)


def region(dice: Dice) -> str:
    """A place by itself tells nobody's name."""
    return pick(dice, REGIONS) + pick(dice, ("", "", "", "市", "省", "地区", "高新区"))


def ranked(dice: Dice) -> list[Piece]:
    """A prize with its rank, or the place among those who did it."""
    number = pick(dice, ("1", "2", "3", "一", "二", "三", "四", "五"))
    rank = pick(
        dice,
        (
            f"（第{number}完成人）",
            f"（排名第{number}）",
            f"（{number}/9）",
            f"，排名第{number}",
            "",
        ),
    )
    return [(award(dice) + rank, "award")]


def reading(dice: Dice) -> list[Piece]:
    """How often somebody is read."""
    what = pick(dice, parts_of_reading()) + pick(dice, ("", "为", "达", "达到", "超过", "约", " "))
    return [(what + amount(dice) + pick(dice, ("", "次", "余次", "篇次")), "count")]


def parts_of_reading() -> tuple[str, ...]:
    before = (
        "",
        "总",
        "累计",
        "单篇最高",
        "他人",
        "谷歌学术",
        "SCI",
        "WoS核心集",
        "近五年",
        "论文",
    )
    return tuple(a + b for a in before for b in ("被引", "他引", "引用", "被引用", "被引频次", "他引次数", "下载", "H指数", "h-index", "影响因子", "i10指数"))  # fmt: skip


def leaf(dice: Dice) -> str:
    """What may follow a name in a list without being one."""
    return pick(
        dice, ("等", "等人", "二人", "等五人", "同志", "共同", "分别", "轮流", "另有", "也", "均")
    )


def surname(dice: Dice) -> str:
    """The commonest, or any."""
    return pick(dice, words.SURNAMES if dice.random() < 0.5 else sorted(SURNAMES))


MAKERS = {
    "person": person, "organisation": organisation, "honour": honour, "award": award,
    "title": title, "degree": degree, "fund": fund,
    "papers": counted(("篇",)), "patents": counted(("项", "件", "个")),
    "projects": counted(("项", "个")), "books": counted(("部", "本")), "prizes": counted(("项", "次")),
    "heads": counted(("人", "名", "位")), "cites": counted(("次",)), "hindex": hindex, "cited": cited,
    "impact": impact, "patent": patent, "paper": paper, "indexed": indexed, "birth": birth,
    "society": society, "region": region, "ranked": ranked, "reading": reading, "leaf": leaf, "common": one_of(words.DOUBLE), "post": one_of(words.POSTS),
    "surname": lambda dice: [(surname(dice), "person")],
    "address": lambda dice: [(pick(dice, ("教授", "院士", "研究员", "博士", "总工", "主任", "老师", "工")), "title")],
    "honour_unit": one_of(("高新技术企业", "专精特新企业", "国家级小巨人企业", "瞪羚企业")),
    "role": one_of(everyday.ROLES), "generic": one_of(everyday.GENERIC),
    "word": lambda dice: pick(dice, dictionary.common()), "small": one_of(everyday.SMALL), "act": one_of(everyday.DOING), "thing": one_of(everyday.THINGS),
    "brief": one_of(everyday.SHORT_NOUNS), "noun": noun, "verb": one_of(science.VERBS), "quality": one_of(science.QUALITIES),
    "tail": one_of(science.TAILS), "unit": one_of(science.UNITS), "latin": one_of(science.LATIN),
    "number": lambda dice: str(int(10 ** (dice.random() * 3.3))),
    "human": one_of(everyday.HUMAN), "adverb": one_of(everyday.ADVERBS), "office": one_of(everyday.OFFICES),
    "vx": lambda dice: pick(dice, dictionary.classed("v")), "nx": lambda dice: pick(dice, dictionary.classed("n")), "ax": lambda dice: pick(dice, dictionary.classed("abz")),
    "need": one_of("缺乏 缺少 急需 需要 引进 吸引 培养 培育 集聚 汇聚 造就 输送 储备 招揽 聘用 扶持".split()),
    "manner": one_of("专业 复合型 应用型 技能 高端 紧缺 青年 领军 拔尖 创新 高层次 高水平 后备 骨干 优秀 急需 研发 管理 技术 创业 科技".split()),
    "anytitle": title, "anydegree": degree,
    "year": lambda dice: str(int(dice.integers(1978, 2026))),
}  # fmt: skip


def strung(dice: Dice) -> str:
    """A template of random pieces."""
    pieces, weights = zip(*_STRUNG, strict=True)
    share = np.array(weights) / sum(weights)
    count = int(dice.integers(1, 14))
    chosen = [pieces[int(n)] for n in dice.choice(len(pieces), size=count, p=share)]
    lead = pick(dice, everyday.LEADS) if dice.random() < 0.2 else ""
    return lead + "".join(chosen) + pick(dice, ("。", "。", "", "；"))


def corpus(count: int, seed: int) -> Iterator[Labelled]:
    """That many sentences."""
    dice = np.random.default_rng(seed)
    pools, weights = zip(*_SHARES, strict=True)
    share = np.array(weights) / sum(weights)
    for _ in range(count):
        pool = pools[int(dice.choice(len(pools), p=share))]
        free = scenes.scene if dice.random() < 0.6 else strung
        yield fill(pick(dice, pool) if pool else free(dice), MAKERS, ALL, dice)
