"""All that the programme says about the group opinion of a panel that meets (process.md 3.7;
R085): the chair drafts, every member agrees or states another opinion, all of it is recorded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from jiebang.engine.decision import Reason
from jiebang.engine.lifecycle import Lifecycle, born, keep, row
from jiebang.rulebook.forms import WITH_REASON, Field, FormSpec, Kind, ask
from jiebang.rulebook.roles import Role

R = Role


class State(StrEnum):
    DRAFTING = "drafting"  # 起草中
    CIRCULATED = "circulated"  # 征求组员意见
    CONCLUDED = "concluded"  # 已形成


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """`defending`: the item is still to be heard, so the opinion can wait for it."""

    now: datetime
    due_at: datetime | None
    defending: bool
    waiting: int
    next_chair: bool


def nothing_left_to_hear(f: Facts) -> Reason | None:
    return Reason("defence_open") if f.defending else None


def all_answered_or_due(f: Facts) -> Reason | None:
    over = f.due_at is not None and f.now >= f.due_at
    if over or not f.waiting:
        return None
    return Reason("voices_open", {"count": f.waiting, "until": f.due_at})


def somebody_is_next(f: Facts) -> Reason | None:
    return None if f.next_chair else Reason("no_next_chair")


def opinion_form(least: int) -> FormSpec:
    """`least`: characters the edition asks for."""
    return ask(
        "group_opinion", "专家组意见",
        Field(name="text", kind=Kind.PROSE, label="专家组意见", label_en="Group opinion",
              required=True, min_length=least, max_length=6000,
              help="写明主要优点、主要问题、讨论情况和建议；不写单位、人员和专家姓名。",
              help_en="Merits, faults, what was discussed, what is advised; no names."),
        title_en="Group opinion",
    )  # fmt: skip


DIFFER = ask(
    "differ", "提出不同意见",
    Field(name="statement", kind=Kind.PROSE, label="不同意见", label_en="Other opinion",
          required=True, min_length=10, max_length=3000,
          help="不同意见与专家组意见一并记录。",
          help_en="It is recorded together with the group opinion."),
    title_en="State another opinion",
)  # fmt: skip

S = State
CONSENSUS = Lifecycle(
    "consensus",
    State,
    (
        born(S.DRAFTING, name="open", by={R.CLOCK}, tells={R.EXPERT}, quiet=True),
        keep(S.DRAFTING, name="save", by={R.EXPERT}, quiet=True),
        row(S.CIRCULATED, S.DRAFTING, name="circulate", by={R.EXPERT},
            needs=[nothing_left_to_hear], duty=True, quiet=True),
        row(S.DRAFTING, S.CIRCULATED, name="take_back", by={R.EXPERT}, asks=WITH_REASON,
            tells={R.SECRETARY}),
        row(S.DRAFTING, S.DRAFTING, S.CIRCULATED, S.CONCLUDED, name="revise", by={R.CLOCK},
            tells={R.EXPERT, R.SECRETARY}, quiet=True),
        keep(S.DRAFTING, name="pass_chair", by={R.SECRETARY}, needs=[somebody_is_next],
             asks=WITH_REASON, tells={R.EXPERT, R.SUPERVISOR}, harm=True),
        row(S.CONCLUDED, S.CIRCULATED, name="conclude", by={R.CLOCK}, needs=[all_answered_or_due],
            tells={R.OFFICER, R.SECRETARY}, quiet=True),
    ),
)  # fmt: skip


class VoiceState(StrEnum):
    ASKED = "asked"  # 待表态
    AGREED = "agreed"  # 同意
    DIFFERED = "differed"  # 有不同意见
    SILENT = "silent"  # 逾期未表态
    VOID = "void"  # 文本已修改


V = VoiceState
VOICE = Lifecycle(
    "voice",
    VoiceState,
    (
        born(V.ASKED, name="ask", by={R.CLOCK}, tells={R.EXPERT}, quiet=True),
        row(V.AGREED, V.ASKED, name="agree", by={R.EXPERT}, duty=True),
        row(V.DIFFERED, V.ASKED, name="differ", by={R.EXPERT}, asks=DIFFER),
        row(V.SILENT, V.ASKED, name="lapse", by={R.CLOCK}, quiet=True),
        row(V.VOID, V.ASKED, V.AGREED, V.DIFFERED, V.SILENT, name="withdraw", by={R.CLOCK},
            quiet=True),
    ),
)  # fmt: skip
