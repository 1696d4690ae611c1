"""Why not, as people say it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

REASONS = {
    "challenge_not_ranked": _("The review of this challenge is not finished."),
    "already_proposed": _("A winner has been proposed for this challenge already."),
    "bid_not_ranked": _("This bid has no place in the ranking."),
    "bid_vetoed": _("The publisher will not co-operate with this bidder."),
    "public_money_outside": _(
        "The public money is %(have)s; it must be above nothing and at most "
        "%(limit)s."
    ),
    "holidays_unknown": _(
        "The holiday table does not know this year: working days cannot be "
        "counted."
    ),
    "notice_running": _("The public notice runs until %(until)s."),
    "objections_open": _("%(count)s objection(s) are still open."),
    "votes_exceed": _("%(have)s votes were counted, but only %(limit)s people were present."),
    "notice_not_running": _("Objections are taken while the public notice runs."),
    "real_name_missing": _(
        "Anonymous objections are not taken: give your name and the number of your "
        "papers."
    ),
    "evidence_missing": _("Say what the evidence is, or add it."),
    "sealed_paper_missing": _("An objection of a unit needs a paper with its seal."),
    "indicator_below_bid": _(
        "“%(indicator)s”: %(have)s is lower than the bid's promise of "
        "%(need)s."
    ),
    "indicator_not_a_number": _("“%(indicator)s”: write a number; the bid promised %(need)s."),
    "indicator_differs": _(
        "“%(indicator)s”: keep the words of the bid (%(need)s); more may be "
        "added."
    ),
    "indicators_lower": _("These indicators are lower than the bid's: %(indicators)s."),
    "indicators_unanswered": _("These indicators have no value: %(indicators)s."),
    "indicator_rows": _("The table needs %(need)s rows, one for each indicator; it has %(have)s."),
    "milestones_outside": _(
        "There are %(have)s milestones; the rules ask for %(need)s to "
        "%(limit)s."
    ),
    "tranche_without_milestone": _(
        "A tranche waits for milestone no. %(number)s, which is not "
        "planned."
    ),
    "counterpart_too_low": _(
        "Own and matched money is %(have)s; the rules ask for %(need)s at "
        "least."
    ),
    "terms_missing": _("These terms are not written yet: %(terms)s."),
    "signing_over": _("The time for signing ended on %(until)s."),
    "signing_not_over": _("The time for signing runs until %(until)s."),
    "already_warned": _("Everybody has been warned already."),
    "too_early_to_warn": _("The warning is due on %(from)s."),
    "already_signed": _("This side has signed, or has nothing to sign."),
    "signatures_missing": _("%(count)s signature(s) are missing."),
    "window_not_over": _("Acceptance can be asked for until %(until)s."),
    "acceptance_under_way": _("An acceptance is under way."),
    "period_out_of_order": _("The dates are not in order."),
    "milestones_out_of_order": _("The months of the milestones must rise."),
    "date_not_later": _("The new date must be later than the present one (%(at)s)."),
    "technology_above_contract": _(
        "The part for technology (%(have)s) is more than the contract "
        "(%(limit)s)."
    ),
    "contract_not_in_force": _("The contract is not in force."),
    "earlier_milestone_unsettled": _("Milestone no. %(number)s comes first."),
    "publisher_opinion_missing": _("The publisher's opinion is missing."),
    "condition_not_met": _("The condition for this tranche has not come about."),
    "payee_not_project_unit": _(
        "“%(given)s” is not a unit of the project. Its units are: "
        "%(units)s."
    ),
    "bank_receipt_used": _("The bank receipt %(number)s has been recorded for another payment."),
    "date_ahead": _("The date %(on)s has not come yet."),
    "return_above_payment": _(
        "The sum returned (%(have)s) must be above nothing and at most what was paid "
        "(%(limit)s)."
    ),
    "nothing_spent": _("Give a sum above nothing."),
    "unit_takes_no_part": _("Your unit takes no part in this."),
    "not_a_bank": _("Only a bank's people can offer credit."),
    "credit_without_consent": _("The unit has not agreed to be shown to banks for this challenge."),
    "nothing_offered": _("Give the sum offered."),
    "credit_drawn": _("%(have)s is still drawn."),
    "offer_lapsed": _("The offer was valid until %(until)s."),
    "approved_above_offer": _("%(have)s was approved, but only %(limit)s was offered."),
    "drawn_above_approval": _("%(have)s is drawn, but only %(limit)s was approved."),
    "consent_already_given": _("Your unit has answered this already; look at the entry."),
    "change_too_late": _("This kind of change had to be asked for by %(until)s."),
    "cause_too_old": _("The cause lies too far back: it had to be told by %(until)s."),
    "cause_ahead": _("The cause has not come about yet."),
    "change_used": _("This kind of change is possible %(limit)s time(s)."),
    "extension_months": _("An extension is 1 to %(limit)s months; you gave %(have)s."),
    "termination_open": _("An end before time has been asked for already."),
    "settlement_missing": _("The settlement has not been recorded."),
    "settlement_sum": _("Used, unused and irregular add up to %(have)s; %(need)s was paid."),
    "acceptance_too_early": _("Acceptance can be asked for from %(from)s."),
    "acceptance_too_late": _("Acceptance had to be asked for by %(until)s."),
    "papers_missing": _("These papers are missing: %(papers)s."),
    "share_too_low": _("%(have)s%% of the indicators are reached; acceptance needs %(need)s%%."),
    "rectification_used": _("Rectification is possible %(limit)s time(s)."),
    "rectification_over": _("The time for rectification ended on %(until)s."),
    "not_due_yet": _("The report is due on %(from)s."),
    "use_ahead": _("The use has not begun yet."),
}  # fmt: skip
