"""All that the register knows of who is tied to which unit, as dated, sourced facts.

Units keep their ids, experts theirs; a unit that somebody wrote goes by a digest of what was
written, and the facts that join it to the units it may be are among them. `source` is a code, a
bar, and words: whose record, or what was looked up.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from django.db.models import Max, Q
from django.utils import timezone

from jiebang.engine.conflicts import Fact, Person, Unit, link_units
from jiebang.engine.conflicts import Registry as Units
from jiebang.engine.identity import check_credit_code, normalise
from jiebang.platform import sealing
from jiebang.platform.accounts.queries import staff_among
from jiebang.registry.models import Expert, Membership, Organisation, Relation, RelationFact
from jiebang.rulebook.expert import State as ExpertState
from jiebang.rulebook.expert import unit_key
from jiebang.rulebook.organisation import MembershipState
from jiebang.rulebook.relation_fact import TO_PEOPLE
from jiebang.rulebook.relation_fact import State as FactState

OFFICE = "office"  # the unit that runs the programme
TIES = {"part_time": "part_time", "shares": "shareholder", "former": "employed",
        "study": "studies", "cooperation": "cooperation", "family": "kin_post"}  # fmt: skip
WITH_SOMEBODY = {"study": "teacher", "cooperation": "coproject", "family": "kin"}
OWNED = ("subsidiary", "joint_control", "significant", "joint_venture", "associate")
TOGETHER = ("common_control", "key_person")  # somebody, whom nobody names, holds both
BASIS_POINTS = 100  # a per cent
IN_POOL = (ExpertState.ACCEPTED, ExpertState.FROZEN)


@dataclass(slots=True)
class Known:
    """`names` are how people and units are written, by id; `told_on` when a record that says a fact
    was last confirmed, where that is known."""

    facts: list[Fact] = field(default_factory=list)
    experts: list[Person] = field(default_factory=list)
    others: list[Person] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    told_on: dict[Fact, date] = field(default_factory=dict)
    mentions: dict[str, Unit] = field(default_factory=dict)

    def mention(self, name: str, code: str = "") -> str:
        """The id of a unit as somebody wrote it."""
        unit = mentioned(name, code)
        self.mentions.setdefault(unit.id, unit)
        self.names.setdefault(unit.id, name)
        return unit.id

    def tell(self, *facts: Fact, on: date | None = None) -> None:
        self.facts += facts
        if on is not None:
            self.told_on |= dict.fromkeys(facts, on)


def mentioned(name: str, code: str = "") -> Unit:
    told = f"{unit_key(name)}\n{normalise(code)}"
    return Unit(f"written:{hashlib.sha256(told.encode()).hexdigest()[:24]}", name, normalise(code))


def conflict_facts(experts: Collection[str] | None = None,
                   written: Iterable[Unit] = ()) -> Known:  # fmt: skip
    """Of these experts, or of the whole pool; `written` are units as others wrote them, to be
    compared with the register alike (see `mentioned`)."""
    known = Known()
    for unit in written:
        known.mention(unit.name, unit.code)
    units = _units(known)
    rows = _experts(experts)
    ids = _ids(rows)
    for e in rows:
        _expert(known, e, ids[e.pk])
    _memberships(known, rows, ids)
    _relations(known)
    _recorded(known, {str(e.pk): ids[e.pk] for e in rows})
    linked = _linked(units, tuple(sorted(known.mentions.values(), key=lambda u: u.id)))
    known.facts += linked
    return known


# -- units ----------------------------------------------------------------------------------------


def _units(known: Known) -> tuple[Unit, ...]:
    columns = ("pk", "name", "code", "former_names", "original_name", "region_code",
               "legal_representative")  # fmt: skip
    found = []
    for pk, name, code, former, original, region, head in Organisation.objects.order_by(
        "pk"
    ).values_list(*columns):
        aliases = tuple(n for n in (*former, original) if n)
        found.append(Unit(str(pk), name, code or "", aliases, region))
        known.names[str(pk)] = name
        if head:
            who = f"head:{pk}"
            known.others.append(Person(who, head, units=(unit_key(name),)))
            known.names[who] = head
            known.tell(Fact("legal_representative", who, str(pk), "register|",
                            confidence="confirmed"))  # fmt: skip
    return tuple(found)


@lru_cache(maxsize=2)
def _compared(units: tuple[Unit, ...]) -> Units:
    return Units(units)


@lru_cache(maxsize=4)
def _linked(units: tuple[Unit, ...], mentions: tuple[Unit, ...]) -> tuple[Fact, ...]:
    return link_units(_compared(units), mentions)


def _relations(known: Known) -> None:
    """What units declared of each other."""
    rows = Relation.objects.select_related("organisation").only(
        "name", "code", "relation", "share", "since_on", "organisation__name"
    )
    for r in rows.order_by("pk"):
        here, there = str(r.organisation_id), known.mention(r.name, r.code)
        more: dict[str, Any] = {"source": f"archive|{r.organisation.name}", "on": r.since_on}
        if r.relation == "branch":
            known.tell(Fact("department", there, here, **more))
        elif r.relation in TOGETHER:
            holder = f"holder:{here}:{there}"
            known.names[holder] = ""
            known.tell(*(Fact("owns", holder, unit, **more) for unit in (here, there)))
        else:
            ends = (here, there) if r.relation in OWNED else (there, here)
            known.tell(Fact("owns", *ends, amount=_points(r.share), **more))


def _points(percent: object) -> int | None:
    """None where it is not known."""
    try:
        return min(int(Decimal(str(percent)) * BASIS_POINTS), 10_000) if percent else None
    except InvalidOperation:
        return None


# -- experts --------------------------------------------------------------------------------------


def _experts(ids: Collection[str] | None) -> list[Expert]:
    """With the younger records of the same people, which speak for the older one."""
    wanted = Q(state__in=IN_POOL) | Q(same_as__isnull=False)
    if ids is not None:
        wanted = Q(pk__in=ids) | Q(same_as__in=ids) | Q(same_as__same_as__in=ids)
    columns = ("user_id", "name", "unit_id", "unit_name", "unit_code", "ties",
               "fields", "born_on", "id_index", "profile", "confirmed_at", "unit_confirmed_at",
               "same_as_id")  # fmt: skip
    return list(Expert.objects.filter(wanted).only(*columns).order_by("pk"))


def _ids(rows: list[Expert]) -> dict[Any, str]:
    """Under which id the facts of a record stand: of the oldest record of the same person."""
    older = {e.pk: e.same_as_id for e in rows}

    def oldest(pk: Any) -> Any:
        return oldest(older[pk]) if older[pk] in older else pk

    return {pk: str(oldest(pk)) for pk in older}


def _expert(known: Known, e: Expert, who: str) -> None:
    on = timezone.localdate(e.confirmed_at) if e.confirmed_at else None
    if who == str(e.pk):
        known.names[who] = e.name
        known.experts.append(person_of(e))
    sure = "confirmed" if e.unit_confirmed_at else "declared"
    # Not by region: a unit under its full name is meant, whatever place somebody works at.
    unit = str(e.unit_id) if e.unit_id else known.mention(e.unit_name, e.unit_code)
    known.tell(Fact("employed", who, unit, "record|", confidence=sure), on=on)
    for tie in e.ties:
        _tie(known, who, tie, on)


def _tie(known: Known, who: str, tie: Mapping[str, Any], on: date | None) -> None:
    unit = known.mention(str(tie.get("unit") or ""), str(tie.get("code") or ""))
    until = date.fromisoformat(tie["until_on"]) if tie.get("until_on") else None
    share = _points(tie.get("share")) if tie["tie"] == "shares" else None
    kind = TIES[tie["tie"]]
    known.tell(Fact(kind, who, unit, "record|", until=until, amount=share), on=on)
    name = str(tie.get("person") or "").strip()
    if name and tie["tie"] in WITH_SOMEBODY:
        other = f"near:{who}:{unit_key(name)}"
        known.names[other] = name
        known.others.append(Person(other, name, units=(unit_key(str(tie.get("unit") or "")),)))
        known.tell(Fact(WITH_SOMEBODY[tie["tie"]], who, other, "record|", until=until), on=on)


def person_of(e: Expert) -> Person:
    """As compared with other people: nothing but hashes of what is secret."""
    phone = str(e.profile.get("phone") or "")
    return Person(
        id=str(e.pk), name=e.name, identity=e.id_index or "",
        units=tuple(unit_key(n) for n in (e.unit_name,) if n),
        former=tuple(unit_key(str(t["unit"])) for t in e.ties if t.get("tie") == "former"),
        fields=tuple(e.fields), born=e.born_on.isoformat() if e.born_on else "",
        contacts=(sealing.index(phone, "expert-phone"),) if phone else (),
    )  # fmt: skip


def _memberships(known: Known, rows: list[Expert], ids: Mapping[Any, str]) -> None:
    """People of a unit on this platform; who left had a post there until that day."""
    experts: dict[int, str] = {e.user_id: ids[e.pk] for e in rows}
    held = Membership.objects.filter(user_id__in=experts)
    held = held.filter(state__in=[MembershipState.ACTIVE, MembershipState.LEFT])
    for m in held.order_by("pk").only("user_id", "organisation_id", "state", "created_at",
                                      "updated_at"):  # fmt: skip
        since = timezone.localdate(m.created_at)
        left = timezone.localdate(m.updated_at) if m.state == MembershipState.LEFT else None
        known.tell(Fact("employed", experts[m.user_id], str(m.organisation_id), "membership|",
                        since, left, "confirmed"))  # fmt: skip
    for user in sorted(staff_among(list(experts))):
        known.tell(Fact("employed", experts[user], OFFICE, "post|", confidence="confirmed"))


# -- what was found out ---------------------------------------------------------------------------


def _recorded(known: Known, experts: Mapping[str, str]) -> None:
    """Facts about one of these experts; those of people the pool is not known to hold, always."""
    rows = RelationFact.objects.filter(state=FactState.RECORDED)
    for f in rows.order_by("pk"):
        if f.expert_id is not None and str(f.expert_id) not in experts:
            continue
        who = experts[str(f.expert_id)] if f.expert_id else f"said:{f.pk}"
        if not f.expert_id:
            known.names[who] = f.person
            units = (unit_key(f.person_unit),) if f.person_unit else ()
            known.others.append(Person(who, f.person, units=units))
        _fact(known, f, who)


def _fact(known: Known, f: RelationFact, who: str) -> None:
    code = "" if check_credit_code(normalise(f.other_unit)) else f.other_unit
    unit = known.mention(f.other_unit, code) if f.other_unit else ""
    more: dict[str, Any] = {"source": f"recorded|{f.source}", "on": f.since_on,
                            "until": f.until_on,
                            "confidence": "confirmed" if f.sure else "declared"}  # fmt: skip
    if f.kind not in TO_PEOPLE:
        share = _points(f.share) if f.kind == "shareholder" else None
        known.tell(Fact(f.kind, who, unit, amount=share, **more))
        return
    other = f"of:{f.pk}"
    known.names[other] = f.other_person
    units = (unit_key(f.other_unit),) if f.other_unit else ()
    known.others.append(Person(other, f.other_person, units=units))
    known.tell(Fact(f.kind, who, other, **more))
    if unit:
        known.tell(Fact("employed", other, unit, more["source"], confidence="declared"))


def employers(experts: Collection[str]) -> dict[str, frozenset[str]]:
    """Ids of registered units at which these experts work now, under whatever name."""
    known = conflict_facts(experts)
    meant: dict[str, set[str]] = {}
    for f in known.facts:
        if f.a in known.mentions and f.confidence != "name":
            meant.setdefault(f.a, set()).add(f.b)
    found: dict[str, frozenset[str]] = {}
    for f in known.facts:
        if f.kind == "employed" and f.until is None:
            found[f.a] = found.get(f.a, frozenset()) | {f.b} | meant.get(f.b, set())
    return found


def units_changed_at() -> datetime | None:
    """When a unit's name or its declared relations changed last."""
    return Organisation.objects.aggregate(at=Max("ties_at"))["at"]


def relation_changed_at() -> datetime | None:
    return RelationFact.objects.aggregate(at=Max("updated_at"))["at"]
