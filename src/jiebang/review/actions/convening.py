"""Convening a panel, preparing its material, closing it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from jiebang.engine.similarity.grouping import groups
from jiebang.engine.transparency import canonical
from jiebang.platform.accounts.actor import CLOCK
from jiebang.platform.lifecycle import Act, refuse
from jiebang.programme import actions as programme_actions
from jiebang.programme import queries as programme
from jiebang.programme.actions.programme import moment
from jiebang.programme.queries import subjects
from jiebang.programme.queries.subjects import Subject
from jiebang.review.actions import attaching
from jiebang.review.actions.invitations import schedule
from jiebang.review.actions.machines import panel
from jiebang.review.models import Panel, PanelItem
from jiebang.review.queries import masking
from jiebang.review.queries.facts import policy
from jiebang.review.queries.fits import prose
from jiebang.rulebook import blind
from jiebang.rulebook.panel import Item, PanelKind
from jiebang.rulebook.panel import State as PanelState
from jiebang.rulebook.roles import Role


@panel.builder("convene")
def _convene(act: Act) -> Panel:
    """Given: kind, batch, subject_life, subject_id, title, field, items (rulebook.panel.Item) and
    the code of the score table.
    An officer who convenes a screening names the batch, and the field when not all."""
    given = dict(act.given)
    if "items" not in given:
        given = _screening(given)
    items: list[Item] = given.pop("items")
    beside = given.pop("beside", ())
    made = Panel(
        kind=given["kind"], batch_id=given["batch"], subject_life=given["subject_life"],
        subject_id=str(given["subject_id"]), title=given["title"][:200],
        field=given.get("field") or "", score_table=given["table"],
    )  # fmt: skip
    made.born_with, made.born_beside = items, beside
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
    return {"kind": p.kind, "items": len(shuffled), "subject": f"{p.subject_life}:{p.subject_id}",
            "table": p.score_table}  # fmt: skip


def code_of(n: int) -> str:
    """A-01 … A-99, B-01 …"""
    return f"{chr(ord('A') + n // 99)}-{n % 99 + 1:02d}"


def item_of(life: str, s: Subject, *, blinded: bool) -> Item:
    """A bid or a demand as the panel gets it."""
    roster = masking.roster_for(s)
    return Item(
        life=life, id=s.id, title=s.title, units=s.units,
        sections=blind.reading(s.spec, s.values, blind=blinded),
        people=tuple(p.name for p in roster.people),
        organisations=tuple((o.name, tuple(o.aliases)) for o in roster.organisations),
        unsuitable=blind.unsuitable_in(s.values), submitted_at=s.submitted_at,
        files=blind.files_in(s.spec, s.values) if blinded else (),
    )  # fmt: skip


def _screening(given: dict[str, Any]) -> dict[str, Any]:
    batch, field = str(given["batch"]), given.get("field") or ""
    blinded = programme.edition_of(batch).panels[PanelKind.SCREENING].blind
    found = [s for s in subjects.demand_subjects(batch, field) if not at_panel(s.id)]
    words = programme.edition_of(batch)
    label = words.field(field).label if field else ""
    title = " ".join(x for x in (programme.batch(batch).title, label) if x)
    by_table: dict[str, list[Item]] = {}
    for s in found:
        kind, of = (s.values.get(k) or "" for k in ("kind", "field"))
        table = words.table_for(PanelKind.SCREENING, kind=kind, field=of)
        by_table.setdefault(table, []).append(item_of("demand", s, blinded=blinded))
    most = words.panels[PanelKind.SCREENING].items_max
    made = [(t, part) for t, items in by_table.items() for part in _in_groups(items, most)]
    made = made or [(str(PanelKind.SCREENING), [])]
    several = len(made) > 1
    first, *rest = [(f"{title} 第{n}组" if several else title, *one)
                    for n, one in enumerate(made, 1)]  # fmt: skip
    return {
        "kind": PanelKind.SCREENING, "batch": batch, "subject_life": "batch", "subject_id": batch,
        "title": first[0], "field": field, "table": first[1], "items": first[2], "beside": rest,
    }  # fmt: skip


def _in_groups(items: list[Item], most: int) -> list[list[Item]]:
    """Like items together, no group larger than a panel should hold; one table each (R076)."""
    if len(items) <= most:
        return [items]
    by_id = {i.id: i for i in items}
    texts = [(i.id, "\n".join((i.title, i.title, *prose(i.sections)))) for i in items]
    return [[by_id[pk] for pk in ids] for ids in groups(texts, most)]


def at_panel(subject_id: str) -> bool:
    """Whether a panel is at work on it already."""
    going = PanelItem.objects.filter(subject_id=subject_id)
    return going.exclude(panel__state=PanelState.CLOSED).exists()


@programme_actions.challenge.effect("start_review")
def _start_review(c: Any, act: Act) -> dict[str, Any]:
    """The bureau starts the review of a challenge: its panel is convened in the same breath."""
    batch, field, title = subjects.challenge_batch(str(c.pk))
    rules = programme.edition_of(batch)
    blinded = rules.panels[PanelKind.BID].blind
    table = rules.table_for(PanelKind.BID, kind=subjects.challenge_kind(str(c.pk)), field=field)
    items = [item_of("bid", s, blinded=blinded) for s in subjects.bid_subjects(str(c.pk))]
    made = panel.create(
        "convene", actor=CLOCK, now=act.now, kind=PanelKind.BID, batch=batch,
        subject_life="challenge", subject_id=str(c.pk), title=title, field=field, table=table,
        items=items,
    )  # fmt: skip
    return {"panel": str(made.pk)}


@programme_actions.challenge.effect("rank")
def _ranked(c: Any, act: Act) -> dict[str, Any]:
    return {"panel": act.given["panel"], "ranking": act.given["ranking"]}


@panel.effect("convene")
def _take_files(p: Panel, act: Act) -> None:
    items = {i.subject_id: i for i in p.items.all()}
    for i in p.born_with:
        attaching.take_in(items[i.id], i.files, act)


@panel.effect("convene", "prepare")
def _mask(p: Panel, act: Act) -> dict[str, Any]:
    """Experts read the masked snapshot and nothing else (R077). Files take longer: they follow."""
    attaching.mask_all(p)
    return {"masked": mask_forms(p, p.items.filter(snapshot=[]))}


@panel.effect("adjust_masks", "drop_mask")
def _adjust(p: Panel, act: Act) -> dict[str, Any]:
    """A correction holds for the forms and the files of all items, which are masked anew; the last
    on a text counts. What a mask hides is for officers to judge: whoever sees only the masked text
    cannot unmask."""
    given = dict(act.given)
    if given.get("action") == "show" and not act.actor.holds(Role.OFFICER):
        refuse("unmask_sees_original")
    kept = [m for m in p.masks if m["text"] != given["text"]]
    if act.name == "drop_mask" and len(kept) == len(p.masks):
        refuse("correction_unknown")
    p.masks = kept if act.name == "drop_mask" else [*kept, given]
    attaching.mask_anew(p, act)
    return {"masked": mask_forms(p, p.items.all()), "corrections": canonical(p.masks).decode(),
            "count": len(p.masks)}  # fmt: skip


def mask_forms(p: Panel, items: Iterable[PanelItem]) -> int:
    corrections, count = masking.corrections_of(p.masks), 0
    for item in items:
        if policy(p).blind:
            done = masking.masked_form(item.sections, masking.roster_of(item), corrections)
            item.snapshot, item.masked, item.leak = done.sections, done.masked, done.leak
            item.doubtful = sum(t.doubtful for t in done.texts)
            attaching.keep_texts(item, None, done.texts)
        else:
            item.snapshot = item.sections
        item.save(update_fields=["snapshot", "masked", "doubtful", "leak"])
        count += item.masked
    return count


@panel.effect("extend")
def _extend(p: Panel, act: Act) -> dict[str, Any]:
    before, after = p.due_at, moment(act.given["due_at"])
    if before is not None and after <= before:
        refuse("deadline_not_later", at=before.isoformat())
    schedule(p, after)
    return {"before": before.isoformat() if before else None, "after": after.isoformat()}
