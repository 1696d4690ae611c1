"""What people are told."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

EVENTS = {
    "award.propose": _(
        "A winner has been proposed for “%(title)s”. Record the meeting's "
        "decision."
    ),
    "award.propose_again": _(
        "A new proposal has been made for “%(title)s”. Record the meeting's "
        "decision."
    ),
    "award.approve": _(
        "The meeting has approved the proposal for “%(title)s”. The public notice is "
        "next."
    ),
    "award.return_proposal": _("The meeting has returned the proposal for “%(title)s”: %(reason)s"),
    "award.reject": _("The meeting has rejected the proposal for “%(title)s”: %(reason)s"),
    "award.publish_notice": _("The public notice for “%(title)s” has begun."),
    "award.freeze": _("The notice for “%(title)s” is halted while an objection is looked into."),
    "award.resume": _("The notice for “%(title)s” goes on."),
    "award.confirm": _("The winner of “%(title)s” is confirmed."),
    "award.cancel": _("The award for “%(title)s” is cancelled: %(reason)s"),
    "award.call_off": _("The award for “%(title)s” is called off: %(reason)s"),
    "objection.raise": _("An objection has come in: %(title)s."),
    "objection.accept": _("Your objection %(title)s has been taken up."),
    "objection.refuse": _("Objection %(title)s is not taken up: %(reason)s"),
    "objection.uphold": _("Objection %(title)s is upheld: %(reason)s"),
    "objection.dismiss": _("Objection %(title)s is dismissed: %(reason)s"),
    "objection.withdraw": _("Objection %(title)s has been withdrawn: %(reason)s"),
    "complaint.lodge": _("A complaint about discipline has come in: %(title)s."),
    "complaint.examine": _("Your complaint %(title)s is being looked into."),
    "complaint.set_aside": _("Your complaint %(title)s is not taken up: %(reason)s"),
    "complaint.conclude": _("The inquiry into your complaint %(title)s is concluded: %(reason)s"),
    "contract.draft": _("The draft of contract %(title)s is ready. Complete and sign it in time."),
    "contract.send_for_signing": _("The task book %(title)s is final and waits for signatures."),
    "contract.take_back": _("The task book %(title)s is back in drafting: %(reason)s"),
    "contract.sign": _("A party has signed %(title)s."),
    "contract.sign_for_bureau": _("The bureau has signed %(title)s."),
    "contract.sign_for_district": _("The district has signed %(title)s."),
    "contract.warn": _(
        "The time for signing %(title)s ends soon. Unsigned, the project counts as given "
        "up."
    ),
    "contract.extend_signing": _("The time for signing %(title)s has been extended: %(reason)s"),
    "contract.give_up": _("%(title)s was not signed in time and counts as given up."),
    "contract.enter_into_force": _("%(title)s is signed by all and in force."),
    "contract.amend": _("An approved change of %(title)s has taken effect."),
    "contract.fall_overdue": _("Acceptance of %(title)s was not asked for in time."),
    "contract.allow_late_acceptance": _("%(title)s may still ask for acceptance: %(reason)s"),
    "contract.terminate": _("%(title)s has been ended before time."),
    "milestone.submit": _("Material for the milestone %(title)s has been submitted."),
    "milestone.opine": _("The publisher has given its opinion on %(title)s."),
    "milestone.pass": _("The milestone %(title)s is passed."),
    "milestone.rectify": _("The milestone %(title)s has to be rectified: %(reason)s"),
    "milestone.fail": _("The milestone %(title)s is failed: %(reason)s"),
    "payment.fall_due": _("The condition for %(title)s has come about; it waits for approval."),
    "payment.approve": _("%(title)s is approved and waits to be paid."),
    "payment.hold": _("%(title)s is held back: %(reason)s"),
    "payment.pay": _("%(title)s has been paid."),
    "payment.return_money": _("Money of %(title)s has been returned."),
    "payment.cancel": _("%(title)s will not be paid."),
    "spending.report": _("R&D spending on %(title)s has been reported and waits for checking."),
    "spending.confirm": _("R&D spending on %(title)s is confirmed."),
    "spending.send_back": _("R&D spending on %(title)s is sent back: %(reason)s"),
    "spending.correct": _("R&D spending on %(title)s has been corrected."),
    "credit.offer": _("A bank offers credit: %(title)s."),
    "credit.accept": _("The offer was accepted: %(title)s."),
    "credit.decline": _("The offer was declined: %(title)s."),
    "credit.withdraw": _("The bank has withdrawn its offer: %(title)s."),
    "credit.approve": _("Credit is approved: %(title)s."),
    "credit.close": _("The credit is closed: %(title)s."),
    "change.request": _("A change of %(title)s has been asked for."),
    "change.opine": _("The publisher has given its opinion on the change of %(title)s."),
    "change.approve": _("The change of %(title)s is approved."),
    "change.refuse": _("The change of %(title)s is refused: %(reason)s"),
    "termination.request": _("An end before time of %(title)s has been asked for: %(reason)s"),
    "termination.open_settlement": _("The settlement of %(title)s has been opened: %(reason)s"),
    "termination.refuse": _("The end of %(title)s before time is refused: %(reason)s"),
    "termination.record_settlement": _(
        "The settlement of %(title)s is recorded and waits for a "
        "decision."
    ),
    "termination.settle_again": _("The settlement of %(title)s has to be done again: %(reason)s"),
    "termination.conclude": _("%(title)s has been ended before time: %(reason)s"),
    "acceptance.request": _("Acceptance of %(title)s has been asked for."),
    "acceptance.opine": _("The publisher has given its opinion on the acceptance of %(title)s."),
    "acceptance.open_review": _(
        "The acceptance review of %(title)s is open; its panel is to be "
        "drawn."
    ),
    "acceptance.panel_again": _("The panel on the acceptance of %(title)s works again."),
    "acceptance.close_panel": _("The panel on the acceptance of %(title)s has finished."),
    "acceptance.pass": _("%(title)s is accepted."),
    "acceptance.order_rectification": _("%(title)s has to be rectified: %(reason)s"),
    "acceptance.request_again": _(
        "Acceptance of %(title)s is asked for again after "
        "rectification."
    ),
    "acceptance.conclude": _("%(title)s is concluded: %(reason)s"),
    "acceptance.fail": _("%(title)s is not accepted: %(reason)s"),
    "acceptance.withdraw": _("The request for acceptance of %(title)s is withdrawn: %(reason)s"),
    "use.report": _("A result in use has been reported: %(title)s."),
    "use.publish": _("The result in use is public: %(title)s."),
    "use.send_back": _("The result in use “%(title)s” is sent back: %(reason)s"),
    "use.correct": _("The result in use has been corrected: %(title)s."),
    "use.withdraw": _("The result in use “%(title)s” is taken down: %(reason)s"),
    "followup.fall_due": _("The follow-up report is due: %(title)s."),
    "followup.report": _("A follow-up report has come in: %(title)s."),
    "followup.send_back": _("The follow-up report is sent back: %(title)s. %(reason)s"),
    "followup.confirm": _("The follow-up report is confirmed: %(title)s."),
}  # fmt: skip
