"""Whoever acts: a person with posts, the clock, or the public. Loaded once a request."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Actor:
    """`posts` are (role, scope) pairs; scope "" is the whole city."""

    id: int | None
    name: str
    posts: frozenset[tuple[str, str]] = field(default=frozenset())

    def holds(self, role: str, scope: str = "") -> bool:
        return (role, scope) in self.posts

    def scopes(self, role: str) -> frozenset[str]:
        return frozenset(s for r, s in self.posts if r == role)

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(r for r, _ in self.posts)

    @property
    def signed_in(self) -> bool:
        return self.id is not None


CLOCK = Actor(None, "clock", frozenset({("clock", "")}))
PUBLIC = Actor(None, "public", frozenset({("public", "")}))
