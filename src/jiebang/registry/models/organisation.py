"""Units, their people, their relations and their integrity."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from jiebang.platform.models import Aggregate, known_states
from jiebang.rulebook.organisation import MembershipState, OrganisationState


class Organisation(Aggregate):
    """A unit, once (R003). `code` is null only for units abroad (R008)."""

    code = models.CharField(max_length=18, null=True, unique=True)  # noqa: DJ001 -- unique, or none
    name = models.CharField(max_length=120)
    original_name = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=20)
    abroad = models.BooleanField(default=False)
    region = models.CharField(max_length=60)
    region_code = models.CharField(max_length=6, blank=True, db_index=True)
    address = models.CharField(max_length=200, blank=True)
    established_on = models.DateField(null=True)
    legal_representative = models.CharField(max_length=60, blank=True)
    leading = models.BooleanField(default=False)  # 龙头企业
    archive = models.JSONField(default=dict)
    former_names = models.JSONField(default=list)
    ties_at = models.DateTimeField(null=True)  # its names or declared relations changed last
    invented = models.BooleanField(default=False)

    class Meta:
        constraints = [known_states(OrganisationState, "organisation_state_known")]

    def __str__(self) -> str:
        return f"organisation:{self.pk}"


class Relation(models.Model):
    """A declared relation to another unit (R046, R047). Part of the organisation."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="relations"
    )
    name = models.CharField(max_length=120)
    code = models.CharField(max_length=18, blank=True, db_index=True)
    relation = models.CharField(max_length=20)
    share = models.CharField(max_length=12, blank=True)  # percent
    since_on = models.DateField(null=True)

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.relation} {self.name}"


class IntegrityRecord(models.Model):
    """A breach on record (R124). Part of the organisation."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="integrity_records"
    )
    level = models.CharField(max_length=12)
    from_on = models.DateField()
    until_on = models.DateField()
    basis = models.CharField(max_length=200)

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.level} until {self.until_on}"


class Membership(Aggregate):
    """A person in a unit. Being ACTIVE gives the post; see actions."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="memberships"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships"
    )
    duty = models.CharField(max_length=60, blank=True)
    admin = models.BooleanField(default=False)

    class Meta:
        constraints = [
            known_states(MembershipState, "membership_state_known"),
            models.UniqueConstraint(
                fields=["organisation", "user"],
                condition=models.Q(state__in=["requested", "active"]),
                name="one_membership_in_force",
            ),
        ]

    def __str__(self) -> str:
        return f"membership:{self.pk}"
