"""What an edition says about hearing those who bid: when, how long, and what it counts."""

from __future__ import annotations

from decimal import Decimal

from . import leaves as read
from .leaves import section
from .model import PANELS, Coded


@section
class Defence:
    panels: tuple[str, ...] = read.texts(*PANELS)  # kinds that hear items; none: no defence
    spread_limit: Decimal = read.number("0.01", "100")  # deviation above which it is heard
    weight: int = read.percent()  # of the sealed sheets; the first sheets have the rest
    notice_hours: int = read.whole(0, 720)  # between the call and the beginning
    speakers_max: int = read.whole(1, 20)
    speakers_close_hours: int = read.whole(0, 720)  # before the beginning
    speaker_parts: tuple[Coded, ...] = read.many(Coded, least=1, most=20)
    talk_minutes: int = read.whole(1, 240)
    question_minutes: int = read.whole(1, 240)
    score_hours: int = read.whole(1, 720)  # after the last hearing, for the sealed sheets
