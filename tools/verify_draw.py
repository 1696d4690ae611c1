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
  gain of x parts of a pair, by the header's objective: linear fit·x; pieces: fit times slopes, each
           for its width of parts; quadratic: weight·fit·x − bend·x²; curve: weight·fit·x less the
           first x costs
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
from array import array
from bisect import bisect_left
from itertools import accumulate

PLAIN = ("plain-draw/1", "plain-draw/2")
FIT, VOID, PROOF = "fit-draw/1", "void-draw/1", "row-proof/1"
LEAST_BITS, SETS, WORDS = 128, 1000, 1 << 64
WRITER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
FIELDS = {"format", "input", "commit", "reveals", "seed", "order", "panel", "reserves"}
FIRST_INPUT = {"subject", "round", "candidates", "exclusions", "rules", "sources"}
INPUT_FIELDS = {PLAIN[0]: FIRST_INPUT, PLAIN[1]: FIRST_INPUT | {"previous", "balls", "beside"}}
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
        check_beside(frozen["beside"])
    check_sources(tagged(frozen["sources"], kind))
    ids = [person["id"] for person in frozen["candidates"]]
    distinct(ids, "candidate")
    distinct([tuple(row[:2]) for row in rules["quotas"]], "quota")
    require({i for i, _ in frozen["exclusions"]} <= set(ids), "excluded but no candidate")


def check_beside(rows):
    """What is committed to as well and decides nothing: names, in order, each once."""
    require(is_rows(rows, 2), "beside are no pairs")
    names = [name for name, _ in rows]
    require(names == sorted(set(names)), "beside: names twice or not in order")


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
    "beside", "objective", "levels", "class_level", "candidates", "items",
}  # fmt: skip
ENDS = ("commit", "reveals", "seed")


def read_fit(raw):
    """A draw by fit: each line is checked for its form; items, which are most of the text, are
    added up one by one and not kept."""
    require(raw.endswith(b"\n"), "the last line has no end")
    lines = raw[:-1].split(b"\n")
    header = read_line(lines[0])
    require(is_object(header, HEADER_FIELDS), "wrong fields in the header")
    check_header(header)
    people, items = header["candidates"], header["items"]
    ends = [1, 1 + people, 1 + people + items, 1 + people + 2 * items]
    require(len(lines) > ends[3] + 3, "lines are missing")
    persons = read_people(lines[1 : ends[1]], len(header["levels"]))
    prices = read_line(lines[ends[3]])
    check_row(prices, "prices", (is_ints, is_number))
    require(len(prices[1]) == people, "not one price for each candidate")
    fit = Fit(header, persons, prices)
    flows = read_lines(lines[ends[2] : ends[3]])
    for line, flow in zip(lines[ends[1] : ends[2]], flows, strict=True):
        item = read_item(line)
        check_item(item, header)
        check_flow(flow, item, len(header["levels"]))
        fit.add(item, flow)
    last = read_lines(lines[ends[3] + 1 :])
    check_results(last, header)
    for names, what in ((persons[0], "candidate"), (fit.names, "item")):
        require(rising(names), f"a {what} twice, or not in order")
    return {"format": FIT, "header": header, "fit": fit, "last": last,
            "lines": lines[: ends[3] + 1]}  # fmt: skip


def read_line(one):
    return read_lines([one])[0]


def read_lines(lines):
    """One value from each line. Each is read by itself, so each ends where its line ends; all are
    written again together and compared."""
    texts, rows = [], []
    try:
        for line in lines:
            text = line.decode("utf-8")
            row, end = READER.raw_decode(text)
            require(end == len(text), "a line is not in canonical form")
            texts.append(text)
            rows.append(row)
        same = WRITER.encode(rows) == "[" + ",".join(texts) + "]"
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"not JSON in UTF-8 with whole numbers: {error}") from None
    require(same, "a line is not in canonical form")
    return rows


def read_item(line):
    """Lists of candidates and of fits are most of the text and are not written again. They
    are whole numbers in canonical form when after what is written again the line has nothing but
    digits, commas, minus signs, two opening brackets, and no -0."""
    try:
        text = line.decode("utf-8")
        row, end = READER.raw_decode(text)
        require(is_list(row) and len(row) == 9 and end == len(text), "a wrong item line")
        form = WRITER.encode(row[:7]).encode("utf-8")[:-1]
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"not JSON in UTF-8 with whole numbers: {error}") from None
    rest = line[len(form) :]
    plain = rest.count(b"[") == 2 and b"-0" not in rest and not rest.translate(None, DIGITS)
    same = line.startswith(form) and rest.startswith(b",[")
    require(plain and same and is_list(row[7]) and is_list(row[8]), "an item line is not canonical")
    return row


def read_people(lines, levels):
    """Candidates in columns: ids, loads, least loads, and their groups in each level."""
    rows = read_lines(lines)
    require(set(map(type, rows)) <= {list} and set(map(len, rows)) <= {5}, "a wrong candidate line")
    if not rows:
        return [], [], [], [[] for _ in range(levels)]
    kinds, names, loads, least, groups = zip(*rows, strict=True)
    require(set(kinds) == {"candidate"} and is_texts(list(names)), "a wrong candidate line")
    for numbers in (loads, least):
        require(is_ints(list(numbers)) and min(numbers) >= 0, "a wrong candidate line")
    require(set(map(type, groups)) == {list}, "a wrong candidate line")
    require(set(map(len, groups)) == {levels}, "wrong groups")
    keys, known = [], {}
    for column in zip(*groups, strict=True):
        keys.append([known.setdefault(key, key) for key in column])  # equal texts kept once
        require(set(map(type, column)) <= {str, type(None)} and "" not in column, "wrong groups")
    return list(names), loads, least, keys


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
    require(header["scale"] < 1 << 31, "a wrong number in the header")
    require(header["balls"] in (0, SETS), "a ceremony has 1000 sets")
    require(is_list(header["previous"]) and all(map(is_hash, header["previous"])), "wrong previous")
    check_beside(header["beside"])
    check_sources(header["sources"])
    levels = header["levels"]
    require(is_list(levels), "levels are no list")
    for row in levels:
        good = is_list(row) and len(row) == 2 and is_text(row[0])
        require(good and (row[1] is None or is_count(row[1], 0)), "a wrong level")
    chosen = header["class_level"]
    require(type(chosen) is int and -1 <= chosen < len(levels), "no such class level")
    require(is_list(header["objective"]) and header["objective"], "a wrong objective")
    kind, *numbers = header["objective"]
    if kind == "pieces":
        good = len(numbers) == 2 and all(map(is_ints, numbers)) and numbers[0] and (
            len(numbers[0]) == len(numbers[1]) and min(numbers[0]) > 0
            and numbers[1] == sorted(numbers[1], reverse=True)
        )  # fmt: skip
    else:
        good = (
            (kind == "linear" and not numbers)
            or (kind == "quadratic" and is_ints(numbers) and len(numbers) == 2 and numbers[1] > 0)
            or (kind == "curve" and is_curve(numbers, header["scale"]))
        )
    require(good, "a wrong objective")


def check_item(row, header):
    """All of an item's line but that candidates and fits are whole numbers: see read_item."""
    kind, name, seats, reserves, classes, limits, cap, people, fits = row
    good = kind == "item" and is_text(name) and is_count0(seats) and is_count0(reserves)
    require(good and is_list(classes) and is_list(limits), "a wrong item line")
    require(seats > reserves and len(people) == len(fits), "a wrong item line")
    inside = not people or (people[0] >= 0 and people[-1] < header["candidates"])
    require(inside and rising(people), "candidates of an item are not in order")
    if is_list(cap):
        require(is_ints(cap) and len(cap) == len(people), "not one cap for each pair")
        require(not cap or 0 <= min(cap) <= max(cap) <= header["scale"], "a wrong cap")
    else:
        require(is_int(cap) and 0 <= cap <= header["scale"], "a wrong cap")
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


def is_curve(numbers, scale):
    """A weight, and rising costs of the parts of a seat."""
    good = len(numbers) == 2 and is_int(numbers[0]) and is_ints(numbers[1])
    return good and len(numbers[1]) >= scale and numbers[1] == sorted(numbers[1])


def is_count0(value):
    return type(value) is int and value >= 0


def is_number(value):
    return isinstance(value, str) and re.fullmatch("0|-?[1-9][0-9]*", value) is not None


def is_hash(value):
    return is_hex(value) and len(value) == 64


BALL = (is_count0, is_hash)
DIGITS = b"0123456789-,[]"


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
    fit = record["fit"]
    found += fit.limits()
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
    """Checks, item by item, that the marginals keep every limit and are the best; then draws."""

    def __init__(self, header, people, prices):
        self.scale, self.class_level = header["scale"], header["class_level"]
        self.ids, self.most, self.least, self.keys = people
        self.general = [limit for _, limit in header["levels"]]
        _, self.costs, self.value = prices
        self.gain = GAINS[header["objective"][0]](*header["objective"][1:])
        self.loads, self.worth, self.bound, self.faults = [0] * len(self.ids), 0, 0, []
        self.cheapest = min(self.costs, default=0)
        self.names, self.seats, self.sure = [], [], []
        self.net = Net(self.scale, len(self.ids))

    def add(self, item, flow):
        """One item with its marginals: its limits, its share of the proof, its edges."""
        special, people, parts = self.special(item[5]), item[7], flow[2]
        chosen = [people[p] for p in flow[1]]
        for c, n in zip(chosen, parts, strict=True):
            self.loads[c] += n
        groups = [[keys[c] for c in chosen] for keys in self.keys]
        fault = (
            self.part_fault(item, flow)
            or self.group_fault(special, groups, parts)
            or self.class_fault(special, item)
            or self.prove(special, item, flow)
        )
        if fault:
            self.faults.append(f"{item[1]}: {fault}")
        self.names.append(item[1])
        self.seats.append((item[2] - item[3], item[4]))
        self.sure.append([c for c, n in zip(chosen, parts, strict=True) if n == self.scale])
        if not self.faults:
            self.connect(special, groups, chosen, parts)

    def special(self, limits):
        """{group: limit} in each level, of an item's own limits."""
        found = [{} for _ in self.general]
        for level, group, most in limits:
            found[level][group] = most
        return found

    def limit(self, special, level, group):
        return special[level].get(group, self.general[level])

    def part_fault(self, item, flow):
        """Not its seats, or a pair above its cap."""
        cap, parts = item[6], flow[2]
        if sum(parts) != item[2] * self.scale:
            return f"marginals of {sum(parts)}, not {item[2] * self.scale}"
        caps = [cap[p] for p in flow[1]] if is_list(cap) else [cap] * len(parts)
        return "a pair is above the cap" if any(map(operator.gt, parts, caps)) else ""

    def group_fault(self, special, groups, parts):
        """A group with more than its limit. Nobody has more than one seat, so only groups of two or
        more, or of a limit of its own, need adding up."""
        for level, keys in enumerate(groups):
            general, held_of = self.general[level], set(keys)
            those = held_of.intersection(special[level])
            if general is not None and (general == 0 or len(held_of) < len(keys)):
                those = held_of - {None}
            for group in those:
                held = sum(n for g, n in zip(keys, parts, strict=True) if g == group)
                most = self.limit(special, level, group)
                if held > most * self.scale:
                    return f"{held} parts from {group}, at most {most * self.scale}"
        return ""

    def class_fault(self, special, item):
        """The classes of an item share out its seats, and nobody is eligible outside them."""
        _, _, seats, reserves, classes, _, _, people, _ = item
        if not classes:
            return ""
        limits = [self.limit(special, self.class_level, group) for group, _ in classes]
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

    def prove(self, special, item, flow):
        """Add what the item's marginals are worth, and what its seats, limits and pairs allow."""
        _, _, seats, _, _, _, cap, people, fits = item
        _, places, parts, base, prices = flow
        gain, steep = self.gain, self.gain.steep
        self.worth += gain.value([fits[p] for p in places], parts)
        self.bound += base * seats * self.scale
        for level, group, price in prices:
            limit = self.limit(special, level, group)
            if limit is None:
                return f"a price for {group}, which has no limit"
            self.bound += price * limit * self.scale
        # No pair costs less than this; with no more fit than `least` nothing is gained.
        cheapest = base + self.cheapest + gain.start
        least = cheapest // steep if steep > 0 else min(fits, default=0) - 1
        for place in [k for k, fit in enumerate(fits) if fit > least]:
            c, fit = people[place], fits[place]
            pay = base + self.costs[c]
            for level, group, price in prices:
                pay += price if self.keys[level][c] == group else 0
            if steep * fit > pay + gain.start:
                self.bound += gain.best(fit, pay, cap if is_int(cap) else cap[place])
        return ""

    def connect(self, special, groups, chosen, parts):
        """The edges of an item: see the network in the first lines of this file. Members are (node,
        parts, place in `chosen` of a candidate in it)."""
        item, scale = len(self.names) - 1, self.scale
        members = [(c, n, k) for k, (c, n) in enumerate(zip(chosen, parts)) if n != scale]  # noqa: B905
        for level, keys in enumerate(groups):
            if self.general[level] is None:
                own = special[level]
                if own.keys().isdisjoint(keys):
                    continue
                keys = [key if key in own else None for key in keys]
            members = self.net.grouped(item, members, [keys[k] for _, _, k in members])
        if members:
            self.net.join(item, members)

    def limits(self):
        """What the marginals break, or why they are not proved to be the best."""
        if self.faults:
            return self.faults[:1]
        for load, name, most, least in zip(
            self.loads, self.ids, self.most, self.least, strict=True
        ):
            if not least * self.scale <= load <= most * self.scale:
                return [f"{name}: marginals of {load} outside the load"]
        return self.nested() or self.proof()

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
        most = self.bound
        for price, load, least in zip(self.costs, self.most, self.least, strict=True):
            most += max(price * load, price * least) * self.scale
        if str(self.worth) != self.value:
            return [f"the marginals are worth {self.worth}, recorded {self.value}"]
        if self.worth != most:
            return [f"the prices allow for marginals worth {most}, these are worth {self.worth}"]
        return []

    def panels(self, seed):
        """[item, panel, reserves] of each item."""
        tails, heads, parts, items = self.net.edges(self.loads)
        drawn = [list(people) for people in self.sure]
        for edge in Rounding(tails, heads, parts, self.scale, seed).run():
            if tails[edge] < len(self.ids):
                drawn[items[edge]].append(tails[edge])
        found, inner, outer = [], *(padded(seed, byte) for byte in (0x36, 0x5C))
        for item, people, seats in zip(self.names, drawn, self.seats, strict=True):
            begun = inner.copy()
            begun.update(item.encode() + b"\n")
            order = []
            for c in people:
                one, two, name = begun.copy(), outer.copy(), self.ids[c]
                one.update(name.encode())
                two.update(one.digest())
                order.append((two.digest(), name, c))
            found.append([item, *self.split(seats, sorted(order))])
        return found

    def split(self, seats, order):
        """The first of each class are the panel; without classes all are of one."""
        panel, classes = seats
        room = dict(classes) or {None: panel}
        seated, reserves = [], []
        for _, name, c in order:
            group = self.keys[self.class_level][c] if classes else None
            (seated if room[group] else reserves).append(name)
            room[group] = max(room[group] - 1, 0)
        return [seated, reserves]


def padded(key, byte):
    """What both hashes of an HMAC begin with (RFC 2104); done by hand, as there are many."""
    return hashlib.sha256(bytes(one ^ byte for one in key.ljust(64, b"\0")))


class Net:
    """Edges as they are made; nodes are numbered as they come up, after candidates and hub."""

    def __init__(self, scale, hub):
        self.scale, self.hub, self.node = scale, hub, hub
        self.tails, self.heads, self.parts, self.items = [], [], [], []

    def join(self, item, members):
        """A new node with an edge from each member (node, parts, a candidate in it)."""
        self.node += 1
        tails, parts, some = zip(*members, strict=True)
        self.tails += tails
        self.parts += parts
        self.heads += [self.node] * len(members)
        self.items += [item] * len(members)
        return self.node, sum(parts) % self.scale, some[0]

    def grouped(self, item, members, keys):
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
            one = self.join(item, those)
            left += [one] if one[1] else []
        return left

    def edges(self, loads):
        """(from, to, parts, item) of all edges, in columns; those of the hub are the first."""
        open_ones = [c for c, n in enumerate(loads) if n % self.scale]
        count = len(open_ones)
        return (
            [self.hub] * count + self.tails, open_ones + self.heads,
            [loads[c] % self.scale for c in open_ones] + self.parts, [-1] * count + self.items,
        )  # fmt: skip


class Rounding:
    """Edge e is two arcs: 2e along it and 2e + 1 against it. `room` is what an arc can still take,
    nothing in either direction when its edge is dead. The arcs that leave node n, in order of
    edges, are order[first[n]:end[n]]. Arrays, as places in memory are visited at random."""

    def __init__(self, tails, heads, parts, scale, seed):
        self.scale, self.numbers, self.whole = scale, words(seed), []
        self.room = both([scale - n for n in parts], parts)
        self.to, leaves = both(heads, tails), both(tails, heads)
        self.order = array("q", sorted(range(len(leaves)), key=leaves.__getitem__))
        count = [0] * (max(leaves, default=-1) + 1)
        for node in leaves:
            count[node] += 1
        self.end = array("q", accumulate(count))
        self.first = array("q", map(operator.sub, self.end, count))

    def run(self):
        """The edges that become whole: see the method in the first lines of this file."""
        place, to = array("q", [-1]) * len(self.end), self.to
        for start in range(len(place)):
            nodes, used, node, arc = [], [], start, -1
            while True:
                begin = place[node]
                if begin < 0:
                    place[node] = len(nodes)
                    nodes.append(node)
                    used.append(arc)
                else:
                    self.turn([*used[begin + 1 :], arc])
                    for gone in nodes[begin + 1 :]:
                        place[gone] = -1
                    del nodes[begin + 1 :], used[begin + 1 :]
                    arc = used[-1]
                arc = self.onward(node, arc ^ 1)
                if arc < 0:
                    break
                node = to[arc]
            place[start] = -1
        return self.whole

    def onward(self, node, back):
        """The first live arc that leaves the node and is not the way back, or -1 without any."""
        first, end, order, room = self.first[node], self.end[node], self.order, self.room
        while first < end and not room[order[first]]:
            first += 1
        self.first[node] = first
        if first == end:
            return -1
        if order[first] != back:
            return order[first]
        second = first + 1
        while not room[order[second]]:
            second += 1
        order[second - 1] = back  # what lay between is dead
        self.first[node] = second - 1
        return order[second]

    def turn(self, cycle):
        """Move a cycle until an edge of it is whole or nothing."""
        room, scale = self.room, self.scale
        rooms = [room[arc] for arc in cycle]
        up, down = min(rooms), scale - max(rooms)
        word = next(self.numbers)
        while word >= WORDS - WORDS % (up + down):
            word = next(self.numbers)
        shift = up if word % (up + down) < down else -down
        for arc, left in zip(cycle, rooms):  # noqa: B905 -- often
            left -= shift
            if 0 < left < scale:
                room[arc], room[arc ^ 1] = left, scale - left
                continue
            room[arc] = room[arc ^ 1] = 0
            if arc % 2 == (left > 0):
                self.whole.append(arc // 2)


def both(along, against):
    """The numbers of arcs, along and against each edge by turns."""
    found = array("q", bytes(16 * len(along)))
    found[::2], found[1::2] = array("q", along), array("q", against)
    return found


def words(seed):
    number = 0
    while True:
        yield from struct.unpack(">4Q", hashlib.sha256(seed + struct.pack(">Q", number)).digest())
        number += 1


# What pairs gain: see `objective` in the header.


class Linear:
    steep, start = 1, 0  # of one fit; what the first part costs at least

    def value(self, fits, flows):
        return sum(map(operator.mul, fits, flows))

    def best(self, fit, price, cap):
        return (fit - price) * cap


class Pieces:
    def __init__(self, widths, slopes):
        self.pieces, self.steep = list(zip(widths, slopes, strict=True)), slopes[0]
        self.start = 0

    def value(self, fits, flows):
        return sum(
            fit * slope * n
            for fit, flow in zip(fits, flows, strict=True)
            for slope, n in self.within(flow)
        )

    def best(self, fit, price, cap):
        return sum(max(fit * slope - price, 0) * n for slope, n in self.within(cap))

    def within(self, most):
        for width, slope in self.pieces:
            yield slope, min(width, most)
            most -= min(width, most)


class Quadratic:
    def __init__(self, weight, bend):
        self.steep, self.start, self.bend = weight, 0, bend

    def value(self, fits, flows):
        return sum(
            self.steep * fit * flow - self.bend * flow * flow
            for fit, flow in zip(fits, flows, strict=True)
        )

    def best(self, fit, price, cap):
        gain = self.steep * fit - price
        flow = min(max((gain + self.bend) // (2 * self.bend), 0), cap)
        return gain * flow - self.bend * flow * flow


class Curve:
    def __init__(self, weight, costs):
        self.steep, self.start, self.costs = weight, costs[0], costs
        self.sums = list(accumulate(costs, initial=0))

    def value(self, fits, flows):
        return self.steep * sum(map(operator.mul, fits, flows)) - sum(self.sums[n] for n in flows)

    def best(self, fit, price, cap):
        gain = self.steep * fit - price
        flow = bisect_left(self.costs, gain, 0, cap)
        return gain * flow - self.sums[flow]


GAINS = {"linear": Linear, "pieces": Pieces, "quadratic": Quadratic, "curve": Curve}


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
