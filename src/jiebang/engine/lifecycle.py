"""A life cycle is data: states, and the rows that lead from one to another.

Nothing here knows a domain word, Django, clocks or people's names. A row without a target
is an edit: it moves no state but passes the same door. A row from `NEW` is a birth.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from jiebang.engine.decision import Decision, Reason

Guard = Callable[[Any], Reason | None]
NEW = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """One row. `asks` is the form the performer fills in; `tells` the roles that are notified;
    `duty` marks the step somebody is waiting for; `harm` a step that cannot be undone; `urgent` one
    whose telling should not wait for the next look at the mail."""

    name: str
    source: frozenset[str]
    target: str | None
    by: frozenset[StrEnum]
    needs: tuple[Guard, ...] = ()
    asks: Any = None
    tells: frozenset[StrEnum] = frozenset()
    duty: bool = False
    harm: bool = False
    urgent: bool = False
    quiet: bool = False  # no button of its own: performed by another page or act


@dataclass(frozen=True)
class Lifecycle:
    name: str
    states: type[StrEnum]
    transitions: tuple[Transition, ...]
    _by_name: Mapping[str, Transition] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_name = {t.name: t for t in self.transitions}
        if len(by_name) != len(self.transitions):
            raise ValueError(f"{self.name}: two transitions share a name")
        unreachable = set(self.states) - {t.target for t in self.transitions}
        if unreachable:
            raise ValueError(f"{self.name}: unreachable states {sorted(unreachable)}")
        object.__setattr__(self, "_by_name", by_name)

    def __getitem__(self, name: str) -> Transition:
        return self._by_name[name]

    def __contains__(self, name: object) -> bool:
        return name in self._by_name

    def event(self, name: str) -> str:
        """The audit event and the permission of a row: `noun.verb`."""
        return f"{self.name}.{self[name].name}"

    def decide(self, name: str, *, state: str, roles: Set[StrEnum], facts: Any) -> Decision:
        """Every reason why not. Role before state: a stranger learns nothing of the state."""
        row = self[name]
        if not roles & row.by:
            return Decision((Reason("wrong_role", {"roles": tuple(sorted(row.by))}),))
        if state not in row.source:
            return Decision((Reason("wrong_state", {"life": self.name, "state": state}),))
        return Decision(tuple(r for need in row.needs if (r := need(facts))))

    def offered(
        self, *, state: str, roles: Set[StrEnum], facts: Any
    ) -> Iterable[tuple[Transition, Decision]]:
        """Rows possible for these roles in this state, each allowed or not yet, with reasons."""
        for row in self.transitions:
            if state in row.source and roles & row.by:
                yield row, self.decide(row.name, state=state, roles=roles, facts=facts)

    def duties(self, role: StrEnum) -> frozenset[str]:
        """States in which something waits for this role."""
        return frozenset(s for t in self.transitions if t.duty and role in t.by for s in t.source)

    def mermaid(self) -> str:
        arrows = [
            f"    {s or '[*]'} --> {t.target}: {t.name}"
            for t in self.transitions
            if t.target is not None
            for s in sorted(t.source)
        ]
        return "\n".join(["stateDiagram-v2", *arrows])


def row(
    target: str | None,
    *source: str,
    name: str,
    by: Iterable[StrEnum],
    needs: Iterable[Guard] = (),
    asks: Any = None,
    tells: Iterable[StrEnum] = (),
    duty: bool = False,
    harm: bool = False,
    urgent: bool = False,
    quiet: bool = False,
) -> Transition:
    """A row as the rulebook writes it: target, sources, then who and on what conditions."""
    return Transition(
        name=name,
        source=frozenset(source),
        target=target,
        by=frozenset(by),
        needs=tuple(needs),
        asks=asks,
        tells=frozenset(tells),
        duty=duty,
        harm=harm,
        urgent=urgent,
        quiet=quiet,
    )


def born(target: str, **kw: Any) -> Transition:
    """How a thing of this kind comes to be."""
    return row(target, NEW, **kw)


def keep(*source: str, **kw: Any) -> Transition:
    """An edit: the state stays."""
    return row(None, *source, **kw)
