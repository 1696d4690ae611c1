"""All that the programme says about an expert's seat on a panel (R070, R072)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from jiebang.engine.decision import Reason
from jiebang.engine.lifecycle import Lifecycle, born, keep, row
from jiebang.rulebook.forms import WITH_REASON, Field, Kind, Option, ask
from jiebang.rulebook.roles import Role

R = Role


class State(StrEnum):
    RESERVE = "reserve"  # 候补
    INVITED = "invited"  # 已邀请
    ACCEPTED = "accepted"  # 已接受
    DECLINED = "declined"  # 谢绝
    EXPIRED = "expired"  # 逾期未答复
    WITHDRAWN = "withdrawn"  # 退出


LIVE = (State.INVITED, State.ACCEPTED)
GONE = (State.DECLINED, State.EXPIRED, State.WITHDRAWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    now: datetime
    answer_by: datetime | None
    reviewing: bool
    promised: bool
    remind_at: datetime | None
    nudge: bool


def in_time(f: Facts) -> Reason | None:
    late = f.answer_by is not None and f.now >= f.answer_by
    return Reason("invitation_expired", {"at": f.answer_by}) if late else None


def time_is_up(f: Facts) -> Reason | None:
    over = f.answer_by is not None and f.now >= f.answer_by
    return None if over else Reason("invitation_open", {"until": f.answer_by})


def panel_reviewing(f: Facts) -> Reason | None:
    return None if f.reviewing else Reason("panel_not_reviewing")


def reminder_due(f: Facts) -> Reason | None:
    due = f.remind_at is not None and f.now >= f.remind_at
    return None if due else Reason("reminder_not_due", {"at": f.remind_at})


def sheets_wait(f: Facts) -> Reason | None:
    """The sheets are due soon, some are open, and this expert has not been reminded of it yet."""
    return None if f.nudge else Reason("nothing_to_remind_of")


PROMISE_VERSION = "2023-1"
PROMISE = (
    "本人承诺：独立、客观、公正评审；与评审对象无应回避的关系，发现即主动申报；"
    "不打听、不联系评审对象，不接受请托和馈赠；对评审对象、内容、意见和结果严格保密，"
    "不复制、不留存、不外传材料；不委托他人代评。如有违反，自愿承担相应责任。"
)
PROMISE_EN = (
    "I promise to review independently, objectively and fairly; to declare any conflict of "
    "interest as soon as I see one; not to contact those under review, nor accept requests or "
    "gifts; to keep items, opinions and results secret and to copy nothing; and to let nobody "
    "review in my place."
)
ACCEPT = ask(
    "accept_seat", "接受邀请",
    Field(name="promise", kind=Kind.YESNO, label="我已阅读并作出承诺",
          label_en="I have read the promise and make it", required=True,
          help=PROMISE, help_en=PROMISE_EN),
    title_en="Accept the invitation",
)  # fmt: skip
DECLINE = ask(
    "decline_seat", "谢绝邀请",
    Field(name="ground", kind=Kind.CHOICE, label="原因", label_en="Ground", required=True,
          options=(
              Option("time", "时间冲突", "No time"), Option("conflict", "需要回避", "Conflict"),
              Option("field", "专业不符", "Not my field"), Option("other", "其他", "Other"))),
    Field(name="remark", kind=Kind.PROSE, label="说明", label_en="Remark", max_length=500),
    title_en="Decline the invitation",
)  # fmt: skip

S = State
SEAT = Lifecycle(
    "seat",
    State,
    (
        born(S.RESERVE, name="list", by={R.CLOCK}, quiet=True),
        row(S.INVITED, S.RESERVE, name="invite", by={R.CLOCK}, tells={R.EXPERT}, urgent=True,
            quiet=True),
        keep(S.INVITED, S.ACCEPTED, name="widen", by={R.CLOCK}, tells={R.EXPERT}, quiet=True),
        keep(S.INVITED, name="remind", by={R.CLOCK}, needs=[panel_reviewing, reminder_due],
             tells={R.EXPERT}, urgent=True, quiet=True),
        keep(S.ACCEPTED, name="nudge", by={R.CLOCK}, needs=[panel_reviewing, sheets_wait],
             tells={R.EXPERT}, urgent=True, quiet=True),
        row(S.ACCEPTED, S.INVITED, name="accept", by={R.EXPERT}, needs=[panel_reviewing, in_time],
            asks=ACCEPT, tells={R.SECRETARY}, duty=True),
        row(S.DECLINED, S.INVITED, name="decline", by={R.EXPERT}, needs=[in_time], asks=DECLINE,
            tells={R.SECRETARY}),
        row(S.EXPIRED, S.INVITED, name="expire", by={R.CLOCK}, needs=[time_is_up],
            tells={R.EXPERT, R.SECRETARY}),
        row(S.WITHDRAWN, S.INVITED, S.ACCEPTED, name="withdraw", by={R.SECRETARY, R.SUPERVISOR},
            needs=[panel_reviewing], asks=WITH_REASON, tells={R.EXPERT, R.SUPERVISOR}, harm=True),
        row(S.WITHDRAWN, S.INVITED, S.ACCEPTED, name="withdraw_conflict", by={R.CLOCK},
            tells={R.EXPERT, R.SECRETARY, R.SUPERVISOR}, quiet=True),
        row(S.WITHDRAWN, S.RESERVE, name="drop_reserve", by={R.CLOCK}, quiet=True),
        row(S.WITHDRAWN, S.ACCEPTED, name="replace", by={R.CLOCK},
            tells={R.EXPERT, R.SECRETARY}, quiet=True),
        row(S.WITHDRAWN, S.RESERVE, S.INVITED, S.ACCEPTED, name="release", by={R.CLOCK},
            tells={R.EXPERT}, quiet=True),
    ),
)  # fmt: skip
