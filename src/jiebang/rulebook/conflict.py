"""All that the programme says about a conflict of interest between an expert and what a panel
reviews (process.md 3.5; R068, R073, R074): found by rules, asked about by people, or waived.

What the rules find for sure keeps an expert out by itself and needs no life. A life begins with a
question, with a rule that two people may waive, and with everything found after the draw.

What comes to light after the sheets were added up and before the decision waits for the head of
the office: the sheets of that expert are kept, or set aside and the result is computed anew by the
edition's own rule; where too few would be left, the panel works again and a reserve is called.
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
    LATE = "late"  # 评审后发现，待决定
    KEPT = "kept"  # 评审后发现，维持评审表
    ASIDE = "aside"  # 评审后发现，评审表已剔除
    CLEARED = "cleared"  # 不构成回避
    PROPOSED = "proposed"  # 豁免待另一人签署
    WAIVED = "waived"  # 已豁免
    GONE = "gone"  # 事实已消除


LET_PASS = (State.CLEARED, State.WAIVED, State.KEPT)
STAND_BACK = (State.BARRED, State.LATE, State.ASIDE)
UNSETTLED = (State.ASKED, State.PROPOSED)
STANDING = tuple(s for s in State if s != State.GONE)
LIFTED = tuple(s for s in STANDING if s != State.ASIDE)  # what was set aside does not come back


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """`signed_as`: the post in which a waiver was proposed, "" when none was; `closed`: whether
    the panel has finished; `decided`: whether what it was convened for has been decided since;
    `sheets`: of this expert on the panel, that count; `left`: the fewest that an item would have
    without them, of `need` that the edition asks for."""

    waivable: bool
    signed_as: str
    closed: bool
    decided: bool = False
    sheets: int = 0
    left: int = 0
    need: int = 0


def panel_at_work(f: Facts) -> Reason | None:
    return Reason("panel_closed_already") if f.closed else None


def panel_closed(f: Facts) -> Reason | None:
    return None if f.closed else Reason("panel_still_works")


def sheets_count(f: Facts) -> Reason | None:
    return None if f.sheets else Reason("no_sheet_counts")


def not_decided_yet(f: Facts) -> Reason | None:
    """What has been decided is not computed again: the finding stays on record beside it."""
    return Reason("decided_meanwhile") if f.decided else None


def decision_made(f: Facts) -> Reason | None:
    return None if f.decided else Reason("nothing_decided_yet")


def enough_left(f: Facts) -> Reason | None:
    short = f.left < f.need
    return Reason("too_few_left", {"have": f.left, "need": f.need}) if short else None


def too_few_left(f: Facts) -> Reason | None:
    return Reason("enough_are_left", {"have": f.left, "need": f.need}) if f.left >= f.need else None


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

LATE_REASON = Field(
    name="reason", kind=Kind.PROSE, label="决定理由", label_en="Grounds", required=True,
    min_length=10, max_length=1000, help="记入永久记录并随结果显示；不写专家姓名。",
    help_en="Kept for good and shown with the result. No expert's name, please.")  # fmt: skip
KEEP = ask("keep_sheets", "维持评审结果", LATE_REASON, title_en="Keep the sheets and the result")
SET_ASIDE = ask("set_aside", "剔除评审表并重新计算", LATE_REASON,
                title_en="Set the sheets aside and compute anew")  # fmt: skip
REOPEN = ask("review_again", "剔除评审表并递补专家", LATE_REASON,
             title_en="Set the sheets aside and call a reserve")  # fmt: skip
ABOUT_SHEETS = [panel_closed, sheets_count]

S = State
CONFLICT = Lifecycle(
    "conflict",
    State,
    (
        born(S.ASKED, name="ask", by={R.CLOCK}, quiet=True),
        born(S.ASKED, name="ask_late", by={R.CLOCK}, tells={R.SUPERVISOR}, urgent=True, quiet=True),
        born(S.BARRED, name="find", by={R.CLOCK}, quiet=True),
        born(S.BARRED, name="find_late", by={R.CLOCK}, tells={R.SUPERVISOR}, quiet=True),
        born(S.LATE, name="find_after", by={R.CLOCK}, tells={R.SUPERVISOR, R.OFFICER, R.HEAD},
             urgent=True, quiet=True),
        born(S.BARRED, name="find_decided", by={R.CLOCK},
             tells={R.SUPERVISOR, R.OFFICER, R.HEAD, R.LEADER}, urgent=True, quiet=True),
        row(S.CLEARED, S.ASKED, name="clear", by={R.SUPERVISOR}, asks=JUDGE, duty=True),
        row(S.BARRED, S.ASKED, name="confirm", by={R.SUPERVISOR}, needs=[panel_at_work],
            asks=JUDGE, duty=True),
        row(S.LATE, S.ASKED, name="confirm_after", by={R.SUPERVISOR},
            needs=[panel_closed, not_decided_yet], asks=JUDGE, tells={R.OFFICER, R.HEAD}),
        row(S.BARRED, S.ASKED, name="confirm_decided", by={R.SUPERVISOR},
            needs=[panel_closed, decision_made], asks=JUDGE,
            tells={R.OFFICER, R.HEAD, R.LEADER}),
        row(S.KEPT, S.LATE, name="keep_sheets", by={R.HEAD}, needs=ABOUT_SHEETS, asks=KEEP,
            tells={R.SUPERVISOR, R.OFFICER, R.LEADER}, duty=True),
        row(S.ASIDE, S.LATE, name="set_aside", by={R.HEAD},
            needs=[*ABOUT_SHEETS, not_decided_yet, enough_left], asks=SET_ASIDE,
            tells={R.SUPERVISOR, R.OFFICER, R.LEADER}, harm=True),
        row(S.ASIDE, S.LATE, name="review_again", by={R.HEAD},
            needs=[*ABOUT_SHEETS, not_decided_yet, too_few_left], asks=REOPEN,
            tells={R.SUPERVISOR, R.OFFICER, R.LEADER, R.SECRETARY}, harm=True),
        row(S.BARRED, S.LATE, name="settle", by={R.CLOCK}, quiet=True),
        row(S.PROPOSED, S.ASKED, S.BARRED, S.LATE, name="propose_waiver", by={R.HEAD, R.SUPERVISOR},
            needs=[rule_may_be_waived], asks=WAIVE, tells={R.HEAD, R.SUPERVISOR}),
        row(S.WAIVED, S.PROPOSED, name="sign_as_head", by={R.HEAD},
            needs=[other_post_than(HEAD)], tells={R.SUPERVISOR}, duty=True),
        row(S.WAIVED, S.PROPOSED, name="sign_as_supervisor", by={R.SUPERVISOR},
            needs=[other_post_than(SUPERVISOR)], tells={R.HEAD}, duty=True),
        row(S.BARRED, S.PROPOSED, name="refuse_waiver", by={R.HEAD, R.SUPERVISOR},
            needs=[panel_at_work], asks=WITH_REASON, tells={R.HEAD, R.SUPERVISOR}),
        row(S.LATE, S.PROPOSED, name="refuse_waiver_after", by={R.HEAD, R.SUPERVISOR},
            needs=[panel_closed], asks=WITH_REASON, tells={R.HEAD, R.SUPERVISOR}),
        row(S.GONE, *LIFTED, name="lift", by={R.CLOCK}, quiet=True),
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
        if state in STAND_BACK or (f.verdict == "hard" and state != State.PROPOSED):
            barred[f.rule] = None
        else:
            asked = True
    return (*barred, *([UNSETTLED_CODE] if asked else []))
