"""Figures of a span of years, read from the modules below and computed at once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from jiebang.delivery.queries import span as delivery
from jiebang.insight.figures import FIGURES, Counted, counted
from jiebang.insight.lines import Rows
from jiebang.platform.accounts.actor import Actor
from jiebang.programme.queries import figures as programme
from jiebang.programme.queries.span import Span
from jiebang.review.queries import figures as review
from jiebang.rulebook.roles import STAFF

YEARS = re.compile(r"(\d{4})(?:[-–](\d{4}))?")


@dataclass(frozen=True, slots=True)
class Filter:
    """Nothing named: all of it. `bank` is a bank's name and narrows credit only."""

    years: tuple[int, ...] = ()
    field: str = ""
    district: str = ""
    bank: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """Codes → (中文, English), from the editions of the years that were asked for."""

    years: tuple[int, ...]
    fields: dict[str, tuple[str, str]]
    districts: dict[str, tuple[str, str]]
    posts: dict[str, tuple[str, str]]


def parse_years(text: str) -> tuple[int, ...]:
    """2023 or 2021-2022; () for anything else."""
    found = YEARS.fullmatch(text.strip())
    if not found:
        return ()
    first, last = int(found[1]), int(found[2] or found[1])
    return tuple(range(first, last + 1)) if first <= last <= first + 50 else ()


def years_text(years: Sequence[int]) -> str:
    if not years:
        return ""
    return str(years[0]) if len(years) == 1 else f"{min(years)}-{max(years)}"


def words(years: Sequence[int] = ()) -> Words:
    """The newest wording wins within the span; then what other years know."""
    governing = programme.policies()
    inside = [e for year, e in governing if not years or year in years]
    outside = [e for _, e in governing if e not in inside]
    told: dict[str, dict[str, tuple[str, str]]] = {}
    for name in ("fields", "districts", "project_roles"):
        told[name] = {}
        for e in (*inside, *outside):
            for coded in getattr(e, name):
                told[name].setdefault(coded.code, (coded.label, coded.label_en))
    years_known = tuple(dict.fromkeys(y for y, _ in governing))
    return Words(years_known, told["fields"], told["districts"], told["project_roles"])


class Read(Rows):
    """Each table is read when a figure asks for it: one statement each, however long the span."""

    def __init__(self, wanted: Filter) -> None:
        span = Span(wanted.years, field=wanted.field, district=wanted.district)
        kept = {"_wanted": wanted, "span": span}
        self.__dict__.update(kept)
        self.challenges  # noqa: B018 -- read always: every other row is placed by its challenge

    challenges = cached_property(lambda r: programme.challenge_facts(r.span))
    bids = cached_property(lambda r: programme.bid_facts(r.span))
    winners = cached_property(lambda r: programme.winner_facts(r.span))
    contracts = cached_property(lambda r: delivery.contracts(r.span))
    parties = cached_property(lambda r: delivery.parties(r.span))
    payments = cached_property(lambda r: delivery.payments(r.span))
    spendings = cached_property(lambda r: delivery.spendings(r.span))
    uses = cached_property(lambda r: delivery.uses(r.span))

    @cached_property
    def panels(self) -> list[review.PanelFact]:
        """With a district named, those on the bids of its challenges."""
        found = review.panel_facts(self._wanted.years, field=self._wanted.field)
        return [p for p in found if not self._wanted.district or p.subject_id in self.by_id]

    @cached_property
    def credits(self) -> list[delivery.CreditFact]:
        bank = self._wanted.bank
        return [c for c in delivery.credits(self.span) if bank in ("", c.bank)]


def figures(wanted: Filter, codes: Sequence[str] = ()) -> dict[str, Counted]:
    return counted(Read(wanted), codes)


def sees_all(actor: Actor) -> bool:
    return bool(actor.roles & STAFF)


def visible(actor: Actor) -> tuple[str, ...]:
    """Codes of the figures this viewer may see."""
    return tuple(code for code, f in FIGURES.items() if not f.closed or sees_all(actor))
