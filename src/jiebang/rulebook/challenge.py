"""All that the programme says about a challenge's life (process.md 2.4; R025–R030)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from jiebang.engine.decision import Reason
from jiebang.engine.lifecycle import Lifecycle, born, keep, row
from jiebang.rulebook.forms import REASON, WITH_REASON, Field, Kind, ask
from jiebang.rulebook.roles import Role

R = Role


class State(StrEnum):
    DRAFT = "draft"  # 待发布
    PUBLISHED = "published"  # 揭榜中
    CLOSED = "closed"  # 已截止
    FAILED = "failed"  # 流榜
    WITHDRAWN = "withdrawn"  # 撤榜
    IN_REVIEW = "in_review"  # 评榜
    RANKED = "ranked"  # 待决策
    AWARDED = "awarded"  # 已揭榜
    NOT_AWARDED = "not_awarded"  # 未确定揭榜方


class QuestionState(StrEnum):
    ASKED = "asked"
    ANSWERED = "answered"
    SET_ASIDE = "set_aside"


# What the public may read, and the states after the bids were opened.
PUBLIC_STATES = frozenset(State) - {State.DRAFT}
OPENED = frozenset({State.CLOSED, State.IN_REVIEW, State.RANKED, State.AWARDED, State.NOT_AWARDED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    now: datetime
    closes_at: datetime | None
    public_money: int
    text_agreed: bool
    submitted: int
    unchecked: int
    valid: int
    bids_needed: int
    opinions_missing: int
    opinions_due_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionFacts:
    open_for_questions: bool


def money_committed(f: Facts) -> Reason | None:
    return None if f.public_money > 0 else Reason("no_public_money")


def text_agreed(f: Facts) -> Reason | None:
    return None if f.text_agreed else Reason("text_not_agreed")


def deadline_ahead(f: Facts) -> Reason | None:
    ahead = f.closes_at is not None and f.closes_at > f.now
    return None if ahead else Reason("deadline_not_ahead")


def deadline_passed(f: Facts) -> Reason | None:
    over = f.closes_at is not None and f.now >= f.closes_at
    return None if over else Reason("bidding_still_open", {"at": f.closes_at})


def some_bid(f: Facts) -> Reason | None:
    return None if f.submitted else Reason("no_bid")


def no_bid(f: Facts) -> Reason | None:
    return Reason("bids_came", {"count": f.submitted}) if f.submitted else None


def no_valid_bid(f: Facts) -> Reason | None:
    return Reason("bids_came", {"count": f.valid}) if f.valid else None


def bids_checked(f: Facts) -> Reason | None:
    return Reason("bids_unchecked", {"count": f.unchecked}) if f.unchecked else None


def enough_bids(f: Facts) -> Reason | None:
    if f.valid >= f.bids_needed:
        return None
    return Reason("too_few_bids", {"have": f.valid, "need": f.bids_needed})


def opinions_in(f: Facts) -> Reason | None:
    """The company gives its opinion on every bid; past its time, silence is recorded (R043)."""
    waited = f.opinions_due_at is not None and f.now > f.opinions_due_at
    if not f.opinions_missing or waited:
        return None
    return Reason("opinions_missing", {"count": f.opinions_missing, "until": f.opinions_due_at})


def open_for_questions(f: QuestionFacts) -> Reason | None:
    return None if f.open_for_questions else Reason("questions_closed")


NEW_DEADLINE = Field(name="closes_at", kind=Kind.DATETIME, label="新的截止时间",
                     label_en="New deadline", required=True)  # fmt: skip
CORRECTION = ask(
    "correct", "更正公告",
    Field(name="text", kind=Kind.PROSE, label="更正内容", label_en="Correction", required=True,
          max_length=4000, help="原文保留可查；已关注和已揭榜的团队将收到通知。",
          help_en="The old text stays readable; followers and bidders are told."),
    title_en="Correct",
)  # fmt: skip
QUESTION = ask(
    "question", "提问",
    Field(name="text", kind=Kind.PROSE, label="问题", label_en="Question", required=True,
          min_length=5, max_length=2000, help="公开答复时不显示提问人。",
          help_en="The answer is public; the asker is not named."),
    title_en="Ask a question",
)  # fmt: skip
ANSWER = ask(
    "answer", "答复",
    Field(name="answer", kind=Kind.PROSE, label="答复", label_en="Answer", required=True,
          max_length=4000),
    title_en="Answer",
)  # fmt: skip

S = State
CHALLENGE = Lifecycle(
    "challenge",
    State,
    (
        born(S.DRAFT, name="draft", by={R.OFFICER}, needs=[text_agreed, money_committed],
             quiet=True),
        row(S.PUBLISHED, S.DRAFT, name="publish", by={R.LEADER},
            needs=[text_agreed, money_committed],
            asks=ask("publish", "发布", NEW_DEADLINE, title_en="Publish"),
            tells={R.PUBLISHER, R.OFFICER, R.DISTRICT}),
        keep(S.PUBLISHED, name="correct", by={R.OFFICER}, asks=CORRECTION,
             tells={R.LEAD, R.PARTNER, R.PUBLISHER, R.PERSON}),
        keep(S.PUBLISHED, name="extend", by={R.HEAD}, needs=[deadline_ahead],
             asks=ask("extend", "延期", NEW_DEADLINE, REASON, title_en="Extend"),
             tells={R.LEAD, R.PARTNER, R.PUBLISHER, R.PERSON}),
        keep(S.PUBLISHED, name="follow", by={R.MEMBER}, quiet=True),
        keep(S.PUBLISHED, name="record_contact", by={R.PUBLISHER}, quiet=True),
        row(S.WITHDRAWN, S.PUBLISHED, S.CLOSED, name="withdraw", by={R.HEAD}, asks=WITH_REASON,
            tells={R.PUBLISHER, R.LEAD, R.PARTNER}, harm=True),
        row(S.CLOSED, S.PUBLISHED, name="close", by={R.CLOCK}, needs=[deadline_passed, some_bid],
            tells={R.OFFICER, R.PUBLISHER, R.LEAD}),
        row(S.FAILED, S.PUBLISHED, name="fail", by={R.CLOCK}, needs=[deadline_passed, no_bid],
            tells={R.OFFICER, R.PUBLISHER}),
        row(S.FAILED, S.CLOSED, name="declare_void", by={R.OFFICER},
            needs=[bids_checked, no_valid_bid], tells={R.PUBLISHER, R.LEAD}, harm=True),
        row(S.PUBLISHED, S.FAILED, name="relist", by={R.LEADER},
            asks=ask("relist", "重新发榜", NEW_DEADLINE, REASON, title_en="Publish again"),
            tells={R.PUBLISHER, R.OFFICER}),
        row(S.IN_REVIEW, S.CLOSED, name="start_review", by={R.OFFICER},
            needs=[bids_checked, enough_bids, opinions_in], tells={R.PUBLISHER}, duty=True),
        row(S.RANKED, S.IN_REVIEW, name="rank", by={R.CLOCK},
            tells={R.OFFICER, R.HEAD}, quiet=True),
        keep(S.RANKED, name="rank_again", by={R.CLOCK}, tells={R.OFFICER, R.HEAD}, quiet=True),
        row(S.IN_REVIEW, S.RANKED, name="review_again", by={R.CLOCK}, tells={R.OFFICER, R.HEAD},
            quiet=True),
        row(S.AWARDED, S.RANKED, name="award", by={R.CLOCK}, quiet=True),
        row(S.NOT_AWARDED, S.RANKED, name="award_nobody", by={R.CLOCK}, quiet=True),
    ),
)  # fmt: skip

Q = QuestionState
QUESTION_LIFE = Lifecycle(
    "question",
    QuestionState,
    (
        born(Q.ASKED, name="ask", by={R.ASKER}, needs=[open_for_questions], asks=QUESTION,
             tells={R.PUBLISHER, R.OFFICER}, quiet=True),
        row(Q.ANSWERED, Q.ASKED, name="answer", by={R.PUBLISHER, R.OFFICER}, asks=ANSWER,
            tells={R.ASKER}, duty=True),
        row(Q.SET_ASIDE, Q.ASKED, name="set_aside", by={R.OFFICER}, asks=WITH_REASON,
            tells={R.ASKER}),
    ),
)  # fmt: skip
