"""What the tagger sees of each character: neighbours, words, word classes, lexicon, clause.

Every feature is a hash below `BUCKETS`, computed for the whole text at once.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any
from zlib import crc32

import numpy as np

from jiebang.engine.text.masking.gazetteer import marks
from jiebang.engine.text.roster import COMPOUND_SURNAMES
from jiebang.engine.text.schools import SURNAMES

BUCKETS = 1 << 22
_FUTURE = re.compile(r"[拟将]|预计|预期|计划|目标|不少于|不低于|力争|完成后|≥|>=|要求|指标|以上")
_PAST = re.compile(r"主持|发表|获|授权|出版|先后|承担|参与|累计|曾|现有|近五年|拥有|入选|荣获|完成")
_CLAUSE = re.compile(r"[^,。;!?\n]+")
_ORG_END = re.compile(
    r"大学|学院|研究院|研究所|公司|集团|实验室|中心|医院|学校|科学院|设计院|分院|总院|协会|学会|银行|局|厅|厂"
    r"|委员会|联盟|工作站|基地|创新院|学部|学系|教研室|检验院|推广站|总站|合作社"
)
_AWARD_END = re.compile(
    r"奖|奖章|称号|人才|学者|计划|工程|英才|专家|名师|名家|能手|杰青|优青|院士|基金|[标尖]兵|模范|先锋|新星|之星|人物|个人"
    r"|工作者|带头人|入选者|获得者|人选|[科企艺教]\w家|才俊|菁英|精英|工匠|劳模|职工|分子|津贴|勋章|团队|骨干|冠军|亚军|[金银铜]牌|第.名|杯"
)
ROLE_END = re.compile(
    r"[工技医药护农艺实验设计会审经统律教导讲]师|[研究技术检安质教委队人馆专]员|教授|[院所校系部处科局厅站厂馆台社园组班队船机]长|主任|经理|总监|总裁|[董监理]事|主[编席管]|[博硕学]士"
    r"|助理|秘书|顾问|记者|编辑|书记|代表|总工|科学家|合伙人|创始人|[编译]审|翻译|[总大]师|师(?=[,、;。:\s()与和的任])"
)
_REACH = 14
_WORD = np.uint64(0x9E3779B97F4A7C15)


def features(text: str) -> Any:
    """uint32 array (characters, features) for a normalised text without line breaks inside
    sentences mattering; every value is below BUCKETS."""
    characters = _characters(text)
    words, classes, places, before, after, beside = _words(text)
    lexical = np.array(marks(text), dtype=np.uint64)
    surname = _surnames(text)
    made = _made_of(text, surname)
    clause = _clause_marks(text)
    org, award = _ahead(text, _ORG_END), _ahead(text, _AWARD_END)
    role = _ahead(text, ROLE_END)
    c = {k: _shift(characters, k) for k in (-3, -2, -1, 0, 1, 2, 3)}
    pos = {k: _shift(classes, k) for k in (-1, 0, 1)}
    s = {k: _shift(surname, k) for k in (-2, -1, 0)}
    g = {k: _shift(lexical, k) for k in (-2, -1, 0, 1, 2, 3)}
    digit = clause * np.uint64(2) + (characters == ord("0"))
    columns = [
        (c[0],), (c[-1],), (c[1],), (c[-2],), (c[2],), (c[-1], c[0]), (c[0], c[1]),
        (c[-2], c[-1]), (c[1], c[2]), (c[-1], c[0], c[1]), (c[-2], c[-1], c[0]),
        (c[0], c[1], c[2]), (c[-1], c[1]), (words, places), (pos[0], places),
        (before, places), (after, places), (before, pos[0], places), (after, pos[0], places),
        (pos[-1], pos[0], pos[1], places), (g[0],), (g[-1], g[0], g[1]), (g[1], g[2], g[3], s[0]),
        (g[-2], g[-1]), (s[-2], s[-1], s[0], pos[0], places), (s[-1], s[0], g[1], g[2]),
        (org, pos[0]), (award, pos[0]), (org, c[0]), (award, c[0]), (digit, c[0], c[1]),
        (digit, g[0]), (c[-3], c[-2], c[-1]), (c[1], c[2], c[3]),
        (s[0], c[1], c[2]), (s[-1], c[1], c[2], places), (role, pos[0]), (role, c[0]),
        (before, after, places, s[0]), (beside, pos[0], places, s[0], s[-1]),
        (made, _shift(made, -1), _shift(made, -2)), (made, c[2]), (_shift(made, -2), c[0]),
    ]  # fmt: skip
    return np.stack([_hash(n, column) for n, column in enumerate(columns)], axis=1)


def _hash(template: int, parts: tuple[Any, ...]) -> Any:
    """Multiply and mix; wraps around on purpose."""
    with np.errstate(over="ignore"):
        value = np.full(parts[0].shape, template + 1, dtype=np.uint64) * _WORD
        for part in parts:
            value = (value ^ (part + np.uint64(0x7F4A7C15))) * np.uint64(0xBF58476D1CE4E5B9)
            value ^= value >> np.uint64(29)
    return (value >> np.uint64(20)).astype(np.uint32) % np.uint32(BUCKETS)


def _shift(values: Any, by: int) -> Any:
    """values[i + by], zero outside."""
    out = np.zeros_like(values)
    if by > 0:
        out[:-by] = values[by:] if by < len(values) else 0
    elif by < 0:
        out[-by:] = values[:by]
    else:
        out[:] = values
    return out


def _surnames(text: str) -> Any:
    """1 where a surname of one character may stand, 2 and 3 on one of two."""
    found = np.array([c in SURNAMES for c in text], dtype=np.uint64)
    for place in range(len(text) - 1):
        if text[place : place + 2] in COMPOUND_SURNAMES:
            found[place : place + 2] = 2, 3
    return found


def _made_of(text: str, surname: Any) -> Any:
    """Where a surname may stand, which of its two, its three and the two characters after it are a
    word, and of which class the first is: 毛竹|林 is made otherwise than 毛|建国."""
    found = np.zeros(len(text), dtype=np.uint64)
    for place in np.flatnonzero(surname):
        found[place] = _make(text[place : place + 3])
    return found


@lru_cache(maxsize=65536)
def _make(three: str) -> int:
    import rjieba  # noqa: PLC0415 -- its dictionary takes a while to load

    two, rest = three[:2], three[1:]
    known = [len(w) > 1 and rjieba.has_word(w) for w in (two, rest, three)]
    kind = rjieba.tag(two)[0][1] if known[0] else ""
    return 1 + known[0] + 2 * known[1] + 4 * known[2] + 8 * (_code(kind[:2]) % 997)


def _characters(text: str) -> Any:
    """Code points, with all digits as one and all Latin letters as one."""
    points = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    points[(points >= 48) & (points <= 57)] = 48
    points[(points >= 97) & (points <= 122)] = 97
    return points


@lru_cache(maxsize=65536)
def _code(word: str) -> int:
    return crc32(word.encode())


def _words(text: str) -> tuple[Any, Any, Any, Any, Any, Any]:
    """For each character: its word, the word's class, place in the word, neighbouring words, and
    their classes together."""
    import rjieba  # noqa: PLC0415 -- its dictionary takes a while to load

    found = rjieba.tag(text)
    if sum(len(word) for word, _ in found) != len(text):
        found = [(c, "x") for c in text]
    codes = np.array([0, *(_code(_shape(w)) for w, _ in found), 0], dtype=np.uint64)
    kinds = np.array([0, *(_code(kind) for _, kind in found), 0], dtype=np.uint64)
    both = kinds[:-2] * np.uint64(1 << 31) + kinds[2:]
    lengths = np.array([len(word) for word, _ in found], dtype=np.int64)
    which = np.repeat(np.arange(len(found)), lengths)
    starts = np.repeat(np.cumsum(lengths) - lengths, lengths)
    inside = np.arange(len(text)) - starts
    last = inside == lengths[which] - 1 if len(text) else inside
    places = (np.minimum(inside, 3) * 2 + last).astype(np.uint64)
    return (codes[1:-1][which], kinds[1:-1][which], places, codes[:-2][which], codes[2:][which],
            both[which])  # fmt: skip


def _shape(word: str) -> str:
    return "0" if word.isdigit() else word


def _clause_marks(text: str) -> Any:
    """1 in a clause about plans, 2 in one about the past, 3 both."""
    marked = np.zeros(len(text), dtype=np.uint64)
    for clause in _CLAUSE.finditer(text):
        words = clause.group()
        mark = bool(_FUTURE.search(words)) + 2 * bool(_PAST.search(words))
        if mark:
            marked[clause.start() : clause.end()] = mark
    return marked


def _ahead(text: str, end: re.Pattern[str]) -> Any:
    """How far the next ending of a name is, at most `_REACH`, in one stretch of letters; else 0."""
    ahead = np.zeros(len(text), dtype=np.uint64)
    for stretch in re.finditer(r"[^\s,。;:、!?()〔〕\[\]]+", text):
        for match in end.finditer(text, stretch.start(), stretch.end()):
            begin = max(stretch.start(), match.start() - _REACH)
            span = np.arange(match.end() - begin, 0, -1, dtype=np.uint64)
            part = ahead[begin : match.end()]
            part[:] = np.where(part == 0, np.minimum(span, _REACH + 2), part)
    return ahead
