"""What people are told: on their page at once, by mail soon after."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Notice(models.Model):
    """`event` is the code that wording turns into a sentence; `params` fill it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    event = models.CharField(max_length=60)
    life = models.CharField(max_length=24)
    subject_id = models.CharField(max_length=40)
    params = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)
    urgent = models.BooleanField(default=False)  # goes by text message too
    texted_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["user", "-created_at"]),
            models.Index(fields=["mailed_at"], name="notice_unsent",
                         condition=models.Q(mailed_at=None)),
            models.Index(fields=["texted_at"], name="notice_untexted",
                         condition=models.Q(urgent=True, texted_at=None)),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.event}→{self.user_id}"
