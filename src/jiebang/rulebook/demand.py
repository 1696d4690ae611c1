"""All that the programme says about a demand's life (process.md 2.2, 2.3; R011–R025)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from jiebang.engine.decision import Reason
from jiebang.engine.lifecycle import Lifecycle, born, keep, row
from jiebang.rulebook.forms import REMARK, WITH_REASON, Field, Kind, ask
from jiebang.rulebook.roles import BUREAU, Role

R = Role


class State(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"  # 待区县审核
    RETURNED = "returned"  # 区县退回修改
    DECLINED = "declined"  # 区县不推荐
    RECOMMENDED = "recommended"  # 待市局受理
    SUPPLEMENT = "supplement"  # 退回补正
    REFUSED = "refused"  # 不受理
    ACCEPTED = "accepted"  # 待论证
    SCREENED = "screened"  # 论证完成
    SELECTED = "selected"  # 拟入榜
    RESERVE = "reserve"  # 备选
    ELIMINATED = "eliminated"  # 淘汰
    AGREED = "agreed"  # 文本已确认
    LISTED = "listed"  # 已入榜
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """`problems` counts what the form still lacks; `gates_failed` names the failed rules."""

    now: datetime
    batch_open: bool
    opens_at: datetime
    closes_at: datetime
    district_closes_at: datetime
    others_of_unit: int
    per_unit: int
    problems: int
    gates_failed: tuple[str, ...]
    supplements: int
    supplements_allowed: int
    text_proposed: bool
    text_digest: str


def batch_is_open(f: Facts) -> Reason | None:
    return None if f.batch_open else Reason("batch_not_open")


def collection_started(f: Facts) -> Reason | None:
    return None if f.now >= f.opens_at else Reason("collection_not_started", {"at": f.opens_at})


def before_deadline(f: Facts) -> Reason | None:
    return (
        Reason("deadline_passed", {"at": f.closes_at, "now": f.now})
        if f.now >= f.closes_at
        else None
    )


def before_district_deadline(f: Facts) -> Reason | None:
    late = f.now >= f.district_closes_at
    return Reason("deadline_passed", {"at": f.district_closes_at, "now": f.now}) if late else None


def within_count(f: Facts) -> Reason | None:
    if f.others_of_unit < f.per_unit:
        return None
    return Reason("too_many_demands", {"have": f.others_of_unit, "limit": f.per_unit})


def form_complete(f: Facts) -> Reason | None:
    return Reason("form_incomplete", {"count": f.problems}) if f.problems else None


def gates_passed(f: Facts) -> Reason | None:
    return Reason("gates_failed", {"gates": f.gates_failed}) if f.gates_failed else None


def supplement_left(f: Facts) -> Reason | None:
    if f.supplements < f.supplements_allowed:
        return None
    return Reason("supplement_used", {"limit": f.supplements_allowed})


def text_is_proposed(f: Facts) -> Reason | None:
    return None if f.text_proposed else Reason("text_not_proposed")


CREDIT_CHECK = ask(
    "recommend", "区县推荐",
    Field(name="credit_china", kind=Kind.YESNO, label="已查信用中国，无严重失信",
          label_en="Credit China checked: no serious breach"),
    Field(name="enforcement", kind=Kind.YESNO, label="已查中国执行信息公开网，无失信被执行",
          label_en="Enforcement register checked: none"),
    Field(name="company_credit", kind=Kind.YESNO, label="已查国家企业信用信息公示系统，无异常",
          label_en="Company credit register checked: nothing unusual"),
    Field(name="checked_on", kind=Kind.DATE, label="查询日期", label_en="Checked on",
          required=True),
    Field(name="opinion", kind=Kind.PROSE, label="推荐意见", label_en="Recommendation",
          required=True, max_length=2000),
    title_en="Recommend",
)  # fmt: skip

SELECT = ask(
    "select", "拟入榜",
    Field(name="kind", kind=Kind.CHOICE, label="榜单类别", label_en="Kind", required=True),
    Field(name="field", kind=Kind.CHOICE, label="领域", label_en="Field", required=True),
    Field(name="public_money", kind=Kind.MONEY, label="财政支持上限", unit="万元",
          label_en="Public money, at most", required=True, minimum=0),
    Field(name="reason", kind=Kind.PROSE, label="入选理由(三个围绕)",
          label_en="Why selected", required=True, min_length=5, max_length=2000),
    title_en="Select for the list",
)  # fmt: skip

S = State
DEMAND = Lifecycle(
    "demand",
    State,
    (
        born(S.DRAFT, name="start", by={R.PUBLISHER},
             needs=[batch_is_open, collection_started, before_deadline, within_count], quiet=True),
        keep(S.DRAFT, S.RETURNED, S.SUPPLEMENT, name="save", by={R.PUBLISHER}, quiet=True),
        keep(S.DRAFT, S.RETURNED, S.SUPPLEMENT, name="attach", by={R.PUBLISHER}, quiet=True),
        keep(S.DRAFT, S.RETURNED, S.SUPPLEMENT, name="detach", by={R.PUBLISHER}, quiet=True),
        row(S.SUBMITTED, S.DRAFT, S.RETURNED, name="submit", by={R.PUBLISHER},
            needs=[batch_is_open, before_deadline, form_complete, gates_passed],
            tells={R.DISTRICT, R.PUBLISHER}, duty=True),
        row(S.WITHDRAWN, S.DRAFT, S.RETURNED, S.SUBMITTED, name="withdraw", by={R.PUBLISHER},
            asks=WITH_REASON, harm=True),
        row(S.RECOMMENDED, S.SUBMITTED, name="recommend", by={R.DISTRICT},
            needs=[before_district_deadline], asks=CREDIT_CHECK, tells={R.OFFICER, R.PUBLISHER},
            duty=True),
        row(S.RETURNED, S.SUBMITTED, name="return_for_changes", by={R.DISTRICT},
            needs=[before_deadline], asks=WITH_REASON, tells={R.PUBLISHER}),
        row(S.DECLINED, S.SUBMITTED, name="decline", by={R.DISTRICT}, asks=WITH_REASON,
            tells={R.PUBLISHER, R.OFFICER}, harm=True),
        row(S.ACCEPTED, S.RECOMMENDED, name="accept", by={R.OFFICER}, tells={R.PUBLISHER},
            asks=ask("accept", "受理", REMARK, title_en="Accept"), duty=True),
        row(S.SUPPLEMENT, S.RECOMMENDED, name="ask_supplement", by={R.OFFICER},
            needs=[supplement_left], asks=WITH_REASON, tells={R.PUBLISHER, R.DISTRICT}),
        row(S.RECOMMENDED, S.SUPPLEMENT, name="supplement", by={R.PUBLISHER},
            needs=[form_complete, gates_passed], tells={R.OFFICER}, duty=True),
        row(S.REFUSED, S.RECOMMENDED, name="refuse", by={R.OFFICER}, asks=WITH_REASON,
            tells={R.PUBLISHER, R.DISTRICT}, harm=True),
        row(S.SCREENED, S.ACCEPTED, name="record_screening", by={R.CLOCK}, quiet=True),
        keep(S.SCREENED, name="correct_screening", by={R.CLOCK}, quiet=True),
        row(S.ACCEPTED, S.SCREENED, name="screen_again", by={R.CLOCK}, quiet=True),
        keep(S.ACCEPTED, S.SCREENED, name="record_visit", by={R.OFFICER}, asks=ask(
            "visit", "现场调研记录",
            Field(name="visited_on", kind=Kind.DATE, label="日期", label_en="Date", required=True),
            Field(name="people", kind=Kind.TEXT, label="人员", label_en="People", required=True,
                  max_length=200),
            Field(name="findings", kind=Kind.PROSE, label="情况", label_en="Findings",
                  required=True, max_length=4000),
            title_en="Record a visit",
        )),
        row(S.SELECTED, S.SCREENED, S.RESERVE, name="select", by={R.HEAD}, asks=SELECT,
            tells={R.PUBLISHER, R.OFFICER}, duty=True),
        row(S.RESERVE, S.SCREENED, name="put_in_reserve", by={R.HEAD}, asks=WITH_REASON,
            tells={R.PUBLISHER}),
        row(S.ELIMINATED, S.SCREENED, S.RESERVE, name="eliminate", by={R.HEAD}, asks=WITH_REASON,
            tells={R.PUBLISHER}, harm=True),
        keep(S.SELECTED, name="propose_text", by={R.OFFICER}, tells={R.PUBLISHER}, duty=True,
             quiet=True),
        row(S.AGREED, S.SELECTED, name="confirm_text", by={R.PUBLISHER}, needs=[text_is_proposed],
            tells={R.OFFICER}, duty=True),
        keep(S.SELECTED, name="object_to_text", by={R.PUBLISHER}, needs=[text_is_proposed],
             asks=WITH_REASON, tells={R.OFFICER}),
        row(S.LISTED, S.AGREED, name="list", by={R.OFFICER}, tells={R.LEADER, R.PUBLISHER},
            duty=True),
    ),
)  # fmt: skip

VIEWERS = BUREAU | {R.PUBLISHER, R.DISTRICT, R.SUPERVISOR}
