#!/usr/bin/env python3
"""Replays a published draw. Needs Python 3.10 or later and nothing else: one file, no packages.

    python3 verify_draw.py FILE [--commit HEX]

FILE is a transcript, the record of a void round, or the proof of one row. `--commit` is the
commitment announced before the draw; give it, or the input may have been changed together with
everything that follows from it. Exit status: 0 the record replays to the same; 1 it differs (every
difference is printed); 2 the file cannot be read.

Both ways of drawing:
  a party's reveal opens its source when SHA-256(salt, 32 bytes ‖ value, 16 bytes or more) is the
      commitment in the input; a public number has the groups of digits that were named, a beacon 64
      hexadecimal digits; every source reveals exactly once, or the round is void
  seed   = SHA-256("jiebang/FORMAT/seed" LF ‖ commit ‖ for each source by name:
           be64 length and bytes of the name, be64 length and bytes of the value)
Plain, plain-draw/1 (parties only) and plain-draw/2, one line of JSON:
  commit = SHA-256(canonical {"format", "input"} and LF)       input: frozen before the draw
  order  = eligible ids by HMAC-SHA-256(seed, id), the smallest first
  panel  = go through the order and seat everyone with whom, and with people further down, a panel
           that keeps all rules can still be completed
  reserves = the rest, in order
By fit, fit-draw/1, a line of JSON each:
  the header; candidates by id: id, load, least load, group in each level (finest first); items by
      id: id, seats with reserves, reserves, seats of classes, limits of groups other than the
      level's, cap (one or one a pair), candidates by number, fits; for each item its flow: places
      in its list, parts of a seat over the scale, price of a seat, prices of groups; prices of
      candidates with the value of the marginals; then results
  commit = SHA-256("jiebang/fit-draw/1/commit" LF ‖ be64 number of lines ‖ root), root of the RFC
           6962 tree over the announced lines (all before the results) without their line ends
  proof  = no marginals are worth more than seats, loads and limits at their prices, and what each
           pair gains above its price at most; so marginals worth exactly that are the best
  words  = 64-bit words of SHA-256(seed ‖ be64(0)), SHA-256(seed ‖ be64(1)) …; a number below n is
           the word's remainder, words from the last multiple of n on are skipped
  network: nodes are candidates, a hub, groups as they come up; an edge from the hub to each
           candidate whose load is no whole number; then item by item its pairs that are no whole
           number are the members; level by level, where two or more members share a group with a
           limit (groups in order of first members), a node is made with an edge from each, and
           takes their place unless their sum is whole; members are then in order of groups, those
           in none with a limit as one group that makes no node; at last a node for the item
  rounding: from the lowest node along the first live edge (not the one just used) until a node
           comes twice; the cycle, as walked, can take `up` more or `down` less: `up` when a number
           below up + down is below down; edges now whole or nothing are dead; go on from that node
  panel  = who was drawn, by HMAC-SHA-256(seed, item LF id); the first of each class are seated, the
           others its reserves in order
With balls: the seed of set n = SHA-256("jiebang/balls/1" LF ‖ seed ‖ be64(n)); root: of the tree
  over canonical [n, [[item, panel, reserves]…]], n = 0 … 999; the set with the number drawn counts
"""

import argparse
import gc
import hashlib
import hmac
import json
import operator
import re
import struct
import sys

PLAIN = ("plain-draw/1", "plain-draw/2")
FIT, VOID, PROOF = "fit-draw/1", "void-draw/1", "row-proof/1"
LEAST_BITS, SETS, WORDS = 128, 1000, 1 << 64
WRITER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
FIELDS = {"format", "input", "commit", "reveals", "seed", "order", "panel", "reserves"}
FIRST_INPUT = {"subject", "round", "candidates", "exclusions", "rules", "sources"}
INPUT_FIELDS = {PLAIN[0]: FIRST_INPUT, PLAIN[1]: FIRST_INPUT | {"previous", "balls"}}
VOID_FIELDS = {"format", "of", "commit", "causes", "reveals", "frozen"}
PROOF_FIELDS = {"format", "line", "index", "size", "root", "path"}
RULE_FIELDS = {"seats", "reserves", "per_unit", "away_percent", "quotas"}


class Unreadable(Exception):
    """The file is no transcript."""


# Reading ---------------------------------------------------------------------------------------


def read(raw):
    if raw.count(b"\n") > 1:
        return read_fit(raw)
    try:
        record = READER.decode(raw.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"not JSON in UTF-8 with whole numbers: {error}") from None
    require(isinstance(record, dict), "no transcript")
    require(canonical(record) == raw, "not in canonical form (see RFC 8785, plus a final LF)")
    if record.get("format") == VOID:
        return read_void(record)
    return read_proof(record) if record.get("format") == PROOF else read_plain(record)


def read_plain(record):
    ball = isinstance(record.get("input"), dict) and record["input"].get("balls") == SETS
    require(set(record) == FIELDS | ({"ball"} if ball else set()), "wrong fields at the top")
    kind = record["format"]
    require(kind in PLAIN, f"format is not {' or '.join(PLAIN)}")
    require(is_object(record["input"], INPUT_FIELDS[kind]), "wrong fields in input")
    check_input(record["input"], kind)
    for name in ("commit", "seed"):
        require(is_hash(record[name]), f"{name} is no SHA-256")
    require(is_reveals(record["reveals"]), "a wrong reveal")
    check_row(["ball", *record["ball"]] if ball else ["ball", 0, "0" * 64], "ball", BALL)
    for name in ("order", "panel", "reserves"):
        require(is_texts(record[name]), f"{name} is no list of ids")
    return record


def check_input(frozen, kind):
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
    if kind == PLAIN[0]:
        require(is_rows(frozen["sources"], 2), "sources are not pairs")
    else:
        previous = frozen["previous"]
        require(isinstance(previous, list) and all(map(is_hash, previous)), "wrong previous")
        require(is_count(frozen["balls"], 0) and frozen["balls"] in (0, SETS), "wrong balls")
    check_sources(tagged(frozen["sources"], kind))
    ids = [person["id"] for person in frozen["candidates"]]
    distinct(ids, "candidate")
    distinct([tuple(row[:2]) for row in rules["quotas"]], "quota")
    require({i for i, _ in frozen["exclusions"]} <= set(ids), "excluded but no candidate")


def tagged(sources, kind):
    """The sources of a plain draw as rows that say what they are."""
    return [["party", *row] for row in sources] if kind == PLAIN[0] else sources


SOURCES = {  # by kind: what follows the name
    "party": ("commitment",),
    "number": ("at", "bits", "groups", "digits"),
    "beacon": ("at", "bits", "commitment", "round"),
}


def check_sources(sources):
    """Names in order, each once; 128 bits in all, a party counting as its least 16 bytes."""
    bits = 0
    require(isinstance(sources, list), "sources are no list")
    for row in sources:
        require(isinstance(row, list) and len(row) > 1 and is_texts(row[:2]), "a wrong source")
        require(row[0] in SOURCES, f"no kind of source: {row[0]}")
        fields = SOURCES[row[0]]
        require(len(row) == 2 + len(fields), f"a wrong source: {row[1]}")
        for field, value in zip(fields, row[2:], strict=True):
            good = {"commitment": is_hash, "at": is_time}.get(field, lambda v: is_count(v, 1))
            require(good(value), f"a wrong source: {row[1]}, {field}")
        bits += row[3] if row[0] != "party" else LEAST_BITS
    require(bits >= LEAST_BITS, f"sources of {bits} bits, {LEAST_BITS} are wanted")
    distinct([row[1] for row in sources], "source")


def is_time(value):
    form = r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)"
    return isinstance(value, str) and re.fullmatch(form, value) is not None


def is_reveals(rows):
    """[source, salt, value] in hexadecimal, or [source, text]."""
    return isinstance(rows, list) and all(
        is_texts(row) and (len(row) == 2 or (len(row) == 3 and all(map(is_hex, row[1:]))))
        for row in rows
    )


def refuse(text):
    raise ValueError(f"{text} is no whole number")


READER = json.JSONDecoder(parse_float=refuse, parse_constant=refuse)


def require(true, message):
    if not true:
        raise Unreadable(message)


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
    text = WRITER.encode(value)
    try:
        return text.encode("utf-8") + b"\n"
    except UnicodeEncodeError:
        raise Unreadable("half a surrogate pair") from None


# Replaying -------------------------------------------------------------------------------------


def differences(record, announced=None):
    """One sentence for everything in which the record differs from its replay."""
    ways = {FIT: fit_differences, VOID: void_differences, PROOF: proof_differences}
    return ways.get(record["format"], plain_differences)(record, announced)


def plain_commit(kind, frozen):
    return hashlib.sha256(canonical({"format": kind, "input": frozen})).hexdigest()


def plain_differences(record, announced):
    frozen, found = record["input"], []
    commit = plain_commit(record["format"], frozen)
    sources = tagged(frozen["sources"], record["format"])
    if announced is not None and announced != commit:
        found.append(f"the input hashes to {commit}, announced was {announced}")
    if record["commit"] != commit:
        found.append(f"commit is {record['commit']}, the input hashes to {commit}")
    found += void(sources, record["reveals"])
    if found:
        return found
    seed = make_seed(record["format"], commit, sources, record["reveals"])
    found += compare_seed(record["seed"], seed)
    if "ball" in record:
        subject = frozen["subject"]
        found += check_ball(record["ball"], seed, lambda s: [[subject, *plain_draw(frozen, s)[1:]]])
        seed = ball_seed(seed, record["ball"][0])
    order, panel, reserves = plain_draw(frozen, seed)
    if panel is None:
        return [*found, "no panel can keep the rules, but one is recorded"]
    found += compare("order", record["order"], order)
    found += compare("panel", record["panel"], panel)
    found += compare("reserves", record["reserves"], reserves)
    if len(reserves) < frozen["rules"]["reserves"]:
        found.append(f"{len(reserves)} reserves, the rules want {frozen['rules']['reserves']}")
    return found


def plain_draw(frozen, seed):
    """(order, panel, reserves); no panel when none can keep the rules."""
    out = {i for i, _ in frozen["exclusions"]}
    people = [p for p in frozen["candidates"] if p["id"] not in out]
    people.sort(key=lambda p: hmac.new(seed, p["id"].encode(), hashlib.sha256).digest())
    order = [p["id"] for p in people]
    panel = Replay(people, frozen["rules"]).panel()
    return order, panel, [i for i in order if i not in panel] if panel else []


def void(sources, reveals):
    """Why there is no seed, and what is not in order."""
    found = [f"round void: {name} {SAYS[code]}" for code, name in causes_of(sources, reveals)]
    if [row[0] for row in reveals] != sorted(row[0] for row in reveals):
        found.append("reveals are not sorted by source")
    if [row[1] for row in sources] != sorted(row[1] for row in sources):
        found.append("sources are not sorted")
    return found


SAYS = {
    "missing": "did not reveal", "repeated": "revealed more than once", "unknown": "is no source",
    "mismatch": "did not reveal what it had committed to",
    "malformed": "has a value that is not of the form named",
}  # fmt: skip


def causes_of(sources, reveals):
    """(code, source) for everything that voids a round."""
    known = {row[1]: row for row in sources}
    told = [row[0] for row in reveals]
    found = [("missing", name) for name in known if name not in told]
    found += [("repeated", name) for name in dict.fromkeys(told) if told.count(name) > 1]
    for row in reveals:
        if row[0] not in known:
            found.append(("unknown", row[0]))
        elif not opens(known[row[0]], row):
            party = known[row[0]][0] == "party"
            found.append(("mismatch" if party else "malformed", row[0]))
    return found


def opens(source, reveal):
    if source[0] == "party":
        if len(reveal) != 3:
            return False
        salt, value = bytes.fromhex(reveal[1]), bytes.fromhex(reveal[2])
        opened = hashlib.sha256(salt + value).hexdigest() == source[2]
        return opened and len(salt) == 32 and len(value) >= 16
    if len(reveal) != 2:
        return False
    if source[0] == "beacon":
        return is_hash(reveal[1])
    groups = reveal[1].split(" ")
    right = [len(g) == source[5] and re.fullmatch("[0-9]+", g) for g in groups]
    return len(groups) == source[4] and all(right)


def make_seed(kind, commit, sources, reveals):
    values = {
        row[0]: bytes.fromhex(row[2]) if len(row) == 3 else row[1].encode() for row in reveals
    }
    message = b"jiebang/" + kind.encode() + b"/seed\n" + bytes.fromhex(commit)
    for source in sources:
        for part in (source[1].encode(), values[source[1]]):
            message += len(part).to_bytes(8, "big") + part
    return hashlib.sha256(message).digest()


def compare_seed(recorded, seed):
    if recorded == seed.hex():
        return []
    wrong = [n for n, (a, b) in enumerate(zip(recorded, seed.hex(), strict=True), 1) if a != b]
    where = f": one digit is wrong, at place {wrong[0]}" if len(wrong) == 1 else ""
    return [f"seed is {recorded}, replayed {seed.hex()}{where}"]


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


# A draw by fit: reading ---------------------------------------------------------------------------


HEADER_FIELDS = {
    "format", "subject", "round", "previous", "program", "sealed_key", "sources", "balls", "scale",
    "objective", "levels", "class_level", "candidates", "items",
}  # fmt: skip
ENDS = ("commit", "reveals", "seed")


def read_fit(raw):
    """The rows of a draw by fit, each checked for its form, and the bytes of the announced ones."""
    require(raw.endswith(b"\n"), "the last line has no end")
    lines = raw[:-1].split(b"\n")
    rows = [read_line(one) for one in lines]
    header = rows[0]
    require(is_object(header, HEADER_FIELDS), "wrong fields in the header")
    check_header(header)
    people, items = header["candidates"], header["items"]
    ends = [1, 1 + people, 1 + people + items, 1 + people + 2 * items]
    require(len(rows) > ends[3] + 3, "lines are missing")
    parts = [rows[ends[n] : ends[n + 1]] for n in range(3)]
    levels = len(header["levels"])
    for row in parts[0]:
        check_row(row, "candidate", (is_text, is_count0, is_count0, is_list))
        keys = row[4]
        require(len(keys) == levels and all(k is None or is_text(k) for k in keys), "wrong groups")
    for row in parts[1]:
        check_item(row, header)
    for row, item in zip(parts[2], parts[1], strict=True):
        check_flow(row, item, levels)
    check_row(rows[ends[3]], "prices", (is_ints, is_number))
    require(len(rows[ends[3]][1]) == people, "not one price for each candidate")
    last = rows[ends[3] + 1 :]
    check_results(last, header)
    for part, what in ((parts[0], "candidate"), (parts[1], "item")):
        names = [row[1] for row in part]
        require(names == sorted(set(names)), f"a {what} twice, or not in order")
    return {"format": FIT, "header": header, "people": parts[0], "items": parts[1],
            "flows": parts[2], "prices": rows[ends[3]], "last": last,
            "lines": lines[: ends[3] + 1]}  # fmt: skip


def read_line(one):
    try:
        text = one.decode("utf-8")
        row = READER.decode(text)
        bulk = isinstance(row, list) and len(row) == 9 and is_ints(row[7]) and is_ints(row[8])
        form = WRITER.encode(row[:7] if bulk else row)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"not JSON in UTF-8 with whole numbers: {error}") from None
    if bulk:  # the lists of an item are long: only digits, commas, brackets, and no -0
        rest = text[len(form) - 1 :]
        same = text.startswith(form[:-1]) and re.fullmatch(r",[0-9,\[\]-]+", rest) is not None
        require(same and "-0" not in rest, "a line is not in canonical form")
    else:
        require(form == text, "a line is not in canonical form")
    return row


def rising(numbers):
    return all(map(operator.lt, numbers, numbers[1:]))


def check_row(row, kind, forms):
    good = isinstance(row, list) and len(row) == len(forms) + 1 and row[0] == kind
    for form, value in zip(forms, row[1:] if good else [], strict=False):
        good = good and form(value)
    require(good, f"a wrong {kind} line")


def check_header(header):
    texts = all(is_text(header[k]) for k in ("format", "subject", "program"))
    require(texts and is_hash(header["sealed_key"]), "wrong subject, program or sealed key")
    require(header["format"] == FIT, f"format is not {FIT}")
    counts = {"round": 1, "balls": 0, "candidates": 0, "items": 0, "scale": 1}
    require(all(is_count(header[k], n) for k, n in counts.items()), "a wrong number in the header")
    require(header["balls"] in (0, SETS), "a ceremony has 1000 sets")
    require(is_list(header["previous"]) and all(map(is_hash, header["previous"])), "wrong previous")
    check_sources(header["sources"])
    levels = header["levels"]
    require(is_list(levels), "levels are no list")
    for row in levels:
        good = is_list(row) and len(row) == 2 and is_text(row[0])
        require(good and (row[1] is None or is_count(row[1], 0)), "a wrong level")
    chosen = header["class_level"]
    require(type(chosen) is int and -1 <= chosen < len(levels), "no such class level")
    kind, *numbers = header["objective"] if is_list(header["objective"]) else [""]
    if kind == "pieces":
        good = len(numbers) == 2 and all(map(is_ints, numbers)) and numbers[0] and (
            len(numbers[0]) == len(numbers[1]) and min(numbers[0]) > 0
            and numbers[1] == sorted(numbers[1], reverse=True)
        )  # fmt: skip
    else:
        good = (kind == "linear" and not numbers) or (
            kind == "quadratic" and is_ints(numbers) and len(numbers) == 2 and numbers[1] > 0
        )
    require(good, "a wrong objective")


def check_item(row, header):
    forms = (is_text, is_count0, is_count0, is_list, is_list, is_cap, is_ints, is_ints)
    check_row(row, "item", forms)
    _, _, seats, reserves, classes, limits, cap, people, fits = row
    require(seats > reserves and len(people) == len(fits), "a wrong item line")
    inside = not people or (people[0] >= 0 and people[-1] < header["candidates"])
    require(inside and rising(people), "candidates of an item are not in order")
    caps = cap if is_list(cap) else [cap]
    require(not is_list(cap) or len(cap) == len(people), "not one cap for each pair")
    require(min(caps, default=0) >= 0 and max(caps, default=0) <= header["scale"], "a wrong cap")
    for one in classes:
        require(is_list(one) and len(one) == 2 and is_text(one[0]), "a wrong class")
        require(is_count0(one[1]), "a wrong class")
    require(not classes or header["class_level"] >= 0, "classes without a level")
    check_groups(limits, len(header["levels"]))


def check_flow(row, item, levels):
    check_row(row, "flow", (is_ints, is_ints, is_int, is_list))
    _, places, parts, _, prices = row
    inside = not places or (places[0] >= 0 and places[-1] < len(item[7]))
    require(inside and rising(places) and len(places) == len(parts), "a wrong flow")
    require(min(parts, default=1) > 0, "a flow of nothing")
    check_groups(prices, levels)


def check_groups(rows, levels):
    for row in rows:
        good = is_list(row) and len(row) == 3 and is_count0(row[0]) and row[0] < levels
        require(good and is_text(row[1]) and is_count0(row[2]), "a wrong limit or price of a group")
    keys = [tuple(row[:2]) for row in rows]
    require(keys == sorted(set(keys)), "limits or prices of groups are not in order")


def check_results(last, header):
    for row, kind, form in zip(last, ENDS, (is_hash, is_reveals, is_hash), strict=False):
        check_row(row, kind, (form,))
    panels = last[3:]
    if header["balls"]:
        require(panels, "lines are missing")
        check_row(panels.pop(0), "ball", BALL)
    for row in panels:
        check_row(row, "panel", (is_text, is_texts, is_texts))


def is_list(value):
    return isinstance(value, list)


def is_int(value):
    return type(value) is int


def is_ints(value):
    return isinstance(value, list) and set(map(type, value)) <= {int}


def is_cap(value):
    return is_int(value) or is_ints(value)


def is_count0(value):
    return type(value) is int and value >= 0


def is_number(value):
    return isinstance(value, str) and re.fullmatch("0|-?[1-9][0-9]*", value) is not None


def is_hash(value):
    return is_hex(value) and len(value) == 64


BALL = (is_count0, is_hash)


# A draw by fit: replaying -------------------------------------------------------------------------


def fit_differences(record, announced=None):
    commit = fit_commit(len(record["lines"]), tree_root(record["lines"]))
    recorded, reveals, seed_hex = (row[1] for row in record["last"][:3])
    found = []
    if announced is not None and announced != commit:
        found.append(f"the announced lines hash to {commit}, announced was {announced}")
    if recorded != commit:
        found.append(f"commit is {recorded}, the announced lines hash to {commit}")
    found += void(record["header"]["sources"], reveals)
    if found:
        return found
    seed = make_seed(FIT, commit, record["header"]["sources"], reveals)
    found += compare_seed(seed_hex, seed)
    fit = Fit(record)
    found += fit.limits() or fit.proof()
    if found:
        return found
    panels = record["last"][3:]
    if record["header"]["balls"]:
        found += check_ball(panels.pop(0), seed, fit.panels)
        seed = ball_seed(seed, record["last"][3][1])
    replayed = [["panel", *row] for row in fit.panels(seed)]
    for old, new in zip(panels, replayed, strict=False):
        for name, was, now in zip(("item", "panel", "reserves"), old[1:], new[1:], strict=True):
            if was != now:
                where = f"{new[1]}: {name}"
                found += [f"{where} recorded {was}, replayed {now}"] if name == "item" else (
                    compare(where, was, now)
                )  # fmt: skip
    if len(panels) != len(replayed):
        found.append(f"{len(panels)} panels recorded, replayed {len(replayed)}")
    return found


class Fit:
    """Checks that the marginals keep every limit and are the best, and draws from them."""

    def __init__(self, record):
        head = record["header"]
        self.scale, self.objective, self.class_level = (
            head["scale"], head["objective"], head["class_level"]
        )  # fmt: skip
        self.people, self.items, self.flows = record["people"], record["items"], record["flows"]
        self.prices = record["prices"]
        self.general = [limit for _, limit in head["levels"]]
        self.keys = [[p[4][n] for p in self.people] for n in range(len(self.general))]
        self.special = [{(n, g): most for n, g, most in item[5]} for item in self.items]

    def limit(self, item, level, group):
        return self.special[item].get((level, group), self.general[level])

    def limits(self):
        """What the marginals break."""
        loads = [0] * len(self.people)
        for i, (item, flow) in enumerate(zip(self.items, self.flows, strict=True)):
            people, cap, parts = item[7], item[6], flow[2]
            if sum(parts) != item[2] * self.scale:
                return [f"{item[1]}: marginals of {sum(parts)}, not {item[2] * self.scale}"]
            caps = [cap[p] for p in flow[1]] if is_list(cap) else [cap] * len(parts)
            if any(map(operator.gt, parts, caps)):
                return [f"{item[1]}: a pair is above the cap"]
            seats = [people[p] for p in flow[1]]
            for who, n in zip(seats, parts, strict=True):
                loads[who] += n
            fault = self.group_fault(i, seats, parts) or self.class_fault(i)
            if fault:
                return [f"{item[1]}: {fault}"]
        for load, (_, name, most, least, _) in zip(loads, self.people, strict=True):
            if not least * self.scale <= load <= most * self.scale:
                return [f"{name}: marginals of {load} outside the load"]
        return self.nested()

    def group_fault(self, i, seats, parts):
        """A group with more than its limit. Nobody has more than one seat, so only groups of two or
        more, or of a limit of its own, need adding up."""
        for level, keys in enumerate(self.keys):
            groups = [keys[c] for c in seats]
            special = {g for n, g in self.special[i] if n == level}
            if self.general[level] is None or (
                self.general[level] > 0 and len(set(groups)) == len(groups)
            ):
                those = special
            else:
                those = special | set(groups) - {None}
            for group in those:
                held = sum(n for g, n in zip(groups, parts, strict=True) if g == group)
                most = self.limit(i, level, group)
                if held > most * self.scale:
                    return f"{held} parts from {group}, at most {most * self.scale}"
        return ""

    def class_fault(self, i):
        """The classes of an item share out its seats, and nobody is eligible outside them."""
        _, _, seats, reserves, classes, _, _, people, _ = self.items[i]
        if not classes:
            return ""
        limits = [self.limit(i, self.class_level, group) for group, _ in classes]
        if None in limits or sum(limits) != seats:
            return "the limits of the classes are not its seats"
        if sum(n for _, n in classes) != seats - reserves:
            return "the classes are not its panel"
        if any(n > most for (_, n), most in zip(classes, limits, strict=True)):
            return "a class with more seats than its limit"
        known = {group for group, _ in classes}
        keys = self.keys[self.class_level]
        if len(known) != len(classes) or not {keys[c] for c in people} <= known:
            return "classes twice, or somebody eligible in none"
        return ""

    def nested(self):
        """Each finer group lies in one coarser group: that is why every limit can be kept."""
        for fine, coarse in zip(self.keys, self.keys[1:], strict=False):
            inside = {}
            for key, above in zip(fine, coarse, strict=True):
                if key is not None and inside.setdefault(key, above) != above:
                    return [f"group {key} lies in two groups of the next level"]
        return []

    def proof(self):
        """No marginals are worth more than all limits cost and pairs gain above their price."""
        _, costs, value = self.prices
        gain = GAINS[self.objective[0]](*self.objective[1:])
        worth = most = 0
        for price, (_, _, load, least, _) in zip(costs, self.people, strict=True):
            most += max(price * load, price * least) * self.scale
        for i, (item, flow) in enumerate(zip(self.items, self.flows, strict=True)):
            cap, people, fits = item[6:9]
            most += flow[3] * item[2] * self.scale
            worth += sum(
                gain.value(fits[p], parts) for p, parts in zip(flow[1], flow[2], strict=True)
            )
            pays = [costs[c] for c in people]
            for level, group, price in flow[4]:
                limit = self.limit(i, level, group)
                if limit is None:
                    return [f"{item[1]}: a price for {group}, which has no limit"]
                most += price * limit * self.scale
                keys = self.keys[level]
                pays = [c + price if keys[p] == group else c for c, p in zip(pays, people)]  # noqa: B905
            steep, base = gain.steep, flow[3]
            for place, (fit, pay) in enumerate(zip(fits, pays)):  # noqa: B905 -- millions of them
                if steep * fit > pay + base:
                    most += gain.best(fit, pay + base, cap if is_int(cap) else cap[place])
        if str(worth) != value:
            return [f"the marginals are worth {worth}, recorded {value}"]
        if worth != most:
            return [f"the prices allow for marginals worth {most}, these are worth {worth}"]
        return []

    def panels(self, seed):
        """[item, panel, reserves] of each item."""
        edges, pairs, drawn = self.network()
        for edge in rounded(edges, self.scale, seed):
            if pairs[edge] is not None:
                drawn[pairs[edge][0]].append(pairs[edge][1])
        found = []
        for item, people in zip(self.items, drawn, strict=True):
            key = item[1].encode() + b"\n"
            names = [(self.people[c][1], c) for c in people]
            names.sort(key=lambda n: hmac.digest(seed, key + n[0].encode(), "sha256"))
            found.append([item[1], *self.split(item, names)])
        return found

    def split(self, item, names):
        """The first of each class are the panel; without classes all are of one."""
        room = {group: seats for group, seats in item[4]} or {None: item[2] - item[3]}
        seated, reserves = [], []
        for name, c in names:
            group = self.keys[self.class_level][c] if item[4] else None
            (seated if room[group] else reserves).append(name)
            room[group] = max(room[group] - 1, 0)
        return [seated, reserves]

    def network(self):
        """(edges as (from, to, parts), the (item, candidate) each decides, those sure to sit)."""
        scale, hub = self.scale, len(self.people)
        loads, sure, live = [0] * hub, [], []
        for item, flow in zip(self.items, self.flows, strict=True):
            people = item[7]
            seats = [(people[p], n) for p, n in zip(flow[1], flow[2], strict=True)]
            sure.append([c for c, n in seats if n == scale])
            live.append([(c, n) for c, n in seats if n != scale])
            for c, n in live[-1]:
                loads[c] += n
        net = Net(scale, hub)
        for c, n in enumerate(loads):
            if n % scale:
                net.add(hub, c, n % scale, None)
        for i, seats in enumerate(live):
            members = [(c, n, c, (i, c)) for c, n in seats]
            for level in range(len(self.keys)):
                members = net.grouped(members, self.limited(i, level, [m[2] for m in members]))
            if members:
                net.join(members)
        return net.edges, net.pairs, sure

    def limited(self, item, level, people):
        """The group of each, None where the item sets it no limit."""
        keys = [self.keys[level][c] for c in people]
        if self.general[level] is not None:
            return keys
        return [key if (level, key) in self.special[item] else None for key in keys]


class Net:
    """Edges as they are made; nodes are numbered as they come up, after candidates and hub."""

    def __init__(self, scale, hub):
        self.scale, self.node, self.edges, self.pairs = scale, hub, [], []

    def add(self, tail, head, parts, pair):
        self.edges.append((tail, head, parts))
        self.pairs.append(pair)

    def join(self, members):
        """A new node with an edge from each member (node, parts, a candidate in it, pair)."""
        self.node += 1
        for tail, parts, _, pair in members:
            self.add(tail, self.node, parts, pair)
        return self.node, sum(m[1] for m in members) % self.scale, members[0][2], None

    def grouped(self, members, keys):
        """Two or more who share a group become one member, unless their sum is whole."""
        if len(set(keys)) == len(keys):
            return members
        groups, left = {}, []
        for key, member in zip(keys, members, strict=True):
            groups.setdefault(key, []).append(member)
        for key, those in groups.items():
            if key is None or len(those) == 1:
                left += those
                continue
            one = self.join(those)
            left += [one] if one[1] else []
        return left


def rounded(edges, scale, seed):
    """The edges that become whole: see the method in the first lines of this file."""
    parts, part = [e[2] for e in edges], None
    tail, ends = [e[0] for e in edges], [e[0] + e[1] for e in edges]
    at = [[] for _ in range(max((max(e[:2]) for e in edges), default=-1) + 1)]
    for number in range(len(edges) - 1, -1, -1):
        at[edges[number][0]].append(number)
        at[edges[number][1]].append(number)
    place, numbers, whole = [-1] * len(at), words(seed), set()
    for start in range(len(at)):
        nodes, used, node, edge = [], [], start, -1
        while True:
            begin = place[node]
            if begin < 0:
                place[node] = len(nodes)
                nodes.append(node)
                used.append(edge)
            else:
                cycle, path = [*used[begin + 1 :], edge], nodes[begin:]
                turn(cycle, path, parts, tail, scale, numbers, whole)
                for gone in path[1:]:
                    place[gone] = -1
                del nodes[begin + 1 :], used[begin + 1 :]
                edge = used[-1]
            mine = at[node]
            while mine and not parts[mine[-1]]:
                mine.pop()
            if not mine:
                break
            part = mine[-1]
            if part == edge:
                while not parts[mine[-2]]:
                    del mine[-2]
                part = mine[-2]
            edge, node = part, ends[part] - node
        place[start] = -1
    return whole


def turn(cycle, path, parts, tail, scale, numbers, whole):
    """Move a cycle until an edge of it is whole or nothing; such an edge has 0 parts from then."""
    signs = [1 if tail[e] == n else -1 for e, n in zip(cycle, path)]  # noqa: B905 -- often
    rises = [parts[e] if s > 0 else scale - parts[e] for e, s in zip(cycle, signs)]  # noqa: B905
    up, down = scale - max(rises), min(rises)
    whole_number = up + down
    word = next(numbers)
    while word >= WORDS - WORDS % whole_number:
        word = next(numbers)
    shift = up if word % whole_number < down else -down
    for e, s in zip(cycle, signs):  # noqa: B905
        left = parts[e] + shift * s
        if left == scale:
            whole.add(e)
            left = 0
        parts[e] = left


def words(seed):
    number = 0
    while True:
        yield from struct.unpack(">4Q", hashlib.sha256(seed + struct.pack(">Q", number)).digest())
        number += 1


# What pairs gain: see `objective` in the header.


class Linear:
    steep = 1

    def value(self, fit, flow):
        return fit * flow

    def best(self, fit, price, cap):
        return (fit - price) * cap


class Pieces:
    def __init__(self, widths, slopes):
        self.pieces, self.steep = list(zip(widths, slopes, strict=True)), slopes[0]

    def value(self, fit, flow):
        return sum(fit * slope * n for slope, n in self.within(flow))

    def best(self, fit, price, cap):
        return sum(max(fit * slope - price, 0) * n for slope, n in self.within(cap))

    def within(self, most):
        for width, slope in self.pieces:
            yield slope, min(width, most)
            most -= min(width, most)


class Quadratic:
    def __init__(self, weight, bend):
        self.steep, self.bend = weight, bend

    def value(self, fit, flow):
        return self.steep * fit * flow - self.bend * flow * flow

    def best(self, fit, price, cap):
        gain = self.steep * fit - price
        flow = min(max((gain + self.bend) // (2 * self.bend), 0), cap)
        return gain * flow - self.bend * flow * flow


GAINS = {"linear": Linear, "pieces": Pieces, "quadratic": Quadratic}


# Trees, balls, rows, void rounds ------------------------------------------------------------------


def tree_root(leaves):
    """RFC 6962: leaves are hashed after a 0, pairs after a 1."""
    level = [hashlib.sha256(b"\0" + leaf).digest() for leaf in leaves]
    while len(level) > 1:
        pairs = zip(level[::2], level[1::2], strict=False)
        above = [hashlib.sha256(b"\1" + a + b).digest() for a, b in pairs]
        level = above + level[len(above) * 2 :]
    return level[0] if level else hashlib.sha256(b"").digest()


def path_root(leaf, index, size, path):
    """Where a path leads, or None when it is not as long as such a tree is high."""
    value = hashlib.sha256(b"\0" + leaf).digest()
    last = size - 1
    for sibling in path:
        if last == 0:
            return None
        if index % 2 or index == last:
            value = hashlib.sha256(b"\1" + sibling + value).digest()
            while index % 2 == 0 and index:
                index, last = index // 2, last // 2
        else:
            value = hashlib.sha256(b"\1" + value + sibling).digest()
        index, last = index // 2, last // 2
    return value if last == 0 else None


def fit_commit(size, root):
    tag = b"jiebang/fit-draw/1/commit\n"
    return hashlib.sha256(tag + struct.pack(">Q", size) + root).hexdigest()


def ball_seed(seed, number):
    return hashlib.sha256(b"jiebang/balls/1\n" + seed + struct.pack(">Q", number)).digest()


def check_ball(row, seed, panels):
    """The root of all thousand sets, each replayed."""
    number, root = row[-2:]
    if number >= SETS:
        return [f"ball {number}: the numbers are 000 to {SETS - 1}"]
    rows = [canonical([n, panels(ball_seed(seed, n))])[:-1] for n in range(SETS)]
    replayed = tree_root(rows).hex()
    return [] if replayed == root else [f"ball: root is {root}, replayed {replayed}"]


def read_proof(record):
    require(is_object(record, PROOF_FIELDS), "wrong fields in a proof")
    require(is_text(record["line"]) and is_hash(record["root"]), "a wrong proof")
    require(is_count(record["size"], 1) and is_count(record["index"], 0), "a wrong proof")
    require(record["index"] < record["size"], "a wrong proof")
    require(is_list(record["path"]) and all(map(is_hash, record["path"])), "a wrong proof")
    return record


def proof_commit(record):
    """Of the round in which the line stands, or None when the path does not lead to the root."""
    path = [bytes.fromhex(one) for one in record["path"]]
    root = path_root(record["line"].encode(), record["index"], record["size"], path)
    same = root is not None and root.hex() == record["root"]
    return fit_commit(record["size"], root) if same else None


def proof_differences(record, announced):
    commit = proof_commit(record)
    if commit is None:
        return ["the path does not lead from this line to the root"]
    if announced is None:
        return ["give the announced commitment with --commit: a proof alone proves nothing"]
    wrong = f"the line stands in {commit}, announced was {announced}"
    return [] if commit == announced else [wrong]


def read_void(record):
    require(is_object(record, VOID_FIELDS), "wrong fields in the record of a void round")
    require(record["of"] in (*PLAIN, FIT), f"a void round of {record['of']!r}")
    require(is_hash(record["commit"]) and is_rows(record["causes"], 2), "a wrong void record")
    require(is_reveals(record["reveals"]), "a wrong reveal")
    if record["of"] == FIT:
        read_proof(record["frozen"])
        header = read_line(record["frozen"]["line"].encode())
        require(is_object(header, HEADER_FIELDS), "wrong fields in the header")
        check_header(header)
        require(record["frozen"]["index"] == 0, "a header is the first line")
        return record | {"sources": header["sources"]}
    require(is_object(record["frozen"], INPUT_FIELDS[record["of"]]), "wrong fields in input")
    check_input(record["frozen"], record["of"])
    return record | {"sources": tagged(record["frozen"]["sources"], record["of"])}


def void_differences(record, announced):
    """A void round is recorded rightly when its reveals make no seed, for the causes recorded."""
    if record["of"] == FIT:
        commit = proof_commit(record["frozen"])
    else:
        commit = plain_commit(record["of"], record["frozen"])
    found = []
    if announced is not None and announced != commit:
        found.append(f"the round hashes to {commit}, announced was {announced}")
    if record["commit"] != commit:
        found.append(f"commit is {record['commit']}, the round hashes to {commit}")
    causes = sorted(causes_of(record["sources"], record["reveals"]))
    if not causes:
        found.append("the round is not void: every source revealed what it should")
    if sorted(map(tuple, record["causes"])) != causes:
        found.append(f"causes are {record['causes']}, replayed {[list(c) for c in causes]}")
    return found


def summary(record):
    if record["format"] == FIT:
        panels = [row for row in record["last"] if row[0] == "panel"]
        spare = sum(len(row[3]) for row in panels)
        seats = sum(len(row[2]) for row in panels)
        return f"{len(panels)} panels, {seats} seats, {spare} reserves"
    if record["format"] == VOID:
        return "the round is void, for the causes recorded"
    if record["format"] == PROOF:
        return f"this line stands in the announced round: {record['line']}"
    return f"{len(record['panel'])} seats, {len(record['reserves'])} reserves"


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
        print(f"same: {summary(record)}")
    return 1 if found else 0


if __name__ == "__main__":
    gc.disable()  # nothing here makes cycles, and looking for them takes a third of the time
    sys.exit(main())
