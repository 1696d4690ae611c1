"""Anybody may be told of new challenges by e-mail, without an account: asked, then confirmed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from jiebang.engine.decision import Reason
from jiebang.engine.lifecycle import Lifecycle, born, keep, row
from jiebang.rulebook.forms import Field, Kind, ask
from jiebang.rulebook.roles import Role

R = Role


class State(StrEnum):
    ASKED = "asked"
    CONFIRMED = "confirmed"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    already: bool


def once(f: Facts) -> Reason | None:
    return Reason("subscribed_already") if f.already else None


SUBSCRIBE = ask(
    "subscribe", "订阅榜单",
    Field(name="email", kind=Kind.EMAIL, label="电子邮箱", label_en="E-mail", required=True,
          max_length=120),
    Field(name="field", kind=Kind.TEXT, label="只看某一领域", label_en="One field only",
          max_length=60),
    Field(name="language", kind=Kind.TEXT, label="语言", label_en="Language", max_length=10),
    title_en="Subscribe to the challenge list",
)  # fmt: skip

ANYBODY = {R.PUBLIC, R.PERSON}
S = State
SUBSCRIPTION = Lifecycle(
    "subscription",
    State,
    (
        born(S.ASKED, name="ask", by=ANYBODY, needs=[once], asks=SUBSCRIBE, quiet=True),
        keep(S.ASKED, name="ask_again", by=ANYBODY, quiet=True),
        keep(S.ASKED, name="send_link", by={R.CLOCK}, quiet=True),
        row(S.CONFIRMED, S.ASKED, name="confirm", by=ANYBODY, quiet=True),
        keep(S.CONFIRMED, name="send_news", by={R.CLOCK}, quiet=True),
        row(S.ENDED, S.ASKED, S.CONFIRMED, name="end", by=ANYBODY, quiet=True),
    ),
)  # fmt: skip
