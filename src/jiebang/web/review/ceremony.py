"""The ceremony of a draw in words: where it stands, and what each round fixed."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from jiebang.review.queries import PanelView, RoundView
from jiebang.rulebook.panel import State
from jiebang.web.wording.review import AGAINST, PARTIES

ORDER = (State.CONVENED, State.PREPARED, State.ANNOUNCED, State.REVIEWING, State.CLOSED)


def steps(p: PanelView) -> list[dict[str, Any]]:
    """One line of progress from convening to the result."""
    labels = (_("Convened"), _("Pool sealed"), _("Draw announced"), _("Drawn, under review"),
              _("Added up"))  # fmt: skip
    current = next((r for r in p.rounds if not r.void_reason), None)
    at = {
        State.PREPARED: current.prepared_at if current else None,
        State.ANNOUNCED: current.announced_at if current else None,
        State.REVIEWING: current.drawn_at if current else None,
        State.CLOSED: p.closed_at,
    }
    here = ORDER.index(State(p.state))
    last = p.state == State.CLOSED
    return [
        {"label": label, "at": at.get(state) if n <= here else None,
         "state": "done" if n < here or last else "current" if n == here else "todo"}
        for n, (state, label) in enumerate(zip(ORDER, labels, strict=True))
    ]  # fmt: skip


def words(r: RoundView) -> dict[str, Any]:
    sealed = {s.party: s for s in r.secrets}
    return {
        "r": r,
        "parties": [
            {"name": PARTIES[party], "secret": sealed.get(party)} for party in PARTIES
            if party != "public_number"
        ],
        "reasons": [{"label": AGAINST.get(code, code), "count": n} for code, n in r.reasons],
    }  # fmt: skip
