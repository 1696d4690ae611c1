"""What must always be true of the database, each by name with the sentence it keeps."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from jiebang.delivery.queries import invariants as delivery
from jiebang.platform.accounts import apart
from jiebang.platform.audit import coverage
from jiebang.programme.queries import invariants as programme
from jiebang.review.queries import invariants as review
from jiebang.review.queries import meeting_invariants as meeting


@dataclass(frozen=True, slots=True)
class Invariant:
    """`broken` names the rows for which the sentence is not true."""

    name: str
    says: str
    says_en: str
    broken: Callable[[], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Finding:
    invariant: Invariant
    rows: tuple[str, ...]


INVARIANTS = (
    Invariant("challenge_has_money", "每个已发布的榜单都有财政资金。",
              "Every published challenge has public money.", programme.without_money),
    Invariant("challenge_text_agreed", "每个已发布的榜单与企业确认的文本逐字一致。",
              "Every published challenge says, word for word, what its company agreed to.",
              programme.text_changed),
    Invariant("challenge_money_agreed", "榜单的金额与企业确认的文本一致。",
              "A challenge's sums are those of the agreed text.", programme.money_changed),
    Invariant("bid_in_time", "没有一份揭榜意向在截止时间或之后提交。",
              "No bid was handed in at or after its deadline.", programme.late_bids),
    Invariant("bid_as_received", "每份揭榜意向与其最后一次回执的内容一致。",
              "Every bid is what its last receipt was given for.", programme.bid_changed),
    Invariant("unit_bids_once", "一个单位在同一榜单只出现在一份揭榜意向中。",
              "A unit stands in at most one bid of a challenge.", programme.unit_twice),
    Invariant("bid_not_on_own", "发榜单位不在本榜单的揭榜意向中。",
              "No publisher stands in a bid on its own challenge.", programme.own_challenge),
    Invariant("demand_has_reason", "每个未入选和入选的需求都有理由。",
              "Every demand turned down or chosen has its reason.", programme.without_reason),
    Invariant("draw_sound", "每次抽取都能由承诺值、各方秘密和封存名单重算得出。",
              "Every draw follows from its commitment, its secrets and its frozen pool.",
              review.draw_unsound),
    Invariant("seat_was_drawn", "每个评审席位都来自抽取记录。",
              "Every seat comes from the transcript of the draw.", review.seat_not_drawn),
    Invariant("panel_balanced", "专家组满足异地比例和同单位人数上限。",
              "Panels keep the off-city share and the bound on experts of one unit.",
              review.seats_unbalanced),
    Invariant("no_review_of_own_unit", "没有专家评审本单位的项目。",
              "Nobody reviews a bid of their own unit.", review.own_unit),
    Invariant("score_is_signed", "计入结果的评分都已签名。",
              "Every score that counts is signed.", review.unsigned_counted),
    Invariant("turn_by_lot", "答辩顺序都能由抽取种子重算得出。",
              "Every order of a defence follows from the seed of its panel's draw.",
              meeting.turn_not_by_lot),
    Invariant("seal_holds", "开封的评分与密封时的承诺值一致，未开封的评分没有明文。",
              "Opened sheets are what was committed to; sealed ones lie under their key.",
              meeting.seal_unsound),
    Invariant("opinion_is_answered", "专家组意见形成时每位组员都已表态或记录未表态。",
              "No opinion is concluded while a member's voice is open.",
              meeting.opinion_unanswered),
    Invariant("award_after_notice", "公示期满后才确定揭榜方。",
              "An award is confirmed only after every day of its notice.",
              delivery.confirmed_too_early),
    Invariant("contract_within_challenge", "合同的财政资金不超过榜单载明的数额。",
              "No contract has more public money than its challenge.", delivery.above_challenge),
    Invariant("contract_keeps_promise", "合同指标不低于揭榜承诺。",
              "A contract's indicators are not lower than the bid's.",
              delivery.indicators_lowered),
    Invariant("tranches_add_up", "各期拨付之和等于合同的财政资金。",
              "The tranches of a contract make its public money.",
              delivery.tranches_do_not_add_up),
    Invariant("payment_after_condition", "拨付条件成就之前没有拨付。",
              "Nothing is approved or paid before its milestone or other condition.",
              delivery.paid_too_early),
    Invariant("paid_within_contract", "已拨付数额不超过合同的财政资金。",
              "No more is paid than the contract's public money.", delivery.paid_above_contract),
    Invariant("credit_in_order", "用信不超过批复，批复不超过授信意向，用信与银行最近报告一致。",
              "Drawn is at most approved, approved at most offered, and drawn is as last reported.",
              delivery.credit_out_of_order),
    Invariant("posts_kept_apart", "不得兼任的岗位没有由一人兼任。",
              "Posts that are kept apart are held by different people.", apart.clashes),
    Invariant("state_known", "每条记录都处于规则载明的状态。",
              "Every row is in a state that the rulebook has.", coverage.unknown_states),
    Invariant("row_recorded", "每条记录都有审计日志。",
              "Every row has entries in the record.", coverage.unrecorded),
    Invariant("state_recorded", "每条记录的状态与审计日志最后一次变动一致。",
              "Every row is in the state the record last moved it to.", coverage.astray),
    Invariant("version_recorded", "每条记录的版本号等于审计日志的条数。",
              "Every row's version is the number of its entries.", coverage.version_gaps),
)  # fmt: skip


def findings() -> list[Finding]:
    """Every invariant that does not hold, with the rows that break it."""
    found = (Finding(i, tuple(i.broken())) for i in INVARIANTS)
    return [f for f in found if f.rows]
