"""Reads about contracts, milestones, changes and ends before time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import CharField, QuerySet, UUIDField

from jiebang.delivery.models import Change, Contract, Milestone, Termination
from jiebang.delivery.queries import attached, taskbook
from jiebang.delivery.queries.attached import MilestoneRow, PaymentLine, RequestLine
from jiebang.delivery.queries.facts import policy
from jiebang.delivery.queries.rows import ABOVE, on_contract
from jiebang.delivery.queries.sight import contracts_of, contracts_seen, hanging, in_city
from jiebang.delivery.queries.tables import indicators_of
from jiebang.platform import reading
from jiebang.platform.accounts.actor import Actor
from jiebang.platform.accounts.queries import names
from jiebang.platform.documents import Document
from jiebang.platform.paging import Page, paged
from jiebang.rulebook.contract import Indicator, State, below_bid, revise_form
from jiebang.rulebook.forms import FormSpec, Option
from jiebang.rulebook.payment import Ratios, ratios
from jiebang.rulebook.roles import Role


@dataclass(frozen=True, slots=True)
class ContractRow:
    id: str
    number: str
    title: str
    year: int
    publisher: str
    lead: str
    public_money: int
    state: str
    sign_by_on: date
    end_on: date
    invented: bool


@dataclass(frozen=True, slots=True)
class PartyView:
    part: str
    name: str
    organisation_id: str
    task: str
    signs: bool
    signed_at: datetime | None
    signed_by: str


@dataclass(frozen=True, slots=True)
class ContractView:
    row: ContractRow
    version: int
    challenge_id: str
    bid_id: str
    award_id: str
    own_money: int
    matched_money: int
    ratios: Ratios
    start_on: date
    signed_at: datetime | None
    in_force_at: datetime | None
    acceptance_until_on: date | None
    indicators: tuple[Indicator, ...]
    lower: frozenset[str]
    plan: tuple[Mapping[str, Any], ...]
    tranches: tuple[Mapping[str, Any], ...]
    terms: Mapping[str, str]
    digest: str
    registration: Mapping[str, Any]
    supplements: tuple[Mapping[str, Any], ...]
    verdict: str
    parties: tuple[PartyView, ...]
    milestones: tuple[MilestoneRow, ...]
    payments: tuple[PaymentLine, ...]
    requests: tuple[RequestLine, ...]
    acceptances: tuple[tuple[str, str, datetime], ...]
    uses: tuple[tuple[str, str, str], ...]
    followups: tuple[tuple[str, int, date, str], ...]
    spent: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class MilestoneView:
    row: MilestoneRow
    version: int
    contract_id: str
    contract: str
    shown_by: str
    summary: str
    method: str
    values: tuple[Mapping[str, str], ...]
    opinion: Mapping[str, Any]
    verdicts: tuple[Mapping[str, Any], ...]
    rectify_until_on: date | None
    submitted_at: datetime | None


@dataclass(frozen=True, slots=True)
class ChangeView:
    id: str
    version: int
    contract_id: str
    contract: str
    state: str
    unit: str
    kind: str
    kind_label: str
    kind_label_en: str
    major: bool
    cause_on: date
    months: int
    new_value: str
    reason: str
    opinion: Mapping[str, Any]
    verdict: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class TerminationView:
    id: str
    version: int
    contract_id: str
    contract: str
    state: str
    unit: str
    kind: str
    reason: str
    settlement: Mapping[str, Any]
    to_return: int
    verdict: str
    asked_at: datetime


def contracts(
    actor: Actor, *, state: str = "", year: int = 0, number: int = 1
) -> Page[ContractRow]:
    rows = reading.narrow(Contract, *ABOVE, without=UNLISTED).filter(contracts_seen(actor))
    if state:
        rows = rows.filter(state=state)
    if year:
        rows = rows.filter(challenge__batch__year=year)
    return paged(rows.order_by("-created_at", "pk"), number, _row)


def contract(pk: str, actor: Actor) -> ContractView | None:
    if in_city(actor):
        found = reading.among(_whole(), pk)
    else:
        found = _one(pk, actor.scopes(Role.MEMBER), actor.scopes(Role.DISTRICT))
    return _view(found) if found else None


UNLISTED = ("text", "terms", "indicators", "milestones", "tranches", "registration", "supplements")


@reading.by_id
def _whole() -> QuerySet[Contract]:
    """A contract with what its page and its rules look at."""
    return reading.narrow(Contract, *ABOVE, without=("text",)).prefetch_related("parties")


_one = reading.by_id_among(
    lambda units, districts: _whole().filter(contracts_of(units, districts)),
    UUIDField(), CharField(),
)  # fmt: skip


def _row(c: Contract) -> ContractRow:
    return ContractRow(
        str(c.pk), c.number, c.title, c.challenge.batch.year, c.challenge.organisation.name,
        c.bid.lead.name, c.public_money, c.state, c.sign_by_on, c.end_on,
        c.challenge.organisation.invented,
    )  # fmt: skip


def _view(c: Contract) -> ContractView:
    rows = indicators_of(c)
    beside = reading.once(c, "beside", lambda: attached.beside(c))
    acceptances = tuple((x.id, x.state, x.at) for x in beside if x.life == "acceptance")
    return ContractView(
        row=_row(c), version=c.version, challenge_id=str(c.challenge_id), bid_id=str(c.bid_id),
        award_id=str(c.award_id), own_money=c.own_money, matched_money=c.matched_money,
        ratios=ratios(c.public_money, c.own_money, c.matched_money), start_on=c.start_on,
        signed_at=c.signed_at, in_force_at=c.in_force_at,
        acceptance_until_on=c.acceptance_until_on, indicators=rows,
        lower=frozenset(i.name for i in rows if below_bid(i)), plan=tuple(c.milestones),
        tranches=tuple(c.tranches), terms=c.terms, digest=c.digest, registration=c.registration,
        supplements=tuple(c.supplements), verdict=c.verdict, parties=_parties(c),
        milestones=attached.milestones(c), payments=attached.payments(c),
        requests=tuple(x for x in beside if x.life in ("change", "termination")),
        acceptances=acceptances,
        uses=tuple((x.id, x.kind, x.state) for x in beside if x.life == "use"),
        followups=attached.followups(c) if acceptances else (),
        spent=attached.spent(c) if c.in_force_at else {},
    )  # fmt: skip


def _parties(c: Contract) -> tuple[PartyView, ...]:
    found = sorted(c.parties.all(), key=lambda p: p.pk)
    people = names(p.signed_by for p in found if p.signed_by)
    return tuple(
        PartyView(p.part, p.name, str(p.organisation_id or ""), p.task, p.signs, p.signed_at,
                  people.get(p.signed_by, ""))
        for p in found
    )  # fmt: skip


def _milestone(m: Milestone) -> MilestoneRow:
    return MilestoneRow(str(m.pk), m.number, m.name, m.goal, m.due_on, m.state)


# Writing and printing --------------------------------------------------------------------------


def revising(pk: str) -> tuple[FormSpec, dict[str, Any], int]:
    """The form of one draft, what stands in it, and its version."""
    c = Contract.objects.get(pk=pk)
    values = {
        "start_on": c.start_on.isoformat(), "end_on": c.end_on.isoformat(),
        "own_money": c.own_money, "matched_money": c.matched_money,
        "indicators": [{**asdict(i), "target": with_unit(i.target, i.unit),
                        "bid": with_unit(i.bid, i.unit)} for i in indicators_of(c)],
        "milestones": c.milestones, **c.terms,
    }  # fmt: skip
    return revise_form(indicators_of(c)), values, c.version


def with_unit(text: str, unit: str) -> str:
    return f"{text} {unit}".strip() if text else ""


PAPERS = ("taskbook", "signatures", "supplement")


def paper(pk: str, kind: str, actor: Actor, *, number: int = 0) -> Document | None:
    """A printed paper of a contract; what was sent for signing is printed as it was sent."""
    rows = Contract.objects.filter(contracts_seen(actor), pk=pk)
    c = rows.select_related("challenge__batch", "challenge__organisation", "bid__lead").first()
    if c is None:
        return None
    if kind == "signatures":
        return taskbook.signature_record(c) if c.digest else None
    if kind == "supplement":
        entry = next((e for e in c.supplements if e["number"] == number), None)
        return taskbook.supplement(c, entry) if entry else None
    if c.state == State.DRAFT:
        return taskbook.document(taskbook.text_of(c), draft=True)
    return taskbook.document(c.text or taskbook.text_of(c))


def change_kinds(contract_id: str) -> tuple[Option, ...]:
    c = Contract.objects.select_related("challenge__batch").get(pk=contract_id)
    return tuple(Option(k.code, k.label, k.label_en) for k in policy(c.challenge).changes)


# What hangs on a contract ----------------------------------------------------------------------


def milestone(pk: str, actor: Actor) -> MilestoneView | None:
    m = reading.among(on_contract(Milestone).filter(hanging(actor)), pk)
    if m is None:
        return None
    people = names(v["by"] for v in [m.opinion, *m.verdicts] if v.get("by"))
    return MilestoneView(
        row=_milestone(m), version=m.version, contract_id=str(m.contract_id),
        contract=f"{m.contract.number} {m.contract.title}", shown_by=m.shown_by,
        summary=m.summary, method=m.method, values=tuple(m.values), opinion=m.opinion,
        verdicts=tuple({**v, "who": people.get(v.get("by"), "")} for v in m.verdicts),
        rectify_until_on=m.rectify_until_on, submitted_at=m.submitted_at,
    )  # fmt: skip


def submitting(pk: str) -> dict[str, Any]:
    """What the milestone's form starts with: the contract's indicators, or what was sent last."""
    m = Milestone.objects.select_related("contract").get(pk=pk)
    rows = m.values or [{"indicator": i.name, "value": "", "evidence": ""}
                        for i in indicators_of(m.contract)]  # fmt: skip
    return {"summary": m.summary, "method": m.method, "values": rows}


def change(pk: str, actor: Actor) -> ChangeView | None:
    rows = Change.objects.filter(hanging(actor), pk=pk)
    c = rows.select_related("contract__challenge__batch", "organisation").first()
    if c is None:
        return None
    kind = policy(c.contract.challenge).change(c.kind)
    return ChangeView(
        id=str(c.pk), version=c.version, contract_id=str(c.contract_id),
        contract=f"{c.contract.number} {c.contract.title}", state=c.state,
        unit=c.organisation.name, kind=c.kind, kind_label=kind.label, kind_label_en=kind.label_en,
        major=kind.major, cause_on=c.cause_on, months=c.months, new_value=c.new_value,
        reason=c.reason, opinion=c.opinion, verdict=c.verdict, asked_at=c.created_at,
    )  # fmt: skip


def termination(pk: str, actor: Actor) -> TerminationView | None:
    rows = Termination.objects.filter(hanging(actor), pk=pk)
    t = rows.select_related("contract", "organisation").first()
    if t is None:
        return None
    return TerminationView(
        id=str(t.pk), version=t.version, contract_id=str(t.contract_id),
        contract=f"{t.contract.number} {t.contract.title}", state=t.state,
        unit=t.organisation.name if t.organisation else "", kind=t.kind, reason=t.reason,
        settlement=t.settlement, to_return=t.to_return, verdict=t.verdict, asked_at=t.created_at,
    )  # fmt: skip


def may_ask(contract_id: str, actor: Actor) -> frozenset[str]:
    """As what somebody stands to a contract, for the births that are offered on its page."""
    c = reading.one(_whole(), contract_id)
    mine = actor.scopes(Role.MEMBER)
    roles = {Role.PUBLISHER: str(c.challenge.organisation_id), Role.LEAD: str(c.bid.lead_id)}
    found = {r for r, unit in roles.items() if unit in mine}
    if any(str(p.organisation_id) in mine for p in c.parties.all()):
        found.add(Role.PARTNER)
    return frozenset(found | {r for r in (Role.OFFICER,) if actor.holds(r)})


def contract_of(award_id: str, actor: Actor) -> str:
    """The contract of an award, for whoever may see it."""
    rows = Contract.objects.filter(contracts_seen(actor), award_id=award_id)
    pk = rows.values_list("pk", flat=True).first()
    return str(pk) if pk else ""
