"""Group opinions as their viewers may see them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from jiebang.engine import scoring
from jiebang.platform import reading
from jiebang.platform.accounts.actor import Actor
from jiebang.registry import queries as registry
from jiebang.review.models import Consensus, Defence, Review, Seat, Voice
from jiebang.review.queries.agreement import second_sheets
from jiebang.review.queries.facts import policy, table
from jiebang.review.queries.panels import SEES, phase_of
from jiebang.rulebook import blind
from jiebang.rulebook.consensus import State, VoiceState, opinion_form
from jiebang.rulebook.edition.mechanisms import score_table
from jiebang.rulebook.edition.model import Table
from jiebang.rulebook.forms import FormSpec
from jiebang.rulebook.review import COUNTED
from jiebang.rulebook.roles import Role


@dataclass(frozen=True, slots=True)
class VoiceView:
    id: str
    number: int
    name: str
    state: str
    statement: str
    said_at: datetime | None
    digest: str
    own: bool


@dataclass(frozen=True, slots=True)
class Ground:
    """A signed sheet as the other members of the panel read it: by number."""

    number: int
    total: Decimal
    scores: tuple[str, ...]
    opinion: str
    own: bool


@dataclass(frozen=True, slots=True)
class OpinionView:
    id: str
    state: str
    version: int
    panel_id: str
    panel: str
    kind: str
    code: str
    chair: int
    chairing: bool
    member: bool
    seat_id: str
    text: str
    spec: FormSpec
    table: Table
    turn: int
    digest: str
    circulated_at: datetime | None
    concluded_at: datetime | None
    due_at: datetime | None
    voices: tuple[VoiceView, ...]
    grounds: tuple[Ground, ...]
    sees: frozenset[str]


def opinion(pk: str, actor: Actor) -> OpinionView | None:
    """For members of the panel, and for those of the bureau who may; a text in the making is for
    its chair alone."""
    rows = Consensus.objects.select_related("panel__batch", "item", "chair")
    c = reading.among(rows.defer("item__snapshot", "item__sections"), pk)
    if c is None:
        return None
    seats = _seats(c, actor)
    mine = [Role.EXPERT] if seats else []
    roles = [r for r in SEES if actor.holds(r)]
    seen = blind.visible_to("consensus", [*roles, *mine], phase_of(c.panel), own=mine)
    if not seen:
        return None
    return _view(c, seen, seats)


def _seats(c: Consensus, actor: Actor) -> list[str]:
    experts = actor.scopes(Role.EXPERT)
    if not experts:
        return []
    rows = Seat.objects.filter(panel_id=c.panel_id, round=c.panel.round, expert_id__in=experts,
                               reviews__item_id=c.item_id, reviews__state__in=COUNTED)  # fmt: skip
    return [str(pk) for pk in rows.values_list("pk", flat=True)]


def _view(c: Consensus, seen: frozenset[str], seats: list[str]) -> OpinionView:
    p, chairing = c.panel, str(c.chair_id) in seats
    ready = c.state != State.DRAFTING or chairing
    return OpinionView(
        id=str(c.pk), state=c.state, version=c.version, panel_id=str(p.pk), panel=p.title,
        kind=p.kind, code=c.item.code, chair=c.chair.number, chairing=chairing,
        member=bool(seats), seat_id=seats[0] if seats else "",
        text=c.text if "text" in seen and ready else "",
        spec=opinion_form(policy(p).group_opinion_length), table=table(p), turn=c.turn,
        digest=c.digest, circulated_at=c.circulated_at, concluded_at=c.concluded_at,
        due_at=p.meets_until, voices=_voices(c, seen, seats) if "voices" in seen else (),
        grounds=_grounds(c, seats) if "sheets" in seen else (), sees=seen,
    )  # fmt: skip


def _voices(c: Consensus, seen: frozenset[str], seats: list[str]) -> tuple[VoiceView, ...]:
    rows = Voice.objects.filter(opinion=c, turn=c.turn).exclude(state=VoiceState.VOID)
    rows = list(rows.select_related("seat").order_by("seat__number"))
    names: Mapping[str, tuple[str, str]] = {}
    if "experts" in seen:
        names = registry.expert_names({str(v.seat.expert_id) for v in rows})
    return tuple(
        VoiceView(
            str(v.pk), v.seat.number, names.get(str(v.seat.expert_id), ("", ""))[0], v.state,
            v.statement if "text" in seen else "", v.said_at, v.digest, str(v.seat_id) in seats,
        )
        for v in rows
    )  # fmt: skip


def _grounds(c: Consensus, seats: list[str]) -> tuple[Ground, ...]:
    """The sheets the opinion rests on: those after the hearing where there was one."""
    later = second_sheets(c.panel).get(c.item_id) if _heard(c) else None
    rows = Review.objects.filter(item_id=c.item_id, seat__round=c.panel.round, state__in=COUNTED)
    rows = list(rows.select_related("seat").order_by("seat__number"))
    second, rules = {s.reviewer: s for s in later or ()}, table(c.panel)
    return tuple(_ground(r, second.get(f"{r.seat.number:02d}"), rules, seats) for r in rows)


def _heard(c: Consensus) -> bool:
    return Defence.objects.filter(panel_id=c.panel_id, state="opened").exists()


def _ground(r: Review, second: Any, rules: Table, seats: list[str]) -> Ground:
    first = {c.code: str(r.values.get(f"score_{c.code}") or "") for c in rules.criteria}
    scores = second.scores if second else first
    return Ground(
        r.seat.number, scoring.sheet_total(score_table(rules), second) if second else r.total,
        tuple(str(scores.get(c.code, "")) for c in rules.criteria),
        str(r.values.get("opinion") or ""), str(r.seat_id) in seats,
    )  # fmt: skip


def opinion_of_voice(pk: str) -> str | None:
    found = Voice.objects.filter(pk=pk).values_list("opinion_id", flat=True).first()
    return str(found) if found else None


@dataclass(frozen=True, slots=True)
class Together:
    """What a panel does together, for links: its defence, and its opinions (id, code, state)."""

    defence: str
    defence_state: str
    opinions: tuple[tuple[str, str, str], ...]


def together(panel_id: str) -> Together:
    """Ids alone: every page behind them asks again who may look."""
    found = Defence.objects.filter(panel_id=panel_id).values_list("pk", "state").first()
    rows = Consensus.objects.filter(panel_id=panel_id).order_by("item__code")
    defence, state = found or ("", "")
    return Together(
        str(defence), state,
        tuple((str(pk), code, s) for pk, code, s in rows.values_list("pk", "item__code", "state")),
    )  # fmt: skip


def group_opinion_on(subject_id: str) -> str:
    """What the panel said together of one item, once concluded (R088); "" where it did not meet.
    When its units may read it is the caller's to decide."""
    rows = Consensus.objects.filter(item__subject_id=str(subject_id), state=State.CONCLUDED,
                                    panel__state="closed")  # fmt: skip
    return rows.order_by("-concluded_at").values_list("text", flat=True).first() or ""
