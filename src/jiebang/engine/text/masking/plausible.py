"""Whether what the tagger found has the shape of its kind: a name begins with a surname, a title
ends like one. What has not must be nearly certain to be masked; it is told as a doubt else."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from jiebang.engine.text.masking.context import is_word
from jiebang.engine.text.normal import HAN
from jiebang.engine.text.roster import COMPOUND_SURNAMES
from jiebang.engine.text.schools import GIVEN_LETTERS, REGIONS, SURNAMES

_SHAPES = {
    "organisation": re.compile(
        r"(?:大学|学院|研究院|研究所|公司|集团|实验室|中心|医院|学校|中学|小学|科学院|设计院|分院|总院|[^法]院|协会|学会|银行|局|厅|厂|委员会|联盟|工作站|基地|学部|学系"
        r"|教研室|推广站|总站|合作社|院所|科技|股份|重工|智能|电子|理工|工大|科大|农大|师大|医大|商会|委|部|系|所|社|站|校区|流动站|平台)(?:[)\]]|\([^()]*\))?$"
        r"|(?:公司|大学|研究[院所]|实验室).*[\u4e00-\u9fff]{2}[部处科室组系院所站馆队]$"
    ),
    "title": re.compile(
        r"(?:师|员|授|教|(?<![期命间度程距径增延全生变加太很较更最波边周特专擅见成助弧焦步])长|任|导|监|理|裁|工|官|家|编|委|审|席|记|书|问|者|带头人|负责人|总|事|博导|硕导|翻译|馆员|岗|专员|主管|代表人|人|干事|编辑|护士|秘书|顾问|经理)$"
    ),
    "degree": re.compile(r"博士|硕士|学士|本科|大专|专科|研究生|学历|学位|博士后|访问学者|直博|中专|高中|mba|ph|留学|[博硕]"),
    "honour": re.compile(
        r"学者|英才|人才|专家|院士|杰青|优青|青拔|青长|计划|工程|称号|名师|名家|名医|能手|标兵|劳模|劳动|模范|工匠|先进|先锋|津贴|功臣|带头人|领军|奖章|之星|新星|杰出|十佳|优秀|百人|千人|万人"
        r"|特派员|科学家|工程师|校友|教师|导师|教授|团队|人物|党员|会士|fellow|红旗手|知识分子|发明人|才俊|菁英|菁才|后备|领航|带动|职工|市民|骨干|友谊奖|基金|突贡|得主|个人|岗位|企业家|标杆|人选|入选者|获得者|候选人|[培选]\w对象"
    ),
    "award": re.compile(r"奖|杯|冠军|亚军|季军|金牌|银牌|铜牌|第[一二三四五]名|award|prize|优胜|一等|二等|三等|特等|表彰|嘉奖|勋章|工法"),
    "fund": re.compile(r"基金|计划|项目|专项|课题|工程|资金|资助|攀登|863|973|预研|揭榜|nsfc"),
    "count": re.compile(
        r"[\d一二三四五六七八九十百千两数多几](?:\s*(?:余|多|来|几))?\s*[篇项件个部本人名位次册种套门章期]$|指数|因子|引|index|^(?:ssci|sci|ei|cscd|cssci)$"
    ),
}  # fmt: skip
_NO_STUDY = re.compile(
    r"[得获读予有具养导收是为在聘进招业任占共等]|博士|硕士|毕业|项目|团队|课题|学生|联合|学位|学历"
)
"""Words before a degree that say no subject."""
_FUNCTION = re.compile(r"[的在与和及由是把将向从了更很用对间且]")
_WORK = re.compile(
    r"专项|计划|资助|攻关|资金|任务|子课题|规程|品种|成果|作品|教材|案例|批示|工法|转让|鉴定|下载|培养|研究生|本科|论文|专利|著|奖|课题|项目|基金|软著|标准|教材|发表|授权|出版|主持|引|指数|因子|sci|ei|教授|研究员|博士|硕士|院士|学者|人才|工程师|杰青|优青|讲师|导师"
)
_LONGEST = {
    "organisation": 40,
    "title": 14,
    "degree": 14,
    "honour": 26,
    "award": 34,
    "fund": 34,
    "count": 20,
}
_LETTERS = re.compile(f"[{HAN}]+")
TWO_PARTS = re.compile(rf"[{HAN}]{{2,8}}[·•‧・][{HAN}]{{2,10}}")
"""迪丽娜·艾斯卡: a name with a dot needs no surname."""


_LEADING = frozenset(
    "由 与 和 及 经 在 据 为 是 对 从 向 到 于 以 将 把 被 让 给 跟 同 取得 获得 荣获 获 进入 加入 担任 兼任 任 现任 曾任 同时 若 则 提供 搭建 依托 联合 委托 毕业 直至 并 的 其 该 本 此 我 "
    "以及 其中 包括 如 当 即 或 而 但 已 曾 后 前 中 系 方为 项目 申请 承接 介绍 启动 维持 偏重 看重 更 所 等 了 过 得 共 累计 先后 拟 应 可 须 参加 参与 主持 负责 完成 通过 感谢 邀请 "
    "入职 后进入 间用 采用 利用 使用 基于 针对 位于 属于 隶属 当选 入选 评为 颁 授予 拿下 斩获 曾获 并获 出任 做 请 咨询 建议 任职 就职 供职 来自 至 自 比 按 因 用 且 又 还 都 也 均 各".split()
)
_TRAILING = frozenset(
    "的 已 将 在 提供 负责 等 官网 和 与 及 或 为 是 对 了 共同 分别 现 曾 又 并 也 均 各 人选 方 则 应 将于 承担 完成 参与".split()
)
_NOT_PART = frozenset(
    "项目 成果 单位 团队 个人 课题 公司 本人 我校 年度 技术 教授 博士 研究员 院士 人才 称号 荣誉 奖项".split()
)
_LED = re.compile(
    r"(?:.{0,8}?(?:入职|进入|加入|供职于?|任职于?|就职于?|毕业于|来自|调入|转入|依托|隶属于?|位于|注册于|受聘[于为]?|聘[为任]|晋升为?|升任|现任|曾任|担任|兼任|出任|历任"
    r"|提供|搭建|购置|启动|维持|介绍|给出|拿下|获得|荣获|斩获|摘得|夺得|捧回|取得|获评|获颁|问鼎|名列|列入|师从|入选|当选|评为|授予|[申承]请?方为))?"
    r"(?:(?:并|且|又|先后|多次|累计|共|曾|已|后|再|直至|于|和|及|与|以及|[(]|[一两三]次)*(?:荣?获得?(?![奖得胜])|拿下|下(?=.{3}))?(?:了|过)?)"
)
_SMALL = frozenset("经由据向从与在为对任于方是和及获得凭以让被")
_GOT = re.compile(r"(?:获得?|拿下|获颁|问鼎|斩获|荣获|摘得|夺得|捧回|入选|当选|评为|师从)$")
_STAMP = re.compile(r"\((?:盖章|公章|签[字名章]|印章)\)?$")
_CUT_AFTER = ("honour", "award", "fund")


def trimmed(kind: str, words: str, likely: Any = None) -> tuple[int, int]:
    """Where the thing begins and ends inside what was found: without the small words that lead to
    it and follow it. `likely`: by the tagger, a character each."""
    import rjieba  # noqa: PLC0415 -- its dictionary takes a while to load

    start, end = 0, len(words)
    if kind == "person":
        return _name_in(words, likely)
    led = _LED.match(words)
    if (
        led
        and len(words) - led.end() >= 2
        and (_GOT.search(led.group()) or not _certain(likely, 0, led.end()))
    ):
        start = led.end()
    start = max(start, _word_start(words, _doubted(likely, end)))
    if likely is not None and end - start > 3 and words[start] in _SMALL:
        start += int(likely[start] < 0.9 and likely[start] < likely[start + 1] - 0.08)
    stamp = _STAMP.search(words, start)
    end -= len(stamp[0]) if stamp else 0
    if kind in _CUT_AFTER:
        ends = [m.end() for m in _SHAPES[kind].finditer(words)]
        rest = words[ends[-1] :] if ends else ""
        if (
            rest
            and not re.search(r"[(一二三四特]", rest)
            and not _certain(likely, end - len(rest), end)
        ):
            end -= len(rest)
    tokens = rjieba.tag(words[start:end])
    while len(tokens) > 1 and _leads(*tokens[0], likely, start):
        start += len(tokens.pop(0)[0])
    while len(tokens) > 1 and tokens[-1][0] in _TRAILING and kind in ("organisation", "honour"):
        end -= len(tokens.pop()[0])
    return start, end


def _word_start(words: str, place: int) -> int:
    """Where the word begins that holds the place: 应|用统计硕士 is cut before 应用 or not at all."""
    import rjieba  # noqa: PLC0415 -- its dictionary takes a while to load

    start = 0
    for word, _ in rjieba.tag(words) if place else ():
        if start + len(word) > place:
            break
        start += len(word)
    return start


def _doubted(likely: Any, end: int) -> int:
    """How much at the beginning the tagger does not believe, when it believes in the rest."""
    if likely is None or not end or likely[:end].max() < 0.8:
        return 0
    return next(n for n in range(end) if likely[n] > 0.2)


def _certain(likely: Any, start: int, end: int, least: float = 0.8) -> bool:
    return likely is not None and end > start and bool(likely[start:end].mean() > least)


def headed(kind: str, words: str, after: str, likely: Any) -> int:
    """Where an organisation ends: at the last word that ends one, when what was found goes on a
    little or stops short of it. `after`: the characters that follow, to the next break."""
    if kind not in ("organisation", "person", "title"):
        return len(words)
    ends = _HEADS["organisation" if kind == "person" else kind]
    if kind != "person":
        inside = [m.end() for m in ends.finditer(words)]
        for end in inside if kind == "organisation" else ():
            if _acts(words[end:]) and not _certain(likely, end, len(words), 0.9):
                return end
        if inside and inside[-1] == len(words):
            return len(words)
        if inside and len(words) - inside[-1] <= 3 and not _certain(likely, inside[-1], len(words)):
            return inside[-1]
    beyond = ends.search((words[-1] + after) if kind != "person" else after)
    reach = beyond.end() - (kind != "person") if beyond else 0
    if not beyond or reach > 6 or _BREAKS.search(after[:reach]):
        return len(words)
    return len(words) + reach


def _acts(words: str) -> bool:
    """Whether it begins with a verb: what an organisation does is no part of its name."""
    import rjieba  # noqa: PLC0415 -- its dictionary takes a while to load

    return bool(words) and rjieba.tag(words)[0][1] in ("v", "d", "p")


_HEADS = {
    "organisation": re.compile(
        r"大学|学院|[研科医检设勘总分]\w?\w?院|研究院|研究所|公司|集团|实验室|中心|医院|学校|[中小]学|协会|学会|银行|[务业商产通播护水电]局|[水电钢药泥化船肥纸锅械石材维碱灯炼件具煤料车]厂|委员会|联盟|工作站|基地"
        r"|推广站|总站|合作社|[报旅信出]社|联社|事务所"
    ),
    "title": re.compile(
        r"[师员长]|教授|主任|经理|总监|总裁|[董监理]事|主[编席管]|助理|秘书|顾问|记者|编辑|书记|代表|总工|科学家|合伙人|创始人|[编译]审|翻译|学者|专家"
    ),
}  # fmt: skip
_BREAKS = re.compile(
    r"[的在与和及由为是对将把被向从了有并提搭负承参完主指推采使用]|[^\u4e00-\u9fff]"
)


def widened(kind: str, before: str) -> int:
    """How many characters before an honour or award belong to it: nouns and places right before."""
    import rjieba  # noqa: PLC0415 -- its dictionary takes a while to load

    if kind not in (*_CUT_AFTER, "degree"):
        return 0
    found = 0
    for word, what in reversed(rjieba.tag(before)[-3 if kind in _CUT_AFTER else -2 :]):
        if kind == "degree":
            if _NO_STUDY.search(word) or what[:1] not in "nvab" or len(word) < 2:
                break
            found += len(word)
            continue
        if word in _LEADING or word in _NOT_PART or not (what[:1] in "nsj" or what in ("vn", "b")):
            break
        found += len(word)
    return found


def _leads(word: str, kind: str, likely: Any, start: int) -> bool:
    if word in _LEADING:
        return not _certain(likely, start, start + len(word), 0.9)
    doubted = likely is not None and likely[start : start + len(word)].mean() < 0.5
    return bool(doubted and kind[:1] in "vdpcur" and kind != "vn")


def _name_in(words: str, likely: Any) -> tuple[int, int]:
    """A name has two or three characters; what was caught behind it by its neighbour is no name."""
    if TWO_PARTS.fullmatch(words):
        return 0, len(words)
    first = next(
        (n for n, c in enumerate(words) if c in SURNAMES or words[n : n + 2] in COMPOUND_SURNAMES),
        0,
    )
    if first and len(words) - first >= 2 and likely is not None:
        start, end = _name_in(words[first:], likely[first:])
        return first + start, first + end
    most = 4 if words[:2] in COMPOUND_SURNAMES else 3
    if likely is None or len(words) <= most or not _LETTERS.fullmatch(words):
        return 0, len(words)
    joined = re.search(r"(?<=..)[与和及、]", words)
    end = next((n for n in range(len(words)) if likely[n] < 0.3), len(words))
    end = min(end, joined.start() if joined else end)
    if most < end == len(words) <= most + 2 and likely[most] < likely[most - 1] - 0.1:
        end = most
    return 0, end if 2 <= end <= most else len(words)


def ends_well(kind: str, words: str) -> bool:
    """Whether it may be a whole one."""
    return len(words) > 1 if kind == "person" else bool(_SHAPES[kind].search(words))


def plausible(kind: str, words: str, likely: float, clause: str, called: bool,
              mean: float = 1.0, beside: bool = False) -> bool:  # fmt: skip
    """`likely`, `mean`: by the tagger, of the likeliest character and of all. `called`: the
    neighbours speak of a person. `beside`: another name or a title stands next to it."""
    if "\n" in words or len(words) > _LONGEST.get(kind, 40):
        return False
    if kind == "person":
        return _person(words, likely, called, beside)
    if not _SHAPES[kind].search(words):
        unusual = 3 <= len(words) <= 8 and not _ordinary(words)
        named = mean > 0.85 and (
            (kind in ("honour", "award") and len(words) >= 4) or (kind == "title" and mean > 0.95)
        )
        return named or (kind == "organisation" and mean > 0.95 and unusual)
    if kind == "honour" and (mean < HONOUR_FROM or (likely < LONE_HONOUR_FROM and not beside)):
        return False
    if kind == "count":
        return bool(_WORK.search(clause))
    if kind == "fund" and (len(words) < 4 or re.match(r"各[类级种]|若干|多个|本|该", words)):
        return False
    if kind == "title" and _ROLE.fullmatch(words):
        return False
    if kind == "title" and _ordinary(words):
        return likely > PLAIN_POST_FROM[0 if beside else 1]
    if kind == "organisation" and _ordinary(words):
        return likely > 0.9 and (called or (len(words) >= 5 and mean > 0.85))
    return not (kind == "organisation" and likely < 0.9 and _FUNCTION.search(words))


HONOUR_FROM, LONE_HONOUR_FROM = 0.4, 0.5
"""How likely an honour must be on average, and at its likeliest where nobody stands beside it:
培养青年人才 speaks of nobody."""
_ROLE = re.compile(
    r"(?:原|现|前|新|各|本|该|主要|第一|项目|课题|子课题|任务|技术|财务|商务|总|总体|具体|现场|外协)*"
    r"(?:负责|联系|申请|主持|发明|完成|填[表报]|经办|代理|委托|签[字发]|审[核批定]|起草|撰[写稿]|编[制写]|校对|复核|记录|报告|主讲|对接|推荐|见证|保管|验收|发言|参[加与])人员?"
)
"""What a form calls those who sign it: nobody's post."""
PLAIN_POST_FROM = (0.3, 0.4)
"""How likely a post that is an everyday word must be beside somebody, and elsewhere: 站长."""
_PERSON_FROM = {
    "name": (0.12, 0.4, 0.5),
    "rest": (0.15, 0.6, 0.95),
    "word": (0.08, 0.5, 0.75),
    "deed": (0.12, 0.5, 0.85),
}
"""How likely somebody must be to be masked where the neighbours speak of a person, where somebody's
title or institution stands beside, and elsewhere: for what can only be a name, for a surname before
a word, for a word that says what is or is like, and for any other word. Chosen on the development corpus."""


_MEASURED = "长高低大小多少强弱快慢厚薄宽窄轻重硬软差好"
"""What is said of a thing: 寿命长, 成本高."""


def _person(words: str, likely: float, called: bool, beside: bool) -> bool:
    if TWO_PARTS.fullmatch(words):
        return likely > 0.5
    if not _LETTERS.fullmatch(name := re.sub(r"[\s\u3000]", "", words)):
        return False
    double = name[:2] in COMPOUND_SURNAMES
    if name[0] not in SURNAMES and not double:
        return False
    if name in REGIONS or (name[0] in "于和与在从向" and name[1:] in REGIONS):
        return False
    if len(name) == 1:
        return likely > 0.5
    if len(name) > (4 if double else 3):
        return len(name) == 4 and likely > 0.9 and called
    if len(name) == 3 and name[2] in _MEASURED and is_word(name[:2]):
        return called and likely > 0.9
    if len(name) == 3 and is_thing(name):
        return likely > 0.9 and (called or (beside and not is_word(name)))
    ordinary = len(name) == 3 and (_ordinary(name[1:]) or name[1:] in REGIONS)
    likeness = "rest" if ordinary else "name"
    if is_word(name) or _ordinary(name):
        likeness = "word" if _says_what(name) else "deed"
    return likely > _PERSON_FROM[likeness][0 if called else 1 if beside else 2]


@lru_cache(maxsize=8192)
def is_thing(word: str) -> bool:
    """A word of the dictionary that nobody is likely called: 蒲公英. It takes many for names."""
    import rjieba  # noqa: PLC0415 -- its dictionary takes a while to load

    return is_word(word) or (rjieba.has_word(word) and not GIVEN_LETTERS.issuperset(word[1:]))


@lru_cache(maxsize=8192)
def _says_what(word: str) -> bool:
    """A noun, an adjective, a time: what people are called after."""
    import rjieba  # noqa: PLC0415 -- its dictionary takes a while to load

    return all(kind[:1] in "nabzti" for _, kind in rjieba.tag(word))


@lru_cache(maxsize=8192)
def _ordinary(words: str) -> bool:
    """A word or two of the dictionary that is nobody's and no place's: 波长, 行业协会, 花岗岩."""
    import rjieba  # noqa: PLC0415 -- its dictionary takes a while to load

    found = rjieba.tag(words)
    plain = all(
        kind[:1] in "nvadbzfujpcmtqr" and kind[:2] not in ("nr", "ns", "nt") for _, kind in found
    )
    known = all(len(w) == 1 or rjieba.has_word(w) for w, _ in found)
    return plain and known and (len(found) == 1 or all(len(w) > 1 for w, _ in found))
