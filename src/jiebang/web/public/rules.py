"""The rules in force as people read them; each value says where it comes from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from jiebang.programme import queries
from jiebang.rulebook.edition import Edition
from jiebang.rulebook.edition.model import TableUse
from jiebang.rulebook.gates import DEMAND_GATES
from jiebang.web.frame import page
from jiebang.web.programme.editions import origin_word
from jiebang.web.public.listing import fresh
from jiebang.web.templatetags.jiebang import wan
from jiebang.web.wording import label, words
from jiebang.web.wording.review import KINDS as PANELS

Row = tuple[str, str, str]  # path in the edition, what it is about, what it says


def rules(request: HttpRequest) -> HttpResponse:
    editions = queries.editions()
    current = queries.current_batch()
    listed = {e.id: e for e in editions}
    chosen = listed.get(request.GET.get("edition", "")) or listed.get(
        current.edition_id if current else ""
    )
    chosen = chosen or (editions[-1] if editions else None)
    if chosen is None:
        return page(request, "public/rules.html", {"e": None})
    e = queries.edition(chosen.id)
    context = {
        "e": chosen,
        "title": words(e.title, e.title_en),
        "groups": [{"title": title, "rows": _marked(e, rows)} for title, rows in chapters(e)],
        "tables": [_table(e, name) for name in e.tables],
        "basis": [
            {"title": words(b.title, b.title_en), "seen": b.seen, "note": b.note} for b in e.basis
        ],
        "choices": [
            (x.id, f"{x.title} v{x.number}", x.id == chosen.id) for x in reversed(editions)
        ],
    }
    return fresh(request, page(request, "public/rules.html", context))


def _marked(e: Edition, rows: Iterable[Row]) -> list[dict[str, Any]]:
    return [
        {"label": name, "value": said, "origin": origin_word(e, path)} for path, name, said in rows
    ]


def chapters(e: Edition) -> list[tuple[str, list[Row]]]:
    return [
        (_("What is published"), _published(e)),
        (_("Collecting demands"), _collecting(e)),
        (_("Conditions for a demand"), _gates(e)),
        (_("Bidding"), _bidding(e)),
        (_("Review"), _review(e)),
        (_("Decision and notice"), _decision(e)),
        (_("Money"), _money(e)),
        (_("Milestones, acceptance and after"), _acceptance(e)),
    ]


def _named(items: Iterable[Any]) -> str:
    return "、".join(label(i) for i in items)


def _yes(value: bool) -> str:
    return _("Yes") if value else _("No")


def _days(n: int, unit: str = "") -> str:
    said = {"working": _("%(n)s working days"), "natural": _("%(n)s natural days")}
    return said.get(unit, _("%(n)s days")) % {"n": n}


def _published(e: Edition) -> list[Row]:
    return [
        ("kinds", _("Kinds of challenge"), _named(e.kinds)),
        ("fields", _("Fields"), _named(e.fields)),
        ("districts", _("Districts"), _named(e.districts)),
    ]


def _collecting(e: Edition) -> list[Row]:
    c = e.collection
    return [
        ("collection.demands_per_unit", _("Demands per unit and batch"), str(c.demands_per_unit)),
        ("collection.open_days", _("Usual collection time"), _days(c.open_days)),
        ("collection.closes_at", _("Hour of the deadline"), c.closes_at),
        (
            "collection.district_days_after",
            _("Districts close later by"),
            _days(c.district_days_after),
        ),
        ("collection.revisions", _("Supplements the bureau may ask for"), str(c.revisions)),
        ("collection.screening_days", _("Time for screening"), _days(c.screening_days)),
    ]


def _gates(e: Edition) -> list[Row]:
    return [(f"gates.{g.code}", label(DEMAND_GATES[g.code]), _limits(g.limits)) for g in e.gates]


def _limits(limits: Any) -> str:
    if hasattr(limits, "steps"):
        return "；".join(
            (
                _("revenue below %(amount)s: %(percent)s%%")
                % {"amount": wan(s.revenue_below), "percent": s.percent}
            )
            if s.revenue_below
            else _("otherwise: %(percent)s%%") % {"percent": s.percent}
            for s in limits.steps
        )
    said = {
        "amount": lambda v: wan(v),
        "percent": lambda v: f"≥ {v}%",
        "months": lambda v: _("at most %(n)s months") % {"n": v},
        "years": lambda v: _("in the last %(n)s years") % {"n": v},
        "limit": lambda v: _("at most %(n)s") % {"n": v},
    }
    found = [say(getattr(limits, name)) for name, say in said.items() if hasattr(limits, name)]
    return "；".join(found) or _("must be met")


def _bidding(e: Edition) -> list[Row]:
    b, c = e.bidding, e.consortium
    return [
        ("bidding.days", _("Usual bidding time"), _days(b.days)),
        ("bidding.sealed", _("Bids stay sealed until the deadline"), _yes(b.sealed)),
        (
            "bidding.units_once",
            _("A unit takes part in one bid of a challenge only"),
            _yes(b.units_once),
        ),
        (
            "consortium.partners_max",
            _("Members of a consortium beside its lead, at most"),
            str(c.partners_max),
        ),
        ("consortium.clauses", _("What the consortium's agreement settles"), _named(c.clauses)),
        (
            "bidding.evidence_max_per_kind",
            _("Pieces of evidence of each kind, at most"),
            str(b.evidence_max_per_kind),
        ),
        (
            "bidding.evidence_years",
            _("Evidence not older than"),
            _("%(n)s years") % {"n": b.evidence_years},
        ),
        (
            "bidding.questions_close_days_before",
            _("Questions close before the deadline by"),
            _days(b.questions_close_days_before),
        ),
        (
            "opinion.days",
            _("Time for the publisher's opinion"),
            _days(e.opinion.days, e.opinion.unit),
        ),
    ]


def _review(e: Edition) -> list[Row]:
    p, a = e.panels["bid"], e.aggregation
    methods = {
        "mean": _("mean"),
        "trimmed": _("mean without the highest and the lowest"),
        "median": _("median"),
    }
    return [
        ("panels.bid.seats", _("Experts in a panel"), str(p.seats)),
        ("panels.bid.reserves", _("Reserves drawn with them, at least"), str(p.reserves)),
        (
            "panels.bid.off_city_share",
            _("Share of experts from other cities"),
            f"{p.off_city_percent}%",
        ),
        ("panels.bid.per_unit_max", _("Experts of one unit, at most"), str(p.per_unit_max)),
        ("panels.bid.blind", _("Blind review"), _yes(p.blind)),
        ("panels.bid.minimum_valid", _("Valid score sheets, at least"), str(p.minimum_valid)),
        ("aggregation.method", _("How scores are put together"), methods[a.method]),
        (
            "aggregation.publisher_weight",
            _("Weight of the publisher's satisfaction"),
            f"{a.publisher_weight}%",
        ),
        ("aggregation.pass_mark", _("Pass mark"), str(a.pass_mark)),
    ]


def _decision(e: Edition) -> list[Row]:
    n, c = e.notice, e.contract
    return [
        ("notice.days", _("Public notice"), _days(n.days, n.unit)),
        (
            "notice.objection_real_name",
            _("Objections under one's real name"),
            _yes(n.objection_real_name),
        ),
        (
            "notice.objection_resolve_days",
            _("Time to resolve an objection"),
            _days(n.objection_resolve_days),
        ),
        ("contract.sign_days", _("Time to sign the contract"), _days(c.sign_days)),
        (
            "contract.registration_days",
            _("Time to register the technology contract"),
            _days(c.registration_days),
        ),
    ]


def _money(e: Edition) -> list[Row]:
    f = e.funding
    rows = [
        ("funding.cap", _("Public money of a challenge, at most"), wan(f.cap)),
        ("funding.own_ratio", _("Own money to public money, at least"), f"{f.own_ratio}%"),
        ("funding.before_share", _("Paid in advance"), f"{f.before_share}%"),
    ]
    return rows + [(f"tranches.{t.code}", label(t), f"{t.share}%") for t in e.tranches]


def _acceptance(e: Edition) -> list[Row]:
    a, m = e.acceptance, e.milestones
    return [
        ("milestones.count_min", _("Milestones, at least"), str(m.count_min)),
        ("acceptance.window_days", _("Apply for acceptance within"), _days(a.window_days)),
        ("acceptance.pass_share", _("Indicators reached to pass"), f"≥ {a.pass_share}%"),
        (
            "acceptance.discuss_share",
            _("Indicators reached to be discussed again"),
            f"≥ {a.discuss_share}%",
        ),
        ("acceptance.audit_above", _("Audit above"), wan(a.audit_above)),
        (
            "followup.years",
            _("Followed after acceptance for"),
            _("%(n)s years") % {"n": e.followup.years},
        ),
    ]


def _table(e: Edition, name: str) -> dict[str, Any]:
    table = e.tables[name]
    return {
        "title": words(table.title, table.title_en),
        "origin": origin_word(e, f"tables.{name}"),
        "used": [_use(e, u) for u in e.table_uses if u.table == name],
        "rows": [
            {"label": label(c), "help": words(c.help, c.help_en), "weight": c.weight, "max": c.max}
            for c in table.criteria
        ],
    }


def _use(e: Edition, use: TableUse) -> str:
    """Where a table goes before the usual one of its stage."""
    said = [label(e.kind(use.kind))] if use.kind else []
    said += [label(e.field(use.field))] if use.field else []
    return f"{PANELS[use.stage]} · {' · '.join(said)}"
