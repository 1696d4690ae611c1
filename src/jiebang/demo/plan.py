"""What the demonstration's years are made of.

Public facts (mission's table): the totals that these lists add up to, the fields, the banks, the
titles 「多元固废…」「大型冲压…」, and the names 宏济堂, 济南轨道交通集团, 济南二机床集团 with what is
publicly known of their results. Everything else is invented, and marked so by its credit code.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

BEIJING = timezone(timedelta(hours=8))
WAN = 1_000_000  # fen in 万元
YI = 10_000 * WAN


def at(year: int, month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    """Beijing time, as UTC."""
    return datetime(year, month, day, hour, minute, tzinfo=BEIJING).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Topic:
    """A problem and its company; money in fen. `leading` is 龙头企业."""

    title: str
    field: str
    company: str
    district: str
    public: int
    total: int
    leading: bool = True
    taken: bool = True


@dataclass(frozen=True, slots=True)
class Year:
    edition: str
    year: int
    title: str
    kind: str
    months: int
    opens_at: datetime
    closes_at: datetime
    district_at: datetime
    published_at: datetime
    bids_close_at: datetime
    topics: tuple[Topic, ...]
    passed_over: tuple[Topic, ...]


def _topics(public: int, total: int, rows: str) -> tuple[Topic, ...]:
    """`title|field|company|district[|flags]` a line; equal sums, put right by the caller."""
    made = []
    for line in rows.strip().splitlines():
        title, field, company, district, *flags = line.strip().split("|")
        made.append(Topic(title, field, company, district, public, total,
                          leading="small" not in flags, taken="untaken" not in flags))  # fmt: skip
    return tuple(made)


def _with_last(topics: tuple[Topic, ...], public: int, total: int) -> tuple[Topic, ...]:
    """The last topic's sums make the year's totals come out."""
    last = topics[-1]
    changed = Topic(last.title, last.field, last.company, last.district, public, total,
                    last.leading, last.taken)  # fmt: skip
    return (*topics[:-1], changed)


Y2021 = Year(
    "jinan-2021", 2021, "2021年揭榜挂帅(人工智能应用场景)", "ai_scene", 12,
    at(2021, 4, 6), at(2021, 5, 10, 17), at(2021, 5, 17, 17), at(2021, 6, 10), at(2021, 8, 2, 17),
    _with_last(_topics(60 * WAN, 290 * WAN, """
        中药饮片智能仓储配方与煎煮一体化控制技术研发|chinese_medicine|宏济堂|370102
        多元数据感知盾构掘进控制装备研发|high_end_equipment|济南轨道交通集团|370103
        面向复杂铸件的视觉缺陷识别与分级技术|artificial_intelligence|泉衡精密铸造有限公司|370112
        高端数控机床主轴健康状态智能预测系统|artificial_intelligence|历山数控装备有限公司|370105
        重型车桥焊缝质量在线检测与自适应控制|artificial_intelligence|明湖汽车部件有限公司|370113
        城市供热管网泄漏智能诊断与调度|artificial_intelligence|泺源热力技术有限公司|370104|small
        特种陶瓷粉体连续合成与粒度闭环控制|advanced_materials|鲁岳先进陶瓷有限公司|370114
        航空用高强铝合金板材组织性能一致性控制|advanced_materials|长清轻合金有限公司|370113|small
        井下机器人多传感融合导航与避障|artificial_intelligence|齐烟矿用装备有限公司|370115|small|untaken
        大型铝型材挤压过程数字孪生与工艺优化|advanced_materials|绣江铝业有限公司|370114
    """), 60 * WAN, 300 * WAN),
    _topics(60 * WAN, 290 * WAN, """
        门店客流统计展示系统采购|artificial_intelligence|泉城商业服务有限公司|370102|small
        普通包装生产线外观改造|high_end_equipment|平阴包装制品有限公司|370124|small
    """),
)  # fmt: skip

Y2022 = Year(
    "jinan-2022", 2022, "2022年揭榜挂帅", "company_demand", 10,
    at(2022, 3, 1), at(2022, 4, 5, 17), at(2022, 4, 12, 17), at(2022, 5, 10), at(2022, 7, 1, 17),
    _with_last(_topics(220 * WAN, 1440 * WAN, """
        经典名方全过程质量控制与智能制造关键技术|chinese_medicine|福牌本草制药有限公司|370124
        道地药材金银花高值成分绿色提取与应用|chinese_medicine|济川中药现代化有限公司|370115
        中药复方颗粒连续制造与在线检测技术|chinese_medicine|泉润健康药业有限公司|370171
        碳化硅单晶衬底低缺陷生长技术|advanced_materials|岱青半导体材料有限公司|370171
        高导热石墨复合散热膜规模化制备|advanced_materials|玉函碳材料有限公司|370112
        耐高温聚酰亚胺纤维连续纺制技术|advanced_materials|千佛新材料有限公司|370105
        高纯超细氧化铝陶瓷基板流延成型技术|advanced_materials|商河电子陶瓷有限公司|370126
        超高强韧耐蚀钢筋全流程控制技术|advanced_materials|钢城特种钢材有限公司|370117
        大型压力机伺服驱动与柔性同步控制|high_end_equipment|匡山重型装备有限公司|370104
        高速精密减速器寿命提升与批量一致性技术|high_end_equipment|华不注传动科技有限公司|370112
        激光清洗与再制造成套装备|high_end_equipment|鹊华激光装备有限公司|370171
        大型风电轴承滚道感应淬火质量控制技术|high_end_equipment|莱芜轴承科技有限公司|370116|small
        氢气液驱压缩机可靠性提升技术|high_end_equipment|黄台动力机械有限公司|370105
        工业现场异构设备可信接入与边缘协同平台|information_technology|浪溪信息技术有限公司|370171
        量子密钥与经典网络融合组网装备|information_technology|泉量网络科技有限公司|370171|small
    """), 275 * WAN, 1540 * WAN),
    _topics(220 * WAN, 1440 * WAN, """
        传统酱菜包装升级改造|chinese_medicine|趵突食品有限公司|370102|small
        办公系统国产化替换|information_technology|泺口数据服务有限公司|370105|small
        成品钢管外购替代|high_end_equipment|济阳管业有限公司|370115|small
    """),
)  # fmt: skip

Y2023 = Year(
    "jinan-2023", 2023, "2023年揭榜挂帅", "company_demand", 24,
    at(2023, 4, 10), at(2023, 5, 20, 17), at(2023, 5, 27, 17), at(2023, 8, 2, 9, 30),
    at(2023, 9, 20, 17),
    _with_last(_topics(100 * WAN, 800 * WAN, """
        多元固废协同处置低碳制备高值绿色建材新技术产业化示范|low_carbon|泉东绿色建材有限公司|370112
        大型冲压生产线高速重载送料装置研发|high_end_equipment|济南二机床集团|370104
        工业窑炉烟气余热梯级利用与近零排放技术|low_carbon|历城节能装备有限公司|370112
        规模化绿电制氢宽功率波动运行技术|low_carbon|鹊山氢能科技有限公司|370105
        钢渣碳化固碳与高值建材联产技术|low_carbon|赢牟资源循环有限公司|370116
        五轴联动加工中心热误差补偿与精度保持技术|high_end_equipment|腊山机床有限公司|370104
        大型航空结构件自动化装配单元研发|high_end_equipment|遥墙航空装备有限公司|370112
        高功率密度电静液作动器研发|high_end_equipment|仲宫流体传动有限公司|370112
        超大型铸锻件内部缺陷相控阵检测装备|high_end_equipment|章丘锻压科技有限公司|370114
        重型商用车燃料电池动力系统耐久性提升|new_energy_vehicles|孙村重型汽车有限公司|370171
        高比能磷酸锰铁锂电池热安全预警技术|new_energy_vehicles|济阳动力电池有限公司|370115
        混合动力专用变速器高效润滑与降噪技术|new_energy_vehicles|唐冶传动系统有限公司|370112
        线控底盘冗余制动与协同控制技术|new_energy_vehicles|平阴智能底盘有限公司|370124
        重组蛋白药物连续层析纯化国产化装备|biomedicine|药谷生物制药有限公司|370171
        可吸收骨科植入材料体内降解调控技术|biomedicine|大明湖医疗器械有限公司|370102
        高端化学发光免疫诊断试剂关键原料研发|biomedicine|港沟诊断科技有限公司|370171
        中药大品种物质基础与质量标志物研究|biomedicine|五龙潭药业有限公司|370103
        服务器高速背板连接器信号完整性设计|information_technology|彩石电子有限公司|370112
        低轨卫星物联网终端低功耗通信芯片|information_technology|空天港通信有限公司|370112
        面向装备制造的工业大数据治理与知识图谱平台|information_technology|舜耕工业软件有限公司|370103
    """), 100 * WAN, 700 * WAN),
    _topics(100 * WAN, 800 * WAN, """
        厂区照明节能改造|low_carbon|担山屯机械有限公司|370104|small
        通用电机外购替代|new_energy_vehicles|郭店电机有限公司|370112|small
        成熟保健食品扩产|biomedicine|南山食品有限公司|370112|small
        企业官网与展厅建设|information_technology|领秀信息有限公司|370103|small
    """),
)  # fmt: skip

UNIVERSITIES = (
    ("沧澜理工大学", "江苏省南京市", "320100"), ("望海工业大学", "辽宁省大连市", "210200"),
    ("青原科技大学", "陕西省西安市", "610100"), ("衡麓大学", "湖南省长沙市", "430100"),
    ("汀洲大学", "福建省厦门市", "350200"), ("朔方理工大学", "甘肃省兰州市", "620100"),
    ("岚屏医药大学", "四川省成都市", "510100"), ("澄湖大学", "浙江省杭州市", "330100"),
    ("苍梧工业学院", "广东省广州市", "440100"),
)  # fmt: skip
INSTITUTES = (
    ("沧澜先进材料研究院", "江苏省南京市", "320100"), ("北辰装备研究所", "北京市", "110100"),
    ("东溟自动化研究所", "上海市", "310100"), ("嘉陵控制工程研究院", "重庆市", "500100"),
    ("太白焊接技术研究所", "陕西省西安市", "610100"), ("松江流体机械研究所", "黑龙江省哈尔滨市", "230100"),
    ("荆楚光电研究院", "湖北省武汉市", "420100"), ("洮南粉末冶金研究所", "吉林省长春市", "220100"),
    ("岭表新药研究院", "广东省广州市", "440100"), ("蜀山信息研究院", "安徽省合肥市", "340100"),
    ("琅琊陶瓷研究所", "山东省青岛市", "370200"), ("芝罘海工研究院", "山东省烟台市", "370600"),
    ("太湖能源研究院", "江苏省无锡市", "320200"), ("中州轴承研究所", "河南省洛阳市", "410300"),
    ("津沽智能研究院", "天津市", "120100"), ("闽江药物研究所", "福建省福州市", "350100"),
)  # fmt: skip
OTHERS = (  # they bid and do not win
    ("云麓智造有限公司", "company", "湖南省长沙市", "430100"),
    ("滨海应用技术大学", "university", "浙江省宁波市", "330200"),
    ("雁塔系统工程研究所", "institute", "陕西省西安市", "610100"),
    ("珠江机电有限公司", "company", "广东省深圳市", "440300"),
)
BANKS = ("浦发银行", "齐鲁银行", "中国银行")
CREDIT = {  # public: announced 综合授信, by the year's list
    2022: (("浦发银行", "齐鲁银行"), 4_380_000_000 * 100),
    2023: (("中国银行", "齐鲁银行"), 18_000_000_000 * 100),
}
NOW = at(2023, 8, 28, 10)

SURNAMES = (
    "沈韩杨朱秦许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳"
)
GIVEN = ("知远", "若谷", "明哲", "思齐", "静姝", "景澄", "怀瑜", "清扬", "书言", "云舒", "致和", "子衿",
         "安之", "行健", "慕白", "亦凡", "望舒", "临川", "采薇", "嘉树")  # fmt: skip


def name(n: int) -> str:
    """The n-th invented name; the first eight hundred differ."""
    family, round_ = n % len(SURNAMES), n // len(SURNAMES)
    return SURNAMES[family] + GIVEN[(family * 3 + round_) % len(GIVEN)]


INDICATORS = {  # by field: name, direction, target, unit, how it is tested
    "artificial_intelligence": (
        ("识别准确率", "at_least", "98", "%", "现场连续测试"),
        ("单件检测时间", "at_most", "1.5", "秒", "现场计时"),
        ("系统连续无故障运行", "at_least", "2000", "小时", "运行记录"),
    ),
    "chinese_medicine": (
        ("关键成分含量波动", "at_most", "5", "%", "第三方检测"),
        ("单方处理时间", "at_most", "30", "分钟", "现场测试"),
        ("自动化工序覆盖率", "at_least", "95", "%", "现场核查"),
    ),
    "advanced_materials": (
        ("批次合格率", "at_least", "95", "%", "第三方检测"),
        ("性能离散系数", "at_most", "4", "%", "第三方检测"),
        ("年产能力", "at_least", "100", "吨", "现场核查"),
    ),
    "high_end_equipment": (
        ("工作节拍", "at_least", "16", "次/分", "现场测试"),
        ("定位误差", "at_most", "0.3", "毫米", "激光跟踪仪测试"),
        ("平均无故障时间", "at_least", "1500", "小时", "运行记录"),
    ),
    "information_technology": (
        ("接入设备类型", "at_least", "40", "种", "现场测试"),
        ("端到端时延", "at_most", "20", "毫秒", "第三方检测"),
        ("系统可用性", "at_least", "99.9", "%", "运行记录"),
    ),
    "low_carbon": (
        ("固废掺量", "at_least", "60", "%", "第三方检测"),
        ("单位产品碳排放降幅", "at_least", "35", "%", "第三方核算"),
        ("能耗降低", "at_least", "20", "%", "现场测试"),
    ),
    "new_energy_vehicles": (
        ("耐久寿命", "at_least", "25000", "小时", "台架试验"),
        ("系统效率", "at_least", "94", "%", "台架试验"),
        ("预警提前时间", "at_least", "30", "分钟", "第三方检测"),
    ),
    "biomedicine": (
        ("产品纯度", "at_least", "99", "%", "第三方检测"),
        ("批间变异系数", "at_most", "5", "%", "第三方检测"),
        ("国产化率", "at_least", "90", "%", "现场核查"),
    ),
}
EXPERT_FIELDS = tuple(INDICATORS)
EXPERT_UNITS = (  # cities outside Jinan; the n-th unit is 城市 + kind
    ("北京市", "110100"), ("上海市", "310100"), ("江苏省南京市", "320100"), ("浙江省杭州市", "330100"),
    ("湖北省武汉市", "420100"), ("陕西省西安市", "610100"), ("广东省广州市", "440100"),
    ("四川省成都市", "510100"), ("辽宁省沈阳市", "210100"), ("山东省青岛市", "370200"),
    ("安徽省合肥市", "340100"), ("湖南省长沙市", "430100"), ("天津市", "120100"),
    ("重庆市", "500100"), ("福建省福州市", "350100"), ("河南省郑州市", "410100"),
)  # fmt: skip
