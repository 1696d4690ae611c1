"""The people and organisations of one document, and the forms in which their names appear."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from pypinyin import lazy_pinyin

from jiebang.engine.text.normal import HAN

COMPOUND_SURNAMES = frozenset(
    "欧阳 司马 诸葛 上官 东方 皇甫 尉迟 公孙 慕容 令狐 长孙 宇文 司徒 夏侯 端木 南宫 轩辕 钟离 "
    "独孤 呼延 闻人 太史 万俟 公羊 赫连 澹台 宗政 濮阳 公冶 太叔 申屠 仲孙 鲜于 司空 闾丘 亓官 "
    "司寇 巫马 公西 颛孙 壤驷 公良 漆雕 乐正 宰父 谷梁 拓跋 夹谷 段干 百里 东郭 羊舌 微生 梁丘 "
    "左丘 西门 南荣 即墨 达奚 褚师 纳兰 公仪 哥舒 贺兰 完颜 耶律 那拉 佟佳 富察 斛律".split()
)
_SURNAME_READINGS = {
    "曾": "zeng", "单": "shan", "仇": "qiu", "解": "xie", "查": "zha", "区": "ou", "朴": "piao",
    "盖": "ge", "尉迟": "yuchi", "长孙": "zhangsun", "翟": "zhai", "乐": "yue", "乐正": "yuezheng",
    "覃": "qin", "员": "yun", "缪": "miao", "召": "shao", "种": "chong", "秘": "bi", "任": "ren",
    "华": "hua",
}  # fmt: skip
_COMPANY = re.compile(
    r"(?:集团)?(?:股份有限公司|有限责任公司|有限公司|集团公司|集团|公司|\(普通合伙\)|合伙企业)$"
)
_REGION = re.compile(
    r"^(?:中国)?(?:(?:山东|江苏|浙江|广东|河北|河南|山西|陕西|湖北|湖南|安徽|江西|福建|海南|四川|贵州|云南"
    r"|甘肃|青海|辽宁|吉林|黑龙江|台湾|内蒙古|广西|西藏|宁夏|新疆|北京|上海|天津|重庆|济南|青岛|烟台|潍坊"
    r"|深圳|广州|南京|杭州|武汉|西安|成都|合肥)(?:省|市|自治区|壮族自治区|回族自治区|维吾尔自治区)?){0,2}"
    rf"(?:[{HAN}]{{2,3}}(?:市|区|县))?"
)
_TRADE = re.compile(r"(?:科技|技术|信息|电子|软件|智能|材料|装备|机械|化工|医药|生物|产业|实业)$")
_GENERIC = frozenset(
    "大学 学院 研究院 研究所 科技 技术 医院 中心 实验室 工业 电子 信息 智能 材料".split()
)


@dataclass(frozen=True, slots=True)
class Person:
    """`latin`: spellings that do not follow from the Chinese name."""

    name: str
    latin: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Organisation:
    """`aliases`: former names, abbreviations, English names and acronyms."""

    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Roster:
    """Order fixes the placeholders: the first organisation is 〔单位A〕 in every document."""

    people: tuple[Person, ...] = ()
    organisations: tuple[Organisation, ...] = ()


def plain(name: str) -> str:
    """NFKC, lower case, runs of white space as one space; none between Chinese characters."""
    text = " ".join(unicodedata.normalize("NFKC", name).lower().split())
    return re.sub(rf"(?<=[{HAN}]) (?=[{HAN}])", "", text)


def surname(name: str) -> str:
    return name[:2] if name[:2] in COMPOUND_SURNAMES and len(name) > 2 else name[:1]


def short_forms(name: str) -> tuple[str, ...]:
    """Abbreviations of a Chinese organisation's name by the usual rules, longest first."""
    full = plain(name)
    return tuple(sorted(set(_shortened(full)) - {full} - _GENERIC, key=lambda s: (-len(s), s)))


def _shortened(full: str) -> Iterator[str]:
    core = _COMPANY.sub("", re.sub(rf"\([{HAN}]+\)", "", full))
    local = _REGION.sub("", core)
    starts = {core, local} if core != full else {full}
    if core != full:
        yield from (form for form in starts if len(form) >= 2)
        yield from _trade_names(local)
    if full.endswith("大学"):
        yield from _university(full.removesuffix("大学"))
    for old, new in (
        ("中国科学院", "中科院"),
        ("研究院", "院"),
        ("研究所", "所"),
        ("实验室", "实验室"),
    ):
        if old in full:
            yield full.replace(old, new)
    if "中国科学院" in full:
        branch = full.replace("中国科学院", "")
        yield from (f for f in (branch, branch.replace("研究所", "所")) if len(f) >= 4)
        yield full.replace("中国科学院", "中科院").replace("研究所", "所")


def _trade_names(local: str) -> Iterator[str]:
    """云杉智能科技 → 云杉智能, 云杉: the trade goes word by word."""
    shorter = _TRADE.sub("", local)
    while shorter != local and len(shorter) >= 2:
        yield shorter
        local, shorter = shorter, _TRADE.sub("", shorter)


def _university(stem: str) -> Iterator[str]:
    if len(stem) >= 4:
        yield f"{stem[0]}{stem[2]}大"
        yield f"{stem[:2]}{stem[2]}大"
    elif stem:
        yield f"{stem[0]}大"


def latin_patterns(person: Person) -> tuple[str, ...]:
    """Regular expressions, over lower-case text, for the spellings of a name in letters."""
    found = [_words(plain(form)) for form in person.latin if plain(form)]
    name = plain(person.name)
    if not re.fullmatch(rf"[{HAN}]{{2,5}}", name):
        return tuple(found if not name.isascii() else [_words(name), *found])
    family = surname(name)
    given = lazy_pinyin(name[len(family) :], v_to_u=False)
    last = _umlaut(_SURNAME_READINGS.get(family) or "".join(lazy_pinyin(family)))
    first = r"[\s\-']*".join(map(_umlaut, given))
    initials = given[0][0] + "".join(rf"(?:[\s.\-]*{g[0]})?" for g in given[1:])
    found += [
        rf"{last}[\s,_.\-]*{first}",
        rf"{first}[\s,_.\-]*{last}",
        rf"{last}[\s,]+{initials}\.?",
        rf"{initials}(?:\.\s*|\s+){last}",
    ]
    return tuple(found)


def _umlaut(syllable: str) -> str:
    return re.escape(syllable).replace("v", "(?:v|u|ü|yu)")


def _words(text: str) -> str:
    return r"[\s\-]+".join(re.escape(word) for word in text.split())


def letters() -> Iterator[str]:
    """A … Z, AA, AB …"""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    for length in itertools.count(1):
        for combination in itertools.product(alphabet, repeat=length):
            yield "".join(combination)
