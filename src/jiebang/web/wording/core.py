"""Words of the frame itself: roles, the door's own refusals, accounts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

ROLES = {
    "leader": _("Bureau leader"),
    "head": _("Division head"),
    "officer": _("Officer"),
    "district": _("District office"),
    "supervisor": _("Discipline inspector"),
    "drawer": _("Draw operator"),
    "secretary": _("Review secretary"),
    "pool_keeper": _("Expert pool keeper"),
    "expert": _("Expert"),
    "finance": _("Finance officer"),
    "bank": _("Bank"),
    "auditor": _("Auditor"),
    "system_admin": _("System administrator"),
    "security_admin": _("Security administrator"),
    "audit_admin": _("Audit administrator"),
    "publisher": _("Publisher"),
    "lead": _("Leading bidder"),
    "partner": _("Consortium member"),
    "asker": _("Asker"),
    "unit_admin": _("Unit administrator"),
    "member": _("Unit member"),
    "person": _("Person"),
    "public": _("The public"),
    "clock": _("The server's clock"),
}

REASONS = {
    "wrong_role": _("This step belongs to: %(roles)s."),
    "wrong_state": _(
        "This cannot be done in the state “%(state)s”. Reload the page to see where the matter "
        "stands."
    ),
    "stale": _(
        "Somebody has changed this record since you opened it. Nothing you typed is lost: check "
        "the record, then try again."
    ),
    "posts_kept_apart": _("One person may not hold these posts together: %(post)s and %(held)s."),
}  # fmt: skip

LIVES = {"person": _("Person")}
STEPS = {
    "person": {
        "registered": _("Registered"),
        "post_granted": _("Post granted"),
        "post_revoked": _("Post revoked"),
    }
}
