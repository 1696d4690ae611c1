"""A signed score sheet as a document (R085)."""

from __future__ import annotations

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
from jiebang.review.queries import ReviewView
from jiebang.web.templatetags.jiebang import cn_datetime
from jiebang.web.wording import label, words


def document(r: ReviewView) -> Document:
    rows = tuple(
        (label(c), str(c.max), str(r.values.get(f"score_{c.code}") or ""),
         str(r.values.get(f"comment_{c.code}") or ""))
        for c in r.table.criteria
    )  # fmt: skip
    who = r.expert or _("Expert %(number)s") % {"number": r.number}
    total = f"{r.total:.2f}" if r.total is not None else ""
    return Document(
        title=words(r.table.title, r.table.title_en),
        number=r.code,
        style="form",
        blocks=(
            KeyValues((
                (_("Subject"), r.panel), (_("Item under review"), r.code), (_("Expert"), who),
                (_("Signed at"), cn_datetime(r.signed_at)),
            )),
            Table(
                columns=(
                    Column(_("Criterion"), 3), Column(_("Maximum"), 1, "right"),
                    Column(_("Score"), 1, "right"), Column(_("Comment"), 5),
                ),
                rows=rows,
                totals=((_("Total score"), "100", total, ""),),
            ),
            Heading(_("Overall opinion"), 2),
            Paragraph(str(r.values.get("opinion") or "")),
            Signatures((Party(_("Expert"), who),), on=r.signed_at.date() if r.signed_at else None),
            Note(_("Digest of the sheet and of the text that was reviewed: %(digest)s")
                 % {"digest": r.digest}),
        ),
    )  # fmt: skip
