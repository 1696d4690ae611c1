"""The real program, served over HTTP from a database of its own, and people who look at it."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import (
    BACKEND_SESSION_KEY,
    HASH_SESSION_KEY,
    SESSION_KEY,
    get_user_model,
)
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.utils.module_loading import import_string
from django_q.models import OrmQ
from playwright.sync_api import Browser, Page, expect

from jiebang.platform import clock
from jiebang.platform.agenda import run_clock
from tests.factories import World

PASSWORD = "browser-jiebang-2023"
DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
PATIENCE = 30_000  # milliseconds, on a machine that others use too
expect.set_options(timeout=PATIENCE)


@dataclass
class House:
    """A running program, its world, and one browser window for each person."""

    browser: Browser
    url: str
    world: World
    folder: Path
    challenge: str = ""
    windows: dict[str, Page] = field(default_factory=dict)
    troubles: list[str] = field(default_factory=list)

    # People ------------------------------------------------------------------------------------

    def window(self, **options: Any) -> Page:
        """A window of nobody in particular; what goes wrong in it is kept."""
        context = self.browser.new_context(
            base_url=self.url, locale="zh-CN", timezone_id="Asia/Shanghai",
            **{"viewport": DESKTOP, **options},
        )  # fmt: skip
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.on("pageerror", lambda e: self.troubles.append(f"{page.url}: {e}"))
        page.on("console", lambda m: self._heard(page, m))
        page.on("response", lambda r: self._answered(r))
        return page

    def _heard(self, page: Page, message: Any) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.troubles.append(f"{page.url}: {message.text}")

    def _answered(self, response: Any) -> None:
        if response.status >= 500:
            self.troubles.append(f"{response.status} {response.url}")

    def as_(self, key: str, **options: Any) -> Page:
        """The window of a person of the world, signed in."""
        if key not in self.windows:
            page = self.window(**options)
            page.context.add_cookies([self.key_of(key)])
            self.windows[key] = page
        return self.windows[key]

    def key_of(self, key: str) -> Any:
        """The cookie of a session, as signing in would give it."""
        user = get_user_model().objects.get(pk=self.world.stage.people[key])
        store = SessionStore()
        store[SESSION_KEY] = str(user.pk)
        store[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
        store[HASH_SESSION_KEY] = user.get_session_auth_hash()
        store.save()
        return {"name": settings.SESSION_COOKIE_NAME, "value": store.session_key, "url": self.url}

    def close(self, key: str) -> None:
        page = self.windows.pop(key, None)
        if page:
            page.context.close()

    # Time --------------------------------------------------------------------------------------

    @property
    def now(self) -> datetime:
        return clock.now()

    def start(self) -> None:
        """The demonstration's clock goes to where the world was left."""
        clock.move_to(self.world.stage.at)
        self.tick()

    def move_to(self, moment: datetime) -> None:
        """Move the demonstration's clock, and let it do its work. Twice: what a first minute
        settles, a second one acts on."""
        if moment > clock.now():
            clock.move_to(moment)
        self.tick()
        self.tick()

    def tick(self) -> None:
        run_clock(clock.now())
        self.work()

    def work(self) -> None:
        """What the worker does: every task on the queue, in its order."""
        for waiting in OrmQ.objects.order_by("pk"):
            task = waiting.task
            import_string(task["func"])(*task["args"], **task["kwargs"])
            waiting.delete()

    # Pictures ----------------------------------------------------------------------------------

    def shot(self, page: Page, name: str) -> None:
        """A picture of the whole page, where a folder for them is named."""
        folder = os.environ.get("JIEBANG_SHOTS")
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            page.evaluate("scrollTo(0, 0)")
            page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


@contextmanager
def served(browser: Browser, world: World, folder: Path) -> Iterator[House]:
    """Granian in a process group of its own, ended with everything it started."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    said = tempfile.TemporaryFile("w+")  # noqa: SIM115 -- closed below, after the server
    server = subprocess.Popen(
        [sys.executable, "-m", "jiebang.cli", "serve", "--port", str(port), "--workers", "1"],
        env=environment(folder), stdout=said, stderr=subprocess.STDOUT, start_new_session=True,
    )  # fmt: skip
    house = House(browser, f"http://127.0.0.1:{port}", world, folder)
    try:
        _answering(house.url, server)
        yield house
    finally:
        for page in house.windows.values():
            page.context.close()
        _end(server)
        said.seek(0)
        log = said.read()
        said.close()
    assert "Traceback" not in log, log[-6000:]
    assert house.troubles == []


def environment(folder: Path) -> dict[str, str]:
    return os.environ | {
        "PYTHONPATH": "src",
        "DJANGO_SETTINGS_MODULE": "jiebang.settings",
        "DATABASE_URL": database_url(),
        "JIEBANG_VAR": str(folder),
        "JIEBANG_FILES": str(folder / "files"),
        "JIEBANG_DEMO": "1",
        "SECRET_KEY": settings.SECRET_KEY,
        "LOG_LEVEL": "ERROR",
    }


def database_url() -> str:
    """Where the tests' database is, for another process."""
    s = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite://{Path(s['NAME']).absolute()}"
    host = urllib.parse.quote(str(s["HOST"]), safe="")
    who = f"{s['USER']}:{s['PASSWORD']}" if s["PASSWORD"] else s["USER"]
    return f"postgresql://{who}@/{s['NAME']}?host={host}"


def _answering(url: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        try:
            with urllib.request.urlopen(f"{url}/help/", timeout=10):  # noqa: S310 -- our own
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            assert server.poll() is None, "the server did not start"
            time.sleep(0.2)
    raise AssertionError("the server does not answer")


def _end(server: subprocess.Popen[bytes]) -> None:
    try:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(10)
    except ProcessLookupError:
        pass
    except subprocess.TimeoutExpired:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait(10)


def sign_in(page: Page, email: str, password: str = PASSWORD) -> None:
    """Through the form, as people do."""
    page.goto("/accounts/login/")
    page.get_by_label(re.compile("邮箱|电子邮件")).fill(email)
    page.get_by_label(re.compile("^密码")).fill(password)
    page.locator("main").get_by_role("button", name="登录").click()
    page.wait_for_url("**/desk/")
