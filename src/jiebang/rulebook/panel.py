"""All that the programme says about a panel's life (process.md 3.2, 3.4, 3.7; R067–R086).

The order of the ceremony: the pool is frozen; two parties seal a secret each; a public number,
named beforehand, comes out; the frozen input is committed to and published; the secrets are
opened; the draw follows from all of it and from nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from jiebang.engine.decision import Reason
from jiebang.engine.lifecycle import Guard, Lifecycle, born, keep, row
from jiebang.rulebook.forms import REASON, WITH_REASON, Field, Kind, ask
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
    REVIEWING = "reviewing"  # 评审中
    MEETING = "meeting"  # 会议评审中
    CLOSED = "closed"  # 评审完成


DRAWER, SUPERVISOR, NUMBER = "drawer", "supervisor", "public_number"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """`short` counts items with fewer valid reviews than needed; `committed`, `revealed` name the
    parties that have done so in this round; `to_meet` counts items that the panel has yet to hear
    or to agree on, `unmet` defences and group opinions that are not finished."""

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
    conflicts_asked: int = 0


def has_items(f: Facts) -> Reason | None:
    return None if f.items else Reason("panel_without_items")


def not_yet_sealed_by(party: str) -> Guard:
    def guard(f: Facts) -> Reason | None:
        return Reason("already_sealed") if party in f.committed else None

    return guard


def not_yet_opened_by(party: str) -> Guard:
    def guard(f: Facts) -> Reason | None:
        return Reason("already_opened") if party in f.revealed else None

    return guard


def both_sealed(f: Facts) -> Reason | None:
    missing = tuple(sorted({DRAWER, SUPERVISOR} - f.committed))
    return Reason("seal_missing", {"held": missing}) if missing else None


def both_opened(f: Facts) -> Reason | None:
    missing = tuple(sorted({DRAWER, SUPERVISOR} - f.revealed))
    return Reason("reveal_missing", {"held": missing}) if missing else None


def number_is_out(f: Facts) -> Reason | None:
    if f.number_due_at is not None and f.now >= f.number_due_at:
        return None
    return Reason("number_not_out", {"at": f.number_due_at})


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


CONVENE = ask(
    "convene", "组织需求论证",
    Field(name="field", kind=Kind.CHOICE, label="技术领域(不选为全部)",
          label_en="Field (all when empty)"),
    title_en="Convene a screening panel",
)  # fmt: skip
PUBLIC_NUMBER = ask(
    "public_number", "约定公开数",
    Field(name="number_name", kind=Kind.TEXT, label="公开数名称", label_en="Public number",
          required=True, max_length=120,
          help="约定时刻之后才会产生、人人可查的数，如某日上证综指收盘价。",
          help_en="A number anybody can look up, which does not exist yet."),
    Field(name="number_at", kind=Kind.DATETIME, label="产生时刻", label_en="Known from",
          required=True),
    title_en="Name the public number",
)  # fmt: skip
NUMBER_VALUE = ask(
    "number_value", "公告抽取",
    Field(name="value", kind=Kind.TEXT, label="公开数的值", label_en="Its value", required=True,
          max_length=60),
    title_en="Announce the draw",
)  # fmt: skip
MASKS = ask(
    "masks", "补充遮盖",
    Field(name="masks", kind=Kind.TABLE, label="补充遮盖", label_en="More masks", required=True,
          rows_max=100, columns=(
              Field(name="text", kind=Kind.TEXT, label="遮盖的文字", label_en="Text to mask",
                    required=True, min_length=2, max_length=120),
              Field(name="shown", kind=Kind.TEXT, label="显示为", label_en="Shown as",
                    max_length=40),
          )),
    title_en="Add masks",
)  # fmt: skip
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
        row(S.PREPARED, S.CONVENED, name="prepare", by={R.DRAWER}, needs=[has_items],
            asks=PUBLIC_NUMBER, tells={R.SUPERVISOR, R.OFFICER}, duty=True),
        keep(S.PREPARED, name="seal_as_drawer", by={R.DRAWER}, needs=[not_yet_sealed_by(DRAWER)],
             duty=True),
        keep(S.PREPARED, name="seal_as_supervisor", by={R.SUPERVISOR},
             needs=[not_yet_sealed_by(SUPERVISOR)], tells={R.DRAWER}, duty=True),
        keep(S.PREPARED, S.ANNOUNCED, name="adjust_masks", by={R.OFFICER, R.SECRETARY},
             asks=MASKS, quiet=True),
        row(S.ANNOUNCED, S.PREPARED, name="announce", by={R.DRAWER},
            needs=[both_sealed, number_is_out], asks=NUMBER_VALUE, tells={R.SUPERVISOR, R.OFFICER},
            duty=True),
        keep(S.ANNOUNCED, name="open_as_supervisor", by={R.SUPERVISOR},
             needs=[not_yet_opened_by(SUPERVISOR)], tells={R.DRAWER}, duty=True),
        keep(S.ANNOUNCED, name="open_as_drawer", by={R.DRAWER}, needs=[not_yet_opened_by(DRAWER)],
             duty=True),
        row(S.REVIEWING, S.ANNOUNCED, name="draw", by={R.DRAWER}, needs=[both_opened],
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
        row(S.CLOSED, S.REVIEWING, S.MEETING, name="close", by={R.CLOCK, R.SECRETARY},
            needs=[enough_valid, all_in_or_due, spread_checked, outliers_answered, met,
                   conflicts_settled],
            tells={R.OFFICER, R.HEAD, R.SUPERVISOR}),
        keep(S.CLOSED, name="appraise", by={R.CLOCK}, quiet=True),
        keep(S.CLOSED, name="settle_fees", by={R.SECRETARY}, needs=[not_settled], asks=SETTLE,
             tells={R.FINANCE}, duty=True),
        keep(S.CLOSED, name="export_fees", by={R.FINANCE}, needs=[is_settled], quiet=True),
    ),
)  # fmt: skip
