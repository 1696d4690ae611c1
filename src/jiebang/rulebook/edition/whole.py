"""The edition as one thing, and the checks that look at more than one value of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from jiebang.rulebook.forms import FormSpec

from . import leaves as read
from . import model as m
from .conflicts import Conflicts
from .drawing import Draw
from .form import forms
from .hearings import Defence
from .limits import Gate, gates
from .scores import Beside, Signals


class HasCode(Protocol):
    @property
    def code(self) -> str: ...


C = TypeVar("C", bound=HasCode)
SOURCES = ("public", "verify", "default")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a value comes from: a public fact of a year, well known but not seen in the original
    text, or the platform's own default (平台默认值)."""

    source: str
    year: int | None = None


DEFAULT = Origin("default")


@dataclass(frozen=True, kw_only=True)
class Edition:
    code: str = read.text(pattern=r"[a-z0-9]+(-[a-z0-9]+)*", limit=60)
    version: int = read.whole(1, 100_000)
    title: str = read.text()
    title_en: str = read.text()
    year: int = read.whole(2015, 2100)
    city: m.City = read.one(m.City)
    bureau: m.Bureau = read.one(m.Bureau)
    basis: tuple[m.Basis, ...] = read.many(m.Basis, least=1, key="title")
    kinds: tuple[m.ChallengeKind, ...] = read.many(m.ChallengeKind, least=1)
    fields: tuple[m.Coded, ...] = read.many(m.Coded, least=1)
    districts: tuple[m.District, ...] = read.many(m.District, least=1)
    collection: m.Collection = read.one(m.Collection)
    gates: tuple[Gate, ...] = gates()
    forms: Mapping[str, FormSpec] = forms()
    tables: Mapping[str, m.Table] = read.named(m.Table, *m.PANELS, more=True)
    table_uses: tuple[m.TableUse, ...] = read.many(m.TableUse, key="")
    panels: Mapping[str, m.Panel] = read.named(m.Panel, *m.PANELS)
    draw: Draw = read.one(Draw)
    experts: m.Experts = read.one(m.Experts)
    conflicts: Conflicts = read.one(Conflicts)
    fees: m.Fees = read.one(m.Fees)
    aggregation: m.Aggregation = read.one(m.Aggregation)
    defence: Defence = read.one(Defence)
    beside: Beside = read.one(Beside)
    signals: Signals = read.one(Signals)
    consortium: m.Consortium = read.one(m.Consortium)
    bidding: m.Bidding = read.one(m.Bidding)
    opinion: m.Opinion = read.one(m.Opinion)
    notice: m.Notice = read.one(m.Notice)
    contract: m.Contract = read.one(m.Contract)
    project_roles: tuple[m.ProjectRole, ...] = read.many(m.ProjectRole, least=1)
    funding: m.Funding = read.one(m.Funding)
    tranches: tuple[m.Tranche, ...] = read.many(m.Tranche, least=1, most=20)
    milestones: m.Milestones = read.one(m.Milestones)
    changes: tuple[m.ChangeKind, ...] = read.many(m.ChangeKind, least=1)
    acceptance: m.Acceptance = read.one(m.Acceptance)
    followup: m.Followup = read.one(m.Followup)
    integrity: m.Integrity = read.one(m.Integrity)
    publicity: m.Publicity = read.one(m.Publicity)
    statistics: m.Statistics = read.one(m.Statistics)
    holidays_source: str = read.text()
    origins: Mapping[str, Origin] = field(default_factory=dict)
    document: Mapping[str, Any] = field(default_factory=dict, repr=False)  # resolved, plain, frozen

    def __hash__(self) -> int:
        return hash((self.code, self.version))

    def origin(self, path: str) -> Origin:
        """The mark on this value, or on the nearest section above it that has one."""
        while path:
            if path in self.origins:
                return self.origins[path]
            path = path.rpartition(".")[0]
        return DEFAULT

    def table_for(self, stage: str, *, kind: str = "", field: str = "") -> str:
        """The code of the table by which this is scored (R076): the most specific use named, else
        the usual one of the stage."""
        found = [u for u in self.table_uses if u.covers(stage, kind, field)]
        return max(found, key=lambda u: u.named).table if found else stage

    def tables_of(self, stage: str) -> tuple[str, ...]:
        """The codes of all tables a stage may score by, the usual one first."""
        return tuple(dict.fromkeys((stage, *(u.table for u in self.table_uses
                                             if u.stage == stage))))  # fmt: skip

    def kind(self, code: str) -> m.ChallengeKind:
        return _named(self.kinds, code)

    def field(self, code: str) -> m.Coded:
        return _named(self.fields, code)

    def district(self, code: str) -> m.District:
        return _named(self.districts, code)

    def gate(self, code: str) -> Gate:
        return _named(self.gates, code)

    def change(self, code: str) -> m.ChangeKind:
        return _named(self.changes, code)


def _named(items: tuple[C, ...], code: str) -> C:
    for item in items:
        if item.code == code:
            return item
    raise KeyError(code)
