"""The glossary: code ↔ 中文 ↔ English, grouped by subject. Official words are spelt here once.

Lives add their own states and steps with `define`; a code means one thing within its subject.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from jiebang.rulebook.roles import Role


@dataclass(frozen=True, slots=True)
class Term:
    subject: str
    code: str
    zh: str
    en: str
    note: str = ""


class Repeated(ValueError):
    """A code was defined twice in one subject with different words."""


_TERMS: dict[tuple[str, str], Term] = {}
TERMS: Mapping[tuple[str, str], Term] = MappingProxyType(_TERMS)


def define(subject: str, entries: Iterable[tuple[str, ...]]) -> None:
    """Adds (code, 中文, English[, note]) to a subject. Saying the same again does no harm."""
    for entry in entries:
        term = Term(subject, *entry)
        known = _TERMS.setdefault((subject, term.code), term)
        if known != term:
            raise Repeated(f"{subject}.{term.code}: {known.zh} and {term.zh}")


def term(subject: str, code: str) -> Term:
    """KeyError where the glossary lacks the word."""
    return _TERMS[subject, code]


def of(subject: str) -> tuple[Term, ...]:
    """The words of one subject, in the order they were defined."""
    return tuple(t for t in _TERMS.values() if t.subject == subject)


def subjects() -> tuple[str, ...]:
    return tuple(dict.fromkeys(t.subject for t in _TERMS.values()))


def by_chinese(zh: str) -> Iterator[Term]:
    """Every term written so: one Chinese word may serve several subjects."""
    return (t for t in _TERMS.values() if t.zh == zh)


define("role", [
    (Role.PUBLISHER, "发榜方", "Publisher", "提出需求并出资的单位"),
    (Role.LEAD, "揭榜方牵头单位", "Lead of the bid"),
    (Role.PARTNER, "联合体成员单位", "Consortium partner"),
    (Role.UNIT_ADMIN, "单位管理员", "Unit administrator"),
    (Role.MEMBER, "单位成员", "Member of a unit"),
    (Role.PERSON, "登录用户", "Signed-in person"),
    (Role.ASKER, "提问人", "Asker"),
    (Role.DISTRICT, "区县科技主管部门", "District office", "归口推荐"),
    (Role.OFFICER, "处室经办人", "Bureau officer"),
    (Role.HEAD, "处室负责人", "Division head"),
    (Role.LEADER, "局领导", "Bureau leader"),
    (Role.SUPERVISOR, "监督人员", "Discipline inspector", "纪检监察和监督"),
    (Role.POOL_KEEPER, "专家库管理员", "Keeper of the expert pool"),
    (Role.DRAWER, "专家抽取员", "Drawing officer"),
    (Role.SECRETARY, "评审秘书", "Review secretary"),
    (Role.EXPERT, "评审专家", "Expert"),
    (Role.FINANCE, "财务人员", "Finance officer"),
    (Role.BANK, "银行", "Bank"),
    (Role.AUDITOR, "审计机构", "Auditor"),
    (Role.SYSTEM_ADMIN, "系统管理员", "System administrator"),
    (Role.SECURITY_ADMIN, "安全管理员", "Security administrator"),
    (Role.AUDIT_ADMIN, "审计管理员", "Audit administrator"),
    (Role.PUBLIC, "公众", "The public"),
    (Role.CLOCK, "系统时钟", "Server clock"),
])  # fmt: skip

define("programme", [
    ("programme", "揭榜挂帅", "Open bidding", "企业界出题、科技界答题"),
    ("plan", "年度计划", "Programme year"),
    ("batch", "批次", "Batch"),
    ("edition", "规则版本", "Edition of the rules"),
    ("kind", "榜单类别", "Kind of challenge"),
    ("field", "技术领域", "Field"),
    ("chain_link", "产业链环节", "Link of the industrial chain"),
    ("district", "区县", "District"),
    ("demand", "技术需求", "Demand"),
    ("challenge", "榜单", "Challenge"),
    ("challenge_list", "榜单目录", "Challenge list"),
    ("challenge_number", "榜单序号", "Challenge number"),
    ("bid", "揭榜意向", "Bid"),
    ("bid_letter", "揭榜意向书", "Bid letter"),
    ("project", "项目", "Project"),
    ("proposal", "项目实施方案", "Implementation plan"),
    ("task_book", "任务书", "Task book"),
    ("pledge", "军令状", "Pledge", "任务书的附件，写明里程碑、拨付、奖惩和成果归属"),
    ("platform_default", "平台默认值", "Platform default", "未见公开规定，由平台设定，可修改"),
    ("public_fact", "公开信息", "Public fact"),
    ("unverified", "待核实", "To be verified"),
])  # fmt: skip

define("party", [
    ("publisher", "发榜方", "Publisher"),
    ("demand_side", "需求方", "Demand side"),
    ("bidder", "揭榜方", "Bidder"),
    ("lead_unit", "牵头单位", "Lead unit"),
    ("partner_unit", "参与单位", "Partner unit"),
    ("consortium", "创新联合体", "Innovation consortium"),
    ("joint_bid", "联合体", "Consortium"),
    ("final_user", "最终用户", "Final user"),
    ("university", "高校", "University"),
    ("institute", "科研院所", "Research institute"),
    ("leading_company", "龙头企业", "Leading company"),
    ("chief_engineer", "技术总师", "Chief engineer"),
    ("project_head", "项目负责人", "Project head"),
    ("finance_assistant", "科研财务助理", "Research finance assistant"),
    ("bureau", "科学技术局", "Science and technology bureau"),
    ("credit_code", "统一社会信用代码", "Unified social credit code"),
])  # fmt: skip

define("collection", [
    ("collect", "需求征集", "Call for demands"),
    ("recommend", "归口推荐", "Recommendation by the district"),
    ("recommendation_letter", "推荐函", "Letter of recommendation"),
    ("summary_table", "项目汇总表", "Summary table"),
    ("form_check", "形式审查", "Form check"),
    ("supplement", "补正", "Supplement"),
    ("eligibility", "申报条件", "Eligibility"),
    ("promise", "承诺书", "Promise"),
    ("screening", "论证", "Screening"),
    ("selection", "遴选", "Selection"),
    ("reserve", "备选入库", "Kept in reserve"),
    ("site_visit", "现场调研", "Site visit"),
    ("three_around", "三个围绕", "The three centres",
     "围绕全市中心工作、围绕产业发展需求、围绕企业创新需求"),
    ("indicator", "考核指标", "Indicator"),
    ("readiness", "技术成熟度", "Technology readiness level"),
])  # fmt: skip

define("publication", [
    ("publish", "发榜", "Publish"),
    ("take_down", "揭榜", "Bid for a challenge"),
    ("void", "流榜", "Void: no valid bid"),
    ("withdraw", "撤榜", "Challenge withdrawn"),
    ("relist", "重新发榜", "Published again"),
    ("correction", "更正公告", "Correction"),
    ("extension", "延期公告", "Extension"),
    ("deadline", "截止时间", "Deadline"),
    ("question", "提问", "Question"),
    ("answer", "答复", "Answer"),
    ("matching", "供需对接", "Matching"),
    ("receipt", "回执", "Receipt"),
    ("digest", "数字摘要", "Digest"),
    ("sealed", "密封", "Sealed"),
    ("opening", "开启", "Opening"),
    ("response_table", "指标响应表", "Answers to the indicators"),
    ("opinion", "发榜方意见", "Publisher's opinion"),
    ("cooperate", "合作", "Cooperate"),
    ("standby", "备选", "Standby"),
    ("decline", "不合作", "Decline"),
    ("related_party", "关联关系", "Related party"),
    ("evidence", "佐证材料", "Evidence"),
])  # fmt: skip

define("review", [
    ("review", "评审", "Review"),
    ("remote_review", "网络评审", "Online review"),
    ("off_site", "异地专家", "Off-site expert"),
    ("panel", "专家组", "Panel"),
    ("draw", "随机抽取", "Random draw"),
    ("transcript", "抽取记录", "Transcript of the draw"),
    ("reserve_expert", "候补专家", "Reserve expert"),
    ("avoidance", "回避", "Recusal"),
    ("conflict", "利益冲突", "Conflict of interest"),
    ("blind", "双盲评审", "Double-blind review"),
    ("score_table", "评分表", "Score table"),
    ("criterion", "评审指标", "Criterion"),
    ("knock_out", "一票否决项", "Knock-out criterion"),
    ("trimmed_mean", "去掉最高最低分后的平均分", "Trimmed mean"),
    ("mean", "平均分", "Mean"),
    ("median", "中位数", "Median"),
    ("publisher_score", "需求方满意度", "Publisher's satisfaction"),
    ("outlier", "异常评分", "Outlying score"),
    ("veto", "否决", "Veto"),
    ("defence", "答辩", "Defence"),
    ("group_opinion", "专家组意见", "Opinion of the panel"),
    ("expert_promise", "评审承诺书", "Reviewer's promise"),
    ("national_system", "国家科技管理信息系统", "National science management system", "国科管系统"),
])  # fmt: skip

define("decision", [
    ("meeting", "局长办公会", "Director's meeting"),
    ("party_meeting", "党组会", "Party group meeting"),
    ("minutes", "会议纪要", "Minutes"),
    ("public_notice", "公示", "Public notice"),
    ("objection", "异议", "Objection"),
    ("objector", "异议人", "Objector"),
    ("uphold", "异议成立", "Objection upheld"),
    ("dismiss", "异议不成立", "Objection dismissed"),
    ("approval", "立项", "Approval"),
    ("approval_notice", "立项通知", "Notice of approval"),
    ("working_day", "工作日", "Working day"),
    ("natural_day", "自然日", "Calendar day"),
])  # fmt: skip

define("delivery", [
    ("contract", "合同", "Contract"),
    ("three_party", "三方合同", "Three-party contract"),
    ("sign", "签约", "Sign"),
    ("seal", "用印", "Seal"),
    ("contract_registration", "技术合同认定登记", "Registration of the technology contract"),
    ("deemed_waived", "视为放弃", "Deemed to have given up"),
    ("milestone", "里程碑", "Milestone"),
    ("midterm", "中期检查", "Mid-term check"),
    ("rectify", "限期整改", "Rectify in time"),
    ("change", "变更", "Change"),
    ("supplementary_task_book", "补充任务书", "Supplementary task book"),
    ("terminate", "终止", "Terminate"),
    ("revoke", "撤销", "Revoke"),
    ("settlement", "清算", "Settlement"),
    ("racing", "赛马制", "Racing"),
    ("acceptance", "验收", "Acceptance"),
    ("passed", "通过", "Passed"),
    ("concluded", "结题", "Concluded", "尽职而未达到目标，不影响信用"),
    ("not_passed", "未通过", "Not passed"),
    ("retest", "整改复验", "Second acceptance"),
    ("overdue", "逾期未验收", "Acceptance overdue"),
    ("diligence", "尽职免责", "Diligence exemption"),
    ("application", "成果应用", "Result in use"),
    ("followup", "跟踪", "Follow-up"),
])  # fmt: skip

define("money", [
    ("public_money", "财政资金", "Public money"),
    ("challenge_money", "榜单金额", "Money on the challenge"),
    ("own_money", "自筹资金", "Own money"),
    ("matched_money", "配套资金", "Matched money"),
    ("before_grant", "前补助", "Grant before"),
    ("after_grant", "后补助", "Grant after"),
    ("tranche", "拨付批次", "Tranche"),
    ("payment", "拨付", "Payment"),
    ("receipt_slip", "银行回单", "Bank slip"),
    ("leverage", "撬动市场主体研发投入", "R&D investment levered"),
    ("rnd_funds", "研发经费", "R&D funds"),
    ("budget", "经费预算", "Budget"),
    ("final_account", "经费决算", "Final account"),
    ("audit", "专项审计", "Special audit"),
    ("lump_sum", "经费包干制", "Lump-sum funding"),
    ("negative_list", "负面清单", "Negative list"),
    ("credit_line", "综合授信", "Comprehensive credit"),
    ("credit_offer", "授信意向额度", "Credit offered"),
    ("credit_approved", "授信批复额度", "Credit approved"),
    ("credit_drawn", "用信余额", "Credit drawn"),
    ("wan", "万元", "10,000 yuan"),
])  # fmt: skip

define("integrity", [
    ("integrity", "科研诚信", "Research integrity"),
    ("record", "失信记录", "Integrity record"),
    ("ban", "限制申报", "Ban"),
    ("repair", "信用修复", "Repair of record"),
    ("fake_demand", "虚假需求", "Fake demand"),
    ("supervision", "监督", "Supervision"),
    ("complaint", "投诉举报", "Complaint"),
    ("audit_log", "审计日志", "Audit log"),
    ("integrated_allocation", "一体化配置", "Integrated allocation",
     "项目、平台、人才、资金一体化配置"),
])  # fmt: skip
