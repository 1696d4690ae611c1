"""Convening a panel, preparing its material, closing it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from jiebang.engine.text import Organisation, Person, Roster, mask
from jiebang.platform.accounts.actor import CLOCK
from jiebang.platform.lifecycle import Act, refuse
from jiebang.programme import actions as programme_actions
from jiebang.programme import queries as programme
from jiebang.programme.actions.programme import moment
from jiebang.programme.queries import subjects
from jiebang.programme.queries.subjects import Subject
from jiebang.registry import queries as registry
from jiebang.review.actions.invitations import schedule
from jiebang.review.actions.machines import panel
from jiebang.review.models import Panel, PanelItem
from jiebang.review.queries.facts import policy
from jiebang.rulebook import blind
from jiebang.rulebook.panel import Item, PanelKind
from jiebang.rulebook.panel import State as PanelState


@panel.builder("convene")
def _convene(act: Act) -> Panel:
    """Given: kind, batch, subject_life, subject_id, title, field, items (rulebook.panel.Item).
    An officer who convenes a screening names the batch, and the field when not all."""
    given = dict(act.given)
    if "items" not in given:
        given = _screening(given)
    items: list[Item] = given.pop("items")
    made = Panel(
        kind=given["kind"], batch_id=given["batch"], subject_life=given["subject_life"],
        subject_id=str(given["subject_id"]), title=given["title"][:200],
        field=given.get("field") or "",
    )  # fmt: skip
    made.born_with = items
    return made


@panel.effect("convene")
def _take_items(p: Panel, act: Act) -> dict[str, Any]:
    """Codes follow a shuffle that nobody chose and everybody can repeat: by digest of the ids."""
    shuffled = sorted(p.born_with, key=lambda i: hashlib.sha256(f"{p.pk}{i.id}".encode()).digest())
    PanelItem.objects.bulk_create(
        PanelItem(
            panel=p, code=code_of(n), life=i.life, subject_id=i.id, title=i.title[:200],
            units=list(i.units), people=list(i.people), organisations=list(i.organisations),
            unsuitable=list(i.unsuitable), sections=i.sections, submitted_at=i.submitted_at,
        )
        for n, i in enumerate(shuffled)
    )  # fmt: skip
    return {"kind": p.kind, "items": len(shuffled), "subject": f"{p.subject_life}:{p.subject_id}"}


def code_of(n: int) -> str:
    """A-01 … A-99, B-01 …"""
    return f"{chr(ord('A') + n // 99)}-{n % 99 + 1:02d}"


def item_of(life: str, s: Subject, *, blinded: bool) -> Item:
    """A bid or a demand as the panel gets it."""
    names = registry.unit_names(s.own_units)
    units = [(names[u].name, names[u].others) for u in s.own_units if u in names]
    roster = blind.roster(s.values, units)
    return Item(
        life=life, id=s.id, title=s.title, units=s.units,
        sections=blind.reading(s.spec, s.values, blind=blinded),
        people=tuple(p.name for p in roster.people),
        organisations=tuple((o.name, tuple(o.aliases)) for o in roster.organisations),
        unsuitable=blind.unsuitable_in(s.values), submitted_at=s.submitted_at,
    )  # fmt: skip


def _screening(given: dict[str, Any]) -> dict[str, Any]:
    batch, field = str(given["batch"]), given.get("field") or ""
    blinded = programme.edition_of(batch).panels[PanelKind.SCREENING].blind
    found = [s for s in subjects.demand_subjects(batch, field) if not at_panel(s.id)]
    words = programme.edition_of(batch)
    label = words.field(field).label if field else ""
    return {
        "kind": PanelKind.SCREENING, "batch": batch, "subject_life": "batch", "subject_id": batch,
        "title": " ".join(x for x in (programme.batch(batch).title, label) if x), "field": field,
        "items": [item_of("demand", s, blinded=blinded) for s in found],
    }  # fmt: skip


def at_panel(subject_id: str) -> bool:
    """Whether a panel is at work on it already."""
    going = PanelItem.objects.filter(subject_id=subject_id)
    return going.exclude(panel__state=PanelState.CLOSED).exists()


@programme_actions.challenge.effect("start_review")
def _start_review(c: Any, act: Act) -> dict[str, Any]:
    """The bureau starts the review of a challenge: its panel is convened in the same breath."""
    batch, field, title = subjects.challenge_batch(str(c.pk))
    blinded = programme.edition_of(batch).panels[PanelKind.BID].blind
    items = [item_of("bid", s, blinded=blinded) for s in subjects.bid_subjects(str(c.pk))]
    made = panel.create(
        "convene", actor=CLOCK, now=act.now, kind=PanelKind.BID, batch=batch,
        subject_life="challenge", subject_id=str(c.pk), title=title, field=field, items=items,
    )  # fmt: skip
    return {"panel": str(made.pk)}


@programme_actions.challenge.effect("rank")
def _ranked(c: Any, act: Act) -> dict[str, Any]:
    return {"panel": act.given["panel"], "ranking": act.given["ranking"]}


@panel.effect("prepare", "adjust_masks")
def _mask(p: Panel, act: Act) -> dict[str, Any]:
    """Experts read the masked snapshot and nothing else (R077)."""
    if act.name == "adjust_masks":
        p.masks = act.given["masks"]
    blinded = policy(p).blind
    count = 0
    for item in p.items.all():
        item.snapshot, item.masked = _snapshot(item, p.masks, blinded)
        item.save(update_fields=["snapshot", "masked"])
        count += item.masked
    return {"masked": count}


def _snapshot(item: PanelItem, extra: Iterable[Any], blinded: bool) -> tuple[list[Any], int]:
    if not blinded:
        return item.sections, 0
    roster = Roster(
        tuple(Person(name) for name in item.people),
        tuple(Organisation(name, tuple(aliases)) for name, aliases in item.organisations),
    )
    count = 0

    def hide(text: str) -> str:
        nonlocal count
        done = mask(text, roster)
        count += len(done.masks)
        shown = done.text
        for more in extra:
            count += shown.count(more["text"])
            shown = shown.replace(more["text"], more.get("shown") or "〔已遮盖〕")
        return shown

    return blind.masked(item.sections, hide), count


@panel.effect("extend")
def _extend(p: Panel, act: Act) -> dict[str, Any]:
    before, after = p.due_at, moment(act.given["due_at"])
    if before is not None and after <= before:
        refuse("deadline_not_later", at=before.isoformat())
    schedule(p, after)
    return {"before": before.isoformat() if before else None, "after": after.isoformat()}
