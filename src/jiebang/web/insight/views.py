"""The city's figures, the records behind each, and the one view of 一体化配置."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from jiebang.insight import queries
from jiebang.insight.figures import FIGURES, Counted, Unit
from jiebang.insight.lines import Line
from jiebang.platform.accounts.actor import Actor
from jiebang.registry.queries import sees_units
from jiebang.web import wording
from jiebang.web.frame import page
from jiebang.web.insight import shown

HEADLINES = (
    "challenges", "public_money", "levered_rnd", "credit", "consortia", "universities",
    "institutes", "leading_companies", "rnd_funds", "success_rate", "cross_region",
    "breakthrough_fields",
)  # fmt: skip
SIZE = 50
USES = 6


def layout(request: HttpRequest) -> str:
    return "layouts/desk.html" if request.user.is_authenticated else "layouts/public.html"


def number(request: HttpRequest) -> int:
    text = request.GET.get("page", "1")
    return int(text) if text.isdigit() and len(text) < 7 else 1


def figures(request: HttpRequest) -> HttpResponse:
    a = shown.asked(request)
    seen = queries.visible(request.actor)
    found = queries.figures(a.wanted, [c for c in seen if not FIGURES[c].heavy])

    def url(code: str) -> str:
        return reverse("figure", args=[code]) + a.query()

    context = {
        "layout": layout(request),
        "tiles": [shown.tile(found[c], url(c), a.words) for c in HEADLINES if c in found],
        "trend": shown.trend(found, a),
        "charts": _charts(found, a),
        "table": _table(found, a, url),
        "heavy": [
            {
                "label": wording.label(f),
                "url": url(f.code),
                "closed": f.closed,
                "says": wording.words(f.says, f.says_en),
            }
            for f in FIGURES.values()
            if f.heavy and f.code in seen
        ],
        "uses": [_use(line, a) for line in found["uses"].lines[:USES]],
        "uses_url": url("uses"),
        "fields": shown.filters(a, found["banks"].apart("bank")),
        "active": _chips(a),
        "exports": _exports("figures_export", [], a),
        "allocation_url": reverse("allocation") + a.query(),
        "bank": a.wanted.bank,
    }
    return page(request, "insight/figures.html", context)


def _charts(found: dict[str, Counted], a: shown.Asked) -> list[dict[str, Any]]:
    wanted = (
        ("challenges", "year"), ("levered_rnd", "field"), ("challenges", "field"),
        ("challenges", "district"), ("credit", "bank"), ("consortia", "field"),
    )  # fmt: skip
    made = (shown.bars(found[code], by, a) for code, by in wanted if found[code].lines)
    return [chart for chart in made if chart["rows"]]


def _table(found: dict[str, Counted], a: shown.Asked, url: Any) -> list[dict[str, Any]]:
    """Every figure with what it means: the page's list, and what the exports print."""
    units = {Unit.MONEY: _("10k yuan"), Unit.TIMES: _("times")}
    return [
        {"label": wording.label(c.figure), "value": c.value, "money": c.figure.unit == Unit.MONEY,
         "text": shown.text(c.value, c.figure.unit), "unit": units.get(c.figure.unit, ""),
         "says": wording.words(c.figure.says, c.figure.says_en), "url": url(code),
         "closed": c.figure.closed}
        for code, c in found.items()
    ]  # fmt: skip


def _use(line: Line, a: shown.Asked) -> dict[str, Any]:
    return {"title": line.title, "text": line.text, "year": line.year, "invented": line.invented,
            "field": shown.group("field", line.field, a.words)}  # fmt: skip


def _chips(a: shown.Asked) -> list[dict[str, str]]:
    named = {k: a.given.get(k, "") for k in ("year", "field", "district", "bank")}
    return [
        {"label": shown.group(k, v, a.words), "name": k} for k, v in named.items() if v
    ]  # fmt: skip


def _exports(name: str, args: list[str], a: shown.Asked) -> list[dict[str, str]]:
    forms = (("xlsx", "Excel"), ("docx", "Word"), ("csv", "CSV"))
    return [
        {"label": label, "url": reverse(name, args=[*args, form]) + a.query()}
        for form, label in forms
    ]


def counted(request: HttpRequest, code: str, a: shown.Asked) -> Counted:
    """The figure the address names, if its viewer may know of it."""
    if code not in FIGURES or code not in queries.visible(request.actor):
        raise Http404(code)
    return queries.figures(a.wanted, [code])[code]


def figure(request: HttpRequest, code: str) -> HttpResponse:
    a = shown.asked(request)
    c = counted(request, code, a)
    staff = queries.sees_all(request.actor)
    nav = Paginator(c.records(), SIZE).get_page(number(request))
    hidden = c.figure.sealed and not staff
    context = {
        "layout": layout(request),
        "label": wording.label(c.figure),
        "says": wording.words(c.figure.says, c.figure.says_en),
        "tile": [shown.tile(c, "", a.words)],
        "charts": [shown.bars(c, by, a) for by in c.figure.by if len(c.apart(by)) > 1],
        "hidden": hidden,
        "columns": columns(c),
        "rows": [] if hidden else [row(line, c, a, staff=staff) for line in nav.object_list],
        "page": nav,
        "count": nav.paginator.count,
        "fields": shown.filters(a, c.apart("bank") if "bank" in c.figure.by else ()),
        "active": _chips(a),
        "exports": _exports("figure_export", [code], a),
        "crumbs": [{"label": _("Figures"), "url": reverse("figures") + a.query()},
                   {"label": wording.label(c.figure)}],
    }  # fmt: skip
    return page(request, "insight/figure.html", context)


def columns(c: Counted) -> list[dict[str, str]]:
    kind = "money" if c.figure.unit == Unit.MONEY else "number"
    wide = [
        {"label": _("Item"), "kind": "link"},
        {"label": _("Year"), "kind": "text"},
        {"label": _("Field"), "kind": "text"},
        {"label": _("District"), "kind": "text"},
        {"label": _("State"), "kind": "state"},
    ]
    if c.figure.unit == Unit.COUNT:
        return wide
    last = {"label": _("Amount"), "kind": kind}
    if c.figure.unit != Unit.MONEY:
        last = {"label": _("Counts as"), "kind": "text"}
    return [*wide, {"label": _("Counted by"), "kind": "text"}, last]


def row(line: Line, c: Counted, a: shown.Asked, *, staff: bool) -> dict[str, Any]:
    url = shown.record_url(line, staff=staff)
    cells: list[Any] = [
        {"label": line.title, "url": url, "sub": line.text, "invented": line.invented},
        str(line.year),
        shown.group("field", line.field, a.words),
        shown.group("district", line.district, a.words),
        shown.state(line),
    ]
    if c.figure.unit == Unit.MONEY:
        cells += [shown.note(line), line.amount]
    elif c.figure.unit == Unit.TIMES:
        cells += [shown.note(line), f"{line.amount / line.whole:.2f}" if line.whole else ""]
    elif c.figure.unit == Unit.SHARE:
        cells += ["", f"{line.amount} / {line.whole}"]
    return {"cells": cells}


def allocation(request: HttpRequest) -> HttpResponse:
    a = shown.asked(request)
    found = queries.allocation(a.wanted, request.actor, number(request))
    whole, staff = found.whole, queries.sees_all(request.actor)
    context = {
        "layout": layout(request),
        "tiles": [
            {"label": _("Projects"), "value": whole.projects, "kind": "number",
             "hint": _("%(count)s with a contract in force") % {"count": whole.contracts}},
            {"label": _("Platforms"), "value": whole.platforms, "kind": "number",
             "hint": _("of %(count)s units") % {"count": whole.units}},
            {"label": _("Talent"), "value": whole.people, "kind": "number",
             "hint": _("people in the winning teams")},
            {"label": _("Public money"), "value": whole.public_money,
             "kind": shown.scale(whole.public_money)},
            {"label": _("Market R&D money"), "value": whole.market_money,
             "kind": shown.scale(whole.market_money)},
            {"label": _("Credit offered"), "value": whole.credit,
             "kind": shown.scale(whole.credit)},
        ],
        "links": [_linked(link, a, request.actor) for link in found.links],
        "page": found.nav,
        "staff": staff,
        "fields": [f for f in shown.filters(a) if f["name"] != "bank"],
        "active": [c for c in _chips(a) if c["name"] != "bank"],
        "figures_url": reverse("figures") + a.query(),
    }  # fmt: skip
    return page(request, "insight/allocation.html", context)


def _linked(link: queries.Link, a: shown.Asked, actor: Actor) -> dict[str, Any]:
    c, staff = link.challenge, queries.sees_all(actor)
    units = sees_units(actor)
    line = Line("challenge", c.id, c.title, state=c.state)
    return {
        "link": link,
        "challenge_url": shown.record_url(line, staff=staff),
        "state": shown.state(line),
        "field": shown.group("field", c.field, a.words),
        "district": shown.group("district", c.district, a.words),
        "contracts": [
            {"number": k.number, "url": shown.record_url(Line("contract", k.id, ""), staff=staff)}
            for k in link.contracts
        ],
        "units": [
            {"unit": u, "part": str(wording.ROLES.get(u.part, u.part)),
             "url": shown.record_url(Line("organisation", u.id, ""), staff=units)}
            for u in link.units
        ],
        "people": [{"person": p, "post": _post(p.post, a)} for p in link.people],
    }  # fmt: skip


def _post(code: str, a: shown.Asked) -> str:
    return wording.words(*a.words.posts.get(code, (code, code)))
