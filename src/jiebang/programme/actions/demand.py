"""Demands: drafted, recommended, accepted, screened, selected, their text agreed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from jiebang.engine.transparency import digest
from jiebang.platform.files import store
from jiebang.platform.lifecycle import Act, Machine, Reach, refuse
from jiebang.programme import queries
from jiebang.programme.actions.programme import STAFF
from jiebang.programme.models import Batch, Demand, DemandVersion
from jiebang.programme.queries.demand import facts, form_of
from jiebang.registry.queries import rows as registry
from jiebang.rulebook.demand import DEMAND, SELECT, State
from jiebang.rulebook.forms import Field, FormSpec, Option, Section
from jiebang.rulebook.roles import Role


def _select_form(d: Demand) -> FormSpec:
    """The kinds and fields to choose from are the edition's."""
    policy = queries.edition(d.batch.edition_id)
    listed = {"kind": policy.kinds, "field": policy.fields}
    fields = tuple(
        f if f.name not in listed else _with_options(f, listed[f.name]) for f in SELECT.fields
    )
    return FormSpec(SELECT.code, SELECT.title, (Section("all", "", fields),), SELECT.title_en)


def _with_options(field: Field, coded: tuple[Any, ...]) -> Field:
    return replace(field, options=tuple(Option(c.code, c.label, c.label_en) for c in coded))


def _deadline(d: Demand) -> datetime | None:
    if d.state in (State.DRAFT, State.RETURNED):
        return d.batch.collection_closes_at
    return d.batch.district_closes_at if d.state == State.SUBMITTED else None


demand = Machine(
    lifecycle=DEMAND,
    model=Demand,
    facts=facts,
    reach={
        **STAFF,
        Role.PUBLISHER: (Reach("member", "organisation_id"),),
        Role.DISTRICT: (Reach("district", "organisation__region_code"),),
    },
    title=lambda d: d.title or d.number or "—",
    related=("batch", "organisation"),
    told=("title", "number", "batch__collection_closes_at", "batch__district_closes_at"),
    parts=((DemandVersion, "demand"),),
    deadline=_deadline,
    forms={"save": form_of, "select": _select_form},
    drafts=frozenset({"save"}),
)


@demand.builder("start")
def _start(act: Act) -> Demand:
    """Locks the unit: two people of one company starting at once make one demand (R012)."""
    unit = registry.unit_locked(act.given["organisation"])
    batch = Batch.objects.get(pk=act.given["batch"])
    content = {"unit_name": unit.name, "unit_code": unit.code, "unit_district": unit.region}
    known = {"revenue_last_year": "revenue", "rnd_last_year": "rnd_last",
             "rnd_year_before": "rnd_before", "staff_count": "staff",
             "rnd_staff_count": "researchers"}  # fmt: skip
    content |= {k: unit.archive[v] for k, v in known.items() if unit.archive.get(v) is not None}
    return Demand(organisation=unit, batch=batch, content=content)


@demand.effect("save")
def _save(d: Demand, act: Act) -> dict[str, Any]:
    """What is known of the unit is not typed again and cannot differ (R005)."""
    given = {f.name: d.content.get(f.name) for f in form_of(d).fields if f.given}
    kept = {f.name: d.content.get(f.name) for f in form_of(d).fields if f.kind == "file"}
    d.content = {**act.given, **given, **kept}
    d.title = str(d.content.get("title") or "")[:200]
    return {"digest": digest(d.content)}


@demand.effect("attach")
def _attach(d: Demand, act: Act) -> dict[str, Any]:
    return attach(d, form_of(d), act, "demand")


@demand.effect("detach")
def _detach(d: Demand, act: Act) -> dict[str, Any]:
    return detach(d, form_of(d), act, "demand")


def attach(row: Any, form: FormSpec, act: Act, life: str) -> dict[str, Any]:
    """Adopt an uploaded file under one of the form's file questions."""
    purpose = str(act.given["field"])
    if purpose not in {f.name for f in form.fields if f.kind == "file"}:
        refuse("not_an_option", given=purpose)
    file = store.adopt(act.given["file"], life, str(row.pk), purpose, uploader=act.actor.id)
    row.content = {**row.content, purpose: [*(row.content.get(purpose) or []), str(file.id)]}
    return {"field": purpose, "sha256": file.sha256, "size": file.size}


def detach(row: Any, form: FormSpec, act: Act, life: str) -> dict[str, Any]:
    file = store.release(act.given["file"], life, str(row.pk), now=act.now)
    purpose = file.purpose
    kept = [f for f in row.content.get(purpose) or [] if f != str(file.id)]
    row.content = {**row.content, purpose: kept}
    return {"field": purpose, "sha256": file.sha256}


@demand.effect("submit", "supplement")
def _submit(d: Demand, act: Act) -> dict[str, Any]:
    """Keep what was submitted, give it a number, and store the promise as it was worded (R017)."""
    if not d.number:
        sequence = Demand.objects.filter(batch_id=d.batch_id).exclude(number="").count() + 1
        d.number = f"XQ{d.batch.year}{d.batch.number:02d}{sequence:04d}"
    content = form_of(d).clean(d.content).values
    d.content, d.title = content, content["title"]
    d.submitted_at = act.now
    d.promised_at, d.promised_by = act.now, act.actor.id
    d.promise_digest = digest(form_of(d)["promise"].help)
    number = d.versions.count() + 1
    DemandVersion.objects.create(demand=d, number=number, content=content, submitted_at=act.now,
                                 submitted_by=act.actor.id)  # fmt: skip
    return {"number": d.number, "version": number, "content": digest(content)}


@demand.effect("recommend")
def _recommend(d: Demand, act: Act) -> dict[str, Any]:
    given = act.given
    if not all(given[k] for k in ("credit_china", "enforcement", "company_credit")):
        refuse("credit_not_checked")
    d.recommendation = {**given, "by": act.actor.id, "at": act.now.isoformat()}
    return {"checked_on": given["checked_on"]}


@demand.effect("return_for_changes", "decline", "ask_supplement", "refuse", "withdraw",
               "put_in_reserve", "eliminate", "object_to_text")  # fmt: skip
def _say_why(d: Demand, act: Act) -> dict[str, Any]:
    """Every refusal keeps its reason, and the company is told it (R022)."""
    d.verdict = act.given["reason"]
    if act.name == "ask_supplement":
        d.supplements += 1
    if act.name == "object_to_text":
        d.text_digest = ""
    return {"reason": act.given["reason"]}


@demand.effect("screen_again")
def _screen_again(d: Demand, act: Act) -> dict[str, Any]:
    before, d.screening_score = d.screening_score, None
    return {"before": str(before)}


@demand.effect("record_screening", "correct_screening")
def _screening(d: Demand, act: Act) -> dict[str, Any]:
    d.screening_score = act.given["score"]
    return {"score": str(act.given["score"]), "panel": str(act.given["panel"])}


@demand.effect("record_visit")
def _visit(d: Demand, act: Act) -> dict[str, Any]:
    d.recommendation = {**d.recommendation, "visit": dict(act.given)}
    return {"visited_on": act.given["visited_on"]}


@demand.effect("select")
def _select(d: Demand, act: Act) -> dict[str, Any]:
    """The proposed text starts as what the company wrote, where it may be public."""
    given = act.given
    d.kind, d.field = given["kind"], given["field"]
    d.public_money, d.selection_reason = given["public_money"], given["reason"]
    d.text = {f.name: d.content.get(f.name) for f in form_of(d).fields if f.public}
    d.text["public_money"] = d.public_money
    return {"kind": d.kind, "field": d.field, "public_money": d.public_money,
            "reason": given["reason"]}  # fmt: skip


@demand.effect("propose_text")
def _propose(d: Demand, act: Act) -> dict[str, Any]:
    """The bureau's wording of the challenge; the company confirms exactly this digest (R025)."""
    form = form_of(d)
    public = {f.name for f in form.fields if f.public}
    given = {k: v for k, v in act.given.items() if k in public}
    cleaned = form.clean({**d.content, **d.text, **given}).values
    d.text = {k: cleaned[k] for k in sorted(public)} | {"public_money": d.public_money}
    d.text_digest = digest(d.text)
    return {"text": d.text_digest}


@demand.effect("confirm_text")
def _confirm(d: Demand, act: Act) -> dict[str, Any]:
    d.text_confirmed_at, d.text_confirmed_by = act.now, act.actor.id
    return {"text": d.text_digest}
