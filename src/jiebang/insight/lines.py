"""The records behind each figure: one line a record, with what it adds. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from jiebang.rulebook.challenge import State as ChallengeState
from jiebang.rulebook.contract import State as ContractState

RUNNING = frozenset(
    {ChallengeState.PUBLISHED, ChallengeState.CLOSED, ChallengeState.IN_REVIEW,
     ChallengeState.RANKED}
)  # fmt: skip
STANDING = RUNNING | {ChallengeState.AWARDED}


class Line(NamedTuple):
    """`amount` of `whole` is what the record adds; `note` is a code, `text` is as recorded."""

    life: str
    id: str
    title: str
    text: str = ""
    note: str = ""
    state: str = ""
    amount: int = 1
    whole: int = 1
    year: int = 0
    field: str = ""
    district: str = ""
    bank: str = ""
    invented: bool = False


_made = tuple.__new__  # thousands of lines a page: all of it at once, without the names


@dataclass(frozen=True)
class Rows:
    """What was read for a span; see the `figures` and `span` queries of the modules below."""

    challenges: Sequence[Any] = ()
    bids: Sequence[Any] = ()
    winners: Sequence[Any] = ()
    contracts: Sequence[Any] = ()
    parties: Sequence[Any] = ()
    payments: Sequence[Any] = ()
    spendings: Sequence[Any] = ()
    credits: Sequence[Any] = ()
    uses: Sequence[Any] = ()
    panels: Sequence[Any] = ()

    @cached_property
    def by_id(self) -> dict[str, Any]:
        return {c.id: c for c in self.challenges}

    @cached_property
    def parties_of(self) -> dict[str, list[Any]]:
        return _grouped(self.parties)

    @cached_property
    def credits_of(self) -> dict[str, list[Any]]:
        return _grouped(self.credits)

    @cached_property
    def paid_of(self) -> dict[str, list[Any]]:
        return _grouped(self.payments)

    @cached_property
    def in_force(self) -> list[Any]:
        return [k for k in self.contracts if k.in_force]

    @cached_property
    def levering(self) -> list[tuple[Any, bool, int, int]]:
        return list(_levered(self))


def _grouped(found: Iterable[Any]) -> dict[str, list[Any]]:
    by: dict[str, list[Any]] = {}
    for one in found:
        by.setdefault(one.challenge_id, []).append(one)
    return by


def merged(lines: Sequence[Line]) -> Line:
    """Several lines on one record: amounts added, texts told one after the other."""
    texts = "；".join(dict.fromkeys(line.text for line in lines if line.text))
    if len(lines) == 1:
        return lines[0]
    return lines[0]._replace(text=texts, amount=sum(line.amount for line in lines),
                             whole=sum(line.whole for line in lines))  # fmt: skip


def _line(rows: Rows, challenge_id: str, life: str, pk: str, title: str, *, text: str = "",
          note: str = "", state: str = "", amount: int = 1, whole: int = 1, bank: str = "",
          invented: bool | None = None) -> Line:  # fmt: skip
    c = rows.by_id[challenge_id]
    shown = c.invented if invented is None else invented
    return _made(Line, (life, pk, title, text, note, state, amount, whole, c.year, c.field,
                        c.district, bank, shown))  # fmt: skip


def _challenge(c: Any, *, amount: int = 1, whole: int = 1, note: str = "") -> Line:
    return _made(Line, ("challenge", c.id, c.title, c.publisher, note, c.state, amount, whole,
                        c.year, c.field, c.district, "", c.invented))  # fmt: skip


def _contract(rows: Rows, k: Any, **more: Any) -> Line:
    title = f"{k.number} {k.title}"
    return _line(rows, k.challenge_id, "contract", k.id, title, state=k.state, **more)


def challenges(rows: Rows) -> list[Line]:
    return [_challenge(c) for c in rows.challenges]


def public_money(rows: Rows) -> list[Line]:
    return [_challenge(c, amount=c.public_money) for c in rows.challenges]


def void(rows: Rows) -> list[Line]:
    return [_challenge(c) for c in rows.challenges if c.state == ChallengeState.FAILED]


def success(rows: Rows) -> list[Line]:
    won = ChallengeState.AWARDED
    return [
        _challenge(c, amount=int(c.state == won))
        for c in rows.challenges if c.state not in RUNNING
    ]  # fmt: skip


def _levered(rows: Rows) -> Iterator[tuple[Any, bool, int, int]]:
    """(contract or challenge, is it a contract, market money, public money). What a contract in
    force says goes before what its challenge promised; one given up takes the promise away."""
    said = set()
    for k in rows.contracts:
        if k.in_force and k.state != ContractState.GIVEN_UP:
            yield k, True, k.own_money + k.matched_money, k.public_money
        if k.in_force or k.state == ContractState.GIVEN_UP:
            said.add(k.challenge_id)
    for c in rows.challenges:
        if c.id not in said and c.state in STANDING:
            yield c, False, c.total - c.public_money, c.public_money


def _lever(rows: Rows, thing: Any, amount: int, whole: int, *, contract: bool) -> Line:
    if contract:
        return _contract(rows, thing, amount=amount, whole=whole, note="by_contract")
    return _challenge(thing, amount=amount, whole=whole, note="by_challenge")


def levered(rows: Rows) -> list[Line]:
    return [_lever(rows, t, market, 1, contract=k) for t, k, market, _public in rows.levering]


def levered_total(rows: Rows) -> list[Line]:
    return [_lever(rows, t, m + public, 1, contract=k) for t, k, m, public in rows.levering]


def leverage(rows: Rows) -> list[Line]:
    return [_lever(rows, t, m, public, contract=k) for t, k, m, public in rows.levering]


def _credits(rows: Rows, attribute: str) -> list[Line]:
    lines = (
        _line(rows, c.challenge_id, "credit", c.id, f"{c.bank} → {c.unit}", state=c.state,
              text=rows.by_id[c.challenge_id].title, amount=getattr(c, attribute), bank=c.bank)
        for c in rows.credits
    )  # fmt: skip
    return [line for line in lines if line.amount]


def credit_offered(rows: Rows) -> list[Line]:
    return _credits(rows, "offered")


def credit_approved(rows: Rows) -> list[Line]:
    return _credits(rows, "approved")


def credit_drawn(rows: Rows) -> list[Line]:
    return _credits(rows, "drawn")


def consortia(rows: Rows) -> list[Line]:
    units: dict[str, list[str]] = {}
    for p in rows.parties:
        units.setdefault(p.contract_id, []).append(p.name)
    return [
        _contract(rows, k, text="、".join(dict.fromkeys(units.get(k.id, ()))))
        for k in rows.in_force
    ]


def units(kind: str) -> Callable[[Rows], list[Line]]:
    return lambda rows: _units(rows, [p for p in rows.parties if p.kind == kind])


def leading_companies(rows: Rows) -> list[Line]:
    return _units(rows, [p for p in rows.parties if p.leading and p.kind == "company"])


def _units(rows: Rows, parties: Iterable[Any]) -> list[Line]:
    """A line for each contract a unit takes part in; the same unit is counted once."""
    return [
        _line(rows, p.challenge_id, "organisation", p.organisation_id, p.name,
              text=rows.by_id[p.challenge_id].title, invented=p.invented)
        for p in parties
    ]  # fmt: skip


def public_paid(rows: Rows) -> list[Line]:
    return [
        _line(rows, p.challenge_id, "payment", p.id, f"{p.contract} {p.label}", amount=p.amount,
              note="public", text=p.paid_on.isoformat() if p.paid_on else "")
        for p in rows.payments
    ]  # fmt: skip


def rnd_funds(rows: Rows) -> list[Line]:
    return public_paid(rows) + [
        _line(rows, s.challenge_id, "spending", s.id, f"{s.contract} {s.unit}", amount=s.amount,
              note=s.source, text=s.until_on.isoformat())
        for s in rows.spendings
    ]  # fmt: skip


def rnd_contracted(rows: Rows) -> list[Line]:
    return [
        _contract(rows, k, amount=k.public_money + k.own_money + k.matched_money)
        for k in rows.in_force
    ]


def breakthroughs(rows: Rows) -> list[Line]:
    used = {u.contract_id for u in rows.uses}
    return [
        _contract(rows, k)
        for k in rows.in_force if k.state == ContractState.COMPLETED and k.id in used
    ]  # fmt: skip


def uses(rows: Rows) -> list[Line]:
    return [
        _line(rows, u.challenge_id, "use", u.id, u.title, text=f"{u.place}，{u.since_on}")
        for u in rows.uses
    ]


def cross_region(rows: Rows) -> list[Line]:
    return [
        _line(rows, w.challenge_id, "bid", w.bid_id, w.lead, text=rows.by_id[w.challenge_id].title,
              amount=int(w.abroad or w.province != rows.by_id[w.challenge_id].province))
        for w in rows.winners
    ]  # fmt: skip


def cross_region_bids(rows: Rows) -> list[Line]:
    return [
        _challenge(rows.by_id[b.challenge_id], amount=b.elsewhere, whole=b.handed_in)
        for b in rows.bids
    ]


def _panel(rows: Rows, p: Any) -> Line:
    """A panel on bids lies in its challenge's district; others in none."""
    home = rows.by_id.get(p.subject_id)
    return Line("panel", p.id, p.title, note=p.kind, state=p.state, amount=int(p.fixed),
                year=p.year, field=p.field, district=home.district if home else "",
                invented=home is not None and home.invented)  # fmt: skip


def fixed_choices(rows: Rows) -> list[Line]:
    return [_panel(rows, p) for p in rows.panels if p.fixed]


def fixed_choice_share(rows: Rows) -> list[Line]:
    return [_panel(rows, p) for p in rows.panels]
