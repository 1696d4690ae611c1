from __future__ import annotations

import pytest

from jiebang.platform.files.inspect import Limits, inspect
from tests.unit.platform_files import build

SMALL = Limits(max_bytes=400_000, max_expanded_bytes=3_000_000, max_entries=20, max_depth=2)


@pytest.fixture
def judge(tmp_path):
    """Inspect bytes under a name, within small limits unless told otherwise."""

    def judged(data: bytes, name: str, limits: Limits = SMALL):
        return inspect(build.saved(tmp_path, data), name, limits)

    return judged
