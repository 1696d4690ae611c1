"""All that the programme says about the sealed sheet an expert gives after a defence (R084)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from jiebang.engine.decision import Reason
from jiebang.engine.lifecycle import Lifecycle, born, keep, row
from jiebang.engine.transparency import digest
from jiebang.rulebook.review import CONFLICT
from jiebang.rulebook.roles import Role

R = Role


class State(StrEnum):
    OPEN = "open"  # 待评分
    SEALED = "sealed"  # 已密封
    OPENED = "opened"  # 已开封
    RECUSED = "recused"  # 已回避
    LAPSED = "lapsed"  # 失效


LIVE = (State.OPEN, State.SEALED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    now: datetime
    heard: bool
    scoring: bool
    seated: bool


def item_heard(f: Facts) -> Reason | None:
    return None if f.heard else Reason("item_not_heard")


def still_scoring(f: Facts) -> Reason | None:
    return None if f.scoring else Reason("defence_over")


def still_seated(f: Facts) -> Reason | None:
    return None if f.seated else Reason("seat_not_held")


def commitment(values: Mapping[str, Any], salt: str, *, ballot: str, seat: str,
               hearing: str) -> str:  # fmt: skip
    """What is recorded when a sheet is sealed, and checked when it is opened."""
    return digest({"sheet": dict(values), "salt": salt, "ballot": ballot, "seat": seat,
                   "hearing": hearing})  # fmt: skip


S = State
BALLOT = Lifecycle(
    "ballot",
    State,
    (
        born(S.OPEN, name="issue", by={R.CLOCK}, tells={R.EXPERT}, urgent=True, quiet=True),
        keep(S.OPEN, name="recall", by={R.CLOCK}, tells={R.EXPERT}, urgent=True, quiet=True),
        keep(S.OPEN, name="save", by={R.EXPERT}, needs=[still_scoring, still_seated], quiet=True),
        row(S.SEALED, S.OPEN, name="seal", by={R.EXPERT},
            needs=[item_heard, still_scoring, still_seated], duty=True, quiet=True),
        row(S.RECUSED, S.OPEN, name="recuse", by={R.EXPERT}, needs=[still_scoring, still_seated],
            asks=CONFLICT, tells={R.SECRETARY, R.SUPERVISOR}, harm=True),
        row(S.OPENED, S.SEALED, name="open", by={R.CLOCK}, quiet=True),
        row(S.LAPSED, S.OPEN, S.SEALED, name="lapse", by={R.CLOCK}, quiet=True),
    ),
)  # fmt: skip
