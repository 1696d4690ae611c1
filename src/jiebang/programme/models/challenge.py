"""What the city puts on the list, and what people ask about it."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from jiebang.platform.models import Aggregate, known_states
from jiebang.programme.models.demand import Demand
from jiebang.programme.models.programme import Batch
from jiebang.rulebook.challenge import QuestionState, State


class Challenge(Aggregate):
    """`content` is the agreed text's public fields; `indicators` its table. Money in fen:
    `public_money` is the city's, `own_money` what the publisher puts in, `total` all of it."""

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="challenges")
    demand = models.OneToOneField(Demand, on_delete=models.PROTECT, related_name="challenge")
    organisation = models.ForeignKey(
        "registry.Organisation", on_delete=models.PROTECT, related_name="challenges"
    )
    number = models.PositiveSmallIntegerField(null=True)  # 榜单序号
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=40)
    field = models.CharField(max_length=60, db_index=True)
    public_money = models.BigIntegerField()
    own_money = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    content = models.JSONField()
    indicators = models.JSONField()
    text_digest = models.CharField(max_length=64)
    tokens = models.TextField(blank=True)  # bigrams for search
    published_at = models.DateTimeField(null=True)
    closes_at = models.DateTimeField(null=True, db_index=True)
    opinions_due_at = models.DateTimeField(null=True)
    relisted = models.PositiveSmallIntegerField(default=0)
    verdict = models.TextField(blank=True)

    class Meta:
        constraints = [
            known_states(State, "challenge_state_known"),
            models.UniqueConstraint(fields=["batch", "number"], name="challenge_number_once"),
            models.CheckConstraint(
                condition=models.Q(public_money__gt=0), name="challenge_has_money"
            ),
        ]
        indexes = [models.Index(fields=["state", "closes_at"])]

    def __str__(self) -> str:
        return f"challenge:{self.pk}"


class Correction(models.Model):
    """A public note beside the text, which stays (R028). Part of the challenge."""

    challenge = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="corrections")
    kind = models.CharField(max_length=20)  # correction, extension, relisting
    text = models.TextField()
    at = models.DateTimeField()
    closes_before = models.DateTimeField(null=True)
    closes_after = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.challenge_id} {self.kind}"


class Follow(models.Model):
    """Who wants to hear about a challenge. Part of the challenge."""

    challenge = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="followers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    since_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["challenge", "user"], name="follows_once")]

    def __str__(self) -> str:
        return f"{self.user_id}→{self.challenge_id}"


class Contact(models.Model):
    """A team got in touch with the publisher (R033). Part of the challenge."""

    challenge = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="contacts")
    organisation = models.ForeignKey("registry.Organisation", on_delete=models.PROTECT)
    message = models.TextField()
    at = models.DateTimeField()
    outcome = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.organisation_id}→{self.challenge_id}"


class Question(Aggregate):
    """A question on a challenge; its asker is never shown with the answer (R031)."""

    challenge = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="questions")
    asker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    text = models.TextField()
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    verdict = models.TextField(blank=True)

    class Meta:
        constraints = [known_states(QuestionState, "question_state_known")]

    def __str__(self) -> str:
        return f"question:{self.pk}"
