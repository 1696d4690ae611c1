"""Reads about acceptance, results in use, and the years after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone

from jiebang.delivery.models import Acceptance, Contract, Followup, Use
from jiebang.delivery.queries.contracts import with_unit
from jiebang.delivery.queries.facts import policy
from jiebang.delivery.queries.sight import contracts_seen, hanging
from jiebang.delivery.queries.tables import comparison, indicators_of
from jiebang.platform.accounts.actor import Actor
from jiebang.platform.documents import (
    Column,
    Document,
    KeyValues,
    Paragraph,
    Party,
    Signatures,
    Table,
)
from jiebang.platform.paging import SIZE, Page, paged
from jiebang.review import queries as review
from jiebang.rulebook.acceptance import OVER, Compared, State, advice
from jiebang.rulebook.followup import UseState


@dataclass(frozen=True, slots=True)
class AcceptanceRow:
    id: str
    contract_id: str
    contract: str
    title: str
    year: int
    publisher: str
    lead: str
    share: int
    state: str
    asked_at: datetime
    decided_at: datetime | None
    invented: bool


@dataclass(frozen=True, slots=True)
class AcceptanceView:
    row: AcceptanceRow
    version: int
    rows: tuple[Compared, ...]
    checked: bool
    advice: str
    pass_share: int
    discuss_share: int
    papers: tuple[str, ...]
    summary: str
    public_spent: int
    total_spent: int
    opinion: Mapping[str, Any]
    panels: tuple[tuple[str, str], ...]
    panel_result: Mapping[str, Any]
    panel_closed_at: datetime | None
    rectifications: int
    rectify_until_on: date | None
    verdict: str
    diligence: str
    certificate: str


@dataclass(frozen=True, slots=True)
class UseView:
    id: str
    version: int
    contract_id: str
    project: str
    title: str
    place: str
    since_on: date
    effect: str
    first_of_kind: bool
    publisher: str
    lead: str
    year: int
    field: str
    state: str
    verdict: str
    invented: bool


@dataclass(frozen=True, slots=True)
class FollowupView:
    id: str
    version: int
    contract_id: str
    contract: str
    number: int
    due_on: date
    state: str
    report: Mapping[str, Any]
    verdict: str


RELATED = ("contract__challenge__batch", "contract__challenge__organisation", "contract__bid__lead")


def acceptances(actor: Actor, *, state: str = "", number: int = 1) -> Page[AcceptanceRow]:
    rows = Acceptance.objects.filter(hanging(actor)).select_related(*RELATED)
    if state:
        rows = rows.filter(state=state)
    return paged(rows.order_by("-created_at", "pk"), number, _row)


def public_results(*, number: int = 1) -> Page[AcceptanceRow]:
    """What came of acceptances, for everybody (R122)."""
    rows = Acceptance.objects.filter(state__in=OVER).select_related(*RELATED)
    return paged(rows.order_by("-decided_at", "pk"), number, _row)


def acceptance(pk: str, actor: Actor) -> AcceptanceView | None:
    a = Acceptance.objects.filter(hanging(actor), pk=pk).select_related(*RELATED).first()
    if a is None:
        return None
    rule = policy(a.contract.challenge).acceptance
    return AcceptanceView(
        row=_row(a),
        version=a.version,
        rows=comparison(a),
        checked=bool(a.checked),
        advice=advice(a.share, rule.pass_share, rule.discuss_share),
        pass_share=rule.pass_share,
        discuss_share=rule.discuss_share,
        papers=tuple(a.papers),
        summary=a.summary,
        public_spent=a.public_spent,
        total_spent=a.total_spent,
        opinion=a.opinion,
        panels=tuple((i, s) for i, _, s in review.panels_on(str(a.pk))),
        panel_result=a.panel_result,
        panel_closed_at=a.panel_closed_at,
        rectifications=a.rectifications,
        rectify_until_on=a.rectify_until_on,
        verdict=a.verdict,
        diligence=a.diligence,
        certificate=a.certificate,
    )


def _row(a: Acceptance) -> AcceptanceRow:
    c = a.contract
    return AcceptanceRow(
        str(a.pk),
        str(c.pk),
        c.number,
        c.title,
        c.challenge.batch.year,
        c.challenge.organisation.name,
        c.bid.lead.name,
        a.share,
        a.state,
        a.created_at,
        a.decided_at,
        c.challenge.organisation.invented,
    )


def asking(contract_id: str) -> dict[str, Any]:
    """What the request starts with: a row for each indicator of the contract."""
    return {"results": _lines(Contract.objects.get(pk=contract_id), [])}


def asking_again(pk: str) -> dict[str, Any]:
    a = Acceptance.objects.select_related("contract").get(pk=pk)
    return {
        "results": _lines(a.contract, a.checked or a.results),
        "papers": a.papers,
        "summary": a.summary,
        "public_spent": a.public_spent,
        "total_spent": a.total_spent,
    }


def finding(pk: str) -> dict[str, Any]:
    a = Acceptance.objects.select_related("contract").get(pk=pk)
    return {"checked": _lines(a.contract, a.checked or a.results)}


def _lines(c: Contract, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {**(rows[n] if n < len(rows) else {}), "name": i.name, "target": with_unit(i.value, i.unit)}
        for n, i in enumerate(indicators_of(c))
    ]


def certificate(pk: str, actor: Actor) -> Document | None:
    """验收证书: for the units of a project that passed."""
    a = Acceptance.objects.filter(hanging(actor), pk=pk, state=State.PASSED)
    a = a.select_related(*RELATED).first()
    if a is None:
        return None
    c, edition = a.contract, policy(a.contract.challenge)
    on = timezone.localdate(a.decided_at)
    return Document(
        title="项目验收证书",
        number=a.certificate,
        style="form",
        on=on,
        blocks=(
            KeyValues(
                (
                    ("项目名称", c.title),
                    ("任务书编号", c.number),
                    ("发榜方", c.challenge.organisation.name),
                    ("揭榜方", c.bid.lead.name),
                    ("实施期限", f"{c.start_on} 至 {c.end_on}"),
                    ("指标综合完成率", f"{a.share}%"),
                )
            ),
            _reached(a),
            Paragraph(f"经验收组评审，{edition.bureau.name}审定，该项目通过验收。"),
            Signatures((Party(edition.bureau.name),), on=on),
        ),
    )


def _reached(a: Acceptance) -> Table:
    columns = (
        Column("指标", 2),
        Column("任务书指标值", 1.4),
        Column("完成值", 1.4),
        Column("完成情况"),
    )
    rows = tuple(
        (
            r.name,
            with_unit(r.target, r.unit),
            r.done,
            "达到" if r.reached else "—" if r.percent is None else f"{r.percent}%",
        )
        for r in comparison(a)
    )
    return Table(columns, rows)


# Results in use --------------------------------------------------------------------------------


SHOWN_OF_USE = (  # what `_use` reads: a public list carries nothing beside
    "version", "title", "place", "since_on", "effect", "first_of_kind", "state", "verdict",
    "contract__title", "contract__challenge__field", "contract__challenge__batch__year",
    "contract__challenge__organisation__name", "contract__challenge__organisation__invented",
    "contract__bid__lead__name",
)  # fmt: skip


def uses(*, number: int = 1, year: int = 0, size: int = SIZE) -> Page[UseView]:
    """What the city can show to everybody."""
    rows = Use.objects.filter(state=UseState.PUBLISHED).select_related(*RELATED)
    if year:
        rows = rows.filter(contract__challenge__batch__year=year)
    rows = rows.only(*SHOWN_OF_USE).order_by("-since_on", "pk")
    return paged(rows, number, _use, size=size)


def use(pk: str, actor: Actor) -> UseView | None:
    rows = Use.objects.filter(Q(state=UseState.PUBLISHED) | hanging_use(actor), pk=pk)
    found = rows.select_related(*RELATED).first()
    return _use(found) if found else None


def hanging_use(actor: Actor) -> Q:
    return Q(contract__in=Contract.objects.filter(contracts_seen(actor)).values("pk"))


def _use(u: Use) -> UseView:
    c = u.contract
    return UseView(
        str(u.pk),
        u.version,
        str(c.pk),
        c.title,
        u.title,
        u.place,
        u.since_on,
        u.effect,
        u.first_of_kind,
        c.challenge.organisation.name,
        c.bid.lead.name,
        c.challenge.batch.year,
        c.challenge.field,
        u.state,
        u.verdict,
        c.challenge.organisation.invented,
    )


def correcting(pk: str) -> dict[str, Any]:
    u = Use.objects.get(pk=pk)
    return {
        "title": u.title,
        "place": u.place,
        "since_on": u.since_on.isoformat(),
        "effect": u.effect,
        "first_of_kind": u.first_of_kind,
    }


def followup(pk: str, actor: Actor) -> FollowupView | None:
    f = Followup.objects.filter(hanging(actor), pk=pk).select_related("contract").first()
    if f is None:
        return None
    return FollowupView(
        str(f.pk),
        f.version,
        str(f.contract_id),
        f"{f.contract.number} {f.contract.title}",
        f.number,
        f.due_on,
        f.state,
        f.report,
        f.verdict,
    )
