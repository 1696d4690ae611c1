"""A round of a draw read back: what was committed to, who was drawn, who is next.

Plain and by fit have different records; here both answer the same questions. Experts who were named
instead of drawn have no record and no reserves.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.db.models import QuerySet

from jiebang import __version__
from jiebang.engine import draw as engine
from jiebang.engine.draw import AnySource
from jiebang.engine.draw import fit as by_fit
from jiebang.engine.draw.certificate import broken_rules
from jiebang.engine.draw.fit.record import read_input, read_solution
from jiebang.engine.transparency import digest
from jiebang.review.models import DrawRound, DrawSecret, Panel
from jiebang.review.queries.facts import edition, policy
from jiebang.rulebook import drawing, fitting
from jiebang.rulebook.ceremony import NUMBER
from jiebang.rulebook.drawing import Terms

NOT_YET = engine.Source(NUMBER, "0" * 64)  # stands for the sources when only the pool is asked


def terms_of(p: Panel) -> Terms:
    """What holds for the next round of this panel."""
    return Terms.from_data(p.terms) if p.terms else drawing.usual(policy(p))


def terms_at(p: Panel, d: DrawRound) -> Terms:
    return Terms.from_data(d.terms) if d.terms else drawing.usual(policy(p))


def item_name(p: Panel) -> str:
    """How a panel is called in what is published of its draw."""
    return called(p.pk)


def called(panel: object) -> str:
    return f"panel:{panel}"


# -- panels drawn together --------------------------------------------------------------------


def riders(d: DrawRound) -> list[DrawRound]:
    """The rounds of the panels that are drawn along with this one, once it is kept."""
    if d.pk is None:
        return []
    rows = DrawRound.objects.filter(lead=d.pk).select_related("panel__batch__edition")
    return list(rows.order_by("panel__title", "panel"))


def secrets(d: DrawRound) -> QuerySet[DrawSecret]:
    """Sealed for this round, wherever its ceremony is held."""
    held = d.lead or d
    return DrawSecret.objects.filter(panel=held.panel_id, round=held.number)


def transcript_of(d: DrawRound) -> str:
    """Of a draw by fit there is one for all panels."""
    return d.transcript or (d.lead.transcript if d.lead else "")


def announcement_of(d: DrawRound) -> str:
    return d.announcement or (d.lead.announcement if d.lead else "")


# -- what is committed to ---------------------------------------------------------------------


def plain_input(
    p: Panel, d: DrawRound, sources: Sequence[AnySource], previous: Sequence[str] = ()
) -> engine.DrawInput:
    """Those who may be drawn, by pseudonym, with what the rules ask about them and no more: who is
    the only one of a field could be known by it. Who may not be drawn, and why, is for supervision
    only and is covered by the digest of the pool, which stands beside."""
    rules = drawing.rules(terms_at(p, d))
    return engine.DrawInput(
        subject=item_name(p), round=d.number,
        candidates=tuple(
            engine.Candidate(
                c["code"], c["unit"], c["away"],
                drawing.strata(c["kind"], c.get("fields", ()), official=c.get("official", False),
                               rules=rules),
            )
            for c in d.candidates if not c["reasons"]
        ),
        exclusions=(), rules=rules, sources=tuple(sources),
        previous=tuple(previous), beside=beside(d),
    )  # fmt: skip


def beside(*rounds: DrawRound) -> tuple[tuple[str, str], ...]:
    """What is committed to besides: each whole pool with its reasons, the paths of all conflicts
    that the rules found in it, and the program."""
    rows = [("program", f"jiebang {__version__}")]
    for d in rounds:
        name = called(d.panel_id)
        rows += [(f"{name} pool", d.pool_digest), (f"{name} paths", under_key(d.salt, d.conflicts))]
    return tuple(rows)


def under_key(salt: str, rows: Iterable[Mapping[str, Any]]) -> str:
    """Fixes what is for supervision only. Under the round's key: nobody finds out by trying what it
    is the digest of, nor whether there is anything at all."""
    return digest({"key": salt, "rows": list(rows)})


def as_frozen(d: DrawRound, frozen: engine.DrawInput | by_fit.Announcement) -> bool:
    """Whether what was announced is what lies here: its commitment, and each pool."""
    told = dict(frozen.beside if isinstance(frozen, engine.DrawInput) else frozen.frozen.beside)
    return frozen.commitment() == d.commitment and all(
        told[f"{called(r.panel_id)} pool"] == r.pool_digest == under_key(r.salt, r.candidates)
        for r in ([d, *riders(d)] if d.mode == "fit" and d.lead is None else [d])
    )  # fmt: skip


def wanted(p: Panel, terms: Terms, candidates: Iterable[dict[str, Any]]) -> fitting.Wanted:
    """A panel as a draw by fit sees it."""
    people = tuple(
        fitting.Person(c["code"], c["unit"], c["kind"], c["away"], c.get("official", False),
                       c.get("fit", 0))
        for c in candidates if not c["reasons"]
    )  # fmt: skip
    return fitting.Wanted(item_name(p), terms, people)


def fit_problem(p: Panel, d: DrawRound) -> fitting.Problem:
    """Of the panels that one round draws."""
    rules = edition(p).draw
    rounds = [d, *riders(d)]
    return fitting.problem([wanted(x.panel, terms_at(x.panel, x), x.candidates) for x in rounds],
                           rules, rules.fit_cap)  # fmt: skip


def infeasible(p: Panel, d: DrawRound) -> list[drawing.Cause]:
    """Why no panel can be seated from a pool; empty when one can."""
    if d.mode == "fit":
        answer = fitting.solved(fit_problem(p, d))
        return answer if isinstance(answer, list) else []
    found = engine.check_feasible(plain_input(p, d, (NOT_YET,)))
    return drawing.causes(found) if found else []


def read_plain(text: str) -> engine.DrawInput:
    """The published input of a round at random."""
    return engine.read_input(json.loads(text))


def read_announcement(text: str) -> by_fit.Announcement:
    """The published lines of a round by fit. ValueError or TypeError for anything else."""
    rows = [json.loads(line) for line in text.splitlines()]
    end = 1 + rows[0]["candidates"] + rows[0]["items"]
    frozen = read_input(rows[0], rows[1:end])
    return by_fit.announce(frozen, read_solution(frozen.instance, rows[end:]))


# -- what was drawn ---------------------------------------------------------------------------


class Drawn(Protocol):
    @property
    def panel(self) -> tuple[str, ...]: ...

    @property
    def reserves(self) -> tuple[str, ...]: ...

    @property
    def order(self) -> tuple[str, ...]:
        """Everybody who may be called, in published order."""
        ...

    @property
    def seats(self) -> int: ...

    @property
    def commit(self) -> str: ...

    def next(self, occupied: Collection[str], declined: Collection[str]) -> str | None:
        """Who takes the next open seat; None when nobody can."""
        ...

    def faults(self) -> Iterator[str]:
        """What does not follow from the commitment and the secrets."""
        ...

    def unbalanced(self, sitting: Collection[str]) -> bool:
        """Whether people who sit break the terms."""
        ...


@dataclass(frozen=True)
class Plain:
    record: engine.Transcript

    @property
    def panel(self) -> tuple[str, ...]:
        return self.record.panel

    @property
    def reserves(self) -> tuple[str, ...]:
        return self.record.reserves

    @property
    def order(self) -> tuple[str, ...]:
        return self.record.order

    @property
    def seats(self) -> int:
        return self.record.input.rules.seats

    @property
    def commit(self) -> str:
        return self.record.commit

    def next(self, occupied: Collection[str], declined: Collection[str]) -> str | None:
        found = engine.next_reserve(self.record, occupied=occupied, declined=declined)
        return None if isinstance(found, engine.Infeasible) else found

    def faults(self) -> Iterator[str]:
        yield from engine.check(self.record)

    def unbalanced(self, sitting: Collection[str]) -> bool:
        """Quotas of kinds and officials may wait for a reserve; seats and units never. Whoever sits
        and was no candidate is counted for the seats alone: nothing else is known of them."""
        by_id = {c.id: c for c in self.record.input.eligible()}
        rules = self.record.input.rules
        known = [by_id[s] for s in sitting if s in by_id]
        full = len(known) >= rules.seats
        faults = broken_rules(known, rules)
        return len(sitting) > rules.seats or any(
            f.startswith("unit") or (full and f.startswith("away")) for f in faults
        )


@dataclass(frozen=True)
class Fit:
    record: by_fit.FitTranscript
    item: str

    @property
    def drawn(self) -> by_fit.Panel:
        (found,) = (x for x in self.record.panels if x.item == self.item)
        return found

    @property
    def panel(self) -> tuple[str, ...]:
        return self.drawn.seated

    @property
    def reserves(self) -> tuple[str, ...]:
        return self.drawn.reserves

    @property
    def order(self) -> tuple[str, ...]:
        return (*self.panel, *self.reserves)

    @property
    def seats(self) -> int:
        return len(self.panel)

    @property
    def commit(self) -> str:
        return self.record.announced.commitment()

    def classes(self) -> dict[str, str]:
        frozen = self.record.announced.frozen
        level = frozen.instance.levels[frozen.class_level]
        groups = level.group_of.tolist()
        names = frozen.instance.candidate_names
        return {code: level.names[g] for code, g in zip(names, groups, strict=True)}

    def room(self) -> dict[str, int]:
        classes = self.record.announced.frozen.classes
        return {c.group: c.seats for c in classes if c.item == self.item}

    def next(self, occupied: Collection[str], declined: Collection[str]) -> str | None:
        """The first in published order whose kind has an open seat."""
        of, room = self.classes(), Counter(self.room())
        room.subtract(of[c] for c in occupied)
        for code in (*self.panel, *self.reserves):
            if code not in occupied and code not in declined and room[of[code]] > 0:
                return code
        return None

    def faults(self) -> Iterator[str]:
        yield from by_fit.check_fit(self.record)

    def unbalanced(self, sitting: Collection[str]) -> bool:
        of, room = self.classes(), self.room()
        have = Counter(of[c] for c in sitting if c in of)
        drawn = {*self.panel, *self.reserves}
        return any(n > room[k] for k, n in have.items()) or not drawn.issuperset(sitting)


@dataclass(frozen=True)
class Named:
    """Experts who were chosen and approved."""

    panel: tuple[str, ...]
    reserves: tuple[str, ...] = ()
    commit: str = ""

    @property
    def order(self) -> tuple[str, ...]:
        return self.panel

    @property
    def seats(self) -> int:
        return len(self.panel)

    def next(self, occupied: Collection[str], declined: Collection[str]) -> str | None:
        return None

    def faults(self) -> Iterator[str]:
        return iter(())

    def unbalanced(self, sitting: Collection[str]) -> bool:
        return not set(self.panel).issuperset(sitting)


def drawn(d: DrawRound) -> Drawn:
    """ValueError for a record that cannot be read."""
    if d.mode == "fixed":
        return Named(tuple(json.loads(d.transcript)["named"]))
    if d.mode == "fit":
        whole = by_fit.FitTranscript.from_text(transcript_of(d))
        return Fit(whole, called(d.panel_id))
    return Plain(engine.Transcript.from_json(d.transcript))
