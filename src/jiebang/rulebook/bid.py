"""All that the programme says about a bid's life (process.md 2.5, 2.6; R033–R051).

Nothing here looks at titles, degrees, awards, region or age: whoever can, may bid (R009).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from jiebang.engine.decision import Reason
from jiebang.engine.lifecycle import Lifecycle, born, keep, row
from jiebang.rulebook.forms import WITH_REASON, Field, Kind, Option, ask
from jiebang.rulebook.likeness import EXPLANATION, FINDING, QUESTION
from jiebang.rulebook.roles import Role

R = Role


class State(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"  # 已提交(回执号)
    LAPSED = "lapsed"  # 逾期未提交
    ABANDONED = "abandoned"
    VALID = "valid"  # 形式审查通过
    INVALID = "invalid"  # 形式审查不通过
    SELECTED = "selected"  # 确定揭榜
    NOT_SELECTED = "not_selected"  # 未确定


# Somebody handed it in, and it has not been taken back.
HANDED_IN = (State.SUBMITTED, State.VALID, State.INVALID, State.SELECTED, State.NOT_SELECTED)


class UnitPart(StrEnum):
    """How a unit stands in a bid."""

    LEAD = "lead"
    INVITED = "invited"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    REMOVED = "removed"


IN_FORCE = (UnitPart.LEAD, UnitPart.INVITED, UnitPart.CONFIRMED)


class Relation(StrEnum):
    """Outcome of the related-party test (R048)."""

    NONE = "none"  # 无关联
    TO_CHECK = "to_check"  # 待核查
    RELATED = "related"  # 关联


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    now: datetime
    challenge_open: bool
    closes_at: datetime | None
    opened: bool
    own_challenge: bool
    unit_elsewhere: bool
    relation: str
    relation_decided: bool
    problems: int
    gates_failed: tuple[str, ...]
    unconfirmed: int
    partners: int
    partners_max: int
    compared: bool
    explanation_due: bool


def bidding_is_open(f: Facts) -> Reason | None:
    return None if f.challenge_open else Reason("bidding_not_open")


def before_deadline(f: Facts) -> Reason | None:
    late = f.closes_at is not None and f.now >= f.closes_at
    return Reason("deadline_passed", {"at": f.closes_at, "now": f.now}) if late else None


def deadline_passed(f: Facts) -> Reason | None:
    over = f.closes_at is not None and f.now >= f.closes_at
    return None if over else Reason("bidding_still_open", {"at": f.closes_at})


def not_own_challenge(f: Facts) -> Reason | None:
    return Reason("own_challenge") if f.own_challenge else None


def unit_bids_once(f: Facts) -> Reason | None:
    return Reason("unit_already_bids") if f.unit_elsewhere else None


def not_related(f: Facts) -> Reason | None:
    return Reason("related_party") if f.relation == Relation.RELATED else None


def relation_settled(f: Facts) -> Reason | None:
    open_case = f.relation == Relation.TO_CHECK and not f.relation_decided
    return Reason("relation_to_check") if open_case else None


def form_complete(f: Facts) -> Reason | None:
    return Reason("form_incomplete", {"count": f.problems}) if f.problems else None


def gates_passed(f: Facts) -> Reason | None:
    return Reason("gates_failed", {"gates": f.gates_failed}) if f.gates_failed else None


def consortium_confirmed(f: Facts) -> Reason | None:
    return Reason("members_unconfirmed", {"count": f.unconfirmed}) if f.unconfirmed else None


def room_for_partner(f: Facts) -> Reason | None:
    if f.partners < f.partners_max:
        return None
    return Reason("too_many_partners", {"limit": f.partners_max})


def compared(f: Facts) -> Reason | None:
    return None if f.compared else Reason("not_compared_yet")


def asked_to_explain(f: Facts) -> Reason | None:
    return None if f.explanation_due else Reason("not_asked_to_explain")


def bids_opened(f: Facts) -> Reason | None:
    return None if f.opened else Reason("bids_sealed", {"at": f.closes_at})


def readable(roles: frozenset[str], opened: bool) -> bool:
    """Who may read a bid as it was written: its own units always, the publisher and the bureau
    once the bids are opened (R042). Experts never do; they read the masked text."""
    if roles & {R.LEAD, R.PARTNER}:
        return True
    return opened and bool(roles & {R.PUBLISHER, R.OFFICER, R.HEAD, R.LEADER, R.SUPERVISOR})


INVITE = ask(
    "invite", "邀请联合体成员",
    Field(name="organisation", kind=Kind.TEXT, label="成员单位", label_en="Member unit",
          required=True, help="填统一社会信用代码或已注册的单位名称。",
          help_en="Credit code or the name of a registered unit."),
    Field(name="task", kind=Kind.PROSE, label="承担任务", label_en="Task", required=True,
          max_length=1000),
    title_en="Invite a member",
)  # fmt: skip
WHICH_UNIT = ask(
    "which_unit", "成员单位",
    Field(name="organisation", kind=Kind.TEXT, label="成员单位", label_en="Member unit",
          required=True),
    title_en="Member unit",
)  # fmt: skip
FORM_CHECK = ask(
    "form_check", "形式审查",
    Field(name="complete", kind=Kind.YESNO, label="材料齐全", label_en="Papers complete"),
    Field(name="eligible", kind=Kind.YESNO, label="主体适格", label_en="Units eligible"),
    Field(name="unrelated", kind=Kind.YESNO, label="与发榜单位无关联关系",
          label_en="Not related to the publisher"),
    Field(name="remark", kind=Kind.PROSE, label="备注", label_en="Remark", max_length=2000),
    title_en="Form check",
)  # fmt: skip
RELATION_DECISION = ask(
    "relation", "关联关系核查决定",
    Field(name="related", kind=Kind.CHOICE, label="核查结论", label_en="Finding", required=True,
          options=(Option("none", "无关联", "Not related"),
                   Option("related", "存在关联", "Related"))),
    Field(name="reason", kind=Kind.PROSE, label="依据", label_en="Grounds", required=True,
          min_length=5, max_length=2000),
    title_en="Decide on the relation",
)  # fmt: skip
OPINION = ask(
    "opinion", "发榜方意见",
    Field(name="will", kind=Kind.CHOICE, label="合作意向", label_en="Will to co-operate",
          required=True, options=(
              Option("cooperate", "合作", "Co-operate"),
              Option("standby", "备选", "Second choice"),
              Option("decline", "不合作", "Do not co-operate"))),
    Field(name="score", kind=Kind.DECIMAL, label="满意度评分", label_en="Satisfaction",
          unit="分", required=True, minimum=0, maximum=100),
    Field(name="reason", kind=Kind.PROSE, label="理由", label_en="Reason", required=True,
          min_length=5, max_length=2000),
    title_en="The publisher's opinion",
)  # fmt: skip

S = State
EDITABLE = (S.DRAFT,)
COMPARED = HANDED_IN
BID = Lifecycle(
    "bid",
    State,
    (
        born(S.DRAFT, name="start", by={R.LEAD}, quiet=True,
             needs=[bidding_is_open, before_deadline, not_own_challenge, unit_bids_once,
                    not_related]),
        keep(*EDITABLE, name="save", by={R.LEAD}, quiet=True),
        keep(*EDITABLE, name="attach", by={R.LEAD, R.PARTNER}, quiet=True),
        keep(*EDITABLE, name="detach", by={R.LEAD, R.PARTNER}, quiet=True),
        keep(*EDITABLE, name="invite", by={R.LEAD}, needs=[before_deadline, room_for_partner],
             asks=INVITE, tells={R.PARTNER}),
        keep(*EDITABLE, name="remove_member", by={R.LEAD}, asks=WHICH_UNIT, tells={R.PARTNER},
             quiet=True),
        keep(*EDITABLE, name="confirm_membership", by={R.PARTNER}, needs=[before_deadline],
             tells={R.LEAD}, duty=True),
        keep(*EDITABLE, name="decline_membership", by={R.PARTNER}, tells={R.LEAD}, harm=True),
        row(S.SUBMITTED, S.DRAFT, name="submit", by={R.LEAD}, duty=True,
            needs=[bidding_is_open, before_deadline, form_complete, gates_passed,
                   consortium_confirmed, not_related],
            tells={R.LEAD, R.PARTNER}),
        row(S.DRAFT, S.SUBMITTED, name="withdraw", by={R.LEAD},
            needs=[bidding_is_open, before_deadline], tells={R.LEAD, R.PARTNER}, harm=True),
        row(S.ABANDONED, S.DRAFT, name="abandon", by={R.LEAD}, tells={R.PARTNER}, harm=True),
        row(S.LAPSED, S.DRAFT, name="lapse", by={R.CLOCK}, needs=[deadline_passed],
            tells={R.LEAD}, quiet=True),
        keep(S.SUBMITTED, name="test_relation", by={R.CLOCK}, quiet=True),
        keep(S.SUBMITTED, S.VALID, name="decide_relation", by={R.OFFICER}, needs=[bids_opened],
             asks=RELATION_DECISION),
        row(S.VALID, S.SUBMITTED, name="pass_form", by={R.OFFICER},
            needs=[bids_opened, not_related, relation_settled], asks=FORM_CHECK, duty=True),
        row(S.INVALID, S.SUBMITTED, name="fail_form", by={R.OFFICER}, needs=[bids_opened],
            asks=WITH_REASON, tells={R.LEAD}, harm=True),
        keep(S.SUBMITTED, S.VALID, name="opine", by={R.PUBLISHER}, needs=[bids_opened],
             asks=OPINION, tells={R.OFFICER}, duty=True),
        keep(*COMPARED, name="read_text", by={R.CLOCK}, needs=[bids_opened], quiet=True),
        keep(*COMPARED, name="record_likeness", by={R.CLOCK}, needs=[bids_opened], quiet=True),
        keep(*COMPARED, name="compare_again", by={R.OFFICER}, needs=[bids_opened], quiet=True),
        keep(S.SUBMITTED, S.VALID, name="judge_likeness", by={R.OFFICER},
             needs=[bids_opened, compared], asks=FINDING, quiet=True),
        keep(S.SUBMITTED, S.VALID, name="ask_to_explain", by={R.OFFICER},
             needs=[bids_opened, compared], asks=QUESTION, tells={R.LEAD}, quiet=True),
        keep(S.SUBMITTED, S.VALID, name="explain", by={R.LEAD}, needs=[asked_to_explain],
             asks=EXPLANATION, tells={R.OFFICER}, duty=True, quiet=True),
        row(S.SELECTED, S.VALID, name="select", by={R.CLOCK}, tells={R.LEAD, R.PARTNER},
            quiet=True),
        row(S.NOT_SELECTED, S.VALID, name="reject", by={R.CLOCK}, tells={R.LEAD, R.PARTNER},
            quiet=True),
    ),
)  # fmt: skip
