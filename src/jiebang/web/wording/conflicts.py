"""Words of conflicts of interest: what is found, who decides, and how a path reads."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

LIVES = {
    "conflict": _("Conflict of an expert"),
    "relation_fact": _("Recorded relation"),
}

STATES = {
    "conflict": {
        "asked": _("To be looked into"),
        "barred": _("Has to stand back"),
        "late": _("Found after the review, to be decided"),
        "kept": _("Found after the review, sheets kept"),
        "aside": _("Found after the review, sheets set aside"),
        "cleared": _("No conflict"),
        "proposed": _("Waiver waits for the second signature"),
        "waived": _("Waived by two people"),
        "gone": _("No longer there"),
    },
    "relation_fact": {
        "recorded": _("On file"),
        "withdrawn": _("Taken back"),
    },
}

STEPS = {
    "conflict": {
        "ask": _("Ask whether there is a conflict"),
        "ask_late": _("Ask about a sitting expert"),
        "find": _("Find a conflict"),
        "find_late": _("Find a conflict after the draw"),
        "find_after": _("Find a conflict after the close"),
        "find_decided": _("Find a conflict after the decision"),
        "keep_sheets": _("Keep the sheets and the result"),
        "set_aside": _("Set the sheets aside and compute anew"),
        "review_again": _("Set the sheets aside and call a reserve"),
        "settle": _("Settled with another finding"),
        "confirm_decided": _("Decide after the decision: had to stand back"),
        "refuse_waiver_after": _("Refuse the waiver after the close"),
        "clear": _("Decide: no conflict"),
        "confirm": _("Decide: has to stand back"),
        "confirm_after": _("Decide after the close: had to stand back"),
        "propose_waiver": _("Propose a waiver"),
        "sign_as_head": _("Sign the waiver (head of office)"),
        "sign_as_supervisor": _("Sign the waiver (supervision)"),
        "refuse_waiver": _("Refuse the waiver"),
        "lift": _("Lift: the facts are gone"),
    },
    "relation_fact": {
        "record": _("Record a relation"),
        "withdraw": _("Take the recorded relation back"),
    },
}

REASONS = {
    "decided_meanwhile": _(
        "The decision has been made: the finding stays on record beside it and changes no result."
    ),
    "enough_are_left": _(
        "%(have)s valid reviews would be left and %(need)s are needed: set the sheets aside and "
        "compute anew instead."
    ),
    "late_conflicts_open": _(
        "%(count)s conflicts of interest came to light after the review. The head of the office "
        "decides first whether those sheets count."
    ),
    "no_sheet_counts": _("No sheet of this expert counts on this panel any more."),
    "nothing_decided_yet": _("The decision has not been made yet."),
    "too_few_left": _(
        "%(have)s valid reviews would be left and %(need)s are needed: call a reserve instead."
    ),
    "conflict_never_waived": _("The rules of this edition do not let this conflict be waived."),
    "conflict_other_signs": _("The second signature has to come from somebody else."),
    "conflict_own": _("Nobody decides about a conflict of their own."),
    "conflicts_asked": _(
        "Supervision is still looking into %(count)s possible conflicts of interest of experts "
        "who sit on the panel."
    ),
    "panel_closed_already": _("The panel has finished; decide after the close instead."),
    "panel_still_works": _("The panel has not finished yet."),
    "ends_before_it_begins": _("The end lies before the beginning."),
    "merge_identities_differ": _(
        "The two records have different identity numbers: they are two "
        "people, or one number is wrong and has to be corrected first."
    ),
    "merge_into_older": _("The younger record gives way to the older one, not the reverse."),
    "no_such_record": _("There is no other record of this number in the pool."),
}

EVENTS = {
    "conflict.ask_late": _(
        "It has to be looked into whether a sitting expert is in conflict: %(title)s"
    ),
    "conflict.find_late": _("A conflict of interest came to light after the draw: %(title)s"),
    "conflict.find_after": _(
        "A conflict of interest came to light after the review had finished; the result stands "
        "until the head of the office decides whether those sheets count: %(title)s"
    ),
    "conflict.find_decided": _(
        "A conflict of interest came to light after the decision; it is on record and the result "
        "stands: %(title)s"
    ),
    "conflict.keep_sheets": _(
        "The sheets of an expert in conflict are kept and the result stands: %(title)s (%(reason)s)"
    ),
    "conflict.set_aside": _(
        "The sheets of an expert in conflict were set aside and the result was computed anew: "
        "%(title)s (%(reason)s)"
    ),
    "conflict.review_again": _(
        "The sheets of an expert in conflict were set aside; too few are left, so the panel works "
        "again with a reserve: %(title)s (%(reason)s)"
    ),
    "conflict.confirm_decided": _(
        "Supervision has found, after the decision, that an expert had to stand back from the "
        "review: %(title)s"
    ),
    "conflict.refuse_waiver_after": _("A waiver was refused: %(title)s (%(reason)s)"),
    "conflict.confirm_after": _(
        "Supervision has found that an expert had to stand back from a finished review: %(title)s"
    ),
    "conflict.propose_waiver": _("A waiver of a conflict waits for a signature: %(title)s"),
    "conflict.sign_as_head": _("The head of office has signed a waiver: %(title)s"),
    "conflict.sign_as_supervisor": _("Supervision has signed a waiver: %(title)s"),
    "conflict.refuse_waiver": _("A waiver was refused: %(title)s (%(reason)s)"),
    "relation_fact.withdraw": _("A recorded relation was taken back: %(title)s (%(reason)s)"),
    "seat.withdraw_conflict": _(
        "A reason to stand back became known and the seat was withdrawn: %(title)s. Nothing is "
        "held against the expert."
    ),
    "expert.merge": _(
        "Your second record in the pool of experts was joined to the older one: %(title)s"
    ),
}

VERDICTS = {
    "hard": _("Must stand back"),
    "ask": _("To be asked about"),
    "note": _("To be noted"),
}
# One step of a path, in the direction in which the fact is told.
TIES = {
    "employed": _("works at"),
    "part_time": _("has a part-time post at"),
    "studies": _("studies at"),
    "shareholder": _("holds shares of"),
    "director": _("is a director of"),
    "legal_representative": _("is the legal representative of"),
    "adviser": _("is a paid adviser of"),
    "cooperation": _("works together with"),
    "kin_post": _("has a near relative at"),
    "coauthor": _("has written papers with"),
    "coproject": _("has projects with"),
    "coinventor": _("has inventions with"),
    "teacher": _("is teacher or student of"),
    "kin": _("is a near relative of"),
    "same_person": _("is, or may be, the same person as"),
    "alias": _("is, or may be, another name of"),
    "renamed": _("is a former name of"),
    "merged": _("was merged with"),
    "same_code": _("has the same credit code as"),
    "department": _("is a part of"),
    "owns": _("holds a share of"),
    "party": _("is a unit of"),
    "office": _("decides about"),
    "member": _("belongs to the team of"),
    "named": _("is named as unsuitable by"),
    "listed": _("stands on the same list as"),
}
NODES = {
    "person": _("Person"),
    "unit": _("Unit"),
    "item": _("Item under review"),
    "group": _("The list of this panel"),
}
ORIGINS = {
    "record": _("the expert's own record"),
    "membership": _("members of the unit on this platform"),
    "post": _("posts held on this platform"),
    "archive": _("declared by"),
    "register": _("registration of the unit"),
    "item": _("units of the item as registered"),
    "form": _("what the unit wrote in its form"),
    "edition": _("the edition"),
    "recorded": _("recorded, with the source"),
    "names": _("comparison of names of units"),
    "people": _("comparison of people"),
}
CLASSES = {
    "confirmed": _("confirmed"),
    "declared": _("declared"),
    "matched": _("by several signs"),
    "name": _("by the name alone"),
}
UNIT_SIGNS = {
    "credit_code": _("same credit code"),
    "name": _("same name of a unit"),
    "form_of_law": _("same but for the form of law"),
    "place_left_out": _("same but for the place"),
    "abbreviation": _("an abbreviation"),
    "department": _("a part of the unit"),
    "latin": _("same in letters"),
    "first_letters": _("first letters of the pinyin"),
    "typing": _("one slip of the keyboard"),
}
