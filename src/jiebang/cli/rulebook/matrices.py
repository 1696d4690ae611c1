"""Who may do what, who is told what, who sees what: matrices a person can go through."""

from __future__ import annotations

from jiebang.cli.rulebook import words
from jiebang.engine.lifecycle import Lifecycle
from jiebang.rulebook.bid import readable
from jiebang.rulebook.blind import TABLE, Phase, visible
from jiebang.rulebook.lives import LIVES
from jiebang.rulebook.roles import APART, Role


def pages() -> dict[str, str]:
    return {"roles.md": _roles(), "blind.md": _blind()}


def _roles() -> str:
    apart = ["- " + " · ".join(words.role(r) for r in sorted(group)) for group in APART]
    parts = [
        "Every role with what it may do (●) and what it is told of (✉), life by life. The clock "
        "acts without asking anybody; a role that never appears in a life is left out.",
        "",
        words.table(["Code", "Role"], [[f"`{r}`", words.role(r)] for r in Role]),
        "## Posts one person may never hold together",
        "",
        *apart,
        "",
    ]
    for life in LIVES.values():
        parts += [f"## {words.life(life.name)}", "", _matrix(life)]
    return words.page("Roles and steps", *parts)


def _matrix(life: Lifecycle) -> str:
    taking_part = [r for r in Role if any(r in t.by | t.tells for t in life.transitions)]
    rows = [
        [f"[`{t.name}`](lives/{life.name}.md)",
         *(("●" if r in t.by else "") + ("✉" if r in t.tells else "") for r in taking_part)]
        for t in life.transitions
    ]  # fmt: skip
    return words.table(["Step", *(words.role(r) for r in taking_part)], rows)


def _blind() -> str:
    things = list(dict.fromkeys(thing for thing, _, _ in TABLE))
    parts = [
        "Which fields of a thing a role sees in which phase (`rulebook/blind.py`). What is not "
        "written here is not shown. “Own” is a thing the viewer has a hand in: a lead's bid, an "
        "expert's review.",
        "",
        words.table(["", "Phase", "When"], [[p[0].upper(), f"`{p}`", PHASES[p]] for p in Phase]),
    ]
    for thing in things:
        parts += [f"## {words.life(thing)}", "", _visible(thing)]
    parts += ["## Reading a bid as it was written", "", _readable()]
    return words.page("Who sees what", *parts)


PHASES = {
    Phase.SEALED: "not handed in, or the bids are not opened yet",
    Phase.OPENED: "bids opened, no panel at work",
    Phase.REVIEWING: "a panel is being made or at work",
    Phase.DECIDED: "the panel has closed",
    Phase.PUBLIC: "the decision is published",
}


def _visible(thing: str) -> str:
    """Roles down, fields across, in each cell the phases by their first letters."""
    claims = [(r, own) for r in Role for own in (True, False) if (thing, r, own) in TABLE]
    fields = sorted({f for r, own in claims for p in Phase for f in visible(thing, r, p, own=own)})
    rows = [
        [words.role(r) + (", own" if own else ""),
         *("".join(p[0].upper() for p in Phase if f in visible(thing, r, p, own=own)) or "–"
           for f in fields)]
        for r, own in claims
    ]  # fmt: skip
    return words.table(["Role", *(f"`{f}`" for f in fields)], rows)


def _readable() -> str:
    rows = [
        [words.role(r), *("yes" if readable(frozenset({r}), opened) else "–"
                          for opened in (False, True))]
        for r in Role if readable(frozenset({r}), True)
    ]  # fmt: skip
    return words.table(["Role", "Before the opening", "After the opening"], rows)
