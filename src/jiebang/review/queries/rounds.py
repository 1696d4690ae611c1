"""Rounds of a draw as their viewers may see them, and the files anybody may take away."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Case, Exists, F, OuterRef, Q, TextField, UUIDField, Value, When

from jiebang.engine.transparency import canonical
from jiebang.platform.accounts.actor import Actor
from jiebang.platform.prepared import Prepared
from jiebang.review.models import DrawRound, DrawSecret, Panel, Seat
from jiebang.review.queries.drawn import (
    announcement_of,
    item_name,
    read_announcement,
    terms_at,
    transcript_of,
)
from jiebang.rulebook import blind
from jiebang.rulebook.drawing import Terms
from jiebang.rulebook.panel import State
from jiebang.rulebook.roles import Role


@dataclass(frozen=True, slots=True)
class SecretView:
    party: str
    holder: str
    commitment: str
    value: str
    sealed_at: datetime
    opened_at: datetime | None


@dataclass(frozen=True, slots=True)
class RoundView:
    """`chosen_for`: why experts were named and not drawn, where they were. `lead`: (id, title) of
    the panel at which the ceremony is held, where it is another one; `along`: of the panels that
    are drawn along with this one."""

    number: int
    pool_digest: str
    pool_size: int
    eligible: int
    reasons: tuple[tuple[str, int], ...]
    chosen_for: str
    mode: str
    terms: Terms
    number_name: str
    number_bits: int
    number_at: datetime | None
    number_value: str
    prepared_at: datetime
    announced_at: datetime | None
    commitment: str
    drawn_at: datetime | None
    void_reason: str
    void_record: bool
    secrets: tuple[SecretView, ...]
    lead: tuple[str, str] | None
    along: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class DrawNote:
    """Where whoever is judged finds the draw of the panel: what is public of it, no more. `lines`:
    it has lines to prove, as a draw by fit has."""

    panel: str
    number: int
    void: bool
    fixed: bool
    lines: bool
    commitment: str
    announced_at: datetime | None
    drawn_at: datetime | None


SECRET = ("round", "party", "holder", "commitment", "value", "sealed_at", "opened_at")


_secrets = Prepared(
    lambda panel: DrawSecret.objects.filter(panel_id=panel).values_list(*SECRET), UUIDField()
)


def rounds(p: Panel, seen: frozenset[str]) -> tuple[RoundView, ...]:
    """Each draw, the newest first. The pool is read only for whom it is counted."""
    counted = bool({"eligible", "reasons"} & seen)
    named = Case(When(mode="fixed", then=F("transcript")), default=Value(""),
                 output_field=TextField())  # fmt: skip
    heavy = ("salt", "conflicts", "announcement", "transcript", "void_record")
    here = DrawRound.objects.filter(pk=OuterRef("pk"))
    rows = p.rounds.annotate(
        recorded=Exists(here.filter(Q(drawn_at__isnull=False) | Q(void_record__gt=""))),
        leads=Exists(DrawRound.objects.filter(lead=OuterRef("pk"))),
        held_by=F("lead__panel"), held_as=F("lead__number"), held_title=F("lead__panel__title"),
        held_value=F("lead__number_value"), named=named,
    ).defer(*heavy, *(() if counted else ("candidates",)))  # fmt: skip
    found = sorted(rows, key=lambda d: -d.number)
    sealed = {panel: _secrets_of(panel) for panel in {d.held_by or p.pk for d in found}}
    return tuple(
        _round(p, d, sealed[d.held_by or p.pk].get(d.held_as or d.number, []), seen) for d in found
    )


def _secrets_of(panel: UUID) -> dict[int, list[SecretView]]:
    """By number of the round, in the order sealed."""
    found: dict[int, list[SecretView]] = {}
    for number, *told in _secrets(panel):
        found.setdefault(number, []).append(SecretView(*told))
    return {number: sorted(views, key=_sealed) for number, views in found.items()}


def by_reason(given: Iterable[str], seen: frozenset[str]) -> tuple[tuple[str, int], ...]:
    """R068: how many each reason keeps out, the most frequent first; for supervision only.
    Everybody else learns no more than how many may be drawn."""
    return tuple(Counter(given).most_common()) if "reasons" in seen else ()


def _sealed(s: SecretView) -> tuple[datetime, str]:
    return s.sealed_at, s.party


def _round(p: Panel, d: DrawRound, secrets: list[SecretView], seen: frozenset[str]) -> RoundView:
    told = "eligible" in seen
    pool = d.candidates if told or "reasons" in seen else []
    return RoundView(
        number=d.number, pool_digest=d.pool_digest, pool_size=len(pool) if told else 0,
        eligible=sum(not c["reasons"] for c in pool) if told else 0,
        reasons=by_reason((r for c in pool for r in c["reasons"]), seen),
        chosen_for=json.loads(d.named)["reason"] if d.named and "proposal" in seen else "",
        mode=d.mode, terms=terms_at(p, d), number_name=d.number_name,
        number_bits=d.number_form.get("bits", 0), number_at=d.number_at,
        number_value=d.number_value or d.held_value or "",
        prepared_at=d.prepared_at, announced_at=d.announced_at, commitment=d.commitment,
        drawn_at=d.drawn_at, void_reason=d.void_reason,
        void_record=bool(d.void_reason) and d.recorded, secrets=tuple(secrets),
        lead=(str(d.held_by), d.held_title) if d.held_by else None,
        along=_along(d) if d.leads else (),
    )  # fmt: skip


def _along(d: DrawRound) -> tuple[tuple[str, str], ...]:
    rows = DrawRound.objects.filter(lead=d.pk).order_by("panel__title", "panel")
    return tuple((str(pk), title) for pk, title in rows.values_list("panel", "panel__title"))


# -- files ------------------------------------------------------------------------------------


def transcript(pk: str, number: int) -> str | None:
    """The record of a round that stands. A void round has another address, so that nobody takes
    its record for the current one."""
    rows = DrawRound.objects.filter(panel_id=pk, number=number, void_reason="")
    found = rows.exclude(mode="fixed").exclude(drawn_at=None).select_related("lead").first()
    return transcript_of(found) if found else None


def announcement(pk: str, number: int) -> str | None:
    """What was committed to, as published before the public number came out."""
    rows = DrawRound.objects.filter(panel_id=pk, number=number).exclude(announced_at=None)
    found = rows.select_related("lead").first()
    return announcement_of(found) if found else None


def void_record(pk: str, number: int) -> str | None:
    """What remains of a round that came to nothing: the engine's record, or a draw made void."""
    rows = DrawRound.objects.filter(panel_id=pk, number=number).exclude(void_reason="")
    found = rows.exclude(mode="fixed").select_related("lead").first()
    return (found.void_record or transcript_of(found) or None) if found else None


def proof_of_seat(pk: str, actor: Actor) -> str | None:
    """That an expert's own line stood in the round announced; only a draw by fit has lines."""
    s = Seat.objects.filter(pk=pk, expert__in=actor.scopes(Role.EXPERT)).first()
    if s is None:
        return None
    return _proof(str(s.panel_id), s.round, "candidate", s.pseudonym)


def proof_of_panel(pk: str) -> str | None:
    """That what was drawn for stood in the round announced: for whoever is judged by the panel."""
    p = Panel.objects.filter(pk=pk).first()
    return _proof(str(p.pk), p.round, "item", item_name(p)) if p else None


def _proof(panel: str, number: int, kind: str, name: str) -> str | None:
    rows = DrawRound.objects.filter(panel_id=panel, number=number, mode="fit", void_reason="")
    found = rows.exclude(drawn_at=None).select_related("lead").first()
    if found is None:
        return None
    proof = read_announcement(announcement_of(found)).proof(kind, name)
    return canonical(proof.as_data()).decode() + "\n"


def proves(panel: str) -> bool:
    """Whether the round that stands has lines to prove."""
    rows = DrawRound.objects.filter(panel_id=panel, number=F("panel__round"), mode="fit")
    return rows.filter(void_reason="").exclude(drawn_at=None).exists()


def draw_on(subject_id: str) -> DrawNote | None:
    """The last round announced (or fixed choice approved) of the last panel that has this to judge;
    None before that, and where the public may not know of it."""
    rows = DrawRound.objects.filter(panel__items__subject_id=str(subject_id))
    rows = rows.exclude(commitment="", drawn_at=None).order_by("-panel__created_at", "-number")
    told = ("panel_id", "panel__state", "number", "void_reason", "mode", "commitment",
            "announced_at", "drawn_at")  # fmt: skip
    found = rows.values_list(*told).first()
    if found is None:
        return None
    panel, state, number, void, mode, *rest = found
    phase = blind.Phase.DECIDED if state == State.CLOSED else blind.Phase.REVIEWING
    if "commitment" not in blind.visible("panel", Role.PUBLIC, phase):
        return None
    return DrawNote(str(panel), number, bool(void), mode == "fixed", mode == "fit", *rest)
