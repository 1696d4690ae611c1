"""Two records of the pool that look like one person: they are one, or they are told apart for good
(R063, R066)."""

from __future__ import annotations

from jiebang.rulebook.forms import Field, Kind, ask

OTHER = Field(name="other", kind=Kind.TEXT, label="另一条记录编号", label_en="The other record",
              required=True, max_length=36)  # fmt: skip
MERGE = ask(
    "merge_expert", "确认为同一人",
    OTHER,
    Field(name="reason", kind=Kind.PROSE, label="核实依据", label_en="Grounds", required=True,
          min_length=5, max_length=500),
    title_en="They are the same person",
)  # fmt: skip
APART = ask(
    "tell_apart", "确认不是同一人",
    OTHER,
    Field(name="reason", kind=Kind.PROSE, label="核实依据", label_en="Grounds", required=True,
          min_length=5, max_length=500),
    title_en="They are two people",
)  # fmt: skip
