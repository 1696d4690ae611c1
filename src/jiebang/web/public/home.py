"""The front page: what can be taken now, what it comes to, what is in use."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from jiebang.delivery.queries import ends as delivery
from jiebang.platform.accounts.actor import PUBLIC
from jiebang.programme import queries
from jiebang.rulebook.challenge import State
from jiebang.web.frame import page
from jiebang.web.programme import asking
from jiebang.web.public.listing import fresh, row

SHOWN, STORIES = 10, 2


def place(name: str, *args: Any) -> str:
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def home(request: HttpRequest) -> HttpResponse:
    current = queries.current_batch()
    words = asking.field_words([queries.edition(current.edition_id)]) if current else {}
    found = queries.challenges(PUBLIC, state=State.PUBLISHED, order="closing", size=SHOWN)
    list_url = reverse("challenge_list")
    counted = queries.open_by_field()
    context = {
        "batch": {"year": current.year, "title": current.title, "deadline_at": current.closes_at}
        if current
        else None,
        "open": [row(c, words) for c in found.items],
        "open_count": found.total,
        "list_url": f"{list_url}?state=published",
        "search_url": list_url,
        "fields": [
            {"label": said, "count": counted[code], "url": f"{list_url}?field={code}"}
            for code, said in words.items()
            if code in counted
        ],
        "tiles": _tiles(list_url),
        "figures_url": place("figures"),
        "stories": _stories(),
        "verify_url": reverse("verify"),
        "rules_url": reverse("rules"),
        "register_url": reverse("units"),
    }
    return fresh(request, page(request, "public/home.html", context))


def _stories() -> list[dict[str, Any]]:
    """The newest results in use that may be shown to everybody."""
    return [
        {
            "title": u.title,
            "by": "、".join((u.publisher, u.lead)),
            "text": u.effect,
            "where": u.place,
            "since": u.since_on,
            "url": place("use", u.id),
            "invented": u.invented,
        }
        for u in delivery.uses(size=STORIES).items
    ]


def _tiles(list_url: str) -> list[dict[str, Any]]:
    """What the latest published list adds up to, from its records."""
    figures = queries.list_figures()
    if not figures:
        return []
    last = figures[0]
    url = f"{list_url}?year={last.year}"
    return [
        {
            "label": _("Challenges of %(year)s") % {"year": last.year},
            "value": last.challenges,
            "kind": "number",
            "url": url,
        },
        {"label": _("Public money"), "value": last.public_money, "kind": "money", "url": url},
        {
            "label": _("Companies' own investment"),
            "value": last.own_money,
            "kind": "money",
            "url": url,
        },
        {
            "label": _("Challenges of all years"),
            "value": sum(f.challenges for f in figures),
            "kind": "number",
            "url": list_url,
        },
    ]
