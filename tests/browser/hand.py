"""What hands do on a page: fill in by label, press by name, and look at what came."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from playwright.sync_api import Locator, Page, expect

from jiebang.rulebook.forms import Field, FormSpec, Kind

WIDTHS = (",，", ":：", ";；", "(（", ")）")
MARKS = r"\s*(\*?\s*必填|选填)?\s*"
Answers = Mapping[str, Any]


def field(scope: Page | Locator, label: str) -> Locator:
    """The one control with this label, whether it is required or not."""
    return scope.get_by_label(re.compile(rf"^\s*{lenient(label)}{MARKS}$"))


def lenient(text: str) -> str:
    """A pattern of the text, however wide its stops and brackets are."""
    return "".join(next((f"[{pair}]" for pair in WIDTHS if c in pair), re.escape(c)) for c in text)


def fill(scope: Page | Locator, answers: Answers) -> None:
    """Text, choices, yes or no, tables of rows: each by the label people read."""
    for label, value in answers.items():
        _answer(field(scope, label), value)


def _answer(control: Locator, value: Any) -> None:
    role = control.evaluate("node => node.getAttribute('role') || node.tagName.toLowerCase()")
    if role == "table":
        _rows(control, value)
    elif role == "radiogroup":
        said = {True: "是", False: "否"}.get(value, value) if isinstance(value, bool) else value
        field(control, said).check()
    elif role == "group":
        for one in value:
            field(control, one).check()
    elif role == "select":
        control.select_option(label=value)
    else:
        control.fill(str(value))


def _rows(table: Locator, rows: Sequence[Answers]) -> None:
    """Write the rows of a table, adding rows where there are too few."""
    lines = table.locator("tbody").get_by_role("row")
    add = table.locator("xpath=../..").get_by_role("button", name="增加一行")
    for n, row in enumerate(rows):
        if lines.count() <= n:
            add.click()
            expect(lines).to_have_count(n + 1)
        for label, value in row.items():
            _answer(field(lines.nth(n), label), value)


def labelled(spec: FormSpec, values: Answers) -> dict[str, Any]:
    """Values by name, as the label of each question and the word of each option."""
    return {f.label: _said(f, values[f.name]) for f in spec.fields
            if not f.given and f.kind is not Kind.FILE and _given(values.get(f.name))}  # fmt: skip


def _given(value: Any) -> bool:
    return value not in (None, "", [], ())


def _said(f: Field, value: Any) -> Any:
    words = {o.code: o.label for o in f.options}
    if f.kind is Kind.TABLE:
        return [
            {c.label: _said(c, row[c.name]) for c in f.columns
             if not c.given and _given(row.get(c.name))}
            for row in value
        ]  # fmt: skip
    if f.kind is Kind.YESNO:
        return value in ("yes", True)
    if f.kind is Kind.CHOICE:
        return words[value]
    if f.kind is Kind.MULTICHOICE:
        return [words[v] for v in value]
    return value


def step(page: Page, name: str, answers: Answers | None = None) -> None:
    """A step of the record on this page: its button, its form, done. The name may stop short of
    a bracket."""
    page.locator("main").get_by_role("link", name=named(name)).first.click()
    press(page, name, answers)


def press(page: Page, name: str, answers: Answers | None = None) -> None:
    """Fill in the page's form and press its button; it must say that it is done."""
    main = page.locator("main")
    fill(main, answers or {})
    main.get_by_role("button", name=named(name)).click()
    expect(main).to_contain_text(re.compile(f"已办理[:：]\\s*{lenient(name)}"))


def named(name: str) -> re.Pattern[str]:
    return re.compile(rf"^\s*{lenient(name)}\s*([(（].*[)）])?\s*$")


def waiting(page: Page, name: str, about: str = "") -> None:
    """What waits for me: open the matter whose next step this is."""
    page.goto("/desk/")
    line = page.locator("main").get_by_role("link", name=re.compile(re.escape(name)))
    (line.filter(has_text=about) if about else line).first.click()
    expect(page.locator("h1")).to_be_visible()


def do(page: Page, name: str, answers: Answers | None = None, *, about: str = "") -> None:
    """From the list of what waits, through the record's page, to done."""
    waiting(page, name, about)
    step(page, name, answers)


def told(page: Page, *words: str) -> None:
    """A notice with these words has come to this person."""
    page.goto("/notices-to-me/")
    for said in words:
        expect(page.locator("main")).to_contain_text(said)
