"""The reference says what the rules say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from jiebang.cli.rulebook import pages
from jiebang.rulebook.lives import LIVES

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs/reference"
WRITTEN = sorted(
    path for folder in ("", "docs") for path in (
        ROOT.glob("*.md") if not folder else (ROOT / folder).rglob("*.md")
    )
)  # fmt: skip
LINK = re.compile(r"\]\(([^)#\s]+)(#[^)]*)?\)")


def test_the_reference_is_what_the_rules_make_of_it():
    made = pages()
    kept = {str(p.relative_to(FOLDER)): p.read_text("utf-8") for p in FOLDER.rglob("*.md")}
    assert sorted(kept) == sorted(made)
    assert [name for name in made if made[name] != kept[name]] == [], "run: make docs"


def test_making_the_reference_twice_gives_the_same_bytes():
    assert pages() == pages()


def test_every_life_has_a_page_with_its_diagram():
    made = pages()
    assert [n for n, life in LIVES.items() if life.mermaid() not in made[f"lives/{n}.md"]] == []


@pytest.mark.parametrize("path", WRITTEN, ids=[str(p.relative_to(ROOT)) for p in WRITTEN])
def test_a_link_in_the_documentation_leads_somewhere(path):
    text = re.sub(r"```.*?```", "", path.read_text("utf-8"), flags=re.S)
    targets = [t for t, _ in LINK.findall(text) if "://" not in t and not t.startswith("mailto:")]
    assert [t for t in targets if not (path.parent / t).exists()] == []


def test_a_record_of_a_decision_has_at_most_forty_lines():
    records = sorted((ROOT / "docs/adr").glob("[0-9]*.md"))
    long = [p.name for p in records if len(p.read_text("utf-8").splitlines()) > 40]
    assert (long, [p.name[:4] for p in records]) == (
        [],
        [f"{n:04}" for n in range(1, len(records) + 1)],
    )
