"""A house for each file of browser tests: world, server, windows; gone afterwards."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import override_settings
from playwright.sync_api import Browser, sync_playwright

from jiebang.platform.audit.seal import unseal
from tests import factories
from tests.browser.house import House, served

# Playwright's loop runs in this thread; our statements are as synchronous as ever.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
CHROMIUM = "/usr/bin/chromium"
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"]  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The test database is made when some test says that it needs it: these do."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.django_db)


@pytest.fixture
def _django_db_helper():
    """A house's database lasts for a file: nothing is wrapped around a single test."""


@pytest.fixture(autouse=True)
def _own_folder():
    """A house keeps its own folder: nothing to move for each test."""


@pytest.fixture(scope="session")
def browser(django_db_setup) -> Iterator[Browser]:
    """One browser for all files; the database is there before Playwright's loop is."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def building(
    browser: Browser, tmp_path_factory, django_db_setup, django_db_blocker
) -> Iterator[Callable[..., House]]:
    """`building(prepare)` raises a house whose world `prepare` has furnished. One for a file:
    its database is emptied afterwards."""
    folder = tmp_path_factory.mktemp("house")
    with ExitStack() as stack:
        stack.enter_context(django_db_blocker.unblock())
        stack.enter_context(_settings(folder))
        stack.callback(_empty)

        def build(prepare: Callable[[factories.World], None] = lambda w: None) -> House:
            world = factories.world()
            prepare(world)
            house = stack.enter_context(served(browser, world, folder))
            house.start()
            return house

        yield build


@contextmanager
def _settings(folder: Path) -> Iterator[None]:
    with override_settings(
        JIEBANG_VAR=folder, JIEBANG_FILES=folder / "files", JIEBANG_DEMO=True,
        EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend",
    ):  # fmt: skip
        yield


def _empty() -> None:
    """What was committed goes; the record's guards come back with the flush."""
    unseal(connection)
    call_command("flush", verbosity=0, interactive=False)
