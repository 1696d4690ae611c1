"""How experts would see a file of a draft bid: made once for each file and each list of names."""

from __future__ import annotations

import json
import logging
import os
import time
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from jiebang.engine.decision import Denied
from jiebang.review.queries import preview
from jiebang.review.queries.masking import file_of, masked_stored, neutral_name
from jiebang.review.queries.preview import Wanted

log = logging.getLogger(__name__)
KEPT_FOR = 7 * 86_400  # seconds on disk
MOST = 400  # passages kept of one file: those to be looked at first
FAILED = {"flags": [["masking_failed", {}, True]], "leak": 0, "texts": [], "given": False,
          "masked": 0}  # fmt: skip


def preview_file(bid_id: str, file_id: str) -> None:
    """The task on the queue."""
    wanted = preview.wanted(bid_id, file_id)
    if wanted is not None and not wanted.ready:
        _keep(wanted, _made(wanted))


def _made(w: Wanted) -> dict[str, Any]:
    try:
        done = file_of(masked_stored(str(w.file.id), neutral_name("A-01", w.number), w.roster))
    except (Denied, LookupError):
        raise
    except Exception:  # a file nobody has met yet: told to be one for a person
        log.exception("preview of file %s", w.file.id)
        return FAILED
    texts = sorted((t for t in done.texts if t.weight), key=lambda t: -t.weight)[:MOST]
    return {
        "given": done.data is not None, "leak": done.leak, "flags": done.flags,
        "masked": sum(len(t.masks) for t in done.texts), "texts": [asdict(t) for t in texts],
    }  # fmt: skip


def _keep(w: Wanted, what: Mapping[str, Any]) -> None:
    folder = preview.folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for old in folder.iterdir():
        if old.stat().st_mtime < time.time() - KEPT_FOR:
            old.unlink(missing_ok=True)
    new = folder / f"{w.key}.{os.getpid()}"
    new.write_text(json.dumps(what, ensure_ascii=False), "utf-8")
    new.replace(folder / f"{w.key}.json")
