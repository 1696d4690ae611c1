"""Who may see what: (thing, role, phase, own) → the names of visible fields. Fails closed.

A thing, role or phase that is not written here shows nothing. Beside the table stand the two
pure steps that turn a filled-in form into what a blind reader reads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import Any

from jiebang.engine.text import Organisation, Person, Roster
from jiebang.rulebook.forms import Field, FormSpec, Kind
from jiebang.rulebook.roles import Role

R = Role
NOTHING: frozenset[str] = frozenset()


class Phase(StrEnum):
    SEALED = "sealed"  # not handed in, or the box is not opened yet
    OPENED = "opened"  # bids opened, no panel at work
    REVIEWING = "reviewing"  # the panel is being made or at work
    DECIDED = "decided"  # the panel has closed
    PUBLIC = "public"  # the decision is published


P = Phase
WORKING = (P.OPENED, P.REVIEWING, P.DECIDED, P.PUBLIC)
AFTER = (P.DECIDED, P.PUBLIC)

BID_ALL = frozenset({"number", "state", "units", "people", "content", "money", "files",
                     "relation", "opinion", "receipt"})  # fmt: skip
BID_JUDGED = BID_ALL | {"likeness", "explanation"}  # what other texts it shares passages with
BID_OWN = (BID_ALL - {"relation", "opinion"}) | {"explanation", "unsuitable"}
BID_MASKED = frozenset({"code", "masked", "attachments"})
PANEL_PUBLIC = frozenset({"kind", "state", "commitment", "transcript"})
PANEL_PLAIN = PANEL_PUBLIC | {"items", "eligible", "seats", "progress"}
PANEL_DRAW = PANEL_PLAIN | {"expert_names"}
PANEL_ALL = PANEL_DRAW | {"proposal", "reasons", "scores", "comments", "results", "beside",
                          "signals", "masks", "units", "fees"}  # fmt: skip
HEARING_PLAIN = frozenset({"session", "turn", "code", "parts", "units"})
PANEL_ON = (P.REVIEWING, *AFTER)
CONFLICT_HEAD = frozenset({"list", "code", "item", "rule", "reason"})
CONFLICT_LATE = frozenset({"late"})
REVIEW_ALL = frozenset({"scores", "comments", "total", "expert", "conflict"})

# (thing, role, own) → fields in each phase.
TABLE: Mapping[tuple[str, Role, bool], tuple[tuple[tuple[Phase, ...], frozenset[str]], ...]] = {
    ("bid", R.LEAD, True): ((tuple(P), BID_OWN),),
    ("bid", R.PARTNER, True): ((tuple(P), BID_OWN),),
    ("bid", R.PUBLISHER, True): ((WORKING, BID_ALL),),
    ("bid", R.OFFICER, False): ((WORKING, BID_JUDGED),),
    ("bid", R.HEAD, False): ((WORKING, BID_JUDGED),),
    ("bid", R.LEADER, False): ((WORKING, BID_ALL),),
    # Whom a bidder names as unsuitable (R074): only supervision reads it.
    ("bid", R.SUPERVISOR, False): ((WORKING, BID_JUDGED | {"unsuitable"}),),
    ("bid", R.EXPERT, True): (((P.REVIEWING,), BID_MASKED),),
    # The secretary looks after the masking, and reads beside a sheet what its writer read.
    ("bid", R.SECRETARY, False): (((P.REVIEWING, *AFTER), BID_MASKED),),
    ("review", R.EXPERT, True): (((P.REVIEWING,), REVIEW_ALL), (AFTER, REVIEW_ALL)),
    ("review", R.OFFICER, False): ((AFTER, REVIEW_ALL - {"expert"}),),
    ("review", R.HEAD, False): ((AFTER, REVIEW_ALL - {"expert"}),),
    ("review", R.LEADER, False): ((AFTER, REVIEW_ALL - {"expert"}),),
    ("review", R.SECRETARY, False): ((AFTER, REVIEW_ALL),),
    ("review", R.SUPERVISOR, False): (((P.REVIEWING, *AFTER), REVIEW_ALL),),
    ("review", R.LEAD, True): (((P.PUBLIC,), frozenset({"comments"})),),
    ("review", R.PARTNER, True): (((P.PUBLIC,), frozenset({"comments"})),),
    ("panel", R.PUBLIC, False): ((WORKING, PANEL_PUBLIC),),
    ("panel", R.DRAWER, False): ((WORKING, PANEL_DRAW),),
    ("panel", R.SECRETARY, False): (
        ((P.OPENED, P.REVIEWING), PANEL_DRAW | {"masked"}),
        (AFTER, PANEL_DRAW | {"masked", "scores", "comments", "results", "beside", "fees"}),
    ),
    ("panel", R.FINANCE, False): ((AFTER, frozenset({"kind", "state", "fees"})),),
    ("panel", R.OFFICER, False): (
        ((P.OPENED, P.REVIEWING), PANEL_PLAIN | {"masks", "units", "proposal"}),
        (AFTER, PANEL_PLAIN | {"masks", "units", "proposal", "scores", "comments", "results",
                               "beside"}),
    ),
    ("panel", R.HEAD, False): (
        ((P.OPENED, P.REVIEWING), PANEL_PLAIN | {"units", "proposal"}),
        (AFTER, PANEL_PLAIN | {"units", "proposal", "scores", "comments", "results", "beside"}),
    ),
    ("panel", R.LEADER, False): (
        ((P.OPENED, P.REVIEWING), PANEL_PLAIN | {"units"}),
        (AFTER, PANEL_PLAIN | {"units", "scores", "comments", "results", "beside"}),
    ),
    ("panel", R.SUPERVISOR, False): ((WORKING, PANEL_ALL),),
    # What stands beside the result only where the edition shows it to the panel's members.
    ("conflict", R.SUPERVISOR, False): (
        (WORKING, CONFLICT_HEAD | {"name", "path", "kept_out"}), (AFTER, CONFLICT_LATE),
    ),
    # What kept people out of a draw is for supervision only: a list can be counted (R068). The
    # head decides about single findings, by their rule; whoever draws sees that some are open.
    ("conflict", R.HEAD, False): ((WORKING, CONFLICT_HEAD), (AFTER, CONFLICT_LATE)),
    # Whoever reads the result reads whose sheets, by number, are in doubt, and what was decided.
    ("conflict", R.OFFICER, False): ((AFTER, CONFLICT_LATE),),
    ("conflict", R.LEADER, False): ((AFTER, CONFLICT_LATE),),
    ("conflict", R.SECRETARY, False): ((AFTER, CONFLICT_LATE),),
    ("conflict", R.DRAWER, False): ((WORKING, frozenset({"list", "code", "item"})),),
    ("panel", R.EXPERT, True): (
        (WORKING, frozenset({"kind", "state", "items"})), (AFTER, frozenset({"beside"})),
    ),
    # A hearing: its session, turn and speakers' parts; their names, and whose item it is.
    ("hearing", R.LEAD, True): ((PANEL_ON, frozenset({"session", "turn", "parts", "speakers"})),),
    ("hearing", R.EXPERT, True): (
        ((P.REVIEWING,), frozenset({"session", "turn", "code", "parts"})),
    ),
    ("hearing", R.OFFICER, False): (
        ((P.REVIEWING,), HEARING_PLAIN), (AFTER, HEARING_PLAIN | {"spread", "scores"}),
    ),
    ("hearing", R.HEAD, False): (
        ((P.REVIEWING,), HEARING_PLAIN), (AFTER, HEARING_PLAIN | {"spread", "scores"}),
    ),
    ("hearing", R.LEADER, False): (
        ((P.REVIEWING,), HEARING_PLAIN), (AFTER, HEARING_PLAIN | {"spread", "scores"}),
    ),
    ("hearing", R.SECRETARY, False): (
        ((P.REVIEWING,), HEARING_PLAIN | {"speakers"}),
        (AFTER, HEARING_PLAIN | {"speakers", "spread", "scores"}),
    ),
    ("hearing", R.SUPERVISOR, False): (
        (PANEL_ON, HEARING_PLAIN | {"speakers", "spread", "scores"}),
    ),
    # The opinion of a panel that meets. Its members read the sheets by number.
    ("consensus", R.EXPERT, True): ((PANEL_ON, frozenset({"text", "voices", "sheets"})),),
    ("consensus", R.OFFICER, False): ((AFTER, frozenset({"text", "voices"})),),
    ("consensus", R.HEAD, False): ((AFTER, frozenset({"text", "voices"})),),
    ("consensus", R.LEADER, False): ((AFTER, frozenset({"text", "voices"})),),
    ("consensus", R.SECRETARY, False): (
        ((P.REVIEWING,), frozenset({"voices", "experts"})),
        (AFTER, frozenset({"text", "voices", "experts"})),
    ),
    ("consensus", R.SUPERVISOR, False): ((PANEL_ON, frozenset({"text", "voices", "experts"})),),
    ("consensus", R.LEAD, True): (((P.PUBLIC,), frozenset({"text"})),),
    ("demand", R.PUBLISHER, True): ((tuple(P), frozenset({"content", "state", "verdict"})),),
    ("demand", R.DISTRICT, True): ((tuple(P), frozenset({"content", "state", "verdict"})),),
    ("demand", R.OFFICER, False): ((WORKING, frozenset({"content", "state", "verdict", "score"})),),
    ("demand", R.HEAD, False): ((WORKING, frozenset({"content", "state", "verdict", "score"})),),
    ("demand", R.LEADER, False): ((WORKING, frozenset({"content", "state", "verdict", "score"})),),
    ("demand", R.SUPERVISOR, False): (
        (WORKING, frozenset({"content", "state", "verdict", "score"})),
    ),
    ("demand", R.EXPERT, True): (((P.REVIEWING,), frozenset({"code", "content"})),),
    ("demand", R.SECRETARY, False): (((P.REVIEWING, *AFTER), frozenset({"code", "content"})),),
    ("acceptance", R.EXPERT, True): (((P.REVIEWING,), frozenset({"code", "content"})),),
    **{("acceptance", r, False): (((P.REVIEWING, *AFTER), frozenset({"code", "content"})),)
       for r in (R.OFFICER, R.HEAD, R.LEADER, R.SUPERVISOR, R.SECRETARY)},
    ("challenge", R.PUBLIC, False): (((P.PUBLIC,), frozenset({"text", "state", "money"})),),
    ("challenge", R.PUBLISHER, True): ((tuple(P), frozenset({"text", "state", "money"})),),
    ("challenge", R.OFFICER, False): ((tuple(P), frozenset({"text", "state", "money"})),),
    ("challenge", R.HEAD, False): ((tuple(P), frozenset({"text", "state", "money"})),),
    ("challenge", R.LEADER, False): ((tuple(P), frozenset({"text", "state", "money"})),),
    ("challenge", R.SUPERVISOR, False): ((tuple(P), frozenset({"text", "state", "money"})),),
}  # fmt: skip


def visible(thing: str, role: Role, phase: Phase, *, own: bool = False) -> frozenset[str]:
    """What one role sees. Owning gives what a stranger of that role sees, and more."""
    found: set[str] = set()
    for claim in {own, False}:
        for phases, fields in TABLE.get((thing, role, claim), ()):
            if phase in phases:
                found |= fields
    return frozenset(found)


def visible_to(thing: str, roles: Iterable[str], phase: Phase,
               own: Iterable[str] = ()) -> frozenset[str]:  # fmt: skip
    """The union over the roles somebody has; `own` names the roles held as owner."""
    mine = set(own)
    found: set[str] = set()
    for role in roles:
        found |= visible(thing, Role(role), phase, own=role in mine)
    return frozenset(found)


# -- from a form to what a blind reader reads -------------------------------------------------

# Where forms say who is behind an item; a form without a field simply names nobody there.
PEOPLE_ALONE = ("contact_name", "legal_representative")
UNITS_ALONE = ("lead_name", "unit_name")


def people_in(values: Mapping[str, Any]) -> tuple[str, ...]:
    """The people a form names as taking part, in order, each once."""
    found = [row.get("person") for row in values.get("team") or ()]
    found += [values.get(name) for name in PEOPLE_ALONE]
    return tuple(dict.fromkeys(str(n).strip() for n in found if n and str(n).strip()))


def unsuitable_in(values: Mapping[str, Any]) -> tuple[str, ...]:
    """Experts a bidder has named as unsuitable (R074), where the form asks."""
    rows = values.get(UNSUITABLE) or ()
    return tuple(str(r["name"]).strip() for r in rows if r.get("name"))


def roster(values: Mapping[str, Any], units: Iterable[tuple[str, tuple[str, ...]]]) -> Roster:
    """Everybody who must not be recognised: `units` are (name, other names) from the register."""
    organisations = [Organisation(name, tuple(a for a in aliases if a)) for name, aliases in units]
    known = {o.name for o in organisations}
    written = [row.get("unit_name") for row in values.get("team") or ()]
    written += [values.get(name) for name in UNITS_ALONE]
    for name in dict.fromkeys(str(n).strip() for n in written if n and str(n).strip()):
        if name not in known:
            organisations.append(Organisation(name))
    people = tuple(Person(name) for name in people_in(values) if len(name) > 1)
    return Roster(people, tuple(organisations))


Text = Callable[[str], str]
WORDS = (Kind.TEXT, Kind.PROSE, Kind.DECIMAL, Kind.USCC)


def reading(spec: FormSpec, values: Mapping[str, Any], *, blind: bool) -> list[dict[str, Any]]:
    """The form as a panel reads it, JSON-plain: sections of fields, choices in words. What
    identifies is left out for the blind; files and ways to reach people for everybody."""
    out = []
    for section in spec.sections:
        fields = [_shown(f, values.get(f.name), blind) for f in section.fields
                  if _readable(f, blind)]  # fmt: skip
        fields = [f for f in fields if f["value"] not in (None, "", [])]
        if fields:
            out.append({"code": section.code, "title": section.title,
                        "title_en": section.title_en, "fields": fields})  # fmt: skip
    return out


def files_in(spec: FormSpec, values: Mapping[str, Any]) -> tuple[str, ...]:
    """The stored files of a form that the blind may read once masked, in the form's order."""
    found = [values.get(f.name) or () for f in spec.fields if f.kind is Kind.FILE
             and not f.identity]  # fmt: skip
    return tuple(dict.fromkeys(str(x) for ids in found for x in ids))


def texts_in(sections: Iterable[Mapping[str, Any]]) -> list[tuple[str, str, str]]:
    """(label, English label, text) of every text that `masked` gives to its mask, in its order."""
    found: list[tuple[str, str, str]] = []
    for section in sections:
        for f in section["fields"]:
            label = (f["label"], f["label_en"])
            found += [(*label, text) for text in _texts(f)]
    return found


def _texts(f: Mapping[str, Any]) -> list[str]:
    heard: list[str] = []

    def hear(text: str) -> str:
        heard.append(text)
        return text

    masked([{"fields": [f]}], hear)
    return heard


def masked(sections: Iterable[Mapping[str, Any]], mask: Text) -> list[dict[str, Any]]:
    """The same reading with every free text passed through `mask`."""
    return [{**s, "fields": [_masked(f, mask) for f in s["fields"]]} for s in sections]


def _masked(f: Mapping[str, Any], mask: Text) -> dict[str, Any]:
    if f["kind"] == Kind.TABLE:
        kinds = [c["kind"] for c in f["columns"]]
        rows = [[_hidden(v, k, mask) for v, k in zip(row, kinds, strict=True)]
                for row in f["value"]]  # fmt: skip
        return {**f, "value": rows}
    return {**f, "value": _hidden(f["value"], f["kind"], mask)}


def _hidden(value: Any, kind: str, mask: Text) -> Any:
    return mask(value) if kind in WORDS and isinstance(value, str) else value


UNSUITABLE = "unsuitable_experts"
NEVER_READ = (UNSUITABLE,)  # whom a bidder names: no panel reads it


def untold(seen: frozenset[str]) -> frozenset[str]:
    """The fields of a bid's form that whoever sees `seen` of the bid is not shown."""
    return frozenset() if "unsuitable" in seen else frozenset({UNSUITABLE})


def _readable(f: Field, blind: bool) -> bool:
    if f.name in NEVER_READ:
        return False
    if f.kind in (Kind.FILE, Kind.EMAIL, Kind.PHONE):
        return False
    return not (blind and f.identity)


def _shown(f: Field, value: Any, blind: bool) -> dict[str, Any]:
    shown: dict[str, Any] = {"name": f.name, "label": f.label, "label_en": f.label_en,
                             "kind": f.kind.value, "unit": f.unit}  # fmt: skip
    if f.kind is not Kind.TABLE:
        return {**shown, "value": _plain(f, value)}
    columns = [c for c in f.columns if _readable(c, blind)]
    rows = value if isinstance(value, list) else []
    shown["columns"] = [{"name": c.name, "label": c.label, "label_en": c.label_en,
                         "kind": c.kind.value, "unit": c.unit} for c in columns]  # fmt: skip
    shown["value"] = [[_plain(c, row.get(c.name)) for c in columns] for row in rows]
    return shown


def _plain(f: Field, value: Any) -> Any:
    if value is None or value == []:
        return None
    if f.kind in (Kind.CHOICE, Kind.MULTICHOICE):
        labels = {o.code: o.label for o in f.options}
        chosen = value if isinstance(value, list) else [value]
        return "、".join(labels.get(str(c), str(c)) for c in chosen)
    if f.kind in (Kind.MONEY, Kind.INTEGER, Kind.YESNO):
        return value
    return str(value)
