"""All that the programme says about a file that experts may read with an item (R077).

The machine masks it. What the machine cannot judge (a file with a password, a scan, an unknown
kind) experts do not get, until an officer has given them a redacted version or the file as it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from jiebang.engine.decision import Reason
from jiebang.engine.lifecycle import Lifecycle, born, row
from jiebang.rulebook.forms import REASON, WITH_REASON, Field, Kind, ask
from jiebang.rulebook.roles import Role

R = Role


class State(StrEnum):
    WAITING = "waiting"  # 待遮盖
    MASKED = "masked"  # 已遮盖
    HELD = "held"  # 需人工处理
    WITHHELD = "withheld"  # 不提供
    REDACTED = "redacted"  # 已换人工遮盖稿
    RELEASED = "released"  # 按原件提供


# What experts get: the masked file, the officer's, or the original.
GIVEN = (State.MASKED, State.REDACTED, State.RELEASED)
MADE_BY_MACHINE = (State.MASKED, State.HELD)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    panel_open: bool


def panel_is_open(f: Facts) -> Reason | None:
    return None if f.panel_open else Reason("panel_closed_already")


REDACT = ask(
    "redact", "换用人工遮盖稿",
    Field(name="file", kind=Kind.FILE, label="已遮盖的文件", label_en="Redacted file",
          required=True,
          help="请在原件基础上遮盖身份信息，并清除文件属性。其中仍能读出名单内姓名或单位的，系统不予接收。",
          help_en="With what identifies covered and the properties cleared. A file in which a "
                  "listed name can still be read is refused."),
    REASON,
    title_en="Give a redacted version",
)  # fmt: skip

S = State
ATTACHMENT = Lifecycle(
    "attachment",
    State,
    (
        born(S.WAITING, name="take_in", by={R.CLOCK}, quiet=True),
        row(S.MASKED, S.WAITING, name="mask", by={R.CLOCK}, quiet=True),
        row(S.HELD, S.WAITING, name="hold", by={R.CLOCK}, quiet=True),
        row(S.WAITING, S.MASKED, S.HELD, name="mask_again", by={R.CLOCK, R.OFFICER},
            needs=[panel_is_open]),
        row(S.WITHHELD, S.WAITING, S.MASKED, S.HELD, S.REDACTED, S.RELEASED, name="withhold",
            by={R.OFFICER}, needs=[panel_is_open], asks=WITH_REASON, duty=True),
        row(S.REDACTED, S.WAITING, S.MASKED, S.HELD, S.WITHHELD, S.RELEASED, name="redact",
            by={R.OFFICER}, needs=[panel_is_open], asks=REDACT, duty=True),
        row(S.RELEASED, S.WAITING, S.MASKED, S.HELD, S.WITHHELD, S.REDACTED, name="release",
            by={R.OFFICER}, needs=[panel_is_open], asks=WITH_REASON, tells={R.SUPERVISOR},
            duty=True),
        row(S.WAITING, S.WITHHELD, S.REDACTED, S.RELEASED, name="take_back", by={R.OFFICER},
            needs=[panel_is_open]),
    ),
)  # fmt: skip
