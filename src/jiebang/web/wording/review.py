"""Words of the review room: the pool, panels, seats, reviews."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

LIVES = {
    "expert": _("Expert record"),
    "panel": _("Panel"),
    "seat": _("Invitation"),
    "review": _("Review"),
}

STATES = {
    "expert": {
        "registered": _("Waiting for the keeper"),
        "returned": _("Returned for changes"),
        "accepted": _("In the pool"),
        "frozen": _("Frozen"),
        "removed": _("Removed from the pool"),
    },
    "panel": {
        "convened": _("Waiting for the draw"),
        "prepared": _("Pool sealed"),
        "joined": _("Drawn along with another panel"),
        "announced": _("Draw announced"),
        "reviewing": _("Review under way"),
        "meeting": _("Panel comes together"),
        "closed": _("Review finished"),
    },
    "seat": {
        "reserve": _("Reserve"),
        "invited": _("Invited"),
        "accepted": _("Invitation accepted"),
        "declined": _("Invitation declined"),
        "expired": _("No answer in time"),
        "withdrawn": _("Withdrawn from the panel"),
    },
    "review": {
        "open": _("To be scored"),
        "conflicted": _("Avoided"),
        "signed": _("Signed"),
        "questioned": _("To be explained"),
        "lapsed": _("Void"),
    },
}

STEPS = {
    "expert": {
        "register": _("Register as an expert"),
        "update": _("Change the record"),
        "confirm": _("Confirm that the record is right"),
        "set_availability": _("Set availability"),
        "take_over": _("Take over from another pool"),
        "take_identity": _("Take the identity number over from the younger record"),
        "take_update": _("Bring up to date from another pool"),
        "confirm_unit": _("Confirm as the unit"),
        "refuse_unit": _("Return as the unit"),
        "freeze_stale": _("Freeze a record that nobody confirmed"),
        "reconfirm": _("Confirm the record and lift the freeze"),
        "accept": _("Accept into the pool"),
        "return_for_changes": _("Return for changes"),
        "freeze": _("Freeze the expert record"),
        "thaw": _("Lift the freeze"),
        "record_quality": _("Add a finished panel to the record of work"),
        "set_level": _("Change the level"),
        "uphold_complaint": _("Record a complaint that was upheld"),
        "remove": _("Remove from the pool"),
        "merge": _("Join to an older record of the same person"),
        "tell_apart": _("Keep two records apart"),
    },
    "panel": {
        "convene": _("Convene a panel"),
        "set_terms": _("Set the terms of the draw"),
        "move_item": _("Move an item to another group"),
        "take_item": _("Take over an item from another group"),
        "propose_fixed": _("Name experts instead of drawing them"),
        "refuse_fixed": _("Refuse the fixed choice"),
        "approve_fixed": _("Approve the fixed choice"),
        "prepare": _("Seal the pool and name the public number"),
        "take_commitment": _("Record an outside party's commitment"),
        "seal_as_drawer": _("Seal a secret (draw operator)"),
        "seal_as_supervisor": _("Seal a secret (supervision)"),
        "adjust_masks": _("Correct the masking"),
        "drop_mask": _("Take a correction back"),
        "join": _("Draw along with another panel"),
        "announce": _("Announce the draw"),
        "announce_along": _("Announce along with another panel"),
        "draw_along": _("Draw the panel along with another"),
        "leave": _("Wait to be drawn again"),
        "enter_number": _("Enter the public number"),
        "take_reveal": _("Record what an outside party opens"),
        "void_silent": _("Declare a round void that was not opened in time"),
        "open_as_supervisor": _("Open the secret (supervision)"),
        "open_as_drawer": _("Open the secret (draw operator)"),
        "draw": _("Draw the panel"),
        "void_round": _("Declare the round void"),
        "redraw": _("Declare the draw void and draw again"),
        "call_reserve": _("Call the next reserve"),
        "resume": _("Go back to the sheets, since too few are left"),
        "screen": _("Look for conflicts of interest again"),
        "recheck_conflicts": _("Look again at conflicts, since facts have changed"),
        "extend": _("Extend the review"),
        "check_spread": _("Check the spread of the scores"),
        "prolong": _("Prolong the review and call reserves"),
        "meet": _("Call the panel together"),
        "close": _("Close the review and add up"),
        "recount": _("Compute the result anew"),
        "reopen": _("Go back to work after the close"),
        "appraise": _("Work out what stands beside the result"),
        "settle_fees": _("Settle the experts' fees"),
        "export_fees": _("Take out the list of fees"),
    },
    "seat": {
        "list": _("Put on the list of reserves"),
        "invite": _("Invite"),
        "widen": _("Give more items"),
        "accept": _("Accept the invitation"),
        "decline": _("Decline the invitation"),
        "expire": _("Let the invitation expire"),
        "withdraw": _("Withdraw the expert"),
        "remind": _("Remind of the invitation"),
        "nudge": _("Remind of the open sheets"),
        "replace": _("Replace an expert who has not written"),
        "withdraw_conflict": _("Withdraw an expert who has to stand back"),
        "drop_reserve": _("Take a reserve who has to stand back off the list"),
        "release": _("Release from the seat"),
    },
    "review": {
        "assign": _("Give an item to the expert"),
        "save": _("Save the score sheet"),
        "sign": _("Sign the score sheet"),
        "declare_conflict": _("Declare a conflict and avoid this item"),
        "question": _("Ask to look again"),
        "confirm": _("Stand by the score"),
        "reopen": _("Change the score"),
        "lapse": _("Make the review void"),
    },
}

REASONS = {
    "appraised_already": _("What stands beside the result has been worked out already."),
    "expert_already": _("You are registered as an expert already."),
    "expert_id_taken": _(
        "This identity number is registered already. If that was not you, call the keeper of "
        "the pool."
    ),
    "expert_id_wrong": _("The identity number cannot be right: %(fault)s."),
    "too_many_fields": _("%(have)s fields are chosen; at most %(limit)s are possible."),
    "table_without_titles": _(
        "No line with column titles was found; one of them has to be %(titles)s."
    ),
    "table_too_long": _("The list has %(have)s lines; at most %(limit)s are read at once."),
    "table_broken": _("The file cannot be read as a table: %(why)s"),
    "table_encoding": _("The file is neither UTF-8 nor GB18030 text; save it as xlsx."),
    "unit_not_confirmed": _(
        "The expert's unit is registered here and has not confirmed the record yet."
    ),
    "unit_confirmed_already": _("The unit has confirmed this record already."),
    "unit_check_incomplete": _(
        "All three points have to hold; otherwise return the record with your reason."
    ),
    "unit_basis_missing": _("Say how the unit was checked: it is not registered here."),
    "expert_too_old": _("The expert is above the age at which the pool takes people in."),
    "expert_not_stale": _("The record was confirmed in time."),
    "panel_without_items": _("There is nothing to review: no item is in the right state."),
    "number_time_not_ahead": _(
        "The public number must not exist yet: name a time that is still to come."
    ),
    "already_sealed": _("The secret is sealed already."),
    "already_opened": _("The secret is open already."),
    "number_not_out": _("The public number is known only from %(at)s."),
    "opinion_counted_already": _(
        "A panel has counted your opinion in its result. It does not change any more."
    ),
    "draw_input_changed": _(
        "What would be drawn from differs from what was announced. Nothing was drawn; "
        "supervision has to look into it."
    ),
    "draw_void": _("A secret does not open its seal, so this round is void: %(causes)s."),
    "reviews_missing": _("%(items)s items have fewer than %(need)s signed reviews."),
    "reviews_open": _("%(count)s reviews are still open; the review runs until %(until)s."),
    "spread_unchecked": _(
        "The clock has not looked at the spread of the scores yet; it does so every minute."
    ),
    "outliers_open": _(
        "%(count)s experts were asked to explain a score that lies far from the others; they "
        "have until %(until)s."
    ),
    "reviews_signed": _("%(count)s reviews are signed already, so the draw stands."),
    "invitation_expired": _("The invitation had to be answered by %(at)s."),
    "invitation_open": _("The invitation can be answered until %(until)s."),
    "reminder_not_due": _("The reminder is due only at %(at)s."),
    "nothing_to_remind_of": _("There is nothing to remind this expert of."),
    "reviews_not_short": _("Every item has enough signed reviews."),
    "prolonged_already": _("The review was prolonged as often as the rules allow."),
    "fees_settled_already": _("The fees of this panel are settled already."),
    "fees_not_settled": _("The fees of this panel are not settled yet."),
    "panel_not_reviewing": _("This panel is not reviewing."),
    "seat_not_held": _("You do not hold this seat."),
    "promise_not_made": _("The promise has to be made before anything is shown."),
    "sheet_missing": _("A score is missing."),
    "sheet_unknown": _("This is no criterion of the score table."),
    "sheet_out_of_range": _("Scores here go from 0 to %(limit)s."),
    "sheet_too_fine": _("At most two decimals."),
    "sheet_comment_short": _("At least %(need)s characters of comment, spaces not counted."),
}  # fmt: skip

EVENTS = {
    "expert.register": _("An expert has registered and waits for you: %(title)s"),
    "expert.update": _("An expert has changed the record, check it: %(title)s"),
    "expert.accept": _("You have been accepted into the pool of experts."),
    "expert.return_for_changes": _("Your expert record was returned: %(reason)s"),
    "expert.take_over": _("You were taken into the city's pool of experts from another pool."),
    "expert.take_update": _("Your expert record was brought up to date from another pool."),
    "expert.confirm_unit": _("The unit has confirmed an expert's record: %(title)s"),
    "expert.refuse_unit": _("The unit has returned an expert's record: %(title)s (%(reason)s)"),
    "expert.freeze_stale": _(
        "Your expert record was frozen since it was not confirmed for long; confirm it to return."
    ),
    "expert.reconfirm": _("A frozen expert has confirmed the record: %(title)s"),
    "expert.freeze": _("Your expert record was frozen: %(reason)s"),
    "expert.thaw": _("The freeze of your expert record was lifted."),
    "expert.set_level": _("Your level in the pool of experts was changed: %(reason)s"),
    "expert.uphold_complaint": _("A complaint about an expert was upheld: %(reason)s"),
    "expert.remove": _("You were removed from the pool of experts: %(reason)s"),
    "panel.convene": _("A panel waits to be drawn: %(title)s"),
    "panel.prepare": _("The pool for a draw is sealed: %(title)s"),
    "panel.join": _("A panel is drawn along with another one: %(title)s"),
    "panel.draw_along": _("The panel has been drawn and invited: %(title)s"),
    "panel.leave": _("A round of the draw is void; this panel was drawn along: %(title)s"),
    "panel.seal_as_supervisor": _("Supervision has sealed its secret: %(title)s"),
    "panel.announce": _("A draw has been announced; next comes the public number: %(title)s"),
    "panel.open_as_supervisor": _("Supervision has opened its secret: %(title)s"),
    "panel.draw": _("The panel has been drawn and invited: %(title)s"),
    "panel.void_round": _("A round of the draw was declared void: %(title)s (%(reason)s)"),
    "panel.redraw": _("A draw was declared void and is repeated: %(title)s (%(reason)s)"),
    "panel.extend": _("A review was extended: %(title)s"),
    "panel.close": _("A review is finished and added up: %(title)s"),
    "panel.prolong": _("Reviews were short at the due time; reserves are called: %(title)s"),
    "panel.recount": _(
        "Sheets were set aside and the result of a finished panel was computed anew: %(title)s"
    ),
    "panel.reopen": _(
        "Too few sheets are left after a conflict of interest; the panel works again and a reserve "
        "was called: %(title)s"
    ),
    "panel.resume": _(
        "Too few sheets are left after an expert had to stand back; reserves are called: %(title)s"
    ),
    "panel.settle_fees": _("Experts' fees are settled and can be paid: %(title)s"),
    "seat.invite": _(
        "You are invited to review %(items)s item(s) online: %(title)s. Please answer by "
        "%(answer_by)s; the sheets are due by %(due_at)s."
    ),
    "seat.remind": _("Your invitation still waits for an answer by %(answer_by)s: %(title)s"),
    "seat.nudge": _("Sheets of yours are still open; they are due by %(due_at)s: %(title)s"),
    "seat.replace": _("An expert who had not written by the due time was replaced: %(title)s"),
    "seat.widen": _("You are asked to review more items: %(title)s"),
    "seat.accept": _("An expert has accepted: %(title)s"),
    "seat.decline": _("An expert has declined; the next reserve is called: %(title)s"),
    "seat.expire": _("An invitation was not answered in time: %(title)s"),
    "seat.withdraw": _("An expert was withdrawn from the panel: %(title)s (%(reason)s)"),
    "seat.release": _("The draw was declared void; your invitation no longer stands: %(title)s"),
    "review.declare_conflict": _("An expert avoids an item: %(title)s"),
    "review.question": _("Your score lies far from the others; please look again: %(title)s"),
}

# Words of the pages that stand for a code.
CHANGES = {
    "new": _("To be added"),
    "update": _("To be brought up to date"),
    "same": _("Nothing changes"),
    "ask": _("Maybe somebody of the pool"),
    "twice": _("Twice in this list"),
    "wrong": _("Cannot be taken"),
}
SIGNS = {
    "same_name": _("same name"),
    "same_spelling": _("same name in other letters"),
    "initials": _("initials fit"),
    "names_differ": _("other name"),
    "contact": _("same phone"),
    "born": _("same date of birth"),
    "unit": _("same unit"),
    "field": _("same field"),
    "identity": _("same identity number"),
    "identity_differs": _("other identity number"),
    "former_unit": _("same former unit"),
    "works": _("works in common"),
}
FEE_LINES = {
    "item": _("Item online"),
    "day": _("Day"),
    "later_day": _("Later day"),
    "half_day": _("Half day"),
}
FEE_REFUSED = {
    "takes_part": _("Nothing: takes part in a project or in running the programme"),
    "no_work": _("Nothing: no signed sheet"),
}
KINDS = {
    "screening": _("Screening of demands"),
    "bid": _("Review of bids"),
    "acceptance": _("Acceptance review"),
}
AGAINST = {
    "not_in_pool": _("Not in the pool"),
    "frozen": _("Frozen in the pool"),
    "not_available": _("Not available now"),
    "stale": _("Record not confirmed for too long"),
    "over_age": _("Over the age limit"),
    "own_city": _("Unit in this city"),
    "over_load": _("Too many reviews at hand"),
    "over_year": _("Given as many items in twelve months as the rules allow"),
    "resting": _("Resting after the last panel"),
    "other_field": _("Technical expert of another field"),
    # The shipped rules of conflicts; a page that knows its edition says what the edition says.
    "member": _("Belongs to the team under review"),
    "employer": _("Works at a unit under review, or at one it controls or is controlled by"),
    "studies": _("Studies at a unit under review"),
    "interest": _("Economic interest in a unit under review"),
    "small_share": _("A small share in a unit under review"),
    "relative": _("Near relative of somebody on the team"),
    "relative_post": _("A near relative works at a unit under review"),
    "relative_unit": _("A near relative has a post or a share at a unit under review"),
    "teacher": _("Teacher or student of somebody on the team"),
    "works": _("Recent papers or projects with somebody on the team"),
    "cooperation": _("Recent co-operation with a unit under review"),
    "rival": _("The own unit bids on the same list"),
    "office": _("Works at the office that decides"),
    "named": _("Named as unsuitable by a party"),
    "inventors": _("Recent inventions with somebody on the team"),
    "former_employer": _("Worked at a unit under review until lately"),
    "unsettled_conflict": _("Possible conflict that nobody has looked into yet"),
}
GROUNDS = {
    "time": _("No time"),
    "conflict": _("Conflict of interest"),
    "field": _("Not the field"),
    "other": _("Other grounds"),
}
DECIDED = {
    "first": _("Highest score"),
    "score": _("By score"),
    "tie_1": _("Equal score; decided by the first tie rule"),
    "tie_2": _("Equal score; decided by the second tie rule"),
    "tie_3": _("Equal score; decided by the third tie rule"),
    "submitted": _("Equal score; submitted earlier"),
    "id": _("Equal in everything; by number"),
    "veto": _("Declined by the publisher"),
    "floor": _("Below a knock-out mark"),
}
STAGES = {"first": _("Before the defence"), "second": _("After the defence")}
ARITHMETIC = {
    "total": _("Total of expert %(who)s"),
    "floor": _("Mean of “%(criterion)s” (knock-out criterion)"),
    "dropped": _("Left out (highest or lowest): expert %(who)s"),
    "mean": _("Mean of the panel"),
    "median": _("Median of the panel"),
    "combine": _("Panel and publisher by weight"),
    "stages": _("Sheets before and after the defence by weight"),
}
