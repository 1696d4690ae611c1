"""What a panel signs, as documents: score sheets, and the opinion of a panel that meets (R085)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from jiebang.platform.documents import (
    Column,
    Document,
    Heading,
    KeyValues,
    Note,
    Paragraph,
    Party,
    Signatures,
    Table,
)
from jiebang.review.queries import BallotView, OpinionView, ReviewView
from jiebang.rulebook.edition.model import Table as Criteria
from jiebang.web.review import texts
from jiebang.web.templatetags.jiebang import cn_datetime
from jiebang.web.wording import STATES, words


def document(r: ReviewView) -> Document:
    who = r.expert or _("Expert %(number)s") % {"number": r.number}
    notes = [Note(_("Digest of the sheet and of the text that was reviewed: %(digest)s")
                  % {"digest": r.digest})]  # fmt: skip
    if r.confirmation:
        asked = _("Asked to look again, the expert stands by the score:")
        notes.insert(0, Note(f"{asked} {r.confirmation}"))
    facts = ((_("Subject"), r.panel), (_("Item under review"), r.code), (_("Expert"), who),
             (_("Signed at"), cn_datetime(r.signed_at)))  # fmt: skip
    return _sheet(r.table, r.values, r.total, facts, who, r.signed_at, tuple(notes), r.code)


def second_document(b: BallotView) -> Document:
    """The sheet that was sealed after the defence, with what it was committed to."""
    who = _("Expert %(number)s") % {"number": b.number}
    facts = ((_("Subject"), b.panel), (_("Item under review"), b.code), (_("Expert"), who),
             (_("Stage"), _("After the defence")),
             (_("Sealed at"), cn_datetime(b.sealed_at)))  # fmt: skip
    notes = [Note(_("Commitment published when the sheet was sealed: %(digest)s")
                  % {"digest": b.commitment})]  # fmt: skip
    if b.salt:
        notes.append(Note(_("Salt revealed when all were opened: %(salt)s") % {"salt": b.salt}))
    return _sheet(b.table, b.values, b.total, facts, who, b.sealed_at, tuple(notes), b.code)


def _sheet(table: Criteria, values: Mapping[str, Any], total: Decimal | None,
           facts: tuple[tuple[str, str], ...], who: str, at: datetime | None,
           notes: tuple[Note, ...], code: str) -> Document:  # fmt: skip
    rows = tuple(
        (x["label"], f"{x['c'].weight}%", str(x["c"].max), str(x["score"] or ""), x["band"],
         str(x["comment"] or ""))
        for x in texts.filled(table, values)
    )  # fmt: skip
    narrow = float(words("1", "1.5"))  # shares of the line that hold the longest word
    return Document(
        title=words(table.title, table.title_en),
        number=code,
        style="form",
        on=local_day(at),
        blocks=(
            KeyValues(facts),
            Table(
                columns=(
                    Column(_("Criterion"), 3), Column(_("Weight"), narrow, "right"),
                    Column(_("Maximum"), narrow, "right"), Column(_("Score"), 1, "right"),
                    Column(_("Grade band"), narrow, "center"), Column(_("Comment"), 5),
                ),
                rows=rows,
                totals=((_("Total score"), "100%", "100", f"{total:.2f}" if total is not None
                         else "", "", ""),),
            ),
            Heading(_("Overall opinion"), 2),
            Paragraph(str(values.get("opinion") or "")),
            Signatures((Party(who, _("Expert"), _signed(at)),), on=local_day(at)),
            *notes,
        ),
    )  # fmt: skip


def _signed(at: datetime | None) -> tuple[str, ...]:
    """No hand signs: the account with its second factor did, and the digest below binds it."""
    return (_("Signed electronically"), _("Signed at") + " " + cn_datetime(at))


def local_day(at: datetime | None) -> date | None:
    """The day on the calendar of the city."""
    return timezone.localdate(at) if at else None


def group_document(o: OpinionView) -> Document:
    """The group opinion with every member's voice; another opinion stands in full."""
    rows = tuple(
        (v.name or _("Expert %(number)s") % {"number": v.number},
         str(STATES["voice"][v.state]), cn_datetime(v.said_at) if v.said_at else "",
         v.statement)
        for v in o.voices
    )  # fmt: skip
    return Document(
        title=_("Opinion of the panel"),
        number=o.code,
        style="form",
        on=local_day(o.concluded_at),
        blocks=(
            KeyValues((
                (_("Subject"), o.panel), (_("Item under review"), o.code),
                (_("Chair, by lot"), _("Expert %(number)s") % {"number": o.chair}),
                (_("Concluded at"), cn_datetime(o.concluded_at)),
            )),
            Paragraph(o.text),
            Heading(_("Voices of the members"), 2),
            Table(columns=(
                Column(_("Panel member"), 2), Column(_("Voice"), 2), Column(_("Signed at"), 2),
                Column(_("Other opinion"), 6),
            ), rows=rows),
            *(Note(_("Signature of expert %(number)s: %(digest)s")
                   % {"number": v.number, "digest": v.digest}) for v in o.voices if v.digest),
            Note(_("Digest of the text that was agreed on: %(digest)s") % {"digest": o.digest}),
        ),
    )  # fmt: skip
