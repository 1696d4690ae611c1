"""The challenge list: searched, filtered, ordered, and as a feed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from jiebang.platform.accounts.actor import PUBLIC
from jiebang.programme import queries
from jiebang.rulebook.challenge import State
from jiebang.web.frame import page
from jiebang.web.programme import asking
from jiebang.web.templatetags.jiebang import cn_datetime, wan

FRESH_SECONDS = 30


def fresh(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """What anybody may read need not be fetched again at once; what is mine always is."""
    if request.user.is_authenticated or settings.JIEBANG_DEMO:
        patch_cache_control(response, private=True, no_cache=True)
    else:
        patch_cache_control(response, private=True, max_age=FRESH_SECONDS)
    return response


def number_of(year: int, number: int | None) -> str:
    return f"{year}-{number:02d}" if number else "—"


def row(c: queries.ChallengeRow, fields: Mapping[str, str]) -> dict[str, Any]:
    return {
        "url": reverse("challenge", args=[c.id]),
        "number": number_of(c.year, c.number),
        "title": c.title,
        "field": fields.get(c.field, c.field),
        "publisher": c.publisher,
        "money_fen": c.public_money,
        "investment_fen": c.total,
        "due_at": c.closes_at if c.state == State.PUBLISHED else None,
        "state": asking.state("challenge", c.state),
        "invented": c.invented,
    }


def orders() -> dict[str, str]:
    return {
        "number": _("Number"),
        "closing": _("Closing soonest"),
        "money": _("Public money"),
        "newest": _("Newest"),
    }


def challenge_list(request: HttpRequest) -> HttpResponse:
    get = request.GET.get
    batches = queries.batches()
    editions = asking.policies(batches)
    words = {
        "field": asking.field_words(editions),
        "kind": asking.kind_words(editions),
        "district": asking.district_words(editions),
        "order": orders(),
        "year": {str(b.year): str(b.year) for b in batches},
    }
    chosen = {k: get(k, "") for k in (*words, "state")}
    year = chosen["year"]
    found = queries.challenges(
        request.actor,
        text=get("q", "").strip()[:100],
        field=chosen["field"],
        kind=chosen["kind"],
        year=int(year) if year.isdigit() and len(year) == 4 else 0,
        state=chosen["state"],
        district=chosen["district"],
        order=chosen["order"] or "number",
        number=asking.number(request),
    )
    context = {
        "items": [row(c, words["field"]) for c in found.items],
        "page": found.nav,
        "total": found.total,
        "search": {
            "name": "q",
            "value": get("q", ""),
            "placeholder": _("Problem, field, indicator"),
        },
        "fields": _filters(words, chosen),
        "active": _chips(request, words),
        "subscribe_url": reverse("subscribe"),
        "feed_url": reverse("challenge_feed"),
    }
    return fresh(request, page(request, "public/challenge_list.html", context))


def _chips(request: HttpRequest, words: Mapping[str, Mapping[str, str]]) -> list[dict[str, str]]:
    said = {k: (lambda v, w=w: w.get(v, v)) for k, w in words.items() if k != "order"}
    return asking.chip(request, {"q": lambda v: f"“{v}”", "state": _state_word, **said})


def _state_word(code: str) -> str:
    return asking.state("challenge", code)["label"] if code in set(State) else code


def _filters(
    words: Mapping[str, Mapping[str, str]], chosen: Mapping[str, str]
) -> list[dict[str, Any]]:
    labels = {"field": _("Field"), "kind": _("Kind"), "year": _("Year"), "district": _("District")}
    state = {
        "name": "state",
        "label": _("State"),
        "options": asking.states("challenge", chosen["state"], drop=("draft",)),
    }
    order = {
        "name": "order",
        "label": _("Order"),
        "options": asking.options(words["order"], chosen["order"]),
    }
    listed = [
        {"name": k, "label": said, "options": asking.options(words[k], chosen[k])}
        for k, said in labels.items()
    ]
    return [state, *listed, order]


def feed(request: HttpRequest) -> HttpResponse:
    """The newest published challenges as Atom, the same for everybody."""
    found = queries.challenges(PUBLIC, order="newest")
    home = request.build_absolute_uri(reverse("challenge_list"))
    atom = Atom1Feed(
        title=f"{settings.JIEBANG_SITE['name']} · {_('Challenge list')}",
        link=home,
        description="",
        language=request.LANGUAGE_CODE,
        feed_url=request.build_absolute_uri(reverse("challenge_feed")),
    )
    for c in found.items:
        url = request.build_absolute_uri(reverse("challenge", args=[c.id]))
        said = _("Public money %(money)s, bids until %(until)s") % {
            "money": wan(c.public_money),
            "until": cn_datetime(c.closes_at),
        }
        atom.add_item(
            title=f"{number_of(c.year, c.number)} {c.title}",
            link=url,
            unique_id=url,
            description=f"{c.publisher} · {said}",
            updateddate=c.published_at,
        )
    response = HttpResponse(
        atom.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8"
    )
    patch_cache_control(response, public=True, max_age=300)
    return response
