"""Names of honours, prizes, posts, degrees and people, put together from parts so that hardly one
comes twice: what they have in common is their make, and that is what is to be learned."""

from __future__ import annotations

import numpy as np

from jiebang.engine.text.roster import COMPOUND_SURNAMES
from jiebang.engine.text.schools import GIVEN_LETTERS, REGIONS, SURNAMES
from masking import dictionary, parts, words
from masking.units import HAN, organisation, pick

Dice = np.random.Generator
_FAMILIES = sorted(SURNAMES)
_GIVEN = sorted(GIVEN_LETTERS)
COMPOUND = sorted(COMPOUND_SURNAMES)


def word(dice: Dice) -> str:
    return pick(dice, dictionary.common())


def short_word(dice: Dice) -> str:
    """Of two characters."""
    while len(found := word(dice)) != 2:
        pass
    return found


def called(dice: Dice) -> str:
    """What a programme, a school or a prize may be called: 鹿鸣, 沧河, 砺石."""
    draw = dice.random()
    if draw < 0.3:
        return pick(dice, HAN) + pick(dice, HAN)
    if draw < 0.5:
        return pick(dice, HAN) + pick(dice, parts.WATERS)
    if draw < 0.57:
        return pick(dice, HAN) + pick(dice, HAN) + pick(dice, parts.WATERS)
    if draw < 0.72:
        return pick(dice, parts.ANIMALS)
    if draw < 0.86:
        return short_word(dice)
    return pick(dice, REGIONS) if draw < 0.95 else pick(dice, words.PLACES)


def above(dice: Dice) -> str:
    """Who gives it: a level, a town, a society, or nobody."""
    draw = dice.random()
    if draw < 0.35:
        return ""
    if draw < 0.6:
        return pick(dice, parts.LEVELS)
    if draw < 0.8:
        return pick(dice, REGIONS) + pick(dice, ("", "", "省", "市", "区", "县", "自治区"))
    if draw < 0.88:
        return organisation(dice)
    return called(dice) + pick(
        dice, ("", "市", "县", "区", "集团", "协会", "学会", "联盟", "开发区")
    )


def field(dice: Dice) -> str:
    lists = (words.FIELDS, words.TRADES, parts.STUDIES, words.DISCIPLINES)
    draw = int(dice.integers(7))
    if draw < 4:
        return pick(dice, lists[draw])
    if draw == 6:
        return pick(dice, dictionary.classed("b")) + pick(dice, ("", short_word(dice), pick(dice, words.FIELDS)))  # fmt: skip
    return word(dice) if draw == 4 else short_word(dice) + short_word(dice)


def honour(dice: Dice) -> str:
    head = pick(dice, parts.HONOURED)
    if dice.random() < 0.12:
        head = short_word(dice)[:1] + pick(dice, "者家员人手星师士长")
    praise, group = pick(dice, parts.PRAISES), pick(dice, parts.GROUPS)
    if dice.random() < 0.15:
        group += pick(dice, (field(dice), pick(dice, parts.GROUPS)))
    draw = dice.random()
    made = (
        above(dice) + praise + group + head if draw < 0.32
        else called(dice) + praise + group + head if draw < 0.5
        else called(dice) + group + head if draw < 0.65
        else above(dice) + called(dice) + pick(dice, (group, "")) + _programme(dice) if draw < 0.85
        else above(dice) + group + praise + head if draw < 0.93
        else above(dice) + praise + group + pick(dice, parts.TOKENS_OF_HONOUR)
    )  # fmt: skip
    tail = pick(dice, parts.STANDING) if dice.random() < 0.12 else ""
    return _quoted(dice, made + tail)


def _programme(dice: Dice) -> str:
    return pick(dice, parts.GROUPS) + pick(dice, parts.PROGRAMMES) + pick(dice, parts.CHOSEN)


def _quoted(dice: Dice, made: str) -> str:
    if len(made) > 5 and dice.random() < 0.04:
        cut = int(dice.integers(2, len(made) - 2))
        return "“" + made[:cut] + "”" + made[cut:]
    return made


def award(dice: Dice) -> str:
    draw = dice.random()
    if draw < 0.45:
        prized = pick(dice, parts.PRIZED) if dice.random() < 0.85 else field(dice)
        middle = pick(dice, ("", "", field(dice)))
        return above(dice) + middle + prized + pick(dice, parts.PRIZES)
    if draw < 0.6:
        return called(dice) + pick(dice, ("", field(dice))) + pick(dice, parts.PRIZED) + pick(dice, parts.PRIZES)  # fmt: skip
    if draw < 0.8:
        middle = pick(dice, (field(dice), pick(dice, parts.GROUPS)))
        return above(dice) + middle + pick(dice, parts.CONTESTS) + pick(dice, parts.PRIZES)
    if draw < 0.88:
        return above(dice) + pick(dice, parts.PRAISES) + pick(dice, parts.GROUPS) + pick(dice, parts.HONOURED) + pick(dice, parts.PRIZES[:15])  # fmt: skip
    if draw < 0.95:
        return named(dice) + pick(dice, ("", field(dice), pick(dice, parts.PRIZED))) + pick(dice, parts.PRIZES)  # fmt: skip
    return _quoted(dice, called(dice) + "杯" + field(dice) + pick(dice, parts.CONTESTS) + pick(dice, parts.PRIZES))  # fmt: skip


def title(dice: Dice) -> str:
    level, job = pick(dice, parts.JOB_LEVELS), pick(dice, parts.JOBS)
    draw = dice.random()
    if draw < 0.18:
        return job
    if draw < 0.5:
        return level + job
    if draw < 0.68:
        return level + field(dice) + job
    if draw < 0.84:
        where = field(dice) + pick(dice, parts.DIVISIONS)
        return where + pick(dice, ("", "副", level)) + job
    if draw < 0.97:
        return headed(dice)
    return pick(dice, ("", level)) + short_word(dice) + pick(dice, "师员长家官师员")


def headed(dice: Dice) -> str:
    """Whoever leads or serves a body: 林场场长, 期刊副主编, 课程负责人."""
    body, heads = pick(dice, parts.HEADED)
    before = pick(dice, ("", "", "", field(dice), short_word(dice), pick(dice, parts.LEVELS)))
    return before + body + pick(dice, ("", "", "", "副", "原", "执行")) + pick(dice, heads)


def degree(dice: Dice) -> str:
    study = pick(dice, parts.STUDIES) if dice.random() < 0.6 else field(dice)
    kind = pick(dice, words.DEGREE_KINDS)
    return kind + study + pick(dice, ("", "", "学", "工程", "专业")) + pick(dice, parts.DEGREE_ENDS)


def named(dice: Dice) -> str:
    """A person by characters that names are written with."""
    draw = dice.random()
    family = (
        pick(dice, COMPOUND)
        if draw < 0.06
        else pick(dice, words.SURNAMES if draw < 0.35 else _FAMILIES)
    )  # fmt: skip
    letters = _GIVEN if dice.random() < 0.8 else HAN
    return family + "".join(
        pick(dice, letters if dice.random() < 0.7 else _GIVEN)
        for _ in range(1 + int(dice.random() < 0.7))
    )


def of_two_parts(dice: Dice) -> str:
    """A name with a dot in its middle."""
    halves = (
        "".join(pick(dice, parts.SYLLABLES) for _ in range(2 + int(dice.integers(3)))) for _ in "12"
    )
    return pick(dice, "···•‧").join(halves)


def ware(dice: Dice) -> str:
    """周转箱, 柏木案: goods, plants and beasts that begin like a name."""
    first = pick(dice, dictionary.surnamed()) if dice.random() < 0.5 else ""
    if len(first) != 2:
        first = pick(dice, _FAMILIES) + (
            short_word(dice)[int(dice.integers(2))] if dice.random() < 0.6 else pick(dice, HAN)
        )
    return (
        first + pick(dice, parts.WARES) + (pick(dice, parts.WARES) if dice.random() < 0.1 else "")
    )


def named_thing(dice: Dice) -> str:
    """A thing of science that begins like a name, or is called after somebody: 康达效应, 温跃层."""
    if dice.random() < 0.7:
        made = (_made_of_a_word, ware, _misnamed)[int(dice.integers(3))]
        return made(dice)
    family, draw = pick(dice, _FAMILIES), dice.random()
    middle = pick(dice, HAN) if draw < 0.6 else short_word(dice)[0]
    if draw < 0.3:
        return family + middle + pick(dice, ("", pick(dice, HAN))) + pick(dice, parts.EFFECTS)
    if draw < 0.65:
        return family + middle + pick(dice, parts.SUFFIXES)
    if draw < 0.8:
        return family + pick(dice, parts.SUFFIXES) + pick(dice, parts.EDGES)
    return family + pick(dice, ("", middle)) + short_word(dice) + pick(dice, ("", pick(dice, parts.SUFFIXES)))  # fmt: skip


def _misnamed(dice: Dice) -> str:
    """蒲公英, 孔雀石粉."""
    return pick(dice, dictionary.misnamed()) + pick(dice, ("", "", "", pick(dice, parts.EDGES)))


def _made_of_a_word(dice: Dice) -> str:
    """毛竹林, 温敏水凝胶: a word that begins like a name, and what it becomes."""
    while len(first := pick(dice, dictionary.surnamed())) != 2:
        pass
    while len(longer := pick(dice, dictionary.classed("n"))) != 3:
        pass
    made = first + (pick(dice, parts.SUFFIXES) if dice.random() < 0.4 else longer[-1])
    return made + pick(dice, ("", "", short_word(dice), pick(dice, parts.EDGES)))


def doubled_thing(dice: Dice) -> str:
    """A name that is a word, inside a longer one: 黄金比例, 大学物理实验, 公司治理, 院长办公."""
    first = pick(dice, (*words.DOUBLE, *_OFFICES)) if dice.random() < 0.7 else short_word(dice)
    return first + pick(dice, ("", short_word(dice))) + pick(dice, (pick(dice, parts.EDGES), short_word(dice)))  # fmt: skip


_OFFICES = (
    "大学 公司 研究院 研究所 实验室 医院 学院 中心 院长 教授 博士 博士点 导师 工程师 专家 人才 院士 学者 校长 所长 主任 奖励 获奖 奖项 专利 论文 项目 课题 基金 计划 工程 电厂 工厂 企业 "
    "学校 中学 硕士 学位 学科 总监 经理 会计 银行 协会 委员 团队 集团 合作社 产业 平台 基地"
).split()
