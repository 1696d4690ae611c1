"""Reads about people and their posts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from allauth.mfa.models import Authenticator

from jiebang.platform import reading
from jiebang.platform.accounts.actor import PUBLIC, Actor
from jiebang.platform.accounts.models import Post, User
from jiebang.platform.prepared import Prepared, PreparedList
from jiebang.rulebook.roles import STAFF


@dataclass(frozen=True, slots=True)
class PersonView:
    id: int
    name: str
    email: str
    phone: str
    invented: bool


_posts = Prepared(lambda user: Post.objects.filter(user_id=user).values_list("role", "scope"),
                  Post._meta.get_field("user"))  # fmt: skip


_factors = Prepared(lambda user: Authenticator.objects.filter(user_id=user).values_list("pk"),
                    Authenticator._meta.get_field("user"))  # fmt: skip


def has_second_factor(user_id: int) -> bool:
    return bool(_factors(user_id))


def actor_of(user) -> Actor:
    """The actor behind a signed-in user; one statement."""
    if not getattr(user, "is_authenticated", False):
        return PUBLIC
    posts = frozenset(_posts(user.pk))
    return Actor(user.pk, user.display_name, posts | {("person", str(user.pk)), ("signed_in", "")})


def actor_by_id(pk: int) -> Actor:
    return actor_of(User.objects.get(pk=pk))


def holders(role: str, scopes: Iterable[str]) -> frozenset[int]:
    """Ids of the active people who hold a post for one of these scopes."""
    wanted = [s for s in scopes]
    if role == "person":
        return frozenset(int(s) for s in wanted if s)
    rows = Post.objects.filter(role=role, scope__in=wanted, user__is_active=True)
    return frozenset(rows.values_list("user_id", flat=True))


def names(ids: Iterable[int]) -> dict[int, str]:
    return reading.gathered("names", ids, _names)


_named = PreparedList(
    lambda ids: User.objects.filter(pk__in=ids).values_list("pk", "display_name"), User._meta.pk
)


def _names(ids: set[int]) -> dict[int, str]:
    return dict(_named(ids))


def person(pk: int) -> PersonView:
    return _view(User.objects.get(pk=pk))


def people_with(role: str, scope: str = "") -> list[PersonView]:
    rows = User.objects.filter(posts__role=role, posts__scope=scope).order_by("pk")
    return [_view(u) for u in rows]


def by_email(email: str) -> PersonView | None:
    user = User.objects.filter(email__iexact=email).first()
    return _view(user) if user else None


def _view(u: User) -> PersonView:
    return PersonView(u.pk, u.display_name, u.email, u.phone, u.invented)


@dataclass(frozen=True, slots=True)
class StaffView:
    id: int
    name: str
    email: str
    roles: tuple[tuple[str, str], ...]


def staff(roles: list[str]) -> list[StaffView]:
    """Everybody who holds one of these posts, with all their posts; two statements."""
    rows = User.objects.filter(posts__role__in=roles).distinct().order_by("pk")
    return [
        StaffView(u.pk, u.display_name, u.email, tuple((p.role, p.scope) for p in u.posts.all()))
        for u in rows.prefetch_related("posts")
    ]


def staff_among(ids: Iterable[int]) -> frozenset[int]:
    """Who of these people holds a post that runs the programme."""
    rows = Post.objects.filter(user_id__in=set(ids), role__in=[str(r) for r in STAFF])
    return frozenset(rows.values_list("user_id", flat=True))


def posts_of(pk: int) -> list[tuple[str, str]]:
    return list(
        Post.objects.filter(user_id=pk).order_by("role", "scope").values_list("role", "scope")
    )
