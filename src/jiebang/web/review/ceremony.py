"""The ceremony of a draw in words: where it stands, and what each round fixed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from jiebang.review.queries import PanelView, RoundView
from jiebang.rulebook.drawing import Terms
from jiebang.rulebook.expert import FIELDS, KINDS
from jiebang.rulebook.panel import State
from jiebang.web.review import texts
from jiebang.web.wording import label
from jiebang.web.wording.drawing import MODES, PARTIES
from jiebang.web.wording.review import AGAINST

ORDER = (State.CONVENED, State.PREPARED, State.ANNOUNCED, State.REVIEWING, State.CLOSED)


def steps(p: PanelView) -> list[dict[str, Any]]:
    """One line of progress from convening to the result."""
    labels = (_("Convened"), _("Pool sealed"), _("Draw announced"), _("Drawn, under review"),
              _("Added up"))  # fmt: skip
    current = next((r for r in p.rounds if not r.void_reason), None)
    if p.fixed:
        labels = (labels[0], _("Fixed choice approved"), labels[-1])
    order = (ORDER[0], *ORDER[-2:]) if p.fixed else ORDER
    at = {
        State.PREPARED: current.prepared_at if current else None,
        State.ANNOUNCED: current.announced_at if current else None,
        State.REVIEWING: current.drawn_at if current else None,
        State.CLOSED: p.closed_at,
    }
    line = list(zip(order, labels, strict=True))
    if p.state == State.MEETING:  # most panels never come to it
        line.insert(-1, (State.MEETING, _("Panel comes together")))
    here = [state for state, _label in line].index(_place(p.state, current))
    last = p.state == State.CLOSED
    return [
        {"label": label, "at": at.get(state) if n <= here else None,
         "state": "done" if n < here or last else "current" if n == here else "todo"}
        for n, (state, label) in enumerate(line)
    ]  # fmt: skip


def _place(state: str, current: RoundView | None) -> State:
    """A panel that is drawn along stands where the ceremony is that it follows."""
    if state != State.JOINED:
        return State(state)
    return State.ANNOUNCED if current and current.announced_at else State.PREPARED


def words(
    r: RoundView, rules: Mapping[str, str] | None = None, *, page: str = "panel"
) -> dict[str, Any]:
    """`rules`: what keeps experts out, by the code of the edition's rule. `page`: where a link to
    another panel leads."""
    sealed = {s.party: s for s in r.secrets}
    return {
        "r": r,
        "mode": MODES[r.mode],
        "page": page,
        "parties": [
            {"name": PARTIES[party], "secret": sealed.get(party)} for party in PARTIES
            if party in sealed or party in ("drawer", "supervisor")
        ],
        "terms": terms(r.terms),
        "reasons": counts(r.reasons, rules or {}),
    }  # fmt: skip


def counts(found: Iterable[tuple[str, int]], rules: Mapping[str, Any]) -> list[dict[str, Any]]:
    """How many each reason keeps out, in words."""
    against = {**AGAINST, **rules}
    return [{"label": against.get(code, code), "count": n} for code, n in found]


def terms(t: Terms) -> list[tuple[str, str]]:
    """The terms of a draw, line by line."""
    kinds = {o.code: label(o) for o in KINDS}
    fields = {o.code: label(o) for o in FIELDS}

    def least(rows: Iterable[tuple[str, int]], words: dict[str, str]) -> str:
        return texts.listed(f"{words.get(code, code)} {n}" for code, n in rows)

    lines = [
        (_("Seats"), str(t.seats)), (_("Reserves"), str(t.reserves)),
        (_("At least, by kind"), least(t.kinds, kinds)),
        (_("At least, by field"), least(t.fields, fields)),
        (_("From elsewhere, at least"), f"{t.away} ({t.away_percent}%)"),
        (_("Officials, at most"), f"{min(t.officials, t.seats)} ({t.officials_percent}%)"),
        (_("Of one unit, at most"), str(t.per_unit)),
    ]  # fmt: skip
    return [line for line in lines if line[1]]
