"""What happened to a record, newest first, as its viewers may read it."""

from __future__ import annotations

from typing import Any

from jiebang.platform.accounts import queries as people
from jiebang.platform.audit import log
from jiebang.web.wording import ROLES, event, state

# Steps taken so often that they would hide the others.
FINE_PRINT = frozenset({"record_quality", "save"})


def timeline(life: str, pk: str, *, named: bool = True, limit: int = 60,
             untold: frozenset[str] = frozenset()) -> list[dict[str, Any]]:  # fmt: skip
    """Two or three statements. `named` false leaves out who it was; `untold` are steps that the
    viewer may not know of."""
    hidden = FINE_PRINT | untold
    told = log.story(f"{life}:{pk}")
    found = [e for e in told if e.event.partition(".")[2] not in hidden][:limit]
    names = people.names({e.actor_id for e in found if e.actor_id}) if named else {}
    return [_line(e, life, names) for e in found]


def _line(e: log.Told, life: str, names: dict[int, str]) -> dict[str, Any]:
    after = e.data.get("to")
    said = [str(e.data["reason"])] if isinstance(e.data.get("reason"), str) else []
    return {
        "at": e.at,
        "who": names.get(e.actor_id, "") if e.actor_id else str(ROLES["clock"]),
        "what": event(e.event).partition(" · ")[2] or event(e.event),
        "text": "\n".join([*([state(life, after)] if after else []), *filter(None, said)]),
        "code": after or "",
    }
