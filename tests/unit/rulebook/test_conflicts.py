"""What an edition says of conflicts of interest, and what a finding means for a seat."""

from __future__ import annotations

import pytest

from jiebang.engine.conflicts import Verdict
from jiebang.rulebook.conflict import Finding, reasons_of
from jiebang.rulebook.edition import EditionInvalid, load, shipped_text
from jiebang.rulebook.edition.conflicts import policy

TEXT = shipped_text("jinan-2023")
EDITION = load(TEXT)
KEY = ("e1", "A-01", "k1")


def found(verdict: str, rule: str = "cooperation") -> Finding:
    return Finding(expert="e1", item="A-01", rule=rule, verdict=verdict, key="k1")


@pytest.mark.parametrize(
    ("verdict", "state", "reasons"),
    [
        ("hard", "", ("cooperation",)),
        ("hard", "barred", ("cooperation",)),
        ("hard", "proposed", ("unsettled_conflict",)),
        ("hard", "waived", ()),
        ("ask", "", ("unsettled_conflict",)),
        ("ask", "asked", ("unsettled_conflict",)),
        ("ask", "cleared", ()),
        ("ask", "barred", ("cooperation",)),
        ("ask", "waived", ()),
        ("hard", "late", ("cooperation",)),
        ("ask", "late", ("cooperation",)),
        ("hard", "kept", ()),
        ("hard", "aside", ("cooperation",)),
        ("note", "", ()),
    ],
)
def test_an_unanswered_question_keeps_out_and_what_people_decided_counts(verdict, state, reasons):
    assert reasons_of([found(verdict)], {KEY: state} if state else {}) == reasons


def test_a_decision_speaks_of_its_own_finding_and_of_no_other():
    other = Finding(expert="e1", item="A-01", rule="employer", verdict="hard", key="k2")
    assert reasons_of([found("ask"), other], {KEY: "cleared"}) == ("employer",)


def test_the_engine_reads_the_rules_of_the_edition_with_its_cap_of_named_persons():
    rules = policy(EDITION.conflicts, 3)
    named = next(r for r in rules.rules if r.code == "named")
    assert (named.end_most, named.verdict, named.waivable) == (3, Verdict.HARD, False)
    assert rules.ceiling("name") == 2
    assert [r.code for r in rules.rules] == [r.code for r in EDITION.conflicts.rules]


def edited(before: str, after: str) -> str:
    base = shipped_text("jinan-base")
    assert before in base
    return base.replace(before, after, 1)


@pytest.mark.parametrize(
    ("before", "after", "place"),
    [
        ('evidence = "name", verdict = "ask"', 'evidence = "name", verdict = "hard"', "ceilings"),
        ('verdict = "hard", ends = ["member"], waivable', 'verdict = "hard", tie = ["employed"], '
         'ends = ["member"], waivable', "member"),
    ],
)  # fmt: skip
def test_rules_that_contradict_are_refused_when_the_edition_is_read(before, after, place):
    parents = {"jinan-base.toml": edited(before, after)}

    def parent(name: str) -> str:
        return parents.get(name) or shipped_text(name.removesuffix(".toml"))

    with pytest.raises(EditionInvalid) as excinfo:
        load(TEXT, parent=parent)
    assert [(p.path, p.reason.code) for p in excinfo.value.problems] == [
        (f"conflicts.rules.{place}", "edition_conflict_rule")
    ]
