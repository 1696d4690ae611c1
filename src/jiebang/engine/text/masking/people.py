"""What stands on both sides of somebody."""

from __future__ import annotations

import re

_FRAMES = tuple(
    (re.compile(rf"(?:{before})$"), re.compile(after))
    for before, after in (
        (r"由|改由|再由", r"主[持讲笔刀编]|记录|值[班守]|保管|撰[稿写]|执笔|起草|绘制|装配|攻克|整理|复核|统稿|授课|讲[授解]|接[替任手]|带队|签[署发]|发起|牵头|操刀|领衔|汇报|审[定阅核]|校对|编写"),
        (r"经|报|报请|会同", r"推荐|引荐|介绍|批准|审[核阅定批]|同意|确认|提名|签[发字]|点头|复核|校核|许可后"),
        (r"交|交给|交由|转交|提交", r"整理|处理|保管|审[阅核]|复核|归档|落实|修改|签[字发]|[。,;]"),
        (r"在", r"的?(?:带动|带领|主持|倡议|组织|鼓励|协调|指导|建议|推动|领导|感召|安排|提议)下"),
        (r"(?:请|可|应|须)[^,。;\n]{0,6}[与和跟同向]|联系", r"(?:取得)?联系|接洽|对接|咨询|[。;]"),
        (r"(?:^|[,、;。:(\s与和]|[后中]|由|而|请|派|经)", r"(?:作|做)(?:了|[^\W\d]{0,4}(?:发言|报告|致辞|总结|汇报|点评))|晋升|点评|致辞|列席|缺席|值[班守]|带队|调离|退休|留校|住在|不同意|主笔|统稿|撰稿"
         r"|[两二三四五]位|[两二三四五]人(?!份|工)|分别来自|执笔|出差|休假|请假|出席|到场|发言|在场|两位|赴|驻|常年|[则也均]?擅长|挂职|任教|执教|一人|名下|署名|[全半兼]职(?!业)|同意|等(?:人|[^\W\d]{0,2}(?:提出|报道|认为|发现|指出))|为首"),
        (r"(?:出自|得益于)", r"之手|的(?:设计|构思|建议)"),
        (r"(?:[组队成团会学]员|同[事学]|校友|骨干|[甲乙丙]方代表|接口人|现场对接|值守|主笔|列席|对接)[:为是]?", r"[,、。;\s]|$"),
    )
)  # fmt: skip
"""What stands before and after somebody together; either alone might stand beside a thing."""


def framed(text: str, start: int, end: int) -> bool:
    """Whether what stands on both sides together goes with people only."""
    before = text[max(0, start - 8) : start]
    return any(a.match(text, end) and b.search(before) for b, a in _FRAMES)


_MADE = re.compile(
    r"制[备成得作]|推[导得出]|计算|求[得解出]|得[到出]|可[知得见]|[组构合生形]成|产生|引起|导致|造成|决定|控制|驱动|触发|烧结|加工|转化|演化|给出|表示|描述|替代|换算"
)


def made(text: str, start: int, end: int) -> bool:
    """Whether something is made or known of it: 由石英制备."""
    return text[max(0, start - 1) : start] in ("由", "经", "据") and bool(_MADE.match(text, end))
