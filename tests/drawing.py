"""A batch whose edition draws by fit, and a pool that differs in what it knows."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta

from jiebang.demo import acts
from jiebang.platform.accounts.actor import CLOCK
from jiebang.programme import actions as programme
from tests import reviewing as r
from tests.factories import World
from tests.keeping import kept

BY_FIT = """
extends = "jinan-2023.toml"
code = "jinan-2023-fit"
title = "按匹配度抽取的试验规则"
title_en = "A trial edition that draws by fit"
year = 2023

[draw]
mode = "fit"
"""
FIVE = BY_FIT.replace("-fit", "-five").replace(
    '[draw]\nmode = "fit"', "[panels.bid]\nseats = 5\nminimum_valid = 5\nreserves = 0\n"
    'reserves_min = 0\nstrata = []\n[draw]\nmode = "plain"')  # fmt: skip
OUTSIDE = BY_FIT.replace("-fit", "-outside").replace(
    'mode = "fit"', 'mode = "plain"\nparties = ["drawer", "supervisor", "notary"]'
)
KEYWORDS = ("伺服、冲压、送料", "冲压、机床", "焊接、涂装", "轴承、润滑")


@kept
def under(world: World, document: str, code: str) -> None:
    """The world goes on in a second batch, under another edition."""
    programme.edition.create("adopt", actor=CLOCK, now=world.stage.at, document=document)
    opens = world.stage.at
    world.batch = acts.batch(
        world.stage, edition=code, year=2023, number=2, title="2023年第二批",
        dates=(opens, opens + timedelta(days=30), opens + timedelta(days=40)),
    )  # fmt: skip


@kept
def varied_pool(world: World) -> None:
    for kind, count in (("technical", 14), ("industry", 4), ("finance", 4)):
        for n in range(count):
            r.expert(world, f"{kind}{n}", kind=kind, keywords=KEYWORDS[n % 4],
                     results="承担自动送料与冲压装备项目。" if n % 4 == 0 else "")  # fmt: skip


@kept
def by_fit(world: World) -> str:
    """A panel of seven with three reserves, waiting to be drawn by fit."""
    under(world, BY_FIT, "jinan-2023-fit")
    varied_pool(world)
    pk = str(r.panel_of(r.in_review(world)).pk)
    set_terms(world, pk, reserves="3")
    return pk


TERMS = {
    "seats": "7", "reserves": "7", "per_unit": "1", "away_percent": "100",
    "officials_percent": "60", "reason": "按照本批项目特点设定",
    "kinds": [{"code": "technical", "minimum": "5"}, {"code": "industry", "minimum": "1"},
              {"code": "finance", "minimum": "1"}],
}  # fmt: skip


def set_terms(world: World, panel: str, **changes) -> None:
    acts.do(world.stage, "panel", panel, "set_terms", "officer", **{**TERMS, **changes})


def may_be_fixed(world: World) -> str:
    """A panel whose kind may be chosen: the trial edition allows it for bids."""
    text = BY_FIT.replace("-fit", "-fixed").replace(
        '[draw]\nmode = "fit"', "[panels.bid]\nfixed_choice = true\nseats = 5\nminimum_valid = 5\n"
        'strata = [{ kind = "technical", minimum = 3 }]')  # fmt: skip
    under(world, text, "jinan-2023-fixed")
    r.pool(world)
    return str(r.panel_of(r.in_review(world)).pk)


def named(*numbers: int) -> list[dict[str, str]]:
    return [{"name": f"专家technical{n}", "unit": f"外市示例单位technical{n}"} for n in numbers]


def replayed(tmp_path, text: str, *more: str) -> int:
    file = tmp_path / "draw.json"
    file.write_text(text, encoding="utf-8")
    command = [sys.executable, "tools/verify_draw.py", str(file), *more]
    return subprocess.run(command, check=False, capture_output=True).returncode
