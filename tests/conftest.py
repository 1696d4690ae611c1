"""Fixtures that every kind of test may use."""

from __future__ import annotations

import pytest
import time_machine
from django.db import connection

from jiebang.platform.audit.seal import unseal
from tests import factories, visiting


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    """Keys, files and mail of a test stay in its own folder."""
    settings.JIEBANG_VAR = tmp_path / "var"
    settings.JIEBANG_FILES = tmp_path / "files"
    settings.JIEBANG_SECOND_FACTOR = ()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def world(db):
    return factories.world()


@pytest.fixture
def town(world):
    """The small world with its pages open, the server's clock where the world's is."""
    with time_machine.travel(world.stage.at, tick=False) as clock:
        yield visiting.Town(world, clock)


@pytest.fixture
def committed(transactional_db):
    """Real commits, for concurrency. Takes the record's guards away so that the flush can run;
    the flush puts them back."""
    yield
    unseal(connection)
