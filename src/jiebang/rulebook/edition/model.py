"""What an edition holds: the values that one city, or one year, sets differently from another.

Read it as the table of contents of the policy. Percentages are whole numbers of 100, amounts
fen, days natural days unless a `unit` says otherwise.
"""

from __future__ import annotations

from decimal import Decimal

from . import leaves as read
from .leaves import section
from .scores import Quality

UNITS = ("working", "natural")
PANELS = ("screening", "bid", "acceptance")
PARTIES = ("bureau", "publisher", "lead", "partners", "district")


@section
class City:
    name: str = read.text()
    name_en: str = read.text()
    region: str = read.text(pattern=r"\d{6}")  # 行政区划代码


@section
class Bureau:
    name: str = read.text()
    name_en: str = read.text()


@section
class Basis:
    """A paper the edition rests on. `seen` is false where its text was not found in public."""

    title: str = read.text()
    title_en: str = read.text()
    seen: bool = read.flag()
    note: str = read.text(optional=True)


@section
class ChallengeKind:
    code: str = read.code()
    label: str = read.text()
    label_en: str = read.text()
    lead: str = read.chosen("publisher", "lead")  # who leads the formal project
    competition: str = read.chosen("continue", "stop")  # when bids do not outnumber places
    set_by: str = read.chosen("company", "government", "district")  # 出题方
    teams_max: int = read.whole(1, 3)  # more than one: 赛马
    final_user_may_bid: bool = read.flag()


@section
class Coded:
    """A word of the policy: code, 中文, English."""

    code: str = read.text(pattern=r"[a-z0-9][a-z0-9_]*", limit=60)
    label: str = read.text()
    label_en: str = read.text()


@section
class District(Coded):
    code: str = read.text(pattern=r"\d{6}")


@section
class Collection:
    demands_per_unit: int = read.whole(1, 20)
    open_days: int = read.days(366)  # the usual window; each batch sets its own moments
    closes_at: str = read.text(pattern=r"([01]\d|2[0-3]):[0-5]\d")
    district_days_after: int = read.whole(0, 60)  # districts close so many days after units
    bureau_days: int = read.days(180)
    reserve: bool = read.flag()  # keep good demands that were not chosen
    revisions: int = read.whole(0, 20)  # how often a demand may be returned for correction
    screening_days: int = read.days(366)


@section
class Quota:
    kind: str = read.code()  # an expert kind
    minimum: int = read.whole(1, 9)


@section
class Panel:
    seats: int = read.whole(3, 9)
    seats_min: int = read.whole(3, 9)  # what an officer may set instead
    seats_max: int = read.whole(3, 9)
    reserves: int = read.whole(0, 50)
    reserves_min: int = read.whole(0, 50)  # the fewest that an officer may set
    minimum_valid: int = read.whole(1, 9)
    off_city_share: Decimal = read.share()
    per_unit_max: int = read.whole(1, 9)
    officials_share: Decimal = read.share()  # at most so many who serve in public office
    fixed_choice: bool = read.flag()  # experts may be named instead of drawn, with approval
    items_max: int = read.whole(1, 500)  # more are split into groups of like items
    strata: tuple[Quota, ...] = read.many(Quota, key="kind")
    blind: bool = read.flag()
    accept_hours: int = read.whole(1, 720)
    remind_hours: int = read.whole(1, 720)  # before an answer is due: the reminder
    review_days: int = read.days(120)
    nudge_hours: int = read.whole(1, 720)  # before the sheets are due: the reminder
    prolong_days: int = read.days(60)  # added when valid reviews are short at the due time
    prolong_max: int = read.whole(0, 5)  # how often the clock does so by itself
    load_max: int = read.whole(1, 200)  # items one expert may hold at a time
    meets: bool = read.flag()  # agrees on a group opinion on every item
    group_opinion_length: int = read.whole(0, 2000)  # least characters of it
    meeting_days: int = read.days(60)  # for defence and group opinion, after the sheets

    @property
    def off_city_percent(self) -> int:
        return int(self.off_city_share * 100)

    @property
    def officials_percent(self) -> int:
        return int(self.officials_share * 100)


@section
class Experts:
    kinds: tuple[Coded, ...] = read.many(Coded, least=1)
    age_max: int = read.whole(60, 90)  # 院士 exempt
    confirm_years: int = read.whole(1, 10)  # unconfirmed for so long: frozen
    year_max: int = read.whole(1, 2000)  # items an expert may be given in twelve months
    rest_days: int = read.whole(0, 366)  # between the close of one panel and the next draw
    unsuitable_max: int = read.whole(0, 10)  # how many experts a bidder may name as unsuitable
    quality: Quality = read.one(Quality)


@section
class Fees:
    """What experts are paid, yuan after tax; shares are per cent of a whole day."""

    day_senior: int = read.whole(0, 20_000)
    day_other: int = read.whole(0, 20_000)
    academician_percent: int = read.whole(100, 300)
    half_day_percent: int = read.percent()
    full_days: int = read.whole(1, 30)  # days at the whole rate; later ones at the next
    later_day_percent: int = read.percent()
    item_percent: int = read.percent()  # one item reviewed online
    item_cap_senior: int = read.whole(0, 20_000)
    item_cap_other: int = read.whole(0, 20_000)


@section
class Aggregation:
    method: str = read.chosen("mean", "trimmed", "median")
    trim_from: int = read.whole(3, 99)  # drop one high and one low from this many sheets
    publisher_weight: int = read.percent()
    publisher_veto: bool = read.flag()
    outlier_limit: Decimal | None = read.number("0.01", "100", optional=True)
    pass_mark: Decimal = read.number("0", "100")
    tie_criteria: tuple[str, ...] = read.texts()  # criteria of the bid table, first deciding
    tie_publisher: bool = read.flag()
    tie_earlier: bool = read.flag()
    rounding: str = read.chosen("half_up")
    places: int = read.whole(2, 2)


@section
class Band:
    code: str = read.code()
    label: str = read.text()
    label_en: str = read.text()
    from_percent: int = read.percent()


@section
class Criterion:
    code: str = read.code()
    label: str = read.text()
    label_en: str = read.text()
    help: str = read.text(optional=True)
    help_en: str = read.text(optional=True)
    weight: int = read.whole(0, 100)
    max: int = read.whole(1, 100)
    knock_out: Decimal | None = read.number("0", "100", optional=True)  # below it the item fails
    comment_length: int = read.whole(0, 500)  # 0: a comment is not required

    @property
    def comment_required(self) -> bool:
        return self.comment_length > 0


@section
class Table:
    title: str = read.text()
    title_en: str = read.text()
    criteria: tuple[Criterion, ...] = read.many(Criterion, least=1, most=40)
    bands: tuple[Band, ...] = read.many(Band, least=2, most=8)

    def __getitem__(self, code: str) -> Criterion:
        for criterion in self.criteria:
            if criterion.code == code:
                return criterion
        raise KeyError(code)

    def ranges(self, code: str) -> tuple[tuple[Band, Decimal, Decimal], ...]:
        """Each grade band in points of one criterion, from the best: (band, low, high)."""
        top = Decimal(self[code].max)
        out: list[tuple[Band, Decimal, Decimal]] = []
        for band in sorted(self.bands, key=lambda b: -b.from_percent):
            low = Decimal(self[code].max) * band.from_percent / 100
            out.append((band, low, top))
            top = low
        return tuple(out)


@section
class TableUse:
    """Where a stage scores by another table than its usual one: for a kind of challenge, a field,
    or both. The row that names more goes before the one that names less."""

    stage: str = read.chosen(*PANELS)
    table: str = read.code()
    kind: str = read.text(optional=True)
    field: str = read.text(optional=True)

    def covers(self, stage: str, kind: str, field: str) -> bool:
        return self.stage == stage and self.kind in ("", kind) and self.field in ("", field)

    @property
    def named(self) -> int:
        return bool(self.kind) + bool(self.field)


@section
class Consortium:
    partners_max: int = read.whole(0, 20)
    clauses: tuple[Coded, ...] = read.many(Coded, least=1)
    signing_date_required: bool = read.flag()


@section
class Bidding:
    days: int = read.days(366)
    sealed: bool = read.flag()
    units_once: bool = read.flag()  # a unit appears in one bid of a challenge
    evidence_max_per_kind: int = read.whole(1, 50)
    evidence_years: int = read.whole(1, 20)
    similarity_warn: int = read.percent(1, 100)
    similarity_show: int = read.percent(1, 100)  # less is not put on record
    similarity_least: int = read.whole(10, 5000)  # equal characters that make a likeness at all
    repeat_warn: int = read.percent(1, 100)  # likeness of titles: the same project twice?
    channels: tuple[str, ...] = read.texts("online", "email_import", least=1)
    package_name: str = read.text()
    relist_max: int = read.whole(0, 10)
    questions_close_days_before: int = read.whole(0, 60)


@section
class Opinion:
    days: int = read.days(120)
    unit: str = read.chosen(*UNITS)
    options: tuple[Coded, ...] = read.many(Coded, least=2)
    score: bool = read.flag()
    reason_required: bool = read.flag()
    remind_days_before: int = read.whole(0, 60)


@section
class Notice:
    days: int = read.days(60)
    unit: str = read.chosen(*UNITS)
    objection_real_name: bool = read.flag()
    objection_evidence: bool = read.flag()
    objection_seal_for_units: bool = read.flag()
    objection_resolve_days: int = read.days(180)


@section
class Contract:
    sign_days: int = read.days(180)
    warn_days: int = read.whole(1, 60)
    parties: tuple[str, ...] = read.texts(*PARTIES, least=2)
    pledge: bool = read.flag()  # 军令状 attached
    registration_days: int = read.days(180)  # 技术合同登记


@section
class Tranche:
    code: str = read.code()
    label: str = read.text()
    label_en: str = read.text()
    share: int = read.percent(1, 100)
    condition: str = read.chosen("contract", "milestone", "acceptance", "publisher_payment")
    milestone: int | None = read.whole(1, 20, optional=True)


@section
class Tier:
    up_to: int | None = read.money("0.01", optional=True)  # the last tier has none
    percent: Decimal = read.number("0", "100")


@section
class Funding:
    """The public money on a challenge: `amount` when fixed, `percent` or `tiers` of a base."""

    formula: str = read.chosen("fixed", "percent", "tiers")
    of: str = read.chosen("contract", "payment", "total")
    amount: int | None = read.money(optional=True)
    percent: Decimal | None = read.number("0", "100", optional=True)
    tiers: tuple[Tier, ...] = read.many(Tier)
    cap: int = read.money("0.01")
    own_ratio: int = read.percent(0, 1000)  # own money, per cent of public money
    before_share: int = read.percent()  # 前补助; the rest is 后补助
    outward_warn: int = read.percent(1, 100)  # outsourced share that raises an alarm


@section
class Milestones:
    count_min: int = read.whole(0, 20)
    count_max: int = read.whole(1, 20)
    rectify_days: int = read.days(366)
    midterm_above: int = read.money()


@section
class ChangeKind:
    code: str = read.code()
    label: str = read.text()
    label_en: str = read.text()
    major: bool = read.flag()  # makes a 补充任务书
    days_before_end: int = read.whole(0, 730)
    days_after_cause: int = read.whole(0, 366)  # 0: no limit
    times_max: int = read.whole(1, 20)
    months_max: int | None = read.whole(1, 60, optional=True)  # extensions only


@section
class Acceptance:
    window_days: int = read.days(366)
    finish_days: int = read.days(366)
    pass_share: int = read.percent(1, 100)
    discuss_share: int = read.percent(1, 100)
    audit_above: int = read.money()
    opinion_required: bool = read.flag()
    rectify_times: int = read.whole(0, 3)
    rectify_days: int = read.days(366)


@section
class Followup:
    years: int = read.whole(0, 10)
    every_months: int = read.whole(1, 24)


@section
class Integrity:
    fake_demand_years: int = read.whole(1, 10)
    credit_years: int = read.whole(1, 10)  # how far back the clean record is asked


@section
class Publicity:
    """What the public may read; each is a switch."""

    screening_scores: bool = read.flag()
    screening_experts: bool = read.flag()
    bid_scores: bool = read.flag()
    bid_experts: bool = read.flag()
    public_money: bool = read.flag()
    losing_bidders: bool = read.flag()


@section
class ProjectRole:
    """A post in the formal project, counted per project or per unit."""

    code: str = read.code()
    label: str = read.text()
    label_en: str = read.text()
    per: str = read.chosen("project", "unit")
    minimum: int = read.whole(0, 50)
    maximum: int | None = read.whole(1, 50, optional=True)


@section
class Statistics:
    leverage: str = read.chosen("market_over_public", "total_over_public")
