"""Who wins, what is told to the public, and who objects."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from jiebang.platform.models import Aggregate, known_states
from jiebang.rulebook.award import OVER, State
from jiebang.rulebook.objection import ComplaintState
from jiebang.rulebook.objection import State as ObjectionState


class Award(Aggregate):
    """`bid` is null when the proposal is to name nobody. `decisions` are the meetings' records,
    oldest first. Money in fen."""

    challenge = models.ForeignKey(
        "programme.Challenge", on_delete=models.PROTECT, related_name="awards"
    )
    bid = models.ForeignKey(
        "programme.Bid", on_delete=models.PROTECT, null=True, related_name="awards"
    )
    public_money = models.BigIntegerField(default=0)
    reason = models.TextField()
    decisions = models.JSONField(default=list)
    decided_at = models.DateTimeField(null=True)
    number = models.CharField(max_length=60, blank=True)  # 公示文号
    published_at = models.DateTimeField(null=True, db_index=True)
    from_on = models.DateField(null=True)
    until_on = models.DateField(null=True, db_index=True)
    ends_at = models.DateTimeField(null=True, db_index=True)  # midnight after until_on
    left_days = models.PositiveSmallIntegerField(null=True)  # of the notice, while frozen
    confirmed_at = models.DateTimeField(null=True)
    verdict = models.TextField(blank=True)

    class Meta:
        constraints = [
            known_states(State, "award_state_known"),
            models.UniqueConstraint(
                fields=["challenge"],
                condition=~models.Q(state__in=sorted(OVER)),
                name="one_award_in_force",
            ),
            models.CheckConstraint(
                condition=models.Q(bid=None) | models.Q(public_money__gt=0), name="award_has_money"
            ),
        ]

    def __str__(self) -> str:
        return f"award:{self.pk}"


class Objection(Aggregate):
    """Who objects is for supervision only: name, papers and telephone never leave this row."""

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="objections")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    receipt = models.CharField(max_length=24, unique=True)
    name = models.CharField(max_length=60)
    id_sealed = models.CharField(max_length=200)
    phone = models.CharField(max_length=20)
    unit = models.CharField(max_length=120, blank=True)
    grounds = models.TextField()
    evidence_text = models.TextField()
    evidence = models.JSONField(default=list)  # ids of files
    seal = models.JSONField(default=list)
    resolve_by_on = models.DateField()
    inquiry = models.JSONField(default=list)
    finding = models.TextField(blank=True)
    verdict = models.TextField(blank=True)

    class Meta:
        constraints = [known_states(ObjectionState, "objection_state_known")]

    def __str__(self) -> str:
        return f"objection:{self.pk}"


class Complaint(Aggregate):
    """The channel the business office cannot see (R095)."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    receipt = models.CharField(max_length=24, unique=True)
    subject = models.CharField(max_length=20)
    about = models.CharField(max_length=120)
    text = models.TextField()
    name = models.CharField(max_length=60, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    evidence = models.JSONField(default=list)
    finding = models.TextField(blank=True)
    verdict = models.TextField(blank=True)

    class Meta:
        constraints = [known_states(ComplaintState, "complaint_state_known")]

    def __str__(self) -> str:
        return f"complaint:{self.pk}"
