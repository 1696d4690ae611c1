"""The 2023 edition as a plain document, to change one value of it and see what is said."""

import copy
import tomllib
from decimal import Decimal

from jiebang.rulebook.edition import EditionInvalid, dump_toml, load, shipped_text
from jiebang.rulebook.edition.loading import build

BASE = load(shipped_text("jinan-2023"))
PLAIN = tomllib.loads(dump_toml(BASE), parse_float=Decimal)


def changed(path, value):
    """The 2023 document with one value set, or removed where the value is None."""
    document = copy.deepcopy(PLAIN)
    *above, last = path.split(".")
    at = document
    for name in above:
        at = _item(at, name)
    if isinstance(at, list):
        last = at.index(_item(at, last))
    if value is None:
        del at[last]
    else:
        at[last] = value
    return document


def _item(at, name):
    if isinstance(at, list):
        found = [x for x in at if x.get("code", x.get("name")) == name]
        return found[0] if found else at[int(name)]
    return at[name]


def problems(document):
    try:
        build(document)
    except EditionInvalid as invalid:
        return [(p.path, p.reason.code) for p in invalid.problems]
    return []
