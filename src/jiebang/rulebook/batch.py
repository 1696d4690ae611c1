"""A year's programme is run in batches, each governed for life by one edition (R001)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from jiebang.engine.decision import Reason
from jiebang.engine.lifecycle import Lifecycle, born, keep, row
from jiebang.rulebook.forms import WITH_REASON, Field, Kind, ask
from jiebang.rulebook.roles import Role

R = Role


class EditionState(StrEnum):
    ADOPTED = "adopted"


class BatchState(StrEnum):
    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchFacts:
    now: datetime
    collection_opens_at: datetime
    collection_closes_at: datetime
    district_closes_at: datetime
    challenges_ready: int
    unfinished: int


def dates_in_order(f: BatchFacts) -> Reason | None:
    ok = f.collection_opens_at < f.collection_closes_at <= f.district_closes_at
    return None if ok else Reason("dates_out_of_order")


def something_to_publish(f: BatchFacts) -> Reason | None:
    return None if f.challenges_ready else Reason("nothing_to_publish")


def all_finished(f: BatchFacts) -> Reason | None:
    return Reason("batch_unfinished", {"count": f.unfinished}) if f.unfinished else None


DATES = (
    Field(name="collection_opens_at", kind=Kind.DATETIME, label="需求征集开始",
          label_en="Collection opens", required=True),
    Field(name="collection_closes_at", kind=Kind.DATETIME, label="企业提交截止",
          label_en="Companies' deadline", required=True),
    Field(name="district_closes_at", kind=Kind.DATETIME, label="区县推荐截止",
          label_en="Districts' deadline", required=True),
)  # fmt: skip

OPEN_BATCH = ask(
    "batch", "新建批次",
    Field(name="edition", kind=Kind.TEXT, label="适用版本", label_en="Edition", required=True),
    Field(name="year", kind=Kind.INTEGER, label="计划年度", label_en="Programme year",
          required=True, minimum=2000, maximum=2100),
    Field(name="number", kind=Kind.INTEGER, label="批次号", label_en="Batch number",
          required=True, minimum=1, maximum=99),
    Field(name="title", kind=Kind.TEXT, label="批次名称", label_en="Title", required=True,
          max_length=120),
    *DATES,
    title_en="New batch",
)  # fmt: skip

PUBLISH_LIST = ask(
    "publish_list", "发布榜单",
    Field(name="closes_at", kind=Kind.DATETIME, label="揭榜截止时间", label_en="Bids close",
          required=True, help="以服务器时间为准，逾期一秒亦不受理。",
          help_en="By the server's clock; one second late is late."),
    title_en="Publish the challenge list",
)  # fmt: skip

EDITION = Lifecycle(
    "edition", EditionState,
    (born(EditionState.ADOPTED, name="adopt", by={R.OFFICER, R.CLOCK}, quiet=True),),
)  # fmt: skip

B = BatchState
BATCH = Lifecycle(
    "batch",
    BatchState,
    (
        born(B.DRAFT, name="plan", by={R.OFFICER}, needs=[dates_in_order], asks=OPEN_BATCH),
        keep(B.DRAFT, name="reschedule", by={R.OFFICER},
             asks=ask("dates", "调整日期", *DATES, title_en="Change the dates")),
        row(B.OPEN, B.DRAFT, name="open", by={R.HEAD, R.LEADER}, needs=[dates_in_order],
            duty=True, tells={R.OFFICER, R.DISTRICT}),
        keep(B.OPEN, name="publish_list", by={R.LEADER}, needs=[something_to_publish],
             asks=PUBLISH_LIST, duty=True, tells={R.OFFICER}),
        keep(B.OPEN, name="extend_collection", by={R.HEAD},
             asks=ask("extend", "延长征集", *DATES[1:], *WITH_REASON.fields,
                      title_en="Extend the collection")),
        row(B.CLOSED, B.OPEN, name="close", by={R.HEAD}, needs=[all_finished]),
    ),
)  # fmt: skip
