"""Score tables, sheets, aggregation that shows its arithmetic, places."""

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
from jiebang.engine.scoring.ranking import Entry, Place, rank
from jiebang.engine.scoring.table import (
    Criterion,
    Fault,
    ScoreTable,
    Sheet,
    check_sheet,
    half_up,
    sheet_total,
)

__all__ = [
    "METHODS",
    "Criterion",
    "Entry",
    "Fault",
    "Place",
    "Requester",
    "Result",
    "Rule",
    "ScoreTable",
    "ScoringError",
    "Sheet",
    "Step",
    "check_sheet",
    "half_up",
    "outliers",
    "rank",
    "score_item",
    "sheet_total",
]
