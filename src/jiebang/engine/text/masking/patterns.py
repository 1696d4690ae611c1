"""What has a shape: counts, indices, numbers, ways to reach somebody, dates of a life, names in
letters, values after a label."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from jiebang.engine.text.masking.context import is_word
from jiebang.engine.text.masking.hits import Hit
from jiebang.engine.text.normal import HAN, Normal
from jiebang.engine.text.schools import REGIONS, SURNAMES

_NUM = r"(?:\d[\d,]{0,12}|[一二三四五六七八九十百千两]{1,8}|数十?|若干|近百)\s*(?:余|多|来|几)?\s*"
_FUTURE = re.compile(
    r"[拟将]|预计|预期|计划(?=[申发获授形完取在于制])|目标|不少于|不低于|不得少于|力争|争取|完成后|≥|>=|结题时|考核指标|期末"
)
_DONE = re.compile(
    r"已[^有经]|曾|先后|累计|近[一二三四五六十两\d]+年|荣获|迄今|至今|现有|拥有|目前|截至"
)
_SENTENCE = re.compile(r"[^。;!?\n]+")
_CLAUSE = re.compile(r"(?:[^,。;!?\n]|(?<=\d),(?=\d))+")
_READ = re.compile(r"文献|稿件|来稿|检索|语料|题库|查新")
_WRITTEN = re.compile(r"发表|收录|被引|引用|论文|专著|署名|撰写|获")
_COUNTS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_NUM}(?:篇|部(?![件门分署位]))",
        rf"{_NUM}(?:项|件|个)(?=.{{0,10}}(?:专利|软件著作权|软著|著作权|奖|课题|基金|项目))",
        rf"(?:专利|软著|著作权|课题|项目|论文|专著|标准|奖励?|基金)[((]?({_NUM}(?:项|件|个|篇|部|本|次))",
        rf"(?:主持|参与|承担|完成|授权|发表|出版|获批|申请|荣获|获奖|转化|在研|结题|立项|主编|参编)(?:了|过)?({_NUM}(?:项|件|篇|部|本))",
        r"(?:h-?\s?index|h指数|h因子|影响因子|被引|他引|引用)(?:(?!被引|他引|引用)[^\d,。;]){0,6}\d[\d,.]*\s*余?次?",
        r"(?:谷歌学术|单篇最高|累计|总|sci|wos)(?:被引|他引|引用|影响因子)[^\d,。;]{0,6}\d[\d,.]*\s*余?多?次?",
        r"(?:sci|ssci|ei|esi|cssci|cscd)(?=.{0,6}(?:论文|收录|检索|期刊|高被引|一区|二区))",
        rf"(?:教授|研究员|博士|硕士|院士|工程师|学者|杰青|优青|人才)({_NUM}(?:人|名|位))",
    )
)
_HEADS = re.compile(rf"\s?[(:]?({_NUM}(?:人|名|位))(?![单义次均员体为家工额字副])")
# Where a pattern has a group, the group alone is masked.
_SHAPES = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("number", r"20\d\dyf[a-z]\d{7}"),
        ("number", r"zr20\d\d[a-z]{2}\d{3}"),
        ("number", r"(?<![\w.])zl\s?\d{12}(?:\.[\dx])?|(?<![\w.])cn\s?\d{9,12}[a-z]?(?:\.[\dx])?"),
        ("number", r"(?<![\w.])20\d{10}\.[\dx](?!\w)"),
        ("number", r"10\.\d{4,9}/[\w.()/:;\-]+"),
        ("number", r"(?:批准号|编号|项目号|课题号|合同号|证书号|登记号|专利号)[:为是]?\s*([a-z]{0,4}\d[a-z\d\-]{4,})"),
        ("number", r"基金[^,。;\n\d]{0,12}?([a-z]?\d{7,8})(?!\d)"),
        ("number", r"(?:grants?|project|award)\s*(?:nos?\.?|numbers?)?\s*[:#]?\s*([a-z]{0,3}\d{6,9})(?!\d)"),
        ("number", r"(?<![a-z\d])[1-9]\d{5}(?:19|20)\d{9}[\dx](?![a-z\d])"),
        ("number", r"(?<![a-z\d])(?=[\da-z]{0,17}\d{6})[19]\d{7}[\da-z]{10}(?![a-z\d])"),
        ("contact", r"(?<![\w.+\-])[\w.+\-]{1,64}@[\w\-]{1,63}(?:\.[\w\-]{1,63}){1,8}"),
        ("contact", r"(?<!\d)(?:\+?86[\s\-]?)?1[3-9]\d[\s\-]?\d{4}[\s\-]?\d{4}(?!\d)"),
        ("contact", r"(?<!\d)\(?0\d{2,3}\)?[\s\-]{0,2}\d{7,8}(?:-\d{1,5})?(?!\d)"),
        ("contact", r"(?:https?://|www\.)[\w./?=&%#~:\-]+"),
        ("contact", r"(?<!\d)\d{4}-\d{4}-\d{4}-\d{3}[\dx](?![\da-z])"),
        ("contact", r"(?:qq|微信号?|wechat)[:是为]?\s*([a-z\d_\-]{5,20})"),
        ("date", r"((?:19|20)\d\d(?:年(?:\d{1,2}月)?(?:\d{1,2}日)?|[./\-]\d{1,2}))(?:出?生|毕业|博士|硕士|本科|入职|任教|晋升|参加工作|留校|入党|赴)"),
        ("date", r"((?:19|20)\d\d年(?:\d{1,2}月)?)[^。;,\n]{0,24}(?:毕业|学位|入选|当选|获评|博士后|任教|留学|访学|晋升)"),
        ("date", r"(?:19|20)\d\d[./年\-]\d{1,2}月?\s*[—–\-~至]+\s*(?:(?:19|20)\d\d[./年\-]\d{1,2}月?|至?今)(?=[^\n]{0,40}(?:大学|学院|研究院|研究所|公司|医院|任|学士|硕士|博士|教授|工作))"),
        ("date", r"(?:出生年月|出生日期|年龄)[:为是]?\s*([\d./\-年月日岁]{2,11})"),
        ("award", r"(?:第[一二三四五\d]完成人|排名第?\s?[一二三四五\d]+(?:位)?|\(\d+/\d+\)|位次\s?\d+)(?=.{0,20}|$)"),
        ("title", rf"(?:正高级?|副高级?|高级|副主任|主任|主管|助理|首席|特级|注册)(?:[{HAN}]{{1,4}})?(?:师|技师)(?![资范生])"),
        ("title", r"副?总(?:工程师|经理|裁|监|设计师|工艺师|会计师|架构师)"),
        ("degree", r"(?:[文理工农医法]学|管理学|经济学|教育学|历史学|哲学|艺术学|军事学|工程|公共管理)?(?:博士|硕士|学士)(?:研究生|学位|学历|后)?"),
                ("title", r"(?:研究室|教研室|实验室|事业部|项目部|技术部|学部|学院|车间|中心|课题组|技术|运营|营销|财务|行政|市场|研发|质量|生产|人力资源)部?副?(?:主任|总监|部长|总?经理|院长|总裁|组长)(?![委务])"),
        ("organisation", rf"(?:{'|'.join(REGIONS)})(?:省|市|县|区)?[^\W\da-z的是在和与及有为了对将等或各就被把]{{2,14}}?(?:大学|学院|研究院|研究所|设计院|检测院|医院|中学|小学|公司|集团|实验室|研究中心|[水电钢药]厂|学会|协会)(?![生市区里的])"),
("degree", rf"(?:(?<=[,、;:(\s])|^)[{HAN}]{{1,8}}(?:博士|硕士|学士|本科)(?:学位|学历|研究生)?(?=[,、;:)\s。]|$)"),
        ("title", rf"(?:(?<=[,、;:(\s])|^)[{HAN}]{{0,8}}(?:总监|经理|总裁|主任|工程师|研究员|教授|会计师|经济师|医师|药师|技师|教师|设计师|农艺师|科学家|董事长?|监事长?|院长|所长|校长|书记|秘书长|总工)(?=[,、;:)\s。]|$)"),
        ("organisation", rf"(?:(?<=[^{HAN}a-z\d〕])|^)[{HAN}a-z\d]{{2,20}}(?:\([{HAN}]{{2,6}}\))?[{HAN}]{{0,10}}(?:股份有限公司|有限责任公司|有限公司)"),
        ("organisation", rf"(?:简称|以下称|下称)[:为]?[“\"'‘]([{HAN}a-z]{{2,12}})[”\"'’]"),
    )
)  # fmt: skip
_POST = re.compile(
    rf"(?:(?<=[,、;(\s])|^)[{HAN}]{{1,8}}(?:总监|总裁|工程师|研究员|教授|[会农经医药技教设]\w?师|科学家|[院所校站场厂部处科班段组]长"
    rf"|主[编管任]|秘书|带头人|副总|创始人|合伙人|导师|编委|理事|委员)(?=[,、;()\s。]|$)"
)
_ENGLISH_UNIT = re.compile(
    r"(?:[a-z][\w&'.\-]*\s+){1,6}(?:university|institute|college|academy|hospital|laboratory|corporation"
    r"|inc\.?|co\.,?\s*ltd\.?|limited|ltd\.?|group|gmbh)(?:\s+of(?:\s+(?:the|and|&|[a-z][\w\-]*)){1,5})?(?![a-z])"
    r"|(?:university|institute|college|academy|school|hospital)\s+of(?:\s+(?:and|the|of|&|[a-z][\w\-]*)){1,6}(?![a-z])"
)
_ENGLISH_TITLE = re.compile(
    r"(?<![a-z])(?:prof(?:essor)?|dr|mr|mrs|ms)\.?\s+((?:[a-z][a-z.'\-]*\s?){1,3})"
)
_SYLLABLE = (
    r"(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|van|ai|an|ao|ei|en|er"
    r"|ia|ie|in|iu|ou|ua|ui|un|uo|ue|ve|[aoeiuv])"
)
_LABELS = (
    ("person", r"(?:项目|课题|技术|财务|团队|单位|实验室|平台)?负责人|(?:项目)?(?:组)?(?:主要)?成员|姓\s?名|联系人|主持人|法定代表人|法人代表?"
               r"|(?:通讯|第一)?作者|参加人(?:员)?|(?:核心)?骨干|发明人|填表人|经办人|申请人|导师|委托代理人|带头人|完成人|签[字名]"
               r"|(?:执笔|撰写|撰稿|起草|审核|审批|批准|校对|复核|编制|制表|记录|验收|保管|见证|推荐|报告|主讲|对接|签发|经手|设计|监护|发言|绘图)人|主管|副?组长|指导[教老]师|联络[员人]|项目秘书"),
    ("organisation", r"(?:申[报请]|牵头|参与|合作|依托|承担|所在|工作|推荐|主管|投标|完成|联合|协作|现)?单位(?:名称)?(?:全称)?|毕业(?:院校|学校)"
                     r"|学\s?校|(?:公司|企业|院校|机构)(?:名称)?|授予单位|开户(?:银)?行|专利权人"),
    ("title", r"职\s?称|职\s?务|(?:专业)?技术职[称务]|职务[/、]?职称|职称[/、]?职务|现任职务"),
    ("degree", r"学\s?历|学\s?位|最高学[历位]|文化程度|学历[/、]?学位|学位[/、]?学历"),
    ("honour", r"(?:人才)?(?:荣誉)?称号|荣誉|人才(?:计划|项目|类别|层次|帽子)|头衔"),
    ("award", r"(?:主要)?获奖(?:情况|名称|等级)?|奖项(?:名称)?|奖励(?:名称|等级)?"),
    ("count", r"(?:发表)?(?:sci|ei)?论文(?:数量?|篇数|总数)|(?:授权)?(?:发明)?专利(?:数量?|件数|总数)|h[\s-]?(?:指数|index)|(?:总)?被引(?:次数|频次)?|他引次数"),
    ("number", r"身份证(?:件)?(?:号码?)?|(?:统一社会)?信用代码|批准号|专利号|(?:项目|证书|合同|课题)(?:编)?号|证件号码?|银行?账号"),
    ("contact", r"(?:联系|办公|移动)?电话|手机(?:号码?)?|传真|(?:电子)?邮箱|e-?mail|(?:通[信讯]|办公|联系|注册)?地址|邮编|微信号?|qq"),
    ("date", r"出生(?:年月|日期)|年\s?龄|毕业时间|参加工作时间|入职时间"),
)  # fmt: skip
_VALUE = re.compile("|".join(rf"(?P<{kind}>(?:{words}))" for kind, words in _LABELS))
_AFTER = re.compile(
    r"(?:\([^()\n]{1,8}\))?\s*[:]\s{0,4}([^\n\t。;:]{1,60}?)(?=\s{2,}|[\n\t。;,]|$|\s*[^\s:]{2,8}:)"
)
_NOTHING = re.compile(r"[\s\-—/_无()]*")


def label_kind(label: str) -> str:
    """The kind of what stands under or beside this label of a form, or "" when it says nothing."""
    plain = re.sub(
        r"[\s:*]|\([^()]*\)",
        "",
        label.lower().replace("（", "(").replace("）", ")").replace("：", ":"),
    )
    match = _VALUE.fullmatch(plain) if len(plain) <= 14 else None
    return match.lastgroup or "" if match else ""


def shaped(text: str) -> Iterator[Hit]:
    for kind, pattern in _SHAPES:
        for match in pattern.finditer(text):
            if match.end(pattern.groups) > match.start(pattern.groups) >= 0:
                yield Hit(*match.span(pattern.groups), kind)
    yield from labelled(text)


def posts(text: str) -> Iterator[Hit]:
    """What ends like a post and stands by itself; often somebody in general."""
    for match in _POST.finditer(text):
        yield Hit(*match.span(), "title")


def labelled(text: str) -> Iterator[Hit]:
    """Values after a label and a colon."""
    for label in _VALUE.finditer(text):
        value = _AFTER.match(text, label.end())
        if value and label.lastgroup and not _NOTHING.fullmatch(value[1]):
            words = value[1].rstrip()
            if "(" not in words:
                words = words.rstrip(")").rstrip()
            start = value.start(1)
            if label.lastgroup == "person" and len(words) > 24:
                continue
            yield from pieces(words, start, label.lastgroup)


def pieces(words: str, offset: int, kind: str) -> Iterator[Hit]:
    """A listed value, each piece a hit."""
    for piece in re.finditer(r"[^、,;/\s]+(?:[ ](?=[a-z])[^、,;/\s]+)*", words):
        if not _NOTHING.fullmatch(piece.group()):
            double = kind == "person" and is_word(piece.group())
            yield Hit(offset + piece.start(), offset + piece.end(), kind, doubtful=double)


def planned(text: str) -> list[tuple[int, int]]:
    """Spans of clauses about what is promised; a plan lasts until something done is told."""
    spans = []
    for sentence in _SENTENCE.finditer(text):
        future = False
        for clause in _CLAUSE.finditer(text, sentence.start(), sentence.end()):
            if _FUTURE.search(clause.group()):
                future = True
            elif _DONE.search(clause.group()):
                future = False
            if future:
                spans.append(clause.span())
    return spans


def counts(text: str) -> Iterator[Hit]:
    """Counts of work, promised or done; see `planned`. What was read or collected is none."""
    for sentence in _SENTENCE.finditer(text):
        read = _READ.search(sentence.group()) and not _WRITTEN.search(sentence.group())
        for clause in _CLAUSE.finditer(text, *sentence.span()):
            words, offset = clause.group(), clause.start()
            for pattern in _COUNTS[1:] if read else _COUNTS:
                for match in pattern.finditer(words):
                    start, end = match.span(pattern.groups)
                    yield Hit(offset + start, offset + end, "count")


def heads(text: str, end: int) -> Hit | None:
    """How many there are of those told right before: 名师12名."""
    match = _HEADS.match(text, end)
    return Hit(*match.span(1), "count") if match else None


def in_letters(view: Normal, source: str) -> Iterator[Hit]:
    """Organisations and people in Latin letters, by capitals."""

    def capital(at: int) -> bool:
        return source[view.origin[at]].isupper()

    for match in _ENGLISH_UNIT.finditer(view.text):
        start = match.start()
        words = list(re.finditer(r"\S+", match.group()))
        big = [w for w in words if capital(start + w.start())]
        if len(big) >= 2:
            yield Hit(start + big[0].start(), start + big[-1].end(), "organisation")
    for match in _ENGLISH_TITLE.finditer(view.text):
        if capital(match.start()) and capital(match.start(1)):
            yield Hit(match.start(), match.start(1), "title")
            yield Hit(match.start(1), match.start(1) + len(match[1].rstrip(" .")), "person")
    for pattern in _pinyin():
        for match in pattern.finditer(view.text):
            if all(capital(match.start(n)) for n in range(1, pattern.groups + 1)):
                yield Hit(*match.span(), "person")


@lru_cache(maxsize=1)
def _pinyin() -> tuple[re.Pattern[str], ...]:
    from pypinyin import lazy_pinyin  # noqa: PLC0415 -- only texts with names in letters need it

    family = "|".join(
        sorted(set(lazy_pinyin("".join(sorted(SURNAMES)))), key=lambda s: (-len(s), s))
    )
    given = rf"(?:{_SYLLABLE})(?:[-']?(?:{_SYLLABLE}))?"
    left, right = r"(?<![a-z\d.\-])", r"(?![a-z\d\-])"
    return (
        re.compile(rf"{left}({family}),?\s({given}){right}"),
        re.compile(rf"{left}({given})\s({family}){right}"),
        re.compile(rf"{left}({family}),?\s([a-z])(?:[.\s\-]{{0,2}}[a-z])?(?:\.|(?=[,;]))"),
        re.compile(rf"{left}([a-z])\.(?:[\s\-]?[a-z]\.)?\s?({family}){right}"),
    )
