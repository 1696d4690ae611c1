"""All that the programme says about an expert in the pool (process.md 3.3, 3.5; R062–R072).

Who keeps the pool, who draws from it and who uses the panel are three different people (R007).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from jiebang.engine.decision import Reason
from jiebang.engine.lifecycle import Lifecycle, born, keep, row
from jiebang.rulebook.alike import APART, MERGE
from jiebang.rulebook.edition.model import Experts, Panel
from jiebang.rulebook.forms import (
    REMARK,
    WITH_REASON,
    Field,
    FormSpec,
    Kind,
    Option,
    Problem,
    Section,
    ask,
)
from jiebang.rulebook.quality import SET_LEVEL, UPHOLD
from jiebang.rulebook.roles import Role

R = Role


class State(StrEnum):
    REGISTERED = "registered"  # 待审核
    RETURNED = "returned"  # 退回修改
    ACCEPTED = "accepted"  # 在库
    FROZEN = "frozen"  # 冻结
    REMOVED = "removed"  # 清退


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """`id_fault` is what is wrong with the identity number, "" when nothing is."""

    already: bool
    id_taken: bool
    id_fault: str
    accepted: bool
    unit_known: bool  # the unit is registered here, so its administrator can be asked
    unit_confirmed: bool
    too_old: bool
    stale: bool


def once_only(f: Facts) -> Reason | None:
    return Reason("expert_already") if f.already else None


def id_free(f: Facts) -> Reason | None:
    return Reason("expert_id_taken") if f.id_taken else None


def id_sound(f: Facts) -> Reason | None:
    return Reason("expert_id_wrong", {"fault": f.id_fault}) if f.id_fault else None


def unit_confirmed(f: Facts) -> Reason | None:
    """Own staff, titles and results as stated: the unit says so first (R062)."""
    if f.unit_known and not f.unit_confirmed:
        return Reason("unit_not_confirmed")
    return None


def unit_still_open(f: Facts) -> Reason | None:
    return Reason("unit_confirmed_already") if f.unit_confirmed else None


def young_enough(f: Facts) -> Reason | None:
    return Reason("expert_too_old") if f.too_old else None


def gone_stale(f: Facts) -> Reason | None:
    return None if f.stale else Reason("expert_not_stale")


KINDS = (
    Option("technical", "技术研发", "Technology"),
    Option("industry", "产业管理", "Industry"),
    Option("finance", "财务金融", "Finance"),
    Option("legal", "法律", "Law"),
    Option("investment", "投资", "Investment"),
    Option("other", "其他", "Other"),
)
LEVELS = (
    Option("senior", "正高级", "Senior"),
    Option("associate", "副高级", "Associate"),
    Option("other", "其他(项目负责人、重要奖项等同等条件)", "Other, with equal standing"),
)
TIES = (
    Option("part_time", "兼职、任职", "Part-time post"),
    Option("shares", "持股、顾问", "Shares or paid advice"),
    Option("former", "曾任职单位", "Former employer"),
    Option("study", "就读单位", "Studied at"),
    Option("cooperation", "合作单位", "Worked together"),
    Option("family", "近亲属任职", "Near relative's post"),
)
FIELDS = (
    Option("low_carbon", "绿色低碳", "Green and low-carbon"),
    Option("high_end_equipment", "高端装备", "High-end equipment"),
    Option("new_energy_vehicles", "新能源汽车", "New-energy vehicles"),
    Option("biomedicine", "生物医药", "Biomedicine"),
    Option("information_technology", "新一代信息技术", "Information technology"),
    Option("artificial_intelligence", "人工智能", "Artificial intelligence"),
    Option("advanced_materials", "先进材料", "Advanced materials"),
    Option("chinese_medicine", "中药现代化", "Chinese medicine"),
    Option("management", "管理、财务、法律等综合领域", "Management, finance, law"),
)
FIELDS_MAX = 3


def fields_counted(values: Mapping[str, Any]) -> list[Problem]:
    have = len(values.get("fields") or ())
    if have <= FIELDS_MAX:
        return []
    return [Problem("fields", Reason("too_many_fields", {"have": have, "limit": FIELDS_MAX}))]


PROFILE = FormSpec(
    "expert", "专家信息登记表",
    (
        Section("person", "基本信息", (
            Field(name="name", kind=Kind.TEXT, label="姓名", label_en="Name", required=True,
                  max_length=40, identity=True),
            Field(name="gender", kind=Kind.CHOICE, label="性别", label_en="Gender", options=(
                Option("female", "女", "Female"), Option("male", "男", "Male"))),
            Field(name="birth_on", kind=Kind.DATE, label="出生日期", label_en="Date of birth",
                  required=True, identity=True),
            Field(name="academician", kind=Kind.YESNO, label="院士(不受年龄限制)",
                  label_en="Academician (no age limit)"),
            Field(name="id_number", kind=Kind.TEXT, label="身份证号", label_en="Identity number",
                  max_length=18, identity=True, help="加密保存，只用于查重；境外专家可不填。",
                  help_en="Kept encrypted, used to find duplicates; none abroad."),
            Field(name="phone", kind=Kind.PHONE, label="手机", label_en="Mobile phone",
                  required=True, identity=True),
            Field(name="bank_account", kind=Kind.TEXT, label="银行卡号(劳务费)",
                  label_en="Bank account for fees", max_length=30, identity=True,
                  help="加密保存。", help_en="Kept encrypted."),
        ), "About you"),
        Section("unit", "单位", (
            Field(name="unit_name", kind=Kind.TEXT, label="工作单位", label_en="Unit",
                  required=True, max_length=120, help="填全称，用于回避审查。",
                  help_en="Full name; conflicts of interest are found by it."),
            Field(name="unit_code", kind=Kind.USCC, label="单位统一社会信用代码",
                  label_en="Credit code of the unit", max_length=18),
            Field(name="department", kind=Kind.TEXT, label="部门", label_en="Department",
                  max_length=80),
            Field(name="region_code", kind=Kind.TEXT, label="单位所在地行政区划代码",
                  label_en="Region code of the unit", required=True, max_length=6, min_length=6,
                  help="6 位，精确到市，如 370200;境外填 000000。",
                  help_en="6 digits, by city; abroad 000000."),
            Field(name="ties", kind=Kind.TABLE, label="其他单位关系", label_en="Other ties",
                  rows_max=30, help="兼职、任职、持股、曾任职、就读、近三年合作和近亲属任职单位。",
                  help_en="Posts, shares, former employers, study, recent co-operation, family.",
                  columns=(
                      Field(name="unit", kind=Kind.TEXT, label="单位名称", label_en="Unit",
                            required=True, max_length=120),
                      Field(name="code", kind=Kind.USCC, label="统一社会信用代码",
                            label_en="Credit code", max_length=18),
                      Field(name="tie", kind=Kind.CHOICE, label="关系", label_en="Tie",
                            required=True, options=TIES),
                      Field(name="until_on", kind=Kind.DATE, label="截止日期", label_en="Until",
                            help="仍存续的不填。", help_en="Empty while it lasts."),
                      Field(name="person", kind=Kind.TEXT, label="对方姓名", label_en="Who",
                            max_length=40, help="导师、合作者或近亲属。",
                            help_en="Teacher, partner or relative."),
                      Field(name="share", kind=Kind.DECIMAL, label="持股", label_en="Share",
                            unit="%", minimum=0, maximum=100),
                  )),
        ), "Your unit"),
        Section("field", "专业", (
            Field(name="kind", kind=Kind.CHOICE, label="专家类型", label_en="Kind of expert",
                  required=True, options=KINDS),
            Field(name="fields", kind=Kind.MULTICHOICE, label="技术领域(不超过三个)",
                  label_en="Fields, three at most", required=True, options=FIELDS),
            Field(name="keywords", kind=Kind.TEXT, label="研究方向关键词",
                  label_en="Keywords", required=True, max_length=200,
                  help="3 至 8 个，用顿号或逗号隔开。", help_en="Three to eight."),
            Field(name="subject_codes", kind=Kind.TEXT, label="学科代码(GB/T 13745)",
                  label_en="Subject codes", max_length=60),
            Field(name="title", kind=Kind.TEXT, label="职称", label_en="Title", max_length=40),
            Field(name="title_level", kind=Kind.CHOICE, label="职称级别", label_en="Level of title",
                  required=True, options=LEVELS),
            Field(name="duty", kind=Kind.TEXT, label="职务", label_en="Position", max_length=60),
            Field(name="official", kind=Kind.YESNO, label="公职人员(公务员或参照公务员法管理)",
                  label_en="In public office", help="用于控制评审组中公职人员的比例。",
                  help_en="Their share of a panel is limited."),
            Field(name="education", kind=Kind.TEXT, label="学历学位与毕业院校",
                  label_en="Degree and school", max_length=120),
            Field(name="results", kind=Kind.PROSE, label="代表性成果、承担项目与获奖",
                  label_en="Results, projects, prizes", max_length=2000),
            Field(name="english", kind=Kind.YESNO, label="可用英文评审",
                  label_en="Can review in English"),
            Field(name="available", kind=Kind.YESNO, label="目前可参加评审",
                  label_en="Available for reviews now"),
        ), "Your field"),
    ),
    "Registration of an expert",
    checks=(fields_counted,),
)  # fmt: skip

ACCEPT = ask(
    "accept_expert", "入库",
    Field(name="level", kind=Kind.INTEGER, label="专家等级(1 至 5,1 为最高)",
          label_en="Level, 1 to 5, 1 highest", required=True, minimum=1, maximum=5),
    Field(name="unit_basis", kind=Kind.TEXT, label="单位核实依据",
          label_en="How the unit was checked", max_length=200,
          help="单位未在本平台注册时必填，如单位盖章推荐函、国家科技专家库记录。",
          help_en="Needed when the unit is not registered here, such as a stamped letter."),
    REMARK,
    title_en="Accept into the pool",
)  # fmt: skip

UNIT_CHECK = ask(
    "confirm_unit", "单位核实",
    Field(name="own_staff", kind=Kind.YESNO, label="确为本单位在职人员", label_en="Is our staff",
          required=True),
    Field(name="true_title", kind=Kind.YESNO, label="职称、职务属实",
          label_en="Title and post are true", required=True),
    Field(name="true_results", kind=Kind.YESNO, label="成果、项目和获奖属实",
          label_en="Results, projects and prizes are true", required=True),
    REMARK,
    title_en="Check by the unit",
)  # fmt: skip

S = State
EXPERT = Lifecycle(
    "expert",
    State,
    (
        born(S.REGISTERED, name="register", by={R.PERSON}, needs=[once_only, id_sound, id_free],
             asks=PROFILE, tells={R.POOL_KEEPER}, quiet=True),
        row(S.REGISTERED, S.REGISTERED, S.RETURNED, S.ACCEPTED, name="update", by={R.EXPERT},
            needs=[id_sound, id_free], asks=PROFILE, tells={R.POOL_KEEPER}, quiet=True),
        born(S.ACCEPTED, name="take_over", by={R.POOL_KEEPER}, needs=[id_sound, id_free],
             asks=PROFILE, tells={R.EXPERT}, quiet=True),
        keep(S.ACCEPTED, S.FROZEN, name="take_update", by={R.POOL_KEEPER}, tells={R.EXPERT},
             quiet=True),
        keep(S.REGISTERED, name="confirm_unit", by={R.UNIT_ADMIN}, needs=[unit_still_open],
             asks=UNIT_CHECK, tells={R.POOL_KEEPER, R.EXPERT}, duty=True),
        row(S.RETURNED, S.REGISTERED, name="refuse_unit", by={R.UNIT_ADMIN},
            needs=[unit_still_open], asks=WITH_REASON, tells={R.EXPERT, R.POOL_KEEPER}),
        keep(S.ACCEPTED, name="confirm", by={R.EXPERT}),
        keep(S.ACCEPTED, name="set_availability", by={R.EXPERT}, asks=ask(
            "availability", "评审时间",
            Field(name="available", kind=Kind.YESNO, label="目前可参加评审",
                  label_en="Available for reviews now"),
            Field(name="away_until", kind=Kind.DATE, label="暂不参加至", label_en="Away until",
                  help="到期自动恢复；长期不参加请选“否”。",
                  help_en="Ends by itself; say no above for longer."),
            title_en="Availability",
        )),
        row(S.ACCEPTED, S.REGISTERED, name="accept", by={R.POOL_KEEPER},
            needs=[unit_confirmed, young_enough], asks=ACCEPT, tells={R.EXPERT}, duty=True),
        row(S.RETURNED, S.REGISTERED, name="return_for_changes", by={R.POOL_KEEPER},
            asks=WITH_REASON, tells={R.EXPERT}),
        row(S.FROZEN, S.ACCEPTED, name="freeze", by={R.POOL_KEEPER}, asks=WITH_REASON,
            tells={R.EXPERT}),
        row(S.FROZEN, S.ACCEPTED, name="freeze_stale", by={R.CLOCK}, needs=[gone_stale],
            tells={R.EXPERT}, quiet=True),
        row(S.ACCEPTED, S.FROZEN, name="reconfirm", by={R.EXPERT}, needs=[gone_stale],
            tells={R.POOL_KEEPER}, duty=True),
        row(S.ACCEPTED, S.FROZEN, name="thaw", by={R.POOL_KEEPER}, asks=WITH_REASON,
            tells={R.EXPERT}),
        keep(S.REGISTERED, S.RETURNED, S.ACCEPTED, S.FROZEN, name="record_quality", by={R.CLOCK},
             quiet=True),
        keep(S.ACCEPTED, S.FROZEN, name="set_level", by={R.POOL_KEEPER}, asks=SET_LEVEL,
             tells={R.EXPERT}),
        keep(S.ACCEPTED, S.FROZEN, name="uphold_complaint", by={R.SUPERVISOR}, asks=UPHOLD,
             tells={R.EXPERT, R.POOL_KEEPER}, harm=True),
        row(S.REMOVED, S.REGISTERED, S.RETURNED, S.ACCEPTED, S.FROZEN, name="merge",
            by={R.POOL_KEEPER}, asks=MERGE, tells={R.EXPERT}, harm=True, quiet=True),
        keep(S.REGISTERED, S.RETURNED, S.ACCEPTED, S.FROZEN, name="take_identity", by={R.CLOCK},
             quiet=True),
        keep(S.REGISTERED, S.RETURNED, S.ACCEPTED, S.FROZEN, name="tell_apart",
             by={R.POOL_KEEPER}, asks=APART, quiet=True),
        row(S.REMOVED, S.REGISTERED, S.RETURNED, S.ACCEPTED, S.FROZEN, name="remove",
            by={R.POOL_KEEPER}, asks=WITH_REASON, tells={R.EXPERT}, harm=True),
    ),
)  # fmt: skip


# -- who may sit on a panel -------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """Items an expert holds now and was given in the last twelve months; when the last panel that
    the expert sat on closed (R071)."""

    held: int = 0
    year: int = 0
    rested_since: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An expert as the filter sees one. `unit` is the employer's code or name, in one spelling;
    what ties people to what they review is found apart (see rulebook.conflict)."""

    id: str
    person: int
    name: str
    state: str
    available: bool
    kind: str
    fields: tuple[str, ...]
    region: str
    born_on: date | None
    academician: bool
    confirmed_on: date | None
    unit: str
    load: Load
    away_until: date | None = None


def unit_key(name: str) -> str:
    """One spelling for one name: widths, spaces, brackets and case do not matter."""
    text = unicodedata.normalize("NFKC", name).casefold()
    return "".join(c for c in text if c.isalnum())


def unit_keys(names: Iterable[str | None]) -> frozenset[str]:
    return frozenset(k for n in names if n and (k := unit_key(n)))


def city_of(region: str) -> str:
    return region[:4]


def reasons_against(c: Candidate, items: int, *, panel: Panel, policy: Experts, city: str,
                    today: date) -> tuple[str, ...]:  # fmt: skip
    """Every reason why this expert cannot be drawn for a panel of so many items, conflicts of
    interest apart; empty when none."""
    found = {
        "not_in_pool": c.state not in (State.ACCEPTED, State.FROZEN),
        "frozen": c.state == State.FROZEN,
        "not_available": not c.available or (c.away_until is not None and c.away_until >= today),
        "stale": c.confirmed_on is None
        or years_between(c.confirmed_on, today) >= policy.confirm_years,
        "over_age": _too_old(c, policy.age_max, today),
        "own_city": panel.off_city_percent == 100 and not is_away(c, city),
        **dict.fromkeys(over_limits(c.load, items, panel=panel, policy=policy), True),
        "resting": _resting(c.load.rested_since, policy.rest_days, today),
    }
    return tuple(code for code, yes in found.items() if yes)


def over_limits(load: Load, items: int, *, panel: Panel, policy: Experts) -> tuple[str, ...]:
    """Which limits so many items more would break (R071)."""
    found = {
        "over_load": load.held + items > panel.load_max,
        "over_year": load.year + items > policy.year_max,
    }
    return tuple(code for code, yes in found.items() if yes)


REASONS = ("not_in_pool", "frozen", "not_available", "stale", "over_age", "own_city", "over_load",
           "over_year", "resting")  # fmt: skip


def _resting(since: date | None, days: int, today: date) -> bool:
    return since is not None and (today - since).days < days


def is_away(c: Candidate, city: str) -> bool:
    return city_of(c.region) != city_of(city)


def _too_old(c: Candidate, limit: int, today: date) -> bool:
    if c.academician or c.born_on is None:
        return False
    return years_between(c.born_on, today) > limit


def years_between(since: date, today: date) -> int:
    """Whole years, as birthdays are counted; negative for a day still to come."""
    return today.year - since.year - ((today.month, today.day) < (since.month, since.day))
