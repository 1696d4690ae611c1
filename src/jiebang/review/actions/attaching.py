"""Files for experts: taken in with the panel, masked in the background, decided on by officers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from jiebang.platform import tasks
from jiebang.platform.accounts.actor import CLOCK
from jiebang.platform.files import queries as files
from jiebang.platform.files import store
from jiebang.platform.lifecycle import Act, Machine, Reach, refuse
from jiebang.review.models import Attachment, Panel, PanelItem, Passage
from jiebang.review.queries.masking import (
    Text,
    corrections_digest,
    neutral_name,
    roster_of,
    still_named,
)
from jiebang.rulebook.attachment import ATTACHMENT, MADE_BY_MACHINE, Facts, State
from jiebang.rulebook.panel import State as PanelState
from jiebang.rulebook.roles import Role

MASK = "jiebang.review.tasks.mask_file"
AT_ONCE = 500  # passages written in one statement


def _held(now: Any) -> Q:
    return Q(state=State.HELD) & ~Q(item__panel__state=PanelState.CLOSED)


attachment = Machine(
    lifecycle=ATTACHMENT,
    model=Attachment,
    facts=lambda a, now: Facts(panel_open=a.item.panel.state != PanelState.CLOSED),
    reach={r: (Reach(r),) for r in (Role.OFFICER, Role.SUPERVISOR, Role.CLOCK)},
    title=lambda a: f"{neutral_name(a.item.code, a.number)} {a.item.panel.title}",
    related=("item__panel",),
    told=("item__code", "number", "item__panel__title"),
    ready=dict.fromkeys(("withhold", "redact", "release"), _held),
)


@attachment.builder("take_in")
def _take_in(act: Act) -> Attachment:
    return Attachment(**act.given)


def take_in(item: PanelItem, wanted: Iterable[str], act: Act) -> None:
    """The files of one item, as they were handed in."""
    known = [f for f in map(files.get, wanted) if f is not None]
    for number, f in enumerate(known, 1):
        attachment.create("take_in", actor=CLOCK, now=act.now, item=item, number=number,
                          source=f.id, name=f.name, mime=f.mime)  # fmt: skip


def mask_all(p: Panel) -> None:
    """Every file that waits is put on the queue, each by itself: one that breaks the worker holds
    up no other."""
    waiting = Attachment.objects.filter(item__panel=p, state=State.WAITING)
    for pk in waiting.order_by("item_id", "number").values_list("pk", flat=True):
        tasks.enqueue(MASK, str(pk))


def mask_anew(p: Panel, act: Act) -> None:
    """The corrections have changed: what the machine made rests on the old ones."""
    made = Attachment.objects.filter(item__panel=p, state__in=MADE_BY_MACHINE)
    for pk in made.order_by("pk").values_list("pk", flat=True):
        attachment.perform(pk, "mask_again", actor=CLOCK, now=act.now)


def keep_texts(item: PanelItem, attachment_: Attachment | None, texts: Iterable[Text]) -> None:
    """What masking did to each passage takes the place of what it did before."""
    Passage.objects.filter(item=item, attachment=attachment_).delete()
    rows = [
        Passage(item=item, attachment=attachment_, number=n, place=t.place, place_en=t.place_en,
                text=t.text, masks=t.masks, doubts=t.doubts, weight=t.weight)
        for n, t in enumerate(texts)
    ]  # fmt: skip
    Passage.objects.bulk_create(rows, batch_size=AT_ONCE)


@attachment.effect("mask", "hold")
def _made(a: Attachment, act: Act) -> dict[str, Any]:
    """Given: made (MaskedFile), and the stored file where there is one."""
    made = act.given["made"]
    if made.corrections != corrections_digest(a.item.panel):
        refuse("masks_changed")
    a.flags = [list(f) for f in made.flags]
    a.masked = sum(len(t.masks) for t in made.texts)
    a.doubtful = sum(t.doubtful for t in made.texts)
    a.leak, a.corrections = made.leak, made.corrections
    keep_texts(a.item, a, made.texts)
    recorded = {"flags": [code for code, _, _ in made.flags], "corrections": made.corrections}
    if act.name == "mask":
        _give(a, act.given["file"], made.suffix)
        recorded |= {"sha256": a.given_sha256, "masked": a.masked, "leak": made.leak}
    return recorded


def _give(a: Attachment, file_id: Any, suffix: str, *, uploader: int | None = None) -> None:
    f = store.adopt(file_id, "attachment", a.pk, "given", uploader=uploader)
    a.given, a.given_sha256, a.size, a.suffix = f.id, f.sha256, f.size, suffix


def _suffix(name: str) -> str:
    return f".{name.rpartition('.')[2].lower()}"[:12] if "." in name else ""


@attachment.effect("mask_again", "take_back", "withhold")
def _take(a: Attachment, act: Act) -> dict[str, Any]:
    """Nothing is given now. What the machine made can be made again; what people gave is kept."""
    before = a.given_sha256
    if a.state == State.MASKED and a.given:
        store.release(a.given, "attachment", a.pk, now=act.now)
    a.given, a.given_sha256, a.size = None, "", 0
    a.verdict = act.given.get("reason") or ""
    if act.name != "withhold":
        tasks.enqueue(MASK, str(a.pk))
    return {"before": before, "reason": a.verdict}


@attachment.effect("redact")
def _redact(a: Attachment, act: Act) -> dict[str, Any]:
    """A person's own version. One that still names somebody is refused."""
    ids = [i for i in act.given["file"] or [] if i]
    if len(ids) != 1:
        refuse("one_file_wanted", have=len(ids))
    found = files.get(ids[0])
    if found is None:
        refuse("file_missing")
    with store.opened(found.id) as stream:
        names = still_named(stream.read(), roster_of(a.item))
    if names:
        refuse("still_named", names=names)
    _take(a, act)
    _give(a, ids[0], _suffix(found.name), uploader=act.actor.id)
    return {"sha256": a.given_sha256, "reason": a.verdict}


@attachment.effect("release")
def _release(a: Attachment, act: Act) -> dict[str, Any]:
    """As it was handed in, under a neutral name."""
    f = files.get(a.source)
    if f is None:
        refuse("file_missing")
    f.opening.or_raise()
    _take(a, act)
    a.given, a.given_sha256, a.size, a.suffix = f.id, f.sha256, f.size, _suffix(f.name)
    return {"sha256": f.sha256, "reason": a.verdict}
