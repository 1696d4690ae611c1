"""Objections to a public notice, and complaints about discipline (R093–R095).

Who objects is known to supervision only. A complaint never reaches the business office.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from jiebang.engine.decision import Reason
from jiebang.engine.lifecycle import Lifecycle, born, keep, row
from jiebang.rulebook.forms import REASON, WITH_REASON, Field, Kind, Option, ask
from jiebang.rulebook.roles import Role

R = Role


class State(StrEnum):
    RECEIVED = "received"  # 待受理
    REFUSED = "refused"  # 不受理
    ACCEPTED = "accepted"  # 核查中
    UPHELD = "upheld"  # 异议成立
    DISMISSED = "dismissed"  # 异议不成立
    WITHDRAWN = "withdrawn"  # 已撤回


class ComplaintState(StrEnum):
    RECEIVED = "received"
    EXAMINED = "examined"  # 核查中
    CONCLUDED = "concluded"  # 办结
    SET_ASIDE = "set_aside"  # 不予受理


OPEN = frozenset({State.RECEIVED, State.ACCEPTED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """`seal_needed`: it speaks for a unit and the edition wants its seal."""

    now: datetime
    notice_running: bool
    real_name: bool
    evidence_needed: bool
    evidence: int
    seal_needed: bool
    sealed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintFacts:
    now: datetime


def while_in_notice(f: Facts) -> Reason | None:
    return None if f.notice_running else Reason("notice_not_running")


def real_name_given(f: Facts) -> Reason | None:
    return None if f.real_name else Reason("real_name_missing")


def evidence_given(f: Facts) -> Reason | None:
    return Reason("evidence_missing") if f.evidence_needed and not f.evidence else None


def seal_given(f: Facts) -> Reason | None:
    return Reason("sealed_paper_missing") if f.seal_needed and not f.sealed else None


OBJECTION = ask(
    "objection", "公示异议",
    Field(name="name", kind=Kind.TEXT, label="异议人姓名", label_en="Your name", required=True,
          max_length=60, help="须为真实姓名，匿名异议不予受理；身份仅监督部门可见。",
          help_en="Your real name: anonymous objections are not taken. Only supervision sees it."),
    Field(name="id_number", kind=Kind.TEXT, label="有效证件号码", label_en="Identity document no.",
          required=True, min_length=5, max_length=30),
    Field(name="phone", kind=Kind.PHONE, label="联系电话", label_en="Telephone", required=True),
    Field(name="unit", kind=Kind.TEXT, label="代表单位", label_en="Unit you speak for",
          max_length=120, help="以单位名义提出时填写，并须上传加盖公章的扫描件。",
          help_en="Only when a unit objects; its sealed paper is then needed."),
    Field(name="grounds", kind=Kind.PROSE, label="异议事项与理由", label_en="What and why",
          required=True, min_length=20, max_length=4000),
    Field(name="evidence_text", kind=Kind.PROSE, label="证据说明", label_en="Evidence, described",
          required=True, min_length=10, max_length=4000),
    Field(name="files", kind=Kind.FILE, label="证据材料", label_en="Evidence files"),
    Field(name="seal", kind=Kind.FILE, label="加盖公章的异议书", label_en="Paper with the seal"),
    title_en="Object to the notice",
)  # fmt: skip
FINDING = ask(
    "finding", "核查结论",
    Field(name="finding", kind=Kind.PROSE, label="核查情况", label_en="What was found",
          required=True, min_length=10, max_length=4000),
    REASON,
    title_en="Finding",
)  # fmt: skip
COMPLAINT = ask(
    "complaint", "纪律监督举报",
    Field(name="subject", kind=Kind.CHOICE, label="反映对象", label_en="About", required=True,
          options=(Option("officer", "管理人员", "Officials"),
                   Option("expert", "评审专家", "Experts"),
                   Option("unit", "申报、承担单位", "Units"),
                   Option("agency", "第三方服务机构", "Agencies"))),
    Field(name="about", kind=Kind.TEXT, label="姓名或单位", label_en="Name or unit", required=True,
          max_length=120),
    Field(name="text", kind=Kind.PROSE, label="反映的问题", label_en="What happened",
          required=True, min_length=20, max_length=6000),
    Field(name="name", kind=Kind.TEXT, label="您的姓名", label_en="Your name", max_length=60,
          help="鼓励实名；业务处室看不到本渠道的任何内容。",
          help_en="Best with your name. No business office sees anything of this channel."),
    Field(name="phone", kind=Kind.PHONE, label="联系电话", label_en="Telephone"),
    Field(name="files", kind=Kind.FILE, label="证据材料", label_en="Evidence files"),
    title_en="Complain about discipline",
)  # fmt: skip

S = State
OBJECTION_LIFE = Lifecycle(
    "objection",
    State,
    (
        born(S.RECEIVED, name="raise", by={R.PERSON},
             needs=[while_in_notice, real_name_given, evidence_given, seal_given], asks=OBJECTION,
             tells={R.SUPERVISOR}, quiet=True),
        row(S.ACCEPTED, S.RECEIVED, name="accept", by={R.SUPERVISOR}, tells={R.PERSON}, duty=True),
        row(S.REFUSED, S.RECEIVED, name="refuse", by={R.SUPERVISOR}, asks=WITH_REASON,
            tells={R.PERSON}, harm=True),
        keep(S.ACCEPTED, name="note_inquiry", by={R.SUPERVISOR}, asks=ask(
            "inquiry", "核查记录",
            Field(name="note", kind=Kind.PROSE, label="核查经过", label_en="What was done",
                  required=True, max_length=4000),
            title_en="Note an inquiry",
        )),
        row(S.UPHELD, S.ACCEPTED, name="uphold", by={R.SUPERVISOR}, asks=FINDING,
            tells={R.PERSON, R.OFFICER, R.HEAD}, duty=True, harm=True),
        row(S.DISMISSED, S.ACCEPTED, name="dismiss", by={R.SUPERVISOR}, asks=FINDING,
            tells={R.PERSON, R.OFFICER}),
        row(S.WITHDRAWN, S.RECEIVED, S.ACCEPTED, name="withdraw", by={R.PERSON},
            asks=WITH_REASON, tells={R.SUPERVISOR}, harm=True),
    ),
)  # fmt: skip

C = ComplaintState
COMPLAINT_LIFE = Lifecycle(
    "complaint",
    ComplaintState,
    (
        born(C.RECEIVED, name="lodge", by={R.PERSON}, asks=COMPLAINT, tells={R.SUPERVISOR},
             quiet=True),
        row(C.EXAMINED, C.RECEIVED, name="examine", by={R.SUPERVISOR}, tells={R.PERSON},
            duty=True),
        row(C.SET_ASIDE, C.RECEIVED, name="set_aside", by={R.SUPERVISOR}, asks=WITH_REASON,
            tells={R.PERSON}),
        row(C.CONCLUDED, C.EXAMINED, name="conclude", by={R.SUPERVISOR}, asks=FINDING,
            tells={R.PERSON}, duty=True),
    ),
)  # fmt: skip
