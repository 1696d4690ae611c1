"""A unit registers once, and its people join it (R003, R004, R008)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from jiebang.engine.decision import Reason
from jiebang.engine.lifecycle import Lifecycle, born, keep, row
from jiebang.rulebook.forms import WITH_REASON, Field, FormSpec, Kind, Option, Section, ask
from jiebang.rulebook.roles import Role

R = Role


class OrganisationState(StrEnum):
    ACTIVE = "active"
    CLOSED = "closed"


class MembershipState(StrEnum):
    REQUESTED = "requested"
    ACTIVE = "active"
    REFUSED = "refused"
    LEFT = "left"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationFacts:
    """`code_fault` is what is wrong with the credit code, "" when nothing is."""

    code: str
    code_fault: str
    code_taken: bool
    abroad: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MembershipFacts:
    already: bool
    last_admin: bool


def code_given(f: OrganisationFacts) -> Reason | None:
    """Only a unit abroad may come without a code (R008)."""
    return None if f.code or f.abroad else Reason("uscc_required")


def code_sound(f: OrganisationFacts) -> Reason | None:
    return Reason("uscc_wrong", {"fault": f.code_fault, "given": f.code}) if f.code_fault else None


def code_free(f: OrganisationFacts) -> Reason | None:
    return Reason("uscc_taken", {"given": f.code}) if f.code_taken else None


def not_twice(f: MembershipFacts) -> Reason | None:
    return Reason("already_member") if f.already else None


def somebody_stays(f: MembershipFacts) -> Reason | None:
    return Reason("last_admin") if f.last_admin else None


KINDS = (
    Option("company", "企业", "Company"),
    Option("university", "高等院校", "University"),
    Option("institute", "科研院所", "Research institute"),
    Option("hospital", "医疗卫生机构", "Hospital"),
    Option("bank", "银行", "Bank"),
    Option("government", "党政机关", "Government body"),
    Option("other", "其他", "Other"),
)

REGISTRATION = FormSpec(
    "registration",
    "单位注册",
    (
        Section(
            "unit",
            "单位信息",
            (
                Field(name="abroad", kind=Kind.YESNO, label="境外及港澳台单位(无统一社会信用代码)",
                      label_en="Unit abroad or in Hong Kong, Macao or Taiwan, without a code"),
                Field(name="code", kind=Kind.USCC, label="统一社会信用代码",
                      label_en="Unified social credit code", max_length=30,
                      help="18 位，系统自动校验；境外单位可不填。",
                      help_en="18 characters, checked at once; units abroad may leave it empty."),
                Field(name="name", kind=Kind.TEXT, label="单位名称(中文)",
                      label_en="Name in Chinese", required=True, max_length=120,
                      help="境外单位请填中文译名，以中文为准。",
                      help_en="Units abroad: the Chinese translation, which prevails."),
                Field(name="original_name", kind=Kind.TEXT, label="原文名称",
                      label_en="Name in the original language", max_length=200),
                Field(name="kind", kind=Kind.CHOICE, label="单位类型", label_en="Kind of unit",
                      required=True, options=KINDS),
                Field(name="region", kind=Kind.TEXT, label="所在地区",
                      label_en="Region", required=True, max_length=60,
                      help="省、市、区县；境外填国家或地区。",
                      help_en="Province, city, district; abroad: country or region."),
                Field(name="region_code", kind=Kind.TEXT, label="行政区划代码",
                      label_en="Region code", max_length=6,
                      help="6 位；境外单位不填。", help_en="6 digits; none abroad."),
                Field(name="address", kind=Kind.TEXT, label="地址", label_en="Address",
                      max_length=200),
                Field(name="established_on", kind=Kind.DATE, label="注册时间",
                      label_en="Date of registration",
                      help="不作为揭榜条件。", help_en="Never a condition for bidding."),
                Field(name="legal_representative", kind=Kind.TEXT, label="法定代表人",
                      label_en="Legal representative", max_length=60),
            ),
            "The unit",
        ),
    ),
    "Register a unit",
)  # fmt: skip

ARCHIVE = FormSpec(
    "archive",
    "单位档案",
    (
        Section("business", "经营与研发", (
            Field(name="revenue", kind=Kind.MONEY, label="上年营业收入", unit="万元",
                  label_en="Revenue last year"),
            Field(name="rnd_last", kind=Kind.MONEY, label="上年研发投入", unit="万元",
                  label_en="R&D spending last year"),
            Field(name="rnd_before", kind=Kind.MONEY, label="前年研发投入", unit="万元",
                  label_en="R&D spending the year before"),
            Field(name="staff", kind=Kind.INTEGER, label="员工数", label_en="Staff", unit="人"),
            Field(name="researchers", kind=Kind.INTEGER, label="研发人员数",
                  label_en="Research staff", unit="人"),
            Field(name="leading", kind=Kind.YESNO, label="龙头企业", label_en="Leading company"),
            Field(name="platforms", kind=Kind.PROSE, label="研发平台",
                  label_en="Research platforms", max_length=2000),
        ), "Business and research"),
        Section("relations", "关联单位", (
            Field(name="relations", kind=Kind.TABLE, label="关联单位申报",
                  label_en="Related units declared", columns=(
                Field(name="name", kind=Kind.TEXT, label="单位名称", label_en="Unit",
                      required=True, max_length=120),
                Field(name="code", kind=Kind.USCC, label="统一社会信用代码", label_en="Code",
                      max_length=30),
                Field(name="relation", kind=Kind.CHOICE, label="关系", label_en="Relation",
                      required=True, options=(
                          Option("parent", "母公司", "Parent"),
                          Option("subsidiary", "子公司", "Subsidiary"),
                          Option("branch", "分支机构", "Branch"),
                          Option("common_control", "受同一控制", "Common control"),
                          Option("joint_control", "共同控制", "Joint control"),
                          Option("significant", "重大影响", "Significant influence"),
                          Option("joint_venture", "合营企业", "Joint venture"),
                          Option("associate", "联营企业", "Associate"),
                          Option("key_person", "关键管理人员或其近亲属控制", "Key people's firm"),
                      )),
                Field(name="share", kind=Kind.DECIMAL, label="持股比例", label_en="Share",
                      unit="%", minimum=0, maximum=100),
                Field(name="since_on", kind=Kind.DATE, label="起始日期", label_en="Since"),
            )),
        ), "Related units"),
    ),
    "Unit archive",
)  # fmt: skip

JOIN = ask(
    "join", "申请加入单位",
    Field(name="organisation", kind=Kind.TEXT, label="单位", label_en="Unit", required=True),
    Field(name="duty", kind=Kind.TEXT, label="岗位", label_en="Position", max_length=60),
    title_en="Join a unit",
)  # fmt: skip

O = OrganisationState  # noqa: E741 -- the table reads best with one letter
ORGANISATION = Lifecycle(
    "organisation",
    OrganisationState,
    (
        born(O.ACTIVE, name="register", by={R.PERSON}, needs=[code_given, code_sound, code_free],
             asks=REGISTRATION),
        keep(O.ACTIVE, name="update", by={R.UNIT_ADMIN}, asks=ARCHIVE),
        keep(O.ACTIVE, name="rename", by={R.UNIT_ADMIN}, asks=ask(
            "rename", "变更单位信息",
            Field(name="name", kind=Kind.TEXT, label="新名称", label_en="New name", required=True,
                  max_length=120),
            Field(name="legal_representative", kind=Kind.TEXT, label="法定代表人",
                  label_en="Legal representative", max_length=60),
            Field(name="address", kind=Kind.TEXT, label="地址", label_en="Address",
                  max_length=200),
            Field(name="reason", kind=Kind.PROSE, label="变更依据", label_en="Evidence",
                  required=True, max_length=500),
            title_en="Change the unit's data",
        )),
        keep(O.ACTIVE, name="record_integrity", by={R.OFFICER, R.SUPERVISOR}, asks=ask(
            "integrity", "登记失信记录",
            Field(name="level", kind=Kind.CHOICE, label="等级", label_en="Level", required=True,
                  options=(Option("minor", "一般", "Minor"), Option("serious", "严重", "Serious"))),
            Field(name="from_on", kind=Kind.DATE, label="起始日期", label_en="From",
                  required=True),
            Field(name="until_on", kind=Kind.DATE, label="截止日期", label_en="Until",
                  required=True),
            Field(name="basis", kind=Kind.TEXT, label="依据文件", label_en="Basis",
                  required=True, max_length=200),
            title_en="Record a breach of integrity",
        )),
        row(O.CLOSED, O.ACTIVE, name="close", by={R.UNIT_ADMIN, R.OFFICER}, asks=WITH_REASON,
            harm=True),
    ),
)  # fmt: skip

M = MembershipState
MEMBERSHIP = Lifecycle(
    "membership",
    MembershipState,
    (
        born(M.REQUESTED, name="request", by={R.PERSON}, needs=[not_twice], tells={R.UNIT_ADMIN},
             quiet=True),
        born(M.ACTIVE, name="found", by={R.CLOCK}, quiet=True),
        row(M.ACTIVE, M.REQUESTED, name="approve", by={R.UNIT_ADMIN}, tells={R.PERSON}, duty=True),
        row(M.REFUSED, M.REQUESTED, name="refuse", by={R.UNIT_ADMIN}, tells={R.PERSON},
            asks=WITH_REASON),
        row(M.LEFT, M.ACTIVE, name="leave", by={R.UNIT_ADMIN, R.PERSON}, needs=[somebody_stays],
            tells={R.UNIT_ADMIN, R.PERSON}, harm=True),
        keep(M.ACTIVE, name="make_admin", by={R.UNIT_ADMIN}, tells={R.PERSON}),
    ),
)  # fmt: skip
