"""What somebody found out about who is tied to whom (process.md 3.5): recorded with its source and
date, never changed, withdrawn with a reason when it was wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from jiebang.engine.conflicts import KINDS as ENGINE_KINDS
from jiebang.engine.decision import Reason
from jiebang.engine.lifecycle import Lifecycle, born, row
from jiebang.rulebook.forms import WITH_REASON, Field, Kind, Option, Problem, ask
from jiebang.rulebook.roles import Role

R = Role


class State(StrEnum):
    RECORDED = "recorded"  # 已记录
    WITHDRAWN = "withdrawn"  # 已撤回


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Nothing that rules look at."""


KINDS = (
    Option("teacher", "师生", "Teacher and student"),
    Option("kin", "近亲属", "Near relatives"),
    Option("coauthor", "合著论文", "Papers together"),
    Option("coproject", "共同承担项目", "Projects together"),
    Option("coinventor", "共同发明", "Inventions together"),
    Option("employed", "任职", "Works at a unit"),
    Option("part_time", "兼职", "Part-time post at a unit"),
    Option("director", "任董事、监事", "Director of a unit"),
    Option("shareholder", "持股", "Holds shares of a unit"),
    Option("adviser", "受聘顾问", "Paid adviser of a unit"),
    Option("cooperation", "与单位合作", "Works together with a unit"),
    Option("kin_post", "近亲属在单位任职", "A near relative works at a unit"),
)
TO_PEOPLE = frozenset(o.code for o in KINDS if ENGINE_KINDS[o.code].role == "via")


def both_ends(values: Mapping[str, Any]) -> list[Problem]:
    """Between two people, or between a person and a unit."""
    wanted = "other_person" if values.get("kind") in TO_PEOPLE else "other_unit"
    return [] if values.get(wanted) else [Problem(wanted, Reason("field_required"))]


def days_in_order(values: Mapping[str, Any]) -> list[Problem]:
    since, until = values.get("since_on"), values.get("until_on")
    if since and until and str(until) < str(since):
        return [Problem("until_on", Reason("ends_before_it_begins"))]
    return []


RECORD = replace(ask(
    "relation_fact", "记录关系",
    Field(name="kind", kind=Kind.CHOICE, label="关系", label_en="Relation", required=True,
          options=KINDS),
    Field(name="person", kind=Kind.TEXT, label="专家姓名", label_en="Name of the expert",
          required=True, max_length=40),
    Field(name="person_unit", kind=Kind.TEXT, label="专家所在单位", label_en="Unit of the expert",
          max_length=120, help="同名时用于区分。", help_en="Tells people of one name apart."),
    Field(name="other_person", kind=Kind.TEXT, label="对方姓名", label_en="The other person",
          max_length=40),
    Field(name="other_unit", kind=Kind.TEXT, label="对方单位", label_en="The unit, or the other's",
          max_length=120, help="全称或统一社会信用代码。", help_en="Full name or credit code."),
    Field(name="source", kind=Kind.TEXT, label="来源", label_en="Source", required=True,
          min_length=4, max_length=200, help="论文、项目书、公示、登记信息等可查的出处。",
          help_en="A paper, a project, a register: something to look up."),
    Field(name="since_on", kind=Kind.DATE, label="起始或发生日期", label_en="Since, or when"),
    Field(name="until_on", kind=Kind.DATE, label="截止日期", label_en="Until",
          help="仍存续的不填。", help_en="Empty while it lasts."),
    Field(name="share", kind=Kind.DECIMAL, label="持股比例", label_en="Share", unit="%", minimum=0,
          maximum=100),
    title_en="Record a relation",
), checks=(both_ends, days_in_order))  # fmt: skip

S = State
RECORDERS = frozenset({R.OFFICER, R.SUPERVISOR, R.POOL_KEEPER})
RELATION_FACT = Lifecycle(
    "relation_fact",
    State,
    (
        born(S.RECORDED, name="record", by=RECORDERS, asks=RECORD, quiet=True),
        row(S.WITHDRAWN, S.RECORDED, name="withdraw", by=RECORDERS, asks=WITH_REASON,
            tells={R.SUPERVISOR}),
    ),
)  # fmt: skip
