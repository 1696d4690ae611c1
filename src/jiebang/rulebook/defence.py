"""All that the programme says about defence sessions (process.md 3.7, 3.8; R083, R084).

Items on which the sheets lie far apart are heard. The order is drawn from the panel's own seed,
so nobody chooses it; scores given after the hearing stay sealed until all are in.
"""

from __future__ import annotations

import hmac
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction

from jiebang.engine.decision import Reason
from jiebang.engine.lifecycle import Lifecycle, born, keep, row
from jiebang.rulebook.edition.hearings import Defence as Policy
from jiebang.rulebook.forms import REASON, WITH_REASON, Field, FormSpec, Kind, Option, ask
from jiebang.rulebook.roles import Role

R = Role


# -- lots -------------------------------------------------------------------------------------


def lot(seed: bytes, purpose: str, code: str) -> str:
    """HMAC-SHA256 of "purpose", a line feed and the code, under the seed of the panel's draw; in
    hexadecimal. Anybody who has the draw's record can work it out again."""
    return hmac.new(seed, f"{purpose}\n{code}".encode(), "sha256").hexdigest()


def by_lot(seed: bytes, purpose: str, codes: Iterable[str]) -> tuple[str, ...]:
    """The smallest lot first."""
    return tuple(sorted(set(codes), key=lambda code: lot(seed, purpose, code)))


DEFENCE_ORDER, CHAIR_ORDER = "defence", "chair"


# -- agreement --------------------------------------------------------------------------------


def variance(totals: Sequence[Decimal]) -> Fraction:
    """Mean square distance from the mean, over all sheets; exact."""
    if not totals:
        return Fraction()
    exact = [Fraction(t) for t in totals]
    mean = sum(exact, Fraction()) / len(exact)
    return sum(((x - mean) ** 2 for x in exact), Fraction()) / len(exact)


def spread(totals: Sequence[Decimal]) -> Decimal:
    """The standard deviation, to two decimals, to be shown; the rule looks at the exact one."""
    exact = variance(totals)
    root = (Decimal(exact.numerator) / Decimal(exact.denominator)).sqrt()
    return root.quantize(Decimal("0.01"), ROUND_HALF_UP)


def disputed(totals: Sequence[Decimal], limit: Decimal) -> bool:
    """R083: the totals of an item's sheets deviate by more than the limit."""
    return variance(totals) > Fraction(limit) ** 2


# -- a session --------------------------------------------------------------------------------


class State(StrEnum):
    LISTED = "listed"  # 待组织
    CALLED = "called"  # 已通知
    SITTING = "sitting"  # 答辩进行中
    SCORING = "scoring"  # 密封评分中
    OPENED = "opened"  # 已开封
    WAIVED = "waived"  # 免于答辩


GOING = (State.LISTED, State.CALLED, State.SITTING, State.SCORING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """`unheard` counts items neither heard nor absent; `waiting` sheets not sealed yet; `short`
    heard items with fewer sealed sheets than `minimum`."""

    now: datetime
    starts_at: datetime | None
    unheard: int
    waiting: int
    short: int
    minimum: int
    score_by: datetime | None


def time_has_come(f: Facts) -> Reason | None:
    if f.starts_at is not None and f.now >= f.starts_at:
        return None
    return Reason("defence_not_yet", {"at": f.starts_at})


def all_heard(f: Facts) -> Reason | None:
    return Reason("hearings_open", {"count": f.unheard}) if f.unheard else None


def _over(f: Facts) -> bool:
    return f.score_by is not None and f.now >= f.score_by


def all_sealed_or_due(f: Facts) -> Reason | None:
    if _over(f) or not f.waiting:
        return None
    return Reason("sheets_unsealed", {"count": f.waiting, "until": f.score_by})


def enough_sealed(f: Facts) -> Reason | None:
    return Reason("sealed_missing", {"items": f.short, "need": f.minimum}) if f.short else None


CONVENE = ask(
    "convene_defence", "组织答辩",
    Field(name="starts_at", kind=Kind.DATETIME, label="开始时间", label_en="Begins at",
          required=True),
    Field(name="place", kind=Kind.TEXT, label="地点", label_en="Place", required=True,
          max_length=200, help="只用视频时填“视频会议”。",
          help_en="Write “online” when there is a video only."),
    Field(name="video_link", kind=Kind.TEXT, label="视频会议链接", label_en="Video link",
          max_length=300, help="只有答辩方、评审专家和工作人员看到。",
          help_en="Shown to those who take part and to nobody else."),
    title_en="Convene the defence",
)  # fmt: skip
MOVE = ask(
    "move_defence", "调整答辩安排", *CONVENE.fields, REASON, title_en="Change time or place",
)  # fmt: skip
MORE_TIME = ask(
    "defence_more_time", "延长密封评分时间",
    Field(name="score_by", kind=Kind.DATETIME, label="新的截止时间", label_en="New due time",
          required=True),
    REASON,
    title_en="Give more time",
)  # fmt: skip

S = State
CALLERS = {R.OFFICER, R.SECRETARY}
DEFENCE = Lifecycle(
    "defence",
    State,
    (
        born(S.LISTED, name="list", by={R.CLOCK}, tells={R.OFFICER, R.SECRETARY, R.SUPERVISOR},
             quiet=True),
        row(S.CALLED, S.LISTED, name="convene", by=CALLERS, asks=CONVENE,
            tells={R.OFFICER, R.SECRETARY, R.SUPERVISOR}, duty=True),
        keep(S.CALLED, name="move", by=CALLERS, asks=MOVE,
             tells={R.OFFICER, R.SECRETARY, R.SUPERVISOR}),
        row(S.SITTING, S.CALLED, name="begin", by={R.SECRETARY}, needs=[time_has_come], duty=True),
        row(S.SCORING, S.SITTING, name="end", by={R.SECRETARY}, needs=[all_heard], duty=True),
        keep(S.SCORING, name="give_time", by=CALLERS, asks=MORE_TIME, tells={R.SUPERVISOR}),
        row(S.OPENED, S.SCORING, name="open", by={R.CLOCK},
            needs=[all_sealed_or_due, enough_sealed],
            tells={R.OFFICER, R.SECRETARY, R.SUPERVISOR}, quiet=True),
        row(S.WAIVED, S.LISTED, S.CALLED, S.SCORING, name="waive", by={R.HEAD}, asks=WITH_REASON,
            tells={R.OFFICER, R.SECRETARY, R.SUPERVISOR}, harm=True),
    ),
)  # fmt: skip


# -- one item's hearing -----------------------------------------------------------------------


class HearingState(StrEnum):
    LISTED = "listed"  # 待通知
    CALLED = "called"  # 待答辩
    TALKING = "talking"  # 陈述中
    ASKING = "asking"  # 质询中
    HEARD = "heard"  # 已答辩
    ABSENT = "absent"  # 缺席
    DROPPED = "dropped"  # 取消


H = HearingState
UNHEARD = (H.LISTED, H.CALLED, H.TALKING, H.ASKING)


@dataclass(frozen=True, slots=True, kw_only=True)
class HearingFacts:
    """`before` counts items that are to be heard earlier and were not yet."""

    now: datetime
    sitting: bool
    before: int
    list_closes_at: datetime | None


def session_sits(f: HearingFacts) -> Reason | None:
    return None if f.sitting else Reason("defence_not_sitting")


def its_turn(f: HearingFacts) -> Reason | None:
    return Reason("hearings_before", {"count": f.before}) if f.before else None


def list_is_open(f: HearingFacts) -> Reason | None:
    over = f.list_closes_at is not None and f.now >= f.list_closes_at
    return Reason("speakers_closed", {"at": f.list_closes_at}) if over else None


def speakers_form(policy: Policy) -> FormSpec:
    """Who may speak: at most as many as the edition says, each with a part in the team."""
    options = tuple(Option(c.code, c.label, c.label_en) for c in policy.speaker_parts)
    return ask(
        "speakers", "答辩人员名单",
        Field(name="speakers", kind=Kind.TABLE, label="答辩人员", label_en="Speakers",
              required=True, rows_min=1, rows_max=policy.speakers_max,
              help="只有名单上的人员可以陈述和回答。专家只看到职责，不看到姓名。",
              help_en="Only these people may speak. Experts see their parts, not their names.",
              columns=(
                  Field(name="part", kind=Kind.CHOICE, label="职责", label_en="Part",
                        required=True, options=options),
                  Field(name="person", kind=Kind.TEXT, label="姓名", label_en="Name",
                        required=True, max_length=40),
              )),
        title_en="Name the speakers",
    )  # fmt: skip


HEARING = Lifecycle(
    "hearing",
    HearingState,
    (
        born(H.LISTED, name="list", by={R.CLOCK}, quiet=True),
        row(H.CALLED, H.LISTED, name="call", by={R.CLOCK}, tells={R.LEAD}, urgent=True,
            quiet=True),
        keep(H.CALLED, name="recall", by={R.CLOCK}, tells={R.LEAD}, urgent=True, quiet=True),
        keep(H.CALLED, name="name_speakers", by={R.LEAD}, needs=[list_is_open],
             tells={R.SECRETARY}, duty=True),
        row(H.TALKING, H.CALLED, name="start_talk", by={R.SECRETARY},
            needs=[session_sits, its_turn], quiet=True),
        row(H.ASKING, H.TALKING, name="start_questions", by={R.SECRETARY}, quiet=True),
        row(H.HEARD, H.ASKING, name="close", by={R.SECRETARY}, quiet=True),
        row(H.ABSENT, H.CALLED, name="mark_absent", by={R.SECRETARY},
            needs=[session_sits, its_turn], asks=WITH_REASON, tells={R.LEAD, R.SUPERVISOR},
            harm=True),
        row(H.DROPPED, H.LISTED, name="drop", by={R.CLOCK}, quiet=True),
        row(H.DROPPED, H.CALLED, name="call_off", by={R.CLOCK}, tells={R.LEAD}, urgent=True,
            quiet=True),
    ),
)  # fmt: skip


def next_up(order: Sequence[str], open_codes: Collection[str]) -> str:
    """Whose turn it is; "" when all were heard."""
    return next((code for code in order if code in open_codes), "")
