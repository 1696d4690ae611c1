"""Compute the city's figures of one year or of several, as a table or as JSON."""

from __future__ import annotations

import argparse
import json
import os
import sys
from typing import TYPE_CHECKING, Any

from jiebang.cli import setup_to_read

if TYPE_CHECKING:
    from jiebang.insight.figures import Counted


def arguments(parser: argparse.ArgumentParser) -> None:
    span = parser.add_mutually_exclusive_group()
    span.add_argument("--year", help="one year: 2023")
    span.add_argument("--years", help="several together: 2021-2022")
    parser.add_argument("--field", default="", help="code of a field")
    parser.add_argument("--district", default="", help="code of a district")
    parser.add_argument("--bank", default="", help="name of a bank: narrows credit only")
    parser.add_argument("--json", action="store_true", help="print JSON; sums in yuan")
    parser.add_argument("--records", action="store_true", help="with the records behind each")


def run(chosen: argparse.Namespace) -> int:
    setup_to_read()
    from jiebang.insight import queries  # noqa: PLC0415 -- after setup

    text = chosen.year or chosen.years or ""
    years = queries.parse_years(text)
    if text and not years:
        print(f"jiebang figures: not a year or a span of years: {text}", file=sys.stderr)
        return 2
    wanted = queries.Filter(years, chosen.field, chosen.district, chosen.bank)
    found = queries.figures(wanted)
    if chosen.json:
        whole = document(wanted, found, records=chosen.records)
        print(json.dumps(whole, ensure_ascii=False, indent=2))
    else:
        print(table(found, records=chosen.records))
    return 0


def document(wanted: Any, found: dict[str, Counted], *, records: bool) -> dict[str, Any]:
    """Flat numbers for machines; what each means, and its records if asked for, beside them."""
    from jiebang.insight.figures import plain  # noqa: PLC0415 -- after setup

    asked = {"field": wanted.field, "district": wanted.district, "bank": wanted.bank}
    told: dict[str, Any] = {"years": list(wanted.years), **{k: v for k, v in asked.items() if v}}
    told |= {code: plain(c.value, c.figure.unit) for code, c in found.items()}
    told["breakthrough_field_codes"] = list(found["breakthrough_fields"].apart("field"))
    told["bank_names"] = list(found["banks"].apart("bank"))
    told["units"] = {code: UNITS[c.figure.unit] for code, c in found.items()}
    told["definitions"] = {
        code: {"zh": c.figure.says, "en": c.figure.says_en} for code, c in found.items()
    }
    if records:
        told["records"] = {
            code: [f"{line.life}:{line.id}" for line in c.records()] for code, c in found.items()
        }
    return told


UNITS = {"count": "count", "money": "yuan", "share": "share of one", "times": "times"}


def table(found: dict[str, Counted], *, records: bool) -> str:
    """Text for people, in the language of the terminal."""
    from jiebang.insight.figures import plain  # noqa: PLC0415 -- after setup

    english = not speaks_chinese()
    rows = []
    for c in found.values():
        value, unit = plain(c.value, c.figure.unit), c.figure.unit
        label = c.figure.label_en if english else c.figure.label
        rows.append(f"{shown(value, unit, english):>24}  {label}")
        if records:
            rows += [f"{'':26}{r.life}:{r.id}  {r.title}" for r in c.records()]
    return "\n".join(rows)


def shown(value: Any, unit: str, english: bool) -> str:
    if value is None:
        return "—"
    if unit == "share":
        return f"{value:.1%}"
    if unit == "times":
        return f"{value:.2f}"
    return f"{value:,}" + ((" yuan" if english else " 元") if unit == "money" else "")


def speaks_chinese() -> bool:
    """By the environment, as other programs do it; Chinese where nothing is said."""
    said = next((os.environ[k] for k in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(k)), "")
    return not said.startswith("en")
