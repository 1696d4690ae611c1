"""Experts: a pool apart from the units, kept by its own keeper."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from jiebang.platform.models import Aggregate, known_states
from jiebang.rulebook.expert import State


class Expert(Aggregate):
    """`ties` are other units (post, shares, former, study, co-operation, family); `profile` is the
    rest of the form. Identity and bank numbers lie here sealed; `id_index` finds a duplicate."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="experts"
    )
    name = models.CharField(max_length=40)
    kind = models.CharField(max_length=20, db_index=True)
    fields = models.JSONField(default=list)
    keywords = models.CharField(max_length=200, blank=True)
    unit_name = models.CharField(max_length=120)
    unit = models.ForeignKey(
        "registry.Organisation", on_delete=models.PROTECT, null=True, related_name="experts"
    )  # when it is registered here
    unit_confirmed_at = models.DateTimeField(null=True)
    unit_basis = models.CharField(max_length=200, blank=True)
    away_until = models.DateField(null=True)
    unit_code = models.CharField(max_length=18, blank=True)
    region_code = models.CharField(max_length=6)
    ties = models.JSONField(default=list)
    born_on = models.DateField(null=True)
    academician = models.BooleanField(default=False)
    available = models.BooleanField(default=True)
    level = models.PositiveSmallIntegerField(null=True)
    profile = models.JSONField(default=dict)
    id_sealed = models.TextField(blank=True)
    id_index = models.CharField(  # noqa: DJ001 -- unknown numbers are not equal
        max_length=64, null=True, unique=True
    )
    bank_sealed = models.TextField(blank=True)
    confirmed_at = models.DateTimeField(null=True)
    verdict = models.TextField(blank=True)
    ties_at = models.DateTimeField(null=True)  # what says whom the expert is tied to changed last
    same_as = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="also"
    )  # the older record of the same person

    class Meta:
        constraints = [
            known_states(State, "expert_state_known"),
            models.UniqueConstraint(
                fields=["user"], condition=~models.Q(state="removed"), name="expert_once"
            ),
        ]

    def __str__(self) -> str:
        return f"expert:{self.pk}"
