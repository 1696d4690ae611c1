"""who must not come near what, and why: conflicts of interest from files of facts

input (CSV with a header, UTF-8 or GB18030; columns in any order, further columns are left alone):
  PEOPLE   id[, name, identity, units, former, fields, works, contacts, born, latin, candidate]
           cells of several values are separated by ";"; `candidate` is yes or no, yes when empty
  UNITS    id, name[, code, aliases, region]
  FACTS    kind, a, b[, source, on, until, confidence, amount, side]; dates as 2026-05-20
           kinds: employed part_time studies shareholder director legal_representative adviser
           cooperation kin_post coauthor coproject coinventor teacher kin same_person alias renamed
           merged same_code department owns party office member named
           amounts: shares in basis points (500 is 5 %), numbers of works, places on a list
           confidence: confirmed declared matched name; declared when empty
  ITEMS    id[, group]
  POLICY   JSON: {"rules": [{"code": "employer", "verdict": "hard", "tie": ["employed"],
           "months": 0, "chain": 1, "chain_least": 5000}, …], "ceilings": {"matched": "ask"}}

output: CSV with one line a reason (candidate,item,verdict,rule,reason_verdict,path,sources,key),
or JSON. A path reads node -kind- node; verdicts are hard, ask, note.

With --resolve, units and people are first compared among each other: units by credit code and name,
people by identity, then name with other signs; the facts found this way join the others.
"""

from __future__ import annotations

import argparse
import csv
import io
import sys
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from jiebang.cli.engine.files import (
    Line,
    Unreadable,
    csv_of,
    measured,
    tell,
    text_of,
    writable,
    write,
)
from jiebang.cli.engine.nodes import root_of

if TYPE_CHECKING:
    from jiebang.engine.conflicts import Conflicts, Fact, Item, Pair, Person, Policy, Reason, Unit

COLUMNS = ("candidate", "item", "verdict", "rule", "reason_verdict", "path", "sources", "key")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("people", metavar="PEOPLE")
    parser.add_argument("units", metavar="UNITS")
    parser.add_argument("facts", metavar="FACTS")
    parser.add_argument("items", metavar="ITEMS")
    parser.add_argument("policy", metavar="POLICY")
    parser.add_argument("--on", required=True, help="the day that counts, as 2026-05-20")
    parser.add_argument("--resolve", action="store_true", help="find out who is who first")
    parser.add_argument("--at-least", choices=("note", "ask", "hard"), default="note")
    parser.add_argument("--out", metavar="FILE", help="where to write the CSV; default: the output")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of CSV")
    parser.add_argument("--seed", help="taken and not used: nothing here is drawn")


def run(chosen: argparse.Namespace) -> int:
    from jiebang.engine.conflicts import Graph, Verdict, screen  # noqa: PLC0415 -- numpy is slow

    on = _day(chosen.on)
    writable(chosen.out, chosen.people, chosen.units, chosen.facts, chosen.items, chosen.policy)
    people = list(_people(chosen.people))
    units, items = list(_units(chosen.units)), list(_items(chosen.items))
    facts = list(_facts(chosen.facts, [p for p, _ in people], units, items))
    policy = _policy(chosen.policy)
    with measured() as cost:
        if chosen.resolve:
            facts += _resolved([p for p, _ in people], units)
        names = [person.id for person, candidate in people if candidate]
        found = screen(Graph(facts, items), [i.id for i in items], names, policy, on=on)
        pairs = list(found.pairs(Verdict[chosen.at_least.upper()]))
    if chosen.out or not chosen.json:
        table = _table(pairs)
        write(chosen.out, table) if chosen.out else sys.stdout.write(table)
    if chosen.json:
        tell(_told(found, pairs) | cost.told())
    return 0


# -- reading --------------------------------------------------------------------------------------


def _day(text: str) -> date:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise Unreadable("--on", f"no date: {text!r}") from None
    if found.year < 1900:
        raise Unreadable("--on", f"before 1900: {text}")
    return found


def _people(path: str) -> Iterator[tuple[Person, bool]]:
    from jiebang.engine.conflicts import Person  # noqa: PLC0415 -- numpy is slow

    for line in _once(path, ("id",)):
        candidate = line.get("candidate") or "yes"
        if candidate not in ("yes", "no"):
            raise line.wrong("candidate", f"yes or no, not {candidate!r}")
        yield Person(
            line["id"], line.get("name"), line.get("identity"), _several(line, "units"),
            _several(line, "former"), _several(line, "fields"), _several(line, "works"),
            _several(line, "contacts"), line.get("born"), _several(line, "latin"),
        ), candidate == "yes"  # fmt: skip


def _units(path: str) -> Iterator[Unit]:
    from jiebang.engine.conflicts import Unit  # noqa: PLC0415 -- numpy is slow
    from jiebang.engine.identity import check_credit_code  # noqa: PLC0415

    for line in _once(path, ("id", "name")):
        code = line.get("code")
        fault = check_credit_code(code) if code else None
        if fault is not None:
            raise line.wrong("code", f"no credit code: {code!r} ({fault.code})")
        yield Unit(line["id"], line["name"], code, _several(line, "aliases"), line.get("region"))


def _items(path: str) -> Iterator[Item]:
    from jiebang.engine.conflicts import Item  # noqa: PLC0415 -- numpy is slow

    for line in _once(path, ("id",)):
        yield Item(line["id"], line.get("group"))


def _once(path: str, needed: tuple[str, ...]) -> Iterator[Line]:
    """Lines whose ids are there, and differ."""
    seen: set[str] = set()
    for line in csv_of(path, needed):
        if not line["id"] or line["id"] in seen:
            raise line.wrong("id", "the same id twice" if line["id"] else "empty")
        seen.add(line["id"])
        yield line


def _facts(path: str, people: list[Person], units: list[Unit], items: list[Item]) -> Iterator[Fact]:
    from jiebang.engine.conflicts import CONFIDENCE, KINDS, Fact  # noqa: PLC0415 -- numpy is slow

    known = {
        "person": {person.id for person in people}, "unit": {unit.id for unit in units},
        "item": {item.id for item in items}, "group": {item.group for item in items} - {""},
    }  # fmt: skip
    for line in csv_of(path, ("kind", "a", "b")):
        kind = KINDS.get(line["kind"])
        if kind is None or line["kind"] == "listed":
            raise line.wrong("kind", f"unknown: {line['kind']!r}")
        for end, node in (("a", kind.a), ("b", kind.b)):
            if line[end] not in known[node]:
                raise line.wrong(end, f"no such {node}: {line[end]!r}")
        confidence = line.get("confidence") or "declared"
        if confidence not in CONFIDENCE:
            raise line.wrong("confidence", f"unknown: {confidence!r}")
        amount = line.integer("amount", 0, 999_999) if line.get("amount") else None
        on, until = _date(line, "on"), _date(line, "until")
        if on is not None and until is not None and until < on:
            raise line.wrong("until", "before the beginning")
        yield Fact(line["kind"], line["a"], line["b"], line.get("source"), on, until, confidence,
                   amount, line.get("side"))  # fmt: skip


def _date(line: Line, name: str) -> date | None:
    try:
        return date.fromisoformat(line.get(name)) if line.get(name) else None
    except ValueError:
        raise line.wrong(name, f"no date: {line[name]!r}") from None


def _several(line: Line, name: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in line.get(name).split(";") if part.strip())


def _policy(path: str) -> Policy:
    from jiebang.engine.conflicts import PolicyError, policy_from  # noqa: PLC0415 -- numpy is slow

    root = root_of(path)
    data = root.value
    if not isinstance(data, dict):
        raise Unreadable(path, "a policy is a JSON object", 1, 1)
    for rule in root.rows("rules", []):
        if isinstance(rule.value, dict) and "code" in rule.value:
            rule.text("code")
    try:
        return policy_from(data)
    except PolicyError as problem:
        raise Unreadable(path, str(problem), *_where(path, problem.place)) from problem


def _where(path: str, place: str) -> tuple[int, int]:
    """Line and column of the first text that names the faulty part; 0 where nothing does."""
    for number, text in enumerate(text_of(path).splitlines(), 1):
        if f'"{place}"' in text:
            return number, text.index(f'"{place}"') + 1
    return 0, 0


def _resolved(people: list[Person], units: list[Unit]) -> list[Fact]:
    from jiebang.engine.conflicts import (  # noqa: PLC0415 -- numpy is slow
        Registry,
        link_people,
        link_units,
        match_people,
    )

    matches = [told for told in match_people(people, people) if told[0] < told[1]]
    return [*link_units(Registry(units), units), *link_people(matches)]


# -- telling --------------------------------------------------------------------------------------


def _table(pairs: list[Pair]) -> str:
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\n")
    lines.writerow(COLUMNS)
    for pair in pairs:
        for reason in pair.reasons:
            sources = dict.fromkeys(f.source for s in reason.steps for f in s.facts if f.source)
            lines.writerow([
                pair.candidate, pair.item, pair.verdict.name.lower(), reason.rule,
                reason.verdict.name.lower(), _path(reason), "; ".join(sources), reason.key,
            ])  # fmt: skip
    return out.getvalue()


def _path(reason: Reason) -> str:
    parts = [reason.steps[0].start]
    for step in reason.steps:
        parts.append(f"-{step.kind}- {step.end}")
    return " ".join(parts)


def _told(found: Conflicts, pairs: list[Pair]) -> dict[str, Any]:
    return {
        "objective": len(pairs),
        "candidates": len(found.candidates),
        "items": len(found.items),
        "facts": len(found.graph.facts),
        "pairs": [
            {
                "candidate": pair.candidate,
                "item": pair.item,
                "verdict": pair.verdict.name.lower(),
                "reasons": [_reason(reason) for reason in pair.reasons],
            }
            for pair in pairs
        ],
    }


def _reason(reason: Reason) -> dict[str, Any]:
    return {
        "rule": reason.rule,
        "verdict": reason.verdict.name.lower(),
        "key": reason.key,
        "nodes": [{"kind": kind, "id": name} for kind, name in reason.nodes()],
        "edges": [
            {"kind": step.kind, "facts": [_fact(fact) for fact in step.facts]}
            for step in reason.steps
        ],
    }


def _fact(fact: Fact) -> dict[str, Any]:
    told = {"a": fact.a, "b": fact.b, "source": fact.source, "on": fact.on, "until": fact.until,
            "confidence": fact.confidence, "amount": fact.amount, "side": fact.side}  # fmt: skip
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in told.items()
        if value not in (None, "")
    }
