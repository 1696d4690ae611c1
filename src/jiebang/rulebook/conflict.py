"""All that the programme says about a conflict of interest between an expert and what a panel
reviews (process.md 3.5; R068, R073, R074): found by rules, asked about by people, or waived.

What the rules find for sure keeps an expert out by itself and needs no life. A life begins with a
question, with a rule that two people may waive, and with everything found after the draw.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from jiebang.engine.decision import Reason
from jiebang.engine.lifecycle import Guard, Lifecycle, born, row
from jiebang.rulebook.forms import WITH_REASON, Field, Kind, Option, ask
from jiebang.rulebook.roles import Role

R = Role
HEAD, SUPERVISOR = "head", "supervisor"  # the posts that sign a waiver, one each


class State(StrEnum):
    ASKED = "asked"  # 待核实
    BARRED = "barred"  # 应当回避
    CLEARED = "cleared"  # 不构成回避
    PROPOSED = "proposed"  # 豁免待另一人签署
    WAIVED = "waived"  # 已豁免
    GONE = "gone"  # 事实已消除


LET_PASS = (State.CLEARED, State.WAIVED)
UNSETTLED = (State.ASKED, State.PROPOSED)
STANDING = tuple(s for s in State if s != State.GONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """`signed_as`: the post in which a waiver was proposed, "" when none was; `closed`: whether
    the panel has finished."""

    waivable: bool
    signed_as: str
    closed: bool


def panel_at_work(f: Facts) -> Reason | None:
    return Reason("panel_closed_already") if f.closed else None


def panel_closed(f: Facts) -> Reason | None:
    return None if f.closed else Reason("panel_still_works")


def rule_may_be_waived(f: Facts) -> Reason | None:
    return None if f.waivable else Reason("conflict_never_waived")


def other_post_than(post: str) -> Guard:
    def guard(f: Facts) -> Reason | None:
        return Reason("conflict_other_signs", {"post": post}) if f.signed_as == post else None

    return guard


JUDGE = ask(
    "judge_conflict", "核实结论",
    Field(name="reason", kind=Kind.PROSE, label="核实依据", label_en="Grounds", required=True,
          min_length=5, max_length=1000, help="写明如何核实；记入永久记录，不写姓名。",
          help_en="How it was looked into; kept for good. No names, please."),
    title_en="What was found out",
)  # fmt: skip
GROUNDS = (Option("scarce", "该领域合格专家不足", "Too few experts in the field"),
           Option("minor", "关系轻微，不影响公正", "A slight tie that does not bear on fairness"),
           Option("other", "其他", "Other"))  # fmt: skip
WAIVE = ask(
    "waive_conflict", "豁免回避",
    Field(name="ground", kind=Kind.CHOICE, label="理由类别", label_en="Ground", required=True,
          options=GROUNDS),
    Field(name="reason", kind=Kind.PROSE, label="豁免理由", label_en="Reason", required=True,
          min_length=10, max_length=1000, help="须由处长和监督人员两人分别签署，记入永久记录。",
          help_en="The head of office and supervision sign apart; kept for good."),
    title_en="Waive a conflict",
)  # fmt: skip

S = State
CONFLICT = Lifecycle(
    "conflict",
    State,
    (
        born(S.ASKED, name="ask", by={R.CLOCK}, quiet=True),
        born(S.ASKED, name="ask_late", by={R.CLOCK}, tells={R.SUPERVISOR}, urgent=True, quiet=True),
        born(S.BARRED, name="find", by={R.CLOCK}, quiet=True),
        born(S.BARRED, name="find_late", by={R.CLOCK}, tells={R.SUPERVISOR}, quiet=True),
        born(S.BARRED, name="find_after", by={R.CLOCK}, tells={R.SUPERVISOR, R.OFFICER},
             urgent=True, quiet=True),
        row(S.CLEARED, S.ASKED, name="clear", by={R.SUPERVISOR}, asks=JUDGE, duty=True),
        row(S.BARRED, S.ASKED, name="confirm", by={R.SUPERVISOR}, needs=[panel_at_work],
            asks=JUDGE, duty=True),
        row(S.BARRED, S.ASKED, name="confirm_after", by={R.SUPERVISOR}, needs=[panel_closed],
            asks=JUDGE, tells={R.OFFICER, R.HEAD}),
        row(S.PROPOSED, S.ASKED, S.BARRED, name="propose_waiver", by={R.HEAD, R.SUPERVISOR},
            needs=[rule_may_be_waived], asks=WAIVE, tells={R.HEAD, R.SUPERVISOR}),
        row(S.WAIVED, S.PROPOSED, name="sign_as_head", by={R.HEAD},
            needs=[other_post_than(HEAD)], tells={R.SUPERVISOR}, duty=True),
        row(S.WAIVED, S.PROPOSED, name="sign_as_supervisor", by={R.SUPERVISOR},
            needs=[other_post_than(SUPERVISOR)], tells={R.HEAD}, duty=True),
        row(S.BARRED, S.PROPOSED, name="refuse_waiver", by={R.HEAD, R.SUPERVISOR},
            asks=WITH_REASON, tells={R.HEAD, R.SUPERVISOR}),
        row(S.GONE, S.ASKED, S.BARRED, S.CLEARED, S.PROPOSED, S.WAIVED, name="lift",
            by={R.CLOCK}, quiet=True),
    ),
)  # fmt: skip


# -- what a finding means for a seat -------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One path from an expert to an item. `key` is what a judgement or a waiver speaks of."""

    expert: str
    item: str
    rule: str
    verdict: str  # hard, ask, note
    key: str


UNSETTLED_CODE = "unsettled_conflict"


def reasons_of(
    found: Iterable[Finding], states: Mapping[tuple[str, str, str], str]
) -> tuple[str, ...]:
    """Codes that keep an expert out: rules that hold for sure, then that a question is open.
    `states`: of conflicts by (expert, item, key). An unanswered question keeps out."""
    barred: dict[str, None] = {}
    asked = False
    for f in found:
        state = states.get((f.expert, f.item, f.key), "")
        if f.verdict == "note" or state in LET_PASS:
            continue
        if state == State.BARRED or (f.verdict == "hard" and state != State.PROPOSED):
            barred[f.rule] = None
        else:
            asked = True
    return (*barred, *([UNSETTLED_CODE] if asked else []))
