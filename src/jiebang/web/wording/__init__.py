"""Codes into sentences: states, steps, reasons, events, roles. One file a room."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from importlib import import_module
from typing import Any

from django.utils import translation
from django.utils.functional import Promise

from jiebang.engine.decision import Reason
from jiebang.platform.notices.outbox import NoticeView
from jiebang.rulebook.forms import Field, Option
from jiebang.web.wording.amounts import shown
from jiebang.web.wording.drawing import PARTIES, causes
from jiebang.web.wording.traditional import traditional

ROOMS = (
    "core",
    "programme",
    "policy",
    "review",
    "meeting",
    "masking",
    "delivery",
    "drawing",
    "conflicts",
)
STATES: dict[str, dict[str, Promise]] = {}
STEPS: dict[str, dict[str, Promise]] = {}
REASONS: dict[str, Promise] = {}
EVENTS: dict[str, Promise] = {}
ROLES: dict[str, Promise] = {}
LIVES: dict[str, Promise] = {}

FAULTS: dict[str, Promise] = {}
SOURCES: dict[str, Promise] = {}
# Values written with their unit; and reasons that are about one, without saying so.
AMOUNTS = ("value", "limit", "have", "need")
UNITS = {
    "row_does_not_add_up": {"unit": "money"},
    "table_does_not_make_total": {"unit": "money"},
    "source_differs": {"unit": "money"},
    "parts_do_not_make_total": {"unit": "money"},
    "part_above_total": {"unit": "money"},
    "file_too_large": {"unit": "bytes"},
    "file_bomb": {"unit": "bytes"},
}

for _room in ROOMS:
    _module = import_module(f"jiebang.web.wording.{_room}")
    for _name in ("STATES", "STEPS", "REASONS", "EVENTS", "ROLES", "LIVES", "FAULTS", "SOURCES"):
        globals()[_name].update(getattr(_module, _name, {}))


def sentence(reason: Reason) -> str:
    """One reason as people say it."""
    return str(REASONS[reason.code]) % _Params({**UNITS.get(reason.code, {}), **reason.params})


def sentences(reasons: Iterable[Reason]) -> list[str]:
    return [sentence(r) for r in reasons]


def state(life: str, code: str) -> str:
    return str(STATES[life][code])


def step(life: str, code: str) -> str:
    return str(STEPS[life][code])


def event(code: str) -> str:
    """`noun.verb` of the record as people read it: the step's name, with its life."""
    life, _, verb = code.partition(".")
    known = STEPS.get(life, {}).get(verb)
    return f"{LIVES[life]} · {known}" if known and life in LIVES else code


def notice(n: NoticeView) -> str:
    text = EVENTS.get(n.event)
    return str(text) % _Params(n.params) if text else f"{event(n.event)}: {n.params.get('title')}"


class _Params(dict):
    """Parameters of a reason, each written as people read it; one that is missing is a dash."""

    def __init__(self, params: Mapping[str, Any]) -> None:
        super().__init__({k: self._word(k, v, params) for k, v in params.items()})

    def __missing__(self, key: str) -> str:
        return "—"

    @staticmethod
    def _word(key: str, value: Any, params: Mapping[str, Any]) -> str:
        if key == "state" and "life" in params:
            return state(str(params["life"]), str(value)) if value else "—"
        if key == "gates":
            from jiebang.rulebook.gates import BID_GATES, DEMAND_GATES  # noqa: PLC0415 -- late

            rules = DEMAND_GATES | BID_GATES
            return "、".join(label(rules[g]) for g in value)
        if key in ("roles", "held"):
            return "、".join(str(ROLES.get(r, r)) for r in value)
        if key == "parties":
            return "、".join(str(PARTIES.get(p, p)) for p in value)
        if key == "causes" and not isinstance(value, str):
            return causes(value)
        if key == "post":
            return str(ROLES.get(value, value))
        if key == "fault":
            return str(FAULTS.get(str(value), value))
        if key == "source":
            return str(SOURCES.get(str(value), value))
        if key in AMOUNTS and "unit" in params and params["unit"]:
            return shown(value, str(params["unit"]))
        if isinstance(value, datetime):
            return shown(value, "moment")
        if isinstance(value, (tuple, list)):
            return "、".join(str(v) for v in value)
        return str(value)


def label(thing: Field | Option | Any) -> str:
    """A name from the rulebook or an edition in the reader's language."""
    return words(thing.label, getattr(thing, "label_en", ""))


def words(chinese: str, english: str) -> str:
    language = translation.get_language() or "zh-hans"
    if language.startswith("en") and english:
        return english
    return traditional(chinese) if language == "zh-hant" else chinese
