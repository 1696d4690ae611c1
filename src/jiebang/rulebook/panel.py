"""All that the programme says about a panel's life (process.md 3.2, 3.4, 3.7; R067–R086).

How a panel is drawn is told in rulebook.ceremony.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from jiebang.engine.decision import Reason
from jiebang.engine.lifecycle import Guard, Lifecycle, born, keep, row
from jiebang.engine.text.masking.results import LABELS
from jiebang.rulebook.ceremony import (
    DRAWER,
    FIXED_CHOICE,
    INSIDE,
    NUMBER_AGAIN,
    NUMBER_VALUE,
    SUPERVISOR,
    TAKE_COMMITMENT,
    TAKE_REVEAL,
    all_opened,
    all_sealed,
    fixed_choice_allowed,
    is_proposed,
    nothing_opened,
    nothing_proposed,
    number_ahead,
    number_checked,
    number_entered,
    number_is_out,
    outsider_to_open,
    outsider_to_seal,
    outsiders_opened,
    silent,
)
from jiebang.rulebook.forms import REASON, WITH_REASON, Field, Kind, Option, ask
from jiebang.rulebook.roles import Role

R = Role


class PanelKind(StrEnum):
    SCREENING = "screening"  # 需求论证
    BID = "bid"  # 揭榜评审
    ACCEPTANCE = "acceptance"  # 验收


class State(StrEnum):
    CONVENED = "convened"  # 待抽取
    PREPARED = "prepared"  # 名单已封存
    ANNOUNCED = "announced"  # 抽取已公告
    JOINED = "joined"  # 并入同场抽取
    REVIEWING = "reviewing"  # 评审中
    MEETING = "meeting"  # 会议评审中
    CLOSED = "closed"  # 评审完成


UNDRAWN = (State.CONVENED, State.PREPARED, State.ANNOUNCED, State.JOINED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """`short` counts items with fewer valid reviews than needed; `committed`, `revealed` name the
    parties that have done so in this round; `to_meet` counts items that the panel has yet to hear
    or to agree on, `unmet` defences and group opinions that are not finished, `unmasked` files
    that are still to be masked."""

    now: datetime
    items: int
    committed: frozenset[str]
    revealed: frozenset[str]
    number_due_at: datetime | None
    due_at: datetime | None
    short: int
    minimum_valid: int
    open_reviews: int
    open_seats: int
    signed: int
    questioned: int
    spread_checked: bool
    prolongs_left: int
    settled: bool
    to_meet: int
    unmet: int
    parties: frozenset[str] = INSIDE
    number_known: bool = False
    opens_until: datetime | None = None
    proposed: bool = False
    may_fix: bool = False
    groups: int = 1  # panels that a screening was split into
    unmasked: int
    conflicts_asked: int = 0  # open questions about who sits on it


def has_items(f: Facts) -> Reason | None:
    return None if f.items else Reason("panel_without_items")


def in_groups(f: Facts) -> Reason | None:
    return None if f.groups > 1 else Reason("no_other_group")


def not_yet_sealed_by(party: str) -> Guard:
    def guard(f: Facts) -> Reason | None:
        return Reason("already_sealed") if party in f.committed else None

    return guard


def not_yet_opened_by(party: str) -> Guard:
    def guard(f: Facts) -> Reason | None:
        return Reason("already_opened") if party in f.revealed else None

    return guard


def enough_valid(f: Facts) -> Reason | None:
    if not f.short:
        return None
    return Reason("reviews_missing", {"items": f.short, "need": f.minimum_valid})


def all_in_or_due(f: Facts) -> Reason | None:
    over = f.due_at is not None and f.now >= f.due_at
    if over or not (f.open_reviews or f.open_seats):
        return None
    return Reason("reviews_open", {"count": f.open_reviews, "until": f.due_at})


def spread_checked(f: Facts) -> Reason | None:
    return None if f.spread_checked else Reason("spread_unchecked")


def outliers_answered(f: Facts) -> Reason | None:
    """Past the due time silence is recorded and the sheet counts as it was signed (R082)."""
    over = f.due_at is not None and f.now >= f.due_at
    if over or not f.questioned:
        return None
    return Reason("outliers_open", {"count": f.questioned, "until": f.due_at})


def has_to_meet(f: Facts) -> Reason | None:
    return None if f.to_meet else Reason("panel_need_not_meet")


def masking_done(f: Facts) -> Reason | None:
    """R077: nobody is drawn for what nobody may read yet."""
    return Reason("masking_unfinished", {"count": f.unmasked}) if f.unmasked else None


def met(f: Facts) -> Reason | None:
    """R083, R085: what is disputed is heard first, and a panel that meets has agreed."""
    if f.to_meet or f.unmet:
        return Reason("panel_has_to_meet", {"count": f.to_meet or f.unmet})
    return None


def past_due(f: Facts) -> Reason | None:
    over = f.due_at is not None and f.now >= f.due_at
    return None if over else Reason("reviews_open", {"count": f.open_reviews, "until": f.due_at})


def conflicts_settled(f: Facts) -> Reason | None:
    """While it is asked whether a sitting expert has to stand back, nothing is added up."""
    asked = f.conflicts_asked
    return Reason("conflicts_asked", {"count": asked}) if asked else None


def reviews_short(f: Facts) -> Reason | None:
    return None if f.short else Reason("reviews_not_short")


def may_prolong(f: Facts) -> Reason | None:
    return None if f.prolongs_left else Reason("prolonged_already")


def not_settled(f: Facts) -> Reason | None:
    return Reason("fees_settled_already") if f.settled else None


def is_settled(f: Facts) -> Reason | None:
    return None if f.settled else Reason("fees_not_settled")


def nothing_signed(f: Facts) -> Reason | None:
    return Reason("reviews_signed", {"count": f.signed}) if f.signed else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What a room hands to a panel: the reading (see rulebook.blind) and who stands behind it."""

    life: str
    id: str
    title: str
    sections: list[Any]
    units: tuple[str, ...]  # ids of every unit, for conflicts of interest
    people: tuple[str, ...] = ()
    organisations: tuple[tuple[str, tuple[str, ...]], ...] = ()  # names to mask
    unsuitable: tuple[str, ...] = ()
    submitted_at: datetime | None = None
    files: tuple[str, ...] = ()  # stored files that experts may read once they are masked


CONVENE = ask(
    "convene", "组织需求论证",
    Field(name="field", kind=Kind.CHOICE, label="技术领域(不选为全部)",
          label_en="Field (all when empty)"),
    title_en="Convene a screening panel",
)  # fmt: skip
MASK_TEXT = Field(name="text", kind=Kind.TEXT, label="文字", label_en="Text", required=True,
                  min_length=2, max_length=120)  # fmt: skip
MASKS = ask(
    "masks", "更正遮盖",
    Field(name="action", kind=Kind.CHOICE, label="处理", label_en="What to do", required=True,
          options=(Option("hide", "遮盖", "Mask"), Option("show", "不遮盖", "Leave readable"))),
    MASK_TEXT,
    Field(name="kind", kind=Kind.CHOICE, label="显示为", label_en="Shown as",
          options=tuple(Option(k, f"〔{v}〕", k) for k, v in LABELS.items())),
    title_en="Correct the masking",
)  # fmt: skip
DROP_MASK = ask("drop_mask", "撤销更正", MASK_TEXT, title_en="Take a correction back")
EXTEND = ask(
    "extend_review", "延长评审",
    Field(name="due_at", kind=Kind.DATETIME, label="新的评审截止时间", label_en="New due time",
          required=True),
    REASON,
    title_en="Extend the review",
)  # fmt: skip

SETTLE = ask(
    "settle_fees", "核定专家费",
    Field(name="half_days", kind=Kind.INTEGER, label="会议评审半天数(纯网评填 0)",
          label_en="Half days sat in meetings (0 when all was online)", required=True, minimum=0,
          maximum=40),
    title_en="Settle the experts' fees",
)  # fmt: skip

S = State
PANEL = Lifecycle(
    "panel",
    State,
    (
        born(S.CONVENED, name="convene", by={R.CLOCK, R.OFFICER}, needs=[has_items],
             tells={R.DRAWER, R.SUPERVISOR}, quiet=True),
        keep(S.CONVENED, name="screen", by={R.CLOCK, R.SUPERVISOR, R.DRAWER}, needs=[has_items]),
        keep(S.CONVENED, name="set_terms", by={R.OFFICER}, needs=[nothing_proposed],
             tells={R.DRAWER}),
        keep(S.CONVENED, name="move_item", by={R.OFFICER}, needs=[in_groups, nothing_proposed]),
        keep(S.CONVENED, name="take_item", by={R.CLOCK}, quiet=True),
        keep(S.CONVENED, name="propose_fixed", by={R.OFFICER},
             needs=[fixed_choice_allowed, nothing_proposed, has_items], asks=FIXED_CHOICE,
             tells={R.HEAD}),
        keep(S.CONVENED, name="refuse_fixed", by={R.HEAD}, needs=[is_proposed], asks=WITH_REASON,
             tells={R.OFFICER}),
        row(S.REVIEWING, S.CONVENED, name="approve_fixed", by={R.HEAD},
            needs=[is_proposed, has_items, masking_done],
            tells={R.OFFICER, R.SUPERVISOR, R.SECRETARY}, duty=True, harm=True),
        row(S.PREPARED, S.CONVENED, name="prepare", by={R.DRAWER},
            needs=[has_items, nothing_proposed], tells={R.SUPERVISOR, R.OFFICER}, duty=True),
        keep(S.PREPARED, name="take_commitment", by={R.SUPERVISOR}, needs=[outsider_to_seal],
             asks=TAKE_COMMITMENT, tells={R.DRAWER}),
        keep(S.PREPARED, name="seal_as_drawer", by={R.DRAWER}, needs=[not_yet_sealed_by(DRAWER)],
             duty=True),
        keep(S.PREPARED, name="seal_as_supervisor", by={R.SUPERVISOR},
             needs=[not_yet_sealed_by(SUPERVISOR)], tells={R.DRAWER}, duty=True),
        row(S.JOINED, S.CONVENED, name="join", by={R.CLOCK}, needs=[has_items, nothing_proposed],
            tells={R.SUPERVISOR, R.OFFICER}, quiet=True),
        keep(S.JOINED, name="announce_along", by={R.CLOCK}, needs=[masking_done], quiet=True),
        row(S.REVIEWING, S.JOINED, name="draw_along", by={R.CLOCK}, needs=[masking_done],
            tells={R.SUPERVISOR, R.OFFICER, R.SECRETARY}, quiet=True),
        row(S.CONVENED, S.JOINED, name="leave", by={R.CLOCK}, tells={R.OFFICER}, quiet=True),
        keep(*UNDRAWN, name="adjust_masks", by={R.OFFICER, R.SECRETARY}, asks=MASKS, quiet=True),
        keep(*UNDRAWN, name="drop_mask", by={R.OFFICER}, asks=DROP_MASK, quiet=True),
        row(S.ANNOUNCED, S.PREPARED, name="announce", by={R.DRAWER},
            needs=[all_sealed, number_ahead, masking_done], tells={R.SUPERVISOR, R.OFFICER},
            duty=True),
        keep(S.ANNOUNCED, name="enter_number", by={R.DRAWER}, needs=[number_is_out, nothing_opened],
             asks=NUMBER_VALUE, tells={R.SUPERVISOR}, duty=True),
        keep(S.ANNOUNCED, name="open_as_supervisor", by={R.SUPERVISOR},
             needs=[number_entered, not_yet_opened_by(SUPERVISOR)], asks=NUMBER_AGAIN,
             tells={R.DRAWER}, duty=True),
        keep(S.ANNOUNCED, name="open_as_drawer", by={R.DRAWER},
             needs=[number_entered, number_checked, outsiders_opened, not_yet_opened_by(DRAWER)],
             duty=True),
        keep(S.ANNOUNCED, name="take_reveal", by={R.SUPERVISOR},
             needs=[number_entered, number_checked, outsider_to_open], asks=TAKE_REVEAL,
             tells={R.DRAWER}),
        row(S.CONVENED, S.ANNOUNCED, name="void_silent", by={R.CLOCK}, needs=[silent],
            tells={R.DRAWER, R.SUPERVISOR, R.OFFICER}, quiet=True),
        row(S.REVIEWING, S.ANNOUNCED, name="draw", by={R.DRAWER},
            needs=[number_entered, all_opened, masking_done],
            tells={R.SUPERVISOR, R.OFFICER, R.SECRETARY}, duty=True),
        row(S.CONVENED, S.PREPARED, S.ANNOUNCED, name="void_round", by={R.SUPERVISOR},
            asks=WITH_REASON, tells={R.DRAWER, R.OFFICER}, harm=True),
        row(S.CONVENED, S.REVIEWING, name="redraw", by={R.SUPERVISOR}, needs=[nothing_signed],
            asks=WITH_REASON, tells={R.DRAWER, R.OFFICER, R.SECRETARY}, harm=True),
        keep(S.CONVENED, S.REVIEWING, S.MEETING, S.CLOSED, name="call_reserve", by={R.CLOCK},
             quiet=True),
        keep(S.REVIEWING, S.MEETING, S.CLOSED, name="recheck_conflicts", by={R.CLOCK}, quiet=True),
        keep(S.REVIEWING, name="extend", by={R.OFFICER}, asks=EXTEND,
             tells={R.SECRETARY, R.SUPERVISOR}),
        keep(S.REVIEWING, name="prolong", by={R.CLOCK},
             needs=[past_due, reviews_short, may_prolong],
             tells={R.OFFICER, R.SECRETARY, R.SUPERVISOR}, quiet=True),
        keep(S.REVIEWING, name="check_spread", by={R.CLOCK}, needs=[enough_valid, all_in_or_due],
             quiet=True),
        row(S.MEETING, S.REVIEWING, name="meet", by={R.CLOCK},
            needs=[enough_valid, all_in_or_due, spread_checked, outliers_answered, has_to_meet],
            tells={R.OFFICER, R.SECRETARY, R.SUPERVISOR}, quiet=True),
        row(S.REVIEWING, S.MEETING, name="resume", by={R.CLOCK}, needs=[reviews_short],
            tells={R.OFFICER, R.SECRETARY, R.SUPERVISOR}, quiet=True),
        row(S.CLOSED, S.REVIEWING, S.MEETING, name="close", by={R.CLOCK, R.SECRETARY},
            needs=[enough_valid, all_in_or_due, spread_checked, outliers_answered, met,
                   conflicts_settled],
            tells={R.OFFICER, R.HEAD, R.SUPERVISOR}),
        keep(S.CLOSED, name="recount", by={R.CLOCK}, tells={R.SECRETARY}, quiet=True),
        row(S.REVIEWING, S.CLOSED, name="reopen", by={R.CLOCK}, tells={R.SECRETARY}, quiet=True),
        keep(S.CLOSED, name="appraise", by={R.CLOCK}, quiet=True),
        keep(S.CLOSED, name="settle_fees", by={R.SECRETARY}, needs=[not_settled], asks=SETTLE,
             tells={R.FINANCE}, duty=True),
        keep(S.CLOSED, name="export_fees", by={R.FINANCE}, needs=[is_settled], quiet=True),
    ),
)  # fmt: skip
