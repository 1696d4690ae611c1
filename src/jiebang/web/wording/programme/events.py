"""What people are told when something happened."""

from django.utils.translation import gettext_lazy as _

EVENTS = {
    "batch.open": _("“%(title)s” is open: companies can hand in their demands."),
    "batch.publish_list": _("The challenge list of “%(title)s” is published."),
    "demand.submit": _("The demand “%(title)s” was submitted and waits for the district office."),
    "demand.recommend": _(
        "The district recommends the demand “%(title)s”; the bureau decides whether to accept it."
    ),
    "demand.return_for_changes": _(
        "The demand “%(title)s” was returned. Please change it and submit again. Reason: %(reason)s"
    ),
    "demand.decline": _(
        "The district does not recommend the demand “%(title)s”. Reason: %(reason)s"
    ),
    "demand.accept": _("The demand “%(title)s” is accepted and will be screened."),
    "demand.ask_supplement": _(
        "The bureau asks for a supplement to the demand “%(title)s”. Reason: %(reason)s"
    ),
    "demand.supplement": _("The supplement to the demand “%(title)s” is in."),
    "demand.refuse": _("The bureau does not accept the demand “%(title)s”. Reason: %(reason)s"),
    "demand.select": _(
        "The demand “%(title)s” is selected for the list; its text is agreed with you next."
    ),
    "demand.put_in_reserve": _("The demand “%(title)s” is in reserve. Reason: %(reason)s"),
    "demand.eliminate": _("The demand “%(title)s” was not selected. Reason: %(reason)s"),
    "demand.propose_text": _("The text of the challenge “%(title)s” waits for your confirmation."),
    "demand.confirm_text": _("The company confirmed the text of “%(title)s”."),
    "demand.object_to_text": _(
        "The company objects to the text of “%(title)s”. Reason: %(reason)s"
    ),
    "demand.list": _("“%(title)s” is on the list and waits for publication."),
    "challenge.publish": _("The challenge “%(title)s” is published."),
    "challenge.correct": _(
        "A correction to the challenge “%(title)s” was published. Please read it."
    ),
    "challenge.extend": _("The deadline of “%(title)s” was extended. Reason: %(reason)s"),
    "challenge.withdraw": _("The challenge “%(title)s” was taken off the list. Reason: %(reason)s"),
    "challenge.close": _(
        "Bidding on “%(title)s” is closed; the bids are open to the publisher and the bureau now."
    ),
    "challenge.fail": _("No bid came for “%(title)s”."),
    "challenge.declare_void": _("“%(title)s” was declared void: no bid is valid."),
    "challenge.relist": _("“%(title)s” is published again. Reason: %(reason)s"),
    "challenge.start_review": _("The review of “%(title)s” begins; its experts are to be drawn."),
    "challenge.rank_again": _("The ranking of “%(title)s” was computed anew; see the result."),
    "challenge.review_again": _("The review of “%(title)s” goes on with a reserve."),
    "challenge.rank": _("The review of “%(title)s” is finished; the meeting's decision is next."),
    "question.ask": _("A question about “%(title)s” waits for an answer."),
    "question.answer": _("Your question about “%(title)s” was answered."),
    "question.set_aside": _(
        "Your question about “%(title)s” will not be answered in public. Reason: %(reason)s"
    ),
    "bid.invite": _(
        "Your unit is invited into a consortium: %(title)s. Please confirm or decline."
    ),
    "bid.remove_member": _("The consortium has changed: %(title)s"),
    "bid.confirm_membership": _("A member has confirmed: %(title)s"),
    "bid.decline_membership": _("A member has declined: %(title)s"),
    "bid.submit": _("The bid is received: %(title)s. Keep its receipt number."),
    "bid.withdraw": _(
        "The bid was taken back: %(title)s. It can be handed in again until the deadline."
    ),
    "bid.abandon": _("The bid was given up: %(title)s"),
    "bid.lapse": _("The bid was not handed in before the deadline: %(title)s"),
    "bid.fail_form": _("The bid did not pass the form check: %(title)s. Reason: %(reason)s"),
    "bid.opine": _("The publisher has given its opinion: %(title)s"),
    "bid.ask_to_explain": _(
        "The bureau asks you to explain something in your bid: %(title)s. %(reason)s"
    ),
    "bid.explain": _("The bidder has given its explanation: %(title)s"),
    "bid.select": _("Your bid is selected: %(title)s"),
    "bid.reject": _("Your bid was not chosen: %(title)s. Reason: %(reason)s"),
    "membership.request": _("Somebody asks to join %(title)s. Please approve or refuse."),
    "membership.approve": _("You are now a member of %(title)s."),
    "membership.refuse": _("You were not admitted to %(title)s. Reason: %(reason)s"),
    "membership.leave": _("A membership of %(title)s has ended."),
    "membership.make_admin": _("You are now an administrator of %(title)s."),
}
