"""The editions' values with the mark of where each comes from, and the gates."""

from __future__ import annotations

from typing import Any

from jiebang.cli.rulebook import words
from jiebang.rulebook.edition import Edition, Origin, digest, lines, load, shipped, shipped_text
from jiebang.rulebook.gates import BID_GATES, DEMAND_GATES, Rule


def pages() -> dict[str, str]:
    editions = {code: load(shipped_text(code)) for code in shipped()}
    own = {f"editions/{code}.md": _edition(e) for code, e in editions.items()}
    return {"gates.md": _gates(), "editions/README.md": _compared(editions)} | own


def _gates() -> str:
    return words.page(
        "Gates",
        "Eligibility rules by name (`rulebook/gates.py`). An edition chooses among those of a "
        "demand and sets their limits; each is shown with value and limit, passed or not. None "
        "looks at a bidder's region or age, or at anybody's title or degree (R009).",
        "",
        *_rules("Gates of a demand", DEMAND_GATES),
        *_rules("Gates of a bid", BID_GATES),
    )


def _rules(title: str, rules: dict[str, Rule]) -> list[str]:
    rows = [[f"`{r.code}`", words.pair(r), r.unit.value, words.reason(f"gate_{r.code}")]
            for r in rules.values()]  # fmt: skip
    return [f"## {title}", "", words.table(["Gate", "Words", "Unit", "Refuses with"], rows)]


def _values(e: Edition) -> list[tuple[str, str, str]]:
    """(path, value, mark); the forms' fields have pages of their own."""
    return [(line.path, _value(line.value), _mark(line.origin))
            for line in lines(e) if not line.path.startswith("forms.")]  # fmt: skip


def _edition(e: Edition) -> str:
    return words.page(
        f"{e.title_en} {e.title} (`{e.code}`)",
        f"Version {e.version}, digest `{digest(e)}`.",
        "",
        "**public**: stands in a public document of that year. **verify**: read from one source "
        "or inferred, to be verified. **default**: 平台默认值, nothing public is known; ours, and "
        "to be changed by whoever knows better. Amounts are in 万元 as written.",
        "",
        words.table(["Value", "", "Origin"], [[f"`{p}`", v, m] for p, v, m in _values(e)]),
    )


def _compared(editions: dict[str, Edition]) -> str:
    """Only what differs: the change of law, year by year."""
    values = {code: {p: v for p, v, _ in _values(e)} for code, e in editions.items()}
    paths = list(dict.fromkeys(p for found in values.values() for p in found))
    differing = [p for p in paths if len({found.get(p) for found in values.values()}) > 1]
    links = [f"[`{code}`]({code}.md)" for code in editions]
    rows = [[f"`{p}`", *(found.get(p, "–") for found in values.values())] for p in differing]
    return words.page(
        "Editions",
        "An edition holds every value of the policy; a batch pins one for life. Values that "
        "differ between the shipped editions:",
        "",
        words.table(["Value", *links], rows),
    )


def _value(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return ", ".join(_value(v) for v in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _mark(origin: Origin) -> str:
    return f"{origin.source} {origin.year or ''}".strip()
