"""Every code that a person may meet has its words, in three languages."""

from __future__ import annotations

import ast
import gettext
import re
from functools import cache
from pathlib import Path

import polib
import pytest
from django.utils import translation

from jiebang.platform.lifecycle import Machine
from jiebang.rulebook.gates import BID_GATES, DEMAND_GATES
from jiebang.rulebook.lives import LIVES
from jiebang.rulebook.roles import Role
from jiebang.web import wording
from jiebang.web.places import PLACES

SOURCE = Path(__file__).resolve().parents[2] / "src/jiebang"
LOCALE = SOURCE / "locale"
PLACEHOLDER = re.compile(r"%\((\w+)\)[a-z]|\{(\w*)\}")
# Calls whose first argument is a reason's code.
REFUSING = {"Reason", "refuse", "Wrong"}


@cache
def trees() -> dict[Path, ast.Module]:
    return {p: ast.parse(p.read_text("utf-8")) for p in sorted(SOURCE.rglob("*.py"))}


def called(node: ast.Call) -> str:
    return getattr(node.func, "id", None) or getattr(node.func, "attr", "")


@cache
def reasons() -> dict[str, set[str]]:
    """Reason codes named in the source → the parameters that every place gives."""
    found: dict[str, set[str]] = {}
    for tree in trees().values():
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and called(node) in REFUSING and node.args):
                continue
            code = node.args[0]
            if isinstance(code, ast.Constant) and isinstance(code.value, str):
                given = params(node)
                if given is not None:
                    found[code.value] = found.get(code.value, given) & given
                else:
                    found.setdefault(code.value, EVERYTHING)
    return found


class _Everything(set):
    def __contains__(self, item: object) -> bool:
        return True

    def __and__(self, other):
        return other

    def __rand__(self, other):
        return other


EVERYTHING = _Everything()


def params(node: ast.Call) -> set[str] | None:
    """Names of the parameters when they are written on the spot, else None."""
    if called(node) != "Reason":
        return {k.arg for k in node.keywords if k.arg} if all(
            k.arg for k in node.keywords
        ) else None  # fmt: skip
    if len(node.args) < 2:
        return set()
    given = node.args[1]
    if not isinstance(given, ast.Dict) or not all(isinstance(k, ast.Constant) for k in given.keys):
        return None
    return {k.value for k in given.keys}


def named_in(text: str) -> set[str]:
    return {a or b for a, b in PLACEHOLDER.findall(text)}


def english(text) -> str:
    with translation.override("en"):
        return str(text)


def test_every_life_state_step_and_role_has_words():
    missing = [f"life {n}" for n in LIVES if n not in wording.LIVES]
    missing += [
        f"state {life.name}.{s}"
        for life in LIVES.values()
        for s in life.states
        if s not in wording.STATES.get(life.name, {})
    ]
    missing += [
        f"step {life.event(t.name)}"
        for life in LIVES.values()
        for t in life.transitions
        if t.name not in wording.STEPS.get(life.name, {})
    ]
    missing += [f"role {r}" for r in Role if r not in wording.ROLES]
    assert missing == []


def test_words_are_kept_for_nothing_that_is_gone():
    strange = [
        f"state {life}.{s}"
        for life, states in wording.STATES.items()
        for s in states
        if life not in LIVES or s not in set(LIVES[life].states)
    ]
    strange += [
        f"step {life}.{s}"
        for life, steps in wording.STEPS.items()
        for s in steps
        if life in LIVES and s not in LIVES[life]
    ]
    strange += [f"event {event}" for event in wording.EVENTS if not known(event)]
    assert strange == []


def known(event: str) -> bool:
    life, _, verb = event.partition(".")
    return life in LIVES and verb in LIVES[life]


def test_whoever_is_told_reads_a_sentence():
    told = [life.event(t.name) for life in LIVES.values() for t in life.transitions if t.tells]
    assert [event for event in told if event not in wording.EVENTS] == []


# What notices of a life carry beside title and reason: Machine.says.
CARRIED = {
    "seat": {"items", "answer_by", "due_at"}, "defence": {"starts_at", "place"},
    "hearing": {"starts_at", "place", "turn"}, "ballot": {"starts_at", "place"},
}  # fmt: skip


def test_a_notice_uses_only_what_notices_carry():
    strange = {
        event: more
        for event, text in wording.EVENTS.items()
        if (more := named_in(english(text)) - {"title", "reason"} - said_by(event))
    }
    assert strange == {}


def said_by(event: str) -> set[str]:
    return CARRIED.get(event.partition(".")[0], set())


def test_every_reason_in_the_source_has_words():
    coded = reasons().keys() | {f"gate_{g}" for g in DEMAND_GATES | BID_GATES}
    assert sorted(coded - wording.REASONS.keys()) == []


def test_a_sentence_uses_only_parameters_that_its_reason_gives():
    wrong = {}
    for code, given in reasons().items():
        if code in wording.REASONS:
            lacking = {n for n in named_in(english(wording.REASONS[code])) if n not in given}
            if lacking:
                wrong[code] = lacking
    assert wrong == {}


def test_every_life_has_a_machine_and_a_page():
    assert set(Machine.registry) == set(LIVES)
    # A subscription has no page: whoever asked for it holds a secret link.
    assert sorted(LIVES.keys() - PLACES.keys()) == ["subscription"]


@pytest.mark.parametrize("language", ["zh_Hans", "zh_Hant"])
def test_every_text_has_its_chinese_with_the_same_places_for_values(language):
    with (LOCALE / language / "LC_MESSAGES/django.mo").open("rb") as file:
        built = gettext.GNUTranslations(file)
    wrong = []
    for entry in polib.pofile(str(LOCALE / "zh_Hans/LC_MESSAGES/django.po")):
        if entry.obsolete:
            continue
        text = (
            built.pgettext(entry.msgctxt, entry.msgid) if entry.msgctxt
            else built.ngettext(entry.msgid, entry.msgid_plural, 2) if entry.msgid_plural
            else built.gettext(entry.msgid)
        )  # fmt: skip
        wanted = named_in(entry.msgid_plural or entry.msgid)
        if not text or named_in(text) != wanted:
            wrong.append(entry.msgid)
    assert wrong == []


def worded() -> list[tuple[str, object]]:
    tables = {"STATES": wording.STATES, "STEPS": wording.STEPS}
    found = [(f"{n}.{life}.{c}", t) for n, lives in tables.items()
             for life, codes in lives.items() for c, t in codes.items()]  # fmt: skip
    for name in ("REASONS", "EVENTS", "ROLES", "LIVES", "FAULTS", "SOURCES"):
        found += [(f"{name}.{c}", t) for c, t in getattr(wording, name).items()]
    return found


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant"])
def test_no_word_of_the_rules_is_left_in_english(language):
    with translation.override(language):
        left = [where for where, text in worded() if not re.search("[\u4e00-\u9fff]", str(text))]
    assert left == []


def test_labels_of_forms_are_chinese_with_english_beside_them():
    lacking = [
        f"{life.event(t.name)}.{f.name}"
        for life in LIVES.values()
        for t in life.transitions
        if t.asks
        for f in (*t.asks.fields, *(c for g in t.asks.fields for c in g.columns))
        if not f.label_en or not re.search("[\u4e00-\u9fff]", f.label)
    ]
    assert lacking == []
