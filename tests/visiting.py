"""A visitor's browser for web tests: who is signed in, and what time the server's clock shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import World

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass
class Town:
    """A world with doors: `at` sets the clock that pages see."""

    world: World
    clock: Any  # what time_machine.travel gave

    def at(self, moment: datetime | None = None) -> None:
        self.clock.move_to(moment or self.world.stage.at, tick=False)

    def visitor(self, key: str = "") -> Client:
        client = Client()
        if key:
            person = get_user_model().objects.get(pk=self.world.stage.people[key])
            client.force_login(person, backend=BACKEND)
        return client

    def statements(self, client: Client, url: str) -> int:
        """How many statements the second look at a page takes: editions are parsed by then."""
        assert client.get(url).status_code == 200
        with CaptureQueriesContext(connection) as seen:
            client.get(url)
        return len(seen)


def posted(fields: dict[str, object]) -> dict[str, object]:
    """A form's values as a browser posts them: money in 万元, tables cell by cell."""
    out: dict[str, object] = {}
    for name, value in fields.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            for i, row in enumerate(value):
                out |= {f"{name}.{i}.{k}": _typed(v) for k, v in row.items() if v is not None}
        elif value is not None:
            out[name] = _typed(value)
    return out


def _typed(value: object) -> object:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int) and value >= 1_000_000:
        return str(value / 1_000_000).removesuffix(".0")
    return value
