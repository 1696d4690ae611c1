"""Writes about people and posts. Called from inside a machine's effect, or by an administrator."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from jiebang.engine.decision import Decision
from jiebang.platform.accounts.models import Post, User
from jiebang.platform.audit import log
from jiebang.rulebook.roles import kept_apart


def add_person(*, email: str, name: str, phone: str = "", password: str | None, now: datetime,
               invented: bool = False) -> int:  # fmt: skip
    """A new sign-in. E-mail is the sign-in name and unique."""
    with transaction.atomic():
        user = User(username=email.lower(), email=email.lower(), display_name=name, phone=phone,
                    invented=invented, date_joined=now)  # fmt: skip
        user.set_password(password) if password else user.set_unusable_password()
        user.save()
        record_registration(user.pk, now=now)
    return user.pk


def record_registration(user_id: int, *, now: datetime) -> None:
    """A person came to be; name and address only as commitments that can be forgotten."""
    user = User.objects.get(pk=user_id)
    with transaction.atomic():
        log.append(stream=f"person:{user.pk}", event="person.registered", actor=user.pk, now=now,
                   data={"invented": user.invented},
                   private={"email": user.email, "name": user.display_name})  # fmt: skip


def keep_phone(user_id: int, phone: str) -> None:
    """Where a person can be texted, when nothing is known yet. Called from within an act."""
    User.objects.filter(pk=user_id, phone="").update(phone=phone)


def grant(user_id: int, role: str, scope: str, *, now: datetime, actor: int | None) -> None:
    """Give a post; refused when the rulebook keeps it apart from one already held (R007)."""
    with transaction.atomic():
        held = Post.objects.select_for_update().filter(user_id=user_id)
        clash = kept_apart(frozenset(held.values_list("role", flat=True)), role)
        if clash:
            Decision((clash,)).or_raise()
        Post.objects.get_or_create(
            user_id=user_id, role=role, scope=scope, defaults={"granted_at": now}
        )
        log.append(stream=f"person:{user_id}", event="person.post_granted", actor=actor, now=now,
                   data={"role": role, "scope": scope})  # fmt: skip


def revoke(user_id: int, role: str, scope: str, *, now: datetime, actor: int | None) -> None:
    with transaction.atomic():
        Post.objects.filter(user_id=user_id, role=role, scope=scope).delete()
        log.append(stream=f"person:{user_id}", event="person.post_revoked", actor=actor, now=now,
                   data={"role": role, "scope": scope})  # fmt: skip
