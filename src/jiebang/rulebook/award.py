"""From the ranking to the winner: proposal, meeting, public notice (process.md 2.9; R088–R096)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from jiebang.engine.decision import Reason
from jiebang.engine.lifecycle import Lifecycle, born, row
from jiebang.rulebook.forms import REASON, WITH_REASON, Field, FormSpec, Kind, Option, Problem, ask
from jiebang.rulebook.roles import Role

R = Role


class State(StrEnum):
    PROPOSED = "proposed"  # 处室建议
    RETURNED = "returned"  # 会议退回
    DECIDED = "decided"  # 会议通过,待公示
    IN_NOTICE = "in_notice"  # 公示中
    FROZEN = "frozen"  # 异议核查,暂停
    CONFIRMED = "confirmed"  # 确定
    REJECTED = "rejected"  # 否决
    CANCELLED = "cancelled"  # 撤销


# What the public may read: everything from the notice on.
PUBLIC_STATES = frozenset({State.IN_NOTICE, State.FROZEN, State.CONFIRMED, State.CANCELLED})
OVER = frozenset({State.REJECTED, State.CANCELLED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """`bid` is "" when nobody is proposed. `today` is the date in the city."""

    today: date
    now: datetime
    challenge_ranked: bool
    awards_in_force: int
    bid: str
    bid_ranked: bool
    bid_vetoed: bool
    public_money: int
    public_money_limit: int
    notice_until_on: date | None
    objections_open: int
    objections_accepted: int
    holidays_known: bool
    late_conflicts: int = 0  # found about the review, and not decided about


def challenge_is_ranked(f: Facts) -> Reason | None:
    return None if f.challenge_ranked else Reason("challenge_not_ranked")


def one_award(f: Facts) -> Reason | None:
    return Reason("already_proposed") if f.awards_in_force else None


def no_late_conflict(f: Facts) -> Reason | None:
    """Whose sheets count is settled before anybody wins by them."""
    count = f.late_conflicts
    return Reason("late_conflicts_open", {"count": count}) if count else None


def bid_stands(f: Facts) -> Reason | None:
    """Only a bid with a place in the ranking can win; a vetoed one has none (R081)."""
    if f.bid and f.bid_vetoed:
        return Reason("bid_vetoed")
    return Reason("bid_not_ranked") if f.bid and not f.bid_ranked else None


def money_within(f: Facts) -> Reason | None:
    if not f.bid or 0 < f.public_money <= f.public_money_limit:
        return None
    sums = {"have": f.public_money, "limit": f.public_money_limit, "unit": "money"}
    return Reason("public_money_outside", sums)


def holidays_known(f: Facts) -> Reason | None:
    """A period of working days is never guessed."""
    return None if f.holidays_known else Reason("holidays_unknown")


def no_accepted_objection(f: Facts) -> Reason | None:
    count = f.objections_accepted
    return Reason("objections_open", {"count": count}) if count else None


def notice_over(f: Facts) -> Reason | None:
    over = f.notice_until_on is not None and f.today > f.notice_until_on
    return None if over else Reason("notice_running", {"until": f.notice_until_on})


def no_open_objection(f: Facts) -> Reason | None:
    return Reason("objections_open", {"count": f.objections_open}) if f.objections_open else None


PROPOSAL = ask(
    "proposal", "处室建议",
    Field(name="bid", kind=Kind.CHOICE, label="建议揭榜方", label_en="Proposed winner",
          help="不选表示建议不确定揭榜方。", help_en="Leave empty to propose nobody."),
    Field(name="public_money", kind=Kind.MONEY, label="拟支持财政经费", unit="万元",
          label_en="Public money", minimum=0),
    REASON,
    title_en="Proposal",
)  # fmt: skip


def meeting_complete(values: Mapping[str, Any]) -> Sequence[Problem]:
    """Votes are whole people: nobody votes who avoided or was not there."""
    names = str(values["attendees"]).replace("，", "、").split("、")
    present = len([n for n in names if n.strip()])
    votes = sum(values[k] or 0 for k in ("votes_for", "votes_against", "votes_abstained"))
    if votes > present:
        return [Problem("votes_for", Reason("votes_exceed", {"have": votes, "limit": present}))]
    return []


MEETING_FIELDS = (
    Field(name="meeting", kind=Kind.CHOICE, label="会议类型", label_en="Meeting", required=True,
          options=(Option("director", "局长办公会", "Directors' meeting"),
                   Option("party", "党组会", "Party group meeting"))),
    Field(name="number", kind=Kind.TEXT, label="会议纪要编号", label_en="Minutes no.",
          required=True, max_length=60),
    Field(name="held_on", kind=Kind.DATE, label="会议日期", label_en="Held on", required=True),
    Field(name="attendees", kind=Kind.PROSE, label="参会人员", label_en="Present", required=True,
          max_length=500, help="以顿号分隔。", help_en="Separated by 、"),
    Field(name="avoided", kind=Kind.TEXT, label="回避人员及事由", label_en="Who avoided, and why",
          max_length=500, help="无则不填。", help_en="Empty if nobody."),
    Field(name="votes_for", kind=Kind.INTEGER, label="同意", label_en="For", unit="票",
          required=True, minimum=0, maximum=99),
    Field(name="votes_against", kind=Kind.INTEGER, label="不同意", label_en="Against", unit="票",
          required=True, minimum=0, maximum=99),
    Field(name="votes_abstained", kind=Kind.INTEGER, label="弃权", label_en="Abstained", unit="票",
          required=True, minimum=0, maximum=99),
)  # fmt: skip


def meeting(code: str, title: str, title_en: str, *more: Field) -> FormSpec:
    spec = ask(code, title, *MEETING_FIELDS, *more, title_en=title_en)
    return FormSpec(spec.code, spec.title, spec.sections, title_en, (meeting_complete,))


REMARK = Field(name="remark", kind=Kind.PROSE, label="会议意见", label_en="The meeting's opinion",
               max_length=2000)  # fmt: skip
PUBLISH = ask(
    "publish_notice", "发布公示",
    Field(name="number", kind=Kind.TEXT, label="公示文号", label_en="Notice no.", required=True,
          max_length=60),
    title_en="Publish the notice",
)  # fmt: skip

S = State
AWARD = Lifecycle(
    "award",
    State,
    (
        born(S.PROPOSED, name="propose", by={R.OFFICER},
             needs=[challenge_is_ranked, one_award, bid_stands, money_within], asks=PROPOSAL,
             tells={R.LEADER}, quiet=True),
        row(S.PROPOSED, S.RETURNED, name="propose_again", by={R.OFFICER},
            needs=[challenge_is_ranked], asks=PROPOSAL, tells={R.LEADER}, duty=True),
        row(S.DECIDED, S.PROPOSED, name="approve", by={R.LEADER},
            needs=[challenge_is_ranked, bid_stands, money_within, no_late_conflict],
            asks=meeting("approve", "会议通过", "Approved by the meeting", REMARK),
            tells={R.OFFICER, R.HEAD}, duty=True),
        row(S.RETURNED, S.PROPOSED, name="return_proposal", by={R.LEADER},
            asks=meeting("return_proposal", "会议退回", "Returned by the meeting", REASON),
            tells={R.OFFICER, R.HEAD}),
        row(S.REJECTED, S.PROPOSED, name="reject", by={R.LEADER},
            asks=meeting("reject", "会议否决", "Rejected by the meeting", REASON),
            tells={R.OFFICER, R.HEAD, R.PUBLISHER}, harm=True),
        row(S.IN_NOTICE, S.DECIDED, name="publish_notice", by={R.OFFICER}, needs=[holidays_known],
            asks=PUBLISH, tells={R.PUBLISHER, R.LEAD, R.SUPERVISOR}, duty=True),
        row(S.FROZEN, S.IN_NOTICE, name="freeze", by={R.CLOCK}, tells={R.OFFICER, R.PUBLISHER},
            quiet=True),
        row(S.IN_NOTICE, S.FROZEN, name="resume", by={R.CLOCK}, needs=[no_accepted_objection],
            tells={R.OFFICER, R.PUBLISHER}, quiet=True),
        row(S.CONFIRMED, S.IN_NOTICE, name="confirm", by={R.CLOCK},
            needs=[notice_over, no_open_objection], tells={R.OFFICER, R.PUBLISHER, R.LEAD},
            quiet=True),
        row(S.CANCELLED, S.IN_NOTICE, S.FROZEN, name="cancel", by={R.CLOCK},
            tells={R.OFFICER, R.PUBLISHER, R.LEAD}, quiet=True),
        row(S.CANCELLED, S.DECIDED, name="call_off", by={R.LEADER}, asks=WITH_REASON,
            tells={R.OFFICER, R.HEAD}, harm=True),
    ),
)  # fmt: skip
