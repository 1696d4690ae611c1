"""Why a step or an entry is refused, and what to do."""

from django.utils.translation import gettext_lazy as _

REASONS = {
    "not_compared_yet": _("The bid has not been compared with the other texts yet."),
    "not_asked_to_explain": _("The bureau has not asked for an explanation, or it has been given."),
    "batch_not_open": _("This batch is not open. Look in the list of batches for one that is."),
    "batch_unfinished": _(
        "%(count)s challenges of this batch are not finished yet. Finish or withdraw them first."
    ),
    "batch_number_taken": _("Batch %(number)s of %(year)s already exists. Choose another number."),
    "dates_out_of_order": _(
        "The collection must begin before the companies' deadline, and that must lie "
        "before the districts' deadline. Please put the three dates in this order."
    ),
    "nothing_to_publish": _(
        "No challenge is ready for publication. Its text must first be agreed with the "
        "company and put on the list."
    ),
    "edition_unknown": _("There is no edition “%(given)s”. Choose one from the list of editions."),
    "edition_unchanged": _(
        "This document says the same as an edition that is already adopted (%(code)s). "
        "Nothing was changed."
    ),
    "collection_not_started": _("The collection begins at %(at)s."),
    "deadline_passed": _(
        "The deadline was %(at)s; the server's clock shows %(now)s. What is late by one "
        "second is late too. What you typed is kept, but can no longer be handed in."
    ),
    "too_many_demands": _(
        "Your unit has %(have)s demands in this batch; %(limit)s is the most it may have. "
        "Withdraw one before starting another."
    ),
    "form_incomplete": _(
        "%(count)s places of the form still have to be filled in or put right. Open the "
        "form: each place says what is missing."
    ),
    "gates_failed": _(
        "These conditions are not met: %(gates)s. The table of conditions shows your value "
        "and the limit for each."
    ),
    "supplement_used": _(
        "A supplement may be asked for %(limit)s times; that has been used up. Accept or "
        "refuse the demand."
    ),
    "text_not_proposed": _(
        "The bureau has not proposed a text yet, or it was objected to. Wait for the new proposal."
    ),
    "credit_not_checked": _(
        "All three credit registers must be checked, and clean, before a demand can be "
        "recommended. Otherwise return or decline it with the reason."
    ),
    "no_public_money": _(
        "No public money is committed to this challenge. Set the amount when selecting the demand."
    ),
    "text_not_agreed": _(
        "The text is not the one the company has confirmed. Propose it again and have it confirmed."
    ),
    "deadline_not_ahead": _(
        "The deadline must lie in the future by the server's clock. Choose a later time."
    ),
    "deadline_not_later": _("The new deadline must be later than the present one (%(at)s)."),
    "bidding_still_open": _("Bidding is open until %(at)s. Until then the bids stay sealed."),
    "no_bid": _("No bid was handed in."),
    "bids_came": _("%(count)s bids are there; this step is for challenges without a valid bid."),
    "bids_unchecked": _("The form check of %(count)s bids is still to be done."),
    "too_few_bids": _(
        "%(have)s valid bids came; %(need)s are needed for this kind of challenge. Publish "
        "it again, or declare it void."
    ),
    "opinions_missing": _(
        "The publisher's opinion is missing on %(count)s bids; it is due by %(until)s. "
        "After that the silence is recorded and the review can begin."
    ),
    "panel_not_closed": _("The review panel has not closed its work yet."),
    "questions_closed": _(
        "Questions can no longer be asked about this challenge. Get in touch with the "
        "contact named in the text."
    ),
    "relisted_too_often": _(
        "A challenge may be published again %(limit)s times; that has been used up."
    ),
    "bidding_not_open": _("This challenge is not open for bids."),
    "own_challenge": _(
        "A unit may not bid on the challenge it published itself, nor be a member of such a bid."
    ),
    "unit_already_bids": _(
        "This unit already stands in a bid on this challenge, as lead or as member. A unit "
        "may take part in one bid of a challenge only: go on with that bid, or leave it "
        "first."
    ),
    "related_party": _(
        "The unit is related to the publisher (control, joint control or significant "
        "influence) and therefore may not bid. If the declared relation is wrong, have it "
        "corrected in the unit's archive."
    ),
    "relation_to_check": _(
        "A possible relation to the publisher is not settled yet. An officer has to decide "
        "on it in writing first."
    ),
    "members_unconfirmed": _(
        "%(count)s members of the consortium have not confirmed yet. Ask them to confirm "
        "on their page, or remove them."
    ),
    "too_many_partners": _("A consortium has at most %(limit)s members beside its lead."),
    "bids_sealed": _("The bids are sealed until the deadline at %(at)s."),
    "form_check_incomplete": _(
        "A bid passes only when all three points of the check are met. Otherwise fail it "
        "and say why."
    ),
    "unit_unknown": _(
        "No registered unit is called “%(given)s”. Type its credit code or its exact name, "
        "or ask it to register first."
    ),
    "not_invited": _("None of your units is invited into this bid."),
    "uscc_required": _(
        "Please give the unified social credit code. Only units abroad, or in Hong Kong, "
        "Macao or Taiwan, may leave it empty: tick the box above for them."
    ),
    "uscc_wrong": _("The unified social credit code “%(given)s” is not right: %(fault)s."),
    "uscc_taken": _(
        "A unit with the code “%(given)s” is already registered. Ask its administrator to "
        "let you join."
    ),
    "already_member": _("You are already a member of this unit, or your request is waiting."),
    "last_admin": _("A unit needs an administrator. Make somebody else administrator first."),
}
