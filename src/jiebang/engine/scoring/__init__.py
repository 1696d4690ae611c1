"""Score tables, sheets, aggregation that shows its arithmetic, places: the result of the rule.

Beside it, and never in its place: what the sheets say once leniency is taken out, how sure that is,
who tips the result, how far reviewers agree, and what deserves a second look. These load numpy, and
only when they are first asked for: the result needs none.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from jiebang.engine.scoring.aggregation import (
    METHODS,
    Requester,
    Result,
    Rule,
    ScoringError,
    Step,
    outliers,
    score_item,
)
from jiebang.engine.scoring.flips import Flip, Panelled, flips
from jiebang.engine.scoring.quality import Deduction, Grade, Level, Measure, Work, quality_level
from jiebang.engine.scoring.ranking import Entry, Place, rank
from jiebang.engine.scoring.signals import (
    Limits,
    Signal,
    Signed,
    sheet_signals,
)
from jiebang.engine.scoring.stages import Stage, Staged, score_stages
from jiebang.engine.scoring.table import (
    Criterion,
    Fault,
    ScoreTable,
    Sheet,
    check_sheet,
    half_up,
    sheet_total,
)

if TYPE_CHECKING:
    from jiebang.engine.scoring.calibration import (
        Calibration,
        CannotTell,
        ItemEstimate,
        ReviewerEstimate,
        Standing,
        calibrate,
        standings,
    )
    from jiebang.engine.scoring.collusion import Ring, rings
    from jiebang.engine.scoring.concordance import Agreement, agreement
    from jiebang.engine.scoring.rated import Ratings, components, ratings
    from jiebang.engine.scoring.suspects import reviewer_signals

_LATER = {
    "calibration": (
        "Calibration CannotTell ItemEstimate ReviewerEstimate Standing calibrate standings"
    ),
    "collusion": "Ring rings",
    "concordance": "Agreement agreement",
    "rated": "Ratings components ratings",
    "suspects": "reviewer_signals",
}
_HOME = {name: module for module, names in _LATER.items() for name in names.split()}

__all__ = [
    "METHODS",
    "Agreement",
    "Calibration",
    "CannotTell",
    "Criterion",
    "Deduction",
    "Entry",
    "Fault",
    "Flip",
    "Grade",
    "ItemEstimate",
    "Level",
    "Limits",
    "Measure",
    "Panelled",
    "Place",
    "Ratings",
    "Requester",
    "Result",
    "ReviewerEstimate",
    "Ring",
    "Rule",
    "ScoreTable",
    "ScoringError",
    "Sheet",
    "Signal",
    "Signed",
    "Stage",
    "Staged",
    "Standing",
    "Step",
    "Work",
    "agreement",
    "calibrate",
    "check_sheet",
    "components",
    "flips",
    "half_up",
    "outliers",
    "quality_level",
    "rank",
    "ratings",
    "reviewer_signals",
    "rings",
    "score_item",
    "score_stages",
    "sheet_signals",
    "sheet_total",
    "standings",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
