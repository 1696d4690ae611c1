"""Glossary, events of the record, reasons, and the list of all pages."""

from __future__ import annotations

from collections.abc import Mapping

from jiebang.cli.rulebook import words
from jiebang.rulebook import terms
from jiebang.rulebook.lives import LIVES
from jiebang.web import wording

# What is recorded beside the steps of lives.
BESIDE = (
    ("person.registered", "person:<id>", "somebody registered; name and address as commitments"),
    ("person.post_granted", "person:<id>", "a post was given"),
    ("person.post_revoked", "person:<id>", "a post was taken back"),
    ("record.read", "person:<id>", "somebody read what is sensitive"),
    ("consent.viewed", "bank:<unit>", "a bank looked at a consortium that consented"),
)


def pages() -> dict[str, str]:
    return {"glossary.md": _glossary(), "events.md": _events(), "reasons.md": _reasons()}


def _glossary() -> str:
    parts = []
    for subject in terms.subjects():
        rows = [[t.zh, t.en, t.note, f"`{t.code}`"] for t in terms.of(subject)]
        parts += [f"## {subject.capitalize()}", "",
                  words.table(["中文", "English", "Note", "Code"], rows)]  # fmt: skip
    return words.page("Glossary 术语表", *parts)


def _events() -> str:
    rows = [
        [f"`{life.event(t.name)}`", f"`{life.name}:<id>`", words.step(life.name, t.name)]
        for life in LIVES.values()
        for t in life.transitions
    ]
    beside = [[f"`{event}`", f"`{stream}`", said] for event, stream, said in BESIDE]
    return words.page(
        "Events of the record",
        "Every step appends one entry to the stream of its row, in the same transaction. The body "
        "holds states, values that are no personal data, and salted commitments to the rest.",
        "",
        words.table(["Event", "Stream", "What"], [*rows, *beside]),
    )


def _reasons() -> str:
    rows = [[f"`{code}`", words.both(text)] for code, text in sorted(wording.REASONS.items())]
    return words.page(
        "Reasons",
        "Why something is refused: the code that machines read, and what people read. Values are "
        "put where `%(name)s` stands.",
        "",
        words.table(["Code", "Words"], rows),
    )


def contents(found: Mapping[str, str]) -> str:
    """What there is, in the order of the process."""
    links = [f"- [{name.removeprefix('lives/').removesuffix('.md')}]({name}): {_title(text)}"
             for name, text in found.items() if name.startswith("lives/")]  # fmt: skip
    rest = [f"- [{_title(text)}]({name})" for name, text in found.items()
            if not name.startswith("lives/")]  # fmt: skip
    return words.page(
        "Reference",
        "Made from the rules themselves: what stands here is what the program does.",
        "",
        "## Lives",
        "",
        *links,
        "",
        "## Tables",
        "",
        *rest,
    )


def _title(text: str) -> str:
    return next(line for line in text.splitlines() if line.startswith("# "))[2:]
