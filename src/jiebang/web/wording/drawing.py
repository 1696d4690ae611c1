"""Words of the draw: what is missing, what cannot be kept, who takes part."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jiebang.rulebook.expert import FIELDS
from jiebang.rulebook.expert import KINDS as EXPERT_KINDS

PARTIES = {
    "drawer": _("Draw operator"),
    "supervisor": _("Supervision"),
    "notary": _("Notary"),
    "bidder": _("Representative of the bidders"),
    "public_number": _("Public number"),
}
MODES = {
    "plain": _("Drawn at random within the quotas"),
    "fit": _("Drawn by fit, with chances that are capped and published"),
    "fixed": _("Fixed choice"),
}
LEFT_OUT = {
    "no_class": _("A kind of expert that this panel has no seat for"),
    "home_official": _("Of this city and in public office at once"),
    "home_full": _("Of this city, where this kind has no such seat"),
    "official_full": _("In public office, where this kind has no such seat"),
    "unit_elsewhere": _("Unit counts for another kind of expert"),
}
VOID = {
    "missing": _("not opened"),
    "mismatch": _("is not what was committed to"),
    "malformed": _("has not the form that was named"),
    "repeated": _("given twice"),
    "unknown": _("was not named"),
}

REASONS = {
    "panel_infeasible": _("The pool cannot seat this panel: %(causes)s."),
    "rider_infeasible": _("The pool cannot seat “%(title)s”: %(causes)s."),
    "together_busy": _(
        "Somebody else is just preparing one of the panels chosen. Look again in a moment."
    ),
    "together_infeasible": _(
        "Nobody sits on two of the panels drawn together, and there are too few people for all of "
        "them: %(causes)s. Draw fewer panels together."
    ),
    "together_of_one_batch": _("“%(title)s” belongs to another batch and cannot be drawn along."),
    "together_terms_differ": _(
        "“%(title)s” shares its seats out by kinds of experts and this panel does not, or the "
        "other way round: draw them apart, or bring their terms in line."
    ),
    "terms_twice": _("The same entry stands here twice."),
    "terms_above_seats": _("Together %(have)s seats are asked for; the panel has %(limit)s."),
    "terms_below_edition": _("The edition asks for more: %(causes)s."),
    "terms_below_valid": _(
        "%(have)s seats cannot give the %(limit)s valid reviews that each item needs."
    ),
    "terms_fields_in_fit": _(
        "In a draw by fit the field is part of the fit; seats by field cannot be set."
    ),
    "number_too_easy": _(
        "This number brings %(have)s bits of chance; the edition asks for %(limit)s at least."
    ),
    "entropy_too_little": _(
        "The parties and the number bring %(have)s bits of chance together; %(need)s are needed."
    ),
    "number_may_be_known": _(
        "The number may be known since %(at)s, so nothing can be committed to any more: "
        "supervision declares the round void, and a later number is named."
    ),
    "number_not_entered": _("The public number has not been entered yet."),
    "number_groups": _("%(have)s numbers were read; this public number has %(need)s."),
    "number_long": _("“%(have)s” is too long; a number here has at most %(limit)s digits."),
    "number_outside": _(
        "%(have)s does not occur in this number: it goes from %(low)s to %(high)s."
    ),
    "number_twice": _("%(have)s stands there twice; each number is drawn once."),
    "number_to_confirm": _(
        "Read as: %(read)s. Compare every digit with what was published; if it is right, enter "
        "the code %(code)s."
    ),
    "number_differs": _(
        "Entered: %(entered)s; you have read: %(read)s. Compare both with what was published: as "
        "long as nobody has opened, the draw operator can put the number right."
    ),
    "number_unchecked": _("Supervision has not confirmed the public number yet."),
    "outsiders_open_first": _(
        "Outside parties open before the draw operator does: %(parties)s. Whoever opens last must "
        "not know how the draw comes out."
    ),
    "opened_already": _("Opened already: %(parties)s. The number stands."),
    "reveals_may_come": _("There is time to open until %(until)s."),
    "no_outsider_waits": _("No outside party is waited for."),
    "party_not_in_edition": _("The edition names no such party."),
    "no_sha256": _("A commitment is 64 digits from 0 to 9 and a to f."),
    "not_hexadecimal": _(
        "Salt and value are written in digits from 0 to 9 and a to f: 32 bytes of salt, 16 bytes "
        "or more of value."
    ),
    "reveal_differs": _(
        "This is not what was committed to (%(commitment)s…). One wrong digit is enough: compare "
        "it with what the party handed over."
    ),
    "fixed_choice_waits": _("A fixed choice waits for the second person's approval."),
    "no_fixed_choice": _("No fixed choice has been proposed."),
    "fixed_choice_not_allowed": _("The edition does not allow a fixed choice for this panel."),
    "second_person_needed": _("Whoever proposed the choice cannot approve it."),
    "expert_named_twice": _("An expert is named twice."),
    "expert_not_found": _("Nobody called %(name)s in this unit is in the pool, or more than one."),
    "experts_not_as_seats": _("%(have)s experts are named; the panel has %(need)s seats."),
    "named_not_eligible": _(
        "%(count)s of those named must not sit on this panel. Supervision knows the reasons."
    ),
    "no_other_group": _("There is no other group that still waits to be drawn."),
    "last_item_stays": _("The last item of a group stays."),
    "seal_missing": _("Not everybody has sealed a secret yet: %(parties)s."),
    "reveal_missing": _("Not everybody has opened the secret yet: %(parties)s."),
    "edition_draw_party_missing": _("The draw lacks a party: %(party)s."),
}  # fmt: skip

EVENTS = {
    "panel.set_terms": _("The terms of a draw were set: %(title)s"),
    "panel.propose_fixed": _("A fixed choice of experts waits for your approval: %(title)s"),
    "panel.refuse_fixed": _("A fixed choice was refused: %(title)s (%(reason)s)"),
    "panel.approve_fixed": _("A fixed choice was approved; the experts are invited: %(title)s"),
    "panel.take_commitment": _("An outside party has committed itself: %(title)s"),
    "panel.take_reveal": _("An outside party has opened its secret: %(title)s"),
    "panel.enter_number": _("The public number is entered; please check it: %(title)s"),
    "panel.void_silent": _("A round is void, since not everybody opened in time: %(title)s"),
}


def party(code: str) -> str:
    return str(PARTIES.get(code, code))


def causes(found: Iterable[Mapping[str, Any]]) -> str:
    return "；".join(cause(c) for c in found)


def cause(c: Mapping[str, Any]) -> str:
    """What is needed and what there is, as an officer would say it."""
    if "party" in c:
        return f"{party(c['party'])} {VOID.get(c['kind'], c['kind'])}"
    told = {"need": c["need"], "have": c["have"], "what": _what(c)}
    if c.get("kind") == "cap":
        said = gettext("%(what)s: chances within the cap need %(need)s people, there are %(have)s")
    elif c.get("kind") == "reserves":
        said = gettext("%(need)s reserves are needed, %(have)s can be drawn")
    elif c.get("kind") == "combination" and told["what"]:
        said = gettext("%(what)s together: %(need)s needed, %(have)s can be seated")
    elif told["what"]:
        said = gettext("%(what)s: %(need)s needed, %(have)s can be drawn")
    else:
        said = gettext("%(need)s experts are needed, %(have)s of different units can be drawn")
    return said % told


def _what(c: Mapping[str, Any]) -> str:
    from jiebang.web.wording import label  # noqa: PLC0415 -- it imports this module

    kinds = {o.code: o for o in EXPERT_KINDS}
    fields = {o.code: o for o in FIELDS}
    said = [gettext("%(kind)s experts") % {"kind": label(kinds[k]) if k in kinds else k}
            for k in c.get("kinds", ())]  # fmt: skip
    said += [gettext("experts in %(field)s") % {"field": label(fields[f]) if f in fields else f}
             for f in c.get("fields", ())]  # fmt: skip
    if c.get("away"):
        said.append(gettext("experts from elsewhere"))
    if c.get("official"):
        said.append(gettext("experts who are no officials"))
    return "、".join(said)
