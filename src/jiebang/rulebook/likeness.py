"""What is compared when bids are held against other texts, and what an officer may find (R044).

A likeness is a fact about two texts. Who wrote first, and whether it matters, people decide.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from jiebang.rulebook.forms import Field, FormSpec, Kind, Option, ask

TOLD = (Kind.PROSE, Kind.TEXT)
"""Kinds of fields in which somebody writes sentences."""

FINDING = ask(
    "likeness_finding", "相似情况认定",
    Field(name="finding", kind=Kind.CHOICE, label="认定结论", label_en="Finding", required=True,
          options=(Option("none", "不作处理", "No consequence"),
                   Option("failed", "形式审查不予通过", "The form check is to be failed"))),
    Field(name="reason", kind=Kind.PROSE, label="依据", label_en="Grounds", required=True,
          min_length=5, max_length=2000),
    title_en="Finding on the likeness",
)  # fmt: skip
QUESTION = ask(
    "likeness_question", "要求说明",
    Field(name="reason", kind=Kind.PROSE, label="请揭榜方说明的内容",
          label_en="What is to be explained", required=True, min_length=5, max_length=2000,
          help="揭榜方将看到这段文字。不写其他揭榜单位的名称和方案内容。",
          help_en="The bidder reads this. Name no other bidder and nothing of another bid."),
    title_en="Ask for an explanation",
)  # fmt: skip
EXPLANATION = ask(
    "likeness_explanation", "情况说明",
    Field(name="answer", kind=Kind.PROSE, label="情况说明", label_en="Explanation", required=True,
          min_length=5, max_length=4000),
    title_en="Explanation",
)  # fmt: skip


def text_of(spec: FormSpec, values: Mapping[str, Any]) -> str:
    """All that is told in a filled form, under the form's own headings; what identifies people or
    units, and what was filled in for them, stays out."""
    lines = []
    for section in spec.sections:
        told = [line for f in section.fields for line in _field(f, values.get(f.name))]
        if told:
            lines += [section.title, *told]
    return "\n".join(lines)


def form_text(spec: FormSpec) -> str:
    """The words of the form itself, which everybody's text holds."""
    lines = []
    for section in spec.sections:
        lines.append(section.title)
        for f in (inner for outer in section.fields for inner in (outer, *outer.columns)):
            lines += [f.label, f.help, *(o.label for o in f.options)]
    return "\n".join(line for line in lines if line)


def call_text(
    title: str, content: Mapping[str, Any], indicators: Iterable[Mapping[str, Any]]
) -> str:
    """What a published challenge says: whoever answers it may say it again."""
    lines = [title, *(v for v in content.values() if isinstance(v, str))]
    for row in indicators:
        lines.append(" ".join(str(v) for v in row.values() if isinstance(v, str) and v))
    return "\n".join(lines)


def _field(f: Field, value: Any) -> Iterator[str]:
    if f.identity or f.given or not value:
        return
    if f.kind in TOLD and isinstance(value, str):
        yield from (f.label, value)
    elif f.kind is Kind.TABLE and isinstance(value, list):
        rows = [line for row in value if (line := _row(f, row))]
        if rows:
            yield from (f.label, *rows)


def _row(f: Field, row: Mapping[str, Any]) -> str:
    told = [c for c in f.columns if c.kind in TOLD and not c.identity and not c.given]
    return "；".join(str(row[c.name]) for c in told if row.get(c.name))
