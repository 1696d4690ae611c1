"""Which paths count, how much, for how long: data, never code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from jiebang.engine.conflicts.facts import CONFIDENCE, KINDS, PERSON, Verdict

RULES_MOST = 31
MONTHS_MOST = 1200
_LEVELS = {Verdict.NOTE: 1, Verdict.ASK: 2, Verdict.HARD: 3}
_VERDICTS = {v.name.lower(): v for v in _LEVELS}


class PolicyError(ValueError):
    """`place` is where: the code of a rule, the name of a field."""

    def __init__(self, place: str, message: str) -> None:
        super().__init__(f"{place}: {message}")
        self.place = place


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of path: candidate [– via – person] [– tie – unit – chain of owners] – end – item.

    `via`: kinds of person–person facts for a first hop; none: the candidate in person.
    `tie`: kinds of person–unit facts; none: the person, and no unit, stands at the item.
    `ends`: how the path meets the item (party, office, member, named), by default as party with a
    tie and as member without; `sides`: of which side, none meaning any. `group`: any item of the
    same list will do.
    `months`: how long after its end a via or tie still counts; 0 only what lasts on the day, None
    for ever. `via_least`: common works, added up; `tie_least`: basis points; `end_most`: positions
    on the list of named persons. `chain`: most steps of ownership, up to a common owner and down
    again; `chain_least`: basis points of every step.
    """

    code: str
    verdict: Verdict
    via: tuple[str, ...] = ()
    tie: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    sides: tuple[str, ...] = ()
    group: bool = False
    months: int | None = None
    via_least: int = 0
    tie_least: int = 0
    end_most: int | None = None
    chain: int = 0
    chain_least: int = 0
    waivable: bool = True

    def __post_init__(self) -> None:
        if not self.ends:
            object.__setattr__(self, "ends", ("party",) if self.tie else ("member",))
        for name, role in (("via", "via"), ("tie", "tie"), ("ends", "end")):
            for kind in getattr(self, name):
                if kind not in KINDS or KINDS[kind].role != role:
                    raise PolicyError(self.code, f"{name}: no such kind of fact: {kind}")
        at_person = {kind for kind in self.ends if KINDS[kind].a == PERSON}
        if at_person if self.tie else set(self.ends) - at_person:
            raise PolicyError(self.code, "ends: units with a tie, persons without")
        if self.verdict not in _LEVELS:
            raise PolicyError(self.code, "verdict: hard, ask or note")
        for name in ("months", "via_least", "tie_least", "end_most", "chain", "chain_least"):
            value = getattr(self, name)
            if value is not None and (type(value) is not int or value < 0):
                raise PolicyError(self.code, f"{name}: a whole number from 0")

        if self.months is not None and self.months > MONTHS_MOST:
            raise PolicyError(self.code, f"months: at most {MONTHS_MOST}")

    @property
    def level(self) -> int:
        return _LEVELS[self.verdict]


@dataclass(frozen=True, slots=True)
class Policy:
    """`ceilings`: the strongest verdict that evidence of a class can carry; a path is as weak as
    its weakest edge. `chain_months`: how long a share that was sold still joins two units.
    `not_through`: ids of owners that join nobody (a state that owns many units controls them
    separately)."""

    rules: tuple[Rule, ...]
    ceilings: Mapping[str, Verdict] = field(default_factory=dict)
    chain_months: int | None = 0
    not_through: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        codes = [rule.code for rule in self.rules]
        if not codes or len(set(codes)) != len(codes) or len(codes) > RULES_MOST:
            raise PolicyError("rules", f"1 to {RULES_MOST} rules, every code once")
        if self.chain_months is not None and not 0 <= self.chain_months <= MONTHS_MOST:
            raise PolicyError("chain_months", f"0 to {MONTHS_MOST}, or null")
        for name, verdict in self.ceilings.items():
            if name not in CONFIDENCE or verdict not in _LEVELS:
                raise PolicyError("ceilings", f"no such class or verdict: {name}")
        if self.ceiling("name") == 3:
            raise PolicyError("ceilings", "the same name alone is never a verdict: ask at most")

    def ceiling(self, confidence: str) -> int:
        """Level 1-3."""
        default = Verdict.ASK if confidence == "name" else Verdict.HARD
        return _LEVELS[self.ceilings.get(confidence, default)]


def policy_from(data: Mapping[str, Any]) -> Policy:
    """A policy as plain data (JSON, TOML): the fields of Policy and Rule, verdicts in words.
    PolicyError for what is missing, unknown or out of bounds."""
    _known("policy", data, Policy)
    rules = data.get("rules")
    if not isinstance(rules, list) or not all(isinstance(rule, Mapping) for rule in rules):
        raise PolicyError("rules", "a list of rules")
    ceilings = data.get("ceilings", {})
    if not isinstance(ceilings, Mapping):
        raise PolicyError("ceilings", "classes of evidence with a verdict each")
    months = data.get("chain_months", 0)
    if months is not None and not isinstance(months, int):
        raise PolicyError("chain_months", "a whole number from 0, or null")
    return Policy(
        tuple(_rule(rule, number) for number, rule in enumerate(rules, 1)),
        {name: _verdict("ceilings", word) for name, word in ceilings.items()},
        months,
        frozenset(_words("policy", "not_through", data.get("not_through", []))),
    )


def _rule(data: Mapping[str, Any], number: int) -> Rule:
    code = str(data.get("code") or "")
    place = code or f"rules[{number}]"
    _known(place, data, Rule)
    if not code or "verdict" not in data:
        raise PolicyError(place, "a rule needs a code and a verdict")
    given = dict(data, verdict=_verdict(place, data["verdict"]))
    for name in ("via", "tie", "ends", "sides"):
        if name in given:
            given[name] = _words(place, name, given[name])
    for name in ("group", "waivable"):
        if not isinstance(given.get(name, True), bool):
            raise PolicyError(place, f"{name}: true or false")
    return Rule(**given)


def _known(place: str, data: Mapping[str, Any], kind: type[Policy] | type[Rule]) -> None:
    strangers = sorted(set(data) - {f.name for f in fields(kind)})
    if strangers:
        raise PolicyError(place, f"unknown: {', '.join(strangers)}")


def _verdict(place: str, word: object) -> Verdict:
    if not isinstance(word, str) or word not in _VERDICTS:
        raise PolicyError(place, f"verdict: hard, ask or note, not {word!r}")
    return _VERDICTS[word]


def _words(place: str, name: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or not all(isinstance(word, str) for word in value):
        raise PolicyError(place, f"{name}: a list of words")
    return tuple(value)
