"""One page a life: its diagram, its rows, its conditions and what it asks."""

from __future__ import annotations

import inspect

from jiebang.cli.rulebook import words
from jiebang.engine.lifecycle import NEW, Guard, Lifecycle, Transition
from jiebang.rulebook.lives import LIVES, guard_codes, guard_name


def lives() -> dict[str, str]:
    return {f"lives/{name}.md": _page(life) for name, life in LIVES.items()}


def _page(life: Lifecycle) -> str:
    return words.page(
        f"{words.life(life.name)} (`{life.name}`)",
        _about(life),
        "```mermaid",
        life.mermaid(),
        "```",
        "",
        "## States",
        "",
        words.table(["State", "Words"], [[f"`{s}`", words.state(life.name, s)]
                                         for s in life.states]),
        "## Steps",
        "",
        "A step without “to” is an edit: the state stays. **Waits**: the step stands on the work "
        "list of whoever may do it. **Final**: it asks for confirmation. *Quiet*: done by a page "
        "of its own or as a consequence, without a button.",
        "",
        words.table(["Step", "From", "To", "Who", "Conditions", "Form", "Told"],
                    [_row(life, t) for t in life.transitions]),
        *_conditions(life),
    )  # fmt: skip


def _about(life: Lifecycle) -> str:
    guards = [g for t in life.transitions for g in t.needs]
    module = inspect.getmodule(guards[0]) if guards else None
    said = inspect.getdoc(module) if module else ""
    return f"{said}\n" if said else ""


def _row(life: Lifecycle, t: Transition) -> list[str]:
    marks = [m for m, on in (("**Waits**", t.duty), ("**Final**", t.harm), ("*Quiet*", t.quiet))
             if on]  # fmt: skip
    name = f"`{t.name}`<br>{words.step(life.name, t.name)}"
    return [
        "<br>".join([name, *marks]),
        "<br>".join("*new*" if s == NEW else f"`{s}`" for s in sorted(t.source)),
        f"`{t.target}`" if t.target else "",
        words.roles(t.by),
        "<br>".join(f"`{guard_name(g)}`" for g in t.needs),
        f"[{t.asks.title_en or t.asks.code}](../forms.md#{t.asks.code})" if t.asks else "",
        words.roles(t.tells) if t.tells else "",
    ]


def _conditions(life: Lifecycle) -> list[str]:
    found: dict[str, Guard] = {}
    for t in life.transitions:
        for g in t.needs:
            found.setdefault(guard_name(g), g)
    if not found:
        return []
    rows = [
        [f"`{name}`", inspect.getdoc(g) or "",
         "<br>".join(f"`{c}` {words.reason(c)}" for c in guard_codes(g))]
        for name, g in found.items()
    ]  # fmt: skip
    return ["## Conditions", "", words.table(["Condition", "Note", "Refuses with"], rows)]
