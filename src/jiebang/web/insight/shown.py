"""Figures as pages show them: values with units, names of groups, addresses of records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.http import HttpRequest, QueryDict
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiebang.insight import queries
from jiebang.insight.figures import Counted, Unit
from jiebang.insight.lines import Line
from jiebang.web import wording
from jiebang.web.places import PLACES
from jiebang.web.wording.review import KINDS

YI = 10_000_000_000  # fen
BY = {
    "year": gettext_lazy("By year"),
    "field": gettext_lazy("By field"),
    "district": gettext_lazy("By district"),
    "bank": gettext_lazy("By bank"),
}
NOTES = {
    "by_contract": gettext_lazy("as contracted"),
    "by_challenge": gettext_lazy("as the challenge promises"),
    "public": gettext_lazy("public money"),
    "own": gettext_lazy("publisher's own money"),
    "matched": gettext_lazy("matched by the bidder"),
    "bank": gettext_lazy("bank loan"),
    "other": gettext_lazy("other sources"),
    **KINDS,
}
OPEN_TO_ALL = frozenset({"challenge"})  # lives whose page anybody may open


@dataclass(frozen=True)
class Asked:
    """What the address asks for, with the words to tell it."""

    wanted: queries.Filter
    words: queries.Words
    given: QueryDict

    def query(self, **changes: str) -> str:
        """The address's filter with changes, as a query string."""
        kept = {k: self.given.get(k, "") for k in ("year", "field", "district", "bank")}
        kept = {k: v for k, v in {**kept, **changes}.items() if v}
        fresh = QueryDict(mutable=True)
        fresh.update(kept)
        return f"?{fresh.urlencode()}" if kept else ""


def asked(request: HttpRequest) -> Asked:
    given = request.GET
    years = queries.parse_years(given.get("year", ""))
    chosen = queries.Filter(
        years, given.get("field", ""), given.get("district", ""), given.get("bank", "")
    )
    return Asked(chosen, queries.words(years), given)


def filters(a: Asked, banks: Iterable[str] = ()) -> list[dict[str, Any]]:
    """The selects. Spans from the first year on are offered where there are several years."""
    first, years = min(a.words.years, default=0), a.words.years
    spans = [f"{first}-{y}" for y in years if y > first]
    known = [(str(y), str(y)) for y in years] + [(s, s.replace("-", "–")) for s in spans]
    banks = sorted({*banks, *([a.wanted.bank] if a.wanted.bank else [])})
    options: Mapping[str, tuple[str, list[tuple[str, str]]]] = {
        "year": (_("Year"), known),
        "field": (_("Field"), [(k, wording.words(*v)) for k, v in a.words.fields.items()]),
        "district": (
            _("District"),
            [(k, wording.words(*v)) for k, v in a.words.districts.items()],
        ),
        "bank": (_("Bank"), [(b, b) for b in banks]),
    }
    return [
        {"name": name, "label": label,
         "options": [(code, text, code == a.given.get(name)) for code, text in found]}
        for name, (label, found) in options.items() if found
    ]  # fmt: skip


def group(by: str, key: str, words: queries.Words) -> str:
    """The name of a group: a year, a field, a district or a bank."""
    if by == "field":
        return wording.words(*words.fields.get(key, (key, key)))
    if by == "district":
        return wording.words(*words.districts.get(key, (key or _("Elsewhere"), "")))
    return key


def text(value: int | Fraction | None, unit: Unit) -> str:
    """A value in words of the page, without its unit's name."""
    if value is None:
        return "—"
    if unit == Unit.SHARE:
        return f"{float(value) * 100:.1f}".rstrip("0").rstrip(".") + "%"
    if unit == Unit.TIMES:
        return f"{float(value):.2f}"
    return f"{int(value):,}"


def scale(fen: int) -> str:
    """Which unit a headline amount is told in: 亿元 from one of them on, else 万元."""
    return "yi" if fen >= YI else "money"


def tile(c: Counted, url: str, words: queries.Words) -> dict[str, Any]:
    """One figure as components/stat_tiles takes it."""
    label, value, unit = wording.label(c.figure), c.value, c.figure.unit
    made: dict[str, Any] = {"label": label, "value": value, "url": url}
    if unit == Unit.MONEY:
        made["kind"] = scale(int(value or 0))
    elif unit == Unit.COUNT:
        made["kind"] = "number"
    else:
        made |= {"value": text(value, unit), "unit": _("times") if unit == Unit.TIMES else ""}
    if c.figure.code in ("breakthrough_fields", "banks"):
        names = (group(c.figure.of, k, words) for k in c.apart(c.figure.of))
        made["hint"] = "、".join(names)
    return made


def bars(c: Counted, by: str, a: Asked, *, linked: bool = True) -> dict[str, Any]:
    """A figure taken apart, as components/bar_chart takes it; each bar leads to its records."""
    found = c.apart(by)
    keys = sorted(found) if by == "year" else sorted(found, key=lambda k: -(found[k] or 0))
    here = reverse("figure", args=[c.figure.code])
    rows = [
        {"label": group(by, k, a.words), "value": float(found[k] or 0)
         if c.figure.unit in (Unit.SHARE, Unit.TIMES) else int(found[k] or 0),
         "url": f"{here}{a.query(**{by: k})}" if linked and k else ""}
        for k in keys
    ]  # fmt: skip
    money = c.figure.unit == Unit.MONEY
    if c.figure.unit == Unit.SHARE:
        rows = [{**r, "value": round(100 * r["value"], 1)} for r in rows]
    return {
        "title": f"{wording.label(c.figure)} · {BY[by]}",
        "kind": "money" if money else "number",
        "unit": "%" if c.figure.unit == Unit.SHARE else "",
        "label_head": str(BY[by]),
        "rows": rows,
    }


def trend(found: Mapping[str, Counted], a: Asked) -> dict[str, Any] | None:
    """Public money, levered investment and invested funds over the years; needs two years."""
    shown = [found[c] for c in ("public_money", "levered_rnd", "rnd_funds") if c in found]
    years = sorted({line.year for c in shown for line in c.lines})
    if len(years) < 2:
        return None
    apart = [(wording.label(c.figure), c.apart("year")) for c in shown]
    return {
        "title": _("Money by year"),
        "unit": _("10k yuan"),
        "labels": [str(y) for y in years],
        "series": [
            {"name": name, "values": [round((by.get(str(y)) or 0) / 1_000_000, 2) for y in years]}
            for name, by in apart
        ],
    }


def record_url(line: Line, *, staff: bool) -> str:
    if line.life not in PLACES or not (staff or line.life in OPEN_TO_ALL):
        return ""
    try:
        return reverse(PLACES[line.life], args=[line.id])
    except NoReverseMatch:
        return ""


def state(line: Line) -> dict[str, str] | str:
    if not line.state:
        return ""
    known = wording.STATES.get(line.life, {}).get(line.state)
    return {"code": line.state, "label": str(known or line.state)}


def note(line: Line) -> str:
    return str(NOTES.get(line.note, ""))
