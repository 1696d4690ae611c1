"""Sentences whose every place is drawn anew: who or what, before it, after it. People, things and
organisations share the beginnings and ends, so that what decides is how the name is made and which
words go with it, and no whole sentence is learned by heart. All invented."""

from __future__ import annotations

import numpy as np

from masking import technical
from masking.units import pick

Dice = np.random.Generator

_BEFORE_PERSON = (
    "由 请 交 交给 交由 经 向 与 跟 对 找 为 是 据 同 如 除 让 派 邀 连同 另有 还有 包括 分别是 分别为 依次是 委托 感谢 联系 拜访 通知 咨询 聘请 接替 认识 转告 询问 依靠 得到 来自 出自 "
    "去年 今年 当年 当天 现由 后由 改由 均由 皆由 先由 再由 再交 转交 报 报请 提交 会同 其中 其中， 以及 还包括 {human} {human} {vx} {role} {role} {role}为 {role}是 {nx}： {human}人 {human}人： {human}人为 {human}人是 {nx}人： {nx}员 {nx}员： {role}： {role}： {human}：  {thing}由 "
    "{noun}由 {noun}归 {noun}找 {noun}交 {noun}经 {noun}是 {thing}请 {thing}交 {adverb}由 并由 {organisation} {organisation}的 {title} {title} {degree} {honour} {title}、{title} 主编： 制图： 主笔： 列席： 缺席： 出席： 到会： 嘉宾 我院 我所 "
    "我校 我公司 我方 我方代表 甲方 乙方 双方 对方 该院 该所 学生 同事 原 前 新任 现任 {nx}组 {nx}组： {year}年 {year}年， {number}. （{number}） {number}、"
).split()
_AFTER_PERSON = (
    "{human} {human} {human}了{noun} {human}{noun} {human}{noun} {human}了 {human}{thing} {human}{thing} {human}{thing} {human}、{person}{human} 则{human} 则{human}{noun} 也{human} 均{human} 曾{human}{noun} 已{human} 又{human} {adverb}{human} {adverb}{human}{noun} {adverb}{vx}{noun} {vx} {vx}{noun} {vx}了{noun} {human}过{noun} "
    "于{year}年{human} 自{year}年起{human} 自{year}年{human}{noun} 从{year}年起{human} 赴{region}{human} 到{organisation}{human} 在{organisation}{human} 在{region}{human} 去{region}{human} {number}岁 ，男 ，女 ，男，{number}岁 （男） （女） 的{nx} 的{noun} 的{nx}是{noun} 的{thing} "
    "为{noun}{human} 把{noun}{human} 对{noun}{human} 对{noun}很{human} 就{noun}{human} 以{noun}{human} 用{noun}{human} 所{human}的{noun} {human}时 {human}后 {human}后，由{person}{human} 之后{human} 之手 等 等人 等{number}人 等{human} 二人 两人 三人 本人 "
    "同志 先生 女士 老师 所言 一起{human} 一道{human} 一同{human} 共同{human} 轮流{human} 各自{human} 单独{human} 全程{human} 带队 牵头 主笔 在场 多年 多年来{human}{noun} 长期{human}{noun} {title} {title}{human} （{title}） （{degree}） ，{title} ，{degree} ：{noun} ：{title} （{organisation}） 不{human} 未{human} 没有{human} "
    "这样{human} 首先{human} 随后{human} 也在{human} 还{human}{noun} 再{human} 将{human} 将{noun}{human} 拟{human} 应{human} 须{human}"
).split()
_BETWEEN = [*"、 、 、 ， 和 与 及 、 以及 ，".split(), " ", "  "]
_BEFORE_THING = (
    "由 与 对 为 是 据 同 如 除 让 在 以 用 经 向 从 按 因 当 若 把 将 该 其 此类 这种 各种 现有 包括 基于 利用 采用 针对 围绕 研究 来自 通过 借助 根据 影响 {vx} {vx} {vx} {verb} {verb} {act} {ax} {ax}的 {nx}的 {nx} {nx}与 {nx}和 {nx}由 {noun}由 {noun}归 "
    "{noun}是 {noun}的 {noun}对 {noun}中的 {noun}与 {adverb}由 并由 {organisation}的 {region}的 图中 表中 其中 其中， 目前 此时， 本节 {number}个 {number}项 {number}. 第{number}章 ： {nx}： {nx}型 以及 还有 关于 涉及 加强 春 三 一种 多种 两类 几种 有关 关键词：  主要是 分为 称为 即"
).split()
_AFTER_THING = (
    "{vx} {vx}{noun} {vx}了{noun} {adverb}{vx} {adverb}{vx}{noun} 的{noun} 的{nx} 的{ax}{nx} 的{vx} 的影响 的变化 的关系 {verb}{noun} 则{vx} 也{vx} 均{vx} 已{vx} 先{vx}后{vx} 为{number}{unit} 达{number}{unit} 取{number} 约{number}{unit} 不{vx} 未{vx} 较{ax} 很{ax} 更{ax} {ax} 是{noun} 为{noun} 由{noun}{vx} 和{noun}{vx} "
    "对{noun}{vx} 与{noun}{vx} 把{noun}{vx} 将{noun}{vx} 在{noun}中{vx} 从{number}{vx}{number} 时{vx} 后{vx} 上{vx} 中{vx} 下{vx} 之后 以上 以下 方面 等 等{nx} 等{noun} 两{nx} 型{noun} 式{noun} 类{noun} 法 率 度 量 {nx} {nx} {nx}{nx} {brief} （{noun}） ：{noun} ，{noun} ，{vx}{noun} 被{vx} 得到{vx} 应{vx} 可{vx} 可用{noun}{vx} "
    "难以{vx} 主要{vx} 仍{vx} 无关 有关 相关 偏低{number}% 分布广 资源丰富 供应不稳 专业 工艺 项目 平台 系统 装置 数据 地区 期间 {unit} {latin}"
).split()
_ROLES = (
    "任{title}", "历任{title}、{title}、{title}", "先后担任{title}和{title}", "担任{title}以来{human}{noun}", "从{title}到{title}", "晋升{title}", "{human}为{title}", "受聘{title}", "被聘为{title}", "职务为{title}", "{organisation}{title}", "{organisation}{title}，{organisation}{title}",
    "{title}（{organisation}）", "{title}（{organisation}），{title}（{organisation}）", "兼职：{organisation}{title}", "兼任{society}{title}", "{title}：{person}", "{title}{person}", "{title}{person}、{title}{person}", "{person}{title}", "{person}，{title}", "{person}，{degree}，{title}", "{title}和{title}{human}{noun}",
    "{title}、{title}", "{title}；{title}", "{person}\t{title}\t{organisation}", "{person} {title} {organisation}", "{person}{title}{human}{noun}", "以{title}{person}为核心", "另有{title}{person}等", "现为{title}", "原{title}", "作为{title}", "系{organisation}{title}", "{title}兼{title}", "{title}、{degree}、{honour}",
    "评为{title}", "{person}晋升{title}时年仅{number}岁", "退休前为{title}", "{year}年任{title}", "{title}（{year}年起）", "{organisation}聘其为{title}", "职称{title}", "{title}一职", "{title}{surname}某", "{degree}，{title}", "{number}年{title}经历", "挂任{organisation}{title}", "获聘{title}", "转任{title}",
    "由{title}升任{title}", "在岗{title}{heads}", "{title}{heads}、{title}{heads}", "{title}{heads}，{title}{heads}，{degree}{heads}", "{person}，{title}，从事{noun}", "{person}，{title}，负责{noun}", "岗位：{title}", "岗位为{title}", "{title}/{title}", "{title}/{degree}", "{person}\t男\t{number}\t{title}", "{number}\t{person}\t{degree}\t{title}\t{noun}",
    "{person} {title}", "{person} {title} {title}", "{title}：{person}、{person}", "{title}{person}、{person}{human}", "{person}、{person}两位{title}{human}", "{title}{person}{human}，{title}{person}{human}", "{organisation}{title}{person}{human}{noun}", "{organisation}的{title}{person}", "请{title}{person}{human}", "与{title}{person}{human}", "{title}（兼）", "{title}、{title}、{title}",
    "{year}年聘为{title}，{year}年任{title}至今", "{person}任{title}，{person}任{title}", "{person}为{title}", "{person}是{title}", "由{person}任{title}", "{title}一名：{person}", "{degree}学历，{title}", "{title}，{organisation}",
)  # fmt: skip
_MERITS = (
    "成员含{honour}{heads}", "其中{honour}{heads}、{title}{heads}", "包括{honour}{heads}，{honour}{heads}", "先后培养{honour}{heads}，{title}{heads}，{degree}{heads}", "指导{degree}{heads}", "{organisation}有{honour}{heads}", "拥有{title}{heads}、{degree}{heads}", "所获荣誉有{honour}", "被授予{honour}称号", "被授予“{honour}”称号",
    "现为{honour}，曾任{organisation}{title}", "作为{honour}，{human}{noun}", "{honour}，{honour}，{title}", "获{award}，后入选{honour}", "{human}后获{award}", "{award}和{award}（{year}年）", "评价优秀，获{award}", "{honour}\t{year}\t{organisation}", "该成果获评{award}", "获{award}{prizes}", "取得{degree}和{degree}", "获{degree}和{degree}",
    "毕业于{organisation}，获{degree}", "{organisation} {noun}专业 {degree}", "{degree}、{degree}", "拥有{degree}背景", "{degree}毕业", "{organisation}{degree}", "{person}（{degree}）", "{degree}{person}", "主持{fund}{projects}、{fund}{projects}", "{fund}、{fund}{projects}", "得到{fund}与{fund}的支持", "承担{fund}（{year}—{year}）",
    "受{fund}支持", "{fund}子课题", "先后承担{fund}和{fund}", "入选{honour}、{honour}", "获授权{patent}{patents}", "{indexed}收录{papers}", "其中{indexed}收录{papers}，{reading}", "被引用情况：{reading}", "论文{papers}，{reading}", "发表{papers}，{hindex}，{reading}", "{honour}人选", "是{honour}候选人", "{honour}推荐人选{person}",
)  # fmt: skip
_BODIES = (
    "{human}{organisation}", "与{organisation}{human}", "经{organisation}{human}", "从{organisation}{human}{noun}", "受{organisation}{human}，{organisation}{human}{noun}", "由{organisation}{human}", "设备{human}自{organisation}", "送{organisation}{human}", "在{organisation}的{noun}上{human}", "选在{organisation}，由{organisation}{human}", "{organisation}、{organisation}",
    "{organisation}与{organisation}", "{organisation}和{organisation}{human}", "甲方为{organisation}，乙方为{organisation}", "{organisation}作为{role}，{organisation}作为{role}", "{organisation}（{region}）{human}", "{organisation}{adverb}{human}{noun}", "{organisation}成立于{year}年", "{organisation}主营{noun}", "{nx}为{organisation}", "{nx}：{organisation}；{organisation}",
    "{region}市{organisation}", "地址：{region}市{organisation}", "与{organisation}相比", "相比{organisation}，{organisation}{human}", "{organisation}现有员工{number}人", "{human}了{organisation}、{organisation}等{number}家", "依托{organisation}建设{noun}", "{noun}由{organisation}{human}", "{organisation}的{noun}", "{organisation}所{human}的{noun}", "已被{organisation}{human}",
    "{organisation}有{noun}{number}{unit}", "{organisation}出具", "先在{organisation}后到{organisation}{human}", "{thing}购自{organisation}", "{organisation}{person}、{organisation}{person}", "{organisation}{human}，{organisation}{human}", "{ax}的{organisation}", "{organisation}为{role}",
)  # fmt: skip
_NOBODY = (
    "引进{anytitle}{number}名", "拟引进{anytitle}{number}名、{anytitle}{number}名", "拟培养{anydegree}{number}名、{anydegree}{number}名，引进{anytitle}{number}名", "计划招聘{anytitle}{number}人", "{office}{nx}", "{office}{nx}{vx}{noun}", "{office}{nx}与{noun}", "{vx}{office}{nx}",
    "研究{office}{nx}", "{noun}和{office}{nx}", "{office}、{office}和{office}均可{vx}", "面向{office}{vx}", "{noun}示范工程{vx}在{region}", "{noun}重点{nx}", "先进{noun}", "{ax}{office}", "{noun}{office}{nx}", "具有{anytitle}职称者{number}人", "要求{anydegree}以上学历", "{anydegree}以上", "不以{office}为依据",
    "{noun}组优于{noun}组", "共{number}份{nx}", "共发放{number}份", "{number}例{nx}", "{number}名{nx}", "每{nx}{number}人", "{number}人次", "培训{nx}{number}人", "带动{nx}{number}户", "{nx}{number}人参与{vx}", "论文{number}篇、专利{number}件", "预期发表论文{number}篇", "检索文献{number}篇", "{noun}类论文{number}篇入选语料",
    "{noun}{number}项", "逐项{vx}{number}项{nx}", "{nx}代表性{nx}", "{nx}完成人", "查{nx}由{organisation}{vx}", "{region}、{region}两地", "样本来自{region}、{region}", "{region}市{noun}", "春夏秋冬{nx}", "{number}年来", "时年{number}岁", "{nx}成员{vx}{noun}", "{role}和{role}{vx}", "{nx}人员{vx}{noun}", "{nx}组", "各{office}{vx}", "该{office}{vx}{noun}",
)  # fmt: skip
_POLICY = (
    "国家{noun}战略", "落实国家{noun}规划", "“十四五”{noun}规划", "{region}市{noun}行动计划", "实施{noun}提升工程", "开展{noun}专项行动", "推进{noun}重点工程", "{noun}示范基地建设", "新一代{noun}发展规划", "{office}队伍建设", "{noun}人才队伍", "{ax}{noun}人才不足", "培养{noun}人才", "打造{noun}创新高地",
    "形成{noun}人才梯队", "{noun}产业计划{vx}", "{noun}工程{vx}", "{noun}计划{vx}{noun}", "按{nx}计划{vx}", "国家级{noun}平台", "省级{noun}园区", "国内一流{noun}", "国际先进{nx}", "优秀{nx}案例{number}个", "全国{noun}市场", "全省{noun}{vx}", "{region}{noun}产业", "首批{noun}示范{nx}", "十大{noun}方向", "重点{noun}领域", "先进{nx}工艺",
    "培育专精特新企业{number}家", "认定为高新技术企业", "{noun}龙头企业", "带动{nx}创业", "促进{nx}创新", "鼓励青年{nx}", "服务{nx}创新创业", "人才{nx}", "人才是{noun}的关键", "产教融合、校企合作", "{noun}人才评价", "奖励{nx}", "评奖{nx}", "{noun}大赛{vx}", "参加{noun}展会", "{noun}峰会{vx}", "优先{vx}{office}", "高水平{nx}", "高层次{nx}",
    "以{nx}带动{office}成长", "老中青结合", "一批{ax}的{office}", "{need}{noun}{manner}人才", "{need}{noun}{manner}人才{number}名", "{need}{manner}人才", "{noun}{manner}人才{nx}", "{noun}{manner}人才短缺", "{manner}人才队伍", "既懂{noun}又懂{noun}的{manner}人才", "各类{office}", "{office}和{office}的{nx}",
    "健全{noun}{vx}制度", "完善{nx}政策", "{nx}的竞争是{noun}人才的竞争", "落实{ax}战略，{vx}{noun}", "懂{noun}、会{vx}的{nx}队伍", "集聚{noun}领域的{manner}人才和{nx}", "既了解{noun}又熟悉{noun}的{manner}人才", "{noun}人才高地", "{nx}合理的人才结构", "国家人才发展规划", "{noun}人才总量{ax}", "以赛促学，举办{noun}大赛",
    "支持{noun}企业{act}专项资金", "对{noun}企业给予资金{vx}", "社会{vx}{noun}方向的{manner}人才", "培养{nx}工人", "使青年{nx}{vx}{noun}", "破除唯论文、唯职称、唯学历、唯奖项", "吸引{noun}创业人才{vx}", "{noun}带动{nx}就业", "实施{noun}提质计划", "{nx}工程全面{vx}", "{manner}人才{vx}机制", "{manner}人才与{noun}{vx}", "{manner}人才、{noun}和{noun}", "{manner}人才培养",
    "跨学科{manner}人才{vx}", "{noun}领域{manner}人才匮乏", "{noun}青年人才{vx}", "{ax}{manner}团队", "{nx}创新团队建设", "国家{noun}重大{nx}", "“{brief}”工程{vx}{noun}", "{noun}专项资金{vx}{nx}", "{noun}课题{vx}", "{noun}奖励{nx}", "科学技术奖励{nx}", "优秀{nx}{vx}", "先进{nx}{vx}", "示范{nx}{vx}",
)  # fmt: skip
"""Plans and praise of things and of people in general: nobody's honour and no fund."""
_ENDS = ("。", "。", "。", "；", "，", "", "")


def scene(dice: Dice) -> str:
    """One to three clauses."""
    clauses = [_clause(dice) for _ in range(1 + int(dice.integers(3)))]
    between = pick(dice, ("，", "，", "；", "。", "、"))
    return between.join(clauses) + pick(dice, _ENDS)


def _clause(dice: Dice) -> str:
    draw = dice.random()
    if draw < 0.28:
        return _told("{person}", _BEFORE_PERSON, _AFTER_PERSON, dice)
    if draw < 0.38:
        return _told("{noun}", _BEFORE_THING, _AFTER_THING, dice)
    if draw < 0.54:
        return _told("{noun}", technical.BEFORE, technical.AFTER, dice)
    pool = (_ROLES, _MERITS, _BODIES, _NOBODY, _POLICY)[int(dice.integers(5))]
    return pick(dice, pool)


def _told(what: str, before: list[str], after: list[str], dice: Dice) -> str:
    """Something in its place, now and then in a list of its like."""
    several = 1 if dice.random() < 0.75 else 2 + int(dice.integers(4))
    joint = pick(dice, _BETWEEN)
    lead = pick(dice, before) if dice.random() < 0.65 else ""
    end = pick(dice, after) if dice.random() < 0.85 else ""
    return lead + joint.join([what] * several) + end
