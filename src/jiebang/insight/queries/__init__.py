"""Reads across all modules: figures with the records behind them, and the one view of a project."""

from jiebang.insight.queries.allocation import Allocation, Link, allocation
from jiebang.insight.queries.span import (
    Filter,
    Words,
    figures,
    parse_years,
    sees_all,
    visible,
    words,
    years_text,
)

__all__ = [
    "Allocation", "Filter", "Link", "Words", "allocation", "figures", "parse_years", "sees_all",
    "visible", "words", "years_text",
]  # fmt: skip
