"""Every component in every state, on one page, with invented data. Who may open it is decided by
the caller: the demonstration, and staff."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from jiebang.web import styleguide_samples as samples

NOW = dt.datetime(2023, 8, 21, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


def _tones() -> list[tuple[str, str]]:
    return [
        ("draft", _("Draft")),
        ("submitted", _("Submitted")),
        ("in_review", _("In review")),
        ("pending", _("Waiting")),
        ("published", _("Published")),
        ("passed", _("Passed")),
        ("returned", _("Returned")),
        ("failed", _("Failed")),
    ]


def styleguide(request: HttpRequest) -> HttpResponse:
    page = Paginator(range(240), 20).get_page(request.GET.get("page", "5"))
    context = {
        "now": NOW,
        "tones": _tones(),
        "page": page,
        "challenge": samples.challenge(NOW),
        "tables": samples.tables(NOW),
        "life": samples.life(NOW),
        "checks": samples.checks(),
        "charts": samples.charts(),
        "form": samples.form(),
        "actions": samples.actions(),
        "work": samples.work(NOW),
        "files": samples.files(NOW),
        "desk": samples.desk(),
    }
    return render(request, "styleguide/styleguide.html", context)
