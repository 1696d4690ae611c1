"""Posts that one person may not hold together, looked for in what is held."""

from __future__ import annotations

from collections.abc import Iterator

from jiebang.platform.accounts.models import Post
from jiebang.rulebook.roles import APART


def clashes() -> Iterator[str]:
    held: dict[int, set[str]] = {}
    for user, role in Post.objects.order_by("user_id").values_list("user_id", "role"):
        held.setdefault(user, set()).add(role)
    for user, roles in held.items():
        if any(len(group & roles) > 1 for group in APART):
            yield f"person:{user}"
