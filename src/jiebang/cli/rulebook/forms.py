"""What every step asks, and the two long forms of the newest edition."""

from __future__ import annotations

from jiebang.cli.rulebook import words
from jiebang.rulebook.edition import load, shipped, shipped_text
from jiebang.rulebook.forms import Field, FormSpec
from jiebang.rulebook.lives import LIVES


def pages() -> dict[str, str]:
    newest = load(shipped_text(shipped()[-1]))
    long = {
        f"forms/{code}.md": words.page(f"{spec.title_en} {spec.title} ({newest.code})",
                                       *_sections(spec))
        for code, spec in newest.forms.items()
    }  # fmt: skip
    return {"forms.md": _short()} | long


def _short() -> str:
    specs: dict[str, tuple[FormSpec, list[str]]] = {}
    for life in LIVES.values():
        for t in life.transitions:
            if t.asks is not None:
                specs.setdefault(t.asks.code, (t.asks, []))[1].append(life.event(t.name))
    parts = ["The form that a step asks its performer to fill in. The [demand](forms/demand.md) "
             "and the [bid](forms/bid.md) come from the edition, the score sheet from its table "
             "of criteria.", ""]  # fmt: skip
    for code, (spec, asked_by) in specs.items():
        who = ", ".join(f"`{name}`" for name in asked_by)
        parts += [f'<a id="{code}"></a>', "", f"## {spec.title_en} {spec.title}", "",
                  f"Asked by {who}.", "", *_sections(spec)]  # fmt: skip
    return words.page("Forms of the steps", *parts)


def _sections(spec: FormSpec) -> list[str]:
    parts = []
    for section in spec.sections:
        if section.title:
            parts += [f"### {section.title_en} {section.title}", ""]
        parts += [words.table(["Field", "Words", "Kind", "Limits"], _rows(section.fields))]
    return parts


def _rows(fields: tuple[Field, ...], within: str = "") -> list[list[str]]:
    rows = []
    for f in fields:
        name = f"{within}{f.name}"
        rows.append([f"`{name}`", words.pair(f), f.kind.value, _limits(f)])
        rows += _rows(f.columns, f"{name}.")
    return rows


def _limits(f: Field) -> str:
    said = [
        word
        for word, on in (
            ("required", f.required), ("given, not asked", f.given),
            ("not shown to blind readers", f.identity), ("may be published", f.public),
        ) if on
    ]  # fmt: skip
    said += [f"in {f.unit}"] if f.unit else []
    said += [f"at least {f.minimum}"] if f.minimum is not None else []
    said += [f"at most {f.maximum}"] if f.maximum is not None else []
    said += [f"{f.min_length} characters and more"] if f.min_length else []
    said += [f"at most {f.max_length} characters"] if f.max_length else []
    said += [f"{f.rows_min} rows and more"] if f.rows_min else []
    said += [f"one row for each of {f.rows_fixed}"] if f.rows_fixed else []
    said += [", ".join(words.pair(o) for o in f.options)] if f.options else []
    return "; ".join(said)
