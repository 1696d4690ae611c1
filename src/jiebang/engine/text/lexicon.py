"""Words that tell who somebody is rather than what they propose; and words that must stay.

General knowledge of Chinese academic life, kept as plain lists so that a reader can extend them.
An underscore stands for a space inside an English term.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Lexicon:
    """`words`: (kind, words) pairs. `keep`: a match inside one of these longer words is no match,
    and a lexicon word that equals one stays too."""

    words: tuple[tuple[str, tuple[str, ...]], ...]
    keep: tuple[str, ...]


TITLES = """
教授 副教授 讲师 助教 助理教授 特聘教授 特聘研究员 讲席教授 客座教授 兼职教授 教授级高工
教授级高级工程师 研究员 副研究员 助理研究员 实习研究员 研究馆员 正高级工程师 高级工程师 助理工程师
工程师 高工 正高级 副高级 正高 副高 主任医师 副主任医师 主治医师 高级实验师 实验师 高级会计师
高级经济师 正高级会计师 首席科学家 首席技术专家 首席工程师 总工程师 总设计师 博士生导师 硕士生导师
研究生导师 博导 硕导 导师 校长 副校长 院长 副院长 所长 副所长 系主任 实验室主任 中心主任 董事长
总经理 副总经理 总裁 副总裁 首席执行官 理事长 副理事长 秘书长 主编 副主编 编委 professor
associate_professor assistant_professor lecturer
""".split()

DEGREES = """
博士 硕士 学士 博士后 博士研究生 硕士研究生 本科 本科生 大专 专科 工学博士 理学博士 医学博士
农学博士 管理学博士 经济学博士 哲学博士 工学硕士 理学硕士 工程硕士 工程博士 博士学位 硕士学位
学士学位 留学 海归 访问学者 高级访问学者 phd ph.d ph.d. mba emba msc m.sc. b.sc. postdoc
""".split()

HONOURS = """
院士 中国科学院院士 中国工程院院士 两院院士 外籍院士 长江学者 长江学者特聘教授 青年长江学者
国家杰青 杰青 国家杰出青年 杰出青年基金 国家杰出青年科学基金 国家优青 优青 优秀青年基金
国家优秀青年科学基金 海外优青 万人计划 国家万人计划 千人计划 青年千人 青年千人计划 百人计划
中科院百人计划 青年拔尖人才 拔尖人才 科技创新领军人才 创新创业领军人才 领军人才 高层次人才
国家级人才 省级人才 海外高层次人才 百千万人才工程 新世纪优秀人才 新世纪百千万人才 国务院特殊津贴
国务院政府特殊津贴 政府特殊津贴 突出贡献专家 有突出贡献的中青年专家 学科带头人 学术带头人 泰山学者
泰山学者青年专家 泰山学者特聘专家 泰山产业领军人才 齐鲁首席技师 齐鲁青年学者 齐鲁卫生领军人才
海右名家 海右人才 泉城学者 泉城产业领军人才 珠江学者 楚天学者 芙蓉学者 闽江学者 天山学者 黄河学者
三秦学者 东方学者 浦江人才 启明计划 火炬计划人才 创新人才推进计划 高被引学者 高被引科学家
全球高被引科学家 劳动模范 全国劳动模范 五一劳动奖章 三八红旗手 优秀共产党员 优秀科技工作者
优秀教师 教学名师 青年科技奖获得者 十佳科技工作者 会士 fellow ieee_fellow acm_fellow
""".split()

AWARDS = """
国家最高科学技术奖 国家自然科学奖 国家技术发明奖 国家科学技术进步奖 国家科技进步奖 自然科学奖
技术发明奖 科学技术进步奖 科技进步奖 科学技术奖 科技奖 青年科技奖 专利金奖 专利银奖 专利优秀奖
中国专利奖 专利奖 教学成果奖 优秀成果奖 特等奖 一等奖 二等奖 三等奖 金奖 银奖 铜奖 优秀论文奖
最佳论文奖 何梁何利奖 何梁何利基金 陈嘉庚科学奖 求是奖 未来科学大奖 科学探索奖 图灵奖 国际金奖
优秀博士学位论文 百篇优秀博士论文 best_paper_award
""".split()

SCIENCE = """
李群 李代数 李雅普诺夫 李括号 王水 王冠化合物 高斯 高斯分布 高斯过程 高斯白噪声 高斯混合模型
马尔可夫 马尔科夫 马氏体 奥氏体 贝氏体 白金汉定理 杨氏模量 杨氏双缝 方程 方差 方程组 高峰期 高峰值
高分子 高原 高压 高温 高能 金属 金刚石 石墨 石英 江水 湖水 黄铁矿 黄铜 白炭黑 白噪声 丁烷 丁烯
丁腈橡胶 戊烷 庚烷 辛烷 任务 任意 常数 常温 应力 应变 温度 安全 安时 康普顿 牛顿 牛顿流体 欧姆
欧拉 欧拉角 华氏度 毛细管 毛细作用 孔隙 孔径 雷达 雷诺数 雷诺应力 罗盘 陆地 路由 钱塘江 平方 平均
齐次 齐次方程 齐纳二极管 伏安 伏打电池 傅里叶 傅立叶 傅里叶变换 陈化 陈化处理 周期 周期性 周向
吴茱萸 朱砂 朱雀 梁柱 梁单元 工程师站 导师网络
""".split()

LEXICON = Lexicon(
    words=(
        ("title", tuple(w.replace("_", " ") for w in TITLES)),
        ("degree", tuple(w.replace("_", " ") for w in DEGREES)),
        ("honour", tuple(w.replace("_", " ") for w in HONOURS)),
        ("award", tuple(w.replace("_", " ") for w in AWARDS)),
    ),
    keep=tuple(SCIENCE),
)
