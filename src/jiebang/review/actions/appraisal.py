"""After a panel has closed: what stands beside its result, what deserves a question, and what it
adds to its experts' records (R082, R089). Not a part of the result, and so not of the close."""

from __future__ import annotations

from typing import Any

from jiebang import __version__
from jiebang.engine.transparency import digest
from jiebang.platform.accounts.actor import CLOCK
from jiebang.platform.lifecycle import Act, refuse
from jiebang.registry import actions as pool
from jiebang.registry import queries as registry
from jiebang.review.actions.machines import panel
from jiebang.review.models import Beside, Panel
from jiebang.review.queries import sources
from jiebang.review.queries.facts import edition, table
from jiebang.review.queries.lots import seed_of
from jiebang.rulebook import beside


@panel.effect("appraise")
def _appraise(p: Panel, act: Act) -> dict[str, Any]:
    if Beside.objects.filter(panel=p).exists():
        refuse("appraised_already")
    sheets = sources.signed(p)
    seed = seed_of(p)
    made = Beside.objects.create(
        panel=p, seed=seed.hex(), sheets=sources.sheets_digest(sheets), program=__version__,
        figures=beside.figures(edition(p), p.kind, sources.items(p, sheets),
                               places=sources.places(p), seed=beside.dice(seed)),
        signals=beside.signals(edition(p), p.score_table, sources.for_signals(sheets, table(p))),
    )  # fmt: skip
    for expert, done in sorted(sources.work(p, sheets).items()):
        if registry.keeps_record(expert):
            pool.expert.perform(expert, "record_quality", actor=CLOCK, now=act.now, **done)
    return {"figures": digest(made.figures), "sheets": made.sheets, "program": made.program}
