"""Sentences put together from a beginning, what somebody did or is, and an end: many more shapes than
a list of whole sentences has. All invented."""

from __future__ import annotations

_WHO = (
    "{person}", "{person}{title}", "{organisation}{person}", "{organisation}的{person}", "{title}{person}", "我单位{person}", "{organisation}{title}{person}",
    "{person}、{person}", "{person}和{person}", "{person}{leaf}", "团队{role}{person}", "{person}（{title}）", "本人", "团队", "该同志", "其", "{surname}{address}", "{honour}{person}",
)  # fmt: skip
_RECOGNISED = (
    "入选{honour}", "获评{honour}", "被评为{honour}", "荣获{honour}称号", "被授予{honour}", "先后入选{honour}、{honour}", "系{honour}", "为{honour}", "是{honour}", "当选{honour}",
    "获{honour}", "被认定为{honour}", "获得{honour}荣誉", "两次被评为{honour}", "于{year}年入选{honour}", "享受{honour}", "作为{honour}", "受聘为{honour}", "获批{honour}", "列入{honour}", "名列{honour}",
    "获{ranked}", "荣获{ranked}", "获得{award}", "斩获{award}", "拿下{award}", "捧回{award}", "摘得{award}和{award}", "凭{noun}获{award}", "以{noun}获{year}年度{award}", "先后获{award}{prizes}、{award}{prizes}",
    "曾获{award}（{award}）", "获颁{award}", "研究成果获{ranked}", "累计获{award}{prizes}", "问鼎{award}", "夺得{award}",
)  # fmt: skip
_POSTED = (
    "任{title}", "担任{title}", "现任{organisation}{title}", "受聘为{organisation}{title}", "曾任{organisation}{title}、{title}", "晋升为{title}", "聘任为{title}", "兼任{society}{title}", "从{title}升为{title}",
    "为{organisation}{title}", "是{title}", "获{degree}", "取得{organisation}{degree}", "获{degree}学位后到{organisation}工作", "毕业于{organisation}，{degree}", "攻读{degree}", "拥有{degree}", "以{degree}毕业",
    "系{title}、{degree}", "持有{title}证书", "已调入{organisation}任{title}", "加入{organisation}", "就职于{organisation}", "从{organisation}转入{organisation}", "在{organisation}做访问学者", "{degree}在读",
)  # fmt: skip
_WORKED = (
    "{act}{noun}", "负责{noun}", "共同{act}了{noun}", "提出{noun}", "{verb}{noun}的{noun}", "审阅了{noun}", "对{noun}{verb}", "{act}{thing}", "{verb}{noun}，{person}{act}{noun}", "与{person}{act}{noun}",
    "发表论文{papers}，{reading}", "发表{indexed}论文{papers}、{reading}", "{hindex}，{reading}", "出版专著{books}，译著{books}", "主持{fund}{projects}、{fund}{projects}", "承担{fund}{projects}和横向课题{projects}",
    "授权{patent}{patents}，其中{patent}{patents}", "培养{degree}{heads}、{degree}{heads}", "指导研究生{heads}", "主编教材{books}", "制定标准{projects}", "获软件著作权{patents}", "在{noun}方面见刊{papers}",
    "成果在{organisation}应用", "由{organisation}{act}{noun}", "将{noun}交{organisation}{verb}", "{fund}{projects}，{fund}{projects}", "获批{fund}{projects}",
)  # fmt: skip
_THINGS = (
    "{noun}{act}{noun}", "{noun}{verb}{noun}", "若{noun}超过{number}则{verb}{noun}", "否则{verb}{noun}", "{noun}偏高而{noun}偏低", "图中为{noun}", "{noun}取{number}{unit}", "{act}{noun}设备{number}台",
    "{noun}不低于{number}{unit}", "位于{region}的{noun}", "注册地为{region}", "{region}的{noun}{verb}", "在{region}{verb}{noun}", "{noun}在{region}推广", "{noun}、{noun}与{noun}", "更{verb}{noun}", "用{noun}{act}", "注册于{region}",
    "{generic}提供{noun}", "{role}{act}{noun}", "{noun}是{noun}的{noun}", "{word}{noun}{word}", "第{number}节{act}{noun}", "{noun}年需求{number}万{unit}", "购置{noun}{number}套", "对{noun}各有{word}", "{noun}若干问题",
)  # fmt: skip
_ENDS = ("。", "。", "。", "；", "", "，{noun}。", "，{act}{thing}。", "（{noun}）。", "，同时{act}{noun}。", "，后{act}{noun}。")
_FORM = (
    "荣誉：{honour}；{honour}；{award}", "个人荣誉：{honour}、{honour}", "奖励：{ranked}；{ranked}", "人才称号\t{honour}", "{honour}\t{year}", "{award}\t{year}\t{number}", "1.{ranked} 2.{ranked}", "（1）{honour}（2）{award}",
    "• {award}，{year}", "- {honour}（{year}年）", "{year} {honour}", "{year}年  {award}", "{person}\t{honour}", "{person} {degree} {title} {post}", "{person}|{title}|{organisation}", "{honour}/{honour}", "{award}，{award}，{award}",
    "学历学位：{degree}", "现任职务：{title}", "{title}；{title}", "职务：{organisation}{title}", "{role}：{person}", "{role}：{person}；{role}：{person}", "{role}{person}，{role}{person}", "{role}：{person}、{person}", "{role}：{generic}",
    "{organisation}，{title}，{degree}", "{degree}，{title}", "论文{papers}|专利{patents}|{reading}", "{reading}", "{hindex}", "{year}.3-{year}.9 {organisation} {title}", "{honour}（{organisation}，{year}）", "{award}（{organisation}颁发）",
    "{organisation}（{region}）", "{person}，{organisation}，{region}", "{person}. {noun}若干{word}[D]. {organisation}, {year}.", "{person}与{person}{word}{word}，{person}{act}", "{noun}：{noun}；{noun}：{noun}", "{role}：{noun}", "{region}、{region}等地",
)  # fmt: skip


def _frames() -> tuple[str, ...]:
    found = list(_FORM) * 6
    for start, did in ((_WHO, _RECOGNISED), (_WHO, _POSTED), (_WHO, _WORKED), (("", "目前", "其中", "同时，", "另外，"), _THINGS)):
        for n, who in enumerate(start):
            for m, done in enumerate(did):
                found.append(who + done + _ENDS[(3 * n + 7 * m) % len(_ENDS)])
                if (n + m) % 3 == 0:
                    found.append(who + done + "，" + did[(m * 5 + n + 1) % len(did)] + "。")
    return tuple(found)


FRAMES = _frames()
