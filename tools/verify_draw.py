#!/usr/bin/env python3
"""Replays a published draw. Needs Python 3.10 or later and nothing else: one file, no packages.

    python3 verify_draw.py TRANSCRIPT.json [--commit HEX]

`--commit` is the commitment announced before the draw; give it, or the input may have been
changed together with everything that follows from it. Exit status: 0 the record replays to the
same panel and reserves; 1 it differs (every difference is printed); 2 the file cannot be read.

The method, in full:
  commit = SHA-256(canonical {"format", "input"} and LF)       input: frozen before the draw
  a reveal opens its source when SHA-256(salt, 32 bytes ‖ value, 16 bytes or more) is the
      commitment in the input; every source reveals exactly once, or the round is void
  seed   = SHA-256("jiebang/plain-draw/1/seed" LF ‖ commit ‖ for each source by name:
           be64 length and bytes of the name, be64 length and bytes of the value)
  order  = eligible ids by HMAC-SHA-256(seed, id), the smallest first
  panel  = go through the order and seat everyone with whom, and with people further down, a panel
           that keeps all rules can still be completed
  reserves = the rest, in order
"""

import argparse
import hashlib
import hmac
import json
import re
import sys

FORMAT = "plain-draw/1"
FIELDS = {"format", "input", "commit", "reveals", "seed", "order", "panel", "reserves"}
INPUT_FIELDS = {"subject", "round", "candidates", "exclusions", "rules", "sources"}
RULE_FIELDS = {"seats", "reserves", "per_unit", "away_percent", "quotas"}


class Unreadable(Exception):
    """The file is no transcript."""


# Reading ---------------------------------------------------------------------------------------


def read(raw):
    try:
        record = json.loads(raw.decode("utf-8"), parse_float=refuse, parse_constant=refuse)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"not JSON in UTF-8 with whole numbers: {error}") from None
    require(isinstance(record, dict) and set(record) == FIELDS, "wrong fields at the top")
    require(record["format"] == FORMAT, f"format is not {FORMAT}")
    require(is_object(record["input"], INPUT_FIELDS), "wrong fields in input")
    check_input(record["input"])
    for name in ("commit", "seed"):
        require(is_hex(record[name]) and len(record[name]) == 64, f"{name} is no SHA-256")
    require(is_rows(record["reveals"], 3), "reveals are not rows of source, salt, value")
    require(
        all(is_hex(salt) and is_hex(value) for _, salt, value in record["reveals"]),
        "a reveal is not in lower-case hexadecimal",
    )
    for name in ("order", "panel", "reserves"):
        require(is_texts(record[name]), f"{name} is no list of ids")
    require(canonical(record) == raw, "not in canonical form (see RFC 8785, plus a final LF)")
    return record


def check_input(frozen):
    require(is_text(frozen["subject"]) and is_count(frozen["round"], 1), "wrong subject or round")
    require(is_object(frozen["rules"], RULE_FIELDS), "wrong fields in rules")
    rules = frozen["rules"]
    least = {"seats": 1, "reserves": 0, "per_unit": 1, "away_percent": 0}
    require(all(is_count(rules[k], n) for k, n in least.items()), "a rule is no whole number")
    require(rules["away_percent"] <= 100, "away_percent is above 100")
    require(isinstance(rules["quotas"], list), "quotas are no list")
    for row in rules["quotas"]:
        require(isinstance(row, list) and len(row) == 3 and is_texts(row[:2]), "a wrong quota")
        require(is_count(row[2], 1) and row[0] != "away", "a wrong quota")
    require(isinstance(frozen["candidates"], list), "candidates are no list")
    for person in frozen["candidates"]:
        require(is_object(person, {"id", "unit", "away", "strata"}), "wrong fields in a candidate")
        require(is_text(person["id"]) and is_text(person["unit"]), "a candidate without id or unit")
        require(isinstance(person["away"], bool), "away is true or false")
        require(is_rows(person["strata"], 2), "strata are not pairs")
    require(is_rows(frozen["exclusions"], 2), "exclusions are not pairs")
    require(is_rows(frozen["sources"], 2) and frozen["sources"], "sources are not pairs")
    ids = [person["id"] for person in frozen["candidates"]]
    distinct(ids, "candidate")
    distinct([name for name, _ in frozen["sources"]], "source")
    distinct([tuple(row[:2]) for row in rules["quotas"]], "quota")
    require({i for i, _ in frozen["exclusions"]} <= set(ids), "excluded but no candidate")


def require(true, message):
    if not true:
        raise Unreadable(message)


def refuse(text):
    raise ValueError(f"{text} is no whole number")


def distinct(values, what):
    require(len(values) == len(set(values)), f"the same {what} twice")


def is_text(value):
    return isinstance(value, str) and value != ""


def is_texts(value):
    return isinstance(value, list) and all(is_text(v) for v in value)


def is_rows(value, width):
    return isinstance(value, list) and all(is_texts(v) and len(v) == width for v in value)


def is_object(value, fields):
    return isinstance(value, dict) and set(value) == fields


def is_count(value, least):
    return type(value) is int and value >= least


def is_hex(value):
    return isinstance(value, str) and re.fullmatch(r"([0-9a-f]{2})+", value) is not None


def canonical(value):
    # All our field names are ASCII, so sorting by code point is sorting by UTF-16 unit.
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    try:
        return text.encode("utf-8") + b"\n"
    except UnicodeEncodeError:
        raise Unreadable("half a surrogate pair") from None


# Replaying -------------------------------------------------------------------------------------


def differences(record, announced=None):
    """One sentence for everything in which the record differs from its replay."""
    frozen, found = record["input"], []
    commit = hashlib.sha256(canonical({"format": FORMAT, "input": frozen})).hexdigest()
    if announced is not None and announced != commit:
        found.append(f"the input hashes to {commit}, announced was {announced}")
    if record["commit"] != commit:
        found.append(f"commit is {record['commit']}, the input hashes to {commit}")
    found += void(frozen["sources"], record["reveals"])
    if found:
        return found
    seed = make_seed(commit, frozen["sources"], record["reveals"])
    if record["seed"] != seed.hex():
        found.append(f"seed is {record['seed']}, replayed {seed.hex()}")
    out = {i for i, _ in frozen["exclusions"]}
    people = [p for p in frozen["candidates"] if p["id"] not in out]
    people.sort(key=lambda p: hmac.new(seed, p["id"].encode(), hashlib.sha256).digest())
    order = [p["id"] for p in people]
    panel = Replay(people, frozen["rules"]).panel()
    if panel is None:
        return [*found, "no panel can keep the rules, but one is recorded"]
    reserves = [i for i in order if i not in panel]
    found += compare("order", record["order"], order)
    found += compare("panel", record["panel"], panel)
    found += compare("reserves", record["reserves"], reserves)
    if len(reserves) < frozen["rules"]["reserves"]:
        found.append(f"{len(reserves)} reserves, the rules want {frozen['rules']['reserves']}")
    return found


def void(sources, reveals):
    found = []
    for name, commitment in sources:
        rows = [row for row in reveals if row[0] == name]
        if len(rows) != 1:
            found.append(f"round void: {name} revealed {len(rows)} times")
            continue
        salt, value = bytes.fromhex(rows[0][1]), bytes.fromhex(rows[0][2])
        if len(salt) != 32 or len(value) < 16:
            found.append(f"round void: salt or value of {name} has the wrong length")
        elif hashlib.sha256(salt + value).hexdigest() != commitment:
            found.append(f"round void: {name} did not reveal what it had committed to")
    names = {name for name, _ in sources}
    found += [f"round void: {row[0]} is no source" for row in reveals if row[0] not in names]
    if [row[0] for row in reveals] != sorted(row[0] for row in reveals):
        found.append("reveals are not sorted by source")
    if sources != sorted(sources):
        found.append("sources are not sorted")
    return found


def make_seed(commit, sources, reveals):
    values = {name: bytes.fromhex(value) for name, _, value in reveals}
    message = b"jiebang/plain-draw/1/seed\n" + bytes.fromhex(commit)
    for name, _ in sources:
        for part in (name.encode(), values[name]):
            message += len(part).to_bytes(8, "big") + part
    return hashlib.sha256(message).digest()


def compare(name, recorded, replayed):
    for place, (old, new) in enumerate(zip(recorded, replayed, strict=False), 1):
        if old != new:
            return [f"{name}, place {place}: recorded {old}, replayed {new}"]
    if len(recorded) != len(replayed):
        return [f"{name}: recorded {len(recorded)} ids, replayed {len(replayed)}"]
    return []


class Replay:
    """Seats people by search: for the quota that lacks most, try each kind of helper, and back."""

    def __init__(self, people, rules):
        self.people, self.rules = people, rules
        self.needs = [((d, v), n) for d, v, n in rules["quotas"]]
        if rules["away_percent"]:
            seats = (rules["seats"] * rules["away_percent"] + 99) // 100
            self.needs.append((("away", "yes"), seats))

    def panel(self):
        """Ids in order, or None."""
        chosen = []
        if not self.can_finish(chosen, self.people):
            return None
        for place, person in enumerate(self.people):
            if len(chosen) == self.rules["seats"]:
                break
            if self.room(chosen, person["unit"]) and self.can_finish(
                [*chosen, person], self.people[place + 1 :]
            ):
                chosen.append(person)
        return [p["id"] for p in chosen]

    def room(self, chosen, unit):
        return self.rules["per_unit"] - sum(p["unit"] == unit for p in chosen)

    def labels(self, person):
        here = {tuple(pair) for pair in person["strata"]}
        return here | {("away", "yes")} if person["away"] else here

    def can_finish(self, chosen, rest):
        lacking = {
            label: n - sum(label in self.labels(p) for p in chosen) for label, n in self.needs
        }
        lacking = {label: n for label, n in lacking.items() if n > 0}
        open_seats = self.rules["seats"] - len(chosen)
        if any(n > open_seats for n in lacking.values()):
            return False
        places = {}
        for person in rest:
            room = self.room(chosen, person["unit"])
            kinds = places.setdefault(person["unit"], [room, {}])[1]
            kind = frozenset(self.labels(person) & set(lacking))
            kinds[kind] = kinds.get(kind, 0) + 1
        seatable = sum(min(room, sum(kinds.values())) for room, kinds in places.values())
        if seatable < open_seats:
            return False
        units = [
            (room, frozenset((k, min(n, room)) for k, n in kinds.items() if k))
            for room, kinds in places.values()
        ]
        return self.cover(lacking, open_seats, count(units, open_seats), {})

    def cover(self, lacking, open_seats, units, known):
        """Whether the lacking quotas fit into the open seats. `units`: {shape: how many}."""
        if not lacking:
            return True
        if max(lacking.values()) > open_seats:
            return False
        key = (frozenset(lacking.items()), open_seats, frozenset(units.items()))
        if key not in known:
            known[key] = self.branch(lacking, open_seats, units, known)
        return known[key]

    def branch(self, lacking, open_seats, units, known):
        wanted = max(sorted(lacking), key=lambda label: lacking[label])
        for shape in units:
            for kind, _ in shape[1]:
                if wanted not in kind:
                    continue
                left = {label: n - (label in kind) for label, n in lacking.items()}
                left = {label: n for label, n in left.items() if n > 0}
                fewer = dict(units)
                fewer[shape] -= 1
                rest = without(shape, kind)
                fewer[rest] = fewer.get(rest, 0) + 1
                fewer = {s: n for s, n in fewer.items() if n and s[0] and s[1]}
                if self.cover(left, open_seats - 1, fewer, known):
                    return True
        return False


def count(units, enough):
    shapes = {}
    for shape in units:
        if shape[0] > 0 and shape[1]:
            shapes[shape] = min(shapes.get(shape, 0) + 1, enough)
    return shapes


def without(shape, kind):
    """The unit after it has sent one of this kind."""
    room, kinds = shape
    fewer = {k: n - (k == kind) for k, n in kinds}
    return (room - 1, frozenset((k, min(n, room - 1)) for k, n in fewer.items() if n > 0))


def main(arguments=None):
    parser = argparse.ArgumentParser(description="Replay a published draw.")
    parser.add_argument("transcript")
    parser.add_argument("--commit", help="the commitment announced before the draw")
    options = parser.parse_args(arguments)
    try:
        with open(options.transcript, "rb") as file:
            record = read(file.read())
    except (OSError, Unreadable) as error:
        print(f"unreadable: {error}")
        return 2
    found = differences(record, options.commit)
    for line in found:
        print(f"differs: {line}")
    if not found:
        print(f"same: {len(record['panel'])} seats, {len(record['reserves'])} reserves")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
