"""What the city counts, each figure with its definition. Pure: rows in, lines and sums out.

A figure is a list of lines, one for each record behind it, and one way to sum them. So nothing
can be counted that cannot be shown, and a figure by year or field is the same sum of fewer lines.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import Any

from jiebang.insight import lines as of
from jiebang.insight.lines import Line, Rows


class Unit(StrEnum):
    COUNT = "count"
    MONEY = "money"  # fen
    SHARE = "share"  # a fraction of one
    TIMES = "times"  # a quotient


class Sum(StrEnum):
    """How lines make the figure."""

    EACH = "each"  # every record once, however often it appears
    GROUPS = "groups"  # every group (bank, field) once
    AMOUNT = "amount"
    QUOTIENT = "quotient"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """`closed`: only staff may see the figure; `sealed`: the public sees sums, not the records;
    `heavy`: reads so many rows that it is counted on its own page only.
    `by` names the ways in which the figure may be taken apart."""

    code: str
    label: str
    label_en: str
    says: str
    says_en: str
    unit: Unit
    sum: Sum
    lines: Callable[[Rows], list[Line]]
    of: str = ""  # with Sum.GROUPS: the attribute of a line that is counted
    closed: bool = False
    sealed: bool = False
    heavy: bool = False
    by: tuple[str, ...] = ("year", "field", "district")

    def value(self, lines: Iterable[Line]) -> int | Fraction | None:
        found = list(lines)
        if self.sum == Sum.EACH:
            return len({line.id for line in found})
        if self.sum == Sum.GROUPS:
            return len({getattr(line, self.of) for line in found})
        if self.sum == Sum.AMOUNT:
            return sum(line.amount for line in found)
        whole = sum(line.whole for line in found)
        return Fraction(sum(line.amount for line in found), whole) if whole else None


@dataclass(frozen=True, slots=True)
class Counted:
    """A figure of a span, with the lines it is made of."""

    figure: Figure
    value: int | Fraction | None
    lines: tuple[Line, ...] = field(repr=False)

    def apart(self, by: str) -> dict[str, int | Fraction | None]:
        """The same sum for each group, in the order in which groups appear."""
        groups: dict[str, list[Line]] = {}
        for line in self.lines:
            groups.setdefault(str(getattr(line, by)), []).append(line)
        return {key: self.figure.value(found) for key, found in groups.items()}

    def records(self) -> list[Line]:
        """One line a record: what a record stands in several times for is told together."""
        kept: dict[tuple[str, str], list[Line]] = {}
        for line in self.lines:
            kept.setdefault((line.life, line.id), []).append(line)
        return [of.merged(found) for found in kept.values()]


def counted(rows: Rows, codes: Sequence[str] = ()) -> dict[str, Counted]:
    chosen = [FIGURES[c] for c in codes] if codes else FIGURES.values()
    found = {f.code: tuple(f.lines(rows)) for f in chosen}
    return {code: Counted(FIGURES[code], FIGURES[code].value(ls), ls) for code, ls in found.items()}


def plain(value: int | Fraction | None, unit: Unit) -> Any:
    """For machines: yuan, whole where it is whole; shares with four digits."""
    if value is None:
        return None
    if unit == Unit.MONEY:
        return int(value) // 100 if int(value) % 100 == 0 else int(value) / 100
    return int(value) if unit == Unit.COUNT else round(float(value), 4)


C, A = Unit.COUNT, Sum.EACH
ALL: tuple[Figure, ...] = (
    Figure(
        code="challenges", label="发布榜单", label_en="Challenges published", unit=C, sum=A,
        lines=of.challenges,
        says="所选年度批次中已经发布的榜单，包括后来流榜或撤榜的。",
        says_en="Challenges of the batches of these years that were published, also those later "
                "void or withdrawn.",
    ),
    Figure(
        code="public_money", label="财政资金", label_en="Public money", unit=Unit.MONEY,
        sum=Sum.AMOUNT, lines=of.public_money,
        says="已发布榜单上载明的财政资金之和。",
        says_en="The sum of the public money stated on the challenges published.",
    ),
    Figure(
        code="levered_rnd", label="撬动市场主体研发投入", label_en="Market R&D investment levered",
        unit=Unit.MONEY, sum=Sum.AMOUNT, lines=of.levered,
        says="不含财政资金。合同已生效的，取合同约定的发榜方投入与配套投入之和；尚无合同且未流榜的，"
             "取榜单载明的总投入减财政资金。",
        says_en="Without public money. Where a contract is in force: its own and matched money; "
                "where there is none yet and the challenge stands: its total less public money.",
    ),
    Figure(
        code="levered_total", label="带动总投入", label_en="Total investment with public money",
        unit=Unit.MONEY, sum=Sum.AMOUNT, lines=of.levered_total,
        says="另一口径：撬动市场主体研发投入加上同一榜单或合同的财政资金。",
        says_en="The other definition: the levered investment and the public money of the same "
                "contracts or challenges.",
    ),
    Figure(
        code="leverage", label="杠杆倍数", label_en="Leverage", unit=Unit.TIMES,
        sum=Sum.QUOTIENT, lines=of.leverage,
        says="撬动市场主体研发投入除以同一榜单或合同的财政资金。",
        says_en="Market R&D investment over the public money of the same contracts or challenges.",
    ),
    Figure(
        code="credit", label="综合授信", label_en="Comprehensive credit", unit=Unit.MONEY,
        sum=Sum.AMOUNT, lines=of.credit_offered, sealed=True,
        by=("year", "field", "district", "bank"),
        says="银行向需求方和创新联合体公布的授信意向额度之和，是上限，不是贷款余额；撤回和谢绝的不计。",
        says_en="The sum of the ceilings banks announced to the demand side and the consortia: a "
                "limit, not a loan. Withdrawn and declined offers do not count.",
    ),
    Figure(
        code="credit_approved", label="授信批复", label_en="Credit approved", unit=Unit.MONEY,
        sum=Sum.AMOUNT, lines=of.credit_approved, closed=True, sealed=True,
        by=("year", "field", "district", "bank"),
        says="银行已批复的授信额度之和。", says_en="The sum of what banks have approved.",
    ),
    Figure(
        code="credit_drawn", label="用信余额", label_en="Credit drawn", unit=Unit.MONEY,
        sum=Sum.AMOUNT, lines=of.credit_drawn, closed=True, sealed=True,
        by=("year", "field", "district", "bank"),
        says="银行最近一次报告的用信余额之和。",
        says_en="The sum of the balances drawn, as last reported by the banks.",
    ),
    Figure(
        code="banks", label="授信银行", label_en="Banks", unit=C, sum=Sum.GROUPS, of="bank",
        lines=of.credit_offered, sealed=True, by=("year", "field", "district", "bank"),
        says="公布授信意向的银行，每家计一次。",
        says_en="Banks that announced credit, each once.",
    ),
    Figure(
        code="consortia", label="支持创新联合体", label_en="Consortia supported", unit=C, sum=A,
        lines=of.consortia,
        says="任务书和合同已经生效的项目，每份合同对应一个创新联合体；后来终止的也计入。",
        says_en="Contracts that came into force, one consortium each, also those ended later.",
    ),
    Figure(
        code="universities", label="参与高校", label_en="Universities", unit=C, sum=A,
        lines=of.units("university"),
        says="生效合同各方中的高等院校，每所计一次。",
        says_en="Universities among the parties of contracts in force, each once.",
    ),
    Figure(
        code="institutes", label="参与科研院所", label_en="Research institutes", unit=C, sum=A,
        lines=of.units("institute"),
        says="生效合同各方中的科研院所，每家计一次。",
        says_en="Research institutes among the parties of contracts in force, each once.",
    ),
    Figure(
        code="leading_companies", label="参与龙头企业", label_en="Leading companies", unit=C, sum=A,
        lines=of.leading_companies,
        says="生效合同各方（含发榜方）中登记为龙头企业的单位，每家计一次。",
        says_en="Units registered as leading companies among the parties of contracts in force, "
                "publishers included, each once.",
    ),
    Figure(
        code="rnd_funds", label="投入研发经费", label_en="R&D funds invested", unit=Unit.MONEY,
        sum=Sum.AMOUNT, lines=of.rnd_funds, sealed=True,
        says="各类资金之和：已拨付的财政资金，加上经核实的发榜方、揭榜方、银行贷款和其他来源的研发支出。",
        says_en="Money of all kinds: public money paid, and R&D spending from every other source "
                "that the bureau has confirmed.",
    ),
    Figure(
        code="rnd_contracted", label="合同研发经费", label_en="R&D funds contracted",
        unit=Unit.MONEY, sum=Sum.AMOUNT, lines=of.rnd_contracted,
        says="生效合同约定的财政资金、发榜方投入与配套投入之和。",
        says_en="Public, own and matched money of the contracts that came into force.",
    ),
    Figure(
        code="public_paid", label="已拨付财政资金", label_en="Public money paid",
        unit=Unit.MONEY, sum=Sum.AMOUNT, lines=of.public_paid, sealed=True,
        says="按任务书条件已经拨付的财政资金之和，退回的不计。",
        says_en="The sum of the tranches paid; what was returned does not count.",
    ),
    Figure(
        code="breakthrough_fields", label="取得突破的领域", label_en="Fields with breakthroughs",
        unit=C, sum=Sum.GROUPS, of="field", lines=of.breakthroughs,
        says="有项目通过验收且成果已公开应用的领域。",
        says_en="Fields in which a project passed acceptance and its result is in public use.",
    ),
    Figure(
        code="uses", label="成果应用", label_en="Results in use", unit=C, sum=A, lines=of.uses,
        says="经核实并公开的成果应用。", says_en="Results in use, checked and published.",
    ),
    Figure(
        code="success_rate", label="揭榜成功率", label_en="Success rate", unit=Unit.SHARE,
        sum=Sum.QUOTIENT, lines=of.success,
        says="确定了揭榜方的榜单占已有结论的榜单之比；仍在揭榜、评审和决策中的不计。",
        says_en="Challenges with a winner among those decided; those still open are left out.",
    ),
    Figure(
        code="void", label="流榜", label_en="Void challenges", unit=C, sum=A, lines=of.void,
        says="截止时没有有效揭榜的榜单。", says_en="Challenges for which no valid bid came.",
    ),
    Figure(
        code="cross_region", label="跨省揭榜率", label_en="Winners from another province",
        unit=Unit.SHARE, sum=Sum.QUOTIENT, lines=of.cross_region,
        says="揭榜牵头单位与发榜方不在同一省份的，占已确定揭榜方之比；境外单位计入。",
        says_en="Winning leads from another province than the publisher, among all winners; units "
                "abroad count as such.",
    ),
    Figure(
        code="cross_region_bids", label="跨省投标率", label_en="Bids from another province",
        unit=Unit.SHARE, sum=Sum.QUOTIENT, lines=of.cross_region_bids, closed=True, heavy=True,
        says="已开启的揭榜意向中，牵头单位与发榜方不在同一省份的比例；密封期内不统计。",
        says_en="Among opened bids, those led from another province; sealed bids are not counted.",
    ),
    Figure(
        code="fixed_choices", label="直接选定专家", label_en="Panels of fixed choice", unit=C,
        sum=A, lines=of.fixed_choices, closed=True,
        says="专家不经抽取、由经办人提出理由并经另一人批准直接选定的评审组；该轮后来作废的不计。",
        says_en="Panels whose experts were not drawn but named with a reason and approved by a "
                "second person; rounds made void do not count.",
    ),
    Figure(
        code="fixed_choice_share", label="直接选定占比", label_en="Share of fixed choices",
        unit=Unit.SHARE, sum=Sum.QUOTIENT, lines=of.fixed_choice_share, closed=True,
        says="直接选定专家的评审组占已组成的全部评审组之比。",
        says_en="Panels of fixed choice among all panels that were seated.",
    ),
)  # fmt: skip
FIGURES: Mapping[str, Figure] = {f.code: f for f in ALL}

# The table of the bureau's yearly report, in its order.
REPORT = (
    "challenges", "public_money", "levered_rnd", "credit", "consortia", "universities",
    "institutes", "leading_companies", "rnd_funds",
)  # fmt: skip
