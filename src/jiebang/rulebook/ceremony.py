"""The ceremony of a draw: whose secrets, which number, what has to come before what (R067–R069).

The pool is frozen and a public number named that does not exist yet; every party seals a secret;
what decides the draw is committed to and published while nobody can know the number; the number
comes out and is entered; the parties open; the draw follows. A party that stays silent voids the
round, which stays on record.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from jiebang.engine.decision import Reason
from jiebang.rulebook.edition.drawing import NumberForm
from jiebang.rulebook.forms import REASON, Field, FormSpec, Kind, Option, ask

DRAWER, SUPERVISOR, NUMBER = "drawer", "supervisor", "public_number"
NOTARY, BIDDER = "notary", "bidder"
INSIDE = frozenset({DRAWER, SUPERVISOR})  # the others bring their secrets from outside


class Facts(Protocol):
    """What these conditions look at, of a panel's facts."""

    now: datetime
    committed: frozenset[str]
    revealed: frozenset[str]
    parties: frozenset[str]  # whose secrets this round needs
    number_due_at: datetime | None
    number_known: bool  # the public number has been entered
    opens_until: datetime | None
    proposed: bool  # experts named instead of drawn wait for the second person
    may_fix: bool  # the edition allows that


def all_sealed(f: Facts) -> Reason | None:
    missing = tuple(sorted(f.parties - f.committed))
    return Reason("seal_missing", {"parties": missing}) if missing else None


def all_opened(f: Facts) -> Reason | None:
    missing = tuple(sorted(f.parties - f.revealed))
    return Reason("reveal_missing", {"parties": missing}) if missing else None


def nothing_opened(f: Facts) -> Reason | None:
    return Reason("opened_already", {"parties": tuple(sorted(f.revealed))}) if f.revealed else None


def outsider_to_seal(f: Facts) -> Reason | None:
    return None if f.parties - INSIDE - f.committed else Reason("no_outsider_waits")


def outsider_to_open(f: Facts) -> Reason | None:
    left = ((f.parties - INSIDE) & f.committed) - f.revealed
    return None if left else Reason("no_outsider_waits")


def outsiders_opened(f: Facts) -> Reason | None:
    """Whoever opens last and knows the own secret could see the outcome first, and stay silent. The
    draw operator's lies sealed here, known to nobody: it comes last."""
    missing = tuple(sorted(f.parties - INSIDE - f.revealed))
    return Reason("outsiders_open_first", {"parties": missing}) if missing else None


def number_ahead(f: Facts) -> Reason | None:
    """What is committed to has to be published while nobody can know the number."""
    if f.number_due_at is not None and f.now < f.number_due_at:
        return None
    return Reason("number_may_be_known", {"at": f.number_due_at})


def number_is_out(f: Facts) -> Reason | None:
    if f.number_due_at is not None and f.now >= f.number_due_at:
        return None
    return Reason("number_not_out", {"at": f.number_due_at})


def number_entered(f: Facts) -> Reason | None:
    return None if f.number_known else Reason("number_not_entered")


def number_checked(f: Facts) -> Reason | None:
    """A second person has read the number too: with the first opening it stands."""
    if not f.number_known or SUPERVISOR in f.revealed:
        return None
    return Reason("number_unchecked")


def silent(f: Facts) -> Reason | None:
    """A missing reveal voids the round; it is never skipped."""
    over = f.opens_until is not None and f.now >= f.opens_until
    if over and (not f.number_known or f.parties - f.revealed):
        return None
    return Reason("reveals_may_come", {"until": f.opens_until})


def nothing_proposed(f: Facts) -> Reason | None:
    return Reason("fixed_choice_waits") if f.proposed else None


def is_proposed(f: Facts) -> Reason | None:
    return None if f.proposed else Reason("no_fixed_choice")


def fixed_choice_allowed(f: Facts) -> Reason | None:
    return None if f.may_fix else Reason("fixed_choice_not_allowed")


# -- forms ------------------------------------------------------------------------------------


def preparing(numbers: Iterable[NumberForm], others: Iterable[Option]) -> FormSpec:
    """The public numbers an edition knows, each with the bits of chance it brings; the other panels
    that may be drawn in the same round."""
    options = tuple(
        Option(n.code, f"{n.label}：约 {n.bits} 比特", f"{n.label_en}: {n.bits} bits")
        for n in numbers
    )
    along = tuple(others)
    together = Field(
        name="together", kind=Kind.MULTICHOICE, label="同场抽取的其他评审组",
        label_en="Other panels drawn along", options=along,
        help="同一公开数、同一组随机值，一次公告、一次抽取；按匹配度抽取时统一求解，"
        "同一专家不会同时抽入两个组。" if along else "本批次没有其他待抽取的评审组。",
        help_en="One number, one set of secrets, one announcement, one draw. A draw by fit solves "
        "all panels as one, and nobody sits on two of them." if along
        else "No other panel of the batch waits to be drawn.",
    )  # fmt: skip
    return ask(
        "public_number", "约定公开数",
        Field(name="number_form", kind=Kind.CHOICE, label="公开数", label_en="Public number",
              required=True, options=options,
              help="比特数表示有多难猜中：每多 1 比特，难一倍。",
              help_en="Bits say how hard it is to guess: each doubles it."),
        Field(name="number_name", kind=Kind.TEXT, label="指明是哪一期或哪一日",
              label_en="Which issue or day", required=True, max_length=120,
              help="约定时刻之后才会产生、人人可查，如“快乐8第2026310期”。",
              help_en="Anybody can look it up, and it does not exist yet."),
        Field(name="number_at", kind=Kind.DATETIME, label="产生时刻", label_en="Known from",
              required=True, help="各方封存和公告承诺值必须在此之前完成。",
              help_en="Sealing and announcing come before it."),
        together,
        title_en="Name the public number",
    )  # fmt: skip


NUMBER_VALUE = ask(
    "number_value", "录入公开数",
    Field(name="value", kind=Kind.TEXT, label="公开数的值", label_en="Its value", required=True,
          max_length=200, help="照公布的写，数与数之间空一格。",
          help_en="As published, with a space between numbers."),
    Field(name="check", kind=Kind.TEXT, label="校验码", label_en="Check code", max_length=8,
          help="先不填，提交后会显示所读到的值及其校验码；与公布的结果逐位核对无误再填。",
          help_en="Leave it empty at first: the value as read is shown with its code. Compare it "
          "digit by digit with what was published, then enter the code."),
    title_en="Enter the public number",
)  # fmt: skip
OUTSIDE = (Option(NOTARY, "公证机构", "Notary"), Option(BIDDER, "揭榜方代表", "For the bidders"))
NUMBER_AGAIN = ask(
    "number_again", "核对公开数并公开随机值",
    Field(name="value", kind=Kind.TEXT, label="公开数的值(自行查阅后填写)",
          label_en="Its value, looked up by yourself", required=True, max_length=200,
          help="请到公布处自行查阅，不要照抄已录入的值。两人读数一致，随机值才会公开。",
          help_en="Look it up where it is published; do not copy what was entered. The secret is "
          "opened when both have read the same."),
    title_en="Check the number and open the secret",
)  # fmt: skip
TAKE_COMMITMENT = ask(
    "take_commitment", "登记外部见证方的承诺值",
    Field(name="party", kind=Kind.CHOICE, label="见证方", label_en="Party", required=True,
          options=OUTSIDE),
    Field(name="holder", kind=Kind.TEXT, label="机构或姓名", label_en="Who", required=True,
          max_length=60),
    Field(name="commitment", kind=Kind.TEXT, label="承诺值(SHA-256)", label_en="Commitment",
          required=True, min_length=64, max_length=64,
          help="32 字节随机盐与不少于 16 字节随机值相连后的摘要，由见证方自行计算，"
          "随机值不得告知他人。",
          help_en="Of 32 bytes of salt and a value of 16 bytes or more, made by the party."),
    title_en="Record an outside party's commitment",
)  # fmt: skip
TAKE_REVEAL = ask(
    "take_reveal", "登记外部见证方公开的随机值",
    Field(name="party", kind=Kind.CHOICE, label="见证方", label_en="Party", required=True,
          options=OUTSIDE),
    Field(name="salt", kind=Kind.TEXT, label="盐(十六进制)", label_en="Salt, hexadecimal",
          required=True, min_length=64, max_length=64),
    Field(name="value", kind=Kind.TEXT, label="随机值(十六进制)", label_en="Value, hexadecimal",
          required=True, min_length=32, max_length=512),
    title_en="Record what an outside party opens",
)  # fmt: skip
FIXED_CHOICE = ask(
    "propose_fixed", "提出直接选定专家",
    Field(name="experts", kind=Kind.TABLE, label="选定的专家", label_en="Experts", required=True,
          rows_max=9, columns=(
              Field(name="name", kind=Kind.TEXT, label="姓名", label_en="Name", required=True,
                    max_length=40),
              Field(name="unit", kind=Kind.TEXT, label="工作单位(全称)", label_en="Unit",
                    required=True, max_length=120),
          )),
    REASON,
    title_en="Name experts instead of drawing them",
)  # fmt: skip


def move_item(items: Iterable[Option], groups: Iterable[Option]) -> FormSpec:
    """Which item of this group, and which of the other groups gets it."""
    return ask(
        "move_item", "调整分组",
        Field(name="item", kind=Kind.CHOICE, label="项目", label_en="Item", required=True,
              options=tuple(items)),
        Field(name="panel", kind=Kind.CHOICE, label="移到", label_en="To", required=True,
              options=tuple(groups)),
        REASON,
        title_en="Move an item to another group",
    )  # fmt: skip
