"""The masking of a panel for those who look after it, and the files that experts get."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, Q, QuerySet, UUIDField

from jiebang.platform import reading
from jiebang.platform.accounts.actor import Actor
from jiebang.platform.files import queries as files
from jiebang.platform.files.queries import FileView
from jiebang.platform.paging import Page, paged
from jiebang.platform.prepared import Prepared
from jiebang.review.models import Attachment, Panel, PanelItem, Passage, Review
from jiebang.review.queries.facts import policy
from jiebang.review.queries.masking import neutral_name
from jiebang.review.queries.panels import phase_at, seen_by
from jiebang.rulebook import blind
from jiebang.rulebook.attachment import GIVEN, State
from jiebang.rulebook.review import LIVE
from jiebang.rulebook.roles import Role
from jiebang.rulebook.seat import State as SeatState

SIZE = 40  # passages on a page


@dataclass(frozen=True, slots=True)
class AttachmentView:
    """`name` is the bidder's own, empty for whoever sees only what experts see."""

    id: str
    number: int
    name: str
    state: str
    given: bool
    size: int
    masked: int
    doubtful: int
    leak: int | None
    flags: tuple[tuple[str, Mapping[str, Any]], ...]
    verdict: str
    original: str


@dataclass(frozen=True, slots=True)
class MaskedItem:
    code: str
    life: str
    subject_id: str
    masked: int
    doubtful: int
    leak: int | None
    attachments: tuple[AttachmentView, ...] = ()


@dataclass(frozen=True, slots=True)
class MaskingView:
    """`whole`: this viewer may see what was masked, too."""

    panel_id: str
    title: str
    state: str
    version: int
    whole: bool
    corrections: tuple[Mapping[str, Any], ...]
    corrected: int
    items: tuple[MaskedItem, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """`mark`: "" | masked | doubtful | doubt; `kind` and `probability` say why."""

    text: str
    mark: str = ""
    kind: str = ""
    probability: float = 0.0
    original: str = ""


@dataclass(frozen=True, slots=True)
class PassageView:
    number: int
    place: str
    place_en: str
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """Files of a panel: all, those still to be masked, those that wait for a decision."""

    files: int
    waiting: int
    held: int


@dataclass(frozen=True, slots=True)
class GivenFile:
    """A file as an expert gets it."""

    id: str
    name: str
    size: int
    state: str
    given: bool
    flags: tuple[tuple[str, Mapping[str, Any]], ...]


def progress(panel_id: str) -> Progress:
    rows = Attachment.objects.filter(item__panel_id=panel_id).order_by().aggregate(
        files=Count("pk"), waiting=Count("pk", filter=Q(state=State.WAITING)),
        held=Count("pk", filter=Q(state=State.HELD)),
    )  # fmt: skip
    return Progress(**rows)


def _seen(pk: str, actor: Actor) -> tuple[Panel | None, frozenset[str]]:
    p = reading.among(reading.narrow(Panel, "batch__edition", without=("verdict",)), pk)
    seen = seen_by(actor, p) if p and policy(p).blind else blind.NOTHING
    return (p, seen) if {"masks", "masked"} & seen else (None, seen)


def masking_of(pk: str, actor: Actor) -> MaskingView | None:
    """What was masked in a panel, for whom may look after it."""
    p, seen = _seen(pk, actor)
    if p is None:
        return None
    whole = "masks" in seen
    found: dict[int, list[AttachmentView]] = {}
    for a in Attachment.objects.filter(item__panel=p).order_by("item_id", "number"):
        found.setdefault(a.item_id, []).append(_attachment(a, whole))
    items = PanelItem.objects.filter(panel=p).order_by("code")
    columns = ("code", "life", "subject_id", "masked", "doubtful", "leak", "pk")
    return MaskingView(
        str(p.pk), p.title, p.state, p.version, whole, tuple(p.masks) if whole else (),
        len(p.masks), tuple(MaskedItem(*row, tuple(found.get(pk, ())))
                            for *row, pk in items.values_list(*columns)),
    )  # fmt: skip


def _attachment(a: Attachment, whole: bool) -> AttachmentView:
    return AttachmentView(
        id=str(a.pk), number=a.number, name=a.name if whole else "", state=a.state,
        given=a.state in GIVEN, size=a.size, masked=a.masked, doubtful=a.doubtful, leak=a.leak,
        flags=_flags(a), verdict=a.verdict if whole else "",
        original=str(a.source) if whole else "",
    )  # fmt: skip


def _flags(a: Attachment) -> tuple[tuple[str, Mapping[str, Any]], ...]:
    return tuple((code, params) for code, params, _stops in a.flags)


def passages(pk: str, code: str, number: int, actor: Actor, *, every: bool = False,
             page: int = 1) -> Page[PassageView] | None:  # fmt: skip
    """The texts of an item's form (`number` 0) or of one of its files, what is doubtful first;
    those that masking left alone only when `every` is asked for."""
    p, seen = _seen(pk, actor)
    if p is None:
        return None
    rows = Passage.objects.filter(item__panel=p, item__code=code)
    rows = rows.filter(attachment__number=number) if number else rows.filter(attachment=None)
    rows = rows.order_by("number") if every else rows.filter(weight__gt=0).order_by(
        "-weight", "number"
    )  # fmt: skip
    whole = "masks" in seen
    return paged(rows, page, lambda row: _passage(row, whole), size=SIZE)


def _passage(row: Passage, whole: bool) -> PassageView:
    """A place in a file may carry a name (of a sheet): left out, with all that was masked, for
    whoever sees only what experts see."""
    place = row.place if whole or "!" not in row.place else row.place.rpartition("!")[2]
    found = passage(row.number, place, row.place_en, row.text, row.masks, row.doubts)
    if whole:
        return found
    bare = tuple(replace(piece, original="") for piece in found.after)
    return replace(found, before=(), after=bare)


def passage(number: int, place: str, place_en: str, text: str, masks: Iterable[Sequence[Any]],
            doubts: Iterable[Sequence[Any]]) -> PassageView:  # fmt: skip
    """Before and after in the same pieces."""
    after = _pieces(text, masks, doubts)
    before = tuple(replace(p, text=p.original or p.text, original="") for p in after)
    return PassageView(number, place, place_en, before, after)


def _pieces(text: str, masks: Iterable[Sequence[Any]],
            doubts: Iterable[Sequence[Any]]) -> tuple[Piece, ...]:  # fmt: skip
    """The text cut at its masks and doubts, as experts read it."""
    marks: list[tuple[int, int, Piece]] = []
    for start, end, kind, placeholder, doubtful in masks:
        mark = "doubtful" if doubtful else "masked"
        marks.append((start, end, Piece(placeholder, mark, kind, 0.0, text[start:end])))
    for start, end, kind, probability in doubts:
        marks.append((start, end, Piece(text[start:end], "doubt", kind, probability)))
    found, done = [], 0
    for start, end, piece in sorted(marks, key=lambda m: m[:2]):
        if start >= done:
            found += [Piece(text[done:start]), piece]
            done = end
    return tuple(p for p in (*found, Piece(text[done:])) if p.text)


def masked_copy(pk: str, attachment_id: str, actor: Actor) -> tuple[FileView, str] | None:
    """What experts get, for whoever looks after the masking: the file and its name."""
    p, _ = _seen(pk, actor)
    a = Attachment.objects.filter(item__panel=p, pk=attachment_id, state__in=GIVEN) if p else None
    found = a.select_related("item").first() if a is not None else None
    return _given(found) if found else None


def panel_of_attachment(pk: str) -> str | None:
    rows = Attachment.objects.filter(pk=pk).values_list("item__panel_id", flat=True)
    found = rows.first()
    return str(found) if found else None


def _given(a: Attachment) -> tuple[FileView, str] | None:
    stored = files.get(a.given)
    return (stored, f"{neutral_name(a.item.code, a.number)}{a.suffix}") if stored else None


# -- for the expert ---------------------------------------------------------------------------


def given_files(review_id: str, actor: Actor) -> tuple[GivenFile, ...]:
    """The files beside an own score sheet, while they may be read."""
    return tuple(
        GivenFile(str(a.pk), f"{neutral_name(a.item.code, a.number)}{a.suffix}", a.size, a.state,
                  a.state in GIVEN, _flags(a) if a.state == State.MASKED else ())
        for a in _of_review(review_id, actor)
    )  # fmt: skip


def given_file(review_id: str, attachment_id: str,
               actor: Actor) -> tuple[FileView, str, str] | None:  # fmt: skip
    """(file, its neutral name, id of the panel)."""
    a = _of_review(review_id, actor).filter(pk=attachment_id, state__in=GIVEN).first()
    found = _given(a) if a else None
    return (*found, str(a.item.panel_id)) if a and found else None


_sheet = Prepared(
    lambda pk: Review.objects.filter(
        pk=pk, state__in=LIVE, seat__state=SeatState.ACCEPTED
    ).values_list("item_id", "item__life", "seat__panel__state", "seat__expert_id"),
    UUIDField(),
)


def _of_review(review_id: str, actor: Actor) -> QuerySet[Attachment]:
    """An expert reads what lies beside a sheet that counts, on a seat that is held, until the
    panel closes."""
    rows = _sheet(review_id)
    found = next((r for r in rows if actor.holds(Role.EXPERT, str(r[3]))), None)
    seen = blind.NOTHING
    if found:
        seen = blind.visible(found[1], Role.EXPERT, phase_at(found[2]), own=True)
    if found is None or "attachments" not in seen:
        return Attachment.objects.none()
    return Attachment.objects.filter(item_id=found[0]).select_related("item").order_by("number")


def review_digests(item: PanelItem) -> list[str]:
    """Digests of the files an expert was given with an item."""
    rows = Attachment.objects.filter(item=item, state__in=GIVEN).order_by("number")
    return list(rows.values_list("given_sha256", flat=True))
