"""People who sign in, and the posts they hold."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """One person. Signs in with e-mail; `display_name` is what others see."""

    display_name = models.CharField(max_length=60)
    phone = models.CharField(max_length=20, blank=True)
    invented = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"user:{self.pk}"


class Post(models.Model):
    """A role somebody holds for a scope: "" the whole city, a district's code, a unit's id."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="posts")
    role = models.CharField(max_length=24)
    scope = models.CharField(max_length=64, blank=True, default="")
    granted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "role", "scope"], name="post_held_once")
        ]
        indexes = [models.Index(fields=["role", "scope"])]

    def __str__(self) -> str:
        return f"{self.role}@{self.scope}"
