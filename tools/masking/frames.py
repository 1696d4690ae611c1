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
_ENDS = (
    "。",
    "。",
    "。",
    "；",
    "",
    "，{noun}。",
    "，{act}{thing}。",
    "（{noun}）。",
    "，同时{act}{noun}。",
    "，后{act}{noun}。",
)
_FORM = (
    "荣誉：{honour}；{honour}；{award}", "个人荣誉：{honour}、{honour}", "奖励：{ranked}；{ranked}", "人才称号\t{honour}", "{honour}\t{year}", "{award}\t{year}\t{number}", "1.{ranked} 2.{ranked}", "（1）{honour}（2）{award}",
    "• {award}，{year}", "- {honour}（{year}年）", "{year} {honour}", "{year}年  {award}", "{person}\t{honour}", "{person} {degree} {title} {post}", "{person}|{title}|{organisation}", "{honour}/{honour}", "{award}，{award}，{award}",
    "学历学位：{degree}", "现任职务：{title}", "{title}；{title}", "职务：{organisation}{title}", "{role}：{person}", "{role}：{person}；{role}：{person}", "{role}{person}，{role}{person}", "{role}：{person}、{person}", "{role}：{generic}",
    "{organisation}，{title}，{degree}", "{degree}，{title}", "论文{papers}|专利{patents}|{reading}", "{reading}", "{hindex}", "{year}.3-{year}.9 {organisation} {title}", "{honour}（{organisation}，{year}）", "{award}（{organisation}颁发）",
    "{organisation}（{region}）", "{person}，{organisation}，{region}", "{person}. {noun}若干{word}[D]. {organisation}, {year}.", "{person}与{person}{word}{word}，{person}{act}", "{noun}：{noun}；{noun}：{noun}", "{role}：{noun}", "{region}、{region}等地",
)  # fmt: skip
_NOBODY = (
    "检索到{noun}论文{number}篇、专利{number}件。", "数据集含{noun}文本{number}篇、图片{number}张。", "调查{number}名用户，回收问卷{number}份。", "邀请{number}名专家打分。", "访谈{number}人，涉及{number}个部门。",
    "共{number}件样品、{number}项参数。", "国内外学者对{noun}{act}较多。", "工程师根据{noun}{verb}{noun}。", "教师端与学生端分别{verb}{noun}。", "医师通过{noun}{verb}。", "专家系统与{noun}结合。", "人才流失与{noun}有关。",
    "缺少{noun}专业人才。", "{noun}人才短缺，{noun}不足。", "奖励机制按{noun}设置。", "博士论文格式{word}。", "主任务与子任务并行。", "{number}人一组，{number}组轮换。", "每班{number}人，共{number}班。", "部署{number}项{noun}、{number}个{noun}。",
    "对{number}项{noun}逐一{verb}。", "抽取{number}部{noun}进行{verb}。", "{organisation}{act}{noun}。", "{organisation}{verb}{noun}，{noun}偏高。", "{organisation}与{organisation}{act}{noun}。", "经{organisation}{act}，{organisation}{act}。",
    "按专家意见{verb}{noun}。", "学科带头作用明显。", "推进产学研合作与人才培养。", "建设高水平人才队伍，{verb}{noun}。", "吸引青年人才参与{noun}。", "公司治理与{noun}{word}。", "学校、医院等公共建筑的{noun}。", "由学院统一{verb}{noun}。",
    "大学生{word}{noun}。", "企业导师与校内导师共同{verb}{noun}。", "{noun}分为一等、二等、三等。", "获奖概率与{noun}无关。", "该奖项{word}。", "申请人、审批人、经办人三级{verb}。", "用户可在手机端{verb}。", "管理员、操作员和访客三类账户。",
    "{person}是{honour}。", "{person}是{honour}，{person}是{title}。", "与我们{word}多年的{person}{title}（{organisation}）", "{person}{title}（{organisation}）{verb}{noun}。", "{role}{person}。", "{role}{person}，{role}{person}。", "{person}、{person}：{noun}。",
    "{person}{act}，{role}{person}。", "{person}到{organisation}任{title}。", "{title}{person}和{title}{person}{act}{noun}。", "{person}从{title}做到{title}。", "聘{person}为{title}", "{organisation}{title}{person}出席", "{title}、{degree}{person}",
    "{noun}由{person}{verb}，{person}{verb}，{person}{verb}。", "{person}的{noun}", "{person}曾{act}{noun}，后{act}{noun}。", "{person}说，{noun}{word}。", "{person}（{degree}，{title}）{act}{noun}。", "{person}{word}于{year}年，{person}{word}于{year}年。",
)  # fmt: skip


def _frames() -> tuple[str, ...]:
    found = [*_FORM * 6, *_NOBODY * 8]
    for start, did in (
        (_WHO, _RECOGNISED),
        (_WHO, _POSTED),
        (_WHO, _WORKED),
        (("", "目前", "其中", "同时，", "另外，"), _THINGS),
    ):
        for n, who in enumerate(start):
            for m, done in enumerate(did):
                found.append(who + done + _ENDS[(3 * n + 7 * m) % len(_ENDS)])
                if (n + m) % 3 == 0:
                    found.append(who + done + "，" + did[(m * 5 + n + 1) % len(did)] + "。")
    return tuple(found)


FRAMES = _frames()
