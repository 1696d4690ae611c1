"""An expert's record of work in words: figures for the pool's keeper, sentences for the expert."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jiebang.registry import queries
from jiebang.web.wording.scores import FIGURES


def shown(found: queries.RecordView, *, own: bool) -> dict[str, Any]:
    return {
        "sentences": _sentences(found) if own else [],
        "pairs": [] if own else _pairs(found),
        "suggested": None if own else _suggested(found),
        "complaints": [{"at": at, "reason": reason} for at, reason in found.complaints],
        "years": found.policy.years if found.policy else None,
    }


def _sentences(found: queries.RecordView) -> list[str]:
    r = found.record
    said = [
        ngettext("You have signed %(n)s score sheet on finished panels.",
                 "You have signed %(n)s score sheets on finished panels.", r.sheets)
        % {"n": r.sheets}
    ]  # fmt: skip
    if r.sheets:
        said.append(_("Your comments had %(n)s characters a sheet on average.") % {"n": r.length})
    if r.distance is not None:
        said.append(_("Your scores lay %(n)s points from the mean of the other experts on the same "
                      "items. A difference is no fault; where it is large you were asked to look "
                      "again.") % {"n": r.distance})  # fmt: skip
    if r.late or r.lapsed:
        said.append(_("%(late)s sheets were late and %(lapsed)s were never signed.")
                    % {"late": r.late, "lapsed": r.lapsed})  # fmt: skip
    elif r.sheets:
        said.append(_("All sheets were signed in time."))
    said.append(_("The record may change your level in the pool. The keeper of the pool decides, "
                  "with a reason that you are told."))  # fmt: skip
    return said


def _pairs(found: queries.RecordView) -> list[tuple[str, Any]]:
    r = found.record
    return [
        (_("Panels"), r.panels), (_("Sheets signed"), r.sheets),
        (_("Late"), r.late), (_("Never signed"), r.lapsed),
        (_("Minutes a sheet, at most (median)"), "—" if r.minutes is None else r.minutes),
        (_("Characters of comment a sheet"), r.length),
        (_("Points from the others' mean"), "—" if r.distance is None else r.distance),
        (_("Complaints upheld"), r.complaints),
    ]  # fmt: skip


def _suggested(found: queries.RecordView) -> dict[str, Any] | None:
    s = found.suggestion
    if s is None or found.policy is None:
        return None
    return {
        "level": s.level, "points": s.points, "least": found.policy.least_sheets,
        "differs": s.level is not None and s.level != found.level,
        "deductions": [
            {"said": str(FIGURES[figure]) % {"value": f"{value:f}"}, "points": points}
            for figure, value, points in s.deductions
        ],
    }  # fmt: skip
